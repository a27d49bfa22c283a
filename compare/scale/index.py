"""``index.csv``: every story with its status; what its results were made with, and whether they still hold."""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from compare.errors import BadInput, ResultsError
from compare.output.safe_text import one_line
from compare.output.table_formats import csv_text, neutralise, original
from compare.scale.chunks import Outcome
from compare.scale.work import RECORD, file_digest
from compare.settings import DEFAULT_MODEL, Settings

__all__ = [
    "COLUMNS",
    "INDEX",
    "MadeWith",
    "compared_stories",
    "earlier_outcome",
    "locked",
    "made_with",
    "note",
    "read_index",
    "require_alike",
    "run_record",
    "write_index",
]

INDEX = "index.csv"
LOCK = ".lock"  # stays there, empty: removing it would let in a third batch beside the second
COLUMNS = ("story_id", "status", "reason", "outlets", "sentences", "claims", "differences", "input_hash")


# What has to be alike in all stories of a table beside the settings. The name of a model is only how it was given.
_WEIGHTS = ("model_sha256", "reader_sha256")


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What the results of some stories were made with: alike in all of them, but for the program.

    Attributes:
        strictness, model, model_sha256, reader_sha256: as ``run.json`` has them; empty where it does not say.
        programs: (version, program_sha256, stories) of every version of the program, most stories first.
    """

    strictness: str = ""
    model: str = ""
    model_sha256: str = ""
    reader_sha256: str = ""
    programs: tuple[tuple[str, str, int], ...] = ()

    def record(self) -> dict[str, Any]:
        """For ``summary.json``."""
        names = ("version", "program_sha256", "stories")
        return {**asdict(self), "programs": [dict(zip(names, one, strict=True)) for one in self.programs]}


def note(message: str) -> None:
    """A line for whoever runs the command, on the error stream: the work goes on."""
    sys.stderr.write(f"compare: {one_line(message)}\n")


@contextmanager
def locked(results: Path) -> Iterator[None]:
    """Keep other batches from ``results`` meanwhile: each would write an index without the other's stories.

    Raises:
        BadInput: another batch is there, or the folder can't be written.
    """
    try:
        results.mkdir(parents=True, exist_ok=True)
        file = (results / LOCK).open("a", encoding="utf-8")
    except OSError as error:
        raise BadInput(
            f"{results}: results can't be written ({error.strerror}); name another folder with --results"
        ) from error
    with file:
        _take(file, results)
        yield


def _take(file: TextIO, results: Path) -> None:
    """The lock on the open file; it ends with the file or the process."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BadInput(f"{results}: another batch is writing here; wait for it or name another --results") from error
    except OSError:  # a file system that has no locks
        return


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

    rows = []
    for story_id in sorted(outcomes):
        row = outcomes[story_id]
        counts = (row.outlets, row.sentences, row.claims, row.differences)
        rows.append([neutralise(story_id), row.status, neutralise(row.reason), *counts, row.input_hash])
    path = results / INDEX
    write_file(path, csv_text(COLUMNS, rows))
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
            reader = csv.DictReader(file)
            if not set(COLUMNS) <= set(reader.fieldnames or ()):
                raise ValueError("not its columns")
            rows = [_outcome(row) for row in reader]
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise ResultsError(f"{path}: damaged; move it away and run `compare batch --all`") from error
    return {row.story_id: row for row in rows}


def compared_stories(results: Path) -> list[str]:
    """Ids of the stories whose results lie there and hold: those of the index, else every folder with a run.json.

    Of stories that the index has as ``not run`` a line says how many are left out.

    Raises:
        ResultsError: there are none.
    """
    listed = read_index(results)
    if listed:
        names = [name for name, row in listed.items() if row.status == "compared"]
    else:  # a name with a dot is a folder that a killed run was writing
        names = [path.parent.name for path in results.glob("*/run.json") if not path.parent.name.startswith(".")]
    if not names:
        raise ResultsError(f"{results}: no results; run `compare batch --all` first")
    waiting = sum(row.status == "not run" for row in listed.values())
    if waiting:
        note(f"{results}: {waiting:,} of {len(listed):,} stories not run, so not counted; run `compare batch --all`")
    return sorted(names)


def made_with(results: Path, stories: Sequence[str]) -> MadeWith:
    """What the stories' results were made with, as their ``run.json`` says; what may not be mixed is refused.

    Lines on the error stream say how many stories are of another version of the program, or of its packages, than
    most, and how many have the same texts as another.

    Raises:
        ResultsError: a ``run.json`` can't be read, two stories differ in settings or weights, or a story's tables are
            of other outlets than the index counts (``compare run --outlet``).
    """
    listed = read_index(results)
    records = {story: run_record(results, story) for story in stories}
    for story, record in records.items():
        if story in listed:
            _require_outlets(results / story, record, listed[story].outlets)
    require_alike(results, records.items())
    _note_copies(results, records)
    programs = Counter(
        (
            record.get("version", ""),
            record.get("program_sha256", ""),
            json.dumps(record.get("packages"), sort_keys=True),
        )
        for record in records.values()
    )
    others = len(records) - max(programs.values(), default=0)
    if others:
        note(
            f"{results}: {others:,} of {len(records):,} stories are of another version of the program or its packages "
            "than the rest; `compare batch --all` compares them again"
        )
    return _made_with(next(iter(records.values()), {}), programs)


