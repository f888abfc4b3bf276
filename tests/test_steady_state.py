"""L5: with shocks, drift, season and turnover off and balanced budgets a steady state exists, is held, and in it the
list is flow times wait (Little 1961, Operations Research 9:383-387)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.config.load import load_policy, load_system
from sim.batch import simulate
from sim.block import Key
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE

pytestmark = pytest.mark.xdist_group("steady state")  # run once for all

OFF = (
    # shocks
    "backlog_noise", "politics_noise", "excess_inflation_noise", "shock_hazard", "pause_hazard", "minister_turnover",
    "emergency_national_noise", "referral_national_noise", "local_shock_size", "nhs_vacancy_noise",
    "care_vacancy_noise", "other_systems_noise", "council_settlement_noise", "observation_noise", "region_noise",
    "hazard_national", "hazard_regional", "initiative_rate", "referral_hazard", "override_base",
    "override_on_pressure", "override_on_doubt", "ratification", "section_114_hazard", "rescue_base",
    "rescue_size_effect", "politics_on_rescue",
    # drift
    "emergency_growth", "referral_growth", "growth_spread", "bed_growth", "need_growth", "hardship_effect",
    "management_drift", "emergency_management_drift", "discharge_drift", "excess_inflation_mean", "nhs_growth",
    "nhs_growth_later",
    "council_growth", "public_health_growth", "care_demand_growth", "other_pressure", "strategy_ambition",
    # season and elections
    "seasonality", "politics_winter", "politics_election",
    # turnover
    "turnover",
    # balanced budgets
    "initial_council_gap", "icb_part_of_deficit", "acute_part_of_deficit", "community_part_of_deficit",
    "cost_pressure", "efficiency",
    # reform and redirection
    "reform_size", "yearly_shift", "seat_growth",
)  # fmt: skip
"""What is set to nothing."""

COUNTS = (
    "accumulated", "recovery_months", "undone_months", "worse_quarters", "better_quarters", "bad_quarters",
    "good_quarters", "discounted",
)  # fmt: skip
"""Names, or parts of them, of what counts months, adds up balances or discounts by the calendar for ever."""

HELD_WITHIN = 1e-4
"""Largest change in a year, of one and the size of a state, that is still called standing still."""

LATER, HELD = 1200, 24
"""Months after which the state is looked at, and how long it must be held."""


@pytest.fixture(scope="module", params=["dorset", "west-yorkshire"])
def settled(request: pytest.FixtureRequest) -> list[dict[Key, np.ndarray]]:
    """Every state of the last months of a long quiet run, month by month."""
    futures = draw_futures(1, 2)
    quiet = {name: np.zeros_like(values) if name in OFF else values for name, values in futures.values.items()}
    quiet |= {name: np.zeros(2) for name in OFF}
    kept: list[dict[Key, np.ndarray]] = []

    def watch(month: int, states: dict[Key, np.ndarray]) -> None:
        if month >= LATER:
            kept.append({key: array.copy() for key, array in states.items()})

    simulate(
        load_system(request.param).system,
        load_policy("centrist"),
        replace(futures, values=quiet),
        LATER + HELD,
        outcomes=CATALOGUE[:1],
        watch=watch,
    )
    return kept


def test_l5_a_steady_state_exists_and_is_held(settled: list[dict[Key, np.ndarray]]) -> None:
    moved = {
        key: float(np.max(np.abs(settled[-1][key] - array) / (1.0 + np.abs(array))))
        for key, array in settled[11].items()
        if not any(part in key[1] for part in COUNTS)
    }
    assert {key: round(size, 6) for key, size in moved.items() if size > HELD_WITHIN} == {}


def test_l5_littles_law_holds_in_it(settled: list[dict[Key, np.ndarray]]) -> None:
    state = settled[-1]
    out = state["acute", "completed"] + state["acute", "removals"]
    into = state["acute", "referrals"] - state["acute", "aid_wanted"]  # less those handed to another trust
    assert out == pytest.approx(into, rel=1e-4)
    weeks = 365.25 / 7.0 / 12.0
    waiting = state["acute", "waiting_list"] + state["acute", "aid_wanted"]  # as it stood when waits were taken
    assert waiting / out * weeks == pytest.approx(state["acute", "wait"], rel=1e-4)


def test_l5_with_drift_there_is_no_such_state() -> None:
    states: dict[int, np.ndarray] = {}
    simulate(
        load_system("dorset").system,
        load_policy("centrist"),
        draw_futures(1, 2),
        120,
        outcomes=CATALOGUE[:1],
        watch=lambda month, now: states.__setitem__(month, now["acute", "waiting_list"].copy()),
    )
    assert float(np.max(np.abs(states[119] / states[107] - 1.0))) > 1e-3
