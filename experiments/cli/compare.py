"""``tiers compare``: two policies over the same uncertain futures."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import names, options, screen
from experiments.cli.checks import ENGINES, default_workers, fresh_folder, one_of
from experiments.words import listed

if TYPE_CHECKING:
    from experiments.compare import Design
    from experiments.store import Stored
    from sim.policy import Policy
    from sim.timeline import Timeline


def compare(
    first: Annotated[str, options.policy("POLICY_A", "The first policy")],
    second: Annotated[str, options.policy("POLICY_B", "The second policy, with which the first is compared.")],
    system: options.System,
    futures: Annotated[int, options.futures("How many uncertain futures both policies meet.")] = 500,
    years: options.Years = 10,
    seed: options.Seed = 1,
    timeline: options.Timeline = "steady",
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
    series: options.Series = None,
    workers: options.Workers = None,
    block: options.Block = None,
    engine: options.Engine = "numpy",
) -> None:
    """Compare two policies over the same uncertain futures.

    Prints what differs, how sure that is and how much depends on which future comes, and writes a report to read in
    a browser (report.html) with the data behind it (runs.parquet, series.parquet, manifest.json).
    """
    one_of(engine, ENGINES, "--engine", "engine")
    loaded = names.system(system)
    policies = names.policy(first, "POLICY_A"), names.policy(second, "POLICY_B")
    scheduled = names.timeline(timeline)
    names.fit(loaded, policies, scheduled)
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
            series=series,
            engine="mesa" if engine == "mesa" else "numpy",
            workers=workers or default_workers(),
            block=block,
        )
        result = options.run_comparison(design)
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
    for note in replaced(policies, scheduled, 12 * years):
        screen.note(note)


def replaced(policies: Sequence[Policy], timeline: Timeline, months: int) -> Iterator[str]:
    """What a timeline takes from each policy: what it sets stands above what a policy says."""
    for policy in {policy.id: policy for policy in policies}.values():
        found = timeline.replaces(policy.levers, months)
        if found:
            each = listed([f"{name} (month {event.month + 1}, {event.label})" for name, event in found.items()])
            yield f"the timeline sets what {policy.name} would set otherwise: {each}"


def command(first: str, second: str, system: str, design: Design, timeline: str = "steady") -> str:
    """The command that gives the same figures again."""
    words = ["tiers", "compare", first, second, "--system", system, "--futures", str(design.futures)]
    words += ["--years", str(design.years), "--seed", str(design.seed)]
    words += ["--timeline", timeline] if timeline != "steady" else []
    words += ["--series", str(design.series)] if design.series is not None else []
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
