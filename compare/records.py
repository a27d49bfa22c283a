"""The records that travel between the stages: frozen, of plain values, equal when their contents are.

Offsets are code points into ``Article.text``, 0-based and half-open, so ``text[start:end]`` is the passage.
Ids are addresses, not ranks: a sentence is ``outlet@start``, so adding an outlet renames nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

__all__ = [
    "CUT_SHORT",
    "Article",
    "ArticleRef",
    "Claim",
    "Comparison",
    "Coverage",
    "Difference",
    "Figure",
    "FigureDifference",
    "Label",
    "Outlet",
    "Rating",
    "RunInfo",
    "Sentence",
    "Skipped",
    "Story",
    "Token",
    "Unit",
]

Label = Literal["stated", "partly", "absent", "unclear"]
Completeness = Literal["yes", "cut", "unknown"]
Relation = Literal["same", "compatible", "updated", "differs"]
CUT_SHORT = "the article of {} is cut short"  # so begins a note of ``Coverage`` where that outlet's is


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating of an outlet, quoted from a named rater; never ours."""

    by: str
    label: str
    as_of: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One entry of ``outlets.toml``."""

    id: str
    name: str
    domain: str = ""
    country: str = ""
    owner: str = ""
    ratings: tuple[Rating, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """One ``[[articles]]`` entry of ``story.toml``. ``published`` is ISO 8601 (date or date-time) or empty."""

    outlet: str
    file: str
    headline: str = ""
    url: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A story folder: its id (the folder's name), title and the articles it names.

    ``left_out`` are the articles whose page gave no text, with the reason; they are not among ``articles``.
    """

    id: str
    title: str
    folder: Path
    articles: tuple[ArticleRef, ...]
    outlets: Mapping[str, Outlet] = field(default_factory=dict)
    left_out: tuple["Skipped", ...] = ()

    def outlet_name(self, outlet: str) -> str:
        """The name of an outlet in ``outlets.toml``, else its id."""
        known = self.outlets.get(outlet)
        return (known.name if known else "") or outlet


@dataclass(frozen=True, slots=True)
class Article:
    r"""One outlet's text on the story.

    Attributes:
        text: NFC, ``\n`` line ends; a newline ends a paragraph. Offsets point into it.
        sha256: of ``text`` in UTF-8, hexadecimal.
        complete: ``cut`` when the text shows that it is not the whole article, ``unknown`` when it cannot be told.
        complete_reason: why, in words; empty for ``yes``.
        origin: whose text it is: the agency or the outlet that it copies, else the outlet itself.
    """

    outlet: str
    text: str
    sha256: str
    headline: str = ""
    url: str = ""
    published: str = ""
    complete: Completeness = "yes"
    complete_reason: str = ""
    origin: str = ""

    @property
    def published_date(self) -> date | None:
        """The day of publication, None where it is not known."""
        return datetime.fromisoformat(self.published).date() if self.published else None


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the dependency parse. ``start``/``end`` count from the start of its sentence.

    ``head`` is the index of the governing token (its own index at the root); ``ent`` is the entity type or empty.
    """

    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ent: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article. ``not_claim`` says why it is none (``question``, ``by-line`` …), empty for a claim.

    ``p_claim`` is how likely a reader takes it for one. ``source`` is ``wire`` where it is agency text or stands in
    another outlet's article too.
    """

    outlet: str
    start: int
    end: int
    paragraph: int
    text: str
    not_claim: str = ""
    source: Literal["own", "wire"] = "own"
    p_claim: float = 1.0

    @property
    def id(self) -> str:
        """``outlet@start``."""
        return f"{self.outlet}@{self.start}"

    @property
    def is_claim(self) -> bool:
        """Whether the sentence states something that another outlet could state too."""
        return not self.not_claim


