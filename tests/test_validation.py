"""Coding sheets: what is drawn, what a coder sees, what their labels say of all verdicts, and how far they agree."""

import csv
import io
import math

import numpy as np
import pytest
from conftest import DEMO, write_tables
from scipy.stats import beta

from compare.cli import _run
from compare.errors import BadInput, ResultsError
from compare.scale.coding_sheet import CODES, COLUMNS, read_sheet, sheet_text
from compare.scale.sampling import VERDICTS, draw, read_verdicts
from compare.scale.validation import Labels, estimate, krippendorff_alpha, validate, validation_text


def write_story(results, story, verdicts, complete="yes", sentences=None):
    """A story's tables: sentences of ``a`` with their verdict in ``b``."""
    folder = results / story
    texts = sentences or [f"Sentence {number} of {story}." for number in range(len(verdicts))]
    ids = [f"a@{100 * number}" for number in range(len(verdicts))]
    tables = {
        "articles": [
            {"outlet": "a", "complete": "yes", "sha256": "text-of-a"},
            {"outlet": "b", "complete": complete, "sha256": "text-of-b"},
        ],
        "sentences": [{"sentence_id": one, "outlet": "a", "text": text} for one, text in zip(ids, texts, strict=True)],
        "coverage": [
            {"sentence_id": one, "outlet": "a", "other_outlet": "b", "label": label, "sentence": text}
            for one, label, text in zip(ids, verdicts, texts, strict=True)
        ],
    }
    write_tables(folder, tables)


@pytest.fixture
def results(tmp_path):
    """Two stories: of 110 verdicts in whole articles 10 are stated, 20 partly, 70 absent, 10 unclear."""
    folder = tmp_path / "results"
    write_story(folder, "fire", ["stated"] * 6 + ["partly"] * 10 + ["absent"] * 40 + ["unclear"] * 4)
    write_story(folder, "flood", ["stated"] * 4 + ["partly"] * 10 + ["absent"] * 30 + ["unclear"] * 6)
    return folder


