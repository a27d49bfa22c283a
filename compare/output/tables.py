r"""The CSV tables: the public interface.

Each column is declared once, here; the declaration feeds the header, ``docs/exports.md`` and the tests.

Rules of every table: ``story_id`` first, one observation a row, sorted, UTF-8, ``\r\n`` row ends (a lone carriage
return in a cell would split the row otherwise), lists joined by ``;``, ``true``/``false``, probabilities with four
decimals, empty where a column does not apply. A text cell that a spreadsheet would run as a formula gets an
apostrophe in front (``neutralise``), the way spreadsheets themselves mark text.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from compare.errors import UnknownName
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

__all__ = [
    "FORMATS",
    "TABLES",
    "Cell",
    "Column",
    "Table",
    "neutralise",
    "run_json",
    "table_named",
    "to_csv",
    "to_jsonl",
]

Kind = Literal["text", "id", "list", "integer", "number", "decimal", "boolean", "symbol"]
Cell = str | int | float | bool | tuple[str, ...]
Row = tuple[Cell, ...]

# What a spreadsheet takes for the start of a formula (OWASP, CSV injection), and the full-width forms that some fold.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, kind and meaning in one sentence."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its file name without ending, what one row is, its columns and where its rows come from."""

    name: str
    one_row: str
    columns: tuple[Column, ...]
    rows: Callable[[Comparison], Iterable[Row]]

    def story_rows(self, comparison: Comparison) -> Iterator[Row]:
        """The rows with ``story_id`` in front."""
        for row in self.rows(comparison):
            yield (comparison.story.id, *row)

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)


def neutralise(text: str) -> str:
    """The text as a spreadsheet will show it and not run it; see ``docs/exports.md``."""
    if text[:1].isalnum():  # most cells, and none of what runs
        return text
    return "'" + text if text.lstrip(" ").startswith(_FORMULA_STARTS) else text


def to_csv(table: Table, comparison: Comparison) -> str:
    """The table as CSV text (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.header)
    for row in table.story_rows(comparison):
        writer.writerow([_csv_cell(column, cell) for column, cell in zip(table.columns, row, strict=True)])
    return out.getvalue()


def to_jsonl(table: Table, comparison: Comparison) -> str:
    """The table as JSON lines: numbers, booleans and lists as such, text as it is (nothing runs JSON)."""
    lines = []
    for row in table.story_rows(comparison):
        cells = {column.name: _json_cell(cell) for column, cell in zip(table.columns, row, strict=True)}
        lines.append(json.dumps(cells, ensure_ascii=False))
    return "".join(line + "\n" for line in lines)


def run_json(comparison: Comparison) -> str:
    """The run's record: sorted keys, no clock."""
    run = comparison.run
    record = {
        "story_id": comparison.story.id,
        "title": comparison.story.title,
        "version": run.version,
        "program_sha256": run.program_sha256,
        "model": run.model,
        "model_sha256": run.model_sha256,
        "reader_sha256": run.reader_sha256,
        "settings": dict(run.settings),
        "inputs": dict(run.inputs),
        "packages": dict(run.packages),
        "tables": {table.name: sum(1 for _ in table.rows(comparison)) for table in TABLES},
    }
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def table_named(name: str) -> Table:
    """The table of this name.

    Raises:
        UnknownName: there is none.
    """
    for table in TABLES:
        if table.name == name:
            return table
    raise UnknownName("table", name, [table.name for table in TABLES])


def _csv_cell(column: Column, cell: Cell) -> str:
    if isinstance(cell, str):
        return cell if column.kind in ("decimal", "symbol") else neutralise(cell)  # ours, and nothing that runs
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.4f}"
    return neutralise(";".join(cell)) if isinstance(cell, tuple) else str(cell)


def _json_cell(cell: Cell) -> object:
    if isinstance(cell, tuple):
        return list(cell)
    return round(cell, 4) if isinstance(cell, float) else cell


def _text_of(comparison: Comparison) -> dict[str, Sentence]:
    return {sentence.id: sentence for sentence in comparison.sentences}


