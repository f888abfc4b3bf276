"""What was measured, on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table as Drawn
from rich.text import Text

from experiments.bench.against import Ratio
from experiments.bench.processes import WORKERS
from experiments.bench.stored import Stored
from experiments.bench.tables import Table, spread, tables
from experiments.bench.whole import MESA, WHOLE

BUSY = 0.9
"""Share of wall time below which a job counts as disturbed."""


def show(found: Stored, screen: Console) -> None:
    """Print every table, and what to make of it."""
    for table in tables(found):
        _draw(table, screen)
    disturbed = [m for subject in (WHOLE, MESA, WORKERS) for m in found.of(subject) if m.busy < BUSY]
    if disturbed:
        screen.print(
            f"Others had the processor for part of {len(disturbed)} measurements (CPU below {BUSY:.0%} of wall time): "
            "these speeds are too low. Measure again when the machine is quiet."
        )
    screen.print(
        f"Medians of {found.rounds} rounds, with the lowest and the highest. Identical code varies by a third on a "
        "busy machine: compare inside one run, or two commits with --against."
    )


def show_ratios(pairs: Sequence[Ratio], screen: Console) -> None:
    """Print how many times as fast the second state of the code is."""
    first, second, rounds = pairs[0].first, pairs[0].second, len(pairs[0].wall)
    rows = [
        (pair.system, spread(pair.wall), spread(pair.cpu), "the same" if pair.same else "different") for pair in pairs
    ]
    about = (
        f"How many times as fast the second ({second}) is as the first ({first}), in each round. Rounds: {rounds}; "
        "median (lowest to highest)."
    )
    header = ("System", "By wall time", "By processor time", "Outcomes to the bit")
    _draw(Table("One state of the code against another", about, header, tuple(rows)), screen)


def _draw(table: Table, screen: Console) -> None:
    drawn = Drawn(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for number, header in enumerate(table.header):
        drawn.add_column(header, justify="right" if number else "left")
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    screen.print(Text(table.title, style="bold"))
    screen.print(Text(table.about.replace("`", "")))
    screen.print(drawn)
    screen.print()
