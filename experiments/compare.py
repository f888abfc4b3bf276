"""One policy against another, over the same uncertain futures, in blocks spread over worker processes.

A block is a stretch of futures under one policy. Which process runs it, and how long it is, changes nothing: draws
are addressed by seed and future, and statistics are taken only after the blocks are put back in order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from experiments.blocks import SERIES_FUTURES, Block, Engine, Task, work
from experiments.store import SIDES, Floats
from experiments.workers import spread
from sim.futures import Futures, draw_futures
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline

Progress = Callable[[int], None]

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
    engine: Engine = "numpy"
    workers: int = 1
    block: int | None = None

    @property
    def months(self) -> int:
        """Length of a run."""
        return 12 * self.years

    @property
    def block_size(self) -> int:
        """Futures in a block."""
        if self.block is not None:
            return self.block
        if self.engine == "mesa":
            return 5
        return max(1, min(BLOCK, -(-2 * self.futures // (2 * self.workers))))


@dataclass
class Result:
    """All runs of a comparison, put together in order of futures; per side, outcome name and entity."""

    futures: Futures
    outcomes: dict[str, dict[str, Floats]] = field(default_factory=lambda: {side: {} for side in SIDES})
    series: dict[str, dict[str, Floats]] = field(default_factory=lambda: {side: {} for side in SIDES})

    def place(self, task: Task, block: Block) -> None:
        """Put the values of one block where they belong."""
        stop = task.start + len(task.futures)
        kept = min(len(self.futures), SERIES_FUTURES)
        for name, values in block.outcomes.items():
            _into(self.outcomes[task.side], name, values, len(self.futures))[..., task.start : stop] = values
        for name, values in block.series.items():
            room = _into(self.series[task.side], name, values, kept)[..., task.start : stop]
            room[...] = values[..., : room.shape[-1]]


def _into(target: dict[str, Floats], name: str, values: Floats, futures: int) -> Floats:
    if name not in target:
        target[name] = np.full((*values.shape[:-1], futures), np.nan)
    return target[name]


def tasks(design: Design, futures: Futures) -> list[Task]:
    """The blocks of a comparison, the two policies in turn."""
    size = design.block_size
    return [
        Task(
            side,
            start,
            design.system,
            policy,
            futures.block(start, min(start + size, design.futures)),
            design.months,
            design.engine,
            design.timeline,
        )
        for start in range(0, design.futures, size)
        for side, policy in zip(SIDES, (design.first, design.second), strict=True)
    ]


def compare(design: Design, progress: Progress = lambda _: None) -> Result:
    """Run both policies over all futures. ``progress`` is told how many runs were just completed."""
    futures = draw_futures(design.seed, design.futures)
    result = Result(futures)
    todo = tasks(design, futures)
    if design.workers == 1 or len(todo) == 1:
        for task in todo:
            result.place(task, work(task))
            progress(len(task.futures))
        return result
    for _ in range(ATTEMPTS):
        todo = spread(design.workers, todo, result.place, progress)
        if not todo:
            return result
    raise RuntimeError(
        f"worker processes died {ATTEMPTS} times, perhaps for want of memory: try fewer --workers or a smaller --block"
    )
