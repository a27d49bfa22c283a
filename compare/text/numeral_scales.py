"""What is glued to digits: "1.2bn", "500m", "10k", "1.3e6"; and whether a letter is a scale or a unit."""

import re
from decimal import Decimal

from compare.text.figure_units import CURRENCIES
from compare.text.numeral_atoms import Atom, Read
from compare.text.numeral_words import SHORT_SCALE, SUFFIXES

__all__ = ["extended"]

_SUFFIX = re.compile(
    rf" ?(?:(?:bn|tn|trn|tln|bln|mln|mn|mil|mm|{'|'.join(SHORT_SCALE)})(?!\w)|[kmbg](?!\w|[/^]))",
    re.IGNORECASE,
)
_LARGEST_POWER = 30  # a larger exponent is no figure of the news
_POWER = re.compile(r"\s?[x×]\s?10\s?\^?\s?([-−+]?)(\d{1,3})(?!\d)|[eE]([-+]?)(\d{1,3})(?!\w)")
# A scale in one letter is money or a plural count; alone it may be metres, a 10k race or a part's name.
_COUNTED_AFTER = re.compile(
    r"\s+(?:of\s+(?:its|the|their|his|her|our)\s+)?(?:people|children|men|women|more|other|[a-z-]+s|"
    r"[a-z]+ [a-z-]+s)(?!\w)"
)
_DISTANCE_AFTER = re.compile(
    r"\s+(?:across|away|deep|high|long|tall|wide|race|sprint|final|freestyle|hurdles|run|north|south|east|west|"
    r"wave|waves|fence|drop|tower|wall|titles?|relay|butterfly|backstroke|breaststroke|medals?|champions?|record)(?!\w)"
)
_CURRENCY_BEFORE = re.compile(r"(?:[$£€¥₹₩₽₺₦₪₱฿₴₫]|(?<![A-Za-z])[A-Z]{2,3})\s?$")
_OTHER_WORDS = {"won", "real", "mark"}  # "the 100m won by Bolt", "the 5m mark"; "South Korean won" is money
_OF_COUNTRIES = "|".join(name for name in CURRENCIES if " " in name)
_PLAIN_NAMES = "|".join(name for name in CURRENCIES if " " not in name and name not in _OTHER_WORDS)
_CURRENCY_AFTER = re.compile(
    rf"(?:\s+|-)(?:(?i:{_OF_COUNTRIES})s?|(?:[A-Z][\w.]+ ){{0,2}}(?:{_PLAIN_NAMES})s?|[A-Z]{{3}})(?!\w)"
)
# The other end of a range, whose currency or noun holds for both: "£40-50m", "$1.5m to 2m", "5m-10m people". Numbers
# joined by "and" are a range behind "between" alone: "£2m and 60m of cable", "the 100m and 200m events" are two things.
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_FIRST_END = re.compile(rf"(?<![\w.,-]){_NUMBER}(?:bn|[kmb])?(?:\s?[-–—]\s?|\sto\s|\s(?P<and>and)\s)$")
_LAST_END = re.compile(rf"(?:\s?[-–—]\s?|\s(?:to|(?P<and>and))\s)[$£€]?{_NUMBER}\s?(?:bn|[kmb])(?!\w)")
_BETWEEN = re.compile(r"\bbetween\s[A-Z]{0,3}[$£€]?\s?$", re.IGNORECASE)


def extended(text: str, end: int, first: Atom, read: Read, atoms_read: int) -> tuple[int, Decimal, Decimal]:
    """Apply what is glued to digits: a one- or two-letter scale ("bn", "m", "k") or a power of ten."""
    value, scale = read.value, read.scale
    if first.kind != "digits" or atoms_read != 1:
        return end, value, scale
    power = _POWER.match(text, end)
    if power and int(power[2] or power[4]) <= _LARGEST_POWER:
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
    last = _LAST_END.match(text, suffix.end())
    end = last.end() if last and _is_range(text, start, last) else suffix.end()
    is_money = _is_money(text, start, end)
    # "8million", as tabloids write it.
    if letters.lower() in {"bn", "tn", "trn", "tln", "bln", "mln", "mn", "mil", *SHORT_SCALE} or letters == "MM":
        return True
    if letters in {"mm", "Mm", "mM", "g"} or (spaced and letters in {"m", "b"} and not is_money):
        return False
    if is_money:
        return letters != "G"
    if letters == "G":
        return start == 0 and suffix.end() == len(text)
    if letters in {"k", "K"}:
        return not spaced and not re.match(
            r"\s+(?:race|run|runs|walk|filing|video|resolution|tv|"
            r"display)",
            text[suffix.end() : suffix.end() + 14],
            re.I,
        )
    if letters in {"m", "M"} and not spaced and _DISTANCE_AFTER.match(text, end):
        return False
    if letters in {"b", "M"} and not spaced:
        return True
    return _COUNTED_AFTER.match(text, end) is not None


def _is_range(text: str, start: int, other: re.Match[str]) -> bool:
    """Whether what joins the number at ``start`` and another makes them a range."""
    return not other["and"] or _BETWEEN.search(text, max(0, start - 16), start) is not None


def _is_money(text: str, start: int, end: int) -> bool:
    """Whether a currency stands before the number, or before the range that it ends, or behind ``end``."""
    first = _FIRST_END.search(text, max(0, start - 20), start)
    begins = first.start() if first and _is_range(text, first.start(), first) else start
    before = _CURRENCY_BEFORE.search(text, max(0, begins - 5), begins)
    return before is not None or _CURRENCY_AFTER.match(text, end) is not None
