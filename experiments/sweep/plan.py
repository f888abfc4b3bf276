"""Which runs a sweep has, where each stands, and in which blocks they are worked off.

A *cell* is a system under a policy and a timeline. Every cell runs all points of the design, each so many times
(replicates). Runs are numbered cell by cell, point by point, replicate by replicate. What is added later, points or
replicates, comes as another *stage* after all that were there, so that no run ever changes its number. What a run comes
to depends on none of this: only on system, policy, timeline, the values of its point, and its draws.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.config import Experiment
from experiments.design import share
from sim.policy import Policy
from sim.series import Request
from sim.shocks import word
from sim.system import System
from sim.timeline import Timeline

Whole = NDArray[np.int64]
Range = tuple[int, int]
"""From the first to the last, the end not included."""

MOST_BLOCK, LEAST_BLOCK, PIECES = 700, 400, 32
"""Runs in a block: a sweep is cut into about so many pieces, between these limits. Fewer runs would spend their time on
setting up the model, more would put much at stake when a process ends, and memory above 300 MB in large systems."""
PER_REPLICATE = 2**32
"""Every point has its own draws: they are those of the engine's replicate ``point + 2**32 * replicate``."""


@dataclass(frozen=True)
class Cell:
    """A system under a policy and a timeline."""

    number: int
    system: System
    timeline: Timeline
    policy: Policy


@dataclass(frozen=True)
class Stage:
    """Points and replicates that were planned together."""

    first: int
    """Number of its first run."""
    points: Range
    replicates: Range

    @property
    def runs(self) -> int:
        """Runs of each cell."""
        return (self.points[1] - self.points[0]) * (self.replicates[1] - self.replicates[0])


@dataclass(frozen=True)
class Stretch:
    """Consecutive runs of one cell and stage."""

    start: int
    stop: int
    cell: Cell
    stage: Stage

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def _within(self) -> Whole:
        return np.arange(self.start, self.stop) - self.stage.first - self.cell.number * self.stage.runs

    @property
    def points(self) -> Whole:
        """The point of each run."""
        many = self.stage.replicates[1] - self.stage.replicates[0]
        return self.stage.points[0] + self._within // many

    @property
    def replicates(self) -> Whole:
        """The replicate of each run."""
        many = self.stage.replicates[1] - self.stage.replicates[0]
        return self.stage.replicates[0] + self._within % many


