"""Claim grouping judged as grouping, on the claims and answers sets of ../shared, which trained nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from coverage_fit import f1
from labelled import ClaimsStory, Matcher
from sklearn.metrics import adjusted_rand_score

from compare.matching.cache import NoCache
from compare.matching.claims import group_sentences
from compare.matching.coverage import claim_probabilities, shipped_model
from compare.records import Article


@dataclass(frozen=True)
class Grouping:
    """One story's sentences with their true and found claims.

    Attributes:
        same, found: of every pair of sentences of two outlets, whether it is one claim, in truth and as found.
        alone, found_alone: of every sentence, whether no other outlet's sentence is in its claim.
    """

    group: str
    truth: tuple[str, ...]
    clusters: tuple[int, ...]
    same: np.ndarray
    found: np.ndarray
    alone: np.ndarray
    found_alone: np.ndarray


@dataclass(frozen=True)
class Answers:
    """The pairs of one question's answers: how likely they say the same, and whether they do."""

    group: str
    values: np.ndarray
    same: np.ndarray


def judge_claims(stories: Sequence[ClaimsStory]) -> list[Grouping]:
    """Every story grouped as ``compare run`` groups it; the model and its threshold never saw any of them."""
    return [group_story(story, shipped_model().thresholds.claim) for story in stories]


def group_story(story: ClaimsStory, threshold: float) -> Grouping:
    """The claims of one story."""
    sentences = [sentence for sentence in story.sentences if sentence.is_claim]
    groups = group_sentences(sentences, story.matches, threshold, NoCache())
    place = {sentence.id: number for number, group in enumerate(groups) for sentence in group}
    clusters = tuple(place[sentence.id] for sentence in sentences)
    truth = tuple(story.clusters[sentence.id] for sentence in sentences)
    pairs = [(i, j) for i, j in combinations(range(len(sentences)), 2) if sentences[i].outlet != sentences[j].outlet]
    outlets = [sentence.outlet for sentence in sentences]
    return Grouping(
        story.name,
        truth,
        clusters,
        np.array([truth[i] == truth[j] for i, j in pairs]),
        np.array([clusters[i] == clusters[j] for i, j in pairs]),
        alone_in(truth, outlets),
        alone_in(clusters, outlets),
    )


def alone_in(clusters: Sequence[str | int], outlets: Sequence[str]) -> np.ndarray:
    """Of every sentence, whether its cluster has one outlet only."""
    members: dict[str | int, set[str]] = {}
    for cluster, outlet in zip(clusters, outlets, strict=True):
        members.setdefault(cluster, set()).add(outlet)
    return np.array([len(members[cluster]) == 1 for cluster in clusters])


def claims_scores(judged: Sequence[Grouping]) -> dict[str, float]:
    """Pair F1 over outlets, adjusted Rand index (mean over stories), F1 of exclusive."""
    return {
        "claims pair F1": f1(joined(judged, "same"), joined(judged, "found")),
        "claims ARI": float(np.mean([adjusted_rand_score(one.truth, one.clusters) for one in judged])),
        "claims exclusive F1": f1(joined(judged, "alone"), joined(judged, "found_alone")),
    }


def joined(judged: Sequence[Grouping], column: str) -> np.ndarray:
    """A column of all stories."""
    return np.concatenate([getattr(one, column) for one in judged])


def judge_answers(path: Path, field: str, match: Matcher) -> list[Answers]:
    """Every pair of answers to one question; an answer of several sentences counts by its best pair.

    ``field`` is ``answer``, the annotated words, or ``text``, the sentence that they stand in. An answer in which
    nothing is left to compare is the same as no other.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    judged = []
    for question in sorted({(row["story"], row["qid"]) for row in rows}):
        asked = [row for row in rows if (row["story"], row["qid"]) == question]
        names = [f"answer-{number}" for number in range(len(asked))]
        texts = [" ".join(row[field].split()) for row in asked]
        matches = match(tuple(Article(name, text, "") for name, text in zip(names, texts, strict=True)))
        directed = {(found.outlet, found.other_outlet): found for found in matches}
        pairs = list(combinations(range(len(asked)), 2))
        values = [
            float(claim_probabilities(directed[names[i], names[j]], directed[names[j], names[i]]).max())
            if (names[i], names[j]) in directed
            else 0.0
            for i, j in pairs
        ]
        same = np.array([asked[i]["cluster"] == asked[j]["cluster"] for i, j in pairs])
        judged.append(Answers("-".join(question), np.array(values), same))
    return judged
