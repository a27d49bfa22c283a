import csv
import html
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
import report_samples
from typer.testing import CliRunner

from compare.output.answer import answer, cautions, plain
from compare.output.report import render_report
from compare.output.report_data import FLAGS, LABELS, sentence_flags
from compare.output.safe_text import script_json, shown, web_address
from compare.output.table_formats import to_csv
from compare.output.tables import table_named
from compare.records import CUT_SHORT, Comparison

STYLE = Path(__file__).parents[1] / "compare" / "output" / "templates" / "report.css"


STORIES = (report_samples.sample, lambda: report_samples.hostile(300), lambda: report_samples.large(7, 80))


@pytest.fixture(scope="module")
def sample() -> Comparison:
    """The small story of three outlets."""
    return report_samples.sample()


@pytest.fixture(scope="module")
def page(sample) -> str:
    """Its report."""
    return render_report(sample)


def rows(table: str, comparison: Comparison) -> list[dict[str, str]]:
    """A table as a researcher reads it: from its CSV."""
    return list(csv.DictReader(io.StringIO(to_csv(table_named(table), comparison))))


def verdicts(page: str) -> dict:
    """The data that the page's script works on."""
    found = re.search(r'<script type="application/json" id="verdicts">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])


class Cells(HTMLParser):
    """The cells of the outlets table, row by row."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(page[page.index('<table class="outlets">') : page.index("</table>")])

    def handle_starttag(self, tag, attrs):
        """Begin a row or a cell."""
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data):
        """Add to the cell."""
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def decoded(data: dict, sentence: int) -> dict[int, list[int]]:
    """Outlet to its four numbers for a sentence, as ``judgement`` in data.js reads them."""
    cells, at, found = data["coverage"][sentence], 0, {}
    for outlet in range(len(data["outlets"])):
        if cells[at] < 0:
            at += 1
        else:
            found[outlet] = cells[at : at + 4]
            at += 4
    return found


def test_outlets_table_has_the_numbers_of_the_tables(sample, page):
    """Words, claims, claims of one outlet and claims left out equal what can be counted in the CSV files."""
    claims, differences = rows("claims", sample), rows("differences", sample)
    shown_rows = Cells(page).rows[1:]
    for article, cells in zip(rows("articles", sample), shown_rows, strict=True):
        outlet = article["outlet"]
        expected = [
            article["words"],
            str(sum(outlet in row["stated_by"].split(";") for row in claims)),
            str(sum(row["exclusive_to"] == outlet for row in claims)),
            str(sum(row["kind"] == "omitted" and row["other_outlet"] == outlet for row in differences)),
        ]
        assert expected == [cell.strip() for cell in cells[2:]]


@pytest.mark.parametrize("make", STORIES)
def test_every_verdict_equals_its_row(make):
    """Labels, probabilities to four decimals, evidence and notes are those of coverage.csv, every row of it."""
    comparison = make()
    data, coverage = verdicts(render_report(comparison)), rows("coverage", comparison)
    sentences = [row["sentence_id"] for row in rows("sentences", comparison)]
    outlets = [row["outlet"] for row in rows("articles", comparison)]
    seen = 0
    for row in coverage:
        sentence, other = sentences.index(row["sentence_id"]), outlets.index(row["other_outlet"])
        label, stated, present, evidence = decoded(data, sentence)[other]
        assert (row["label"], row["p_stated"], row["p_present"]) == (
            LABELS[label],
            f"{stated / 10_000:.4f}",
            f"{present / 10_000:.4f}",
        )
        assert row["evidence_id"] == sentences[data["firsts"][other] + evidence]
        note = data["remarks"].get(str(sentence), {}).get(str(other))
        assert row["note"] == ("" if note is None else data["notes"][note])
        seen += 1
    assert seen == sum(len(decoded(data, number)) for number in range(len(sentences)) if data["coverage"][number])


def test_every_claim_equals_its_row(sample, page):
    """Claims stand in the order of claims.csv with its verdicts, members, confidence, place and origins."""
    data, outlets = verdicts(page), [article.outlet for article in sample.articles]
    sentences = [row["sentence_id"] for row in rows("sentences", sample)]
    columns = ("stated_by", "partly_by", "absent_from", "unclear_for")
    for claim, row in zip(data["claims"], rows("claims", sample), strict=True):
        identity, clearest, members, labels, confidence, position, origins, _, alone = claim
        assert row["claim_id"] == identity
        assert row["claim"] == next(s.text for s in sample.sentences if s.id == sentences[clearest])
        assert row["sentence_ids"].split(";") == [sentences[member] for member in members]
        for label, column in enumerate(columns):
            assert [o for o in row[column].split(";") if o] == [
                o for o, d in zip(outlets, labels, strict=True) if int(d) == label
            ]
        assert (row["confidence"], row["first_position"]) == (f"{confidence / 1e4:.4f}", f"{position / 1e4:.4f}")
        assert (row["origins"], row["exclusive_to"]) == (str(origins), outlets[alone] if alone >= 0 else "")


def test_shades_count_the_outlets_that_state_the_sentence(sample, page):
    """The small number after a sentence is the count of its ``stated`` rows in coverage.csv."""
    stated = [row["sentence_id"] for row in rows("coverage", sample) if row["label"] == "stated"]
    ids = [row["sentence_id"] for row in rows("sentences", sample)]
    for number, count in re.findall(r'id="s(\d+)" data-n="(\d+)"', page):
        assert stated.count(ids[int(number)]) == int(count)


def test_the_answer_counts_what_the_tables_count(sample):
    """Five sentences, whose numbers are counts of table rows."""
    said = [plain(sentence) for sentence in answer(sample)]
    words = sum(int(row["words"]) for row in rows("articles", sample))
    assert said == [
        f"Three outlets’ articles of {words} words in all, published 2 Dec 2025, contain 4 claims.",
        "1 of them is stated by all three, 1 by some, 1 by one alone, "
        "and 1 by one while others state part of it or are unclear.",
        "West Wire states the most that nobody else does, 1 claim; the surest is “A cat was saved from the quay.” "
        "(confidence 0.87).",
        "West Wire: the article lacks 1 claim that two or more others state; the surest is "
        "“‘The fire began in a warehouse,’ the chief said.” (confidence 0.88).",
        "1 pair of figures for the same thing differs, of 2 compared; the surest (people): The South Star has “83”, "
        "West Wire “90”.",
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("“We lost all of it.”", "“We lost all of it.”"), ('"All of it," he said.', "“'All of it,' he said.”")],
)
def test_a_quotation_in_the_answer_has_one_pair_of_double_marks(text, quoted):
    """Double marks inside double marks would leave it open where the quotation ends."""
    fire = ("A fire broke out.", "fire")
    comparison = report_samples.comparison_of({"one": (fire, (text, "lost")), "two": (fire,)})
    assert quoted in " ".join(plain(sentence) for sentence in answer(comparison))


def test_cautions_name_cut_texts_copies_and_open_verdicts(sample):
    """What makes an absence doubtful stands beside the answer."""
    said = " ".join(cautions(sample))
    assert "The South Star is cut short (ends in the middle of a sentence)" in said
    assert "West Wire runs the text of Example Agency" in said
    assert "1 verdict of 14" in said


@pytest.mark.parametrize(
    ("cut", "open_", "said"),
    [
        (2, 1, "are unclear: 2 because the other text is cut short, 1 because the probabilities do not decide."),
        (2, 0, "are unclear: the other text is cut short."),
        (0, 2, "are unclear: the probabilities do not decide."),
        (1, 0, "is unclear: the other text is cut short."),
    ],
)
def test_unclear_verdicts_are_counted_by_their_cause(sample, cut, open_, said):
    """What an article cut short may have in its rest is another doubt than a probability between the thresholds."""
    rows = [replace(row, label="absent", note="") for row in sample.coverage]
    for place in range(cut + open_):
        note = f"{CUT_SHORT.format(rows[place].other_outlet)}: ends in a wall"
        rows[place] = replace(rows[place], label="unclear", note=note if place < cut else "between the thresholds")
    made = replace(sample, coverage=tuple(rows))
    [line] = [line for line in cautions(made) if "unclear" in line]
    assert line.endswith(f"of 14 on a sentence and another outlet {said}")


def test_an_agency_is_no_copy_of_itself(sample):
    """Its article has its outlet's id for its origin."""
    south = next(one for one in sample.articles if sample.story.outlets[one.outlet].name == "The South Star")
    for origin, told in (("Example Agency", True), (south.outlet, False)):
        said = " ".join(cautions(replace(sample, articles=(replace(south, origin=origin),))))
        assert ("runs the text of" in said) == told


@pytest.mark.parametrize(
    ("source", "first", "second", "known"),
    [
        ("gazette", "2025-12-02T06:00:00+00:00", "2025-12-02T20:00:00+00:00", True),
        ("gazette", "2025-12-02", "2025-12-02T20:00:00+00:00", False),
        ("gazette", "2025-12-02T06:00:00+00:00", "2025-12-02T06:00:00+00:00", False),
        ("gazette", "", "2025-12-02T06:00:00+00:00", False),
        ("gazette", "2025-12-02T20:00:00+00:00", "2025-12-02T06:00:00+00:00", False),
        ("ap", "2025-12-02", "2025-12-02", True),  # its text is credited
    ],
)
def test_whose_text_two_outlets_run_is_said_where_it_is_known(source, first, second, known):
    """Of two of which neither surely published first only the one text is told."""
    fire = (("A fire destroyed eight sheds.", "sheds"),)
    details = {source: {"published": first}, "zeta": {"published": second, "origin": source}}
    made = report_samples.comparison_of({source: fire, "zeta": fire}, details=details)
    name = source.capitalize()
    told = {
        True: f"Zeta runs the text of {name}; its claims are not a second source.",
        False: f"Zeta and {name} run one text; their claims are not two sources.",
    }
    assert [line for line in cautions(made) if "text" in line and "date" not in line] == [told[known]]
    page = render_report(made)
    assert page.count(f"text of <bdi>{name}</bdi>") == 2 * known
    assert page.count(f"one text with <bdi>{name}</bdi>") == 2 * (not known)


@pytest.mark.parametrize(("outlet", "own"), [("ap", True), ("courier", False)])
def test_an_agency_s_own_sentences_are_no_wire_copy(outlet, own):
    """Neither the filter, nor the table of outlets, nor a caution takes what the agency wrote for another's text."""
    texts = {outlet: (("A fire destroyed eight sheds.", "sheds"),), "south": (("The mayor spoke.", "mayor"),)}
    made = report_samples.comparison_of(texts, details={outlet: {"origin": outlet if own else "Associated Press"}})
    sentences = tuple(replace(one, source="wire") if one.outlet == outlet else one for one in made.sentences)
    made = replace(made, sentences=sentences)
    assert [bool(flag & FLAGS["wire"]) for flag in sentence_flags(made, sentences)] == [not own, False]
    assert any("runs the text of" in line for line in cautions(made)) != own
    assert ("text of <bdi>Associated Press</bdi>" in render_report(made)) != own


def test_a_caution_names_an_article_that_shares_nothing_with_the_others(sample):
    """It may be on another story, and all of it would be exclusive."""
    apart = sample.articles[0].outlet
    own = {sentence.id for sentence in sample.sentences if sentence.outlet == apart}
    rows = tuple(
        replace(row, label="absent") if row.sentence_id in own or row.other_outlet == apart else row
        for row in sample.coverage
    )
    [said] = [line for line in cautions(replace(sample, coverage=rows)) if "is it on this story?" in line]
    assert sample.story.outlets[apart].name in said
    assert not any("is it on this story?" in line for line in cautions(sample))


def test_a_caution_names_the_articles_without_a_date(sample):
    """A weekday cannot be dated there, and a reader would take the missing row for agreement."""
    first, *others = (replace(article, published="2025-12-01") for article in sample.articles)
    undated = replace(sample, articles=(replace(first, published=""), *others))
    [said] = [line for line in cautions(undated) if line.startswith("Without a date of publication")]
    assert f"({sample.story.outlets[first.outlet].name})" in said


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("He said “never again”.", True),
        ('He said "no" twice.', True),
        ("„ « “nie“", True),
        ('A 5" pipe', False),
        ("“ ” « » word", False),
        ('"" word', False),
        ("“" * 3000, False),
        ("“" * 3000 + "a", True),
        ('"' + "a" * 3000, False),
        ('"' * 2999 + "a", False),
        ('"' * 3000 + "a" + '"', True),
    ],
)
def test_a_quote_is_seen_also_among_marks_that_are_never_closed(text, quotes):
    """A mark that opens and a word after it; straight marks need their second one."""
    comparison = report_samples.comparison_of({"north": ((text, ""),), "south": (("A fire broke out.", ""),)})
    flags = sentence_flags(comparison, comparison.sentences)
    assert [bool(flag & FLAGS["quote"]) for flag in flags] == [quotes, False]


