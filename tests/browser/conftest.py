"""A real browser for the report: Debian's chromium, headless, driven by Playwright; see ``scripts/install_browser``."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from compare.output.report import render_report
from compare.records import Comparison

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOOLS = Path(os.environ.get("COMPARE_TOOLS", Path.home() / ".cache" / "compare-tools"))
AXE = TOOLS / "node_modules" / "axe-core" / "axe.min.js"
# As root chromium has no sandbox; the rest keeps it from calling its maker, which a closed network would refuse loudly.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Opened:
    """A report in the browser, with all that went wrong on it."""

    page: "Page"
    file: Path
    problems: list[str] = field(default_factory=list)


OpenReport = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One browser for all tests."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("no chromium here: run scripts/install_browser")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_report(browser: "Browser", tmp_path: Path) -> Iterator[OpenReport]:
    """Render, open, wait until drawn. At the end nothing may have gone wrong on the page: no error, no request."""
    opened: list[Opened] = []

    def open_it(comparison: Comparison, *, width: int = 1280, scheme: str = "light", fragment: str = "") -> Opened:
        file = tmp_path / f"report{len(opened)}.html"
        file.write_text(render_report(comparison), encoding="utf-8")
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
        one = Opened(page, file)
        page.on("console", lambda message: one.problems.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: one.problems.append(f"error: {error}"))
        page.on("request", lambda request: _note_request(request.url, one))
        page.goto(file.as_uri() + fragment)
        page.wait_for_selector("html[data-ready]", state="attached")
        opened.append(one)
        return one

    yield open_it
    for one in opened:
        one.page.close()
        assert one.problems == []


def _note_request(url: str, opened: Opened) -> None:
    if url.partition("#")[0] != opened.file.as_uri():
        opened.problems.append(f"request: {url}")
