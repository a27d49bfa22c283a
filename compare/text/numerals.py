"""Numbers as English newspapers write them, in digits and words, and what they are worth.

Knows no units, hedges or records: ``1.2bn``, ``two and a half million``, ``two-thirds``, ``several hundred``.
The grammar reads each atom (a run of digits or one number word) a bounded number of times, so that a megabyte
of digits or ten thousand hyphenated number words ends in time linear in the length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Literal

from compare.text.numeral_words import (
    FRACTIONS,
    SCALES,
    SUFFIXES,
    TENS,
    UNITS,
    VAGUE,
    VAGUE_MULTIPLIERS,
    VULGAR,
    WORDS,
)

__all__ = ["Numeral", "parse_numeral", "render", "scan_numerals"]

Form = Literal["digits", "words", "fraction", "vague"]

# Longer runs of digits are account numbers or noise, never a count in the news (a quadrillion has 16).
_MOST_DIGITS = 24
# A product of scales beyond this is not English ("million million million …").
_LARGEST = Decimal(10) ** 21
_PLACES = Decimal(1).scaleb(-12)
# Wide enough for the longest digits times the largest scale with the decimal places above.
_WIDE = Context(prec=80)

_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?"  # 1,234,567.8
    r"|\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)(?:\.\d+)?"  # 12,34,567 (lakh grouping)
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?"  # 40 000 with a space that does not break
    r"|\d{1,3}(?: \d{3}){2,6}(?!\d)(?:\.\d+)?"  # 1 234 567: two groups at least, one is two numbers too often
    r"|\d+(?:\.\d+)?"
    r"|\.\d+"
)
_ATOM = re.compile(
    rf"(?P<digits>(?<![\w.,])(?:{_DIGITS})|(?<=[^\W\d_])(?:{_DIGITS})|(?<=[\d.,])(?:\d+(?:\.\d+)?))"
    rf"|(?P<word>(?<!\w)(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})(?!\w))"
    rf"|(?P<vulgar>[{''.join(VULGAR)}])",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r" ?(?:(?:bn|tn|trn|tln|bln|mln|mn|mil|mm)(?!\w)|[kmbg](?!\w|[/^]))", re.IGNORECASE)
_GAP = re.compile(r"\s+|\s?-\s?|\s+and\s+|\s+and\s+an?\s+|-and-a-|\s+of\s+an?\s+|\s+an?\s+|-a-|\s+of\s+", re.IGNORECASE)
_SLASH = re.compile(r"(\d{1,3})[/⁄](\d{1,4})(?![\d/⁄])")
_ARTICLE = re.compile(r"(?<!\w)an?(?:\s+|-)$", re.IGNORECASE)
_MINUS = re.compile(r"(?<!\w)(?<!plus or )(?:minus|negative)(?:\s+|-)$", re.IGNORECASE)
_POWER = re.compile(r"\s?[x×]\s?10\s?\^?\s?([-−+]?)(\d{1,3})(?!\d)|[eE]([-+]?)(\d{1,3})(?!\w)")
# A scale in one letter is money or a plural count; alone it may be metres, a 10k race or a part's name.
_COUNTED_AFTER = re.compile(
    r"\s+(?:of\s+(?:its|the|their|his|her|our)\s+)?(?:people|children|men|women|more|other|[a-z-]+s|[a-z]+ [a-z-]+s)(?!\w)"
)
_DISTANCE_AFTER = re.compile(
    r"\s+(?:across|away|deep|high|long|tall|wide|race|sprint|final|freestyle|hurdles|run|north|south|east|west|"
    r"wave|waves|fence|drop|tower)(?!\w)"
)
_CURRENCY_BEFORE = re.compile(r"(?:[$£€¥₹₩₽₺₦₪₱฿₴₫]|(?<![A-Za-z])[A-Z]{2,3})\s?$")
_CURRENCY_AFTER = re.compile(r"\s+(?:euro|dollar|pound|yen|yuan|rupee|franc|[A-Z][a-z]+ (?:dollar|shilling)|[A-Z]{3}(?!\w))")


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


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    kind: str  # digits, unit, tens, hundred, scale, dozen, fraction, vague, several, point
    value: Decimal
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A value read from the atoms up to, not including, ``next``."""

    value: Decimal
    next: int
    scale: Decimal = Decimal(1)


