"""The worker processes of a desk, as it sees them: started once, kept warm, replaced when they die.

They are started afresh (never forked from here), on Windows and macOS as on Linux. Each has a pipe of its own, so that
one that dies leaves the others alone; the end of the pipe is also how it learns that this process is gone.
"""

from __future__ import annotations

import os
import sys
import weakref
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from threading import Lock
from types import ModuleType
from typing import Any

from experiments.ensemble.worker import Job, Reply, serve
from experiments.interrupts import interrupts_held
from experiments.workers import context

TICK = 0.02
"""Seconds after which a waiting question looks whether it is still wanted."""
ATTEMPTS = 2
"""How often a job is given out when workers die under it."""
MANNERS = 10
"""By how much a worker that gives way lowers its priority, on the scale of POSIX: it then gets a ninth or so of what
another process gets that wants the same processor."""
PATIENCE = 2.0
"""Seconds that a worker has to end by itself."""
_STARTING = Lock()
"""Held while a process starts."""


class Superseded(Exception):
    """A newer question was asked, or the desk was closed, before this one was answered."""

    def __init__(self) -> None:
        super().__init__("a newer question was asked, or the desk was closed, before this one was answered")


class Busy(RuntimeError):
    """So much waits already that nothing more is taken."""

    def __init__(self) -> None:
        super().__init__("The room is busy: more is being worked out than there is time for. Try again in a minute.")


class WorkerDied(RuntimeError):
    """Worker processes died under a question, again when it was tried anew."""


class Worker:
    """A worker process, and what it is doing."""

    def __init__(self, start: BaseContext) -> None:
        self.pipe, theirs = start.Pipe()
        make = start.Process  # type: ignore[attr-defined]  # every kind of context has it, says typeshed, not their base
        self.process: BaseProcess = make(target=serve, args=(theirs,), daemon=True, name="tiers-worker")
        with interrupts_held(), _STARTING, _without_main():
            self.process.start()
        theirs.close()
        self.number: int | None = None
        """The number of the job it works on (None: of none that is wanted)."""
        self.busy = False
        """Whether it owes a reply."""
        self.spent = False
        """Whether another is to take its place, with all that it holds of earlier jobs."""

    def give(self, number: int, job: Job) -> None:
        """Hand a job to an idle worker. One that is dead takes it too, and is found out when it should reply."""
        with interrupts_held(), suppress(OSError):  # half a message would spoil all that follow
            self.pipe.send(job)
        self.number, self.busy = number, True

    def give_way(self) -> None:
        """Let other processes go first, where the operating system is POSIX."""
        if sys.platform != "win32" and self.process.pid is not None:
            with suppress(OSError):  # it is gone
                os.setpriority(os.PRIO_PROCESS, self.process.pid, os.getpriority(os.PRIO_PROCESS, 0) + MANNERS)

    def withdraw(self) -> None:
        """Let the worker know that its job is no longer wanted; it still owes a reply, which nobody will read."""
        if self.number is not None:
            self.number = None
            with suppress(OSError):
                self.pipe.send(None)


class Crew:
    """So many workers, ready for jobs."""

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise ValueError("at least one worker is needed")
        self._start = context()
        self._gives_way = False
        self._workers = [self._hire() for _ in range(workers)]
        self._ending = weakref.finalize(self, _close, self._workers)

    def __len__(self) -> int:
        return len(self._workers)

    def give_way(self) -> None:
        """From now on its workers let other processes go first, where the operating system is POSIX."""
        self._gives_way = True
        for worker in self._workers:
            worker.give_way()

    def renew(self) -> None:
        """Let new processes take the place of all workers, each once it is idle: what they hold of their jobs goes."""
        for worker in self._workers:
            worker.spent = True

    @property
    def spent(self) -> bool:
        """Whether workers are to be replaced."""
        return any(worker.spent for worker in self._workers)

    def refresh(self) -> None:
        """Replace those that are to be and have nothing to do. No call of ``run`` may go on meanwhile."""
        list(self._replies())
        for place, worker in enumerate(self._workers):
            if worker.spent and not worker.busy:
                self._replace(place)

    def _replace(self, place: int) -> Worker:
        _end(self._workers[place])
        self._workers[place] = self._hire()
        return self._workers[place]

    def _hire(self) -> Worker:
        worker = Worker(self._start)
        if self._gives_way:
            worker.give_way()
        return worker

    @property
    def closed(self) -> bool:
        """Whether the workers have been ended."""
        return not self._ending.alive

    def close(self) -> None:
        """End all workers. It happens by itself when nobody holds the crew any more, and when Python ends."""
        self._ending()

    def run(
        self, jobs: Sequence[Job], wanted: Callable[[], bool], told: Callable[[int], object] = lambda _: None
    ) -> list[Any]:
        """What the jobs come to, in their order. ``told`` hears how many are done, as they are done.

        Raises ``Superseded`` as soon as they are no longer ``wanted``, and ``WorkerDied`` when a job's worker died for
        the second time. Whatever happens, no worker goes on with a job of this call.
        """
        found: dict[int, Any] = {}
        waiting, lost = deque(enumerate(jobs)), Counter[int]()
        try:
            while len(found) < len(jobs):
                if not wanted():
                    raise Superseded
                for place, worker in enumerate(self._workers):
                    if waiting and not worker.busy:
                        (self._replace(place) if worker.spent else worker).give(*waiting.popleft())
                for number, reply in self._replies():
                    if reply is not None:
                        found[number] = _result(reply)
                        told(len(found))
                        continue
                    lost[number] += 1
                    if lost[number] == ATTEMPTS:
                        raise WorkerDied(
                            "worker processes died under the same question twice, perhaps for want of memory"
                        )
                    waiting.appendleft((number, jobs[number]))
        finally:
            for worker in self._workers:
                worker.withdraw()
        return [found[number] for number in range(len(jobs))]

    def _replies(self) -> Iterator[tuple[int, Reply | None]]:
        """Replies to wanted jobs that came within a tick, with the job's number; None where the worker died instead."""
        pipes: dict[Any, int] = {worker.pipe: place for place, worker in enumerate(self._workers)}
        for pipe in wait(list(pipes), TICK):
            place = pipes[pipe]
            worker = self._workers[place]
            number, worker.number = worker.number, None
            reply: Reply | None = None
            with interrupts_held():
                try:
                    reply = worker.pipe.recv()
                    worker.busy = False
                except (EOFError, OSError):
                    self._replace(place)
            if number is not None:
                yield number, reply


def _result(reply: Reply) -> Any:
    kind, value = reply
    if kind == "failed":
        raise RuntimeError(f"a worker process could not finish its work:\n{value}")
    return value


def _close(workers: Sequence[Worker]) -> None:
    for worker in workers:
        worker.pipe.close()  # which they all hear before the first is waited for
    for worker in workers:
        _end(worker)


def _end(worker: Worker) -> None:
    worker.pipe.close()
    worker.process.join(PATIENCE)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    worker.process.close()


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes that start meanwhile do not import the script that runs here: it may well import half a dashboard."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
