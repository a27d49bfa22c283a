"""How right verdicts are by the labels of coding sheets, with intervals, and how far coders agree."""

import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from compare.errors import BadInput
from compare.output.table_formats import csv_text
from compare.scale.coding_sheet import CODES, Key, Sheet
from compare.scale.sampling import VERDICTS, Population, Verdict
from compare.scale.statistics import DRAWS, SEED
from compare.scale.summary import cell

__all__ = [
    "Estimate",
    "Floats",
    "Labels",
    "Validation",
    "agreement",
    "estimate",
    "interval",
    "krippendorff_alpha",
    "labels_by_row",
    "require_fit",
    "validate",
    "validation_text",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_NONE = float("nan")
_ENDS = (2.5, 97.5)
# Of a row, for each of the four labels. With .5 intervals miss rare verdicts (.84 hold), with .125 rare errors (.79).
_PRIOR = 0.25


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share between 0 and 1 (``alpha``: up to 1) with the ends of its 95 % interval; NaN where it can't be told.

    Attributes:
        measure: ``right``, ``found``, ``share``, ``called``, ``no_claim``, ``confidence`` or ``alpha``.
        verdict: which verdict or label, or kind of row of ``differences.csv``; empty where it is of all.
        n: labels that it rests on, or coders' judgements of rows of ``differences.csv``; of ``called`` verdicts, of
            ``confidence`` rows.
        stories: that they are from.
    """

    measure: str
    verdict: str
    n: int
    stories: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Validation:
    """What the coding sheets tell.

    Attributes:
        rows: how many of what was drawn have been judged.
        drawn: how many were drawn.
        begun: how many a coder has labelled in part, so that nothing can be told yet; each coder counts.
    """

    rows: int
    drawn: int
    estimates: tuple[Estimate, ...]
    begun: int = 0

    def of(self, measure: str, verdict: str = "") -> Estimate | None:
        """The estimate; None where there is none."""
        found = (one for one in self.estimates if (one.measure, one.verdict) == (measure, verdict))
        return next(found, None)


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """The labels of every row of the sheets.

    Attributes:
        verdict, story: (n,) the row's place in ``VERDICTS`` and the number of its story.
        codes: (n, codes) how many coders gave each label, in the order of ``CODES``.
        population: (verdicts,) how many there are of each in all results.
    """

    verdict: Ints
    story: Ints
    codes: Floats
    population: Floats


def validate(verdicts: Iterable[Verdict], sheets: Sequence[Sheet], draws: int = DRAWS) -> Validation:
    """Estimates for all verdicts, from the labels of rows drawn from them.

    Raises:
        BadInput: a sheet drawn from other verdicts, or with a row that is not among them.
    """
    wanted = {key for sheet in sheets for key in sheet.labels}
    population = Population()
    label_of = {one.key: one.label for one in population.passing(verdicts) if one.key in wanted}
    for sheet in sheets:
        require_fit(sheet, population.digest, label_of)
    drawn = len({key for sheet in sheets for key in sheet.rows})
    return replace(estimate(_labels(sheets, label_of, population.counts), draws), drawn=drawn)


def estimate(labels: Labels, draws: int = DRAWS) -> Validation:
    """How right, how complete and how frequent each verdict is.

    A row stands for as many verdicts as there are of its kind by each that was labelled (stratified sampling: Cochran
    1977, Sampling Techniques, ch. 5). Where coders differ each label counts as its share: leaving such rows out would
    keep the easy ones.

    Intervals: percentiles of a Bayesian bootstrap (Rubin 1981, Annals of Statistics 9(1), 130-134) of rows, with one
    row more for every verdict, spread over the labels (Perks 1947, Journal of the Institute of Actuaries 73, 285-334).
    Without it a verdict all of whose labels agree would count as surely right, whatever it stands for. Rows and not
    stories: they are drawn one by one within a verdict, and what is estimated is of these results, not of others.

    Agreement: Krippendorff's alpha, nominal (Hayes and Krippendorff 2007, Communication Methods and Measures 1(1),
    77-89).
    """
    random = np.random.default_rng(SEED)
    times = random.exponential(size=(draws, len(labels.verdict)))
    coded = labels.codes / labels.codes.sum(1, keepdims=True)
    seen = _by_verdict(labels, coded)
    drawn = np.array([_by_verdict(labels, coded * one[:, None]) for one in times])
    drawn += random.gamma(_PRIOR, size=drawn.shape)
    whole, parts = _joint(seen[None], labels.population)[0], _joint(drawn, labels.population)
    found = [_estimate(labels, question, whole, parts) for question in _QUESTIONS]
    total = labels.population.sum()
    called = [
        Estimate("called", verdict, int(total), 0, float(count / total), _NONE, _NONE)
        for verdict, count in zip(VERDICTS, labels.population, strict=True)
    ]
    alpha = agreement(labels.codes, labels.story, times)
    return Validation(len(labels.story), len(labels.story), (*found, *called, *alpha))


def validation_text(found: Validation) -> str:
    """``validation.csv``: a row for every estimate."""
    rows = (
        (one.measure, one.verdict, one.n, one.stories, cell(one.value), cell(one.low), cell(one.high))
        for one in found.estimates
    )
    return csv_text(("measure", "verdict", "n", "stories", "value", "low", "high"), rows)


def require_fit(sheet: Sheet, digest: str, known: Container[Key]) -> None:
    """Refuse a sheet that was drawn from results of another digest, or has a labelled row that is not among them.

    Raises:
        BadInput: it is one.
    """
    if sheet.drawn_from != digest:
        raise BadInput(
            f"{sheet.path}: drawn from other results than there are now; compare the same stories with the same "
            "settings again, or draw another sheet with `compare sample`"
        )
    strange = next((key for key in sheet.labels if key not in known), None)
    if strange:
        raise BadInput(
            f"{sheet.path}: {' '.join(strange)} is no row of the results; keep the ids as they were drawn "
            "(a spreadsheet makes 7 of 007: open the sheet with all columns as text)"
        )


def _labels(sheets: Sequence[Sheet], label_of: Mapping[Key, str], counts: Mapping[str, int]) -> Labels:
    keys, codes = labels_by_row(sheets)
    story = {name: number for number, name in enumerate(sorted({key[0] for key in keys}))}
    return Labels(
        np.array([VERDICTS.index(label_of[key]) for key in keys]),
        np.array([story[key[0]] for key in keys]),
        codes,
        np.array([counts.get(label, 0) for label in VERDICTS], dtype=np.float64),
    )


def labels_by_row(sheets: Sequence[Sheet]) -> tuple[list[Key], Floats]:
    """The rows with a label, sorted, and (rows, codes) how many coders gave each label, in the order of ``CODES``."""
    keys = sorted({key for sheet in sheets for key in sheet.labels})
    codes = [[sum(sheet.labels.get(key) == code for sheet in sheets) for code in CODES] for key in keys]
    return keys, np.array(codes, dtype=np.float64)


def _by_verdict(labels: Labels, coded: Floats) -> Floats:
    """(verdicts, codes) the weight of the labels of each code on rows of each verdict."""
    table = np.zeros((len(VERDICTS), len(CODES)))
    np.add.at(table, labels.verdict, coded)
    return table


def _joint(tables: Floats, population: Floats) -> Floats:
    """(…, verdicts, codes) the share of each verdict and label together among all; NaN where a verdict has no label."""
    rows = tables.sum(2, keepdims=True)
    shares = np.divide(tables, rows, out=np.full_like(tables, np.nan), where=rows > 0)
    joint: Floats = np.where(population[:, None] > 0, shares * population[:, None] / population.sum(), 0.0)
    return joint


@dataclass(frozen=True, slots=True)
class _Question:
    """A share: of ``of`` how much is ``hit``, both (verdicts, codes)."""

    measure: str
    verdict: str
    hit: Mask
    of: Mask

    def answer(self, joint: Floats) -> Floats:
        """(…,) the share; NaN where there is nothing to count, or part of it is not known."""
        hit, of = (np.where(mask, joint, 0.0).sum((-2, -1)) for mask in (self.hit, self.of))
        share: Floats = np.divide(hit, of, out=np.full_like(of, np.nan), where=of > 0)
        return share


def _questions() -> tuple[_Question, ...]:
    whole = np.ones((len(VERDICTS), len(CODES)), dtype=np.bool_)
    claim = whole & (np.array(CODES) != "no_claim")
    asked = []
    for code in CODES[:-1]:
        called, so = whole & (np.array(VERDICTS)[:, None] == code), whole & (np.array(CODES) == code)
        asked.append(_Question("right", code, called & so, called & claim))
        asked.append(_Question("found", code, called & so, so))
        asked.append(_Question("share", code, so, claim))
    return (*asked, _Question("no_claim", "", ~claim, whole))


_QUESTIONS = _questions()


def _estimate(labels: Labels, question: _Question, whole: Floats, parts: Floats) -> Estimate:
    """The share as the labels have it, and the ends between which .95 of the draws lie, and it."""
    value = float(question.answer(whole))
    rests_on = labels.codes * question.of[labels.verdict]
    there = rests_on.any(1)
    stories = len(np.unique(labels.story[there]))
    ends = interval(question.answer(parts), value)
    return Estimate(question.measure, question.verdict, int(rests_on.sum()), stories, value, *ends)


def interval(drawn: Floats, value: float) -> tuple[float, float]:
    """The ends between which .95 of the draws lie, and the value; NaN where that can't be told."""
    if math.isnan(value):
        return _NONE, _NONE
    low, high = np.percentile(drawn, _ENDS)
    return min(float(low), value), max(float(high), value)


