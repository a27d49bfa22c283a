"""Numbers as English newspapers write them, in digits and words, and what they are worth.

Knows no units, hedges or records: ``1.2bn``, ``two and a half million``, ``two-thirds``, ``several hundred``.
The grammar reads each atom (a run of digits or one number word) a bounded number of times, so that a megabyte
of digits or ten thousand hyphenated number words ends in time linear in the length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from compare.text.numeral_atoms import LARGEST, PLACES, Atom, Read, divide, find_atoms, gap, rounded, scaled
from compare.text.numeral_cardinals import cardinal, followed_by_fraction
from compare.text.numeral_scales import extended
from compare.text.numeral_words import PLAIN_LETTERS, VAGUE, VAGUE_MULTIPLIERS

__all__ = ["Numeral", "scan_numerals"]

Form = Literal["digits", "words", "fraction", "vague"]

_SLASH = re.compile(r"(\d{1,3})(?:/|⁄\s?)(\d{1,4})(?![\d/⁄])")
_ARTICLE = re.compile(r"(?<!\w)an?(?:\s+|-)$", re.IGNORECASE)
_MULTI = re.compile(r"\bmulti-?$", re.IGNORECASE)  # a multi-billion-dollar contract is not of one billion
_AND_A_HALF = re.compile(r"\b(?:minute|hour|day|week|month|year|decade|century|mile|metre|meter)s? and $")
_MINUS = re.compile(r"(?<!\w)(?<!plus or )(?:minus|negative)(?:\s+|-)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text. ``text[start:end]`` is its surface; ``high`` is None where it is open ("dozens").

    Attributes:
        low, high: equal for a number that is not vague. Fractions are rounded to 12 decimal places.
        form: how it is written; ``fraction`` for a part of a whole ("two-thirds"), ``vague`` for "several hundred".
        scale: the last scale word it was multiplied with ("billion"), 1 where there is none.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    form: Form
    scale: Decimal = Decimal(1)


def scan_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numerals of ``text`` from left to right, none overlapping, up to 10^21. Never raises."""
    text = text.translate(PLAIN_LETTERS)
    atoms = find_atoms(text)
    place, end = 0, 0
    while place < len(atoms):
        if atoms[place].start < end:  # inside a power of ten ("1.3e6") that was read as a whole
            place += 1
            continue
        numeral, following = _numeral_at(text, atoms, place)
        if numeral is not None and abs(numeral.low) <= LARGEST:
            yield numeral
            end = numeral.end
        place = max(following, place + 1)


def _numeral_at(text: str, atoms: list[Atom], place: int) -> tuple[Numeral | None, int]:
    first = atoms[place]
    if first.kind in {"vague", "several"}:
        return _vague_at(text, atoms, place)
    if first.kind == "scale" and _MULTI.search(text, max(0, first.start - 7), first.start):
        return None, place + 1
    if first.kind == "digits":
        found = _slash_fraction(text, atoms, place)
        if found is not None:
            return found
    read = cardinal(text, atoms, place)
    if read is None:
        return _fraction_at(text, atoms, place)
    start = _with_article(text, first) if first.kind in {"scale", "hundred", "dozen"} else first.start
    fraction = _fraction_of(text, atoms, read, start)
    if fraction is not None:
        return fraction
    read = _mixed(text, atoms, read)
    end, value, scale = extended(text, atoms[read.next - 1].end, first, read, read.next - place)
    minus = _MINUS.search(text, max(0, start - 12), start)
    if minus:
        start, value = minus.start(), -value
    return Numeral(start, end, value, value, "digits" if first.kind == "digits" else "words", scale), read.next


def _slash_fraction(text: str, atoms: list[Atom], place: int) -> tuple[Numeral, int] | None:
    """As in "3/4", "2 1/2", "1-1/2", "2½"."""
    atom = atoms[place]
    whole, position, following = Decimal(0), atom.start, place
    if atom.value % 1 == 0 and place + 1 < len(atoms) and gap(text, atoms, place + 1) in {" ", "-", ""}:
        after = atoms[place + 1]
        if after.kind == "vulgar":
            value = atom.value + after.value
            return Numeral(atom.start, after.end, value, value, "digits"), place + 2
        if _SLASH.match(text, after.start) and atom.value < 1000 and text[atom.end : after.start].strip() in {"", "-"}:
            whole, position, following = atom.value, after.start, place + 1
    match = _SLASH.match(text, position)
    if match is None or following + 1 >= len(atoms) or not 1 <= int(match[1]) < int(match[2]) <= 100:
        return None
    value = whole + divide(Decimal(match[1]), Decimal(match[2]))
    return Numeral(atom.start, match.end(), value, value, "digits" if whole else "fraction"), following + 2


