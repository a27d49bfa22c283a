"""Many stories: what is done, what is not done again, and what happens when something dies on the way."""

import csv
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import SpaceParser, WordEncoder

from compare.cli import _run
from compare.errors import BadInput, JobFailed, ResultsError
from compare.output.tables import TABLES
from compare.scale.batch import run_batch
from compare.scale.chunks import CHUNK_CHARACTERS, Chunk, Outcome, StoryText, cut_chunks
from compare.scale.combine import COMBINED, PARQUET, combine_tables
from compare.scale.index import INDEX, compared_stories, locked, read_index, write_index
from compare.scale.summary import summarise, write_summary
from compare.scale.work import compare_chunk
from compare.scale.workers import ClusterWorkers, LocalWorkers, WorkerLost
from compare.settings import Settings
from compare.sources.corpus import RESERVED

ARTICLES = {
    "herald": "The fire destroyed 40 houses. Mayor Anna Berg called the council.",
    "times": "The fire destroyed 40 houses. Firemen fought it for nine hours.",
}


def fake_tools(settings):
    """An encoder and a parser that load nothing; importable by name, as in a worker process."""
    return WordEncoder(), SpaceParser()


class Here:
    """Workers that are this process: a chunk is worked on when it is asked for."""

    def __init__(self, work=compare_chunk):
        self.work, self.waiting, self.closed = work, [], False

    def has_room(self):
        """Whether nothing waits."""
        return not self.waiting

    def submit(self, chunk):
        """Let it wait."""
        self.waiting.append(chunk)

    def next_done(self):
        """Work on what waits."""
        chunk = self.waiting.pop(0)
        try:
            return chunk, self.work(chunk)
        except Exception as error:
            return chunk, error

    def close(self):
        """Note that it was called."""
        self.closed = True


@pytest.fixture
def corpora(tmp_path):
    """Four stories: two sound ones, one with a single article, one whose file is missing."""
    folder = tmp_path / "corpora"
    for name in ("fire-a", "fire-b"):
        write_story(folder / name, ARTICLES)
    write_story(folder / "lonely", {"herald": ARTICLES["herald"]})
    write_story(folder / "torn", ARTICLES)
    (folder / "torn" / "times.txt").unlink()
    return folder


def write_story(folder, articles):
    """A story folder."""
    folder.mkdir(parents=True)
    tables = "".join(f'[[articles]]\noutlet = "{outlet}"\nfile = "{outlet}.txt"\n' for outlet in articles)
    (folder / "story.toml").write_text(f'title = "{folder.name}"\n{tables}')
    for outlet, text in articles.items():
        (folder / f"{outlet}.txt").write_text(text)


def batch(corpora, results, workers=None, **more):
    """A run over all stories with the fake encoder."""
    names = sorted(path.parent.name for path in corpora.glob("*/story.toml"))
    return run_batch(names, corpora, results, workers or Here(), tools=fake_tools, complete=True, **more)


def contents(folder):
    """Every file's bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_storys_failure_is_a_row_with_its_reason(corpora, tmp_path):
    """A story that can't be compared is listed, and the others are done."""
    report = batch(corpora, tmp_path / "results")
    rows = read_index(tmp_path / "results")
    assert {name: row.status for name, row in rows.items()} == {
        "fire-a": "compared",
        "fire-b": "compared",
        "lonely": "failed",
        "torn": "failed",
    }
    assert "two are needed" in rows["lonely"].reason
    assert "times.txt" in rows["torn"].reason
    assert report.count("failed") == 2
    assert rows["fire-a"].outlets == 2
    assert rows["fire-a"].sentences == 4


def test_a_story_whose_folder_cannot_be_written_stops_no_other(corpora, tmp_path):
    """A file in its place is its failure, named in its row; once that is away the next run compares it."""
    results = tmp_path / "results"
    results.mkdir()
    (results / "fire-a").write_text("hello")
    report = batch(corpora, results)
    rows = read_index(results)
    assert {name: rows[name].status for name in ("fire-a", "fire-b")} == {"fire-a": "failed", "fire-b": "compared"}
    assert f"{results / 'fire-a'}: is a file, no folder of results" in rows["fire-a"].reason
    assert (rows["fire-a"].outlets, rows["fire-a"].claims, report.count("failed")) == (2, 0, 3)
    assert (results / "fire-a").read_text() == "hello"
    (results / "fire-a").unlink()
    assert batch(corpora, results).outcomes["fire-a"].status == "compared"


