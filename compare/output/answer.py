"""What the comparison found, in five sentences; every number in them is a count of table rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from compare.output.naming import (
    copied_from,
    counted,
    days,
    in_words,
    is_surely_copied,
    joined,
    outlet_names,
    shortened,
)
from compare.records import CUT_SHORT, Comparison, Coverage, Difference

__all__ = [
    "OutletCounts",
    "Part",
    "answer",
    "article_cautions",
    "cautions",
    "outlet_counts",
    "plain",
    "share_counts",
]

_MARKS = ("“", "”", '"')
_WITHIN = str.maketrans('“”"', "‘’'")
_QUOTED = 220  # characters; a longer sentence is read in full where the link leads


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an answer: plain words, or a quotation that leads to its claim."""

    text: str
    claim_id: str = ""
    strong: bool = False


Answer = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class OutletCounts:
    """What an outlet's line shows: words of its article; claims that it states, that it alone states, that it lacks."""

    words: int
    claims: int
    exclusive: int
    left_out: int


def answer(comparison: Comparison) -> tuple[Answer, ...]:
    """How much there is, what is shared, what one outlet alone states, what one leaves out, where figures differ."""
    return (
        _scale(comparison),
        _shared(comparison),
        _alone(comparison),
        _left_out(comparison),
        _figures(comparison),
    )


def cautions(comparison: Comparison) -> tuple[str, ...]:
    """What a reader has to know before trusting the answer."""
    unclear = [row for row in comparison.coverage if row.label == "unclear"]
    if not unclear:
        return article_cautions(comparison)
    return (
        *article_cautions(comparison),
        f"{counted(len(unclear), 'verdict')} of {len(comparison.coverage):,} on a sentence and another outlet "
        f"{'is' if len(unclear) == 1 else 'are'} unclear: {_why_unclear(unclear)}.",
    )


def article_cautions(comparison: Comparison) -> tuple[str, ...]:
    """The part of it that is about articles: cut short, not compared, undated, or one text in two outlets."""
    names = outlet_names(comparison)
    lines = []
    for article in comparison.articles:
        if article.complete != "yes":
            state = "is cut short" if article.complete == "cut" else "may not be the whole article"
            reason = f" ({article.complete_reason})" if article.complete_reason else ""
            lines.append(f"The text of {names[article.outlet]} {state}{reason}: what it seems to lack may be there.")
    for row in comparison.skipped:
        if row.kind == "article":
            lines.append(f"The article of {comparison.story.outlet_name(row.id)} is not compared: {row.reason}.")
    if apart := " and ".join(names[outlet] for outlet in _apart(comparison)):
        lines.append(
            f"Nothing in the text of {apart} was found in another, nor the other way round: is it on this story?"
        )
    undated = [names[article.outlet] for article in comparison.articles if not article.published]
    if undated:
        lines.append(
            f"Without a date of publication ({', '.join(undated)}) a weekday or a day without its year is not compared."
        )
    return (*lines, *_copies(comparison, names))


def share_counts(comparison: Comparison) -> tuple[int, int, int, int]:
    """How many claims all outlets state, some, one alone, and one while others state part of it or are unclear."""
    total, claims = len(comparison.articles), comparison.claims
    by_all = sum(len(claim.stated_by) == total for claim in claims)
    by_some = sum(1 < len(claim.stated_by) < total for claim in claims)
    alone = sum(bool(claim.exclusive_to) for claim in claims)
    return by_all, by_some, alone, len(claims) - by_all - by_some - alone


def outlet_counts(comparison: Comparison) -> dict[str, OutletCounts]:
    """The counts of every outlet."""
    claims = Counter(outlet for claim in comparison.claims for outlet in claim.stated_by)
    exclusive = Counter(claim.exclusive_to for claim in comparison.claims)
    left_out = Counter(row.other_outlet for row in comparison.differences if row.kind == "omitted")
    return {
        article.outlet: OutletCounts(
            len(article.text.split()), claims[article.outlet], exclusive[article.outlet], left_out[article.outlet]
        )
        for article in comparison.articles
    }


def plain(sentence: Answer) -> str:
    """An answer as plain text."""
    return "".join(part.text for part in sentence)


def _why_unclear(unclear: Sequence[Coverage]) -> str:
    """The cause of unclear verdicts; where there are two, how many verdicts each has."""
    cut = sum(row.note.startswith(CUT_SHORT.format(row.other_outlet)) for row in unclear)
    causes = {"the other text is cut short": cut, "the probabilities do not decide": len(unclear) - cut}
    found = {cause: number for cause, number in causes.items() if number}
    if len(found) == 1:
        return next(iter(found))
    return ", ".join(f"{number:,} because {cause}" for cause, number in found.items())


def _apart(comparison: Comparison) -> list[str]:
    """Outlets no sentence of which any other states, even in part, nor states one of theirs."""
    outlet_of = {sentence.id: sentence.outlet for sentence in comparison.sentences}
    found = {
        outlet
        for row in comparison.coverage
        if row.label != "absent"
        for outlet in (outlet_of[row.sentence_id], row.other_outlet)
    }
    return [article.outlet for article in comparison.articles if article.outlet not in found]


