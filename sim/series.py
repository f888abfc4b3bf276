"""Monthly series on request: what is kept, outcome by outcome, of the months of many runs.

An outcome's months may be kept in full, for all runs or for the first so many, or as ``Counts``: how many runs lie in
which bin, month by month. Counts tell the mean and the quantiles over runs. They take no more room than there are bins
that some run fell into, however many runs there are.

The bins are declared, not found in the data. They are the same for every outcome in units of its smallest difference
that matters: an eighth of it wide around zero; twice as wide from 16 of them on, four times from 48, and so on, each
stretch being twice as long as the one before. So no bin is wider than an eighth of the smallest difference plus a 128th
of the value. Exactly zero has a bin of its own, since nothing at all is something else than little, and what lies 4,080
or more smallest differences from zero is in an open bin at either end. The steps are those of floating-point numbers
(their exponent and first seven bits), hence quick to find and the same on every processor.

Everything in ``Counts`` is a whole number, a least or a greatest. Such sums do not depend on their order, so blocks of
runs of any length, put together in any order, come to the same counts, means and quantiles, to the last bit.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.outcomes import Outcome

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Places = NDArray[np.uint32]
Request = Literal["quantiles", "all"] | int
"""What to keep of an outcome's months: counts for quantiles, every run in full, or the first so many runs in full."""

