"""``compare import``, ``new`` and ``add``: tables and files become stories, and nothing is lost in silence."""

import csv
import gzip
import hashlib
import json
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import page_layouts
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from compare.cli import sources as commands
from compare.errors import BadInput, StoryError, UnknownName
from compare.records import ArticleRef, Outlet
from compare.sources import files
from compare.sources.adding import add_source
from compare.sources.corpus import RESERVED, inspect_story, list_stories, load_articles, load_story, read_outlets
from compare.sources.editing import add_outlets, new_story, outlets_for_host, toml_text, with_articles
from compare.sources.files import inside, make_id
from compare.sources.importing import import_table, story_id_for
from compare.sources.tables import open_table
from compare.writing import replacing

TEXT = "The ferry turned back on Monday after smoke was seen in its engine room, and nobody was hurt. "


def rows(count: int = 6) -> list[dict[str, str]]:
    """Rows of a table: three outlets, two stories."""
    outlets = ["Fox News", "The Guardian", "Ost Courier"]
    return [
        {
            "story_id": f"ferry-{n // 3}", "outlet": outlets[n % 3], "headline": f"Ferry, part {n}", "url": f"https://x.example/{n}",
            "published": "2026-01-05", "text": f"{TEXT}Version {n}.\nA second paragraph.",
        }
        for n in range(count)
    ]  # fmt: skip


def take(path: Path, corpora: Path, **options):
    """Import a table."""
    table = open_table(path)
    try:
        return import_table(table, corpora, **options)
    finally:
        table.close()


def snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file with its time and hash."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file()
    }


def write_csv(path: Path, table: list[dict[str, str]], delimiter: str = ",") -> Path:
    """A CSV or TSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(table)
    return path


def write_jsonl(path: Path, table: list[dict[str, str]]) -> Path:
    """JSON lines, packed where the name says so."""
    raw = "".join(json.dumps(row) + "\n" for row in table).encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def write_sqlite(path: Path, table: list[dict[str, str]]) -> Path:
    """NELA-GT's layout, with the column of stories that its users add."""
    database = sqlite3.connect(path)
    database.execute(
        "CREATE TABLE newsdata(id TEXT PRIMARY KEY, date TEXT, source TEXT, title TEXT, content TEXT, author TEXT,"
        " url TEXT, published TEXT, published_utc INTEGER, collection_utc INTEGER, story TEXT)"
    )
    for n, row in enumerate(table):
        database.execute(
            "INSERT INTO newsdata VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                str(n),
                row["published"],
                row["outlet"],
                row["headline"],
                row["text"],
                "",
                row["url"],
                "",
                1767571200,
                0,
                row["story_id"],
            ),
        )
    database.commit()
    database.close()
    return path


def write_parquet(path: Path, table: list[dict[str, str]]) -> Path:
    """A Parquet file, where pyarrow is installed."""
    arrow = pytest.importorskip("pyarrow", reason="the extra for Parquet is not installed")
    import pyarrow.parquet as parquet

    parquet.write_table(arrow.Table.from_pylist(table), path)
    return path


WRITERS = {
    "t.csv": write_csv,
    "t.tsv": lambda path, table: write_csv(path, table, "\t"),
    "t.jsonl": write_jsonl,
    "t.jsonl.gz": write_jsonl,
    "t.sqlite": write_sqlite,
    "t.parquet": write_parquet,
}


@pytest.mark.parametrize("name", list(WRITERS))
def test_every_kind_of_table_gives_the_same_stories(tmp_path, name):
    """Every kind of table gives the same stories."""
    report = take(WRITERS[name](tmp_path / name, rows()), tmp_path / "corpora")
    assert (report.stories, report.articles, report.skipped) == (2, 6, [])
    story = load_story("ferry-1", tmp_path / "corpora")
    assert [(one.outlet, one.published[:10]) for one in story.articles] == [
        ("fox-news", "2026-01-05"), ("the-guardian", "2026-01-05"), ("ost-courier", "2026-01-05")
    ]  # fmt: skip
    assert load_articles(story)[0].text == f"{TEXT}Version 3.\nA second paragraph.\n"
    assert {one.id: one.name for one in read_outlets(tmp_path / "corpora").values()} == {
        "fox-news": "Fox News", "the-guardian": "The Guardian", "ost-courier": "Ost Courier"
    }  # fmt: skip


def harbour(published: str, headline: str = "Ferry turned back", text: str = TEXT) -> list[dict[str, str]]:
    """Two outlets' rows of one story; the first as given, the second with its date alone."""
    row = {"story_id": "ferry", "outlet": "bbc", "headline": headline, "published": published, "text": text}
    row["url"] = f"https://x.example/{published}"
    return [row, row | {"outlet": "cnn", "headline": "Same", "url": "https://y.example/1", "text": TEXT}]


def test_a_row_that_was_corrected_corrects_its_article(tmp_path):
    """Text, headline, address and date; comments and what stands around them stay, and once more changes no byte."""
    corpora = tmp_path / "corpora"
    take(write_csv(tmp_path / "t.csv", harbour("2025-01-01")), corpora)
    path = corpora / "ferry" / "story.toml"
    path.write_text("# my story\n" + path.read_text() + "# the end\n")
    later = write_csv(tmp_path / "t.csv", harbour("2025-06-30", "Ferry back in port", "It is back in port."))
    report = take(later, corpora)
    assert (report.written, report.unchanged, report.skipped, report.notes) == (2, 0, [], [])
    bbc, cnn = load_articles(load_story("ferry", corpora))
    assert (bbc.headline, bbc.url, bbc.published, bbc.text) == (
        "Ferry back in port", "https://x.example/2025-06-30", "2025-06-30", "It is back in port.\n"
    )  # fmt: skip
    assert (cnn.headline, cnn.published, cnn.text) == ("Same", "2025-06-30", TEXT + "\n")
    assert (path.read_text()[:11], path.read_text()[-10:]) == ("# my story\n", "# the end\n")
    before = snapshot(corpora)
    assert (take(later, corpora).unchanged, snapshot(corpora)) == (2, before)


@pytest.mark.parametrize("wanted", ["2025-06-30", "2025-01-01"])
def test_what_a_person_changed_in_story_toml_stays_and_is_noted(tmp_path, wanted):
    """Also where the table is as it was; the other article of the story is corrected."""
    corpora = tmp_path / "corpora"
    take(write_csv(tmp_path / "t.csv", harbour("2025-01-01")), corpora)
    path = corpora / "ferry" / "story.toml"
    path.write_text(path.read_text().replace("Ferry turned back", "Mine", 2))
    path.write_text(path.read_text().replace('title = "Mine"', 'title = "The ferry"'))
    for _ in range(2):
        report = take(write_csv(tmp_path / "t.csv", harbour(wanted)), corpora)
        also = " and url and published" if wanted == "2025-06-30" else ""
        assert [(one.id, one.reason) for one in report.notes] == [
            ("2", f"ferry/story.toml says another headline{also}; it stays, correct it there by hand")
        ]
        bbc, cnn = load_story("ferry", corpora).articles
        assert (bbc.headline, bbc.published, cnn.published) == ("Mine", "2025-01-01", wanted)
        assert report.skipped == []
    path.write_text(path.read_text().replace("Mine", "Ferry turned back"))
    assert take(write_csv(tmp_path / "t.csv", harbour(wanted)), corpora).notes == []
    assert load_story("ferry", corpora).articles[0].published == wanted


def test_a_story_toml_of_before_what_was_written_was_recorded_stays(tmp_path):
    """Nothing tells then whose words they are."""
    corpora = tmp_path / "corpora"
    take(write_csv(tmp_path / "t.csv", harbour("2025-01-01")), corpora)
    path = corpora / "ferry" / "fetched.json"
    table = json.loads(path.read_text())
    for entry in table["articles"].values():
        del entry["story_toml"]
    path.write_text(json.dumps(table))
    before = (corpora / "ferry" / "story.toml").read_bytes()
    report = take(write_csv(tmp_path / "t.csv", harbour("2025-06-30")), corpora)
    assert [one.id for one in report.notes] == ["2", "3"]
    assert (corpora / "ferry" / "story.toml").read_bytes() == before


def test_a_key_that_a_person_put_behind_a_table_is_not_doubled(tmp_path):
    """The file would be no TOML any more; the table stays as it is, with a note."""
    corpora = tmp_path / "corpora"
    row = harbour("2025-01-01")[0]
    take(write_csv(tmp_path / "t.csv", [row | {"headline": ""}]), corpora)
    path = corpora / "ferry" / "story.toml"
    by_hand = path.read_text() + 'headline = ""\n'
    path.write_text(by_hand)
    report = take(write_csv(tmp_path / "t.csv", [row]), corpora)
    assert (len(report.notes), path.read_text()) == (1, by_hand)


