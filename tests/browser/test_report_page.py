"""What a reader does on the report, in a real browser."""

import time
from dataclasses import replace

import pytest
import report_samples

from compare.output.report import render_report
from compare.records import Claim, Comparison


@pytest.fixture(scope="module")
def sample() -> Comparison:
    """The small story of three outlets."""
    return report_samples.sample()


def claim_with(comparison: Comparison, words: str) -> Claim:
    """The claim whose clearest sentence has these words."""
    text = {sentence.id: sentence.text for sentence in comparison.sentences}
    return next(claim for claim in comparison.claims if words in text[claim.representative])


def rows(page) -> list[str]:
    """Ids of the claims that the matrix shows."""
    return page.locator("tr.claim").evaluate_all("rows => rows.map(row => row.id)")


def filter_by(page, kind: str, outlet: str = "any outlet") -> None:
    """Choose in both lists."""
    page.select_option("#kind", kind)
    page.select_option("#outlet", label=outlet)


def test_every_claim_is_a_row_and_every_outlet_a_cell(open_report, sample):
    """The matrix has a row a claim, in the order of claims.csv, and a labelled cell an outlet."""
    page = open_report(sample).page
    assert [claim.id for claim in sample.claims] == rows(page)
    labels = page.locator(".cell").evaluate_all("cells => cells.map(cell => cell.getAttribute('aria-label'))")
    assert len(sample.claims) * 3 == len(labels)
    assert {label.rpartition(": ")[2] for label in labels} == {"stated", "in part", "absent", "unclear"}


def test_a_cell_opens_both_passages_with_their_probabilities(open_report, sample):
    """A click leads to the sentence, the other's passage, the words they share, those that lack, and both numbers."""
    page = open_report(sample).page
    claim = claim_with(sample, "inquiry")
    page.click(f"#{claim.id} [data-outlet='1']")
    panel = page.locator("#passages")
    assert "The South Star: in part" in panel.locator("h3").inner_text()
    assert "The mayor has promised an inquiry." in panel.inner_text()
    assert panel.locator("dd .number").all_inner_texts() == ["0.22", "0.81"]
    assert panel.locator("blockquote em.missing").all_inner_texts() == ["mayor"]
    left = claim_with(sample, "left the harbour")
    page.click(f"#{left.id} [data-outlet='1']")
    shared = panel.locator(".passage.claim mark.shared").all_inner_texts()
    assert shared == ["people", "left", "harbour", "Monday"]
    assert page.url.endswith(f"#{left.id}")


def open_wording(page, place: int) -> None:
    """Choose one of the sentences that state the claim; the list of them opens first."""
    page.click("#passages .wordings summary")
    page.click(f"#passages .wording >> nth={place}")


def test_every_wording_stands_beside_a_passage_of_another_outlet(open_report):
    """Under every cell each wording of the claim, also the cell's own, is set against a second passage."""
    texts = {
        "east-echo": [("The ferry sank before dawn.", "sank"), ("Divers found the bell.", "bell")],
        "mid-mail": [("Before dawn the ferry went down.", "sank"), ("The bell was found by divers.", "bell")],
    }
    comparison = report_samples.comparison_of(texts)
    page = open_report(comparison).page
    shown = []
    for claim in comparison.claims:
        for cell in range(2):
            page.click(f"#{claim.id} [data-outlet='{cell}']")
            for place in range(len(claim.sentence_ids)):
                open_wording(page, place)
                assert page.locator("#passages dd .number").all_inner_texts() == ["0.93", "0.97"]
                shown.append(page.locator("#passages blockquote").count())
    assert shown == [2] * 8


def test_a_wording_stands_beside_the_outlet_that_states_most_of_it(open_report, sample):
    """The outlet shown beside a cell's own wording is chosen by that sentence, not by the claim's clearest one."""
    left = claim_with(sample, "left the harbour")
    own = next(each for each in left.sentence_ids if each.startswith("south-star"))
    weaker = {(own, "north-post"): (0.3, 0.6)}
    rows = [
        replace(row, p_stated=p[0], p_present=p[1]) if (p := weaker.get((row.sentence_id, row.other_outlet))) else row
        for row in sample.coverage
    ]
    page = open_report(replace(sample, coverage=tuple(rows))).page
    page.click(f"#{left.id} [data-outlet='1']")
    open_wording(page, left.sentence_ids.index(own))
    assert page.locator("#passages figcaption bdi").all_inner_texts() == [
        "The South Star",
        "Nearest elsewhere: West Wire",
    ]
    assert page.locator("#passages dd .number").all_inner_texts() == ["0.93", "0.97"]


