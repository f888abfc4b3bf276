"""What takes processes of its own: the memory of a worker, and how work spreads over two."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from experiments.bench import timer
from experiments.bench.rounds import Figures, Job
from experiments.blocks import Task, work
from experiments.provenance import ROOT
from experiments.workers import context
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE
from sim.policy import Policy
from sim.system import System

MEMORY, WORKERS = "memory", "workers"
BLOCKS = 4
"""Blocks of runs that the workers share."""
PEAK_MONTHS = 13
"""A block holds all it ever will when its second year has begun."""


class Failed(Exception):
    """The code of a folder could not be timed; the reason in one line."""


@dataclass(frozen=True)
class Timing:
    """What a process of its own found: seconds, bytes (None where the system does not tell), checksum of outcomes."""

    wall: float
    cpu: float
    peak: int | None
    outcomes: str


def time_apart(folder: Path, system: str, policy: str, runs: int, months: int, warm: int) -> Timing:
    """Time the code of a folder in a fresh process, which sees no other code; ``Failed`` when it cannot be."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    words = [system, policy, str(runs), str(months), str(warm)]
    # -P: the script's own folder is not searched for modules, only the code that is to be timed.
    command = [sys.executable, "-P", str(Path(timer.__file__)), *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Failed((done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1])
    said = json.loads(done.stdout)
    # Where a module is missing, Python may find it in an installation of another state of the code.
    if not all(Path(file).resolve().is_relative_to(folder.resolve()) for file in said.pop("code")):
        raise Failed("some of its code is missing, and Python took it from another folder")
    return Timing(**said)


def memory_job(system: System, policy: Policy, runs: int) -> Job:
    """The most memory that a process holds which does a single block."""

    def work() -> Figures:
        peak = time_apart(ROOT, system.id, policy.id, runs, PEAK_MONTHS, 0).peak
        return {} if peak is None else {"bytes": peak}

    return Job(MEMORY, system.id, f"blocks of {runs}", {"runs": runs}, work)


def workers_job(system: System, policy: Policy, runs: int, months: int, workers: int) -> Job:
    """The same ``BLOCKS`` blocks shared among so many worker processes, which have started before the clock does.

    ``cpu`` is the processor time of one worker, on average.
    """
    futures = draw_futures(1, BLOCKS * runs)
    blocks = [futures.block(start, start + runs) for start in range(0, len(futures), runs)]
    tasks = [Task(0, system, {"first": policy}, block, months, "numpy", outcomes=CATALOGUE) for block in blocks]

    def share_out() -> Figures:
        with ProcessPoolExecutor(workers, mp_context=context()) as pool:
            list(pool.map(_ready, range(workers)))
            started = time.perf_counter()
            cpu = sum(pool.map(_cpu, tasks)) / workers
            return {"wall": time.perf_counter() - started, "cpu": cpu}

    facts = {"runs": len(futures), "months": months, "workers": workers}
    return Job(WORKERS, system.id, f"{workers} at a time", facts, share_out)


def _ready(_: int) -> None:
    """Start, and be busy so long that each of the others has to start as well."""
    time.sleep(0.5)


def _cpu(task: Task) -> float:
    """Do a block; the processor time it took, in seconds."""
    before = time.process_time()
    work(task)
    return time.process_time() - before
