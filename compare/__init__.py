"""compare: which claims appear only in some outlets' articles on one news story, and where their figures differ.

    from compare import compare_story, frame, load_story

    comparison = compare_story(load_story("maduro-call"))
    frame(comparison, "claims")

Importing the package loads nothing heavy; each name is fetched when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compare.errors import CompareError as CompareError
    from compare.output.frames import frame as frame
    from compare.output.results import read_results as read_results
    from compare.output.results import write_results as write_results
    from compare.pipeline import compare_story as compare_story
    from compare.records import Article as Article
    from compare.records import Comparison as Comparison
    from compare.records import Story as Story
    from compare.settings import Settings as Settings
    from compare.sources.corpus import load_articles as load_articles
    from compare.sources.corpus import load_story as load_story

_HOMES = {
    "Article": "compare.records",
    "CompareError": "compare.errors",
    "Comparison": "compare.records",
    "Settings": "compare.settings",
    "Story": "compare.records",
    "compare_story": "compare.pipeline",
    "frame": "compare.output.frames",
    "load_articles": "compare.sources.corpus",
    "load_story": "compare.sources.corpus",
    "read_results": "compare.output.results",
    "write_results": "compare.output.results",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the module protocol (PEP 562)
    if name not in _HOMES:
        message = f"module 'compare' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
