"""Longer work for a screen, one after the other in worker processes: asked once, dropped when nobody waits for it."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from experiments.ensemble.crew import Busy, Crew, Superseded
from experiments.ensemble.queue import PATIENCE
from experiments.ensemble.worker import Job

KEPT = 24
"""Finished errands that are remembered."""
WAITING = 40
"""Errands that may wait at a time."""
REMEMBERED = 1000
"""Screens of which it is known when they left."""


@dataclass(eq=False)
class Errand:
    """Jobs that belong together, and the screens that wait."""

    jobs: Sequence[Job]
    begun: float = field(default_factory=time.monotonic)
    screens: dict[str, float] = field(default_factory=dict)
    owners: WeakSet[Any] = field(default_factory=WeakSet)
    """Sessions or games that it is for: it is forgotten once none of them is there."""
    finished: int = 0
    """Jobs that are done."""
    results: list[Any] = field(default_factory=list)
    error: Exception | None = None
    done: bool = False

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for it."""
        return any(time.monotonic() - seen < PATIENCE for seen in self.screens.values())

    def tell(self, finished: int) -> None:
        """So many of the jobs are done."""
        self.finished = finished

    @property
    def seconds(self) -> float:
        """Since it was asked for."""
        return time.monotonic() - self.begun


class Errands:
    """Errands by what they are about; a crew of their own, so that levers do not wait for them."""

    def __init__(self, workers: int = 2) -> None:
        self._workers = workers
        self._crew: Crew | None = None
        self._errands: OrderedDict[str, Errand] = OrderedDict()
        self._left: OrderedDict[str, float] = OrderedDict()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="tiers-errands", daemon=True)
        self._thread.start()

    def ask(self, screen: str, key: str, jobs: Callable[[], Sequence[Job]], owner: object) -> Errand:
        """The errand of that key: a screen waits for one at a time, and many screens share it.

        One that went wrong is told to those who wait for it, and tried anew for whoever asks it afresh. Raises ``Busy``
        where ``WAITING`` others wait.
        """
        with self._changed:
            self._forget()
            for other, errand in list(self._errands.items()):
                if other != key:
                    errand.screens.pop(screen, None)
                    if not errand.done and not errand.wanted:
                        del self._errands[other]
                elif errand.error is not None and screen not in errand.screens:
                    del self._errands[other]
            if key not in self._errands:
                if sum(not errand.done for errand in self._errands.values()) >= WAITING:
                    raise Busy
                self._errands[key] = Errand(jobs())
            errand = self._errands[key]
            errand.screens[screen] = time.monotonic()
            errand.owners.add(owner)
            self._errands.move_to_end(key)
            self._changed.notify_all()
            return errand

    def known(self, key: str) -> Errand | None:
        """The errand of that key, where it is remembered; nobody waits for it because of that."""
        with self._changed:
            return self._errands.get(key)

    def wait(self, screen: str, errand: Errand, patience: float) -> bool:
        """Whether it is done within so many seconds; raises whatever went wrong with it, once for each screen."""
        until = time.monotonic() + patience
        with self._changed:
            while not errand.done and (left := until - time.monotonic()) > 0:
                errand.screens[screen] = time.monotonic()
                self._changed.wait(min(left, 1.0))
            if errand.error is not None:
                errand.screens.pop(screen, None)
                raise errand.error
        return errand.done

    def leave(self, screen: str) -> None:
        """A screen waits for nothing any more: what nobody else waits for ends."""
        with self._changed:
            for errand in self._errands.values():
                errand.screens.pop(screen, None)
            self._left[screen] = time.monotonic()
            self._left.move_to_end(screen)
            while len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
            self._changed.notify_all()

    def left(self, screen: str, since: float) -> bool:
        """Whether a screen has left since then (``time.monotonic``): what it asked for before is not wanted any more,
        even where the request is still on its way."""
        with self._changed:
            return self._left.get(screen, since) > since

    def forget(self, _: object = None) -> None:
        """Let the workers hold nothing of what they did."""
        with self._changed:
            if self._crew is not None:
                self._crew.renew()
            self._changed.notify_all()

    def close(self) -> None:
        """End the worker processes."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        if self._crew is not None:
            self._crew.close()

    def _work(self) -> None:
        while True:
            with self._changed:
                while (errand := self._next()) is None and not self._closing and not self._spent:
                    self._changed.wait(1.0)
            if self._closing:
                return
            if errand is not None:
                self._do(errand)
            elif self._crew is not None:
                self._crew.refresh()

    @property
    def _spent(self) -> bool:
        return self._crew is not None and self._crew.spent

    def _do(self, errand: Errand) -> None:
        try:
            if self._crew is None:
                self._crew = Crew(self._workers)
            errand.results = self._crew.run(errand.jobs, lambda: self._wanted(errand), errand.tell)
        except Superseded:
            self._drop(errand)
            return
        except Exception as error:  # told to whoever waits for it
            errand.error = error
        with self._changed:
            errand.done, errand.jobs = True, ()
            self._changed.notify_all()
            while len(self._errands) > KEPT:
                self._errands.popitem(last=False)

    def _wanted(self, errand: Errand) -> bool:
        """Whether to go on with it."""
        with self._changed:
            self._forget()
        return errand.wanted and not self._closing

    def _forget(self) -> None:
        """Keep nothing that is for nobody any more: it may be about a system that was uploaded."""
        for key, errand in list(self._errands.items()):
            if not errand.owners:
                del self._errands[key]

    def _next(self) -> Errand | None:
        self._forget()
        return next((errand for errand in self._errands.values() if not errand.done and errand.wanted), None)

    def _drop(self, errand: Errand) -> None:
        with self._changed:
            for key, other in list(self._errands.items()):
                if other is errand:
                    del self._errands[key]