def _copies(comparison: Comparison, names: dict[str, str]) -> list[str]:
    lines = []
    for article in comparison.articles:
        if origin := copied_from(article, names):
            name = names[article.outlet]
            if is_surely_copied(article, comparison):
                lines.append(f"{name} runs the text of {origin}; its claims are not a second source.")
            else:
                lines.append(f"{name} and {origin} run one text; their claims are not two sources.")
    return lines


def _scale(comparison: Comparison) -> Answer:
    words = sum(len(article.text.split()) for article in comparison.articles)
    when = days([article.published for article in comparison.articles])
    outlets = in_words(len(comparison.articles)).capitalize()
    span = f", published {when}," if " to " not in when else f", published from {when},"
    return (
        Part(f"{outlets} outlets’ articles of {words:,} words in all{span if when else ''} contain "),
        Part(counted(len(comparison.claims), "claim"), strong=True),
        Part("."),
    )


def _shared(comparison: Comparison) -> Answer:
    total = len(comparison.articles)
    by_all, some, alone, rest = share_counts(comparison)
    every = "both" if total == 2 else f"all {in_words(total)}"
    return (
        Part(f"{by_all:,} of them", strong=True),
        Part(f" {'is' if by_all == 1 else 'are'} stated by {every}, " + (f"{some:,} by some, " if total > 2 else "")),
        Part(f"{alone:,} by one alone", strong=True),
        Part(f", and {rest:,} by one while others state part of it or are unclear."),
    )


def _alone(comparison: Comparison) -> Answer:
    names = outlet_names(comparison)
    rows = [row for row in comparison.differences if row.kind == "exclusive"]
    if not rows:
        return (Part("No outlet states a claim that is absent from all the others."),)
    most, number = _most(Counter(row.outlet for row in rows), names)
    surest = next(row for row in rows if names[row.outlet] in most)
    return (
        Part(joined(most), strong=True),
        Part(f" {'states' if len(most) == 1 else 'each state'} the most that nobody else does, "),
        Part(f"{counted(number, 'claim')}; the surest{_of(names[surest.outlet], most)} is "),
        *_quoted(surest),
    )


def _left_out(comparison: Comparison) -> Answer:
    names = outlet_names(comparison)
    rows = [row for row in comparison.differences if row.kind == "omitted"]
    if not rows:
        return (Part("No claim that two or more outlets state is absent from another."),)
    most, number = _most(Counter(row.other_outlet for row in rows), names)
    surest = next(row for row in rows if names[row.other_outlet] in most)
    lacks = "article lacks" if len(most) == 1 else "articles each lack"
    return (
        Part(joined(most), strong=True),
        Part(f": the {lacks} {counted(number, 'claim')} that two or more others state; "),
        Part(f"the surest{_of(names[surest.other_outlet], most)} is "),
        *_quoted(surest),
    )


def _figures(comparison: Comparison) -> Answer:
    rows = comparison.figure_differences
    if not comparison.figures:
        return (Part("No figures were compared."),)
    if not rows:
        return (Part(f"No two outlets’ figures measure the same thing, of {len(comparison.figures):,} found."),)
    differing = [row for row in rows if row.relation == "differs"]
    if not differing:
        return (Part(f"None of the {counted(len(rows), 'pair')} of figures for the same thing differs."),)
    names = outlet_names(comparison)
    top = max(differing, key=lambda row: row.confidence)
    a, b = top.figure_a, top.figure_b
    return (
        Part(f"{counted(len(differing), 'pair')} of figures", strong=True),
        Part(f" for the same thing {'differs' if len(differing) == 1 else 'differ'}, of {len(rows):,} compared; "),
        Part(f"the surest ({top.measures})" if top.measures else "the surest"),
        Part(f": {names.get(a.outlet, a.outlet)} has "),
        Part(f"“{a.surface}”", top.claim_id),
        Part(f", {names.get(b.outlet, b.outlet)} “{b.surface}”."),
    )


def _most(counts: Counter[str], names: dict[str, str]) -> tuple[list[str], int]:
    """The names that share the first place, in the order of the articles, and their count."""
    number = max(counts.values())
    return [name for outlet, name in names.items() if counts[outlet] == number], number


def _of(name: str, most: list[str]) -> str:
    return f" ({name})" if len(most) > 1 else ""


def _quoted(row: Difference) -> Answer:
    return Part(_in_quotation_marks(shortened(row.text, _QUOTED)), row.claim_id), Part(
        f" (confidence {row.confidence:.2f})."
    )


def _in_quotation_marks(text: str) -> str:
    """Marks inside become single ones; a sentence that is one quotation gets no second pair."""
    whole = text[:1] in _MARKS and text[-1:] in _MARKS and not any(mark in text[1:-1] for mark in _MARKS)
    return f"“{text[1:-1] if whole else text.translate(_WITHIN)}”"
