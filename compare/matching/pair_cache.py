"""Pairs of articles that were matched before: when an outlet is added, only its own pairs are new."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

import numpy as np

from compare.matching.cache import Store, entry_key
from compare.matching.encode import encoding_format
from compare.matching.features import PairFeatures
from compare.matching.passages import Passages
from compare.program_source import source_sha256

__all__ = ["PairCache"]

Matched = tuple[PairFeatures, PairFeatures]  # both ways
_WAYS = ("there", "here")
# What a pair's numbers follow from besides the weights and the parse. Their text is part of every key, so that a
# changed line of the method never meets numbers of the old one.
_PROGRAM = (
    "matching/encode.py",
    "matching/features.py",
    "matching/figure_forms.py",
    "matching/figure_intervals.py",
    "matching/figure_judgement.py",
    "matching/figure_periods.py",
    "matching/forward.py",
    "matching/name_forms.py",
    "matching/network.py",
    "matching/pair_cache.py",
    "matching/passages.py",
    "matching/pooling.py",
    "matching/reader.py",
    "matching/weights.py",
    "text/assertion_words.py",
    "text/assertions.py",
    "text/debris_forms.py",
    "text/figure_month_names.py",
    "text/figure_units.py",
    "text/units.py",
    "text/words.py",
)


@dataclass(frozen=True, slots=True)
class PairCache:
    """Features of pairs in a store, about 50 KB a pair of thirty sentences each.

    Attributes:
        store: where they are kept.
        encoder, parser, reader: digests or names of what made the vectors, the parse and the reading.
    """

    store: Store
    encoder: str
    parser: str
    reader: str

    def get(self, pairs: Mapping[tuple[str, str], tuple[Passages, Passages]]) -> dict[tuple[str, str], Matched]:
        """Those of the pairs, by their outlets, that are kept; the order of the two articles counts."""
        keys = self._keys(pairs)
        found = self.store.get(keys.values())
        return {pair: _read(found[key]) for pair, key in keys.items() if key in found}

    def put(
        self,
        pairs: Mapping[tuple[str, str], tuple[Passages, Passages]],
        matched: Mapping[tuple[str, str], Matched],
    ) -> None:
        """Keep the features of pairs, all or none."""
        keys = self._keys({pair: pairs[pair] for pair in matched})
        self.store.put({keys[pair]: _write(made) for pair, made in matched.items()})

    def _keys(self, pairs: Mapping[tuple[str, str], tuple[Passages, Passages]]) -> dict[tuple[str, str], bytes]:
        maker = f"{_SOURCE} {np.__version__} {encoding_format()} {self.encoder} {self.parser} {self.reader}"
        read = {
            outlet: _digest(side) for pair, sides in pairs.items() for outlet, side in zip(pair, sides, strict=True)
        }
        return {(a, b): entry_key("pair/1", maker, f"{read[a]} {read[b]}") for a, b in pairs}


_FIGURE = attrgetter("rows", *(f"figure.{name}" for name in ("kind", "low", "high", "unit", "bound", "surface")))
_SOURCE = source_sha256(_PROGRAM)  # at import: what is edited later is not what runs


def _digest(side: Passages) -> str:
    """Of an article's sentences, and of the figures that may be found in another form."""
    figures = [_FIGURE(one) for one in side.figure_words]
    return hashlib.sha256("\0".join([*(one.text for one in side.sentences), repr(figures)]).encode()).hexdigest()


def _names(way: str) -> Iterable[tuple[str, str]]:
    return ((f"{way}.{field.name}", field.name) for field in fields(PairFeatures))


def _write(matched: Matched) -> bytes:
    from safetensors.numpy import save

    arrays = {
        name: np.ascontiguousarray(getattr(features, field))
        for way, features in zip(_WAYS, matched, strict=True)
        for name, field in _names(way)
        if getattr(features, field) is not None
    }
    return bytes(save(arrays))


def _read(payload: bytes) -> Matched:
    from safetensors.numpy import load

    arrays = load(payload)
    there, here = (_features({field: arrays[name] for name, field in _names(way) if name in arrays}) for way in _WAYS)
    return there, here


def _features(arrays: dict[str, Any]) -> PairFeatures:
    return PairFeatures(**arrays)
