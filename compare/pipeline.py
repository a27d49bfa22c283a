"""The method, a statement a step."""

import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from compare.differences import list_differences
from compare.errors import BadInput, check_given
from compare.independence import count_voices, mark_articles, mark_differences, mark_sentences
from compare.input_digest import input_sha256
from compare.matching.cache import Cache, Store, entry_key
from compare.matching.claims import group_claims
from compare.matching.coverage import decide_coverage, match_articles, shipped_model
from compare.matching.encode import Encoder, SentenceTransformerEncoder, encode_cached, threads
from compare.matching.figure_differences import compare_figures
from compare.matching.figure_omissions import omitted_figures
from compare.matching.missing import without_agreed
from compare.matching.pair_cache import PairCache
from compare.matching.passages import EncodedSentence
from compare.matching.reader import load_reader
from compare.provenance import run_info
from compare.records import Article, Comparison, Figure, Sentence, Skipped, Story, Token, Unit
from compare.settings import Settings
from compare.sources.corpus import load_articles
from compare.sources.origins import find_origins
from compare.sources.values import NO_DATE, iso_moment
from compare.text.claimhood import DEBRIS, NOT_CLAIM_REASONS, mark_claims
from compare.text.figures import find_figures
from compare.text.parse import Parser, SpacyParser
from compare.text.sentences import split_sentences
from compare.text.units import stated_spans

__all__ = ["Prepared", "compare_story", "encode_sentences", "prepare", "read_figures"]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Sentences of all articles, marked, with the vectors and parse of every distinct text."""

    sentences: tuple[Sentence, ...]
    encoded: dict[str, EncodedSentence]


def compare_story(
    story: Story,
    articles: Sequence[Article] | None = None,
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    store: Store | None = None,
    parser: Parser | None = None,
    known: Mapping[str, EncodedSentence] = MappingProxyType({}),
    advance: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Comparison:
    """Compare the articles of a story.

    Args:
        story: as ``load_story`` gives it.
        articles: those to compare; all of the story's by default.
        settings: the defaults, unless given.
        encoder: a sentence-transformers model named by ``settings.model``, unless given.
        store: where encodings, parses and matched pairs are kept; the user's cache, unless given.
        parser: spaCy's small English pipeline, unless given.
        known: sentences that this encoder and parser have read already, by their text.
        advance: told (stage, sentences done, sentences in all) as the work goes on.

    Raises:
        WrongObject: no story, no articles or no settings.
        BadInput: two articles of one outlet, a date that is none, or fewer than two articles that have a claim.
        JobFailed: the model or the cache does not work.
    """
    settings = settings or Settings()
    articles = _given(story, articles, settings)
    encoder = encoder or SentenceTransformerEncoder(settings.model)
    _require_two(story, articles)
    store, parser = store or Cache(), parser or SpacyParser()
    run = run_info(articles, settings, encoder, input_sha256(story, articles))
    prepared = prepare(articles, encoder, store, parser, advance, known)
    articles, empty = _with_claims(story, articles, prepared.sentences)
    prepared = _without(prepared, {row.id for row in empty})
    reader = load_reader(encoder.sha256)
    pairs = PairCache(store, encoder.sha256, parser.name, reader.sha256 if reader else "")
    figures = read_figures(articles, prepared)
    matches = match_articles(articles, prepared.sentences, figures, prepared.encoded, reader, pairs)
    coverage = decide_coverage(matches, articles, settings.strictness)
    threshold = shipped_model(read=reader is not None).thresholds.claim
    origins = find_origins(articles, prepared.sentences)
    claims = group_claims(articles, prepared.sentences, matches, coverage, threshold, store)
    compared = compare_figures(articles, prepared.sentences, figures, matches, claims, prepared.encoded)
    coverage = without_agreed(coverage, compared, prepared.sentences)
    silent = omitted_figures(claims, prepared.sentences, figures, compared, prepared.encoded)
    claims = count_voices(claims, origins, story.outlets)
    return Comparison(
        story=story,
        articles=mark_articles(articles, origins, story.outlets),
        sentences=mark_sentences(prepared.sentences, origins),
        coverage=coverage,
        claims=claims,
        differences=mark_differences(list_differences(claims, coverage, prepared.sentences, compared, silent), claims),
        skipped=story.left_out + empty + _skipped(story, prepared.sentences),
        figures=figures,
        figure_differences=compared,
        units=_units(prepared),
        run=run,
    )


def prepare(
    articles: Sequence[Article],
    encoder: Encoder,
    store: Store,
    parser: Parser,
    advance: Callable[[str, int, int], None] = lambda stage, done, total: None,
    known: Mapping[str, EncodedSentence] = MappingProxyType({}),
) -> Prepared:
    """Split, parse, mark and encode; only what neither ``known`` nor the store has is parsed and encoded."""
    sentences = [sentence for article in articles for sentence in split_sentences(article)]
    texts = {sentence.text for sentence in sentences}
    encoded = {text: known[text] for text in texts if text in known}
    encoded |= encode_sentences(texts - encoded.keys(), encoder, store, parser, advance)
    cut = {article.outlet for article in articles if article.complete == "cut"}
    return Prepared(mark_claims(sentences, {text: encoded[text].tokens for text in texts}, cut), encoded)


def encode_sentences(
    texts: Iterable[str],
    encoder: Encoder,
    store: Store,
    parser: Parser,
    advance: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> dict[str, EncodedSentence]:
    """Vectors and parse of every distinct text; what the store does not have is computed and kept there."""
    wanted = sorted(set(texts))
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        advance("encode", done, len(wanted))

    with _short_turns(), ThreadPoolExecutor(1) as beside:
        parsing = _parse_cached(wanted, parser, store, beside, advance)
        encodings = encode_cached(wanted, encoder, store, count)
        parses = parsing()
    return {text: EncodedSentence(text, encodings[text], parses[text]) for text in wanted}


# What the switch interval was before each of the calls at work: the last to end, whichever it is, takes the first one.
_LONGER: list[float] = []
_TURNS = threading.Lock()


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let threads wait 0.1 ms for Python's lock, not 5.

    Encoding takes the lock between batches, and at every step of a network that is not recorded, and the parser would
    hold it. Twelve stories one by one, encoded and parsed, before the network was recorded: 6.12 ms a sentence with 5,
    5.96 with 1, 5.66 with 0.1, 6.06 with 0.02; in turn 6.60.
    """
    with _TURNS:
        _LONGER.append(sys.getswitchinterval())
        sys.setswitchinterval(1e-4)
    try:
        yield
    finally:
        with _TURNS:
            before = _LONGER.pop()
            if not _LONGER:
                sys.setswitchinterval(before)


