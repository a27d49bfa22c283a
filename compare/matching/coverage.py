"""Coverage: does another outlet's article state this sentence? Directed, sentence by article."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from compare.matching.contrasts import CONTRAST_NOTES, Contrast, find_contrast
from compare.matching.encode import threads
from compare.matching.features import FEATURES, PairFeatures, pair_features
from compare.matching.missing import missing_spans
from compare.matching.model import CoverageModel, Logistic, Thresholds, load_model, log_odds
from compare.matching.pair_cache import PairCache
from compare.matching.passages import EncodedSentence, Passages
from compare.matching.reader import Reader
from compare.records import CUT_SHORT, Article, Coverage, Figure, Label, Sentence
from compare.text.claimhood import DEBRIS

__all__ = [
    "CLAIM_FEATURES",
    "LINK_FEATURES",
    "ArticleMatch",
    "claim_probabilities",
    "claim_table",
    "contrast_evidence",
    "decide_coverage",
    "label_of",
    "likeness_probabilities",
    "link_probabilities",
    "link_table",
    "match_articles",
    "probabilities",
    "shipped_model",
]

LINK_FEATURES = ("cosine", "recall_low", "recall_high", "stems_low", "stems_high")
CLAIM_FEATURES = (*LINK_FEATURES, "stated_low", "stated_high")
_MAYBE_STATED = -1.5  # the reader's log-odds from which a contrast is looked for: below, no sentence is called stated
_READ_FOR_CONTRAST = 3  # sentences of evidence
_SAID = 0.5  # probability from which a contrast is named
_DIGITS = 4  # of a probability: what is printed is what is compared with a threshold


@dataclass(frozen=True, eq=False)
class ArticleMatch:
    """One article against another, both ways of looking at it kept for the stages that follow.

    Attributes:
        claims: the sentences of the first article that are claims; rows of ``pair``.
        passages: the sentences of the second that may be evidence; columns of ``pair.support``.
        source, target: ``claims`` and ``passages`` as arrays.
        cut: why the second article is cut short; empty where it is not.
    """

    outlet: str
    other_outlet: str
    claims: tuple[Sentence, ...]
    passages: tuple[Sentence, ...]
    source: Passages
    target: Passages
    pair: PairFeatures
    cut: str = ""

    @property
    def read(self) -> bool:
        """Whether the reader read them: with the default model it does."""
        return self.pair.odds is not None

    @cached_property
    def contrasts(self) -> dict[int, Contrast]:
        """By number of a claim that may be stated what speaks against it; none without a reader."""
        if self.pair.odds is None:
            return {}
        names = self.source.names | self.target.names
        return {
            number: find_contrast(
                self.source.sentences[number], contrast_evidence(self.target, self.pair, number), names
            )
            for number in np.flatnonzero(self.pair.odds[:, 1] >= _MAYBE_STATED).tolist()
        }


def match_articles(
    articles: Sequence[Article],
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    encoded: Mapping[str, EncodedSentence],
    reader: Reader | None = None,
    pair_cache: PairCache | None = None,
) -> tuple[ArticleMatch, ...]:
    """Every ordered pair of articles.

    Args:
        articles: two or more.
        sentences: of all of them.
        figures: of the sentences.
        encoded: keyed by sentence text.
        reader: of the encoder that made the vectors, where it has one.
        pair_cache: of pairs matched before.
    """
    kept = {
        article.outlet: tuple(
            sentence for sentence in sentences if sentence.outlet == article.outlet and sentence.not_claim not in DEBRIS
        )
        for article in articles
    }
    given = defaultdict(list)
    for figure in figures:
        given[figure.sentence_id].append(figure)
    passages = {
        outlet: Passages(
            tuple(encoded[one.text] for one in chosen), tuple(_figures_within(one, given) for one in chosen)
        )
        for outlet, chosen in kept.items()
        if chosen
    }
    # By name, so that the order of story.toml turns no last digit and no kept pair is matched again.
    pairs = {(a, b): (passages[a], passages[b]) for a, b in combinations(sorted(passages), 2)}
    matched = pair_cache.get(pairs) if pair_cache else {}
    fresh = _match_pairs({pair: sides for pair, sides in pairs.items() if pair not in matched}, reader)
    if pair_cache:
        pair_cache.put(pairs, fresh)
    found = {}
    for (a, b), both in (matched | fresh).items():
        found[a, b], found[b, a] = both
    cut = {one.outlet: one.complete_reason or "no reason given" for one in articles if one.complete == "cut"}
    return tuple(
        ArticleMatch(a, b, kept[a], kept[b], passages[a], passages[b], found[a, b], cut.get(b, ""))
        for a in passages
        for b in passages
        if a != b
    )


def _figures_within(sentence: Sentence, given: Mapping[str, Sequence[Figure]]) -> tuple[Figure, ...]:
    """A sentence's figures, with offsets in its text."""
    return tuple(
        replace(figure, start=figure.start - sentence.start, end=figure.end - sentence.start)
        for figure in given.get(sentence.id, ())
    )