def scan_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numerals of ``text`` from left to right, none overlapping. Never raises."""
    atoms = _find_atoms(text)
    place, end = 0, 0
    while place < len(atoms):
        if atoms[place].start < end:  # inside a power of ten ("1.3e6") that was read as a whole
            place += 1
            continue
        numeral, following = _numeral_at(text, atoms, place)
        if numeral is not None:
            yield numeral
            end = numeral.end
        place = max(following, place + 1)


def parse_numeral(text: str) -> Numeral | None:
    """Read ``text`` as one numeral, None where it is not exactly one. Offsets are those in ``text``."""
    stripped = text.strip()
    found = next(scan_numerals(text), None)
    return found if found is not None and text[found.start : found.end] == stripped else None


def render(number: int) -> str:
    """Write a whole number in English words, "and" only after a hundred: the inverse of ``parse_numeral``."""
    if number < 0:
        return f"minus {render(-number)}"
    if number < 20:
        return _UNIT_NAMES[number]
    if number < 100:
        ten, unit = divmod(number, 10)
        return _TEN_NAMES[ten] + (f"-{_UNIT_NAMES[unit]}" if unit else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_UNIT_NAMES[hundreds]} hundred" + (f" and {render(rest)}" if rest else "")
    name, scale = next((name, scale) for name, scale in _SCALE_NAMES if scale <= number)
    count, rest = divmod(number, scale)
    joint = " and " if 0 < rest < 100 else " "
    return f"{render(count)} {name}" + (f"{joint}{render(rest)}" if rest else "")


_UNIT_NAMES = {int(value): name for name, value in UNITS.items() if name not in {"nought", "naught"}}
_TEN_NAMES = {int(value) // 10: name for name, value in TENS.items()}
_SCALE_NAMES = [("trillion", 10**12), ("billion", 10**9), ("million", 10**6), ("thousand", 10**3)]


def _find_atoms(text: str) -> list[_Atom]:
    atoms: list[_Atom] = []
    for match in _ATOM.finditer(text):
        if match["digits"]:
            surface = match["digits"]
            if len(surface) <= _MOST_DIGITS:
                value = Decimal(re.sub(r"[,\s]", "", surface))
                atoms.append(_Atom(match.start(), match.end(), "digits", value))
        elif match["vulgar"]:
            top, bottom = VULGAR[match["vulgar"]]
            atoms.append(_Atom(match.start(), match.end(), "vulgar", _divide(Decimal(top), Decimal(bottom))))
        else:
            word = match["word"].lower()
            kind, value = WORDS[word]
            atoms.append(_Atom(match.start(), match.end(), kind, value, word))
    return atoms


def _numeral_at(text: str, atoms: list[_Atom], place: int) -> tuple[Numeral | None, int]:
    first = atoms[place]
    if first.kind in {"vague", "several"}:
        return _vague_at(text, atoms, place)
    if first.kind == "digits":
        found = _slash_fraction(text, atoms, place)
        if found is not None:
            return found
    read = _cardinal(text, atoms, place)
    if read is None:
        return _fraction_at(text, atoms, place)
    start = _with_article(text, first) if first.kind in {"scale", "hundred", "dozen"} else first.start
    fraction = _fraction_of(text, atoms, read, start)
    if fraction is not None:
        return fraction
    read = _mixed(text, atoms, read)
    end, value, scale = _extended(text, atoms[read.next - 1].end, first, read, read.next - place)
    minus = _MINUS.search(text, max(0, start - 12), start)
    if minus:
        start, value = minus.start(), -value
    return Numeral(start, end, value, value, "digits" if first.kind == "digits" else "words", scale), read.next


def _cardinal(text: str, atoms: list[_Atom], place: int) -> _Read | None:
    """A whole number with its scales: "two hundred and fifty thousand", "4 million", "hundred thousand"."""
    part = _part(text, atoms, place)
    if part is None:
        return None
    total, limit, place = part.value, part.scale, part.next
    digits = atoms[place - 1].kind == "digits" or atoms[part.next - 1].kind == "digits"
    while limit > 100 and place < len(atoms):
        joint = _gap(text, atoms, place)
        if joint not in {" ", "-", "and"} or atoms[place].kind not in {"unit", "tens", "digits"}:
            break
        following = _part(text, atoms, place)
        if following is None or following.value >= limit or following.value == 0:
            break
        if atoms[place].kind == "digits" and (digits or following.scale == 1) and following.scale < 100:
            break
        if joint == "and" and _followed_by_fraction(text, atoms, following):
            break
        total, limit, place = total + following.value, following.scale, following.next
    return _Read(total, place, limit if limit > 1 else part.scale)


def _part(text: str, atoms: list[_Atom], place: int) -> _Read | None:
    """A number below a thousand, in words or digits, and the scales right after it."""
    small = _small(text, atoms, place)
    if small is None:
        return None
    value, place, scale = small.value, small.next, small.scale
    while place < len(atoms) and value < _LARGEST:
        atom = atoms[place]
        if atom.word == "dozens" and scale == 1:
            atom = replace(atom, kind="dozen", value=atom.value / 2)
        if atom.kind not in {"scale", "dozen", "hundred"} or _gap(text, atoms, place) not in {" ", "-", ""}:
            break
        if atom.kind == "hundred" and scale > 1:
            break
        value, scale, place = value * atom.value, atom.value, place + 1
        if atom.kind == "hundred":
            read = _after_hundred(text, atoms, _Read(value, place, scale))
            value, place = read.value, read.next
    return _Read(value, place, scale)


def _small(text: str, atoms: list[_Atom], place: int) -> _Read | None:
    atom = atoms[place]
    if atom.kind == "digits":
        return _Read(atom.value, place + 1)
    if atom.kind in {"scale", "dozen"}:
        return _Read(atom.value, place + 1, atom.value)
    if atom.kind == "hundred":
        return _after_hundred(text, atoms, _Read(Decimal(100), place + 1, Decimal(100)))
    return _below_hundred(text, atoms, place)


def _below_hundred(text: str, atoms: list[_Atom], place: int) -> _Read | None:
    """ "forty", "forty-two", "twelve", and the decimals of "five point two"."""
    atom = atoms[place]
    if atom.kind not in {"unit", "tens"}:
        return None
    value, place = atom.value, place + 1
    if atom.kind == "tens" and place < len(atoms):
        unit = atoms[place]
        if unit.kind == "unit" and 0 < unit.value < 10 and _gap(text, atoms, place) in {" ", "-"}:
            value, place = value + unit.value, place + 1
    return _decimals(text, atoms, _Read(value, place))


def _after_hundred(text: str, atoms: list[_Atom], read: _Read) -> _Read:
    """ "two hundred" + "and fifty" or "fifty", unless what follows is a number of its own ("and three hundred")."""
    if read.next >= len(atoms) or _gap(text, atoms, read.next) not in {" ", "and", "-"}:
        return read
    if atoms[read.next].kind == "digits":
        more = _Read(atoms[read.next].value, read.next + 1)
        if _gap(text, atoms, read.next) != "and" or not 0 < more.value < 100 or more.value % 1:
            return _decimals(text, atoms, read)
    else:
        below = _below_hundred(text, atoms, read.next)
        if below is None or below.value == 0:
            return _decimals(text, atoms, read)
        more = below
    own = more.next < len(atoms) and atoms[more.next].kind == "hundred" and _gap(text, atoms, more.next) in {" ", "-"}
    if own or _gap(text, atoms, read.next) == "and" and _followed_by_fraction(text, atoms, more):
        return read
    return _Read(read.value + more.value, more.next, read.scale)


def _decimals(text: str, atoms: list[_Atom], read: _Read) -> _Read:
    """ "point zero three": digits or one number below a hundred after the word "point"."""
    place = read.next
    if place + 1 >= len(atoms) or atoms[place].kind != "point" or _gap(text, atoms, place) != " ":
        return read
    digits, place = "", place + 1
    while place < len(atoms) and len(digits) < 12 and _gap(text, atoms, place) in {" ", "-"}:
        atom = atoms[place]
        if atom.kind not in {"unit", "tens"}:
            break
        if atom.kind == "unit" and digits.endswith("0") and len(digits) > 1 and atoms[place - 1].kind == "tens":
            digits = digits[:-1]
        digits, place = digits + str(int(atom.value)), place + 1
    return _Read(read.value + Decimal(f"0.{digits}"), place, read.scale) if digits else read


def _extended(text: str, end: int, first: _Atom, read: _Read, atoms_read: int) -> tuple[int, Decimal, Decimal]:
    """Apply what is glued to digits: a one- or two-letter scale ("bn", "m", "k") or a power of ten."""
    value, scale = read.value, read.scale
    if first.kind != "digits" or atoms_read != 1:
        return end, value, scale
    power = _POWER.match(text, end)
    if power:
        sign, exponent = power[1] or power[3] or "", int(power[2] or power[4])
        return power.end(), value.scaleb(-exponent if sign in {"-", "−"} and sign else exponent), scale
    suffix = _SUFFIX.match(text, end)
    if suffix and _is_scale(text, first.start, suffix):
        scale = SUFFIXES[suffix[0].strip().lower()]
        return suffix.end(), value * scale, scale
    return end, value, scale


def _is_scale(text: str, start: int, suffix: re.Match[str]) -> bool:
    letters = suffix[0].strip()
    spaced = suffix[0][0] == " "
    if letters.lower() in {"bn", "tn", "trn", "tln", "bln", "mln", "mn", "mil"} or letters == "MM":
        return True
    if letters in {"mm", "Mm", "mM", "g"} or (spaced and letters in {"m", "b"} and not _is_money(text, start, suffix)):
        return False
    if _is_money(text, start, suffix):
        return letters != "G"
    if letters == "G":
        return start == 0 and suffix.end() == len(text)
    if letters in {"k", "K"}:
        return not spaced and not re.match(r"\s+(?:race|run|runs|walk|filing|video|resolution|tv|display)", text[suffix.end() : suffix.end() + 14], re.I)
    if letters in {"m", "M"} and not spaced and _DISTANCE_AFTER.match(text, suffix.end()):
        return False
    if letters in {"b", "M"} and not spaced:
        return True
    return _COUNTED_AFTER.match(text, suffix.end()) is not None


def _is_money(text: str, start: int, suffix: re.Match[str]) -> bool:
    before = _CURRENCY_BEFORE.search(text, max(0, start - 5), start)
    return before is not None or _CURRENCY_AFTER.match(text, suffix.end()) is not None


def _slash_fraction(text: str, atoms: list[_Atom], place: int) -> tuple[Numeral, int] | None:
    """ "3/4", "2 1/2", "1-1/2", "2½"."""
    atom = atoms[place]
    whole, position, following = Decimal(0), atom.start, place
    if atom.value % 1 == 0 and place + 1 < len(atoms) and _gap(text, atoms, place + 1) in {" ", "-", ""}:
        after = atoms[place + 1]
        if after.kind == "vulgar":
            value = atom.value + after.value
            return Numeral(atom.start, after.end, value, value, "digits"), place + 2
        if _SLASH.match(text, after.start) and atom.value < 1000 and text[atom.end : after.start].strip() in {"", "-"}:
            whole, position, following = atom.value, after.start, place + 1
    match = _SLASH.match(text, position)
    if match is None or following + 1 >= len(atoms) or not 1 <= int(match[1]) < int(match[2]) <= 100:
        return None
    value = whole + _divide(Decimal(match[1]), Decimal(match[2]))
    return Numeral(atom.start, match.end(), value, value, "digits" if whole else "fraction"), following + 2


def _fraction_at(text: str, atoms: list[_Atom], place: int) -> tuple[Numeral | None, int]:
    """ "a third", "half a million", "quarter million", "¾", "half"."""
    atom = atoms[place]
    if atom.kind not in {"fraction", "vulgar"}:
        return None, place + 1
    start = _with_article(text, atom)
    if place + 1 < len(atoms) and atoms[place + 1].kind in {"scale", "dozen"}:
        if _gap(text, atoms, place + 1) in {" ", "a", "of a", "-"}:
            value, scale = _scaled(atom.value, atoms[place + 1].value), atoms[place + 1].value
            return Numeral(start, atoms[place + 1].end, value, value, "words", scale), place + 2
    value = _rounded(atom.value, _PLACES)
    return Numeral(start, atom.end, value, value, "fraction"), place + 1


def _fraction_of(text: str, atoms: list[_Atom], read: _Read, start: int) -> tuple[Numeral, int] | None:
    """ "two-thirds", "one fifth", "three quarters of a million", "5.5 tenths" is none."""
    if not _followed_by_fraction(text, atoms, read) or read.value % 1:
        return None
    atom, place = atoms[read.next], read.next + 1
    parts = _divide(Decimal(1), atom.value)
    plural = atom.word.endswith("s") or atom.word == "halves"
    if atom.word == "quarters" and read.value != 3:  # "two quarters" are half a year
        return None
    if plural == (read.value == 1) or (read.value >= parts and parts < 5):
        return None
    value, end, form, scale = read.value * atom.value, atom.end, "fraction", Decimal(1)
    if place < len(atoms) and atoms[place].kind == "scale" and _gap(text, atoms, place) in {" ", "of a"}:
        value, end, form, scale = _scaled(value, atoms[place].value), atoms[place].end, "words", atoms[place].value
        place += 1
    rounded = _rounded(value, _PLACES) if form == "fraction" else value
    return Numeral(start, end, rounded, rounded, "fraction" if form == "fraction" else "words", scale), place


def _mixed(text: str, atoms: list[_Atom], read: _Read) -> _Read:
    """Add "and a half", "and two thirds" to what was read, and a scale after it ("two and a half million")."""
    if read.next >= len(atoms):
        return read
    gap, place, count = _gap(text, atoms, read.next), read.next, Decimal(1)
    if gap == "and" and place + 1 < len(atoms) and atoms[place].kind == "unit":
        if atoms[place + 1].kind != "fraction" or _gap(text, atoms, place + 1) not in {" ", "-"}:
            return read
        count, place = atoms[place].value, place + 1
    elif gap not in {"and a", "and"}:
        return read
    if atoms[place].kind != "fraction" or count * atoms[place].value >= 1:
        return read
    fraction, place = count * atoms[place].value, place + 1
    if place < len(atoms) and atoms[place].kind == "scale" and _gap(text, atoms, place) == " ":
        scale = atoms[place].value
        own = read.scale > scale
        value = read.value + _scaled(fraction, scale) if own else (read.value + fraction) * scale
        return _Read(value, place + 1, scale)
    return _Read(read.value + _scaled(fraction, read.scale if read.scale >= 1000 else Decimal(1)), place, read.scale)


def _vague_at(text: str, atoms: list[_Atom], place: int) -> tuple[Numeral | None, int]:
    """ "dozens", "tens of thousands", "several hundred", "a couple", "a handful"."""
    atom = atoms[place]
    start = _with_article(text, atom)
    low, high = (atom.value, None) if atom.kind == "vague" else VAGUE[atom.word]
    if place + 1 < len(atoms):
        after, gap = atoms[place + 1], _gap(text, atoms, place + 1)
        if atom.kind == "vague" and after.kind == "vague" and gap == "of":
            scale = after.value / 2
            return Numeral(start, after.end, low * scale, None, "vague", scale), place + 2
        if atom.kind == "several" and after.kind in {"hundred", "scale", "dozen"} and gap in {" ", "of"}:
            low_times, high_times = VAGUE_MULTIPLIERS[atom.word]
            top = (high_times + 1) * after.value - 1 if atom.word == "several" else high_times * after.value
            return Numeral(start, after.end, low_times * after.value, top, "vague", after.value), place + 2
    if atom.kind == "several" and low is None:
        return None, place + 1
    return Numeral(start, atom.end, low or Decimal(0), high, "vague", atom.value / 2), place + 1


def _followed_by_fraction(text: str, atoms: list[_Atom], read: _Read) -> bool:
    if read.next >= len(atoms) or atoms[read.next].kind != "fraction":
        return False
    return _gap(text, atoms, read.next) in {" ", "-"}


def _gap(text: str, atoms: list[_Atom], place: int) -> str:
    """What joins an atom to the one before: ``" "``, ``"-"``, ``"and"``, ``"and a"``, ``"of a"`` …; ``"?"`` for all else."""
    if place == 0:
        return "?"
    start, end = atoms[place - 1].end, atoms[place].start
    if start == end:
        return ""
    if end - start > 12 or _GAP.fullmatch(text, start, end) is None:
        return "?"
    words = text[start:end].replace("-", " - ").lower().split()
    joined = " ".join(word for word in words if word != "-" or len(words) == 1).replace(" an", " a")
    return {"": " ", "an": "a"}.get(joined, joined)


def _with_article(text: str, atom: _Atom) -> int:
    article = _ARTICLE.search(text, max(0, atom.start - 4), atom.start)
    return article.start() if article else atom.start


def _divide(top: Decimal, bottom: Decimal) -> Decimal:
    return _rounded(top / bottom, _PLACES)


def _scaled(fraction: Decimal, scale: Decimal) -> Decimal:
    """A fraction of a scale, rounded to whole numbers where thirds would leave endless decimals."""
    return _rounded(fraction * scale, Decimal("0.01") if scale > 1 else _PLACES)


def _rounded(value: Decimal, places: Decimal) -> Decimal:
    return value.quantize(places, context=_WIDE).normalize(_WIDE)