def test_a_story_without_differences_says_so():
    """No exclusive, omitted or differing thing: the sentences say that instead of naming nobody."""
    texts = {"one": [("The bridge was closed.", "bridge")], "two": [("The bridge was closed.", "bridge")]}
    comparison = report_samples.comparison_of(texts)
    said = [plain(sentence) for sentence in answer(comparison)]
    assert "No outlet states a claim that is absent from all the others." in said
    assert "No claim that two or more outlets state is absent from another." in said
    assert "No figures were compared." in said
    assert "No figures were compared in this run." in render_report(comparison)


def test_the_same_comparison_gives_the_same_bytes(sample, page):
    """No clock, no chance, no path of this machine."""
    assert page == render_report(report_samples.sample())
    assert str(Path(__file__).parents[1]) not in page


def test_the_page_names_nothing_outside(page):
    """No element loads anything, and the policy would refuse it; script and style are let in by digest alone."""
    assert not re.search(r"<(?:link|img|iframe|object|embed|base|form [^>]*action)\b", page)
    assert not re.search(
        r"<[^>]*\s(?:src|on\w+|style)=", re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    )
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_links_lead_only_to_the_web(sample):
    """Addresses of another scheme are shown, not linked; links tell the other side nothing."""
    page = render_report(report_samples.hostile(300))
    outside = re.findall(r'<a href="([^#"][^"]*)"([^>]*)>', page)
    assert outside
    assert {True} == {address.startswith("https://") for address, _ in outside}
    assert {' rel="noreferrer noopener"'} == {more for _, more in outside}
    assert "javascript:window.hurt=4" in page


