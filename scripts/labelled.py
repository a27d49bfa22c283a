"""The labelled sets of ../shared as rows of features: what train_coverage.py and evaluate_all.py learn from."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from machine_labels import Judgement, article_texts, held_stories, read_judgements

from compare.evaluation import GoldRow, read_gold_coverage
from compare.matching.cache import Cache
from compare.matching.coverage import ArticleMatch, link_table, match_articles
from compare.matching.encode import Encoder, SentenceTransformerEncoder
from compare.matching.reader import Reader, load_reader
from compare.pipeline import prepare, read_figures
from compare.records import Article, Sentence
from compare.sources.corpus import list_stories, load_articles, load_story
from compare.text.parse import SpacyParser

MACHINE = "machine-"  # before the story of a machine-labelled example
Matcher = Callable[[tuple[Article, ...]], tuple[ArticleMatch, ...]]
LinkPart = tuple[np.ndarray, np.ndarray]  # features of sentence pairs, and whether they are related


@dataclass(frozen=True)
class Example:
    """A row of features with its two answers.

    Attributes:
        group: the story or cluster, never split between folds.
        gold: whether a person labelled it on a news story: tests and calibrates, never trains.
        odds: the reader's log-odds of present and stated; None without a reader.
        held: whether it is kept from training for calibration.
        hit: whether the best evidence is a supporting sentence; None where that is not known.
        texts: the claim, and the two sentences of the other article that support it best, for models that read.
    """

    group: str
    features: np.ndarray
    present: bool
    stated: bool
    gold: bool = False
    odds: tuple[float, float] | None = None
    held: bool = False
    hit: bool | None = None
    texts: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class GoldStory:
    """A hand-labelled story ready to be judged."""

    id: str
    matches: tuple[ArticleMatch, ...]
    gold: tuple[GoldRow, ...]


def matcher_of(model: str, *, read: bool = True) -> Matcher:
    """A function that matches articles pair by pair, as the pipeline does it with a model, its reader too or not."""
    encoder = SentenceTransformerEncoder(model)
    return matcher_with(encoder, load_reader(encoder.sha256) if read else None)


def matcher_with(encoder: Encoder, reader: Reader | None) -> Matcher:
    """The same of an encoder that is there, with a reader or without."""
    parser, cache = SpacyParser(), Cache()

    def match(articles: tuple[Article, ...]) -> tuple[ArticleMatch, ...]:
        prepared = prepare(articles, encoder, cache, parser)
        figures = read_figures(articles, prepared)
        return match_articles(articles, prepared.sentences, figures, prepared.encoded, reader)

    return match


def read_stories(folder: Path, match: Matcher) -> list[GoldStory]:
    """Every story with gold coverage labels, split, encoded and matched."""
    stories = []
    for name in list_stories(folder):
        if (folder / name / "gold" / "coverage.csv").is_file():
            story = load_story(name, folder)
            stories.append(GoldStory(name, match(load_articles(story)), read_gold_coverage(story)))
    return stories


def story_examples(story: GoldStory) -> list[Example]:
    """One example a gold label."""
    directed = {(match.outlet, match.other_outlet): match for match in story.matches}
    examples = []
    for row in story.gold:
        if row.label == "no_claim":
            continue
        match = directed[row.outlet, row.other_outlet]
        number = next(n for n, sentence in enumerate(match.claims) if sentence.start == row.start)
        present, stated = row.label != "absent", row.label == "stated"
        texts = pair_texts(match, number)
        odds = _odds(match, number)
        table = match.pair.table[number]
        examples.append(Example(story.id, table, present, stated, gold=True, odds=odds, texts=texts))
    return examples


def pair_texts(match: ArticleMatch, number: int) -> tuple[str, str]:
    """A claim and its two best passages, in the order of the article."""
    best = sorted(np.argsort(-match.pair.support[number], kind="stable")[:2].tolist())
    return match.claims[number].text, " ".join(match.passages[place].text for place in best)


def proposition_examples(path: Path, match: Matcher) -> list[Example]:
    """PropSegmEnt judgements: a proposition against a Wikipedia passage; entailed counts as stated."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    examples = []
    for row in rows:
        claim = Article("claim", row["proposition"].replace("\n", " "), "")
        premise = Article("premise", "\n".join(row["premise_sentences"]), "")
        [pair] = [found for found in match((claim, premise)) if found.outlet == "claim"]
        table, odds = pair.pair.table.max(axis=0), _odds(pair, 0)
        label = bool(row["label"])
        hit = _supported(row, pair) if label and row["support"] else None
        texts = row["proposition"], pair_texts(pair, 0)[1]
        group = f"propsegment-{row['story']}"
        examples.append(Example(group, table, label, label, odds=odds, hit=hit, texts=texts))
    return examples


def _supported(row: dict[str, Any], pair: ArticleMatch) -> bool:
    """Is the best evidence one of the sentences that the annotators named?"""
    lines = [row["premise_sentences"][number] for number in row["support"]]
    best = pair.passages[int(pair.pair.evidence[0])].text
    return any(best in line or line in best for line in lines)


@dataclass(frozen=True)
class Answer:
    """What a language model said of a sentence beside an article.

    Attributes:
        evidence: by number of the other's sentences.
        missing: of a sentence that is partly stated, the spans of its text that the other article does not say; None
            where nobody marked them.
    """

    label: str
    evidence: frozenset[int]
    missing: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True)
