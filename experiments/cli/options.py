"""Arguments and options that several commands take: each is declared once, with its help, its limits and completion."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from experiments.cli import names, screen
from experiments.cli.checks import (
    ENGINES,
    MOST_FUTURES,
    MOST_SEED,
    MOST_WORKERS,
    MOST_YEARS,
    SERIES,
    Whole,
    WordOrWhole,
    one_of,
)
from experiments.files import check_new
from experiments.interrupts import heed_interrupts
from experiments.problems import BadInput

if TYPE_CHECKING:
    from experiments.compare import Design, Result
    from sim.outcomes import Outcome

HOW = "How to run it"
OR_FILE = "a name ('tiers list {0}') or a YAML file"


def policy(metavar: str, what: str) -> Any:
    """An argument that names a policy; a ``what`` that is no sentence is followed by what may be typed."""
    said = f"{what}: {OR_FILE.format('policies')}." if not what.endswith((".", "?")) else what
    return typer.Argument(metavar=metavar, help=said, autocompletion=names.complete_policy)


def futures(what: str, least: int = 1, shown: str | None = None) -> Any:
    """The option that says how many uncertain futures are run."""
    return typer.Option(
        "--futures",
        "-f",
        metavar="N",
        help=what,
        show_default=shown or True,
        parser=Whole("--futures", least, MOST_FUTURES),
    )


def seed(what: str = "Which futures are drawn; the same seed gives the same figures.", shown: str | None = None) -> Any:
    """The option that says which futures are drawn."""
    return typer.Option(
        "--seed", metavar="N", help=what, show_default=shown or True, parser=Whole("--seed", 0, MOST_SEED)
    )


def new_file(what: str) -> Any:
    """The option that names a new file to write; see ``check_output``."""
    return typer.Option("--output", "-o", metavar="FILE", help=what)


def workers(panel: str | None = None) -> Any:
    """The option that says how many processes share the work."""
    return typer.Option(
        "--workers",
        "-w",
        metavar="N",
        help="Worker processes; changes nothing but the time it takes.",
        show_default="one for each core",
        parser=Whole("--workers", 1, MOST_WORKERS),
        rich_help_panel=panel,
    )


def system() -> Any:
    """The option that names the system."""
    return typer.Option(
        "--system",
        "-s",
        help=f"The integrated care system: {OR_FILE.format('systems')}.",
        autocompletion=names.complete_system,
    )


def years(shown: str | None = None) -> Any:
    """The option that says how long runs are."""
    return typer.Option(
        "--years", metavar="N", help="Years to run.", show_default=shown or True, parser=Whole("--years", 1, MOST_YEARS)
    )


def timeline(shown: str | None = None) -> Any:
    """The option that names a timeline."""
    return typer.Option(
        "--timeline",
        "-t",
        metavar="NAME",
        help=f"What is scheduled to happen: {OR_FILE.format('timelines')}.",
        show_default=shown or True,
        autocompletion=names.complete_timeline,
    )


def circumstances(panel: str | None = None) -> Any:
    """The option that names circumstances."""
    return typer.Option(
        "--circumstances",
        "-c",
        metavar="NAME",
        help=f"What holds in every future: {OR_FILE.format('circumstances')}.",
        show_default="whatever each future brings",
        autocompletion=names.complete_circumstances,
        rich_help_panel=panel,
    )


System = Annotated[str, system()]
Seed = Annotated[int, seed()]
SeedOfRun = Annotated[int, seed("The seed of the comparison that the future belongs to.")]
Years = Annotated[int, years()]
Number = Annotated[
    int,
    typer.Option(
        "--run",
        "-r",
        metavar="N",
        help="Number of the future, as in the column 'run' of runs.parquet; the first is 0.",
        parser=Whole("--run", 0, MOST_FUTURES - 1),
    ),
]
Timeline = Annotated[str, timeline()]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
Workers = Annotated[int | None, workers(HOW)]
Block = Annotated[
    int | None,
    typer.Option(
        "--block",
        metavar="N",
        help="Futures run together; changes nothing but the time it takes.",
        show_default="chosen to suit",
        parser=Whole("--block", 1, MOST_FUTURES),
        rich_help_panel=HOW,
    ),
]
Series = Annotated[
    Any,
    typer.Option(
        "--series",
        metavar="WHICH",
        help="What the monthly series rest on: 'quantiles' counts all futures in narrow bins, 'all' holds all of them "
        "in memory, a number takes the first so many, 'none' keeps no months.",
        show_default="'all' up to 1,000 futures, 'quantiles' for more",
        parser=WordOrWhole(SERIES, Whole("--series", 1, MOST_FUTURES)),
        autocompletion=lambda: list(SERIES),
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="'numpy' runs futures in blocks; 'mesa' runs them one by one: slow, and the same figures.",
        autocompletion=lambda: list(ENGINES),
        rich_help_panel=HOW,
    ),
]


def known_outcome(name: str) -> Outcome:
    """The outcome of the whole system with that name, or ``BadInput``."""
    from sim.outcomes import CATALOGUE

    known = {outcome.name: outcome for outcome in CATALOGUE if outcome.kind == "icb"}
    return known[one_of(name, known, "--outcome", "outcome of the whole system", "tiers list outcomes")]


def not_both(every: bool, asked: Sequence[str] | None) -> None:
    """Refuse ``--all`` beside ``--system``: nobody could tell which is meant."""
    if every and asked:
        raise BadInput.single("--all and --system exclude each other", "--all", "one of the two")


def check_output(output: Path | None, where: str = "--output") -> None:
    """Refuse a file that exists or that cannot be written, before anything is run."""
    if output is None:
        return
    if output.exists() or output.is_symlink():
        raise BadInput.single(f"'{output}' exists already and is never overwritten", where=where, allowed="a new file")
    check_new(output, where)


EVERY = 60.0
"""Seconds between two lines of progress where there is no screen."""


class _Rate(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        """Nothing until there is something to count."""
        return Text(f"{task.speed:,.0f}/s," if task.speed else "")


class _Bar(Progress):
    """A bar that goes no further after Ctrl-C; a line now and then where there is no screen to draw it on."""

    told = 0.0
    """When the last such line was written."""

    def advance(self, task_id: TaskID, advance: float = 1) -> None:
        heed_interrupts()
        super().advance(task_id, advance)
        if not self.console.is_terminal:
            self._tell(self.tasks[0])

    def _tell(self, task: Task) -> None:
        now = time.monotonic()
        self.told = self.told or now
        if now - self.told >= EVERY:
            self.told = now
            left = f", {timedelta(seconds=round(task.time_remaining))} left" if task.time_remaining else ""
            rate = f", {task.speed:,.0f}/s" if task.speed else ""
            self.console.print(f"{task.completed:,.0f} of {task.total or 0:,.0f} done{rate}{left}", markup=False)


def progress_bar(doing: str, counted: Sequence[str] = (), rate: bool = False) -> Progress:
    """A bar on standard error that vanishes when the work is done: 'Simulating ... 20/1000 runs, 0:05 left'."""
    columns = (
        SpinnerColumn(),
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        *(TextColumn(what) for what in counted),
        *([_Rate()] if rate else []),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    return _Bar(*columns, console=screen.errors(), transient=True)


def run_comparison(design: Design) -> Result:
    """Run a comparison behind a progress bar."""
    from experiments.compare import compare

    with progress_bar("Simulating", ("runs,",)) as bar:
        task = bar.add_task("", total=2 * design.futures)
        return compare(design, lambda runs: bar.advance(task, runs))
