"""Runs of one policy, future after future: worked out in pieces, put together, and remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from threading import Lock

import numpy as np

from experiments.ensemble.question import Side
from experiments.store import Floats
from sim.batch import simulate
from sim.futures import Futures, draw_futures
from sim.outcomes import Outcome

Check = Callable[[], object]

LEAST = 50
"""Futures that are worth a process of their own: half of them would take hardly less time."""
SERIES_FUTURES = 1000
"""Months are kept of the first so many futures: the lines of a chart hardly move with more."""
RUNS_ROOM = 512 * 2**20
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
        return self.part(0, futures)

    def part(self, start: int, stop: int) -> Runs:
        """Those of futures ``start`` to ``stop`` (not included)."""
        return Runs(stop - start, _cut(self.values, start, stop), _cut(self.months, start, stop))

    def split(self, lengths: Sequence[int]) -> list[Runs]:
        """Parts of these lengths that follow each other."""
        ends = np.cumsum(lengths).tolist()
        return [self.part(end - length, end) for end, length in zip(ends, lengths, strict=True)]


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

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def futures(self) -> Futures:
        """The futures themselves."""
        return drawn(self.side.seed, self.start, self.stop)

    @property
    def kept(self) -> Sequence[Outcome]:
        """Outcomes of which the months are kept."""
        return self.side.monthly if self.start < SERIES_FUTURES else ()

    def __call__(self, check: Check) -> Runs:
        """Run them. ``check`` is called after each month, and may raise to end the work."""
        return self.run(self.futures, check)

    def run(self, futures: Futures, check: Check) -> Runs:
        """Run the side in these futures, which may have levers of their own."""
        side = self.side
        result = simulate(
            side.system,
            side.policy,
            futures,
            side.months,
            outcomes=side.outcomes,
            timeline=side.timeline,
            series=self.kept,
            check=check,
        )
        return Runs(len(futures), result.outcomes, result.series)


@dataclass(frozen=True)
class Batch:
    """Pieces of one mould, of one question or of several: they go through as one block, to the same bits.

    Levers in which they differ become rows over runs, as in a sweep. The calls of a month are made once for all.
    """

    pieces: tuple[Piece, ...]

    def __call__(self, check: Check) -> list[Runs]:
        """Run them, in their order; for ``check`` see ``Piece``."""
        first, *others = self.pieces
        if not others:
            return [first(check)]
        parts = [piece.futures for piece in self.pieces]
        values = {name: np.concatenate([part.values[name] for part in parts]) for name in parts[0].values}
        for name, value in first.side.numbers.items():
            settings = [piece.side.numbers[name] for piece in self.pieces]
            if any(setting != value for setting in settings):
                values[name] = np.repeat(settings, [len(part) for part in parts])
        replicates = np.concatenate([part.replicates for part in parts])
        return first.run(Futures(first.side.seed, replicates, values), check).split([len(part) for part in parts])


def batches(pieces: Sequence[Piece], shares: int) -> list[Batch]:
    """Pieces in batches of one mould each, in all about ``shares`` that are about equal."""
    alike: dict[tuple[str, bool], list[Piece]] = {}
    for piece in pieces:
        alike.setdefault((piece.side.mould, bool(piece.kept)), []).append(piece)
    whole = sum(map(len, pieces))
    found = []
    for group in alike.values():
        count = min(len(group), max(1, round(shares * sum(map(len, group)) / whole)))
        marks = [len(group) * number // count for number in range(count + 1)]
        found += [Batch(tuple(group[low:high])) for low, high in pairwise(marks)]
    return found


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

    def __init__(self, room: int = RUNS_ROOM) -> None:
        self._room = room
        self._held: OrderedDict[str, Runs] = OrderedDict()
        self._lock = Lock()

    def recall(self, side: Side) -> Runs:
        """What has been worked out of a side so far."""
        with self._lock:
            if side.key in self._held:
                self._held.move_to_end(side.key)
            return self._held.get(side.key, NONE)

    def forget(self, keys: Iterable[str]) -> None:
        """Drop what was worked out under these keys of sides."""
        with self._lock:
            for key in keys:
                self._held.pop(key, None)

    def keep(self, side: Side, runs: Runs) -> None:
        """Remember runs, unless more are remembered already."""
        with self._lock:
            if self._held.get(side.key, NONE).futures < runs.futures:
                self._held[side.key] = runs
            self._held.move_to_end(side.key)
            while sum(held.size for held in self._held.values()) > self._room:
                self._held.popitem(last=False)


def _cut(arrays: Mapping[str, Floats], start: int, stop: int) -> dict[str, Floats]:
    return {name: np.ascontiguousarray(array[..., start:stop]) for name, array in arrays.items()}


def _joined(parts: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    """Arrays that follow each other along their last axis; a part that has none is left out."""
    there = [part for part in parts if part]
    return {name: np.concatenate([part[name] for part in there], axis=-1) for name in there[0]} if there else {}
