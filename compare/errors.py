"""Every error that a user can cause or meet, in one tree.

    CompareError                 what the command line tells in one line, and ends with its exit code
    ├── BadInput                 exit code 2: something given is wrong; nothing was written
    │   ├── UnknownName          a story, outlet, model, table or column that does not exist
    │   ├── WrongObject          a function of the library was given something else than it takes
    │   ├── StoryError           story.toml, an article file or outlets.toml is wrong
    │   └── ResultsError         the results asked for are missing or were written by another version
    └── JobFailed                exit code 1: the input is fine, the work could not be done

A message is one line: the thing, the fact, the next step.
"""

from collections.abc import Iterable

__all__ = [
    "INTERRUPTED",
    "BadInput",
    "CompareError",
    "JobFailed",
    "ResultsError",
    "StoryError",
    "UnknownName",
    "WrongObject",
    "check_given",
    "given_names",
]

INTERRUPTED = "interrupted; what was finished is kept, run the same command to go on"


class CompareError(Exception):
    """Base of all errors with a message meant for the user."""

    exit_code = 1


class BadInput(CompareError):
    """Something the user gave is wrong. Catch it to show the message and ask again."""

    exit_code = 2


class UnknownName(BadInput):
    """A name that does not exist; the message lists those that do."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        # What was given, not the message: with it a process makes the error anew that another one raised.
        super().__init__(kind, name, sorted(known))

    def __str__(self) -> str:
        kind, name, names = self.args
        shown = ", ".join(names[:20]) + (f" … ({len(names)} in all)" if len(names) > 20 else "")
        return f"{kind} {name!r}: unknown; there is {shown or 'none'}"


class WrongObject(BadInput):
    """A function of the library was given an object of another kind; the message says what to pass."""


def check_given(taker: str, given: object, kind: type | tuple[type, ...], instead: str) -> None:
    """Refuse what a function of the library does not take: in a notebook a name is easily given for the thing.

    Raises:
        WrongObject: it is of another kind.
    """
    if not isinstance(given, kind):
        raise WrongObject(f"{taker}: cannot take {type(given).__name__}; pass {instead}")


def given_names(taker: str, given: Iterable[str], instead: str) -> tuple[str, ...]:
    """The names of a list. One name alone is refused by its whole text: as a list it would be its letters.

    Raises:
        WrongObject: no list, or not of names.
    """
    if isinstance(given, str):
        raise WrongObject(f"{taker}: cannot take {given[:80]!r} alone; pass {instead}")
    check_given(taker, given, Iterable, instead)
    names = tuple(given)
    for name in names:
        check_given(taker, name, str, instead)
    return names


class StoryError(BadInput):
    """A story on disk that cannot be loaded. Raised with the first problem found."""


class ResultsError(BadInput):
    """Results that are missing or unreadable; the message names the command that makes them."""


class JobFailed(CompareError):
    """Valid input, but the work failed: a disk that is full, a model that does not load."""
