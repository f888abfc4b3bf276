"""A block of futures under one policy: the piece of work that a process does at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from experiments.store import Floats
from sim.futures import Futures
from sim.outcomes import CATALOGUE, Outcome
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline

if TYPE_CHECKING:
    from sim.batch import BatchResult

Engine = Literal["numpy", "mesa"]
Stopping = Callable[[], bool]

SERIES_FUTURES = 1000
"""Monthly series are kept for the first so many futures: quantiles need all values at once, outcomes do not."""


class Stopped(Exception):
    """The block was given up because whoever wanted it no longer does."""


@dataclass(frozen=True)
class Task:
    """A block of futures under one policy."""

    side: str
    start: int
    system: System
    policy: Policy
    futures: Futures
    months: int
    engine: Engine
    timeline: Timeline = STEADY
    outcomes: tuple[Outcome, ...] | None = None
    """What to report, without monthly series; everything, with series, unless told."""


@dataclass(frozen=True)
class Block:
    """What a task comes to: outcomes (entities, runs) and series (months, entities, runs) by outcome name."""

    outcomes: dict[str, Floats]
    series: dict[str, Floats]


def work(task: Task, stopping: Stopping = lambda: False) -> Block:
    """Run one block. ``stopping`` is asked now and then; when it says yes, ``Stopped`` is raised."""

    def check(*_: object) -> None:
        if stopping():
            raise Stopped

    result = _in_mesa(task, check) if task.engine == "mesa" else _in_numpy(task, check)
    if task.outcomes is not None:
        return Block({o.name: result.outcomes[o.name] for o in task.outcomes}, {})
    return Block(result.outcomes, result.series if task.start < SERIES_FUTURES else {})


def _in_numpy(task: Task, check: Callable[..., None]) -> BatchResult:
    """All futures of the block at once, with series only where they are kept."""
    from sim.batch import simulate

    series = None if task.outcomes is None and task.start < SERIES_FUTURES else ()
    return simulate(
        task.system,
        task.policy,
        task.futures,
        task.months,
        outcomes=CATALOGUE if task.outcomes is None else task.outcomes,
        timeline=task.timeline,
        series=series,
        check=check,
    )


def _in_mesa(task: Task, check: Callable[..., None]) -> BatchResult:
    """The futures of the block one after the other."""
    from experiments.replay import simulate_in_mesa

    return simulate_in_mesa(task.system, task.policy, task.futures, task.months, check, task.timeline)
