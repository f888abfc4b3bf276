"""One policy against another, over the same uncertain futures, in blocks spread over worker processes.

A block is a stretch of futures under both policies. Which process runs it, and how long it is, changes nothing: draws
are addressed by seed and future; statistics are taken only after the blocks are put back in order; and where months are
counted instead of kept, counts come to the same in whatever order they are added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from experiments.blocks import Block, Engine, Task, work
from experiments.store import SIDES, Floats
from experiments.workers import spread
from sim.futures import Futures, draw_futures
from sim.outcomes import CATALOGUE
from sim.policy import Policy
from sim.series import Counts, Request, in_full
from sim.system import System
from sim.timeline import STEADY, Timeline
from sim.wiring import structures

Progress = Callable[[int], None]
Series = Request | Literal["none"]
"""What the monthly series rest on: the counts of all futures, all futures in full, the first so many in full; or
none are kept."""

EXACT = 1000
"""Up to so many futures the months of all are kept in full, unless asked otherwise; those of more are counted."""

BLOCK = 500
"""Futures in a block at most, unless asked otherwise: long enough for NumPy, short enough to share out and to hold."""
ATTEMPTS = 3
"""How often a block is tried when worker processes die under it."""


@dataclass(frozen=True)
class Design:
    """What to compare, and how to run it. Only what stands above ``workers`` can change a result."""

    system: System
    first: Policy
    second: Policy
    futures: int
    years: int = 10
    seed: int = 1
    timeline: Timeline = STEADY
    series: Series | None = None
    engine: Engine = "numpy"
    workers: int = 1
    block: int | None = None

    @property
    def months(self) -> int:
        """Length of a run."""
        return 12 * self.years

    @property
    def kept(self) -> Series:
        """What the monthly series rest on: what is asked for, or what suits the number of futures."""
        if self.series is None:
            return "all" if self.futures <= EXACT else "quantiles"
        return self.series

    @property
    def series_futures(self) -> int:
        """Of how many futures the monthly series tell."""
        if self.kept == "none":
            return 0
        return self.futures if self.kept == "quantiles" else in_full(self.kept, self.futures)

    @property
    def block_size(self) -> int:
        """Futures in a block."""
        if self.block is not None:
            return self.block
        if self.engine == "mesa":
            return 5
        most = BLOCK if self.kept in ("quantiles", "none") else BLOCK // 2  # months in full, of two policies, take room
        return max(1, min(most, -(-self.futures // self.workers)))


@dataclass
class Result:
    """All runs of a comparison, put together in order of futures; per side, outcome name and entity."""

    futures: Futures
    outcomes: dict[str, dict[str, Floats]] = field(default_factory=lambda: {side: {} for side in SIDES})
    series: dict[str, dict[str, Floats]] = field(default_factory=lambda: {side: {} for side in SIDES})
    """Months that are kept in full."""
    counts: dict[str, Counts] = field(default_factory=dict)
    """Months that are counted, of both sides and of their difference."""

    def place(self, task: Task, block: Block) -> None:
        """Put the values of one block where they belong."""
        futures, here = len(self.futures), slice(task.start, task.start + len(task.futures))
        for side, outcomes in block.outcomes.items():
            for name, values in outcomes.items():
                _into(self.outcomes[side], name, values, futures)[..., here] = values
        for side, series in block.series.items():
            for name, values in series.items():
                kept = in_full(task.series[name], futures)
                _into(self.series[side], name, values, kept)[..., here] = values
        for which, packed in block.counts.items():
            if which not in self.counts:
                counted = [o for o in task.outcomes if task.series.get(o.name) == "quantiles"]
                entities = {o: len(block.outcomes[SIDES[0]][o.name]) for o in counted}
                self.counts[which] = Counts(entities, task.months)
            self.counts[which].merge(packed)


def _into(target: dict[str, Floats], name: str, values: Floats, futures: int) -> Floats:
    if name not in target:
        target[name] = np.full((*values.shape[:-1], futures), np.nan)
    return target[name]


def shared_kinds(system: System, first: Policy, second: Policy, timeline: Timeline = STEADY) -> tuple[str, ...]:
    """The kinds of entities of which there are the same under both policies, so that their outcomes can be compared.

    Where a timeline changes organisations, all that are there at any time count.
    """
    one, other = (structures(system, policy, timeline).entities for policy in (first, second))
    kinds = dict.fromkeys(outcome.kind for outcome in CATALOGUE)
    return tuple(kind for kind in kinds if [e.id for e in one[kind]] == [e.id for e in other[kind]])


def tasks(design: Design, futures: Futures) -> list[Task]:
    """The blocks of a comparison."""
    size, kept = design.block_size, design.kept
    kinds = shared_kinds(design.system, design.first, design.second, design.timeline) if kept != "none" else ()
    series = {outcome.name: kept for outcome in CATALOGUE if outcome.kind in kinds and kept != "none"}
    return [
        Task(
            start,
            design.system,
            dict(zip(SIDES, (design.first, design.second), strict=True)),
            futures.block(start, min(start + size, design.futures)),
            design.months,
            design.engine,
            design.timeline,
            series=series,
        )
        for start in range(0, design.futures, size)
    ]


def compare(design: Design, progress: Progress = lambda _: None) -> Result:
    """Run both policies over all futures. ``progress`` is told how many runs were just completed."""
    futures = draw_futures(design.seed, design.futures)
    result = Result(futures)
    todo = tasks(design, futures)
    if design.workers == 1 or len(todo) == 1:
        for task in todo:
            result.place(task, work(task))
            progress(task.runs)
        return result
    for _ in range(ATTEMPTS):
        todo = spread(design.workers, todo, result.place, progress)
        if not todo:
            return result
    raise RuntimeError(
        f"worker processes died {ATTEMPTS} times, perhaps for want of memory: try fewer --workers or a smaller --block"
    )
