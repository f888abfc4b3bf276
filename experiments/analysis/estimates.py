"""Estimates with their 95 % intervals, and whether they can be put in order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.summary import CONFIDENCE
from experiments.words import listed

Floats = NDArray[np.float64]

Z = 1.959963984540054
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval: sampling error only."""

    value: float
    low: float
    high: float

    def clear_of(self, other: Estimate) -> bool:
        """Whether the two intervals have nothing in common."""
        return self.low > other.high or self.high < other.low


NOTHING = Estimate(math.nan, math.nan, math.nan)


def within(value: float, half: float) -> Estimate:
    """An estimate with an interval of the same width to both sides."""
    return Estimate(float(value), float(value - half), float(value + half))


def percentiles(value: float, draws: Floats) -> Estimate:
    """An estimate with the 2.5 and 97.5 percentiles of its bootstrap draws (Efron and Tibshirani 1993, ch. 13)."""
    draws = draws[np.isfinite(draws)]
    if not draws.size:
        return Estimate(value, math.nan, math.nan)
    edge = (1.0 - CONFIDENCE) / 2
    low, high = np.quantile(draws, (edge, 1.0 - edge))
    return Estimate(value, float(low), float(high))


def share(hits: float, of: float) -> Estimate:
    """A share with its Wilson score interval (Wilson 1927, J. American Statistical Association 22:209-212)."""
    if of <= 0:
        return NOTHING
    p, z2 = hits / of, Z * Z / of
    centre = (p + z2 / 2) / (1 + z2)
    half = Z * math.sqrt(max(p * (1 - p), 0.0) / of + z2 / (4 * of)) / (1 + z2)
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half))


def resampled(count: int, resamples: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """Row numbers drawn with replacement, for a bootstrap: so many draws of ``count``, one at a time."""
    random = np.random.default_rng(seed)
    for _ in range(resamples):
        yield random.integers(count, size=count)


def ordered(named: Mapping[str, Estimate]) -> list[str]:
    """Names from the largest value to the smallest; those without a value last."""
    return sorted(named, key=lambda name: (math.isnan(named[name].value), -named[name].value))


def too_wide(named: Mapping[str, Estimate], what: str = "points") -> str:
    """Why the largest cannot be told, in a sentence; empty where it is clear of all others.

    Overlap of two intervals is a cautious test: two that overlap a little may differ all the same.
    """
    if len(named) < 2:
        return ""
    order = ordered(named)
    top = named[order[0]]
    if not math.isfinite(top.low):
        return "There are no intervals, so nothing can be ranked."
    level = [name for name in order if not named[name].clear_of(top)]
    if len(level) == 1:
        return ""
    if len(level) == len(order):
        return f"The intervals are too wide to rank: every one overlaps the largest. More {what} would narrow them."
    shown = level if len(level) <= 4 else [*level[:3], f"{len(level) - 3} more"]
    return f"The intervals are too wide to say which is largest of {listed(shown)}. More {what} would narrow them."
