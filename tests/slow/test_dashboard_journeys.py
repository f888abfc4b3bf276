"""Ways through the dashboard in a real browser: by link, behind the password, by keyboard alone, two people at once."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from playwright.sync_api import Browser, Locator
from served import PATIENT, Watched, serious, served, watched

from experiments.dashboard.case import Case, Choice
from experiments.dashboard.glossary import TERMS
from experiments.dashboard.levers import named
from experiments.ensemble import Queue
from experiments.sheets.describe import describe
from experiments.sheets.template import write_template
from sim.parameters import REGISTRY

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


def test_a_link_need_not_say_what_nobody_changed(browser: Browser, address: str) -> None:
    brief = {
        "system": "dorset",
        "timeline": "steady",
        "first": {"policy": "targeted"},
        "second": {"policy": "centrist"},
    }
    with watched(browser, address, path=f"/#case={quote(json.dumps(brief))}") as user:
        user.says("#strip", "Targeted")
        user.answered(16)
        lever(user).press("ArrowLeft")
        user.says("#strip", "Targeted, changed")
        assert user.page.inner_text("#trouble") == ""
        assert user.errors == []


def test_a_few_assumptions_that_were_changed_are_named_and_many_are_counted(browser: Browser, address: str) -> None:
    chosen = list(REGISTRY.role("uncertainty"))[:4]
    fixed = {p.name: p.low for p in chosen}
    several = replace(LINKED, fixed=dict([*fixed.items()][:3]))
    with watched(browser, address, path=f"/{link(several)}") as user:
        user.says("#strip", " for both")
        for p in chosen[:3]:
            assert f"{p.label} {p.low:g}" in user.page.inner_text("#strip")
        user.page.evaluate("hash => { location.hash = hash; }", link(replace(several, fixed=fixed)))
        user.says("#strip", "4 assumptions changed for both")
        assert user.errors == []


APART = Case("dorset", Choice("maturity-gated"), Choice("command-and-control"))
"""Two policies that differ in more than a strip has room for."""
SCREENS = [
    (*size, presenting)
    for size in ((390, 844), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))
    for presenting in (False, True)
]
CUT = """() => {
  const band = document.querySelector('.strip-band').getBoundingClientRect();
  return [...document.querySelectorAll('#strip > *')].filter(one => one.checkVisibility()).filter(one => {
    const box = one.getBoundingClientRect();
    return one.scrollWidth > one.clientWidth + 1 || box.left < 0 || box.right > innerWidth
      || box.top < band.top || box.bottom > band.bottom;
  }).map(one => one.innerText);
}"""
"""What of the strip is not wholly to be seen."""

WITHIN = """() => {
  const [controls, band] = ['.controls', '.strip-band'].map(one => document.querySelector(one).getBoundingClientRect());
  return controls.top >= band.bottom && controls.bottom <= innerHeight;
}"""


def differing(case: Case) -> int:
    """Levers that two shipped policies set differently."""
    one, other = (named()[choice.policy]["levers"] for _, choice in case.choices())
    return sum(one[name] != other[name] for name in one)


def on_screen(user: Watched, width: int, height: int, presenting: bool) -> None:
    """Show a page at that size, in presenter mode or not."""
    user.page.set_viewport_size({"width": width, "height": height})
    button = user.page.get_by_role("button", name="Presenter mode")
    if button.get_attribute("aria-pressed") != str(presenting).lower():
        button.click()
    user.page.wait_for_timeout(300)


def left_out(user: Watched) -> int:
    """The number that the strip's button tells, which is that of what is not shown."""
    number = int(re.fullmatch(r"(?:and|show all) (\d+)(?: more)?", user.page.inner_text("#strip-more"))[1])
    pieces = user.page.locator("#strip .differs")
    assert number == pieces.count() - pieces.locator("visible=true").count()
    return number


