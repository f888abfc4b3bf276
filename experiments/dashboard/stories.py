"""The story of one future under one policy, played again in Mesa: decisions, trust, money and the outcome by month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from experiments.ensemble import Answer
from experiments.replay import future
from sim.policy import Policy
from sim.system import System
from sim.timeline import Timeline
from sim.trace import Decision

if TYPE_CHECKING:
    from sim.model import Model

STEP = 6
"""Months between two pictures of the network."""
SHOWN = ("national", "region", "icb", "icp", "council", "place", "acute", "mhc")
"""Organisations in the network; those that belong to one place alone would hide it."""
WHICH = ("typical", "best", "worst")


@dataclass(frozen=True)
class Story:
    """One future under one policy."""

    decisions: list[Decision]
    months: list[float]
    """The outcome month by month."""
    names: Mapping[str, str]
    """By id, the organisations of the network."""
    trust: Mapping[tuple[str, str], list[float]]
    """What the first thinks of the second, every ``STEP`` months."""
    money: Mapping[tuple[str, str], list[float]]
    """What flows from the first to the second, GBP million a month, every ``STEP`` months."""


@dataclass(frozen=True)
class Tell:
    """The job of telling one story."""

    system: System
    policy: Policy
    timeline: Timeline
    fixed: Mapping[str, float]
    number: int
    seed: int
    months: int
    outcome: str

    def __call__(self, check: Callable[[], object]) -> Story:
        """Play the future. ``check`` is called after each month, and may raise to end the work."""
        from sim.model import Model

        one = future(self.seed, self.number)
        values = {name: float(row[0]) for name, row in one.values.items()} | dict(self.fixed)
        model = Model(
            self.system, self.policy, one.seed, int(one.replicates[0]), values, trace=True, timeline=self.timeline
        )
        names: dict[str, str] = {b.entity.id: b.entity.name for kind in SHOWN for b in model.bearers[kind]}
        ties = {_ends(bearer.entity.id): bearer for bearer in model.bearers["tie"]}
        shown = {(a, b): bearer for (a, b), bearer in ties.items() if a in names and b in names}
        trust: dict[tuple[str, str], list[float]] = {pair: [] for pair in shown}
        money: dict[tuple[str, str], list[float]] = {}
        for month in range(self.months):
            model.run(1)
            if month % STEP == STEP - 1:
                for pair, bearer in shown.items():
                    trust[pair].append(round(bearer.now["trust"], 3))
                for pair, amount in _flows(model).items():
                    money.setdefault(pair, []).append(round(amount, 2))
            check()
        series = [float(row[0]) for row in model.series[self.outcome]]
        return Story(model.story, series, names, trust, money)


def _ends(tie: str) -> tuple[str, str]:
    """Whose view a tie is, and of whom."""
    one, _, other = tie.partition(">")
    return one, other


def _flows(model: Model) -> dict[tuple[str, str], float]:
    """Who pays whom how much this month."""
    bearers = model.bearers
    icb = bearers["icb"][0]
    found = {(bearers["national"][0].entity.id, icb.entity.id): icb.now["allocation"]}
    for kind, state in (("acute", "income"), ("mhc", "income"), ("place", "local_money"), ("council", "pool_nhs")):
        for bearer in bearers[kind]:
            found[icb.entity.id, bearer.entity.id] = bearer.now[state]
    return found


def number_of(answer: Answer, outcome: str, which: str, better: str) -> int:
    """The future that is typical for the paired difference, or best or worst for the first policy.

    Typical is the one next to the median. Where neither way is better, best is the highest.
    """
    first, second = (runs.values[outcome][0] for runs in answer.runs)
    difference = np.where(np.isfinite(first - second), first - second, np.nan)
    if better == "lower":
        difference = -difference
    if which == "typical":
        return int(np.nanargmin(np.abs(difference - np.nanmedian(difference))))
    return int(np.nanargmax(difference) if which == "best" else np.nanargmin(difference))
