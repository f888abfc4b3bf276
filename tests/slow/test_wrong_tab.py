"""What if we are wrong, in a real browser: every part, a stored sweep, stopping, errors in their place, phones, axe."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser
from served import Watched, serious, served, watched
from sweeps import sweep

from experiments.analysis.labels import label
from experiments.dashboard.shown import Shown
from experiments.dashboard.wrong import answers, field
from experiments.dashboard.wrong.met import Met, pair
from experiments.sweep.folder import Wish
from experiments.words import lower_first

pytestmark = pytest.mark.xdist_group("dashboard")
HEALTH, TURNS = "healthy_life_years", "spillovers"
SWEEP = """\
schema: tiers/experiment/1
id: small
name: A small sweep
summary: Three policies in Dorset.
systems: [dorset]
policies: [maximum-delegation, centrist, targeted]
years: 1
uncertainties: [variety_of_need, place_lean]
design: {kind: sobol, points: 64}
outcomes: [system]
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    file = tmp_path_factory.mktemp("experiment") / "small.yaml"
    file.write_text(SWEEP, encoding="utf-8")
    sweep(file, folder / "small", Wish("a test", block=64))
    return folder


@pytest.fixture(scope="module")
def address(results: Path) -> Iterator[str]:
    before, field.FUTURES = field.FUTURES, (12, *field.FUTURES)
    with served((60,), years=1, results=results) as at:
        yield at
    field.FUTURES = before


@pytest.fixture(scope="module")
def user(browser: Browser, address: str) -> Iterator[Watched]:
    with watched(browser, address) as made:
        made.answered(60)
        made.tab("What if we are wrong?")
        made.page.wait_for_selector("#wrong-tornado[data-drawn]")
        yield made


def choose(user: Watched, field_name: str, option: str) -> None:
    user.page.locator(field_name).click()
    user.page.get_by_role("option", name=option, exact=True).click()


def test_words_stand_before_charts_and_sampling_is_not_called_uncertainty(user: Watched) -> None:
    said = user.page.inner_text("#wrong-matters")
    assert "uncertain quantities" in said
    assert said.index("uncertain quantities") < said.index("sampling error only")
    assert user.page.locator("#wrong-tornado .scatterlayer path").count() > 20
    user.says("#wrong-weights-body", "The weight at which the answer flips")
    choose(user, "#wrong-weighting", "Money first")
    user.says("#wrong-weights-body", "NHS balance")


def planted(shown: Shown, futures: int | None = None) -> Met:
    """The futures that were run, with another answer: A is better, but for those in which one quantity is low."""
    made = pair(shown, futures)
    turns = made.x[:, made.varied.index(TURNS)]
    low = turns < np.quantile(turns, 0.4)
    health = {"first": np.where(low, -9.0, 9.0), "second": np.zeros(len(low))}
    return replace(made, values={side: {**held, HEALTH: health[side]} for side, held in made.values.items()})


@pytest.mark.parametrize("width", [390, 1280])
def test_the_box_is_found_told_and_drawn(browser: Browser, address: str, width: int, monkeypatch: Any) -> None:
    monkeypatch.setattr(answers, "pair", planted)
    with watched(browser, address, width) as user:
        page = user.page
        user.answered(60)
        user.tab("What if we are wrong?")
        user.says(
            "#wrong-turning", "A is better in healthy life years against the start in 6 of 10 futures (60 in all)"
        )
        page.get_by_role("button", name="Find where").click()
        user.says("#wrong-box-said", "Found over 60 futures")
        user.says("#wrong-box-body", f"A stops being better most often where {lower_first(label(TURNS))} is below")
        page.wait_for_selector("#wrong-box[data-drawn]")
        assert page.locator("#wrong-box .shapelayer path").count() >= 2  # what was tried, and the box in it
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == []
        assert user.errors == user.outside == []


def test_all_policies_are_run_can_be_stopped_and_are_ranked(user: Watched) -> None:
    choose(user, "#wrong-futures-asked", "12 futures")
    go, stop = (user.page.get_by_role("button", name=name, exact=True) for name in ("Run all policies", "Stop"))
    go.click()
    user.until("/of 8 policies|Beginning/.test(document.querySelector('#wrong-field-said').innerText)")
    stop.last.click()
    user.says("#wrong-field-said", "Stopped")
    go.click()
    user.page.wait_for_selector("#wrong-tradeoff[data-drawn]")
    said = user.page.inner_text("#wrong-regret-body")
    assert "of eight policies" in said
    assert user.page.locator("#wrong-regret-body tbody tr").count() == 8
    assert user.page.locator("#wrong-tradeoff .textpoint text").count() == 8
    choose(user, "#wrong-up", "Trust between ICB and councils")
    user.says("#wrong-tradeoff-body", "trust between ICB and councils")


def test_a_stored_sweep_serves_every_part_without_a_run(user: Watched) -> None:
    choose(user, "#wrong-source", "stored sweep: A small sweep")
    user.says("#wrong-where", "From the stored sweep 'A small sweep': 64 points")
    user.says("#wrong-regret-body", "of three policies")
    assert user.page.is_disabled("#wrong-field-go")
    choose(user, "#wrong-source", "run on the spot")
    user.says("#wrong-where", "Over 60 futures")


def test_what_goes_wrong_is_said_where_it_happened_with_a_way_on(user: Watched, monkeypatch: Any) -> None:
    from experiments.dashboard.wrong import answers

    def fail(*_: object) -> None:
        raise RuntimeError("a secret")

    with monkeypatch.context() as broken:
        broken.setattr(answers.sections, "weights", fail)
        choose(user, "#wrong-weighting", "Patients first")
        user.says("#wrong-weights-body", "Something went wrong")
    assert "secret" not in user.page.inner_text("body")
    user.page.locator("#wrong-weights-body").get_by_role("button", name="Try again").click()
    user.says("#wrong-weights-body", "The weight at which the answer flips")


def test_weights_of_ones_own_change_who_is_preferred(user: Watched) -> None:
    user.page.wait_for_selector("#wrong-flips[data-drawn]")
    before = user.page.inner_text("#wrong-weights-body .lede")
    user.page.locator("#wrong-weights").get_by_label("Access to primary care").fill("900")
    user.until(f"document.querySelector('#wrong-weights-body .lede').innerText !== {before!r}")
    for other in user.page.locator("#wrong-weights input").all():
        other.fill("0")
    user.says("#wrong-weights-body", "no weight is above zero")
    choose(user, "#wrong-weighting", "Money first")
    user.says("#wrong-weights-body", "The weight at which the answer flips")


def test_a_server_that_refuses_is_heard_of_on_the_open_tab(browser: Browser, address: str) -> None:
    with watched(browser, address) as user:
        user.tab("Assumptions")
        user.page.wait_for_selector(".assumption")
        user.page.context.clear_cookies()
        user.page.get_by_label("Search").fill("trust")
        user.says("#lost", "You are not signed in, or your session has ended")
        assert user.page.get_by_role("button", name="Reload the page").is_visible()


def test_nothing_was_asked_of_anybody_else_and_nothing_complained(user: Watched) -> None:
    assert user.outside == []
    assert user.errors == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_tab_fits_and_axe_finds_nothing_serious(browser: Browser, address: str, width: int) -> None:
    with watched(browser, address, width) as user:
        user.tab("What if we are wrong?")
        user.page.wait_for_selector("#wrong-tornado[data-drawn]")
        choose(user, "#wrong-source", "stored sweep: A small sweep")
        user.page.wait_for_selector("#wrong-tradeoff[data-drawn]")
        assert user.page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(user.page) == []
