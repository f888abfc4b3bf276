"""A whole sweep: how much of its time goes to anything but the engine."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from experiments.bench.rounds import Figures, Job, timed
from experiments.config import load_experiment
from experiments.sweep.folder import Wish, opened
from experiments.sweep.job import Done
from experiments.sweep.run import carry_out
from experiments.sweep.workforce import here
from sim.policy import Policy
from sim.system import System

SWEEP = "sweep"
EXAMPLE = "one-minute-example"
"""The experiment that says what varies and what is kept; its system, policy and size are those of the measurement."""
BLOCKS = 4


def sweep_job(system: System, policy: Policy, runs: int, months: int) -> Job:
    """``BLOCKS`` blocks of a sweep on one core, once it has begun: until the last file is on the disk.

    ``engine`` is what the engine took of the ``wall`` time, in seconds.
    """
    example = load_experiment(EXAMPLE)
    recipe = replace(example.recipe, points=BLOCKS * runs)
    experiment = replace(
        example, systems=(system,), policies=(policy,), years=max(months // 12, 1), replicates=1, recipe=recipe
    )

    def work() -> Figures:
        seconds = {"engine": 0.0}

        def told(done: Done) -> None:
            seconds["engine"] += done.engine

        with (
            tempfile.TemporaryDirectory(prefix="tiers-bench-") as folder,
            opened(Path(folder, SWEEP), experiment, Wish(SWEEP, block=runs)) as made,
        ):
            return {**timed(lambda: carry_out(made, here(), told)), **seconds}

    facts = {"runs": BLOCKS * runs, "blocks": BLOCKS, "months": experiment.months}
    return Job(SWEEP, system.id, f"blocks of {runs}", facts, work)
