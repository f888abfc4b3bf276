"""Morris's design for elementary effects (Morris 1991): paths along which one parameter moves at a time.

Each of the trajectories has one point more than there are parameters. Every parameter moves once in it, by half of its
grid or a little more (Delta = levels / (2 (levels - 1)) in quantiles).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from experiments.design.factors import Factor
from experiments.design.recipe import Recipe


def points(recipe: Recipe, factors: Sequence[Factor]) -> pl.DataFrame:
    """A row for each point, with its ``trajectory``, its ``step`` in it and the ``factor`` moved to get there."""
    from SALib.sample.morris import sample

    names = [factor.name for factor in factors]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    units = sample(problem, recipe.trajectories, num_levels=recipe.levels, seed=recipe.seed)
    length = len(names) + 1
    moved = np.diff(units.reshape(recipe.trajectories, length, len(names)), axis=1) != 0.0
    which = [["", *(names[i] for i in path.argmax(axis=1))] for path in moved]
    return pl.DataFrame(
        [
            *(factor.at(units[:, i]) for i, factor in enumerate(factors)),
            pl.Series("trajectory", np.repeat(np.arange(recipe.trajectories), length), dtype=pl.Int64),
            pl.Series("step", np.tile(np.arange(length), recipe.trajectories), dtype=pl.Int64),
            pl.Series("factor", [name for path in which for name in path], dtype=pl.String),
        ]
    )
