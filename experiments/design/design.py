"""A design as a value: points to run, which can be written, read, shared out and, for some kinds, extended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import polars as pl

from experiments.design import factorial, latin_hypercube, morris, one_at_a_time, saltelli, sobol_sequence, table
from experiments.design.factors import Factor
from experiments.design.recipe import Recipe
from experiments.problems import BadInput

POINT = "point"
"""The column that numbers the points of a design."""
ROW_GROUP = 1024
"""Points stored together, so that a stretch can be read without the rest."""


@dataclass(frozen=True)
class Kind:
    """A kind of design."""

    points: Callable[[Recipe, Sequence[Factor]], pl.DataFrame]
    keys: tuple[str, ...]
    """What a recipe may say about it, the size first where there is one."""
    needs: tuple[str, ...] = ()
    """What a recipe must say about it."""
    alternative: str = ""
    """Why it cannot be extended, and what can; empty where more points leave those before them as they are."""
    paired: bool = False
    """Whether points are compared with each other, so that they are better run with the same draws."""


KINDS: dict[str, Kind] = {
    "factorial": Kind(
        factorial.points,
        ("levels",),
        alternative="all of its combinations are there already; for other values use a 'table', which can be extended",
        paired=True,
    ),
    "one-at-a-time": Kind(
        one_at_a_time.points,
        ("levels",),
        alternative="all of its values are there already; for other values use a 'table', which can be extended",
        paired=True,
    ),
    "latin-hypercube": Kind(
        latin_hypercube.points,
        ("points", "seed"),
        ("points",),
        "other numbers of points give other slices; use 'sobol', which spreads as evenly and can be extended",
    ),
    "sobol": Kind(sobol_sequence.points, ("points", "seed"), ("points",)),
    "saltelli": Kind(saltelli.points, ("base_points", "order", "seed"), ("base_points",), paired=True),
    "morris": Kind(
        morris.points,
        ("trajectories", "levels", "seed"),
        ("trajectories",),
        "its trajectories are drawn together; use 'saltelli', which can be extended and tells interactions as well",
        paired=True,
    ),
    "table": Kind(table.points, ("file", "beyond_ranges"), ("file",)),
}
"""By name, as an experiment calls it."""


@dataclass(frozen=True)
class Design:
    """Points to run: a row for each, with its number in the whole design (``point``).

    Beside what is varied, columns may say what a point is for: ``base``, ``matrix`` and ``factor`` of a Saltelli
    design, ``trajectory``, ``step`` and ``factor`` of a Morris design, ``factor`` where one parameter is moved.
    """

    table: pl.DataFrame

    @classmethod
    def make(cls, recipe: Recipe, factors: Sequence[Factor]) -> Design:
        """The design that a recipe describes for these factors."""
        points = KINDS[recipe.kind].points(recipe, factors)
        return cls(points.with_row_index(POINT).with_columns(pl.col(POINT).cast(pl.Int64)))

    @classmethod
    def read(cls, path: Path) -> Design:
        """A design that was written; ``BadInput`` when it cannot be read."""
        try:
            return cls(pl.read_parquet(path))
        except (OSError, pl.exceptions.PolarsError) as error:
            what = f"the design cannot be read: {str(error).splitlines()[0]}"
            raise BadInput.single(what, where=str(path)) from None

    def __len__(self) -> int:
        return self.table.height

    def write(self, file: IO[bytes]) -> None:
        """Write it as Parquet."""
        self.table.write_parquet(file, row_group_size=ROW_GROUP)

    def share(self, number: int, of: int) -> Design:
        """The part of its points, in one piece, that falls to one (counted from 1) of several who share the work."""
        start, stop = share(0, len(self), number, of)
        return Design(self.table.slice(start, stop - start))

    def begins_with(self, other: Design) -> bool:
        """Whether all points of another design come first in this one, unchanged."""
        return len(other) <= len(self) and self.table.head(len(other)).equals(other.table)


def share(start: int, stop: int, number: int, of: int) -> tuple[int, int]:
    """The stretch of a range that falls to one (counted from 1) of several; lengths differ by one at most."""
    length = stop - start
    return start + length * (number - 1) // of, start + length * number // of
