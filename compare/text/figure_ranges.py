"""Numbers that belong together: ranges, "one in five", votes and scores, "6ft 2in", "3 dollars 50 cents"."""

import re
from dataclasses import replace
from decimal import Decimal

from compare.text.figure_changes import has_moved, is_of_one_thing
from compare.text.figure_drafts import Draft

__all__ = ["join"]

_TO = re.compile(r"\s?[-–—]\s?|\s?-?\s?to\s?-?\s?|\s+up to\s+")
_DASH = re.compile(r"\s?[-–—]\s?")
_BETWEEN = re.compile(r"\bbetween\s(?:about\s|roughly\s|around\s|an estimated\s|some\s)?(?:the\s)?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s(?:about\s|around\s|roughly\s|as\s(?:low|little|few)\sas\s|a\s|the\s)*$", re.IGNORECASE)
_SPREAD = re.compile(
    r"\b(?:rang\w+|var(?:y|ies|ied|ying)|anywhere|anything|ages?|aged|priced|scale|starting|span\w*|"
    r"sizes?|estimates?)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"-in-|\s+(?:in|out\sof|in\severy|of\severy|out\sof\severy)\s+", re.IGNORECASE)
_TIME_AFTER = re.compile(
    r"\s(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|games?|seasons?|matches|elections?)\b"
)
_VOTE = re.compile(
    r"\b(?:vot\w*|rul\w*|senate|house|court|council|board|committee|commission|panel|judges|justices|majority|ballot|"
    r"passed|"
    r"approved|override|overrid\w*|rejected|confirmed|decision|parliament|assembly|chamber|margin|republicans|"
    r"democrats|lawmakers|resolution|bill|motion|tally|failed(?=,\s\d))\b",
    re.IGNORECASE,
)
# Before "5 to 4", so that it is a vote or a score and no range or two counts ("ruled", "margin of": 6 of 6).
_DECIDED = re.compile(
    r"\b(?:vot\w*|passed|approved|rejected|ruled|ruling|upheld|confirmed|failed|score|won|lost|beat|defeat\w*|"
    r"(?:margin|majority|tally|count) of|lopsided)\b[^,;]*$|\bvot(?:e|es|ed|ing)\b[^;.]*,\s$"
)
# The same with the verb farther before: "rejected the plan by 52 to 48", "passed the bill, which …, 52 to 48". The
# larger number is first: "rejected a plan to cut fees by 10 to 15" has a range.
_DECIDED_BEFORE = re.compile(
    r"\b(?:voted|passed|approved|rejected|adopted)\b(?!\sfor\s\d)(?P<between>[^;]*)(?:\bby|,)\s$"
)
# Between the verb and the number, what makes the two numbers hours, odds, a result or a change.
_NO_TALLY = re.compile(
    r"\b(?:hours?|days?|times?|shifts?|schedules?|odds|splits?|ratios?|doses?|beat\w*|w[io]n\w*|los\w*|scor\w*|down|up|cut\w*|f[ae]ll\w*|r[io]s\w*|"
    r"reduc\w*|lower\w*|rais\w*|increas\w*|decreas\w*|drop\w*|grow\w*|grew|shr[iau]nk\w*)\b",
    re.IGNORECASE,
)
_FEWEST_VOTES = 5
# No game ends so, and a vote says that it is one: "340-20". Of fewer, "12-0" may stand alone.
_MANY, _UNEVEN = 100, 10
_FARTHEST = 120
_ENDS_TALLY = re.compile(r"[.,;)]|$|\s(?:in|with|after|and)\b")
_ENDS_CLAUSE = re.compile(r"[.,;)]|$")
_VOTES_TO = re.compile(r"\svotes?\sto\s")
_ALONG_LINES = re.compile(r",?\s(?:along|on)\sparty\slines\b|\s(?:vote|decision|ruling|majority)\b")
_SCORE = re.compile(
    r"\b(?:w[io]n\w*|los\w*|beat\w*|defeat\w*|draw\w*|drew|tie[ds]?|lead\w*|led|score\w*|victor\w*|match|game|record|"
    r"goal\w*|final|set|inning|aggregate|half|series)\b",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(r"\s?-?\s?(?:[a-z]+\s)?(?:[a-z]{2,}s|people|men|women|children|percent)(?!\w)")
_NOT_NOUN_AFTER = re.compile(
    r"\s(?:vote|win|loss|decision|ruling|victory|defeat|lead|record|as|against|was|is|this|its|on\s|in\s|against|"
    r"to\s|majority|score|votes|wins|the)\b"
)
_AND = re.compile(r"\s+and\s+(?:about\s|roughly\s|around\s|the\s)?")
_OR = re.compile(r"\s+or\s+")
_FOOT = Decimal("0.3048")
_COMPOUND = re.compile(r"\s?|,?\s(?:and\s)?")


def join(text: str, drafts: list[Draft]) -> list[Draft]:
    """Merge neighbours that make one figure. Drafts are in order and disjoint, and stay so."""
    joined: list[Draft] = []
    for draft in drafts:
        merged = None
        while joined and (merged := _merge(text, joined[-1], draft)) is not None:
            joined.pop()
            draft = merged
        if joined:
            joined[-1] = _taking_unit(text, joined[-1], draft)
        joined.append(draft)
    return _sharing_ages(text, joined)


_LENT = re.compile(r"-?\s(?:to|or|and)\s|\sof\s(?:the|its|their|an?|his|her|our)\s(?:\w+\s)?|-\s(?:or|and|to)\s")


def _taking_unit(text: str, first: Draft, second: Draft) -> Draft:
    """A plain number takes unit and scale of the next: "from $10 to $15 billion", "7- or 8-inch", "2m of the 5m"."""
    between = text[first.end : second.start]
    if (
        (first.hedged and first.low is None)
        or len(between) > 16
        or _LENT.fullmatch(between) is None
        or second.low is None
    ):
        return first
    suspended, partitive = between[0] == "-", " of " in between
    change = between.strip() == "to" and _FROM.search(text[max(0, first.start - 45) : first.start])
    if not (change or suspended or (partitive and second.kind == "money")):
        return first
    lent = _in_unit_of(first, second)
    if (
        lent is None
        or lent[1] is None
        or (first.kind != "count" and first.scale != 1)
        or (partitive and first.kind != "count")
    ):
        return first
    value = first.raw * second.times if partitive else lent[1]
    return replace(
        first, low=value, high=value, kind=second.kind, unit=second.unit, times=second.times, written=second.written
    )


_AGES_BEFORE = re.compile(r"\b(?:aged|ages?)\s$", re.IGNORECASE)
_OLD_BEFORE = re.compile(r"\b(?:aged|ages?|are|were)\s$|[a-z],\s$", re.IGNORECASE)
_AND_LAST = re.compile(r",?\s(?:and|or)\s")
# What follows the last number of a list of ages, and not a noun that it counts: "aged 5 and two friends".
_ENDS_AGES = re.compile(r"[,.;:)”\"]|$|\s(?:who|when|at|from|in|on|by|are|were|was|have|had|died|killed)\b")


def _sharing_ages(text: str, drafts: list[Draft]) -> list[Draft]:
    """Plain numbers in a list with an age are ages: "aged 4, 6 and 9", "were 12, 14 and 17 years old"."""
    shared = list(drafts)
    for last in range(1, len(drafts)):
        first = last - 1
        if _AND_LAST.fullmatch(text, drafts[first].end, drafts[last].start) is None:
            continue
        while first and text[drafts[first - 1].end : drafts[first].start] == ", ":
            first -= 1
        if first + 1 == last and text[drafts[first].end] == ",":
            continue  # "aged 34, and three were hurt": a comma before "and" ends an apposition unless three are listed
        for place in range(first, last + 1) if _are_ages(text, drafts[first : last + 1]) else ():
            if drafts[place].kind == "count":
                shared[place] = replace(drafts[place], kind="age", unit="year")
    return shared


def _are_ages(text: str, listed: list[Draft]) -> bool:
    first, last = listed[0], listed[-1]
    plain = [draft for draft in listed if draft.kind == "count" and draft.bound == "=" and 0 < draft.raw < 111]
    if len(plain) + 1 != len(listed):
        return False
    before = text[max(0, first.start - 12) : first.start]
    if first.kind == "age":
        return _AGES_BEFORE.search(before) is not None and _ENDS_AGES.match(text, last.end) is not None
    return last.kind == "age" and last.unit == "year" and _OLD_BEFORE.search(before) is not None


def _merge(text: str, first: Draft, second: Draft) -> Draft | None:
    between = text[first.end : second.start]
    if len(between) > 16 or first.kind in _ALONE or second.kind in _ALONE or first.low is None or second.low is None:
        return None
    merged = _compound(between, first, second)
    for rule in (_ratio, _pair, _range):
        merged = merged or rule(text, between, first, second)
    return merged


_ALONE = {"vote", "score", "ordinal"}


def _compound(between: str, first: Draft, second: Draft) -> Draft | None:
    """As in "6ft 2in", "2 hours, 14 minutes and 4 seconds", "thirteen dollars and forty-five cents"."""
    feet = first.written is not None and first.times == _FOOT and re.fullmatch(r"[-\s]", between)
    if (
        feet
        and second.kind == "count"
        and 0 < second.raw < 12
        and first.low is not None
        and first.low == first.high
        and second.raw % 1 == 0
    ):
        total = first.low + second.raw * _FOOT / 12
        return replace(first, end=second.end, low=total, high=total)
    if first.kind != second.kind or first.unit != second.unit or _COMPOUND.fullmatch(between) is None:
        return None
    if (
        first.kind not in {"duration", "measure", "money"}
        or first.bound != "="
        or second.bound != "="
        or first.low != first.high
    ):
        return None
    if not second.times < first.times or first.low is None or second.low is None or first.scale > 1:
        return None
    smallest = second if first.kind != "money" or first.times == 1 else None
    if (
        smallest is None
        or abs(second.low) >= first.times
        or (first.low % first.times and second.written is not None and first.raw % 1)
    ):
        return None
    total = first.low + second.low
    return replace(first, end=second.end, low=total, high=total, times=second.times)


def _ratio(text: str, between: str, first: Draft, second: Draft) -> Draft | None:
    """As in "one in five", "3 out of 10"."""
    if _OUT_OF.fullmatch(between) is None or first.kind != "count" or second.kind != "count" or second.bound != "=":
        return None
    plain = between.strip().lower() == "in"
    small, whole = first.raw, second.raw
    if (
        small % 1
        or whole % 1
        or not 0 < small < whole
        or (plain and (whole > 10**6 or _TIME_AFTER.match(text, second.end)))
    ):
        return None
    if plain and small > 1 and whole < 10 and small != 2 and small != 3 and small != 4:
        return None
    value = (small / whole).quantize(Decimal(1).scaleb(-12)).normalize()
    return replace(first, end=second.end, low=value, high=value, kind="ratio", scale=Decimal(1), raw=value)


def _pair(text: str, between: str, first: Draft, second: Draft) -> Draft | None:
    """Votes and scores, "348-77", "3-1", "voted 52 to 48": the smaller number is ``low``, the larger ``high``."""
    dashed, votes = _DASH.fullmatch(between) is not None, _is_votes_to(text, between, first, second)
    if (not dashed and not votes and between.strip() != "to") or first.kind != "count" or second.kind != "count":
        return None
    if first.raw % 1 or second.raw % 1 or max(first.raw, second.raw) > 2000 or first.scale > 1 or second.scale > 1:
        return None
    around = text[max(0, first.start - 60) : second.end + 30]
    counted = _NOUN_AFTER.match(text, second.end) and not _NOT_NOUN_AFTER.match(text, second.end)
    rising = first.raw < second.raw
    if dashed and counted and rising:
        return None
    if not dashed and not votes and not _is_decided(text, first, second, counted=bool(counted)):
        return None
    low, high = sorted((first.raw, second.raw))
    uneven = high >= _MANY and high >= _UNEVEN * low
    if dashed and (rising or uneven) and not (_VOTE.search(around) or _SCORE.search(around)):
        return None
    voted = votes or _VOTE.search(around) or (not dashed and _is_voted(text, first, second))
    kind = "vote" if voted else "score"
    return replace(first, end=second.end, low=low, high=high, kind=kind)


def _is_votes_to(text: str, between: str, first: Draft, second: Draft) -> bool:
    """Whether two numbers are "52 votes to 48"; not "two votes to one candidate", "10 votes to 40 already pledged"."""
    return (
        _VOTES_TO.fullmatch(between) is not None
        and _is_falling(first, second)
        and _ENDS_CLAUSE.match(text, second.end) is not None
    )


def _is_falling(first: Draft, second: Draft) -> bool:
    """Whether two numbers may be a tally: the larger first, and enough votes."""
    return first.raw > second.raw and first.raw + second.raw >= _FEWEST_VOTES


def _is_voted(text: str, first: Draft, second: Draft) -> bool:
    """Whether a body voted so: "rejected the plan by 52 to 48"; not "approved opening hours, 10 to 6"."""
    decided = _DECIDED_BEFORE.search(text, max(0, first.start - _FARTHEST), first.start)
    if decided is None or not _is_falling(first, second) or not _ENDS_TALLY.match(text, second.end):
        return False
    return not _NO_TALLY.search(decided["between"])


def _is_decided(text: str, first: Draft, second: Draft, *, counted: bool) -> bool:
    """Whether "52 to 48" is a tally by a verb before it, or by what follows; ``counted`` where a noun does."""
    before = text[max(0, first.start - 25) : first.start]
    near = not counted and bool(_DECIDED.search(before) or _ALONG_LINES.match(text, second.end))
    return near or _is_voted(text, first, second)


def _range(text: str, between: str, first: Draft, second: Draft) -> Draft | None:
    before = text[max(0, first.start - 45) : first.start]
    opening = _BETWEEN.search(before) if _AND.fullmatch(between) else None
    if opening is None and not _is_span(text, between, before, first, second):
        return None
    low = _in_unit_of(first, second)
    if low is None or second.high is None or second.low is None or low[1] is None or second.bound not in {"=", "~"}:
        return None
    bottom, top = low[1], second.high
    if top < bottom < 0:  # "-5 to -10 degrees"
        bottom, top = top, bottom
    if bottom >= top:
        return None
    start = first.start
    if opening is not None:
        start -= len(opening[0])
    approximate = first.approximate or second.approximate
    return replace(
        second,
        start=start,
        low=bottom,
        high=top,
        approximate=approximate,
        hedged=True,
        kind=low[0].kind,
        unit=low[0].unit,
    )


def _is_span(text: str, between: str, before: str, first: Draft, second: Draft) -> bool:
    if _TO.fullmatch(between):
        if _DASH.fullmatch(between):
            return True
        if _FROM.search(before):
            return _SPREAD.search(before) is not None
        if not has_moved(before) or (first.unit == "" and second.unit != ""):
            return True
        return is_of_one_thing(text, first, second)
    if _OR.fullmatch(between):
        if second.kind not in {"count", "duration", "money", "measure", "percent"} or first.scale != second.scale:
            return False
        return first.kind == "count" and second.raw == first.raw + 1
    return False


def _in_unit_of(first: Draft, second: Draft) -> tuple[Draft, Decimal | None] | None:
    """The lower end in the unit of the upper ("$10 to $15 billion", "10 to 15 inches"), None if they disagree."""
    if first.kind == "ratio" or second.kind == "ratio":
        return (second, first.low) if first.kind == second.kind else None
    mantissa = second.raw / second.scale if second.scale else second.raw
    scaled = first.scale == 1 and second.scale > 1 and 0 < first.raw < 1000 and first.raw <= mantissa
    raw = first.raw * second.scale if scaled else first.raw
    if first.kind == "count" and first.unit == "" and (second.unit or second.kind == "count"):
        if second.kind == "age" and first.bound != "=":
            return None
        return second, second.written.to_base(raw) if second.written is not None else raw * second.times
    if second.kind == "count" and second.unit == "" and first.kind == "money":
        other = replace(first, high=second.high)
        return other, first.low * second.scale if scaled and first.low is not None else first.low
    if first.kind == "age" and second.kind == "count" and second.scale == 1:
        return replace(first, high=second.high), first.low
    if (
        first.kind != second.kind
        or first.unit != second.unit
        or (first.kind == "money" and first.times != second.times)
    ):
        return None
    return second, (first.low * second.scale if scaled and first.low is not None else first.low)
