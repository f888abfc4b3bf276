"""``tiers sweep``: carry out an experiment; go on with it, extend it, share it out, put shards together."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import FAILED, INCOMPLETE, names, options, screen
from experiments.cli.checks import RESULTS, default_workers, one_of
from experiments.cli.look import Command, Usual, paragraphs
from experiments.problems import BadInput

if TYPE_CHECKING:
    from experiments.config import Experiment
    from experiments.sweep.estimate import Estimate
    from experiments.sweep.folder import Sweep, Wish
    from experiments.sweep.workforce import Workforce

EXECUTORS = ("processes", "dask")
AGAIN = "Going on"
app = typer.Typer(
    help="""Carry out an experiment: every policy in every system through the same points of a design.

    FILE is a name ('tiers list experiments') or a YAML file. What is done is on disk at once, so that a sweep that was
    broken off can be gone on with. 'merge' puts together what several machines ran.
    """,
    cls=Usual,
    rich_markup_mode="rich",
)


@app.callback(invoke_without_command=True)
def nothing_chosen(context: typer.Context) -> None:
    """Show the help when nothing was chosen."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _shard(text: object) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", str(text).strip())
    number, of = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= number <= of:
        raise BadInput.single(f"'{str(text)[:40]}' is no share of the work", "--shard", "I/N, from 1/N to N/N, as 2/5")
    return number, of


def run_sweep(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="The experiment: a name ('tiers list experiments') or a YAML file.",
            autocompletion=names.complete_experiment,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="A folder for the results.",
            show_default="results/sweep-<id of the experiment>",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what the sweep is and what it will take; run and write nothing.")
    ] = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the sweep in the folder, or begin it.", rich_help_panel=AGAIN),
    ] = False,
    retry: Annotated[
        bool,
        typer.Option("--retry", help="As --resume, and run those that failed again.", rich_help_panel=AGAIN),
    ] = False,
    extend: Annotated[
        bool,
        typer.Option(
            "--extend",
            help="As --resume, and add the points or replicates that the experiment has and the folder has not.",
            rich_help_panel=AGAIN,
        ),
    ] = False,
    shard: Annotated[
        Any,
        typer.Option(
            "--shard",
            metavar="I/N",
            help="Run only the I-th of N shares of the points, for 'tiers sweep merge' to put together.",
            parser=_shard,
            rich_help_panel=options.HOW,
        ),
    ] = None,
    workers: options.Workers = None,
    block: options.Block = None,
    executor: Annotated[
        str,
        typer.Option(
            "--executor",
            metavar="WHICH",
            help="Who does the work: 'processes' on this machine, or the workers of a 'dask' cluster.",
            autocompletion=lambda: list(EXECUTORS),
            rich_help_panel=options.HOW,
        ),
    ] = "processes",
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="ADDRESS",
            help="Address of the Dask scheduler, such as tcp://host:8786. It runs code for whoever reaches it: keep it "
            "inside a network you trust.",
            rich_help_panel=options.HOW,
        ),
    ] = None,
) -> int:
    """Carry out an experiment.

    Ends with status 0 when all runs are done, and 3 when some failed: each is recorded with what went wrong.
    """
    from experiments.sweep.folder import Wish

    one_of(executor, EXECUTORS, "--executor", "executor")
    _check_executor(executor, scheduler, workers)
    experiment = names.experiment(file)
    folder = output or RESULTS / f"sweep-{experiment.id}"
    again = resume or retry or extend
    wish = Wish(command(file, block, shard), again, extend, block, shard)
    if dry_run:
        _dry_run(folder, experiment, wish, workers or default_workers())
        return 0
    from experiments.sweep.loop import Lost

    force = _workforce(executor, scheduler, workers)
    try:
        return _carry_out(folder, experiment, wish, force, retry)
    except Lost as error:
        same = going_on(wish.command, output, workers, scheduler, retry)
        screen.complain(f"{error}; go on with: {same}")
        return FAILED


def command(file: str, block: int | None, shard: tuple[int, int] | None) -> str:
    """The command that gives the same runs again."""
    words = ["tiers", "sweep", file, *(["--block", str(block)] if block else [])]
    return shlex.join([*words, *(["--shard", f"{shard[0]}/{shard[1]}"] if shard else [])])


def going_on(begun: str, output: Path | None, workers: int | None, scheduler: str | None, retry: bool) -> str:
    """The command that goes on with a sweep in the same folder and with the same workers."""
    executor = "dask" if scheduler else None
    given = {"--output": output, "--workers": workers, "--executor": executor, "--scheduler": scheduler}
    words = [word for name, value in given.items() if value for word in (name, str(value))]
    return f"{begun} {shlex.join([*words, '--retry' if retry else '--resume'])}"


def _check_executor(executor: str, scheduler: str | None, workers: int | None) -> None:
    if executor == "dask" and not scheduler:
        raise BadInput.single("the executor 'dask' needs a scheduler", "--scheduler", "its address, as tcp://host:8786")
    if executor != "dask" and scheduler:
        raise BadInput.single("only the executor 'dask' has a scheduler", "--scheduler", "--executor dask beside it")
    if executor == "dask" and workers:
        raise BadInput.single("how many workers a cluster has is its own affair", "--workers", "to leave it out")


