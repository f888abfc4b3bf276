"""From the table of runs to arrays: what was varied at each point, and an outcome for each point and replicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl

from experiments.analysis.estimates import Floats
from experiments.problems import BadInput

Found = TypeVar("Found")
FUTURE = ("system", "timeline", "point", "replicate")
"""What two policies share where they meet the same future."""


@dataclass(frozen=True)
class Sample:
    """Points of a design and one outcome of their runs."""

    names: tuple[str, ...]
    """What was varied."""
    points: tuple[int, ...]
    x: Floats
    """Values (points, names); choices are numbered in the order of the alphabet."""
    y: Floats
    """The outcome (points, replicates); not a number where a run is missing."""
    choices: tuple[tuple[str, ...], ...]
    """For each name, what the numbers of ``x`` stand for; nothing where they are values."""

    @property
    def mean(self) -> Floats:
        """The outcome of each point, its replicates averaged: (points,). Not a number where one is missing."""
        return np.asarray(self.y.mean(axis=1))


def one_setting(runs: pl.DataFrame, wanted: dict[str, str | None]) -> pl.DataFrame:
    """The runs of one system, one timeline and one policy.

    ``wanted`` names them by column, None for the only one there is. Raises ``BadInput`` when there are several, or none
    of that name.
    """
    for column, name in wanted.items():
        known = runs[column].unique().sort().to_list()
        if name is None and len(known) > 1:
            what = f"the runs are of {len(known)} {column}s, so say which is meant"
            raise BadInput.single(what, f"--{column}", ", ".join(known))
        if name is not None:
            from experiments.problems import choices, nearest_name

            if name not in known:
                what = f"there are no runs of {column} '{name[:60]}'"
                raise BadInput.single(what, f"--{column}", choices(known), nearest_name(name, known))
            runs = runs.filter(pl.col(column) == name)
    return runs


def sample(runs: pl.DataFrame, names: Sequence[str], outcome: str, design: pl.DataFrame | None = None) -> Sample:
    """One outcome of the runs of one setting (see ``one_setting``), by point and replicate.

    With ``design``, a row for each point with all that was varied, every point has its place, whether its runs are
    there, failed or are still to come; without it, only points of which there are runs.
    """
    rows = runs.sort("point", "replicate")
    first = rows.unique("point", keep="first", maintain_order=True) if design is None else design.sort("point")
    points = first["point"].to_numpy()
    replicates = np.unique(rows["replicate"].to_numpy())
    y = np.full((len(points), len(replicates)), np.nan)
    at = np.searchsorted(points, rows["point"].to_numpy()), np.searchsorted(replicates, rows["replicate"].to_numpy())
    y[at] = rows[outcome].cast(pl.Float64).fill_null(np.nan).to_numpy()
    columns, choices = zip(*(_numbers(first[name]) for name in names), strict=True) if names else ((), ())
    x = np.column_stack(columns) if names else np.empty((len(points), 0))
    return Sample(tuple(names), tuple(int(p) for p in points), x, y, tuple(choices))


def _numbers(column: pl.Series) -> tuple[Floats, tuple[str, ...]]:
    """A column as numbers, with what they stand for."""
    if column.dtype != pl.String:
        return column.cast(pl.Float64).to_numpy(), ()
    known, codes = np.unique(column.to_numpy().astype(str), return_inverse=True)
    return codes.astype(np.float64), tuple(str(each) for each in known)


def differences(runs: pl.DataFrame, first: str, second: str, columns: Sequence[str]) -> pl.DataFrame:
    """First policy minus second, future by future, for the columns named; everything else as under the first.

    A future that only one of them met is left out.
    """
    one = runs.filter(pl.col("policy") == first)
    other = runs.filter(pl.col("policy") == second).select(*FUTURE, *(pl.col(c).alias(f"{c} ") for c in columns))
    both = one.join(other, on=list(FUTURE), how="inner")
    changed = both.with_columns((pl.col(c) - pl.col(f"{c} ")).alias(c) for c in columns)
    return changed.drop(f"{c} " for c in columns).sort("run")


def pooled(rounds: Sequence[pl.DataFrame], names: Sequence[str], outcome: str) -> Sample:
    """One outcome of several rounds of runs as one sample: points are numbered on, and their replicates averaged.

    Each round is of one setting (see ``one_setting``), and all vary the same.
    """
    points = []
    for rows in rounds:
        mean = sample(rows, (), outcome).mean
        varied = rows.unique("point", keep="first").sort("point").select(names)
        points.append(varied.with_columns(pl.Series(outcome, mean)))
    every = pl.concat(points).with_columns(point=pl.int_range(pl.len()), replicate=pl.lit(0))
    return sample(every, names, outcome)


def by_year(runs: pl.DataFrame, months: pl.DataFrame, outcome: str) -> dict[float, pl.DataFrame]:
    """The runs with an outcome as it was in each year (from 1), which is the mean of its months.

    ``months`` has a row for each run and month.
    """
    yearly = months.group_by("run", year=1.0 + pl.col("month") // 12).agg(pl.col(outcome).mean())
    joined = runs.drop(outcome).join(yearly, on="run")
    return {year: joined.filter(year=year).drop("year") for year in joined["year"].unique().sort().to_list()}


def each_year(series: Mapping[float, Sample], method: Callable[[Sample], Found]) -> dict[float, Found]:
    """What a method finds in each year; a year that it finds nothing in, for want of variance or runs, is left out."""
    found = {}
    for year, one in series.items():
        try:
            found[year] = method(one)
        except BadInput:
            continue
    return found
