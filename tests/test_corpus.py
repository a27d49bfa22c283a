"""Stories on disk: what loads, and the one line that says what is wrong."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import ROOT

from compare.cli import _run
from compare.errors import BadInput, StoryError, UnknownName, WrongObject
from compare.publication import time_span
from compare.scale.combine import COMBINED, PARQUET
from compare.scale.index import INDEX
from compare.sources.corpus import (
    RESERVED,
    find_corpora,
    inspect_story,
    list_stories,
    load_articles,
    load_story,
    read_outlets,
)
from compare.text.language import why_not_english

STORY = """title = "Fire in the harbour"
[[articles]]
outlet = "north"
published = 2024-05-01
file = "articles/north.txt"
[[articles]]
outlet = "south"
file = "articles/south.md"
"""


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """A corpora folder with one good story."""
    folder = tmp_path / "corpora" / "fire" / "articles"
    folder.mkdir(parents=True)
    (folder.parent / "story.toml").write_text(STORY, encoding="utf-8")
    (folder / "north.txt").write_text("A fire broke out.\r\nCafe\u0301 owners left.\n", encoding="utf-8")
    (folder / "south.md").write_text(
        "---\ntag: x\n---\n# Fire\n\nA *fire* [broke](http://x.example) out.\n", encoding="utf-8"
    )
    return tmp_path / "corpora"


def test_a_story_loads_with_its_articles(corpora: Path) -> None:
    """Text is NFC with newlines; markdown loses its markup; dates are ISO."""
    story = load_story("fire", corpora)
    north, south = load_articles(story)
    assert (story.title, list_stories(corpora)) == ("Fire in the harbour", ["fire"])
    assert north.text == "A fire broke out.\nCaf\u00e9 owners left.\n"
    assert south.text == "Fire\nA fire broke out.\n"
    assert (north.published, south.published) == ("2024-05-01", "")


def test_a_corpora_folder_may_be_named_by_a_string(corpora: Path) -> None:
    """As one does in a notebook."""
    assert load_story("fire", str(corpora)) == load_story("fire", corpora)
    with pytest.raises(BadInput, match=f"^{corpora}x: no such folder"):
        load_story("fire", f"{corpora}x")


@pytest.mark.parametrize(
    ("outlets", "told"),
    [("north", "'north' alone"), ("", "'' alone"), (None, "NoneType"), (["north", 5], "int")],
)
def test_outlets_are_named_in_a_list(corpora: Path, outlets: object, told: str) -> None:
    """Of one name alone each letter would be an outlet."""
    story = load_story("fire", corpora)
    with pytest.raises(WrongObject, match=rf"^load_articles: cannot take {told}; pass outlets as a list, such as \["):
        load_articles(story, outlets)
    for named in (["north"], ("north",), iter(["north"]), {"north": 1}):
        assert [article.outlet for article in load_articles(story, named)] == ["north"]


def test_what_names_no_story_is_an_error_that_says_what_to_pass(corpora: Path) -> None:
    """Also a story that is loaded already."""
    for given, kind in ((None, "NoneType"), (load_story("fire", corpora), "Story")):
        with pytest.raises(WrongObject, match=f"^load_story: cannot take {kind}; pass the id of a story, or the Path"):
            load_story(given, corpora)
    with pytest.raises(WrongObject, match=r"^load_story: cannot take int; pass the corpora folder by its name"):
        load_story("fire", 5)


def test_a_saved_page_gives_its_main_text(corpora: Path) -> None:
    """Navigation and footers stay out."""
    paragraphs = "".join(
        f"<p>The harbour fire of day {n} burned eight sheds before dawn, the brigade said.</p>" for n in range(9)
    )
    main = f"<article><h1>Fire</h1>{paragraphs}</article>"
    page = f"<html><body><nav>Home Sport Weather</nav>{main}<footer>Imprint</footer></body></html>"
    (corpora / "fire" / "articles" / "south.html").write_text(page, encoding="utf-8")
    toml = STORY.replace("south.md", "south.html")
    (corpora / "fire" / "story.toml").write_text(toml, encoding="utf-8")
    text = load_articles(load_story("fire", corpora))[1].text
    assert "burned eight sheds" in text
    assert "Imprint" not in text


def test_only_the_outlets_asked_for_are_read(corpora: Path) -> None:
    """An outlet that the story lacks is an error that lists those it has."""
    story = load_story("fire", corpora)
    assert [article.outlet for article in load_articles(story, ["south"])] == ["south"]
    with pytest.raises(UnknownName, match="'east': unknown; there is north, south"):
        load_articles(story, ["east"])


@pytest.mark.parametrize("story", ["../fire", "/etc", "fire/..", "FIRE", "", ".hidden", "a" * 200])
def test_what_is_no_story_id_never_reaches_the_disk(corpora: Path, story: str) -> None:
    """An id can't lead out of the corpora folder."""
    with pytest.raises(BadInput, match="not a story id"):
        load_story(story, corpora)


