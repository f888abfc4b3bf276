"""The figures behind the charts, small enough to travel inside the page; ``charts.js`` draws them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import polars as pl

from experiments import words
from experiments.readers import by_month
from experiments.report.view import entities, names
from experiments.store import STATISTICS, SYSTEM, WHICH, Line, Stored
from sim.outcomes import Outcome

DIGITS = 5
LONGEST_NAME = 34


def data(stored: Stored, lines: Sequence[Line]) -> dict[str, Any]:
    """Everything ``charts.js`` needs: the names of the policies, and a chart per element of the page."""
    first, second = names(stored)
    charts: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        if line.entity.id == SYSTEM:
            charts += _fans(stored, line, f"chart-{number}")
    for kind in entities(stored, lines):
        for outcome, chart, rows in kind.outcomes:
            charts.append(_ranges(outcome, chart, [r.line for r in rows]))
    return {"first": shortened(first), "second": shortened(second), "charts": charts}


def _fans(stored: Stored, line: Line, stem: str) -> list[dict[str, Any]]:
    """Both levels in one chart, their paired difference in another; none where no months were kept."""
    outcome, months = line.outcome, by_month(stored, line)
    if months["first"].is_empty():
        return []
    series = {which: _columns(frame) for which, frame in months.items()}
    shared = {"unit": outcome.unit, "better": outcome.better}
    first, second, difference = (series[which] for which in WHICH)
    return [
        {"id": f"{stem}-levels", "kind": "levels", **shared, "first": first, "second": second},
        {
            "id": f"{stem}-difference",
            "kind": "difference",
            **shared,
            "unit": words.difference_unit(outcome),
            "matters": outcome.matters,
            "difference": difference,
        },
    ]


def _columns(frame: pl.DataFrame) -> dict[str, list[float | None]]:
    return {name: [rounded(value) for value in frame[name]] for name in STATISTICS if name != "mean"}


def _ranges(outcome: Outcome, chart: str, lines: Sequence[Line]) -> dict[str, Any]:
    """Mean paired difference and its spread over futures, an entity per row."""
    return {
        "id": chart,
        "kind": "entities",
        "unit": words.difference_unit(outcome),
        "better": outcome.better,
        "matters": outcome.matters,
        "names": [shortened(line.entity.name) for line in lines],
        "mean": [rounded(line.paired.difference) for line in lines],
        "spread": [[rounded(value) for value in line.paired.spread] for line in lines],
        "favoured": [words.favoured(line.paired) for line in lines],
    }


def rounded(value: float | None) -> float | None:
    """A figure with as many digits as a chart can show; nothing where there is no value."""
    if value is None or not math.isfinite(value):
        return None
    short = float(f"{value:.{DIGITS}g}")
    return 0.0 if short == 0 else short


def shortened(name: str) -> str:
    """A name that fits in a chart."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