def rows_of(text):
    """A sheet's rows."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def labelled(path, text, code_of):
    """A sheet saved by a coder; ``code_of`` takes a row."""
    rows = rows_of(text)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "label": code_of(row)} for row in rows)
    return path


def keys(drawn):
    """What was drawn."""
    return {row.key for row in drawn.rows}


def test_as_many_are_drawn_of_each_verdict_and_more_of_the_others_where_one_has_few(results):
    """48 rows are twelve of each, but there are ten stated and ten unclear ones only."""
    drawn = draw(read_verdicts(results, ["fire", "flood"]), 48, seed=1)
    assert dict(drawn.taken) == {"stated": 10, "partly": 14, "absent": 14, "unclear": 10}
    assert dict(drawn.counts) == {"stated": 10, "partly": 20, "absent": 70, "unclear": 10}
    assert len(draw(read_verdicts(results, ["fire", "flood"]), 5000, seed=1).rows) == 110


def test_a_longer_sheet_has_the_rows_of_a_shorter_one_and_another_seed_has_others(results):
    """Who finds 20 rows too few keeps those labels."""
    few, more = (draw(read_verdicts(results, ["fire", "flood"]), rows, seed=1) for rows in (20, 40))
    assert keys(few) < keys(more)
    assert keys(draw(read_verdicts(results, ["fire", "flood"]), 20, seed=2)) != keys(few)
    assert sheet_text(few, results) == sheet_text(draw(read_verdicts(results, ["fire", "flood"]), 20, seed=1), results)


def test_an_article_that_is_cut_short_is_not_drawn(results):
    """What the missing part says is not to be known, so no label of it could be right."""
    write_story(results, "torn", ["unclear"] * 30, complete="cut")
    assert draw(read_verdicts(results, ["fire", "torn"]), 5000, seed=1).counts["unclear"] == 4
    with pytest.raises(ResultsError, match="nothing to draw: no article that is surely whole"):
        draw(read_verdicts(results, ["torn"]), 20, seed=1)


def test_a_coder_sees_the_sentence_what_stands_before_it_and_where_to_read_and_no_verdict(results):
    """The rows of one other article stand together, in the order of the text; a formula is text."""
    write_story(
        results, "sums", ["stated", "absent", "partly", "unclear"], sentences=["One.", "=1+1 is two.", "3.", "4."]
    )
    rows = rows_of(sheet_text(draw(read_verdicts(results, ["sums"]), 4, seed=1), results))
    assert [row["sentence"] for row in rows] == ["One.", "'=1+1 is two.", "3.", "4."]
    assert [row["before"] for row in rows] == ["", "One.", "'=1+1 is two.", "3."]
    assert rows[0]["other_text"] == (results / "sums" / "texts" / "b.txt").as_posix()
    assert {row["label"] for row in rows} == {""}
    assert not any(verdict in cell for row in rows for cell in row.values() for verdict in VERDICTS)


def test_labels_of_all_rows_count_as_they_are(results, tmp_path):
    """Of the stated every second is wrong and of the absent every seventh: with all rows drawn that is what it says."""
    text = sheet_text(draw(read_verdicts(results, ["fire", "flood"]), 5000, seed=1), results)
    verdict = verdicts(results)
    wrong = {"stated": 2, "absent": 7}
    seen = {label: 0 for label in VERDICTS}

    def code(row):
        label = verdict[row["story_id"], row["sentence_id"]]
        seen[label] += 1
        if label == "unclear":
            return "no_claim" if seen[label] > 5 else "partly"
        return "partly" if label in wrong and seen[label] % wrong[label] == 0 else label

    found = validate(
        read_verdicts(results, ["fire", "flood"]), [read_sheet(labelled(tmp_path / "ann.csv", text, code))], draws=50
    )
    assert found.rows == 110
    assert found.of("right", "stated").value == pytest.approx(5 / 10)
    assert found.of("right", "partly").value == 1
    assert found.of("right", "absent").value == pytest.approx(60 / 70)
    assert found.of("found", "absent").value == 1
    assert found.of("found", "partly").value == pytest.approx(20 / (20 + 5 + 10 + 5))
    assert found.of("share", "absent").value == pytest.approx(60 / 105)
    assert found.of("called", "absent").value == pytest.approx(70 / 110)
    assert found.of("no_claim").value == pytest.approx(5 / 110)
    assert found.of("alpha") is None


def told(results, story):
    """The rows of coverage.csv."""
    with (results / story / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def verdicts(results):
    """The label of every sentence of both stories."""
    return {(story, row["sentence_id"]): row["label"] for story in ("fire", "flood") for row in told(results, story)}


def labels_of(*rows, population):
    """(verdict, code, times): so many rows, each of a story of its own."""
    verdict = [VERDICTS.index(one) for one, _, times in rows for _ in range(times)]
    code = [CODES.index(one) for _, one, times in rows for _ in range(times)]
    number = np.arange(len(verdict))
    counts = np.array([population.get(label, 0) for label in VERDICTS], float)
    return Labels(np.array(verdict), number, np.eye(len(CODES))[code], counts)


def test_a_row_stands_for_as_many_verdicts_as_there_are_of_its_kind():
    """Ten of 100 stated and ten of 900 absent: two wrong absent rows are 180 that were missed, beside 80 found."""
    sample = labels_of(
        ("stated", "stated", 8), ("stated", "absent", 2), ("absent", "absent", 8), ("absent", "stated", 2),
        population={"stated": 100, "absent": 900},
    )  # fmt: skip
    found = estimate(sample, draws=200)
    assert found.of("right", "stated").value == pytest.approx(0.8)
    assert found.of("found", "stated").value == pytest.approx(80 / (80 + 180))
    assert found.of("found", "absent").value == pytest.approx(720 / (720 + 20))
    assert found.of("share", "stated").value == pytest.approx(0.26)
    for measure in ("right", "found", "share"):
        one = found.of(measure, "stated")
        assert one.low < one.value < one.high
    assert found.of("right", "stated").low < 0.6


def test_the_interval_of_one_verdict_is_that_of_the_beta_distribution():
    """40 of 50 right, and ten partly: by the prior of a quarter of a row a label a Beta(40.25, 10.5)."""
    sample = labels_of(("absent", "absent", 40), ("absent", "partly", 10), population={"absent": 50})
    right = estimate(sample, draws=20000).of("right", "absent")
    assert (right.low, right.high) == pytest.approx(beta.ppf([0.025, 0.975], 40.25, 10.5), abs=0.004)


def test_where_all_labels_of_a_verdict_agree_it_is_not_taken_for_surely_right():
    """Ten of ten absent rows: one in seven may be wrong, and stand for 700 verdicts that were missed, beside 500."""
    sample = labels_of(("stated", "stated", 10), ("absent", "absent", 10), population={"stated": 500, "absent": 5000})
    found = estimate(sample)
    right, missed, share = found.of("right", "absent"), found.of("found", "stated"), found.of("share", "stated")
    assert (right.value, missed.value, share.value) == (1, 1, pytest.approx(500 / 5500))
    assert right.low == pytest.approx(beta.ppf(0.025, 10.25, 0.5), abs=0.02)
    assert 0.3 < missed.low < 0.6
    assert share.low < 500 / 5500 < 0.15 < share.high
    assert right.high == missed.high == 1


def test_nothing_is_said_of_all_where_a_verdict_has_no_label_yet():
    """Who labelled the absent rows alone knows how many of these are right, and not how many were missed."""
    found = estimate(
        labels_of(("absent", "absent", 9), ("absent", "partly", 1), population={"absent": 50, "partly": 50})
    )
    assert found.of("right", "absent").value == pytest.approx(0.9)
    assert math.isnan(found.of("found", "absent").value)
    assert math.isnan(found.of("share", "absent").value)
    assert "found,absent,9,9,,,\r\n" in validation_text(found)


def test_labels_of_two_coders_who_differ_count_half_each(results, tmp_path):
    """Ben takes every absent row for partly stated: .5 are right, and they agree on the other kinds alone."""
    text = sheet_text(draw(read_verdicts(results, ["fire", "flood"]), 40, seed=1), results)
    verdict = verdicts(results)

    def ann(row):
        label = verdict[row["story_id"], row["sentence_id"]]
        return "stated" if label == "unclear" else label

    ben = labelled(tmp_path / "ben.csv", text, lambda row: "partly" if ann(row) == "absent" else ann(row))
    sheets = [read_sheet(labelled(tmp_path / "ann.csv", text, ann)), read_sheet(ben)]
    found = validate(read_verdicts(results, ["fire", "flood"]), sheets, draws=100)
    assert found.rows == 40
    assert found.of("right", "absent").value == pytest.approx(0.5)
    alpha = found.of("alpha")
    # 40 rows, 10 of them apart; codes: 40 stated, 30 partly, 10 absent of 80.
    assert alpha.value == pytest.approx(1 - 20 / ((40 * 40 + 30 * 50 + 10 * 70) / 79))
    assert (alpha.n, alpha.stories) == (40, 2)
    assert alpha.low < alpha.value < alpha.high


def test_the_interval_of_alpha_holds_it_and_stays_on_its_scale() -> None:
    """Two rows, one apart: from complete disagreement to some agreement, and nothing of a single row."""
    codes = np.array([[2.0, 0, 0, 0], [1, 1, 0, 0]])
    two = estimate(Labels(np.array([2, 2]), np.array([0, 1]), codes, np.array([0.0, 0, 9, 0]))).of("alpha")
    assert -1 <= two.low <= two.value == 0 <= two.high <= 1
    assert two.low < two.high
    one = estimate(Labels(np.array([2]), np.array([0]), codes[1:], np.array([0.0, 0, 9, 0]))).of("alpha")
    assert (one.n, one.value) == (1, 0)
    assert math.isnan(one.low)


def test_full_agreement_on_a_few_rows_is_no_interval(results, tmp_path):
    """Two rows on which both agree show that they can, not that they always do."""
    text = sheet_text(draw(read_verdicts(results, ["fire"]), 40, seed=1), results)
    rows = iter(["stated", "absent", *[""] * 38])
    two = read_sheet(labelled(tmp_path / "ben.csv", text, lambda row: next(rows)))
    places = iter(range(40))
    ann = read_sheet(labelled(tmp_path / "ann.csv", text, lambda row: "stated" if next(places) % 2 == 0 else "absent"))
    alpha = validate(read_verdicts(results, ["fire"]), [ann, two], draws=50).of("alpha")
    assert (alpha.n, alpha.value) == (2, 1)
    assert math.isnan(alpha.low)


def test_the_interval_of_alpha_is_as_wide_for_rows_of_one_story_as_for_those_of_many():
    """A second coder does the beginning of a sheet, which is in the order of the stories."""
    random = np.random.default_rng(3)
    codes = np.eye(4)[random.integers(0, 3, 60)] * 2
    codes[:12] = np.eye(4)[[0] * 12] + np.eye(4)[[1] * 12]
    many = Labels(np.full(60, 2), np.arange(60), codes, np.array([0.0, 0, 900, 0]))
    one = estimate(Labels(many.verdict, np.zeros(60, int), codes, many.population)).of("alpha")
    assert one.value == pytest.approx(krippendorff_alpha(codes, np.ones(60)))
    assert 0.15 < one.high - one.low < 0.4
    assert (one.low, one.high) == (estimate(many).of("alpha").low, estimate(many).of("alpha").high)


def test_alpha_is_that_of_the_published_example():
    """Krippendorff 2011, example C: four observers, twelve units, missing ones; nominal alpha .743."""
    observers = (
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    table = [line.split() for line in observers]
    counts = np.array([[column.count(code) for code in "12345"] for column in zip(*table, strict=True)], float)
    paired = counts[counts.sum(1) > 1]
    assert krippendorff_alpha(paired, np.ones(len(paired))) == pytest.approx(0.743, abs=5e-4)
    assert math.isnan(krippendorff_alpha(np.array([[2.0, 0.0]]), np.ones(1)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_sheet_is_read_as_a_spreadsheet_saves_it(results, tmp_path, encoding):
    """Semicolons, a mark at the file's beginning, capitals and spaces; rows without a label are not yet judged."""
    rows = rows_of(sheet_text(draw(read_verdicts(results, ["fire"]), 8, seed=1), results))
    rows[0] |= {"label": " Stated ", "note": "naïve"}
    path = tmp_path / "ann.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    assert dict(read_sheet(path).labels) == {("fire", rows[0]["sentence_id"], "b"): "stated"}


