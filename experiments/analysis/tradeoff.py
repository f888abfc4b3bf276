"""Trade-offs: policies that no other beats on everything at once (Pareto 1906)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.analysis.estimates import Estimate, Floats, percentiles, resampled
from experiments.analysis.performance import Performance
from experiments.problems import BadInput


@dataclass(frozen=True)
class Tradeoff:
    """Mean levels of each policy on several outcomes, and who is beaten by nobody."""

    labels: tuple[str, ...]
    units: tuple[str, ...]
    better: tuple[str, ...]
    levels: Mapping[str, tuple[Estimate, ...]]
    """By policy: its mean on each outcome, in the outcome's own direction."""
    undominated: tuple[str, ...]
    """Policies that no other equals or betters on every outcome."""
    share: Mapping[str, float]
    """Share of draws of futures in which a policy is undominated."""
    futures: int
    warning: str


def tradeoff(found: Sequence[Performance], resamples: int = 1000, seed: int = 1) -> Tradeoff:
    """Compare policies on two outcomes or more, each over the same futures.

    Raises ``BadInput`` when the outcomes have values in different futures.
    """
    policies, futures = found[0].policies, found[0].values.shape[1]
    if any(one.policies != policies or one.values.shape[1] != futures for one in found):
        raise BadInput.single("some outcome has no value in some futures, so the outcomes cannot be set side by side")
    values = np.stack([one.values for one in found])
    means = values.mean(axis=2)
    draws = np.array([values[:, :, rows].mean(axis=2) for rows in resampled(futures, resamples, seed)])
    best = undominated(means)
    share = dict(zip(policies, np.mean([undominated(one) for one in draws], axis=0).tolist(), strict=True))
    signs = [one.sign for one in found]
    levels = {
        policy: tuple(percentiles(sign * float(means[k, i]), sign * draws[:, k, i]) for k, sign in enumerate(signs))
        for i, policy in enumerate(policies)
    }
    open_ = [policy for policy, part in share.items() if 0.05 < part < 0.95]
    warning = f"Not settled for {', '.join(open_)}: other draws of futures may change it." if open_ else ""
    return Tradeoff(
        labels=tuple(one.label for one in found),
        units=tuple(one.unit for one in found),
        better=tuple("lower" if sign < 0 else "higher" for sign in signs),
        levels=levels,
        undominated=tuple(policy for policy, free in zip(policies, best, strict=True) if free),
        share=share,
        futures=futures,
        warning=warning,
    )


def undominated(means: Floats) -> NDArray[np.bool_]:
    """Which columns of (outcomes, policies), more being better, no other column beats: as good everywhere, and better
    somewhere."""
    as_good = (means[:, None, :] >= means[:, :, None]).all(axis=0)
    better = (means[:, None, :] > means[:, :, None]).any(axis=0)
    return np.asarray(~np.any(as_good & better, axis=1))
