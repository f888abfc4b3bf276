"""Taking a seat in a real browser: three roles play three years in Dorset, one of them on a phone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from served import PATIENT, Watched, served, watched

from experiments.game import ending

pytestmark = pytest.mark.xdist_group("dashboard")
ICB, COUNCIL = "NHS Dorset Integrated Care Board", "Bournemouth, Christchurch and Poole Council"
TRUST = "University Hospitals Dorset NHS Foundation Trust"
YEARS = 3


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    before = ending.FUTURES, ending.HORIZON
    ending.FUTURES, ending.HORIZON = 20, YEARS
    with served((8, 16), years=1) as at:
        yield at
    ending.FUTURES, ending.HORIZON = before


@pytest.fixture(scope="module")
def shared(browser: Browser, address: str) -> Iterator[Watched]:
    with watched(browser, address) as made:
        yield made


def ready(user: Watched) -> None:
    user.until("!document.querySelector('#seat-turn').hidden")
    for passing in ("The game begins", "so far", "On to next"):
        user.until(f"!document.querySelector('#seat-said').innerText.includes('{passing}')")


def seat(user: Watched, name: str) -> None:
    user.page.locator("#seat-who").click()
    user.page.get_by_role("option", name=name, exact=True).click()
    user.says("#seat-cover-said", name)
    assert user.page.locator("#seat-sees").inner_text() == ""
    user.page.get_by_role("button", name="Show what this seat sees").click()
    user.page.wait_for_selector(".seat-field")


def decide(user: Watched) -> None:
    user.page.get_by_role("button", name="Take these decisions").click()
    user.page.wait_for_selector(".seat-done")


def moved_on(user: Watched, year: int) -> None:
    user.page.get_by_role("button", name="Go to next April").click()
    user.says("#seat-bar", f"year {year}")
    ready(user)


def gone_on(user: Watched) -> None:
    user.page.get_by_role("button", name="Go to next April").click()
    user.page.get_by_role("button", name="Go on without them").click()


def axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes']]}" for one in found.response["violations"]]


def phone(browser: Browser, address: str, code: str) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_default_timeout(PATIENT)
    page.goto(f"{address}/seat")
    page.get_by_label("Code of your seat").fill("WRONG2")
    page.get_by_role("button", name="Take the seat").click()
    assert "no seat with this code" in page.inner_text("main")
    page.get_by_label("Code of your seat").fill(code.lower())
    page.get_by_role("button", name="Take the seat").click()
    return page


def test_three_roles_play_three_years(shared: Watched, browser: Browser, address: str, tmp_path: Path) -> None:
    user, page = shared, shared.page
    user.tab("Take a seat")
    user.until("document.querySelectorAll('.mantine-MultiSelect-pill').length == 3")
    assert axe(page) == []
    page.get_by_role("button", name="Begin the game").click()
    ready(user)

    seat(user, COUNCIL)
    page.get_by_label("Savings (").fill("900")
    page.get_by_role("button", name="Take these decisions").click()
    page.wait_for_selector("#seat-sees .mantine-NumberInput-error")
    assert "beyond the most it can save" in page.inner_text("#seat-sees")
    assert axe(page) == []
    page.get_by_label("Savings (").fill("0.5")
    decide(user)
    seat(user, ICB)
    assert "Savings" not in page.inner_text("#seat-sees")
    page.get_by_label("Delegated share: Dorset place board (").fill("10")
    decide(user)
    user.says("#seat-bar", f"Not decided yet: {TRUST}")

    code = page.locator(".panel code").nth(2).text_content() or ""
    theirs = phone(browser, address, code)
    assert theirs.inner_text("h1") == TRUST
    assert axe(theirs) == []
    theirs.get_by_label("Contribution to joint work: Dorset place board (").fill("7")
    theirs.get_by_role("button", name="Take these decisions").click()
    theirs.get_by_text("is out of range").wait_for()
    theirs.get_by_label("Contribution to joint work: Dorset place board (").fill("0.9")
    theirs.get_by_role("button", name="Take these decisions").click()
    theirs.get_by_text("Decided.").wait_for()
    user.says("#seat-bar", "All have decided")
    assert theirs.request.get(f"{address}/_dash-layout").status == 200  # no password here: a session of its own
    theirs.get_by_label("Contribution to joint work: Dorset place board (").fill("0.8")

    moved_on(user, 2)
    theirs.get_by_role("button", name="Take these decisions").click()
    theirs.get_by_text("That April is over; this was not taken.").wait_for()
    assert axe(theirs) == []
    theirs.context.close()
    page.reload()  # the game is still on the table
    user.answered()
    user.tab("Take a seat")
    ready(user)
    seat(user, COUNCIL)
    assert "£0.50m a month" in page.inner_text("#seat-sees")
    page.get_by_role("button", name="Cover it again").click()
    user.until("document.querySelector('#seat-sees').innerText == ''")
    not_without_asking(user)
    seat(user, ICB)
    decide(user)
    gone_on(user)
    page.wait_for_selector("html[data-game=drawn]", state="attached")
    text = page.inner_text("#seat-told")
    for wanted in ("What happened", "What could follow from here", "in other futures?", "£0.50m a month"):
        assert wanted in text
    assert axe(page) == []

    with page.expect_download() as coming:
        page.get_by_role("button", name="Save the game").click()
    kept = Path(coming.value.path()).read_bytes()
    assert len(json.loads(kept)["decisions"]) == 5
    with page.expect_download() as coming:
        page.get_by_role("button", name="Report (HTML)").click()
    file = tmp_path / "game.html"
    file.write_bytes(Path(coming.value.path()).read_bytes())
    context = browser.new_context(offline=True)
    report = context.new_page()
    report.goto(file.as_uri())
    report.wait_for_selector("html[data-charts=drawn]", state="attached")
    assert "What could follow from here" in report.inner_text("main")
    context.close()
    assert user.errors == []
    assert user.outside == []
    reopened(browser, address, kept, text)


def not_without_asking(user: Watched) -> None:
    """Neither a second press nor a double-click passes anybody over, or gives the game up; then on by keyboard."""
    page = user.page
    forth = page.get_by_role("button", name="Go to next April")
    forth.dblclick()
    user.says("#seat-waiting", f"Not decided yet: {ICB}")
    assert axe(page) == []
    page.get_by_role("button", name="Show what this seat sees").click()
    decide(user)
    user.until("document.querySelector('#seat-waiting').hidden")
    page.get_by_role("button", name="Begin the game").dblclick()
    user.says("#seat-anew", "would be gone for good")
    assert axe(page) == []
    page.get_by_role("button", name="Keep this game").click()
    user.until("document.querySelector('#seat-anew').hidden")
    assert "year 2" in page.inner_text("#seat-bar")
    forth.press("Enter")
    user.says("#seat-waiting", f"Not decided yet: {ICB} and {TRUST}")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Go on without them"
    page.keyboard.press("Enter")
    user.says("#seat-bar", "year 3")
    assert page.evaluate("document.activeElement.innerText") == "Go to next April"
    ready(user)


def reopened(browser: Browser, address: str, kept: bytes, text: str) -> None:
    """The saved game gives the same end in another browser; what is no game is refused."""
    with watched(browser, address) as other:
        other.tab("Take a seat")
        file: Any = {"name": "game.json", "mimeType": "application/json", "buffer": b"[1]"}
        other.page.locator("#seat-upload input").set_input_files(file)
        other.says("#seat-said", "no saved game")
        file["buffer"] = kept
        other.page.locator("#seat-upload input").set_input_files(file)
        other.page.wait_for_selector("html[data-game=drawn]", state="attached")
        assert other.page.inner_text("#seat-told") == text
        assert other.errors == []


def test_the_end_can_be_stopped_and_worked_out_after_all(
    browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with watched(browser, address) as user:
        page = user.page
        user.tab("Take a seat")
        user.until("document.querySelectorAll('.mantine-MultiSelect-pill').length == 3")
        page.locator("#seat-years").fill("1")
        page.get_by_role("button", name="Begin the game").click()
        ready(user)
        monkeypatch.setattr(ending, "FUTURES", 2000)
        gone_on(user)
        page.get_by_role("button", name="Stop", exact=True).press("Enter")
        user.says("#seat-said", "Stopped.")
        assert axe(page) == []
        page.get_by_role("button", name="Work it out", exact=True).click()
        user.says("#seat-said", "Playing the future without you")
        page.get_by_role("button", name="Stop", exact=True).click()
        user.says("#seat-said", "Stopped.")
        assert user.errors == []