def test_a_full_disk_ends_the_run(corpora, tmp_path, monkeypatch):
    """No other story could be written either."""

    def full(folder, files):
        raise JobFailed(f"{folder}: results can't be written (No space left on device)")

    monkeypatch.setattr("compare.output.publish.publish", full)
    with pytest.raises(JobFailed, match="No space left"):
        batch(corpora, tmp_path / "results")
    assert read_index(tmp_path / "results")["fire-b"].status == "not run"


def test_a_reason_is_read_back_as_it_was_written(tmp_path):
    """Also where a spreadsheet would run it, however often the index is written."""
    for reason in ("=1+1", "'=1+1", "it's gone"):
        rows = {"fire": Outcome("fire", "failed", reason)}
        for _ in range(2):
            write_index(tmp_path, rows)
            rows = read_index(tmp_path)
        assert rows["fire"].reason == reason


def test_a_second_run_does_only_what_changed(corpora, tmp_path):
    """Same input, same bytes, no work; a changed headline is work although the text is the same."""
    results = tmp_path / "results"
    batch(corpora, results)
    before = contents(results)
    assert batch(corpora, results).count("compared", fresh=True) == 0
    assert contents(results) == before
    toml = corpora / "fire-a" / "story.toml"
    toml.write_text(toml.read_text().replace('outlet = "times"', 'outlet = "times"\nheadline = "Fire"'))
    report = batch(corpora, results)
    assert [row.story_id for row in report.outcomes.values() if row.fresh and row.status == "compared"] == ["fire-a"]


def test_another_text_of_the_program_compares_all_anew(corpora, tmp_path, monkeypatch):
    """A changed line or threshold may change any row, though version and weights are the same."""
    results = tmp_path / "results"
    assert batch(corpora, results).count("compared", fresh=True) == 2
    monkeypatch.setattr("compare.provenance.program_sha256", lambda: "f" * 64)
    assert batch(corpora, results).count("compared", fresh=True) == 2


def test_results_that_a_hand_or_another_run_changed_are_made_again(corpora, tmp_path):
    """What lies there is trusted only byte for byte."""
    results = tmp_path / "results"
    batch(corpora, results)
    good = (results / "fire-a" / "claims.csv").read_bytes()
    (results / "fire-a" / "claims.csv").write_bytes(good.replace(b"houses", b"horses"))
    assert batch(corpora, results).count("compared", fresh=True) == 1
    assert (results / "fire-a" / "claims.csv").read_bytes() == good


def test_other_settings_and_formats_are_new_work(corpora, tmp_path):
    """The settings are part of what results hold for, and so is a format that was not written."""
    results = tmp_path / "results"
    batch(corpora, results)
    assert batch(corpora, results, formats=("jsonl",)).count("compared", fresh=True) == 2
    assert (results / "fire-a" / "claims.csv").is_file()
    assert batch(corpora, results, settings=Settings(model="other")).count("compared", fresh=True) == 2


def test_texts_of_many_stories_are_encoded_once_and_together(corpora, tmp_path):
    """Two stories with the same articles cost what one costs."""
    encoder, parser = WordEncoder(), SpaceParser()
    names = ["fire-a", "fire-b"]
    run_batch(names, corpora, tmp_path / "results", Here(), tools=lambda settings: (encoder, parser), cache=False)
    assert len(encoder.asked) == len(set(encoder.asked)) == 3


def test_named_stories_leave_the_other_rows_of_the_index(corpora, tmp_path):
    """A run over some stories adds to the index; one over all forgets those that the corpora folder has no more."""
    results = tmp_path / "results"
    batch(corpora, results)
    run_batch(["fire-a"], corpora, results, Here(), tools=fake_tools)
    assert len(read_index(results)) == 4
    shutil.rmtree(corpora / "fire-b")
    assert batch(corpora, results).gone == ("fire-b",)
    assert "fire-b" not in read_index(results)


