"""One policy against another, over the same uncertain futures, in blocks spread over worker processes.

A block is a stretch of futures under one policy. Which process runs it, and how long it is, changes nothing: draws
are addressed by seed and future, and statistics are taken only after the blocks are put back in order.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from typing import Literal

import numpy as np

from experiments.interrupts import interrupts_ignored
from experiments.store import SIDES, Floats
from sim.futures import Futures, draw_futures
from sim.policy import Policy
from sim.system import System

Engine = Literal["numpy", "mesa"]
Progress = Callable[[int], None]

SERIES_FUTURES = 1000
"""Monthly series are kept for the first so many futures: quantiles need all values at once, outcomes do not."""
BLOCK = 250
"""Futures in a block unless asked otherwise: long enough for NumPy, short enough to share out."""
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


@dataclass(frozen=True)
class Block:
    """What a task gives back."""

    outcomes: dict[str, Floats]
    series: dict[str, Floats]


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
        )
        for start in range(0, design.futures, size)
        for side, policy in zip(SIDES, (design.first, design.second), strict=True)
    ]


def work(task: Task) -> Block:
    """Run one block; this is what a worker process does."""
    if task.engine == "mesa":
        from experiments.replay import simulate_in_mesa as simulate
    else:
        from sim.batch import simulate
    result = simulate(task.system, task.policy, task.futures, task.months)
    series = dict(result.series) if task.start < SERIES_FUTURES else {}
    return Block(dict(result.outcomes), series)


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
        todo = _spread(design.workers, todo, result, progress)
        if not todo:
            return result
    raise RuntimeError(
        f"worker processes died {ATTEMPTS} times, perhaps for want of memory: try fewer --workers or a smaller --block"
    )


def _spread(workers: int, todo: Sequence[Task], result: Result, progress: Progress) -> list[Task]:
    """Run tasks in worker processes; return those left undone because a process died under them."""
    with _pool(min(workers, len(todo))) as pool:
        with interrupts_ignored():  # the processes go on ignoring it: their parent stops them
            waiting: dict[Future[Block], Task] = {pool.submit(work, task): task for task in todo}
        try:
            for done in as_completed(list(waiting)):
                block = done.result()
                task = waiting.pop(done)
                result.place(task, block)
                progress(len(task.futures))
        except BrokenProcessPool:
            pass
        return list(waiting.values())


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes that end at once when their parent gives up."""
    pool = ProcessPoolExecutor(workers, mp_context=context())
    before = set(multiprocessing.active_children())
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    else:
        pool.shutdown()


def context() -> BaseContext:
    """How worker processes start: from a clean server where there is one, else from scratch; never by a bare fork."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        server = multiprocessing.get_context("forkserver")
        server.set_forkserver_preload(["experiments.compare", "sim.batch"])
        return server
    return multiprocessing.get_context("spawn")
