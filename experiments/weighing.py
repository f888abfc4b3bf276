"""Two policies weighed: what somebody prefers who says how much each outcome counts, and when that answer would flip.

For each future the difference of each outcome (first policy minus second) is counted in its smallest difference that
matters, with the sign turned so that more is better. The *score* is the mean of these counts, weighted: a weighted
sum divided by the sum of the weights, so that only the ratios of weights count. Its unit is called a point: one point
is one smallest difference that matters on everything that counts.

With R the weighted sum of all other outcomes and d the outcome's own count, the answer flips where R + w d = 0 on
average: at the weight w = -mean(R) / mean(d). The weights at which the interval of the mean of R + w d includes zero
are those at which the answer is undecided: Fieller's set for a ratio of means (Fieller 1954, Journal of the Royal
Statistical Society B 16:175-185). It may be one stretch, two, everything or nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import polars as pl

from experiments.config import Weighting
from experiments.config.weights import misused
from experiments.problems import BadInput, Problem
from experiments.store import SIDES, Entity, Floats, Stored, column
from experiments.summary import CONFIDENCE, mean_interval, share_first
from sim.outcomes import Outcome

Preferred = Literal["first", "second", "undecided", "alike"]
Stretches = tuple[tuple[float, float], ...]
Columns = Mapping[str, tuple[Outcome, Entity]]


@dataclass(frozen=True)
class Subject:
    """An outcome of the system or of one entity: its values under both policies, one for each future."""

    outcome: Outcome
    entity: Entity
    first: Floats
    second: Floats


@dataclass(frozen=True)
class Flip:
    """At which weight of one outcome the answer flips, every other weight staying as it is."""

    weight: float | None
    """The weight at which the mean score is zero; None when no weight of zero or more does that."""
    left: float
    """The score at a weight of zero as a multiple of the score as it stands; not a number when that is zero."""
    undecided: Stretches
    """The weights at which the 95 % interval of the score includes zero."""


@dataclass(frozen=True)
class Part:
    """One outcome's part in the score."""

    column: str
    outcome: Outcome
    entity: Entity
    weight: float
    wanted: str
    """Which way counts as better: 'higher' or 'lower'."""
    difference: float
    """Mean difference, first minus second, in the outcome's unit."""
    count: float
    """The same in smallest differences that matter, positive where the first policy is better."""
    part: float
    """What it adds to the score, in points; the parts sum to the score."""
    low: float
    """Lower end of the 95 % interval of the part."""
    high: float
    flip: Flip


@dataclass(frozen=True)
class Weighed:
    """The answer under one weighting."""

    score: float
    """Mean score over futures, in points; positive where the first policy is preferred."""
    low: float
    """Lower end of the 95 % interval of the mean score: sampling error only."""
    high: float
    share: float
    """Share of futures in which the first policy has the better score; ties count half."""
    futures: int
    """Futures in which every outcome that was asked for has a value under both policies."""
    preferred: Preferred
    parts: tuple[Part, ...]
    others: tuple[Part, ...]
    """Outcomes that do not count (weight zero), with the weight at which each would flip the answer."""


def columns(compared: Iterable[tuple[Outcome, Sequence[Entity]]]) -> dict[str, tuple[Outcome, Entity]]:
    """Everything that can be weighed, by its column in ``runs.parquet``."""
    return {column(outcome, who): (outcome, who) for outcome, members in compared for who in members}


def subjects(stored: Stored) -> dict[str, Subject]:
    """Everything that can be weighed in a stored comparison, by column."""
    sides = [stored.runs.filter(pl.col("side") == side).sort("run") for side in SIDES]
    return {
        name: Subject(outcome, who, *(rows[name].to_numpy() for rows in sides))
        for name, (outcome, who) in columns(stored.compared()).items()
    }


def check(weighting: Weighting, known: Columns) -> None:
    """Refuse a weighting that cannot be used on these outcomes; ``BadInput`` lists everything that is wrong."""
    found = list(misused(weighting.weights, weighting.wanted, {name: outcome for name, (outcome, _) in known.items()}))
    found += [
        (name, f"the weight {weight:g} of '{name}' cannot be used", "a number of 0 or more", "")
        for name, weight in weighting.weights.items()
        if not (math.isfinite(weight) and weight >= 0.0)
    ]
    problems = [
        Problem(what, weighting.where.get(name, "--weight"), "", allowed, near) for name, what, allowed, near in found
    ]
    if not problems and not any(weight > 0.0 for weight in weighting.weights.values()):
        where = next(iter(weighting.where.values()), "--weight").partition(":")[0]
        problems.append(Problem("no weight is above zero, so nothing counts", where, "", "at least one weight above 0"))
    if problems:
        raise BadInput(problems)


