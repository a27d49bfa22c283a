"""How right verdicts are by the labels of coding sheets, with intervals, and how far coders agree."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from compare.errors import BadInput
from compare.scale.coding_sheet import CODES, Key, Sheet
from compare.scale.sampling import VERDICTS, Population, Verdict
from compare.scale.statistics import DRAWS, SEED, ends, widened
from compare.scale.summary import FEWEST_STORIES, cell

__all__ = ["Estimate", "Labels", "Validation", "estimate", "krippendorff_alpha", "validate", "validation_text"]

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
_CLAIM_CODES = tuple(code for code in CODES if code != "no_claim")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share between 0 and 1 (``alpha``: up to 1) with the ends of its 95 % interval; NaN where it can't be told.

    Attributes:
        measure: ``right``, ``found``, ``share``, ``called``, ``no_claim`` or ``alpha``.
        verdict: which verdict or label; empty where it is of all.
        n: labels that it rests on; of ``called`` verdicts.
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
        rows: of the sheets, labelled by at least one coder.
        coders: who labelled the row that most have labelled.
        by_story: whether intervals come from drawing stories again; else there are too few, and rows were drawn.
    """

    rows: int
    coders: int
    by_story: bool
    estimates: tuple[Estimate, ...]

    def of(self, measure: str, verdict: str = "") -> Estimate | None:
        """The estimate; None where there is none."""
        found = (one for one in self.estimates if (one.measure, one.verdict) == (measure, verdict))
        return next(found, None)


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Labels, one of a coder for a row each.

    Attributes:
        verdict, code, row, story: (n,) places in ``VERDICTS`` and ``CODES``, and numbers of row and story.
        weight: (n,) 1 by the number of the row's coders, so that every row counts once.
        population: (verdicts,) how many there are of each in all results.
    """

    verdict: npt.NDArray[np.int64]
    code: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    story: npt.NDArray[np.int64]
    weight: Floats
    population: Floats


def validate(verdicts: Iterable[Verdict], sheets: Sequence[Sheet], draws: int = DRAWS) -> Validation:
    """Estimates for all verdicts, from the labels of rows drawn from them.

    Raises:
        BadInput: a sheet without labels, drawn from other verdicts, or with a row that is not among them.
    """
    wanted = {key for sheet in sheets for key in sheet.labels}
    population = Population()
    label_of = {one.key: one.label for one in population.passing(verdicts) if one.key in wanted}
    for sheet in sheets:
        _require_fit(sheet, population.digest, label_of)
    return estimate(_labels(sheets, label_of, population.counts), draws)


def estimate(labels: Labels, draws: int = DRAWS) -> Validation:
    """How right, how complete and how frequent each verdict is.

    A row stands for as many verdicts as there are of its kind by each that was labelled (stratified sampling: Cochran
    1977, Sampling Techniques, ch. 5). Where coders differ each label counts as its share: leaving such rows out would
    keep the easy ones. Intervals: percentiles of ``draws`` bootstrap samples of stories, of rows where there are fewer
    than ``FEWEST_STORIES``. Agreement: Krippendorff's alpha, nominal (Hayes and Krippendorff 2007, Communication
    Methods and Measures 1(1), 77-89).
    """
    by_story = len(np.unique(labels.story)) >= FEWEST_STORIES
    clusters = labels.story if by_story else labels.row
    samples = _samples(clusters, draws)
    found = [_estimate(labels, clusters, samples, *question) for question in _questions(labels)]
    called = [_called(labels, place) for place in range(len(VERDICTS))]
    alpha = [_alpha(labels, clusters, samples)] if (labels.weight < 1).any() else []
    coders = round(1 / labels.weight.min())
    return Validation(len(np.unique(labels.row)), coders, by_story, (*found, *called, *alpha))


def validation_text(found: Validation) -> str:
    """``validation.csv``: a row for every estimate."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("measure", "verdict", "n", "stories", "value", "low", "high"))
    for one in found.estimates:
        writer.writerow((one.measure, one.verdict, one.n, one.stories, cell(one.value), cell(one.low), cell(one.high)))
    return out.getvalue()


