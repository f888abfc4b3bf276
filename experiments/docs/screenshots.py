"""Pictures of every tab of the dashboard, at the widths of a phone, a laptop and a big screen.

``python -m experiments.docs.screenshots [ADDRESS]`` takes them of a dashboard that runs (http://127.0.0.1:8050) and
writes ``docs/screenshots``. It needs Playwright, and Chrome or Chromium: the one in $CHROME, or Playwright's own.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path("docs/screenshots")
WIDTHS = {390: 844, 1280: 800, 2560: 1440}
PATIENT = 240_000


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
    if tab in READY:
        READY[tab](page)
    page.mouse.move(0, 0)  # what is pointed at may explain itself, and cover what stands beside it
    page.wait_for_timeout(3000)
    page.evaluate("scrollTo(0, 0)")  # what stays in view would stand in the middle of the picture
    name = f"{re.sub('[^a-z]+', '-', tab.lower()).strip('-')}-{width}.jpg"
    page.screenshot(path=FOLDER / name, full_page=True, type="jpeg", quality=60)


def _levers(page: Page) -> None:
    page.locator("#levers summary").first.evaluate("summary => { summary.parentElement.open = true; }")


def _story(page: Page) -> None:
    page.get_by_role("button", name="Play it again").click()
    page.wait_for_selector("html[data-story=drawn]", state="attached")


def _wrong(page: Page) -> None:
    """The box, what one would regret least, and the trade-off: all that a press of a button brings."""
    page.wait_for_selector("#wrong-tornado[data-drawn]")
    find = page.get_by_role("button", name="Find where")
    if find.is_enabled():  # not where too few futures turn
        find.click()
        page.wait_for_selector("#wrong-box-body > *")
    page.get_by_role("button", name="Run all policies").click()
    page.wait_for_selector("#wrong-tradeoff[data-drawn]")


def _seat(page: Page) -> None:
    """A game that has begun, as its first seat sees it."""
    page.get_by_role("button", name="Begin the game").click()
    page.wait_for_selector("#seat-turn:not([hidden])")
    page.locator("#seat-who").click()
    page.get_by_role("option").locator("visible=true").first.click()
    page.get_by_role("button", name="Show what this seat sees").click()
    page.wait_for_selector(".seat-field", state="attached")


READY: dict[str, Callable[[Page], None]] = {
    "Compare": _levers,
    "Why": _story,
    "What if we are wrong?": _wrong,
    "Take a seat": _seat,
}
"""What is done on a tab before its picture is taken."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
