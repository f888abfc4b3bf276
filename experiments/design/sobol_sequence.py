"""Sobol sequence (Sobol 1967), scrambled (Owen 1998): evenly spread, and as long as one likes.

The first points are the same however many are asked for, so the design can be extended. Numbers of points that are
powers of two are spread most evenly.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import polars as pl

from experiments.design.factors import Factor
from experiments.design.recipe import Recipe


def points(recipe: Recipe, factors: Sequence[Factor]) -> pl.DataFrame:
    """A row for each point, by ``scipy.stats.qmc.Sobol``."""
    from scipy.stats import qmc

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about numbers that are no power of two, which is said above
        units = qmc.Sobol(len(factors), scramble=True, rng=recipe.seed).random(recipe.points)
    return pl.DataFrame([factor.at(units[:, i]) for i, factor in enumerate(factors)])
