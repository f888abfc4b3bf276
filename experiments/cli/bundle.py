"""``tiers bundle``: a sweep as one archive that can be cited, and the check that it can be reproduced."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from experiments.cli import FAILED, options, screen
from experiments.cli.checks import Whole, default_workers
from experiments.cli.look import Command, Usual, paragraphs
from experiments.files import check_new

app = typer.Typer(
    help="Pack a sweep into one archive that can be cited, or check that one can be reproduced.",
    cls=Usual,
    rich_markup_mode="rich",
)


@app.callback(invoke_without_command=True)
def nothing_chosen(context: typer.Context) -> None:
    """Show the help when nothing was chosen."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def write(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder of a finished sweep.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE.zip", help="A new archive.", show_default="the folder's name with .zip"
        ),
    ] = None,
) -> None:
    """Pack a sweep into one archive: experiment, systems, policies, timelines, design, results, manifest, checksums."""
    from experiments.sweep.bundle import write as pack

    archive = output or Path(f"{results.resolve().name}.zip")
    check_new(archive, "--output")
    pack(results, archive)
    screen.output().print(f"Bundle: {screen.clean(archive)}", markup=False, soft_wrap=True)
    screen.output().print(f"To reproduce it: tiers bundle check {screen.clean(archive)}", markup=False, soft_wrap=True)


def check(
    archive: Annotated[Path, typer.Argument(metavar="FILE.zip", help="What 'tiers bundle' wrote.")],
    blocks: Annotated[
        int | None,
        typer.Option(
            "--blocks",
            metavar="N",
            help="Run only so many blocks again, from all over the sweep.",
            show_default="all",
            parser=Whole("--blocks", 1, 10**9),
        ),
    ] = None,
    workers: options.Workers = None,
) -> int:
    """Run what an archive describes again, and compare every value with the stored one.

    Ends with status 0 when all are equal to the last bit, and 1 when any differs.
    """
    from experiments.sweep import bundle, parts, workforce

    with tempfile.TemporaryDirectory(prefix="tiers-") as scratch:
        (again := Path(scratch, "again")).mkdir()
        folder = bundle.unpack(archive, Path(scratch, "bundle"))
        total = sum(stop - start for start, stop in bundle.evenly(parts.done(folder), blocks))
        with options.progress_bar("Running again", ("runs,",), rate=True) as bar:
            task = bar.add_task("", total=total)
            force = workforce.processes(workers or default_workers())
            found = bundle.reproduce(folder, again, force, lambda done: bar.advance(task, done.runs), blocks)
    for text in found.differing[:20]:
        screen.complain(text)
    if found.differing:
        screen.complain("not reproduced: code, libraries or processor differ from those that the manifest names")
        return FAILED
    screen.output().print(f"Reproduced: all values of {found.runs:,} runs are equal, to the last bit.", markup=False)
    return 0


app.command("run", cls=Command, help=paragraphs(write), hidden=True)(write)
app.command("check", cls=Command, help=paragraphs(check))(check)
