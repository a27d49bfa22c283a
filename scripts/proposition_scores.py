"""PropSegmEnt judged cluster by cluster, by a model and a threshold of the other clusters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from coverage_fit import fit, probabilities
from labelled import Example
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, GroupKFold
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
    """PropSegmEnt, each cluster by models and a threshold of the others."""
    groups = sorted({example.group for example in examples if example.group.startswith("propsegment")})
    held = {group: proposition_fold(examples, group) for group in groups}
    shipped = fit(examples, "stated")
    clusters = []
    for group in groups:
        others = [held[other] for other in groups if other != group]
        cut = balanced_cut(np.concatenate([p for p, _ in others]), np.concatenate([t for _, t in others]))
        hits = tuple(one.hit for one in examples if one.group == group and one.hit is not None)
        own = probabilities(shipped, [one for one in examples if one.group == group], "stated")
        clusters.append(Cluster(*held[group], held[group][0] >= cut, own, hits))
    return clusters


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


def proposition_fold(examples: Sequence[Example], group: str) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds and answers of one cluster, by a regression of the program's features fitted on the other clusters.

    Wikipedia's propositions are no news: the shipped models, which never saw any, are scored beside it. How strongly
    the regression is held back is chosen inside the other clusters.
    """
    train = [example for example in examples if example.group.startswith("propsegment") and example.group != group]
    test = [example for example in examples if example.group == group]
    groups = [example.group for example in train]
    search = GridSearchCV(
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000)),
        {"logisticregression__C": STRENGTHS},
        scoring="roc_auc",
        cv=GroupKFold(len(set(groups))),
    )
    search.fit(np.stack([e.features for e in train]), [e.stated for e in train], groups=groups)
    return search.decision_function(np.stack([e.features for e in test])), np.array([e.stated for e in test])


def balanced_cut(values: np.ndarray, answers: np.ndarray) -> float:
    """The threshold with the best balanced accuracy."""
    return float(max(np.unique(values), key=lambda cut: balanced(answers, values >= cut)))


def balanced(truth: np.ndarray, called: np.ndarray) -> float:
    """Mean of the two recalls."""
    return float((np.mean(called[truth]) + np.mean(~called[~truth])) / 2)
