"""CART: a small tree of yes-or-no questions that tells where a case of interest is common.

Breiman, Friedman, Olshen and Stone 1984, *Classification and Regression Trees*: splits by Gini impurity, grown best
first and kept only where they pay for themselves (cost complexity). It is grown on one half of the points; coverage and
density are counted on the other, so that their intervals are honest (Athey and Imbens 2016, PNAS 113:7353-7360).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.analysis.boxes import Box, Limit, Mask, Points, Worth, inside, worth
from experiments.analysis.estimates import Floats
from experiments.problems import BadInput

LEAST = 0.05
"""Share of the points in a leaf, at least."""
COST = 0.01
"""Share of the impurity at the root that a split must take away, at least."""
LEAVES = 8


@dataclass(frozen=True)
class Split:
    """A question, and what it is worth."""

    gain: float
    """Impurity it takes away, times the number of points."""
    dimension: int
    yes: Limit
    no: Limit


@dataclass(frozen=True)
class Leaf:
    """The points that answer all questions alike."""

    box: Box
    worth: Worth
    """Counted on the half of the points that did not grow the tree."""


@dataclass(frozen=True)
class Cart:
    """A tree by its leaves, the densest first."""

    leaves: tuple[Leaf, ...]
    density: float
    """Share of all points that are of interest."""
    warning: str


def cart(found: Points, leaves: int = LEAVES, seed: int = 1) -> Cart:
    """Grow a tree of at most so many leaves. Raises ``BadInput`` when there are too few points to split in halves."""
    if len(found.y) < 40:
        raise BadInput.single(f"{len(found.y)} points are too few for a tree", allowed="40 or more")
    order = np.random.default_rng(seed).permutation(len(found.y))
    growing, counting = found.taken(np.sort(order[::2])), found.taken(np.sort(order[1::2]))
    boxes = grown(growing, leaves)
    told = [Leaf(box, worth(box, counting)) for box in boxes]
    told.sort(key=lambda leaf: -leaf.worth.density.value if leaf.worth.count else 0.0)
    density = float(found.y.mean())
    top = told[0].worth.density
    warning = ""
    if len(told) == 1:
        warning = "No question pays for itself: what was varied does not tell where the case holds."
    elif not top.low > density:
        warning = "Among points that did not grow the tree, its densest leaf may be no denser than all points together."
    return Cart(tuple(told), density, warning)


def grown(found: Points, leaves: int) -> list[Box]:
    """The boxes of the leaves; the split that gains most comes first."""
    whole = float(((found.y - found.y.mean()) ** 2).sum())
    least = max(int(LEAST * len(found.y)), 5)
    open_: list[tuple[Box, Split | None]] = [({}, best_split(found, np.ones(len(found.y), dtype=bool), {}, least))]
    while len(open_) < leaves:
        at = max(range(len(open_)), key=lambda i: split.gain if (split := open_[i][1]) else 0.0)
        box, split = open_[at]
        if split is None or split.gain < COST * whole:
            break
        sides = [{**box, split.dimension: side} for side in (split.yes, split.no)]
        open_[at : at + 1] = [(side, best_split(found, inside(side, found.x), side, least)) for side in sides]
    return [box for box, _ in open_]


def best_split(found: Points, here: Mask, box: Box, least: int) -> Split | None:
    """The question that takes most impurity from the points inside; None when none may be asked."""
    x, y = found.x[here], found.y[here]
    if len(y) < 2 * least or np.ptp(y) == 0.0:
        return None
    options = [*_cuts(found, x, y, box, least), *_choices(found, x, y, box, least)]
    return max(options, key=lambda split: split.gain, default=None)


def _gain(hits: Floats, kept: Floats, y: Floats) -> Floats:
    """Sum of squares between the two sides: the fall of the Gini impurity, times half the number of points."""
    rest, left = y.sum() - hits, len(y) - kept
    return np.asarray(hits**2 / kept + rest**2 / left - y.sum() ** 2 / len(y))


def _cuts(found: Points, x: Floats, y: Floats, box: Box, least: int) -> Iterator[Split]:
    kept = np.arange(1, len(y), dtype=np.float64)
    for dimension in (d for d, choices in enumerate(found.choices) if not choices):
        order = np.argsort(x[:, dimension], kind="stable")
        column = x[order, dimension]
        allowed: NDArray[np.bool_] = (np.diff(column) > 0) & (kept >= least) & (kept <= len(y) - least)
        if not allowed.any():
            continue
        gains = np.where(allowed, _gain(y[order].cumsum()[:-1], kept, y), -1.0)
        at = int(np.argmax(gains))
        edge, old = float(column[at] + column[at + 1]) / 2, box.get(dimension, Limit())
        yield Split(float(gains[at]), dimension, Limit(old.low, edge), Limit(edge, old.high))


def _choices(found: Points, x: Floats, y: Floats, box: Box, least: int) -> Iterator[Split]:
    for dimension, choices in enumerate(found.choices):
        if not choices:
            continue
        allowed = box[dimension].among if dimension in box else None
        allowed = allowed if allowed is not None else frozenset(range(len(choices)))
        for one in sorted(allowed):
            here = x[:, dimension] == one
            kept = float(here.sum())
            if kept >= least and len(y) - kept >= least:
                gain = float(_gain(y[here].sum(), np.float64(kept), y))  # type: ignore[arg-type]
                yield Split(gain, dimension, Limit(among=frozenset({one})), Limit(among=allowed - {one}))