def test_an_unexpected_error_names_its_place(corpora, tmp_path):
    """A fault of the program costs one story, and the reason says where to look."""

    class Faulty(SpaceParser):
        def parse(self, texts):
            raise ZeroDivisionError("of texts")

    tools = (WordEncoder(), Faulty())
    run_batch(["fire-a"], corpora, tmp_path / "r", Here(), tools=lambda settings: tools, cache=False)
    reason = read_index(tmp_path / "r")["fire-a"].reason
    assert reason.startswith("unexpected ZeroDivisionError in test_batch.py:")


def test_a_worker_of_another_version_is_refused(corpora, tmp_path):
    """Tables of two versions are not put beside each other."""

    def elsewhere(chunk):
        program = {**chunk.program, "torch": "0.1"}
        return compare_chunk(Chunk(chunk.stories, chunk.settings, chunk.formats, program, chunk.tools))

    with pytest.raises(JobFailed, match=r"a worker has torch .* this machine 0\.1"):
        run_batch(["fire-a"], corpora, tmp_path / "r", Here(elsewhere), tools=fake_tools)


def test_a_story_that_kills_its_workers_is_left_out(corpora, tmp_path):
    """The chunk is tried story by story; only the one that is alone with two dead workers fails."""

    def deadly(chunk):
        if any(story.story.id == "fire-b" for story in chunk.stories):
            raise WorkerLost
        return compare_chunk(chunk)

    report = batch(corpora, tmp_path / "r", Here(deadly))
    assert report.outcomes["fire-a"].status == "compared"
    assert "workers died over it" in report.outcomes["fire-b"].reason


def test_an_interrupted_run_keeps_what_was_finished(corpora, tmp_path, monkeypatch):
    """Ctrl-C: the finished stories stand in the index, the others as not run; workers are closed."""
    monkeypatch.setattr("compare.scale.chunks.CHUNK_CHARACTERS", 1)
    workers = Here()

    def stop(outcome):
        if outcome.story_id == "fire-a":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(corpora, tmp_path / "r", workers, announce=stop)
    rows = read_index(tmp_path / "r")
    assert rows["fire-a"].status == "compared"
    assert rows["fire-b"].status == "not run"
    assert workers.closed
    assert batch(corpora, tmp_path / "r").count("compared", fresh=False) == 1


