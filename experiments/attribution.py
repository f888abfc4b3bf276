"""Which lever accounts for how much of the difference between two policies.

Levers that differ are switched from the second policy's setting to the first's, one after the other, in the same
futures. What a lever adds depends on which were switched before it, so its share is the mean over orders (the Shapley
value): over every order where levers are few, else over random ones. Along each order the additions sum to the whole
difference, and therefore so do the means. The arithmetic takes any function of a set of names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from experiments.summary import mean_interval
from sim.batch import simulate
from sim.futures import Futures, draw_futures
from sim.outcomes import Outcome
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline

Floats = NDArray[np.float64]
Value = Callable[[frozenset[str]], Floats]
"""One number for each future, of a set of switched levers."""

EXACT = 6
"""Up to so many levers every set of them is run."""


@dataclass(frozen=True)
class Shares:
    """What each name accounts for, in each future, and how it was found."""

    parts: Mapping[str, Floats]
    """By name, one number for each future."""
    total: Floats
    alone: Mapping[str, Floats]
    """What each adds when it is switched before all others (where that was run)."""
    last: Mapping[str, Floats]
    """What each adds when it is switched after all others (where that was run)."""
    orders: int
    """How many random orders were walked; 0 where every order counts."""
    order_error: Mapping[str, float]
    """Standard error of the mean that comes from taking some orders only (0 where every order counts)."""
    runs: int
    """How many sets of levers were run."""


def shapley(value: Value, names: Sequence[str], orders: int | None = None, seed: int = 1) -> Shares:
    """Shapley values of ``value`` over ``names``, future by future.

    Every set is run when there are at most six names and ``orders`` is not given; else ``orders`` random orders are
    walked (16 unless told), each followed by its reverse. Raises ``ValueError`` for fewer than one order.
    """
    if orders is not None and orders < 1:
        raise ValueError("at least one order is needed")
    known: dict[frozenset[str], Floats] = {}

    def at(chosen: frozenset[str]) -> Floats:
        if chosen not in known:
            known[chosen] = np.asarray(value(chosen), dtype=np.float64)
        return known[chosen]

    none, everything = frozenset[str](), frozenset(names)
    total = at(everything) - at(none)
    if orders is None and len(names) <= EXACT:
        parts, error, walked = _exact(at, names), dict.fromkeys(names, 0.0), 0
    else:
        parts, error, walked = _sampled(at, names, orders or 16, seed)
    parts = _closed(parts, total)
    single = {n: frozenset([n]) for n in names}
    return Shares(
        parts,
        total,
        {n: known[one] - known[none] for n, one in single.items() if one in known},
        {n: known[everything] - known[everything - one] for n, one in single.items() if everything - one in known},
        walked,
        error,
        len(known),
    )


def _exact(at: Value, names: Sequence[str]) -> dict[str, Floats]:
    count = len(names)
    parts = {}
    for name in names:
        others = [n for n in names if n != name]
        part = np.zeros_like(at(frozenset()))
        for size in range(count):
            weight = 1.0 / (count * comb(count - 1, size))
            for chosen in combinations(others, size):
                before = frozenset(chosen)
                part = part + weight * (at(before | {name}) - at(before))
        parts[name] = part
    return parts


def _sampled(
    at: Value, names: Sequence[str], orders: int, seed: int
) -> tuple[dict[str, Floats], dict[str, float], int]:
    generator = np.random.default_rng(seed)
    walks: list[list[str]] = []
    while len(walks) < orders:
        order = [names[i] for i in generator.permutation(len(names))]
        walks += [order, order[::-1]]
    walks = walks[:orders]
    added: dict[str, list[Floats]] = {name: [] for name in names}
    for order in walks:
        before = frozenset[str]()
        for name in order:
            added[name].append(at(before | {name}) - at(before))
            before = before | {name}
    parts = {name: np.mean(found, axis=0) for name, found in added.items()}
    error = {name: _error([float(f.mean()) for f in found]) for name, found in added.items()}
    return parts, error, len(walks)


def _error(means: Sequence[float]) -> float:
    """Standard error of a mean over orders, an order and its reverse taken together."""
    pairs = [float(np.mean(means[i : i + 2])) for i in range(0, len(means), 2)]
    return float(np.std(pairs, ddof=1) / np.sqrt(len(pairs))) if len(pairs) > 1 else float("nan")


def _closed(parts: Mapping[str, Floats], total: Floats) -> dict[str, Floats]:
    """The parts with their last bits set so that, added in order, they give the total."""
    if not parts:
        return {}
    closed = dict(parts)
    largest = max(closed, key=lambda name: float(np.abs(closed[name]).mean()))
    rest = sum((v for name, v in closed.items() if name != largest), np.zeros_like(total))
    closed[largest] = total - rest
    return closed


@dataclass(frozen=True)
class Part:
    """One lever's part of the difference on one outcome, first policy less second, as people read it."""

    lever: str
    mean: float
    low: float
    high: float
    """95 % interval over futures: sampling error only."""
    share: float
    """Part of the whole mean difference; not a number where there is hardly any."""
    alone: float
    last: float
    order_error: float


