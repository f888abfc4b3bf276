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
                page.get_by_role("tab", name=tab).click()
                for what, make in SCENES.get(tab, {"": _as_it_is}).items():
                    make(page)
                    _take(page, f"{tab} {what}", width)
            page.close()
        browser.close()
    return 0


def _take(page: Page, what: str, width: int) -> None:
    page.mouse.move(0, 0)  # what is pointed at may explain itself, and cover what stands beside it
    page.wait_for_timeout(3000)
    page.evaluate("scrollTo(0, 0)")  # what stays in view would stand in the middle of the picture
    name = f"{re.sub('[^a-z]+', '-', what.lower()).strip('-')}-{width}.jpg"
    page.screenshot(path=FOLDER / name, full_page=True, type="jpeg", quality=60)


def _as_it_is(_: Page) -> None:
    pass


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


def _act(page: Page, step: int, button: str) -> None:
    page.locator(f"#workshop-step-{step}").get_by_role("button", name=button).click()


def _question(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('#workshop-question').value")
    _act(page, 0, "Put this question")
    page.locator("#workshop-step-0").get_by_text("The question is put").wait_for()


def _vote(page: Page) -> None:
    """The code on the big screen, and a phone that has voted."""
    _act(page, 0, "On to step 2")
    code = page.locator(".ballot-code:visible").inner_text()
    _act(page, 1, "Open the vote")
    for choice in (0, 0, 1, 0):
        phone = page.context.browser.new_page(viewport={"width": 390, "height": 844})  # type: ignore[union-attr]
        phone.goto(f"{page.url.split('#')[0]}vote")
        phone.get_by_label("The code on the big screen").fill(code)
        phone.get_by_role("button", name="Go on").click()
        phone.locator("input[type=radio][name=choice]").nth(choice).check()
        phone.locator("input[type=radio][name=sure]").nth(choice + 1).check()
        phone.get_by_role("button", name="Vote").click()
        phone.get_by_text("Your vote counts").wait_for()
        phone.close()
    page.locator("#workshop-step-1").get_by_text("4 votes").wait_for()


def _reveal(page: Page) -> None:
    _act(page, 1, "Close the vote")
    page.get_by_role("button", name="4. Reveal").click()
    _act(page, 3, "Show how the room voted")
    _act(page, 3, "Show what the model says")
    page.locator("#workshop-fell").get_by_text("The model: share of").wait_for()


def _side_by_side(page: Page) -> None:
    """Two comparisons by name, set side by side, and a note."""
    page.get_by_role("textbox", name="Name of this comparison").fill("As it stands")
    page.get_by_role("button", name="Keep this comparison").click()
    page.locator("#kept-list").get_by_text("As it stands").wait_for()
    page.get_by_role("tab", name="Compare").click()
    page.evaluate("""() => { const lever = document.querySelector("[data-lever=staff_at_place]");
      lever.value = 0.3; lever.dispatchEvent(new Event("input", { bubbles: true })); }""")
    page.wait_for_selector("html[data-answer]:not([data-answer=waiting])", state="attached")
    page.get_by_role("tab", name="Keep").click()
    page.get_by_role("textbox", name="Name of this comparison").fill("Fewer staff at place")
    page.get_by_role("button", name="Keep this comparison").click()
    page.locator("#kept-list").get_by_text("Fewer staff at place").wait_for()
    page.get_by_role("textbox", name="Notes of the facilitator").fill("Councils doubt the staffing figure: ask again.")
    page.get_by_role("button", name="Set side by side").click()
    page.locator("#kept-table table").wait_for()


Scenes = dict[str, Callable[["Page"], None]]
SCENES: dict[str, Scenes] = {
    "Compare": {"": _levers},
    "Why": {"": _story},
    "What if we are wrong?": {"": _wrong},
    "Guided workshop": {"": _question, "vote": _vote, "reveal": _reveal},
    "Take a seat": {"": _seat},
    "Keep": {"": _side_by_side},
}
"""What is done on a tab before each of its pictures is taken."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
