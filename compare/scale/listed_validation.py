"""How right the rows of one kind of ``differences.csv`` are, by the labels of coding sheets drawn from them."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from compare.scale.coding_sheet import Key, Sheet
from compare.scale.listed_rows import KINDS, Listed, Listing
from compare.scale.statistics import DRAWS, SEED
from compare.scale.validation import Estimate, Floats, Validation, agreement, interval, labels_by_row, require_fit

__all__ = ["validate_listed"]

_NONE = float("nan")
_OUTCOMES = ("right", "wrong", "no_claim")
_PRIOR = 1 / len(_OUTCOMES)  # of a row, for each outcome (Perks 1947)


def validate_listed(listed: Iterable[Listed], kind: str, sheets: Sequence[Sheet], draws: int = DRAWS) -> Validation:
    """The share of the rows that are right, with its interval, and how sure the program was of them.

    A row is right where the coder gave every article that it was set beside the label that it claims (``KINDS``), wrong
    where one has another; not judged while the rest has no label. So a row that is begun can only turn out wrong early:
    while there is one, no rate is told. Where the sentence is no claim it counts as that alone. Every row was as likely
    to be drawn, so none weighs more; where coders differ each counts for its part. The interval is that of
    ``compare.scale.validation.estimate``, for three outcomes.

    Raises:
        BadInput: a sheet drawn from other rows, or with a row that is not among them.
    """
    wanted = {key for sheet in sheets for key in sheet.rows}
    listing = Listing(kind)
    drawn = [one for one in listing.passing(listed) if any(row.key in wanted for row in one.rows)]
    known = {row.key for one in drawn for row in one.rows}
    for sheet in sheets:
        require_fit(sheet, listing.digest, known)
    begun = sum(_is_begun(one, sheet.labels) for one in drawn for sheet in sheets)
    judged = [(one, counts) for one in drawn if (counts := _outcomes(one, sheets)).any()]
    estimates = _estimates(kind, [] if begun else judged, draws)
    sure = Estimate("confidence", kind, listing.count, 0, listing.confidence, _NONE, _NONE)
    return Validation(len(judged), len(drawn), (*estimates, sure, *_agreed(sheets, draws)), begun)


def _outcomes(listed: Listed, sheets: Sequence[Sheet]) -> Floats:
    """(outcomes,) how many coders found the row so."""
    counts = np.zeros(len(_OUTCOMES))
    for sheet in sheets:
        outcome = _outcome(listed, sheet.labels)
        if outcome:
            counts[_OUTCOMES.index(outcome)] += 1
    return counts


def _outcome(listed: Listed, labels: Mapping[Key, str]) -> str:
    """Of one coder; empty while it may still turn out either way."""
    given = [labels.get(row.key, "") for row in listed.rows]
    if "no_claim" in given:
        return "no_claim"
    if set(given) - {KINDS[listed.kind], ""}:
        return "wrong"
    return "" if "" in given else "right"


def _is_begun(listed: Listed, labels: Mapping[Key, str]) -> bool:
    return any(row.key in labels for row in listed.rows) and not _outcome(listed, labels)


def _estimates(kind: str, judged: Sequence[tuple[Listed, Floats]], draws: int) -> list[Estimate]:
    counts = np.array([counts for _, counts in judged]).reshape(-1, len(_OUTCOMES))
    stories = np.array([one.key[0] for one, _ in judged])
    coded = counts / counts.sum(1, keepdims=True)
    random = np.random.default_rng(SEED)
    drawn = random.exponential(size=(draws, len(coded))) @ coded + random.gamma(_PRIOR, size=(draws, len(_OUTCOMES)))
    seen = coded.sum(0)
    found = []
    for measure, hit, of in (("right", 0, slice(0, 2)), ("no_claim", 2, slice(None))):
        rests_on = counts[:, of].sum(1)
        of_stories = len(np.unique(stories[rests_on > 0]))
        value = float(seen[hit] / seen[of].sum()) if seen[of].sum() else _NONE
        ends = interval(drawn[:, hit] / drawn[:, of].sum(1), value)
        found.append(Estimate(measure, kind, int(rests_on.sum()), of_stories, value, *ends))
    return found


def _agreed(sheets: Sequence[Sheet], draws: int) -> list[Estimate]:
    """Of the coders, over the labels that at least two have given."""
    keys, codes = labels_by_row(sheets)
    times = np.random.default_rng(SEED).exponential(size=(draws, len(keys)))
    return agreement(codes, np.array([key[0] for key in keys]), times)
