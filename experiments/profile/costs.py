"""What every call of a year costs, and on whose behalf it is made."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from experiments.profile.lines import Line, NotedBlock
from sim.block import Block
from sim.futures import draw_futures
from sim.gathers import Fill
from sim.outcomes import CATALOGUE
from sim.policy import Policy
from sim.schedule import PHASES, due
from sim.system import System
from sim.tracing import element_operations
from sim.wiring import needed, program, settings

YEAR = 12


@dataclass(frozen=True)
class Cost:
    """What one call of a rule came to in one month: seconds, and how many numbers it worked out."""

    mechanism: str
    rule: str
    line: Line
    operation: str
    """A ufunc, ``draw``, ``gather`` for what is taken or added up along a link, or ``copy``."""
    seconds: float
    numbers: int


def measure(system: System, policy: Policy, runs: int, clock: Callable[[], float] = time.thread_time) -> list[Cost]:
    """The cost of every call in the second year of a block of runs (the first year warms up).

    As in a comparison, what no outcome depends on is not worked out. The draws of a month are made together, at the
    first call that wants one, which bears the cost of all. ``clock`` counts seconds: of this thread alone, unless told.
    """
    futures = draw_futures(1, runs)
    costs: list[Cost] = []
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        plan, values = program(system, policy), settings(system, policy, futures.values)
        wanted = needed(plan.structure, {(o.kind, o.state) for o in CATALOGUE})
        block = NotedBlock(plan, values, futures.seed, futures.replicates, wanted)
        lines = {rule.id: block.lines(rule) for phase in PHASES for rule in (s.rule for s in block.steps(phase))}
        for month in range(YEAR):
            block.step(month)
        for month in range(YEAR, 2 * YEAR):
            block.begin(month)
            for step in (s for phase in PHASES if due(phase, month, block.changed) for s in block.steps(phase)):
                rule = step.rule
                for (call, operands), line in zip(step.calls, lines[rule.id], strict=True):
                    started = clock()
                    call(*operands)
                    seconds = clock() - started
                    numbers = element_operations(call, operands[-1])
                    costs.append(Cost(rule.mechanism, rule.id, line, operation(call), seconds, numbers))
    return costs


def operation(call: Callable[..., object]) -> str:
    """What a call does, in a word."""
    if isinstance(call, np.ufunc):
        return call.__name__
    if isinstance(call, Fill):
        return "draw" if call.into.__qualname__.startswith(Block.draws.__qualname__) else "gather"
    return {"_cast": "flag", "_copied": "copy"}.get(call.__name__, call.__name__.strip("_"))
