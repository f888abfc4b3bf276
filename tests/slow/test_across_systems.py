"""What models of this kind get wrong, held across the 42 systems at default settings (open statistics of 2022-2024).

Deprivation goes with ill health, and hardly with waits or delays; a system's relative performance persists from year to
year without being fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr

from experiments.config import list_systems, load_experiment, load_system
from experiments.design import Design
from experiments.sweep.plan import first_plan
from sim.batch import simulate
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE, Outcome
from sim.policy import Policy
from sim.system import System

pytestmark = pytest.mark.xdist_group("across systems")  # run once for all

FUTURES, YEARS = 24, 5
DEFAULT = Policy("default", "Default", "Every lever at its default.", {})


def recorded(kind: str, state: str) -> Outcome:
    """A state as an outcome, so that its months are kept."""
    return replace(CATALOGUE[0], name=f"{kind}.{state}", kind=kind, state=state)


KEPT = [
    recorded("icb", "waits_18"),
    recorded("group", "ill_health"),
    recorded("acute", "delayed_share"),
    recorded("acute", "four_hours"),
]


def yearly(system: System) -> Mapping[str, np.ndarray]:
    """Means of a system by year and future: shape (years, futures)."""
    series = simulate(system, DEFAULT, draw_futures(1, FUTURES), 12 * YEARS, outcomes=KEPT, series=KEPT).series
    people = np.repeat([c.population / 2.0 for c in system.communities], 2)
    beds = np.array([t.beds for t in system.acute_trusts])

    def years(monthly: np.ndarray, weights: np.ndarray) -> np.ndarray:
        mean = (monthly * weights[None, :, None]).sum(axis=1) / weights.sum()
        return np.asarray(mean.reshape(YEARS, 12, -1).mean(axis=1))

    return {
        "waits": years(series["icb.waits_18"], np.ones(1)),
        "ill health": years(series["group.ill_health"], people),
        "delays": years(series["acute.delayed_share"], beds),
        "A&E": years(series["acute.four_hours"], beds),
    }


@pytest.fixture(scope="module")
def england() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Deprivation of the 42 systems, and their measures: shape (systems, years, futures)."""
    systems = [load_system(listed.id).system for listed in list_systems()]
    people = [np.array([c.population for c in s.communities]) for s in systems]
    poverty = [np.array([c.deprivation for c in s.communities]) for s in systems]
    found = [yearly(system) for system in systems]
    deprivation = np.array([float((n * d).sum() / n.sum()) for n, d in zip(people, poverty, strict=True)])
    return deprivation, {name: np.array([each[name] for each in found]) for name in found[0]}


@pytest.mark.parametrize(
    ("measure", "least", "most"), [("ill health", 0.5, 1.0), ("waits", 0.0, 0.3), ("delays", 0.0, 0.3)]
)
def test_deprivation_goes_with_health_and_not_with_waits(
    measure: str, least: float, most: float, england: tuple[np.ndarray, dict[str, np.ndarray]]
) -> None:
    deprivation, measures = england
    for year in range(YEARS):
        r = spearmanr(deprivation, measures[measure][:, year].mean(axis=1)).statistic
        assert least <= abs(r) <= most


@pytest.mark.parametrize("measure", ["waits", "delays", "A&E"])
def test_performance_persists_without_being_fixed(
    measure: str, england: tuple[np.ndarray, dict[str, np.ndarray]]
) -> None:
    values = england[1][measure]
    for year in range(YEARS - 1):
        ranks = [spearmanr(values[:, year, f], values[:, year + 1, f]).statistic for f in range(FUTURES)]
        assert 0.6 <= float(np.mean(ranks)) <= 0.95


def test_delegation_across_england_can_be_planned() -> None:
    """The experiment on all systems reads, and its plan covers them."""
    loaded = load_experiment("delegation-across-england")
    plan = first_plan(loaded, len(Design.make(loaded.recipe, loaded.factors)), None, None)
    assert len(loaded.systems) == len(list_systems()) == 42
    assert {policy.id for policy in loaded.policies} >= {"maximum-delegation", "centrist"}
    assert plan.runs == len(plan.cells) * plan.stages[0].runs
    assert {cell.system.id for cell in plan.cells} == {listed.id for listed in list_systems()}
