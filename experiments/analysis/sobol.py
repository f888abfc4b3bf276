"""Sobol indices from a Saltelli design: which parameters an outcome's variance comes from.

Estimators and bootstrap are SALib's (Saltelli et al. 2010, Computer Physics Communications 181:259-270; second order:
Saltelli 2002, 145:280-297). They see the mean over replicates. Where every point has its own draws, chance has a part
in its variance, and is taken out: with c its share, a first or second order index S becomes S / (1 - c), a total index
(S - c) / (1 - c), because two rows that differ in one parameter differ in their noise, too. Where all points share
their draws, nothing blurs the comparison of two points, and indices are those of the mean over these very draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.analysis.chance import Shares, shares
from experiments.analysis.estimates import Estimate, Floats, too_wide, within
from experiments.problems import BadInput


@dataclass(frozen=True)
class Sobol:
    """Shares of the variance that parameters cause."""

    first: Mapping[str, Estimate]
    """Share that goes when the parameter is known."""
    total: Mapping[str, Estimate]
    """Share that stays when all but the parameter are known: its own part and all its interactions."""
    second: Mapping[tuple[str, str], Estimate]
    """Share of the interaction of two; empty where the design does not allow it."""
    base: int
    """Rows of the base sample that were used; a row with a missing run is left out."""
    chance: Shares | None
    """Parameters against chance; None with a single replicate."""
    warning: str


def rows_per_base(parameters: int, second: bool) -> int:
    """Runs that a Saltelli design makes of one row of its base sample."""
    return 2 * parameters + 2 if second else parameters + 2


def sobol(
    names: Sequence[str], y: Floats, second: bool = True, shared: bool = False, resamples: int = 200, seed: int = 1
) -> Sobol:
    """Indices from an outcome (points, replicates), points in the order of the Saltelli design.

    ``second`` says whether the design is made for second order; ``shared`` see ``chance.shares``. Raises ``BadInput``
    when the points cannot be those of such a design, or when the outcome never varies.
    """
    size = rows_per_base(len(names), second)
    if not len(y) or len(y) % size:
        what = f"{len(y):,} points cannot come from a Saltelli design of {len(names)} parameters"
        raise BadInput.single(what, allowed=f"a multiple of {size} points: a sweep whose design is 'saltelli'")
    known = np.isfinite(y).all(axis=1).reshape(-1, size).all(axis=1)
    y = y[np.repeat(known, size)]
    base = len(y) // size
    if base < 2:
        raise BadInput.single("fewer than two rows of the base sample are without a missing run")
    mean = y.mean(axis=1)
    if np.ptp(mean) <= 1e-12 * max(1.0, float(np.abs(mean).max())):
        raise BadInput.single("the outcome is the same in every run, so nothing drives it")
    split = shares(y, shared, block=size, seed=seed)
    noise = split.noise if split is not None and not shared else 0.0
    if noise > 0.95:
        raise BadInput.single(
            f"chance makes up {noise:.0%} of the variance of the points' means, which leaves nothing to share out",
            allowed="more replicates",
        )
    found = _salib(names, mean, second, resamples, seed)
    scale = 1.0 / (1.0 - noise)
    first = {n: within(s * scale, c * scale) for n, s, c in zip(names, found["S1"], found["S1_conf"], strict=True)}
    total = {
        n: within((s - noise) * scale, c * scale) for n, s, c in zip(names, found["ST"], found["ST_conf"], strict=True)
    }
    pairs = {
        (names[i], names[j]): within(found["S2"][i, j] * scale, found["S2_conf"][i, j] * scale)
        for i in range(len(names) if second else 0)
        for j in range(i + 1, len(names))
    }
    return Sobol(first, total, pairs, base, split, too_wide(total, "rows of the base sample"))


def _salib(names: Sequence[str], mean: Floats, second: bool, resamples: int, seed: int) -> dict[str, Floats]:
    from SALib.analyze import sobol as salib

    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    found = salib.analyze(problem, mean, calc_second_order=second, num_resamples=resamples, seed=seed + 1)
    return {key: np.asarray(value) for key, value in found.items()}


def without_second(names: Sequence[str], y: Floats, second: bool, shared: bool = False, seed: int = 1) -> Sobol:
    """First and total order alone, whatever the design allows: quicker, for the same outcome in many years."""
    size = rows_per_base(len(names), second)
    if second and len(y) % size == 0:
        chosen = _without_second(len(names), size)
        y = y.reshape(-1, size, y.shape[1])[:, chosen].reshape(-1, y.shape[1])
        second = False
    return sobol(names, y, second, shared, resamples=100, seed=seed)


def _without_second(parameters: int, size: int) -> list[int]:
    """Rows of A, of A with one column of B, and of B, among those of one base row."""
    return [*range(parameters + 1), size - 1]
