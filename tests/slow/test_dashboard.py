"""The dashboard in a real browser: every tab, every export, links and files, two users, phones, keyboard, axe."""

import html
import io
import json
import re
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page
from pptx import Presentation
from served import Watched, serious, served, watched

from experiments.docs.screenshots import SCENES
from experiments.sheets.describe import describe
from experiments.sheets.template import write_template
from sim.outcomes import CATALOGUE

pytestmark = pytest.mark.xdist_group("dashboard")
TABS = (
    "Compare",
    "Why",
    "What if we are wrong?",
    "Our system",
    "Assumptions",
    "Guided workshop",
    "Take a seat",
    "Keep",
)
LEVER = "Staff in place teams"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served((8, 16), years=1) as at:
        yield at


@pytest.fixture(scope="module")
def shared(browser: Browser, address: str) -> Iterator[Watched]:
    with watched(browser, address) as made:
        yield made


def slider(user: Watched, holder: str = "ICB", label: str = LEVER) -> Any:
    group = user.page.locator("#levers details.holder", has_text=holder).first
    if group.get_attribute("open") is None:
        group.locator("summary").first.click()
    return user.page.get_by_role("slider", name=label)


def taken(user: Watched, click: Callable[[], None]) -> tuple[str, bytes]:
    with user.page.expect_download() as coming:
        click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_opens_with_words_and_charts_and_asks_nobody_else(shared: Watched) -> None:
    shared.answered(16)
    page = shared.page
    assert "Over one year in Dorset" in page.inner_text(".lede")
    assert page.locator("#chart-levels .scatterlayer path").count() > 0
    assert page.locator("#chart-whom .scatterlayer path").count() > 0
    assert "Base level of delegation" in page.inner_text("#strip")
    assert shared.outside == []
    assert shared.errors == []