def break_off_at(number: int, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> bool:
    """Do ``work`` and stop it at one of its writes and all after; whether it came so far."""
    written: list[Path] = []

    @contextmanager
    def replacing_some(path: Path) -> Iterator[Path]:
        if len(written) >= number:
            raise KeyboardInterrupt
        written.append(path)
        with replacing(path) as part:
            yield part

    with monkeypatch.context() as patched:
        patched.setattr(files, "replacing", replacing_some)
        try:
            work()
        except KeyboardInterrupt:
            return True
    return False


@pytest.mark.parametrize("again", [False, True], ids=["first import", "corrected import"])
def test_an_import_that_breaks_off_anywhere_is_corrected_by_the_next(tmp_path, monkeypatch, again):
    """Texts and tables that nobody touched stay the program's, whichever write was the last."""
    for number in range(20):
        corpora = tmp_path / f"corpora-{number}"
        if again:
            take(write_csv(tmp_path / "t.csv", harbour("2025-01-01")), corpora)
        torn = write_csv(tmp_path / "t.csv", harbour("2025-03-31", "Ferry turned", "It turned."))
        if not break_off_at(number, monkeypatch, lambda torn=torn, corpora=corpora: take(torn, corpora)):
            break
        later = write_csv(tmp_path / "t.csv", harbour("2025-06-30", "Ferry back in port", "It is back in port."))
        report = take(later, corpora)
        assert (report.articles, report.skipped, report.notes) == (2, [], [])
        bbc, cnn = load_articles(load_story("ferry", corpora))
        assert (bbc.headline, bbc.published, bbc.text) == ("Ferry back in port", "2025-06-30", "It is back in port.\n")
        assert (cnn.headline, cnn.published, cnn.text) == ("Same", "2025-06-30", TEXT + "\n")
        assert "before_" not in (corpora / "ferry" / "fetched.json").read_text()
        before = snapshot(corpora)
        assert (take(later, corpora).unchanged, snapshot(corpora)) == (2, before)
    assert number == 5  # writes of a whole import


def test_a_text_changed_by_hand_after_an_import_broke_off_stays(tmp_path, monkeypatch):
    """The record has the text before and the one after, and this is neither."""
    corpora = tmp_path / "corpora"
    take(write_csv(tmp_path / "t.csv", harbour("2025-01-01")), corpora)
    torn = write_csv(tmp_path / "t.csv", harbour("2025-06-30", text="It is back in port."))
    assert break_off_at(1, monkeypatch, lambda: take(torn, corpora))
    text = corpora / "ferry" / "articles" / "bbc.txt"
    text.write_text("Mine.\n")
    assert [one.reason for one in take(torn, corpora).skipped] == [
        "ferry/articles/bbc.txt was written or changed by hand; it stays"
    ]
    assert text.read_text() == "Mine.\n"


def outside(folder: Path) -> Path:
    """A folder outside of the corpora, to which the story's folder of articles is a link."""
    there = folder / "outside"
    there.mkdir()
    (folder / "corpora" / "ferry-0").mkdir(parents=True)
    (folder / "corpora" / "ferry-0" / "articles").symlink_to("../../outside")
    return there


def test_nothing_is_written_outside_of_the_story(tmp_path):
    """Where its folder of articles is a link to elsewhere, its rows are left out, and no other story's."""
    there = outside(tmp_path)
    report = take(write_csv(tmp_path / "t.csv", rows()), tmp_path / "corpora")
    assert list(there.iterdir()) == []
    assert (report.stories, report.articles, report.written, report.unchanged) == (1, 3, 3, 0)
    assert [one.id for one in report.skipped] == ["2", "4", "6"]
    assert report.skipped[0].reason == (
        "ferry-0: file 'articles/fox-news.txt' lies outside this folder; name one inside it"
    )
    assert not (tmp_path / "corpora" / "ferry-0" / "story.toml").exists()
    report = take(write_csv(tmp_path / "t.csv", [rows()[0] | {"outlet": "BBC"}]), tmp_path / "corpora")
    assert (len(report.skipped), report.outlets) == (1, [])
    assert set(read_outlets(tmp_path / "corpora")) == {"fox-news", "the-guardian", "ost-courier"}


FOX = '[[articles]]\noutlet = "fox-news"\nfile = "articles/mine.txt"\n'


@pytest.mark.parametrize(
    ("toml", "left_out", "reason"),
    [
        ("title = \n", 3, "its story cannot be read: ferry-0/story.toml: syntax: not TOML: "),
        (f'title = "Mine"\n{FOX}', 1, "ferry-0/story.toml names another file for 'fox-news'; that one stays"),
        ('title = "Mine"\narticles = []\n', 3, "ferry-0/story.toml: cannot take another table "),
    ],
)
def test_a_row_that_is_left_out_leaves_no_file(tmp_path, toml, left_out, reason):
    """It is judged by its story before its text is written, and counted as left out alone."""
    folder = tmp_path / "corpora" / "ferry-0"
    folder.mkdir(parents=True)
    (folder / "story.toml").write_text(toml)
    report = take(write_csv(tmp_path / "t.csv", rows()), tmp_path / "corpora")
    assert [one.reason[: len(reason)] for one in report.skipped] == [reason] * left_out
    assert (report.articles, report.written, report.unchanged) == (6 - left_out, 6 - left_out, 0)
    assert report.stories == (1 if left_out == 3 else 2)
    texts = sorted(path.stem for path in folder.glob("articles/*"))
    assert texts == ([] if left_out == 3 else ["ost-courier", "the-guardian"])
    assert (folder / "story.toml").read_text().startswith(toml)
    assert (folder / "fetched.json").exists() == (left_out == 1)


def test_bytes_of_a_parquet_table_are_read_as_text(tmp_path):
    """A column of type binary; what is not UTF-8 is noted."""
    table = rows(3)
    for row, coding in zip(table, ("utf-8", "cp1252", "utf-8"), strict=True):
        row["text"] = (TEXT + "“Caf\u00e9”").encode(coding)
    report = take(write_parquet(tmp_path / "t.parquet", table), tmp_path / "corpora")
    articles = load_articles(load_story("ferry-0", tmp_path / "corpora"))
    assert [one.text for one in articles] == [TEXT + "“Caf\u00e9”\n"] * 3
    assert [(one.id, one.reason) for one in report.notes] == [("2", "not UTF-8; read as Windows-1252")]


def test_each_json_line_is_read_by_its_own_columns(tmp_path):
    """Also by those that the first hundred lines do not have, and by other names where two tables were joined."""
    early = [{"story": f"s{n}", "source": "bbc", "content": TEXT} for n in range(120)]
    late = [
        {**early[0], "source": "cnn", "headline": "Late", "url": "https://x.example/1", "date": "2026-01-05"},
        {"story_id": "s1", "outlet": "cnn", "text": "Other names.", "title": "Later"},
        {"story": "s2", "content": TEXT},
    ]
    report = take(write_jsonl(tmp_path / "t.jsonl", early + late), tmp_path / "corpora")
    assert [(one.id, one.reason) for one in report.skipped] == [("123", "no outlet in column 'source'")]
    _, cnn = load_articles(load_story("s0", tmp_path / "corpora"))
    assert (cnn.headline, cnn.url, cnn.published) == ("Late", "https://x.example/1", "2026-01-05")
    _, cnn = load_articles(load_story("s1", tmp_path / "corpora"))
    assert (cnn.headline, cnn.text) == ("Later", "Other names.\n")


def test_a_column_that_is_mapped_is_taken_in_every_json_line(tmp_path):
    """A line without it has none, whatever else it has."""
    table = [{"story": "s", "outlet": name, "text": TEXT, "lead": "A lead."} for name in ("bbc", "cnn")]
    del table[1]["lead"]
    report = take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora", columns={"text": "lead"})
    assert (report.articles, [(one.id, one.reason) for one in report.skipped]) == (1, [("2", "no text")])


@pytest.mark.parametrize("depth", [900, 2000])
def test_a_json_line_that_is_nested_too_deeply_costs_itself(tmp_path, depth):
    """The parser may read what is then too deep to be walked through; from which depth on is Python's matter."""
    good = [json.dumps(row) for row in rows(3)]
    deep = '{"story_id": "ferry-0", "outlet": "deep", "text": ' + "[" * depth + '"x"' + "]" * depth + "}"
    (tmp_path / "t.jsonl").write_text("\n".join([good[0], deep, *good[1:]]))
    report = take(tmp_path / "t.jsonl", tmp_path / "corpora")
    named = {one.outlet for one in load_story("ferry-0", tmp_path / "corpora").articles}
    assert named - {"deep"} == {"fox-news", "the-guardian", "ost-courier"}
    if depth == 2000 or report.articles == 3:
        assert [(one.id, one.reason) for one in report.skipped] == [("2", "nested too deeply")]


@pytest.mark.parametrize(
    "column", ["publishedAt", "PublishedAt", "published at", "Published_At", "publishDate", "datePublished"]
)
def test_a_column_is_found_however_its_words_are_joined(tmp_path, column):
    """NewsAPI writes ``publishedAt``; the others of the row too."""
    table = [{"storyId": "bath", "sourceName": "BBC", "mainText": TEXT, column: "2026-01-05T09:30:00Z"}]
    take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    [article] = load_articles(load_story("bath", tmp_path / "corpora"))
    assert (article.outlet, article.published) == ("bbc", "2026-01-05T09:30:00+00:00")


def test_a_table_in_utf_16_is_named(tmp_path):
    """Excel saves "Unicode text" so."""
    (tmp_path / "t.csv").write_bytes("story,outlet,text\n".encode("utf-16"))
    with pytest.raises(BadInput, match=r"/t\.csv: is UTF-16; save it as UTF-8$"):
        open_table(tmp_path / "t.csv")


def test_two_columns_of_one_name_are_an_error(tmp_path):
    """Nothing tells which is meant; of columns that are not used there may be two."""
    (tmp_path / "t.csv").write_text("story,outlet,text,text\ns,bbc,One.,Two.\n")
    with pytest.raises(BadInput, match=r"t\.csv: more than one column is named 'text'; give each a name of its own$"):
        take(tmp_path / "t.csv", tmp_path / "corpora")
    assert not (tmp_path / "corpora").exists()
    (tmp_path / "t.csv").write_text("story,outlet,text,,\ns,bbc,One.,,\n")
    assert take(tmp_path / "t.csv", tmp_path / "corpora").articles == 1


def test_the_list_of_what_was_left_out_goes_when_nothing_is(tmp_path, app):
    """It is of the import before."""
    corpora = tmp_path / "corpora"
    words = ["import", str(write_csv(tmp_path / "t.csv", [*rows(3), rows(1)[0]])), "--corpora", str(corpora)]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert (corpora / "t.csv.skipped.csv").is_file()
    write_csv(tmp_path / "t.csv", rows(3))
    assert CliRunner().invoke(app, words).exit_code == 0
    assert sorted(path.name for path in corpora.iterdir()) == ["ferry-0", "outlets.toml"]


@pytest.mark.parametrize("name", list(WRITERS))
def test_the_same_import_twice_changes_nothing(tmp_path, name):
    """The same import twice changes nothing."""
    table = WRITERS[name](tmp_path / name, rows())
    take(table, tmp_path / "corpora")
    before = snapshot(tmp_path / "corpora")
    report = take(table, tmp_path / "corpora")
    assert snapshot(tmp_path / "corpora") == before
    assert (report.written, report.unchanged) == (0, 6)


def test_the_shared_table_imports_as_it_is(tmp_path, shared):
    """The shared table imports as it is."""
    report = take(shared / "stories" / "many.jsonl.gz", tmp_path / "corpora")
    assert (report.stories, report.articles, report.skipped) == (721, 1702, [])
    tidied = [note for note in report.notes if note.reason.startswith("headlines inside its sentences")]
    assert len(tidied) == 147
    assert sorted(note.reason for note in report.notes if note not in tidied) == [
        "'8/11/18' is 11 August 2018 or 8 November 2018; write 2018-08-11 or 2018-11-08; the article has no date",
        "outlet 'Newsmax - News' is taken for 'Newsmax (News)'",
    ]
    before = snapshot(tmp_path / "corpora")
    take(shared / "stories" / "many.jsonl.gz", tmp_path / "corpora")
    assert snapshot(tmp_path / "corpora") == before


def test_columns_of_other_names_are_mapped(tmp_path):
    """Columns of other names are mapped."""
    table = [{"body_of_it": row["text"], "paper": row["outlet"], "story": row["story_id"]} for row in rows()]
    path = write_csv(tmp_path / "t.csv", table)
    with pytest.raises(
        BadInput, match=r"no column for the text; it has body_of_it, paper, story; name one with --map text=COLUMN"
    ):
        take(path, tmp_path / "corpora")
    report = take(path, tmp_path / "corpora", columns={"text": "body_of_it", "outlet": "paper"})
    assert report.articles == 6
    with pytest.raises(UnknownName, match="'nope': unknown; there is body_of_it, paper, story"):
        take(path, tmp_path / "corpora", columns={"text": "nope", "outlet": "paper"})


def test_a_table_without_stories_goes_into_the_one_that_is_named(tmp_path):
    """A table without stories goes into the one that is named."""
    table = [{"source": row["outlet"], "content": row["text"]} for row in rows(3)]
    path = write_csv(tmp_path / "t.csv", table)
    with pytest.raises(BadInput, match="no column for the story"):
        take(path, tmp_path / "corpora")
    assert take(path, tmp_path / "corpora", story="ferry").stories == 1
    assert len(load_story("ferry", tmp_path / "corpora").articles) == 3


def test_a_bad_row_costs_itself_and_no_other(tmp_path):
    """A bad row costs itself and no other."""
    head = b"story_id,outlet,text\n"
    lines = [
        b'a,Fox News,"Good one."\n',
        b"a,Too,Many,Cells\n",
        b'a,Open,"never closed\n',
        b'a,BBC,"Good, with a comma\nand a line break."\n',
        b'b,Caf\xe9,"\x93Good\x94 in another encoding."\n',
        b'b,Fox News,"Good ""quoted"" one."\n',
        b"b,Empty,\n",
        b",Nowhere,Text without a story.\n",
        b"b,Fox News,The same outlet again.\n",
        b"b,???,No outlet.\n",
        b"\n",
        b'b,Huge,"' + b"x" * 50_000_000 + b'"\n',
        b"b,Large," + b"word " * 500_000 + b"\n",
        b"c,Last,Good last one.\n",
        b"c,Page,<!DOCTYPE html><html><p>Text in its markup.</p></html>\n",
    ]
    (tmp_path / "t.csv").write_bytes(head + b"".join(lines))
    report = take(tmp_path / "t.csv", tmp_path / "corpora")
    assert {(one.id, one.reason) for one in report.skipped} == {
        ("3", "4 cells, where the header has 3"),
        ("4", NOT_CLOSED),
        ("9", "no text"),
        ("10", "no story in column 'story_id'"),
        ("11", "outlet 'fox-news' has an article in story 'b' from row 8; one article an outlet"),
        ("12", "no outlet id can be made of '???'"),
        ("14", "over the limit of 16,000,000 bytes"),
        ("15", "its text has over 2,000,000 bytes; is it one article?"),
        ("17", "its text is a web page; save it as a file and `compare add` that"),
    }
    assert [(one.id, one.reason) for one in report.notes] == [("7", "not UTF-8; read as Windows-1252")]
    texts = {
        f"{story}/{one.outlet}": one.text
        for story in "abc"
        for one in load_articles(load_story(story, tmp_path / "corpora"))
    }
    assert texts == {
        "a/fox-news": "Good one.\n", "a/bbc": "Good, with a comma\nand a line break.\n",
        "b/cafe": "“Good” in another encoding.\n",
        "b/fox-news": 'Good "quoted" one.\n', "c/last": "Good last one.\n",
    }  # fmt: skip


NOT_CLOSED = "a quotation mark in it is not closed, or not doubled"


@pytest.mark.parametrize(
    ("row", "lines", "delimiter"),
    [
        ('"The mayor said "no" to it on Monday.\nIn Aldmoor, the mayor, Jane Roe closed the port."', "2 to 3", ","),
        ('"It never closed.\nIn Aldmoor, the mayor, Jane Roe closed the port.\nIt has 3,000 and 4,000.', "2 to 4", ","),
        ('"Asked, he said "no".\nThe "many," he said, left.\nThe end."', "2 to 4", ","),
        ('"The mayor said "no" to it on Monday."', "", ","),
        ('"Never again" said the mayor.', "", "\t"),
    ],
)  # fmt: skip
def test_lines_behind_a_mark_that_is_not_doubled_are_no_articles(tmp_path, row, lines, delimiter):
    """They go with their row, whatever commas they have; it is no whole article either, and the next row is read."""
    good = [
        ["fire", "ABC", '"Nobody, he said, was hurt.\nThe port, the ships and the men stayed."'],
        ["fire", "BBC", '"Good, too."'],
    ]
    table = [["story", "outlet", "text"], ["fire", "CNN", row], *good, ["fire", "Last", '" Begins with a space."']]
    (tmp_path / "t.tsv").write_text("\n".join("\t".join(cells) for cells in table).replace("\t", delimiter) + "\n")
    path = (tmp_path / "t.tsv").rename(tmp_path / ("t.csv" if delimiter == "," else "t.tsv"))
    report = take(path, tmp_path / "corpora")
    told = NOT_CLOSED + (f" (lines {lines})" if lines else "")
    assert [(one.id, one.reason) for one in report.skipped] == [("2", told)]
    assert list_stories(tmp_path / "corpora") == ["fire"]
    articles = load_articles(load_story("fire", tmp_path / "corpora"))
    assert [(one.outlet, one.text) for one in articles] == [
        ("abc", "Nobody, he said, was hurt.\nThe port, the ships and the men stayed.\n"),
        ("bbc", "Good, too.\n"), ("last", " Begins with a space.\n"),
    ]  # fmt: skip


def test_rows_without_marks_follow_a_mark_that_is_not_closed_where_others_have_none(tmp_path):
    """A table that quotes nothing loses one row; where all rows are quoted, such a line ends the article before it."""
    bare = 'text\toutlet\n{}\tA\n"Never again, he said.\tB\nOne man was hurt.\tC\n'
    (tmp_path / "t.tsv").write_text(bare.format("Nobody was hurt."))
    report = take(tmp_path / "t.tsv", tmp_path / "bare", story="fire")
    assert [(one.id, one.reason) for one in report.skipped] == [("3", NOT_CLOSED)]
    assert [one.outlet for one in load_story("fire", tmp_path / "bare").articles] == ["a", "c"]
    (tmp_path / "t.tsv").write_text(bare.format('"Nobody was hurt."') + '"Two ships sank."\tD\n')
    report = take(tmp_path / "t.tsv", tmp_path / "quoted", story="fire")
    assert [(one.id, one.reason) for one in report.skipped] == [("3", f"{NOT_CLOSED} (lines 3 to 4)")]
    assert [one.outlet for one in load_story("fire", tmp_path / "quoted").articles] == ["a", "d"]


def test_a_lone_carriage_return_in_a_cell_ends_a_line_and_loses_nothing(tmp_path):
    """Spreadsheets of old Macs end lines within a cell so; what stands behind it is part of the article."""
    head, row = b"story_id,outlet,text,url\n", b"s1,nyt,First paragraph.\rSecond paragraph.,https://x.example/1\r\n"
    (tmp_path / "t.csv").write_bytes(head + row)
    report = take(tmp_path / "t.csv", tmp_path / "corpora")
    [article] = load_articles(load_story("s1", tmp_path / "corpora"))
    assert (report.skipped, article.text) == ([], "First paragraph.\nSecond paragraph.\n")
    assert article.url == "https://x.example/1"
    (tmp_path / "t.csv").write_bytes((head + row).replace(b"\r\n", b"\n").replace(b"\n", b"\r"))
    with pytest.raises(BadInput, match=r"/t\.csv: its lines end in CR alone, as old Macs wrote them; save it with"):
        take(tmp_path / "t.csv", tmp_path / "corpora")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("14 people\x0bon Monday", "14 people on Monday"),
        ("page one\x0cpage two\x1epart\x1fend\x1c.", "page one\npage two\npart\nend\n."),
        ("reach \x805 million, men\x97who \x93slept\x94\x85", "reach €5 million, men—who “slept”…"),
        ("First line\x85Second line", "First line\nSecond line"),
        ("a\x81b\x00c\x1bd\x7fe", "abcde"),
        ("a\r\nb\rc\u2028d\te\u00a0f", "a\nb\nc\nd\te\u00a0f"),
    ],
)  # fmt: skip
def test_a_control_that_parts_words_or_stands_for_a_sign_is_read(tmp_path, cell, text):
    """Word breaks a line by a vertical tab, and Windows-1252 read as Latin-1 has its euro at U+0080; others go."""
    table = [{"story": "s1", "outlet": "BBC", "text": cell}]
    take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    [article] = load_articles(load_story("s1", tmp_path / "corpora"))
    assert article.text == f"{text}\n"


