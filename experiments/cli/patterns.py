"""``tiers patterns``: do the patterns of the documents come about, on which systems, and where do they fail?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from experiments.cli import names, options, screen
from experiments.cli.checks import default_workers, one_of
from experiments.files import whole_file

if TYPE_CHECKING:
    from experiments.patterns import Found, Pattern


def patterns(
    system: Annotated[
        list[str] | None,
        typer.Option(
            "--system",
            "-s",
            metavar="TEXT",
            help="A system to test on: a name or a YAML file; may be given several times.",
            show_default="the ten described by hand",
            autocompletion=names.complete_system,
        ),
    ] = None,
    pattern: Annotated[
        list[str] | None,
        typer.Option(
            "--pattern", "-p", metavar="ID", help="Only this pattern, such as P01; may be given several times."
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Test on every system that is described.")] = False,
    futures: Annotated[int, options.futures("How many uncertain futures every arm meets.", least=2)] = 500,
    seed: Annotated[int, options.seed("Which futures are drawn.")] = 1,
    frozen_trust: Annotated[
        bool, typer.Option("--frozen-trust", help="Test a model in which trust never moves and is the same everywhere.")
    ] = False,
    output: Annotated[Path | None, options.new_file("A new JSON file for every figure.")] = None,
    workers: Annotated[int | None, options.workers()] = None,
) -> None:
    """Test the patterns that the documents describe, each on several systems."""
    from experiments.patterns import PATTERNS, Trial
    from experiments.patterns.spread import try_all
    from experiments.patterns.stored import Stored, as_text

    codes = dict.fromkeys(one_of(code.upper(), PATTERNS, "--pattern", "pattern") for code in pattern or PATTERNS)
    chosen = [PATTERNS[code] for code in codes]
    systems = [names.system(name).system for name in _systems(system, every)]
    options.check_output(output)
    jobs = [(one, Trial(where, futures, seed, frozen_trust)) for one in chosen for where in systems]
    with options.progress_bar("Testing") as bar:
        task = bar.add_task("", total=len(jobs))
        found = try_all(jobs, workers or default_workers(), lambda: bar.advance(task))
    if output is not None:
        with whole_file(output) as partial:
            text = as_text(Stored(futures, seed, frozen_trust, tuple(found)))
            partial.write_text(text, encoding="utf-8", newline="\n")
    show(screen.output(), chosen, found)


def _systems(asked: Sequence[str] | None, every: bool) -> list[str]:
    """The systems to test on."""
    from experiments.config import list_systems
    from experiments.patterns.table import TEN

    options.not_both(every, asked)
    if asked:
        return list(dict.fromkeys(asked))
    known = [entry.id for entry in list_systems()]
    return known if every else [name for name in TEN if name in known]


def show(console: Console, chosen: Sequence[Pattern], found: Sequence[Found]) -> None:
    """Print the verdicts by pattern and system, where each fails, and how many are reproduced."""
    from experiments.patterns import CRITERION, count_reproduced, on_how_many
    from experiments.patterns.stored import failures

    console.print(screen.styled(CRITERION, "dim"))
    by_pattern = {one.id: [f for f in found if f.pattern == one.id] for one in chosen}
    for one in chosen:
        results = by_pattern[one.id]
        mark = on_how_many([f.verdict for f in results])
        console.print(screen.styled(f"{one.id} {one.name}", "bold"), screen.styled(f"{mark}; {one.kind}: {one.why}"))
        for verdict in ("reproduced", "not", "opposite", "not applicable"):
            where = [f.system for f in results if f.verdict == verdict]
            if where:
                console.print(screen.styled(f"    {verdict} ({len(where)}): {', '.join(where)}"))
        for line in failures(one, results):
            console.print(screen.styled(f"    fails: {line}"))
        for note in (
            one.inferred and f"inferred: {one.inferred}",
            one.off_note and f"not switched off: {one.off_note}",
        ):
            if note:
                console.print(screen.styled(f"    {note}", "dim"))
    count = count_reproduced([[f.verdict for f in by_pattern[one.id]] for one in chosen])
    console.print(f"{count} of {len(chosen)} reproduced")
