"""The rows of every table, in the order of its columns (tables.py)."""

from collections.abc import Iterator

from compare.records import (
    Article,
    Claim,
    Comparison,
    Coverage,
    Difference,
    Figure,
    FigureDifference,
    Sentence,
    Skipped,
    Unit,
)

Cell = str | int | float | bool | tuple[str, ...]
Row = tuple[Cell, ...]


def _text_of(comparison: Comparison) -> dict[str, Sentence]:
    return {sentence.id: sentence for sentence in comparison.sentences}


def articles_rows(comparison: Comparison) -> Iterator[Row]:
    """An article each."""
    counts = {article.outlet: 0 for article in comparison.articles}
    for sentence in comparison.sentences:
        counts[sentence.outlet] += 1
    for article in comparison.articles:
        yield _article(article, counts[article.outlet])


def _article(article: Article, sentences: int) -> Row:
    words = len(article.text.split())
    return (
        article.outlet,
        article.headline,
        article.url,
        article.published,
        words,
        sentences,
        article.complete,
        article.origin,
        article.sha256,
        article.complete_reason,
    )


def sentences_rows(comparison: Comparison) -> Iterator[Row]:
    """A sentence each."""
    claim_of = {sentence_id: claim.id for claim in comparison.claims for sentence_id in claim.sentence_ids}
    for sentence in comparison.sentences:
        yield (
            sentence.id,
            sentence.outlet,
            sentence.start,
            sentence.end,
            sentence.paragraph,
            claim_of.get(sentence.id, ""),
            sentence.is_claim,
            sentence.text,
            sentence.not_claim,
            sentence.source,
            sentence.p_claim,
        )


def coverage_rows(comparison: Comparison) -> Iterator[Row]:
    """A sentence beside another outlet each."""
    sentences = _text_of(comparison)
    for row in comparison.coverage:
        yield _coverage_row(row, sentences[row.sentence_id], sentences[row.evidence_id])


def _coverage_row(row: Coverage, sentence: Sentence, evidence: Sentence) -> Row:
    return (
        sentence.id,
        sentence.outlet,
        sentence.start,
        sentence.end,
        sentence.text,
        row.other_outlet,
        row.label,
        row.p_stated,
        row.p_present,
        evidence.id,
        evidence.start,
        evidence.end,
        evidence.text,
        row.note,
        " … ".join(sentence.text[start:end] for start, end in row.missing),
        tuple(f"{start}-{end}" for start, end in row.missing),
        row.contrast,
    )


def claims_rows(comparison: Comparison) -> Iterator[Row]:
    """A claim each."""
    sentences = _text_of(comparison)
    for claim in comparison.claims:
        yield _claim_row(claim, sentences[claim.representative].text)


def _claim_row(claim: Claim, text: str) -> Row:
    return (
        claim.id,
        text,
        claim.stated_by,
        claim.partly_by,
        claim.absent_from,
        claim.unclear_for,
        len(claim.stated_by),
        claim.origins,
        claim.exclusive_to,
        claim.confidence,
        claim.first_position,
        claim.sentence_ids,
        claim.owners,
        claim.reporting,
        claim.representative,
    )


def units_rows(comparison: Comparison) -> Iterator[Row]:
    """A unit each."""
    for unit in comparison.units:
        yield _unit_row(unit)


def _unit_row(unit: Unit) -> Row:
    return (
        unit.id,
        unit.sentence_id,
        unit.outlet,
        tuple(f"{start}-{end}" for start, end in unit.spans),
        unit.text,
        unit.kind,
        unit.subject,
        unit.negated,
        unit.modal,
    )


def figures_rows(comparison: Comparison) -> Iterator[Row]:
    """A figure each."""
    for figure in comparison.figures:
        yield _figure_row(figure)


def _figure_row(figure: Figure) -> Row:
    return (
        figure.id,
        figure.sentence_id,
        figure.outlet,
        figure.start,
        figure.end,
        figure.surface,
        figure.kind,
        figure.low,
        figure.high,
        figure.unit,
        figure.bound,
        figure.approximate,
        figure.measures,
    )


def figure_differences_rows(comparison: Comparison) -> Iterator[Row]:
    """Two figures of two outlets each."""
    sentences = _text_of(comparison)
    for row in comparison.figure_differences:
        yield _figure_difference_row(row, sentences)


def _figure_difference_row(row: FigureDifference, sentences: dict[str, Sentence]) -> Row:
    a, b = row.figure_a, row.figure_b
    sides = [
        (figure.outlet, figure.id, figure.surface, figure.low, figure.high, sentences[figure.sentence_id].text)
        for figure in (a, b)
    ]
    return (
        row.claim_id,
        row.measures,
        *sides[0],
        *sides[1],
        a.unit,
        row.relation,
        row.spread,
        row.confidence,
        row.reason,
    )


def differences_rows(comparison: Comparison) -> Iterator[Row]:
    """A difference each."""
    for row in comparison.differences:
        yield _difference_row(row)


def _difference_row(row: Difference) -> Row:
    return (
        row.kind,
        row.claim_id,
        row.outlet,
        row.other_outlet,
        row.text,
        row.other_text,
        row.detail,
        row.confidence,
        row.reporting,
        row.sentence_id,
        row.other_sentence_id,
    )


def skipped_rows(comparison: Comparison) -> Iterator[Row]:
    """Something left out each."""
    for row in comparison.skipped:
        yield _skipped_row(row)


def _skipped_row(row: Skipped) -> Row:
    return row.kind, row.id, row.reason, row.detail