def _parse_cached(
    texts: Sequence[str],
    parser: Parser,
    store: Store,
    beside: ThreadPoolExecutor,
    advance: Callable[[str, int, int], None],
) -> Callable[[], dict[str, tuple[Token, ...]]]:
    """Begin to parse what the store does not have; the function returned waits for it and fills the store."""
    keys = {text: entry_key("parse/1", parser.name, text) for text in texts}
    found = store.get(keys.values())
    parses = {text: _read_parse(found[key]) for text, key in keys.items() if key in found}
    missing = [text for text in texts if text not in parses]
    if not missing:
        return lambda: parses
    advance("parse", 0, len(missing))
    # Parsing keeps one core busy, encoding leaves gaps on all: side by side they take a seventh less than in turn. On
    # one core, as in a worker of `compare batch`, they only wait for each other: 10.3 ms a sentence, 9.8 in turn.
    parsing = beside.submit(parser.parse, missing).result if threads() > 1 else partial(parser.parse, missing)

    def finish() -> dict[str, tuple[Token, ...]]:
        fresh = dict(zip(missing, parsing(), strict=True))
        advance("parse", len(missing), len(missing))
        store.put({keys[text]: _write_parse(tokens) for text, tokens in fresh.items()})
        return parses | fresh

    return finish


