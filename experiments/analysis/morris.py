"""Screening by elementary effects: which parameters move an outcome at all, from few runs.

SALib's Morris method (Morris 1991, Technometrics 33:161-174; mu*: Campolongo, Cariboni and Saltelli 2007,
Environmental Modelling & Software 22:1509-1518).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.analysis.estimates import Estimate, Floats, ordered, too_wide, within
from experiments.analysis.sample import Sample
from experiments.problems import BadInput


@dataclass(frozen=True)
class Morris:
    """Effects of moving one parameter over its whole range, in the outcome's unit."""

    size: Mapping[str, Estimate]
    """mu*: mean of the absolute effect."""
    mean: Mapping[str, float]
    """mu: mean of the effect; near zero beside a large mu* where the effect changes sign."""
    spread: Mapping[str, float]
    """sigma: how much the effect depends on everything else (interaction, or a bend)."""
    trajectories: int
    warning: str


def morris(sample: Sample, levels: int = 4, moved: Sequence[str] = (), resamples: int = 500, seed: int = 1) -> Morris:
    """Elementary effects from a Morris design of so many ``levels``, in its own order of points.

    ``moved`` names for each point what was moved to get there; it is needed where a parameter has few values, so that a
    step may leave it as it is. A trajectory with a missing run is left out. Raises ``BadInput`` when the points cannot
    be those of such a design.
    """
    size = len(sample.names) + 1
    if not len(sample.y) or len(sample.y) % size:
        what = f"{len(sample.y):,} points cannot come from a Morris design of {size - 1} parameters"
        raise BadInput.single(what, allowed=f"a multiple of {size} points: a sweep whose design is 'morris'")
    x = _steps(sample, moved, size) if len(moved) else sample.x
    steps = (np.diff(x.reshape(-1, size, size - 1), axis=1) != 0).sum(axis=2)
    if (steps != 1).any():
        raise BadInput.single("the points are not those of a Morris design, which changes one parameter at a time")
    known = np.isfinite(sample.mean).reshape(-1, size).all(axis=1)
    if known.sum() < 2:
        raise BadInput.single("fewer than two trajectories are without a missing run")
    chosen = np.repeat(known, size)
    from SALib.analyze import morris as salib

    problem = {"num_vars": size - 1, "names": list(sample.names), "bounds": [[0.0, 1.0]] * (size - 1)}
    found = salib.analyze(
        problem, x[chosen], sample.mean[chosen], num_resamples=resamples, num_levels=levels, seed=seed
    )
    sizes = {
        name: within(float(value), float(half))
        for name, value, half in zip(sample.names, found["mu_star"], found["mu_star_conf"], strict=True)
    }
    order = ordered(sizes)
    mean = dict(zip(sample.names, map(float, found["mu"]), strict=True))
    spread = dict(zip(sample.names, map(float, found["sigma"]), strict=True))
    return Morris(
        size={name: sizes[name] for name in order},
        mean={name: mean[name] for name in order},
        spread={name: spread[name] for name in order},
        trajectories=int(known.sum()),
        warning=too_wide(sizes, "trajectories"),
    )


def _steps(sample: Sample, moved: Sequence[str], size: int) -> Floats:
    """Which parameter each step moved, and whether up or down: all that the method needs to know of the points."""
    names = {name: number for number, name in enumerate(sample.names)}
    x = np.zeros_like(sample.x)
    for point in range(1, len(x)):
        if point % size:
            x[point] = x[point - 1]
            number = names[moved[point]]
            x[point, number] += -1.0 if sample.x[point, number] < sample.x[point - 1, number] else 1.0
    return x
