"""PAWN: how far the distribution of an outcome moves when one parameter is known; from any sample of points.

Pianosi and Wagener 2015 (Environmental Modelling & Software 67:1-11) and 2018 (108:197-207): the sample is cut into
slices of each parameter, and the index is the mean over slices of the Kolmogorov-Smirnov distance between the outcome
in the slice and in the whole sample. Slices of a finite sample differ by chance alone, so the index of a parameter that
does nothing is above zero: a made-up one shows by how much (Khorashadi Zadeh et al. 2017, 91:210-222).

Written out here, because slices by quantile, as SALib cuts them, lose a parameter with few values or choices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from experiments.analysis.estimates import Estimate, Floats, Z, ordered, resampled, too_wide, within
from experiments.analysis.sample import Sample
from experiments.problems import BadInput

SLICES = 10
LEAST = 5
"""Runs in a slice, at least, on average."""
DUMMIES = 50


@dataclass(frozen=True)
class Pawn:
    """How much the distribution of an outcome depends on each parameter."""

    index: Mapping[str, Estimate]
    """Mean Kolmogorov-Smirnov distance over slices, 0 to 1, from the largest."""
    dummy: float
    """The index that a parameter without any effect stays below with 95 % probability."""
    slices: int
    points: int
    warning: str


def pawn(sample: Sample, slices: int = SLICES, resamples: int = 100, seed: int = 1) -> Pawn:
    """The index of each parameter; runs of all replicates count, points with a missing run do not.

    Intervals are 1.96 bootstrap standard deviations to both sides. Raises ``BadInput`` when there are too few points.
    """
    known = np.isfinite(sample.y).all(axis=1)
    x, y = sample.x[known], sample.y[known]
    slices = max(2, min(slices, len(y) // LEAST))
    if len(y) < 2 * LEAST:
        raise BadInput.single(f"{len(y)} points are too few for slices", allowed=f"{2 * LEAST} points or more")
    cut = np.column_stack([sliced(column, slices) for column in x.T])
    value = indices(cut, y)
    draws = np.array([indices(cut[at], y[at]) for at in resampled(len(y), resamples, seed)])
    index = {n: within(float(v), Z * float(s)) for n, v, s in zip(sample.names, value, draws.std(0), strict=True)}
    random = np.random.default_rng(seed)
    dummies = np.column_stack([sliced(random.random(len(y)), slices) for _ in range(DUMMIES)])
    dummy = float(np.quantile(indices(dummies, y), 0.95))
    order = ordered(index)
    warning = too_wide(index)
    if not any(one.low > dummy for one in index.values()):
        warning = "No parameter can be told from one that does nothing. More points would narrow the intervals."
    return Pawn({name: index[name] for name in order}, dummy, slices, len(y), warning)


def sliced(column: Floats, slices: int) -> Floats:
    """The slice of each value: one for each value where these are few, else slices of equal numbers."""
    known, codes = np.unique(column, return_inverse=True)
    if len(known) <= slices:
        return codes.astype(np.float64)
    edges = np.quantile(column, np.linspace(0.0, 1.0, slices + 1)[1:-1])
    return np.searchsorted(edges, column, side="right").astype(np.float64)


def indices(cut: Floats, y: Floats) -> Floats:
    """Mean distance over slices for each column of ``cut`` (points, parameters), ``y`` (points, replicates)."""
    order = np.argsort(y, axis=None, kind="stable")
    points = order // y.shape[1]
    ends = np.append(np.diff(y.ravel()[order]) > 0, True)  # steps of the distribution, ties taken together
    whole = (np.arange(1, order.size + 1) / order.size)[ends]
    found = np.empty(cut.shape[1])
    for j, column in enumerate(cut.T):
        codes = column[points].astype(np.int64)
        inside = (codes[:, None] == np.unique(codes)).cumsum(axis=0)
        part = inside[ends] / inside[-1]
        found[j] = np.abs(part - whole[:, None]).max(axis=0).mean()
    return found
