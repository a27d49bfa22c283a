"""Gold labels beside the program's verdicts: how right is coverage, and how right are two plain baselines?"""

import csv
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import numpy.typing as npt

from compare.errors import BadInput
from compare.matching.coverage import ArticleMatch, label_of, probabilities
from compare.matching.model import CoverageModel
from compare.records import Sentence, Story

__all__ = ["CoverageScores", "GoldRow", "Judgement", "judge_gold", "precision_at_recall", "read_gold_coverage", "score"]

_GOLD_COLUMNS = ("outlet", "start", "end", "other_outlet", "label", "evidence")
_GOLD_LABELS = ("stated", "partly", "absent", "no_claim")

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A hand label: does ``other_outlet`` state the sentence at ``start``? ``evidence`` are spans of its text."""

    outlet: str
    start: int
    end: int
    other_outlet: str
    label: str
    evidence: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A gold row and what was computed for it.

    Attributes:
        group: the story, the unit over which folds and intervals are taken.
        hit: whether the best evidence overlaps a gold passage; None where the gold has none.
        cosine, tfidf: the highest similarity of the sentence with any of the other article: the plain baselines.
        sentence_id: of the sentence judged.
    """

    group: str
    gold: str
    label: str
    p_present: float
    p_stated: float
    hit: bool | None
    cosine: float
    tfidf: float
    sentence_id: str = ""


@dataclass(frozen=True, slots=True)
class CoverageScores:
    """Scores over ``n`` judgements: F1 at the model's thresholds, ``absent_precision_70`` at recall .70 of absent."""

    n: int
    present_auc: float
    stated_auc: float
    present_f1: float
    stated_f1: float
    hit: float
    absent_precision: float
    absent_recall: float
    absent_precision_70: float
    absent_precision_75: float
    cosine_present_auc: float
    cosine_stated_auc: float
    tfidf_present_auc: float
    tfidf_stated_auc: float


def read_gold_coverage(story: Story) -> tuple[GoldRow, ...]:
    """The rows of ``gold/coverage.csv``.

    Raises:
        BadInput: no such file, or a row that can't be read, named by line.
    """
    shown = f"{story.id}/gold/coverage.csv"
    path = story.folder / "gold" / "coverage.csv"
    if not path.is_file():
        raise BadInput(f"{shown}: no such file; this story has no hand labels to evaluate against")
    known = {"", *(reference.outlet for reference in story.articles), *(one.id for one in story.left_out)}
    with path.open(encoding="utf-8-sig", newline="") as file:  # spreadsheets begin files with a mark
        reader = csv.DictReader(file)
        try:
            if tuple(reader.fieldnames or ()) != _GOLD_COLUMNS:
                raise BadInput(f"{shown}: header: must be {','.join(_GOLD_COLUMNS)}")
            return tuple(_gold_row(shown, number, row, known) for number, row in enumerate(reader, 2))
        except (csv.Error, UnicodeDecodeError) as error:
            raise BadInput(f"{shown}: line {reader.line_num + 1}: cannot be read: {error}") from error


def judge_gold(
    group: str, matches: Sequence[ArticleMatch], gold: Sequence[GoldRow], model: CoverageModel
) -> list[Judgement]:
    """Every gold row that is a claim, with the model's verdict and the baselines.

    Raises:
        BadInput: a gold sentence that is not among the article's sentences.
    """
    directed = {(match.outlet, match.other_outlet): match for match in matches}
    similarity = _tfidf(matches)
    judged_by = cache(partial(probabilities, model=model))
    judged = []
    for row in gold:
        match = directed.get((row.outlet, row.other_outlet))
        if row.label == "no_claim" or match is None:
            continue
        number = _row_number(group, match, row)
        p_present, p_stated = (round(float(values[number]), 4) for values in judged_by(match))
        judged.append(
            Judgement(
                group=group,
                gold=row.label,
                label=label_of(p_stated, p_present, model.thresholds, cut=bool(match.cut)),
                p_present=p_present,
                p_stated=p_stated,
                hit=_hit(match.passages[int(match.pair.evidence[number])], row),
                cosine=float(match.pair.cosine[number].max()),
                tfidf=similarity(match, number),
                sentence_id=match.claims[number].id,
            )
        )
    return judged


