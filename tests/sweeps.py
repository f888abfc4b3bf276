"""Small experiments, and sweeps of them, for the tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from experiments.config import load_experiment
from experiments.sweep import parts
from experiments.sweep.folder import Sweep, Wish, opened, stored_sweep
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

KILLED_AT = """\
import os, signal, sys
from unittest import mock
from experiments.cli.app import run
mock.patch(sys.argv[1], lambda *_: os.kill(os.getpid(), signal.SIGKILL)).start()
sys.exit(run(sys.argv[2:]))
"""
"""A command that is killed as it comes to a function, whose dotted name stands before its words."""


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


def killed(words: list[str], folder: Path, parts_there: int, then: float) -> int:
    """Kill a sweep with signal 9 once so many parts are there, and so many seconds have gone by; its exit status.

    The moment is told by parts and not by the clock, so that it comes in the midst of the work however fast that goes.
    """
    process = subprocess.Popen(
        words, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while process.poll() is None and len(parts.done(folder)) < parts_there:
        time.sleep(0.005)
    time.sleep(then)
    process.kill()  # the process alone: its workers have to notice by themselves
    return process.wait()


def survives_at(words: list[str], folder: Path, whole: Path, step: str) -> None:
    """Kill a sweep with signal 9 as it comes to a step, a function by its dotted name, and go on with it: in the end it
    is the ``whole``, and no block was run twice."""
    began = subprocess.run([sys.executable, "-c", KILLED_AT, step, *words[3:]], env=environment(), check=False)
    assert began.returncode == -signal.SIGKILL
    before = _written(folder)
    _go_on_to(words, folder, whole)
    assert before.items() <= _written(folder).items()


def survives(words: list[str], folder: Path, whole: Path, kills: Sequence[tuple[int, float]]) -> None:
    """Kill a sweep in blocks of one run again and again (see ``killed``), going on with it each time: in the end it is
    the ``whole``, and nothing was lost, doubled, half-read or run twice on the way."""
    planned = len(table(whole))
    for parts_there, then in kills:
        before = _written(folder)
        status = killed(words, folder, parts_there, then)
        assert status != 0
        assert parts_there <= len(parts.done(folder)) < planned
        assert before.items() <= _written(folder).items()
        _check_part_of(folder, whole)
    before = _written(folder)
    _go_on_to(words, folder, whole)
    assert before.items() <= _written(folder).items()
    assert len(parts.done(folder)) == planned


def _go_on_to(words: list[str], folder: Path, whole: Path) -> None:
    """Go on with a sweep, without being killed this time, to its end."""
    done = subprocess.run(words, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert same(folder, whole)
    assert stored_sweep(folder).manifest["finished"] is not None
    assert not [path for path in folder.rglob("*") if path.name.endswith(".partial")]


def _written(folder: Path) -> dict[str, int]:
    """When each part was written: one that is written again has another time."""
    return {file.name: file.stat().st_mtime_ns for file in parts.files(folder, "runs")}


def _check_part_of(folder: Path, whole: Path) -> None:
    """The parts that are there can be read, hold the runs that they are called by, and these are as in the whole."""
    stored = table(whole)
    for block in parts.done(folder):
        found = pl.read_parquet(parts.path(folder, "runs", block))
        assert found["run"].to_list() == list(range(*block))
        assert found.select(stored.columns).equals(stored[block[0] : block[1]])
