"""axe-core on the pages that readers get: in light and dark, on a phone and a wide screen, closed and in use."""

from typing import Any

import pytest
import report_samples
from conftest import DEMO, SHARED

from browser.conftest import AXE
from compare.matching.cache import NoCache
from compare.pipeline import compare_story
from compare.records import Comparison
from compare.sources.corpus import load_story

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module", params=["sample", "maduro-call", "basil-25", "basil-02"])
def comparison(request: pytest.FixtureRequest) -> Comparison:
    """The made-up sample, the demo and two real stories."""
    if request.param == "sample":
        return report_samples.sample()
    corpora = DEMO if request.param == "maduro-call" else SHARED / "stories"
    if not (corpora / request.param).is_dir():
        pytest.skip("../shared is not here: the real stories are not part of this repository")
    return compare_story(load_story(request.param, corpora), store=NoCache())


def violations(page) -> list[str]:
    """What axe finds, a line a rule with the first element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    # Without resultTypes a selector is made for every element that passes, too: most of the time on a long page.
    asked = {"runOnly": RULES, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("asked => axe.run(asked)", asked)
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found["violations"]]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_violation(open_report, comparison, width, scheme):
    """No rule of WCAG 2.2 AA nor of good practice is broken, fresh and with passages, details and evidence open."""
    if not AXE.is_file():
        pytest.skip("axe-core is not here: run scripts/install_browser")
    page = open_report(comparison, width=width, scheme=scheme).page
    page.emulate_media(reduced_motion="reduce")  # axe measures what is seen of a target, wherever scrolling is by then
    assert violations(page) == []
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.evaluate("document.querySelectorAll('.s')[2].click()")
    page.fill("#query", "the")
    page.locator("#count", has_text=" of ").wait_for()
    page.evaluate("document.querySelectorAll('tr.claim .cell')[1].click()")
    assert violations(page) == []
