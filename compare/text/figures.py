"""The figures of a sentence, with bounds, base units and what they measure.

The stages, each in a module of its own: passages that are names or dates are set aside, numbers read, currencies and
units added, neighbours joined to ranges, ratios and votes, hedges turned into bounds, and the counted noun looked up.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from compare.records import Figure, Sentence, Token
from compare.text.figure_clocks import zone_behind
from compare.text.figure_dates import DatePassage, find_dates
from compare.text.figure_drafts import Draft, compose, find_age_decades, find_ordinals
from compare.text.figure_hedges import apply_hedges
from compare.text.figure_measures import measure
from compare.text.figure_names import find_names, find_numbered
from compare.text.figure_ranges import join
from compare.text.numeral_words import PLAIN_LETTERS
from compare.text.numerals import Numeral, scan_numerals
from compare.text.sentences import LONGEST_SENTENCE

__all__ = ["find_figures"]


def find_figures(sentence: Sentence, tokens: tuple[Token, ...], published: date | None) -> tuple[Figure, ...]:
    """All figures of a sentence in the order of the text, none overlapping. Never raises on any text.

    Dates (kind ``date``, ``weekday``) have ISO days in ``low`` and ``high``, clock times ``HH:MM``, empty where they
    cannot be resolved; votes and scores have the smaller number in ``low`` and the larger in ``high``; all others are
    decimals. Durations are in ``second`` up to the week and in ``month`` from the month on, ages in the unit written.

    Args:
        sentence: offsets of the figures are offsets of its article.
        tokens: its parse; without one, ``measures`` tells only rates and hedges do not reach over coordination.
        published: the article's day, against which weekdays and "last month" are resolved.
    """
    written = sentence.text[:LONGEST_SENTENCE]
    text = written.translate(PLAIN_LETTERS)  # letter by letter: offsets stay
    if not _ANY.search(text):
        return ()
    names = find_names(text)
    dates = [
        passage for passage in find_dates(text, published, tokens) if not _overlaps(passage.start, passage.end, names)
    ]
    taken = names + [(passage.start, passage.end) for passage in dates]
    taken += [span for span in find_numbered(text) if not _overlaps(*span, taken)]
    drafts = _drafts(text, tokens, taken)
    described = [
        replace(draft, measures=words) for draft, words in zip(drafts, measure(written, drafts, tokens), strict=True)
    ]
    figures = [_figure(sentence, draft) for draft in described] + [_dated(sentence, passage) for passage in dates]
    return tuple(sorted(figures, key=lambda figure: figure.start))


_ANY = re.compile(
    r"\d|[½⅓⅔¼¾]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|"
    r"eighty|ninety|hundred|thousand|[mbtr]+illion|dozen|half|thirds?|quarters?|fourth|fifth|sixth|seventh|eighth|"
    r"ninth|tenth|second|"
    r"scores|couple|handful|naught|lakh|crore|double|triple|quadruple|twice|yesterday|today|tomorrow|tonight|this|"
    r"last|next|ago|\w+day|January|February|March|"
    r"April|May|June|July|August|September|October|November|December|\w+illions|hundreds|thousands|dozens|\w+t?ies)\b",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(
    r"(?<![\w-])(?P<word>double|triple|quadruple|twice)(?=\s(?:the|that|its|their|his|her|what|last|"
    r"as\s(?:many|much)|this)\b)",
    re.IGNORECASE,
)
_MULTIPLES = {"double": Decimal(2), "twice": Decimal(2), "triple": Decimal(3), "quadruple": Decimal(4)}


def _drafts(text: str, tokens: Sequence[Token], taken: list[tuple[int, int]]) -> list[Draft]:
    drafts: list[Draft] = []
    decades = [draft for draft in find_age_decades(text) if not _overlaps(draft.start, draft.end, taken)]
    held = taken + [(draft.start, draft.end) for draft in decades]
    for numeral in scan_numerals(text):
        if _overlaps(numeral.start, numeral.end, held) or not _counts(text, numeral, tokens):
            continue
        draft = compose(text, numeral)
        if draft.end == numeral.end and numeral.form == "digits" and text[draft.end : draft.end + 1].isalpha():
            continue  # "49ers", "22nd", "9AB8"
        if (
            draft.kind == "count"
            and text[draft.start - 1 : draft.start] == "("
            and text[draft.end : draft.end + 1] == ")"
            and numeral.low < 100
        ):
            continue  # a shirt number or note: "Prescott (4)"
        if (drafts and draft.start < drafts[-1].end) or _overlaps(draft.start, draft.end, held):
            draft = replace(draft, start=numeral.start) if not drafts or numeral.start >= drafts[-1].end else drafts[-1]
            if (drafts and draft is drafts[-1]) or _overlaps(draft.start, draft.end, held):
                continue
        drafts.append(draft)
    drafts = join(text, drafts)
    held += [(draft.start, draft.end) for draft in drafts]
    extra = [draft for draft in find_ordinals(text) + _multiples(text) if not _overlaps(draft.start, draft.end, held)]
    return apply_hedges(text, sorted(drafts + decades + extra, key=lambda draft: draft.start), tokens)


def _multiples(text: str) -> list[Draft]:
    """As in "nearly double the asking price": a ratio to something else."""
    return [
        Draft(match.start(), match.end(), value, value, "ratio", raw=value)
        for match in _MULTIPLE.finditer(text)
        for value in (_MULTIPLES[match["word"].lower()],)
    ]


_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|some|each|this|that|the|another|which|only|such|either|neither|not|square|day|"
    r"loved|last|next)[\s-]+$",
    re.IGNORECASE,
)
_ONE_AFTER = re.compile(
    r"(?:\s(?:of|another|who|that|which|day|is|was|has|can|could|would|should|will|may|might|must|to|in(?!\s(?:\d|two|"
    r"three|four|five|six|seven|eight|nine|ten|twenty|\w+y\b))|"
    r"on|at|by|for|with|and(?!\sa)|or|but|from|as|if|when|where|thing|they|he|she|it|you|we|i|doubts|knows|wants|"
    r"more(?!\s(?:[a-z]+))|can't|cannot|so|point(?!\s(?:lead|ahead|behind|up|down))|"
    r"time|step|way|final)\b"
    r"|['’.,;:!?)”\"]|$)",
    re.IGNORECASE,
)
_HALF_AFTER = re.compile(
    r"\s(?:of|the|its|their|his|her|our|my|your|all|that|those|these|as|what|said|say|were|are|have|had|an?|in|is|was|"
    r"people)\b|[,.;)]|$"
)
_PART_AFTER = re.compile(
    r"\s(?:of|the|its|their|as|more|less|higher|lower|larger|smaller|are|were|said|say|have|had|since|from|over|in|to|"
    r"compared|off)\b|[,.;)%]|$"
)
# "A third point" is one in a row.
_PART_OF_POINT = re.compile(
    r"(?:(?<=\bhalf)(?:\sa)?|(?<=\bquarter)|\sof\sa)[\s-](?:percentage[\s-])?point(?!\w)", re.IGNORECASE
)
_PART_BEFORE = re.compile(r"\b(?:than|nearly|almost|about|roughly|over|under|least|approximately)\s$", re.IGNORECASE)
_NTH_BEFORE = re.compile(
    r"\b(?:first|second|third|fourth|last|final|other|next|the|this|that|each|better|opening|latter|fiscal|in|"
    r"previous|current|past|same|a\shalf-|his|her|their|our)\s$",
    re.IGNORECASE,
)
_YEAR_OR_TWO = re.compile(r"\b(?:minute|hour|day|night|week|month|year)\sor\s$")
_COUPLE_AFTER = re.compile(
    r"\s(?:of|more|days|weeks|months|years|hours|minutes|times)\b(?!\s(?:the|him|her|them|his)\b)"
)
_SCORES_AFTER = re.compile(r"\s(?:of\s|more\b|were\b|have\b|had\b|are\b)")
_SCALED = re.compile(r"[^\W_]$|\d\)\s$")  # "$(2.3) million"
_FIRST_PERSONAL = re.compile(
    r"\b(?:test|the|their|his|her|credit|box|our|my|its|exam|final|high|low|z)\s$", re.IGNORECASE
)


def _counts(text: str, numeral: Numeral, tokens: Sequence[Token]) -> bool:
    """Whether a number word is used as a number: not the pronoun "one", the "second half" or "test scores"."""
    surface = text[numeral.start : numeral.end].lower()
    before, after = text[max(0, numeral.start - 20) : numeral.start], numeral.end
    if surface == "one":
        return _one_counts(text, numeral, tokens, before)
    if surface == "half":
        return bool(
            _PART_BEFORE.search(before) or _HALF_AFTER.match(text, after) or _half_unit(text, after)
        ) and not _NTH_BEFORE.search(before)
    if surface.endswith(("couple", "handful")):
        return _COUPLE_AFTER.match(text, after) is not None
    if surface == "scores":
        return _SCORES_AFTER.match(text, after) is not None and not _FIRST_PERSONAL.search(before)
    if surface == "tens" or (surface in {"million", "billion", "thousand", "hundred"} and _SCALED.search(before)):
        return False
    if surface.isalpha() and numeral.form == "fraction" and not _PART_OF_POINT.match(text, after):
        return False  # "quarter", "third" alone are a period and an ordinal
    if _YEAR_OR_TWO.search(before):
        return False
    if numeral.form == "fraction" and surface.startswith("a"):
        return bool(_PART_AFTER.match(text, after) or _PART_BEFORE.search(before)) or _half_unit(text, after)
    return True


def _half_unit(text: str, after: int) -> bool:
    return (
        re.match(
            r"(?:\sof)?\san?\s(?:hour|century|decade|mile|day|year)|[\s-](?:hour|"
            r"century|mile|inch|pound)\b",
            text[after : after + 14],
        )
        is not None
    ) or _PART_OF_POINT.match(text, after) is not None


def _one_counts(text: str, numeral: Numeral, tokens: Sequence[Token], before: str) -> bool:
    if re.match(
        r"\s(?:in|out\sof)\s(?:every\s)?(?:\d|two|three|four|five|six|seven|"
        r"eight|nine|ten|twelve|twenty|fifty|a\shundred)",
        text[numeral.end : numeral.end + 22],
    ):
        return True
    if re.match(r"\shand,?\s(?!and|up|behind|on|in)", text[numeral.end : numeral.end + 10]) and before.endswith(
        ("On ", "on ", "the ")
    ):
        return False
    if _ONE_BEFORE.search(before) or _ONE_AFTER.match(text, numeral.end):
        return False
    if not tokens:
        return True
    token = next((token for token in tokens if token.start <= numeral.start < token.end), None)
    return token is None or token.dep in {"nummod", "compound", "quantmod", "amod"}


def _overlaps(start: int, end: int, passages: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in passages)


def _figure(sentence: Sentence, draft: Draft) -> Figure:
    return Figure(
        outlet=sentence.outlet,
        sentence_id=sentence.id,
        start=sentence.start + draft.start,
        end=sentence.start + draft.end,
        surface=sentence.text[draft.start : draft.end],
        kind=draft.kind,
        low=_plain(draft.low),
        high=_plain(draft.high),
        unit=draft.unit,
        bound=draft.bound,
        approximate=draft.approximate,
        measures=draft.measures,
    )


def _dated(sentence: Sentence, passage: DatePassage) -> Figure:
    return Figure(
        outlet=sentence.outlet,
        sentence_id=sentence.id,
        start=sentence.start + passage.start,
        end=sentence.start + passage.end,
        surface=sentence.text[passage.start : passage.end],
        kind=passage.kind,
        low=passage.low,
        high=passage.high,
        unit=zone_behind(sentence.text, passage.end) if passage.kind == "time" else "",
        bound="~" if passage.approximate else "=",
        approximate=passage.approximate,
        measures="",
    )


def _plain(value: Decimal | None) -> str:
    """Plain notation without trailing zeros, empty for None."""
    if value is None:
        return ""
    written = format(value, "f")
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in {"-0", ""} else written
