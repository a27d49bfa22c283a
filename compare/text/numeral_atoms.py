"""The smallest pieces of numbers in a text: runs of digits and number words, and what joins them."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from compare.text.numeral_words import VULGAR, WORDS

__all__ = ["LARGEST", "PLACES", "Atom", "Read", "divide", "find_atoms", "gap", "rounded", "scaled"]

# A product of scales beyond this is not English ("million million million …").
LARGEST = Decimal(10) ** 21
PLACES = Decimal(1).scaleb(-12)
# Wide enough for the longest digits times the largest scale with the decimal places above.
_WIDE = Context(prec=80)

# Longer runs of digits are account numbers or noise, never a count in the news (a quadrillion has 16).
_MOST_DIGITS = 24
_DIGITS = (
    r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?"  # 1,234,567.8
    r"|\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)(?:\.\d+)?"  # 12,34,567 (lakh grouping)
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?"  # 40 000 with a space that does not break
    r"|\d{1,3}(?: \d{3}){2,6}(?!\d)(?:\.\d+)?"  # 1 234 567: two groups at least, one is two numbers too often
    r"|\d+(?:\.\d+)?"
    r"|\.\d+"
)
# As on the Continent: "51,3 percent". Not the 4,6 of the sets "6-4,6-2".
_COMMA = r"(?<![\w.,])(?!(?<=\d[-–])\d+,\d+[-–]\d)\d{1,3},\d{1,2}(?![\d,]|\.\d)"
_AFTER_DECIMAL = re.compile(
    r"(?:\s?[-–]\s?\d+,\d{1,2})?\s?(?:%|per\s?cent|pct|(?:thousand|[mbtr]+illion|bn|mln|mn|[mk]|"
    r"euros?|(?:U\.?S\.?\s)?dollars?|pounds?)(?!\w)|[€£$])",
    re.IGNORECASE,
)
_BEFORE_DECIMAL = re.compile(r"[€£$¥]\s?$")
_ATOM = re.compile(
    rf"(?P<comma>{_COMMA})"
    rf"|(?P<digits>(?<![\w.,])(?:{_DIGITS})|(?<=[^\W\d_])(?:{_DIGITS})|(?<=[\d.,])(?:\d+(?:\.\d+)?))"
    rf"|(?P<word>(?<!\w)(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})(?!\w))"
    rf"|(?P<vulgar>[{''.join(VULGAR)}])",
    re.IGNORECASE,
)
_GAP = re.compile(r"\s+|\s?-\s?|\s+and\s+|\s+and\s+an?\s+|-and-a-|\s+of\s+an?\s+|\s+an?\s+|-a-|\s+of\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of digits or a number word. ``kind`` is that of ``numeral_words.WORDS``, ``digits`` or ``vulgar`` ("½")."""

    start: int
    end: int
    kind: str  # digits, unit, tens, hundred, scale, dozen, fraction, vague, several, point
    value: Decimal
    word: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A value read from the atoms up to, not including, ``next``."""

    value: Decimal
    next: int
    scale: Decimal = Decimal(1)


def find_atoms(text: str) -> list[Atom]:
    """The atoms of a text in order, without digits that are no count or may be two ("4,5" without a unit)."""
    atoms: list[Atom] = []
    for match in _ATOM.finditer(text):
        if match["comma"]:
            if _is_decimal(text, match.start(), match.end()):
                value = Decimal(match["comma"].replace(",", "."))
                atoms.append(Atom(match.start(), match.end(), "digits", value))
        elif match["digits"]:
            surface = match["digits"]
            if len(surface) <= _MOST_DIGITS:
                value = Decimal(re.sub(r"[,\s]", "", surface))
                atoms.append(Atom(match.start(), match.end(), "digits", value))
        elif match["vulgar"]:
            top, bottom = VULGAR[match["vulgar"]]
            atoms.append(Atom(match.start(), match.end(), "vulgar", divide(Decimal(top), Decimal(bottom))))
        else:
            word = match["word"].lower()
            kind, value = WORDS[word]
            atoms.append(Atom(match.start(), match.end(), kind, value, word))
    return atoms


def _is_decimal(text: str, start: int, end: int) -> bool:
    """Whether "51,3" is a number and not two: where a percent sign, a scale or a currency is beside it."""
    before = _BEFORE_DECIMAL.search(text, max(0, start - 2), start)
    return before is not None or _AFTER_DECIMAL.match(text, end) is not None


def gap(text: str, atoms: list[Atom], place: int) -> str:
    """What joins an atom to the one before: ``" "``, ``"-"``, ``"and"``, ``"of a"`` …; ``"?"`` for all else."""
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


def divide(top: Decimal, bottom: Decimal) -> Decimal:
    """A quotient, rounded to ``PLACES``."""
    return rounded(top / bottom, PLACES)


def scaled(fraction: Decimal, scale: Decimal) -> Decimal:
    """A fraction of a scale, rounded to whole numbers where thirds would leave endless decimals."""
    return rounded(fraction * scale, Decimal("0.01") if scale > 1 else PLACES)


def rounded(value: Decimal, places: Decimal) -> Decimal:
    """A value to the decimal places of ``places``, without trailing zeros; never out of the context's precision."""
    return value.quantize(places, context=_WIDE).normalize(_WIDE)