def test_hostile_text_never_leaves_its_element():
    """Tags, closing tags, template marks and line separators of a text are escaped wherever the text stands."""
    page = render_report(report_samples.hostile())
    assert page.count("<script") == 2
    assert page.count("</style>") == 1
    assert "<img" not in page
    assert "{{ 7 * 7 }}" in page
    assert not [mark for mark in "\u202e\u2066\u0007" if mark in page]
    assert "x" * 200_000 in page


def test_neutral_words_only(page):
    """The page says what texts contain; it does not judge outlets."""
    visible = re.sub(r"<script\b.*?</script>|<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert "Placement" in visible
    assert not re.search(r"\b(biased|false|lies?|lying|wrong|misleading|bur(y|ied))\b", visible, re.IGNORECASE)


def test_sizes_stay_small():
    """Five outlets of ordinary length stay under 700 KB, 46 with 1,500 sentences under 8 MB."""
    assert len(render_report(report_samples.large(5, 250)).encode()) < 700_000
    assert len(render_report(report_samples.large()).encode()) < 8_000_000


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a?b=c", True),
        ("HTTP://news.example/", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//news.example/a", False),
        ("https:///nowhere", False),
        ("https://[broken", False),
        ("https://news.example/a b", False),
        ("", False),
    ],
)
def test_web_addresses(url, kept):
    """Only whole http and https addresses become links."""
    assert web_address(url) == (url if kept else "")