def test_a_tab_that_has_just_come_complains_of_nothing(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        opened = (
            ("Our system", "#own-said", ""),
            ("Take a seat", "#seat-said", "Choose who"),
            ("Keep", "#link-said", ""),
        )
        for tab, where, says in opened:
            user.tab(tab)
            user.page.wait_for_selector(where, state="attached")
            user.page.wait_for_timeout(1000)
            said = user.page.locator(where).inner_text()
            assert said.startswith(says)
            assert bool(said) == bool(says)
        assert user.errors == []


def test_a_lever_moved_by_keyboard_changes_what_differs_and_the_answer(shared: Watched) -> None:
    page = shared.page
    handle = slider(shared)
    before = handle.input_value()
    handle.focus()
    page.keyboard.press("ArrowLeft")
    assert handle.input_value() != before
    shared.says("#strip", "Maximum delegation, changed")
    shared.answered(16)
    shared.says(".lede", "Maximum delegation, changed")
    page.get_by_role("button", name="Undo changes").click()
    shared.until("!document.querySelector('#strip').innerText.includes('changed')")
    shared.answered(16)


def test_a_card_shows_its_outcome(shared: Watched) -> None:
    shared.page.locator("[data-show=four_hours]").click()
    shared.page.wait_for_selector("html[data-outcome=four_hours]", state="attached")
    assert shared.page.inner_text("#outcome-title") == "A&E within four hours"


def test_a_link_brings_back_the_comparison_in_another_browser(browser: Browser, address: str, shared: Watched) -> None:
    handle = slider(shared)
    handle.focus()
    shared.page.keyboard.press("ArrowLeft")
    shared.until("location.hash.includes('staff_at_place')")
    link = shared.page.evaluate("location.hash")
    with watched(browser, address, path=f"/{link}") as other, watched(browser, address) as third:
        other.says("#strip", "changed")
        assert slider(other).input_value() == handle.input_value()
        assert "changed" not in third.page.inner_text("#strip")
        assert other.errors == third.errors == []


def test_what_is_taken_away_can_be_read(shared: Watched, browser: Browser, tmp_path: Path) -> None:
    page = shared.page
    shared.answered(16)
    shared.tab("Keep")
    page.get_by_label("Notes of the facilitator").fill("=HYPERLINK(1) Ask the councils")
    name, content = taken(shared, page.get_by_role("button", name="Numbers (Excel)").click)
    assert name.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["About", "Outcomes", "By organisation", "Months", "Levers", "Assumptions", "Changed"]
    outcomes = {row[1]: row for row in book["Outcomes"].iter_rows(min_row=2, values_only=True)}
    assert isinstance(outcomes["A&E within four hours"][4], float)
    notes = dict(book["About"].iter_rows(values_only=True))["Notes"]
    assert notes == "=HYPERLINK(1) Ask the councils"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)

    _, content = taken(shared, page.get_by_role("button", name="Slides (PowerPoint)").click)
    deck = Presentation(io.BytesIO(content))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    text = "\n".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    for wanted in ("compared with Centrist", "In short", "Seed: 1", "not signed off", "Ask the councils"):
        assert wanted in text
    assert sum(shape.has_chart for shape in shapes) == 7

    _, content = taken(shared, page.get_by_role("button", name="Report (HTML)").click)
    file = tmp_path / "report.html"
    file.write_bytes(content)
    context = browser.new_context(offline=True)
    report = context.new_page()
    report.goto(file.as_uri())
    report.wait_for_selector("html[data-charts=drawn]", state="attached")
    assert report.locator("[data-chart] .scatterlayer path").count() > 20
    context.close()

    pictures: list[Any] = []
    page.on("download", lambda picture: pictures.append(picture))
    for kind in ("PNG", "SVG"):
        page.get_by_role("button", name=f"Charts ({kind})").click()
        shared.says("body", f"3 charts saved as {kind}.")
    assert len(pictures) == 6
    levels, difference, whom = (
        html.unescape(Path(one.path()).read_text(encoding="utf-8"))
        for one in pictures
        if one.suggested_filename.endswith(".svg")
    )
    what = page.locator("#outcome-title").text_content()
    for picture, wanted in (
        (levels, (what, "A Maximum delegation", "B Centrist (dashed)")),
        (difference, (what, "Maximum delegation", " minus Centrist, future by future")),
        (whom, ("Places: ", " minus Centrist, ", "better under Maximum delegation", "better under Centrist")),
    ):
        assert [one for one in wanted if one not in picture] == [], re.findall(r">([^<>]{4,})<", picture)
    for picture in pictures:
        content = Path(picture.path()).read_bytes()
        if picture.suggested_filename.endswith(".png"):
            assert content.startswith(b"\x89PNG")
            assert struct.unpack(">I", content[16:20]) == (1600,)  # pixels across
        else:
            assert content.startswith(b"<svg")
            assert b"scatterlayer" in content


