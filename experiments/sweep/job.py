"""What a worker does with a block: run it, write what it came to, and say so in a word.

A job carries all that it needs, so a worker knows nothing of the sweep but the folder to write to. Runs that cannot be
run do not take others with them: a block in which one fails is halved until it stands alone.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from experiments.blocks import Block, Stopped, Stopping, Task, work
from experiments.sweep import parts
from experiments.sweep.plan import Plan, Stretch, Whole
from sim.futures import Futures
from sim.outcomes import Outcome
from sim.policy import Policy
from sim.series import Counts, Packed, Request, in_full, shown
from sim.system import System
from sim.timeline import Timeline
from sim.wiring import structures

LONGEST = 500
"""Characters kept of a message."""


@dataclass(frozen=True)
class Job:
    """A block of runs of one cell."""

    folder: Path
    start: int
    system: System
    timeline: Timeline
    policy: Policy
    months: int
    seed: int
    points: Whole
    replicates: Whole
    draws: Whole
    """The engine's replicates."""
    numbers: Mapping[str, NDArray[np.float64]]
    """What varies and is a number, by name."""
    choices: Mapping[str, Sequence[str]]
    """What varies and is a choice."""
    outcomes: tuple[Outcome, ...]
    series: Mapping[str, Request]
    """A number is one of the job's first runs."""

    def __len__(self) -> int:
        return len(self.points)

    @property
    def runs(self) -> tuple[int, int]:
        """The numbers of its runs."""
        return self.start, self.start + len(self)

    @property
    def kept(self) -> int:
        """Of how many of its runs, counted from the first, months are kept."""
        return kept_of(self.series, len(self))


def kept_of(series: Mapping[str, Request], runs: int) -> int:
    """Of how many of so many runs months are kept."""
    return max((in_full(kept, runs) for kept in series.values()), default=0)


@dataclass(frozen=True)
class Done:
    """That a block is on disk."""

    runs: int
    failed: int
    seconds: float
    engine: float
    """Seconds of these that went to the engine; the others went to tables and files."""
    memory: int | None = None
    """The most bytes that the worker has held so far; None where the operating system does not tell."""
    process: int = 0
    """The worker's process."""


@dataclass(frozen=True)
class Piece:
    """What some runs of a job came to."""

    rows: Whole
    """Which of the job's runs."""
    policy: Policy
    block: Block | None = None
    """None where the one run failed."""
    message: str = ""


def make_job(folder: Path, plan: Plan, stretch: Stretch, values: pl.DataFrame) -> Job:
    """The job of a block; ``values`` are its points' rows of the design, from the first point to the last."""
    e, points = plan.experiment, stretch.points
    rows = values[points - points[0]]
    return Job(
        folder,
        stretch.start,
        stretch.cell.system,
        stretch.cell.timeline,
        stretch.cell.policy,
        e.months,
        plan.seed(stretch.cell),
        points,
        stretch.replicates,
        plan.draws(points, stretch.replicates),
        {f.name: rows[f.name].to_numpy() for f in e.factors if not f.structural},
        {f.name: rows[f.name].to_list() for f in e.factors if f.structural},
        e.outcomes,
        plan.series(stretch),
    )


def run(job: Job, stopping: Stopping = lambda: False) -> Done:
    """Run a job and write its parts. Raises ``OSError`` where these cannot be written, ``Stopped`` when told to."""
    began = time.monotonic()
    pieces = list(simulate(job, stopping))
    engine = time.monotonic() - began
    runs, months, counts = tables(job, pieces)
    parts.write(job.folder, job.runs, runs, months, counts)
    failed = sum(piece.block is None for piece in pieces)
    return Done(len(job), failed, time.monotonic() - began, engine, most_memory(), os.getpid())