def _articles(comparison: Comparison) -> Iterator[Row]:
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


def _sentences(comparison: Comparison) -> Iterator[Row]:
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


def _coverage(comparison: Comparison) -> Iterator[Row]:
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


def _claims(comparison: Comparison) -> Iterator[Row]:
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
        claim.origins or len(claim.stated_by),
        claim.exclusive_to,
        claim.confidence,
        claim.first_position,
        claim.sentence_ids,
        claim.owners,
        claim.reporting,
        claim.representative,
    )


def _units(comparison: Comparison) -> Iterator[Row]:
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


def _figures(comparison: Comparison) -> Iterator[Row]:
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


def _figure_differences(comparison: Comparison) -> Iterator[Row]:
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


def _differences(comparison: Comparison) -> Iterator[Row]:
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


def _skipped(comparison: Comparison) -> Iterator[Row]:
    for row in comparison.skipped:
        yield _skipped_row(row)


def _skipped_row(row: Skipped) -> Row:
    return row.kind, row.id, row.reason, row.detail


def _columns(*rows: tuple[str, Kind, str]) -> tuple[Column, ...]:
    return (Column("story_id", "id", "The story's folder name."), *(Column(*row) for row in rows))


_START: tuple[str, Kind, str] = ("start", "integer", "First character in the article's text: code points from 0.")
_END: tuple[str, Kind, str] = ("end", "integer", "One past the last character.")

