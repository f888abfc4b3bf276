"""Saltelli's design for Sobol indices (Saltelli 2002; Saltelli et al. 2010), on a scrambled Sobol sequence.

Two independent samples A and B of N points each are crossed: in AB_i all columns are A's but the i-th, which is B's; in
BA_i the other way round (needed for second order only). Rows come base point by base point in the order A, AB_1 ...
AB_k, (BA_1 ... BA_k,) B, as ``SALib.analyze.sobol`` expects them; N (k + 2) rows, or N (2 k + 2) for second order.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import polars as pl

from experiments.design.factors import Factor
from experiments.design.recipe import Recipe


def points(recipe: Recipe, factors: Sequence[Factor]) -> pl.DataFrame:
    """A row for each point, with its base point (``base``), its ``matrix`` and the ``factor`` that was crossed over."""
    from SALib.sample import sobol

    names = [factor.name for factor in factors]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # about numbers that are no power of two
        units = sobol.sample(problem, recipe.base_points, calc_second_order=recipe.order == "second", seed=recipe.seed)
    crossed = ["AB", "BA"] if recipe.order == "second" else ["AB"]
    rows = [("A", ""), *((matrix, name) for matrix in crossed for name in names), ("B", "")]
    return pl.DataFrame(
        [
            *(factor.at(units[:, i]) for i, factor in enumerate(factors)),
            pl.Series("base", np.repeat(np.arange(recipe.base_points), len(rows)), dtype=pl.Int64),
            pl.Series("matrix", [matrix for matrix, _ in rows] * recipe.base_points, dtype=pl.String),
            pl.Series("factor", [name for _, name in rows] * recipe.base_points, dtype=pl.String),
        ]
    )
