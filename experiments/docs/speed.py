"""The page of speed: what was measured, on what machine, and how to repeat it."""

from __future__ import annotations

import statistics
from datetime import datetime
from pathlib import Path

from experiments.bench.processes import MEMORY, WORKERS
from experiments.bench.rounds import Measured
from experiments.bench.stored import Stored, from_text
from experiments.bench.tables import Table, best, in_each_round, tables
from experiments.bench.whole import MESA, WHOLE
from experiments.docs.markdown import head, join, table
from experiments.provenance import ROOT, measured_with

DATA = ROOT / "docs" / "data" / "speed.json"
LARGEST = "greater-manchester"
MILLION = 1e6
WHEN = "30 November 2026"
ELSEWHERE = {
    "sweep": 152.0,
    "further": 0.5,
    "both": 1.28,
    "one": 0.77,
    "first": 0.51,
    "slider": 1.5,
    "view": 3.1,
    "room": 1.35,
}
"""Measured beside the bench: what takes too long for it, or needs a browser. Seconds."""

REPEAT = (
    '`make bench ARGS=--full` measures all of it anew and names the file it wrote; `make bench ARGS="--publish FILE"` \
makes that file this page.'
)


def page(data: Path = DATA) -> str:
    """The page as Markdown."""
    parts = [head("Speed"), "How fast the two engines are, and what takes the time."]
    if not data.exists():
        return join([*parts, f"No measurement is stored yet. {REPEAT}"])
    found = from_text(data.read_text(encoding="utf-8"))
    return join(
        [*parts, *_how(found), *(text for one in tables(found) for text in _shown(one)), *_aims(found), *_limits()]
    )


def _how(found: Stored) -> list[str]:
    when = datetime.fromisoformat(found.time)
    machine = found.machine
    cache = f", {machine['own_cache']} of level-2 cache each" if machine["own_cache"] else ""
    software = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    waiting = " and ".join("unknown" if load is None else f"{load:.1f}" for load in found.load)
    facts = [
        ("Date", f"{when:%d %B %Y}"),
        ("Code", measured_with(found.tiers, found.code)),
        ("Processor", f"{machine['processor']}, {machine['cores']} cores{cache}"),
        ("Operating system", str(machine["system"])),
        ("Software", software),
        ("Policy", f"`{found.policy}`"),
        ("Processes that wanted a processor", f"{waiting}, before and after"),
    ]
    return [
        "## How it was measured",
        f"Everything was measured in one run: {found.rounds} times, going round all of it, so that a busy moment "
        "struck none alone. Figures are medians of the rounds, with the lowest and the highest in brackets. A run is "
        "ten years of 120 months; of each system, the widest block is the one that the engine makes of its own accord. "
        "Where processor time is well below wall time, others had the processor.",
        table(("", ""), facts),
        f'{REPEAT} `make bench` alone takes about a minute. `make bench ARGS="--against COMMIT"` compares the code as '
        "it stands with a commit; `make profile` shows which line of the rulebook takes the time "
        "([design](design.md#where-the-time-goes)).",
    ]


def _shown(one: Table) -> list[str]:
    return [f"## {one.title}", one.about, table(one.header, one.rows)]


def _limits() -> list[str]:
    return [
        "## Limits",
        "- These are figures of one machine on one day. Identical code varies by a third on a busy machine, and the "
        "same machine may be slower on another day: compare inside one run only.\n"
        "- An operation is not a unit of work: an exponential costs several times an addition. A sum along a link "
        "counts once for each number that it adds. Binding the rules and adding up outcomes are in the time and not "
        "among the operations.\n"
        "- The plain addition is the least that NumPy does for a number, with its operands in the cache. Small blocks "
        "pay for each call rather than for each number, in the model and in the addition alike.\n"
        "- A comparison does more than run the model: it draws futures, keeps monthly series and writes a report. The "
        "start of worker processes is not counted here either.",
    ]


