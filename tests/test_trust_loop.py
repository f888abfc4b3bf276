"""L12: the loop from trust to contribution to trust has a gain below 1 at default settings (one stable state)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from experiments.config.load import load_policy, load_system
from sim.batch import simulate
from sim.block import Key
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY
from sim.rulebook.trust import update

LEVELS = (0.35, 0.45, 0.55, 0.65, 0.75)
"""Levels at which all trust is held, to see what trust they would bring about."""

MONTHS, LAST = 60, 12
"""How long trust is held, and over how many months at the end promises are averaged."""

SETTLING = 600
"""Months after which evidence has settled under a steady flow of promises."""

FUTURES = 60


def brought_about(level: float, policy: str, uncertain: bool) -> np.ndarray:
    """The trust of each relationship (rows) and future that promises bring about while all trust is held at a level."""
    futures = draw_futures(1, FUTURES)
    values = {
        name: drawn if uncertain else np.full(FUTURES, float(REGISTRY[name].default))
        for name, drawn in futures.values.items()
    }
    values |= {"initial_trust": np.full(FUTURES, level), "initial_trust_spread": np.zeros(FUTURES)}
    flows: list[tuple[np.ndarray, np.ndarray]] = []

    def watch(month: int, states: dict[Key, np.ndarray]) -> None:
        if month >= MONTHS - LAST:
            flows.append((states["tie", "kept"].copy(), states["tie", "broken"].copy()))

    simulate(
        load_system("west-yorkshire").system,
        load_policy(policy),
        replace(futures, values=values),
        MONTHS,
        outcomes=CATALOGUE[:1],
        watch=watch,
        without=("trust.update", "turnover.relations_*"),
    )
    kept, broken = (np.mean([flow[k] for flow in flows], axis=0) for k in (0, 1))
    settings = {
        name: values[name]
        for name in ("trust_half_life", "evidence_minimum", "surprise_floor", "asymmetry", "expectation_speed")
    }
    a, b, expected = np.full_like(kept, level), np.full_like(kept, 1.0 - level), np.full_like(kept, level)
    trust = a
    for _ in range(SETTLING):
        trust, a, b, expected = update(kept, broken, 0.0 * kept, a, b, expected, **settings)
    return np.asarray(trust)


@pytest.mark.parametrize("policy", ["centrist", "maximum-delegation"])
def test_l12_the_gain_of_the_trust_loop_is_below_one(policy: str) -> None:
    trust = np.array([brought_about(level, policy, uncertain=False).mean() for level in LEVELS])
    gain = np.diff(trust) / np.diff(LEVELS)
    assert (gain > 0.0).all()  # there is a loop
    assert (gain < 1.0).all()
    assert np.sum(np.diff(np.sign(trust - LEVELS)) != 0) == 1  # and it has one fixed point


def test_l12_the_gain_is_below_one_in_nearly_all_futures() -> None:
    low, high = (brought_about(level, "centrist", uncertain=True).mean(axis=0) for level in (0.45, 0.65))
    gain = (high - low) / 0.2
    assert float(np.mean(gain)) < 1.0
    assert float(np.mean(gain < 1.0)) > 0.9
