"""Every lever moves some outcome in a real system, under a policy in which it has something to do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations

import pytest

from experiments.config import load_policy, load_system
from sim.batch import simulate
from sim.futures import draw_futures
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy

SYSTEM = load_system("dorset").system
FUTURES, MONTHS = draw_futures(5, 8), 48
ANY = Policy("any", "Any", "Every lever at its default.", {})
WHERE = {
    "gate_threshold": load_policy("maturity-gated"),
    "gate_jointly": load_policy("maturity-gated"),
    "learning_step": load_policy("adaptive"),
    "exploration": load_policy("adaptive"),
}
"""Levers that do nothing unless another one gives them something to do."""


@cache
def outcomes(levers: tuple[tuple[str, Setting], ...]) -> Mapping[str, bytes]:
    """Every outcome's bits under these levers."""
    found = simulate(SYSTEM, Policy("tried", "Tried", "", dict(levers)), FUTURES, MONTHS, series=()).outcomes
    return {name: values.tobytes() for name, values in found.items()}


@pytest.mark.parametrize("lever", [p.name for p in REGISTRY.role("lever")])
def test_each_setting_of_a_lever_gives_something_else(lever: str) -> None:
    declared = REGISTRY[lever]
    settings: list[Setting] = list(declared.choices) if declared.structural else [declared.low, declared.high]
    if lever == "footprint":
        settings = [choice for choice in declared.choices if choice in SYSTEM.footprints]
    levers = dict(WHERE.get(lever, ANY).levers)
    tried = [outcomes(tuple(sorted({**levers, lever: setting}.items()))) for setting in settings]
    assert len(tried) > 1
    for one, other in combinations(tried, 2):
        assert one != other
