"""Sheets of rows of one kind of differences.csv: what is drawn, when a row is right, and what that says of all."""

import csv
import math

import pytest
from conftest import DEMO, write_tables
from scipy.stats import beta
from test_validation import labelled, rows_of

from compare.cli import _run
from compare.errors import BadInput, ResultsError, UnknownName
from compare.scale.coding_sheet import read_sheet, sheet_text
from compare.scale.listed_rows import draw_listed, kind_of, read_listed
from compare.scale.listed_validation import validate_listed


def write_story(results, story, exclusive, cut=(), outlets=("a", "b", "c")):
    """A story's tables: so many exclusive rows of ``a``, one omitted by ``c``, and articles that may be cut."""
    folder = results / story
    ids = [f"a@{100 * number}" for number in range(exclusive)]
    told = {"outlet": "a", "confidence": "0.8000"}
    tables = {
        "articles": [
            {"outlet": one, "complete": "cut" if one in cut else "yes", "sha256": f"text-of-{one}"} for one in outlets
        ],
        "sentences": [{"sentence_id": one, "outlet": "a", "text": f"=Sentence {one}."} for one in ids],
        "differences": [
            *({"kind": "exclusive", "sentence_id": one, "text": f"'=Sentence {one}.", **told} for one in ids),
            {"kind": "omitted", "sentence_id": "a@9", "text": "Both say so.", "other_outlet": "c", **told},
        ],
    }
    write_tables(folder, tables)


@pytest.fixture
def results(tmp_path):
    """Two stories of three outlets with 30 exclusive rows, and one whose third article is cut."""
    folder = tmp_path / "results"
    write_story(folder, "fire", 20)
    write_story(folder, "flood", 10)
    write_story(folder, "torn", 5, cut=("c",))
    return folder


STORIES = ("fire", "flood", "torn")


def drawn_from(results, kind="exclusive", rows=12, seed=1):
    """What `compare sample --of KIND` draws."""
    return draw_listed(read_listed(results, STORIES, kind), kind, rows, seed)


def validated(results, tmp_path, *codes, kind="exclusive", rows=12, draws=100):
    """The estimates from a sheet of every coder; each coder is a function of a row."""
    text = sheet_text(drawn_from(results, kind, rows), results)
    sheets = [read_sheet(labelled(tmp_path / f"{number}.csv", text, code)) for number, code in enumerate(codes)]
    return validate_listed(read_listed(results, STORIES, kind), kind, sheets, draws)


def place(row):
    """The number of a row's sentence in its article."""
    return int(row["sentence_id"].partition("@")[2]) // 100


def test_an_exclusive_row_is_a_line_beside_every_other_article(results):
    """Twelve of the 30 whose other articles are whole; nothing of the story with a cut one; formulas stay text."""
    drawn = drawn_from(results)
    assert (dict(drawn.taken), dict(drawn.counts)) == ({"exclusive": 12}, {"exclusive": 30})
    beside = {}
    for row in rows_of(sheet_text(drawn, results)):
        beside.setdefault((row["story_id"], row["sentence_id"]), []).append(row["other_outlet"])
        assert row["sentence"] == f"'=Sentence {row['sentence_id']}."
        assert row["other_text"].endswith(f"{row['story_id']}/texts/{row['other_outlet']}.txt")
    assert len(beside) == 12
    assert all(others == ["b", "c"] for others in beside.values())
    assert {story for story, _ in beside} == {"fire", "flood"}


def test_an_omitted_row_is_a_line_beside_the_article_that_lacks_it(results):
    """Also where the article that lacks it is of another story than the exclusive ones; a cut one is left out."""
    drawn = drawn_from(results, "omitted")
    assert [(row.story_id, row.other_outlet) for row in drawn.rows] == [("fire", "c"), ("flood", "c")]


