"""The most informative next futures: where it is least settled which of two policies is better.

A surrogate of the paired difference is asked where zero lies within its doubt. The next points are those with the
largest *straddle*, 1.96 standard deviations less the distance from zero (Bryan et al. 2006, Advances in Neural
Information Processing Systems 18:163-170), one after the other, each being taken as known before the next is chosen.
The idea is that of active learning in reliability (Echard, Gayton and Lemaire 2011, Structural Safety 33:145-154).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from experiments.analysis.estimates import Floats, Z
from experiments.analysis.sample import Sample
from experiments.analysis.surrogate import Surrogate, surrogate
from experiments.problems import BadInput

CANDIDATES = 2048
INPUTS = 10
"""Inputs that the surrogate takes in, at most: those that go most with the difference."""
LEAST = 10
"""Points that must have been run."""
Range = tuple[float, float]


@dataclass(frozen=True)
class Next:
    """Futures to run next, and what is known so far of where the policies cross over."""

    rows: pl.DataFrame
    """A row for each future, a column for everything varied: a table design."""
    inputs: tuple[str, ...]
    """What the surrogate takes in; everything else is drawn at random in ``rows``."""
    undecided: float
    """Share of the space in which the surrogate cannot tell which policy is better, with 95 % confidence."""
    first: float
    """Share of the space in which the first policy is surely better."""
    second: float
    noise: float
    """Share of the variance of the difference that the inputs do not explain."""
    x: Floats
    """Points that were run (points, inputs), in their own units."""
    low: Floats
    """Lowest value of each input."""
    width: Floats
    """Highest less lowest."""
    y: Floats
    """Difference at these, positive where the first policy is better."""
    sensitivity: Mapping[str, float]
    """How much each input bends the difference: 1 / length of its kernel, the largest first."""
    fitted: Surrogate
    warning: str


def next_futures(found: Sample, ranges: Mapping[str, Range], count: int = 20, seed: int = 1) -> Next:
    """Choose futures from a sample whose outcome is a paired difference, turned so that more is better for the first.

    ``ranges`` holds lowest and highest value of every numeric name. Raises ``BadInput`` with fewer than ten points.
    """
    known = np.isfinite(found.mean)
    if known.sum() < LEAST:
        raise BadInput.single(f"{known.sum()} points are too few to learn from", allowed=f"{LEAST} or more")
    low, width = _frame(found, ranges)
    unit, y = (found.x[known] - low) / width, found.mean[known]
    inputs = strongest(unit, y, INPUTS)
    fitted = surrogate(unit[:, inputs], y, seed=seed)
    candidates = _candidates(found, seed + len(y))
    chosen = straddling(fitted, candidates[:, inputs], count)
    mean, spread = fitted.expected(candidates[:, inputs])
    undecided = float((np.abs(mean) <= Z * spread).mean())
    names = tuple(found.names[i] for i in inputs)
    noise = fitted.noise / (fitted.noise + fitted.variance)
    order = np.argsort(fitted.lengths)
    return Next(
        rows=_rows(found, candidates[chosen] * width + low),
        inputs=names,
        undecided=undecided,
        first=float((mean > Z * spread).mean()),
        second=float((mean < -Z * spread).mean()),
        noise=noise,
        x=found.x[known][:, inputs],
        low=low[inputs],
        width=width[inputs],
        y=y,
        sensitivity={names[i]: float(1 / fitted.lengths[i]) for i in order},
        fitted=fitted,
        warning=_warning(mean, spread, noise),
    )


def straddling(fitted: Surrogate, candidates: Floats, count: int) -> list[int]:
    """Numbers of the candidates (candidates, inputs) to run next, the most informative first."""
    mean, chosen = fitted.expected(candidates)[0], list[int]()
    for _ in range(min(count, len(candidates))):
        straddle = Z * fitted.expected(candidates)[1] - np.abs(mean)
        straddle[chosen] = -np.inf
        chosen.append(int(np.argmax(straddle)))
        fitted = fitted.told(candidates[chosen[-1]])
    return chosen


def strongest(unit: Floats, y: Floats, most: int) -> list[int]:
    """The inputs that go most with the difference, bent or straight: the R2 of a parabola over each; in their order."""
    if unit.shape[1] <= most:
        return list(range(unit.shape[1]))
    fits = [_parabola(column, y) for column in unit.T]
    return sorted(np.argsort(fits)[::-1][:most].tolist())


def _parabola(column: Floats, y: Floats) -> float:
    basis = np.column_stack([np.ones(len(y)), column, column**2])
    left = y - basis @ np.linalg.lstsq(basis, y, rcond=None)[0]
    whole = float(y.var())
    return 1 - float(left.var()) / whole if whole > 0 else 0.0


def _frame(found: Sample, ranges: Mapping[str, Range]) -> tuple[Floats, Floats]:
    """Lowest value and width of every name; of a choice, its first number and how many follow."""
    pairs = [
        (0.0, float(max(len(choices) - 1, 1))) if choices else (ranges[name][0], ranges[name][1] - ranges[name][0])
        for name, choices in zip(found.names, found.choices, strict=True)
    ]
    return np.array([low for low, _ in pairs]), np.array([width or 1.0 for _, width in pairs])


def _candidates(found: Sample, seed: int) -> Floats:
    """Scrambled Sobol points over the whole space, scaled to 0-1; choices at their places."""
    from scipy.stats import qmc

    points = qmc.Sobol(len(found.names), rng=np.random.default_rng(seed)).random(CANDIDATES)
    for j, choices in enumerate(found.choices):
        if choices:
            points[:, j] = np.floor(points[:, j] * len(choices)) / max(len(choices) - 1, 1)
    return np.asarray(points)


def _rows(found: Sample, x: Floats) -> pl.DataFrame:
    columns = {}
    for j, (name, choices) in enumerate(zip(found.names, found.choices, strict=True)):
        columns[name] = [choices[round(value)] for value in x[:, j]] if choices else x[:, j].tolist()
    return pl.DataFrame(columns)


def _warning(mean: Floats, spread: Floats, noise: float) -> str:
    if noise > 0.9:
        return "What was varied explains next to nothing of the difference: chance decides. More replicates would help."
    if (np.abs(mean) > Z * spread).all():
        return "The policies do not cross over where the surrogate looks: one is better everywhere, as far as it knows."
    return ""
