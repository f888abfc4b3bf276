"""M5: NHS money grows by what a spending review has settled, and at another rate after it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from experiments.config import load_policy, load_system
from sim.batch import simulate
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY
from sim.rulebook.money import SETTLED_YEARS, allocation
from sim.timeline import STEADY, Event

YEARS = 8
FUTURES = draw_futures(3, 3)


def growth(*events: Event, **values: float) -> NDArray[np.float64]:
    """By how much the allocation of each April is above that of the year before (years after the first, futures)."""
    aprils: list[NDArray[np.float64]] = []

    def watch(month: int, states: dict[tuple[str, str], NDArray[np.float64]]) -> None:
        if month % 12 == 0:
            aprils.append(states["icb", "allocation"][0].copy())

    simulate(
        load_system("dorset").system,
        load_policy("centrist"),
        replace(FUTURES, values={**FUTURES.values, **{n: np.full(3, v) for n, v in values.items()}}),
        12 * YEARS,
        outcomes=CATALOGUE[:1],
        watch=watch,
        timeline=replace(STEADY, events=events),
    )
    money = np.array(aprils)
    return money[1:] / money[:-1] - 1.0


def test_what_is_settled_holds_for_three_years_and_another_rate_after_them() -> None:
    settled, later = FUTURES.values["nhs_growth"], FUTURES.values["nhs_growth_later"]
    assert (settled != later).all()
    expected = np.array([settled if year <= 3 else later for year in range(1, YEARS)])
    assert growth() == pytest.approx(expected, rel=1e-9)


def test_the_first_year_is_the_start_whatever_the_rates() -> None:
    assert [allocation(100.0, year, nhs_growth=0.5, nhs_growth_later=0.25) for year in (0.0, 1.0)] == [100.0, 150.0]
    assert allocation(100.0, SETTLED_YEARS, nhs_growth=0.5, nhs_growth_later=0.25) == 150.0
    assert allocation(100.0, SETTLED_YEARS + 1.0, nhs_growth=0.5, nhs_growth_later=0.25) == 125.0


def test_a_timeline_sets_both_rates() -> None:
    """From the next April on, each in its own years."""
    settled = Event(14, "the settlement is reopened", {"nhs_growth": 0.022})
    lean = Event(60, "lean years", {"nhs_growth_later": 0.019})
    found = growth(settled, lean, nhs_growth=0.033, nhs_growth_later=0.03)
    assert found[:, 0] == pytest.approx([0.033, 0.022, 0.022, 0.03, 0.019, 0.019, 0.019], rel=1e-9)


def test_what_is_settled_is_surer_than_what_is_not() -> None:
    settled, later = REGISTRY["nhs_growth"], REGISTRY["nhs_growth_later"]
    assert later.low < settled.low < settled.high < later.high