def test_filters_leave_the_rows_that_they_name(open_report, sample):
    """Each filter leaves exactly the claims that the records say, and greys the other sentences."""
    page = open_report(sample).page
    by_kind = {
        ("shared", "any outlet"): [claim for claim in sample.claims if len(claim.stated_by) == 3],
        ("exclusive", "any outlet"): [claim for claim in sample.claims if claim.exclusive_to],
        ("exclusive", "West Wire"): [claim for claim in sample.claims if claim.exclusive_to == "west-wire"],
        ("exclusive", "North Post"): [],
        ("absent", "West Wire"): [claim for claim in sample.claims if "west-wire" in claim.absent_from],
        ("partly", "The South Star"): [claim for claim in sample.claims if "south-star" in claim.partly_by],
        ("unclear", "West Wire"): [claim for claim in sample.claims if "west-wire" in claim.unclear_for],
    }
    for (kind, outlet), expected in by_kind.items():
        filter_by(page, kind, outlet)
        assert [claim.id for claim in expected] == rows(page), (kind, outlet)
        assert page.locator("#count").inner_text() == f"{len(expected)} of {len(sample.claims)} claims"
    page.click("#reset")
    assert len(sample.claims) == len(rows(page))


@pytest.mark.parametrize(("box", "words"), [("figures", "left"), ("quotes", "warehouse"), ("wire", "cat")])
def test_sentences_are_filtered_by_what_they_hold(open_report, sample, box, words):
    """Figures, quotes and wire copy each leave the claims that have such a sentence."""
    page = open_report(sample).page
    page.check(f"#only-{box}", force=True)
    shown = rows(page)
    assert claim_with(sample, words).id in shown
    assert claim_with(sample, "inquiry").id not in shown
    assert page.locator(".s.off").count() > 0


def test_search_leaves_the_claims_with_all_the_words(open_report, sample):
    """Search looks at every wording, whatever the case or accents, and says when nothing is found."""
    page = open_report(sample).page
    page.keyboard.press("/")
    page.keyboard.type("FLÉD")
    page.locator("#count", has_text="1 of 4").wait_for()
    assert [claim_with(sample, "left the harbour").id] == rows(page)
    page.fill("#query", "no such words")
    page.get_by_text("No claim passes these filters.").wait_for()
    page.keyboard.press("Escape")
    assert len(sample.claims) == len(rows(page))


def test_a_sentence_lights_up_its_evidence_in_the_other_articles(open_report, sample):
    """Choosing a sentence marks its evidence in each other article by label, and scrolls there."""
    page = open_report(sample).page
    page.get_by_role("button", name="On Monday 83 people left the harbour.").click()
    assert page.locator(".s[aria-pressed='true']").text_content().startswith("On Monday 83")
    assert page.locator(".column .lit.ev0").all_text_contents() == [
        "More than 80 people left the harbour on Monday.",
        "Some 90 people fled the harbour.",
    ]
    assert "stated, all 0.93, part 0.97" in page.locator("#article-1 [data-verdict]").text_content()


def test_evidence_far_down_comes_into_view(open_report):
    """The column of the other outlet scrolls to the evidence, the page does not."""
    texts = {
        "one": [("The bridge was closed at noon on Friday.", "bridge")],
        "two": [(f"Filler sentence number {n} says nothing much at all.", f"f{n}") for n in range(80)]
        + [("At noon on Friday the bridge was closed.", "bridge")],
    }
    page = open_report(report_samples.comparison_of(texts)).page
    page.emulate_media(reduced_motion="reduce")
    page.click("#s0")
    box = page.locator("#article-2 .text").bounding_box()
    evidence = page.locator("#s81").bounding_box()
    assert box["y"] < evidence["y"] < box["y"] + box["height"]


