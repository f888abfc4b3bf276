"""Small experiments, and sweeps of them, for the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import polars as pl

from experiments.config import load_experiment
from experiments.sweep import parts
from experiments.sweep.folder import Sweep, Wish, opened
from experiments.sweep.run import carry_out
from experiments.sweep.workforce import Workforce, here

ROOT = Path(__file__).resolve().parent.parent
TEXT = """\
schema: tiers/experiment/1
id: tiny
name: Tiny
summary: A few runs of a year.
systems: [dorset]
policies: [maximum-delegation, centrist]
years: 1
seed: 3
replicates: {replicates}
levers:
  delegation_base: [0.2, 0.8]
  who_fixes: [icb, region]
uncertainties: [variety_of_need]
design:
  kind: sobol
  points: {points}
outcomes: [healthy_life_years, waits_18_weeks, place_maturity]
series:
  waits_18_weeks: quantiles
  place_maturity: all
"""


def experiment(folder: Path, text: str = TEXT, points: int = 6, replicates: int = 1) -> Path:
    """The file of an experiment of 12 runs, unless told."""
    file = folder / "tiny.yaml"
    file.write_text(text.format(points=points, replicates=replicates), encoding="utf-8")
    return file


def sweep(
    file: Path, into: Path, wish: Wish | None = None, force: Workforce | None = None, retry: bool = False
) -> Sweep:
    """Carry an experiment out."""
    with opened(into, load_experiment(file), wish or Wish("a test", block=3)) as made:
        carry_out(made, force or here(), lambda _: None, retry)
    return made


def table(folder: Path, what: str = "runs") -> pl.DataFrame:
    """All runs (or all months) of a sweep."""
    return pl.concat((pl.read_parquet(file) for file in parts.files(folder, what)), how="diagonal")


def same(one: Path, other: Path) -> bool:
    """Whether two sweeps have the same runs, months and series, value for value."""
    return all(table(one, what).equals(table(other, what)) for what in ("runs", "months")) and pl.read_parquet(
        one / "series.parquet"
    ).equals(pl.read_parquet(other / "series.parquet"))


def command(*words: str | Path) -> list[str]:
    """The command of a sweep in a process of its own."""
    return [sys.executable, "-m", "experiments.cli", "sweep", *map(str, words)]


def environment() -> dict[str, str]:
    """Where the command finds the code."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def killed(words: list[str], after: float) -> bool:
    """Start a command and kill it after so many seconds, without a word; whether it was still running."""
    process = subprocess.Popen(
        words, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(after)
    running = process.poll() is None
    process.kill()  # the process alone: its workers have to notice by themselves
    process.wait()
    return running
