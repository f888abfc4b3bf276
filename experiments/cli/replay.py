"""``tiers replay``: a run of a sweep played again, with its story."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import FAILED, screen
from experiments.cli.checks import Whole
from experiments.cli.run import chosen_part

MOST_RUNS = 10**12


def replay(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder of a sweep.")],
    number: Annotated[
        int,
        typer.Option(
            "--run",
            "-r",
            metavar="N",
            help="Number of the run, as in the column 'run'.",
            parser=Whole("--run", 0, MOST_RUNS),
        ),
    ],
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Tell only what this organisation decided.")
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar="N", help="Tell only what was decided in this year.", parser=Whole("--year", 1, 50)
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Compare the outcomes, and tell no story.")] = False,
) -> int:
    """Play a run of a sweep again, check that it comes to the same, and tell its story.

    It is played in the Mesa engine, one organisation after the other, from the sweep's own copies of system, policy and
    timeline. Ends with status 1 when an outcome differs from what is stored, by however little.
    """
    from experiments.cli.story import stances, tell
    from experiments.record import run_values
    from experiments.replay import outcomes
    from experiments.sweep.again import play_again

    found = play_again(results, number)
    job, model = found.job, found.model
    console = screen.output()
    if not quiet:
        title = f"{found.policy.name} in {job.system.name}, run {number}: point {job.points[0]} of the design"
        story = chosen_part(model.story, year, who, everything=False)
        scheduled = [event for event in job.timeline.events if event.month < job.months and who is None]
        came = run_values(job.system, found.policy, outcomes(model), job.timeline)
        kept = {outcome.name for outcome in job.outcomes}
        tell(console, title, story, scheduled, [c for c in came if c[0].name in kept], stances(model))
    if found.differs:
        for one in found.differs:
            screen.complain(f"{one.column}: stored {one.stored!r}, now {one.now!r}")
        screen.complain(
            f"{len(found.differs)} of {found.compared} outcomes differ: the code or the libraries are others"
        )
        return FAILED
    console.print(
        f"All {found.compared} outcomes of run {number} equal the stored ones, to the last bit.", markup=False
    )
    return 0