def test_a_longer_sheet_has_the_rows_of_a_shorter_one_and_another_seed_has_others(results):
    """Who finds ten too few keeps those labels."""
    few, more, other = drawn_from(results, rows=10), drawn_from(results, rows=20), drawn_from(results, seed=2, rows=10)
    assert {row.key for row in few.rows} < {row.key for row in more.rows}
    assert {row.key for row in few.rows} != {row.key for row in other.rows}
    assert few.digest == other.digest
    assert kind_of(few.digest) == "exclusive"
    assert kind_of("d-0123456789ab") is None


def test_a_row_is_right_where_no_other_article_has_any_of_it(results, tmp_path):
    """Of 30: every third is partly in c, every seventh of the rest no claim; a rate of the others is right."""

    def code(row):
        if place(row) % 3 == 0 and row["other_outlet"] == "c":
            return "partly"
        return "no_claim" if place(row) % 7 == 1 and place(row) % 3 else "absent"

    found = validated(results, tmp_path, code, rows=1000)
    numbers = [*range(20), *range(10)]
    wrong = sum(number % 3 == 0 for number in numbers)
    none = sum(number % 7 == 1 and number % 3 > 0 for number in numbers)
    right = found.of("right", "exclusive")
    assert (found.rows, found.drawn, right.n, right.stories) == (30, 30, 30 - none, 2)
    assert right.value == pytest.approx((30 - none - wrong) / (30 - none))
    assert found.of("no_claim", "exclusive").value == pytest.approx(none / 30)
    assert found.of("confidence", "exclusive").value == pytest.approx(0.8)
    assert found.of("confidence", "exclusive").n == 30


def test_while_a_row_waits_for_an_article_no_rate_is_told(results, tmp_path):
    """Labels of b alone: two rows are wrong already and ten can only turn out right later, so .0 would be biased."""
    firsts = iter(range(24))

    def code(row):
        if row["other_outlet"] == "c":
            return ""
        return "stated" if next(firsts) < 2 else "absent"

    found = validated(results, tmp_path, code)
    assert (found.rows, found.drawn, found.begun) == (2, 12, 10)
    assert math.isnan(found.of("right", "exclusive").value)
    assert math.isnan(found.of("no_claim", "exclusive").low)
    assert found.of("confidence", "exclusive").value == pytest.approx(0.8)
    other = validated(
        results, tmp_path, lambda row: "absent", lambda row: "absent" if row["other_outlet"] == "b" else ""
    )
    assert (other.rows, other.begun) == (12, 12)
    assert math.isnan(other.of("right", "exclusive").value)


def test_who_finds_a_claim_in_one_article_need_not_read_the_others(results, tmp_path):
    """Three rows wrong by b alone and nine labelled whole; stories that nobody has begun are the rest of the sheet."""
    firsts = iter(range(24))
    wrong = set()

    def code(row):
        if row["other_outlet"] == "b" and next(firsts) < 3:
            wrong.add((row["story_id"], row["sentence_id"]))
            return "partly"
        return "" if (row["story_id"], row["sentence_id"]) in wrong else "absent"

    found = validated(results, tmp_path, code)
    assert (found.rows, found.begun) == (12, 0)
    assert found.of("right", "exclusive").value == pytest.approx(9 / 12)
    half = validated(results, tmp_path, lambda row: "absent" if row["story_id"] == "fire" else "")
    assert (half.begun, half.of("right", "exclusive").value) == (0, 1)
    assert 0 < half.rows < half.drawn


def test_the_interval_is_that_of_the_beta_distribution(results, tmp_path):
    """30 rows, six wrong: with a third of a row for each of three outcomes a Beta(24 1/3, 6 1/3)."""
    found = validated(
        results, tmp_path, lambda row: "stated" if place(row) % 5 == 0 else "absent", rows=1000, draws=20000
    )
    right = found.of("right", "exclusive")
    assert right.value == pytest.approx(24 / 30)
    assert (right.low, right.high) == pytest.approx(beta.ppf([0.025, 0.975], 24 + 1 / 3, 6 + 1 / 3), abs=0.005)


