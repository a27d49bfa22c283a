"""Saved pages, tables and results that break off, and what their words may do to a terminal or a spreadsheet."""

import csv
import errno
import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import page_layouts
import pytest

from compare.cli import main
from compare.cli import sources as commands
from compare.errors import BadInput, JobFailed, ResultsError
from compare.evaluation import read_gold_coverage
from compare.matching import figure_alignment, weights
from compare.output.results import read_results
from compare.output.tables import table_named
from compare.records import ArticleRef, Skipped, Story
from compare.settings import PLAIN_MODEL
from compare.sources import files
from compare.sources.adding import add_source
from compare.sources.corpus import inspect_story
from compare.sources.editing import new_story
from compare.sources.fetch import FetchResult
from compare.sources.fetched import read_fetched
from compare.sources.tables import Row, open_table
from compare.sources.warc import SavedPage, read_saved
from compare.writing import replacing

PAGE = b"<html><body><p>" + b"The bath opened again on Monday. " * 40 + b"</p></body></html>"


def warc(path: Path, *, url: str = "https://x.example/", chunked: bool = False) -> bytes:
    """Write two pages to a WARC file, packed where its name ends in .gz; its bytes."""
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE) if chunked else PAGE
    coding = b"Transfer-Encoding: chunked\r\n" if chunked else b""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" + coding + b"\r\n" + body
    records = []
    for n in range(2):
        fields = [
            "WARC/1.0", "WARC-Type: response", f"WARC-Record-ID: <urn:uuid:0000000{n}>", f"WARC-Target-URI: {url}{n}",
            "WARC-Date: 2026-02-03T12:00:00Z", "Content-Type: application/http; msgtype=response",
            f"Content-Length: {len(http)}",
        ]  # fmt: skip
        records.append("\r\n".join(fields).encode() + b"\r\n\r\n" + http + b"\r\n\r\n")
    path.write_bytes(b"".join(gzip.compress(one) if path.name.endswith(".gz") else one for one in records))
    return path.read_bytes()


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_a_warc_file_gives_whole_pages_and_nothing_else_wherever_it_is_cut(tmp_path, name, chunked):
    """Every cut gives the pages before it, whole, and a reason; none gives half a page or a traceback."""
    raw = warc(tmp_path / name, chunked=chunked)
    assert [one.content for one in read_saved(tmp_path / name)] == [PAGE, PAGE]
    cut = tmp_path / f"cut-{name}"
    reasons = set()
    for end in range(0, len(raw) - 4, 7):  # the last four bytes are the empty lines behind the record
        cut.write_bytes(raw[:end])
        found = list(read_saved(cut))
        assert {one.content for one in found if isinstance(one, SavedPage)} <= {PAGE}
        reasons |= {one.reason for one in found if isinstance(one, Skipped)}
    assert "the record breaks off; its page is not whole" in reasons


def test_a_cut_inside_the_header_of_a_warc_record_is_damage_and_no_traceback(tmp_path):
    """Warcio raises AttributeError there."""
    raw = warc(tmp_path / "pages.warc")
    second = raw.index(b"WARC/1.0", 10)
    (tmp_path / "cut.warc").write_bytes(raw[: second + 40])
    first, damaged = read_saved(tmp_path / "cut.warc")
    assert (first.content, first.url) == (PAGE, "https://x.example/0")
    assert damaged.reason == "the WARC file is damaged; the pages before this point were read"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here that opens and cannot be read")
def test_a_warc_file_that_cannot_be_read_costs_itself_alone(tmp_path):
    """It is named with the reason, and the other pages of the folder are added."""
    new_story(tmp_path, "bath", "The bath")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.warc").symlink_to("/proc/self/mem")
    (folder / "b.html").write_text(page_layouts.wordpress(2), encoding="utf-8")
    report = add_source(tmp_path, "bath", str(folder), outlet="ovc")
    assert report.added == ["ovc"]
    assert [(one.id, one.reason) for one in report.skipped] == [("a.warc", "cannot be read: Input/output error")]


