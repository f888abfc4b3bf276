"""Give blocks out, hear that they are done, and go on when workers die."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from itertools import chain

from experiments.sweep.job import Done, Job, give_up, run
from experiments.sweep.workforce import Workforce
from experiments.workers import stopping

Told = Callable[[Done], None]
ATTEMPTS = 2
"""How often a block is given out beside others while workers die under it; after that it runs alone."""
DIED = "the worker process died, perhaps for want of memory"


class Lost(Exception):
    """The workers cannot be reached any more; what was done is on disk."""


def perform(job: Job) -> Done:
    """What a worker does."""
    return run(job, stopping)


def work_off(jobs: Iterator[Job], workforce: Workforce, told: Told) -> None:
    """Have all jobs done; ``told`` hears of each.

    Only so many are given out at a time, so it takes no more memory for a million jobs than for ten. Raises ``OSError``
    where what they come to cannot be written, ``Lost`` when the workers are gone.
    """
    lost: Counter[int] = Counter()
    again: deque[Job] = deque()
    while True:
        with workforce.open() as workers:
            died = _round(workers, chain(_emptied(again), jobs), workforce, told)
        if not died:
            return
        for job in died:
            lost[job.start] += 1
            if lost[job.start] < ATTEMPTS:
                again.append(job)
                continue
            with workforce.open() as workers:
                alone = _round(workers, iter([job]), workforce, told)
            for guilty in alone:
                told(give_up(guilty, DIED))


def _emptied(jobs: deque[Job]) -> Iterator[Job]:
    while jobs:
        yield jobs.popleft()


def _round(workers: Executor, jobs: Iterator[Job], workforce: Workforce, told: Told) -> list[Job]:
    """Work jobs off until none is left; or until workers die, and then those that were given out and not done."""
    out: dict[Future[Done], Job] = {}
    while True:
        for job in jobs:
            try:
                with workforce.giving():
                    out[workers.submit(perform, job)] = job
            except BrokenExecutor:
                return [*_undone(out, told), job]
            if len(out) >= workforce.width():
                break
        if not out:
            return []
        for future in wait(out, return_when=FIRST_COMPLETED).done:
            try:
                done = future.result()
            except BrokenExecutor:
                return _undone(out, told)
            except workforce.deadly:
                done = give_up(out[future], DIED)
            except CancelledError:
                raise Lost("the workers cannot be reached any more") from None
            del out[future]
            told(done)


def _undone(out: dict[Future[Done], Job], told: Told) -> list[Job]:
    """Which jobs were not done when the workers died; those that were are told."""
    undone = []
    for future, job in out.items():
        if future.done() and not future.cancelled() and future.exception() is None:
            told(future.result())
        else:
            undone.append(job)
    return undone