@dataclass(frozen=True)
class Plan:
    """All runs of a sweep, or the share of them that falls to one of several machines."""

    experiment: Experiment
    stages: tuple[Stage, ...]
    block: int
    """Runs in a block at most."""
    shard: tuple[int, int] | None = None
    """Which share this is (counted from 1), and of how many; each has its own points, under all policies."""

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, systems first. What an experiment varies by name stands above what a system's file says."""
        e = self.experiment
        varied = {factor.name for factor in e.factors}
        systems = [
            replace(s, starting_values={n: v for n, v in s.starting_values.items() if n not in varied})
            for s in e.systems
        ]
        crossed = itertools.product(systems, e.timelines, e.policies)
        return tuple(Cell(number, *of) for number, of in enumerate(crossed))

    @property
    def runs(self) -> int:
        """Runs in all."""
        return sum(len(stretch) for stretch in self.stretches())

    @property
    def points(self) -> Range:
        """The points that are run here."""
        first, last = min(s.points[0] for s in self.stages), max(s.points[1] for s in self.stages)
        return share(first, last, *self.shard) if self.shard else (first, last)

    def stretches(self) -> Iterator[Stretch]:
        """The runs of each stage and cell, in order."""
        for stage in self.stages:
            many = stage.replicates[1] - stage.replicates[0]
            low, high = share(*stage.points, *self.shard) if self.shard else stage.points
            for cell in self.cells:
                base = stage.first + cell.number * stage.runs
                start, stop = (base + many * (point - stage.points[0]) for point in (low, high))
                if start < stop:
                    yield Stretch(start, stop, cell, stage)

    def blocks(self, done: Sequence[Range] = ()) -> Iterator[Stretch]:
        """What is left to run beside the ranges that are done (in order), in blocks of about equal length."""
        for stretch in self.stretches():
            pieces = -(-len(stretch) // self.block)
            for number in range(1, pieces + 1):
                for left in gaps(share(stretch.start, stretch.stop, number, pieces), done):
                    yield replace(stretch, start=left[0], stop=left[1])

    def at(self, run: int) -> Stretch:
        """The one run of this number, which has to be one of this plan; ``LookupError`` otherwise."""
        for stretch in self.stretches():
            if stretch.start <= run < stretch.stop:
                return replace(stretch, start=run, stop=run + 1)
        raise LookupError(f"no run {run}")

    def seed(self, cell: Cell) -> int:
        """The seed of a cell's draws: the experiment's, unless each cell has draws of its own."""
        if self.experiment.draws != "independent":
            return self.experiment.seed
        names = "|".join((cell.system.id, cell.timeline.id, cell.policy.id))
        return int(word(f"{self.experiment.seed}|{names}")) >> 11

    def draws(self, points: Whole, replicates: Whole) -> Whole:
        """What the engine calls the replicate of each run: with the seed, the address of all its draws."""
        return replicates if self.experiment.draws == "common" else points + PER_REPLICATE * replicates

    def series(self, stretch: Stretch) -> dict[str, Request]:
        """What to keep of the months of some runs; a number is one of the first of them.

        In the experiment it is one of the first runs of each cell, over all stages.
        """
        within = stretch.start - stretch.stage.first - stretch.cell.number * stretch.stage.runs
        before = stretch.stage.first // len(self.cells) + within
        asked = self.experiment.series
        return {name: max(kept - before, 0) if isinstance(kept, int) else kept for name, kept in asked.items()}

    def extended(self, points: int) -> Plan:
        """With the experiment's replicates and so many points: what is not there yet comes as further stages."""
        had, run = max(s.points[1] for s in self.stages), max(s.replicates[1] for s in self.stages)
        now = self.experiment.replicates
        stages = list(self.stages)
        for added, times in (((0, had), (run, now)), ((had, points), (0, now))):
            if added[0] < added[1] and times[0] < times[1]:
                last = stages[-1]
                stages.append(Stage(last.first + last.runs * len(self.cells), added, times))
        return replace(self, stages=tuple(stages))

    def described(self) -> dict[str, Any]:
        """Stages, block and shard as plain data."""
        return {"stages": [asdict(stage) for stage in self.stages], "block": self.block, "shard": self.shard}


def first_plan(experiment: Experiment, points: int, block: int | None, shard: tuple[int, int] | None = None) -> Plan:
    """The plan of a new sweep."""
    stage = Stage(0, (0, points), (0, experiment.replicates))
    plan = Plan(experiment, (stage,), block or MOST_BLOCK, shard)
    suits = min(max(-(-stage.runs * len(plan.cells) // PIECES), LEAST_BLOCK), MOST_BLOCK)
    return replace(plan, block=block or suits)


def read_plan(experiment: Experiment, said: dict[str, Any]) -> Plan:
    """The plan that a manifest describes."""
    stages = tuple(Stage(stage["first"], (*stage["points"],), (*stage["replicates"],)) for stage in said["stages"])
    return Plan(experiment, stages, said["block"], (*said["shard"],) if said["shard"] else None)


def gaps(whole: Range, done: Sequence[Range]) -> Iterator[Range]:
    """What of a range is in none of those that are done, which are in order and apart."""
    start, stop = whole
    for low, high in done:
        if high <= start:
            continue
        if low >= stop:
            break
        if start < low:
            yield start, low
        start = max(start, high)
    if start < stop:
        yield start, stop