FINE, STEPS, DOUBLINGS = 16.0, 128, 8
"""Up to ``FINE`` smallest differences from zero bins are equally wide; each of the ``DOUBLINGS`` stretches, the first
included, has ``STEPS`` bins."""
OUTMOST = STEPS * DOUBLINGS + 1
"""Bins are numbered from zero outwards, negative below it; this is the number of the open one."""
BINS = 2 * OUTMOST + 1
_SHIFT = 52 - 7
_START = int(np.float64(FINE).view(np.int64)) >> _SHIFT
_EDGES = np.array([FINE * 2.0 ** (k // STEPS) * (1.0 + k % STEPS / STEPS) - FINE for k in range(OUTMOST)] + [np.inf])
"""Where the bins above zero begin and end, in smallest differences: bin k reaches from edge k - 1 to edge k."""
LOWER = np.concatenate([-_EDGES[:0:-1], [0.0], _EDGES[:-1]])
UPPER = np.concatenate([-_EDGES[-2::-1], [0.0], _EDGES[1:]])
"""Ends of every bin in smallest differences, from the lowest bin to the highest."""

GRAIN = 2.0**-20
"""Values are rounded to this part of the smallest difference before they are added up for the mean."""
FAR = 2.0**16
"""Smallest differences from zero beyond which a value enters the mean as if it were no further away; the sums are exact
for up to 2**26 runs."""


def requests(
    outcomes: Sequence[Outcome], series: Sequence[Outcome] | Mapping[str, Request] | None
) -> dict[str, Request]:
    """What is asked for by outcome name; None asks for all of ``outcomes`` in full, a sequence for those named.

    Raises ``ValueError`` for a name that is not among ``outcomes``, or for what is no request.
    """
    if not isinstance(series, Mapping):
        return {o.name: "all" for o in outcomes if series is None or o in series}
    for name, request in series.items():
        if name not in {o.name for o in outcomes}:
            raise ValueError(f"the months of '{name}' are asked for, which is not among the outcomes")
        if request not in ("quantiles", "all") and not (isinstance(request, int) and request >= 0):
            raise ValueError(f"'{name}': months are kept as 'quantiles', 'all' or a number of runs, not {request!r}")
    return dict(series)


def in_full(request: Request, runs: int) -> int:
    """Of how many of so many runs the months are kept as they are."""
    if isinstance(request, int):
        return min(request, runs)
    return runs if request == "all" else 0


def shown(outcome: Outcome, months: Array) -> Array:
    """What the series of an outcome shows: its months (months first), or their total so far where a run's number is
    their total."""
    return months.cumsum(axis=0) if outcome.summary == "total" else months


@dataclass(frozen=True)
class Packed:
    """What ``Counts`` hold, as arrays to be sent and put together."""

    ends: Whole
    """Where each month ends in ``at`` and ``many``."""
    at: Places
    """The bins that are not empty, numbered through all rows of a month."""
    many: Places
    """Runs in each of them."""
    sums: Whole
    least: Array
    greatest: Array


class Counts:
    """How many runs lie in which bin, by month, for several outcomes or for their paired differences.

    There is a row for each outcome and entity, the entities of an outcome one after the other.
    """

    def __init__(self, entities: Mapping[Outcome, int], months: int) -> None:
        """For outcomes with so many entities each.

        Raises ``ValueError`` for an outcome whose smallest difference that matters is not above zero.
        """
        for outcome in entities:
            if not outcome.matters > 0.0:
                raise ValueError(f"'{outcome.name}' has no smallest difference that matters, so it cannot be counted")
        ends = np.cumsum([0, *entities.values()]).tolist()
        self.rows = {o.name: slice(*at) for o, at in zip(entities, itertools.pairwise(ends), strict=True)}
        """The rows of an outcome."""
        self.shape = (months, ends[-1])
        self._matters = np.repeat([o.matters for o in entities], list(entities.values()))[:, None]
        self._at = [np.empty(0, dtype=np.uint32)] * months
        self._many = [np.empty(0, dtype=np.uint32)] * months
        self._sums = np.zeros(self.shape, dtype=np.int64)
        self._least, self._greatest = np.full(self.shape, np.inf), np.full(self.shape, -np.inf)
        self._month = np.zeros(BINS * self.shape[1], dtype=np.uint32)
        """Every bin of a month, empty except while something is added to one."""

    def add(self, month: int, values: Array) -> None:
        """Count a month's values (rows, runs); what is not a number is left out."""
        missing = np.isnan(values)
        units = values / self._matters
        units[missing] = 0.0
        places = bins(units)
        places += (BINS * np.arange(len(values)) + OUTMOST)[:, None]
        np.clip(units, -FAR, FAR, out=units)
        units /= GRAIN
        sums = np.rint(units, out=units).astype(np.int64).sum(axis=-1)
        least = np.fmin.reduce(values, axis=-1, initial=np.inf)
        greatest = np.fmax.reduce(values, axis=-1, initial=-np.inf)
        self._put(month, places[~missing], np.uint32(1), sums, least, greatest)

    def merge(self, other: Packed) -> None:
        """Count what others counted. Raises ``ValueError`` for counts of other months or of more or fewer rows."""
        if other.sums.shape != self.shape:
            raise ValueError(f"counts of shape {other.sums.shape} cannot be added to those of {self.shape}")
        for month, (start, end) in enumerate(itertools.pairwise([0, *other.ends.tolist()])):
            at, many = other.at[start:end].astype(np.int64), other.many[start:end]
            self._put(month, at, many, other.sums[month], other.least[month], other.greatest[month])

    def _put(self, month: int, at: Whole, many: Places | np.uint32, sums: Whole, least: Array, greatest: Array) -> None:
        """Add so many to each of some bins of a month; one that is named again counts again."""
        self._month[self._at[month]] = self._many[month]
        np.add.at(self._month, at, many)
        filled = np.flatnonzero(self._month)
        self._at[month], self._many[month] = filled.astype(np.uint32), self._month[filled]
        self._month[filled] = 0
        self._sums[month] += sums
        np.minimum(self._least[month], least, out=self._least[month])
        np.maximum(self._greatest[month], greatest, out=self._greatest[month])

    def packed(self) -> Packed:
        """What was counted so far."""
        ends = np.cumsum([len(at) for at in self._at])
        at, many = np.concatenate(self._at), np.concatenate(self._many)
        return Packed(ends, at, many, self._sums.copy(), self._least.copy(), self._greatest.copy())

    def known(self) -> Whole:
        """Runs that had a value: (months, rows)."""
        return np.array([np.diff(self._row_ends(month)) for month in range(self.shape[0])])

    def mean(self) -> Array:
        """The mean over runs that had a value, (months, rows): exact but for ``GRAIN`` and ``FAR``; not a number where
        none had."""
        known = self.known()
        return np.where(known > 0, self._sums * (GRAIN * self._matters[:, 0]) / np.maximum(known, 1), np.nan)

    def quantiles(self, wanted: Sequence[float]) -> Array:
        """Quantiles over runs that had a value: (months, rows, quantiles); not a number where none had.

        Between two runs a quantile is interpolated as ``numpy.quantile`` does. The runs of a bin are taken to be spread
        evenly over it, so that each is off by less than the bin is wide. No bin reaches beyond the least and the
        greatest value, which are known exactly; so the open bins end there, too.
        """
        found = np.full((*self.shape, len(wanted)), np.nan)
        for month, of_month in enumerate(found):
            known = np.diff(self._row_ends(month))
            some = np.flatnonzero(known)
            ranks = np.multiply.outer(known[some] - 1, wanted)
            below = np.floor(ranks)
            one, other = (self._ranked(month, some, r.astype(np.int64)) for r in (below, np.ceil(ranks)))
            of_month[some] = one + (other - one) * (ranks - below)
        return found

    def _row_ends(self, month: int) -> Whole:
        """Runs with a value before each row, and in all: where rows begin and end when runs are numbered through."""
        rows = np.searchsorted(self._at[month], BINS * np.arange(self.shape[1] + 1))
        return np.concatenate([[0], self._many[month].cumsum(dtype=np.int64)])[rows]

    def _ranked(self, month: int, rows: Whole, ranks: Whole) -> Array:
        """About where the runs of these ranks lie (rows, ranks), for rows that have some; the lowest has rank 0."""
        at, many = self._at[month], self._many[month]
        ends = many.cumsum(dtype=np.int64)
        number = self._row_ends(month)[rows, None] + ranks
        place = np.searchsorted(ends, number, side="right")
        part = (number - ends[place] + many[place] + 0.5) / many[place]
        least, greatest = (of[month, rows, None] for of in (self._least, self._greatest))
        low, high = (np.clip(of[at[place] % BINS] * self._matters[rows], least, greatest) for of in (LOWER, UPPER))
        return np.asarray(low + (high - low) * part)


def count(outcomes: Mapping[Outcome, Array]) -> Counts:
    """Counts of values (months, entities, runs) of some outcomes, or of their paired differences."""
    values = np.concatenate(list(outcomes.values()), axis=1)
    counts = Counts({outcome: found.shape[1] for outcome, found in outcomes.items()}, len(values))
    for month, rows in enumerate(values):
        counts.add(month, rows)
    return counts


def bins(units: Array) -> Whole:
    """The bin of each value, given in smallest differences: 0 for zero, counted outwards, negative below zero."""
    away = np.abs(units)
    away += FINE
    found = away.view(np.int64)
    found >>= _SHIFT
    found -= _START - 1
    np.minimum(found, OUTMOST, out=found)
    found *= (units > 0.0).view(np.int8) - (units < 0.0).view(np.int8)
    return found
