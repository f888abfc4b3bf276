"""PRIM: the box in which a case of interest is common (the patient rule induction method).

Friedman and Fisher 1999 (Statistics and Computing 9:123-143) peel a thin slice at a time off the box that holds all
points; Bryant and Lempert 2010 (Technological Forecasting and Social Change 77:34-49) made it a tool for scenario
discovery, with coverage, density, quasi-p values and the resampling test. The slice that is peeled is the one whose
removal raises density most for each point given up, which treats values and choices alike (Kwakkel and Jaxa-Rozen 2016,
Environmental Modelling & Software 79:311-321).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from experiments.analysis.boxes import Box, Limit, Mask, Points, Worth, inside, worth
from experiments.analysis.estimates import Estimate, Floats, percentiles, resampled
from experiments.problems import BadInput

ALPHA = 0.05
"""Share of the points inside that a peel takes away."""
LEAST = 0.05
"""Share of all points that stays in a box, at least."""
FEW = 20
"""Points of interest below which no box should be believed."""
CONVINCING = 0.05
"""Quasi-p value up to which a limit is kept."""


@dataclass(frozen=True)
class Step:
    """A box on the way from all points to few."""

    box: Box
    coverage: float
    density: float
    mass: float


@dataclass(frozen=True)
class Prim:
    """The way of the peeling, and the box that was picked on it."""

    steps: tuple[Step, ...]
    picked: int
    """Number of the step that was picked."""
    box: Box
    """The picked box after pasting, without limits that may be mere chance."""
    worth: Worth
    quasi_p: dict[int, float]
    """For each dimension limited, the chance that a limit that means nothing does as well."""
    dropped: tuple[int, ...]
    """Dimensions whose limits were dropped, their quasi-p value being above 0.05."""
    again: dict[int, float]
    """How often each dimension is limited when points are drawn anew, 0 to 1."""
    unseen_coverage: Estimate
    """Coverage among points that were not drawn, the box being found among those that were."""
    unseen_density: Estimate
    warning: str


def prim(found: Points, pick: int | None = None, resamples: int = 20, seed: int = 1) -> Prim:
    """Find a box. ``pick`` is the number of a step, None for the best balance of coverage and density (their harmonic
    mean).

    Raises ``BadInput`` when the case holds nowhere or everywhere, or there is no such step.
    """
    _check(found)
    steps = tuple(peeled(found))
    if pick is not None and not 0 <= pick < len(steps):
        raise BadInput.single(f"there is no box {pick}", "--box", f"0 to {len(steps) - 1}")
    picked = best(steps) if pick is None else pick
    box, dropped = settled(pasted(steps[picked].box, found), found)
    again, coverage, density = _anew(found, resamples, seed)
    return Prim(
        steps=steps,
        picked=picked,
        box=box,
        worth=worth(box, found),
        quasi_p=quasi_p(box, found),
        dropped=dropped,
        again={d: again.get(d, 0.0) for d in box},
        unseen_coverage=coverage,
        unseen_density=density,
        warning=_warning(found, box, again, density),
    )


def _check(found: Points) -> None:
    share = float(found.y.mean()) if found.y.size else 0.0
    if share in (0.0, 1.0):
        what = "holds nowhere" if share == 0.0 else "holds everywhere"
        raise BadInput.single(
            f"the case {what} in these runs, so there is nothing to tell apart", allowed="another case"
        )
    if not found.names:
        raise BadInput.single("nothing was varied in these runs, so no box can be found")


def peeled(found: Points) -> Iterator[Step]:
    """Boxes one inside the other, beginning with all points, as long as density rises and enough points stay."""
    here, whole = np.ones(len(found.y), dtype=bool), float(found.y.sum())
    box: dict[int, Limit] = {}
    least = max(LEAST * len(found.y), 2.0)
    while True:
        hits, count = float(found.y[here].sum()), int(here.sum())
        yield Step(dict(box), hits / whole, hits / count, count / len(found.y))
        peel = _best_peel(found, here, box, least)
        if peel is None:
            return
        dimension, limit = peel
        box[dimension] = limit
        here &= limit.holds(found.x[:, dimension])


def _best_peel(found: Points, here: Mask, box: Box, least: float) -> tuple[int, Limit] | None:
    x, y = found.x[here], found.y[here]
    density = float(y.mean())
    options = [*_slices(found, x, y, box), *_choices(found, x, y, box)]
    best, most = None, 1e-12
    for kept, hits, dimension, limit in options:
        gain = (hits / kept - density) / (len(y) - kept) if least <= kept < len(y) else 0.0
        if gain > most:
            best, most = (dimension, limit), gain
    return best


def _slices(found: Points, x: Floats, y: Floats, box: Box) -> Iterator[tuple[float, float, int, Limit]]:
    """Peels off the low and the high end of every value: points kept, those of interest among them, and the limit."""
    values = [d for d, choices in enumerate(found.choices) if not choices]
    cut = max(1, math.ceil(ALPHA * len(y)))
    if not values or cut >= len(y):
        return
    inner = x[:, values]
    for sign in (1.0, -1.0):
        turned = sign * inner
        edge = np.partition(turned, cut, axis=0)[cut]
        lowest = turned.min(axis=0)
        above = np.where(turned > lowest, turned, np.inf).min(axis=0)
        edge = np.where(edge > lowest, edge, above)
        kept = turned >= edge
        below = np.where(kept, -np.inf, turned).max(axis=0)
        counts, hits = kept.sum(axis=0), y @ kept
        for i, dimension in enumerate(values):
            if not math.isfinite(edge[i]):
                continue
            at, old = sign * float(edge[i] + below[i]) / 2, box.get(dimension, Limit())
            limit = Limit(at, old.high) if sign > 0 else Limit(old.low, at)
            yield float(counts[i]), float(hits[i]), dimension, limit


def _choices(found: Points, x: Floats, y: Floats, box: Box) -> Iterator[tuple[float, float, int, Limit]]:
    """Peels that take one choice away."""
    for dimension, choices in enumerate(found.choices):
        if not choices:
            continue
        allowed = box[dimension].among if dimension in box else frozenset(range(len(choices)))
        for gone in sorted(allowed or ()):
            kept = x[:, dimension] != gone
            limit = Limit(among=(allowed or frozenset()) - {gone})
            yield float(kept.sum()), float(y[kept].sum()), dimension, limit


def best(steps: tuple[Step, ...]) -> int:
    """The step with the largest harmonic mean of coverage and density; the earliest of equals."""
    both = [2 * s.coverage * s.density / (s.coverage + s.density) if s.coverage + s.density else 0.0 for s in steps]
    return int(np.argmax(both))


def pasted(box: Box, found: Points) -> Box:
    """The box with its limits moved out again, a slice at a time, where that does not thin it out."""
    box, moved = dict(box), True
    while moved:
        moved = False
        for dimension, limit in list(box.items()):
            if limit.among is not None:
                continue
            others = {d: one for d, one in box.items() if d != dimension}
            free = inside(others, found.x)
            for wider in _wider(limit, found.x[free, dimension]):
                added = free & wider.holds(found.x[:, dimension]) & ~limit.holds(found.x[:, dimension])
                here = inside(box, found.x)
                if added.any() and found.y[added].mean() >= found.y[here].mean():
                    box[dimension], moved = wider, True
                    break
    return {d: one for d, one in box.items() if one != Limit()}


def _wider(limit: Limit, column: Floats) -> Iterator[Limit]:
    """A limit moved out by a slice at either end."""
    count = max(1, int(ALPHA * limit.holds(column).sum()))
    low = np.sort(column[column < limit.low])[::-1]
    if low.size:
        yield Limit(_edge(low, count, -math.inf), limit.high)
    high = np.sort(column[column > limit.high])
    if high.size:
        yield Limit(limit.low, _edge(high, count, math.inf))


def _edge(beyond: Floats, count: int, everything: float) -> float:
    """Half way past the last of so many values, which go outwards."""
    return float(beyond[count - 1] + beyond[count]) / 2 if count < beyond.size else everything


def quasi_p(box: Box, found: Points) -> dict[int, float]:
    """For each limited dimension the binomial chance of as many points of interest inside, if its limit meant nothing.

    The rate is that of the box without the limit (Bryant and Lempert 2010). It is *quasi*: the same points chose the
    limit. Points of which only some replicates are of interest count in part, which makes it cautious.
    """
    from scipy.special import bdtrc

    here = inside(box, found.x)
    hits, count = float(found.y[here].sum()), int(here.sum())
    chances = {}
    for dimension in box:
        free = inside({d: one for d, one in box.items() if d != dimension}, found.x)
        rate = float(found.y[free].mean()) if free.any() else 0.0
        chances[dimension] = float(bdtrc(math.floor(hits) - 1, count, rate)) if hits >= 1 else 1.0
    return chances


def settled(box: Box, found: Points, convincing: float = CONVINCING) -> tuple[Box, tuple[int, ...]]:
    """The box without limits whose quasi-p value is above ``convincing``, the worst going first; and what went."""
    gone = []
    while box:
        chances = quasi_p(box, found)
        worst = max(chances, key=lambda d: chances[d])
        if chances[worst] <= convincing:
            break
        gone.append(worst)
        box = {d: one for d, one in box.items() if d != worst}
    return box, tuple(gone)


def _anew(found: Points, resamples: int, seed: int) -> tuple[dict[int, float], Estimate, Estimate]:
    """Boxes found among points drawn with replacement: what they limit, and their worth among points not drawn."""
    times: dict[int, int] = {}
    coverage, density = [], []
    for at in resampled(len(found.y), resamples, seed):
        drawn, rest = found.taken(at), np.setdiff1d(np.arange(len(found.y)), at)
        if drawn.y.mean() in (0.0, 1.0) or not rest.size:
            continue
        steps = tuple(peeled(drawn))
        box, _ = settled(steps[best(steps)].box, drawn)
        unseen = worth(box, found.taken(rest))
        coverage.append(unseen.coverage.value)
        density.append(unseen.density.value)
        for dimension in box:
            times[dimension] = times.get(dimension, 0) + 1
    both = (np.array(coverage), np.array(density))
    middle = [float(np.nanmean(values)) if np.isfinite(values).any() else math.nan for values in both]
    again = {dimension: count / max(len(coverage), 1) for dimension, count in times.items()}
    return again, percentiles(middle[0], both[0]), percentiles(middle[1], both[1])


def _warning(found: Points, box: Box, again: dict[int, float], density: Estimate) -> str:
    hits = float(found.y.sum())
    if min(hits, len(found.y) - hits) < FEW:
        return (
            f"Only {min(hits, len(found.y) - hits):.0f} points tell the case from the rest: too few to believe a box."
        )
    if not box:
        return "No limit is convincing: what was varied does not tell where the case holds."
    shaky = [d for d in box if again.get(d, 0.0) < 0.5]
    if shaky:
        names = ", ".join(found.names[d] for d in shaky)
        return (
            f"Drawn anew, the points limit {names} less than half of the time: another sample might tell another box."
        )
    if density.low <= float(found.y.mean()):
        return "Among unseen points the box may be no denser than all points together. More points would settle it."
    return ""
