"""Runs of one policy, future after future: worked out in pieces, put together, and remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from threading import Lock

import numpy as np

from experiments.ensemble.question import Side
from experiments.store import Floats
from sim.batch import simulate
from sim.futures import Futures, draw_futures

Check = Callable[[], object]

LEAST = 100
"""Futures that are worth a process of their own: half of them would take hardly less time."""
SERIES_FUTURES = 1000
"""Months are kept of the first so many futures: the lines of a chart hardly move with more."""
ROOM = 512 * 2**20
"""Bytes of runs that are remembered."""


@dataclass(frozen=True)
class Runs:
    """The first futures of one side: values (entities, futures), and months (months, entities, futures), by outcome.

    Months are kept of the first ``SERIES_FUTURES`` futures only.
    """

    futures: int
    values: Mapping[str, Floats]
    months: Mapping[str, Floats]

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(array.nbytes for held in (self.values, self.months) for array in held.values())

    def upto(self, futures: int) -> Runs:
        """Those of the first so many futures."""
        return Runs(futures, _cut(self.values, futures), _cut(self.months, futures))


NONE = Runs(0, {}, {})
"""Nothing run as yet."""


def joined(parts: Sequence[Runs]) -> Runs:
    """Runs of futures that follow each other."""
    futures = sum(part.futures for part in parts)
    return Runs(futures, _joined([part.values for part in parts]), _joined([part.months for part in parts]))


@dataclass(frozen=True)
class Piece:
    """Futures ``start`` to ``stop`` (not included) of one side: what a process works out at a time."""

    side: Side
    start: int
    stop: int

    def __call__(self, check: Check) -> Runs:
        """Run them. ``check`` is called after each month, and may raise to end the work."""
        side = self.side
        result = simulate(
            side.system,
            side.policy,
            drawn(side.seed, self.start, self.stop),
            side.months,
            outcomes=side.outcomes,
            timeline=side.timeline,
            series=side.monthly if self.start < SERIES_FUTURES else (),
            check=check,
        )
        return Runs(self.stop - self.start, result.outcomes, result.series)


def pieces(side: Side, start: int, stop: int, shares: int) -> Iterator[Piece]:
    """Futures ``start`` to ``stop`` in ``shares`` about equal parts, where they are worth it; none with and without
    its months in one."""
    edges = [start, *([SERIES_FUTURES] if start < SERIES_FUTURES < stop else []), stop]
    for low, high in pairwise(edges):
        count = max(1, min(shares, (high - low) // LEAST))
        marks = [low + (high - low) * number // count for number in range(count + 1)]
        yield from (Piece(side, *ends) for ends in pairwise(marks))


@lru_cache(maxsize=16)
def drawn(seed: int, start: int, stop: int) -> Futures:
    """Futures by number, drawn once in a process: every policy and every question meets the same."""
    return draw_futures(seed, stop - start, first=start)


class Memory:
    """Runs by what determines them. The least lately used go first when all of them fill more than ``room`` bytes."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._held: OrderedDict[str, Runs] = OrderedDict()
        self._lock = Lock()

    def recall(self, side: Side) -> Runs:
        """What has been worked out of a side so far."""
        with self._lock:
            if side.key in self._held:
                self._held.move_to_end(side.key)
            return self._held.get(side.key, NONE)

    def keep(self, side: Side, runs: Runs) -> None:
        """Remember runs, unless more are remembered already."""
        with self._lock:
            if self._held.get(side.key, NONE).futures < runs.futures:
                self._held[side.key] = runs
            self._held.move_to_end(side.key)
            while sum(held.size for held in self._held.values()) > self._room:
                self._held.popitem(last=False)


def _cut(arrays: Mapping[str, Floats], futures: int) -> dict[str, Floats]:
    return {name: np.ascontiguousarray(array[..., :futures]) for name, array in arrays.items()}


def _joined(parts: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    """Arrays that follow each other along their last axis; a part that has none is left out."""
    there = [part for part in parts if part]
    return {name: np.concatenate([part[name] for part in there], axis=-1) for name in there[0]} if there else {}
