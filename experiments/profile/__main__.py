"""Where the NumPy engine's time goes: ``python -m experiments.profile [SYSTEM] [RUNS]``.

It runs one block of Greater Manchester (or of another system) for two years, times every call that the rules became in
the second of them, and prints which mechanism, which rule, which line of the rulebook and which operation costs what.
A number that is written twice is worked out once, and stands at the line that wants it first; the draws of a month are
made together, and stand at the first call that wants one. Only this process's own time counts, so that a busy machine
disturbs little; timing the calls one by one adds up to a microsecond to each.
"""

from __future__ import annotations

import linecache
import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.arguments import BAD_INPUT, Parser, whole
from experiments.config import load_policy, load_system
from experiments.problems import BadInput
from experiments.profile.costs import YEAR, Cost, measure
from experiments.profile.lines import ROOT, Line
from experiments.words import MECHANISMS
from sim.gathers import LINE

POLICY = "maximum-delegation"
SYSTEM, RUNS, SHOWN = "greater-manchester", 384, 20
WIDTH = 140
NAME = 64
"""Letters of a row's name at most."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status is 2 where an argument is wrong."""
    parser = Parser(prog="python -m experiments.profile", description=(__doc__ or "").partition(":")[0] + ".")
    parser.add_argument("system", nargs="?", default=SYSTEM, help=f"a system's name or file ({SYSTEM})")
    parser.add_argument("runs", nargs="?", default=RUNS, type=whole(LINE, 10_000), help=f"runs in the block ({RUNS})")
    parser.add_argument("--shown", default=SHOWN, type=whole(1, 10_000), help=f"rows in each table ({SHOWN})")
    asked = parser.parse_args(arguments)
    try:
        system, policy = load_system(asked.system).system, load_policy(POLICY)
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    costs = measure(system, policy, asked.runs)
    screen = Console(width=WIDTH, highlight=False)
    for title, key in (
        ("Mechanism", lambda cost: f"{cost.mechanism} {MECHANISMS.get(cost.mechanism, '')}"),
        ("Rule", lambda cost: cost.rule),
        ("Line", lambda cost: _written(cost.line)),
        ("Operation", lambda cost: cost.operation),
    ):
        screen.print(_table(title, costs, key, asked.runs, asked.shown))
    return 0


def _written(line: Line) -> str:
    """A line of code with what stands there."""
    return f"{line} {linecache.getline(str(ROOT / line.file), line.number).strip()}"


def _table(title: str, costs: Sequence[Cost], key: Callable[[Cost], str], runs: int, shown: int) -> Table:
    """What each of the dearest groups costs, the dearest first."""
    groups: dict[str, list[Cost]] = defaultdict(list)
    for cost in costs:
        groups[key(cost)].append(cost)
    whole_year = sum(cost.seconds for cost in costs)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False)
    table.add_column(title, no_wrap=True, max_width=NAME)
    for header in ("Share", "ms a run of ten years", "Calls a month", "Numbers a run", "ns a number"):
        table.add_column(header, justify="right")
    by_time = sorted(groups.items(), key=lambda item: -sum(c.seconds for c in item[1]))
    for name, group in [("All", costs), *by_time[:shown]]:
        seconds, numbers = sum(c.seconds for c in group), sum(c.numbers for c in group)
        table.add_row(
            Text(name, overflow="ellipsis"),
            f"{seconds / whole_year:.1%}",
            f"{1e4 * seconds / runs:.3f}",
            f"{len(group) / YEAR:.0f}",
            f"{10 * numbers / runs:,.0f}",
            f"{1e9 * seconds / numbers:.2f}",
        )
    return table


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main())
