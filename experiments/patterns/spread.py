"""Tests of patterns spread over worker processes; the order of the answers is that of the questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from experiments.interrupts import interrupts_held
from experiments.patterns.declare import Pattern
from experiments.patterns.engine import Found, Trial, try_pattern
from experiments.workers import context

Job = tuple[Pattern, Trial]


def try_all(jobs: Sequence[Job], workers: int, done: Callable[[], None]) -> list[Found]:
    """What became of every pattern on every system; ``done`` is called after each."""
    if workers == 1 or len(jobs) == 1:
        found = []
        for job in jobs:
            found.append(try_pattern(*job))
            done()
        return found
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=context()) as pool:
        with interrupts_held():  # half-started processes would be orphans
            waiting = {pool.submit(try_pattern, *job): number for number, job in enumerate(jobs)}
        answers: dict[int, Found] = {}
        try:
            for future in as_completed(waiting):
                answers[waiting[future]] = future.result()
                done()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [answers[number] for number in range(len(jobs))]
