"""PropSegmEnt judged cluster by cluster, by models and a threshold of the other clusters."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from coverage_fit import fit
from labelled import Example
from sklearn.metrics import average_precision_score, roc_auc_score


@dataclass(frozen=True)
class Cluster:
    """Judged propositions of one PropSegmEnt cluster; ``called`` by the threshold of the other clusters."""

    values: np.ndarray
    answers: np.ndarray
    called: np.ndarray
    hits: tuple[bool, ...]


def judge_propositions(examples: Sequence[Example]) -> list[Cluster]:
    """PropSegmEnt, each cluster by models and a threshold of the others."""
    groups = sorted({example.group for example in examples if example.group.startswith("propsegment")})
    held = {group: proposition_fold(examples, group) for group in groups}
    clusters = []
    for group in groups:
        others = [held[other] for other in groups if other != group]
        cut = balanced_cut(np.concatenate([p for p, _ in others]), np.concatenate([t for _, t in others]))
        hits = tuple(one.hit for one in examples if one.group == group and one.hit is not None)
        clusters.append(Cluster(*held[group], held[group][0] >= cut, hits))
    return clusters


def proposition_figures(clusters: Sequence[Cluster]) -> dict[str, float]:
    """PropSegmEnt, pooled."""
    values, answers, called = (
        np.concatenate([getattr(cluster, name) for cluster in clusters]) for name in ("values", "answers", "called")
    )
    return {
        "PropSegmEnt AUC": float(roc_auc_score(answers, values)),
        "PropSegmEnt average precision": float(average_precision_score(answers, values)),
        "PropSegmEnt balanced accuracy": balanced(answers, called),
        "PropSegmEnt support hit@1": float(np.mean([hit for cluster in clusters for hit in cluster.hits])),
    }


def proposition_fold(examples: Sequence[Example], group: str) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and answers of one cluster."""
    train = [example for example in examples if example.group != group]
    test = [example for example in examples if example.group == group]
    values = fit(train, "stated").probability(np.stack([example.features for example in test]))
    return values, np.array([example.stated for example in test])


def balanced_cut(values: np.ndarray, answers: np.ndarray) -> float:
    """The threshold with the best balanced accuracy."""
    return float(max(np.unique(values), key=lambda cut: balanced(answers, values >= cut)))


def balanced(truth: np.ndarray, called: np.ndarray) -> float:
    """Mean of the two recalls."""
    return float((np.mean(called[truth]) + np.mean(~called[~truth])) / 2)