def test_half_a_character_in_a_table_costs_itself_and_no_row(tmp_path):
    """JSON can name one half of a surrogate pair; neither an id nor a file can hold it."""
    table = rows(3)
    table[0] |= {"story_id": "Fire \ud83d", "headline": "Fire \ud83d", "text": TEXT + "\ud83d", "outlet": "Fox \ud83d"}
    report = take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    assert (report.articles, report.skipped) == (3, [])
    [fire] = [one for one in list_stories(tmp_path / "corpora") if one.startswith("fire-")]
    [article] = load_articles(load_story(fire, tmp_path / "corpora"))
    assert (article.outlet, article.headline, article.text.strip()) == ("fox", "Fire", TEXT.strip())
    assert story_id_for("Fire \ud83d") != story_id_for("Fire \ud83e")


@pytest.mark.parametrize(
    ("cell", "published"),
    [("2024-01-31", "2024-01-31"), ("20240131", "2024-01-31"), ("2024-W05-3", "2024-01-31"),
     ("1706693400", "2024-01-31T09:30:00+00:00"),
     ("20240131T0930Z", "2024-01-31T09:30:00+00:00"), ("2024-01-31 09:30", "2024-01-31T09:30:00"),
     ("Wed, 31 Jan 2024 09:30:00 +0100", "2024-01-31T09:30:00+01:00"),
     ("31 Jan 2024 09:30 +05:30", "2024-01-31T09:30:00+05:30"), ("31 Jan 2024 09:30 GMT+1", "2024-01-31T09:30:00"),
     ("31 Jan 2024 +05:30", ""), ("1706693400000", "2024-01-31T09:30:00+00:00"),
     ("Jan. 31, 2024", "2024-01-31"), ("31 January 2024", "2024-01-31"),
     ("31.1.2024", "2024-01-31"), ("2024/01/31", "2024-01-31"), ("1/31/2024", "2024-01-31"), ("1/31/24", "2024-01-31"),
     ("1/12/2024", ""), ("25/12/01", ""), ("31/1/24", ""), ("2025120110", ""), ("20251201T1", ""), ("2025-W05", ""),
     ("1770111000", "2026-02-03T09:30:00+00:00"), ("Wednesday, January 31, 2024 3:05 PM EST", ""), ("17011224001", ""),
     ("9999-12-31", ""), ("0001-01-01", ""), ("Mon, 01 Jan 2024 00:00:00 +99999999999999999", ""), ("soon", "")],
)  # fmt: skip
def test_a_date_is_written_in_one_way_and_a_day_stays_a_day(tmp_path, cell, published):
    """What comes later compares dates as texts and cuts the day out of them."""
    table = [{**rows(1)[0], "published": cell}]
    take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    [reference] = load_story("ferry-0", tmp_path / "corpora").articles
    assert reference.published == published