def test_an_unknown_story_lists_those_there_are(corpora: Path) -> None:
    """The message helps to correct a typing error."""
    with pytest.raises(UnknownName, match=r"'fier': unknown; there is fire"):
        load_story("fier", corpora)


def test_a_missing_corpora_folder_says_how_to_name_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder given, else corpora/ here, else COMPARE_CORPORA."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match="--corpora"):
        find_corpora()
    monkeypatch.setenv("COMPARE_CORPORA", str(tmp_path))
    assert find_corpora() == tmp_path
    (tmp_path / "corpora").mkdir()
    assert find_corpora() == Path("corpora")


BROKEN = {
    "syntax": ("title = \n", r"fire/story.toml: syntax: not TOML: .*line 1"),
    "title": (STORY.replace('title = "Fire in the harbour"', ""), r"fire/story.toml: title: missing"),
    "twice": (STORY.replace('"south"', '"north"'), r"articles\[2\].outlet: 'north' appears twice"),
    "date": (STORY.replace("2024-05-01", '"last May"'), r"articles\[1\].published: 'last May' is no date"),
    "address": (
        STORY.replace('outlet = "north"', 'outlet = "north"\nurl = "www.north.example/fire"'),
        r"articles\[1\].url: 'www.north.example/fire': only http and https addresses are fetched; write it as",
    ),
    "far day": (STORY.replace("2024-05-01", "9999-12-31"), r"articles\[1\].published: .*9999.* is no date"),
    "number": (STORY.replace("2024-05-01", "[2024]"), r"articles\[1\].published: '\[2024\]' is no date"),
    "null": (
        STORY.replace("south.md", "a\\u0000.md"),
        r"articles\[2\].file: .*holds a character that no file name has",
    ),
    "no such day": (STORY.replace("2024-05-01", '"2024-02-30"'), r"articles\[1\].published: '2024-02-30' is no date"),
    "outlet": (STORY.replace('"north"', '"No:rth"'), r"articles\[1\].outlet: 'No:rth' is not an outlet id"),
    "no file": (STORY.replace('file = "articles/south.md"', ""), r"articles\[2\].file: missing"),
    "missing file": (
        STORY.replace("south.md", "east.txt"),
        r"^fire/articles/east.txt: text: no such file; put the text there, or correct `file` of articles\[2\] in story",
    ),
    "outside": (STORY.replace("articles/south.md", "../../secret.txt"), r"'../../secret.txt' lies outside"),
    "one file": (
        STORY.replace("south.md", "../articles/north.txt"),
        r"articles\[2\].file: 'articles/\.\./articles/north.txt' is the file of 'north' already; ",
    ),
    "kind": (STORY.replace("south.md", "south.pdf"), r"south.pdf: text: kind '.pdf' is not read"),
    "key": (STORY + 'colour = "red"\n', r"articles\[2\].colour: unknown key"),
    "nothing": ('title = "x"\n', r"fire/story.toml: articles: none"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_story_is_one_line_that_names_file_and_field(corpora: Path, name: str) -> None:
    """The first problem is the error; its line holds path, field and fact."""
    toml, message = BROKEN[name]
    (corpora / "fire" / "story.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(StoryError, match=message) as caught:
        load_story("fire", corpora)
    assert "\n" not in str(caught.value)


UNFETCHED = STORY.replace('file = "articles/south.md"', 'url = "https://x.example/1"\nfile = "articles/east.txt"')


def record(folder: Path, **entry: str) -> None:
    """What ``compare fetch`` wrote of the page of south."""
    (folder / "fetched.json").write_text(json.dumps({"articles": {"south": entry}}), encoding="utf-8")


def test_a_page_that_was_not_asked_for_is_told_from_a_file_that_is_gone(corpora: Path) -> None:
    """The next step is to fetch it; where the record has its text, to fetch it again."""
    folder = corpora / "fire"
    (folder / "story.toml").write_text(UNFETCHED, encoding="utf-8")
    step = "run `compare fetch fire`, or put the text there"
    with pytest.raises(StoryError, match=f"^fire/articles/east.txt: text: not fetched yet; {step}$"):
        load_story("fire", corpora)
    record(folder, text_sha256="0" * 64, file="articles/east.txt")
    with pytest.raises(StoryError, match=f"^fire/articles/east.txt: text: no such file; {step}$"):
        load_story("fire", corpora)


def test_a_page_that_gave_no_text_is_a_note_and_no_problem(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run leaves it out with the reason; check and list give the reason, and find nothing wrong."""
    folder = corpora / "fire"
    (folder / "story.toml").write_text(UNFETCHED, encoding="utf-8")
    record(folder, reason="the server answered 404", file="articles/east.txt")
    assert [(row.id, row.reason) for row in load_story("fire", corpora).left_out] == [
        ("south", "the server answered 404")
    ]
    assert inspect_story(folder)[1] == []
    assert _run(["check", "fire", "--corpora", str(corpora)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "note: the article of south is not compared: the server answered 404",
        "fire: no problems, 1 article; a comparison needs two: `compare add fire FILE --outlet NAME` adds one",
    ]
    assert _run(["list", "--corpora", str(corpora)]) == 0
    outlets = "north, south (south is not compared: the server answered 404)"
    assert capsys.readouterr().out == f"fire\tFire in the harbour\t{outlets}\n"


def test_a_text_put_where_story_toml_names_it_ends_the_failure(corpora: Path) -> None:
    """Also where that is another file than the one which the failed fetch would have written."""
    folder = corpora / "fire"
    (folder / "story.toml").write_text(STORY, encoding="utf-8")
    record(folder, reason="the server answered 404", file="articles/south.txt")
    story = load_story("fire", corpora)
    assert ([ref.outlet for ref in story.articles], story.left_out) == (["north", "south"], ())


def test_a_damaged_record_is_a_problem_of_the_story(corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A story that check finds sound must run."""
    (corpora / "fire" / "fetched.json").write_text("{", encoding="utf-8")
    told = "fire/fetched.json: record: not JSON; delete it and run `compare fetch fire --refresh`"
    assert _run(["check", "fire", "--corpora", str(corpora)]) == 2
    assert capsys.readouterr().out.splitlines() == [told]
    with pytest.raises(StoryError, match="not JSON; delete it"):
        load_story("fire", corpora)


ARTICLES = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n ", "empty"),
    "binary": (b"MZ\x00\x01\x02", "binary"),
    "latin-1": ("Café".encode("latin-1"), "not UTF-8"),
    "20 MB": (b"word " * 4_000_000, "over the limit"),
    "page": (b"<!doctype html><p>A fire broke out.</p>", r"is a web page, not a text; let its name end in \.html"),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_unreadable_article_is_named_with_the_fact(corpora: Path, name: str) -> None:
    """Missing, empty, binary and oversized articles are told apart."""
    raw, fact = ARTICLES[name]
    (corpora / "fire" / "articles" / "north.txt").write_bytes(raw)
    with pytest.raises(StoryError, match=f"fire/articles/north.txt: text: .*{fact}"):
        load_story("fire", corpora)


def test_check_collects_every_problem_at_once(corpora: Path) -> None:
    """A researcher mends a story in one go."""
    toml = STORY.replace("2024-05-01", '"May"').replace("south.md", "east.txt") + "odd = 1\n"
    (corpora / "fire" / "story.toml").write_text(toml, encoding="utf-8")
    (corpora / "outlets.toml").write_text('[north]\nname = "North"\ncolour = "red"\n[south]\n', encoding="utf-8")
    _, problems = inspect_story(corpora / "fire")
    assert [(problem.path, problem.field) for problem in problems] == [
        ("outlets.toml", "north.colour"),
        ("outlets.toml", "south.name"),
        ("fire/story.toml", "articles[1].published"),
        ("fire/story.toml", "articles[2].odd"),
        ("fire/story.toml", "articles"),
    ]


def test_an_outlet_that_outlets_toml_lacks_is_a_problem_for_check_only(corpora: Path) -> None:
    """Loading goes on: the outlet's id is enough to compare."""
    (corpora / "outlets.toml").write_text('[north]\nname = "The North"\nowner = "Family"\n', encoding="utf-8")
    _, problems = inspect_story(corpora / "fire")
    assert [problem.field for problem in problems] == ["outlets.toml"]
    assert load_story("fire", corpora).outlets["north"].owner == "Family"


def test_ratings_are_quoted_from_a_named_rater(corpora: Path) -> None:
    """A rating needs who says it."""
    (corpora / "outlets.toml").write_text('[north]\nname = "N"\nratings = [{label = "left"}]\n', encoding="utf-8")
    with pytest.raises(StoryError, match=r"north.ratings\[1\]: needs by and label"):
        read_outlets(corpora)
    (corpora / "outlets.toml").write_text("[north]\n[south]\n", encoding="utf-8")
    with pytest.raises(StoryError, match=r"^outlets.toml: north.name: missing or not a text \(and 1 more\)$"):
        read_outlets(corpora)


@pytest.mark.parametrize(
    ("ratings", "fact"),
    [
        ("5", r"north.ratings: not a list of tables"),
        ('"left"', r"north.ratings: not a list of tables"),
        ('[{by = ["a"], label = "left"}]', r"north.ratings\[1\]: needs by and label"),
    ],
)
def test_ratings_of_another_kind_are_a_problem(corpora: Path, ratings: str, fact: str) -> None:
    """A number in the place of a list is one line, like any other problem."""
    (corpora / "outlets.toml").write_text(f'[north]\nname = "N"\nratings = {ratings}\n', encoding="utf-8")
    with pytest.raises(StoryError, match=fact):
        read_outlets(corpora)


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2024-01-31", "2024-01-31"),
        ('"20240131"', "2024-01-31"),
        ('"2024-W05-3"', "2024-01-31"),
        ('"20240131T0930Z"', "2024-01-31T09:30:00+00:00"),
        ("2024-01-31T09:30:00+01:00", "2024-01-31T09:30:00+01:00"),
    ],
)
def test_a_date_is_read_in_one_way(corpora: Path, written: str, published: str) -> None:
    """Dates are compared as texts later, and their first ten signs are the day."""
    path = corpora / "fire" / "story.toml"
    path.write_text(STORY.replace("2024-05-01", written), encoding="utf-8")
    assert load_story("fire", corpora).articles[0].published == published


@pytest.mark.parametrize("published", ["9999-12-31", "0001-01-01", "2024-05-01"])
def test_any_day_has_a_first_and_a_last_moment(published: str) -> None:
    """The last day there is has no day behind it."""
    first, last, _ = time_span(published)
    assert first.isoformat() == f"{published}T00:00:00+00:00"
    assert last - first > timedelta(hours=23)


def as_anybody(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command without root's right to read and write everything, where the tests are run by root."""
    rights = "-dac_override,-dac_read_search"
    dropped = ["setpriv", "--bounding-set", rights, "--inh-caps", rights, "--"] if os.geteuid() == 0 else []
    if dropped and not shutil.which("setpriv"):
        pytest.skip("root reads everything")
    command = [*dropped, sys.executable, "-m", "compare", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_story_that_may_not_be_read_is_listed_with_its_problem(corpora: Path, mode: int) -> None:
    """Whether it is one cannot be seen; it was passed over without a word."""
    (corpora / "smoke").mkdir()
    (corpora / "smoke" / "story.toml").write_text(STORY, encoding="utf-8")
    (corpora / "smoke").chmod(mode)
    listed = as_anybody("list", cwd=corpora.parent)
    checked = as_anybody("check", "smoke", cwd=corpora.parent)
    ran = [as_anybody(*command, cwd=corpora.parent) for command in (("run", "smoke"), ("fetch", "--all"))]
    (corpora / "smoke").chmod(0o755)
    told = "smoke/story.toml: syntax: cannot be read: Permission denied\n"
    assert [line.split("\t") for line in listed.stdout.splitlines()] == [
        ["fire", "Fire in the harbour", "north, south"], ["smoke", "", "(1 problem: `compare check smoke`)"]
    ]  # fmt: skip
    assert (checked.returncode, checked.stdout) == (2, told)
    assert [(done.returncode, done.stderr.splitlines(keepends=True)[0]) for done in ran] == [
        (2, f"compare: {told}"), (1, f"smoke : failed: {told}")
    ]  # fmt: skip


@pytest.mark.parametrize("command", [("list",), ("batch", "--all"), ("fetch", "--all")])
def test_a_corpora_folder_that_may_not_be_read_is_not_empty(corpora: Path, command: tuple[str, ...]) -> None:
    """Every command that goes through it says so."""
    corpora.chmod(0)
    done = as_anybody(*command, cwd=corpora.parent)
    corpora.chmod(0o755)
    told = "compare: corpora: cannot be read: Permission denied; name another folder with --corpora\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_a_link_to_itself_is_no_story_and_hides_no_other(corpora: Path) -> None:
    """Nor is a link to nothing; one to a story's folder is a story."""
    (corpora / "loop").symlink_to("loop")
    (corpora / "nothing").symlink_to("gone")
    (corpora / "linked").symlink_to(corpora / "fire")
    assert list_stories(corpora) == ["fire", "linked"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_named(corpora: Path) -> None:
    """The operating system's reason is in the message."""
    (corpora / "fire" / "articles" / "north.txt").chmod(0)
    with pytest.raises(StoryError, match="Permission denied"):
        load_story("fire", corpora)


def test_the_real_stories_load_as_they_are(shared: Path) -> None:
    """Thirteen stories without a problem."""
    names = list_stories(shared / "stories")
    assert len(names) == 13
    assert [problem for name in names for problem in inspect_story(shared / "stories" / name)[1]] == []


def test_a_story_that_notepad_saved_loads(corpora: Path) -> None:
    """Its mark at the beginning is no part of the text."""
    [name] = [story for story in list_stories(corpora) if not inspect_story(corpora / story)[1]][:1]
    path = corpora / name / "story.toml"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert load_story(name, corpora).articles


def test_a_story_named_like_the_results_of_many_is_a_problem(corpora: Path) -> None:
    """Its results would be overwritten by those of all stories."""
    [name] = [story for story in list_stories(corpora) if not inspect_story(corpora / story)[1]][:1]
    (corpora / name).rename(corpora / "summary")
    with pytest.raises(StoryError, match=r"summary/story\.toml: id: 'summary' is the name of"):
        load_story("summary", corpora)


def test_names_of_what_lies_beside_the_stories_are_reserved() -> None:
    """The outlets beside their folders, and all that batch and summary write beside their results."""
    assert {"outlets.toml", COMBINED, PARQUET, "summary", INDEX} == RESERVED


GERMAN = """Der Bürgermeister hat am Dienstag im Rathaus gesagt, dass die Brücke noch in diesem Jahr gesperrt wird. Die
Stadt will das Geld für den Neubau erst im Herbst freigeben, weil der Rat darüber nicht einig ist. Viele Anwohner warten
seit Monaten auf eine Antwort und wollen wissen, wie sie in Zukunft auf die andere Seite kommen. In dem Bericht heißt
es, in den Pfeilern sei Wasser, und die Sanierung wäre teurer als ein neues Bauwerk.
"""
SPANISH = """El alcalde dijo el martes que el puente se cerrará este año. La ciudad no entregará el dinero para la obra
hasta el otoño, porque el consejo no se ha puesto de acuerdo. Muchos vecinos esperan desde hace meses una respuesta y
quieren saber cómo van a cruzar al otro lado. Según el informe, hay agua en los pilares y repararlos sería más caro que
construir de nuevo. Nadie ha dicho todavía a cuánto sube la cuenta ni quién la paga.
"""
RUSSIAN = "Мэр сказал во вторник, что мост закроют до конца года, а деньги на новый город выделит только осенью. " * 2
SHORT = """Der Brand in der Halle am Hafen wurde gelöscht, sagte eine Sprecherin, und verletzt ist nach ihren Angaben
keiner. Die Straße bleibt gesperrt, bis alle Reste beseitigt sind."""


@pytest.mark.parametrize("text", [GERMAN, SPANISH, RUSSIAN, f"{SHORT} Niemand fehlt."])
def test_an_article_in_another_language_is_left_out_with_the_reason(corpora: Path, text: str) -> None:
    """Beside English ones it would be found to state nothing of what they say; the others are compared."""
    folder = corpora / "fire"
    (folder / "articles" / "south.md").write_text(text, encoding="utf-8")
    story = load_story("fire", corpora)
    assert [ref.outlet for ref in story.articles] == ["north"]
    assert [(row.kind, row.id, row.reason) for row in story.left_out] == [("article", "south", "not English")]
    assert story.left_out[0].detail
    assert "not English" not in story.left_out[0].detail
    [problem] = inspect_story(folder)[1]
    assert (problem.path, problem.field) == ("fire/articles/south.md", "language")
    assert problem.fact.startswith("not English: ")
    with pytest.raises(BadInput, match="--outlet south: its article of story fire is left out: not English"):
        load_articles(story, ["south"])


def test_of_fewer_than_thirty_words_no_language_is_told() -> None:
    """A list of names has no English word either."""
    assert (why_not_english(SHORT), len(SHORT.split())) == ("", 28)
    assert why_not_english(f"{SHORT} Niemand fehlt.").startswith("0.0% of its words are")
    assert not why_not_english(f"{SHORT} Niemand fehlt for now.")


def test_a_brief_without_the_commonest_words_is_english() -> None:
    """Two words that no other language has together tell it: French, Dutch and Danish have one each."""
    brief = """Police arrested five men after a fire in Ostley on Monday. Officers found three bags, two knives, a gun,
    cash. All five remain in custody. Detectives want witnesses. Call 101 or 555 111. No one is hurt. A road is shut."""
    assert not why_not_english(brief)
    french = "On a fermé la jetée, on a dit au maire que la ville a de quoi payer, et on ira à Vane, a dit le chef. "
    dutch = "De haven is dicht, het besluit is een schande, en de vis is duur, zei de burgemeester in Vane. "
    danish = "Regeringen siger at havnen lukker, at molen er dyr, og at det er nok, men ministeren er vred. "
    assert all(why_not_english(text * 2).startswith("0.0% of its words") for text in (french, dutch, danish))


def test_an_outlet_is_chosen_by_its_name_too(corpora: Path) -> None:
    """As ``add`` takes it; where two have the name, only an id tells."""
    (corpora / "outlets.toml").write_text('[north]\nname = "The North"\n[south]\nname = "South"\n', encoding="utf-8")
    chosen = load_articles(load_story("fire", corpora), ["south", " the north "])
    assert [article.outlet for article in chosen] == ["north", "south"]
    assert [article.outlet for article in load_articles(load_story("fire", corpora), ["SOUTH"])] == ["south"]
    (corpora / "outlets.toml").write_text('[north]\nname = "South"\n[south]\nname = "South"\n', encoding="utf-8")
    assert [article.outlet for article in load_articles(load_story("fire", corpora), ["south"])] == ["south"]
    with pytest.raises(BadInput, match=r"^--outlet SOUTH: north and south of story fire have this name; give the id$"):
        load_articles(load_story("fire", corpora), ["SOUTH"])


def test_english_and_texts_too_short_to_tell_are_kept(corpora: Path) -> None:
    """A page of names and scores has few words like "the"; nine words of German say nothing."""
    for text in ("Die Brücke ist zu. Der Rat tagt am Montag.", "North 3, South 1; the top of the table is East. " * 9):
        (corpora / "fire" / "articles" / "south.md").write_text(text, encoding="utf-8")
        assert load_story("fire", corpora).left_out == ()