def test_damage_inside_the_packed_data_of_a_table_ends_its_rows_with_the_reason(tmp_path):
    """Zlib has an error of its own, which is no OSError."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    raw = packer.compress(b"story_id,outlet,text\n" + b"".join(b"s,o%d,%d\n" % (n, n**9) for n in range(5000)))
    raw += packer.flush(zlib.Z_FULL_FLUSH) + b"\xff" * 40  # a block of a type that does not exist
    with pytest.raises(zlib.error):
        gzip.decompress(raw)
    (tmp_path / "t.csv.gz").write_bytes(raw)
    table = open_table(tmp_path / "t.csv.gz")
    *found, last = table.rows
    table.close()
    assert sum(isinstance(one, Row) for one in found) > 1000
    assert last.reason == "the file breaks off or is damaged; the rows before this point were read"
    (tmp_path / "t.csv.gz").write_bytes(raw[:10] + b"\xff" * 40)
    with pytest.raises(BadInput, match=r"cannot be read .* is it really \.csv\.gz"):
        open_table(tmp_path / "t.csv.gz")


ESCAPE = "https://x.example/\x1b]0;owned\x07\x9b2J\u202e/"


def test_words_from_the_web_steer_no_terminal(tmp_path, capsys):
    """Addresses, kinds and reasons are printed with their control marks made visible, on one line."""
    skipped = Skipped("", "page\x1b[2J", f"{ESCAPE}\nbath: added bbc", "damaged\x9b", "\x1b[31mred")
    commands._list_skipped([skipped])
    commands._report_fetch([FetchResult("bath", "bbc", ESCAPE, "kept", f"asked again: {ESCAPE}\x1b[1A")])
    with pytest.raises(SystemExit):
        main(["fetch", "--all", "--archive", "x\x1b[2J", "--corpora", str(tmp_path)])
    printed = capsys.readouterr()
    lines = (printed.out + printed.err).splitlines()
    assert len(lines) == 4
    assert not {mark for line in lines for mark in line} & set("\x1b\x07\x9b\u202e")
    assert "page\ufffd[2J https://x.example/\ufffd]0;owned\ufffd\ufffd2J\ufffd/ bath: added bbc: damaged" in printed.err


def test_words_of_a_story_steer_no_terminal(tmp_path, capsys):
    """Its title, its unknown keys and why it failed are printed without marks that a terminal obeys."""
    (tmp_path / "bath").mkdir()
    text = 'title = "The bath \\u001b]0;owned\\u0007\\u202e"\n"odd\\u001b[2J\\nkey" = 1\n'
    (tmp_path / "bath" / "story.toml").write_text(text, encoding="utf-8")
    place = ["--corpora", str(tmp_path)]
    for words in (["list"], ["check", "bath"], ["batch", "bath", "--results", str(tmp_path / "r")]):
        with pytest.raises(SystemExit):
            main([*words, *place])
    printed = capsys.readouterr()
    listed, odd, *_ = printed.out.splitlines()
    assert (listed[:14], listed.count("\t"), listed.split("\t")[2][:12]) == ("bath\tThe bath ", 2, "(2 problems:")
    assert odd == "bath/story.toml: odd\ufffd[2J key: unknown key"
    assert "bath: failed: bath/story.toml: odd\ufffd[2J key: unknown key" in printed.err
    assert not set(printed.out + printed.err) & set("\x1b\x07\u202e")


def test_adding_a_local_file_named_like_an_address_promises_no_fetch(tmp_path, capsys, monkeypatch):
    """Only http:// and https:// are asked for."""
    new_story(tmp_path, "bath", "The bath")
    monkeypatch.chdir(tmp_path)
    Path("http-notes.txt").write_text("The bath opened again on Monday. The mayor swam first.\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["add", "bath", "http-notes.txt", "--outlet", "ovc", "--corpora", str(tmp_path)])
    assert capsys.readouterr().out == "bath: added ovc\n"


def test_adding_a_warc_file_with_an_escape_in_its_address_prints_none(tmp_path, capsys):
    """The address of a saved page is the crawler's word."""
    new_story(tmp_path, "bath", "The bath")
    warc(tmp_path / "pages.warc", url="https://x.example/\x1b[2J")
    with pytest.raises(SystemExit):
        main(["add", "bath", str(tmp_path / "pages.warc"), "--corpora", str(tmp_path)])
    printed = capsys.readouterr().err
    assert printed.startswith("compare: pages.warc: no article was added: https://x.example/\ufffd[2J0: ")
    assert "\x1b" not in printed


def test_no_cell_of_the_list_of_left_out_rows_runs_in_a_spreadsheet(tmp_path):
    """The rule is that of the exported tables: also behind spaces, and in full width."""
    cells = ["=1+1", " =1+1", "＝1+1", "\n@SUM(1)", "plain"]
    path = tmp_path / "skipped.csv"
    commands._write_skipped(path, [Skipped("", "row", "1", "no text", cell) for cell in cells])
    with path.open(encoding="utf-8", newline="") as file:
        written = [row["detail"] for row in csv.DictReader(file)]
    assert written == ["'=1+1", "' =1+1", "'＝1+1", "'\n@SUM(1)", "plain"]


def source_of(kind: str, folder: Path) -> str:
    """What `compare add` is given: an address, a text, a text in its place already, or a saved page."""
    text = "The bath opened again on Monday. The mayor swam first.\n"
    if kind == "address":
        return "https://x.example/bath"
    path = {
        "text": folder / "mine.txt",
        "text in place": folder / "bath" / "articles" / "ovc.txt",
        "page": folder / "page.html",
    }[kind]
    path.parent.mkdir(exist_ok=True)
    path.write_text(page_layouts.wordpress(2) if kind == "page" else text, encoding="utf-8")
    return str(path)


WRITES = {
    "address": ["outlets.toml", "story.toml"],
    "text": ["outlets.toml", "story.toml", "ovc.txt"],
    "text in place": ["outlets.toml", "story.toml"],
    "page": ["outlets.toml", "fetched.json", "story.toml", "ovc.txt"],
}


@pytest.mark.parametrize(("kind", "number"), [(kind, n) for kind, names in WRITES.items() for n in range(len(names))])
@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(errno.EACCES, "Permission denied")])
def test_an_add_whose_writing_fails_can_be_run_again(tmp_path, monkeypatch, kind, number, failure):
    """Whichever file it breaks off at, those before it do no harm, and the same command then adds the article."""
    new_story(tmp_path, "bath", "The bath")
    source = source_of(kind, tmp_path)
    written: list[str] = []

    @contextmanager
    def break_off(path: Path) -> Iterator[Path]:
        if len(written) == number:
            raise failure
        written.append(path.name)
        with replacing(path) as part:
            yield part

    with monkeypatch.context() as patched:
        patched.setattr(files, "replacing", break_off)
        with pytest.raises((KeyboardInterrupt, JobFailed)) as caught:
            add_source(tmp_path, "bath", source, outlet="ovc")
    assert written == WRITES[kind][:number]
    if caught.type is JobFailed:
        fact = "cannot be written: Permission denied; it is as it was; put that right and run the same command again"
        assert str(caught.value).endswith(f"{WRITES[kind][number]}: {fact}")
    unknown = [one for one in inspect_story(tmp_path / "bath")[1] if one.field == "outlets.toml"]
    assert unknown == []
    assert add_source(tmp_path, "bath", source, outlet="ovc").added == ["ovc"]
    story, problems = inspect_story(tmp_path / "bath")
    assert [one.outlet for one in story.articles] == ["ovc"]
    assert [one.fact.partition(";")[0] for one in problems] == (["not fetched yet"] if kind == "address" else [])
    assert (tmp_path / "bath" / "articles" / "ovc.txt").is_file() == (kind != "address")
    assert all("before_sha256" not in entry for entry in read_fetched(tmp_path / "bath").values())