def test_the_link_is_copied_and_each_kind_of_lever_travels_in_it(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        page = user.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate("() => document.querySelectorAll('#levers details').forEach(group => { group.open = true; })")
        several = page.locator("#levers select").first
        chosen = several.locator("option:not(:checked)").first.get_attribute("value")
        several.select_option(chosen)
        switch = page.locator("#levers input[type=radio]:not(:checked)").first
        name, value = switch.get_attribute("name"), switch.get_attribute("value")
        switch.check()
        user.says("#strip", "Maximum delegation, changed")
        user.tab("Keep")
        page.get_by_role("button", name="Copy the link").click()
        user.says("#link-said", "Copied")
        link = page.evaluate("navigator.clipboard.readText()")
        with watched(browser, address, path=link.removeprefix(address)) as other:
            other.says("#strip", "Maximum delegation, changed")
            assert other.page.locator("#levers select").first.input_value() == chosen
            assert other.page.locator(f"#levers input[name={name}]:checked").get_attribute("value") == value
            assert other.errors == []
        assert user.errors == []


def test_a_saved_file_brings_back_all_that_it_holds(browser: Browser, address: str, tmp_path: Path) -> None:
    """The comparison on the screen, an uploaded system, names and notes; and what is there already stays."""
    write_template(tmp_path / "ours.xlsx", describe("dorset"))
    with watched(browser, address) as user:
        page = user.page
        user.tab("Our system")
        page.locator("#own-upload input").set_input_files(tmp_path / "ours.xlsx")
        user.says("#own-said", "Nothing is wrong")
        user.tab("Keep")
        page.get_by_label("Notes of the facilitator").fill("Ask the councils")
        page.get_by_label("Name of this comparison").fill("Ours <b>&")
        page.get_by_role("button", name="Keep this comparison").click()
        page.wait_for_selector("#kept-list li")
        user.tab("Compare")
        slider(user).press("ArrowLeft")
        user.says("#strip", "Maximum delegation, changed")
        moved = slider(user).input_value()
        user.tab("Keep")
        name, content = taken(user, page.get_by_role("button", name="Save to a file").click)
        assert json.loads(content)["scenarios"][0]["name"] == "Ours <b>&"
    with watched(browser, address) as other:
        page = other.page
        assert "changed" not in page.inner_text("#strip")
        other.tab("Keep")
        notes = page.get_by_label("Notes of the facilitator")
        notes.fill("Of this room")
        file: Any = {"name": name, "mimeType": "application/json", "buffer": content}
        page.locator("#open input").set_input_files(file)
        other.says("#kept-list", "Ours <b>&")
        other.says("#link-said", "one uploaded system and the notes. Its notes stand below those that were there.")
        assert notes.input_value() == "Of this room\n\nAsk the councils"
        other.says("#strip", "Maximum delegation, changed")
        page.locator("#open input").set_input_files(file)
        other.says("#link-said", "‘Ours <b>&’ was kept already. Its notes were there already.")
        page.locator("#open input").set_input_files({**file, "buffer": b" " * 4_000_001})
        other.says("#link-said", "is larger than 4 MB. Nothing was opened.")
        file["buffer"] = b"not json"
        page.locator("#open input").set_input_files(file)
        other.says("#link-said", "not JSON")
        other.tab("Compare")
        assert "uploaded" in page.locator("#system").input_value()
        assert slider(other).input_value() == moved
        other.answered(16)
        assert "Maximum delegation, changed" in page.inner_text(".lede")
        assert other.errors == []


def test_two_comparisons_that_were_kept_are_set_side_by_side(browser: Browser, address: str) -> None:
    """On every outcome that is marked as key, with the unit of what differs."""
    with watched(browser, address) as user:
        page = user.page
        for name, tab in (("As it opens", "Compare"), ("With a lever", "Keep")):
            if tab == "Keep":
                user.tab("Compare")
                slider(user).press("ArrowLeft")
                user.says("#strip", "Maximum delegation, changed")
            user.tab("Keep")
            page.get_by_label("Name of this comparison").fill(name)
            page.get_by_role("button", name="Keep this comparison").click()
            user.says("#kept-list", name)
        page.get_by_role("button", name="Set side by side").click()
        page.wait_for_selector("#kept-table tbody tr")
        assert page.locator("#kept-table thead th").all_inner_texts() == ["Outcome", "As it opens", "With a lever"]
        rows = {
            row[0]: row[1:] for row in (each.split("\t") for each in page.locator("#kept-table tr").all_inner_texts())
        }
        assert len(rows) == 1 + sum(outcome.key for outcome in CATALOGUE)
        assert "A&E within four hours (percentage points)" in rows
        assert user.errors == []


def test_a_field_for_files_is_one_stop_for_the_keyboard(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        page = user.page
        page.on("filechooser", lambda _: None)  # watched for from now on: a key that is pressed at once may come first
        user.tab("Keep")
        page.get_by_role("button", name="Save to a file").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Open a saved file"
        for key in ("Enter", "Space"):
            with page.expect_file_chooser():
                page.keyboard.press(key)
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('#open')")
        fields = page.locator("input[type=file]")
        assert fields.count() == fields.and_(page.locator("[tabindex='-1']")).count() == 3
        assert page.get_by_role("group", name="Whose levers", include_hidden=True).count() == 1
        assert user.errors == []


def test_what_was_kept_is_there_when_the_page_is_loaded_again(browser: Browser, address: str, tmp_path: Path) -> None:
    write_template(tmp_path / "ours.xlsx", describe("dorset"))
    with watched(browser, address) as user:
        page = user.page
        user.tab("Our system")
        page.locator("#own-upload input").set_input_files(tmp_path / "ours.xlsx")
        user.says("#own-said", "Nothing is wrong")
        user.tab("Keep")
        page.get_by_label("Notes of the facilitator").fill("Ask the councils")
        page.get_by_label("Name of this comparison").fill("Ours")
        page.get_by_role("button", name="Keep this comparison").click()
        page.wait_for_selector("#kept-list li")
        page.reload()
        user.answered()
        user.tab("Keep")
        page.wait_for_selector("#kept-list li")
        assert page.get_by_label("Notes of the facilitator").input_value() == "Ask the councils"
        user.tab("Compare")
        page.locator("#system").click()
        page.get_by_role("option", name="(uploaded)").wait_for()
        assert user.errors == []


def mistaken(folder: Path) -> tuple[Path, str]:
    """A spreadsheet with a mistake, and where that is."""
    write_template(folder / "bad.xlsx", describe("dorset"))
    book = openpyxl.load_workbook(folder / "bad.xlsx")
    sheet = next(sheet for sheet in book if sheet.title.lower().startswith("communit"))
    people = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, (int, float)))
    people.value = "many"
    book.save(folder / "bad.xlsx")
    return folder / "bad.xlsx", f"{sheet.title}!{people.coordinate}"


