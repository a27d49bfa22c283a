"""A change and the level that it led to: "rose 12 to 1,204" has two numbers, "lost 5,000 to 10,000 jobs" one range."""

import re

from compare.text.figure_drafts import Draft

__all__ = ["has_moved", "is_of_one_thing"]

_MOVED = re.compile(
    r"\b(?:r[io]se|risen|f[ae]ll|fallen|gain(?:ed|s)?|add(?:ed|s)?|drop(?:ped|s)?|climb(?:ed|s)?|jump(?:ed|s)?|up|"
    r"down|los[te]s?|advanced|"
    r"sank|slid|slipped|surged|tumbled|plunged|rallied|shed|grew|increased|decreased|by|edged|soared|eased|dipped|"
    r"declined)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
# One noun right behind both; what stands further off may be of the next phrase: "gained 12 to 30 after mergers".
_COUNTED = re.compile(
    r"\s(?:(?!(?:across|as|has|its|perhaps|plus|this|towards|versus|was)\b)[a-z-]{3,}s|people|men|women|children|staff)(?!\w)"
)
_YEARLY = re.compile(r"\s(?:a|per)\syear(?!\s(?:ago|before|earlier|later|after)\b)|\sannually\b")
_WIDEST = 3  # times the lower end


def has_moved(before: str) -> bool:
    """Whether the words before a number say that something rose or fell by it."""
    return _MOVED.search(before) is not None


def is_of_one_thing(text: str, first: Draft, second: Draft) -> bool:
    """Whether two numbers with "to" between tell how much was lost or gained, and not a change and a level.

    So it is where one noun is right behind both, or one scale ("lost $1.5 to $2 billion"), or both are yearly rates;
    and where the upper end is no more than three times the lower.
    """
    scaled = first.scale == 1 < second.scale and first.raw < 1000
    low, high = first.raw * second.scale if scaled else first.raw, second.raw
    if not 0 < low < high <= _WIDEST * low:
        return False
    if first.kind == "money":
        return scaled and second.kind in {"money", "count"}
    behind = {"count": _COUNTED, "percent": _YEARLY}.get(first.kind)
    return behind is not None and first.kind == second.kind and behind.match(text, second.end) is not None