def test_a_sheet_that_cannot_be_used_is_refused_with_the_line(results, tmp_path):
    """Nothing is guessed: a slip of the pen, a row twice, without its ids, of another draw, a lost column, no label."""
    text = sheet_text(draw(read_verdicts(results, ["fire", "flood"]), 8, seed=1), results)
    lines = text.splitlines(keepends=True)
    two = text.replace(lines[1].rstrip("\r\n").rpartition(",")[2], "d-000000000000", 1)
    wrong = {
        "slip": (text.replace(",,,a@", ",abscent,,a@", 1), "line 2: label 'abscent'; one of stated, partly, absent,"),
        "twice": (text + lines[-1], "line 10: flood a@\\d+ b stands twice"),
        "bare": (text + "fire,a,,What?,b,,absent,,,\r\n", "line 10: lacks one of its ids"),
        "two": (two.replace(",,,a@", ",absent,,a@"), "rows of 2 draws"),
        "lost": (text.replace("sentence_id", "id"), "no column sentence_id; a sheet has story_id,"),
        "empty": (text, "no row has a label; write one of stated, partly, absent, no_claim under `label`"),
        "header": (lines[0], "no row has a label"),
    }
    for name, (content, message) in wrong.items():
        with pytest.raises(BadInput, match=f"{name}.csv: {message}"):
            read_sheet(written(tmp_path / f"{name}.csv", content))
    with pytest.raises(BadInput, match=r"none\.csv: cannot be read: No such file or directory"):
        read_sheet(tmp_path / "none.csv")


