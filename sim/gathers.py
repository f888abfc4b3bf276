"""What a rule reads, as the NumPy engine holds it: a number, an array that stands still, or a ``Fill`` made anew.

A read along a link is a view where it can be, else rows are taken, added up or compared. Sums run from left to right
and begin at 0, as the Mesa engine's do: for each slot of a row in turn (all entities at once), or, where few entities
lead to many, by NumPy's sum over the first axis, which for two runs or more adds in the same order. ``einsum`` and
matrix products are no alternative: their order, and whether they round twice, depend on the processor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from sim.entities import Link, Row

Array = NDArray[np.float64]

TILE = 24_576
"""Numbers a rule works on at a time: the few arrays of them (192 KiB) that it works with stay near the core, and the
calls are few. Measured on systems of 2 to 10 places: half as many cost 4 to 20 % more time, twice as many no less."""
LINE = 8
"""Numbers in a cache line."""


def aligned(shape: tuple[int, ...]) -> Array:
    """An array that begins where a cache line does: NumPy adds two of them in half the time."""
    size = prod(shape)
    room = np.empty(size + LINE)
    start = -(room.__array_interface__["data"][0] // room.itemsize) % LINE
    return room[start : start + size].reshape(shape)


@dataclass(frozen=True)
class Fill:
    """A read whose numbers are written into an array of this shape, each time they are wanted: ``fill(out=array)``."""

    shape: tuple[int, ...]
    into: Callable[..., object]
    terms: int = 0
    """How many numbers are added up, multiplied or compared for it, where it is not simply taken from somewhere."""

    def __call__(self, out: Array) -> None:
        """Write the numbers into ``out``."""
        self.into(out=out)

    @property
    def numbers(self) -> int:
        """Element-operations: one for each number that it hands over, or for each term where it takes more."""
        return max(self.terms, prod(self.shape))


Source = float | Array | Fill


def fresh(source: Source) -> float | Array:
    """What a source holds now."""
    if not isinstance(source, Fill):
        return source
    held = np.empty(source.shape)
    source(out=held)
    return held if source.shape else float(held)


def tiles(count: int, runs: int) -> list[slice]:
    """Stretches of ``count`` entities, each of at most about ``TILE`` numbers over all runs, and at least one."""
    size = max(1, TILE // runs)
    return [slice(start, min(start + size, count)) for start in range(0, max(count, 1), size)]


def along(link: Link, how: str, array: Array, rows: slice) -> Array | Fill:
    """Read an array (entities, runs) along a link, for a stretch of the entities that the link starts from."""
    chosen = link.rows[rows]
    if not chosen:
        return array[:0]
    if how == "one":
        return _taken(array, [row[0][0] for row in chosen])
    if how == "total":
        return _totals(chosen, array)
    return _extremes(chosen, array, np.minimum if how == "lowest" else np.maximum)


def _taken(array: Array, index: Sequence[int]) -> Array | Fill:
    """Rows of an array: a view where they stand evenly apart, one row for all where they are all the same."""
    step = index[1] - index[0] if len(index) > 1 else 1
    if len(set(index)) == 1:
        return array[index[0] : index[0] + 1]
    if step > 0 and list(index) == list(range(index[0], index[-1] + 1, step)):
        return array[index[0] : index[-1] + 1 : step]
    rows = np.array(index)
    return Fill((len(rows), array.shape[1]), lambda out: array.take(rows, axis=0, out=out, mode="clip"))


def joined(shape: tuple[int, int], parts: Sequence[tuple[slice, Source]]) -> Fill:
    """Several reads one below the other: which rows each fills, and what with."""

    def into(out: Array) -> None:
        for rows, source in parts:
            if isinstance(source, Fill):
                source(out=out[rows])
            else:
                out[rows] = source

    return Fill(shape, into, sum(s.numbers if isinstance(s, Fill) else np.size(s) for _, s in parts))


def _totals(rows: Sequence[Row], array: Array) -> Fill:
    shape = (len(rows), array.shape[1])
    width = max(1, *(len(row) for row in rows))
    terms = array.shape[1] * sum(1 if weight == 1.0 else 2 for row in rows for _, weight in row)
    if width > 1 and prod(shape) > 1 and width * prod(shape) <= TILE:  # NumPy adds a single column in another order
        return Fill(shape, _sum_at_once(rows, array, width), terms)
    if width > len(rows) and all(rows) and array.shape[1] > 1:
        sums = [_row_sum(row, array) for row in rows]

        def each(out: Array) -> None:
            for number, into in enumerate(sums):
                into(out[number])

        return Fill(shape, each, terms)
    return Fill(shape, _slot_sum(rows, array, width), terms)


def _row_sum(row: Row, array: Array) -> Callable[[Array], None]:
    """The weighted sum of one row of a link, a tile at a time."""
    parts = [row[part] for part in tiles(len(row), array.shape[1])]
    reads = [(_weights([w for _, w in part]), _taken(array, [j for j, _ in part])) for part in parts]
    (weights, first), *others = reads

    def into(out: Array) -> None:
        values = fresh(first) if weights is None else weights * fresh(first)
        np.add.reduce(values, axis=0, initial=0.0, out=out)
        for more, read in others:
            values = np.multiply(1.0 if more is None else more, fresh(read))
            values[0] += out
            np.add.reduce(values, axis=0, out=out)

    return into


def _slots(rows: Sequence[Row], width: int) -> list[tuple[list[float], list[int]]]:
    """Weights and terms of all rows, slot by slot; rows that are shorter add 0 of something."""
    return [
        (
            [row[slot][1] if slot < len(row) else 0.0 for row in rows],
            [row[slot][0] if slot < len(row) else row[0][0] if row else 0 for row in rows],
        )
        for slot in range(width)
    ]


def _sum_at_once(rows: Sequence[Row], array: Array, width: int) -> Callable[[Array], None]:
    """All terms side by side, added up over the slots: few calls, where together they have room near the core."""
    slots = _slots(rows, width)
    read = _side_by_side(array, [reached for _, reached in slots])
    weights = _weights([weight for given, _ in slots for weight in given])
    factors = None if weights is None else weights.reshape(width, len(rows), 1)

    def into(out: Array) -> None:
        values = read() if factors is None else np.multiply(factors, read())
        np.add.reduce(values, axis=0, initial=0.0, out=out)

    return into


def _side_by_side(array: Array, index: Sequence[Sequence[int]]) -> Callable[[], Array]:
    """Rows of an array for a table of them: a view where they stand evenly apart both ways."""
    table = np.array(index)
    steps = [np.diff(table, axis=axis) for axis in (0, 1)]
    if all((step == step.flat[0]).all() and step.flat[0] >= 0 for step in steps if step.size):
        strides = [int(step.flat[0]) * array.strides[0] if step.size else 0 for step in steps]
        first = array[table[0, 0] :]
        view = as_strided(first, (*table.shape, array.shape[1]), (*strides, array.strides[1]), writeable=False)
        return lambda: view
    rows, shape = table.ravel(), (*table.shape, array.shape[1])

    def taken() -> Array:
        held = np.empty(shape)
        array.take(rows, axis=0, out=held.reshape(len(rows), -1), mode="clip")
        return held

    return taken


def _slot_sum(rows: Sequence[Row], array: Array, width: int) -> Callable[[Array], None]:
    """First come all first terms, then all second ones."""
    slots = [(_weights(weights), _taken(array, reached)) for weights, reached in _slots(rows, width)]

    def into(out: Array) -> None:
        out[...] = 0.0
        term = np.empty_like(out)
        for weights, read in slots:
            values = fresh(read)
            np.add(out, values if weights is None else np.multiply(weights, values, out=term), out=out)

    return into


def _weights(weights: Sequence[float]) -> Array | None:
    """Weights as a column; None where each is 1."""
    return None if all(w == 1.0 for w in weights) else np.array(weights)[:, None]


def _extremes(rows: Sequence[Row], array: Array, pick: np.ufunc) -> Fill:
    shape = (len(rows), array.shape[1])
    terms = array.shape[1] * sum(len(row) for row in rows)
    if len(rows) == 1:
        read = _taken(array, [j for j, _ in rows[0]])
        return Fill(shape, lambda out: pick.reduce(fresh(read), axis=0, out=out[0]), terms)
    width = max(1, *(len(row) for row in rows))
    reached = [[row[slot if slot < len(row) else 0][0] if row else 0 for row in rows] for slot in range(width)]
    first, *others = [_taken(array, slot) for slot in reached]

    def into(out: Array) -> None:
        out[...] = fresh(first)
        for other in others:
            pick(out, fresh(other), out=out)

    return Fill(shape, into, terms)


def keep_memory() -> None:
    """Let the C library keep freed memory for the next temporary instead of giving it back page by page.

    glibc sets its thresholds by the largest block that was mapped and freed; elsewhere this does nothing.
    """
    np.empty(30 * 2**20, dtype=np.uint8)
