"""Every adjustable value of a run, with its reason. A run writes the settings that it used into ``run.json``."""

from dataclasses import dataclass

__all__ = ["DEFAULT_MODEL", "Settings"]

DEFAULT_MODEL = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one comparison.

    Attributes:
        model: sentence-transformers name or folder; the default's weights come with a package.
    """

    model: str = DEFAULT_MODEL
