"""Words around a number that make it a bound: "at least", "nearly", "or more"; and how far they reach.

Intervals by convention: about 10 is 9 to 11, nearly 10 is 9 to 10, just over 10 is 10 to 11, 40-some is 40 to 49. They
live here only.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Context, Decimal

from compare.records import Token
from compare.text.figure_drafts import Draft
from compare.text.figure_heads import head_of

__all__ = ["apply_hedges", "is_foretold"]

_TENTH = Decimal("0.1")
_TWELVE = Context(prec=12)

_FILL = (
    r"(?:\s(?:an?|the|another|some|additional|further|extra|record|total\sof|whopping|staggering|estimated|age\sof|"
    r"ages\sof|"
    r"level\sof|average\sof|combined|only|just|of))*\s?(?:the\s)?[(“\"‘]?$"
)
_PHRASES = {
    "just under": (
        r"just\s(?:under|below|shy\sof|short\sof)|slightly\s(?:less|under|fewer)(?:\sthan)?|(?:a\slittle|"
        r"just)\s(?:less|fewer)\sthan"
    ),
    "just over": r"(?:just|slightly|a\slittle)\s(?:over|above|more\sthan)",
    ">=": (
        r"at\s(?:the\s(?:very\s)?)?least|no(?:t)?\s(?:fewer|less|lower|younger)\sthan|(?:a\s)?minimum\sof|minimum|"
        r"as\s(?:few|little|low)\sas|"
        r"not\sless\sthan|or\smore\sthan|≥|>=|upwards\sof|upward\sof"
    ),
    ">": (
        r"(?<!no\s)(?<!not\s)(?<!no longer\s)(?:more|greater|higher|larger|older|longer|bigger|better|heavier|taller|"
        r"fatter|faster)\sthan|"
        r"(?:well\s)?over|(?:well\s)?above|exceed(?:s|ed|ing)?|in\sexcess\sof|surpass(?:es|ed|ing)?|topped|topping|"
        r"tops|north\sof|>"
    ),
    "<=": (
        r"up\sto|as\s(?:many|much|high|long|large|big|far)\sas|at\s(?:the\s(?:very\s)?)?most|no(?:t)?\s(?:more|"
        r"greater|higher|larger|older|longer)\sthan|"
        r"(?:a\s)?maximum\sof|reach\s(?:up\s)?to|capped\sat|≤|<=|up\suntil|to\sas\s(?:many|much)\sas"
    ),
    "<": (
        r"(?<!no\s)(?<!not\s)(?:fewer|less|lower|younger|smaller|shorter|lighter|cheaper)\sthan|(?:well\s)?under|"
        r"(?:well\s)?below|sub-|<|"
        r"short\sof|shy\sof"
    ),
    "nearly": (r"nearly|almost|approaching|close\sto|not\squite|virtually|nearing|practically|near(?=\s\S)"),
    "~": (
        r"about|around|roughly|approximately|approx\.?|some(?!\sof)|"
        r"(?:an?\s)?estimated(?:\s(?:at|to\s(?:be|cost|total|number)))?|circa|ca\.|c\.|maybe|perhaps|"
        r"or\sso|~|≈|somewhere\s(?:around|near)|"
        r"in\sthe\s(?:region|range|neighbou?rhood|order|vicinity)\sof|averag(?:ed|es|ing)|hover(?:s|ed|"
        r"ing)\s(?:around|near|at)|"
        r"more\sor\sless|give\sor\stake|on\saverage|an\saverage\sof\sabout|probably|possibly|reportedly\sabout|"
        r"believed\sto\sbe"
    ),
}
_LEFT = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<b{place}>{phrase})" for place, phrase in enumerate(_PHRASES.values()))
    + ")"
    + _FILL,
    re.IGNORECASE,
)
_BOUNDS = list(_PHRASES)
_NOUNS = r"(?:\s[a-z]+){0,2}"
_RIGHT = re.compile(
    rf"(?P<up>-plus(?!\w)|\+(?!\d)|\splus(?!\s\w)|{_NOUNS}\sor\s(?:more|older|greater|higher|longer|above|over|"
    rf"better)(?!\w|\sthan)|\s(?:and|or)\s(?:up|older|over|above)(?![\w])(?!\s\d)|"
    rf"\sat\sleast(?=[,.;]|$)|,?\sif\snot\smore)"
    rf"|(?P<down>{_NOUNS}\sor\s(?:fewer|less|lower|under|younger|below)(?!\w)|\sand\s(?:under|younger)(?!\w)|"
    rf"\sat\smost(?=[,.;]|$)|\smaximum(?!\w))"
    rf"|(?P<about>{_NOUNS}\sor\sso(?!\w)|(?P<tens>-(?:odd|some)(?!\w))|-ish(?!\w)|,?\sgive\sor\stake|,?\smore\sor\sless)",
    re.IGNORECASE,
)
_LEFT_HYPHEN = re.compile(r"(?<![\w-])sub-\s?$", re.IGNORECASE)
# "over five weeks this fall", "over two spells": a time through which, not more than; "for over a year" is more than.
_THROUGH = re.compile(r"(?<![\w-])over\s(?:the\s|an?\s)?$", re.IGNORECASE)
_MORE_THAN_CUE = re.compile(
    r"\b(?:for|of|in|by|after|just|well|with|lasted|spent|took|than|is|was|are|were|to|at|has|have|had|"
    r"been|and|little|from|paid)\sover\s$",
    re.IGNORECASE,
)
_OVER_THE = re.compile(r"\b(?:over|within|above|below|under)\sthe\s(?:\w+\s)?$", re.IGNORECASE)
_THEN = re.compile(r"\s(?:ago|later|earlier|after)\b")
_DOZEN = Decimal(12)
# What a number tells which and not how many: "a question about the three bridges", but "around the 20 percent mark".
_ABOUT_THE = re.compile(r"\b(?:about|around)\sthe\s$", re.IGNORECASE)
_MARK = re.compile(r"[\s-](?:mark|level|range)\b")
# No bound: "under two contracts"; but "in under 10 games".
_SUBJECT_TO = re.compile(r"(?<!just\s)(?<!well\s)(?<!little\s)(?<!far\s)(?<!in\s)\bunder\s$", re.IGNORECASE)
_PLURAL = re.compile(r"\s(?:[a-z-]+\s)?[a-z]{3,}s\b")
# "Up to" that tells where something has risen to, and not a bound: "edged up to 4.4 percent", "the toll is now up
# to 87", "was up to 62% from 58%"; but "sent up to 50 men", and "the rate is up to 30 percent" may be a bound.
_CREPT = re.compile(r"\b(?:edg|tick|inch|creep|crept|nudg)\w*\s(?:back\s)?up\sto\s$", re.IGNORECASE)
_WENT = re.compile(r"\b(?:gone|went|moved)\s(?:back\s)?up\sto\s(?:an?\s)?$", re.IGNORECASE)
_LEVEL_UP = re.compile(
    r"\b(?:tolls?|tally|turnout)\b(?!\sfee)[^,;]*\b(?:is|was|are|were|has\sbeen)\s(?:now\s|already\s)?up\sto\s(?:an?\s)?$"
    r"|\b(?:totals?|rates?|number|count)\b[^,;]*\b(?:is|was|are|were)\s(?:now|already)\sup\sto\s(?:an?\s)?$"
    r"|\b(?:bring\w*|brought|push\w*|took|tak\w*)\s(?:the|its|their)\s[^,;]*\b(?:tolls?|totals?|turnout|number|count|tally)\b"
    r"[^,;]*(?<!\bto)\sup\sto\s(?:an?\s)?$",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\bup\sto\s(?:an?\s)?$", re.IGNORECASE)
_WAS_UP = re.compile(r"\b(?:is|was|are|were|rose|risen|climbed|now)\sup\sto\s$", re.IGNORECASE)
_FROM = r",?\sfrom\s(?:about\s|around\s|just\s|only\s)?"
_FROM_LEVEL = {
    "percent": re.compile(rf"{_FROM}\d[\d.]*(?:%|\sper\s?cent\b)"),
    "money": re.compile(rf"{_FROM}[$£€]\d[\d.,]*(?:\s(?:m|b|tr)illion)?(?:[.;)]|$|\s(?:in|last|a)\b)"),
}
_LENGTHS = {"measure", "duration"}
# Behind a number that counts no noun.
_BARE = re.compile(r"[.,;:)]|$|\s(?:from|in|on|by|at|after|this|last|as|and)\b")
# What others had foretold is a number that the figure before it is set against: "more than the 50,000 that analysts …".
_FORETOLD_BEFORE = re.compile(
    r"\b(?:than|above|below|over|under|exceed\w*|surpass\w*|beat\w*|topp\w*|missed|short\sof|from|to)\sthe\s"
    r"(?:roughly\s|about\s|around\s)?$"
)
_FORETOLD = re.compile(
    r"\s(?:that\s)?(?:most\s|many\s|some\s)?(?:economists|analysts|experts|forecasters|traders|investors|markets|"
    r"Wall\sStreet)\s(?:had\s|have\s|were\s|polled\s|surveyed\s|(?:by|in)\s(?:an?\s)?[A-Z][\w&]+\s(?:poll\s)?){0,4}"
    r"(?:forecast(?:ed|ing)?|expect(?:ed|ing)?|predict(?:ed|ing)?|project(?:ed|ing)?|estimated?|anticipat(?:ed|ing)|"
    r"looking\sfor)(?=[.,;)]|$|\s(?:in|for|by|and|last|this|on|after)\b)"
)
# A number that "the" and what restricts it say is one that others know: "less than the $3 million budgeted".
_THAN_THE = re.compile(r"\bthan\sthe\s$")
_RESTRICTED = re.compile(
    r"(?:\s(?:in\s)?[a-z]+){0,2}\s(?:(?:that|who|which)\s|(?:budgeted|invited|seen|reported|recorded|requested|"
    r"sought|approved|promised|planned|allotted|needed|required|allowed)\b)"
)
_OPENS_PAREN = re.compile(r"\s?\((?:about\s)?$|\s?/\s?$|\s\(?or\s$|,\sor\s$")
_MAYBE = re.compile(r",?\s(?:or\s)?(?:maybe|perhaps|possibly)\s")  # "200, maybe 250": neither is meant exactly
_WINDOW = 48
_CLAUSE = 90


def apply_hedges(text: str, drafts: Sequence[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """Drafts with their bounds. By the parse a hedge reaches over coordination ("at least 11 ships and 150 men")."""
    hedged: list[Draft] = []
    for draft in drafts:
        previous = hedged[-1] if hedged else None
        bound, end = _bound_of(text, draft, previous.end if previous else 0)
        if not bound and previous is not None:
            bound = _restated(text, previous, draft)
        elif previous is not None and not previous.hedged and _MAYBE.fullmatch(text, previous.end, draft.start):
            hedged[-1] = _bounded(previous, "~", previous.end)
        hedged.append(_bounded(draft, bound, end) if bound else draft)
    return _spread(hedged, tokens) if tokens else hedged


def _bound_of(text: str, draft: Draft, floor: int) -> tuple[str, int]:
    """The bound that the words beside a draft say, empty for none, and where its surface then ends."""
    if draft.kind in {"vote", "score", "ordinal"}:
        return "", draft.end
    right = _RIGHT.match(text, draft.end)
    if right and not (draft.bound == "~" and not draft.hedged):
        bound = ">=" if right["up"] else "<=" if right["down"] else "~"
        if right["tens"] and 0 < draft.raw < 100 and draft.raw % 10 == 0:
            bound = "tens"
        glued = right[0][0] in "-+"
        return bound, right.end() if glued else draft.end
    start = max(floor, draft.start - _WINDOW)
    window = text[start : draft.start]
    if _LEFT_HYPHEN.search(window):
        return "<", draft.end
    left = _LEFT.search(window)
    if left is None or is_foretold(text, draft) or _is_known(text, draft):
        return "", draft.end
    over_the = draft.kind == "duration" and _OVER_THE.search(window)
    if over_the or any(rule(text, window, draft) for rule in (_is_through, _is_other_word, _is_level)):
        return "", draft.end
    place = next(place for place in range(len(_BOUNDS)) if left[f"b{place}"])
    return _BOUNDS[place], draft.end


def _is_through(text: str, window: str, draft: Draft) -> bool:
    """Whether "over" is a time through which, as "over two days"; "over 50 years ago", "over a dozen" are bounds."""
    if _THROUGH.search(window) is None or _MORE_THAN_CUE.search(window):
        return False
    if draft.kind == "duration":
        return _THEN.match(text, draft.end) is None
    return draft.kind == "count" and draft.raw <= 12 and draft.scale != _DOZEN


def _is_other_word(text: str, window: str, draft: Draft) -> bool:
    """Whether "about" or "under" is no hedge: "tweets about the four women", "under two contracts"."""
    if _ABOUT_THE.search(window):
        return _MARK.match(text, draft.end) is None
    small = draft.kind == "count" and draft.raw <= 12
    return small and _SUBJECT_TO.search(window) is not None and _PLURAL.match(text, draft.end) is not None


def _is_level(text: str, window: str, draft: Draft) -> bool:
    """Whether "up to" tells where something has risen to: "edged up to 4.4 percent", "the toll is now up to 87"."""
    if _UP_TO.search(window) is None or draft.kind in _LENGTHS:
        return False
    clause = text[max(0, draft.start - _CLAUSE) : draft.start]
    if _CREPT.search(clause) or _LEVEL_UP.search(clause):
        return True
    level = _FROM_LEVEL.get(draft.kind)
    if level and level.match(text, draft.end) and _WAS_UP.search(clause):
        return True
    return _WENT.search(clause) is not None and (draft.kind != "count" or _BARE.match(text, draft.end) is not None)


def is_foretold(text: str, draft: Draft) -> bool:
    """Whether the people behind a number foretold it and are not counted by it: "than the 50,000 analysts expected"."""
    before = text[max(0, draft.start - _WINDOW) : draft.start]
    return _FORETOLD_BEFORE.search(before) is not None and _FORETOLD.match(text, draft.end) is not None


def _is_known(text: str, draft: Draft) -> bool:
    return bool(_THAN_THE.search(text, max(0, draft.start - 12), draft.start) and _RESTRICTED.match(text, draft.end))


def _bounded(draft: Draft, bound: str, end: int) -> Draft:
    """Apply a bound to a draft; a vague or ranged one keeps its own interval where the bound says nothing new."""
    low, high = draft.low, draft.high
    if low is None:
        return draft
    if low != high:
        approximate = draft.approximate or bound in {"~", "nearly", "just over"}
        return replace(draft, end=end, approximate=approximate, bound="~" if approximate else draft.bound, hedged=True)
    margin = _tidy(abs(low) * _TENTH)
    intervals: dict[str, tuple[Decimal | None, Decimal | None, str]] = {
        ">=": (low, None, ">="),
        ">": (low, None, ">"),
        "<=": (None, low, "<="),
        "<": (None, low, "<"),
        "nearly": (_tidy(low - margin), low, "~"),
        "just under": (low - margin, low, "<"),
        "just over": (low, low + margin, ">"),
        "~": (_tidy(low - margin), _tidy(low + margin), "~"),
        "tens": (low, low + 9 * draft.times, "~"),
    }
    new_low, new_high, sign = intervals[bound]
    return replace(
        draft,
        end=end,
        low=new_low,
        high=new_high,
        bound=sign,
        approximate=sign == "~" or bound.startswith("just") or draft.approximate,
        hedged=True,
    )


def _tidy(value: Decimal) -> Decimal:
    """Round to 12 significant digits: a tenth of a third has endless decimals."""
    return _TWELVE.plus(value).normalize(_TWELVE)


def _restated(text: str, previous: Draft, draft: Draft) -> str:
    """The bound of a figure given again in another unit: "about 50 miles (80 km)", "lower than 8.9 ksi (61 MPa)"."""
    between = text[previous.end : draft.start]
    if (
        previous.bound == "="
        or (previous.low is None and previous.high is None)
        or not previous.unit
        or previous.kind != "measure"
    ):
        return ""
    if _OPENS_PAREN.fullmatch(between) and previous.kind == draft.kind and previous.low != previous.high:
        return _bound_again(previous)
    return ""


def _bound_again(draft: Draft) -> str:
    """The bound that a neighbour takes over from a hedged draft."""
    two_sided = draft.low is not None and draft.high is not None
    if two_sided and draft.bound in {"<", ">"}:
        return "just under" if draft.bound == "<" else "just over"
    return "nearly" if draft.bound == "~" and draft.high == draft.raw * draft.times else draft.bound


def _spread(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    heads = [head_of(draft, tokens) for draft in drafts]
    spread = list(drafts)
    for place in range(1, len(drafts)):
        draft, before = spread[place], spread[place - 1]
        if (
            draft.hedged
            or not before.hedged
            or before.bound == "="
            or draft.low != draft.high
            or draft.kind in {"vote", "score", "ordinal"}
        ):
            continue
        head, other = heads[place], heads[place - 1]
        if head is None or other is None or head == other:
            continue
        coordinated = tokens[head].dep == "conj" and tokens[head].head == other
        vague = before.bound == "~" and (before.low is None or before.high is None)
        few = before.bound == ">" and draft.raw <= 12
        if coordinated and not vague and not few and _is_round(draft) and draft.kind in {before.kind, "count", "money"}:
            spread[place] = _bounded(draft, _bound_again(before), draft.end)
    return spread


def _is_round(draft: Draft) -> bool:
    """Whether a number is one that a hedge before another may reach: in "about 3,200 cases and 147 deaths" it does not.

    Of 12 hedges of 52,117 sentences that reached over coordination four did so onto a number that is exact.
    """
    digits = format(abs(draft.raw).normalize(_TWELVE), "f").replace(".", "")
    leading = digits.rstrip("0")
    by_five = leading.endswith("5") and len(leading) <= 3
    return draft.scale == _DOZEN or by_five or (len(leading) <= 2 and digits.endswith("0"))
