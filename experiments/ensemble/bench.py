"""How long a question takes, on the machine at hand: ``python -m experiments.ensemble.bench [SYSTEM]``.

A desk is opened and left to warm up. Then it is asked questions that differ by one lever, so that nothing is remembered
of what is asked; the time runs from the question to each answer. Nothing passes or fails.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from rich import box
from rich.console import Console
from rich.table import Table

from experiments.config import load_policy, load_system
from experiments.ensemble.desk import Desk
from experiments.ensemble.question import Question
from sim.policy import Policy
from sim.system import System

POLICIES = ("maximum-delegation", "centrist")
LEVER = "delegation_base"
STAGES = (50, 200)
ROUNDS = 5
BOTH, ONE, NONE = "both policies are new", "one lever of one policy moved", "it was asked before"


@dataclass(frozen=True)
class Latency:
    """Seconds from a question to its answer over so many futures, in each round."""

    asked: str
    futures: int
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Seconds, the median of the rounds."""
        return statistics.median(self.seconds)


def measure(system: System, rounds: int = ROUNDS, stages: tuple[int, ...] = STAGES, years: int = 10) -> list[Latency]:
    """Ask ``rounds`` times about two new policies, then about one of them moved, then the same again, over as many
    futures as each stage has, at once."""
    first, second = (load_policy(name) for name in POLICIES)
    found: dict[tuple[str, int], list[float]] = {}
    values = (0.2 + 0.001 * number for number in count())
    with Desk() as desk:
        warm = Question(system, _moved(first, values), _moved(second, values), stages=(1,), years=1)
        list(desk.ask(warm))
        for futures in stages * rounds:
            other = _moved(second, values)
            both = Question(system, _moved(first, values), other, stages=(futures,), years=years)
            one = replace(both, first=_moved(first, values))
            for asked, question in ((BOTH, both), (ONE, one), (NONE, one)):
                started = time.perf_counter()
                list(desk.ask(question))
                found.setdefault((asked, futures), []).append(time.perf_counter() - started)
    return [Latency(*key, tuple(seconds)) for key, seconds in found.items()]


def _moved(policy: Policy, values: Iterator[float]) -> Policy:
    return replace(policy, levers={**policy.levers, LEVER: next(values)})


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    name = arguments[0] if arguments else "west-yorkshire"
    screen, errors = Console(width=100, highlight=False), Console(stderr=True, highlight=False)
    with errors.status("Measuring"):
        found = measure(load_system(name).system)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for header in (f"A question on {name}", "Futures", "Seconds", "shortest to longest"):
        table.add_column(header, justify="left" if header.startswith("A") else "right")
    for each in found:
        low, high = min(each.seconds), max(each.seconds)
        table.add_row(each.asked, f"{each.futures}", f"{each.median:.2f}", f"{low:.2f} to {high:.2f}")
    screen.print(table)
    screen.print(f"Runs of ten years on two workers, median of {ROUNDS}; a busy machine takes several times as long.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
