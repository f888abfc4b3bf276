"""What delegation is worth: the best level of a lever for each outcome, how sure it is, and what tips it.

A smooth curve (a polynomial of the third degree at most) is fitted to an outcome over the lever. Its best point and
their 95 % intervals come from a bootstrap over points of the design. What tips the optimum is found by halves: the best
level where an uncertainty is in its upper half of points, less that in its lower half.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from experiments.analysis.boxes import Mask
from experiments.analysis.estimates import Estimate, Floats, percentiles
from experiments.analysis.sample import Sample
from experiments.problems import BadInput
from sim.outcomes import Outcome

SERVICES: Mapping[str, str] = {
    "primary care": "access_primary",
    "community care": "access_community",
    "mental health care": "access_mental_health",
    "urgent care": "four_hours",
    "planned care": "waits_18_weeks",
}
"""The outcome by which each service is judged; no outcome of the catalogue is of specialised care alone."""
DEGREE = 3
GRID = 101
LEAST = 30
"""Points below which no curve is fitted."""


@dataclass(frozen=True)
class Tip:
    """How an uncertainty moves the best level."""

    name: str
    shift: Estimate
    """Best level in the upper half of its values less that in the lower half; for a choice, that one less the rest."""
    choice: str = ""

    @property
    def clear(self) -> bool:
        """Whether the interval of the shift leaves zero out."""
        return self.shift.low > 0 or self.shift.high < 0


@dataclass(frozen=True)
class Delegation:
    """The best level of a lever for one outcome in one system."""

    outcome: Outcome
    best: Estimate
    """The level at which the fitted outcome is best."""
    gain: Estimate
    """How much better the best level is than the worst, in the outcome's unit; never below zero, so that chance alone
    gives some."""
    as_good: tuple[float, float]
    """Lowest and highest level that is worse than the best by less than the smallest difference that matters."""
    levels: Floats
    curve: Floats
    """The fitted outcome at ``levels`` with its 95 % interval: (3, levels)."""
    explained: float
    """Share of the outcome's variance over points that the curve explains."""
    tips: tuple[Tip, ...]
    """From the largest shift whose interval leaves zero out."""
    points: int
    warning: str


def delegation(found: Sample, lever: str, outcome: Outcome, resamples: int = 300, seed: int = 1) -> Delegation:
    """The best level of ``lever``, judged by one outcome.

    Raises ``BadInput`` when the lever was not varied or has too few values, or when neither way is better.
    """
    if lever not in found.names or found.choices[found.names.index(lever)]:
        numbers = [name for name, choices in zip(found.names, found.choices, strict=True) if not choices]
        raise BadInput.single(f"'{lever}' was not varied as a number in these runs", "--lever", ", ".join(numbers))
    if outcome.better == "neither":
        raise BadInput.single(f"neither way is better for '{outcome.name}', so no level is best", "--outcome")
    known = np.isfinite(found.mean)
    x, y = found.x[known], (-1.0 if outcome.better == "lower" else 1.0) * found.mean[known]
    level = x[:, found.names.index(lever)]
    degree = min(DEGREE, len(np.unique(level)) - 1)
    if len(y) < LEAST or degree < 1:
        raise BadInput.single(
            f"{len(y)} points at {degree + 1} levels of '{lever}' are too few for a curve",
            allowed=f"{LEAST} points or more, at three levels or more",
        )
    fit = _Fit(level, y, degree, resamples, seed)
    curves = fit.curves(np.ones(len(y)))
    best = percentiles(fit.best(curves)[0], fit.best(curves)[1:])
    rise = np.ptp(curves, axis=1)
    gain = percentiles(float(rise[0]), rise[1:])
    good = fit.grid[curves[0] >= curves[0].max() - outcome.matters]
    sign = -1.0 if outcome.better == "lower" else 1.0
    edges = np.sort(sign * np.quantile(curves[1:], (0.025, 0.975), axis=0), axis=0)
    return Delegation(
        outcome=outcome,
        best=best,
        gain=gain,
        as_good=(float(good.min()), float(good.max())),
        levels=fit.grid,
        curve=np.vstack([sign * curves[0], edges]),
        explained=fit.explained(curves[0]),
        tips=_tips(found, known, lever, fit),
        points=len(y),
        warning=_warning(best, gain, outcome, fit.grid),
    )


class _Fit:
    """Weighted polynomial fits of one outcome, for the points as they are and for each bootstrap draw of them."""

    def __init__(self, level: Floats, y: Floats, degree: int, resamples: int, seed: int) -> None:
        self.grid = np.linspace(level.min(), level.max(), GRID)
        self._scale = (float(level.min()), float(np.ptp(level)))
        self._level, self._y, self._degree = level, y, degree
        random = np.random.default_rng(seed)
        draws = random.multinomial(len(y), np.full(len(y), 1 / len(y)), size=resamples)
        self._weights = np.vstack([np.ones(len(y)), draws])
        basis = self._basis(level)
        self._products = (basis[:, :, None] * basis[:, None, :]).reshape(len(y), -1)
        self._targets = basis * y[:, None]

    def _basis(self, level: Floats) -> Floats:
        start, width = self._scale
        return np.polynomial.legendre.legvander(2 * (level - start) / width - 1, self._degree).astype(np.float64)

    def curves(self, among: Floats) -> Floats:
        """The fitted outcome at the grid, among some points (1 or 0): (1 + draws, grid); the first is no draw."""
        weights, size = self._weights * among, self._degree + 1
        products = (weights @ self._products).reshape(-1, size, size) + 1e-9 * np.eye(size)
        coefficients = np.linalg.solve(products, (weights @ self._targets)[:, :, None])[:, :, 0]
        return np.asarray(coefficients @ self._basis(self.grid).T)

    def best(self, curves: Floats) -> Floats:
        """The best level of each curve."""
        return np.asarray(self.grid[curves.argmax(axis=1)])

    def explained(self, curve: Floats) -> float:
        """Share of the variance of the outcome that a curve explains."""
        left = self._y - np.interp(self._level, self.grid, curve)
        whole = float(self._y.var())
        return 1 - float(left.var()) / whole if whole > 0 else 0.0


def _tips(found: Sample, known: Mask, lever: str, fit: _Fit) -> tuple[Tip, ...]:
    tips = []
    for j, name in enumerate(found.names):
        column = found.x[known, j]
        if name == lever or len(np.unique(column)) < 2:
            continue
        for number, choice in enumerate(found.choices[j][1:] or ("",), start=1):
            upper = column == number if choice else column > np.median(column)
            if min(upper.sum(), (~upper).sum()) >= LEAST // 2:
                shifts = fit.best(fit.curves(upper.astype(float))) - fit.best(fit.curves((~upper).astype(float)))
                tips.append(Tip(name, percentiles(float(shifts[0]), shifts[1:]), choice))
    return tuple(sorted(tips, key=lambda tip: (not tip.clear, -abs(tip.shift.value))))


def _warning(best: Estimate, gain: Estimate, outcome: Outcome, grid: Floats) -> str:
    if gain.high < outcome.matters:
        return "The level hardly matters: between best and worst lies less than the smallest difference that matters."
    if best.high - best.low > 0.5 * float(np.ptp(grid)):
        return (
            "The interval spans more than half of the range: the best level is not known. More points would narrow it."
        )
    return ""
