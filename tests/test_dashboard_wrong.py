"""What if we are wrong: what is said of made-up futures, which sweeps may serve, and that errors stay in place."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from callbacks import ORIGIN, call, dependencies
from dash import no_update
from flask import Flask

from experiments.analysis.estimates import Estimate
from experiments.config import Weighting, load_policy, load_system, load_timeline
from experiments.dashboard import case, trouble
from experiments.dashboard.app import build
from experiments.dashboard.case import Case, Choice
from experiments.dashboard.errands import Errands
from experiments.dashboard.settings import Settings
from experiments.dashboard.wrong import answers, field, sections, shelf, swings, turning
from experiments.dashboard.wrong.met import Met, over_points
from experiments.dashboard.wrong.said import on_average
from experiments.ensemble import Queue
from experiments.problems import BadInput
from experiments.sweep import manifest as manifests

CASE = Case("dorset", Choice("maximum-delegation"), Choice("centrist"))
FUTURES, QUANTITIES = 400, 60
NAMES = tuple(f"quantity_{number}" for number in range(QUANTITIES))
HEALTH, WAITS = "healthy_life_years", "waits_18_weeks"


@pytest.fixture(scope="module")
def queue() -> Iterator[Queue]:
    made = Queue(1)
    yield made
    made.close()


def met(**values: Any) -> Met:
    """Three policies: A beats B by much where the first quantity is high, and not at all below a third of its range."""
    draw = np.random.default_rng(7)
    x = draw.random((FUTURES, QUANTITIES))
    noise = draw.normal(0, 0.2, FUTURES)
    a = np.where(x[:, 0] < 0.3, -1.0, 1.0) + noise
    held = {"a": {HEALTH: a, WAITS: 0.5 - 0.1 * a}, "b": _flat(0.0, 0.5), "c": _flat(-2.0, 0.4)} | values
    return over_points(NAMES, x, held, {"a": "Alpha", "b": "Beta", "c": "Gamma"}, "Made up.", ("a", "b"))


def _flat(health: float, waits: float) -> Mapping[str, Any]:
    return {HEALTH: np.full(FUTURES, health), WAITS: np.full(FUTURES, waits)}


def text(parts: Any) -> str:
    """All that stands in a part of the page."""
    if isinstance(parts, (list, tuple)):
        return " ".join(text(one) for one in parts)
    if parts is None or isinstance(parts, (str, int, float)):
        return str(parts or "")
    return text(getattr(parts, "children", None))


# --- which uncertainties matter ---------------------------------------------------------------------------------------


def test_what_makes_the_difference_comes_first_and_is_told_at_both_ends() -> None:
    made = met()
    how = made.related(HEALTH)
    found = swings.swings(made, HEALTH, how)
    assert found[0].name == "quantity_0"
    assert found[0].how.beyond_chance
    assert sum(one.beyond_chance for one in how.values()) == 1
    assert found[0].low.high < 0 < found[0].high.low
    told = swings.said(made, HEALTH, found, how)
    assert told[0].startswith("One of 60 uncertain quantities moves")
    assert "in its low third B is better by" in told[1]
    assert "in its high third A is better by" in told[1]


def test_where_nothing_is_beyond_chance_that_is_said_and_not_called_unimportant() -> None:
    noise = np.random.default_rng(3).normal(0, 1, FUTURES)
    made = met(a={HEALTH: noise, WAITS: noise})
    how = made.related(HEALTH)
    (told,) = swings.said(made, HEALTH, swings.swings(made, HEALTH, how), how)
    assert told.startswith("None of 60")
    assert "does not mean that nothing matters" in told


def test_policies_that_do_not_differ_have_nothing_that_matters() -> None:
    parts, plots = sections.matters(met(a=_flat(0.0, 0.5)), HEALTH)
    assert "do not differ" in text(parts)
    assert plots == {}
    turned = turning.turn(met(a=_flat(0.0, 0.5)), HEALTH)
    assert "Neither is better than the other" in text(sections.before(turned, HEALTH))


@pytest.mark.parametrize(
    ("value", "low", "high", "outcome", "said"),
    [
        (2.0, 1.0, 3.0, HEALTH, "A is better by"),
        (-2.0, -3.0, -1.0, HEALTH, "B is better by"),
        (-2.0, -3.0, -1.0, "unmet_need", "A is better by"),
        (2.0, -1.0, 5.0, HEALTH, "undecided which is better"),
        (2.0, 1.0, 3.0, "real_delegation", "A is higher by"),
        (math.nan, math.nan, math.nan, HEALTH, "no value"),
    ],
)
def test_a_mean_difference_in_words(value: float, low: float, high: float, outcome: str, said: str) -> None:
    assert said in on_average(Estimate(value, low, high), outcome)


# --- when it turns ----------------------------------------------------------------------------------------------------


def test_the_box_in_which_the_better_one_stops_being_better_is_found() -> None:
    made = met()
    turned = turning.turn(made, HEALTH)
    assert turned.first
    assert 0.2 < turned.y.mean() < 0.4
    found = turning.search(made, HEALTH, turned)(lambda: None)
    (bound,) = found.bounds
    assert bound.name == "quantity_0"
    assert bound.high == pytest.approx(0.3, abs=0.03)
    assert math.isinf(bound.low)
    assert found.density.value > 0.9
    assert found.unseen_density.low > found.base
    assert bound.again == 1.0
    parts, plots = sections.box(found, turned.first, HEALTH)
    assert "A stops being better most often where quantity_0 is below 0.3" in text(parts)
    assert f"12 of {QUANTITIES} uncertain quantities" in text(parts)
    assert set(plots) == {"wrong-box"}


def test_a_box_in_which_the_better_one_mostly_stays_better_is_not_called_a_turn() -> None:
    draw = np.random.default_rng(11)
    x = draw.random((FUTURES, QUANTITIES))
    y = np.where(draw.random(FUTURES) < np.where(x[:, 0] < 0.5, 0.35, 0.02), -1.0, 1.0)
    made = over_points(NAMES, x, {"a": {HEALTH: y}, "b": _flat(0.0, 0.0)}, {"a": "Alpha", "b": "Beta"}, "", ("a", "b"))
    turned = turning.turn(made, HEALTH)
    found = turning.search(made, HEALTH, turned)(lambda: None)
    assert [bound.name for bound in found.bounds] == ["quantity_0"]
    assert found.density.value < 0.5
    assert "Even inside, A is better in most futures." in turning.said(found, turned.first, HEALTH)


def test_no_box_is_told_where_chance_alone_made_the_case() -> None:
    noise = np.random.default_rng(5).normal(0.6, 1, FUTURES)
    made = met(a={HEALTH: noise, WAITS: noise})
    turned = turning.turn(made, HEALTH)
    found = turning.search(made, HEALTH, turned)(lambda: None)
    assert found.bounds == ()
    assert "No limit tells where A stops being better" in text(sections.box(found, True, HEALTH)[0])


def test_a_case_that_is_too_rare_is_not_searched_for() -> None:
    rare = np.ones(FUTURES)
    rare[:7] = -1.0
    turned = turning.turn(met(a={HEALTH: rare, WAITS: rare}), HEALTH)
    assert turning.too_few(turned)
    assert "in 7 of 400 futures: too few" in text(sections.before(turned, HEALTH))


def test_a_search_that_nobody_wants_any_more_ends() -> None:
    def check() -> None:
        raise InterruptedError

    made = met()
    with pytest.raises(InterruptedError):
        turning.search(made, HEALTH, turning.turn(made, HEALTH))(check)


# --- regret, trade-offs, weights --------------------------------------------------------------------------------------


def test_regret_ranks_all_policies_and_criteria_that_disagree_are_named() -> None:
    parts, plots = sections.regret(met(), HEALTH)
    said = text(parts)
    assert "one would regret" in said
    assert "Criteria disagree" in said
    assert plots["wrong-regret"]["data"][0]["name"] == "on average"
    with pytest.raises(BadInput, match="was not kept"):
        met().performance("real_delegation")
    neither = {policy: {"real_delegation": np.zeros(FUTURES)} for policy in "abc"}
    with pytest.raises(BadInput, match="neither way is better"):
        met(**neither).performance("real_delegation")


def test_who_is_beaten_by_none_is_marked_by_shape_and_in_words() -> None:
    parts, plots = sections.tradeoff(met(), HEALTH, WAITS)
    assert "Gamma is" not in text(parts[0])
    assert "are each beaten by no other policy" in text(parts)
    filled, empty = plots["wrong-tradeoff"]["data"][1:]
    assert filled["marker"]["symbol"] != empty["marker"]["symbol"]
    assert empty["customdata"] == ["Gamma"]


def test_the_weight_at_which_it_flips_is_where_the_score_is_zero() -> None:
    made = met()
    parts, plots = sections.weights(made, Weighting("w", "Ours", "", {HEALTH: 1.0, WAITS: 1.0}))
    health, waits = (
        float(made.difference(name).mean()) / (100 if name == WAITS else 1) / case.outcome(name).matters
        for name in (HEALTH, WAITS)
    )
    drawn = plots["wrong-flips"]["data"][1]
    assert drawn["x"] == pytest.approx([-waits / health, -health / waits])
    assert drawn["y"] == [0, 1]
    assert "What flips it soonest is the weight of" in text(parts)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("patients-first", {WAITS: -1}),
        ("patients-first", {WAITS: "5"}),
        ("patients-first", {WAITS: True}),
        ("patients-first", {WAITS: float("nan")}),
        ("patients-first", {"__class__": 1}),
        ("../../etc/passwd", {}),
    ],
)
def test_weights_are_checked_on_the_server(name: str, given: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        answers.weighting(name, given)


def test_weights_of_ones_own_take_the_place_of_the_named() -> None:
    found = answers.weighting("patients-first", {WAITS: 7})
    assert found.weights[WAITS] == 7.0
    assert found.weights[HEALTH] == 4.0


# --- all policies -----------------------------------------------------------------------------------------------------


def question(asked: Case = CASE) -> Any:
    return asked.question(load_system)


def test_all_named_policies_take_part_and_a_changed_one_beside_them() -> None:
    moved = replace(CASE, first=Choice("centrist", {"staff_at_place": 0.5}))
    named = field.entrants(CASE, question())
    assert len(named) == 8
    assert field.sides_of(CASE) == ("maximum-delegation", "centrist")
    both = field.entrants(moved, question(moved))
    assert set(both) - set(named) == {"first"}
    assert both["first"].name.startswith("A: ")
    assert field.sides_of(moved) == ("first", "centrist")


def test_all_policies_meet_the_same_futures_and_are_worked_out_once(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field, "FUTURES", (4,))
    monkeypatch.setattr(field, "list_policies", lambda: [p for p in _listed() if p.id in ("centrist", "targeted")])
    made, asked = field.Field(queue), replace(question(), years=1)
    with monkeypatch.context() as not_yet:
        not_yet.setattr(queue, "answer", lambda *_, **__: None)
        assert isinstance(made.met("mine", CASE, asked, 4), field.Progress)
    found = _until_met(made, "mine", asked)
    assert set(found.names) == {"centrist", "targeted"}
    assert all(values[HEALTH].shape == (4,) for values in found.values.values())
    monkeypatch.setattr(queue, "ask", None)  # nothing is asked for again
    assert isinstance(made.met("other", CASE, asked, 4), Met)
    with pytest.raises(BadInput, match="cannot be asked for"):
        made.met("mine", CASE, asked, 1_000_000)


def _listed() -> Any:
    from experiments.config import list_policies

    return list_policies()


def _until_met(made: field.Field, screen: str, asked: Any) -> Met:
    for _ in range(600):
        found = made.met(screen, CASE, asked, 4)
        if isinstance(found, Met):
            return found
    raise AssertionError("never met")


# --- stored sweeps ----------------------------------------------------------------------------------------------------


def said(**changed: Any) -> dict[str, Any]:
    """The manifest of a sweep that fits."""
    named = {
        "systems/dorset": load_system("dorset").system,
        "timelines/steady": load_timeline("steady"),
        **{f"policies/{name}": load_policy(name) for name in ("maximum-delegation", "centrist")},
    }
    configuration = {
        "name": "Ours",
        "years": 10,
        "design": {"kind": "sobol"},
        "contents": {key: manifests.digest(one) for key, one in named.items()},
    }
    return {
        "schema": manifests.SCHEMA,
        "kind": manifests.KIND,
        "configuration": configuration | changed,
        "policies": {},
        "columns": {"levers": changed.get("levers", [])},
    }


@pytest.mark.parametrize(
    ("manifest", "asked", "why"),
    [
        ({}, CASE, ""),
        ({}, replace(CASE, system="own:12345678"), "uploaded"),
        ({}, replace(CASE, fixed={"variety_of_need": 0.1}), "fixed on the screen"),
        ({}, replace(CASE, first=Choice("targeted")), "policy A"),
        ({}, replace(CASE, second=Choice("centrist", {"staff_at_place": 0.5})), "policy B"),
        ({"years": 3}, CASE, "3 years long"),
        ({"design": {"kind": "morris"}}, CASE, "no sample"),
        ({"levers": ["tightness"]}, CASE, "varies levers"),
        ({"contents": {}}, CASE, "does not have Dorset"),
    ],
)
def test_a_stored_sweep_serves_only_where_it_fits(manifest: dict[str, Any], asked: Case, why: str) -> None:
    found = shelf.unfit(said(**manifest), asked, question())
    assert why in found
    assert bool(why) == bool(found)


def test_only_sweeps_inside_the_results_folder_are_there(tmp_path: Path) -> None:
    inside, outside = tmp_path / "results", tmp_path / "secret"
    for folder in (inside / "ours", outside, inside / "empty"):
        folder.mkdir(parents=True)
    for folder in (inside / "ours", outside):
        (folder / "manifest.json").write_text(json.dumps(said()), encoding="utf-8")
    (inside / "broken").mkdir()
    (inside / "broken" / "manifest.json").write_text("{", encoding="utf-8")
    (inside / "link").symlink_to(outside, target_is_directory=True)
    made = shelf.Shelf(inside)
    assert [one.name for one in made.listed(CASE, question())] == ["ours"]
    for name in ("../secret", "link", str(outside), "broken", "", "."):
        with pytest.raises(BadInput, match="there is no sweep"):
            made.met(name, CASE, question())
    assert shelf.Shelf(tmp_path / "nowhere").listed(CASE, question()) == []


# --- errors in their place --------------------------------------------------------------------------------------------


def test_what_goes_wrong_is_told_in_its_place_and_without_details(caplog: pytest.LogCaptureFixture) -> None:
    @trouble.in_place(1, 3, {2: True})
    def fails(error: Exception) -> Any:
        raise error

    for error, wanted in (
        (BadInput.single("that is not there", allowed="this"), "that is not there. Allowed: this"),
        (RuntimeError("secret detail"), "try again"),
    ):
        nothing, box, stopped = fails(error)
        assert nothing is no_update
        assert stopped is True
        assert wanted in text(box)
        assert box.role == "alert"
        assert "secret" not in text(box)
    assert "secret detail" in caplog.text


@pytest.fixture(scope="module")
def app(queue: Queue) -> Iterator[Flask]:
    errands = Errands(1)
    yield build(Settings(system="dorset"), queue, errands)
    errands.close()


@pytest.mark.parametrize(
    ("output", "where", "given"),
    [
        ("why-asked.data", "why-said", {"why-which": "typical"}),
        ("own-plots.data", "own-size", {}),
        ("assume-rows.children", "assume-said", {"assume-search": "", "assume-page": 1}),
        ("wrong-where.children", "wrong-trouble", {"wrong-source": "on the spot"}),
    ],
)
def test_every_tab_tells_in_its_place_what_cannot_be_asked(
    app: Flask, output: str, where: str, given: dict[str, Any]
) -> None:
    page = app.test_client()
    layout = page.get("/_dash-layout", headers=ORIGIN).text
    name = re.search(r'"data":"([\w-]{16})","id":"screen"|"id":"screen","data":"([\w-]{16})"', layout)
    assert name
    asking = {"screen": name[1] or name[2], "outcome": HEALTH, "case": CASE.plain() | {"system": "atlantis"}}
    tabs = {f"asking-{tab}": asking for tab in ("why", "system", "assumptions", "keep", "wrong")}
    wanted = next(one for one in dependencies(page) if f"..{output}" in one["output"])
    reply = call(page, wanted, {**tabs, **given})
    assert reply.status_code == 200, reply.text
    told = json.dumps(reply.get_json()["response"][where])
    assert "there is no system called 'atlantis'" in told
    assert '"role": "alert"' in told