def test_coders_who_differ_count_half_each_and_their_agreement_is_told(results, tmp_path):
    """Ben finds a part of everything in c: every row is half right."""
    found = validated(
        results, tmp_path, lambda row: "absent", lambda row: "partly" if row["other_outlet"] == "c" else "absent"
    )
    assert found.of("right", "exclusive").value == pytest.approx(0.5)
    assert found.of("right", "exclusive").n == 24
    alpha = found.of("alpha")
    assert (alpha.n, alpha.stories) == (24, 2)
    # 24 lines, 12 of them apart; 36 absent and 12 partly of 48.
    assert alpha.value == pytest.approx(1 - 12 / (36 * 12 / 47))


def test_labels_are_never_set_beside_other_rows_than_they_were_drawn_for(results, tmp_path):
    """A text was corrected; a sentence's id was changed by hand; tables do not fit; no such kind, no row."""
    text = sheet_text(drawn_from(results), results)
    changed = read_sheet(labelled(tmp_path / "changed.csv", text.replace("a@", "A@"), lambda row: "absent"))
    with pytest.raises(BadInput, match=r"changed.csv: \w+ A@\d+ b is no row of the results"):
        validate_listed(read_listed(results, STORIES, "exclusive"), "exclusive", [changed])
    sheet = read_sheet(labelled(tmp_path / "ann.csv", text, lambda row: "absent"))
    articles = results / "fire" / "articles.csv"
    whole = articles.read_text()
    articles.write_text(whole.replace("text-of-c", "text-of-C"))
    with pytest.raises(BadInput, match="drawn from other results than there are now"):
        validate_listed(read_listed(results, STORIES, "exclusive"), "exclusive", [sheet])
    articles.write_text("".join(whole.splitlines(keepends=True)[:-1]))
    with pytest.raises(ResultsError, match="fire: its tables do not fit; run `compare run fire` again"):
        list(read_listed(results, ["fire"], "omitted"))
    with pytest.raises(UnknownName, match="there is exclusive, omitted, partial"):
        list(read_listed(results, STORIES, "figure"))
    with pytest.raises(BadInput, match="--rows 0: at least 1"):
        drawn_from(results, rows=0)
    with pytest.raises(ResultsError, match="no `partial` row on articles that are surely whole"):
        drawn_from(results, "partial")


def test_from_a_story_to_how_right_its_partial_rows_are_by_the_commands(tmp_path, capsys, monkeypatch):
    """The demo's labels as a coder: what is right is what counting labels of differences.csv says."""
    monkeypatch.chdir(tmp_path)
    assert _run(["run", "maduro-call", "--corpora", str(DEMO)]) == 0
    assert _run(["sample", "x.csv", "--of", "figures"]) == 2
    assert "--of 'figures': unknown; there is exclusive, omitted, partial, verdicts" in capsys.readouterr().err
    assert _run(["sample", "ann.csv", "--of", "partial"]) == 0
    assert _run(["sample", "other.csv"]) == 0
    capsys.readouterr()
    with (DEMO / "maduro-call" / "gold" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        gold = {(f"{row['outlet']}@{row['start']}", row["other_outlet"]): row["label"] for row in csv.DictReader(file)}
    with (tmp_path / "results" / "maduro-call" / "differences.csv").open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["kind"] == "partial"]
    for name in ("ann.csv", "other.csv"):
        text = (tmp_path / name).read_bytes().decode()
        labelled(tmp_path / name, text, lambda row: gold.get((row["sentence_id"], row["other_outlet"]), ""))
    assert _run(["validate", "ann.csv"]) == 0
    shown = capsys.readouterr().out.splitlines()
    right = sum(gold[row["sentence_id"], row["other_outlet"]] == "partly" for row in listed)
    assert 0 < right < len(listed)
    assert shown[0].split("\t") == ["row", "n", "right", "no claim", "confidence"]
    assert shown[1].split("\t")[:2] == ["partial", str(len(listed))]
    assert shown[1].split("\t")[2].startswith(f"{right / len(listed):.2f} (")
    assert shown[-1] == "results/validation-partial.csv"
    assert _run(["validate", "ann.csv", "other.csv"]) == 2
    assert "ann.csv other.csv: drawn from rows of different kinds" in capsys.readouterr().err