@pytest.mark.parametrize(
    ("cell", "zone"),
    [("31 Jan 2024 09:30 GMT+1", "GMT+1"), ("Wed, 31 Jan 2024 09:30:00 CET", "CET"), ("31 Jan 2024 09:30 GMT", ""),
     ("31 Jan 2024 09:30 -0000", ""), ("2024-01-31T09:30:00", ""), ("31 Jan 2024 09:30", ""), ("31 Jan 2024", ""),
     ("2024-01-31T09:30:00Z", "")],
)  # fmt: skip
def test_a_time_zone_that_is_not_read_is_named(tmp_path, cell, zone):
    """The day and the time stay."""
    report = take(write_csv(tmp_path / "t.csv", [rows(1)[0] | {"published": cell}]), tmp_path / "corpora")
    expected = [f"time zone {zone!r} is not read, the time has none; write it like +01:00"] if zone else []
    assert [one.reason for one in report.notes] == expected
    assert load_story("ferry-0", tmp_path / "corpora").articles[0].published.startswith("2024-01-31")


@pytest.mark.parametrize(
    ("cell", "fact"),
    [("soon", "no date; write 2026-01-31 or 2026-01-31T09:30:00Z"),
     ("2/3/2026", "3 February 2026 or 2 March 2026; write 2026-02-03 or 2026-03-02"),
     ("25/12/01", "25 December 2001 or 1 December 2025; write 2001-12-25 or 2025-12-01")],
)  # fmt: skip
def test_a_cell_that_is_no_date_is_named(tmp_path, cell, fact):
    """The article is written without a date, and the row is listed; of two days both are named."""
    report = take(write_jsonl(tmp_path / "t.jsonl", [{**rows(1)[0], "published": cell}]), tmp_path / "corpora")
    [note] = report.notes
    assert (report.articles, note.reason) == (1, f"{cell!r} is {fact}; the article has no date")


@pytest.mark.parametrize(
    ("source", "step"),
    [("www.paper.example/fire", "for an address write `https://www.paper.example/fire`"),
     ("paper.example/fire.html", "for an address write `https://paper.example/fire.html`"),
     ("fire.txt", "give a text (.txt, .md), a page (.html, .htm, .xhtml, .warc, .warc.gz) or an http address"),
     ("texts/fire.txt", "give a text (.txt, .md), a page (.html, .htm, .xhtml, .warc, .warc.gz) or an http address")],
)  # fmt: skip
def test_a_source_that_is_not_there_is_named_with_what_to_give(tmp_path, source, step):
    """An address without its scheme looks like a file."""
    new_story(tmp_path, "bath", "The bath")
    with pytest.raises(BadInput) as caught:
        add_source(tmp_path, "bath", source, outlet="bbc")
    assert str(caught.value) == f"{source}: no such file; {step}"