def _require_fit(sheet: Sheet, digest: str, label_of: Mapping[Key, str]) -> None:
    if not sheet.labels:
        raise BadInput(f"{sheet.path}: no row has a label; write one of {', '.join(CODES)} under `label`")
    if sheet.drawn_from != digest:
        raise BadInput(
            f"{sheet.path}: drawn from other results than there are now; compare the same stories with the same "
            "settings again, or draw another sheet with `compare sample`"
        )
    strange = next((key for key in sheet.labels if key not in label_of), None)
    if strange:
        raise BadInput(f"{sheet.path}: {' '.join(strange)} is no row of the results; keep the ids as they were drawn")


def _labels(sheets: Sequence[Sheet], label_of: Mapping[Key, str], counts: Mapping[str, int]) -> Labels:
    given = [(key, code) for sheet in sheets for key, code in sheet.labels.items()]
    keys = sorted({key for key, _ in given})
    place = {key: number for number, key in enumerate(keys)}
    story = {name: number for number, name in enumerate(sorted({key[0] for key in keys}))}
    row = np.array([place[key] for key, _ in given])
    return Labels(
        np.array([VERDICTS.index(label_of[key]) for key, _ in given]),
        np.array([CODES.index(code) for _, code in given]),
        row,
        np.array([story[key[0]] for key, _ in given]),
        1 / np.bincount(row)[row],
        np.array([counts.get(label, 0) for label in VERDICTS], dtype=np.float64),
    )


def _samples(clusters: npt.NDArray[np.int64], draws: int) -> list[Floats]:
    """How often each label is in each bootstrap sample of the clusters; the first is the sheet itself."""
    names, index = np.unique(clusters, return_inverse=True)
    random = np.random.default_rng(SEED)
    times = [np.bincount(random.integers(0, len(names), len(names)), minlength=len(names)) for _ in range(draws)]
    return [np.ones(len(clusters)), *(one[index].astype(np.float64) for one in times)]


def _questions(labels: Labels) -> list[tuple[str, str, Mask, Mask]]:
    """Measure, verdict, which labels count and of which."""
    claim = labels.code != CODES.index("no_claim")
    asked = []
    for code in _CLAIM_CODES:
        called, so = labels.verdict == VERDICTS.index(code), labels.code == CODES.index(code)
        asked.append(("right", code, called & so, called & claim))
        asked.append(("found", code, called & so, so))
        asked.append(("share", code, so, claim))
    return [*asked, ("no_claim", "", ~claim, np.ones_like(claim))]


def _estimate(
    labels: Labels,
    clusters: npt.NDArray[np.int64],
    samples: Sequence[Floats],
    measure: str,
    verdict: str,
    hit: Mask,
    of: Mask,
) -> Estimate:
    drawn = np.array([[_weighted(labels, times, hit, of, within=measure == "right")] for times in samples])
    value = drawn[0]
    low, high = widened(value, *ends(drawn[1:]), np.array([len(np.unique(clusters[of]))]))
    stories = len(np.unique(labels.story[of]))
    return Estimate(measure, verdict, int(of.sum()), stories, float(value[0]), float(low[0]), float(high[0]))


def _weighted(labels: Labels, times: Floats, hit: Mask, of: Mask, *, within: bool) -> float:
    """The share, each label standing for its part of the population; ``within`` one verdict no other is needed."""
    weight = times * labels.weight
    seen = np.bincount(labels.verdict, weight, len(VERDICTS))
    if not within and ((seen == 0) & (labels.population > 0)).any():
        return float("nan")
    weight = weight * (labels.population / np.maximum(seen, 1e-9))[labels.verdict]
    total = weight[of].sum()
    return float(weight[hit].sum() / total) if total > 0 else float("nan")


def _called(labels: Labels, place: int) -> Estimate:
    """The program's own share, which is counted and needs no interval."""
    none, total = float("nan"), labels.population.sum()
    return Estimate("called", VERDICTS[place], int(total), 0, float(labels.population[place] / total), none, none)


def _alpha(labels: Labels, clusters: npt.NDArray[np.int64], samples: Sequence[Floats]) -> Estimate:
    """Over the rows that at least two coders have labelled."""
    both = labels.weight < 1
    rows, row = np.unique(labels.row[both], return_inverse=True)
    counts = np.zeros((len(rows), len(CODES)))
    np.add.at(counts, (row, labels.code[both]), 1)
    first = np.unique(labels.row, return_index=True)[1][rows]
    drawn = np.array([[krippendorff_alpha(counts, times[first])] for times in samples])
    low, high = ends(drawn[1:])
    return Estimate(
        "alpha", "", len(rows), len(np.unique(labels.story[both])), float(drawn[0, 0]), float(low[0]), float(high[0])
    )


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
