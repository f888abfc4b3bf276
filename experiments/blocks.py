"""A block of futures under one policy: the piece of work that a process does at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from experiments.store import Floats
from sim.futures import Futures
from sim.outcomes import CATALOGUE, Outcome
from sim.policy import Policy
from sim.series import Counts, Packed, Request, count, in_full, shown
from sim.system import System
from sim.timeline import STEADY, Timeline

if TYPE_CHECKING:
    from sim.batch import BatchResult

Engine = Literal["numpy", "mesa"]
Stopping = Callable[[], bool]
Found = tuple[dict[str, "BatchResult"], Counts | None]
"""What each policy came to, and how two of them differ."""

DIFFERENCE = "difference"


class Stopped(Exception):
    """The block was given up because whoever wanted it no longer does."""


@dataclass(frozen=True)
class Task:
    """A block of futures under one policy, or under two side by side."""

    start: int
    """Where the block begins among all futures."""
    system: System
    policies: Mapping[str, Policy]
    """By what each is called in the result; the difference of two is the first less the second."""
    futures: Futures
    months: int
    engine: Engine = "numpy"
    timeline: Timeline = STEADY
    outcomes: tuple[Outcome, ...] = CATALOGUE
    series: Mapping[str, Request] = field(default_factory=dict)
    """What to keep of the months, by outcome name; a number counts from the first of all futures."""

    @property
    def runs(self) -> int:
        """Runs in all."""
        return len(self.policies) * len(self.futures)

    @property
    def own_series(self) -> dict[str, Request]:
        """What to keep of the block's own months: of the first futures of all, only those that are in it."""
        left = {name: r - self.start if isinstance(r, int) else r for name, r in self.series.items()}
        return {name: r for name, r in left.items() if not isinstance(r, int) or r > 0}


@dataclass(frozen=True)
class Block:
    """What a task comes to, by policy and outcome name."""

    outcomes: dict[str, dict[str, Floats]]
    """Of shape (entities, runs)."""
    series: dict[str, dict[str, Floats]]
    """Months kept in full: (months, entities, runs)."""
    counts: dict[str, Packed]
    """Months that were counted, by policy, and the ``difference`` of two."""


def work(task: Task, stopping: Stopping = lambda: False) -> Block:
    """Run one block. ``stopping`` is asked now and then; when it says yes, ``Stopped`` is raised."""

    def check(*_: object) -> None:
        if stopping():
            raise Stopped

    results, differences = _in_mesa(task, check) if task.engine == "mesa" else _in_numpy(task, check)
    counts = {name: result.counts for name, result in results.items()} | {DIFFERENCE: differences}
    return Block(
        {name: {o.name: result.outcomes[o.name] for o in task.outcomes} for name, result in results.items()},
        {name: result.series for name, result in results.items()},
        {name: found.packed() for name, found in counts.items() if found is not None},
    )


def _in_numpy(task: Task, check: Callable[..., None]) -> Found:
    """All futures of the block at once."""
    from sim.batch import simulate, simulate_both

    names, (first, *others) = list(task.policies), list(task.policies.values())
    system, futures, months, outcomes = task.system, task.futures, task.months, task.outcomes
    timeline, series = task.timeline, task.own_series
    if not others:
        alone = simulate(
            system, first, futures, months, outcomes=outcomes, timeline=timeline, series=series, check=check
        )
        return {names[0]: alone}, None
    (second,) = others
    both = simulate_both(system, first, second, futures, months, outcomes, timeline, series=series, check=check)
    return dict(zip(names, (both.first, both.second), strict=True)), both.differences


def _in_mesa(task: Task, check: Callable[..., None]) -> Found:
    """The futures of the block one after the other."""
    from experiments.replay import simulate_in_mesa
    from sim.batch import BatchResult

    asked = {o: task.own_series[o.name] for o in task.outcomes if o.name in task.own_series}
    results: dict[str, BatchResult] = {}
    counted: list[dict[Outcome, Floats]] = []
    for name, policy in task.policies.items():
        whole = simulate_in_mesa(task.system, policy, task.futures, task.months, check, task.timeline)
        full = {o: in_full(request, len(task.futures)) for o, request in asked.items() if request != "quantiles"}
        counted.append({o: shown(o, whole.series[o.name]) for o in asked if o not in full})
        results[name] = BatchResult(
            whole.outcomes,
            {o.name: whole.series[o.name][..., :runs] for o, runs in full.items()},
            count(counted[-1]) if counted[-1] else None,
        )
    if len(counted) == 1 or not counted[0]:
        return results, None
    first, second = counted
    return results, count({o: first[o] - second[o] for o in first})
