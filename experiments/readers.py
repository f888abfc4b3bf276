"""Stored results in the units people read: a share becomes a percentage. What is stored stays as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

import polars as pl

from experiments.store import STATISTICS, Line, Stored
from experiments.summary import Paired
from sim.outcomes import Outcome

AMOUNTS = ("first", "second", "difference", "low", "high")


def readable(outcome: Outcome) -> tuple[Outcome, float]:
    """The outcome in the unit people read, and by what its values are to be multiplied."""
    if outcome.unit.split(" ")[0].rstrip(",") != "share":
        return outcome, 1.0
    unit = f"%{outcome.unit.removeprefix('share')}"
    decimals = max(0, outcome.decimals - 2)
    return replace(outcome, unit=unit, matters=100.0 * outcome.matters, decimals=decimals), 100.0


def lines(stored: Stored) -> tuple[Line, ...]:
    """Every line of the comparison in the units people read."""
    return as_read(stored.lines())


def as_read(found: Iterable[Line]) -> tuple[Line, ...]:
    """Lines in the units people read."""
    read = []
    for line in found:
        outcome, factor = readable(line.outcome)
        read.append(Line(outcome, line.entity, _times(line.paired, factor)))
    return tuple(read)


def by_month(stored: Stored, line: Line) -> dict[str, pl.DataFrame]:
    """Monthly statistics of a line under ``first`` and ``second`` and of their ``difference``, as people read them."""
    factor = next(factor for o in stored.outcomes() if o.name == line.outcome.name for _, factor in [readable(o)])
    series = stored.by_month(line.outcome, line.entity)
    return {which: frame.with_columns(pl.col(*STATISTICS) * factor) for which, frame in series.items()}


def _times(found: Paired, factor: float) -> Paired:
    if factor == 1.0:
        return found
    a, b, c, d, e = (factor * q for q in found.spread)
    amounts = {f.name: factor * getattr(found, f.name) for f in fields(found) if f.name in AMOUNTS}
    return replace(found, spread=(a, b, c, d, e), **amounts)