def test_a_spreadsheet_is_checked_cell_by_cell_and_used(browser: Browser, address: str, tmp_path: Path) -> None:
    bad, where = mistaken(tmp_path)
    write_template(tmp_path / "ours.xlsx", describe("dorset"))
    with watched(browser, address) as user:
        user.tab("Our system")
        user.page.locator("#own-upload input").set_input_files(bad)
        user.page.wait_for_selector("#own-said table")
        assert where in user.page.inner_text("#own-said")
        user.page.locator("#own-upload input").set_input_files(tmp_path / "ours.xlsx")
        user.says("#own-said", "Nothing is wrong")
        user.answered(16)
        assert user.page.locator("#own-picture .sankey-node").count() > 4
        user.tab("Compare")
        assert "uploaded" in user.page.locator("#system").input_value()
        assert user.page.evaluate("location.hash") == ""
        assert user.errors == []


def test_why_tells_a_story_and_can_be_stopped(shared: Watched) -> None:
    page = shared.page
    shared.tab("Why")
    page.get_by_role("button", name="Play it again").click()
    page.get_by_role("button", name="Stop").click()
    shared.says("#why-said", "Stopped")
    page.get_by_role("button", name="Play it again").click()
    page.wait_for_selector("html[data-story=drawn]", state="attached")
    assert page.locator("#network-0 svg path").count() > 10
    page.wait_for_selector(".decisions li")
    assert "April, year 1" in page.inner_text("#why-list")


def test_an_assumption_that_is_fixed_is_said_everywhere(shared: Watched) -> None:
    page = shared.page
    shared.tab("Compare")
    page.locator("#shown").click()
    page.get_by_role("option", name="What places really decide").click()
    page.wait_for_selector("html[data-outcome=real_delegation]", state="attached")
    shared.tab("Assumptions")
    page.wait_for_selector(".assumption")
    shared.says("#assume-verdict", page.locator(".found").text_content() or "none")
    before = page.inner_text("#assume-verdict")
    title = "Delegation that places inherit"
    page.get_by_label("Search").fill(title)
    shared.says("#assume-said", "1 shown")
    page.locator(".assumption [role=slider]").first.focus()
    page.keyboard.press("End")
    shared.says("#strip", title)
    assert page.locator("#strip .differs").last.inner_text().endswith(" for both")
    shared.until(f"document.querySelector('#assume-verdict').innerText !== {before!r}")
    shared.says("#assume-verdict", page.locator(".found").text_content() or "none")
    shared.until(f"document.activeElement.ariaLabel.startsWith({title!r})")  # rows have come anew meanwhile
    page.get_by_label("Search").fill("")
    shared.until("document.querySelectorAll('.assumption').length > 1")
    assert page.locator(".assumption h3").first.inner_text() == title
    page.get_by_role("button", name="Let it vary again").locator("visible=true").first.wait_for()
    shared.until("location.hash.includes('fixed%22%3A%7B%22')")
    assert shared.errors == []


