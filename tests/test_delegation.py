"""M7: powers that arrive on a date, and what an adaptive ICB learns about its rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from engines import first_difference
from numpy.typing import NDArray
from random_systems import Case

from experiments.config import load_policy, load_system
from sim.batch import simulate
from sim.futures import Futures, draw_futures
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy
from sim.rulebook.authority import announce, learn
from sim.timeline import STEADY, Event

SYSTEM = load_system("dorset").system
FUTURES = draw_futures(5, 12)
ADAPTIVE = load_policy("adaptive")


def months(
    *states: str, policy: Policy = ADAPTIVE, futures: Futures = FUTURES, years: int = 8, events: tuple[Event, ...] = ()
) -> list[NDArray[np.float64]]:
    """States of the ICB or of places, each by month, entity and future."""
    kept: dict[str, list[NDArray[np.float64]]] = {name: [] for name in states}

    def watch(_: int, now: dict[tuple[str, str], NDArray[np.float64]]) -> None:
        for name in states:
            kind = "icb" if ("icb", name) in now else "place"
            kept[name].append(now[kind, name].copy())

    timeline = replace(STEADY, events=events)
    simulate(SYSTEM, policy, futures, 12 * years, outcomes=CATALOGUE[:1], watch=watch, timeline=timeline)
    return [np.array(rows) for rows in kept.values()]


def given(**values: float) -> Futures:
    """The futures, in which the uncertainties named have these values."""
    fixed = {name: np.full(len(FUTURES), value) for name, value in values.items()}
    return replace(FUTURES, values={**FUTURES.values, **fixed})


def levers(**settings: Setting) -> Policy:
    return Policy("tried", "Tried", "", settings)


# Powers on a date ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("date", "opens"), [(0.0, 0), (2.0, 24), (2.5, 36), (6.0, 72)])
def test_every_gate_opens_in_the_first_april_that_is_not_before_the_date(date: float, opens: int) -> None:
    gate, announced = months("gate_open", "announced_share", policy=levers(power_date=date))
    assert (gate[opens:] == 1.0).all()
    assert (gate[:opens] == 0.0).all()
    assert (announced[1:opens] == 0.0).all()
    assert (announced[opens:].mean(axis=(0, 1)) > 0.05).all()


def test_a_gate_that_opened_stays_open_when_the_date_is_put_off() -> None:
    put_off = Event(30, "powers wait", {"power_date": 5.0})
    [gate] = months("gate_open", policy=levers(power_date=1.0), years=4, events=(put_off,))
    assert (gate[12:] == 1.0).all()


def test_a_maturity_gate_takes_no_notice_of_the_date() -> None:
    early, late = (
        months("gate_open", policy=levers(power_condition="maturity gate", power_date=date), years=4)[0]
        for date in (0.0, 6.0)
    )
    assert np.array_equal(early, late)
    assert 0.0 < early.mean() < 1.0


# Learning ------------------------------------------------------------------------------------------------------------

USUAL: dict[str, Any] = {
    "learned": 0.0, "way": 1.0, "on_maturity": 0.0, "way_on_maturity": 1.0, "on_tests": 0.0, "way_on_tests": -1.0,
    "before": 0.5, "waits": 0.6, "four_hours": 0.0, "prevention": 0.0, "z": 0.0, "u": 0.9, "u_maturity": 0.9,
    "u_tests": 0.9, "year": 3.0, "learning_step": 0.1, "exploration": 0.2, "observation_noise": 0.0,
    "learning_on_prevention": 0.0, "learning_noise": 0.0, "learning_reach": 0.25, "learning_on_weights": 1.5,
}  # fmt: skip
"""An ICB in its fourth year that sees its performance rise from 0.5 to 0.6, and explores nothing."""


def moves(**changed: float) -> tuple[float, ...]:
    """Where base level, weight on maturity and weight on tests move to."""
    level, _, maturity, _, tests, _, _ = learn(**{**USUAL, **changed})
    return level, maturity, tests


def ways(**changed: float) -> tuple[float, ...]:
    _, level, _, maturity, _, tests, _ = learn(**{**USUAL, **changed})
    return level, maturity, tests


def test_all_go_on_in_their_own_ways_where_performance_seemed_to_improve() -> None:
    assert ways() == (1.0, 1.0, -1.0)
    assert moves() == pytest.approx((0.1, 0.15, -0.15))


def test_all_turn_where_it_seemed_to_fall() -> None:
    assert ways(waits=0.4) == (-1.0, -1.0, 1.0)
    assert moves(waits=0.4) == pytest.approx((-0.1, -0.15, 0.15))


@pytest.mark.parametrize("number", range(3))
def test_exploration_turns_each_by_a_draw_of_its_own(number: int) -> None:
    turned = [1.0, 1.0, -1.0]
    turned[number] = -turned[number]
    assert ways(**{("u", "u_maturity", "u_tests")[number]: 0.1}) == tuple(turned)


def test_learning_has_a_reach_that_the_ratio_widens_for_the_weights() -> None:
    far = {"learned": 0.2, "on_maturity": 0.3, "on_tests": -0.3}
    assert moves(**far) == (0.25, 0.375, -0.375)
    assert moves(**far, learning_on_weights=0.5) == (0.25, 0.125, -0.125)


def test_nothing_moves_in_the_first_year() -> None:
    assert moves(year=0.0) == (0.0, 0.0, 0.0)


def test_what_is_learned_adds_to_the_weights_that_are_announced() -> None:
    rule = {
        "delegation_base": 0.3, "delegation_on_maturity": 0.4, "delegation_on_trust": 0.2,
        "delegation_on_subsidiarity": 0.5, "delegation_on_shortfall": 0.1, "maturity_threshold": 0.5,
        "trust_threshold": 0.5,
    }  # fmt: skip
    seen = {"maturity": 0.7, "trust": 0.5, "score": 0.2, "shortfall": 0.0, "learned": 0.05}
    _, terms = announce(**seen, learned_on_maturity=0.3, learned_on_tests=-0.1, **rule)
    assert terms["maturity it sees"] == pytest.approx((0.4 + 0.3) * 0.2)
    assert terms["subsidiarity tests"] == pytest.approx(-(0.5 - 0.1) * 0.2)
    assert terms["learned from experience"] == 0.05


PARTS = ("learned", "learned_on_maturity", "learned_on_tests")


def test_an_adaptive_board_learns_all_three_and_they_come_apart() -> None:
    level, maturity, tests = months(*PARTS)
    for part in (level, maturity, tests):
        assert (part[:12] == 0.0).all()
        assert (part[12] != 0.0).all()
    ratio = FUTURES.values["learning_on_weights"]
    assert np.abs(maturity[12, 0]) == pytest.approx(np.abs(level[12, 0]) * ratio)
    assert (np.abs(maturity - tests).max(axis=(0, 1)) > 0.0).any()
    assert (np.abs(level * ratio - tests).max(axis=(0, 1)) > 1e-9).any()


def test_a_fixed_rule_learns_nothing_and_does_not_know_what_learning_is() -> None:
    policy = replace(ADAPTIVE, levers={**ADAPTIVE.levers, "delegation_rule": "fixed"})
    few, many = (
        months(*PARTS, "mean_announced", policy=policy, years=4, futures=given(learning_on_weights=ratio))
        for ratio in (0.5, 2.0)
    )
    assert all((part == 0.0).all() for part in few[:3])
    assert np.array_equal(few[3], many[3])


def test_a_board_that_stops_learning_forgets_what_it_learned() -> None:
    fixed = Event(48, "a rule by statute", {"delegation_rule": "fixed"})
    for part in months(*PARTS, years=6, events=(fixed,)):
        assert part[47].any()
        assert not part[48:].any()


def test_both_engines_learn_and_wait_alike() -> None:
    """Year by year to the bit, with a date that both wait for."""
    policy = replace(ADAPTIVE, levers={**ADAPTIVE.levers, "power_date": 2.0, "exploration": 0.5})
    assert first_difference(Case(SYSTEM, policy, FUTURES.block(0, 2), 61)) is None


def test_a_place_that_is_its_whole_system_loses_nothing_by_being_small() -> None:
    """However coordinated, scaled or varied a service is: who decides matters by who carries it out, and no more."""
    somerset, futures = load_system("somerset").system, draw_futures(1, 4)
    assert len(somerset.footprints["council"]) == 1
    seen: dict[str, list[NDArray[np.float64]]] = {}
    for name, size in (("little", 0.0), ("much", 1.0)):
        named = ("variety_of_need", "scale_economies", "spillovers")
        values = {n: np.full(4, REGISTRY[n].low + size * (REGISTRY[n].high - REGISTRY[n].low)) for n in named}
        drawn = replace(futures, values={**futures.values, **values})
        kept = seen.setdefault(name, [])
        policy = load_policy("maximum-delegation")
        simulate(somerset, policy, drawn, 26, watch=lambda _, now, kept=kept: kept.append(now["remit", "loss"].copy()))
    assert np.array_equal(seen["little"], seen["much"])
    assert np.all(np.array(seen["much"]) > 0.0)