def test_hidden_marks_are_replaced_one_for_one():
    """Offsets into a text go on holding when it is shown."""
    text = "a\u202eb\u0000c\td\u200fe\ud800"
    assert shown(text) == "a\ufffdb\ufffdc\td\u200fe\ufffd"


def test_json_in_a_script_cannot_end_it():
    """Whatever is in it, the JSON reads back the same and holds no mark that HTML acts on."""
    value = ["</script><!--", "\u2028&amp;"]
    text = script_json(value)
    assert value == json.loads(text)
    assert not set("<>&\u2028") & set(text)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(scheme):
    """WCAG AA: 4.5 to 1 for each text on each ground that it stands on; axe leaves some of these open."""
    blocks = re.findall(r":root \{(.*?)\n\s*\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", blocks[0 if scheme == "light" else 1]))
    grounds = {
        "ink": "paper wash l1 l2 l3 l4 lit lit-part missing-wash shared-wash accent-wash".split(),
        "soft": "paper wash l1 l2".split(),
        "accent": "paper wash accent-wash".split(),
        "missing": "paper missing-wash".split(),
        "paper": ["ink"],
    }
    for text, behind in grounds.items():
        for ground in behind:
            light, dark = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


def test_the_command_line_stays_light():
    """``compare --help`` loads neither the template engine nor the plotting library."""
    code = "import sys, compare.cli.report; print([name for name in ('jinja2', 'matplotlib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class TestOpen:
    """``compare open``."""

    @pytest.fixture
    def app(self):
        """The two commands alone."""
        import typer

        from compare.cli import report

        app = typer.Typer()
        report.register(app)
        return app

    def test_it_opens_the_report(self, app, tmp_path, monkeypatch):
        """The browser gets the file's address, the user its path."""
        opened = []
        monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
        report = tmp_path / "story" / "report.html"
        report.parent.mkdir()
        report.write_text("x")
        result = CliRunner().invoke(app, ["open", "story", "--results", str(tmp_path)])
        assert [report.as_uri()] == opened
        assert result.output == f"{report}\n"

    def test_without_a_browser_it_says_where_the_file_is(self, app, tmp_path, monkeypatch):
        """On a server the path is what helps."""
        monkeypatch.setattr("webbrowser.open", lambda address: False)
        (tmp_path / "story").mkdir()
        (tmp_path / "story" / "report.html").write_text("x")
        result = CliRunner().invoke(app, ["open", "story", "--results", str(tmp_path)])
        assert "no browser here" in result.output

    def test_without_a_report_it_names_the_command(self, app, tmp_path):
        """The message tells how to make one."""
        result = CliRunner().invoke(app, ["open", "story", "--results", str(tmp_path)])
        assert "compare run story" in str(result.exception)