def test_an_outlet_s_name_is_kept_without_the_spaces_around_it(tmp_path):
    """As it is shown in the report and told apart from others."""
    new_story(tmp_path, "bath", "The bath")
    add_source(tmp_path, "bath", "https://paper.example/a", outlet="  The Paper  ")
    assert read_outlets(tmp_path)["the-paper"].name == "The Paper"


def test_a_page_of_a_crawl_that_names_no_web_address_is_known_by_its_own(tmp_path):
    """A name such as ``urn:…`` in ``story.toml`` would make the story one that is not loaded."""
    new_story(tmp_path, "bath", "The bath")
    link = '<head><link rel="canonical" href="https://paper.example/bath">'
    page = page_layouts.wordpress(2).replace("<head>", link)
    head = [
        "WARC/1.0", "WARC-Type: resource", "WARC-Record-ID: <urn:uuid:1>", "WARC-Target-URI: urn:page:1",
        "WARC-Date: 2026-02-03T12:00:00Z", "Content-Type: text/html", f"Content-Length: {len(page.encode())}",
    ]  # fmt: skip
    (tmp_path / "crawl.warc").write_bytes("\r\n".join([*head, "", page, "", ""]).encode())
    add_source(tmp_path, "bath", str(tmp_path / "crawl.warc"), outlet="The Paper")
    assert [one.url for one in load_story("bath", tmp_path).articles] == ["https://paper.example/bath"]


def test_cells_that_are_no_texts_are_read_as_what_they_mean(tmp_path):
    """A missing number is empty, a list is paragraphs, a source is its name; another object is nothing."""
    [row] = rows(1)
    table = [
        {**row, "outlet": {"id": "ovc", "name": "Ost Valley Courier"}, "text": [TEXT, "A last line."]},
        {**row, "outlet": "bbc", "headline": float("nan")},
        {**row, "outlet": float("nan")},
        {**row, "outlet": "cnn", "text": {"html": "<p>"}},
    ]
    report = take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    assert [one.reason for one in report.skipped] == ["no outlet in column 'outlet'", "no text"]
    courier, bbc = load_articles(load_story("ferry-0", tmp_path / "corpora"))
    assert (courier.outlet, bbc.headline) == ("ost-valley-courier", "")
    assert courier.text == TEXT.strip("\n") + "\nA last line.\n"


def test_bad_json_lines_cost_themselves_and_no_other(tmp_path):
    """Bad JSON lines cost themselves and no other."""
    good = [json.dumps(row).encode() for row in rows(3)]
    lines = [
        good[0],
        b"{not json",
        b"[1, 2]",
        b"[" * 100_000,
        good[1],
        b'{"story_id": "x", "text": "' + b"y" * 50_000_000 + b'"}',
        good[2],
    ]
    (tmp_path / "t.jsonl").write_bytes(b"\n".join(lines))
    report = take(tmp_path / "t.jsonl", tmp_path / "corpora")
    assert report.articles == 3
    assert [(one.id, one.reason) for one in report.skipped] == [
        ("2", "not JSON"), ("3", "not a JSON object with the columns as keys"), ("4", "nested too deeply"),
        ("6", "50,000,030 bytes is over the limit of 16,000,000"),
    ]  # fmt: skip


def test_a_large_cell_of_a_database_is_left_out_with_the_reason(tmp_path):
    """A large cell of a database is left out with the reason."""
    table = rows(3)
    table[1]["text"] = "z" * 50_000_000
    report = take(write_sqlite(tmp_path / "t.db", table), tmp_path / "corpora")
    assert report.articles == 2
    assert [(one.id, one.reason) for one in report.skipped] == [
        ("2", "its text has over 2,000,000 bytes; is it one article?")
    ]


def test_the_table_of_a_database_is_told_by_its_mapped_columns(tmp_path):
    """A text column of another name is named with --map, and the table that has it is taken."""
    with closing(sqlite3.connect(tmp_path / "t.db")) as database:
        database.execute("CREATE TABLE notes(id TEXT, remark TEXT)")
        database.execute("CREATE TABLE pieces(story TEXT, outlet TEXT, wording TEXT)")
        database.execute("INSERT INTO pieces VALUES ('ferry', 'Fox News', ?)", (TEXT,))
        database.commit()
    with pytest.raises(BadInput, match=r"no table with the column text or content or body; .*--map text=COLUMN.*"):
        open_table(tmp_path / "t.db")
    with pytest.raises(BadInput, match=r"no table with the column words; it has notes \(id, remark\), pieces \("):
        open_table(tmp_path / "t.db", {"text": "words"})
    maps = {"text": "wording"}
    with closing(open_table(tmp_path / "t.db", maps)) as table:
        assert import_table(table, tmp_path / "corpora", columns=maps).articles == 1
    assert load_articles(load_story("ferry", tmp_path / "corpora"))[0].text == TEXT + "\n"


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl.gz", "t.sqlite", "t.parquet", "t.xlsx", "missing.csv", "t.tsv"])
def test_a_file_that_is_no_table_is_said_in_one_line(tmp_path, name):
    """A file that is no table is said in one line."""
    if name == "t.parquet":
        pytest.importorskip("pyarrow", reason="the extra for Parquet is not installed")
    if name != "missing.csv":
        (tmp_path / name).write_bytes(b"" if name == "t.tsv" else b"\x00\x01 this is nothing of the kind")
    with pytest.raises(BadInput) as caught:
        take(tmp_path / name, tmp_path / "corpora")
    assert "\n" not in str(caught.value)


def test_a_gzip_file_that_breaks_off_gives_the_rows_before(tmp_path):
    """A gzip file that breaks off gives the rows before."""
    table = [
        {**row, "text": row["text"] + hashlib.sha256(str(n).encode()).hexdigest() * 200}
        for n, row in enumerate(rows(300))
    ]
    raw = write_jsonl(tmp_path / "t.jsonl.gz", table).read_bytes()
    (tmp_path / "t.jsonl.gz").write_bytes(raw[: len(raw) * 4 // 5])
    report = take(tmp_path / "t.jsonl.gz", tmp_path / "corpora")
    assert report.articles > 100
    assert "breaks off" in report.skipped[-1].reason


def test_fetching_an_imported_story_asks_for_nothing(tmp_path, app):
    """Imported texts are the researcher's data: only --refresh replaces them by what the sites show today."""
    take(write_csv(tmp_path / "t.csv", rows()), tmp_path / "corpora")
    before = snapshot(tmp_path / "corpora")
    result = CliRunner().invoke(app, ["fetch", "--all", "--corpora", str(tmp_path / "corpora")])
    assert result.exit_code == 0
    assert "0 new, 0 changed, 0 unchanged, 6 kept, 0 failed" in result.output
    assert snapshot(tmp_path / "corpora") == before


def test_what_a_person_wrote_stays(tmp_path):
    """What a person wrote stays."""
    corpora = tmp_path / "corpora"
    path = write_csv(tmp_path / "t.csv", rows())
    (corpora / "ferry-0" / "articles").mkdir(parents=True)
    by_hand = '# my notes\ntitle = "Mine"\n[[articles]]\noutlet = "fox-news"\nfile = "articles/fox-news.txt"\n'
    (corpora / "ferry-0" / "story.toml").write_text(by_hand)
    (corpora / "ferry-0" / "articles" / "fox-news.txt").write_text("My own text.\n")
    (corpora / "outlets.toml").write_text('# mine\n[gu]\nname = "The Guardian"\ndomain = "guardian.example"\n')
    report = take(path, corpora)
    assert [one.reason for one in report.skipped] == [
        "ferry-0/articles/fox-news.txt was written or changed by hand; it stays"
    ]
    assert (corpora / "ferry-0" / "articles" / "fox-news.txt").read_text() == "My own text.\n"
    assert (corpora / "ferry-0" / "story.toml").read_text().startswith(by_hand)
    assert {one.outlet for one in load_story("ferry-0", corpora).articles} == {"fox-news", "gu", "ost-courier"}
    assert (corpora / "outlets.toml").read_text().startswith("# mine\n[gu]\n")


def test_a_story_whose_record_is_damaged_costs_its_own_rows(tmp_path):
    """They are listed with the reason; the rows of other stories become articles, and nothing of it is touched."""
    table = tmp_path / "articles.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows()[0])
        writer.writeheader()
        writer.writerows(rows())
    corpora = tmp_path / "corpora"
    (corpora / "ferry-0").mkdir(parents=True)
    (corpora / "ferry-0" / "fetched.json").write_text("{", encoding="utf-8")
    report = take(table, corpora)
    assert (report.written, [row.id for row in report.skipped]) == (3, ["2", "4", "6"])
    assert {row.reason for row in report.skipped} == {
        "ferry-0/fetched.json: not JSON; delete it and run `compare fetch ferry-0 --refresh`"
    }
    assert [path.name for path in (corpora / "ferry-0").iterdir()] == ["fetched.json"]
    assert len(load_articles(load_story("ferry-1", corpora))) == 3


def test_ids_from_tables_stay_inside_the_corpora_folder(tmp_path):
    """Ids from tables stay inside the corpora folder."""
    names = ["../../etc/passwd", "..", "a/b", "C:\\x", "CON", "a\x00b", "Ünïcode", "x" * 300]
    table = [{"story_id": name, "outlet": "../../x", "text": TEXT} for name in names]
    take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    assert {path.name for path in tmp_path.iterdir()} == {"t.jsonl", "corpora"}
    folders = [path.name for path in (tmp_path / "corpora").iterdir() if path.is_dir()]
    assert len(folders) == len(names)


def test_names_of_stories_that_look_alike_stay_apart():
    """Names of stories that look alike stay apart."""
    assert story_id_for("neus_test_0003") == "neus_test_0003"
    assert len({story_id_for(name) for name in ("Fire!", "Fire?", "fire", "FIRE")}) == 4
    assert make_id("Fox News (Online)") == "fox-news-online"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab\"'\\\n\r\t,;=é“\x7f\u2028\U0001f600", max_size=40))
