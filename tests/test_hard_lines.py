"""What no trust and no lever may cross: red lines, a section 114 notice, shares that sum to 1, memory that lives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from experiments.config import load_system
from sim.batch import simulate
from sim.block import Key
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE
from sim.parameters import Setting
from sim.policy import Policy
from sim.rulebook.pooling import council_offer

Array = NDArray[np.float64]
States = dict[Key, Array]


def watched(system: str, months: int, see: Callable[[int, States], None], runs: int = 60, **levers: Setting) -> None:
    """Run a policy of these levers, and look at every month."""
    policy = Policy("tried", "Tried", "", levers)
    simulate(load_system(system).system, policy, draw_futures(4, runs), months, outcomes=CATALOGUE[:1], watch=see)


OFFER = {
    "care": 30.0,
    "trust": 1.0,
    "stance": 2.0,
    "gap": 0.0,
    "funding": 60.0,
    "unsettled": 0.0,
    "frozen": 0.0,
    "duty": 0.0,
    "before": 0.0,
    "icb_total": 100.0,
    "floor": 0.0,
    "insisted": 1.0,
    "exit_terms": 1.0,
    "practice": 1.0,
    "aim": 1.0,
    "pooling_outside": 0.3,
    "council_pooling_without_trust": 0.5,
    "unsettled_on_pooling": 0.3,
    "pooling_without_exit": 0.9,
    "exit_on_pooling": 0.2,
    "gap_that_stops_pools": 0.05,
    "care_money_kept": 0.0,
    "pool_held_without_exit": 1.0,
    "practice_for_a_case": 0.4,
}
"""A council that trusts wholly and is bound, with no red line in its way."""


@pytest.mark.parametrize(
    ("line", "crossed"),
    [
        ("red line: a balanced budget", {"gap": 3.0}),
        ("red line: statutory duties", {"duty": 1.0}),
        ("red line: care money for care in its area", {"care_money_kept": 1.0}),
        ("red line: agreed exit terms", {"exit_terms": 0.0}),
        ("red line: a business case", {"practice": 0.0}),
        ("no pool under a section 114 notice", {"frozen": 6.0}),
    ],
)
def test_a_red_line_refuses_whatever_the_trust(line: str, crossed: dict[str, float]) -> None:
    free, _ = council_offer(**OFFER)
    assert free > 0.9 * OFFER["care"]
    held, terms = council_offer(**{**OFFER, **crossed})
    assert held == pytest.approx(0.0, abs=1e-12)
    assert min(terms, key=lambda name: terms[name]) == line


def test_a_section_114_notice_takes_the_council_out_of_its_pool_and_breaks_no_promise_by_leaving() -> None:
    """Of what it paid beyond the mandated pool when the notice came, little is left half a year into the freeze."""
    paid: list[Array] = []
    frozen: list[Array] = []
    left: list[Array] = []

    def see(_: int, states: States) -> None:
        paid.append(states["council", "pool_council"].copy())
        frozen.append(states["council", "frozen"].copy())
        left.append(states["council", "left_pool"].copy())

    watched("west-yorkshire", 120, see, initial_council_gap=0.05, pooling_aim=0.6)
    notice, still = 0, []
    for month in range(1, 114):
        fresh = (frozen[month] > 0.0) & (frozen[month - 1] <= 0.0) & (frozen[month + 6] > 0.0)
        fresh &= paid[month] > 0.5
        notice += int(fresh.sum())
        still += list((paid[month + 6] / np.maximum(paid[month], 1e-9))[fresh])
        assert not (left[month + 1][fresh] > 0.0).any()
    assert notice > 10
    assert max(still) < 0.6
    assert np.mean(still) < 0.3


@pytest.mark.parametrize("system", ["dorset", "west-yorkshire"])
def test_real_shares_sum_to_one_where_collaborative_and_centre_pull_hardest(system: str) -> None:
    names = ("real_place", "real_provider", "real_centre", "real_icb")

    def see(_: int, states: States) -> None:
        shares = [states["remit", name] for name in names]
        assert all((share >= 0.0).all() for share in shares)
        np.testing.assert_allclose(np.sum(shares, axis=0), 1.0, atol=1e-12)

    pulling: dict[str, Setting] = {"collaborative_size": 1.0, "trust_independence": 1.0, "stewardship": 1.0}
    watched(system, 48, see, **pulling, round_share=1.0, tightness=1.0)


def test_events_keep_the_memory_of_trust_alive() -> None:
    """Evidence behind a tie is above its minimum most of the time, so that what is held up outweighs nothing."""
    above: list[float] = []
    least = float(draw_futures(4, 60).values["evidence_minimum"].max())

    def see(month: int, states: States) -> None:
        if month >= 12:
            above.append(float((states["tie", "evidence_for"] + states["tie", "evidence_against"] > least).mean()))

    watched("dorset", 60, see)
    assert min(above) > 0.5
