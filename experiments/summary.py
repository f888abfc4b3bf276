"""Paired statistics of two policies that met the same futures.

Every figure compares the *first* policy with the *second*, future by future. Two kinds of spread are kept apart and
must never be mixed: the 95 % interval of the mean says how far the mean would move with other draws of futures
(sampling error only, it shrinks with more futures), while the 5-95 % spread says how much the answer depends on
which future comes true (it does not shrink).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import Better
from sim.series import Counts

Verdict = Literal["better", "worse", "higher", "lower", "no practical difference", "undecided"]
Floats = NDArray[np.float64]

CONFIDENCE = 0.95
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Paired:
    """How the first policy differs from the second on one outcome, over all futures."""

    first: float
    """Mean level under the first policy."""
    second: float
    difference: float
    """Mean of the paired differences, first minus second."""
    low: float
    """Lower end of the 95 % interval of the mean difference: sampling error only."""
    high: float
    spread: tuple[float, float, float, float, float]
    """The 5, 25, 50, 75 and 95 % quantiles of the paired difference over futures."""
    share: float
    """Share of futures in which the first is better (or, where neither way is better, higher); ties count half."""
    clearly_first: float
    """Share of futures in which the first is better (or higher) by at least the smallest difference that matters."""
    clearly_second: float
    futures: int
    """Futures compared: those in which both policies have a value."""
    verdict: Verdict


def mean_interval(differences: Floats) -> tuple[float, float]:
    """The 95 % interval of the mean (Student's t); not a number on both ends for fewer than two values."""
    count = differences.size
    if count < 2:
        return float("nan"), float("nan")
    from scipy.special import stdtrit

    half = float(stdtrit(count - 1, 0.5 + CONFIDENCE / 2)) * float(differences.std(ddof=1)) / float(np.sqrt(count))
    mean = float(differences.mean())
    return mean - half, mean + half


def share_first(differences: Floats, better: Better) -> float:
    """Share of futures in which the first policy is better, ties counting half.

    Where neither direction is better it is the share in which the first is higher.
    """
    if not differences.size:
        return float("nan")
    towards = -differences if better == "lower" else differences
    return float(((towards > 0).sum() + 0.5 * (towards == 0).sum()) / towards.size)


def judge(mean: float, low: float, high: float, better: Better, matters: float) -> Verdict:
    """The verdict on a mean paired difference, for the first policy against the second.

    Four rules, in this order:

    1. the whole interval is smaller than the smallest difference that matters: *no practical difference*. It may
       include zero; more futures could not make the difference matter;
    2. the interval includes zero: *undecided*. A mean that happens to be small does not settle what the interval
       leaves open;
    3. the mean is smaller than the smallest difference that matters: *no practical difference* (surely not zero,
       but too small to matter on average);
    4. otherwise *better* or *worse*, or *higher* or *lower* where neither direction is better.
    """
    if mean == low == high == 0.0:
        return "no practical difference"
    if not (np.isfinite(low) and np.isfinite(high)):
        return "undecided"
    if max(abs(low), abs(high)) < matters:
        return "no practical difference"
    if low <= 0.0 <= high:
        return "undecided"
    if abs(mean) < matters:
        return "no practical difference"
    if better == "neither":
        return "higher" if mean > 0 else "lower"
    return "better" if (mean > 0) == (better == "higher") else "worse"


def paired(first: Floats, second: Floats, better: Better, matters: float) -> Paired:
    """Compare two policies on one outcome: one value per future each, in the same order of futures.

    Futures in which either value is missing (not a number) are left out of every figure, the levels included.
    """
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"paired values must be two rows of equal length, not {first.shape} and {second.shape}")
    known = np.isfinite(first) & np.isfinite(second)
    first, second = first[known], second[known]
    differences = first - second
    count = int(differences.size)
    if not count:
        nan = float("nan")
        return Paired(nan, nan, nan, nan, nan, (nan,) * 5, nan, nan, nan, 0, "undecided")
    mean = float(differences.mean())
    low, high = mean_interval(differences)
    towards = -differences if better == "lower" else differences
    q05, q25, q50, q75, q95 = (float(q) for q in np.quantile(differences, QUANTILES))
    return Paired(
        first=float(first.mean()),
        second=float(second.mean()),
        difference=mean,
        low=low,
        high=high,
        spread=(q05, q25, q50, q75, q95),
        share=share_first(differences, better),
        clearly_first=float(((towards >= matters) & (towards > 0)).mean()),
        clearly_second=float(((towards <= -matters) & (towards < 0)).mean()),
        futures=count,
        verdict=judge(mean, low, high, better, matters),
    )


def monthly(values: Floats) -> Floats:
    """Mean and quantiles over futures: (months, futures) becomes (months, 6) with the mean first."""
    known = np.isfinite(values)
    if known.all():
        quantiles = np.quantile(values, QUANTILES, axis=-1)
        return np.column_stack([values.mean(axis=-1), quantiles.T])
    rows = np.full((values.shape[0], 1 + len(QUANTILES)), np.nan)
    for month, (row, ok) in enumerate(zip(values, known, strict=True)):
        if ok.any():
            rows[month] = [row[ok].mean(), *np.quantile(row[ok], QUANTILES)]
    return rows


def counted(counts: Counts) -> Floats:
    """The same from counts, for each of their rows: (rows, months, 6)."""
    return np.concatenate([counts.mean()[..., None], counts.quantiles(QUANTILES)], axis=-1).swapaxes(0, 1)
