"""Sentences as vectors: one forward pass gives the sentence vector and its words' vectors.

Only the vectors of content words are kept: they are what coverage weighs (matching/features.py), and they are
half of a sentence. Vectors are unit length, rounded to half precision at once, so that a cached run and a fresh
one read the same numbers (the rounding moves a cosine by less than 0.0005).
"""

import ctypes
import os
import struct
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from compare.matching.cache import Store, entry_key
from compare.matching.forward import ForwardPass, threads_kept
from compare.matching.weights import BUNDLED, device, load_transformer, model_folder, weights_sha256
from compare.program_source import source_sha256
from compare.settings import DEFAULT_MODEL, cores
from compare.text.words import content_words

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = [
    "WORTH_RECORDING",
    "Encoder",
    "Encoding",
    "SentenceTransformerEncoder",
    "encode_cached",
    "encoding_format",
    "threads",
]

# Part of every key: what an encoding follows from besides the weights. Which words are content words is in it too.
_PROGRAM = (
    "matching/encode.py",
    "matching/forward.py",
    "matching/network.py",
    "matching/pooling.py",
    "matching/weights.py",
    "text/words.py",
)
_FORMAT = f"encoding/6-{source_sha256(_PROGRAM)[:16]}-{'-'.join(map(version, ('torch', 'transformers', 'tokenizers')))}"

Halves = npt.NDArray[np.float16]
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Encoding:
    """Vectors of one sentence.

    Attributes:
        vector: (d,) of the sentence, unit length.
        spans: (n, 2) of its content words, offsets into the sentence.
        word_vectors: (n, d), unit length, in context.
    """

    vector: Halves
    spans: npt.NDArray[np.int32]
    word_vectors: Halves

    def to_bytes(self) -> bytes:
        """Compact form for the cache."""
        head = struct.pack("<II", len(self.spans), len(self.vector))
        return head + self.vector.tobytes() + self.spans.astype("<i4").tobytes() + self.word_vectors.tobytes()

    @classmethod
    def from_bytes(cls, payload: bytes) -> "Encoding":
        """Inverse of ``to_bytes``."""
        words, size = struct.unpack_from("<II", payload)
        vector = np.frombuffer(payload, "<f2", size, 8)
        spans = np.frombuffer(payload, "<i4", words * 2, 8 + 2 * size).reshape(words, 2)
        vectors = np.frombuffer(payload, "<f2", words * size, 8 + 2 * size + 8 * words).reshape(words, size)
        return cls(vector, spans, vectors)


class Encoder(Protocol):
    """Anything that turns sentences into encodings."""

    @property
    def name(self) -> str:
        """What the user calls the model."""
        ...

    @property
    def sha256(self) -> str:
        """Digest of the weights: part of every cache key, written into ``run.json``."""
        ...

    def encode(self, texts: Sequence[str], advance: Callable[[int], None] = ...) -> list[Encoding]:
        """One encoding a text, in the order given. ``advance`` is told how many more are done."""
        ...


def encoding_format() -> str:
    """Part of the key of an encoding and of what is made of it: program, packages and device.

    The last digits of a GPU's vectors are others than those of a CPU's.
    """
    return f"{_FORMAT}-{_place()}"


def encode_cached(
    texts: Sequence[str], encoder: Encoder, store: Store, advance: Callable[[int], None] = lambda _: None
) -> dict[str, Encoding]:
    """Encodings of the distinct texts, from the store where it has them."""
    distinct = sorted(set(texts))
    maker = encoding_format()
    keys = {text: entry_key(maker, encoder.sha256, text) for text in distinct}
    found = store.get(keys.values())
    known = {text: Encoding.from_bytes(found[key]) for text, key in keys.items() if key in found}
    missing = [text for text in distinct if text not in known]
    if missing:
        fresh = dict(zip(missing, encoder.encode(missing, advance), strict=True))
        store.put({keys[text]: encoding.to_bytes() for text, encoding in fresh.items()})
        known |= fresh
    return known