def contrast_evidence(b: Passages, pair: PairFeatures, number: int) -> list[EncodedSentence]:
    """The sentence of B that is shown as evidence of A's, and those that support it best."""
    best = np.argsort(-pair.support[number], kind="stable")[:_READ_FOR_CONTRAST]
    return [b.sentences[place] for place in dict.fromkeys([int(pair.evidence[number]), *best.tolist()])][
        :_READ_FOR_CONTRAST
    ]


def _match_pairs(
    pairs: Mapping[tuple[str, str], tuple[Passages, Passages]], reader: Reader | None
) -> dict[tuple[str, str], tuple[PairFeatures, PairFeatures]]:
    if not pairs:
        return {}
    # One thread a product: shared by threads it sums in another order, and a fourth decimal may turn. Pairs share the
    # threads instead, since numpy gives way to others in its loops: 46 outlets in 20 s on two, 23 on one.
    with _blas().limit(limits=1, user_api="blas"), ThreadPoolExecutor(threads()) as pool:
        made = {pair: pool.submit(pair_features, a, b, reader) for pair, (a, b) in pairs.items()}
        return {pair: one.result() for pair, one in made.items()}


@cache
def _blas() -> ThreadpoolController:
    """Finding the libraries of a process takes 4 ms."""
    return ThreadpoolController()


def decide_coverage(
    matches: Sequence[ArticleMatch], articles: Sequence[Article], strictness: str = "standard"
) -> tuple[Coverage, ...]:
    """A row for every claim sentence and every other outlet, in the order of the articles."""
    model = shipped_model(strictness, read=all(match.read for match in matches))
    rows = [row for match in matches for row in _judge(match, model)]
    place = {article.outlet: number for number, article in enumerate(articles)}
    starts = {sentence.id: (place[match.outlet], sentence.start) for match in matches for sentence in match.claims}
    return tuple(sorted(rows, key=lambda row: (*starts[row.sentence_id], place[row.other_outlet])))


def label_of(p_stated: float, p_present: float, thresholds: Thresholds, *, cut: bool = False) -> Label:
    """The label of two probabilities; what an article that is cut short does not have may stand in its rest."""
    if p_present < thresholds.absent:
        return "unclear" if cut else "absent"
    if p_stated >= thresholds.stated:
        return "stated"
    return "partly" if p_present >= thresholds.present else "unclear"


def shipped_model(strictness: str = "standard", *, read: bool = True) -> CoverageModel:
    """The package's model; ``read`` is whether the vectors are those that the reader reads."""
    return load_model(FEATURES, LINK_FEATURES, CLAIM_FEATURES, strictness, read=read)


def link_probabilities(match: ArticleMatch, back: ArticleMatch) -> npt.NDArray[np.float64]:
    """(sentences of A, sentences of B) probability that two sentences tell of the same; symmetric in A and B."""
    return _applied(shipped_model(read=match.read).link, link_table(match, back))


def claim_probabilities(match: ArticleMatch, back: ArticleMatch) -> npt.NDArray[np.float64]:
    """(sentences of A, sentences of B) probability that two sentences state the same claim; symmetric in A and B."""
    model = shipped_model(read=match.read)
    stated, stated_back = probabilities(match, model)[1], probabilities(back, model)[1]
    return _applied(model.claim, claim_table(link_table(match, back), stated[:, None], stated_back[None, :]))


