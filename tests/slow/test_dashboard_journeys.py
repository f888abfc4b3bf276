"""Ways through the dashboard in a real browser: by link, behind the password, by keyboard alone, two people at once."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator
from served import PATIENT, Watched, served, watched

from experiments.dashboard.case import Case, Choice

pytestmark = pytest.mark.xdist_group("dashboard")
PASSWORD = "correct horse battery"  # noqa: S105
OVERLAPS = """names => {
  const boxes = Array.from(document.querySelectorAll(names)).map(one => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([name, a], at) => boxes.slice(at + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
    .map(([other]) => [name, other]));
}"""
"""Pairs of names that lie over each other."""
LINKED = Case("dorset", Choice("maximum-delegation", {"staff_at_place": 0.3}), Choice("targeted"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served((8, 16), years=1) as at:
        yield at


def link(case: Case) -> str:
    """The part of the address that holds a comparison, as the page writes it."""
    return f"#case={quote(json.dumps(case.plain(), separators=(',', ':')))}"


def lever(user: Watched) -> Locator:
    """A lever of the ICB, with its group open."""
    group = user.page.locator("#levers details.holder", has_text="ICB").first
    if group.get_attribute("open") is None:
        group.locator("summary").first.click()
    return user.page.get_by_role("slider", name="Staff in place teams")


def test_a_link_that_is_pasted_into_an_open_page_is_followed(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        assert "Centrist" in user.page.inner_text("#strip")
        user.page.evaluate("hash => { location.hash = hash; }", link(LINKED))
        user.says("#strip", "Maximum delegation, changed")
        user.says("#strip", "Targeted")
        user.says(".lede", "changed")
        assert "staff_at_place" in user.page.evaluate("location.hash")
        assert user.errors == []


def test_a_damaged_link_is_told_and_the_comparison_stays(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        before = user.page.evaluate("location.hash")
        user.page.evaluate("() => { location.hash = '#case=%7Bnonsense'; }")
        user.says("#trouble", "The link is damaged: the comparison on the screen stays.")
        assert user.page.evaluate("location.hash") == before
    with watched(browser, address, path="/#case=%7Bnonsense") as user:
        user.answered(16)
        user.says("#trouble", "The link is damaged: this is the comparison with which the dashboard opens.")


def test_a_link_outlives_the_sign_in_even_after_a_wrong_password(browser: Browser) -> None:
    with served((8, 16), years=1, password=PASSWORD) as locked:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(PATIENT)
        user = Watched(page)
        page.goto(f"{locked}/{link(LINKED)}")
        for password in ("something else", PASSWORD):
            page.get_by_label("Password for this workshop").fill(password)
            page.get_by_role("button", name="Open the dashboard").click()
        user.answered()
        user.says("#strip", "Maximum delegation, changed")
        user.says("#strip", "Targeted")
        context.close()


def test_a_card_asks_why_and_a_story_of_earlier_settings_is_called_so(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        page = user.page
        page.locator("[data-why=four_hours]").click()
        page.wait_for_selector("html[data-story=drawn]", state="attached")
        assert page.get_by_role("tab", name="Why").get_attribute("aria-selected") == "true"
        assert page.get_by_role("heading", name="A&E within four hours, month by month").is_visible()
        assert page.inner_text("#why-old") == ""
        assert page.locator("#network-0 .node-name").count() == page.locator("#network-0 circle").count() > 8
        assert page.evaluate(OVERLAPS, "#network-0 .node-name") == []
        user.tab("Compare")
        lever(user).press("ArrowLeft")
        user.tab("Why")
        user.says("#why-old", "This story belongs to the earlier settings")
        user.tab("Compare")
        page.get_by_role("button", name="Undo changes").click()
        user.until("document.querySelector('#why-old').innerText === ''")
        page.locator("[data-show=waits_18_weeks]").click()
        user.until("document.querySelector('#why-old').innerText.includes('another outcome')")
        assert user.errors == []


def saved(user: Watched, name: str, kind: str) -> bytes:
    with user.page.expect_download() as coming:
        user.page.locator(f"[data-picture={name}][data-kind={kind}]").click()
    assert coming.value.suggested_filename.endswith(f".{kind}")
    return Path(coming.value.path()).read_bytes()


def test_charts_and_drawings_of_every_tab_are_saved_as_pictures(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        user.answered(16)
        user.until("document.querySelector('#chart-levels.js-plotly-plot')")
        levels = saved(user, "chart-levels", "svg").decode()
        assert "scatterlayer" in levels
        assert "A Maximum delegation" in levels
        assert "B Centrist (dashed)" in levels
        assert saved(user, "chart-whom", "png").startswith(b"\x89PNG")
        user.tab("Our system")
        user.until("document.querySelector('#own-picture.js-plotly-plot')")
        assert "The system on the screen" in saved(user, "own-picture", "svg").decode()
        user.tab("What if we are wrong?")
        user.page.wait_for_selector("#wrong-flips[data-drawn]")
        assert saved(user, "wrong-flips", "png").startswith(b"\x89PNG")
        user.tab("Why")
        user.page.get_by_role("button", name="Play it again").click()
        user.page.wait_for_selector("html[data-story=drawn]", state="attached")
        assert saved(user, "why-course", "png").startswith(b"\x89PNG")
        assert "font-size" in saved(user, "network-0", "svg").decode()
        assert saved(user, "network-1", "png").startswith(b"\x89PNG")
        assert user.errors == user.outside == []
