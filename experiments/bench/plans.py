"""What there is to measure: quickly, or in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.bench.parts import draws_job, mechanisms_job, storage_job
from experiments.bench.processes import memory_job, workers_job
from experiments.bench.rounds import Job
from experiments.bench.sweeps import sweep_job
from experiments.bench.whole import mesa_job, numpy_job, widest
from experiments.compare import BLOCK
from experiments.config import load_policy, load_system
from sim.gathers import LINE

POLICY = "maximum-delegation"
MONTHS = 120
USUAL = 384
"""Runs in a block where only one size is measured, if the plan has it; its first size where not."""


@dataclass(frozen=True)
class Plan:
    """What to measure, and how often.

    ``blocks`` are sizes of blocks in runs; those above what the engine makes of its own accord give way to that size
    where ``own`` says so, and fall away where not. ``workers_on`` is the system on which work is shared out (empty:
    none), ``swept`` the one of which a whole sweep is made, ``rows`` the length of the table that is stored,
    ``memory_runs`` the blocks whose memory is asked for.
    """

    name: str
    rounds: int
    systems: tuple[str, ...]
    blocks: tuple[int, ...]
    own: bool
    some: bool
    story: bool
    workers_on: str
    swept: str
    rows: int
    memory_runs: tuple[int, ...]
    months: int = MONTHS


QUICK = Plan(
    name="quick",
    rounds=3,
    systems=("dorset", "greater-manchester"),
    blocks=(USUAL,),
    own=False,
    some=False,
    story=False,
    workers_on="",
    swept="dorset",
    rows=20_000,
    memory_runs=(),
)
FULL = Plan(
    name="full",
    rounds=5,
    systems=("dorset", "west-yorkshire", "greater-manchester"),
    blocks=(96, USUAL, 768),
    own=True,
    some=True,
    story=True,
    workers_on="greater-manchester",
    swept="greater-manchester",
    rows=200_000,
    memory_runs=(LINE, BLOCK),
)
PLANS = (QUICK, FULL)


def jobs(plan: Plan) -> list[Job]:
    """Everything that a plan measures."""
    policy = load_policy(POLICY)
    usual = USUAL if USUAL in plan.blocks else plan.blocks[0]
    made: list[Job] = []
    for name in plan.systems:
        system = load_system(name).system
        own = widest(system, policy)
        sizes = [size for size in plan.blocks if size < own] + [own] * plan.own
        for everything in (True, False) if plan.some else (True,):
            made += [numpy_job(system, policy, size, plan.months, everything=everything) for size in sizes]
        made += [mesa_job(system, policy, plan.months, story=story) for story in _choices(plan.story)]
        made.append(mechanisms_job(system, policy, usual))
        made += [memory_job(system, policy, runs) for runs in plan.memory_runs]
        if name == plan.workers_on:
            made += [workers_job(system, policy, usual, plan.months, workers) for workers in (1, 2)]
        if name == plan.swept:
            made.append(sweep_job(system, policy, usual, plan.months))
    made += [draws_job(usual, plan.months, normal=normal) for normal in (False, True)]
    return [*made, storage_job(plan.rows)]


def _choices(also: bool) -> Sequence[bool]:
    return (False, True) if also else (False,)
