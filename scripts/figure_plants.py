"""Gold figure pairs, and stories in which one number of one outlet is changed; shared by two scripts."""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from compare.matching.cache import Store
from compare.matching.coverage import ArticleMatch, match_articles
from compare.matching.encode import SentenceTransformerEncoder, encode_cached
from compare.matching.passages import EncodedSentence
from compare.matching.reader import load_reader
from compare.pipeline import Prepared, prepare, read_figures
from compare.records import Article, Figure
from compare.settings import Settings
from compare.sources.corpus import load_articles, load_story
from compare.text.parse import SpacyParser

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty".split()
)
FRACTIONS = {"two-thirds": "three-fifths", "three-quarters": "two-thirds", "one-third": "two-fifths"}
_RANGE = 2  # ends
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class GoldPair:
    """A row of gold/figures.csv with the figures that were read there, None where none was."""

    relation: str
    measures: str
    a: Figure | None
    b: Figure | None


@dataclass(frozen=True, eq=False)
class Reading:
    """A story as the stages before the pairing leave it."""

    articles: tuple[Article, ...]
    prepared: Prepared
    figures: tuple[Figure, ...]
    matches: tuple[ArticleMatch, ...]


class Reader:
    """Reads stories; encodings and parses come from the store where they were made before."""

    def __init__(self, store: Store) -> None:
        self._encoder, self._parser, self._store = SentenceTransformerEncoder(Settings().model), SpacyParser(), store
        self.network = load_reader(self._encoder.sha256)

    def story(self, name: str, corpora: Path) -> Reading:
        """A story of a folder of stories."""
        return self.read(tuple(load_articles(load_story(name, corpora))))

    def sentences(self, texts: Sequence[str]) -> dict[str, EncodedSentence]:
        """Bare sentences, encoded and parsed."""
        texts = sorted(set(texts))
        encodings = encode_cached(texts, self._encoder, self._store, lambda _: None)
        parses = self._parser.parse(texts)
        return {text: EncodedSentence(text, encodings[text], parse) for text, parse in zip(texts, parses, strict=True)}

    def read(self, articles: tuple[Article, ...]) -> Reading:
        """Split, encode, find the figures and match the articles."""
        prepared = prepare(articles, self._encoder, self._store, self._parser)
        figures = read_figures(articles, prepared)
        matches = match_articles(articles, prepared.sentences, figures, prepared.encoded, self.network)
        return Reading(articles, prepared, figures, matches)


def gold_pairs(path: Path, figures: Sequence[Figure]) -> list[GoldPair]:
    """The rows of a gold table; a figure is found by its words within the offsets of its sentence."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            GoldPair(row["relation"], row["measures"], _find(row, "a", figures), _find(row, "b", figures))
            for row in csv.DictReader(file)
        ]


def _find(row: dict[str, str], side: str, figures: Sequence[Figure]) -> Figure | None:
    start, end, text = int(row[f"start_{side}"]), int(row[f"end_{side}"]), row[f"text_{side}"]
    inside = [f for f in figures if f.outlet == row[f"outlet_{side}"] and start - 3 <= f.start < end + 3]
    return next((f for f in inside if f.surface in text or text in f.surface), None)


def plants(reading: Reading, pairs: Sequence[GoldPair]) -> Iterator[tuple[Figure, str, tuple[Article, ...]]]:
    """Every figure of a ``same`` pair in turn, what it is changed to, and the articles with that change."""
    seen = set()
    for pair in pairs:
        for figure in (pair.a, pair.b) if pair.relation == "same" else ():
            changed = figure and other_surface(figure.surface, figure.kind)
            if figure and changed and figure.id not in seen:
                seen.add(figure.id)
                yield figure, changed, tuple(change(article, figure, changed) for article in reading.articles)


def change(article: Article, figure: Figure, changed: str) -> Article:
    """The article with another surface where the figure stands, if it is of that outlet."""
    if article.outlet != figure.outlet:
        return article
    text = article.text[: figure.start] + changed + article.text[figure.end :]
    return replace(article, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def other_surface(surface: str, kind: str) -> str | None:
    """A surface of the same form with another number: 15,000 becomes 24,000, Friday Monday, three six; else None.

    A range moves beyond both its ends; a fraction becomes another fraction.
    """
    for number, day in enumerate(DAYS):
        if day in surface:
            return surface.replace(day, DAYS[(number + 3) % 7])
    for number, month in enumerate(MONTHS):
        for form in (month, f"{month[:3]}.", f"{month[:4]}."):
            if form in surface and not any(character.isdigit() for character in surface):
                return surface.replace(form, MONTHS[(number + 5) % 12])
    for fraction, other in FRACTIONS.items():
        if fraction in surface.lower():
            return surface.lower().replace(fraction, other)
    if kind == "ratio":
        return None
    ends = len(_NUMBER.findall(surface))
    if ends == _RANGE and kind not in {"vote", "score", "date", "time"}:
        return _NUMBER.sub(lambda match: str(int(float(match.group().replace(",", "")) * 3)), surface)
    changed = _NUMBER.sub(lambda match: _other_number(match.group(), kind), surface, count=1)
    if changed != surface:
        return changed
    for number, word in enumerate(WORDS[1:], 1):
        if re.search(rf"\b{word}\b", surface, re.IGNORECASE):
            return re.sub(
                rf"\b{word}\b", WORDS[number + 3 if number < 10 else number - 4], surface, flags=re.IGNORECASE
            )
    return None


def _other_number(written: str, kind: str) -> str:
    plain = written.replace(",", "")
    if kind == "age":
        return str(round(int(float(plain)) * 0.8))
    if kind == "date":
        number = int(plain)
        return str(number - 3 if len(plain) == 4 else number + 6 if number < 20 else number - 9)
    if kind in {"vote", "ordinal"}:
        return str(int(float(plain)) - 5 if int(float(plain)) > 5 else int(float(plain)) + 2)
    if kind == "time":
        return str(int(float(plain)) % 9 + 3)
    decimals = len(plain.partition(".")[2])
    if decimals:
        return f"{float(plain) * 1.6:.{decimals}f}"
    zeros = len(plain) - len(plain.rstrip("0"))
    number = max(round(int(plain) * 1.6 / 10**zeros), int(plain) // 10**zeros + 1) * 10**zeros
    return f"{number:,}" if "," in written else str(number)
