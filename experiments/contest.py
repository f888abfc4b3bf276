"""Any number of policies over the same futures of one or several systems: which does best, how often, how surely.

Nothing here adds outcomes up or ranks policies by a single number. For each outcome it counts in which share of futures
a policy is best, and asks of every pair whether their mean difference is clear of zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from experiments.blocks import Block, Task, work
from experiments.compare import ATTEMPTS
from experiments.config import Circumstances
from experiments.provenance import code_state, tiers_version, versions
from experiments.store import Floats
from experiments.summary import mean_interval
from experiments.workers import spread
from sim.futures import Futures, draw_futures
from sim.outcomes import Better, Outcome
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline

Progress = Callable[[int], None]
Clear = Literal["best", "worst", "neither"]

SCHEMA = "tiers/contest/1"
OUTCOMES = ("healthy_life_years", "waits_18_weeks")
"""What is asked about unless told: health, and what the centre watches most."""
DOMINATES, NEVER = 0.9, 0.005
"""A policy that is best in more than the first share of futures, or in less than the second, needs an explanation."""


@dataclass(frozen=True)
class Contest:
    """Who meets whom, where. Only ``workers`` cannot change a result."""

    policies: tuple[Policy, ...]
    systems: tuple[System, ...]
    outcomes: tuple[Outcome, ...]
    futures: int = 200
    years: int = 10
    seed: int = 1
    timeline: Timeline = STEADY
    circumstances: Circumstances | None = None
    workers: int = 1

    @property
    def runs(self) -> int:
        """Runs in all."""
        return len(self.policies) * len(self.systems) * self.futures


@dataclass(frozen=True)
class Advantage:
    """By how much a policy is better than another on average, in the outcome's unit; below zero it is worse."""

    mean: float
    low: float
    """Lower end of the 95 % interval of the mean: sampling error only."""
    high: float


@dataclass(frozen=True)
class Standing:
    """How a policy stands among all others on one outcome."""

    policy: str
    share: float
    """Share of futures in which it is best; where several are, each has an equal part of the future."""
    mean: float
    regret: float
    """Mean over futures of what it falls short of the best policy of each future, in the outcome's unit."""
    against: Mapping[str, Advantage]
    """Its advantage over every other policy."""
    futures: int
    """Futures counted: those in which every policy has a value (in every system)."""

    @property
    def clear(self) -> Clear:
        """Whether every interval lies above zero (best), or every one below it (worst)."""
        if all(a.low > 0.0 for a in self.against.values()):
            return "best"
        return "worst" if self.behind == len(self.against) else "neither"

    @property
    def behind(self) -> int:
        """So many others are better, the interval lying below zero."""
        return sum(a.high < 0.0 for a in self.against.values())

    @property
    def badly(self) -> bool:
        """Whether most others are better, every interval being clear of zero: no other is as bad by mere chance."""
        apart = all(a.low > 0.0 or a.high < 0.0 for a in self.against.values())
        return apart and self.behind > len(self.against) / 2


@dataclass(frozen=True)
class Result:
    """What a contest came to: values (systems, policies, futures) by outcome name."""

    contest: Contest
    values: Mapping[str, Floats]

    def overall(self, outcome: Outcome) -> list[Standing]:
        """All systems together."""
        return standings([p.id for p in self.contest.policies], self.values[outcome.name], outcome.better)

    def within(self, outcome: Outcome, system: System) -> list[Standing]:
        """One system."""
        one = self.values[outcome.name][[self.contest.systems.index(system)]]
        return standings([p.id for p in self.contest.policies], one, outcome.better)


