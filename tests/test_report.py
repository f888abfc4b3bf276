"""The report: rendered from a stored result, and read in a real browser."""

import dataclasses
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import fabricated
import pytest

from experiments import report, store, words
from experiments.report.page import embedded
from experiments.store import Entity, Stored

HOSTILE = "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(2)>"
HOSTILE_LINK = '<a href="http://evil.example">b</a> & "quoted" \\u003c {{ 7 * 7 }} %{x} </script>'
DRAWN = "html[data-charts=drawn]"


@pytest.fixture(scope="module")
def made() -> Stored:
    return fabricated.stored()


@pytest.fixture(scope="module")
def page_file(made: Stored, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return report.write(made, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = dataclasses.replace(fabricated.OUTCOMES[0], label=HOSTILE_LINK, help=HOSTILE, unit=HOSTILE)
    outcomes = (first, *fabricated.OUTCOMES[1:])
    places = (Entity("a", HOSTILE), Entity("b", HOSTILE_LINK), *fabricated.PLACES[2:])
    bad = fabricated.stored(20, 24, first=HOSTILE, second=HOSTILE_LINK, outcomes=outcomes, places=places)
    bad.manifest["configuration"]["system"]["name"] = HOSTILE
    bad.manifest["configuration"]["first"]["summary"] = HOSTILE
    bad.manifest["command"] = HOSTILE
    bad.manifest["catalogue"]["parameters"][0] |= {"label": HOSTILE, "unit": HOSTILE, "evidence": [HOSTILE]}
    return report.write(bad, tmp_path_factory.mktemp("hostile"))


class Text(HTMLParser):
    """The words of a page, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag in ("script", "style")
        self.ids += [value for key, value in attrs if key == "id" and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def read(html: str) -> Text:
    reader = Text()
    reader.feed(html)
    return reader


def said(html: str) -> str:
    return " ".join(" ".join(read(html).words).split())


def chart_data(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="chart-data">(.*?)</script>', html, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


# --- what it says ---------------------------------------------------------------------------------------------------


def test_headline_is_in_words(made: Stored) -> None:
    text = said(report.render(made))
    assert "Over ten years in West Yorkshire, Maximum delegation does better on waiting under 18 weeks (in" in text
    assert "Outcomes overlap: this is a count, not a score." in text
    assert words.SIGN_OFF in text


def scheduled(made: Stored, events: list[dict[str, Any]]) -> Stored:
    happens = {"id": "reform", "name": "The reform", "summary": "Boards merge.", "events": events}
    configuration = {**made.configuration, "timeline": happens}
    return dataclasses.replace(made, manifest={**made.manifest, "configuration": configuration})


def test_the_timeline_is_named_with_what_happens_in_it(made: Stored) -> None:
    event = {"month": 13, "label": "Boards merge", "settings": {}, "pulses": {}, "source": "Statement, 2026"}
    later = {**event, "month": 120, "label": "Boards part again"}
    text = said(report.render(scheduled(made, [event, later])))
    assert "Over ten years in West Yorkshire under the timeline 'The reform', Maximum delegation does" in text
    assert "timeline: The reform" in text
    assert "Timeline The reform" in text
    assert "What is scheduled (1) When What happens Published in year 2, month 2 Boards merge Statement, 2026" in text


def test_a_timeline_without_events_is_named_but_not_in_the_headline(made: Stored) -> None:
    text = said(report.render(scheduled(made, [])))
    assert "Over ten years in West Yorkshire, Maximum delegation does better" in text
    assert "timeline: The reform" in text
    assert "What is scheduled" not in text
    assert "timeline:" not in said(report.render(made))


def test_only_levers_that_differ_stand_in_the_list_of_differences(made: Stored) -> None:
    differs = report.render(made).split('id="differs"')[1].split("</table>")[0]
    assert "Share announced for delegation" in differs
    assert "corporate body" in differs
    assert "Strength of red lines" not in differs


def test_every_parameter_is_listed_with_range_grade_and_evidence(made: Stored) -> None:
    text = said(report.render(made)).split("Assumptions", 2)[-1]
    for parameter in fabricated.PARAMETERS:
        assert parameter.label in text
        assert ", ".join(parameter.evidence) in text
    assert "Growth of demand varied 1 to 3.5 2 % a year A NHS England" in text
    assert "Legal form lever committee, corporate body committee" in text
    assert "measured" in text


def test_figures_of_the_system_stand_with_quality_and_source(made: Stored) -> None:
    text = said(report.render(made))
    assert "Residents Leeds 800,000 (790,000 to 810,000) people stated by the source" in text
    assert "ONS, Population estimates, 2024" in text


def test_says_version_seed_futures_time_and_command(made: Stored) -> None:
    text = said(report.render(made))
    for wanted in ("0.1.0", "seed 1", "200", "2026-11-22", "not a checkout", made.manifest["command"]):
        assert wanted in text


def test_every_interval_is_labelled_as_sampling_error(made: Stored) -> None:
    text = said(report.render(made))
    assert text.count("95 % interval") == len(
        re.findall(r"95 % interval( of (the|a) mean)?( says|, sampling error only)", text)
    )


@pytest.mark.parametrize(
    ("effect", "wanted"),
    [
        (0.0, "No difference at all between"),
        (0.3, "No practical difference on average: the mean difference of 0.3"),
    ],
)
def test_small_differences_are_not_made_large(effect: float, wanted: str) -> None:
    made = fabricated.stored(futures=50, months=12, equal=effect == 0)
    if effect:
        import polars as pl

        second = pl.col("waits").filter(pl.col("side") == "second")
        level = made.runs.select(second).to_series().to_list()
        runs = made.runs.with_columns(pl.Series("waits", [v + effect for v in level] + level))
        made = dataclasses.replace(made, runs=runs)
    assert wanted in said(report.render(made))


def test_policy_against_itself_says_so() -> None:
    text = said(report.render(fabricated.stored(20, 12, first="Centrist", second="Centrist", equal=True)))
    assert "Centrist (first) and Centrist (second) make no practical difference on" in text
    assert "Nothing: the two policies set every lever alike." in text


def test_undecided_is_said_plainly() -> None:
    outcomes = tuple(dataclasses.replace(o, matters=1e-9) for o in fabricated.OUTCOMES)
    made = fabricated.stored(futures=6, months=12, outcomes=outcomes)
    undecided = [line for line in made.lines() if line.paired.verdict == "undecided"]
    assert undecided
    assert "Undecided: over 6 futures the mean difference cannot be told from zero." in said(report.render(made))


def test_places_that_differ_between_the_policies_are_not_compared() -> None:
    made = fabricated.stored(20, 12, outcomes=fabricated.OUTCOMES)
    whole = dataclasses.replace(made, manifest=made.manifest | {"entities": {"icb": made.manifest["entities"]["icb"]}})
    text = said(report.render(whole))
    assert "Not compared by places: the two policies divide the system differently" in text


@pytest.mark.parametrize("futures", [1, 2])
def test_few_futures_and_one_year(futures: int) -> None:
    assert "one year" in said(report.render(fabricated.stored(futures, 12)))


def test_says_when_charts_use_fewer_futures_than_figures(made: Stored) -> None:
    more = dataclasses.replace(made, manifest=made.manifest | {"series_futures": 100})
    assert "The charts show the first 100 futures; all other figures use all 200." in said(report.render(more))


# --- how it is made -------------------------------------------------------------------------------------------------


def test_same_result_gives_the_same_page(made: Stored, tmp_path: Path) -> None:
    store.write_frames(tmp_path, made.runs, made.series)
    store.write_manifest(tmp_path, made.manifest)
    again = store.read(tmp_path)
    assert report.render(again) == report.render(made)


def test_page_is_self_contained_and_small_enough(page_file: Path) -> None:
    html = page_file.read_text(encoding="utf-8")
    assert len(html.encode()) < 8_000_000
    own = html.replace(report.page._plotly(), "")
    assert not re.search(r"""(src|href)=["']?(https?:|//)""", own)
    assert "@import" not in own
    assert "url(" not in own


def test_ids_are_unique_and_every_chart_has_its_figures(made: Stored) -> None:
    html = report.render(made)
    ids = read(html).ids
    assert len(ids) == len(set(ids))
    charts = [chart["id"] for chart in chart_data(html)["charts"]]
    assert charts == [i for i in ids if re.fullmatch(r"chart-(\d+-(levels|difference)|\w+-\d+)", i)]


def test_embedded_data_cannot_end_its_element() -> None:
    text = embedded({"name": "</script><!--\u2028&"})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == {"name": "</script><!--\u2028&"}


def test_hostile_names_are_text(hostile_file: Path) -> None:
    html = hostile_file.read_text(encoding="utf-8").replace(report.page._plotly(), "")
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<a href=&#34;http" in html or "&lt;a href=" in html
    assert "{{ 7 * 7 }}" in html  # not 49
    assert html.count("<script") == 3


# --- in a browser ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 390])
def test_opens_quietly_with_every_chart_drawn(page_file: Path, new_page: Callable[..., Any], width: int) -> None:
    opened = new_page(width=width)
    page = opened.page
    page.goto(page_file.as_uri())
    page.wait_for_selector(DRAWN, state="attached")
    assert opened.errors == []
    assert opened.requests == []
    assert page.locator("[data-chart]").count() == 2 * 7 + 2
    empty = """() => [...document.querySelectorAll("[data-chart]")].filter(
        e => !e.querySelector(".scatterlayer path") || e.querySelector("svg").getBoundingClientRect().width < 200
    ).length"""
    assert page.evaluate(empty) == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_reads_well_at_this_width(page_file: Path, new_page: Callable[..., Any], width: int) -> None:
    page = new_page(width=width).page
    page.goto(page_file.as_uri())
    page.wait_for_selector(DRAWN, state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = """() => {
        const found = new Set();
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const parent = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || parent.closest("script, style, noscript")) continue;
            const size = parseFloat(getComputedStyle(parent).fontSize);
            if (size < 12) found.add(size + " " + walker.currentNode.data.slice(0, 40));
        }
        return [...found];
    }"""
    assert page.evaluate(small) == []
    spill = """() => [...document.querySelectorAll("main *")].filter(e =>
        !e.closest(".scroll, svg, .glance thead") && e.getBoundingClientRect().right > innerWidth + 1
    ).map(e => e.tagName + "." + e.className).slice(0, 5)"""
    assert page.evaluate(spill) == []


def test_contrast_is_at_least_that_of_wcag_aa(page_file: Path, new_page: Callable[..., Any]) -> None:
    page = new_page().page
    page.goto(page_file.as_uri())
    page.wait_for_selector(DRAWN, state="attached")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    poor = """() => {
        const light = c => { const v = c / 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
        const lum = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
        const parts = text => text.match(/[\\d.]+/g).map(Number);
        const behind = e => { for (; e; e = e.parentElement) {
            const c = parts(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
            return [255, 255, 255]; };
        const found = new Set();
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const e = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || e.closest("script, style, noscript, .skip")) continue;
            const style = getComputedStyle(e);
            const ink = parts(e.closest("svg") ? style.fill : style.color);
            const [a, b] = [lum(ink), lum(behind(e))].sort((x, y) => y - x);
            if ((a + 0.05) / (b + 0.05) < 4.5) found.add(ink + " " + walker.currentNode.data.slice(0, 40));
        }
        return [...found];
    }"""
    assert page.evaluate(poor) == []


def test_structure_for_those_who_do_not_see_or_use_no_mouse(page_file: Path, new_page: Callable[..., Any]) -> None:
    page = new_page().page
    page.goto(page_file.as_uri())
    page.wait_for_selector(DRAWN, state="attached")
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    unnamed = (
        "[...document.querySelectorAll('[data-chart]')].filter(e => e.getAttribute('aria-label').length < 40).length"
    )
    assert page.evaluate(unnamed) == 0
    dead = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.querySelector(a.hash)).length"
    assert page.evaluate(dead) == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"


def test_prints_with_charts_that_fit_and_tables_unfolded(
    page_file: Path, new_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = new_page().page
    page.goto(page_file.as_uri())
    page.wait_for_selector(DRAWN, state="attached")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    widths = page.evaluate(
        "[...document.querySelectorAll('[data-chart] svg.main-svg')].map(s => s.getBoundingClientRect().right)"
    )
    assert max(widths) <= 680
    assert page.locator("details:not([open]):not(.screen)").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0
    assert len(page.pdf()) > 50_000


@pytest.mark.parametrize("width", [1280, 390])
def test_hostile_names_do_nothing_in_the_browser(hostile_file: Path, new_page: Callable[..., Any], width: int) -> None:
    opened = new_page(width=width)
    page = opened.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(hostile_file.as_uri())
    page.wait_for_selector(DRAWN, state="attached")
    page.locator("[data-chart]").first.hover()
    page.wait_for_timeout(200)
    assert (dialogs, opened.errors, opened.requests) == ([], [], [])
    assert page.locator("svg a, svg image, main img, main script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "<script>alert(1)</script>" in page.locator("[data-chart] svg").last.evaluate(
        "e => e.ownerSVGElement ? '' : e.parentElement.textContent"
    )
