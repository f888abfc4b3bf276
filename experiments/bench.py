"""How fast the engines are, on the machine at hand: ``python -m experiments.bench``.

Everything is measured in one run, in turn and several times over, because speeds of one machine on different days
cannot be compared. It prints a table and writes a new file under ``results/bench``; nothing passes or fails.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from experiments.config import load_policy, load_system
from experiments.provenance import ROOT, code_state, versions
from experiments.replay import replay
from sim.batch import simulate
from sim.futures import draw_futures
from sim.policy import Policy
from sim.system import System

SYSTEMS = ("dorset", "west-yorkshire", "greater-manchester")
POLICY = "maximum-delegation"
BLOCKS = (96, 384, 768)
ROUNDS = 3
MONTHS = 120
FOLDER = ROOT / "results" / "bench"


@dataclass(frozen=True)
class Speed:
    """One engine, set up in one way, on one system: runs per second in each round."""

    system: str
    engine: str
    setting: str
    block: int
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Runs per second, the median of the rounds."""
        return statistics.median(self.rounds)


@dataclass(frozen=True)
class Ratio:
    """How many times faster the NumPy engine is than Mesa without its trace, each at its own best setting."""

    system: str
    ratio: float


def measure(
    rounds: int = ROUNDS, months: int = MONTHS, progress: Callable[[str], None] = lambda _: None
) -> list[Speed]:
    """Measure every setting ``rounds`` times, going round all of them so that a busy moment strikes no one alone."""
    policy = load_policy(POLICY)
    jobs: list[tuple[str, str, str, int, Callable[[], float]]] = []
    for name in SYSTEMS:
        system = load_system(name).system
        for block in BLOCKS:
            jobs.append((name, "numpy", f"blocks of {block}", block, _numpy(system, policy, block, months)))
        for trace in (True, False):
            jobs.append(
                (name, "mesa", "with its story" if trace else "no story", 1, _mesa(system, policy, trace, months))
            )
    found: dict[int, list[float]] = {number: [] for number in range(len(jobs))}
    for turn in range(rounds):
        for number, (name, engine, setting, _, job) in enumerate(jobs):
            progress(f"round {turn + 1} of {rounds}: {name}, {engine}, {setting}")
            found[number].append(job())
    return [Speed(*job[:4], rounds=tuple(found[number])) for number, job in enumerate(jobs)]


def _numpy(system: System, policy: Policy, block: int, months: int) -> Callable[[], float]:
    futures = draw_futures(1, block)

    def runs_per_second() -> float:
        started = time.perf_counter()
        simulate(system, policy, futures, months, series=())
        return block / (time.perf_counter() - started)

    return runs_per_second


def _mesa(system: System, policy: Policy, trace: bool, months: int) -> Callable[[], float]:
    future = draw_futures(1, 1)

    def runs_per_second() -> float:
        started = time.perf_counter()
        replay(system, policy, future, months, trace=trace)
        return 1.0 / (time.perf_counter() - started)

    return runs_per_second


def ratios(speeds: list[Speed]) -> list[Ratio]:
    """NumPy at its best block size over Mesa without its story, by system."""
    found = []
    for name in dict.fromkeys(s.system for s in speeds):
        numpy = max(s.median for s in speeds if s.system == name and s.engine == "numpy")
        mesa = max(s.median for s in speeds if s.system == name and s.engine == "mesa" and s.setting == "no story")
        found.append(Ratio(name, numpy / mesa))
    return found


def record(speeds: list[Speed], now: datetime, folder: Path = FOLDER) -> Path:
    """Write everything measured, and on what, to a file that did not exist before."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "schema": "tiers/bench/1",
        "time": now.isoformat(timespec="seconds"),
        "machine": {
            "processor": platform.processor() or platform.machine(),
            "cores": os.cpu_count(),
            "system": platform.system(),
        },
        "versions": versions(),
        "code": code_state(),
        "policy": POLICY,
        "months": MONTHS,
        "unit": "runs a second on one core",
        "speeds": [{**asdict(speed), "median": speed.median} for speed in speeds],
        "ratios": [asdict(ratio) for ratio in ratios(speeds)],
    }
    text = json.dumps(written, indent=1)
    number, stem = 1, f"{now:%Y%m%d-%H%M%S}"
    while True:
        path = folder / (f"{stem}.json" if number == 1 else f"{stem}-{number}.json")
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text + "\n")
        except FileExistsError:
            number += 1
        else:
            return path


def show(speeds: list[Speed], console: Console) -> None:
    """Print the table."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    for header in ("System", "Engine", "Setting"):
        table.add_column(header)
    table.add_column("Runs a second", justify="right")
    table.add_column("lowest to highest", justify="right")
    for s in speeds:
        table.add_row(s.system, s.engine, s.setting, f"{s.median:.1f}", f"{min(s.rounds):.1f} to {max(s.rounds):.1f}")
    console.print(table)
    for found in ratios(speeds):
        console.print(f"{found.system}: NumPy at its best does {found.ratio:.0f} runs in the time Mesa takes for one.")
    console.print(
        f"Runs of {MONTHS // 12} years on one core, median of {len(speeds[0].rounds)}; "
        "identical code varies by a third on a busy machine."
    )


def main() -> int:
    """Measure, print, record."""
    screen, errors = Console(width=100, highlight=False), Console(stderr=True, highlight=False)
    started = time.perf_counter()
    with errors.status("Measuring") as status:
        speeds = measure(progress=lambda text: status.update(f"Measuring, {text}"))
    show(speeds, screen)
    path = record(speeds, datetime.now(UTC).astimezone())
    screen.print(f"Written: {path.relative_to(ROOT).as_posix()} ({time.perf_counter() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
