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
    owners = {outlets[outlet].owner or outlet if outlet in outlets else outlet for outlet in claim.stated_by}
    wire = all(_is_borrowed(sentence_id, origins, agencies) for sentence_id in claim.sentence_ids)
    return replace(claim, origins=len(set(said.values())), owners=len(owners), reporting="wire" if wire else "own")


def _is_borrowed(sentence_id: str, origins: Origins, agencies: frozenset[str]) -> bool:
    """Text of an agency or of another outlet.

    What an agency reports under its own name is its own reporting, and so is what an outlet wrote that another runs.
    """
    outlet = sentence_id.partition("@")[0]
    return sentence_id in origins.wire and origins.sentence_origins[sentence_id] != outlet and outlet not in agencies


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
