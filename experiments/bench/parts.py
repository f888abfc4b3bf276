"""Parts of the whole: each mechanism's share, random numbers, the file of runs."""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import polars as pl

from experiments.bench.rounds import Figures, Job, timed
from experiments.bench.whole import block_of
from experiments.store import RUNS
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE, Tally
from sim.policy import Policy
from sim.schedule import PHASES, due
from sim.shocks import Stream, run_keys
from sim.system import System

MECHANISMS, DRAWS, STORAGE = "mechanisms", "random numbers", "storage"
YEAR = 12
MONTH, OUTCOMES = "last month kept", "outcomes added up"
"""What a block does beside running rules."""
ENTITIES = 10
"""Entities that draw together."""
COLUMNS = 40


def mechanisms_job(system: System, policy: Policy, runs: int) -> Job:
    """Seconds of processor time that each mechanism takes in a year of a block, after a year of warming up."""
    futures = draw_futures(1, runs)

    def work() -> Figures:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            block = block_of(system, policy, futures)
            for month in range(YEAR):
                block.step(month)
            spent: dict[str, float] = defaultdict(float)
            tallies = [(outcome, Tally(outcome, 2 * YEAR)) for outcome in CATALOGUE]
            for month in range(YEAR, 2 * YEAR):
                now = time.thread_time()
                block.begin(month)
                now = _spent(spent, MONTH, now)
                for step in (s for phase in PHASES if due(phase, month, block.changed) for s in block.steps(phase)):
                    step.run()
                    now = _spent(spent, step.rule.mechanism, now)
                for outcome, tally in tallies:
                    tally.add(month, *block.seen(outcome))
                _spent(spent, OUTCOMES, now)
        return dict(spent)

    return Job(MECHANISMS, system.id, f"blocks of {runs}", {"runs": runs}, work)


def _spent(spent: dict[str, float], whose: str, since: float) -> float:
    """Add the processor time since then to somebody's; return what the clock says now."""
    now = time.thread_time()
    spent[whose] += now - since
    return now


def draws_job(runs: int, months: int, *, normal: bool) -> Job:
    """The draws of one slot for ``ENTITIES`` entities, month by month."""
    ids = [f"place:{number}" for number in range(ENTITIES)]
    stream = Stream("bench", ids, run_keys(1, np.arange(runs)), normal=normal)

    def work() -> Figures:
        return timed(lambda: [stream.at(month) for month in range(months)])

    facts = {"draws": ENTITIES * runs * months, "runs": runs}
    return Job(DRAWS, "", "normal" if normal else "uniform", facts, work)


def storage_job(rows: int) -> Job:
    """A table of runs written as Parquet, the way comparisons are: ``COLUMNS`` numbers a row, all of their digits."""
    numbers = np.random.default_rng(1).normal(size=(COLUMNS, rows))
    table = pl.DataFrame({f"outcome_{number}": row for number, row in enumerate(numbers)})

    def work() -> Figures:
        with tempfile.TemporaryDirectory(prefix="tiers-bench-") as folder:
            path = Path(folder, RUNS)
            return {**timed(lambda: table.write_parquet(path)), "bytes": path.stat().st_size}

    return Job(STORAGE, "", f"Parquet, {COLUMNS} columns", {"rows": rows, "columns": COLUMNS}, work)
