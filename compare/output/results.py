"""A comparison as files in ``results/<story-id>/``, and back as rows; what ``show`` reads, computing nothing."""

import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.errors import BadInput, ResultsError, UnknownName, check_given, given_names
from compare.output.publish import publish
from compare.output.report import render_report
from compare.output.table_formats import FORMATS, run_json
from compare.output.tables import TABLES, table_named
from compare.records import Comparison

__all__ = ["Results", "read_results", "result_files", "write_results"]

# Python's csv refuses cells above 128 KB by default; a headline may be longer than that.
csv.field_size_limit(2**27)
_FOLDER = (str, os.PathLike)


@dataclass(frozen=True, slots=True)
class Results:
    """The last results of a story, as they lie on disk."""

    folder: Path
    run: dict[str, Any]

    def rows(self, table: str) -> list[dict[str, str]]:
        """The rows of a table, every cell as text.

        Raises:
            UnknownName: no such table.
            ResultsError: it was not written, or by another version, or it is damaged.
        """
        columns = table_named(table).header
        for ending, reader in (("csv", _csv_rows), ("jsonl", _jsonl_rows)):
            path = self.folder / f"{table}.{ending}"
            if path.is_file():
                rows = _read_whole(path, reader)
                if not all(set(columns) <= set(row) for row in rows):
                    raise ResultsError(
                        f"{path}: written by another version; run `compare run {self.folder.name}` again"
                    )
                return rows
        raise ResultsError(f"{self.folder}: no {table} table; run `compare run {self.folder.name}`")


def write_results(comparison: Comparison, results: str | Path, formats: Sequence[str] = ("csv",)) -> list[Path]:
    """Write every table, the report, ``run.json`` and the texts that offsets point into; whole or not at all.

    Raises:
        WrongObject: no comparison, no folder or no list of formats.
        UnknownName: a format that does not exist.
        BadInput: the folder can't be written.
    """
    check_given("write_results", comparison, Comparison, "what compare_story returns")
    check_given("write_results", results, _FOLDER, "the folder of results by its name or Path")
    formats = given_names("write_results", formats, 'formats as a list, such as ["csv", "jsonl"]')
    for name in formats:
        if name not in FORMATS:
            raise UnknownName("format", name, FORMATS)
    results = Path(results)
    if results.exists() and not results.is_dir():
        raise BadInput(f"{results}: is a file; name a folder with --results")
    files = result_files(comparison, formats) | {"report.html": render_report(comparison)}
    return publish(results / comparison.story.id, files)


def result_files(comparison: Comparison, formats: Sequence[str] = ("csv",)) -> dict[str, str]:
    """Every file of a story's results but the report: relative name and text."""
    files = {f"{table.name}.{name}": FORMATS[name](table, comparison) for name in formats for table in TABLES}
    files["run.json"] = run_json(comparison)
    return files | {f"texts/{article.outlet}.txt": article.text for article in comparison.articles}


def read_results(story_id: str, results: str | Path) -> Results:
    """The last results of a story.

    Raises:
        WrongObject: no id, or no folder.
        ResultsError: there are none, or they are damaged.
    """
    check_given("read_results", story_id, str, "the id of a story, such as story.id")
    check_given("read_results", results, _FOLDER, "the folder of results by its name or Path")
    folder = Path(results) / story_id
    try:
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultsError(f"{folder}: no results; run `compare run {story_id}` first") from error
    return Results(folder, run)


def _read_whole(path: Path, reader: Callable[[Path], Iterator[dict[str, str]]]) -> list[dict[str, str]]:
    try:
        return list(reader(path))
    except UnicodeDecodeError as error:  # saved by a spreadsheet in its own encoding
        raise ResultsError(f"{path}: no longer UTF-8; write it again with `compare run`") from error
    except (csv.Error, ValueError, TypeError, AttributeError) as error:
        raise ResultsError(f"{path}: damaged; write it again with `compare run`") from error


def _csv_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            if None in row or None in row.values():
                raise ValueError("a row with too many or too few cells")
            yield row


def _jsonl_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield {name: _as_text(cell) for name, cell in json.loads(line).items()}


def _as_text(cell: object) -> str:
    if isinstance(cell, list):
        return ";".join(cell)
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)
