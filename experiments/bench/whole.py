"""Whole runs of the model in both engines, and what the NumPy engine does in one, counted."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from experiments.bench.rounds import Figures, Job, timed
from experiments.replay import replay
from sim.batch import runs_at_a_time, simulate
from sim.block import Block
from sim.futures import Futures, draw_futures
from sim.gathers import LINE, aligned
from sim.outcomes import CATALOGUE
from sim.policy import Policy
from sim.schedule import PHASES, due
from sim.system import System
from sim.tracing import element_operations
from sim.wiring import needed, program, settings

WHOLE, MESA = "whole model", "Mesa"
SOME = 20
"""Parameters that are varied where not all are."""
SOME_VARIED, ALL_VARIED = f"{SOME} varied", "all varied"
STORY, NO_STORY = "with its story", "no story"
ADDED = 4_000_000
"""Numbers that the plain addition adds up each time it is measured, in as many calls as that takes."""


@dataclass(frozen=True)
class Count:
    """What a block of runs does in its months: calls of NumPy, and the numbers they work out (element-operations)."""

    calls: int
    numbers: int


def counted(block: Block, months: int) -> Count:
    """Add up the calls that the rules became, and what each works out, over the schedule of all months.

    A call that adds up along a link counts each number that it adds; one that only takes, or draws, each that it hands
    over. What is done once, before the first month, is left out.
    """
    calls = numbers = 0
    for phase in PHASES:
        times = sum(due(phase, month) for month in range(months))
        sizes = [element_operations(call, on[-1]) for step in block.steps(phase) for call, on in step.calls]
        calls += times * len(sizes)
        numbers += times * sum(sizes)
    return Count(calls, numbers)


def block_of(system: System, policy: Policy, futures: Futures) -> Block:
    """The block of runs that the engine makes for these futures, with every outcome asked for."""
    plan = program(system, policy)
    wanted = needed(plan.structure, {(o.kind, o.state) for o in CATALOGUE})
    values = settings(system, policy, futures.values)
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        return Block(plan, values, futures.seed, futures.replicates, wanted=wanted)


def widest(system: System, policy: Policy) -> int:
    """Runs in the blocks that the engine makes of its own accord, in whole cache lines."""
    plan = program(system, policy)
    wanted = needed(plan.structure, {(o.kind, o.state) for o in CATALOGUE})
    return runs_at_a_time(plan, wanted) // LINE * LINE


def some_varied(futures: Futures, system: System) -> Futures:
    """The same futures with ``SOME`` uncertainties varied, evenly spread over the registry, the others not."""
    names = [name for name in futures.values if name not in system.starting_values]
    chosen = names[:: max(1, len(names) // SOME)][:SOME]
    return Futures(futures.seed, futures.replicates, {name: futures.values[name] for name in chosen})


def numpy_job(system: System, policy: Policy, runs: int, months: int, *, everything: bool) -> Job:
    """One block of runs in the NumPy engine from settings to outcomes, and a plain addition beside it."""
    drawn = draw_futures(1, runs)
    futures = drawn if everything else some_varied(drawn, system)
    block = block_of(system, policy, futures.filled_up(LINE))
    count, places = counted(block, months), block.structure.count("place")
    add = plain_add(places, runs)

    def work() -> Figures:
        return {**timed(lambda: simulate(system, policy, futures, months, series=())), "add": add()}

    facts = {
        "runs": runs,
        "months": months,
        "places": places,
        "varied": len(futures.values),
        "calls": count.calls,
        "numbers": count.numbers,
    }
    return Job(WHOLE, system.id, ALL_VARIED if everything else SOME_VARIED, facts, work)


def plain_add(entities: int, runs: int) -> Callable[[], float]:
    """What measures ``np.add`` on an aligned array (entities, runs), in seconds a number."""
    one, other, out = (aligned((entities, runs)) for _ in range(3))
    one[...], other[...] = 1.5, 2.5
    times = max(1, ADDED // one.size)

    def seconds() -> float:
        started = time.perf_counter()
        for _ in range(times):
            np.add(one, other, out=out)
        return (time.perf_counter() - started) / (times * one.size)

    return seconds


def mesa_job(system: System, policy: Policy, months: int, *, story: bool) -> Job:
    """One run in the Mesa engine, with or without its trace."""
    future = draw_futures(1, 1)

    def work() -> Figures:
        return timed(lambda: replay(system, policy, future, months, trace=story))

    return Job(MESA, system.id, STORY if story else NO_STORY, {"runs": 1, "months": months}, work)