def agreement(codes: Floats, story: npt.NDArray[Any], times: Floats) -> list[Estimate]:
    """Krippendorff's alpha over the rows that at least two coders have labelled; none where no row has two labels.

    It has no ends where these rows are one, or agree.

    Args:
        codes: (n, codes) how many coders gave each label.
        story: (n,) the row's story.
        times: (draws, n) how often each draw counts the row.
    """
    both = codes.sum(1) > 1
    if not both.any():
        return []
    codes, stories = codes[both], len(np.unique(story[both]))
    value = krippendorff_alpha(codes, np.ones(len(codes)))
    if value == 1 or len(codes) == 1:
        return [Estimate("alpha", "", len(codes), stories, value, _NONE, _NONE)]
    weights = times[:, both] * (len(codes) / times[:, both].sum(1, keepdims=True))  # alpha counts rows
    drawn = np.array([krippendorff_alpha(codes, one) for one in weights])
    return [Estimate("alpha", "", len(codes), stories, value, *interval(drawn, value))]


def krippendorff_alpha(counts: Floats, times: Floats) -> float:
    """Krippendorff's alpha of nominal codes: 1 minus disagreement seen by disagreement expected by chance.

    Krippendorff 2011, Computing Krippendorff's Alpha-Reliability. The package of that name is under the GPL, which this
    program is not.

    Args:
        counts: (rows, codes) how many coders gave each code; at least two for every row.
        times: (rows,) how often each row counts.

    Returns:
        1 where all agree, 0 where chance would agree as often; NaN where only one code was ever given.
    """
    coders = counts.sum(1)
    seen = (times * (counts * (coders[:, None] - counts)).sum(1) / np.maximum(coders - 1, 1)).sum()
    total = times @ counts
    expected = (total * (total.sum() - total)).sum() / max(total.sum() - 1, 1)
    return float(1 - seen / expected) if expected > 0 else float("nan")
