"""A Gaussian process that stands in for the model: what it expects of a future that was not run, and how unsure it is.

A constant mean, a squared-exponential kernel with a length for each input, and noise; settings by maximum likelihood
(Rasmussen and Williams 2006, *Gaussian Processes for Machine Learning*, ch. 2 and 5). Inputs are scaled to 0-1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize

from experiments.analysis.estimates import Floats

MOST = 400
"""Points taken in, at most; the work grows with their third power."""


@dataclass(frozen=True)
class Surrogate:
    """A fitted process."""

    x: Floats
    """Points it knows (points, inputs), scaled."""
    lengths: Floats
    variance: float
    noise: float
    """Variance of what the inputs do not explain, chance included."""
    mean: float
    factor: Floats
    """Lower Cholesky factor of the covariance of the points."""
    weights: Floats

    def expected(self, x: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation, without noise, at points (points, inputs)."""
        across = covariance(x, self.x, self.lengths, self.variance)
        known = solve_triangular(self.factor, across.T, lower=True)
        left = np.maximum(self.variance - (known**2).sum(axis=0), 0.0)
        return self.mean + across @ self.weights, np.sqrt(left)

    def told(self, x: Floats) -> Surrogate:
        """The same process, told what it expects itself at one more point: less unsure there, no wiser elsewhere
        (the kriging believer of Ginsbourger, Le Riche and Carraro 2010)."""
        value = self.expected(x[None, :])[0]
        known = self.factor @ (self.factor.T @ self.weights)
        return _solved(
            np.vstack([self.x, x]),
            np.append(known, value - self.mean),
            self.lengths,
            self.variance,
            self.noise,
            self.mean,
        )


def covariance(a: Floats, b: Floats, lengths: Floats, variance: float) -> Floats:
    """The kernel between two sets of points."""
    gaps = (a[:, None, :] - b[None, :, :]) / lengths
    return np.asarray(variance * np.exp(-0.5 * (gaps**2).sum(axis=2)))


def surrogate(x: Floats, y: Floats, starts: int = 2, seed: int = 1) -> Surrogate:
    """Fit to points (points, inputs) scaled to 0-1 and their values (points,); of many points, some at random."""
    random = np.random.default_rng(seed)
    if len(y) > MOST:
        chosen = np.sort(random.permutation(len(y))[:MOST])
        x, y = x[chosen], y[chosen]
    mean, scale = float(y.mean()), float(y.std()) or 1.0
    z, inputs = (y - mean) / scale, x.shape[1]
    squares = (x[:, None, :] - x[None, :, :]) ** 2
    bounds = [*[(np.log(0.05), np.log(20.0))] * inputs, (np.log(0.05), np.log(20.0)), (np.log(1e-6), np.log(2.0))]
    begin = [np.array([*[np.log(0.5)] * inputs, 0.0, np.log(0.05)])]
    begin += [np.array([random.uniform(low / 2, high / 2) for low, high in bounds]) for _ in range(starts - 1)]
    found = min(
        (minimize(_likelihood, start, (squares, z), jac=True, method="L-BFGS-B", bounds=bounds) for start in begin),
        key=lambda one: float(one.fun),
    )
    settings = np.exp(found.x)
    variance, noise = (float(s) * scale**2 for s in settings[inputs:])
    return _solved(x, y - mean, settings[:inputs], variance, noise, mean)


def _solved(x: Floats, z: Floats, lengths: Floats, variance: float, noise: float, mean: float) -> Surrogate:
    whole = covariance(x, x, lengths, variance)
    whole[np.diag_indices_from(whole)] += noise + 1e-9 * variance
    factor = cholesky(whole, lower=True)
    return Surrogate(x, lengths, variance, noise, mean, factor, cho_solve((factor, True), z))


def _likelihood(settings: Floats, squares: Floats, z: Floats) -> tuple[float, Floats]:
    """Minus the log likelihood, and its slope, at the logarithms of lengths, variance and noise."""
    lengths, (variance, noise) = np.exp(settings[:-2]), np.exp(settings[-2:])
    scaled = squares / lengths**2
    smooth = variance * np.exp(-0.5 * scaled.sum(axis=2))
    whole = smooth.copy()
    whole[np.diag_indices_from(whole)] += noise + 1e-9 * variance
    factor = cholesky(whole, lower=True)
    weights = cho_solve((factor, True), z)
    inverse = cho_solve((factor, True), np.eye(len(z)))
    pull = np.outer(weights, weights) - inverse
    slope = np.append(
        np.einsum("ij,ijk->k", pull * smooth, scaled),
        [(pull * smooth).sum(), noise * np.trace(pull)],
    )
    value = 0.5 * z @ weights + np.log(np.diag(factor)).sum()
    return float(value), -0.5 * slope
