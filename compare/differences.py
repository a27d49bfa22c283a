"""The rows most people open: claims that some outlets lack, each with its nearest passage beside it."""

import math
from collections.abc import Iterator, Mapping, Sequence

from compare.records import Claim, Coverage, Difference, FigureDifference, Sentence

__all__ = ["KINDS", "list_differences"]

# Share of the rows that do not state the sentence as it stands, read one by one in 721 real stories: 13 of 20, 4 of 6;
# of opposites none of 2, and 4 of 24 when they cost more (scripts/train_contrasts.py).
_CONTRAST_RIGHT = {"negation": 0.65, "opposite": 0.15, "name": 0.67}
# Where one word is surely missing and has no digit the rest is often all there, or nothing is: of 163 such rows (114
# with a label in stories kept out, 49 read) .29 state a part, and ``p_present`` less ``p_stated`` said .45.
_GUESSED = 0.65
KINDS = ("figure", "figure_omitted", "exclusive", "omitted", "partial")


def list_differences(
    claims: Sequence[Claim],
    coverage: Sequence[Coverage],
    sentences: Sequence[Sentence],
    figure_differences: Sequence[FigureDifference] = (),
    omitted_figures: Sequence[Difference] = (),
) -> tuple[Difference, ...]:
    """Differing and omitted figures, exclusive, omitted and partial claims: by kind, then the surest first."""
    rows = {(row.sentence_id, row.other_outlet): row for row in coverage}
    text = {sentence.id: sentence for sentence in sentences}
    found = [row for claim in claims for row in _of_claim(claim, rows, text)]
    found += _of_all_figures(figure_differences, text)
    found += omitted_figures
    return tuple(
        sorted(found, key=lambda row: (KINDS.index(row.kind), -row.confidence, row.claim_id, row.other_outlet))
    )


def _of_all_figures(rows: Sequence[FigureDifference], sentences: Mapping[str, Sentence]) -> list[Difference]:
    """Those that differ or were updated; of a number that stands twice in a sentence the surest row."""
    found: dict[tuple[str, str, str], Difference] = {}
    for row in sorted(rows, key=lambda row: row.confidence):
        if row.relation in {"differs", "updated"}:
            one = _of_figures(row, sentences)
            found[one.sentence_id, one.other_sentence_id, one.detail] = one
    return list(found.values())


def _of_figures(row: FigureDifference, sentences: Mapping[str, Sentence]) -> Difference:
    a, b = row.figure_a, row.figure_b
    return Difference(
        kind="figure",
        claim_id=row.claim_id,
        outlet=a.outlet,
        other_outlet=b.outlet,
        text=sentences[a.sentence_id].text,
        other_text=sentences[b.sentence_id].text,
        detail=f"{row.measures}: {a.surface} and {b.surface}; {row.relation}: {row.reason}",
        confidence=row.confidence,
        sentence_id=a.sentence_id,
        other_sentence_id=b.sentence_id,
    )


def _of_claim(
    claim: Claim, rows: Mapping[tuple[str, str], Coverage], sentences: Mapping[str, Sentence]
) -> Iterator[Difference]:
    representative = sentences[claim.representative]
    if claim.exclusive_to:
        nearest = _nearest(claim, claim.absent_from, rows)
        detail = f"nearest passage is in {nearest.other_outlet}; p_present {nearest.p_present:.2f}"
        confidence = round(claim.confidence * representative.p_claim, 4)
        yield _row("exclusive", claim, representative, "", nearest, sentences, detail, confidence)
        return
    # That at least one other outlet states it: else it is the representative's alone.
    stated = 1 - math.prod(
        1 - rows[claim.representative, o].p_stated for o in claim.stated_by if o != representative.outlet
    )
    for outlet in claim.absent_from if len(claim.stated_by) > 1 else ():
        row = _nearest(claim, [outlet], rows)
        detail = f"stated by {len(claim.stated_by)}: {', '.join(claim.stated_by)}; p_present {row.p_present:.2f}"
        confidence = round((1 - row.p_present) * stated, 4)
        yield _row("omitted", claim, representative, outlet, row, sentences, detail, confidence)
    for row in _partly(claim, rows, sentences):
        sentence = sentences[row.sentence_id]
        unsupported = " … ".join(sentence.text[start:end] for start, end in row.missing)
        why = row.note if row.contrast else "perhaps not there" if row.guessed else "not there"
        detail = f"{why}: {unsupported}; p_present {row.p_present:.2f}, p_stated {row.p_stated:.2f}"
        yield _row("partial", claim, sentence, row.other_outlet, row, sentences, detail, _partly_sure(row))


def _partly_sure(row: Coverage) -> float:
    """The share of such ``partial`` rows that are right."""
    if row.contrast:
        return _CONTRAST_RIGHT[row.contrast]
    return round((row.p_present - row.p_stated) * (_GUESSED if row.guessed else 1), 4)


def _nearest(claim: Claim, outlets: Sequence[str], rows: Mapping[tuple[str, str], Coverage]) -> Coverage:
    """Of all the claim's sentences and these outlets, the row that speaks most against ``absent``: it is shown."""
    found = [rows[member, outlet] for outlet in outlets for member in claim.sentence_ids if (member, outlet) in rows]
    return max(found, key=lambda row: (row.p_present, row.sentence_id == claim.representative))


def _partly(
    claim: Claim, rows: Mapping[tuple[str, str], Coverage], sentences: Mapping[str, Sentence]
) -> Iterator[Coverage]:
    """Who states only part of the claim; and of its sentences, what the outlets of the others leave out.

    One claim told by several outlets is seldom told as fully: 81 of 803 sentences that an outlet states in part, in 32
    stories, stand beside a sentence of that very outlet in one claim.
    """
    members = {sentences[member].outlet for member in claim.sentence_ids}
    yield from (rows[claim.representative, outlet] for outlet in claim.partly_by if outlet not in members)
    for member in claim.sentence_ids:
        told = (rows[member, outlet] for outlet in sorted(members - {sentences[member].outlet}))
        yield from (row for row in told if row.label == "partly")


def _row(
    kind: str,
    claim: Claim,
    representative: Sentence,
    other_outlet: str,
    evidence: Coverage,
    sentences: Mapping[str, Sentence],
    detail: str,
    confidence: float,
) -> Difference:
    return Difference(
        kind=kind,
        claim_id=claim.id,
        outlet=representative.outlet,
        other_outlet=other_outlet,
        text=representative.text,
        other_text=sentences[evidence.evidence_id].text,
        detail=detail,
        confidence=confidence,
        sentence_id=representative.id,
        other_sentence_id=evidence.evidence_id,
    )
