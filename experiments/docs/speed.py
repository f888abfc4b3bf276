"""The page of speed: what was measured, on what machine, and how to repeat it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from experiments.bench.stored import Stored, from_text
from experiments.bench.tables import Table, tables
from experiments.docs.markdown import head, join, table
from experiments.provenance import ROOT

DATA = ROOT / "docs" / "data" / "speed.json"

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
    return join([*parts, *_how(found), *(text for one in tables(found) for text in _shown(one)), *_limits()])


def _how(found: Stored) -> list[str]:
    when = datetime.fromisoformat(found.time)
    machine = found.machine
    cache = f", {machine['own_cache']} of level-2 cache each" if machine["own_cache"] else ""
    software = ", ".join(f"{name} {version}" for name, version in found.versions.items())
    waiting = " and ".join("unknown" if load is None else f"{load:.1f}" for load in found.load)
    changed = ", with changes that were not committed" if found.code["changed"] else ""
    facts = [
        ("Date", f"{when:%d %B %Y}"),
        ("Code", f"version {found.tiers}, commit {(found.code['commit'] or 'unknown')[:12]}{changed}"),
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
        "- An operation is not a unit of work: an exponential costs several times an addition, and a sum along a link "
        "counts once for each number that it hands over, however many it adds up. Binding the rules and adding up "
        "outcomes are in the time and not among the operations.\n"
        "- The plain addition is the least that NumPy does for a number, with its operands in the cache. Small blocks "
        "pay for each call rather than for each number, in the model and in the addition alike.\n"
        "- A comparison does more than run the model: it draws futures, keeps monthly series of the first thousand and "
        "writes a report. The start of worker processes is not counted here either.",
    ]
