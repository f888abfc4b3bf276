"""One at a time: all at their defaults, then each parameter through its values while the others stay there."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from experiments.design.factors import Factor
from experiments.design.recipe import Recipe


def points(recipe: Recipe, factors: Sequence[Factor]) -> pl.DataFrame:
    """A row for the defaults, then one for each other value; ``factor`` names the parameter that differs from them."""
    base = [factor.middle for factor in factors]
    rows, moved = [base], [""]
    for place, factor in enumerate(factors):
        for value in factor.spread(recipe.levels):
            if value != base[place]:
                rows.append([*base[:place], value, *base[place + 1 :]])
                moved.append(factor.name)
    columns = [factor.column([row[place] for row in rows]) for place, factor in enumerate(factors)]
    return pl.DataFrame([*columns, pl.Series("factor", moved, dtype=pl.String)])