def test_a_text_that_lies_in_its_place_to_the_byte_is_no_obstacle(tmp_path):
    """Somebody copied it there; another text that lies there stays."""
    new_story(tmp_path, "bath", "The bath")
    (tmp_path / "bath" / "articles").mkdir()
    there = tmp_path / "bath" / "articles" / "ovc.txt"
    source = source_of("text", tmp_path)
    there.write_text("The bath stays closed, the mayor said on Monday.\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"has a text of 'ovc' already, articles/ovc\.txt"):
        add_source(tmp_path, "bath", source, outlet="ovc")
    there.write_bytes(Path(source).read_bytes())
    assert add_source(tmp_path, "bath", source, outlet="ovc").added == ["ovc"]


@pytest.mark.parametrize("kind", ["address", "text", "page"])
def test_what_story_toml_cannot_take_is_refused_before_anything_is_written(tmp_path, kind):
    """Its articles are written as one list: nobody's files change."""
    path = new_story(tmp_path, "bath", "The bath")
    path.write_text('title = "The bath"\narticles = []\n', encoding="utf-8")
    source = source_of(kind, tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInput, match=r"story\.toml: .*by hand"):
        add_source(tmp_path, "bath", source, outlet="ovc")
    assert sorted(tmp_path.rglob("*")) == before


def skipped_as(folder: Path, ending: str, *rows: str) -> Path:
    """A results folder whose table of what was left out has these rows."""
    folder.mkdir(parents=True)
    (folder / "run.json").write_text("{}", encoding="utf-8")
    header = ",".join(table_named("skipped").header) + "\r\n" if ending == "csv" else ""
    (folder / f"skipped.{ending}").write_text(header + "".join(rows), encoding="utf-8", newline="")
    return folder.parent


ROW = dict.fromkeys(table_named("skipped").header, "x")


@pytest.mark.parametrize(
    ("ending", "rows"),
    [
        ("csv", ["bath,sentence,ovc@0\r\n"]),
        ("csv", [",".join(ROW.values()) + ",one more\r\n"]),
        ("csv", [",".join([*list(ROW)[:-1], '"cut']) + "\r\n"]),
        ("jsonl", [json.dumps(ROW) + "\n", '{"story_id": "ba']),
        ("jsonl", ["[1, 2]\n"]),
    ],
)
def test_results_that_break_off_are_one_line_with_the_next_step(tmp_path, ending, rows):
    """Half a row or half a line is damage, and no traceback."""
    results = skipped_as(tmp_path / "r" / "bath", ending, *rows)
    with pytest.raises(ResultsError, match=rf"skipped\.{ending}: damaged; write it again with `compare run`"):
        read_results("bath", results).rows("skipped")


def test_a_later_line_of_another_version_is_seen(tmp_path):
    """Not only the first row tells which columns there are."""
    results = skipped_as(tmp_path / "r" / "bath", "jsonl", json.dumps(ROW) + "\n", '{"story_id": "bath"}\n')
    with pytest.raises(ResultsError, match="written by another version"):
        read_results("bath", results).rows("skipped")


def gold_story(folder: Path, text: str, encoding: str = "utf-8") -> Story:
    """A story of two outlets with these hand labels."""
    (folder / "gold").mkdir()
    (folder / "gold" / "coverage.csv").write_text(text, encoding=encoding)
    return Story("bath", "The bath", folder, tuple(ArticleRef(name, f"{name}.txt") for name in ("ovc", "bbc")))


GOLD = "outlet,start,end,other_outlet,label,evidence\novc,0,33,bbc,absent,\n"


def test_hand_labels_that_a_spreadsheet_saved_are_read(tmp_path):
    """It begins the file with a byte-order mark."""
    [row] = read_gold_coverage(gold_story(tmp_path, GOLD, "utf-8-sig"))
    assert (row.outlet, row.other_outlet, row.label) == ("ovc", "bbc", "absent")


def test_a_hand_label_as_long_as_a_book_is_named_by_its_line(tmp_path):
    """Python's csv refuses cells above 128 KB with an error of its own."""
    before = csv.field_size_limit(131_072)
    try:
        with pytest.raises(BadInput, match=r"bath/gold/coverage\.csv: line 3: cannot be read: field larger"):
            read_gold_coverage(gold_story(tmp_path, GOLD + f'ovc,0,33,bbc,absent,"{"1" * 200_000}"\n'))
    finally:
        csv.field_size_limit(before)


def test_learned_numbers_that_do_not_fit_are_named_by_their_file(monkeypatch):
    """Each of the two files by its own name."""
    monkeypatch.setattr(figure_alignment, "_record", lambda: {"features": ["height"]})
    with pytest.raises(JobFailed, match=r"^figure_alignment\.json: its features are not the program's"):
        figure_alignment.alignment_model(("width",))


def test_a_model_without_its_package_is_named_as_it_was_asked_for(monkeypatch):
    """Both models of the package are there by their own names."""
    monkeypatch.setattr(weights.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(JobFailed, match=rf"^model {PLAIN_MODEL}: not installed"):
        weights.model_folder(PLAIN_MODEL)
