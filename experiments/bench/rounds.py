"""Going round everything that is to be measured, several times over, so that a busy moment strikes nothing alone."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Figures = Mapping[str, float]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """Something to measure: its ``subject``, on which system (empty: on none) and in which setting.

    ``facts`` are figures that no round changes. ``work`` does it once and returns what that round came to: ``wall`` and
    ``cpu`` in seconds, where it is about time.
    """

    subject: str
    system: str
    setting: str
    facts: Figures
    work: Callable[[], Figures]

    @property
    def title(self) -> str:
        """Subject, system and setting in a line."""
        return ", ".join(part for part in (self.subject, self.system, self.setting) if part)


@dataclass(frozen=True)
class Measured:
    """What a job came to: its facts, and the figures of each round."""

    subject: str
    system: str
    setting: str
    facts: Figures
    rounds: tuple[Figures, ...] = field(default=())

    def all(self, name: str) -> list[float]:
        """A figure in every round."""
        return [figures[name] for figures in self.rounds]

    def median(self, name: str) -> float:
        """The median of a figure over the rounds."""
        return statistics.median(self.all(name))

    @property
    def busy(self) -> float:
        """Processor time by wall time, the median of the rounds: well below 1 where others had the processor."""
        return statistics.median(figures["cpu"] / figures["wall"] for figures in self.rounds)


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Wall time and this process's processor time of some work, in seconds; what earlier work left is cleared."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def go_round(jobs: Sequence[Job], rounds: int, progress: Progress = lambda _: None) -> list[Measured]:
    """Do every job ``rounds`` times, all of them in each round, forwards and backwards in turn."""
    found: dict[int, list[Figures]] = {number: [] for number in range(len(jobs))}
    for turn in range(rounds):
        numbers = list(found) if turn % 2 == 0 else list(found)[::-1]
        for number in numbers:
            progress(f"round {turn + 1} of {rounds}: {jobs[number].title}")
            found[number].append(jobs[number].work())
    return [Measured(j.subject, j.system, j.setting, j.facts, tuple(found[n])) for n, j in enumerate(jobs)]
