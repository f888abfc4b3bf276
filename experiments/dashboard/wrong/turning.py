"""When A stops being better: the box of uncertainties in which that is common (PRIM), and how far it can be believed.

PRIM looks at every quantity at every step, so with hundreds of them it is slow, and finds some box by chance. It is
asked here about the few that go most with the difference. That choice is made by the same futures, and the figures
take account of it: a limit is kept only if it is more convincing than chance would make that of any quantity tried, and
the worth among unseen futures is that of boxes for which the choice, too, was made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.analysis import prim
from experiments.analysis.boxes import Box, Points, limited, worth
from experiments.analysis.estimates import NOTHING, Estimate, percentiles, resampled
from experiments.analysis.labels import label
from experiments.dashboard.matters import CHANCE, Floats, ranked
from experiments.dashboard.wrong.met import Met, read
from experiments.dashboard.wrong.said import side
from experiments.words import futures_share, listed, lower_first, percent, upper_first

Integers = NDArray[np.int64]

LOOKED_AT = 12
"""Quantities that PRIM is asked about."""
ANEW = 10
"""Times that the search is made again among futures drawn anew."""


@dataclass(frozen=True)
class Turn:
    """In which futures whoever mostly is better is not."""

    first: bool
    """Whether it is A that mostly is better."""
    y: Floats
    """1 where the other is as good or better, else 0: (known futures,)."""
    known: Integers
    """Numbers of the futures in which there is a difference to be told."""


@dataclass(frozen=True)
class Bound:
    """A limit on one quantity."""

    name: str
    low: float
    high: float
    """Infinite where there is no limit to that side."""
    said: str
    """In words: 'below 0.3'."""
    lowest: float
    highest: float
    """The range that was tried."""
    quasi_p: float
    again: float
    """How often the search limits it when futures are drawn anew, 0 to 1."""


@dataclass(frozen=True)
class Found:
    """What the search came to."""

    bounds: tuple[Bound, ...]
    """The most convincing first; none where nothing tells the case."""
    x: Floats
    """Values of the quantities that are limited (futures, bounds)."""
    y: Floats
    """1 for the case, else 0."""
    inside: int
    coverage: Estimate
    """Of the case, the share inside."""
    density: Estimate
    """Of the futures inside, the share that is the case."""
    unseen_coverage: Estimate
    unseen_density: Estimate
    """The same among futures that did not choose the box."""
    looked_at: int
    tried: int
    """Quantities PRIM was asked about, and those from which they were chosen."""
    least: float
    """The largest quasi-p value that convinces, so many having been tried."""

    @property
    def base(self) -> float:
        """Share of all futures that is the case."""
        return float(self.y.mean())


def turn(met: Met, outcome: str) -> Turn:
    """Who mostly is better, and the futures in which that is not so."""
    difference = met.difference(outcome)
    known = np.flatnonzero(np.isfinite(difference))
    towards = difference[known] * (-1.0 if read(outcome)[0].better == "lower" else 1.0)
    first = bool((towards > 0).sum() >= (towards < 0).sum())
    return Turn(first, (~((towards if first else -towards) > 0)).astype(np.float64), known)


def too_few(found: Turn) -> bool:
    """Whether the case, or the rest, is too rare for a box to be believed."""
    cases = float(found.y.sum())
    return min(cases, len(found.y) - cases) < prim.FEW


@dataclass(frozen=True)
class Search:
    """The job of finding the box."""

    names: tuple[str, ...]
    x: Floats
    """Values (futures, names)."""
    y: Floats
    difference: Floats

    def __call__(self, check: Callable[[], object]) -> Found:
        """Find it. ``check`` is called between two searches, and may raise to end the work."""
        ranks = ranked(self.x.T)
        convincing = CHANCE / len(self.names)
        chosen, box = self._box(np.arange(len(self.y)), ranks, convincing)
        check()
        again, coverage, density = self._anew(ranks, convincing, check)
        points = self._points(chosen)
        here, chances = worth(box, points), prim.quasi_p(box, points)
        bounds = tuple(
            Bound(
                points.names[d],
                box[d].low,
                box[d].high,
                limited(box[d], ()),
                float(points.x[:, d].min()),
                float(points.x[:, d].max()),
                chances[d],
                again.get(points.names[d], 0.0),
            )
            for d in sorted(box, key=lambda d: chances[d])
        )
        at = [points.names.index(bound.name) for bound in bounds]
        return Found(
            bounds,
            points.x[:, at],
            self.y,
            here.count,
            here.coverage,
            here.density,
            coverage,
            density,
            len(chosen),
            len(self.names),
            convincing,
        )

    def _points(self, chosen: Sequence[int], at: Integers | None = None) -> Points:
        x, y = (self.x, self.y) if at is None else (self.x[at], self.y[at])
        return Points(tuple(self.names[n] for n in chosen), x[:, chosen], tuple(() for _ in chosen), y, 0)

    def _box(self, at: Integers, ranks: Floats, convincing: float) -> tuple[list[int], Box]:
        """The quantities that go most with the difference in some futures, and the box in terms of these."""
        mine = ranked(self.difference[at][None, :])[0]
        order = np.argsort(-np.abs(ranks[:, at] @ mine))
        chosen = [int(number) for number in order[:LOOKED_AT]]
        points = self._points(chosen, at)
        steps = tuple(prim.peeled(points))
        box, _ = prim.settled(prim.pasted(steps[telling(steps)].box, points), points, convincing)
        return chosen, box

    def _anew(
        self, ranks: Floats, convincing: float, check: Callable[[], object]
    ) -> tuple[dict[str, float], Estimate, Estimate]:
        """Search among futures drawn anew: how often each quantity is limited, and the worth among those not drawn."""
        times: dict[str, int] = {}
        coverage, density, searches = [], [], 0
        for at in resampled(len(self.y), ANEW, seed=1):
            rest = np.setdiff1d(np.arange(len(self.y)), at)
            if self.y[at].mean() in (0.0, 1.0) or not rest.size:
                continue
            searches += 1
            chosen, box = self._box(at, ranks, convincing)
            for dimension in box:
                name = self.names[chosen[dimension]]
                times[name] = times.get(name, 0) + 1
            if box:
                unseen = worth(box, self._points(chosen, rest))
                coverage.append(unseen.coverage.value)
                density.append(unseen.density.value)
            check()
        again = {name: count / max(searches, 1) for name, count in times.items()}
        return again, _spread(coverage), _spread(density)


def _spread(values: list[float]) -> Estimate:
    known = np.array(values)[np.isfinite(values)] if values else np.array([])
    return percentiles(float(known.mean()), known) if known.size else NOTHING


def telling(steps: Sequence[prim.Step]) -> int:
    """The box that tells most: the share of the case inside, less the share of all futures inside.

    That is the weighted relative accuracy of Lavrač, Flach and Zupan (1999). The balance of coverage and density, which
    PRIM is mostly read by, prefers the box of all futures wherever the case is common.
    """
    return int(np.argmax([step.coverage - step.mass for step in steps]))


def search(met: Met, outcome: str, found: Turn) -> Search:
    """The search for a case."""
    return Search(met.varied, met.x[found.known], found.y, met.difference(outcome)[found.known])


# In words ------------------------------------------------------------------------------------------------------------


def said_before(found: Turn, outcome: str) -> str:
    """How often it turns, before anybody has looked for where."""
    name, count = lower_first(read(outcome)[0].label), len(found.y)
    mostly, other = side(found.first, outcome), "B" if found.first else "A"
    if found.y.all():
        return f"Neither is {mostly.rpartition(' ')[2]} than the other in {name}, in any of {count:,} futures."
    if not found.y.any():
        return f"{mostly} in {name} in {futures_share(1.0, count)}: in none of them does that turn."
    told = f"{mostly} in {name} in {futures_share(1 - float(found.y.mean()), count)} of {count:,}"
    told = told.replace(f" futures of {count:,}", f" futures ({count:,} in all)")
    as_good = "as high or higher" if "higher" in mostly else "as good or better"
    return f"{told}. In the others {other} is {as_good}."


def said_few(found: Turn) -> str:
    """Why no box is looked for."""
    cases = int(min(found.y.sum(), len(found.y) - found.y.sum()))
    return (
        f"That is so in {cases:,} of {len(found.y):,} futures: too few to say where it happens. {prim.FEW} are the "
        "least for a box to be believed; more futures may bring more of them."
    )


def said(found: Found, leads: bool, outcome: str) -> list[str]:
    """The box in words."""
    stops = f"{'A' if leads else 'B'} stops being {'higher' if read(outcome)[0].better == 'neither' else 'better'}"
    looked = (
        f"Looked at: all {found.tried} quantities that vary."
        if found.looked_at == found.tried
        else f"Looked at: the {found.looked_at} of {found.tried} uncertain quantities that go most with the "
        "difference. To look at all of them at once takes long, and finds boxes by chance."
    )
    if not found.bounds:
        return [
            f"No limit tells where {stops}: none is more convincing than chance would make it with {found.tried} "
            "quantities to choose from. More futures may show one.",
            looked,
        ]
    where = listed([f"{lower_first(label(bound.name))} is {bound.said}" for bound in found.bounds])
    told = [
        f"{stops} most often where {where}.",
        f"Inside this box it does so in {percent(found.density.value)} of {found.inside:,} futures, against "
        f"{percent(found.base)} of all {len(found.y):,} (density). The box holds {percent(found.coverage.value)} of "
        "all futures in which it does (coverage).",
        f"Even inside, {side(leads, outcome)} in most futures." if found.density.value < 0.5 else "",
    ]
    return [upper_first(one) for one in (*told, _unseen(found), looked) if one]


def _unseen(found: Found) -> str:
    """What the box is worth among futures that did not choose it."""
    if not np.isfinite(found.unseen_density.value):
        return "Drawn anew, the futures give no box at all: do not rely on this one."
    both = (
        f"{percent(one.value)} ({percent(one.low)} to {percent(one.high)})"
        for one in (found.unseen_density, found.unseen_coverage)
    )
    density, coverage = both
    told = (
        "Boxes found again in other draws of these futures have, among the futures that were left out, density "
        f"{density} and coverage {coverage}."
    )
    if found.unseen_density.low <= found.base:
        told += " That may be no more than among all futures: treat the box as a hint."
    return told
