"""What is worked out about a thing: kept beside it, and gone with it."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Found = TypeVar("Found")
MOST = 64
"""Findings about one thing; the oldest goes first."""


class Beside(Generic[Found]):
    """Findings about things that are known by being the very same object: nothing here keeps one of them alive."""

    def __init__(self) -> None:
        self._held: dict[int, dict[Hashable, Found]] = {}
        self._lock = Lock()

    def of(self, thing: object, key: Hashable, find: Callable[[], Found]) -> Found:
        """What was found about a thing under a key before, or else what ``find`` gives now."""
        with self._lock:
            if id(thing) not in self._held:
                self._held[id(thing)] = {}
                weakref.finalize(thing, self._held.pop, id(thing)).atexit = False
            held = self._held[id(thing)]
            if key in held:
                return held[key]
        found = find()  # with nobody else held up
        with self._lock:
            held[key] = found
            if len(held) > MOST:
                del held[next(iter(held))]
        return found