@pytest.mark.parametrize(("width", "height", "presenting"), [screen for screen in SCREENS if screen[0] <= 1280])
def test_what_differs_is_left_out_but_not_cut_and_opens_as_a_whole(
    browser: Browser, address: str, width: int, height: int, presenting: bool
) -> None:
    with watched(browser, address, width, f"/{link(APART)}") as user:
        on_screen(user, width, height, presenting)
        user.answered(16)
        page, press, more = user.page, user.page.keyboard.press, user.page.locator("#strip-more")
        number, every = left_out(user), differing(APART)
        assert f"What differs ({every})" in page.inner_text("#strip")
        assert page.locator("#strip .differs").locator("visible=true").count() == every - number
        assert page.evaluate(CUT) == []
        assert page.locator(".strip-band").bounding_box()["height"] <= height / 5
        reached(user, "#strip-more")
        for opens, closes in (("Enter", "Escape"), ("Space", "Space")):
            press(opens)
            assert (more.inner_text(), more.get_attribute("aria-expanded")) == ("fewer", "true")
            whole = page.get_by_role("region", name="All that differs between A and B")
            assert whole.locator("tbody tr").count() == every
            box = whole.bounding_box()
            assert box["y"] + box["height"] <= height
            assert whole.evaluate("all => all.scrollWidth <= all.clientWidth")
            assert serious(page) == []
            press("Tab")
            assert page.evaluate("document.activeElement.id") == "strip-all"
            press("End")
            user.until("(all => all.scrollTop + all.clientHeight >= all.scrollHeight - 2)(document.activeElement)")
            if closes == "Space":
                press("Shift+Tab")
            press(closes)
            assert (left_out(user), more.get_attribute("aria-expanded")) == (number, "false")
            assert page.evaluate("document.activeElement.id") == "strip-more"
            assert not page.locator("#strip-all").is_visible()
        press("Enter")
        press("Tab")
        press("Tab")
        assert not page.locator("#strip-all").is_visible()  # it would lie over what has the focus
        assert user.errors == []


def test_what_was_changed_by_hand_is_left_out_last_and_the_number_follows_the_screen(
    browser: Browser, address: str
) -> None:
    fixed = next(iter(REGISTRY.role("uncertainty")))
    changed = replace(
        APART, second=Choice("command-and-control", {"staff_at_place": 0.3}), fixed={fixed.name: fixed.low}
    )
    with watched(browser, address, path=f"/{link(changed)}") as user:
        page = user.page
        on_screen(user, 1280, 720, presenting=False)
        user.says("#strip", "for both")
        for tab in ("Assumptions", "Compare"):
            user.tab(tab)
            assert "Staff in place teams" in page.inner_text("#strip")
            assert f"{fixed.label} {fixed.low:g}" in page.inner_text("#strip")
            assert page.evaluate(CUT) == []
        before = left_out(user)
        page.set_viewport_size({"width": 390, "height": 844})
        user.until(f"document.querySelector('#strip-more').innerText !== 'and {before} more'")
        assert left_out(user) > before
        assert page.evaluate(CUT) == []
        page.set_viewport_size({"width": 3840, "height": 2160})
        user.until("document.querySelector('#strip-more').hidden")
        assert page.locator("#strip .differs").locator("visible=true").count() == differing(APART) + 1
        assert page.evaluate(CUT) == []
        page.set_viewport_size({"width": 1280, "height": 720})
        user.until("!document.querySelector('#strip-more').hidden")
        page.locator("#strip-more").click()
        assert fixed.label in page.inner_text("#strip-all")
        page.get_by_role("tab", name="Keep").click()
        assert not page.locator("#strip-all").is_visible()
        assert user.errors == []


def test_levers_begin_on_the_first_screen_and_what_to_compare_ends_with_it(browser: Browser, address: str) -> None:
    """On a phone, where levers are folded, their heading does."""
    for fresh in (390, 1280):
        with watched(browser, address, fresh, f"/{link(APART)}") as user:
            user.answered(16)
            for width, height, presenting in SCREENS:
                if (width == 390) != (fresh == 390):
                    continue
                on_screen(user, width, height, presenting)
                first = "#levers-fold > summary" if width == 390 else "#levers details.holder > summary"
                box = user.page.locator(first).first.bounding_box()
                screen = f"{width} {'in presenter mode' if presenting else ''}"
                assert box["y"] + box["height"] <= height, screen
                assert user.page.evaluate("document.documentElement.scrollWidth") <= width, screen
                assert user.page.evaluate(CUT) == [], screen
                for place in (0, 50, 400) if width > 390 else ():
                    user.page.evaluate("place => scrollTo(0, place)", place)
                    user.page.wait_for_timeout(200)
                    assert user.page.evaluate(WITHIN), (screen, place)
                user.page.evaluate("scrollTo(0, 0)")
            assert user.page.locator("#levers").is_visible() == (fresh > 390)
            assert user.errors == []