def _write_parse(tokens: Sequence[Token]) -> bytes:
    rows = [
        (token.start, token.end, token.lemma, token.pos, token.tag, token.dep, token.head, token.ent)
        for token in tokens
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _read_parse(payload: bytes) -> tuple[Token, ...]:
    return tuple(Token(*row) for row in json.loads(payload))


def _given(story: Story, articles: Sequence[Article] | None, settings: Settings) -> tuple[Article, ...]:
    """The articles to compare, once all is what it should be: in a notebook a name is easily given for the thing."""
    instead = "articles as load_articles(story, OUTLETS) returns them"
    if articles is not None:
        check_given("compare_story", articles, Iterable, instead)
    articles = tuple(load_articles(story) if articles is None else articles)
    expected: list[tuple[object, type, str]] = [
        (story, Story, "what load_story returns"),
        (settings, Settings, 'settings=Settings(strictness="strict")'),
    ]
    expected += [(one, Article, instead) for one in articles]
    for given, kind, instead in expected:
        check_given("compare_story", given, kind, instead)
    return _as_loaded(story, articles)


def _as_loaded(story: Story, articles: Sequence[Article]) -> tuple[Article, ...]:
    """The articles with what loading sees to, and a record that is made in Python does not."""
    for place, article in enumerate(articles):
        if article.outlet in {earlier.outlet for earlier in articles[:place]}:
            raise BadInput(f"story {story.id}: {article.outlet!r} appears twice; pass one article an outlet")
    return tuple(replace(article, published=_moment(story, article)) for article in articles)


def _moment(story: Story, article: Article) -> str:
    """When the article was published, in the one form that dates are read and compared in; empty where not known."""
    written = str(article.published or "")
    moment = iso_moment(written)
    if written and not moment:
        raise BadInput(f"story {story.id}: published of {article.outlet}: {written[:80]!r} is {NO_DATE}")
    return moment


def _require_two(story: Story, articles: Sequence[Article]) -> None:
    if len(articles) < 2:
        only = f" ({articles[0].outlet})" if articles else ""
        only += "".join(f", without {row.id} ({row.reason})" for row in story.left_out)
        few = f"story {story.id}: {len(articles)} article{'' if len(articles) == 1 else 's'}{only}"
        if len(story.articles) > len(articles):
            raise BadInput(f"{few}, two are needed to compare; name another outlet of the story, or none")
        raise BadInput(f"{few}, two are needed to compare; `compare add {story.id} FILE --outlet NAME` adds one")


def _with_claims(
    story: Story, articles: tuple[Article, ...], sentences: Sequence[Sentence]
) -> tuple[tuple[Article, ...], tuple[Skipped, ...]]:
    """The articles that state something, and those left out: of a page of pictures everything would be absent."""
    stating = {sentence.outlet for sentence in sentences if sentence.is_claim}
    kept = tuple(article for article in articles if article.outlet in stating)
    empty = [article.outlet for article in articles if article.outlet not in stating]
    if len(kept) < 2:
        raise BadInput(
            f"story {story.id}: the article of {empty[0]} has no sentence that states anything; see its text"
        )
    return kept, tuple(
        Skipped(story.id, "article", outlet, "no claim", "no sentence states anything") for outlet in empty
    )


def _without(prepared: Prepared, outlets: set[str]) -> Prepared:
    return Prepared(tuple(one for one in prepared.sentences if one.outlet not in outlets), prepared.encoded)


def read_figures(articles: Sequence[Article], prepared: Prepared) -> tuple[Figure, ...]:
    """Figures of everything but page debris, in reading order."""
    published = {article.outlet: article.published_date for article in articles}
    return tuple(
        figure
        for sentence in prepared.sentences
        if sentence.not_claim not in DEBRIS
        for figure in find_figures(sentence, prepared.encoded[sentence.text].tokens, published[sentence.outlet])
    )


def _units(prepared: Prepared) -> tuple[Unit, ...]:
    """Claim units of every claim sentence, in reading order."""
    found = []
    for sentence in prepared.sentences:
        encoded = prepared.encoded[sentence.text]
        for unit in encoded.units if sentence.is_claim else ():
            told = stated_spans(unit, sentence.text)
            text = " … ".join(sentence.text[start:end] for start, end in told)
            spans = tuple((sentence.start + start, sentence.start + end) for start, end in told)
            subject = sentence.text[slice(*unit.subject)]
            negated = encoded.assertions.denied[unit.head]
            found.append(Unit(sentence.id, sentence.outlet, spans, text, unit.kind, subject, negated, unit.modal))
    return tuple(found)


def _skipped(story: Story, sentences: Sequence[Sentence]) -> tuple[Skipped, ...]:
    return tuple(
        Skipped(story.id, "sentence", sentence.id, sentence.not_claim, NOT_CLAIM_REASONS[sentence.not_claim])
        for sentence in sentences
        if not sentence.is_claim
    )
