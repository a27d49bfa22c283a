"""The tables: declared once, safe in a spreadsheet, the same after a round trip."""

import csv
import io
import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import report_samples
from conftest import ROOT, SpaceParser, WordEncoder, article, story
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.console import Console

from compare import program_source
from compare.errors import UnknownName, WrongObject
from compare.matching.cache import NoCache
from compare.output.answer import OutletCounts, outlet_counts, share_counts
from compare.output.frames import frame
from compare.output.results import read_results, write_results
from compare.output.table_formats import neutralise, original, run_json, to_csv, to_jsonl
from compare.output.tables import TABLES, table_named
from compare.output.terminal import print_rows, print_summary
from compare.pipeline import compare_story
from compare.provenance import run_info
from compare.records import Comparison, Difference
from compare.settings import Settings

TROUBLE = st.text(alphabet=st.sampled_from("a\"\r\n,;\t=+-@'é🙂 |\\"), max_size=12)


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """A small comparison."""
    articles = [
        article(
            "north", "A fire destroyed eight sheds. Mayor Oake praised the volunteers.", headline="=1+1", url="http://n"
        ),
        article("south", "A fire destroyed eight sheds. Zoning lawyers quibbled yesterday.", headline="Fire"),
    ]
    return compare_story(
        story(tmp_path_factory.mktemp("s")), articles, encoder=WordEncoder(), parser=SpaceParser(), store=NoCache()
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_its_declared_columns(table, comparison: Comparison) -> None:
    """Header, width of every row, and the documentation agree."""
    rows = list(csv.reader(io.StringIO(to_csv(table, comparison), newline="")))
    assert tuple(rows[0]) == table.header
    assert {len(row) for row in rows} == {len(table.columns)}
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert all(f"| `{column.name}` | {column.kind} | {column.meaning} |" in page for column in table.columns)


def test_the_house_plan_s_columns_come_first_and_in_order() -> None:
    """Columns may be added at the end, never moved."""
    start = {
        "coverage": "story_id sentence_id outlet start end sentence other_outlet label p_stated p_present evidence_id "
        "evidence_start evidence_end evidence",
        "claims": "story_id claim_id claim stated_by partly_by absent_from unclear_for outlets origins exclusive_to "
        "confidence first_position",
        "sentences": "story_id sentence_id outlet start end paragraph claim_id is_claim text",
        "differences": "story_id kind claim_id outlet other_outlet text other_text detail confidence",
    }
    for name, columns in start.items():
        assert table_named(name).header[: len(columns.split())] == tuple(columns.split())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_a_cell_that_a_spreadsheet_would_run_is_marked_as_text(start: str) -> None:
    """An apostrophe goes in front; all other text stays as it is."""
    assert neutralise(f"{start}cmd") == f"'{start}cmd"
    assert neutralise(f"x{start}cmd") == f"x{start}cmd"


_MARKS = ("'", "''", " ", "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠", "’", ";", "a", "1")


@given(st.one_of(TROUBLE, st.lists(st.sampled_from(_MARKS), max_size=7).map("".join)))
@example("'@minister lied …' she wrote")
@example("' =1")
@example("''-")
def test_marking_is_undone_without_a_trace(text: str) -> None:
    """Whatever the text begins with; and a marked cell begins with an apostrophe."""
    cell = neutralise(text)
    assert original(cell) == text
    assert cell in (text, f"'{text}")
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TROUBLE, TROUBLE)
def test_cells_survive_csv_pandas_and_polars(comparison: Comparison, headline: str, url: str) -> None:
    """Quotes, newlines, lone carriage returns, separators and emoji come back as written."""
    articles = (replace(comparison.articles[0], headline=headline, url=url), *comparison.articles[1:])
    text = to_csv(table_named("articles"), replace(comparison, articles=articles))
    expected = [neutralise(headline), neutralise(url)]
    [plain, _] = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [plain["headline"], plain["url"]] == expected
    raw = io.BytesIO(text.encode())
    panda = pd.read_csv(raw, dtype=str, keep_default_na=False)
    assert list(panda.loc[0, ["headline", "url"]]) == expected
    bear = pl.read_csv(text.encode(), infer_schema=False).fill_null("")
    assert list(bear.select("headline", "url").row(0)) == expected


