"""How many independent voices state a claim: outlets that run one text count once, so do those of one owner."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compare.agencies import is_own_agency
from compare.records import Article, Claim, Difference, Outlet, Sentence
from compare.sources.origins import Origins

__all__ = ["count_voices", "mark_articles", "mark_differences", "mark_sentences"]


def mark_articles(articles: Sequence[Article], origins: Origins, outlets: Mapping[str, Outlet]) -> tuple[Article, ...]:
    """The articles with their origin: an agency by its outlet's id where its own article is among them."""
    ids = {origins.of(outlet): outlet for outlet in sorted(_agencies(origins, outlets))}
    found = {article.outlet: origins.of(article.outlet) for article in articles}
    return tuple(replace(article, origin=ids.get(found[article.outlet], found[article.outlet])) for article in articles)


def mark_sentences(sentences: Sequence[Sentence], origins: Origins) -> tuple[Sentence, ...]:
    """The sentences, told apart as ``wire`` or ``own``."""
    return tuple(replace(one, source="wire" if one.id in origins.wire else "own") for one in sentences)


def count_voices(claims: Sequence[Claim], origins: Origins, outlets: Mapping[str, Outlet]) -> tuple[Claim, ...]:
    """The claims with their independent origins and owners counted.

    An outlet that states a claim without a sentence in it counts by its article's origin; one without an owner in
    ``outlets.toml`` is its own family.
    """
    agencies = _agencies(origins, outlets)
    return tuple(_count(claim, origins, outlets, agencies) for claim in claims)


def mark_differences(differences: Sequence[Difference], claims: Sequence[Claim]) -> tuple[Difference, ...]:
    """The rows with what their claim stands on."""
    reporting = {claim.id: claim.reporting for claim in claims}
    return tuple(replace(row, reporting=reporting.get(row.claim_id, "")) for row in differences)


def _count(claim: Claim, origins: Origins, outlets: Mapping[str, Outlet], agencies: frozenset[str]) -> Claim:
    said = {outlet: origins.of(outlet) for outlet in claim.stated_by}
    said |= {
        outlet: origins.sentence_origins[sentence_id]
        for sentence_id in claim.sentence_ids
        if (outlet := sentence_id.partition("@")[0]) in said
    }
    owners = {_owner(outlet, outlets) for outlet in claim.stated_by}
    wire = all(_is_borrowed(sentence_id, origins, agencies) for sentence_id in claim.sentence_ids)
    wire = wire and not _is_of_one_house(claim, origins, outlets)
    return replace(claim, origins=len(set(said.values())), owners=len(owners), reporting="wire" if wire else "own")


def _is_borrowed(sentence_id: str, origins: Origins, agencies: frozenset[str]) -> bool:
    """Wire copy, but not of the agency itself: what an agency reports under its own name is its own reporting."""
    return sentence_id in origins.wire and sentence_id.partition("@")[0] not in agencies


def _is_of_one_house(claim: Claim, origins: Origins, outlets: Mapping[str, Outlet]) -> bool:
    """Whether outlets of one owner, and no other, have it from each other: a chain prints its story in two papers.

    Outlets of two owners that share a passage may have it from an agency that neither names.
    """
    members = {sentence_id.partition("@")[0] for sentence_id in claim.sentence_ids}
    sources = {origins.sentence_origins[sentence_id] for sentence_id in claim.sentence_ids}
    return len(members) > 1 and sources <= members and len({_owner(one, outlets) for one in members}) == 1


def _owner(outlet: str, outlets: Mapping[str, Outlet]) -> str:
    return (outlets[outlet].owner if outlet in outlets else "") or outlet


def _agencies(origins: Origins, outlets: Mapping[str, Outlet]) -> frozenset[str]:
    """The outlets that are the agency whose text they run."""
    here = {one.outlet for one in origins.origins}
    names = {outlet.id: outlet.name for outlet in outlets.values()}
    return frozenset(
        one.outlet
        for one in origins.origins
        # An agency's page may lack the credit that others print: then the origin alone names the agency.
        for agency in {one.agency} | ({one.origin} - here)
        if is_own_agency(one.outlet, names.get(one.outlet, ""), agency)
    )
