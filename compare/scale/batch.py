"""Every story of a corpora folder: what is new or changed is compared, one story's failure is a row.

The coordinator reads the stories, hands them in chunks to workers (here or on a cluster), and writes what comes back,
a story's folder at a time, whole or not at all. So whatever is killed, at most the chunks in work are lost, and the
same command goes on from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from compare.errors import BadInput, CompareError, JobFailed, ResultsError
from compare.input_digest import input_sha256
from compare.scale.chunks import Chunk, Outcome, StoryText, Tools, cut_chunks, one_by_one
from compare.scale.index import (
    INDEX,
    earlier_outcome,
    locked,
    note,
    read_index,
    require_alike,
    run_record,
    write_index,
)
from compare.scale.work import load_tools, program_versions
from compare.scale.workers import WorkerLost, Workers
from compare.settings import Settings

__all__ = ["BatchReport", "run_batch"]

# A lost worker may be chance (memory, someone's kill); a story that is alone with two of them is not.
_LOST_AT_MOST = 2


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a run did, by story. ``gone`` are stories of earlier runs that the corpora folder has no more."""

    outcomes: Mapping[str, Outcome]
    gone: tuple[str, ...] = ()

    def count(self, status: str, *, fresh: bool | None = None) -> int:
        """How many stories have this status."""
        rows = [row for row in self.outcomes.values() if row.status == status]
        return len(rows) if fresh is None else sum(row.fresh == fresh for row in rows)


@dataclass(slots=True)
class _Batch:
    """A run under way."""

    corpora: Path
    results: Path
    workers: Workers
    settings: Settings
    formats: tuple[str, ...]
    program: Mapping[str, str]
    tools: Tools
    cache: bool
    announce: Callable[[Outcome], None]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    in_work: int = 0


def run_batch(
    names: Sequence[str],
    corpora: Path,
    results: Path,
    workers: Workers,
    *,
    settings: Settings | None = None,
    formats: Sequence[str] = ("csv",),
    cache: bool = True,
    complete: bool = False,
    tools: Tools = load_tools,
    announce: Callable[[Outcome], None] = lambda outcome: None,
) -> BatchReport:
    """Compare the stories and write their results and ``index.csv``.

    Args:
        names: ids of the stories.
        corpora: the folder they lie in.
        results: where a folder a story is written.
        workers: where the work is done; closed at the end.
        settings: the defaults, unless given.
        formats: of the tables; CSV is always among them, the combined tables are made from it.
        cache: whether workers keep encodings, parses and matched pairs.
        complete: whether these are all stories of ``corpora``: then the index forgets those that are not among them.
        tools: makes the encoder and parser, here for their names and in each worker for its work.
        announce: called with each story's outcome as it is known.

    Raises:
        BadInput: the results can't be written, another batch writes there, or stories that stay as they are were
            compared with other settings or weights.
        JobFailed: a worker is of no use: other versions, no model, a cluster that has gone.
    """
    settings = settings or Settings()
    try:
        encoder, _ = tools(settings)
        chosen = tuple(dict.fromkeys(("csv", *formats)))
        program = program_versions(settings, encoder)
        run = _Batch(corpora, results, workers, settings, chosen, program, tools, cache, announce)
        with locked(results):
            earlier = _earlier(results, complete)
            asked = earlier.keys() if complete else set(names)
            _run(run, names, {name: row for name, row in earlier.items() if name not in asked})
    finally:
        workers.close()
    return BatchReport(run.outcomes, tuple(sorted(set(earlier) - set(names))) if complete else ())


def _earlier(results: Path, complete: bool) -> dict[str, Outcome]:
    """The index of earlier runs. A run over all stories needs nothing of it."""
    try:
        return read_index(results)
    except ResultsError:
        if not complete:
            raise
        note(f"{results / INDEX}: damaged; it is written anew")
        return {}