def test_keys_move_through_claims_and_outlets(open_report, sample):
    """The letters j and k step through claims, digits choose the outlet, a and m change sides, ? shows help."""
    page = open_report(sample).page
    current = page.locator("tr.claim.current")
    page.click(f"#{sample.claims[0].id} [data-outlet='0']")
    page.keyboard.press("j")
    assert current.get_attribute("id") == sample.claims[1].id
    page.keyboard.press("k")
    assert current.get_attribute("id") == sample.claims[0].id
    page.keyboard.press("3")
    assert page.evaluate("document.activeElement.dataset.outlet") == "2"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.outlet") == "1"
    page.keyboard.press("a")
    assert page.locator(".s.here").text_content().startswith("On Monday 83")
    page.keyboard.press("j")
    assert page.locator(".s.here").text_content().startswith("The fire chief said")
    page.keyboard.press("1")
    assert page.evaluate("document.activeElement.closest('.column').id") == "article-1"
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.className").startswith("cell")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_the_matrix_is_used_with_the_keyboard_alone(open_report, sample):
    """One tab stop leads into the grid; Enter goes to the passages, Escape back to the cell."""
    page = open_report(sample).page
    assert page.locator(".cell[tabindex='0']").count() == 1
    page.locator(".cell[tabindex='0']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "passages"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className").startswith("cell")


def test_single_letter_keys_can_be_switched_off(open_report, sample):
    """Speech input and screen readers own the letters where the user says so (WCAG 2.1.4)."""
    page = open_report(sample).page
    page.click("#help-button")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.click(f"#{sample.claims[0].id} [data-outlet='0']")
    page.keyboard.press("j")
    assert page.locator("tr.claim.current").get_attribute("id") == sample.claims[0].id


def test_a_link_leads_to_its_claim(open_report, sample):
    """``#c-…`` opens the claim, on loading, on a click in the answer, and through filters that hide it."""
    claim = claim_with(sample, "cat")
    page = open_report(sample, fragment=f"#{claim.id}").page
    assert page.locator("tr.claim.current").get_attribute("id") == claim.id
    assert page.locator(f"#{claim.id}").evaluate("row => row.getBoundingClientRect().top < innerHeight")
    filter_by(page, "shared")
    page.evaluate("location.hash = ''")
    page.locator(f".answers a[href='#{claim.id}']").first.click()
    page.locator(f"#{claim.id}.current").wait_for()
    assert "A cat was saved" in page.locator("#passages").inner_text()


def test_an_address_that_names_no_claim_changes_nothing(open_report, sample):
    """Also one with a broken escape: the first claim that an outlet lacks is chosen, as without a fragment."""
    plain = open_report(sample).page.locator("tr.claim.current").get_attribute("id")
    page = open_report(sample, fragment="#%").page
    assert plain == claim_with(sample, "warehouse").id
    assert page.locator("tr.claim.current").get_attribute("id") == plain
    assert page.locator("#passages blockquote").count() == 2


def test_the_page_fits_a_phone(open_report, sample):
    """At 390 px nothing sticks out sideways, and a chosen cell's passages come as a sheet that closes."""
    page = open_report(sample, width=390).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.click(f"#{claim_with(sample, 'cat').id} [data-outlet='0']")
    assert page.locator("#passages").is_visible()
    page.get_by_role("button", name="Close passages").click()
    assert not page.locator("#passages").is_visible()


@pytest.mark.parametrize("width", [320, 400])
def test_every_section_link_is_seen_on_a_phone(open_report, sample, width):
    """Where one line has no room for all, they take two; none is clipped."""
    page = open_report(sample, width=width).page
    ends = page.locator(".top nav a").evaluate_all("links => links.map(link => link.getBoundingClientRect().right)")
    assert len(ends) == 6
    assert max(ends) <= width - 16  # the margin of the page


@pytest.mark.parametrize("width", [400, 1280])
def test_headings_and_numbers_of_a_table_stay_in_one_piece(open_report, sample, width):
    """Of the judgements on figures: a heading has one line, and so has a number."""
    page = open_report(sample, width=width).page
    page.locator(".topic summary").first.click()
    lines = """cells => cells.map(cell => {
        const range = new Range(); range.selectNodeContents(cell); return range.getClientRects().length; })"""
    assert page.locator(".judgements >> nth=0 >> thead th").evaluate_all(lines) == [1] * 5
    assert set(page.locator(".judgements >> nth=0 >> tbody .n").evaluate_all(lines)) == {1}


def test_the_key_has_only_the_marks_that_are_shown(open_report):
    """Two passages without a word in common need no key for such words."""
    texts = {"east-echo": [("The ferry sank.", "sank")], "mid-mail": [("Divers found a bell.", "bell")]}
    comparison = report_samples.comparison_of(texts)
    page = open_report(comparison).page
    page.click(f"#{comparison.claims[0].id} [data-outlet='1']")
    assert page.locator("#passages .measures").count() == 1
    assert page.locator("#passages .key").count() == 0


