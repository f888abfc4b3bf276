"""Which policy one would regret least: criteria of robustness, the rank of each policy under each, and disagreement.

The criteria differ in which futures they look at and how they sum them up, so that they may rank policies differently;
McPhail et al. 2018 (Earth's Future 6:169-191) set them in order, Herman et al. 2015 (J. Water Resources Planning and
Management 141:04015012) show that the choice matters. Ranks carry the interval of a bootstrap over futures: it tells
how far other draws of futures would move them, not how likely any future is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from experiments.analysis.estimates import Estimate, Floats, percentiles, resampled
from experiments.analysis.performance import Performance, regrets
from experiments.words import listed

Criterion = Callable[[Floats], Floats]
"""From values (policies, futures), more being better, to a score for each policy, more being better."""

ALPHA = 0.5
"""Hurwicz's weight of the worst future, unless said otherwise."""

SATISFICING = "futures with"
"""How the name of a criterion begins that counts futures; what is enough follows."""

NO_RATIO = (
    "Signal to noise is left out: it ranks only where the means of all policies are on one side of zero, and none is "
    "the same in every future."
)


def worst(values: Floats) -> Floats:
    """Maximin: the worst future (Wald 1950)."""
    return np.asarray(values.min(axis=1))


def mean(values: Floats) -> Floats:
    """The mean over futures, as if each were as likely as any (Laplace)."""
    return np.asarray(values.mean(axis=1))


def hurwicz(values: Floats, alpha: float = ALPHA) -> Floats:
    """Between the worst future (``alpha`` = 1) and the best (``alpha`` = 0) (Hurwicz 1953)."""
    return np.asarray(alpha * values.min(axis=1) + (1 - alpha) * values.max(axis=1))


def least_regret(values: Floats) -> Floats:
    """Minimax regret: the largest regret over futures (Savage 1951), turned so that more is better."""
    return np.asarray(-regrets(values).max(axis=1))


def mean_regret(values: Floats) -> Floats:
    """The mean regret over futures, turned."""
    return np.asarray(-regrets(values).mean(axis=1))


def regret_90(values: Floats) -> Floats:
    """The 90th percentile of regret over futures (Herman et al. 2015), turned."""
    return -np.quantile(regrets(values), 0.9, axis=1)


def satisficing(values: Floats, least: float) -> Floats:
    """The share of futures in which the value is ``least`` or more (domain criterion: Starr 1963, Schneller and
    Sphicas 1983)."""
    return np.asarray((values >= least).mean(axis=1))


def signal_to_noise(values: Floats) -> Floats:
    """Mean over standard deviation where all means are above zero (Hamarat et al. 2014); mean times standard deviation
    where all are below, so that less spread is better there, too. Not a number where means have both signs, for the
    ratio would rank by sign alone, or where some spread is zero."""
    means, spreads = values.mean(axis=1), values.std(axis=1, ddof=1) if values.shape[1] > 1 else np.zeros(len(values))
    if (spreads == 0).any() or not ((means > 0).all() or (means < 0).all()):
        return np.full(len(means), math.nan)
    return np.asarray(means / spreads if (means > 0).all() else means * spreads)


@dataclass(frozen=True)
class Standing:
    """How one policy does under one criterion."""

    score: Estimate
    """The criterion's own figure, in the outcome's unit and direction; regret is a positive shortfall."""
    rank: int
    """1 for the best; equals share the better rank."""
    rank_low: int
    """95 % interval of the rank over draws of futures."""
    rank_high: int
    first: float
    """Share of draws in which it ranks first; equals share."""


@dataclass(frozen=True)
class Robustness:
    """How all policies stand under all criteria."""

    label: str
    unit: str
    policies: tuple[str, ...]
    futures: int
    standings: Mapping[str, Mapping[str, Standing]]
    """By criterion and policy. A criterion that cannot be worked out here is left out."""
    agreement: Mapping[tuple[str, str], float]
    """Kendall's tau-b between the rankings of two criteria: 1 the same, -1 the reverse."""
    disagreement: str
    """Which policy each criterion puts first, in words."""
    left_out: str
    """Why a criterion is not among them; empty where all are."""
    warning: str


