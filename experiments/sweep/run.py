"""Carry a sweep out, or what is left of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from experiments.sweep import parts, series
from experiments.sweep.folder import Sweep
from experiments.sweep.job import Done, Job, make_job
from experiments.sweep.loop import work_off
from experiments.sweep.plan import Stretch
from experiments.sweep.workforce import Workforce


def carry_out(sweep: Sweep, workforce: Workforce, told: Callable[[Done], None], retry: bool = False) -> int:
    """Run what is left; how many runs of the whole sweep have failed.

    ``retry`` runs blocks in which a run failed again. Raises ``OSError`` where results cannot be written and ``Lost``
    where the workers cannot be reached; what was done until then is kept, and the rest can be run later.
    """
    again = _again(sweep) if retry else iter(())
    work_off(_jobs(sweep, chain(again, sweep.left())), workforce, told)
    series.write(sweep.folder, sweep.plan)
    sweep.finish()
    return sum(parts.failures(sweep.folder).values())


def _jobs(sweep: Sweep, blocks: Iterator[Stretch]) -> Iterator[Job]:
    for block in blocks:
        yield make_job(sweep.folder, sweep.plan, block, sweep.values(block))


def _again(sweep: Sweep) -> Iterator[Stretch]:
    """The blocks in which a run failed."""
    for start, stop in parts.failures(sweep.folder):
        yield replace(sweep.plan.at(start), stop=stop)
