"""Where outlets' figures for one thing agree and where they differ.

Every two figures of two articles that are of one kind and unit are candidates. Whether they measure the same thing is
a probability, learned from labelled pairs (scripts/train_figure_alignment.py) and weighed again for pairs that agree
and for pairs that differ, these under rules that forbid: the dead are not the injured. Whether they agree is a matter
of intervals (matching/figure_intervals.py). A difference is reported only where nothing in the other article agrees
better, and where no other figure of it fits better.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from compare.matching.coverage import ArticleMatch, match_articles
from compare.matching.figure_choice import choose
from compare.matching.figure_frames import Frame
from compare.matching.figure_pairs import Candidate, candidates
from compare.matching.passages import EncodedSentence
from compare.matching.reader import Reader
from compare.records import Article, Claim, Figure, FigureDifference, Sentence
from compare.text.figures import find_figures

__all__ = ["compare_figures", "compare_sentence_figures"]

_SOME_DAY = date(2020, 1, 15)


def compare_figures(
    articles: Sequence[Article],
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    matches: Sequence[ArticleMatch],
    claims: Sequence[Claim],
    encoded: Mapping[str, EncodedSentence],
) -> tuple[FigureDifference, ...]:
    """Rows for every two outlets' figures that measure one thing, in the order of the articles.

    Which pairs are reported, and how they are judged, does not depend on the order of the articles.

    Args:
        articles: for their days of publication.
        sentences: of all articles.
        figures: of all articles, as ``find_figures`` reads them.
        matches: every ordered pair of articles.
        claims: give the rows their ``claim_id``.
        encoded: keyed by sentence text.
    """
    pairs = candidates(articles, sentences, figures, matches, encoded)
    claim_of = {member: claim.id for claim in claims for member in claim.sentence_ids}
    place = {article.outlet: number for number, article in enumerate(articles)}
    chosen = sorted(
        choose(pairs),
        key=lambda pair: (
            place[pair.a.figure.outlet],
            pair.a.figure.start,
            place[pair.b.figure.outlet],
            pair.b.figure.start,
        ),
    )
    return tuple(_row(pair, claim_of) for pair in chosen)


def _row(pair: Candidate, claim_of: Mapping[str, str]) -> FigureDifference:
    a, b = pair.a.figure, pair.b.figure
    assert pair.judgement is not None
    return FigureDifference(
        claim_id=claim_of.get(a.sentence_id, claim_of.get(b.sentence_id, "")),
        measures=a.measures or b.measures or _anchor(pair.a),
        figure_a=a,
        figure_b=b,
        relation=pair.judgement.relation,
        spread=format(pair.judgement.spread.normalize(), "f"),
        confidence=pair.confidence,
        reason=pair.judgement.reason,
    )


def _anchor(frame: Frame) -> str:
    """The words that a date stands beside, in the order of the text."""
    spans = frame.sentence.encoding.spans
    rows = sorted(word.row for word in frame.near[:3])
    return " ".join(frame.sentence.text[int(spans[row][0]) : int(spans[row][1])].lower() for row in rows)


def compare_sentence_figures(
    a: EncodedSentence,
    b: EncodedSentence,
    published_a: date | None = None,
    published_b: date | None = None,
    reader: Reader | None = None,
) -> tuple[FigureDifference, ...]:
    """The same for two bare sentences, as if each were an article of outlets ``a`` and ``b``.

    Days that were not published with it are reckoned from the other's, or from one and the same day for both.
    ``reader`` is the encoder's, where it has one.
    """
    day = published_a or published_b or _SOME_DAY
    articles: list[Article] = []
    sentences: list[Sentence] = []
    figures: list[Figure] = []
    for outlet, encoded, published in (("a", a, published_a or day), ("b", b, published_b or day)):
        sentence = Sentence(outlet, 0, len(encoded.text), 0, encoded.text)
        articles.append(Article(outlet, encoded.text, "", published=published.isoformat()))
        sentences.append(sentence)
        figures += find_figures(sentence, encoded.tokens, published)
    texts = {a.text: a, b.text: b}
    matches = match_articles(articles, sentences, figures, texts, reader)
    return compare_figures(articles, sentences, figures, matches, (), texts)