def test_an_interrupted_run_says_of_earlier_results_that_their_turn_did_not_come(corpora, tmp_path, capsys):
    """A strict run that ends early leaves no row that passes for a strict one."""
    results = tmp_path / "r"
    batch(corpora, results)

    class Stopping(Here):
        def next_done(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(corpora, results, Stopping(), settings=STRICT)
    assert {row.status for row in read_index(results).values()} == {"not run", "failed"}
    batch(corpora, results)
    index = (results / INDEX).read_text()
    (results / INDEX).write_text(index.replace("fire-a,compared,", "fire-a,not run,"))
    assert compared_stories(results) == ["fire-b"]
    assert "1 of 4 stories not run, so not counted; run `compare batch --all`" in capsys.readouterr().err


STRICT = Settings(strictness="strict")


def test_a_run_of_other_settings_than_the_stories_that_stay_is_refused(corpora, tmp_path):
    """Before the work: nothing is written, and the line names both stories and both ways on."""
    results = tmp_path / "r"
    batch(corpora, results)
    before = contents(results)
    with pytest.raises(BadInput) as refused:
        run_batch(["fire-a"], corpora, results, Here(), tools=fake_tools, settings=STRICT)
    assert str(refused.value) == (
        f"{results}: fire-a has strictness strict, fire-b has strictness standard, so their rates can't be put "
        "together; run `compare batch --all --strict` or `compare batch --all`"
    )
    assert contents(results) == before
    assert batch(corpora, results, settings=STRICT).count("compared", fresh=True) == 2


def test_tables_of_two_settings_or_weights_are_not_put_together(corpora, tmp_path):
    """Neither in combined tables nor in rates; the earlier combined tables stay."""
    results = tmp_path / "r"
    batch(corpora, results)
    combine_tables(results, ["fire-a", "fire-b"])
    before = contents(results / COMBINED)
    batch(corpora, tmp_path / "strict", settings=STRICT)
    edit_run(tmp_path / "r" / "fire-b", reader_sha256="f" * 64)
    with pytest.raises(ResultsError, match=r"fire-b has reader_sha256 f{64}, .* run `compare batch --all`$"):
        combine_tables(results, ["fire-a", "fire-b"])
    shutil.rmtree(results / "fire-b")
    shutil.copytree(tmp_path / "strict" / "fire-b", results / "fire-b")
    for put_together in (combine_tables, summarise):
        with pytest.raises(ResultsError, match="fire-a has strictness standard, fire-b has strictness strict"):
            put_together(results, ["fire-a", "fire-b"])
    assert contents(results / COMBINED) == before


def edit_run(folder, **changed):
    """Other values in run.json; None takes one out."""
    record = json.loads((folder / "run.json").read_text()) | changed
    (folder / "run.json").write_text(json.dumps({name: value for name, value in record.items() if value is not None}))


def test_a_report_stays_while_all_that_it_shows_is_the_same(corpora, tmp_path):
    """A name that no table has is on the page too."""
    results = tmp_path / "r"
    batch(corpora, results)
    page = results / "fire-a" / "report.html"
    page.write_text("page")
    (results / "fire-a" / "batch.json").write_text("of an earlier batch")
    batch(corpora, results)
    assert page.read_text() == "page"
    (corpora / "outlets.toml").write_text('[herald]\nname = "The Herald"\n')
    batch(corpora, results)
    assert not page.exists()


def test_stories_of_another_version_are_counted_and_said(corpora, tmp_path, capsys):
    """Also those from before there was a digest of the program; summary.json has every version."""
    results = tmp_path / "r"
    write_story(corpora / "fire-c", ARTICLES)
    batch(corpora, results)
    edit_run(results / "fire-b", program_sha256=None)
    combine_tables(results, compared_stories(results))
    said = f"compare: {results}: 1 of 3 stories are of another version of the program or its packages than the rest; "
    copies = f"compare: {results}: 2 stories have the articles of another (fire-b those of fire-a) and count again; "
    told = capsys.readouterr().err
    assert told == f"{copies}move such away\n{said}`compare batch --all` compares them again\n"
    write_summary(summarise(results, compared_stories(results), draws=5, permutations=5), results)
    about = json.loads((results / "summary" / "summary.json").read_text())
    digest = json.loads((results / "fire-a" / "run.json").read_text())["program_sha256"]
    assert [(one["program_sha256"], one["stories"]) for one in about["programs"]] == [(digest, 2), ("", 1)]
    assert (about["strictness"], about["model"], about["model_sha256"]) == ("standard", "words", "0" * 64)


def test_a_story_that_was_run_with_chosen_outlets_is_named(corpora, tmp_path):
    """``compare run --outlet`` writes where the batch wrote: its tables lack an outlet that the index counts."""
    from compare.output.results import write_results
    from compare.pipeline import compare_story
    from compare.sources.corpus import load_articles, load_story

    results = tmp_path / "r"
    write_story(corpora / "wide", {**ARTICLES, "post": "Nine firemen were hurt. The fire destroyed 40 houses."})
    # An article without a claim is an input and no row: it is no chosen outlet.
    write_story(corpora / "asking", {**ARTICLES, "post": "Who knows? Who cares?"})
    batch(corpora, results)
    assert read_index(results)["asking"].outlets == 2
    combine_tables(results, compared_stories(results))
    story, (encoder, parser) = load_story("wide", corpora), fake_tools(None)
    articles = load_articles(story, ["herald", "post"])
    write_results(compare_story(story, articles, encoder=encoder, parser=parser), results)
    line = r"wide: its tables are of 2 outlets \(herald, post\), where index\.csv counts 3; run `compare batch wide` "
    for put_together in (combine_tables, summarise):
        with pytest.raises(ResultsError, match=line):
            put_together(results, compared_stories(results))


def test_two_batches_do_not_write_into_one_folder(corpora, tmp_path):
    """The second would write an index without the first one's stories; it ends at once and changes nothing."""
    results = tmp_path / "r"
    batch(corpora, results)
    before, workers = contents(results), Here()
    with locked(results):
        for second in (lambda: batch(corpora, results, workers), lambda: combine_tables(results, ["fire-a"])):
            with pytest.raises(BadInput, match="r: another batch is writing here; wait for it or name another --res"):
                second()
    assert workers.closed
    assert contents(results) == before
    assert batch(corpora, results).count("compared", fresh=False) == 2


def test_parts_that_were_run_apart_are_put_together_without_comparing_again(corpora, tmp_path):
    """As docs/scale.md has it: the stories' folders side by side, then a run over the whole corpora folder."""
    for name in ("fire-a", "fire-b"):
        run_batch([name], corpora, tmp_path / name, Here(), tools=fake_tools)
    shutil.copytree(tmp_path / "fire-b" / "fire-b", tmp_path / "fire-a" / "fire-b")
    report = batch(corpora, tmp_path / "fire-a")
    assert (report.count("compared", fresh=True), report.count("compared", fresh=False)) == (0, 2)
    batch(corpora, tmp_path / "alone")
    assert contents(tmp_path / "fire-a") == contents(tmp_path / "alone")


def test_what_a_killed_run_was_writing_is_no_story(corpora, tmp_path):
    """Its folder begins with a dot; without an index the others are found by their run.json."""
    results = tmp_path / "r"
    batch(corpora, results)
    shutil.copytree(results / "fire-a", results / ".fire-c.new")
    (results / INDEX).unlink()
    assert compared_stories(results) == ["fire-a", "fire-b"]


@pytest.mark.parametrize("damage", [lambda text: "", lambda text: text[:-70], lambda text: text + "x,compared,1\r\n"])
def test_a_damaged_index_is_no_dead_end(corpora, tmp_path, capsys, damage):
    """A run over all stories writes it anew; everything else says how to."""
    results = tmp_path / "r"
    batch(corpora, results)
    whole = (results / INDEX).read_bytes().decode()
    (results / INDEX).write_bytes(damage(whole).encode())
    again = "index.csv: damaged; move it away and run `compare batch --all`"
    for work in (compared_stories, lambda folder: run_batch(["fire-a"], corpora, folder, Here(), tools=fake_tools)):
        with pytest.raises(ResultsError, match=again):
            work(results)
    assert batch(corpora, results).count("compared", fresh=False) == 2
    assert capsys.readouterr().err == f"compare: {results / INDEX}: damaged; it is written anew\n"
    assert (results / INDEX).read_bytes().decode() == whole


def test_reserved_names_are_no_stories(corpora, tmp_path):
    """A story called as the folder of the combined tables would overwrite it."""
    assert {"outlets.toml", COMBINED, PARQUET, "summary", INDEX} == RESERVED
    for name in RESERVED:
        write_story(corpora / name, ARTICLES)
    report = batch(corpora, tmp_path / "r")
    assert all("rename" in report.outcomes[name].reason for name in RESERVED)


def test_chunks_are_of_a_size_and_keep_the_order():
    """No chunk is above the limit unless one story is."""
    texts = [story_text(f"s{number}", length) for number, length in enumerate((70_000, 60_000, 200_000, 10, 10))]
    chunks = [[story.story.id for story in chunk] for chunk in cut_chunks(texts)]
    assert chunks == [["s0"], ["s1"], ["s2"], ["s3", "s4"]]
    assert CHUNK_CHARACTERS == 120_000


def story_text(name, length):
    """A story of so many characters."""
    from conftest import article

    from compare.records import Story

    return StoryText(Story(name, name, Path(name), ()), (article("herald", "x" * length),), "")


def test_combined_tables_have_the_sum_of_the_rows(corpora, tmp_path):
    """Every row of every story, under one header, once."""
    results = tmp_path / "r"
    batch(corpora, results)
    made = {one.table: one for one in combine_tables(results, compared_stories(results))[0]}
    for table in TABLES:
        parts = [read(results / story / f"{table.name}.csv") for story in ("fire-a", "fire-b")]
        whole = read(made[table.name].path)
        assert whole[0] == list(table.header)
        assert whole[1:] == parts[0][1:] + parts[1][1:]
        assert made[table.name].rows == len(whole) - 1


def test_combined_tables_go_with_the_last_story_that_is_compared(corpora, tmp_path):
    """Where every story has failed since, rows of an earlier run would be nobody's."""
    results = tmp_path / "r"
    batch(corpora, results)
    combine_tables(results, compared_stories(results), parquet=bool(importlib.util.find_spec("pyarrow")))
    for name in ("fire-a", "fire-b"):
        (corpora / name / "times.txt").unlink()
    place = ["--corpora", str(corpora), "--results", str(results), "--workers", "1"]
    assert _run(["batch", "--all", *place]) == 1
    assert {row.status for row in read_index(results).values()} == {"failed"}
    assert not (results / "combined").exists()
    assert not (results / "parquet").exists()


def test_a_table_whose_last_row_has_no_end_is_not_glued_to_the_next(corpora, tmp_path):
    """As an editor may leave it; the rows of the stories stay rows."""
    results = tmp_path / "r"
    batch(corpora, results)
    table = results / "fire-a" / "claims.csv"
    whole = table.read_bytes()
    parts = [read(results / story / "claims.csv") for story in ("fire-a", "fire-b")]
    for edited in (whole.removesuffix(b"\r\n"), whole.removesuffix(b"\r\n") + b"\n", whole.replace(b"\r\n", b"\n")):
        table.write_bytes(edited)
        made = {one.table: one for one in combine_tables(results, ["fire-a", "fire-b"])[0]}
        assert read(made["claims"].path)[1:] == parts[0][1:] + parts[1][1:]
    table.write_bytes(whole + b'fire-a,"cut')
    with pytest.raises(ResultsError, match=r"fire-a.claims\.csv: no whole table"):
        combine_tables(results, ["fire-a", "fire-b"])


def test_a_table_of_another_version_stops_the_combination(corpora, tmp_path):
    """Nothing is left out in silence, and the old combined table stays."""
    results = tmp_path / "r"
    batch(corpora, results)
    combine_tables(results, ["fire-a", "fire-b"])
    before = contents(results / "combined")
    (results / "fire-b" / "articles.csv").write_text("story_id,outlet\r\n")
    with pytest.raises(ResultsError, match=r"fire-b.articles\.csv: its columns"):
        combine_tables(results, ["fire-a", "fire-b"])
    assert contents(results / "combined") == before


def test_parquet_reads_back_in_pandas_polars_and_duckdb(corpora, tmp_path):
    """The same rows, typed, in every reader, with the story's id from the path."""
    pytest.importorskip("pyarrow", reason="Parquet is an extra: pip install '.[parquet]'")
    import pandas as pd
    import polars as pl

    results = tmp_path / "r"
    batch(corpora, results)
    stories = compared_stories(results)
    tables, partitioned = combine_tables(results, stories, parquet=True)
    rows = {one.table: one.rows for one in tables}
    for made in partitioned:
        assert made.rows == rows[made.table]
        assert len(pd.read_parquet(made.path)) == made.rows
        assert len(pl.read_parquet(made.path / "**/*.parquet", hive_partitioning=True)) == made.rows
    claims = pd.read_parquet(results / "parquet" / "claims")
    assert set(claims["story_id"].astype(str)) == {"fire-a", "fire-b"}
    csv_claims = read(results / "combined" / "claims.csv")
    place = csv_claims[0].index("stated_by")
    assert [";".join(cell) for cell in claims["stated_by"]] == [row[place] for row in csv_claims[1:]]
    if importlib.util.find_spec("duckdb"):
        import duckdb

        found = duckdb.sql(f"select count(*) from read_parquet('{results}/parquet/claims/*/*.parquet')").fetchall()
        assert found == [(rows["claims"],)]
    combine_tables(results, stories[:1])
    assert not (results / "parquet").exists()  # it had rows that the CSV has no more


def read(path):
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_processes_give_the_same_bytes_as_one_and_outlive_a_killed_one(corpora, tmp_path):
    """Two worker processes, one killed while it works: every story is done, the tables are the same."""
    batch(corpora, tmp_path / "alone")
    os.environ["COMPARE_TEST_KILL"] = str(tmp_path / "killed")
    try:
        batch(corpora, tmp_path / "two", LocalWorkers(2, die_once))
    finally:
        del os.environ["COMPARE_TEST_KILL"]
    assert (tmp_path / "killed").exists()
    assert contents(tmp_path / "two") == contents(tmp_path / "alone")


def die_once(chunk: Chunk) -> list[Outcome]:
    """Work on the chunk, but the first process to try is killed."""
    mark = Path(os.environ["COMPARE_TEST_KILL"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return compare_chunk(chunk)


@pytest.mark.parametrize("address", ["foo", "tcp://host", "tcp://host:port", "tcp://host:8786/path", ""])
def test_an_address_that_is_none_is_said_at_once(address):
    """Dask takes twenty seconds for it, and its own traceback stands behind our line."""
    with pytest.raises(BadInput, match="no address; write it as tcp://host:8786"):
        ClusterWorkers(address)


def script(folder, code):
    """How to run code in a process of its own that finds these tests and the program."""
    (folder / "run.py").write_text(code)
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[1])])
    return [sys.executable, str(folder / "run.py")], {**os.environ, "PYTHONPATH": paths}