def most_memory() -> int | None:
    """The most bytes that this process has held; None where the operating system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def give_up(job: Job, message: str) -> Done:
    """Record that no run of a job can be run, for a reason that lies outside the model."""
    pieces = [Piece(np.array([row]), job.policy, None, message) for row in range(len(job))]
    parts.write(job.folder, job.runs, *tables(job, pieces))
    return Done(len(job), len(job), 0.0, 0.0)


def simulate(job: Job, stopping: Stopping = lambda: False) -> Iterator[Piece]:
    """Run all of a job: those with the same choices together."""
    every = np.arange(len(job))
    chosen = list(zip(*job.choices.values(), strict=True)) if job.choices else [()] * len(job)
    for combination in dict.fromkeys(chosen):
        rows = every[[row == combination for row in chosen]]
        levers = {**job.policy.levers, **dict(zip(job.choices, combination, strict=True))}
        yield from _attempt(job, rows, replace(job.policy, levers=levers), stopping)


def _attempt(job: Job, rows: Whole, policy: Policy, stopping: Stopping) -> Iterator[Piece]:
    try:
        yield Piece(rows, policy, work(task(job, rows, policy), stopping))
    except Stopped:
        raise
    except Exception as error:
        if len(rows) == 1:
            yield Piece(rows, policy, None, f"{type(error).__name__}: {error}"[:LONGEST])
            return
        for half in np.array_split(rows, 2):
            yield from _attempt(job, half, policy, stopping)


def task(job: Job, rows: Whole, policy: Policy) -> Task:
    """Some runs of a job as a task for the engine."""
    series = {name: int((rows < kept).sum()) if isinstance(kept, int) else kept for name, kept in job.series.items()}
    futures = Futures(job.seed, job.draws[rows], {name: values[rows] for name, values in job.numbers.items()})
    return Task(
        0,
        job.system,
        {policy.id: policy},
        futures,
        job.months,
        timeline=job.timeline,
        outcomes=job.outcomes,
        series=series,
    )


# What is stored of it ------------------------------------------------------------------------------------------------


def tables(job: Job, pieces: Sequence[Piece]) -> tuple[pl.DataFrame, pl.DataFrame | None, dict[str, Packed]]:
    """The runs in their order; their months, where these are kept in full; and the counts."""
    outcomes: dict[str, NDArray[np.float64]] = {}
    months: dict[str, NDArray[np.float64]] = {}
    failures: list[str | None] = [None] * len(job)
    counts: Counts | None = None
    for piece in pieces:
        if piece.block is None:
            failures[int(piece.rows[0])] = piece.message
            continue
        found, series = piece.block.outcomes[piece.policy.id], piece.block.series[piece.policy.id]
        for outcome, columns in named(job, piece.policy):
            for index, column in enumerate(columns):
                _into(outcomes, column, (len(job),))[piece.rows] = found[outcome.name][index]
                if outcome.name in series:
                    values = shown(outcome, series[outcome.name])[:, index]
                    room = _into(months, column, (job.months, len(job)))
                    room[:, piece.rows[: values.shape[-1]]] = values
        for packed in piece.block.counts.values():
            counts = counts or counts_of(job.outcomes, job.series, found, job.months)
            counts.merge(packed)
    frame = leading(job, failures).with_columns(_columns(outcomes))
    return frame, _months(job, months), {} if counts is None else {job.policy.id: counts.packed()}


def counts_of(
    outcomes: Sequence[Outcome], series: Mapping[str, Request], found: Mapping[str, NDArray[np.float64]], months: int
) -> Counts:
    """Empty counts for the outcomes whose months are counted; ``found`` has a row for each of their entities."""
    counted = [o for o in outcomes if series.get(o.name) == "quantiles"]
    return Counts({o: len(found[o.name]) for o in counted}, months)


def named(job: Job, policy: Policy) -> list[tuple[Outcome, list[str]]]:
    """The columns of each outcome: its name, or its name with every entity for which it is reported."""
    there = structures(job.system, policy, job.timeline).entities if any(o.kind != "icb" for o in job.outcomes) else {}
    return [
        (o, [o.name] if o.kind == "icb" else [f"{o.name}@{e.id.partition(':')[2]}" for e in there[o.kind]])
        for o in job.outcomes
    ]


def _into(target: dict[str, NDArray[np.float64]], column: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    if column not in target:
        target[column] = np.full(shape, np.nan)
    return target[column]


def _columns(values: Mapping[str, NDArray[np.float64]]) -> list[pl.Series]:
    """As columns; what is not a number is no value (null)."""
    return [pl.Series(name, column, nan_to_null=True) for name, column in values.items()]


def leading(job: Job, failures: Sequence[str | None]) -> pl.DataFrame:
    """Which run each row is, what varies, and whether it failed."""
    whole = {
        "run": np.arange(*job.runs),
        "point": job.points,
        "replicate": job.replicates,
        "seed": np.full(len(job), job.seed),
    }
    names = {"system": job.system.id, "timeline": job.timeline.id, "policy": job.policy.id}
    return pl.DataFrame(
        [
            *(pl.Series(name, values, dtype=pl.Int64) for name, values in whole.items()),
            *(pl.Series(name, [who] * len(job), dtype=pl.String) for name, who in names.items()),
            pl.Series(parts.FAILURE, failures, dtype=pl.String),
            *(pl.Series(name, values, dtype=pl.Float64) for name, values in job.numbers.items()),
            *(pl.Series(name, values, dtype=pl.String) for name, values in job.choices.items()),
        ]
    )


def _months(job: Job, months: Mapping[str, NDArray[np.float64]]) -> pl.DataFrame | None:
    """A row for each run and month of those that are kept, a column for each outcome, as in the runs."""
    if not months:
        return None
    kept = job.kept
    return pl.DataFrame(
        [
            pl.Series("run", np.repeat(job.start + np.arange(kept), job.months), dtype=pl.Int64),
            pl.Series("month", np.tile(np.arange(job.months), kept), dtype=pl.Int64),
            *_columns({name: np.ascontiguousarray(values[:, :kept].T).ravel() for name, values in months.items()}),
        ]
    )
