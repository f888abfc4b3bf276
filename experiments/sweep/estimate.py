"""What a sweep will take, from a burst of a few blocks cut short: time, memory, disk. Nothing is stored."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from experiments.design import POINT, Design
from experiments.sweep.job import Job, kept_of, make_job, most_memory, simulate, tables
from experiments.sweep.plan import Cell, Plan, Stretch
from sim.system import System

TRIED = 3
"""Cells that are tried: of the smallest system, the largest and one between."""
FIRST, MORE = 1, 12
"""Months of the two runs by which setting up is told from running."""


@dataclass(frozen=True)
class Estimate:
    """What a sweep is and what it will take."""

    plan: Plan
    blocks: int
    seconds: float
    """Of one core."""
    memory: int | None
    """Bytes that a worker holds at most; None where the system does not tell."""
    disk: int
    """Bytes of results."""


@dataclass(frozen=True)
class _Burst:
    size: int
    """Entities of the system, by which its time is estimated."""
    setting_up: float
    per_run: float
    """Seconds for each run, over all its months."""
    bytes_per_run: float
    bytes_per_kept: float
    """For each run of which the months are kept."""
    bytes_per_block: float


def estimate(plan: Plan, design: Design) -> Estimate:
    """What a sweep will take: measured on a few cells, and by the size of the system for the others."""
    bursts = sorted((_burst(plan, design, cell) for cell in _tried(plan)), key=lambda burst: burst.size)
    memory = most_memory()
    seconds = disk = 0.0
    blocks = 0
    for stretch in plan.stretches():
        many = -(-len(stretch) // plan.block)
        blocks += many
        setting_up, per_run, of_run, of_kept, of_block = _between(bursts, _size(stretch.cell.system))
        seconds += many * setting_up + len(stretch) * per_run
        kept = kept_of(plan.series(stretch), len(stretch))
        disk += many * of_block + len(stretch) * of_run + kept * of_kept
    return Estimate(plan, blocks, seconds, memory, int(disk) + _written(design.table))


def _tried(plan: Plan) -> Iterator[Cell]:
    by_size = sorted({c.system.id: c for c in plan.cells}.values(), key=lambda c: _size(c.system))
    places = np.linspace(0, len(by_size) - 1, min(TRIED, len(by_size)))
    yield from (by_size[round(float(place))] for place in places)


def _size(system: System) -> int:
    return len(system.communities) + len(system.councils) + len(system.acute_trusts) + len(system.community_trusts)


def _burst(plan: Plan, design: Design, cell: Cell) -> _Burst:
    """Run the first block of a cell for a month, and for a year more."""
    stretch = next(s for s in plan.stretches() if s.cell.number == cell.number)
    job = _job(plan, design, replace(stretch, stop=min(stretch.stop, stretch.start + plan.block)))
    _timed(replace(job, months=FIRST))  # what is slow only the first time in a process
    (short, _), (long, stored) = [_timed(replace(job, months=months)) for months in (FIRST, FIRST + MORE)]
    a_month = max(long - short, 0.0) / MORE
    whole = short - a_month + job.months * a_month
    of_block, of_month, of_runs = stored
    of_kept = job.months * of_month / max(job.kept, 1)
    per_run = (whole - short) / len(job)
    return _Burst(_size(cell.system), short, per_run, of_runs / len(job), of_kept, job.months * of_block)


def _job(plan: Plan, design: Design, stretch: Stretch) -> Job:
    points = stretch.points
    return make_job(Path(), plan, stretch, design.table.filter(pl.col(POINT).is_between(points[0], points[-1])))


def _timed(job: Job) -> tuple[float, tuple[float, float, float]]:
    """Seconds, and bytes to store: of the block's counts and its months, both for each month, and of its runs."""
    began = time.monotonic()
    runs, months, counts = tables(job, list(simulate(job)))
    seconds = time.monotonic() - began
    packed = sum(array.nbytes for of in counts.values() for array in vars(of).values())
    monthly = _written(months) if months is not None else 0
    return seconds, (packed / job.months, monthly / job.months, _written(runs))


def _written(frame: pl.DataFrame) -> int:
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.tell()


def _between(bursts: list[_Burst], size: int) -> tuple[float, ...]:
    """Figures for a system of some size, between those that were tried."""
    sizes = [burst.size for burst in bursts]
    rows = [(b.setting_up, b.per_run, b.bytes_per_run, b.bytes_per_kept, b.bytes_per_block) for b in bursts]
    return tuple(float(np.interp(size, sizes, column)) for column in zip(*rows, strict=True))
