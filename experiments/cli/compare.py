"""``tiers compare``: two policies over the same uncertain futures."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from experiments.cli import names, screen
from experiments.cli.checks import (
    ENGINES,
    MOST_FUTURES,
    MOST_SEED,
    MOST_WORKERS,
    MOST_YEARS,
    Whole,
    default_workers,
    fresh_folder,
    one_of,
)

if TYPE_CHECKING:
    from experiments.compare import Design, Result
    from experiments.store import Stored

HOW = "How to run it"


def compare(
    first: Annotated[
        str,
        typer.Argument(
            metavar="POLICY_A",
            help="The first policy: a name ('tiers list policies') or a YAML file.",
            autocompletion=names.complete_policy,
        ),
    ],
    second: Annotated[
        str,
        typer.Argument(
            metavar="POLICY_B",
            help="The second policy, with which the first is compared.",
            autocompletion=names.complete_policy,
        ),
    ],
    system: Annotated[
        str,
        typer.Option(
            "--system",
            "-s",
            help="The integrated care system: a name ('tiers list systems') or a YAML file.",
            autocompletion=names.complete_system,
        ),
    ],
    futures: Annotated[
        int,
        typer.Option(
            "--futures",
            "-f",
            metavar="N",
            help="How many uncertain futures both policies meet.",
            parser=Whole("--futures", 1, MOST_FUTURES),
        ),
    ] = 500,
    years: Annotated[
        int, typer.Option("--years", metavar="N", help="Years to run.", parser=Whole("--years", 1, MOST_YEARS))
    ] = 10,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            metavar="N",
            help="Which futures are drawn; the same seed gives the same figures.",
            parser=Whole("--seed", 0, MOST_SEED),
        ),
    ] = 1,
    timeline: Annotated[
        str,
        typer.Option(
            "--timeline",
            "-t",
            metavar="TEXT",
            help="What is scheduled to happen: a name ('tiers list timelines') or a YAML file.",
            autocompletion=names.complete_timeline,
        ),
    ] = "steady",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="A new folder for the results.",
            show_default="a fresh one under results/",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            "-w",
            metavar="N",
            help="Worker processes; changes nothing but the time it takes.",
            show_default="one for each core",
            parser=Whole("--workers", 1, MOST_WORKERS),
            rich_help_panel=HOW,
        ),
    ] = None,
    block: Annotated[
        int | None,
        typer.Option(
            "--block",
            metavar="N",
            help="Futures run together; changes nothing but the time it takes.",
            show_default="chosen to suit",
            parser=Whole("--block", 1, MOST_FUTURES),
            rich_help_panel=HOW,
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            metavar="ENGINE",
            help="'numpy' runs futures in blocks; 'mesa' runs them one by one: slow, and the same figures.",
            autocompletion=lambda: list(ENGINES),
            rich_help_panel=HOW,
        ),
    ] = "numpy",
) -> None:
    """Compare two policies over the same uncertain futures.

    Prints what differs, how sure that is and how much depends on which future comes, and writes a report to read in
    a browser (report.html) with the data behind it (runs.parquet, series.parquet, manifest.json).
    """
    one_of(engine, ENGINES, "--engine", "engine")
    loaded = names.system(system)
    policies = names.policy(first, "POLICY_A"), names.policy(second, "POLICY_B")
    scheduled = names.timeline(timeline)
    started = datetime.now(UTC).astimezone()
    folder = output or fresh_folder(loaded.system.id, policies[0].id, policies[1].id, started)

    from experiments.config.folders import find
    from experiments.store import new_folder, read

    with new_folder(folder) as partial:
        from experiments.compare import Design
        from experiments.record import Run, record

        design = Design(
            loaded.system,
            *policies,
            futures=futures,
            years=years,
            seed=seed,
            timeline=scheduled,
            engine="mesa" if engine == "mesa" else "numpy",
            workers=workers or default_workers(),
            block=block,
        )
        result = _run(design)
        files = [loaded.path, *(find("policy", name) for name in dict.fromkeys((first, second)))]
        files.append(find("timeline", timeline))
        with screen.errors().status("Writing the report"):
            record(
                partial,
                design,
                result,
                Run(
                    command=command(first, second, system, design, timeline),
                    started=started,
                    finished=datetime.now(UTC).astimezone(),
                    files=files,
                    figures=loaded.provenance,
                ),
            )
    _report(read(folder), folder)


def _run(design: Design) -> Result:
    """Run the comparison behind a progress bar."""
    from experiments.compare import compare as run_comparison

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("runs,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=screen.errors(), transient=True) as bar:
        task = bar.add_task("Simulating", total=2 * design.futures)
        return run_comparison(design, lambda runs: bar.advance(task, runs))


def command(first: str, second: str, system: str, design: Design, timeline: str = "steady") -> str:
    """The command that gives the same figures again."""
    words = ["tiers", "compare", first, second, "--system", system, "--futures", str(design.futures)]
    words += ["--years", str(design.years), "--seed", str(design.seed)]
    words += ["--timeline", timeline] if timeline != "steady" else []
    words += ["--engine", design.engine] if design.engine != "numpy" else []
    return shlex.join(words)


def _report(stored: Stored, folder: Path) -> None:
    """Print the table, and where everything is."""
    from experiments.cli.table import show
    from experiments.store import REPORT

    console = screen.output()
    show(stored, console)
    console.print(f"Report:  {screen.clean(folder / REPORT)}", style="bold", markup=False, soft_wrap=True)
    console.print(f"Data:    {screen.clean(folder)}", markup=False, soft_wrap=True)