@dataclass(frozen=True, slots=True)
class Unit:
    """One checkable claim inside a sentence; offsets point into the article's text.

    Attributes:
        spans: its passages, more than one where another unit stands inside it.
        kind: relation of its clause to the one above: ROOT, conj, relcl, advcl, ccomp, acl, appos or parataxis.
        subject: what it is about, its own subject or the one it shares; empty where it has none.
        negated, modal: whether its verb is denied ("nobody", "without"; two denials are none), and its modal verb.
    """

    sentence_id: str
    outlet: str
    spans: tuple[tuple[int, int], ...]
    text: str
    kind: str
    subject: str
    negated: bool
    modal: str

    @property
    def id(self) -> str:
        """``outlet@start-end``."""
        return f"{self.outlet}@{self.spans[0][0]}-{self.spans[-1][1]}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Does ``other_outlet`` state this sentence? Directed: evidence for one sentence in one article.

    Attributes:
        p_stated: probability that every checkable claim of the sentence is in the other article.
        p_present: probability that at least one is; never below ``p_stated``.
        evidence_id: the other article's sentence that supports it best, given for every label.
        note: why the label is ``unclear`` or what the evidence says otherwise, else empty.
        missing: spans of the sentence's text that the other article does not support, or that a contrast hangs on.
        contrast: ``negation``, ``opposite`` or ``name`` where that is why it is not ``stated``, else empty.
        guessed: whether ``missing`` is a guess: one word alone, without a digit, is surely not there.
    """

    sentence_id: str
    other_outlet: str
    label: Label
    p_stated: float
    p_present: float
    evidence_id: str
    note: str = ""
    missing: tuple[tuple[int, int], ...] = ()
    contrast: str = ""
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """Sentences of one or more outlets that state the same thing.

    Every outlet of the story is in exactly one of the four ``*_by``/``*_from``/``*_for`` tuples.

    Attributes:
        id: ``c-`` and 8 hexadecimal digits of the representative sentence's outlet and text.
        representative: id of the clearest member sentence.
        confidence: of the claim's weakest verdict, 0 to 1.
        first_position: place of the claim's earliest sentence in its article, 0 (lede) to 1 (end).
        origins, owners: independent texts, and publisher families, among the outlets that state it.
        reporting: ``wire`` where every sentence that states it is wire copy.
    """

    id: str
    representative: str
    sentence_ids: tuple[str, ...]
    stated_by: tuple[str, ...]
    partly_by: tuple[str, ...]
    absent_from: tuple[str, ...]
    unclear_for: tuple[str, ...]
    exclusive_to: str
    confidence: float
    first_position: float
    origins: int = 0
    owners: int = 0
    reporting: Literal["own", "wire"] = "own"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its bounds in base units.

    Attributes:
        start, end: offsets into the article's text; ``text[start:end] == surface``.
        kind: count, money, percent, points, ratio, vote, age, duration, date, time, measure, ordinal …
        low, high: decimals in plain notation, empty where the interval is open on that side.
        unit: base unit (``USD``, ``percent``, ``metre`` …), of a time of day its zone; empty for plain counts.
        bound: ``=``, ``>=``, ``>``, ``<=``, ``<`` or ``~``.
        measures: the thing counted with what restricts it ("troops deployed"); empty where it cannot be told.
    """

    outlet: str
    sentence_id: str
    start: int
    end: int
    surface: str
    kind: str
    low: str
    high: str
    unit: str
    bound: str
    approximate: bool
    measures: str

    @property
    def id(self) -> str:
        """``outlet@start``."""
        return f"{self.outlet}@{self.start}"


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """Two outlets' figures for one thing. ``reason`` says in words how ``relation`` was judged."""

    claim_id: str
    measures: str
    figure_a: Figure
    figure_b: Figure
    relation: Relation
    spread: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the table that most people open.

    Attributes:
        kind: ``exclusive``, ``omitted``, ``partial`` (and ``figure``, ``figure_omitted``).
        outlet: who states ``text``.
        other_outlet: who does not; empty for ``exclusive``.
        other_text: the nearest passage of the other outlet, to be read beside ``text``.
        reporting: ``own`` or ``wire``: what the claim stands on where it is stated.
    """

    kind: str
    claim_id: str
    outlet: str
    other_outlet: str
    text: str
    other_text: str
    detail: str
    confidence: float
    reporting: str = ""
    sentence_id: str = ""
    other_sentence_id: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something left out of the comparison, with the reason."""

    story_id: str
    kind: str
    id: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What made a result: enough to make it again, and no clock, so that a re-run is byte-equal.

    ``program_sha256`` is of the program's own text and coefficients; ``reader_sha256`` is empty without a reader;
    ``input_sha256`` is of all that was read of the story: headlines, dates and names too.
    """

    version: str
    program_sha256: str
    model: str
    model_sha256: str
    reader_sha256: str
    settings: Mapping[str, object]
    input_sha256: str
    inputs: Mapping[str, str]
    packages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is known about a story after ``compare_story``; every export and the report only read it."""

    story: Story
    articles: tuple[Article, ...]
    sentences: tuple[Sentence, ...]
    coverage: tuple[Coverage, ...]
    claims: tuple[Claim, ...]
    differences: tuple[Difference, ...]
    skipped: tuple[Skipped, ...]
    run: RunInfo
    figures: tuple[Figure, ...] = ()
    figure_differences: tuple[FigureDifference, ...] = ()
    units: tuple[Unit, ...] = ()