class MachinePair:
    """Two articles of one real story, both ways, with the answers by the number of the claim.

    Attributes:
        held: whether its story is kept from all training and serves calibration: every twelfth is.
        kind: ``plain``, or how the first article was edited: ``reworded``, ``turned`` (edited_articles.py).
        articles: the beginning of the SHA-256 of each one's text.
    """

    story: str
    held: bool
    articles: tuple[str, str]
    matches: tuple[ArticleMatch, ArticleMatch]
    answers: tuple[Mapping[int, Answer], Mapping[int, Answer]]
    kind: str = "plain"


def machine_pairs(path: Path, matcher: Matcher, *, only_held: bool = False) -> Iterator[MachinePair]:
    """Judgements on other real stories, or on those kept from training alone, by a language model that read both whole.

    scripts/machine_labels.csv.gz names articles by the hash of their text and sentences by offset; it holds no news
    text. They train and calibrate, they never test. Pairs of articles of the gold stories were mixed in among them,
    twenty-six readings unknown to the labeller: it agreed with the gold at F1 .96 for present and .88 for stated (1,106
    rows).
    Stories that share text with the gold stories or the bench were left out.
    """
    texts, rows = article_texts(path), read_judgements()
    held = held_stories(rows)
    pairs: dict[tuple[str, str, str], list[Judgement]] = {}
    for row in (row for row in rows if row.story in held or not only_held):
        own, other = sorted((row.article, row.other))
        pairs.setdefault((row.story, own, other), []).append(row)
    for (story, own, other), found in sorted(pairs.items()):
        forth, back = matcher((Article("own", texts[own], ""), Article("other", texts[other], "")))
        answers = (
            answers_of(forth, [row for row in found if row.article == own]),
            answers_of(back, [row for row in found if row.article == other]),
        )
        yield MachinePair(story, story in held, (own, other), (forth, back), answers)


def answers_of(match: ArticleMatch, rows: Sequence[Judgement]) -> dict[int, Answer]:
    """Of the claims of the article that the rows are of."""
    place = {sentence.start: number for number, sentence in enumerate(match.claims)}
    there = {sentence.start: number for number, sentence in enumerate(match.passages)}
    return {
        place[row.start]: Answer(
            row.label, frozenset(there[start] for start in row.evidence if start in there), row.missing
        )
        for row in rows
        if row.start in place
    }


def machine_examples(pair: MachinePair) -> list[Example]:
    """One example an answer."""
    return [
        Example(
            f"{MACHINE}{pair.story}",
            match.pair.table[number],
            answer.label != "absent",
            answer.label == "stated",
            odds=_odds(match, number),
            held=pair.held,
            texts=pair_texts(match, number),
        )
        for match, answers in zip(pair.matches, pair.answers, strict=True)
        for number, answer in answers.items()
    ]


def _odds(match: ArticleMatch, number: int) -> tuple[float, float] | None:
    """What the reader says, where there is one."""
    if match.pair.odds is None:
        return None
    present, stated = match.pair.odds[number].tolist()
    return present, stated


def link_examples(story: GoldStory) -> LinkPart:
    """Pairs that are each other's gold evidence, against pairs that are neither's."""
    evidence = {(row.outlet, row.start, row.other_outlet): row for row in story.gold}

    def supports(sentence: Sentence, other: Sentence) -> bool:
        row = evidence.get((sentence.outlet, sentence.start, other.outlet))
        return row is not None and any(start < other.end and other.start < end for start, end in row.evidence)

    return related_pairs(story.matches, lambda a, b: (supports(a, b), supports(b, a)))


@dataclass(frozen=True)
class ClaimsStory:
    """A story of the claims set.

    Attributes:
        clusters: the label of every sentence's claim, by sentence id; a sentence of no labelled line is alone.
    """

    name: str
    matches: tuple[ArticleMatch, ...]
    sentences: tuple[Sentence, ...]
    clusters: dict[str, str]


def read_claims(path: Path, match: Matcher) -> list[ClaimsStory]:
    """The hand-grouped claims set, story by story; a line is a paragraph of its outlet's article."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        claims_story(name, [row for row in rows if row["story"] == name], match)
        for name in sorted({row["story"] for row in rows})
    ]


def claims_story(name: str, rows: list[dict[str, str]], match: Matcher) -> ClaimsStory:
    """One story, matched."""
    texts: dict[str, list[str]] = {}
    for row in rows:
        texts.setdefault(row["outlet"].lower().replace(" ", "-"), []).append(row["text"].replace("\n", " "))
    matches = match(tuple(Article(outlet, "\n".join(lines), "") for outlet, lines in texts.items()))
    sentences = {sentence.id: sentence for found in matches for sentence in found.claims}
    clusters = {
        key: next((row["cluster"] for row in rows if sentence.text in row["text"].replace("\n", " ")), key)
        for key, sentence in sentences.items()
    }
    return ClaimsStory(name, matches, tuple(sentences.values()), clusters)


def claims_links(story: ClaimsStory) -> LinkPart:
    """Pairs of one story: the same claim where both sentences come from lines of one group."""
    return related_pairs(story.matches, lambda a, b: (story.clusters[a.id] == story.clusters[b.id],) * 2)


def related_pairs(
    matches: tuple[ArticleMatch, ...], related: Callable[[Sentence, Sentence], tuple[bool, bool]]
) -> LinkPart:
    """Features of the sentence pairs on which both directions agree, and whether they are related."""
    directed = {(match.outlet, match.other_outlet): match for match in matches}
    rows, same = [], []
    for (outlet, other), there in directed.items():
        if outlet > other:
            continue
        table = link_table(there, directed[other, outlet])
        for i, a in enumerate(there.claims):
            for j, b in enumerate(there.passages):
                forth, back = related(a, b)
                if forth == back:
                    rows.append(table[i, j])
                    same.append(forth)
    return np.array(rows, dtype=float), np.array(same)
