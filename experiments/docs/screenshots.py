"""Pictures of every tab of the dashboard, at the widths of a phone, a laptop and a big screen.

``python -m experiments.docs.screenshots [ADDRESS]`` takes them of a dashboard that runs (http://127.0.0.1:8050) and
writes ``docs/screenshots``. It needs Playwright, and Chrome or Chromium: the one in $CHROME, or Playwright's own.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path("docs/screenshots")
WIDTHS = {390: 844, 1280: 800, 2560: 1440}
PATIENT = 240_000
TALLEST = 2400
"""Pixels of a picture at most: what follows further down is more of the same."""


def main(arguments: Sequence[str]) -> int:
    """Take all pictures."""
    from playwright.sync_api import sync_playwright

    address = arguments[0] if arguments else "http://127.0.0.1:8050"
    FOLDER.mkdir(parents=True, exist_ok=True)
    flags = ["--headless", "--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROME"), args=flags)
        for width, height in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(PATIENT)
            page.goto(address)
            page.wait_for_selector("html[data-answer]:not([data-answer=waiting])", state="attached")
            for tab in page.get_by_role("tab").all_inner_texts():
                _take(page, tab, width)
            page.close()
        browser.close()
    return 0


def _take(page: Page, tab: str, width: int) -> None:
    page.get_by_role("tab", name=tab).click()
    if tab == "Why":
        page.get_by_role("button", name="Play it again").click()
        page.wait_for_selector("html[data-story=drawn]", state="attached")
    page.wait_for_timeout(3000)
    tall = min(TALLEST * max(1, width // 1280), int(page.evaluate("document.documentElement.scrollHeight")))
    name = f"{re.sub('[^a-z]+', '-', tab.lower()).strip('-')}-{width}.jpg"
    clip = {"x": 0, "y": 0, "width": width, "height": tall}
    page.screenshot(path=FOLDER / name, full_page=True, clip=clip, type="jpeg", quality=60)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