def test_a_dask_cluster_gives_the_same_bytes(corpora, tmp_path):
    """The same work on a scheduler with two workers."""
    pytest.importorskip("distributed", reason="Dask is an extra: pip install '.[cluster]'")

    batch(corpora, tmp_path / "alone")
    code = (
        "from distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:\n"
        "        print(cluster.scheduler_address, flush=True)\n"
        "        input()\n"
    )
    command, env = script(tmp_path, code)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, env=env, **pipes) as cluster:
        try:
            address = cluster.stdout.readline().strip()
            batch(corpora, tmp_path / "cluster", ClusterWorkers(address))
        finally:
            cluster.communicate("\n", timeout=30)
    assert contents(tmp_path / "cluster") == contents(tmp_path / "alone")


def test_workers_end_with_a_killed_coordinator(tmp_path):
    """A coordinator that gets SIGKILL leaves no process behind."""
    code = (
        "import os, sys, time\n"
        "from test_batch import sleep_long\n"
        "from compare.scale.workers import LocalWorkers\n"
        "if __name__ == '__main__':\n"
        "    workers = LocalWorkers(1, sleep_long)\n"
        "    workers.submit(sys.argv[1])\n"
        "    time.sleep(60)\n"
    )
    command, env = script(tmp_path, code)
    with subprocess.Popen([*command, str(tmp_path / "pid")], env=env) as run:
        wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        run.kill()
    worker = int((tmp_path / "pid").read_text())
    wait_until(lambda: not alive(worker))


