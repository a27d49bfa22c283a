"""``index.csv``: every story with its status; and whether an earlier run's results still hold."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from compare.errors import ResultsError
from compare.output.tables import neutralise
from compare.scale.chunks import Outcome
from compare.scale.work import RECORD, file_digest
from compare.settings import Settings

__all__ = ["COLUMNS", "INDEX", "compared_stories", "earlier_outcome", "read_index", "write_index"]

INDEX = "index.csv"
COLUMNS = ("story_id", "status", "reason", "outlets", "sentences", "claims", "differences", "input_hash")


def earlier_outcome(
    results: Path,
    story_id: str,
    input_hash: str,
    settings: Settings,
    program: Mapping[str, str],
    formats: Sequence[str],
) -> Outcome | None:
    """The story's outcome of an earlier run, where a new one would give the same bytes; else None.

    The same texts and what ``story.toml`` and ``outlets.toml`` say of them, settings, weights, program and packages,
    and every file there as it was written: a ``compare run`` in between, or a hand, has changed nothing.
    """
    folder = results / story_id
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        wanted = (input_hash, asdict(settings), dict(program))
        if (record["input_hash"], record["settings"], record["program"]) != wanted:
            return None
        if not {f"claims.{name}" for name in formats} <= set(record["files"]):
            return None
        for name, digest in record["files"].items():
            if file_digest((folder / name).read_bytes().decode()) != digest:
                return None
        return Outcome(story_id, "compared", input_hash=input_hash, fresh=False, **record["rows"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_index(results: Path, outcomes: Mapping[str, Outcome]) -> Path:
    """Write ``index.csv``, sorted by story, whole or not at all."""
    from compare.sources.files import write_file

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for story_id in sorted(outcomes):
        row = outcomes[story_id]
        counts = (row.outlets, row.sentences, row.claims, row.differences)
        writer.writerow([neutralise(story_id), row.status, neutralise(row.reason), *counts, row.input_hash])
    path = results / INDEX
    write_file(path, out.getvalue())
    return path


def read_index(results: Path) -> dict[str, Outcome]:
    """The outcomes of earlier runs; empty where there is no index.

    Raises:
        ResultsError: the index is damaged.
    """
    path = results / INDEX
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = [_outcome(row) for row in csv.DictReader(file)]
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise ResultsError(f"{path}: damaged; run `compare batch --all` again") from error
    return {row.story_id: row for row in rows}


def compared_stories(results: Path) -> list[str]:
    """Ids of the stories whose results lie there and hold: those of the index, else every folder with a run.json.

    Raises:
        ResultsError: there are none.
    """
    listed = read_index(results)
    if listed:
        names = [name for name, row in listed.items() if row.status == "compared"]
    else:
        names = [path.parent.name for path in results.glob("*/run.json")]
    if not names:
        raise ResultsError(f"{results}: no results; run `compare batch --all` first")
    return sorted(names)


def _outcome(row: Mapping[str, str]) -> Outcome:
    return Outcome(
        story_id=row["story_id"],
        status=row["status"],
        reason=row["reason"],
        outlets=int(row["outlets"]),
        sentences=int(row["sentences"]),
        claims=int(row["claims"]),
        differences=int(row["differences"]),
        input_hash=row["input_hash"],
        fresh=False,
    )
