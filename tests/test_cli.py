"""The command as a user meets it: a process, its two streams, its exit code and its files."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from conftest import DEMO, ROOT

from compare import __all__ as public_names
from compare.__main__ import main as start
from compare.cli import _run
from compare.output import plots
from compare.records import Comparison

TABLES = "articles claims coverage differences figure_differences figures sentences skipped units".split()


def compare(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command."""
    return subprocess.run(
        [sys.executable, "-m", "compare", *arguments],
        cwd=cwd,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo story, run once."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(DEMO, folder / "corpora")
    done = compare("run", "maduro-call", cwd=folder, COMPARE_CACHE=str(folder / "cache"))
    assert (done.returncode, done.stderr) == (0, "")
    (folder / "unfinished" / "bare").mkdir(parents=True)
    (folder / "summary.txt").write_text(done.stdout, encoding="utf-8")
    return folder


def rows(place: Path, table: str, story: str = "maduro-call", results: str = "results") -> list[dict[str, str]]:
    """A table as written."""
    with (place / results / story / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_writes_every_table_and_says_where(place: Path) -> None:
    """The summary ends with the folder and is plain text when piped."""
    summary = (place / "summary.txt").read_text(encoding="utf-8")
    folder = place / "results" / "maduro-call"
    assert sorted(path.stem for path in folder.glob("*.csv")) == TABLES
    files = summary.splitlines()[-2]
    assert files.startswith("16 files in results/maduro-call: articles.csv, ")
    assert files.endswith("run.json, report.html and texts/ (5)")
    assert summary.splitlines()[-1] == "Report: results/maduro-call/report.html"
    assert "\x1b" not in summary
    assert f"{len(rows(place, 'claims'))} claims: " in summary


def test_the_summary_says_which_articles_are_not_to_be_trusted(place: Path) -> None:
    """Cut short, not compared, undated: who reads the terminal alone would count what such an article lacks."""
    articles = {
        "north": "A fire destroyed eight sheds in the harbour. The chief said two men were hurt. This is for our",
        "south": "Eight sheds burned down in the harbour. Nobody was killed there. The police look for the cause.",
        "west": "READ MORE: Fire in the harbour",
    }
    folder = place / "doubtful" / "fire"
    (folder / "articles").mkdir(parents=True)
    entries = "".join(f'[[articles]]\noutlet = "{name}"\nfile = "articles/{name}.txt"\n' for name in articles)
    (folder / "story.toml").write_text(f'title = "Fire"\n{entries}', encoding="utf-8")
    for name, text in articles.items():
        (folder / "articles" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    (folder.parent / "outlets.toml").write_text('[west]\nname = "The West"\n', encoding="utf-8")
    done = compare(
        "run", "fire", "--corpora", "doubtful", "--results", "doubtful/r", cwd=place, COMPARE_CACHE=str(place)
    )
    told = done.stdout.partition("\n\n")[2].partition("\n\n")[2].partition("\n\n")[0].splitlines()
    assert told[0].startswith("The text of north is cut short (ends inside a sentence")
    assert "The article of The West is not compared: no claim." in told
    assert told[-1].startswith("Without a date of publication (north, south) a weekday")


def test_the_readme_shows_what_the_demo_prints(place: Path) -> None:
    """Its sample is cut where it says so; other processors may print another last digit of a confidence."""
    summary = [masked(line) for line in (place / "summary.txt").read_text(encoding="utf-8").splitlines()]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```text\noutlet ")[2].partition("```")[0].splitlines()[1:]
    lines = [masked(line.removesuffix("…")) for line in shown if line.strip(" …")]
    assert [line for line in lines if not any(printed.startswith(line) for printed in summary)] == []
    assert len(lines) > 15


def masked(line: str) -> str:
    """Without the digits of a confidence."""
    return re.sub(r" 0\.\d\d  ", " 0.  ", line)


def test_a_second_run_is_byte_identical_and_imports_neither_torch_nor_spacy(place: Path) -> None:
    """Everything heavy comes from the cache."""
    code = (
        "import sys; from compare.cli import _run; code = _run(['run', 'maduro-call', '--results', 'again']);"
        "print(sorted({'torch', 'spacy', 'sentence_transformers'} & set(sys.modules))); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env={**os.environ, "COMPARE_CACHE": str(place / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    for path in sorted((place / "results" / "maduro-call").rglob("*")):
        if path.is_file():
            again = place / "again" / path.relative_to(place / "results")
            assert again.read_bytes() == path.read_bytes(), path.name


def test_a_table_that_a_spreadsheet_saved_in_its_own_encoding_is_named(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with the file and the next step."""
    shutil.copytree(place / "results", tmp_path / "results")
    claims = tmp_path / "results" / "maduro-call" / "claims.csv"
    claims.write_bytes(claims.read_text(encoding="utf-8").encode("cp1252", "replace"))
    assert _run(["show", "maduro-call", "claims", "--results", str(tmp_path / "results")]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith("claims.csv: no longer UTF-8; write it again with `compare run`")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_the_output_is_one_line(place: Path) -> None:
    """No traceback, exit code 1."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "compare", "show", "maduro-call"],
            cwd=place,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == ["compare: output: No space left on device; nothing more was done"]


def test_claims_and_differences_say_of_an_outlet_what_coverage_says(place: Path) -> None:
    """Who is listed as stating a claim states what is printed of it, and what it leaves out of a sentence has a row."""
    coverage = {(row["sentence_id"], row["other_outlet"]): row["label"] for row in rows(place, "coverage")}
    sentences = {row["sentence_id"]: row for row in rows(place, "sentences")}
    partial = {(row["text"], row["other_outlet"]) for row in rows(place, "differences") if row["kind"] == "partial"}
    told_in_part = 0
    for claim in rows(place, "claims"):
        members = claim["sentence_ids"].split(";")
        printed = next(one for one in members if sentences[one]["text"] == claim["claim"])
        for outlet in set(claim["stated_by"].split(";")) - {sentences[printed]["outlet"]}:
            assert coverage[printed, outlet] == "stated", (claim["claim_id"], outlet)
        for member in members:
            for outlet in {sentences[one]["outlet"] for one in members} - {sentences[member]["outlet"]}:
                if coverage[member, outlet] == "partly":
                    assert (sentences[member]["text"], outlet) in partial
                    told_in_part += 1
    assert told_in_part > 0


def test_planted_exclusives_and_omissions_are_found(place: Path) -> None:
    """Of the demo's plants, half are called absent from all who lack them, and one in ten is called stated."""
    sentences = {row["sentence_id"]: row for row in rows(place, "sentences")}
    labels = {(row["sentence_id"], row["other_outlet"]): row["label"] for row in rows(place, "coverage")}
    outlets = {row["outlet"] for row in rows(place, "articles")}
    with (place / "corpora" / "maduro-call" / "gold" / "planted.csv").open(encoding="utf-8", newline="") as file:
        plants = [row for row in csv.DictReader(file) if row["kind"] in ("exclusive", "omitted")]
    found, wrong = [], []
    for plant in plants:
        sentence = f"{plant['outlet']}@{plant['start']}"
        assert sentence in sentences
        others = [plant["other_outlet"]] if plant["other_outlet"] else sorted(outlets - {plant["outlet"]})
        found.append(all(labels[sentence, other] == "absent" for other in others))
        wrong.append(any(labels[sentence, other] == "stated" for other in others))
    assert len(plants) > 40
    assert sum(found) / len(found) >= 0.5
    assert sum(wrong) / len(wrong) <= 0.1


def test_shares_of_each_label_are_sane(place: Path) -> None:
    """A model gone wrong calls everything one thing."""
    labels = [row["label"] for row in rows(place, "coverage")]
    for label in ("stated", "partly", "absent"):
        assert 0.08 < labels.count(label) / len(labels) < 0.75


def test_an_added_outlet_leaves_the_claims_it_does_not_touch(place: Path, tmp_path: Path) -> None:
    """Every claim of the five without a sentence of the sixth keeps its id and its members."""
    shutil.copytree(place / "corpora", tmp_path / "corpora")
    story = tmp_path / "corpora" / "maduro-call"
    text = (story / "articles" / "harbor-ledger.txt").read_text(encoding="utf-8").split("\n")
    (story / "articles" / "sixth.txt").write_text(
        "\n".join(text[3:6]) + "\nThe weather stayed fine in Lima.\n", encoding="utf-8"
    )
    with (story / "story.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[articles]]\noutlet = "sixth"\nfile = "articles/sixth.txt"\n')
    with (tmp_path / "corpora" / "outlets.toml").open("a", encoding="utf-8") as file:
        file.write('\n[sixth]\nname = "Sixth"\n')
    done = compare("run", "maduro-call", cwd=tmp_path, COMPARE_CACHE=str(place / "cache"))
    assert done.returncode == 0, done.stderr
    before = {row["claim_id"]: row["sentence_ids"] for row in rows(place, "claims")}
    after = {row["claim_id"]: row["sentence_ids"] for row in rows(tmp_path, "claims")}
    touched = {claim for claim, members in after.items() if "sixth@" in members}
    moved = {member for claim in touched for member in after[claim].split(";")}
    untouched = {claim: members for claim, members in before.items() if not moved & set(members.split(";"))}
    assert len(untouched) > 0.7 * len(before)
    assert untouched.items() <= after.items()


def test_show_reads_the_last_results(place: Path) -> None:
    """Tab-separated when piped, a header and a row each; unknown views list those there are."""
    shown = compare("show", "maduro-call", "exclusive", cwd=place)
    exclusive = [row for row in rows(place, "differences") if row["kind"] == "exclusive"]
    lines = shown.stdout.splitlines()
    assert len(lines) == 1 + len(exclusive)
    assert "\t" in lines[0]
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}
    wrong = compare("show", "maduro-call", "nothing", cwd=place)
    assert wrong.returncode == 2
    assert wrong.stderr.startswith(
        "compare: view 'nothing': unknown; there is claims, coverage, differences, exclusive, "
    )
    assert len(wrong.stderr.splitlines()) == 1


def test_the_differences_are_shown_as_the_table_has_them(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All kinds, each with its surest rows first."""
    assert _run(["show", "maduro-call", "differences", "--results", str(place / "results")]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header == "kind\tother_outlet\toutlet\tconfidence\ttext\tother_text\tdetail"
    expected = [(row["kind"], row["confidence"]) for row in rows(place, "differences")]
    assert [(line.split("\t")[0], line.split("\t")[3]) for line in lines] == expected
    assert {kind for kind, _ in expected} == {"figure", "figure_omitted", "exclusive", "omitted", "partial"}


@pytest.mark.parametrize("kind", ["partial", "figure_omitted"])
def test_every_kind_of_difference_that_has_two_outlets_has_a_view(
    place: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who lacks it, who has it, and both passages."""
    assert _run(["show", "maduro-call", kind, "--results", str(place / "results")]) == 0
    header, *lines = capsys.readouterr().out.splitlines()
    assert header == "other_outlet\toutlet\tconfidence\ttext\tother_text\tdetail"
    assert len(lines) == sum(row["kind"] == kind for row in rows(place, "differences"))


def test_list_and_check(place: Path) -> None:
    """The stories with their outlets; a sound story has no problem."""
    assert "maduro-call\tTrump and Maduro speak by telephone\tharbor-ledger, " in compare("list", cwd=place).stdout
    checked = compare("check", "maduro-call", cwd=place)
    assert (checked.returncode, checked.stdout) == (0, "maduro-call: no problems, 5 articles\n")


def test_a_gold_row_of_an_outlet_that_the_story_lacks_is_an_error(tmp_path: Path) -> None:
    """Named by its line, and never left out in silence."""
    shutil.copytree(DEMO, tmp_path / "corpora")
    gold = tmp_path / "corpora" / "maduro-call" / "gold" / "coverage.csv"
    lines = gold.read_text(encoding="utf-8").splitlines(keepends=True)
    gold.write_text(
        "".join([*lines[:2], lines[2].replace(lines[2].partition(",")[0], "nope", 1), *lines[3:]]), encoding="utf-8"
    )
    done = compare("evaluate", "maduro-call", cwd=tmp_path)
    assert done.returncode == 2
    assert "maduro-call/gold/coverage.csv: line 3: outlet 'nope' is none of andes-mercantile, " in done.stderr


def test_evaluate_prints_scores_and_baselines(place: Path) -> None:
    """On the demo, which the model never saw, it beats plain cosine and TF-IDF."""
    lines = compare("evaluate", "maduro-call", cwd=place, COMPARE_CACHE=str(place / "cache")).stdout.splitlines()
    scores = dict(zip(lines[0].split("\t"), lines[1].split("\t"), strict=True))
    assert scores["held_out"] == "yes"
    assert float(scores["present_auc"]) > max(float(scores["cosine_present_auc"]), float(scores["tfidf_present_auc"]))
    assert float(scores["stated_auc"]) > max(float(scores["cosine_stated_auc"]), float(scores["tfidf_stated_auc"]))


def test_some_outlets_and_json_lines(place: Path) -> None:
    """--outlet and --format choose what is compared and written."""
    names = ("--outlet", "keel-and-rotor", "--outlet", "harbor-ledger", "--format", "jsonl", "--results", "two")
    done = compare("run", "maduro-call", *names, cwd=place, COMPARE_CACHE=str(place / "cache"))
    assert done.returncode == 0, done.stderr
    path = place / "two" / "maduro-call" / "articles.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["outlet"] for line in lines] == ["harbor-ledger", "keel-and-rotor"]
    assert not list(path.parent.glob("*.csv"))


WRONG = {
    "story": (("run", "nope"), "story in corpora 'nope': unknown; there is chipmaker-earnings, cup-semifinal,"),
    "escape": (("run", "../maduro-call"), "story '../maduro-call': not a story id"),
    "show escape": (("show", "../maduro-call"), "story '../maduro-call': not a story id"),
    "outlet": (
        ("run", "maduro-call", "--outlet", "nyt"),
        "outlet of story maduro-call 'nyt': unknown; there is andes-mercantile",
    ),
    "model": (
        ("run", "maduro-call", "--model", "no/such-model"),
        "model 'no/such-model': unknown; there is all-MiniLM-L6-v2",
    ),
    "format": (("run", "maduro-call", "--format", "xlsx"), "format 'xlsx': unknown; there is csv, jsonl"),
    "corpora": (("run", "maduro-call", "--corpora", "nowhere"), "nowhere: no such folder; name one with --corpora"),
    "new story in a file": (
        ("new", "q", "--title", "Q", "--corpora", "summary.txt"),
        "summary.txt: is a file; name a folder with --corpora",
    ),
    "table into a file": (
        ("import", "summary.txt", "--corpora", "summary.txt"),
        "summary.txt: is a file; name a folder with --corpora",
    ),
    "new story below a file": (
        ("new", "q", "--title", "Q", "--corpora", "summary.txt/deep/deeper"),
        "summary.txt: is a file; name a folder with --corpora",
    ),
    "results": (
        ("run", "maduro-call", "--results", "summary.txt"),
        "summary.txt: is a file; name a folder with --results",
    ),
    "no results": (
        ("show", "maduro-call", "--results", "empty"),
        "empty/maduro-call: no results; run `compare run maduro-call`",
    ),
    "option": (("run", "maduro-call", "--colour"), "No such option: --colour (see `compare run --help`)"),
    "argument": (("new",), "Missing argument 'story'. (see `compare new --help`)"),
    "part of a command": (("cache", "wipe"), "No such command 'wipe'. (see `compare cache --help`)"),
    "command": (("compute",), "(see `compare --help`)"),
    "story for a command": (
        ("maduro-call",),
        "'maduro-call' is a story and no command; write `compare run maduro-call`",
    ),
    "one outlet": (
        ("run", "maduro-call", "--outlet", "harbor-ledger"),
        "--outlet harbor-ledger: a comparison needs two; give a second --outlet, or none",
    ),
    "one outlet twice": (
        ("plot", "maduro-call", "--outlet", "harbor-ledger", "--outlet", "harbor-ledger"),
        "--outlet harbor-ledger: a comparison needs two; give a second --outlet, or none",
    ),
    "plot of stricter tables than there are": (
        ("plot", "maduro-call", "--strict"),
        "results/maduro-call: made with strictness standard, not strict; leave that option out, or give it to "
        "`compare run maduro-call` first",
    ),
    "plot of fewer outlets than the tables have": (
        ("plot", "maduro-call", "--outlet", "harbor-ledger", "--outlet", "keel-and-rotor"),
        "results/maduro-call: made with outlets andes-mercantile, ",
    ),
    "plot with another model than the tables": (
        ("plot", "maduro-call", "--model", "all-MiniLM-L6-v2"),
        "results/maduro-call: made with model compare-small, not all-MiniLM-L6-v2; leave that option out",
    ),
    "folder without a story": (
        ("check", "bare", "--corpora", "unfinished"),
        "unfinished/bare: no story.toml; `compare new bare --title …` makes it",
    ),
    "folder without a story in a batch": (
        ("batch", "bare", "--corpora", "unfinished"),
        "unfinished/bare: no story.toml; `compare new bare --title …` makes it",
    ),
    "folder without a story to fetch": (
        ("fetch", "bare", "--corpora", "unfinished"),
        "unfinished/bare: no story.toml; `compare new bare --title …` makes it",
    ),
    "reserved": (
        ("new", "summary", "--title", "x"),
        "story 'summary' is the name of a file or folder that lies beside",
    ),
    "folder for a table": (("import", "corpora"), "corpora: is a folder; give a table (.csv, "),
    "strict and lenient": (
        ("run", "maduro-call", "--strict", "--lenient"),
        "they exclude each other; give one of them",
    ),
    "no gold": (("evaluate", "nope"), "story in corpora 'nope': unknown"),
    "one column too many": (
        ("import", "t.csv", "--map", "text=a", "--map", "text=b"),
        "--map text=b: text is a already; give a field one column",
    ),
    "rater of nothing": (("summary", "--rater", "R1"), "--rater R1: goes with --by rating, not with --by outlet"),
}


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_is_one_line_and_exit_code_two(place: Path, name: str) -> None:
    """The thing, the fact, the next step; no traceback, nothing half-written."""
    arguments, message = WRONG[name]
    before = sorted(str(path) for path in place.rglob("*") if "cache" not in path.parts)
    done = compare(*arguments, cwd=place, COMPARE_CACHE=str(place / "cache"))
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(str(path) for path in place.rglob("*") if "cache" not in path.parts) == before


@pytest.mark.parametrize(
    ("arguments", "way_out"),
    [
        (("run", "maduro-call"), ", or give --no-cache"),
        (("plot", "maduro-call"), ", or give --no-cache"),
        (("batch", "--all"), ", or give --no-cache"),
        (("evaluate", "maduro-call"), ""),
        (("fetch", "maduro-call"), ""),
    ],
)
def test_a_cache_that_cannot_be_written_is_told_before_the_work(
    place: Path, arguments: tuple[str, ...], way_out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line with a step that the command has; nothing is computed or written first."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    results = ["--results", str(tmp_path / "results")] * (arguments[0] in ("run", "plot", "batch"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COMPARE_CACHE", str(tmp_path / "file"))
        assert _run([*arguments, "--corpora", str(place / "corpora"), *results]) == 2
    fact = f"{tmp_path / 'file'}: the cache can't be written (File exists)"
    assert capsys.readouterr().err == f"compare: {fact}; name another folder with COMPARE_CACHE{way_out}\n"
    assert not (tmp_path / "results").exists()


def test_a_run_of_fewer_outlets_removes_the_plots_of_all(place: Path, tmp_path: Path) -> None:
    """And says so, with the command that draws new ones; a reader's own file stays."""
    shutil.copytree(place / "results" / "maduro-call", tmp_path / "results" / "maduro-call")
    plots = tmp_path / "results" / "maduro-call" / "plots"
    plots.mkdir()
    for name in ("matrix.svg", "figures.png", "mine.txt"):
        (plots / name).write_text("all five", encoding="utf-8")
    two = ("--outlet", "keel-and-rotor", "--outlet", "harbor-ledger", "--corpora", str(place / "corpora"))
    done = compare("run", "maduro-call", *two, cwd=tmp_path, COMPARE_CACHE=str(place / "cache"))
    told = "results/maduro-call/plots: removed, they showed other results; `compare plot maduro-call` draws new ones\n"
    assert (done.returncode, done.stderr) == (0, told)
    assert [path.name for path in plots.iterdir()] == ["mine.txt"]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Comparison]:
    """What pictures were drawn of; none is drawn."""
    drawn: list[Comparison] = []
    monkeypatch.setattr(plots, "write_plots", lambda comparison, folder: drawn.append(comparison) or [folder])
    return drawn


def command(place: Path, tmp_path: Path, *arguments: str) -> int:
    """A command of the demo story with results of its own and the cache of ``place``."""
    places = ("--corpora", str(place / "corpora"), "--results", str(tmp_path / "results"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COMPARE_CACHE", str(place / "cache"))
        return _run([arguments[0], "maduro-call", *arguments[1:], *places])


def test_pictures_are_of_the_tables_beside_them(place: Path, tmp_path: Path, drawn: list[Comparison]) -> None:
    """Without an option they have the strictness and outlets of the results, also where both are not the usual ones."""
    outlets = ("harbor-ledger", "keel-and-rotor", "andes-mercantile")
    named = [part for outlet in outlets for part in ("--outlet", outlet)]
    assert command(place, tmp_path, "run", "--strict", *named) == 0
    assert command(place, tmp_path, "plot") == command(place, tmp_path, "plot", "--strict", *named) == 0
    table = rows(tmp_path, "claims")
    for comparison in drawn:
        assert comparison.run.settings["strictness"] == "strict"
        assert [claim.id for claim in comparison.claims] == [row["claim_id"] for row in table]
        assert [";".join(claim.unclear_for) for claim in comparison.claims] == [row["unclear_for"] for row in table]
    assert [sorted(comparison.run.inputs) for comparison in drawn] == [sorted(outlets)] * 2
    assert command(place, tmp_path, "plot", "--lenient", *named) == 2
    assert len(drawn) == 2


def test_no_picture_is_drawn_beside_tables_of_another_text(
    place: Path, tmp_path: Path, drawn: list[Comparison], capsys: pytest.CaptureFixture[str]
) -> None:
    """A story that was corrected since, or results of another version of the program."""
    folder = tmp_path / "results" / "maduro-call"
    shutil.copytree(place / "results" / "maduro-call", folder)
    (folder / "texts" / "harbor-ledger.txt").write_text("As it was before.\n", encoding="utf-8")
    assert command(place, tmp_path, "plot") == 2
    fact = "of another comparison, as the story, the program or the machine has changed"
    told = f"{folder / 'texts' / 'harbor-ledger.txt'}: {fact}; run `compare run maduro-call` again"
    assert capsys.readouterr().err == f"compare: {told}\n"
    fact = "written by another version; run `compare run maduro-call` again"
    for settings in ('{"strictness": "strict", "candidates": 8}', '{"model": null}'):
        (folder / "run.json").write_text(f'{{"settings": {settings}}}', encoding="utf-8")
        assert command(place, tmp_path, "plot") == 2
        assert capsys.readouterr().err == f"compare: {folder / 'run.json'}: {fact}\n"
    assert drawn == []


def test_pictures_without_results_are_as_the_options_say(place: Path, tmp_path: Path, drawn: list[Comparison]) -> None:
    """There is nothing that they could contradict."""
    assert command(place, tmp_path, "plot", "--lenient") == command(place, tmp_path, "plot") == 0
    assert [comparison.run.settings["strictness"] for comparison in drawn] == ["lenient", "standard"]


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    """As CITATION.cff and a report of a fault ask for it."""
    assert _run(["--version"]) == 0
    assert capsys.readouterr().out == f"compare {version('compare-outlets')}\n"


def test_help_has_a_short_form(capsys: pytest.CaptureFixture[str]) -> None:
    """Of every command, as of most programs."""
    assert _run(["new", "-h"]) == 0
    assert "-h, --help" in capsys.readouterr().out


def test_a_new_story_says_how_to_add_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the web, and from a file, which needs its outlet."""
    place = ["--corpora", str(tmp_path)]
    how = "add articles with `compare add hf URL`, or `compare add hf FILE --outlet NAME`"
    assert _run(["new", "hf", "--title", "Fire", *place]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'hf' / 'story.toml'}: made; {how}\n"
    assert _run(["new", "hf", "--title", "Fire", *place]) == 2
    assert capsys.readouterr().err == f"compare: story hf: exists already; {how}\n"


def test_evaluate_says_what_is_wrong_before_it_prints_a_score(place: Path) -> None:
    """A table that breaks off after its header would be taken for a result."""
    done = compare("evaluate", "maduro-call", "nope", cwd=place, COMPARE_CACHE=str(place / "cache"))
    assert (done.returncode, done.stdout) == (2, "")


def test_list_names_the_folders_that_are_no_stories(tmp_path: Path) -> None:
    """A folder of another name is passed over by every command; a user who made it should hear why."""
    for name in ("harbour", "Harbour Fire"):
        (tmp_path / "corpora" / name).mkdir(parents=True)
        (tmp_path / "corpora" / name / "story.toml").write_text('title = "Fire"\n', encoding="utf-8")
    done = compare("list", cwd=tmp_path)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["harbour"]
    assert done.stderr.startswith("Harbour Fire: not listed: not a story id (small letters,")


def test_help_is_instant_because_nothing_heavy_is_imported() -> None:
    """The command line imports no torch, spaCy, scikit-learn, trafilatura, numpy or httpx."""
    heavy = "{'torch', 'spacy', 'sklearn', 'scipy', 'trafilatura', 'numpy', 'httpx', 'jinja2', 'sentence_transformers'}"
    code = f"import sys, compare, compare.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_interruption_while_the_command_is_loaded_is_one_line(tmp_path: Path) -> None:
    """Ctrl-C in the first moment meets an import: both ways to start the command have the same handler around it."""
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n", encoding="utf-8")
    done = compare("--help", cwd=tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    told = "compare: interrupted; what was finished is kept, run the same command to go on\n"
    assert (done.returncode, done.stdout, done.stderr) == (130, "", told)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"compare": f"{start.__module__}:{start.__name__}"}


def test_the_library_is_three_lines_in_a_notebook(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives the same claims as the command."""
    monkeypatch.chdir(place)
    monkeypatch.setenv("COMPARE_CACHE", str(place / "cache"))
    from compare import compare_story, frame, load_story

    claims = frame(compare_story(load_story("maduro-call")), "claims")
    assert list(claims["claim_id"]) == [row["claim_id"] for row in rows(place, "claims")]


def test_public_names_are_these() -> None:
    """Adding one is a decision, not an accident."""
    assert public_names == [
        "Article",
        "CompareError",
        "Comparison",
        "Settings",
        "Story",
        "compare_story",
        "frame",
        "load_articles",
        "load_story",
        "read_results",
        "write_results",
    ]


def test_an_agency_s_passage_in_two_outlets_is_one_voice(place: Path) -> None:
    """The demo's passage of a made-up agency: wire in both, one origin for two outlets."""
    wire = [row for row in rows(place, "sentences") if row["source"] == "wire"]
    assert {row["outlet"] for row in wire} == {"andes-mercantile", "harbor-ledger"}
    claims = {row["claim_id"]: row for row in rows(place, "claims")}
    petrol = claims[next(row["claim_id"] for row in wire if row["text"].startswith("Petrol stations"))]
    assert (petrol["outlets"], petrol["origins"], petrol["reporting"]) == ("2", "1", "wire")
    reporting = {row["claim_id"]: row["reporting"] for row in rows(place, "differences")}
    assert reporting[petrol["claim_id"]] == "wire"


def test_every_missing_passage_is_of_its_sentence(place: Path) -> None:
    """And only partly stated sentences have one."""
    found = rows(place, "coverage")
    assert all(row["label"] == "partly" for row in found if row["missing"])
    assert sum(bool(row["missing"]) for row in found if row["label"] == "partly") > 0.8 * sum(
        row["label"] == "partly" for row in found
    )
    for row in found:
        spans = [tuple(map(int, span.split("-"))) for span in row["missing_spans"].split(";") if span]
        assert row["missing"].lstrip("'") == " … ".join(row["sentence"][start:end] for start, end in spans).lstrip("'")