def _run(run: _Batch, names: Sequence[str], kept: Mapping[str, Outcome]) -> None:
    """Compare, and write the index of these stories and of ``kept``, however the work ends."""
    _require_like_kept(run, names, kept)
    try:
        _work_through(run, names)
    finally:
        run.workers.close()  # at once: what they hold is not written any more
        left = {name: Outcome(name, "not run", "the run ended before its turn") for name in names}
        write_index(run.results, {**kept, **left, **run.outcomes})


def _require_like_kept(run: _Batch, names: Sequence[str], kept: Mapping[str, Outcome]) -> None:
    """Refuse before the work what could not be put into one table after it."""
    weights = {name: run.program[name] for name in ("model_sha256", "reader_sha256")}
    records = [(names[0], {"settings": asdict(run.settings), **weights})] if names else []
    for name, row in kept.items():
        if row.status == "compared":
            with suppress(ResultsError):  # the combination names it; naming it here would forbid to mend another one
                records.append((name, run_record(run.results, name)))
    require_alike(run.results, records)


def _work_through(run: _Batch, names: Sequence[str]) -> None:
    for stories in cut_chunks(_changed_stories(run, names)):
        chunk = Chunk(stories, run.settings, run.formats, run.program, run.tools, run.cache)
        _submit(run, chunk)
        while not run.workers.has_room():
            _finish_one(run)
    while run.in_work:
        _finish_one(run)


def _submit(run: _Batch, chunk: Chunk) -> None:
    run.workers.submit(chunk)
    run.in_work += 1


def _changed_stories(run: _Batch, names: Sequence[str]) -> Iterator[StoryText]:
    """The stories that need work; the others' outcomes are noted on the way."""
    from compare.sources.corpus import RESERVED, load_articles, load_story

    for name in names:
        try:
            if name in RESERVED:
                raise BadInput(f"story {name}: the program needs this name itself; rename the story's folder")
            story = load_story(name, run.corpora)
            articles = load_articles(story)
        except CompareError as error:
            _note(run, Outcome(name, "failed", " ".join(str(error).split())))
            continue
        digest = input_sha256(story, articles)
        held = earlier_outcome(run.results, name, digest, run.settings, run.program, run.formats)
        if held:
            _note(run, held)
        else:
            # The folder is this machine's business.
            yield StoryText(replace(story, folder=Path(name)), articles, digest)


def _finish_one(run: _Batch) -> None:
    chunk, outcomes = run.workers.next_done()
    run.in_work -= 1
    if isinstance(outcomes, WorkerLost):
        _retry(run, chunk)
    elif isinstance(outcomes, CompareError):
        raise outcomes
    elif isinstance(outcomes, Exception):
        raise JobFailed(f"a worker failed: {type(outcomes).__name__}: {outcomes}") from outcomes
    else:
        for outcome in outcomes:
            _publish(run, outcome)


def _retry(run: _Batch, chunk: Chunk) -> None:
    """A chunk whose worker died, story by story: then the one that kills workers is known, and is left out."""
    if len(chunk.stories) > 1:
        for single in one_by_one(chunk):
            _submit(run, single)
    elif chunk.lost + 1 < _LOST_AT_MOST:
        _submit(run, replace(chunk, lost=chunk.lost + 1))
    else:
        story = chunk.stories[0]
        reason = f"{_LOST_AT_MOST} workers died over it: out of memory, or a crash in a library"
        _note(run, Outcome(story.story.id, "failed", reason, len(story.articles), input_hash=story.input_hash))


def _publish(run: _Batch, outcome: Outcome) -> None:
    """Write a story's results. A place that can't be written is that story's failure, a full disk is everybody's."""
    from compare.output.publish import publish

    try:
        if outcome.files:
            publish(run.results / outcome.story_id, outcome.files)
    except BadInput as error:
        reason = " ".join(str(error).split())
        outcome = Outcome(outcome.story_id, "failed", reason, outcome.outlets, input_hash=outcome.input_hash)
    _note(run, replace(outcome, files={}))


def _note(run: _Batch, outcome: Outcome) -> None:
    run.outcomes[outcome.story_id] = outcome
    run.announce(outcome)