def _aims(found: Stored) -> list[str]:
    """What was aimed at, what came of it, and what it would take to get further."""
    whole = min(found.of(WHOLE, LARGEST), key=_cost, default=None)
    mesa = found.of(MESA, LARGEST, "no story")
    workers = found.of(WORKERS)
    top = best(found, LARGEST)
    memory = [m for m in found.of(MEMORY, LARGEST) if m.rounds[0]]
    if whole is None or top is None or not (mesa and workers and memory):
        return []
    one_run = in_each_round(mesa[0], top, lambda one, n: one.rounds[n]["wall"] / one.facts["runs"])
    operations = whole.facts["numbers"] / whole.facts["runs"]
    allowed = 1.25 * 0.5e-9 * operations * MILLION / 2.0
    twice = statistics.median(in_each_round(workers[0], workers[-1], lambda one, n: one.rounds[n]["wall"]))
    rows = [
        ("An operation, at the best block", "0.5 ns (goal: 0.4)", f"{_cost(whole):.2f} ns"),
        ("A run in Mesa without its story", "250 ms", f"{1e3 * mesa[0].median('wall'):,.0f} ms"),
        ("Times as fast as that in NumPy, on one core", "100", f"{statistics.median(one_run):.0f}"),
        (f"Two workers against one, {workers[0].system}", "1.8", f"{twice:.2f}"),
        ("Memory of a worker", "300 MiB", f"{memory[-1].median('bytes') / 2**20:.0f} MiB"),
        ("A million runs to Parquet, two workers", f"{allowed:,.0f} s", f"{10.0 * ELSEWHERE['sweep']:,.0f} s"),
        ("2 x 200 futures from warm workers", "0.25 s", f"{ELSEWHERE['both']:.2f} s"),
        ("The same where one lever of one policy moved", "0.25 s", f"{ELSEWHERE['one']:.2f} s"),
        ("The first 50 futures of it", "0.1 s", f"{ELSEWHERE['first']:.2f} s"),
        ("Slider to charts in the browser, 2 x 200 futures, median", "0.5 s", f"{ELSEWHERE['slider']:.1f} s"),
        ("The same lever moved on after two seconds, median", "0.5 s", f"{ELSEWHERE['further']:.2f} s"),
        ("First view in the browser, server warm", "3 s", f"{ELSEWHERE['view']:.1f} s"),
        ("The same in presenter mode, with 20 others who ask every 5 s", "1.5 s", f"{ELSEWHERE['room']:.2f} s"),
    ]
    cores = operations * MILLION * _cost(whole) * 1e-9 / 100.0
    return [
        "## What was aimed at",
        f"In {LARGEST}, the largest system described, unless another is named. The last eight lines are no part of "
        f"this measurement: they are of {WHEN}, on the same two cores. The million is ten times one sweep "
        "of 100,000 runs of two policies (20 uncertainties varied; four outcomes, which need fewer operations; "
        f"{ELSEWHERE['sweep']:.0f} s; a worker held 188 MB at most, 187 MB after a fifth of the runs, and 1 % of core "
        "time was spent beside the "
        "engine). Six minutes were wanted of a model of at most three times 638,000 operations a run, and of a larger "
        "one half a nanosecond for each operation, and a quarter more. `python -m experiments.ensemble.bench "
        "greater-manchester` gives the warm workers' lines, medians of five questions, and `make verify` prints the "
        "browser's: those of one browser are medians of 50 moves, of six moves further, "
        "and of six views. In the room, the others wait for a "
        "first answer for most of a minute meanwhile.",
        table(("", "Wanted", "Measured"), rows),
        f"A million runs there are {operations * MILLION:.1e} operations. To have them in 100 s takes {cores:.0f} "
        "cores like these (a sweep can be cut into shards), or so many times fewer operations. Rearranging the same "
        f"ones cannot do it: a plain addition for each, at {1e9 * whole.median('add'):.2f} ns, would still keep "
        f"{operations * MILLION * whole.median('add') / 100.0:.0f} cores busy for as long. What could: relationships, "
        "which are most of the work, kept by kind instead of one by one; trust learned by the quarter instead of the "
        "month; numbers of half the length. Each changes what the model says, and none was done.",
        "The answer to a slider cannot be had in a quarter of a second for the same reason: 120 months of some "
        "thousand calls each take half a second, however few the futures are.",
        "How many runs walk together, and on how many numbers a rule works at a time, was measured on one machine and "
        "is fixed in the code; it is not measured anew on yours.",
    ]


def _cost(measured: Measured) -> float:
    """Nanoseconds an operation, the median of the rounds."""
    return statistics.median(1e9 * seconds / measured.facts["numbers"] for seconds in measured.all("wall"))