def _fraction_at(text: str, atoms: list[Atom], place: int) -> tuple[Numeral | None, int]:
    """As in "a third", "half a million", "quarter million", "¾", "half"."""
    atom = atoms[place]
    if atom.kind not in {"fraction", "vulgar"}:
        return None, place + 1
    start = _with_article(text, atom)
    if _AND_A_HALF.search(text, max(0, start - 16), start):  # "a year and a half" is no half
        return None, place + 1
    scale = atoms[place + 1] if place + 1 < len(atoms) else None
    if scale and scale.kind in {"scale", "dozen"} and gap(text, atoms, place + 1) in {" ", "a", "of a", "-"}:
        value = scaled(atom.value, scale.value)
        return Numeral(start, scale.end, value, value, "words", scale.value), place + 2
    value = rounded(atom.value, PLACES)
    return Numeral(start, atom.end, value, value, "fraction"), place + 1


def _fraction_of(text: str, atoms: list[Atom], read: Read, start: int) -> tuple[Numeral, int] | None:
    """As in "two-thirds", "one fifth", "three quarters of a million", "5.5 tenths" is none."""
    # Past LARGEST nothing is reported, and beyond 28 digits a Decimal has no remainder.
    if abs(read.value) > LARGEST or not followed_by_fraction(text, atoms, read) or read.value % 1:
        return None
    atom, place = atoms[read.next], read.next + 1
    parts = divide(Decimal(1), atom.value)
    # As in "three-quarter-mile".
    compound = atom.word == "quarter" and read.value == 3 and text[atom.end : atom.end + 1] == "-"
    plural = atom.word.endswith("s") or atom.word == "halves" or compound
    if atom.word == "quarters" and read.value != 3:  # "two quarters" are half a year
        return None
    if plural == (read.value == 1) or (read.value >= parts and parts < 5):
        return None
    form: Form = "fraction"
    value, end, scale = read.value * atom.value, atom.end, Decimal(1)
    if place < len(atoms) and atoms[place].kind == "scale" and gap(text, atoms, place) in {" ", "of a"}:
        value, end, form, scale = scaled(value, atoms[place].value), atoms[place].end, "words", atoms[place].value
        place += 1
    if form == "fraction":
        value = rounded(value, PLACES)
    return Numeral(start, end, value, value, form, scale), place


def _mixed(text: str, atoms: list[Atom], read: Read) -> Read:
    """Add "and a half", "and two thirds" to what was read, and a scale after it ("two and a half million")."""
    if read.next >= len(atoms):
        return read
    joint, place, count = gap(text, atoms, read.next), read.next, Decimal(1)
    if joint == "and" and place + 1 < len(atoms) and atoms[place].kind == "unit":
        if atoms[place + 1].kind != "fraction" or gap(text, atoms, place + 1) not in {" ", "-"}:
            return read
        count, place = atoms[place].value, place + 1
    elif joint not in {"and a", "and"}:
        return read
    if atoms[place].kind != "fraction" or count * atoms[place].value >= 1:
        return read
    fraction, place = count * atoms[place].value, place + 1
    if place < len(atoms) and atoms[place].kind == "scale" and gap(text, atoms, place) == " ":
        scale = atoms[place].value
        own = read.scale > scale
        value = read.value + scaled(fraction, scale) if own else (read.value + fraction) * scale
        return Read(value, place + 1, scale)
    return Read(read.value + scaled(fraction, read.scale if read.scale >= 1000 else Decimal(1)), place, read.scale)


def _vague_at(text: str, atoms: list[Atom], place: int) -> tuple[Numeral | None, int]:
    """As in "dozens", "tens of thousands", "several hundred", "a couple", "a handful"."""
    atom = atoms[place]
    start = _with_article(text, atom)
    low, high = (atom.value, None) if atom.kind == "vague" else VAGUE[atom.word]
    if place + 1 < len(atoms):
        after, joint = atoms[place + 1], gap(text, atoms, place + 1)
        if atom.kind == "vague" and after.kind == "vague" and joint == "of":
            scale = after.value / 2
            return Numeral(start, after.end, atom.value * scale, None, "vague", scale), place + 2
        if atom.kind == "several" and after.kind in {"hundred", "scale", "dozen"} and joint in {" ", "of"}:
            low_times, high_times = VAGUE_MULTIPLIERS[atom.word]
            top = (high_times + 1) * after.value - 1 if atom.word == "several" else high_times * after.value
            return Numeral(start, after.end, low_times * after.value, top, "vague", after.value), place + 2
    if atom.kind == "several" and low is None:
        return None, place + 1
    return Numeral(start, atom.end, low or Decimal(0), high, "vague", atom.value / 2), place + 1


def _with_article(text: str, atom: Atom) -> int:
    article = _ARTICLE.search(text, max(0, atom.start - 4), atom.start)
    return article.start() if article else atom.start
