"""A table as CSV or JSON lines, and the record of a run."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence

from compare.output.table_rows import Cell
from compare.output.tables import TABLES, Column, Table
from compare.records import Comparison

# What a spreadsheet takes for the start of a formula (OWASP, CSV injection), and the full-width forms that some fold.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutralise(text: str) -> str:
    """The text as a spreadsheet will show it and not run it; see ``docs/exports.md``."""
    if text[:1].isalnum():  # most cells, and none of what runs
        return text
    return "'" + text if _runs(text) else text


def original(cell: str) -> str:
    """The text that ``neutralise`` made the cell of."""
    return cell[1:] if cell.startswith("'") and _runs(cell) else cell


def _runs(text: str) -> bool:
    # After apostrophes nothing runs, but such a text must be told from one that was marked.
    return text.lstrip(" '").startswith(_FORMULA_STARTS)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV text (RFC 4180); what a spreadsheet would run is for the caller to neutralise."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def to_csv(table: Table, comparison: Comparison) -> str:
    """The table as CSV text."""
    rows = (zip(table.columns, row, strict=True) for row in table.story_rows(comparison))
    return csv_text(table.header, ([_csv_cell(column, cell) for column, cell in row] for row in rows))


def to_jsonl(table: Table, comparison: Comparison) -> str:
    """The table as JSON lines: numbers, booleans and lists as such, text as it is (nothing runs JSON)."""
    lines = []
    for row in table.story_rows(comparison):
        cells = {column.name: _json_cell(cell) for column, cell in zip(table.columns, row, strict=True)}
        lines.append(json.dumps(cells, ensure_ascii=False))
    return "".join(line + "\n" for line in lines)


def run_json(comparison: Comparison) -> str:
    """The run's record: sorted keys, no clock."""
    run = comparison.run
    record = {
        "story_id": comparison.story.id,
        "title": comparison.story.title,
        "version": run.version,
        "program_sha256": run.program_sha256,
        "model": run.model,
        "model_sha256": run.model_sha256,
        "reader_sha256": run.reader_sha256,
        "settings": dict(run.settings),
        "input_sha256": run.input_sha256,
        "inputs": dict(run.inputs),
        "packages": dict(run.packages),
        "tables": {table.name: sum(1 for _ in table.rows(comparison)) for table in TABLES},
    }
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _csv_cell(column: Column, cell: Cell) -> str:
    if isinstance(cell, str):
        return cell if column.kind in ("decimal", "symbol") else neutralise(cell)  # ours, and nothing that runs
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{cell:.4f}"
    return neutralise(";".join(cell)) if isinstance(cell, tuple) else str(cell)


def _json_cell(cell: Cell) -> object:
    if isinstance(cell, tuple):
        return list(cell)
    return round(cell, 4) if isinstance(cell, float) else cell


FORMATS: dict[str, Callable[[Table, Comparison], str]] = {"csv": to_csv, "jsonl": to_jsonl}
