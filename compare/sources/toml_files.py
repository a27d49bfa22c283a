"""What ``story.toml`` and ``outlets.toml`` have in common: ids, how a file is read, and how a problem is told."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.errors import StoryError
from compare.sources.formats import LARGEST_FILE

__all__ = ["ID_PATTERN", "LONGEST_FIELD", "Problem", "first_of", "is_text", "read_toml"]

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
LONGEST_FIELD = 10_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a story on disk, printed as ``path: field: fact``."""

    path: str
    field: str
    fact: str

    def __str__(self) -> str:
        """The line that the user sees."""
        return f"{self.path}: {self.field}: {self.fact}"


def first_of(problems: Sequence[Problem], story: str = "") -> str:
    """The first problem, how many more there are, and which command shows those of a story."""
    command = f": `compare check {story}`" if story else ""
    more = f" (and {len(problems) - 1} more{command})" if len(problems) > 1 else ""
    return f"{problems[0]}{more}"


def read_toml(path: Path) -> dict[str, Any]:
    """The table of a TOML file.

    Raises:
        StoryError: it cannot be read, or is none; the message is the fact.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise StoryError(f"over {LARGEST_FILE:,} bytes")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad begins files with a mark
    except tomllib.TOMLDecodeError as error:
        raise StoryError(f"not TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise StoryError("not UTF-8") from error
    except RecursionError as error:
        raise StoryError("nested too deeply") from error
    except OSError as error:
        raise StoryError(f"cannot be read: {error.strerror}") from error


def is_text(value: object, *, empty: bool = False) -> bool:
    """Whether a value is a text of a usable length."""
    return isinstance(value, str) and len(value) <= LONGEST_FIELD and (empty or bool(value.strip()))