def link_table(match: ArticleMatch, back: ArticleMatch) -> npt.NDArray[np.float64]:
    """(sentences of A, sentences of B, len(LINK_FEATURES))."""
    there, here = match.pair, back.pair
    columns = (
        there.cosine,
        np.minimum(there.recall, here.recall.T),
        np.maximum(there.recall, here.recall.T),
        np.minimum(there.stems, here.stems.T),
        np.maximum(there.stems, here.stems.T),
    )
    return np.stack(columns, axis=-1).astype(np.float64)


def claim_table(
    links: npt.NDArray[np.float64], stated: npt.NDArray[np.float64], stated_back: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """(..., len(CLAIM_FEATURES)) of pairs of sentences: also how surely each is stated by the other article.

    Args:
        links: (..., len(LINK_FEATURES)).
        stated: the first sentence's ``p_stated`` in the second's article; of a shape that goes with the pairs'.
        stated_back: the second's in the first's.
    """
    there, here = np.broadcast_arrays(log_odds(stated), log_odds(stated_back))
    return np.concatenate([links, np.stack([np.minimum(there, here), np.maximum(there, here)], axis=-1)], axis=-1)


def _applied(model: Logistic, table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return model.probability(table.reshape(-1, table.shape[-1])).reshape(table.shape[:-1])


def probabilities(match: ArticleMatch, model: CoverageModel) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(sentences of A,) of present and of stated, the second never above the first, less where evidence contrasts."""
    present, alike = likeness_probabilities(match.pair, model)
    return present, _less_contrasts(match, alike)


def likeness_probabilities(
    pair: PairFeatures, model: CoverageModel
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The same by what is alike alone, whatever contrasts with it."""
    odds = (None, None) if pair.odds is None else pair.odds.T
    present = model.present.probability(pair.table, odds[0])
    return present, np.minimum(model.stated.probability(pair.table, odds[1]), present)


def _less_contrasts(match: ArticleMatch, alike: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What is left of the probabilities of ``stated``."""
    stated = alike.copy()
    for number, contrast in match.contrasts.items():
        stated[number] *= 1 - contrast.probability
    return stated


def _judge(match: ArticleMatch, model: CoverageModel) -> list[Coverage]:
    present, alike = likeness_probabilities(match.pair, model)
    stated = _less_contrasts(match, alike)
    rows = []
    for number, sentence in enumerate(match.claims):
        if not sentence.is_claim:
            continue
        p_stated, p_present = round(float(stated[number]), _DIGITS), round(float(present[number]), _DIGITS)
        label = label_of(p_stated, p_present, model.thresholds, cut=bool(match.cut))
        note = "between the thresholds" if label == "unclear" else ""
        if label == "unclear" and p_present < model.thresholds.absent:
            note = f"{CUT_SHORT.format(match.other_outlet)}: {match.cut}"
        evidence = match.passages[int(match.pair.evidence[number])].id
        row = Coverage(sentence.id, match.other_outlet, label, p_stated, p_present, evidence, note)
        if label == "partly":
            row = _with_missing(row, match, number)
        would_be = label_of(round(float(alike[number]), _DIGITS), p_present, model.thresholds)
        taken_back = would_be == "stated" and label != "stated"  # only a contrast lowers ``p_stated``
        rows.append(_contrasted(row, match.contrasts[number]) if taken_back else row)
    return rows


def _contrasted(row: Coverage, contrast: Contrast) -> Coverage:
    """A row that would be ``stated`` by what is alike; a weak contrast may tip it, but is no reason to give."""
    if contrast.probability < _SAID:
        return row
    note = f"the evidence {CONTRAST_NOTES[contrast.kind]}"
    return replace(row, note=note, contrast=contrast.kind, missing=contrast.words or row.missing)


def _with_missing(row: Coverage, match: ArticleMatch, number: int) -> Coverage:
    """A ``partly`` row with the part that the other article does not support."""
    sentence = match.source.sentences[number]
    rows = match.source.words_of(number)
    kinds = [kind for _, kind in match.source.words[rows]]
    support, weights = match.pair.word_support[rows], match.pair.word_weights[rows]
    missing, guessed = missing_spans(
        sentence.text, sentence.spans, sentence.unit_words, support, weights, kinds, read=match.read
    )
    return replace(row, missing=missing, guessed=guessed)