def standings(policies: Sequence[str], values: Floats, better: Better) -> list[Standing]:
    """How policies stand on one outcome, from its values (systems, policies, futures).

    A future in which some value is missing is left out altogether. Every future of every system counts the same for
    shares and regret. Systems meet the same draws, so intervals are over futures, of the mean over systems.
    """
    if better == "neither":
        raise ValueError("neither way is better, so no policy can be best")
    values = values[:, :, np.isfinite(values).all(axis=(0, 1))]
    futures = values.shape[-1]
    towards = -values if better == "lower" else values
    if not futures:
        nothing = Advantage(math.nan, math.nan, math.nan)
        return [
            Standing(p, math.nan, math.nan, math.nan, {q: nothing for q in policies if q != p}, 0) for p in policies
        ]
    top = towards.max(axis=1, keepdims=True)
    wins = towards == top
    shares = (wins / wins.sum(axis=1, keepdims=True)).mean(axis=(0, 2))
    regrets = (top - towards).mean(axis=(0, 2))
    by_future = towards.mean(axis=0)
    return [
        Standing(
            policy=policy,
            share=float(shares[i]),
            mean=float(values[:, i].mean()),
            regret=float(regrets[i]),
            against={q: _advantage(by_future[i] - by_future[j]) for j, q in enumerate(policies) if j != i},
            futures=futures,
        )
        for i, policy in enumerate(policies)
    ]


def puzzling(share: float) -> bool:
    """Whether a policy is best so often, or so seldom, that somebody should say why."""
    return not NEVER <= share <= DOMINATES


def _advantage(differences: Floats) -> Advantage:
    return Advantage(float(differences.mean()), *mean_interval(differences))


# Running -------------------------------------------------------------------------------------------------------------


def tasks(contest: Contest, futures: Futures) -> list[Task]:
    """A task for each policy in each system."""
    placed = contest.circumstances.placed if contest.circumstances is not None else lambda system: system
    return [
        Task(
            0,
            placed(system),
            {policy.id: policy},
            futures,
            12 * contest.years,
            timeline=contest.timeline,
            outcomes=contest.outcomes,
        )
        for system in contest.systems
        for policy in contest.policies
    ]


def run(contest: Contest, progress: Progress = lambda _: None) -> Result:
    """Run every policy over all futures of every system. ``progress`` is told how many runs were just completed.

    Ids of systems and policies must differ. Raises ``BadInput`` when the timeline sets what the circumstances fix.
    """
    if contest.circumstances is not None:
        contest.circumstances.check(contest.timeline)
    drawn = draw_futures(contest.seed, contest.futures)
    rows = {system.id: i for i, system in enumerate(contest.systems)}
    columns = {policy.id: i for i, policy in enumerate(contest.policies)}
    values = {o.name: np.full((len(rows), len(columns), len(drawn)), np.nan) for o in contest.outcomes}

    def place(task: Task, block: Block) -> None:
        for policy, outcomes in block.outcomes.items():
            for name, found in outcomes.items():
                values[name][rows[task.system.id], columns[policy]] = found[0]

    todo = tasks(contest, drawn)
    if contest.workers == 1:
        for task in todo:
            place(task, work(task))
            progress(task.runs)
        return Result(contest, values)
    for _ in range(ATTEMPTS):
        todo = spread(contest.workers, todo, place, progress)
        if not todo:
            return Result(contest, values)
    raise RuntimeError(f"worker processes died {ATTEMPTS} times, perhaps for want of memory: try fewer --workers")


# As plain data -------------------------------------------------------------------------------------------------------


def plain(result: Result, command: str) -> dict[str, Any]:
    """All that was found, and what was run, for JSON."""
    contest, given = result.contest, result.contest.circumstances
    return {
        "schema": SCHEMA,
        "command": command,
        "version": tiers_version(),
        "code": code_state(),
        "versions": versions(),
        "policies": [policy.id for policy in contest.policies],
        "systems": [system.id for system in contest.systems],
        "circumstances": given and {"id": given.id, "name": given.name, "uncertainties": dict(given.uncertainties)},
        "timeline": contest.timeline.id,
        "futures": contest.futures,
        "years": contest.years,
        "seed": contest.seed,
        "outcomes": {
            outcome.name: {
                "label": outcome.label,
                "unit": outcome.unit,
                "better": outcome.better,
                "overall": [plain_standing(one) for one in result.overall(outcome)],
                "systems": {s.id: [plain_standing(one) for one in result.within(outcome, s)] for s in contest.systems},
            }
            for outcome in contest.outcomes
        },
    }


def plain_standing(standing: Standing) -> dict[str, Any]:
    """A standing for JSON: figures to six digits, null where there is none."""
    found: dict[str, Any] = _rounded(asdict(standing))
    return {**found, "clear": standing.clear}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value
