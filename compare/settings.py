"""Every adjustable value of a run, with its reason. A run writes the settings that it used into ``run.json``."""

import os
from dataclasses import dataclass

from compare.errors import UnknownName, check_given

__all__ = ["DEFAULT_MODEL", "PLAIN_MODEL", "STRICTNESS", "Settings", "cores"]

# An encoder whose upper three layers, pooling and reader were trained on news (docs/method.md) …
DEFAULT_MODEL = "compare-small"
# … and one of the same shape as it was published, from its package.
PLAIN_MODEL = "all-MiniLM-L6-v2"
STRICTNESS = ("strict", "standard", "lenient")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one comparison.

    Attributes:
        model: ``compare-small``, ``all-MiniLM-L6-v2``, or any sentence-transformers name or folder; the first two
            need no download.
        strictness: how sure ``absent`` has to be; docs/method.md has the precision of each on held-out stories.

    Raises:
        WrongObject: a model that is no text.
        UnknownName: a strictness that there is not.
    """

    model: str = DEFAULT_MODEL
    strictness: str = "standard"

    def __post_init__(self) -> None:
        """Refuse what names no model, and what no threshold was found for."""
        check_given("Settings", self.model, str, f'model as a text, such as "{DEFAULT_MODEL}"')
        if self.strictness not in STRICTNESS:
            raise UnknownName("strictness", self.strictness, STRICTNESS)


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