def criteria(
    found: Performance, least: float | None = None, alpha: float = ALPHA
) -> dict[str, tuple[Criterion, float]]:
    """Criteria by name, each with the sign that turns its score into the figure that is shown.

    ``least`` is what satisfies, in the outcome's own direction and unit; None for the median over all policies and
    futures, which is no more than a place to begin.
    """
    sign = found.sign
    enough = float(np.median(found.values)) if least is None else sign * least
    word = "at most" if sign < 0 else "at least"
    return {
        "mean": (mean, sign),
        "worst future": (worst, sign),
        f"Hurwicz {alpha:g}": (partial(hurwicz, alpha=alpha), sign),
        "largest regret": (least_regret, -1.0),
        "90th percentile of regret": (regret_90, -1.0),
        "mean regret": (mean_regret, -1.0),
        f"{SATISFICING} {word} {sign * enough + 0.0:.4g}": (partial(satisficing, least=enough), 1.0),
        "signal to noise": (signal_to_noise, 1.0),
    }


def robustness(
    found: Performance,
    least: float | None = None,
    alpha: float = ALPHA,
    extra: Mapping[str, Floats] | None = None,
    resamples: int = 500,
    seed: int = 1,
) -> Robustness:
    """Rank all policies under every criterion; ``extra`` gives shares of futures (policies, futures) in which something
    holds, each a criterion of its own."""
    standings = {}
    for name, (criterion, shown) in criteria(found, least, alpha).items():
        scores = criterion(found.values)
        if np.isfinite(scores).all():
            drawn = resampled(found.values.shape[1], resamples, seed)
            draws = np.array([criterion(found.values[:, rows]) for rows in drawn])
            standings[name] = _standings(found.policies, scores, draws, shown)
    for name, held in (extra or {}).items():
        drawn = resampled(held.shape[1], resamples, seed)
        draws = np.array([held[:, rows].mean(axis=1) for rows in drawn])
        standings[name] = _standings(found.policies, held.mean(axis=1), draws, 1.0)
    return Robustness(
        label=found.label,
        unit=found.unit,
        policies=found.policies,
        futures=found.values.shape[1],
        standings=standings,
        agreement=agreement(standings),
        disagreement=_disagreement(standings),
        left_out="" if "signal to noise" in standings else NO_RATIO,
        warning=_warning(standings),
    )


def ranks(scores: Floats) -> NDArray[np.int64]:
    """Ranks along the last axis, 1 for the largest; equals share the better one. Differences below 1e-12 of the spread
    are none."""
    size = np.abs(scores).max(axis=-1, keepdims=True)
    close = 1e-12 * np.where(size > 0, size, 1.0)
    return np.asarray(1 + (scores[..., None, :] > scores[..., :, None] + close[..., None]).sum(axis=-1))


def _standings(policies: tuple[str, ...], scores: Floats, draws: Floats, shown: float) -> dict[str, Standing]:
    place, drawn = ranks(scores), ranks(draws[np.isfinite(draws).all(axis=1)])
    tops = drawn == 1
    first = (tops / tops.sum(axis=1, keepdims=True)).mean(axis=0) if len(drawn) else np.full(len(policies), math.nan)
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0, method="inverted_cdf")
    return {
        policy: Standing(
            percentiles(float(shown * scores[i]) + 0.0, shown * draws[:, i]),
            int(place[i]),
            int(low[i]),
            int(high[i]),
            float(first[i]),
        )
        for i, policy in enumerate(policies)
    }


def agreement(standings: Mapping[str, Mapping[str, Standing]]) -> dict[tuple[str, str], float]:
    """Kendall's tau-b between each two rankings; where one puts all policies level, there is none."""
    from scipy.stats import kendalltau

    places = {name: [one.rank for one in standing.values()] for name, standing in standings.items()}
    return {
        (one, other): float(kendalltau(places[one], places[other]).statistic)
        for i, one in enumerate(places)
        for other in list(places)[i + 1 :]
        if len(set(places[one])) > 1 and len(set(places[other])) > 1
    }


def leaders(standing: Mapping[str, Standing]) -> list[str]:
    """The policies of rank 1."""
    return [policy for policy, one in standing.items() if one.rank == 1]


def _disagreement(standings: Mapping[str, Mapping[str, Standing]]) -> str:
    firsts: dict[str, list[str]] = {}
    for name, standing in standings.items():
        firsts.setdefault(listed(leaders(standing)), []).append(name)
    if len(firsts) == 1:
        return f"All criteria put {next(iter(firsts))} first."
    return "Criteria disagree: " + "; ".join(f"{who} by {listed(names)}" for who, names in firsts.items()) + "."


def _warning(standings: Mapping[str, Mapping[str, Standing]]) -> str:
    open_ = [
        name
        for name, standing in standings.items()
        if all(one.rank_low < one.rank_high for one in standing.values() if one.rank == 1)
    ]
    if not open_:
        return ""
    return f"Other draws of futures may put another policy first by {listed(open_)}. More futures would narrow that."
