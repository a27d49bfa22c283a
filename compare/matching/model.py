"""The learned numbers: small logistic models as readable JSON, applied with numpy alone.

``data/coverage_model.json`` is written by ``scripts/train_coverage.py``; it holds, for the default model with its
reader and for any other encoder, the coefficients, the feature names they belong to, the thresholds, what they were
trained on and the held-out scores.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from compare.errors import JobFailed

__all__ = ["READER_SHARE", "CoverageModel", "Logistic", "Thresholds", "load_model", "log_odds", "trained_on"]

_FILE = "coverage_model.json"
# The reader's share of the log-odds, chosen on machine-labelled stories that neither model learned from, by the sum of
# both AUCs: with .5, .65, .75, .85 and 1 present .9221 .9234 .9238 .9240 .9237, stated .9479 .9485 .9483 .9480 .9473.
READER_SHARE = 0.75
_LEAST = 1e-4  # of a probability, so that its log-odds are finite


def log_odds(probability: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Of probabilities of any shape; finite, as 0 and 1 count as .0001 and .9999."""
    inside = np.clip(np.asarray(probability, dtype=np.float64), _LEAST, 1 - _LEAST)
    return np.asarray(np.log(inside / (1 - inside)))


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression on standardised features.

    Attributes:
        curve: a, b, c of beta calibration (Kull, Silva Filho and Flach, 2017): the log-odds that are given are
            a ln p − b ln(1 − p) + c of the regression's p; 1, 1, 0 leave it as it is.
    """

    features: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    curve: tuple[float, float, float] = (1.0, 1.0, 0.0)

    def probability(
        self, table: npt.NDArray[np.float64], beside: npt.NDArray[np.float64] | None = None
    ) -> npt.NDArray[np.float64]:
        """(n,) of a table of (n, features); ``beside`` are the reader's log-odds, which count by their share."""
        standard = (table - np.array(self.mean)) / np.array(self.scale)
        odds = standard @ np.array(self.coefficients) + self.intercept
        if beside is not None:
            odds = (1 - READER_SHARE) * odds + READER_SHARE * beside
        a, b, c = self.curve
        return np.asarray(1 / (1 + np.exp(a * np.logaddexp(0, -odds) - b * np.logaddexp(0, odds) - c)))

    @classmethod
    def from_record(cls, record: Mapping[str, Any], features: Sequence[str], file: str = _FILE) -> "Logistic":
        """Read a model of a JSON file; its features must be those that the code computes, in the same order."""
        if tuple(record["features"]) != tuple(features):
            raise JobFailed(f"{file}: its features are not the program's; install the program again")
        numbers = (tuple(float(value) for value in record[key]) for key in ("mean", "scale", "coefficients"))
        mean, scale, coefficients = numbers
        a, b, c = (float(value) for value in record.get("curve", (1, 1, 0)))
        return cls(tuple(features), mean, scale, coefficients, float(record["intercept"]), (a, b, c))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a probability becomes a label; chosen on held-out folds by the rule in docs/method.md.

    Attributes:
        absent: below this ``p_present`` the label is ``absent``.
        present: from this ``p_present`` on it is ``partly``; between the two it is ``unclear``.
        stated: from this ``p_stated`` on it is ``stated``.
        claim: sentences whose mean probability to be one claim is above this are one.
    """

    absent: float
    present: float
    stated: float
    claim: float


@dataclass(frozen=True, slots=True)
class CoverageModel:
    """The four models and their thresholds.

    Attributes:
        present, stated: of a sentence beside an article.
        link: do two sentences tell of the same? It helps to set figures beside each other.
        claim: do they state the same claim?
    """

    present: Logistic
    stated: Logistic
    link: Logistic
    claim: Logistic
    thresholds: Thresholds


@cache
def load_model(
    features: tuple[str, ...],
    link_features: tuple[str, ...],
    claim_features: tuple[str, ...],
    strictness: str = "standard",
    *,
    read: bool = True,
) -> CoverageModel:
    """The model that ships with the package, with the threshold of ``absent`` that a strictness asks for.

    Args:
        features: the columns that the code computes.
        link_features: the same of pairs of sentences.
        claim_features: the same of pairs that may state one claim.
        strictness: strict, standard or lenient.
        read: whether the vectors are the default model's, which the reader reads too; another encoder has the
            regression alone, learned from the published MiniLM's vectors.
    """
    record = _record()["models"]["reader" if read else "features"]
    thresholds = {**record["thresholds"], "absent": record["thresholds"]["absent"][strictness]}
    return CoverageModel(
        present=Logistic.from_record(record["present"], features),
        stated=Logistic.from_record(record["stated"], features),
        link=Logistic.from_record(record["link"], link_features),
        claim=Logistic.from_record(record["claim"], claim_features),
        thresholds=Thresholds(**thresholds),
    )


def trained_on() -> frozenset[str]:
    """Ids of the stories whose labels the shipped model has seen: they calibrated it."""
    return frozenset(_record()["models"]["reader"]["trained_on"]["gold_stories"])


@cache
def _record() -> dict[str, Any]:
    text = resources.files("compare").joinpath("data", _FILE).read_text(encoding="utf-8")
    record: dict[str, Any] = json.loads(text)
    return record
