"""The page of rates over many stories, in a real browser."""

import pytest

from browser.conftest import AXE
from browser.test_accessibility import violations
from compare.scale.summary import Rate, Summary
from compare.scale.summary_page import render_summary


@pytest.fixture
def phone(browser, tmp_path):
    """The page of two outlets that can be drawn in one measure, at 390 px."""
    rates = (
        Rate("the-lowland-evening-chronicle", "states", 240, 30, "", 0.4, 0.3, 0.5, 0.41, 0.31, 0.52, 0.01, 0.02),
        Rate("quay", "states", 180, 25, "", 0.7, 0.6, 0.8, 0.69, 0.58, 0.79, 0.01, 0.02),
    )
    file = tmp_path / "index.html"
    file.write_text(render_summary(Summary("outlet", 2, 30, 60, 0, rates, (), (), 20, 50)), encoding="utf-8")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(file.as_uri())
    yield page
    page.close()


def test_a_plot_on_a_phone_is_read_by_scrolling_it(phone):
    """Its text is as large as it was drawn; the keyboard moves the plot, and the page stays where it is."""
    assert phone.locator("svg").evaluate("svg => svg.getScreenCTM().a") == 1
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Plot: ")
    phone.evaluate("addEventListener('scroll', event => { event.target.dataset.moved = 'yes'; }, true)")
    phone.keyboard.press("ArrowRight")
    phone.locator("[data-moved]").wait_for()


def test_a_plot_on_paper_is_whole(phone):
    """Paper can't be scrolled: there the plot is as wide as the text."""
    phone.emulate_media(media="print")
    assert phone.locator("svg").evaluate("svg => svg.getBoundingClientRect().right") <= 390


def test_axe_finds_no_violation_on_the_summary(phone):
    """Also with the numbers under the plots open."""
    if not AXE.is_file():
        pytest.skip("axe-core is not here: run scripts/install_browser")
    phone.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert violations(phone) == []
