"""What the report's template shows, as plain values: every count and choice is made here, none in the template."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compare.output.answer import Part, answer, cautions, outlet_counts
from compare.output.intervals import Topic, topics
from compare.output.naming import copied_from, counted, day, days, is_surely_copied, outlet_names
from compare.output.placement import PlacedClaim, Stripe, placed_claims, share_level, stripes
from compare.output.report_data import FLAGS, page_sentences, sentence_flags
from compare.output.safe_text import web_address
from compare.records import Article, Comparison, Rating, Sentence

__all__ = ["ArticleView", "OutletRow", "Piece", "Report", "report_model"]

_PLACED = 40  # claims in the placement plot; claims.csv has all
_TOPICS = 60  # interval plots; figure_differences.csv has all
_SKIPPED = 200  # lines of the list of what was left out; skipped.csv has all


@dataclass(frozen=True, slots=True)
class OutletRow:
    """A line of the outlets table."""

    number: int
    id: str
    name: str
    published: str
    day: str
    words: int
    claims: int
    exclusive: int
    left_out: int
    complete: str
    complete_reason: str
    origin: str
    surely_copied: bool
    ratings: tuple[tuple[Rating, str], ...]
    stripes: tuple[Stripe, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an article: the text before a sentence that is in none, and the sentence with its shade."""

    before: str
    text: str
    number: int
    is_claim: bool
    reason: str
    others: int
    level: int
    only_here: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as paragraphs of pieces."""

    outlet: OutletRow
    headline: str
    url: str
    address: str
    paragraphs: tuple[tuple[Piece, ...], ...]
    after: str


@dataclass(frozen=True, slots=True)
class Report:
    """The whole page."""

    title: str
    story_id: str
    facts: tuple[str, ...]
    answers: tuple[tuple[Part, ...], ...]
    cautions: tuple[str, ...]
    outlets: tuple[OutletRow, ...]
    articles: tuple[ArticleView, ...]
    topics: tuple[Topic, ...]
    all_topics: int
    placed: tuple[PlacedClaim, ...]
    all_placed: int
    skipped: tuple[tuple[str, str, str, str], ...]
    all_skipped: int
    run: tuple[tuple[str, str], ...]
    claims: int
    has_figures: bool
    has_wire: bool


def report_model(comparison: Comparison) -> Report:
    """The page of a comparison."""
    rows = _outlet_rows(comparison)
    found, placed = topics(comparison), placed_claims(comparison)
    return Report(
        title=comparison.story.title,
        story_id=comparison.story.id,
        facts=_facts(comparison),
        answers=answer(comparison),
        cautions=cautions(comparison),
        outlets=rows,
        articles=tuple(_articles(comparison, rows)),
        topics=found[:_TOPICS],
        all_topics=len(found),
        placed=placed[:_PLACED],
        all_placed=len(placed),
        skipped=tuple((row.kind, row.id, row.reason, row.detail) for row in comparison.skipped[:_SKIPPED]),
        all_skipped=len(comparison.skipped),
        run=_run(comparison),
        claims=len(comparison.claims),
        has_figures=bool(comparison.figures),
        has_wire=any(flags & FLAGS["wire"] for flags in sentence_flags(comparison, comparison.sentences)),
    )


def _facts(comparison: Comparison) -> tuple[str, ...]:
    facts = (
        counted(len(comparison.articles), "outlet"),
        days([article.published for article in comparison.articles]),
        counted(len(comparison.claims), "claim"),
        counted(len(comparison.sentences), "sentence"),
    )
    return tuple(fact for fact in facts if fact)


def _outlet_rows(comparison: Comparison) -> tuple[OutletRow, ...]:
    names, counts = outlet_names(comparison), outlet_counts(comparison)
    bars = stripes(comparison, _stated_by_others(comparison))
    return tuple(
        OutletRow(
            number=number,
            id=article.outlet,
            name=names[article.outlet],
            published=article.published,
            day=day(article.published),
            words=counts[article.outlet].words,
            claims=counts[article.outlet].claims,
            exclusive=counts[article.outlet].exclusive,
            left_out=counts[article.outlet].left_out,
            complete={"yes": "whole", "cut": "cut short", "unknown": "not known"}[article.complete],
            complete_reason=article.complete_reason,
            origin=copied_from(article, names),
            surely_copied=is_surely_copied(article, comparison),
            ratings=_ratings(comparison, article),
            stripes=bars[article.outlet],
        )
        for number, article in enumerate(comparison.articles, 1)
    )


def _ratings(comparison: Comparison, article: Article) -> tuple[tuple[Rating, str], ...]:
    """Each quoted rating with the address that it may link to."""
    outlet = comparison.story.outlets.get(article.outlet)
    return tuple((rating, web_address(rating.url)) for rating in outlet.ratings) if outlet else ()


def _stated_by_others(comparison: Comparison) -> Counter[str]:
    """How many other outlets state each sentence."""
    return Counter(row.sentence_id for row in comparison.coverage if row.label == "stated")


def _articles(comparison: Comparison, rows: Sequence[OutletRow]) -> Iterator[ArticleView]:
    stated = _stated_by_others(comparison)
    alone = {each for claim in comparison.claims if claim.exclusive_to for each in claim.sentence_ids}
    others = len(comparison.articles) - 1
    by_outlet: dict[str, list[tuple[int, Sentence]]] = {row.id: [] for row in rows}
    for number, sentence in enumerate(page_sentences(comparison)):
        by_outlet[sentence.outlet].append((number, sentence))
    for article, row in zip(comparison.articles, rows, strict=True):
        sentences = by_outlet[article.outlet]
        paragraphs: list[list[Piece]] = []
        last, paragraph = 0, None
        for number, sentence in sentences:
            if sentence.paragraph != paragraph:
                paragraphs.append([])
            piece = _piece(article, sentence, number, last, stated[sentence.id], others, sentence.id in alone)
            paragraphs[-1].append(piece)
            last, paragraph = sentence.end, sentence.paragraph
        yield ArticleView(
            outlet=row,
            headline=article.headline,
            url=article.url,
            address=web_address(article.url),
            paragraphs=tuple(tuple(pieces) for pieces in paragraphs),
            after=article.text[last:].strip(),
        )


def _piece(
    article: Article, sentence: Sentence, number: int, last: int, stated: int, others: int, only_here: bool
) -> Piece:
    return Piece(
        before=article.text[last : sentence.start],
        text=sentence.text,
        number=number,
        is_claim=sentence.is_claim,
        reason=sentence.not_claim,
        others=stated,
        level=share_level(stated, others),
        only_here=only_here,
    )


def _run(comparison: Comparison) -> tuple[tuple[str, str], ...]:
    run = comparison.run
    return (
        ("compare", run.version),
        ("Program sha256", run.program_sha256),
        ("Model", run.model),
        ("Model sha256", run.model_sha256),
        *((("Reader sha256", run.reader_sha256),) if run.reader_sha256 else ()),
        *((f"Setting {name}", str(value)) for name, value in run.settings.items()),
        *((f"Package {name}", version) for name, version in run.packages.items()),
        *((f"Text of {name}, sha256", digest) for name, digest in run.inputs.items()),
    )
