"""Rows of ``differences.csv`` of one kind, drawn by chance for people to judge beside every article that they name."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compare.errors import BadInput, ResultsError, UnknownName
from compare.output.results import read_results
from compare.output.table_formats import original
from compare.scale.sampling import Drawn, Lots, Verdict, articles_of, as_read

__all__ = ["KINDS", "Listed", "Listing", "draw_listed", "kind_of", "read_listed"]

# What a coder's label of every sentence and other article of a row must be for the row to be right.
KINDS: Mapping[str, str] = {"exclusive": "absent", "omitted": "absent", "partial": "partly"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of ``differences.csv``: a sentence and every article that it was set beside.

    Attributes:
        kind: one of ``KINDS``.
        rows: a question each for a coder: one; of an exclusive row as many as there are other outlets.
        confidence: the program's own, 0 to 1.
    """

    kind: str
    rows: tuple[Verdict, ...]
    confidence: float

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from all others of its kind."""
        return self.rows[0].key


class Listing:
    """The rows that a sheet is drawn from, as they pass: how many, how sure, and which they are."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.count = 0
        self._confidence = 0.0
        self._digest = hashlib.sha256()

    def passing(self, listed: Iterable[Listed]) -> Iterator[Listed]:
        """The same rows, each counted as it passes."""
        for one in listed:
            self.count += 1
            self._confidence += one.confidence
            for row in one.rows:
                self._digest.update(row.line)
            yield one

    @property
    def confidence(self) -> float:
        """Their mean confidence, 0 to 1."""
        return self._confidence / max(self.count, 1)

    @property
    def digest(self) -> str:
        """The kind, ``-`` and twelve hexadecimal digits that are others where a row or a text is another."""
        return f"{self.kind}-{self._digest.hexdigest()[:12]}"


def kind_of(digest: str) -> str | None:
    """The kind of row that a sheet with this digest was drawn from; None where it is of verdicts of all kinds."""
    kind = digest.rpartition("-")[0]
    return kind if kind in KINDS else None


def read_listed(results: Path, stories: Iterable[str], kind: str) -> Iterator[Listed]:
    """The rows of one kind whose other articles are all known to be whole, in the tables' order.

    Raises:
        UnknownName: no kind that coders can judge.
        ResultsError: a table is missing, damaged or from another version.
    """
    if kind not in KINDS:
        raise UnknownName("kind of row", kind, KINDS)
    for story in stories:
        tables = read_results(story, results)
        whole, text_of = articles_of(tables)
        for row in tables.rows("differences"):
            if row["kind"] != kind:
                continue
            others = [row["other_outlet"]] if row["other_outlet"] else [one for one in text_of if one != row["outlet"]]
            if not others or not {row["outlet"], *others} <= text_of.keys() or not row["sentence_id"]:
                raise ResultsError(f"{tables.folder}: its tables do not fit; run `compare run {story}` again")
            if whole.issuperset(others):
                yield _listed(story, row, others, text_of)


def _listed(story: str, row: Mapping[str, str], others: Sequence[str], text_of: Mapping[str, str]) -> Listed:
    sentence, outlet = original(row["text"]), row["outlet"]
    questions = (
        Verdict(story, row["sentence_id"], other, row["kind"], outlet, sentence, f"{text_of[outlet]} {text_of[other]}")
        for other in others
    )
    try:
        return Listed(row["kind"], tuple(questions), float(row["confidence"]))
    except ValueError as error:
        raise ResultsError(f"{story}: confidence {row['confidence']!r}; run `compare run {story}` again") from error


def draw_listed(listed: Iterable[Listed], kind: str, rows: int, seed: int) -> Drawn:
    """So many rows of the kind, drawn without regard to story or outlet.

    Raises:
        BadInput: no row is asked for.
        ResultsError: there is none.
    """
    if rows < 1:
        raise BadInput(f"--rows {rows}: at least 1")
    listing = Listing(kind)
    lots: Lots[Listed] = Lots(seed, rows)
    for one in listing.passing(listed):
        lots.put(one.rows[0], one)
    if not listing.count:
        raise ResultsError(f"nothing to draw: no `{kind}` row on articles that are surely whole")
    questions = [row for one in lots.first(rows) for row in one.rows]
    taken = min(rows, listing.count)
    return Drawn(tuple(sorted(questions, key=as_read)), {kind: taken}, {kind: listing.count}, listing.digest)
