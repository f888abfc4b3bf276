"""What was measured, as tables of words: the screen and the page of speed show the same ones."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from experiments.bench.parts import DRAWS, MECHANISMS, MONTH, OUTCOMES, STORAGE
from experiments.bench.processes import MEMORY, WORKERS
from experiments.bench.rounds import Measured
from experiments.bench.stored import Stored
from experiments.bench.sweeps import SWEEP
from experiments.bench.whole import ALL_VARIED, MESA, WHOLE
from experiments.words import MECHANISMS as NAMES

KIB, MIB = 2**10, 2**20
MS, NS = 1e3, 1e9


@dataclass(frozen=True)
class Table:
    """A table: its title, what it shows in a sentence or two, its header and rows."""

    title: str
    about: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(found: Stored) -> list[Table]:
    """Every table for which something was measured."""
    made = (
        _whole(found),
        _mesa(found),
        _mechanisms(found),
        _parts(found),
        _memory(found),
        _workers(found),
        _sweep(found),
    )
    return [table for table in made if table.rows]


def a_second(measured: Measured, what: str) -> float:
    """How much of a fact is done in a second of wall time, the median of the rounds."""
    return measured.facts[what] / measured.median("wall")


def best(found: Stored, system: str) -> Measured | None:
    """The block size at which the NumPy engine does most runs a second, with all parameters varied."""
    return max(found.of(WHOLE, system, ALL_VARIED), key=lambda m: a_second(m, "runs"), default=None)


def in_each_round(measured: Measured, other: Measured, figure: Callable[[Measured, int], float]) -> list[float]:
    """The ratio of one figure of the first to that of the second, round by round."""
    rounds = range(min(len(measured.rounds), len(other.rounds)))
    return [figure(measured, number) / figure(other, number) for number in rounds]


def spread(values: Iterable[float], digits: str = ".2f") -> str:
    """The median, and from the lowest to the highest."""
    known = list(values)
    low, middle, high = min(known), statistics.median(known), max(known)
    return f"{middle:{digits}} ({low:{digits}} to {high:{digits}})"


def _whole(found: Stored) -> Table:
    rows = []
    for m in found.of(WHOLE):
        one = [m.facts["numbers"] / seconds for seconds in m.all("wall")]
        cost, add = statistics.median(NS / speed for speed in one), NS * m.median("add")
        ratio = statistics.median(f["wall"] / m.facts["numbers"] / f["add"] for f in m.rounds)
        rows.append(
            (
                f"{m.system} ({m.facts['places']:.0f})",
                f"{m.facts['varied']:.0f}",
                f"{m.facts['runs']:.0f}",
                spread((m.facts["runs"] / seconds for seconds in m.all("wall")), ".1f"),
                f"{m.facts['numbers'] / m.facts['runs']:,.0f}",
                f"{m.facts['numbers'] / m.facts['calls']:,.0f}",
                f"{cost:.2f}",
                f"{add:.2f}",
                f"{ratio:.1f}",
                f"{m.busy:.0%}",
            )
        )
    return Table(
        "Whole runs of the NumPy engine",
        "One block of runs, from settings to outcomes, on one core, with every outcome asked for. An operation is one "
        "number written by one call that the rules became; they are counted, not estimated. The addition is `np.add` "
        "on an aligned array of places by runs, right after the block in the same round. Varied: parameters that "
        "differ between runs, the others being plain numbers. Block: its runs. CPU: processor time by wall time.",
        (
            "System (places)",
            "Varied",
            "Block",
            "Runs a second",
            "Operations a run",
            "and a call",
            "ns an operation",
            "ns an addition",
            "Ratio",
            "CPU",
        ),
        tuple(rows),
    )


def _mesa(found: Stored) -> Table:
    rows = []
    for m in found.of(MESA):
        top = best(found, m.system)
        if top is not None:
            times = in_each_round(m, top, lambda one, number: one.rounds[number]["wall"] / one.facts["runs"])
            rows.append(
                (
                    m.system,
                    m.setting,
                    f"{MS * m.median('wall'):,.0f}",
                    f"{MS / a_second(top, 'runs'):.2f}",
                    f"{top.facts['runs']:.0f}",
                    spread(times, ".0f"),
                    f"{m.busy:.0%}",
                )
            )
    return Table(
        "The two engines",
        "Both on one core, all parameters varied, the NumPy engine at the block size that is best for it.",
        ("System", "Mesa", "ms a run", "NumPy, ms a run", "Runs in a block", "Times as fast", "CPU"),
        tuple(rows),
    )


def _mechanisms(found: Stored) -> Table:
    measured = found.of(MECHANISMS)
    shares = [_shares(m) for m in measured]
    names = sorted({name for each in shares for name in each}, key=lambda n: -sum(each.get(n, 0.0) for each in shares))
    rows = [
        (
            f"{name} {NAMES.get(name, '')}".strip() if name not in (MONTH, OUTCOMES) else f"({name})",
            *(f"{each.get(name, 0.0):.1%}" for each in shares),
        )
        for name in names
    ]
    return Table(
        "Who takes the time",
        "Share of processor time of each mechanism's rules in a year of a block, and of what is done beside them.",
        ("Mechanism", *(f"{m.system}, {m.setting}" for m in measured)),
        tuple(rows),
    )


def _shares(measured: Measured) -> dict[str, float]:
    """Each mechanism's share of a round's time, the median of the rounds."""
    wholes = [sum(figures.values()) for figures in measured.rounds]
    return {
        name: statistics.median(f[name] / whole for f, whole in zip(measured.rounds, wholes, strict=True))
        for name in measured.rounds[0]
    }


def _parts(found: Stored) -> Table:
    rows = []
    for m in found.of(DRAWS):
        each = (NS * seconds / m.facts["draws"] for seconds in m.all("wall"))
        rows.append((f"a {m.setting} random number, ns", spread(each, ".1f"), f"{m.busy:.0%}"))
    for m in found.of(STORAGE):
        speed = spread((m.facts["rows"] / seconds / 1e6 for seconds in m.all("wall")), ".2f")
        rows.append((f"{m.setting}, millions of rows a second", speed, f"{m.busy:.0%}"))
        rows.append((f"{m.setting}, bytes a run", f"{m.median('bytes') / m.facts['rows']:.0f}", ""))
    return Table(
        "Random numbers and files",
        "Random numbers are drawn for ten entities of a block at a time. A file holds numbers with all their digits, "
        "which hardly shrink; Polars writes with as many threads as there are cores.",
        ("What", "Median (lowest to highest)", "CPU"),
        tuple(rows),
    )


def _memory(found: Stored) -> Table:
    rows = []
    for system in found.systems:
        blocks = [m for m in found.of(MEMORY, system) if m.rounds[0]]
        if len(blocks) > 1:
            few, many = blocks[0], blocks[-1]
            more = many.facts["runs"] - few.facts["runs"]
            a_run = (many.median("bytes") - few.median("bytes")) / more
            worker = many.median("bytes") / MIB
            rows.append((system, f"{a_run / KIB:.0f}", f"{many.facts['runs']:.0f}", f"{worker:.0f}"))
    return Table(
        "Memory",
        "The most that a process holds which does a single block and keeps no monthly series; what a run adds is the "
        "difference between a long block and a short one.",
        ("System", "KiB a run", "Runs in a block", "MiB a worker"),
        tuple(rows),
    )


def _workers(found: Stored) -> Table:
    measured = found.of(WORKERS)
    rows = []
    for m in measured:
        times = in_each_round(measured[0], m, lambda one, number: one.rounds[number]["wall"])
        rows.append(
            (
                f"{m.system}, {m.facts['runs']:.0f} runs",
                f"{m.facts['workers']:.0f}",
                f"{a_second(m, 'runs'):.1f}",
                spread(times),
                f"{m.busy:.0%}",
            )
        )
    return Table(
        "Workers",
        "The same blocks shared among worker processes that have started already.",
        ("System", "Workers", "Runs a second", "Times as fast as one", "CPU"),
        tuple(rows),
    )


def _sweep(found: Stored) -> Table:
    rows = [
        (
            m.system,
            f"{m.facts['runs']:.0f} in {m.facts['blocks']:.0f}",
            f"{a_second(m, 'runs'):.1f}",
            spread((100 * (1 - figures["engine"] / figures["wall"]) for figures in m.rounds), ".1f"),
            f"{m.busy:.0%}",
        )
        for m in found.of(SWEEP)
    ]
    return Table(
        "A sweep, and what it spends beside the engine",
        "A sweep on one core, once it has begun: blocks given out and run, tables made, every file flushed to the "
        "disk, the series of all runs put together. What is not the engine's ought to be a tenth of the time at most. "
        "Setting a block up is the engine's; the design and the folder are made before the clock starts.",
        ("System", "Runs in blocks", "Runs a second", "Beside the engine, %", "CPU"),
        tuple(rows),
    )
