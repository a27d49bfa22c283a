"""``outlets.toml``: who the outlets are, by their ids."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from compare.errors import StoryError
from compare.records import Outlet, Rating
from compare.sources.toml_files import ID_PATTERN, Problem, first_of, is_text, read_toml

__all__ = ["inspect_outlets", "read_outlets"]

_OUTLET_KEYS = {"name", "domain", "country", "owner", "ratings"}
_RATING_KEYS = {"by", "label", "as_of", "url"}


def read_outlets(corpora: Path) -> dict[str, Outlet]:
    """The outlets of ``<corpora>/outlets.toml``; empty where there is no such file.

    Raises:
        StoryError: the file is wrong.
    """
    outlets, problems = inspect_outlets(corpora)
    if problems:
        raise StoryError(first_of(problems))
    return outlets


def inspect_outlets(corpora: Path) -> tuple[dict[str, Outlet], list[Problem]]:
    """The outlets of ``<corpora>/outlets.toml`` that are as they should be, and every problem."""
    path = corpora / "outlets.toml"
    if not path.is_file():
        return {}, []
    try:
        table = read_toml(path)
    except StoryError as error:
        return {}, [Problem("outlets.toml", "syntax", str(error))]
    outlets: dict[str, Outlet] = {}
    problems: list[Problem] = []
    for outlet_id, entry in table.items():
        faults = _outlet_faults(outlet_id, entry)
        problems += [Problem("outlets.toml", f"{outlet_id}{field}", fact) for field, fact in faults]
        if not faults:
            outlets[outlet_id] = _make_outlet(outlet_id, entry)
    return outlets, problems


def _outlet_faults(outlet_id: str, entry: object) -> list[tuple[str, str]]:
    if not ID_PATTERN.fullmatch(outlet_id):
        return [("", "not an outlet id (small letters, digits, '.', '_', '-')")]
    if not isinstance(entry, dict):
        return [("", "not a table")]
    faults = [(f".{key}", "unknown key") for key in sorted(set(entry) - _OUTLET_KEYS)]
    faults += [
        (f".{key}", "missing or not a text")
        for key in ("name", "domain", "country", "owner")
        if not is_text(entry.get(key, "" if key != "name" else None), empty=key != "name")
    ]
    ratings = entry.get("ratings", [])
    if not isinstance(ratings, list):
        return [*faults, (".ratings", "not a list of tables with by and label")]
    needs = "needs by and label, and may have as_of and url; all are texts, or dates"
    return faults + [(f".ratings[{number}]", needs) for number, one in enumerate(ratings, 1) if not _is_rating(one)]


def _is_rating(value: object) -> bool:
    if not isinstance(value, dict) or not {"by", "label"} <= set(value) <= _RATING_KEYS:
        return False
    return all(is_text(one) or isinstance(one, date) for one in value.values())


def _make_outlet(outlet_id: str, entry: Mapping[str, Any]) -> Outlet:
    ratings = tuple(Rating(**{key: str(value) for key, value in one.items()}) for one in entry.get("ratings", []))
    texts = {key: str(entry.get(key, "")) for key in ("name", "domain", "country", "owner")}
    return Outlet(id=outlet_id, ratings=ratings, **texts)