def _workforce(executor: str, scheduler: str | None, workers: int | None) -> Workforce:
    from experiments.sweep import workforce

    return workforce.dask(scheduler or "") if executor == "dask" else workforce.processes(workers or default_workers())


def _carry_out(folder: Path, experiment: Experiment, wish: Wish, force: Workforce, retry: bool) -> int:
    """Run what is left of a sweep behind a bar, and say how it ended."""
    from experiments.sweep.folder import opened
    from experiments.sweep.run import carry_out

    with opened(folder, experiment, wish) as sweep:
        for note in sweep.notes:
            screen.note(note)
        with _kept(sweep), options.progress_bar("Sweeping", ("runs,",), rate=True) as bar:
            task = bar.add_task("", total=sweep.plan.runs, completed=sweep.stored)
            failed = carry_out(sweep, force, lambda done: bar.advance(task, done.runs), retry)
        console = screen.output()
        console.print(f"{sweep.plan.runs:,} runs: {screen.clean(folder)}", markup=False, soft_wrap=True)
        console.print(_spent(sweep.manifest["sessions"][-1]["spent"]), style="dim")
        if failed:
            what = f"{failed:,} runs failed; 'tiers results summary {folder}' says why, --retry runs them again"
            screen.complain(what)
        return INCOMPLETE if failed else 0


def _spent(spent: Mapping[str, Any]) -> str:
    """What the workers spent, in words."""
    from experiments.words import percent, spelled_time

    if not spent["worker_seconds"]:
        return "Nothing was left to be run."
    seconds = spent["worker_seconds"] + spent["handing_out_seconds"]
    beside = 1.0 - spent["engine_seconds"] / seconds
    said = f"{spelled_time(seconds)} of core time, {percent(beside)} of it beside the engine"
    if not spent["worker_memory"]:
        return f"{said}."
    most, early = (spent[name] / 1e6 for name in ("worker_memory", "worker_memory_after_a_fifth"))
    return f"{said}; a worker held at most {most:,.0f} MB, and {early:,.0f} MB after a fifth of the runs."


@contextmanager
def _kept(sweep: Sweep) -> Iterator[None]:
    """Where a sweep is broken off, say how much of it is stored."""
    try:
        yield
    except BaseException:
        screen.note(f"{sweep.stored:,} of {sweep.plan.runs:,} runs are stored in '{sweep.folder}'; --resume goes on")
        raise


def _dry_run(folder: Path, experiment: Experiment, wish: Wish, workers: int) -> None:
    from experiments.sweep.estimate import estimate
    from experiments.sweep.folder import foreseen, not_asked_for

    if problem := not_asked_for(folder, wish):
        screen.note(str(problem))
    with screen.errors().status("Trying a few blocks"):
        plan, design, stored = foreseen(folder, experiment, wish)
        found = estimate(plan, design)
    _show(found, stored, workers)


def _show(found: Estimate, stored: int, workers: int) -> None:
    from experiments.cli.spread import plain_table
    from experiments.words import spelled_time

    plan = found.plan
    e = plan.experiment
    points = plan.points[1] - plan.points[0]
    memory = f"{found.memory / 1e6:,.0f} MB for each worker, as far as tried" if found.memory else "not told here"
    seconds = found.seconds * (plan.runs - stored) / plan.runs
    wall = seconds / min(workers, max(found.blocks, 1))
    rows = [
        ("Experiment", f"{e.name} ({e.id})"),
        ("Systems, policies, timelines", f"{len(e.systems)} × {len(e.policies)} × {len(e.timelines)}"),
        ("Varied", f"{len(e.factors)} parameters"),
        ("Design", f"{e.recipe.kind}, {points:,} points × {e.replicates} replicates"),
        ("Runs (rows)", f"{plan.runs:,}, each of {e.years} years"),
        *([("Stored already", f"{stored:,}; time is of the others")] if stored else []),
        ("Blocks", f"{found.blocks:,} of at most {plan.block}"),
        ("Time", f"{spelled_time(wall)} on {workers} workers ({spelled_time(seconds)} of one core)"),
        ("Memory", memory),
        ("Disk", f"{found.disk / 1e6:,.1f} MB"),
    ]
    table = plain_table()
    table.show_header = False
    for name, value in rows:
        table.add_row(screen.styled(name, "bold"), screen.styled(value))
    screen.output().print(table)
    screen.output().print("Nothing was run to its end, and nothing was written.", style="dim")


def merge(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="The folders of all shards, each finished.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="A new folder for the whole.")],
) -> int:
    """Put the shards of a sweep together, as if one machine had run them all.

    Warns where the code or a library was not the same for all of them.
    """
    from experiments.store import new_folder
    from experiments.sweep.merge import merge as put_together

    with new_folder(output) as partial:
        merged = put_together(folders, partial, shlex.join(["tiers", "sweep", "merge", *map(str, folders)]))
    for note in merged.notes:
        screen.note(note)
    screen.output().print(f"Merged: {screen.clean(output)}", markup=False, soft_wrap=True)
    return INCOMPLETE if merged.failed else 0


app.command("run", cls=Command, help=paragraphs(run_sweep), hidden=True)(run_sweep)
app.command("merge", cls=Command, help=paragraphs(merge))(merge)
