"""Outlets as themselves, by owner or by a named rater's label, as ``outlets.toml`` has them; never a label of ours."""

import re
from collections.abc import Callable
from pathlib import Path

from compare.errors import BadInput, UnknownName
from compare.records import Outlet, Rating

__all__ = ["GROUPINGS", "Grouping", "group_outlets"]

GROUPINGS = ("outlet", "owner", "rating")

Grouping = Callable[[str], str | None]

_DATE = re.compile(r"\d{4}(-\d\d){0,2}")  # a year, a month or a day


def group_outlets(by: str, rater: str, corpora: Path | None) -> Grouping:
    """The group of each outlet; None for an outlet of which ``outlets.toml`` does not say.

    Of several ratings of an outlet by one rater the one with the latest ``as_of`` counts.

    Raises:
        UnknownName: no such grouping or rater.
        BadInput: several raters, none named; one named that is not asked for; ``outlets.toml`` says of no outlet; or
            it has two ratings of an outlet by the rater and no dates that tell which is the later.
    """
    if by not in GROUPINGS:
        raise UnknownName("grouping", by, GROUPINGS)
    if rater and by != "rating":
        raise BadInput(f"--rater {rater}: goes with --by rating, not with --by {by}")
    if by == "outlet":
        return lambda outlet: outlet
    from compare.sources.corpus import find_corpora, read_outlets

    outlets = read_outlets(find_corpora(corpora))
    labels = _owners(outlets) if by == "owner" else _ratings(outlets, rater)
    if not labels:
        raise BadInput(f"outlets.toml: no outlet has a{'n owner' if by == 'owner' else ' rating'}; see docs/corpora.md")
    return labels.get


def _owners(outlets: dict[str, Outlet]) -> dict[str, str]:
    return {name: owner for name, outlet in outlets.items() if (owner := _one_line(outlet.owner))}


def _ratings(outlets: dict[str, Outlet], rater: str) -> dict[str, str]:
    raters = {rating.by for outlet in outlets.values() for rating in outlet.ratings}
    if rater and rater not in raters:
        raise UnknownName("rater in outlets.toml", rater, raters)
    if len(raters) > 1 and not rater:
        raise BadInput(f"--by rating: outlets.toml quotes {', '.join(sorted(raters))}; name one with --rater")
    chosen = rater or next(iter(raters), "")
    found = {name: [one for one in outlet.ratings if one.by == chosen] for name, outlet in outlets.items()}
    latest = {name: _latest(name, ratings) for name, ratings in found.items() if ratings}
    return {name: _one_line(f"{rating.label} ({rating.by})") for name, rating in latest.items()}


def _latest(name: str, ratings: list[Rating]) -> Rating:
    """The rating with the latest date. A year and a day of that year do not tell which is the later."""
    *others, last = sorted(ratings, key=lambda rating: rating.as_of)
    rater = _one_line(last.by)
    if others and not all(_DATE.fullmatch(rating.as_of) for rating in ratings) and len({r.as_of for r in ratings}) > 1:
        raise BadInput(
            f"outlets.toml: {name} has two ratings by {rater}, one without an as_of such as 2024-05-31; "
            "date it, or keep one"
        )
    if any(last.as_of.startswith(rating.as_of) for rating in others):
        raise BadInput(f"outlets.toml: {name} has two ratings by {rater} of one date; keep one")
    return last


def _one_line(label: str) -> str:
    """The label with single spaces: a tab would part it where pairs of groups are told apart."""
    return " ".join(label.split())
