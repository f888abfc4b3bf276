"""How much of an outcome's variance comes from what was varied, and how much from chance between replicates.

An analysis of variance with random effects (Searle, Casella and McCulloch 1992, *Variance Components*, ch. 3-4): with
n points and R replicates, the mean square between points estimates R V(parameters) + V(noise) and the mean square
within them V(noise), so that V(parameters) = (between - within) / R has no bias. Taking the variance of the
points' means for it, as is often done, counts V(noise) / R as if parameters had caused it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.analysis.estimates import Estimate, Floats, percentiles, resampled


@dataclass(frozen=True)
class Shares:
    """Where the variance of single runs comes from."""

    parameters: Estimate
    """Share of the variance that the varied parameters cause."""
    chance: Estimate
    """The rest: what differs between replicates of one point."""
    noise: float
    """Share of chance in the variance of the points' *means*; 0 with many replicates."""
    points: int
    replicates: int
    warning: str


def shares(y: Floats, shared: bool = False, block: int = 1, resamples: int = 500, seed: int = 1) -> Shares | None:
    """Split the variance of ``y`` (points, replicates); None with a single replicate, from which nobody can tell.

    ``shared`` says that replicate r has the same random draws at every point, so that a good or bad draw lifts all
    points alike: it counts as chance, and does not blur the comparison of points. ``block`` is the number of
    consecutive points that belong together (a row of a Saltelli design), which the bootstrap draws as one. Points with
    a missing run are left out; ``ValueError`` when fewer than two blocks are left.
    """
    y = _whole_blocks(y, block)
    if y.shape[1] < 2:
        return None
    blocks = len(y) // block
    if blocks < 2:
        raise ValueError("two points or more are needed to split a variance")
    parameters, chance, noise = _components(y, shared)
    rows = y.reshape(blocks, block, -1)
    drawn = [_components(rows[at].reshape(-1, y.shape[1]), shared) for at in resampled(blocks, resamples, seed)]
    part = percentiles(_part(parameters, chance), np.array([_part(p, c) for p, c, _ in drawn]))
    means = parameters + noise / y.shape[1]
    return Shares(
        parameters=part,
        chance=Estimate(1 - part.value, 1 - part.high, 1 - part.low),
        noise=noise / y.shape[1] / means if means > 0 else 0.0,
        points=len(y),
        replicates=y.shape[1],
        warning=_warning(part),
    )


def _whole_blocks(y: Floats, block: int) -> Floats:
    known = np.isfinite(y).all(axis=1).reshape(-1, block).all(axis=1)
    return y[np.repeat(known, block)]


def _components(y: Floats, shared: bool) -> tuple[float, float, float]:
    """V(parameters), V(chance) of a single run, and the noise that blurs a comparison of points."""
    points, replicates = y.shape
    means = y.mean(axis=1)
    within = float(((y - means[:, None]) ** 2).sum() / (points * (replicates - 1)))
    left = y - means[:, None] - y.mean(axis=0) + y.mean()
    noise = float((left**2).sum() / ((points - 1) * (replicates - 1))) if shared else within
    between = replicates * float(means.var(ddof=1))
    return max((between - noise) / replicates, 0.0), within, noise


def _part(parameters: float, chance: float) -> float:
    whole = parameters + chance
    return parameters / whole if whole > 0 else np.nan


def _warning(part: Estimate) -> str:
    if part.low <= 0.5 <= part.high:
        return "The interval includes one half: it is not settled whether parameters or chance cause more of it."
    return ""
