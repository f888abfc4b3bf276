"""What takes long to make and stays as it is, kept while the very same objects are asked about."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class LastMade(Generic[Thing]):
    """The last few things that were made of some objects, which need not be hashable: the same are the same objects."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._held: dict[tuple[Hashable, ...], tuple[tuple[object, ...], Thing]] = {}

    def of(self, objects: tuple[object, ...], also: Hashable, make: Callable[[], Thing]) -> Thing:
        """What is made of these objects, and of what is ``also`` the same; made anew where it is not among the last."""
        key = (*map(id, objects), also)
        with self._lock:
            found = self._held.pop(key, None)
        made = found[1] if found is not None else make()
        with self._lock:
            self._held[key] = objects, made  # the objects are held too, so that no other has their ids
            while len(self._held) > self._most:
                del self._held[next(iter(self._held))]
        return made