def test_any_text_survives_in_toml(text):
    """Any text survives in TOML."""
    assert tomllib.loads(f"x = {toml_text(text)}") == {"x": text}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(alphabet='ab",\n\r é;', max_size=8), min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_well_formed_csv_is_read_as_the_standard_library_reads_it(tmp_path_factory, table):
    """Any well formed CSV is read as the standard library reads it."""
    from compare.sources.rows import read_delimited

    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["h1", "h2"], *table])
    with path.open(encoding="utf-8", newline="") as file:
        wanted = list(csv.reader(file))
    with path.open("rb") as file:
        found = [[cell.encode("latin-1").decode() for cell in cells] for _, cells in read_delimited(file, ",")]
    assert found == wanted


def test_tables_are_added_to_a_story_without_touching_its_text(tmp_path):
    """Tables are added to a story without touching its text."""
    path = new_story(tmp_path, "ferry", 'A "quoted" title')
    assert tomllib.loads(path.read_text()) == {"title": 'A "quoted" title'}
    path.write_text(path.read_text() + "# a comment at the end, no newline")
    reference = ArticleRef("bbc", "articles/bbc.txt", "Head “line”\\", 'https://x.example/a?b="c"', "2026-01-05")
    text = with_articles(path.parent, [reference])
    assert text.startswith(path.read_text() + "\n\n[[articles]]\n")
    path.write_text(text)
    assert inspect_story(path.parent)[0].articles == (reference,)
    path.write_text('title = "x"\narticles = [{outlet = "bbc", file = "a.txt"}]\n')
    with pytest.raises(StoryError, match="by hand"):
        with_articles(path.parent, [ArticleRef("fox", "articles/fox.txt")])
    with pytest.raises(BadInput, match="exists already"):
        new_story(tmp_path, "ferry", "again")
    with pytest.raises(BadInput, match="try 'harbour-fire'"):
        new_story(tmp_path, "Harbour Fire", "x")


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_name_that_the_program_needs_beside_the_stories_is_refused_at_once(tmp_path, name):
    """By hand, for a whole table and in a cell; no folder of that name is made."""
    corpora = tmp_path / "corpora"
    refused = rf"story '{name}' is the name of a file or folder that lies beside the stories; name the story otherwise"
    with pytest.raises(BadInput, match=f"^{refused}$"):
        new_story(corpora, name, "Fire")
    table = rows(3)
    with pytest.raises(BadInput, match=f"^--{refused}$"):
        take(write_csv(tmp_path / "t.csv", table), corpora, story=name)
    assert not corpora.exists()
    table[1]["story_id"] = name
    report = take(write_csv(tmp_path / "t.csv", table), corpora)
    assert [one.reason for one in report.skipped] == [refused]
    assert report.articles == 2
    assert not (corpora / name).is_dir()


def test_a_story_is_made_in_a_folder_that_is_there_and_its_files_stay(tmp_path):
    """Whoever made the folder by hand is told the command, and can then add the text that lies in it."""
    folder = tmp_path / "bath"
    (folder / "articles").mkdir(parents=True)
    (folder / "notes.md").write_text("mine")
    text = folder / "articles" / "bbc.txt"
    text.write_text(TEXT)
    missing = f"{folder}: no story.toml; `compare new bath --title …` makes it"
    for refused in (
        lambda: load_story("bath", tmp_path),
        lambda: add_source(tmp_path, "bath", str(text), outlet="bbc"),
    ):
        with pytest.raises(BadInput) as caught:
            refused()
        assert str(caught.value) == missing
    new_story(tmp_path, "bath", "The bath")
    assert ((folder / "notes.md").read_text(), text.read_text()) == ("mine", TEXT)
    assert add_source(tmp_path, "bath", str(text), outlet="bbc").added == ["bbc"]
    assert load_articles(load_story("bath", tmp_path))[0].text == TEXT
    with pytest.raises(BadInput, match="has a text of 'bbc' already"):
        add_source(tmp_path, "bath", str(text), outlet="bbc")


def test_what_cannot_be_added_is_told_with_a_step_that_helps(tmp_path):
    """No story, a story that is no TOML, an empty text: each has another remedy."""
    with pytest.raises(BadInput, match=r"bath: no such story; `compare new bath --title …` makes it$"):
        add_source(tmp_path, "bath", "https://x.example/1", outlet="bbc")
    path = new_story(tmp_path, "bath", "The bath")
    (tmp_path / "empty.txt").write_text(" \n")
    with pytest.raises(BadInput, match=r"^empty\.txt: empty; paste the article's text into it$"):
        add_source(tmp_path, "bath", str(tmp_path / "empty.txt"), outlet="bbc")
    path.write_text("title = [")
    with pytest.raises(StoryError, match=r"^bath/story\.toml: syntax: not TOML: .*; repair it first$"):
        add_source(tmp_path, "bath", "https://x.example/1", outlet="bbc")


def test_a_domain_that_another_outlet_has_is_not_written_a_second_time(tmp_path, app):
    """The next page from there would be of two outlets; the output says that the domain was left out."""
    new_story(tmp_path, "bath", "The bath")
    (tmp_path / "outlets.toml").write_text('[ovc]\nname = "OVC"\ndomain = "ovc.example"\n')
    page = tmp_path / "page.htm"
    link = "<head><link rel='canonical' href='https://www.ovc.example/bath'>"
    page.write_text(page_layouts.wordpress(2).replace("<head>", link), encoding="utf-8")
    place = ["--corpora", str(tmp_path)]
    result = CliRunner().invoke(app, ["add", "bath", str(page), "--outlet", "The Other", *place])
    note = "note the-other: is in outlets.toml without a domain: ovc.example is that of ovc"
    assert (result.exit_code, result.output.splitlines()) == (0, [note, "bath: added the-other"])
    outlets = read_outlets(tmp_path)
    assert (outlets["the-other"].name, outlets["the-other"].domain) == ("The Other", "")
    assert add_source(tmp_path, "bath", str(page)).added == ["ovc"]


def test_a_page_of_a_domain_that_two_outlets_have_needs_its_outlet_named(tmp_path):
    """Neither is taken for the user."""
    new_story(tmp_path, "bath", "The bath")
    (tmp_path / "outlets.toml").write_text(
        '[north]\nname = "N"\ndomain = "x.example"\n[south]\nname = "S"\ndomain = "www.x.example"\n'
    )
    fact = r"^north and south of outlets\.toml have the domain 'x\.example'; name the outlet with --outlet$"
    with pytest.raises(BadInput, match=fact):
        add_source(tmp_path, "bath", "https://x.example/1")
    assert inspect_story(tmp_path / "bath")[0].articles == ()
    assert add_source(tmp_path, "bath", "https://x.example/1", outlet="south").added == ["south"]


def test_a_table_without_rows_and_a_folder_are_bad_input(tmp_path):
    """Nothing is written for them, and each is told what it is."""
    (tmp_path / "head.csv").write_text("story_id,outlet,text\n")
    with pytest.raises(BadInput, match=r"head\.csv: no rows below the header; nothing was written$"):
        take(tmp_path / "head.csv", tmp_path / "corpora")
    with pytest.raises(BadInput, match=rf"^{tmp_path}: is a folder; give a table \(\.csv, "):
        open_table(tmp_path)
    (tmp_path / "t.jsonl").write_text("\n")
    with pytest.raises(BadInput, match=r"t\.jsonl: no rows; each line must be a JSON object$"):
        open_table(tmp_path / "t.jsonl")
    assert not (tmp_path / "corpora").exists()


