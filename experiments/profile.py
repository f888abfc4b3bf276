"""Where the NumPy engine's time goes: ``python -m experiments.profile [SYSTEM] [RUNS]``.

It runs one block of Greater Manchester (or of another system) for a year, times every call that the rules became, and
prints which mechanism, which rule and which operation costs what. Only this process's own time counts, so that a busy
machine disturbs little; timing the calls one by one adds up to a microsecond to each.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from rich import box
from rich.console import Console
from rich.table import Table

from experiments.config import load_policy, load_system
from sim.batch import Block
from sim.futures import draw_futures
from sim.policy import Policy
from sim.schedule import PHASES, due
from sim.system import System
from sim.wiring import program, settings

POLICY = "maximum-delegation"
YEAR = 12
SHOWN = 20


@dataclass(frozen=True)
class Cost:
    """What one call of a rule came to in a year: seconds, and how many numbers it worked out."""

    mechanism: str
    rule: str
    operation: str
    """A ufunc, ``draw``, ``gather`` for what is taken or added up along a link, or ``copy``."""
    seconds: float
    numbers: int


def measure(system: System, policy: Policy, runs: int, clock: Callable[[], float] = time.thread_time) -> list[Cost]:
    """The cost of every call in the second year of a block of runs (the first year warms up)."""
    futures = draw_futures(1, runs)
    costs: list[Cost] = []
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        block = Block(program(system, policy), settings(system, policy, futures.values), 1, futures.replicates)
        for month in range(YEAR):
            block.step(month)
        for month in range(YEAR, 2 * YEAR):
            block.begin(month)
            for step in (s for phase in PHASES if due(phase, month, block.changed) for s in block.steps(phase)):
                for call, operands, out in step.calls:
                    started = clock()
                    call(*operands, out=out)
                    seconds = clock() - started
                    rule = step.rule
                    costs.append(Cost(rule.mechanism, rule.id, operation(call), seconds, np.size(out)))
    return costs


def operation(call: Callable[..., object]) -> str:
    """What a call does, in a word."""
    if isinstance(call, np.ufunc):
        return call.__name__
    if call.__qualname__.startswith(Block.draws.__qualname__):
        return "draw"
    return {"_where": "where", "_cast": "flag", "_copied": "copy"}.get(call.__name__, "gather")


def main(arguments: list[str]) -> int:
    """Measure and print."""
    name = arguments[0] if arguments else "greater-manchester"
    runs = int(arguments[1]) if len(arguments) > 1 else 384
    screen = Console(width=100, highlight=False)
    costs = measure(load_system(name).system, load_policy(POLICY), runs)
    for title, key in (
        ("Mechanism", lambda cost: cost.mechanism),
        ("Rule", lambda cost: cost.rule),
        ("Operation", lambda cost: cost.operation),
    ):
        screen.print(_table(title, costs, key, runs))
    return 0


def _table(title: str, costs: Iterable[Cost], key: Callable[[Cost], str], runs: int) -> Table:
    groups: dict[str, list[Cost]] = defaultdict(list)
    for cost in costs:
        groups[key(cost)].append(cost)
    whole = sum(cost.seconds for group in groups.values() for cost in group)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for header in (title, "Share", "ms a run of ten years", "Calls a month", "Numbers a run", "ns a number"):
        table.add_column(header, justify="left" if header == title else "right")
    by_time = sorted(groups.items(), key=lambda item: -sum(c.seconds for c in item[1]))
    for name, group in [("All", [c for g in groups.values() for c in g]), *by_time[:SHOWN]]:
        seconds, numbers = sum(c.seconds for c in group), sum(c.numbers for c in group)
        table.add_row(
            name,
            f"{seconds / whole:.1%}",
            f"{1e4 * seconds / runs:.3f}",
            f"{len(group) / YEAR:.0f}",
            f"{10 * numbers / runs:,.0f}",
            f"{1e9 * seconds / numbers:.2f}",
        )
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