def score(judged: Sequence[Judgement]) -> CoverageScores:
    """Scores of judgements, pooled.

    Raises:
        BadInput: labels of one kind only.
    """
    from sklearn.metrics import f1_score, roc_auc_score

    present = np.array([row.gold != "absent" for row in judged])
    stated = np.array([row.gold == "stated" for row in judged])
    if len(set(present)) < 2 or len(set(stated)) < 2:
        raise BadInput("gold/coverage.csv: needs rows labelled stated and rows labelled absent to score")
    column = {
        name: np.array([getattr(row, name) for row in judged]) for name in ("p_present", "p_stated", "cosine", "tfidf")
    }
    label = np.array([row.label for row in judged])
    called = label == "absent"
    hits = [row.hit for row in judged if row.hit is not None]
    return CoverageScores(
        n=len(judged),
        present_auc=float(roc_auc_score(present, column["p_present"])),
        stated_auc=float(roc_auc_score(stated, column["p_stated"])),
        present_f1=float(f1_score(present, np.isin(label, ("stated", "partly")))),
        stated_f1=float(f1_score(stated, label == "stated")),
        hit=float(np.mean(hits)) if hits else float("nan"),
        absent_precision=float(np.mean(~present[called])) if called.any() else float("nan"),
        absent_recall=float(np.mean(called[~present])),
        absent_precision_70=precision_at_recall(~present, -column["p_present"], 0.70),
        absent_precision_75=precision_at_recall(~present, -column["p_present"], 0.75),
        cosine_present_auc=float(roc_auc_score(present, column["cosine"])),
        cosine_stated_auc=float(roc_auc_score(stated, column["cosine"])),
        tfidf_present_auc=float(roc_auc_score(present, column["tfidf"])),
        tfidf_stated_auc=float(roc_auc_score(stated, column["tfidf"])),
    )


def precision_at_recall(truth: npt.NDArray[np.bool_], values: Values, recall: float) -> float:
    """Precision of the highest values where ``recall`` of the true ones is first reached."""
    ordered = truth[np.argsort(-values, kind="stable")]
    found = np.cumsum(ordered)
    place = int(np.argmax(found >= recall * truth.sum()))
    return float(found[place] / (place + 1))


def _gold_row(shown: str, line: int, row: Mapping[str, str], outlets: AbstractSet[str]) -> GoldRow:
    try:
        spans = tuple(_span(part) for part in row["evidence"].split(";") if part)
        if row["label"] not in _GOLD_LABELS:
            raise ValueError(f"label {row['label']!r} is none of {', '.join(_GOLD_LABELS)}")
        for outlet in (row["outlet"], row["other_outlet"]):
            if outlet not in outlets:
                raise ValueError(f"outlet {outlet!r} is none of {', '.join(sorted(outlets - {''}))}")
        return GoldRow(row["outlet"], int(row["start"]), int(row["end"]), row["other_outlet"], row["label"], spans)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadInput(f"{shown}: line {line}: {error}") from error


def _span(text: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    return int(start), int(end)


def _row_number(group: str, match: ArticleMatch, row: GoldRow) -> int:
    for number, sentence in enumerate(match.claims):
        if (sentence.start, sentence.end) == (row.start, row.end):
            return number
    raise BadInput(
        f"{group}/gold/coverage.csv: {row.outlet} {row.start}-{row.end}: not a sentence of the article's text"
    )


def _hit(evidence: Sentence, row: GoldRow) -> bool | None:
    if not row.evidence:
        return None
    return any(start < evidence.end and evidence.start < end for start, end in row.evidence)


def _tfidf(matches: Sequence[ArticleMatch]) -> Callable[[ArticleMatch, int], float]:
    """A function that gives a claim's highest TF-IDF cosine with the other article; idf over the story's sentences."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = sorted({sentence.text for match in matches for sentence in (*match.claims, *match.passages)})
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit(texts)

    def highest(match: ArticleMatch, number: int) -> float:
        claim = vectorizer.transform([match.claims[number].text])
        passages = vectorizer.transform([sentence.text for sentence in match.passages])
        return float((passages @ claim.T).max())

    return highest