def test_sentences_of_a_claim_are_grouped_not_said_to_state_it(open_report, sample):
    """One of them may state part only; and the number beside is of the verdicts."""
    page = open_report(sample).page
    page.click(f"#{claim_with(sample, 'left the harbour').id} [data-outlet='1']")
    assert page.locator("#passages summary").inner_text() == "3 sentences are grouped as this claim"
    assert page.locator("#passages .actions .soft").inner_text() == "its least sure verdict 0.87"
    assert page.locator(".sure-head").inner_text() == "Sure of verdicts"


def test_what_is_left_to_show_is_counted_of_all(open_report):
    """A phone draws 25 claims at a time: of 41 the last 16 are left."""
    texts = {
        "east-echo": [(f"Ferry {name} sank.", f"c{name}") for name in range(40)],
        "mid-mail": [("It rained.", "r")],
    }
    page = open_report(report_samples.comparison_of(texts), width=400).page
    assert page.locator("#more").inner_text() == "Show 16 more of 41"


def test_without_its_script_the_page_shows_no_controls(browser, sample, tmp_path):
    """They would answer to nothing; a notice says so."""
    file = tmp_path / "report.html"
    file.write_text(render_report(sample), encoding="utf-8")
    page = browser.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    for control in (".toolbar", ".passages", ".legend", "#help-button"):
        assert not page.is_visible(control)
    assert page.is_visible(".notice")
    assert page.is_visible("#s1")
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_hostile_text_is_text_and_nothing_runs(open_report, width):
    """Scripts, tags, template marks and addresses from an outlet are shown as they are; none of them does anything."""
    comparison = report_samples.hostile()
    page = open_report(comparison, width=width).page
    page.click("tr.claim .cell")
    page.click(".s >> nth=0")
    page.fill("#query", "<script>")
    page.locator("#count", has_text="of").wait_for()
    assert page.evaluate("window.hurt") is None
    assert page.locator("h1").inner_text().startswith(report_samples.HOSTILE[0])
    body = page.locator("body").inner_text()
    assert "{{ 7 * 7 }}" in body
    assert "onerror='window.hurt = 2'" in body
    assert not [mark for mark in "\u202e\u2066\u0007" if mark in body]
    addresses = page.locator("a[href]:not([href^='#'])").evaluate_all("links => links.map(a => a.href)")
    assert [address for address in addresses if not address.startswith(("http://", "https://"))] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_an_injected_script_is_refused(open_report, sample):
    """The policy lets in the report's own script only: even markup that got through would do nothing."""
    opened = open_report(sample)
    opened.page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.hurt = 1';
        document.body.append(script);
        const image = document.createElement('img');
        image.src = 'https://outside.example/pixel';
        document.body.append(image);
    }""")
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.hurt") is None
    refused = [problem for problem in opened.problems if "Content Security Policy" in problem]
    assert len(refused) == 2
    assert [problem for problem in opened.problems if problem.startswith("request") and "outside" not in problem] == []
    opened.problems.clear()


def test_the_largest_story_opens_quickly(open_report, tmp_path):
    """46 outlets and 1,500 sentences: under 8 MB, drawn and ready in under 3 s."""
    comparison = report_samples.large()
    size = len(render_report(comparison).encode())
    assert size < 8_000_000
    page = open_report(comparison).page
    started = time.perf_counter()
    page.reload()
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert time.perf_counter() - started < 3
    page.click("#more")
    assert page.locator("tr.claim").count() == 64
    page.click(".s >> nth=0")
    assert page.locator(".column .lit").count() > 1


def test_print_shows_whole_texts_without_controls(open_report, sample):
    """On paper the articles are not cut at a scroll bar, and there is nothing to click."""
    page = open_report(sample).page
    page.emulate_media(media="print")
    assert not page.locator(".toolbar").is_visible()
    assert page.locator(".text").first.evaluate("text => text.scrollHeight <= text.clientHeight + 1")


def test_print_has_every_claim(open_report):
    """However many there are: rows that the screen draws only on demand are on paper, too."""
    comparison = report_samples.large(2, 600)
    page = open_report(comparison).page
    assert len(comparison.claims) > 300 > len(rows(page))
    page.pdf()
    assert [claim.id for claim in comparison.claims] == rows(page)