@pytest.mark.parametrize(("first", "second", "outlet"), [("BBC", "BBC 中文", "bbc"), ("Sun (UK)", "Sun UK", "sun-uk")])
def test_two_names_that_give_one_id_are_told_of(tmp_path, app, first, second, outlet):
    """As an import tells it; the name itself in other letters, and the id, are no other outlet."""
    place = ["--corpora", str(tmp_path)]
    for number, (name, told) in enumerate(
        [
            (first, []),
            (second, [f"note {outlet}: outlet {second!r} is taken for {first!r}"]),
            (first.lower(), []),
            (outlet, []),
        ]
    ):
        new_story(tmp_path, f"bath-{number}", "The bath")
        address = f"https://x.example/{number}"
        result = CliRunner().invoke(app, ["add", f"bath-{number}", address, "--outlet", name, *place])
        assert result.output.splitlines()[:-1] == told
        assert [one.outlet for one in inspect_story(tmp_path / f"bath-{number}")[0].articles] == [outlet]
    assert [one.name for one in read_outlets(tmp_path).values()] == [first]


def test_a_known_outlet_s_name_in_small_letters_makes_no_other_outlet(tmp_path):
    """It has the form of an id, and is one only where no outlet has it as a name; an id counts before a name."""
    add_outlets(tmp_path, [Outlet("bbc-news", "BBC"), Outlet("sun", "The Sun"), Outlet("the-sun-uk", "SUN")])
    new_story(tmp_path, "bath", "The bath")
    assert add_source(tmp_path, "bath", "https://x.example/1", outlet="bbc").added == ["bbc-news"]
    assert add_source(tmp_path, "bath", "https://x.example/2", outlet="sun").added == ["sun"]
    assert add_source(tmp_path, "bath", "https://x.example/3", outlet="cnn").added == ["cnn"]
    table = [{"story": "fire", "outlet": name, "text": TEXT} for name in ("bbc", "BBC", "nyt")]
    report = take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path)
    assert [one.reason.partition(" has")[0] for one in report.skipped] == ["outlet 'bbc-news'"]
    assert report.outlets == ["nyt"]
    assert sorted(read_outlets(tmp_path)) == ["bbc-news", "cnn", "nyt", "sun", "the-sun-uk"]


@pytest.mark.parametrize(
    "address",
    ["http://", "https://", "https://foo.example:99999/x", "http://foo.example:0/", "http://:80/x", "http://./",
     "https://[::1/x", "HTTPS://foo.example:abc/"],
)  # fmt: skip
def test_an_address_that_can_never_be_fetched_is_refused(tmp_path, address):
    """It is shown as it was typed, and nothing is written."""
    path = new_story(tmp_path, "bath", "The bath")
    with pytest.raises(BadInput) as caught:
        add_source(tmp_path, "bath", address, outlet="bbc")
    fact = "an address needs a host, and a port, where it has one, is from 1 to 65535; give it as the browser shows it"
    assert str(caught.value) == f"{address!r}: {fact}"
    assert path.read_text() == 'title = "The bath"\n'
    assert not (tmp_path / "outlets.toml").exists()


def test_the_scheme_of_an_address_is_told_in_any_letters(tmp_path, app):
    """Others than http and https are named as what they are, not as files that are missing."""
    new_story(tmp_path, "bath", "The bath")
    place = ["--outlet", "bbc", "--corpora", str(tmp_path)]
    result = CliRunner().invoke(app, ["add", "bath", "HTTP://Foo.example:8080/A", *place])
    assert result.output == "bath: added bbc; `compare fetch bath` asks for the page\n"
    assert inspect_story(tmp_path / "bath")[0].articles[0].url == "http://Foo.example:8080/A"
    with pytest.raises(BadInput, match=r"^'ftp://x/y': only http and https addresses are fetched; save the page and"):
        add_source(tmp_path, "bath", "ftp://x/y", outlet="ovc")


@pytest.mark.parametrize("name", ["page.txt", "page.md"])
@pytest.mark.parametrize(
    "head",
    ["<!doctype html>\n<html>", "\ufeff \n<!DOCTYPE HTML PUBLIC>", '<HTML lang="en">',
     '<?xml version="1.0"?>\n<!DOCTYPE html>'],
)  # fmt: skip
def test_a_web_page_named_as_a_text_is_refused(tmp_path, name, head):
    """Its markup would be claims that no other outlet has."""
    new_story(tmp_path, "bath", "The bath")
    page = tmp_path / name
    page.write_text(f"{head}<body><p>The bath opened again on Monday.</p></body></html>", encoding="utf-8")
    with pytest.raises(BadInput, match=rf"^{name}: is a web page, not a text; let its name end in \.html$"):
        add_source(tmp_path, "bath", str(page), outlet="bbc")
    page.write_text("The page began with <html>, the mayor said on Monday.")
    assert add_source(tmp_path, "bath", str(page), outlet="bbc").added == ["bbc"]


PIECES_OF_PAGES = {
    "paragraphs": '<p>The bath opened on Monday.</p><p>Mayor <a href="https://x.example/roe">Roe</a> swam.</p>',
    "one paragraph": "<p>The bath opened on Monday.</p>",
    "a block": '<div class="body">The bath opened on Monday.</div>',
    "a head": "<head><title>The bath</title></head>The bath opened on Monday.",
    "a comment": "<!-- wp:paragraph -->\nThe bath opened on Monday.",
    "breaks": "The bath opened on Monday.<br><br>Mayor Roe swam.<br/>Others followed.",
    "links": 'Mayor <a href="https://x.example/roe">Roe</a> swam in <a\nhref="https://x.example/ost">Ost</a>.',
}


@pytest.mark.parametrize("name", list(PIECES_OF_PAGES))
def test_a_piece_of_a_web_page_is_no_text(tmp_path, name):
    """As the Guardian's archive gives articles: a row is left out, a file refused, each with what to do."""
    text = PIECES_OF_PAGES[name]
    table = [
        {"story": "bath", "outlet": "A", "body": text},
        {"story": "bath", "outlet": "B", "body": "Mayor Roe swam."},
    ]
    report = take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    step = "take them out of the column, or save it as .html and `compare add` that"
    assert [(one.id, one.reason) for one in report.skipped] == [("1", f"its text has HTML tags; {step}")]
    new_story(tmp_path, "bath", "The bath")
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(BadInput, match=r"^a\.txt: has HTML tags; take them out, or let its name end in \.html$"):
        add_source(tmp_path, "bath", str(tmp_path / "a.txt"), outlet="bbc")


@pytest.mark.parametrize(
    "text",
    ["A page has a <p> and a <br>, he said.", "2 <3 and 4> 1, a < b and i > c.", "The <Place> of <I> has no name."],
)  # fmt: skip
def test_an_article_may_name_a_tag(tmp_path, text):
    """Signs of less and more are no tags, and two tags make no page."""
    table = [{"story": "bath", "outlet": "A", "text": text}]
    report = take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    assert report.skipped == report.notes == []
    [article] = load_articles(load_story("bath", tmp_path / "corpora"))
    assert article.text == f"{text}\n"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("The bath&#8217;s owner, AT&amp;T, paid&nbsp;&#x20AC;5.", "The bath\u2019s owner, AT&T, paid\u00a0€5."),
        ("The bath&amp;#8217;s owner paid &#150; at last.", "The bath\u2019s owner paid \u2013 at last."),
        ("AT&T and R&D; a &notable; one & two; &copy 2026.", ""),
    ],
)
def test_character_references_of_a_table_are_read_and_noted(tmp_path, cell, text):
    """They would be words that no other outlet has; what only looks like one stays."""
    table = [{"story": "bath", "outlet": "A", "text": cell}]
    report = take(write_jsonl(tmp_path / "t.jsonl", table), tmp_path / "corpora")
    fact = (
        "character references such as &amp; were read as what they stand for: offsets into the table's text may be off"
    )
    assert [(one.id, one.reason) for one in report.notes] == ([("1", fact)] if text else [])
    [article] = load_articles(load_story("bath", tmp_path / "corpora"))
    assert article.text == f"{text or cell}\n"


def test_one_of_a_thing_is_told_in_the_singular(tmp_path, app):
    """Rows, notes, articles, stories and outlets; what there is none of is not told of in the list's line."""
    table = [rows(1)[0], rows(1)[0] | {"headline": "Again"}]
    path, place = write_csv(tmp_path / "t.csv", table), tmp_path / "c"
    told = CliRunner().invoke(app, ["import", str(path), "--corpora", str(place)]).output.splitlines()
    assert told[-2:] == [
        f"{place}/t.csv.skipped.csv: 1 row left out",
        f"{place}: 1 article in 1 story (1 written, 0 unchanged), 1 new outlet, 1 row left out",
    ]
    table = [rows(1)[0] | {"published": "soon"}]
    told = CliRunner().invoke(app, ["import", str(write_csv(tmp_path / "t.csv", table)), "--corpora", str(place)])
    assert f"{place}/t.csv.skipped.csv: 1 note" in told.output.splitlines()