def test_rows_that_a_spreadsheet_cleared_are_none(results, tmp_path):
    """It saves them as commas; one or three, in the middle or at the end."""
    text = sheet_text(draw(read_verdicts(results, ["fire"]), 8, seed=1), results)
    bare = "," * (len(COLUMNS) - 1) + "\r\n"
    lines = text.replace(",,,a@", ",absent,,a@").splitlines(keepends=True)
    sheet = read_sheet(written(tmp_path / "ann.csv", "".join([*lines[:3], bare, *lines[3:], bare, bare])))
    assert (len(sheet.rows), len(sheet.labels)) == (8, 8)


def written(path, text):
    """A file."""
    path.write_bytes(text.encode())
    return path


def test_labels_are_never_set_beside_other_verdicts_than_they_were_drawn_for(results, tmp_path):
    """Another strictness or text gives other verdicts or sentences; an id that a spreadsheet changed is named."""
    text = sheet_text(draw(read_verdicts(results, ["fire", "flood"]), 8, seed=1), results)
    sheet = read_sheet(labelled(tmp_path / "ann.csv", text, lambda row: "absent"))
    with pytest.raises(BadInput, match="drawn from other results than there are now"):
        validate(read_verdicts(results, ["fire"]), [sheet])
    changed = text.replace("a@", "A@")
    strange = read_sheet(labelled(tmp_path / "changed.csv", changed, lambda row: "absent"))
    with pytest.raises(BadInput, match=r"changed.csv: fire A@\d+ b is no row of the results"):
        validate(read_verdicts(results, ["fire", "flood"]), [strange])
    articles = results / "fire" / "articles.csv"  # a word corrected by one as long: no offset and no verdict changes
    articles.write_text(articles.read_text().replace("text-of-b", "text-of-B"))
    with pytest.raises(BadInput, match="drawn from other results than there are now"):
        validate(read_verdicts(results, ["fire", "flood"]), [sheet])