def test_json_lines_keep_types_and_text(comparison: Comparison) -> None:
    """Lists are lists, numbers numbers, and nothing is neutralised: JSON runs nothing."""
    rows = [json.loads(line) for line in to_jsonl(table_named("claims"), comparison).splitlines()]
    assert rows[0]["stated_by"] == ["north", "south"]
    assert isinstance(rows[0]["confidence"], float)
    assert json.loads(to_jsonl(table_named("articles"), comparison).splitlines()[0])["headline"] == "=1+1"


def test_a_table_is_one_call_away_from_pandas(comparison: Comparison) -> None:
    """With typed columns, and an error that lists the tables for a name that is none."""
    sentences = frame(comparison, "sentences")
    assert list(sentences.columns) == list(table_named("sentences").header)
    assert (sentences["start"].dtype, sentences["is_claim"].dtype) == ("int64", "bool")
    with pytest.raises(UnknownName, match="'claim': unknown; there is articles, claims"):
        frame(comparison, "claim")


def test_a_frame_of_results_on_disk_is_an_error_that_says_how_to_make_one(
    comparison: Comparison, tmp_path: Path
) -> None:
    """What it says to do works, with a folder named by a string."""
    write_results(comparison, str(tmp_path))
    results = read_results(comparison.story.id, str(tmp_path))
    told = r"frame: cannot take Results; pass what compare_story returns; .*pandas.DataFrame\(results.rows\(TABLE\)\)"
    with pytest.raises(WrongObject, match=told):
        frame(results, "claims")
    claims = pd.DataFrame(results.rows("claims"))
    assert list(claims["claim_id"]) == list(frame(comparison, "claims")["claim_id"])


def test_results_of_something_else_are_an_error_that_says_what_to_pass(comparison: Comparison, tmp_path: Path) -> None:
    """Nothing is written; one format by its name is not taken for the formats that its letters name."""
    fire = comparison.story
    for arguments, told in (
        ((fire, tmp_path), "Story; pass what compare_story returns"),
        ((comparison, None), "NoneType; pass the folder of results by its name or Path"),
        ((comparison, tmp_path, "csv"), """'csv' alone; pass formats as a list, such as ["csv", "jsonl"]"""),
        ((comparison, tmp_path, None), """NoneType; pass formats as a list, such as ["csv", "jsonl"]"""),
        ((comparison, tmp_path, [1]), """int; pass formats as a list, such as ["csv", "jsonl"]"""),
    ):
        with pytest.raises(WrongObject, match=f"^write_results: cannot take {re.escape(told)}$"):
            write_results(*arguments)
    assert not list(tmp_path.iterdir())
    with pytest.raises(WrongObject, match=r"^read_results: cannot take Story; pass the id of a story"):
        read_results(fire, tmp_path)
    with pytest.raises(WrongObject, match=r"^read_results: cannot take NoneType; pass the folder of results by"):
        read_results(fire.id, None)


def test_formats_may_be_told_once_and_no_more(comparison: Comparison, tmp_path: Path) -> None:
    """An iterator was used up by the check of its names, and no table was written."""
    write_results(comparison, tmp_path, (name for name in ["jsonl"]))
    assert len(list((tmp_path / comparison.story.id).glob("*.jsonl"))) == len(TABLES)


def test_the_run_s_record_has_no_clock_and_no_path(comparison: Comparison) -> None:
    """It is the same tomorrow and on another machine."""
    text = run_json(comparison)
    record = json.loads(text)
    assert record["inputs"] == {made.outlet: made.sha256 for made in comparison.articles}
    assert str(Path.home()) not in text
    assert record["tables"]["articles"] == 2


def test_a_cell_never_parts_the_row_that_is_piped() -> None:
    """Tabs stand between cells only; control marks are gone and square brackets are text."""
    out = io.StringIO()
    print_rows([{"a": "x\ty\r\nz\x1b[31m", "b": "[bold]w[/bold]\u202e"}], ("a", "b"), Console(file=out))
    assert out.getvalue() == "a\tb\nx y  z[31m\t[bold]w[/bold]\n"


def printed(comparison: Comparison) -> list[str]:
    """The lines of the summary of a run."""
    out = io.StringIO()
    print_summary(comparison, Path("results"), [], Console(file=out))
    return out.getvalue().splitlines()


