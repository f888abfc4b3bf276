"""The guided workshop in real browsers: a facilitator's page, phones without scripts, and the password."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from served import ANSWERED, PATIENT, Watched, serious, served, watched

pytestmark = pytest.mark.xdist_group("dashboard")
PASSWORD = "correct horse battery"  # noqa: S105
TAB = "Guided workshop"
A, B = "A: Maximum delegation", "B: Centrist"


@contextmanager
def phone(browser: Browser, address: str, scripts: bool = False) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    page.set_default_timeout(PATIENT)
    page.goto(f"{address}/vote")
    yield page
    context.close()


def come_in(page: Page, code: str) -> None:
    page.get_by_label("The code on the big screen").fill(code.lower())
    page.get_by_role("button", name="Go on").click()


def vote(page: Page, choice: str, sure: str, button: str = "Vote") -> None:
    page.get_by_label(choice).check()
    page.get_by_label(sure).check()
    page.get_by_role("button", name=button).click()
    page.get_by_text("Your vote counts").wait_for()


def press(room: Watched, step: int, button: str) -> None:
    room.page.locator(f"#workshop-step-{step}").get_by_role("button", name=button).click()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served((8, 16), years=1) as at:
        yield at


def test_a_room_votes_before_and_after(browser: Browser, address: str, tmp_path: Path) -> None:
    with (
        watched(browser, address) as room,
        phone(browser, address) as first,
        phone(browser, address) as second,
        phone(browser, address, scripts=True) as third,
    ):
        room.tab(TAB)
        room.says("#workshop-step-0", "On to step 2")
        room.until("document.querySelector('#workshop-question').value.includes('Over one year in Dorset')")
        assert serious(third) == []
        press(room, 0, "Put this question")
        room.says("#workshop-step-0", "The question is put")
        press(room, 0, "On to step 2")
        room.says("#workshop-step-1", "Phones cannot reach this dashboard")
        code = room.page.locator(".ballot-code:visible").inner_text()
        for one in (first, second, third):
            come_in(one, code)
            one.get_by_text("The vote is not open").wait_for()
        press(room, 1, "Open the vote")
        room.says("#workshop-step-1", "The vote is open: 0 votes, 3 phones have come in")
        for one, choice in ((first, A), (second, A)):
            one.get_by_role("button", name="Look again").click()
            vote(one, choice, "Fairly sure")
        vote(second, B, "Just guessing", "Change my vote")
        room.says("#workshop-step-1", "The vote is open: 2 votes, 3 phones have come in")
        assert not room.page.locator("table.votes").count()
        third.get_by_role("button", name="Look again").click()
        assert serious(third) == []
        assert third.evaluate("document.documentElement.scrollWidth") <= 390
        press(room, 1, "Close the vote")
        room.says("#workshop-step-1", "The vote is closed")

        room.page.get_by_role("button", name="4. Reveal").click()
        press(room, 3, "Show how the room voted")
        room.says("#workshop-fell", "Vote before: 2 votes")
        press(room, 3, "Show what the model says")
        room.says("#workshop-fell", "The model: share of 16 futures")
        press(room, 3, "On to step 5")
        press(room, 4, "Open the vote")
        room.says("#workshop-step-4", "The vote is open")
        for one in (first, second):
            one.goto(f"{address}/vote")
            vote(one, B, "Very sure")
        press(room, 4, "Close the vote")
        room.says("#workshop-step-4", "The vote is closed: 2 votes")
        press(room, 4, "Show how answers moved")
        room.says("#workshop-moved", "One moved from A to B.")
        assert serious(room.page) == []
        _take_away(room, tmp_path)
        assert room.errors == []
        assert room.outside == []


def _take_away(room: Watched, folder: Path) -> None:
    press(room, 4, "On to step 6")
    with room.page.expect_download() as coming:
        press(room, 5, "Download a page with the result")
    coming.value.save_as(folder / "workshop.html")
    text = (folder / "workshop.html").read_text(encoding="utf-8")
    assert "One moved from A to B." in text
    assert "What the model says" in text
    press(room, 5, "Add the result to the notes")
    room.says("#workshop-step-5", "Added to the notes")
    assert "Vote after (2 votes)" in room.page.locator("#notes").input_value()
    room.page.get_by_text("End the vote and forget it").click()
    press(room, 5, "Clear the votes")
    room.says("#workshop-step-5", "Everything is cleared")
    room.until("document.querySelector('#workshop-lines').children.length === 0")


def test_the_clock_goes_on_over_a_reload_and_is_seen_on_other_tabs(browser: Browser, address: str) -> None:
    with watched(browser, address) as room:
        room.tab(TAB)
        room.page.get_by_role("button", name="3. Explore").click()
        assert room.page.evaluate("document.activeElement.id") == "workshop-step-2-title"
        room.page.get_by_role("button", name="Start the clock").click()
        room.page.get_by_role("button", name="Open Compare").click()
        room.says("#workshop-chip", "left")
        room.page.reload()
        room.answered()
        room.page.locator("#workshop-chip").click()
        room.says("#workshop-step-time", "Explore: 0:")
        assert room.page.locator("#workshop-step-2").is_visible()
        assert room.errors == []


def test_with_a_password_browsers_sign_in_and_phones_need_the_code_alone(browser: Browser) -> None:
    with served((8, 16), years=1, password=PASSWORD) as address, phone(browser, address) as one:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.get_by_label("Password for this workshop").fill(PASSWORD)
        page.get_by_role("button", name="Open the dashboard").click()
        page.wait_for_selector(ANSWERED, state="attached", timeout=PATIENT)
        context.close()
        come_in(one, "AAAAAA")
        one.get_by_text("That is not the code").wait_for()
        one.goto(address)
        assert one.url == f"{address}/login"


OVERLAPS = """() => {
  const names = [...document.querySelectorAll('#chart-whom .yaxislayer-above text')];
  const boxes = names.map(e => e.getBoundingClientRect()).sort((a, b) => a.top - b.top);
  return boxes.some((box, i) => i > 0 && box.top < boxes[i - 1].bottom - 1);
}"""
CUT = """() => ['chart-levels', 'chart-difference'].some(id => {
  const chart = document.getElementById(id), top = chart.getBoundingClientRect().top;
  return [...chart.querySelectorAll('.annotation text')].some(e => e.getBoundingClientRect().top < top);
})"""
COVERED = """() => document.querySelector('.controls').getBoundingClientRect().top
  < document.querySelector('.strip-band').getBoundingClientRect().bottom"""


@pytest.mark.parametrize("width", [1280, 3840])
def test_in_presenter_mode_nothing_overlaps_or_is_cut(browser: Browser, address: str, width: int) -> None:
    with watched(browser, address, width) as room:
        room.page.get_by_role("button", name="Presenter mode").click()
        room.page.wait_for_selector("#chart-whom .yaxislayer-above text")
        room.until("parseFloat(getComputedStyle(document.documentElement).fontSize) > 20")
        room.page.wait_for_timeout(500)
        assert not room.page.evaluate(OVERLAPS)
        assert not room.page.evaluate(CUT)
        room.page.evaluate("scrollTo(0, document.querySelector('#chart-levels').offsetTop)")
        room.page.wait_for_timeout(300)
        assert not room.page.evaluate(COVERED)
        assert room.page.evaluate("document.documentElement.scrollWidth") <= width
