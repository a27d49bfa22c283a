"""Take the pictures of the report in docs/images: the demo at three widths, light and dark, and its parts in use.

Needs chromium (``scripts/install_browser``), playwright and pillow. Run it after a change of the report's looks:
``python scripts/screenshots.py``, or with the path of a ``report.html`` to photograph that one.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from compare.output.report import render_report
from compare.pipeline import compare_story
from compare.sources.corpus import load_story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
SIZES = {390: 844, 1280: 900, 1920: 1080}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
COLOURS = 128  # of the palette: text stays crisp and a picture stays under 300 KB


def main() -> int:
    """Write every picture; complain about those that grew too large."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no chromium here: run scripts/install_browser", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(sys.argv[1]) if len(sys.argv) > 1 else _demo(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, picture in take(browser, report.resolve().as_uri()):
            save(name, picture)
        browser.close()
    large = [path.name for path in IMAGES.glob("report-*.png") if path.stat().st_size > 300_000]
    print(f"{len(list(IMAGES.glob('report-*.png')))} pictures in {IMAGES}", *large)
    return 1 if large else 0


def _demo(folder: Path) -> Path:
    report = folder / "report.html"
    report.write_text(render_report(compare_story(load_story("maduro-call", ROOT / "corpora"))), encoding="utf-8")
    return report


def take(browser: "Browser", address: str) -> Iterator[tuple[str, bytes]]:
    """Name and PNG of every picture."""
    for width, height in SIZES.items():
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page.goto(address)
            page.wait_for_selector("html[data-ready]", state="attached")
            yield f"report-{width}-{scheme}", page.screenshot()
            for part in ("claims", "articles", "figures", "placement"):
                show(page, part)
                yield f"report-{width}-{scheme}-{part}", page.screenshot()
            page.close()


def show(page: "Page", part: str) -> None:
    """Bring a part of the page into view, in use."""
    page.evaluate("part => document.getElementById(part).scrollIntoView()", part)
    if part == "articles":
        page.evaluate("document.querySelectorAll('.s.l3')[0].click()")
        page.evaluate("document.getElementById('articles').scrollIntoView()")
    page.wait_for_timeout(400)


def save(name: str, picture: bytes) -> None:
    """As a PNG of few colours."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