def test_a_file_that_is_being_made_is_not_made_twice(browser: Browser, address: str) -> None:
    """While the server works on it, no button for a file takes a further click."""
    watch = """() => {
      window.seen = {};
      const all = [...document.querySelectorAll('button')].filter(one => one.id.includes('"export"'));
      all.forEach(one => new MutationObserver(() => { if (one.disabled) { window.seen[one.textContent] = true; } })
        .observe(one, { attributes: true }));
    }"""
    with watched(browser, address) as user:
        user.answered(16)
        user.tab("Keep")
        button = user.page.get_by_role("button", name="Numbers (Excel)")
        button.wait_for()
        user.page.evaluate(watch)
        with user.page.expect_download():
            button.click()
        user.says("#export-said", "Numbers (Excel)")
        user.until("document.querySelectorAll('button[id*=export]:disabled').length === 0")
        seen = ["Numbers (Excel)", "Report (HTML)", "Slides (PowerPoint)"]
        assert sorted(user.page.evaluate("() => Object.keys(window.seen)")) == seen
        assert user.errors == []


def test_a_link_outlives_the_sign_in_even_after_a_wrong_password(browser: Browser) -> None:
    with served((8, 16), years=1, password=PASSWORD) as locked:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(PATIENT)
        user = Watched(page)
        page.goto(f"{locked}/{link(LINKED)}")
        for password in ("something else", PASSWORD):
            assert serious(page) == []
            page.get_by_label("Password for this workshop").fill(password)
            page.get_by_role("button", name="Open the dashboard").click()
        user.answered()
        user.says("#strip", "Maximum delegation, changed")
        user.says("#strip", "Targeted")
        context.close()


