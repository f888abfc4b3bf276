"""Full factorial: every value of every parameter with every value of all others."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import polars as pl

from experiments.design.factors import Factor
from experiments.design.recipe import Recipe


def points(recipe: Recipe, factors: Sequence[Factor]) -> pl.DataFrame:
    """A row for each combination; the last parameter moves fastest."""
    rows = itertools.product(*(factor.spread(recipe.levels) for factor in factors))
    columns = zip(*rows, strict=True)
    return pl.DataFrame([factor.column(values) for factor, values in zip(factors, columns, strict=True)])
