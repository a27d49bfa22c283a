"""Verdicts of many stories drawn by chance, for people to judge without knowing them."""

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from compare.errors import BadInput, ResultsError
from compare.output.results import Results, read_results
from compare.output.table_formats import original

__all__ = ["VERDICTS", "Drawn", "Lots", "Population", "Verdict", "articles_of", "as_read", "draw", "read_verdicts"]

T = TypeVar("T")

VERDICTS = ("stated", "partly", "absent", "unclear")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether ``other_outlet`` states a sentence, as the program has it.

    Attributes:
        texts: sha256 of its article and of the other.
    """

    story_id: str
    sentence_id: str
    other_outlet: str
    label: str
    outlet: str
    sentence: str
    texts: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from all others."""
        return self.story_id, self.sentence_id, self.other_outlet

    @property
    def line(self) -> bytes:
        """What a digest of the results takes of it."""
        return "\t".join((*self.key, self.label, self.texts, "\n")).encode()


class Population:
    """The verdicts that a sheet is drawn from: how many there are of each label, and which they are.

    Attributes:
        counts: verdicts by label.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._digest = hashlib.sha256()

    def passing(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """The same verdicts, each counted as it passes."""
        for verdict in verdicts:
            self.counts[verdict.label] += 1
            self._digest.update(verdict.line)
            yield verdict

    @property
    def digest(self) -> str:
        """``d-`` and twelve hexadecimal digits that are others where a verdict or a text is another.

        Without the letters a spreadsheet would take one in two hundred for a number.
        """
        return f"d-{self._digest.hexdigest()[:12]}"


class Lots(Generic[T]):
    """Of all that is put in, what has the smallest numbers in the draw of a seed; ``most`` are held, and few more.

    A number is a hash of the seed and of a verdict, so that neither the order of the tables nor how many are drawn
    decides which come first.
    """

    def __init__(self, seed: int, most: int) -> None:
        self._seed, self._most = seed, most
        self._held: list[tuple[bytes, tuple[str, str, str], T]] = []

    def put(self, verdict: Verdict, drawn: T) -> None:
        """Add what is drawn by the number of a verdict."""
        number = hashlib.sha256("\t".join((str(self._seed), *verdict.key)).encode()).digest()
        self._held.append((number, verdict.key, drawn))
        if len(self._held) > 2 * self._most + 1000:
            self._held = heapq.nsmallest(self._most, self._held)

    def first(self, count: int) -> list[T]:
        """So many, or all; at most ``most``."""
        return [drawn for *_, drawn in heapq.nsmallest(count, self._held)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rows of a sheet, as a reader takes them: story by story, one other article at a time.

    Attributes:
        taken: how many were drawn of each label.
        counts: how many there are.
    """

    rows: tuple[Verdict, ...]
    taken: Mapping[str, int]
    counts: Mapping[str, int]
    digest: str


def read_verdicts(results: Path, stories: Iterable[str]) -> Iterator[Verdict]:
    """Every verdict on a sentence and a whole other article, in the tables' order.

    An article that is cut short, or may be, is no ground for a label: nobody can tell what the rest of it said.

    Raises:
        ResultsError: a table is missing, damaged or from another version.
    """
    for story in stories:
        tables = read_results(story, results)
        whole, text_of = articles_of(tables)
        for row in tables.rows("coverage"):
            if row["label"] not in VERDICTS or not {row["outlet"], row["other_outlet"]} <= text_of.keys():
                raise ResultsError(f"{tables.folder}: its tables do not fit; run `compare run {story}` again")
            if row["other_outlet"] in whole:
                place = row["sentence_id"], row["other_outlet"], row["label"], row["outlet"]
                texts = f"{text_of[row['outlet']]} {text_of[row['other_outlet']]}"
                yield Verdict(story, *place, original(row["sentence"]), texts)


def articles_of(tables: Results) -> tuple[set[str], dict[str, str]]:
    """The outlets whose article is known to be whole, and the sha256 of every outlet's text."""
    rows = tables.rows("articles")
    return {row["outlet"] for row in rows if row["complete"] == "yes"}, {row["outlet"]: row["sha256"] for row in rows}


def draw(verdicts: Iterable[Verdict], rows: int, seed: int) -> Drawn:
    """As many verdicts of each label, drawn without regard to story or outlet; more of the others where one has few.

    A sheet of more rows has all those of a shorter one, where no label runs out (``Lots``).

    Raises:
        BadInput: fewer rows than there are labels.
        ResultsError: no verdict to draw.
    """
    if rows < len(VERDICTS):
        raise BadInput(f"--rows {rows}: at least {len(VERDICTS)}, one of each verdict")
    population = Population()
    lots: dict[str, Lots[Verdict]] = {label: Lots(seed, rows) for label in VERDICTS}
    for verdict in population.passing(verdicts):
        lots[verdict.label].put(verdict, verdict)
    if not population.counts:
        raise ResultsError("nothing to draw: no article that is surely whole was compared; `compare batch --all` first")
    counts = {label: population.counts[label] for label in VERDICTS}
    shares = _shares(counts, rows)
    chosen = [verdict for label in VERDICTS for verdict in lots[label].first(shares[label])]
    return Drawn(tuple(sorted(chosen, key=as_read)), shares, counts, population.digest)


def _shares(counts: Mapping[str, int], rows: int) -> dict[str, int]:
    """Rows of each label: alike, and what one lacks goes to the others; the first labels take what does not divide."""
    shares = dict.fromkeys(counts, 0)
    while left := min(rows, sum(counts.values())) - sum(shares.values()):
        open_ = [label for label in counts if shares[label] < counts[label]]
        for place, label in enumerate(open_):
            more = left // len(open_) + (place < left % len(open_))
            shares[label] += min(more, counts[label] - shares[label])
    return shares


def as_read(verdict: Verdict) -> tuple[str, str, str, int, str]:
    """Its place in a sheet: story by story, one other article at a time, in the order of the text."""
    outlet, _, start = verdict.sentence_id.partition("@")
    return verdict.story_id, verdict.other_outlet, outlet, len(start), start
