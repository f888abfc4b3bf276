"""How policies do in the same futures: from the table of runs to one value for each policy and future."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from experiments.analysis.case import Case, judged
from experiments.analysis.case.judge import HOLDS
from experiments.analysis.estimates import Floats
from experiments.config import Weighting
from experiments.problems import BadInput
from experiments.store import Entity
from experiments.weighing import Columns, check, counted
from sim.outcomes import Outcome

SPOT = ("system", "timeline", "point")
"""What is one future to a criterion of robustness; replicates of it are averaged, for they are chance, not doubt."""
REPLICATE = "replicate"


@dataclass(frozen=True)
class Performance:
    """One value for each policy and future; more is better."""

    policies: tuple[str, ...]
    values: Floats
    """(policies, futures), turned so that more is better."""
    label: str
    unit: str
    sign: float = 1.0
    """-1 where less of the outcome is better, so that its own value is sign x value."""


def performance(runs: pl.DataFrame, column: str, outcome: Outcome) -> Performance:
    """How policies do on one outcome. Raises ``BadInput`` when neither way is better, or a single policy was run."""
    if outcome.better == "neither":
        raise BadInput.single(f"neither way is better for '{column}', so no policy can be best at it", "--outcome")
    sign = -1.0 if outcome.better == "lower" else 1.0
    policies, values = _matrix(runs.select("policy", *SPOT, REPLICATE, value=sign * pl.col(column).cast(pl.Float64)))
    return Performance(policies, values, outcome.label, outcome.unit, sign)


def weighted(runs: pl.DataFrame, weighting: Weighting, known: Columns) -> Performance:
    """How policies do for somebody who says how much each outcome counts: the score of ``tiers weigh``, in points.

    A point is one smallest difference that matters on everything that counts; only differences between policies mean
    something. Raises ``BadInput`` when the weighting does not fit the outcomes of the runs.
    """
    check(weighting, known)
    whole = sum(weighting.weights.values())
    score = np.zeros(runs.height)
    for name, weight in weighting.weights.items():
        outcome: tuple[Outcome, Entity] = known[name]
        values = runs[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        score += weight / whole * counted(values, outcome[0], weighting.wanted.get(name))
    policies, values = _matrix(runs.select("policy", *SPOT, REPLICATE).with_columns(value=pl.Series(score)))
    return Performance(policies, values, weighting.name, "points")


def acceptable(runs: pl.DataFrame, case: Case) -> tuple[tuple[str, ...], Floats]:
    """Policies, and the share of replicates in which a case holds: (policies, futures)."""
    rows = judged(runs, case)
    return _matrix(rows.select("policy", *SPOT, REPLICATE, value=pl.col(HOLDS).cast(pl.Float64)))


def _matrix(rows: pl.DataFrame) -> tuple[tuple[str, ...], Floats]:
    """Policies and their values (policies, futures).

    A future in which some policy lacks a replicate, or a value in it, is left out: its mean would be over other draws
    than those of the other policies.
    """
    whole = pl.col("value").count() == rows[REPLICATE].n_unique()
    wide = (
        rows.with_columns(pl.col("value").fill_nan(None))
        .group_by("policy", *SPOT)
        .agg(pl.when(whole).then(pl.col("value").mean()).alias("value"))
        .pivot("policy", index=list(SPOT), values="value")
        .sort(*SPOT)
        .drop_nulls()
    )
    policies = tuple(sorted(set(wide.columns) - set(SPOT)))
    if len(policies) < 2:
        raise BadInput.single(
            "a single policy was run, so there is nothing to rank", allowed="runs of several policies"
        )
    if wide.is_empty():
        raise BadInput.single("there is no future in which every policy has a value in every replicate")
    return policies, np.ascontiguousarray(wide.select(policies).to_numpy().T)


def regrets(values: Floats) -> Floats:
    """What each policy falls short of the best policy of each future: (policies, futures) (Savage 1951)."""
    return np.asarray(values.max(axis=0) - values)


def levels(found: Performance) -> Mapping[str, Floats]:
    """Values in the outcome's own direction, by policy."""
    return {policy: found.sign * row for policy, row in zip(found.policies, found.values, strict=True)}