def test_workers_run_no_file_of_the_current_folder(tmp_path):
    """One with the name of a module that a new process loads first is left alone."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "signal.py").write_text("open('run', 'w').close()\n")
    code = (
        "from test_batch import answer\n"
        "from compare.scale.workers import LocalWorkers\n"
        "if __name__ == '__main__':\n"
        "    workers = LocalWorkers(1, answer)\n"
        "    workers.submit('chunk')\n"
        "    print(workers.next_done())\n"
        "    workers.close()\n"
    )
    command, env = script(tmp_path, code)
    done = subprocess.run(command, env=env, cwd=here, capture_output=True, text=True, check=False)
    assert done.stdout == "('chunk', ['chunk'])\n"
    assert not (here / "run").exists()


def answer(chunk):
    """The chunk itself."""
    return [chunk]


def sleep_long(path):
    """Say who works, and take long."""
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)


def alive(pid):
    """Whether the process runs."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def wait_until(condition, seconds=20.0):
    """Wait, but not for ever."""
    for _ in range(int(seconds / 0.05)):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def test_dask_that_is_not_installed_or_not_there_is_named(monkeypatch):
    """One line that says what to do."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadInput, match=r"pip install '\.\[cluster\]'"):
        ClusterWorkers("tcp://127.0.0.1:1")