def test_from_a_story_to_its_error_rates_by_the_commands(tmp_path, capsys, monkeypatch):
    """The demo's labels as a coder: what is right among all its verdicts is what counting them says."""
    monkeypatch.chdir(tmp_path)
    assert _run(["run", "maduro-call", "--corpora", str(DEMO)]) == 0
    assert _run(["sample", "ann.csv", "--rows", "10000"]) == 0
    with (DEMO / "maduro-call" / "gold" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        gold = {(f"{row['outlet']}@{row['start']}", row["other_outlet"]): row["label"] for row in csv.DictReader(file)}
    text = (tmp_path / "ann.csv").read_bytes().decode()
    labelled(tmp_path / "ann.csv", text, lambda row: gold.get((row["sentence_id"], row["other_outlet"]), ""))
    capsys.readouterr()
    assert _run(["sample", "ann.csv"]) == 2
    assert "ann.csv: is there already, perhaps with labels; name another file" in capsys.readouterr().err
    assert _run(["validate", "ann.csv"]) == 0
    shown = capsys.readouterr().out.splitlines()
    absent = [row for row in told(tmp_path / "results", "maduro-call") if row["label"] == "absent"]
    codes = [gold.get((row["sentence_id"], row["other_outlet"])) for row in absent]
    claims = [code for code in codes if code not in (None, "no_claim")]
    with (tmp_path / "results" / "validation.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if (row["measure"], row["verdict"]) == ("right", "absent"))
    assert (row["n"], row["value"]) == (str(len(claims)), f"{claims.count('absent') / len(claims):.4f}")
    assert shown[0].split("\t") == ["verdict", "n", "right", "found", "coders say", "compare says"]
    assert shown[3].split("\t")[:2] == ["absent", row["n"]]
    assert shown[-1] == "results/validation.csv"
    (tmp_path / "link.csv").symlink_to("ann.csv")
    assert _run(["validate", "ann.csv", "link.csv"]) == 2
    assert "a sheet twice would agree with itself" in capsys.readouterr().err


def test_a_sheet_that_is_not_finished_is_said(results, tmp_path, capsys):
    """It is in the order of the stories, so what has no label yet is no chance part."""
    text = sheet_text(draw(read_verdicts(results, ["fire", "flood"]), 40, seed=1), results)
    numbers = iter(range(40))
    sheet = labelled(tmp_path / "ann.csv", text, lambda row: "absent" if next(numbers) < 25 else "")
    assert _run(["validate", str(sheet), "--results", str(results)]) == 0
    told = capsys.readouterr()
    assert told.err == "15 of 40 rows are not judged yet; the rates take them for a chance part, so finish the sheet\n"
    assert "25 verdicts of 110 on whole articles labelled in 1 sheet" in told.out
    others = iter(range(40))
    rest = labelled(tmp_path / "ben.csv", text, lambda row: "absent" if next(others) >= 25 else "")
    assert _run(["validate", str(sheet), str(rest), "--results", str(results)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "40 verdicts of 110 on whole articles labelled in 2 sheets; no claim: 0.00" in told.out


def test_tables_that_do_not_fit_each_other_are_refused(results):
    """An outlet's row was deleted by hand."""
    articles = results / "fire" / "articles.csv"
    articles.write_text("".join(articles.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(ResultsError, match="fire: its tables do not fit; run `compare run fire` again"):
        list(read_verdicts(results, ["fire"]))
