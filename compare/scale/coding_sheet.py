"""A coding sheet: a table of drawn sentences that people label in a spreadsheet, written and read back."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from compare.errors import BadInput
from compare.output.results import read_results
from compare.output.table_formats import csv_text, neutralise, original
from compare.scale.sampling import Drawn

__all__ = ["CODES", "COLUMNS", "Key", "Sheet", "read_sheet", "sheet_text"]

CODES = ("stated", "partly", "absent", "no_claim")  # what a coder may write
COLUMNS = (
    "story_id",
    "outlet",
    "before",
    "sentence",
    "other_outlet",
    "other_text",
    "label",
    "note",
    "sentence_id",
    "drawn_from",
)
_NEEDED = ("story_id", "sentence_id", "other_outlet", "label", "drawn_from")

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One coder's labels by (story, sentence, other outlet), and the digest of the results it was drawn from.

    Attributes:
        rows: all that it has, also those without a label.
    """

    path: Path
    drawn_from: str
    labels: Mapping[Key, str]
    rows: frozenset[Key]


def sheet_text(drawn: Drawn, results: Path) -> str:
    """The coding sheet as CSV; ``label`` and ``note`` are for the coder, and nothing tells the program's verdict."""
    rows = []
    before: dict[str, str] = {}
    story = ""
    for row in drawn.rows:
        if row.story_id != story:
            story, before = row.story_id, _before(results, row.story_id)
        cells = {
            "story_id": story,
            "outlet": row.outlet,
            "before": before.get(row.sentence_id, ""),
            "sentence": row.sentence,
            "other_outlet": row.other_outlet,
            "other_text": (results / story / "texts" / f"{row.other_outlet}.txt").as_posix(),
            "sentence_id": row.sentence_id,
            "drawn_from": drawn.digest,
        }
        rows.append([neutralise(cells.get(column, "")) for column in COLUMNS])
    return csv_text(COLUMNS, rows)


def read_sheet(path: Path) -> Sheet:
    """A coding sheet as a spreadsheet saved it: comma or semicolon; rows without a label are not yet judged.

    Raises:
        BadInput: no such file, columns missing, a label that is none, no label, a row without ids or twice, or rows of
            two draws.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace")  # ids and labels are ASCII in any encoding
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}; `compare sample` draws a sheet") from error
    header = next(iter(text.splitlines()), "")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    lacking = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if lacking:
        raise BadInput(f"{path}: no column {', '.join(lacking)}; a sheet has {', '.join(COLUMNS)}")
    return _read_rows(path, reader)


def _read_rows(path: Path, reader: "csv.DictReader[str]") -> Sheet:
    labels: dict[Key, str] = {}
    draws: set[str] = set()
    for row in reader:
        cells = {name: (row[name] or "").strip() for name in _NEEDED}
        key, label = (cells["story_id"], cells["sentence_id"], cells["other_outlet"]), cells["label"].lower()
        if not any((*key, label)):  # how a spreadsheet saves a row that was cleared
            continue
        if not all((*key, cells["drawn_from"])):
            raise BadInput(f"{path}: line {reader.line_num}: lacks one of its ids; copy the row from the drawn sheet")
        if label and label not in CODES:
            raise BadInput(f"{path}: line {reader.line_num}: label {label!r}; one of {', '.join(CODES)}, or empty")
        if key in labels:
            raise BadInput(f"{path}: line {reader.line_num}: {' '.join(key)} stands twice; delete one of the rows")
        labels[key] = label
        draws.add(cells["drawn_from"])
    given = {key: label for key, label in labels.items() if label}
    if not given:
        raise BadInput(f"{path}: no row has a label; write one of {', '.join(CODES)} under `label`")
    if len(draws) > 1:
        raise BadInput(f"{path}: rows of {len(draws)} draws; keep one draw of `compare sample` a file")
    return Sheet(path, draws.pop(), given, frozenset(labels))


def _before(results: Path, story: str) -> dict[str, str]:
    """The sentence before each in its article, by id."""
    rows = read_results(story, results).rows("sentences")
    pairs = pairwise(rows)
    return {row["sentence_id"]: original(last["text"]) for last, row in pairs if last["outlet"] == row["outlet"]}
