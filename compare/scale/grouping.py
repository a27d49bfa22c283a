"""Outlets as themselves, by owner or by a named rater's label, as ``outlets.toml`` has them; never a label of ours."""

from collections.abc import Callable
from pathlib import Path

from compare.errors import BadInput, UnknownName
from compare.records import Outlet

__all__ = ["GROUPINGS", "Grouping", "group_outlets"]

GROUPINGS = ("outlet", "owner", "rating")

Grouping = Callable[[str], str | None]


def group_outlets(by: str, rater: str, corpora: Path | None) -> Grouping:
    """The group of each outlet; None for an outlet of which ``outlets.toml`` does not say.

    Raises:
        UnknownName: no such grouping or rater.
        BadInput: several raters, none named; one named that is not asked for; or ``outlets.toml`` says of no outlet.
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
    return {
        name: _one_line(f"{rating.label} ({rating.by})")
        for name, outlet in outlets.items()
        for rating in outlet.ratings
        if rating.by == chosen
    }


def _one_line(label: str) -> str:
    """The label with single spaces: a tab would part it where pairs of groups are told apart."""
    return " ".join(label.split())