def test_a_link_on_another_site_is_followed_and_leaves_open_pages_their_session(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        before = user.page.context.cookies()
        page = user.page.context.new_page()
        mail = f"<a href='{address}/{link(LINKED)}'>What we looked at</a>"
        page.route("http://mail.example/", lambda route: route.fulfill(body=mail, content_type="text/html"))
        page.goto("http://mail.example/")
        page.get_by_role("link").click()
        other = Watched(page)
        other.answered()
        other.says("#strip", "Maximum delegation, changed")
        assert user.page.context.cookies() == before
        lever(user).press("ArrowLeft")
        user.says("#strip", "Maximum delegation, changed")
        user.says(".lede", "changed")
        assert user.errors == []


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


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious_with_levers_a_dialog_an_explanation_or_an_error(
    browser: Browser, address: str, width: int
) -> None:
    with watched(browser, address, width) as user:
        page = user.page
        user.answered(16)
        assert page.evaluate("(band => band.scrollWidth <= band.clientWidth)(document.querySelector('.strip-band'))")
        if page.locator("#levers-fold").get_attribute("open") is None:
            page.locator("#levers-fold > summary").click()
        lever(user).scroll_into_view_if_needed()
        assert serious(user.page) == []
        page.get_by_role("button", name="Glossary").click()
        page.get_by_role("dialog").wait_for()
        assert serious(user.page) == []
        page.keyboard.press("Escape")
        page.locator("#levers-fold .term").first.focus()
        page.get_by_role("tooltip").wait_for()
        assert serious(user.page) == []
        wrong = Case("dorset", Choice("maximum-delegation", {"staff_at_place": 9.0}), Choice("centrist"))
        page.evaluate("hash => { location.hash = hash; }", link(wrong))
        user.says("#trouble", "staff_at_place: 9")
        assert serious(user.page) == []


def test_a_word_explains_itself_to_keyboard_pointer_and_screen_reader(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        page = user.page
        word = page.locator("#levers-fold .words .term", has_text="footprint")
        told = word.get_attribute("aria-describedby")
        assert page.locator(f"#{told}").text_content() == TERMS["footprint"]
        word.focus()
        tip = page.get_by_role("tooltip")
        tip.wait_for()
        assert tip.inner_text() == TERMS["footprint"]
        page.keyboard.press("Escape")
        assert not tip.is_visible()
        assert word.evaluate("word => word === document.activeElement")
        word.evaluate("word => word.blur()")
        word.hover()
        tip.wait_for()
        tip.hover()
        page.wait_for_timeout(600)
        assert tip.is_visible()
        page.get_by_role("heading", name="tiers").hover()
        tip.wait_for(state="hidden")
        page.evaluate("() => document.querySelectorAll('#levers details').forEach(group => { group.open = true; })")
        for role, name in (("radiogroup", "Red lines of councils in force"), ("combobox", "Footprint of places")):
            assert page.get_by_role(role, name=name, exact=True).count() == 1
        page.locator("#lever-delegation_on_shortfall .term").hover()
        user.until(f"document.querySelector('#term-said').innerText === {TERMS['shortfall']!r}")
        page.get_by_role("heading", name="tiers").hover()
        tip.wait_for(state="hidden")
        user.tab("Assumptions")
        page.get_by_label("Search").fill("stake of a system's shortfall")
        page.get_by_role("heading", name="Stake of a system's shortfall for its overseers", exact=True).wait_for()
        page.locator(".assumption h3 .term", has_text="shortfall").hover()
        tip.wait_for()
        page.get_by_role("heading", name="tiers").hover()
        tip.wait_for(state="hidden")
        page.get_by_role("button", name="Glossary").focus()
        page.keyboard.press("Enter")
        assert "Somebody well enough to leave hospital" in page.get_by_role("dialog").inner_text()
        page.keyboard.press("Escape")
        page.get_by_role("dialog").wait_for(state="hidden")
        assert page.evaluate("document.activeElement.id") == "glossary-open"
        assert user.errors == []


def reached(user: Watched, wanted: str, key: str = "Tab") -> None:
    """Press a key until what has the focus fits a selector."""
    for _ in range(300):
        user.page.keyboard.press(key)
        if user.page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{key} does not reach {wanted}")


def test_the_first_tab_is_used_by_keyboard_alone(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        press, type_in = user.page.keyboard.press, user.page.keyboard.type
        reached(user, "#system")
        press("Control+A")
        type_in("Lincolnshire")
        press("ArrowDown")
        press("Enter")
        user.says(".lede", "in Lincolnshire")
        reached(user, "#levers details.holder > summary")
        press("Enter")
        reached(user, "#levers input[type=range]")
        press("ArrowRight")
        user.says("#strip", "Maximum delegation, changed")
        user.says("#findings .key", "Maximum delegation, changed")
        reached(user, "[data-show=four_hours]")
        press("Enter")
        user.page.wait_for_selector("html[data-outcome=four_hours]", state="attached")
        assert user.page.inner_text("#outcome-title") == "A&E within four hours"
        reached(user, "[role=tab]", "Shift+Tab")
        press("ArrowRight")
        user.page.get_by_role("heading", name="Why it comes out so").wait_for()
        reached(user, "#why-go")
        press("Enter")
        user.page.wait_for_selector("html[data-story=drawn]", state="attached")
        assert user.errors == []


OUTLINED = """() => {
  const on = document.activeElement, looks = getComputedStyle(on);
  return on.matches(':focus-visible') && looks.outlineStyle !== 'none' && parseFloat(looks.outlineWidth) >= 2;
}"""


def on_to(user: Watched, tab: str) -> None:
    """Open a tab with the arrow keys."""
    reached(user, "[role=tab]")
    for _ in range(8):
        if user.page.evaluate("document.activeElement.id") == f"tabs-tab-{tab}":
            return
        user.page.keyboard.press("ArrowRight")
    raise AssertionError(f"arrow keys do not reach {tab}")


def use(user: Watched, wanted: str, *keys: str) -> None:
    """Go to a control by Tab, see that one sees where one is, and press keys there."""
    user.page.wait_for_selector(wanted)
    reached(user, wanted)
    assert user.page.evaluate(OUTLINED), wanted
    for key in keys:
        user.page.keyboard.press(key)


def _wrong(user: Watched, _: Path) -> None:
    use(user, "#wrong-field-go", "Enter")
    user.page.wait_for_selector("#wrong-tradeoff[data-drawn]")


def _system(user: Watched, folder: Path) -> None:
    write_template(folder / "ours.xlsx", describe("dorset"))
    with user.page.expect_file_chooser() as asked:
        use(user, "#own-upload button", "Enter")
    asked.value.set_files(folder / "ours.xlsx")
    user.says("#own-said", "Nothing is wrong")


def _assumptions(user: Watched, _: Path) -> None:
    use(user, "#assume-search")
    user.page.keyboard.type("Delegation that places inherit")
    user.says("#assume-said", "1 shown")
    use(user, ".assumption [role=slider]", "End")
    user.says("#strip", "Delegation that places inherit")


def _workshop(user: Watched, _: Path) -> None:
    user.until("document.querySelector('#workshop-question')?.value.includes('Over one year in Dorset')")
    use(user, "button[id*='\"put\"']", "Enter")
    user.says("#workshop-step-0", "The question is put")


def _seat(user: Watched, _: Path) -> None:
    use(user, "#seat-begin", "Enter")
    use(user, "#seat-who", "ArrowDown", "Enter")
    use(user, "#seat-reveal:enabled", "Enter")
    use(user, "#seat-decide", "Enter")
    user.page.wait_for_selector(".seat-done")


def _keep(user: Watched, _: Path) -> None:
    use(user, "#kept-name")
    user.page.keyboard.type("Ours")
    use(user, "#kept-add", "Enter")
    user.says("#kept-list", "Ours")


@pytest.mark.parametrize(
    ("tab", "act"),
    [
        ("wrong", _wrong),
        ("system", _system),
        ("assumptions", _assumptions),
        ("workshop", _workshop),
        ("seat", _seat),
        ("keep", _keep),
    ],
)
def test_what_a_tab_is_for_is_done_by_keyboard_alone(
    browser: Browser, address: str, tmp_path: Path, tab: str, act: Callable[[Watched, Path], None]
) -> None:
    with watched(browser, address) as user:
        user.answered(16)
        on_to(user, tab)
        act(user, tmp_path)
        assert user.errors == []


def test_a_button_that_opens_a_tab_takes_the_keyboard_there(browser: Browser, address: str) -> None:
    """What was pressed lies on the tab that is left, and is no longer there to go on from."""
    with watched(browser, address) as user:
        press, on = user.page.keyboard.press, "document.activeElement.id === 'tabs-tab-{}'"
        reached(user, "[data-why=four_hours]")
        press("Enter")
        user.until(on.format("why"))
        press("Tab")
        assert user.page.evaluate("!!document.activeElement.closest('#tab-why')")
        user.page.wait_for_selector("html[data-story=drawn]", state="attached")
        reached(user, "[role=tab]", "Shift+Tab")
        for _ in range(4):
            press("ArrowRight")
        user.until(on.format("workshop"))
        reached(user, "[data-step='2']")
        press("Enter")
        reached(user, "[data-opens=compare]")
        press("Enter")
        user.until(on.format("compare"))
        press("ArrowRight")
        user.until(on.format("why"))
        assert user.errors == []


def test_a_tab_that_is_closed_ends_its_work_within_15_seconds(browser: Browser) -> None:
    queue = Queue()
    workers = [psutil.Process(worker.process.pid) for worker in queue._crew._workers]

    def at_work() -> bool:
        before = [worker.cpu_times().user for worker in workers]
        time.sleep(0.5)
        return before != [worker.cpu_times().user for worker in workers]

    with served((8, 6_000), years=10, system="greater-manchester", queue=queue) as at:  # half a minute of work
        with watched(browser, at) as user:
            user.answered(8)
            assert at_work()
        closed = time.monotonic()
        while at_work():
            assert time.monotonic() - closed < 15.0
        assert queue.busy == 0


def test_two_people_at_once_each_see_the_answer_to_their_own_levers(browser: Browser, address: str) -> None:
    theirs = Case("dorset", Choice("maximum-delegation"), Choice("centrist", {"staff_at_place": 0.5}))
    with watched(browser, address) as one, watched(browser, address, path=f"/{link(theirs)}") as other:
        lever(one).press("ArrowLeft")
        lever(other).press("ArrowLeft")
        one.says("#findings .pair", "A Maximum delegation, changed")
        other.says("#findings .pair", "A Maximum delegation, changed")
        other.says("#findings .pair", "B Centrist, changed")
        one.answered(16)
        other.answered(16)
        assert "B Centrist, changed" not in one.page.inner_text("#findings")
        one.page.get_by_role("button", name="Undo changes").click()
        one.until("!document.querySelector('#findings .pair').innerText.includes('changed')")
        assert "A Maximum delegation, changed" in other.page.inner_text("#findings .pair")
        assert one.page.evaluate("location.hash") != other.page.evaluate("location.hash")
        assert one.errors == other.errors == []