class SentenceTransformerEncoder:
    """A sentence-transformers model: a bundled one by its name, else any name or folder that the library loads."""

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        """Find the weights; load nothing until ``encode``.

        Raises:
            UnknownName: no such folder, and no such model in the library's cache or on its hub.
            JobFailed: the package of the bundled weights and their tokeniser is not installed.
        """
        self.name = name
        self.folder = model_folder(name)
        self._taken = 0

    @cached_property
    def sha256(self) -> str:
        """Of the weights; a bundled model's are checked on the way."""
        return weights_sha256(self.name, self.folder)

    @threads_kept()
    def encode(self, texts: Sequence[str], advance: Callable[[int], None] = lambda _: None) -> list[Encoding]:
        """Encode in batches that leave no trace: a text's vectors are the same bits whatever its batch mates.

        A sum depends on the shape it is taken over and on the threads that share it. So every text is padded to the
        next multiple of ``_STEP`` word pieces, which its own length decides and not its company's, and a batch holds
        texts of one such length on one thread; threads take a batch each instead. Measured on 200 sentences in
        batches of 1 to 32: no bit differs.
        """
        from concurrent.futures import ThreadPoolExecutor

        self._taken += len(texts)
        model, forward = self._model, self._recorded if self._taken >= WORTH_RECORDING else self._stepwise
        tokens = model.tokenizer(
            list(texts),
            truncation=True,
            max_length=model.max_seq_length,
            return_offsets_mapping=True,
            return_overflowing_tokens=True,
        )
        pieces, owners = tokens["input_ids"], tokens["overflow_to_sample_mapping"]
        words_of = [content_words(text) for text in texts]
        batches = _batches([len(row) for row in pieces], [texts[owner] for owner in owners], forward.always_masks)

        def encode_batch(batch: list[int]) -> list[Encoding]:
            rows = [pieces[index] for index in batch]
            vectors, words = forward(rows, _padded(len(rows[0])))
            return [
                _pool(words_of[owners[index]], vectors[row], words[row], tokens["offset_mapping"][index])
                for row, index in enumerate(batch)
            ]

        parts: dict[int, list[tuple[int, Encoding]]] = {}
        with ThreadPoolExecutor(threads()) as pool:
            for batch, made in zip(batches, pool.map(encode_batch, batches), strict=True):
                for index, encoding in zip(batch, made, strict=True):
                    parts.setdefault(owners[index], []).append((index, encoding))
                advance(sum(index == 0 or owners[index] != owners[index - 1] for index in batch))
        return [_whole(parts[index], pieces) for index in range(len(texts))]

    @cached_property
    def _model(self) -> "SentenceTransformer":
        return load_transformer(self.name, self.folder)

    @cached_property
    def _recorded(self) -> ForwardPass:
        return ForwardPass(self._model, trace=self.name in BUNDLED)

    @cached_property
    def _stepwise(self) -> ForwardPass:
        return ForwardPass(self._model, trace=False)


# Texts that a process encodes before its network is recorded (matching/forward.py). Beside the parser that takes a
# second, and saves some 2 ms a sentence: first run of the demo, 160 sentences, 13.3 s with it at once and 11.7 without;
# twelve stories, 1,116 sentences, 25.9 and 27.9 s.
WORTH_RECORDING = 400
_BATCH = 32
# Word pieces. Thirteen stories one by one, sentences a second beside a bare encode of all at once: 1 (no padding,
# thrice the batches) 0.84, 4 1.09, 8 1.19.
_STEP = 8


def threads() -> int:
    """Cores to use: OMP_NUM_THREADS where set, as torch itself reads it."""
    set_to = os.environ.get("OMP_NUM_THREADS", "")
    if set_to.isdigit():
        return max(1, int(set_to))
    return cores()


@cache
def _place() -> str:
    """``cpu`` or ``cuda``. Torch, which a cached run does without, is loaded to tell only where it may see a GPU."""
    return device() if not version("torch").endswith("+cpu") and _has_gpu_driver() else "cpu"


def _has_gpu_driver() -> bool:
    """Whether there is NVIDIA's, or AMD's, whose GPUs torch calls ``cuda`` too."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return Path("/dev/kfd").exists()
    return True


def _padded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _batches(lengths: Sequence[int], texts: Sequence[str], always_masks: bool) -> list[list[int]]:
    """Indices of texts of equal padded length, the longest first, at most ``_BATCH`` together.

    Texts that need no padding keep to themselves, unless the network masks them all the same: without a mask another
    kernel does the attention.
    """
    groups: dict[tuple[int, bool], list[int]] = {}
    for index in sorted(range(len(lengths)), key=lambda index: (-lengths[index], texts[index])):
        padded = _padded(lengths[index])
        groups.setdefault((padded, always_masks or lengths[index] == padded), []).append(index)
    return [group[first : first + _BATCH] for group in groups.values() for first in range(0, len(group), _BATCH)]


def _whole(parts: Sequence[tuple[int, Encoding]], pieces: Sequence[Sequence[int]]) -> Encoding:
    """A text from its parts, each with its row; most texts have one.

    A text longer than the model reads at once (256 word pieces) goes through part by part, so that nothing of it is
    lost: a claim at the end of such a sentence would else be called absent. Its vector is the mean of its parts'.
    """
    if len(parts) == 1:
        return parts[0][1]
    ordered = sorted(parts, key=lambda part: part[0])
    vector = sum(part.vector.astype(np.float32) * len(pieces[row]) for row, part in ordered)
    spans, words = (np.concatenate([getattr(part, name) for _, part in ordered]) for name in ("spans", "word_vectors"))
    _, first = np.unique(spans, axis=0, return_index=True)  # a word on the border is in two parts
    return Encoding(_unit(np.asarray(vector)).astype("<f2"), spans[first], words[first])


def _pool(
    content: Sequence[tuple[int, int]], sentence: Singles, tokens: Singles, offsets: Sequence[tuple[int, int]]
) -> Encoding:
    """Mean of the word pieces of each content word that is among these pieces."""
    spans: list[tuple[int, int]] = []
    edges: list[int] = []  # first piece of a word and the one after its last
    first = 0
    for start, end in content:
        while first < len(offsets) and offsets[first][1] <= start:
            first += 1
        last = first
        while last < len(offsets) and offsets[last][0] < end and offsets[last][1] > start:
            last += 1
        if last > first:
            spans.append((start, end))
            edges += [first, last]
    matrix = np.add.reduceat(tokens, edges, axis=0)[::2] if edges else tokens[:0].copy()
    # A sum of pieces has the direction of their mean, and is made a unit vector.
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return Encoding(_unit(sentence).astype("<f2"), np.array(spans, dtype=np.int32).reshape(-1, 2), matrix.astype("<f2"))


def _unit(vector: Singles) -> Singles:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
