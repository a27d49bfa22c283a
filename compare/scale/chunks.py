"""What travels between the coordinator and its workers: text in, tables out, never vectors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from compare.records import Article, Story
from compare.settings import Settings

if TYPE_CHECKING:
    from compare.matching.encode import Encoder
    from compare.text.parse import Parser

__all__ = ["Chunk", "Outcome", "StoryText", "Tools", "cut_chunks", "one_by_one"]

# About 900 sentences: enough of each length for full batches, while their encodings (11 KB each) and parses stay
# near 15 MB; it is also what a worker that is killed loses.
CHUNK_CHARACTERS = 120_000

# Makes the encoder and the parser in a worker. A plain function, so that it travels by its name.
Tools = Callable[[Settings], "tuple[Encoder, Parser]"]


@dataclass(frozen=True, slots=True)
class StoryText:
    """A story with its articles' texts: all that a worker needs, also one that cannot see the corpora folder."""

    story: Story
    articles: tuple[Article, ...]
    input_hash: str

    @property
    def characters(self) -> int:
        """Length of its texts."""
        return sum(len(article.text) for article in self.articles)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Stories that one worker compares in one go.

    Attributes:
        program: what the coordinator runs, package by version; a worker with another one refuses.
        cache: whether encodings are kept in the worker's cache.
        lost: how many workers were lost over it.
    """

    stories: tuple[StoryText, ...]
    settings: Settings
    formats: tuple[str, ...]
    program: Mapping[str, str]
    tools: Tools
    cache: bool = True
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a story: a row of ``index.csv``, and its files where it was compared.

    Attributes:
        status: ``compared``, ``failed`` or ``not run`` (the run ended before its turn).
        reason: why it failed, in one line; empty for ``compared``.
        outlets, sentences, claims, differences: how many rows its tables have.
        files: text by relative name, for the results folder; empty where an earlier run's results still hold.
        fresh: whether this run compared it.
    """

    story_id: str
    status: str
    reason: str = ""
    outlets: int = 0
    sentences: int = 0
    claims: int = 0
    differences: int = 0
    input_hash: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    fresh: bool = True


def cut_chunks(stories: Iterable[StoryText]) -> Iterator[tuple[StoryText, ...]]:
    """Stories in runs of about ``CHUNK_CHARACTERS``, in order; a longer story is a chunk of its own."""
    held: list[StoryText] = []
    size = 0
    for story in stories:
        if held and size + story.characters > CHUNK_CHARACTERS:
            yield tuple(held)
            held, size = [], 0
        held.append(story)
        size += story.characters
    if held:
        yield tuple(held)


def one_by_one(chunk: Chunk) -> list[Chunk]:
    """Each story of a chunk as a chunk of its own, none yet charged with a lost worker."""
    return [replace(chunk, stories=(story,), lost=0) for story in chunk.stories]
