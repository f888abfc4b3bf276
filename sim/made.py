"""What takes long to make and stays as it is, kept while the same is asked for again."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class LastMade(Generic[Thing]):
    """The last few things that were made, each of some objects: equal ones, which need not be hashable."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._held: list[tuple[tuple[object, ...], Thing]] = []

    def forget(self) -> None:
        """Keep none of them."""
        with self._lock:
            self._held = []

    def of(self, objects: tuple[object, ...], make: Callable[[], Thing]) -> Thing:
        """What is made of these objects; made anew where it is not among the last."""
        with self._lock:
            found = next((made for of, made in self._held if of == objects), None)
        made = make() if found is None else found
        with self._lock:
            self._held = [(of, thing) for of, thing in self._held if thing is not made]
            self._held = [*self._held, (objects, made)][-self._most :]
        return made