def weigh(weighting: Weighting, found: Mapping[str, Subject], every: bool = False) -> Weighed:
    """Weigh two policies. ``every`` asks of all other outcomes of the system, too, at which weight they would flip it.

    Futures in which a value of a weighted outcome is missing are left out of every figure. Raises ``BadInput`` when
    the weighting does not fit the outcomes (see ``check``).
    """
    check(weighting, {name: (subject.outcome, subject.entity) for name, subject in found.items()})
    counts = {name: _counts(found[name], weighting.wanted.get(name)) for name in weighting.weights}
    whole = math.fsum(weighting.weights.values())
    weights = {name: weight / whole for name, weight in weighting.weights.items()}
    known = np.logical_and.reduce([np.isfinite(row) for row in counts.values()])
    counts = {name: row[known] for name, row in counts.items()}
    total = sum((weights[name] * row for name, row in counts.items()), np.zeros(int(known.sum())))
    low, high = mean_interval(total)
    score = float(total.mean()) if total.size else math.nan

    def part(name: str) -> Part:
        subject, row, weight = found[name], counts[name], weights[name]
        rest = sum((weights[n] * counts[n] for n in counts if n != name), np.zeros(row.size))
        low_part, high_part = mean_interval(weight * row)
        return Part(
            column=name,
            outcome=subject.outcome,
            entity=subject.entity,
            weight=weighting.weights[name],
            wanted=_better(subject.outcome, weighting.wanted.get(name)),
            difference=float((subject.first - subject.second)[known].mean()) if row.size else math.nan,
            count=float(row.mean()) if row.size else math.nan,
            part=float((weight * row).mean()) if row.size else math.nan,
            low=low_part,
            high=high_part,
            flip=_scaled(flip(rest, row, score), whole),
        )

    made = Weighed(
        score=score,
        low=low,
        high=high,
        share=share_first(total, "higher"),
        futures=int(total.size),
        preferred=_preferred(total, low, high),
        parts=tuple(part(name) for name in weighting.weights),
        others=(),
    )
    return replace(made, others=_others(weighting, found)) if every else made


def _others(weighting: Weighting, found: Mapping[str, Subject]) -> tuple[Part, ...]:
    """Every other outcome of the whole system that has a better direction, one after the other at a weight of zero."""
    names = [
        name
        for name, subject in found.items()
        if name not in weighting.weights and subject.outcome.kind == "icb" and subject.outcome.better != "neither"
    ]
    return tuple(weigh(replace(weighting, weights={**weighting.weights, name: 0.0}), found).parts[-1] for name in names)


def _better(outcome: Outcome, wanted: str | None) -> str:
    return outcome.better if outcome.better != "neither" else wanted or "higher"


def _counts(subject: Subject, wanted: str | None) -> Floats:
    """Differences in smallest differences that matter, positive where the first policy is better; shape (futures,)."""
    return counted(subject.first - subject.second, subject.outcome, wanted)


def counted(values: Floats, outcome: Outcome, wanted: str | None = None) -> Floats:
    """Values of an outcome, or differences, in its smallest difference that matters; more is better.

    ``wanted`` says which way is better where neither is in itself.
    """
    sign = -1.0 if _better(outcome, wanted) == "lower" else 1.0
    return sign * values / outcome.matters


def _preferred(total: Floats, low: float, high: float) -> Preferred:
    """Who is preferred: the 95 % interval of the mean score must be clear of zero."""
    if total.size and not total.any():
        return "alike"
    if not low <= high or low <= 0.0 <= high:
        return "undecided"
    return "first" if low > 0.0 else "second"


def flip(rest: Floats, own: Floats, score: float) -> Flip:
    """The weight w at which the mean of ``rest`` + w x ``own`` is zero, with the weights at which it is undecided.

    ``rest`` is the weighted sum of everything else and ``own`` the outcome's counts, one for each future.
    """
    if not own.size:
        return Flip(None, math.nan, ())
    r, m = float(rest.mean()), float(own.mean())
    at = -r / m if m and rest.any() else math.nan  # alone, an outcome decides at every weight above zero
    weight = at + 0.0 if math.isfinite(at) and at >= 0.0 else None
    return Flip(weight, r / score if score else math.nan, undecided(rest, own))


def undecided(rest: Floats, own: Floats) -> Stretches:
    """Every weight of zero or more at which the 95 % interval of the mean of ``rest`` + w x ``own`` includes zero.

    Solves (R + w m)^2 <= t^2 (Var R + 2 w Cov + w^2 Var m) / n for w, with Student's t on n - 1 degrees of freedom.
    """
    count = own.size
    if count < 2:
        return ((0.0, math.inf),)
    from scipy.special import stdtrit

    t2 = float(stdtrit(count - 1, 0.5 + CONFIDENCE / 2)) ** 2 / count
    r, m = float(rest.mean()), float(own.mean())
    dr, dm = rest - r, own - m
    a = m * m - t2 * float(dm @ dm) / (count - 1)
    b = r * m - t2 * float(dr @ dm) / (count - 1)
    c = r * r - t2 * float(dr @ dr) / (count - 1)
    return tuple((max(low, 0.0), high) for low, high in _not_above_zero(a, b, c) if high >= 0.0)


def _not_above_zero(a: float, b: float, c: float) -> Stretches:
    """Where a w^2 + 2 b w + c <= 0."""
    everything = ((-math.inf, math.inf),)
    if a == 0.0:
        if b == 0.0:
            return everything if c <= 0.0 else ()
        edge = -c / (2.0 * b)
        return ((-math.inf, edge),) if b > 0.0 else ((edge, math.inf),)
    square = b * b - a * c
    if square < 0.0:
        return () if a > 0.0 else everything
    # the root that does not cancel, and the other from the product of the two
    far = -(b + math.copysign(math.sqrt(square), b))
    low, high = sorted((far / a, c / far if far else 0.0))
    return ((low, high),) if a > 0.0 else ((-math.inf, low), (high, math.inf))


def _scaled(found: Flip, whole: float) -> Flip:
    """A flip in the units in which weights were given, rather than as shares of their sum."""
    weight = None if found.weight is None else found.weight * whole
    return replace(found, weight=weight, undecided=tuple((low * whole, high * whole) for low, high in found.undecided))