def test_outlets_are_added_behind_and_found_by_domain(tmp_path):
    """Outlets are added behind and found by domain."""
    (tmp_path / "outlets.toml").write_text('[bbc]\nname = "BBC"\ndomain = "bbc.example"')
    assert add_outlets(tmp_path, [Outlet("bbc", "Other"), Outlet("fox", "Fox", "www.fox.example")]) == ["fox"]
    outlets = read_outlets(tmp_path)
    assert outlets["bbc"].name == "BBC"
    assert outlets_for_host("news.bbc.example", outlets) == ["bbc"]
    assert outlets_for_host("fox.example", outlets) == ["fox"]
    assert outlets_for_host("notbbc.example", outlets) == []
    more = outlets | {
        "sport": Outlet("sport", "Sport", "sport.bbc.example"),
        "auto": Outlet("auto", "Auto", "fox.example"),
    }
    assert outlets_for_host("www.sport.bbc.example", more) == ["sport"]
    assert outlets_for_host("www.fox.example", more) == ["auto", "fox"]


def test_addresses_texts_and_saved_pages_are_added(tmp_path):
    """Addresses texts and saved pages are added."""
    new_story(tmp_path, "bath", "The bath")
    (tmp_path / "outlets.toml").write_text('[ovc]\nname = "Ost Valley Courier"\ndomain = "ovc.example"\n')
    with pytest.raises(BadInput, match=r"no outlet of outlets\.toml has the domain 'other.example'"):
        add_source(tmp_path, "bath", "https://www.other.example/a")
    assert add_source(tmp_path, "bath", "https://www.other.example/a", outlet="The Other").added == ["the-other"]
    (tmp_path / "mine.txt").write_text("A text that I pasted. It has two sentences.\n")
    assert add_source(tmp_path, "bath", str(tmp_path / "mine.txt"), outlet="mine").added == ["mine"]
    page = page_layouts.wordpress(2).replace(
        "<head>", "<head><link rel='canonical' href='https://www.ovc.example/bath'>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert add_source(tmp_path, "bath", str(tmp_path / "page.html")).added == ["ovc"]
    story, problems = inspect_story(tmp_path / "bath")
    assert [one.outlet for one in story.articles] == ["the-other", "mine", "ovc"]
    assert [problem.fact for problem in problems] == [
        "not fetched yet; run `compare fetch bath`, or put the text there"
    ]
    assert story.articles[2].headline == page_layouts.headline(2)
    assert story.articles[2].published == "2025-10-14T21:05:00+01:00"
    with pytest.raises(BadInput, match="already"):
        add_source(tmp_path, "bath", str(tmp_path / "page.html"))
    (tmp_path / "late.txt").write_text("The page could not be fetched, so here it is.\n")
    assert add_source(tmp_path, "bath", str(tmp_path / "late.txt"), outlet="the-other").added == ["the-other"]
    assert inspect_story(tmp_path / "bath")[1] == []


def saved_page(path: Path, number: int, published: str) -> str:
    """A page of ovc.example with a date, saved as a file."""
    head = f"<link rel='canonical' href='https://ovc.example/{number}'><meta property='article:published_time' "
    page = page_layouts.bare(number).replace("</head>", f"{head}content='{published}'></head>")
    path.write_text(page, encoding="utf-8")
    return str(path)


def test_a_page_in_the_place_of_a_wrong_one_brings_its_headline_address_and_date(tmp_path):
    """What the first page said of itself would count before what the second says."""
    new_story(tmp_path, "bath", "The bath")
    wrong, right = (saved_page(tmp_path / f"{n}.html", n, f"2026-0{n}-02") for n in (1, 2))
    add_source(tmp_path, "bath", wrong, outlet="ovc")
    text = tmp_path / "bath" / "articles" / "ovc.txt"
    text.unlink()
    report = add_source(tmp_path, "bath", right, outlet="ovc")
    assert (report.added, report.notes) == (["ovc"], [])
    [article] = load_articles(load_story("bath", tmp_path))
    assert (article.headline, article.url, article.published) == (
        page_layouts.headline(2), "https://ovc.example/2", "2026-02-02"
    )  # fmt: skip


@pytest.mark.parametrize("again", [False, True], ids=["first page", "text removed"])
def test_a_page_that_broke_off_anywhere_gives_way_to_another(tmp_path, monkeypatch, again):
    """What was written of it into ``story.toml`` is known to be the program's, whichever write was the last."""
    oldest, torn, later = (saved_page(tmp_path / f"{n}.html", n, f"2026-0{n}-02") for n in (1, 2, 3))
    for number in range(5 - again):  # the first page's outlet is new
        corpora = tmp_path / f"corpora-{number}"
        new_story(corpora, "bath", "The bath")
        text = corpora / "bath" / "articles" / "ovc.txt"
        if again:
            add_source(corpora, "bath", oldest, outlet="ovc")
            text.unlink()
        assert break_off_at(
            number, monkeypatch, lambda corpora=corpora: add_source(corpora, "bath", torn, outlet="ovc")
        ) == (number < 4)
        if text.exists():
            text.unlink()
        report = add_source(corpora, "bath", later, outlet="ovc")
        assert (report.added, report.notes) == (["ovc"], [])
        [article] = load_articles(load_story("bath", corpora))
        assert (article.headline, article.url, article.published) == (
            page_layouts.headline(3), "https://ovc.example/3", "2026-03-02"
        )  # fmt: skip
        assert "before_" not in (corpora / "bath" / "fetched.json").read_text()


def test_what_a_person_wrote_in_story_toml_stays_beside_another_page_with_a_note(tmp_path):
    """It counts before what the page says; a moment of the day that is there is no other date."""
    path = new_story(tmp_path, "bath", "The bath")
    add_source(tmp_path, "bath", saved_page(tmp_path / "1.html", 1, "2026-02-02"), outlet="ovc")
    path.write_text(path.read_text().replace(page_layouts.headline(1), "Mine"))
    (tmp_path / "bath" / "articles" / "ovc.txt").unlink()
    before = path.read_text()
    report = add_source(tmp_path, "bath", saved_page(tmp_path / "2.html", 2, "2026-02-02T10:00:00Z"), outlet="ovc")
    fact = "bath/story.toml says another headline and url than its page; it stays, correct it there by hand"
    assert [(one.id, one.reason) for one in report.notes] == [("ovc", fact)]
    assert path.read_text() == before


def test_a_path_that_leaves_its_folder_is_refused(tmp_path):
    """A path that leaves its folder is refused."""
    with pytest.raises(BadInput, match="outside"):
        inside(tmp_path / "story", "../other.txt")


@pytest.fixture
def app() -> typer.Typer:
    """A command line of these commands alone."""
    made = typer.Typer()
    commands.register(made)
    return made


def test_the_commands_work_end_to_end(tmp_path, app):
    """The commands work end to end."""
    run = CliRunner()
    corpora = ["--corpora", str(tmp_path / "corpora")]
    result = run.invoke(app, ["import", str(write_csv(tmp_path / "t.csv", rows())), *corpora])
    assert (result.exit_code, "6 articles in 2 stories (6 written, 0 unchanged)" in result.output) == (0, True)
    assert run.invoke(app, ["new", "bath", "--title", "The bath", *corpora]).exit_code == 0
    result = run.invoke(
        app, ["add", "bath", "http://127.0.0.1:9/x", "--outlet", "bbc", "--published", "2026-01-05", *corpora]
    )
    assert result.exit_code == 0
    assert "added bbc" in result.output
    result = run.invoke(app, ["fetch", "bath", *corpora])
    assert "bath bbc: failed: 127.0.0.1 is 127.0.0.1, a private or local address" in result.output
    assert str(result.exception) == "fetch: 1 of 1 article has no text; the reasons are above"


@pytest.mark.parametrize(
    "arguments",
    [["fetch"], ["fetch", "x", "--all"], ["fetch", "nope"], ["add", "ferry-0", "nope.txt"], ["add", "../x", "http://a.example"],
     ["add", "ferry-0", "http://a.example", "--published", "soon"], ["import", "nope.csv"],
     ["add", "ferry-0", "http://a.example", "--outlet", "new", "--published", "9999-12-31"],
     ["add", "ferry-0", "http://a.example", "--outlet", "new", "--published", "1770111000"],
     ["fetch", "ferry-0", "--archive", "x"]],
)  # fmt: skip
def test_what_is_given_wrongly_ends_in_one_line(tmp_path, app, arguments):
    """What is given wrongly ends in one line."""
    take(write_csv(tmp_path / "t.csv", rows()), tmp_path / "corpora")
    result = CliRunner().invoke(app, [*arguments, "--corpora", str(tmp_path / "corpora")])
    assert isinstance(result.exception, BadInput)
    assert "\n" not in str(result.exception)