@pytest.mark.parametrize("width", [390, 1280, 3840])
def test_every_tab_fits_and_axe_finds_nothing_serious(
    browser: Browser, address: str, tmp_path: Path, width: int
) -> None:
    """With all that a tab shows once it is used: a story, all policies, a game that is on, a kept comparison, problems.

    The box, which takes more futures, is looked at in the tests of its tab.
    """

    def kept(page: Page) -> None:
        page.get_by_label("Name of this comparison").fill("Ours")
        page.get_by_role("button", name="Keep this comparison").click()
        page.wait_for_selector("#kept-list li")

    def troubled(page: Page) -> None:
        page.locator("#own-upload input").set_input_files(mistaken(tmp_path)[0])
        page.wait_for_selector("#own-said table")

    first = {tab: scenes[""] for tab, scenes in SCENES.items()}
    used = {**first, "Keep": kept, "Our system": troubled}
    with watched(browser, address, width) as user:
        user.answered(16)
        for tab in TABS:
            user.tab(tab)
            used.get(tab, lambda page: page.wait_for_timeout(500))(user.page)
            assert user.page.evaluate("document.documentElement.scrollWidth") <= width, tab
            assert serious(user.page) == [], tab


def test_what_a_lever_accounts_for_is_worked_out_and_leads_to_the_lever(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        user.answered(16)
        user.tab("Assumptions")
        user.page.get_by_role("button", name="Work it out").click()
        user.says("#by-lever-body", "All together")
        user.says("#by-lever-body", "Staff in place teams")
        assert serious(user.page) == []
        user.page.get_by_label("Search", exact=True).fill("Staff in place teams")
        user.page.locator("[data-to-lever=staff_at_place]").click()
        user.until("document.activeElement.dataset.lever === 'staff_at_place'")
        assert user.page.get_by_role("tab", name="Compare").get_attribute("aria-selected") == "true"
        user.tab("Assumptions")
        user.says("#by-lever-body", "All together")
        user.page.evaluate("() => window.dash_clientside.set_props('shown', { value: 'four_hours' })")
        user.says("#by-lever-said", "The comparison has changed: work it out again.")
        assert user.page.locator("#by-lever-body").inner_text() == ""
        user.page.get_by_role("button", name="Work it out").click()
        user.page.locator("#by-lever-stop").click()
        user.says("#by-lever-said", "Stopped.")
        assert user.errors == user.outside == []


def test_a_month_or_a_council_that_is_clicked_leads_to_its_story(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        user.answered(16)
        page = user.page
        chart = page.locator("#chart-levels .nsewdrag").first
        chart.click(position={"x": chart.bounding_box()["width"] - 3, "y": 60})
        page.wait_for_selector("html[data-story=drawn]", state="attached")
        assert page.get_by_role("tab", name="Why").get_attribute("aria-selected") == "true"
        user.says("#network-said", "after 1 year")
        thumb = page.locator("#network-when [role=slider]")
        assert thumb.get_attribute("aria-valuetext") == "after 1 year"
        thumb.press("ArrowLeft")
        user.says("#network-said", "after 0.5 years")
        assert thumb.get_attribute("aria-valuetext") == "after 0.5 years"
        page.locator("#network-table summary").click()
        ties = page.locator("#network-0 svg path").count()
        assert page.locator("#network-table tbody tr").count() >= ties > 0
        assert re.fullmatch(
            r"[^\t]+ and [^\t]+(\t([\d.]+|–)){4}", page.locator("#network-table tbody tr").first.inner_text()
        )
        assert page.locator(".panel", has=page.locator("#why-course")).locator("tbody tr").count() == 2
        page.evaluate("() => { delete document.documentElement.dataset.story; }")
        user.tab("Compare")
        user.until("document.querySelector('#chart-whom .scatterlayer path.point')")
        page.locator("#chart-whom .scatterlayer path.point").first.click(force=True)
        page.wait_for_selector("html[data-story=drawn]", state="attached")
        who = page.locator("#why-who").input_value()
        assert who.endswith("place board")
        user.says("#why-list", who)
        assert user.errors == user.outside == []
