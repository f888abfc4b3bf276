"""A design that somebody else made: a table with a column for each parameter and a row for each point."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from experiments.design.factors import Factor
from experiments.design.recipe import Recipe
from experiments.problems import BadInput, Problem, nearest_name
from sim.parameters import REGISTRY, Parameter

COUNTER = "point"
"""A column that only numbers the rows; it is not taken for a parameter."""
FEW = 5
"""Rows named for each column in which values cannot be used."""


def read(path: Path, where: str, beyond: bool = False) -> tuple[list[Factor], pl.DataFrame]:
    """The parameters and values of a CSV or Parquet file; ``BadInput`` lists all that is wrong with it.

    ``beyond`` lets numbers through that lie outside what the registry declares, to try what the model does there.
    """
    frame = _frame(path, where)
    frame = frame.drop(COUNTER, strict=False)
    if not frame.width or not frame.height:
        raise BadInput.single(
            "the table has no columns or no rows", where, "a column for each parameter, rows below it"
        )
    problems: list[Problem] = []
    factors, columns = [], []
    for name in frame.columns:
        parameter = REGISTRY.get(name)
        if parameter is None:
            near = nearest_name(name, REGISTRY)
            allowed = "names that 'tiers list parameters' shows"
            problems.append(Problem(f"the column '{name[:60]}' is no parameter", where, "", allowed, near))
            continue
        column, wrong = _values(frame[name], parameter, beyond)
        problems += [Problem(f"row {row + 1}: {what}", where, name) for row, what in wrong]
        columns.append(column)
        factors.append(_factor(parameter, column))
    if problems:
        raise BadInput(problems)
    return factors, pl.DataFrame(columns)


def points(recipe: Recipe, factors: Sequence[Factor]) -> pl.DataFrame:
    """The rows of the file, which has been read before to know what it varies."""
    if recipe.file is None:
        raise ValueError("a design from a table needs a file")
    return read(recipe.file, str(recipe.file), beyond=True)[1]


def _frame(path: Path, where: str) -> pl.DataFrame:
    try:
        if path.suffix.lower() == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        what = f"the table '{path.name}' cannot be read: {str(error).splitlines()[0]}"
        raise BadInput.single(what, where, "a CSV file with a line of names, or a Parquet file") from None


def _values(column: pl.Series, parameter: Parameter, beyond: bool) -> tuple[pl.Series, list[tuple[int, str]]]:
    """The column as the model takes it, and the first rows that it cannot take, with what is wrong with them."""
    if parameter.structural:
        text = column.cast(pl.String)
        return text, [(i, parameter.problem(v) or "") for i, v in enumerate(text) if v not in parameter.choices][:FEW]
    numbers = column.cast(pl.String).str.strip_chars().cast(pl.Float64, strict=False)
    numbers = column.cast(pl.Float64) if column.dtype.is_numeric() else numbers
    low, high = (float("-inf"), float("inf")) if beyond else (parameter.low, parameter.high)
    right = (numbers.is_finite() & (numbers >= low) & (numbers <= high)).fill_null(False)
    wrong = [
        (i, parameter.problem(numbers[i]) or "not a finite number") for i in (~right).arg_true().head(FEW).to_list()
    ]
    return numbers, wrong


def _factor(parameter: Parameter, column: pl.Series) -> Factor:
    """What the table varies of a parameter: from its least value to its greatest, or the choices that it names."""
    if parameter.structural:
        return Factor.of(parameter, values=tuple(v for v in parameter.choices if v in set(column)))
    numbers = column.to_numpy()
    return Factor.of(parameter, low=float(numbers.min()), high=float(numbers.max()))
