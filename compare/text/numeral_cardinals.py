"""Whole numbers with their scales, in words and digits: "two hundred and fifty thousand", "4 thousand 3 hundred"."""

from dataclasses import replace
from decimal import Decimal

from compare.text.numeral_atoms import LARGEST, Atom, Read, gap

__all__ = ["cardinal", "followed_by_fraction"]


def cardinal(text: str, atoms: list[Atom], place: int) -> Read | None:
    """A whole number with its scales: "two hundred and fifty thousand", "4 million", "hundred thousand"."""
    part = _part(text, atoms, place)
    if part is None:
        return None
    total, limit, place = part.value, part.scale, part.next
    digits = atoms[place - 1].kind == "digits" or atoms[part.next - 1].kind == "digits"
    while limit > 100 and place < len(atoms):
        joint = gap(text, atoms, place)
        if joint not in {" ", "-", "and"} or atoms[place].kind not in {"unit", "tens", "digits"}:
            break
        following = _part(text, atoms, place)
        if following is None or following.value >= limit or following.value == 0:
            break
        if atoms[place].kind == "digits" and (digits or following.scale == 1) and following.scale < 100:
            break
        if joint == "and" and followed_by_fraction(text, atoms, following):
            break
        total, limit, place = total + following.value, following.scale, following.next
    return Read(total, place, limit if limit > 1 else part.scale)


def _part(text: str, atoms: list[Atom], place: int) -> Read | None:
    """A number below a thousand, in words or digits, and the scales right after it."""
    small = _small(text, atoms, place)
    if small is None:
        return None
    value, place, scale = small.value, small.next, small.scale
    while place < len(atoms) and value < LARGEST:
        atom = atoms[place]
        if atom.word == "dozens" and scale == 1:
            atom = replace(atom, kind="dozen", value=atom.value / 2)
        if atom.kind not in {"scale", "dozen", "hundred"} or gap(text, atoms, place) not in {" ", "-", ""}:
            break
        if atom.kind == "hundred" and scale > 1:
            break
        value, scale, place = value * atom.value, atom.value, place + 1
        if atom.kind == "hundred":
            read = _after_hundred(text, atoms, Read(value, place, scale))
            value, place = read.value, read.next
    return Read(value, place, scale)


def _small(text: str, atoms: list[Atom], place: int) -> Read | None:
    atom = atoms[place]
    if atom.kind == "digits":
        return Read(atom.value, place + 1)
    if atom.kind in {"scale", "dozen"}:
        return Read(atom.value, place + 1, atom.value)
    if atom.kind == "hundred":
        return _after_hundred(text, atoms, Read(Decimal(100), place + 1, Decimal(100)))
    return _below_hundred(text, atoms, place)


def _below_hundred(text: str, atoms: list[Atom], place: int) -> Read | None:
    """As in "forty", "forty-two", "twelve", and the decimals of "five point two"."""
    atom = atoms[place]
    if atom.kind not in {"unit", "tens"}:
        return None
    value, place = atom.value, place + 1
    if atom.kind == "tens" and place < len(atoms):
        unit = atoms[place]
        if unit.kind == "unit" and 0 < unit.value < 10 and gap(text, atoms, place) in {" ", "-"}:
            value, place = value + unit.value, place + 1
    return _decimals(text, atoms, Read(value, place))


def _after_hundred(text: str, atoms: list[Atom], read: Read) -> Read:
    """For "two hundred" + "and fifty" or "fifty", unless what follows is a number of its own ("and three hundred")."""
    if read.next >= len(atoms) or gap(text, atoms, read.next) not in {" ", "and", "-"}:
        return read
    if atoms[read.next].kind == "digits":
        more = Read(atoms[read.next].value, read.next + 1)
        if gap(text, atoms, read.next) != "and" or not 0 < more.value < 100 or more.value % 1:
            return _decimals(text, atoms, read)
    else:
        below = _below_hundred(text, atoms, read.next)
        if below is None or below.value == 0:
            return _decimals(text, atoms, read)
        more = below
    own = more.next < len(atoms) and atoms[more.next].kind == "hundred" and gap(text, atoms, more.next) in {" ", "-"}
    if own or (gap(text, atoms, read.next) == "and" and followed_by_fraction(text, atoms, more)):
        return read
    return Read(read.value + more.value, more.next, read.scale)


def _decimals(text: str, atoms: list[Atom], read: Read) -> Read:
    """As in "point zero three": digits or one number below a hundred after the word "point"."""
    place = read.next
    if place + 1 >= len(atoms) or atoms[place].kind != "point" or gap(text, atoms, place) != " ":
        return read
    digits, place = "", place + 1
    while place < len(atoms) and len(digits) < 12 and gap(text, atoms, place) in {" ", "-"}:
        atom = atoms[place]
        if atom.kind not in {"unit", "tens"}:
            break
        if atom.kind == "unit" and digits.endswith("0") and len(digits) > 1 and atoms[place - 1].kind == "tens":
            digits = digits[:-1]
        digits, place = digits + str(int(atom.value)), place + 1
    return Read(read.value + Decimal(f"0.{digits}"), place, read.scale) if digits else read


def followed_by_fraction(text: str, atoms: list[Atom], read: Read) -> bool:
    """Whether a fraction word comes right after what was read ("two" + "-thirds")."""
    if read.next >= len(atoms) or atoms[read.next].kind != "fraction":
        return False
    return gap(text, atoms, read.next) in {" ", "-"}
