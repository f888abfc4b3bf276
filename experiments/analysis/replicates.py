"""How many replicates are enough: how sure a difference between two policies is, and what more of them would bring.

A replicate is one set of random draws, met at every point of the design by both policies. Its difference, averaged over
points, is one value; the interval of their mean is Student's. The half-width falls with the square root of the number,
so the number needed for a precision follows from the spread that was seen (Law 2015, *Simulation Modeling and
Analysis*, ch. 9.4). That spread is itself uncertain, and the number carries the interval that this gives.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from experiments.analysis.estimates import Estimate, Floats
from experiments.analysis.sample import FUTURE, differences
from experiments.problems import BadInput
from experiments.summary import Verdict, judge, mean_interval
from sim.outcomes import Outcome

LEAST = 5
"""Replicates below which nothing is called: a spread seen in fewer tells next to nothing."""
MOST = 10_000_000


@dataclass(frozen=True)
class Replicates:
    """A difference between two policies in one system, and whether enough replicates were run to call it."""

    label: str
    unit: str
    replicates: int
    difference: Estimate
    """Mean over replicates and points, first minus second, with its 95 % interval."""
    precision: float
    """Half-width wanted: the smallest difference that matters, unless given."""
    spread: float
    """Standard deviation between replicates."""
    needed: Estimate
    """Replicates that bring the half-width down to ``precision``."""
    curve: tuple[tuple[int, float, float], ...]
    """Number of replicates, half-width among the first so many, and half-width that the spread of all implies."""
    enough: bool
    verdict: Verdict
    """What the difference would be called; only to be said when there are enough."""
    warning: str


def by_replicate(runs: pl.DataFrame, first: str, second: str, column: str) -> Floats:
    """Mean difference over points for each replicate, from the runs of one system and timeline: (replicates,).

    Only points at which every replicate has a value under both policies count.
    """
    both = differences(runs, first, second, [column]).select(*FUTURE, pl.col(column).cast(pl.Float64).fill_null(np.nan))
    whole = both["replicate"].n_unique()
    full = both.group_by("point").agg(found=pl.col(column).is_finite().sum()).filter(pl.col("found") == whole)
    rows = both.join(full.select("point"), on="point").group_by("replicate").agg(pl.col(column).mean())
    return rows.sort("replicate")[column].to_numpy()


def replicates(values: Floats, outcome: Outcome, precision: float | None = None) -> Replicates:
    """What the differences of some replicates settle (see ``by_replicate``).

    It is enough when at least five were run and either the half-width is at most ``precision``, or the whole interval
    lies farther from zero than the smallest difference that matters.
    """
    count, wanted = values.size, outcome.matters if precision is None else precision
    low, high = mean_interval(values)
    mean = float(values.mean()) if count else math.nan
    half, spread = (high - low) / 2, float(values.std(ddof=1)) if count > 1 else math.nan
    beyond = min(abs(low), abs(high)) > outcome.matters and low * high > 0
    enough = count >= LEAST and bool(half <= wanted or beyond)
    needed = _needed_for(spread, count, wanted)
    return Replicates(
        label=outcome.label,
        unit=outcome.unit,
        replicates=count,
        difference=Estimate(mean, low, high),
        precision=wanted,
        spread=spread,
        needed=needed,
        curve=_curve(values, spread, needed),
        enough=enough,
        verdict=judge(mean, low, high, outcome.better, outcome.matters),
        warning="" if enough else _warning(count, half, wanted, needed),
    )


def check_enough(found: Replicates) -> None:
    """Refuse to call a difference when too few replicates were run: ``BadInput`` says how many would do."""
    if not found.enough:
        allowed = f"about {found.needed.value:,.0f} replicates" if math.isfinite(found.needed.value) else "5 or more"
        raise BadInput.single(f"{found.label}: {found.warning.rstrip('.')}", allowed=allowed)


def half_width(spread: float, count: int) -> float:
    """Half-width of the 95 % interval of a mean of so many values."""
    from scipy.special import stdtrit

    return float(stdtrit(count - 1, 0.975)) * spread / math.sqrt(count)


def needed(spread: float, precision: float) -> int:
    """The smallest number, two or more, whose half-width is at most ``precision``; ten million where more would be."""
    low, high = 1, 2
    while half_width(spread, high) > precision:
        low, high = high, 2 * high
        if high > MOST:
            return MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if half_width(spread, middle) <= precision else (middle, high)
    return high


def _needed_for(spread: float, count: int, precision: float) -> Estimate:
    if count < 2 or not precision > 0:
        return Estimate(math.nan, math.nan, math.nan)
    from scipy.special import chdtri

    low, high = (spread * math.sqrt((count - 1) / float(chdtri(count - 1, tail))) for tail in (0.025, 0.975))
    return Estimate(*(float(max(LEAST, needed(one, precision))) for one in (spread, low, high)))


def _curve(values: Floats, spread: float, needed: Estimate) -> tuple[tuple[int, float, float], ...]:
    if values.size < 2:
        return ()
    last = max(values.size, min(int(needed.value) if math.isfinite(needed.value) else 0, 20 * values.size))
    numbers = sorted({*range(2, min(values.size, 12) + 1), *np.geomspace(2, last, 24).round().astype(int).tolist()})
    return tuple(
        (n, half_width(float(values[:n].std(ddof=1)), n) if n <= values.size else math.nan, half_width(spread, n))
        for n in numbers
    )


def _warning(count: int, half: float, wanted: float, needed: Estimate) -> str:
    if count < 2:
        return "a single replicate says nothing about chance, so no difference can be called."
    if count < LEAST:
        return f"{count} replicates are too few to call a difference: five at least."
    return (
        f"{count} replicates are too few to call a difference: the interval is {half:.2g} to either side, {wanted:.2g} "
        f"is wanted; about {needed.value:,.0f} would do ({needed.low:,.0f} to {needed.high:,.0f})."
    )