TABLES: tuple[Table, ...] = (
    Table(
        "articles",
        "an article",
        _columns(
            ("outlet", "id", "The outlet's id."),
            ("headline", "text", "As in story.toml, else as the page gave it."),
            ("url", "text", "As in story.toml."),
            ("published", "text", "ISO 8601 date or date-time; empty where not known."),
            ("words", "integer", "Words between white space."),
            ("sentences", "integer", "Sentences, claims or not."),
            ("complete", "text", "`yes`, `cut` (the text shows that it is not the whole article) or `unknown`."),
            (
                "origin",
                "text",
                "Whose text it is: the outlet, or the agency or outlet that it copies; an agency whose own article is "
                "among them by its id.",
            ),
            ("sha256", "text", "Of the text that the offsets point into."),
            ("complete_reason", "text", "What `cut` or `unknown` rests on."),
        ),
        _articles,
    ),
    Table(
        "sentences",
        "a sentence",
        _columns(
            ("sentence_id", "id", "`outlet@start`."),
            ("outlet", "id", "The outlet's id."),
            _START,
            _END,
            ("paragraph", "integer", "Number of the paragraph in its article, from 0."),
            ("claim_id", "id", "The claim that the sentence belongs to; empty where it is no claim."),
            ("is_claim", "boolean", "Whether it states something that another outlet could state."),
            ("text", "text", "The sentence."),
            (
                "not_claim",
                "text",
                "Why it is none: by-line, timestamp, promotion, caption, note, heading, greeting, question, fragment.",
            ),
            (
                "source",
                "text",
                "`wire` where it is agency text or stands in another article too, else `own`; what two independent "
                "articles quote in the same words is `own`.",
            ),
            (
                "p_claim",
                "number",
                "How likely a reader takes it for a claim: low for debris that no form caught and for what says "
                "nothing by itself; 0 where `is_claim` is false.",
            ),
        ),
        _sentences,
    ),
    Table(
        "coverage",
        "a claim sentence × another outlet",
        _columns(
            ("sentence_id", "id", "`outlet@start`."),
            ("outlet", "id", "Whose sentence it is."),
            _START,
            _END,
            ("sentence", "text", "The sentence."),
            ("other_outlet", "id", "Whose article is searched."),
            (
                "label",
                "text",
                "`stated` (every checkable claim of the sentence is there), `partly`, `absent` or `unclear`.",
            ),
            ("p_stated", "number", "Probability that all of it is in the other article."),
            ("p_present", "number", "Probability that at least part of it is."),
            ("evidence_id", "id", "The other article's sentence that supports it best, whatever the label."),
            ("evidence_start", "integer", "Its first character."),
            ("evidence_end", "integer", "One past its last."),
            ("evidence", "text", "Its text."),
            ("note", "text", "Why the label is `unclear`, or what the evidence says otherwise."),
            (
                "missing",
                "text",
                "What of a `partly` sentence the other article does not support, joined by ` … `; of a `contrast` its "
                "words.",
            ),
            ("missing_spans", "list", "The same as `start-end` in the sentence's text."),
            (
                "contrast",
                "text",
                "Why it is not `stated` though the words are there: `negation`, `opposite` (word) or (another) `name`.",
            ),
        ),
        _coverage,
    ),
    Table(
        "claims",
        "a claim",
        _columns(
            ("claim_id", "id", "`c-` and 8 hexadecimal digits of the representative sentence's outlet and text."),
            (
                "claim",
                "text",
                "The representative: the member sentence that the other members' outlets state most fully.",
            ),
            ("stated_by", "list", "Outlets that state it whole, as `claim` has it."),
            ("partly_by", "list", "Outlets that state part of it."),
            ("absent_from", "list", "Outlets that do not state it."),
            ("unclear_for", "list", "Outlets for which it can't be told."),
            ("outlets", "integer", "Number of outlets that state it."),
            ("origins", "integer", "Number of independent origins among them: outlets that run one text count once."),
            ("exclusive_to", "id", "The outlet, where all others are in absent_from."),
            (
                "confidence",
                "number",
                "Probability of the least sure of its verdicts; that the representative's outlet states it is sure, "
                "`unclear` is .5.",
            ),
            (
                "first_position",
                "number",
                "Where its earliest sentence begins in its article: 0 is the lede, 1 the end.",
            ),
            (
                "sentence_ids",
                "list",
                "The sentences grouped as this claim. The outlet of one may state only part of `claim`; then it is in "
                "`partly_by` or `unclear_for`.",
            ),
            ("owners", "integer", "Number of publisher families (outlets.toml) among the outlets that state it."),
            (
                "reporting",
                "text",
                "`wire` where every sentence that states it is wire copy of another outlet, else `own`: what an agency "
                "reports under its own name is its own.",
            ),
            ("representative_id", "id", "The sentence that `claim` is."),
        ),
        _claims,
    ),
    Table(
        "units",
        "a checkable claim inside a claim sentence",
        _columns(
            ("unit_id", "id", "`outlet@start-end` of its outermost characters."),
            ("sentence_id", "id", "The sentence that it stands in."),
            ("outlet", "id", "The outlet's id."),
            ("spans", "list", "Its passages as `start-end` in the article's text."),
            ("text", "text", "Its words; ` … ` where another unit stands inside it."),
            (
                "kind",
                "text",
                "Relation of its clause to the one above: ROOT, conj, relcl, advcl, ccomp, acl, appos, parataxis.",
            ),
            ("subject", "text", "What it is about: its own subject or the one it shares."),
            ("negated", "boolean", "Whether its verb is denied: by `not`, `nobody`, `without`; two denials are none."),
            ("modal", "text", "Its modal verb (may, would); empty where it states plainly."),
        ),
        _units,
    ),
    Table(
        "figures",
        "a figure",
        _columns(
            ("figure_id", "id", "`outlet@start`."),
            ("sentence_id", "id", "The sentence that it stands in."),
            ("outlet", "id", "The outlet's id."),
            _START,
            _END,
            ("surface", "text", "As written."),
            ("kind", "text", "count, money, percent, date … (docs/figures.md)."),
            (
                "low",
                "decimal",
                "Lower end in base units; empty where open. Dates are ISO 8601, times HH:MM. Both ends are empty where "
                "a day or a time cannot be reckoned, as in an article without a date.",
            ),
            ("high", "decimal", "Upper end in base units; empty where open."),
            ("unit", "text", "Base unit; empty for plain counts."),
            ("bound", "symbol", "`=`, `>=`, `>`, `<=`, `<` or `~`."),
            ("approximate", "boolean", "Whether the text hedges it (about, nearly, dozens)."),
            ("measures", "text", "The thing counted, with what restricts it; empty where it can't be told."),
        ),
        _figures,
    ),
    Table(
        "figure_differences",
        "two outlets' figures for one thing",
        _columns(
            (
                "claim_id",
                "id",
                "The claim of the first figure's sentence, else of the second's; empty where neither is in one.",
            ),
            (
                "measures",
                "text",
                "The thing counted; where neither figure has one, as with days, the words beside the first.",
            ),
            ("outlet_a", "id", "First outlet."),
            ("figure_id_a", "id", "Its figure."),
            ("surface_a", "text", "As written."),
            ("low_a", "decimal", "Lower end in base units."),
            ("high_a", "decimal", "Upper end in base units."),
            ("sentence_a", "text", "The sentence it stands in."),
            ("outlet_b", "id", "Second outlet."),
            ("figure_id_b", "id", "Its figure."),
            ("surface_b", "text", "As written."),
            ("low_b", "decimal", "Lower end in base units."),
            ("high_b", "decimal", "Upper end in base units."),
            ("sentence_b", "text", "The sentence it stands in."),
            ("unit", "text", "Base unit of the first; of the second too, but for percentage points beside percent."),
            (
                "relation",
                "text",
                "`same`, `compatible` (rounding, hedges, bounds), `updated` (a later count) or `differs`.",
            ),
            (
                "spread",
                "decimal",
                "Distance between the intervals, after hedges and bounds, as a share of the larger end; days for "
                "dates, minutes for times. 0 where days are `same` whose year or week was reckoned otherwise.",
            ),
            ("confidence", "number", "Share of such pairs of real stories that are for one thing and rightly judged."),
            ("reason", "text", "The judgement in words, with the distance of the numbers as they are written."),
        ),
        _figure_differences,
    ),
    Table(
        "differences",
        "a difference of any kind",
        _columns(
            (
                "kind",
                "text",
                "`exclusive`: one outlet states the claim, no other any of it. `omitted`: one lacks what several "
                "state. `partial`: one states part of a sentence. `figure`: two figures for one thing differ or "
                "one is a later count (`detail` says which). `figure_omitted`: one states the claim without its "
                "figure.",
            ),
            ("claim_id", "id", "The claim."),
            ("outlet", "id", "Who states it."),
            ("other_outlet", "id", "Who does not; empty for `exclusive`, where it is all others."),
            ("text", "text", "What `outlet` says."),
            (
                "other_text",
                "text",
                "The other outlet's passage to be read beside it; of an absence the nearest to any sentence of the "
                "claim.",
            ),
            ("detail", "text", "What the verdict rests on."),
            (
                "confidence",
                "number",
                "Probability of the verdict, to be compared within one kind. `exclusive`: 1 less the highest "
                "`p_present`, times the sentence's `p_claim`. `omitted`: 1 less `p_present`, times the probability "
                "that another outlet states it. `partial`: `p_present` less `p_stated`, times .65 where one "
                "word without a digit is missing; where the evidence "
                "contrasts, the share of such rows that was right when read (negation .65, opposite .15, name .67). "
                "`figure`: see docs/figures.md. `figure_omitted`: .5, the share of such rows that was right when read.",
            ),
            ("reporting", "text", "`own` or `wire`: what the claim stands on where it is stated."),
            ("sentence_id", "id", "The sentence that `text` is."),
            ("other_sentence_id", "id", "The sentence that `other_text` is."),
        ),
        _differences,
    ),
    Table(
        "skipped",
        "anything left out",
        _columns(
            ("kind", "text", "sentence or article."),
            ("id", "id", "What was left out."),
            ("reason", "text", "Why, as a keyword."),
            ("detail", "text", "Why, in words."),
        ),
        _skipped,
    ),
)

FORMATS: dict[str, Callable[[Table, Comparison], str]] = {"csv": to_csv, "jsonl": to_jsonl}
