"""Boxes in the space of what was varied: limits, what lies inside, and how a box is told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from experiments.analysis.case import judged
from experiments.analysis.case.judge import HOLDS
from experiments.analysis.case.parse import Case
from experiments.analysis.estimates import Estimate, Floats, share
from experiments.words import short

Mask = NDArray[np.bool_]
KNOWN = "known replicates"


@dataclass(frozen=True)
class Points:
    """Points of a design, and how often the case of interest holds at each."""

    names: tuple[str, ...]
    x: Floats
    """Values (points, names); choices are numbered."""
    choices: tuple[tuple[str, ...], ...]
    """For each name, what the numbers stand for; nothing where they are values."""
    y: Floats
    """Share of replicates in which the case holds, 0 to 1: (points,)."""
    left_out: int
    """Points in which it cannot be said, for want of a run or of a value in one of their replicates."""

    def taken(self, at: NDArray[np.int64] | Mask) -> Points:
        """Some of the points, in the order given."""
        return Points(self.names, self.x[at], self.choices, self.y[at], self.left_out)


def points(runs: pl.DataFrame, case: Case, names: Sequence[str], design: pl.DataFrame | None = None) -> Points:
    """Judge a case, replicates taken together; several systems, timelines or policies count as varied.

    A point that lacks a replicate, or a value in one, is left out. With ``design``, a row for each point, those of
    which there is no run at all count among these, too.
    """
    rows = judged(runs, case)
    keys = [
        key for key in ("system", "timeline", "policy", "point") if key != "policy" or rows["policy"].n_unique() > 1
    ]
    by_point = (
        rows.group_by(keys, maintain_order=True)
        .agg(
            pl.col(HOLDS).cast(pl.Float64).mean(),
            pl.col(HOLDS).count().alias(KNOWN),
            *(pl.col(n).first() for n in names),
        )
        .filter(pl.col(KNOWN) == runs["replicate"].n_unique())
    )
    planned = (runs if design is None else design)["point"].n_unique() * rows.select(keys[:-1]).n_unique()
    several = [key for key in keys if key != "point" and by_point[key].n_unique() > 1]
    columns, choices = [], []
    for name in (*several, *names):
        values = by_point[name].to_numpy()
        known_values: tuple[str, ...] = ()
        if by_point[name].dtype == pl.String:
            found, values = np.unique(values.astype(str), return_inverse=True)
            known_values = tuple(str(each) for each in found)
        columns.append(values.astype(np.float64))
        choices.append(known_values)
    x = np.column_stack(columns) if columns else np.empty((by_point.height, 0))
    return Points((*several, *names), x, tuple(choices), by_point[HOLDS].to_numpy(), planned - by_point.height)


@dataclass(frozen=True)
class Limit:
    """What a box allows of one dimension."""

    low: float = -math.inf
    high: float = math.inf
    among: frozenset[int] | None = None
    """Numbers of the choices allowed; None where it is a value."""

    def holds(self, column: Floats) -> Mask:
        """Which values are allowed."""
        if self.among is not None:
            return np.isin(column, list(self.among))
        return np.asarray((column >= self.low) & (column <= self.high))


Box = Mapping[int, Limit]
"""Limits by number of the dimension; a dimension that is not there is free."""


def inside(box: Box, x: Floats) -> Mask:
    """Which points (points, names) lie in a box."""
    found = np.ones(len(x), dtype=bool)
    for dimension, limit in box.items():
        found &= limit.holds(x[:, dimension])
    return found


@dataclass(frozen=True)
class Worth:
    """How well a box describes the case of interest."""

    coverage: Estimate
    """Of all that is of interest, the share inside."""
    density: Estimate
    """Of all inside, the share that is of interest."""
    mass: float
    """Share of all points inside."""
    count: int


def worth(box: Box, found: Points) -> Worth:
    """Coverage and density, with Wilson intervals, as if the box had not been chosen by these very points."""
    here = inside(box, found.x)
    hits, whole = float(found.y[here].sum()), float(found.y.sum())
    count = int(here.sum())
    return Worth(share(hits, whole), share(hits, count), count / len(found.y) if len(found.y) else 0.0, count)


def told(box: Box, found: Points, labels: Mapping[str, str] | None = None) -> str:
    """A box in words: 'growth of NHS money below 2.1 and test noise between 0.1 and 0.2'."""
    labels = labels or {}
    parts = []
    for dimension, limit in box.items():
        name = found.names[dimension]
        parts.append(f"{labels.get(name, name)} {limited(limit, found.choices[dimension])}")
    return " and ".join(parts) if parts else "no limits at all"


def limited(limit: Limit, choices: Sequence[str]) -> str:
    """A limit in words."""
    if limit.among is not None:
        names = [choices[number] for number in sorted(limit.among)]
        return f"is {' or '.join(names)}"
    low, high = (short(float(f"{value:.3g}")) for value in (limit.low, limit.high))
    if math.isinf(limit.high):
        return f"above {low}"
    return f"below {high}" if math.isinf(limit.low) else f"between {low} and {high}"
