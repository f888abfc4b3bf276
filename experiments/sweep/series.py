"""The monthly series of a finished sweep: mean and quantiles over all runs of each cell, from the counts of its blocks.

Counts are whole numbers, so they come to the same in whatever blocks, order or shards they were made.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from experiments.files import whole_file
from experiments.store import SERIES, STATISTICS
from experiments.summary import counted
from experiments.sweep import parts
from experiments.sweep.manifest import entities
from experiments.sweep.plan import Cell, Plan
from sim.outcomes import CATALOGUE, Outcome
from sim.series import Counts
from sim.wiring import structures


def write(folder: Path, plan: Plan) -> None:
    """Write ``series.parquet``, in long form; nothing where no months were counted."""
    e = plan.experiment
    if "quantiles" not in e.series.values():
        return
    names = entities(e)
    frames = [_frame(cell, counts, names[cell.system.id]) for cell, counts in _merged(folder, plan)]
    with whole_file(folder / SERIES, durable=True) as partial, partial.open("wb") as file:
        pl.concat(frames).write_parquet(file)


def _merged(folder: Path, plan: Plan) -> Iterator[tuple[Cell, Counts]]:
    """The counts of each cell, all its blocks put together."""
    e = plan.experiment
    wanted = [o for o in e.outcomes if e.series.get(o.name) == "quantiles"]
    done = parts.done(folder)
    for cell in plan.cells:
        there = structures(cell.system, cell.policy, cell.timeline)
        counts = Counts({o: there.count(o.kind) for o in wanted}, e.months)
        own = [(s.start, s.stop) for s in plan.stretches() if s.cell.number == cell.number]
        for runs in done:
            if any(start <= runs[0] < stop for start, stop in own):
                file = parts.path(folder, "counts", runs)
                for packed in parts.read_counts(file).values() if file.exists() else ():  # none where all runs failed
                    counts.merge(packed)
        yield cell, counts


def _frame(cell: Cell, counts: Counts, names: dict[str, list[dict[str, str]]]) -> pl.DataFrame:
    table = counted(counts)
    frames = []
    for outcome in _outcomes(counts):
        rows = table[counts.rows[outcome.name]]
        there = [entity["id"] for entity in names[outcome.kind]]
        for who, row in zip(there, rows, strict=True):
            labels = {
                "system": cell.system.id,
                "timeline": cell.timeline.id,
                "policy": cell.policy.id,
                "outcome": outcome.name,
                "entity": who,
            }
            frames.append(
                pl.DataFrame(
                    [
                        *(pl.Series(name, [text] * len(row), dtype=pl.String) for name, text in labels.items()),
                        pl.Series("month", np.arange(len(row)), dtype=pl.Int64),
                        *(pl.Series(name, row[:, i], nan_to_null=True) for i, name in enumerate(STATISTICS)),
                    ]
                )
            )
    return pl.concat(frames)


def _outcomes(counts: Counts) -> list[Outcome]:
    return [o for o in CATALOGUE if o.name in counts.rows]
