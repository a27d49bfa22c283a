r"""The CSV tables: the public interface.

Each column is declared once, here; the declaration feeds the header, ``docs/exports.md`` and the tests.

Rules of every table: ``story_id`` first, one observation a row, sorted, UTF-8, ``\r\n`` row ends (a lone carriage
return in a cell would split the row otherwise), lists joined by ``;``, ``true``/``false``, probabilities with four
decimals, empty where a column does not apply. A text cell that a spreadsheet would run as a formula, or that could be
taken for one so marked, gets an apostrophe in front (``neutralise`` in table_formats.py), the way spreadsheets
themselves mark text.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from compare.errors import UnknownName
from compare.output import table_rows
from compare.output.table_rows import Row
from compare.records import Comparison

Kind = Literal["text", "id", "list", "integer", "number", "decimal", "boolean", "symbol"]


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


def table_named(name: str) -> Table:
    """The table of this name.

    Raises:
        UnknownName: there is none.
    """
    for table in TABLES:
        if table.name == name:
            return table
    raise UnknownName("table", name, [table.name for table in TABLES])


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
        table_rows.articles_rows,
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
        table_rows.sentences_rows,
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
                "words. A guess where it would be one word without a digit: the likeliest others stand beside it.",
            ),
            ("missing_spans", "list", "The same as `start-end` in the sentence's text."),
            (
                "contrast",
                "text",
                "Why it is not `stated` though the words are there: `negation`, `opposite` (word) or (another) `name`.",
            ),
        ),
        table_rows.coverage_rows,
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
                "reports under its own name is its own, and so is what outlets of one owner alone share, but for "
                "agency copy.",
            ),
            ("representative_id", "id", "The sentence that `claim` is."),
        ),
        table_rows.claims_rows,
    ),
    Table(
        "units",
        "a checkable claim inside a claim sentence",
        _columns(
            ("unit_id", "id", "`outlet@start-end` of its outermost characters."),
            ("sentence_id", "id", "The sentence that it stands in."),
            ("outlet", "id", "The outlet's id."),
            ("spans", "list", "Its passages as `start-end` in the article's text, no space or comma at their ends."),
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
        table_rows.units_rows,
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
            ("unit", "text", "Base unit; of a time of day its zone, where it names one; empty for plain counts."),
            ("bound", "symbol", "`=`, `>=`, `>`, `<=`, `<` or `~`."),
            ("approximate", "boolean", "Whether the text hedges it (about, nearly, dozens)."),
            ("measures", "text", "The thing counted, with what restricts it; empty where it can't be told."),
        ),
        table_rows.figures_rows,
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
            ("unit", "text", "Base unit of the first; of the second too, but for points, ages or zones beside others."),
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
        table_rows.figure_differences_rows,
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
                "`p_present` (measured for up to two other outlets), times the sentence's `p_claim`. `omitted`: 1 less "
                "`p_present`, times the probability that another outlet states it. `partial`: `p_present` less "
                "`p_stated`, times .65 where `missing` is a guess; where the evidence contrasts, the share of such "
                "rows that was right when read (negation .65, opposite .15, name .67). `figure`: see docs/figures.md. "
                "`figure_omitted`: .5, the share of such rows that was right when read.",
            ),
            ("reporting", "text", "`own` or `wire`: what the claim stands on where it is stated."),
            ("sentence_id", "id", "The sentence that `text` is."),
            ("other_sentence_id", "id", "The sentence that `other_text` is."),
        ),
        table_rows.differences_rows,
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
        table_rows.skipped_rows,
    ),
)