def _note_copies(results: Path, records: Mapping[str, Mapping[str, Any]]) -> None:
    """Say which stories have the very articles of another: a folder copied by hand counts twice, and nobody sees it."""
    first: dict[str, str] = {}
    copies = []
    for story, record in records.items():
        texts = json.dumps(record.get("inputs") or story, sort_keys=True)
        if (other := first.setdefault(texts, story)) != story:
            copies.append(f"{story} those of {other}")
    if copies:
        have = "story has" if len(copies) == 1 else "stories have"
        note(f"{results}: {len(copies):,} {have} the articles of another ({copies[0]}) and count again; move such away")


def require_alike(results: Path, records: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Refuse stories that were compared with other settings or other weights: their rates say different things.

    Args:
        results: where they lie, for the message.
        records: story and what its ``run.json`` holds.

    Raises:
        ResultsError: two differ.
    """
    first: tuple[str, Mapping[str, Any]] | None = None
    for story, record in records:
        first = first or (story, record)
        facts, others = _facts(first[1]), _facts(record)
        for name in sorted(facts.keys() | others.keys()):
            one, other = (f"{name} {table.get(name) or '(not said)'}" for table in (facts, others))
            if one != other:
                ways = dict.fromkeys(_command(table["settings"]) for table in (first[1], record) if "settings" in table)
                raise ResultsError(
                    f"{results}: {first[0]} has {one}, {story} has {other}, so their rates can't be put together; "
                    f"run {' or '.join(ways) or '`compare batch --all`'}"
                )


def _facts(record: Mapping[str, Any]) -> dict[str, str]:
    """What has to be alike, by its name."""
    settings = {name: str(value) for name, value in record.get("settings", {}).items() if name != "model"}
    return settings | {name: record[name] for name in _WEIGHTS if name in record}


def _command(settings: Mapping[str, Any]) -> str:
    flag = f" --{settings['strictness']}" if settings.get("strictness") in ("strict", "lenient") else ""
    model = settings.get("model", DEFAULT_MODEL)
    return f"`compare batch --all{flag}{'' if model == DEFAULT_MODEL else f' --model {model}'}`"


def run_record(results: Path, story: str) -> dict[str, Any]:
    """What a story's ``run.json`` holds.

    Raises:
        ResultsError: it is missing or damaged.
    """
    path = results / story / "run.json"
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(record, dict) or not isinstance(record.get("settings", {}), dict):
            raise ValueError("no record of a run")
    except (OSError, ValueError) as error:
        fact = "missing" if isinstance(error, FileNotFoundError) else "damaged"
        raise ResultsError(f"{path}: {fact}; run `compare batch {story}` again") from error
    return record


def _require_outlets(folder: Path, record: Mapping[str, Any], counted: int) -> None:
    """Articles without a claim are among ``inputs`` and not counted, so there may be more inputs, never fewer."""
    inputs, tables = record.get("inputs"), record.get("tables")
    there = tables.get("articles", counted) if isinstance(tables, dict) else counted
    if isinstance(inputs, dict) and len(inputs) < counted:
        there = len(inputs)
    if there != counted:
        raise ResultsError(
            f"{folder}: its tables are of {there} outlets ({', '.join(sorted(inputs or ()))}), where {INDEX} counts "
            f"{counted}; run `compare batch {folder.name}` again"
        )


def _made_with(record: Mapping[str, Any], programs: Mapping[tuple[str, str, str], int]) -> MadeWith:
    versions: Counter[tuple[str, str]] = Counter()
    for (version, digest, _), stories in programs.items():
        versions[version, digest] += stories
    ordered = sorted(((*one, stories) for one, stories in versions.items()), key=lambda row: (-row[2], *row[:2]))
    return MadeWith(
        record.get("settings", {}).get("strictness", ""),
        record.get("model", ""),
        record.get("model_sha256", ""),
        record.get("reader_sha256", ""),
        tuple(ordered),
    )


def _outcome(row: Mapping[str | None, Any]) -> Outcome:
    if None in row:
        raise ValueError("a row with too many cells")
    return Outcome(
        story_id=row["story_id"],
        status=row["status"],
        reason=original(row["reason"]),
        outlets=int(row["outlets"]),
        sentences=int(row["sentences"]),
        claims=int(row["claims"]),
        differences=int(row["differences"]),
        input_hash=row["input_hash"],
        fresh=False,
    )