def test_the_terminal_counts_what_the_report_counts() -> None:
    """Words, claims, claims of one outlet alone and claims left out; how many claims are shared."""
    sample = report_samples.sample()
    lines = printed(sample)
    assert [line.split() for line in lines[2:6]] == [
        "outlet published words claims exclusive leaves out".split(),
        "north-post 2025-12-02 27 3 0 0".split(),
        "south-star 2025-12-02 16 2 0 0".split(),
        "west-wire 2025-12-02 13 2 1 1".split(),
    ]
    shared = (
        "4 claims: 1 stated by all 3, 1 by some, 1 by one alone, "
        "1 stated in full by one outlet, and by some others in part or unclearly."
    )
    assert shared in lines
    assert share_counts(sample) == (1, 1, 1, 1)
    assert outlet_counts(sample)["west-wire"] == OutletCounts(words=13, claims=2, exclusive=1, left_out=1)


def test_the_nearest_outlet_is_that_of_the_sentence_shown() -> None:
    """Whatever words ``detail`` tells it in."""
    sample = report_samples.sample()
    [row] = [row for row in sample.differences if row.kind == "exclusive"]
    told = replace(row, detail="p_present 0.06", other_sentence_id="south-star@0", other_text="On Monday 83 left.")
    lines = printed(replace(sample, differences=(told,)))
    assert "    nearest, in south-star: On Monday 83 left." in lines


def test_the_heading_of_the_figures_says_that_some_were_updated() -> None:
    """A later count is no contradiction."""
    sample = report_samples.sample()
    rows = [row for row in sample.figure_differences if row.relation == "differs"]
    for relation, words in (("differs", "Figures that differ ("), ("updated", "Figures that differ or were updated (")):
        changed = replace(sample, figure_differences=(replace(rows[0], relation=relation), *rows[1:]))
        [heading] = [line for line in printed(changed) if line.startswith("Figures that differ")]
        assert heading == f"{words}{len(rows)} of {len(rows)}, the surest first)"


def omissions(*lacking: str) -> tuple[Difference, ...]:
    """A row an outlet, each surer than the next."""
    return tuple(
        Difference("omitted", f"c-{n:08}", "north-post", outlet, "Said.", "Other.", "stated by 2", 0.9 - n / 100)
        for n, outlet in enumerate(lacking)
    )


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ("aaab", "4 of 4, the surest first"),
        ("aaaaab", "5 of 6: the surest of each outlet"),
        ("abcdefg", "5 of 7: the surest of 5 outlets"),
    ],
)
def test_the_heading_of_a_list_says_which_of_its_rows_are_shown(lacking: str, told: str) -> None:
    """They are chosen outlet by outlet, so a surer one of a talkative outlet may be missing."""
    lines = printed(replace(report_samples.sample(), differences=omissions(*lacking)))
    assert f"Left out by one, stated by others ({told})" in lines


def test_two_rows_of_one_claim_are_shown_once() -> None:
    """Each of the two outlets states part of what the other says."""
    rows = tuple(replace(row, claim_id="c-00000000") for row in omissions(*"ab"))
    lines = printed(replace(report_samples.sample(), differences=rows))
    assert "Left out by one, stated by others (1 of 2: the surest of 1 outlet)" in lines


def test_the_run_s_record_has_every_package_that_reads_or_measures_texts(comparison: Comparison) -> None:
    """The ratio of rapidfuzz decides what is wire copy; the readers of pages decide the text."""
    recorded = run_info(comparison.articles, Settings(), WordEncoder(), "").packages
    assert {"rapidfuzz", "trafilatura", "lxml", "markdown-it-py", "scipy"} <= set(recorded)


def test_the_digest_of_the_program_is_of_all_its_files_but_the_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Word lists too: a word more among the opposites may turn a verdict."""
    monkeypatch.setattr(program_source, "source_sha256", "\n".join)
    package = ROOT / "compare"
    files = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    other = {name for name in files if name.endswith((".safetensors", ".pyc")) or name == "py.typed"}
    assert set(program_source.program_sha256.__wrapped__().split("\n")) == files - other


def test_one_version_stands_wherever_it_is_written() -> None:
    """And all say alike what to cite of a run."""
    citation, readme = ((ROOT / name).read_text(encoding="utf-8") for name in ("CITATION.cff", "README.md"))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in citation
    assert f"compare, version {version})" in readme
    to_cite = "version, program_sha256, model_sha256, reader_sha256 and the strictness of run.json"
    assert to_cite in citation
    assert to_cite in " ".join(readme.replace("`", "").split())
