"""Carry a sweep out, or what is left of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from experiments.sweep import parts, series
from experiments.sweep.folder import Sweep
from experiments.sweep.job import Done, Job, make_job
from experiments.sweep.loop import work_off
from experiments.sweep.plan import Stretch
from experiments.sweep.workforce import Workforce

EARLY = 0.2
"""After this part of the runs memory should not grow any more."""


def carry_out(sweep: Sweep, workforce: Workforce, told: Callable[[Done], None], retry: bool = False) -> int:
    """Run what is left; how many runs of the whole sweep have failed.

    ``retry`` runs blocks in which a run failed again. Raises ``OSError`` where results cannot be written and ``Lost``
    where the workers cannot be reached; what was done until then is kept, and the rest can be run later.
    """
    again = _again(sweep) if retry else iter(())
    spent = Spent(sweep.plan.runs - sweep.stored)

    def hear(done: Done) -> None:
        spent.add(done)
        told(done)

    work_off(_jobs(sweep, chain(again, sweep.left())), workforce, hear)
    series.write(sweep.folder, sweep.plan)
    sweep.finish(spent.plain())
    return sum(parts.failures(sweep.folder).values())


class Spent:
    """What a session spent: time of its workers, how much of that on the engine, and of the process that hands the work
    out; and memory of a worker, early and in all."""

    def __init__(self, runs: int) -> None:
        self._runs, self._done = runs, 0
        self._seconds = self._engine = self._here = 0.0
        self._began = time.process_time()
        self._memory = self._early = 0

    def add(self, done: Done) -> None:
        """Hear of a block."""
        self._done += done.runs
        self._seconds += done.seconds
        self._engine += done.engine
        self._here += done.seconds if done.process == os.getpid() else 0.0
        self._memory = max(self._memory, done.memory or 0)
        if self._done <= EARLY * self._runs or not self._early:
            self._early = self._memory

    def plain(self) -> dict[str, float | None]:
        """For the manifest; memory is None where the operating system does not tell."""
        return {
            "worker_seconds": round(self._seconds, 3),
            "engine_seconds": round(self._engine, 3),
            "handing_out_seconds": round(max(time.process_time() - self._began - self._here, 0.0), 3),
            "worker_memory_after_a_fifth": self._early or None,
            "worker_memory": self._memory or None,
        }


def _jobs(sweep: Sweep, blocks: Iterator[Stretch]) -> Iterator[Job]:
    for block in blocks:
        yield make_job(sweep.folder.absolute(), sweep.plan, block, sweep.values(block))


def _again(sweep: Sweep) -> Iterator[Stretch]:
    """The blocks in which a run failed."""
    for start, stop in parts.failures(sweep.folder):
        yield replace(sweep.plan.at(start), stop=stop)