@dataclass(frozen=True)
class Attribution:
    """The whole difference on one outcome and the parts it is made of."""

    outcome: Outcome
    total: float
    low: float
    high: float
    parts: tuple[Part, ...]
    orders: int
    runs: int


def levers(policy: Policy) -> dict[str, Setting]:
    """Every lever as the policy sets it."""
    return {p.name: policy.levers.get(p.name, p.default) for p in REGISTRY.role("lever")}


def differing(first: Policy, second: Policy) -> list[str]:
    """The levers that two policies set differently."""
    one, other = levers(first), levers(second)
    return [name for name in one if one[name] != other[name]]


def mixed(second: Policy, first: Policy, switched: frozenset[str]) -> Policy:
    """The second policy with some levers set as the first has them."""
    own = levers(first)
    return replace(second, levers={**second.levers, **{name: own[name] for name in sorted(switched)}})


def attribute(
    system: System,
    first: Policy,
    second: Policy,
    outcomes: Sequence[Outcome],
    *,
    futures: int,
    years: int = 10,
    seed: int = 1,
    orders: int | None = None,
    timeline: Timeline = STEADY,
    progress: Callable[[str], object] = lambda _: None,
) -> list[Attribution]:
    """Attribute the difference between two policies on some outcomes of the system to their levers."""
    drawn = draw_futures(seed, futures)
    names = differing(first, second)
    seen: dict[frozenset[str], dict[str, Floats]] = {}

    def runs(chosen: frozenset[str]) -> dict[str, Floats]:
        if chosen not in seen:
            progress(f"set {len(seen) + 1}: {len(chosen)} of {len(names)} levers switched")
            policy = mixed(second, first, chosen)
            seen[chosen] = _run(system, policy, drawn, 12 * years, outcomes, timeline)
        return seen[chosen]

    found = []
    for outcome in outcomes:
        shares = shapley(lambda chosen, name=outcome.name: runs(chosen)[name], names, orders, seed)  # type: ignore[misc]
        found.append(_told(outcome, shares))
    return found


def _run(
    system: System, policy: Policy, futures: Futures, months: int, outcomes: Sequence[Outcome], timeline: Timeline
) -> dict[str, Floats]:
    done = simulate(system, policy, futures, months, outcomes=outcomes, timeline=timeline, series=())
    return {o.name: done.outcomes[o.name][0] for o in outcomes}


def _told(outcome: Outcome, shares: Shares) -> Attribution:
    from experiments.readers import readable

    shown, factor = readable(outcome)
    total = factor * shares.total
    whole = float(total.mean())
    parts = []
    for name, values in shares.parts.items():
        part = factor * values
        mean = float(part.mean())
        parts.append(
            Part(
                name,
                mean,
                *mean_interval(part),
                mean / whole if abs(whole) > shown.matters / 10 else float("nan"),
                _mean(shares.alone.get(name), factor),
                _mean(shares.last.get(name), factor),
                factor * shares.order_error[name],
            )
        )
    parts.sort(key=lambda p: (-abs(p.mean), p.lever))
    return Attribution(shown, whole, *mean_interval(total), tuple(parts), shares.orders, shares.runs)


def _mean(values: Floats | None, factor: float) -> float:
    return factor * float(values.mean()) if values is not None else float("nan")
