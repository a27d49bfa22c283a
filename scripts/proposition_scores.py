"""PropSegmEnt judged cluster by cluster, by a model and a threshold of the other clusters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from coverage_fit import fit, probabilities
from labelled import Example
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

STRENGTHS = (0.01, 0.03, 0.1)


@dataclass(frozen=True)
class Cluster:
    """Judged propositions of one PropSegmEnt cluster.

    Attributes:
        called: by the threshold of the other clusters.
        shipped: ``p_stated`` of the shipped model, not calibrated, which saw no cluster.
    """

    values: np.ndarray
    answers: np.ndarray
    called: np.ndarray
    shipped: np.ndarray
    hits: tuple[bool, ...]


def judge_propositions(examples: Sequence[Example]) -> list[Cluster]:
    """PropSegmEnt, each cluster by a regression, its strength and a threshold of the others.

    Wikipedia's propositions are no news: the regression has the program's features and the reader's log-odds, and is
    fitted on clusters only.
    Strength and threshold come from clusters that each are judged by the rest of the others. The shipped model, which
    never saw a proposition, is scored beside it.
    """
    groups = sorted({example.group for example in examples if example.group.startswith("propsegment")})
    sets = {group: [example for example in examples if example.group == group] for group in groups}
    shipped = fit(examples, "stated")
    clusters = []
    for group in groups:
        others = {name: rows for name, rows in sets.items() if name != group}
        strength, cut = best_strength(others)
        values = regressed(list(others.values()), sets[group], strength)
        hits = tuple(one.hit for one in sets[group] if one.hit is not None)
        own = probabilities(shipped, sets[group], "stated")
        clusters.append(Cluster(values, answers_of(sets[group]), values >= cut, own, hits))
    return clusters


def best_strength(clusters: Mapping[str, Sequence[Example]]) -> tuple[float, float]:
    """The strength with the best AUC when each cluster is judged by the others, and its best threshold there."""
    truth = np.concatenate([answers_of(rows) for rows in clusters.values()])
    held = {}
    for strength in STRENGTHS:
        parts = []
        for name, rows in clusters.items():
            parts.append(regressed([other for key, other in clusters.items() if key != name], rows, strength))
        held[strength] = np.concatenate(parts)
    best = max(STRENGTHS, key=lambda strength: float(roc_auc_score(truth, held[strength])))
    return best, balanced_cut(held[best], truth)


def regressed(train: Sequence[Sequence[Example]], test: Sequence[Example], strength: float) -> np.ndarray:
    """(tests,) log-odds by a regression fitted on some clusters."""
    rows = [example for cluster in train for example in cluster]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=5000))
    model.fit(np.stack([columns_of(row) for row in rows]), answers_of(rows))
    return np.asarray(model.decision_function(np.stack([columns_of(row) for row in test])))


def columns_of(row: Example) -> np.ndarray:
    """The features, and the reader's log-odds where it has read the row."""
    return row.features if row.odds is None else np.concatenate([row.features, row.odds])


def answers_of(rows: Sequence[Example]) -> np.ndarray:
    """(rows,) whether each is stated."""
    return np.array([row.stated for row in rows])


def proposition_figures(clusters: Sequence[Cluster]) -> dict[str, float]:
    """PropSegmEnt, pooled."""
    values, answers, called, shipped = (
        np.concatenate([getattr(cluster, name) for cluster in clusters])
        for name in ("values", "answers", "called", "shipped")
    )
    return {
        "PropSegmEnt AUC": float(roc_auc_score(answers, values)),
        "PropSegmEnt average precision": float(average_precision_score(answers, values)),
        "PropSegmEnt balanced accuracy": balanced(answers, called),
        "PropSegmEnt AUC of the shipped model": float(roc_auc_score(answers, shipped)),
        "PropSegmEnt support hit@1": float(np.mean([hit for cluster in clusters for hit in cluster.hits])),
    }


def balanced_cut(values: np.ndarray, answers: np.ndarray) -> float:
    """The threshold with the best balanced accuracy."""
    return float(max(np.unique(values), key=lambda cut: balanced(answers, values >= cut)))


def balanced(truth: np.ndarray, called: np.ndarray) -> float:
    """Mean of the two recalls."""
    return float((np.mean(called[truth]) + np.mean(~called[~truth])) / 2)
