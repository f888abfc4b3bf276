"""Latin hypercube (McKay, Beckman and Conover 1979): each of N equal slices of every range is met exactly once."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from experiments.design.factors import Factor
from experiments.design.recipe import Recipe


def points(recipe: Recipe, factors: Sequence[Factor]) -> pl.DataFrame:
    """A row for each point, by ``scipy.stats.qmc.LatinHypercube``."""
    from scipy.stats import qmc

    units = qmc.LatinHypercube(len(factors), rng=recipe.seed).random(recipe.points)
    return pl.DataFrame([factor.at(units[:, i]) for i, factor in enumerate(factors)])
