"""``tiers explain``: why one run came out as it did, or why two policies part in the same future."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.padding import Padding

from experiments.cli import names, screen
from experiments.cli.checks import MOST_FUTURES, MOST_SEED, MOST_YEARS, Whole, one_of
from experiments.problems import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from experiments.explain.explain import Explanation
    from experiments.explain.text import Section, Table
    from sim.outcomes import Outcome


def explain(
    first: Annotated[
        str,
        typer.Argument(
            metavar="POLICY",
            help="The policy: a name ('tiers list policies') or a YAML file.",
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
    number: Annotated[
        int,
        typer.Option(
            "--run",
            "-r",
            metavar="N",
            help="Number of the future, as in the column 'run' of runs.parquet; the first is 0.",
            parser=Whole("--run", 0, MOST_FUTURES - 1),
        ),
    ],
    second: Annotated[
        str | None,
        typer.Argument(
            metavar="[POLICY_B]",
            help="A second policy, in the same future: why do they part?",
            autocompletion=names.complete_policy,
        ),
    ] = None,
    outcome: Annotated[
        str,
        typer.Option("--outcome", metavar="NAME", help="What is to be explained: a name from 'tiers list outcomes'."),
    ] = "healthy_life_years",
    futures: Annotated[
        int,
        typer.Option(
            "--futures",
            "-f",
            metavar="N",
            help="Futures over which the effect of each replaced decision is averaged.",
            parser=Whole("--futures", 2, MOST_FUTURES),
        ),
    ] = 100,
    years: Annotated[
        int, typer.Option("--years", metavar="N", help="Years to run.", parser=Whole("--years", 1, MOST_YEARS))
    ] = 10,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            metavar="N",
            help="The seed of the comparison that the future belongs to.",
            parser=Whole("--seed", 0, MOST_SEED),
        ),
    ] = 1,
    timeline: Annotated[
        str,
        typer.Option(
            "--timeline",
            "-t",
            metavar="NAME",
            help="What is scheduled to happen: a name ('tiers list timelines') or a YAML file.",
            autocompletion=names.complete_timeline,
        ),
    ] = "steady",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="A new HTML file for text and pictures."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
) -> None:
    """Explain a run, or why two policies part in the same future.

    For one policy: the decisions that mattered most. For two: where they first part, the decisions that followed and
    their reasons. A cause is claimed only where the future was played again with those decisions replaced.
    """
    loaded, one = names.system(system), names.policy(first, "POLICY")
    other = names.policy(second, "POLICY_B") if second is not None else None
    chosen = known_outcome(outcome)
    scheduled = names.timeline(timeline)
    check_output(output)

    from experiments.explain import figure, page, text
    from experiments.explain.explain import Wanted
    from experiments.explain.explain import explain as explained

    wanted = Wanted(loaded.system, one, other, number, chosen, seed, years, futures, scheduled)
    with screen.errors().status("working") as status:
        found = explained(wanted, lambda what: status.update(screen.clean(what)))
    title, sections = text.title(found), text.sections(found)
    if output is not None:
        page.write(output, title, sections, figure.figures(found))
    if as_json:
        typer.echo(json.dumps(plain(found, title, sections), ensure_ascii=False, indent=1))
        return
    console = screen.output()
    show(console, title, sections)
    if output is not None:
        console.print(screen.styled(f"Text and pictures: {output}"), soft_wrap=True)


def known_outcome(name: str) -> Outcome:
    """The outcome of the whole system with that name, or ``BadInput``."""
    from sim.outcomes import CATALOGUE

    known = {outcome.name: outcome for outcome in CATALOGUE if outcome.kind == "icb"}
    return known[one_of(name, known, "--outcome", "outcome")]


def check_output(output: Path | None) -> None:
    """Refuse a file that exists or that cannot be written, before anything is run."""
    if output is None:
        return
    if output.exists() or output.is_symlink():
        raise BadInput.single(
            f"'{output}' exists already and is never overwritten", where="--output", allowed="a new file"
        )
    if not output.parent.is_dir():
        raise BadInput.single(f"there is no folder '{output.parent}'", where="--output", allowed="a new file")


def show(console: Console, title: str, sections: Sequence[Section]) -> None:
    """Print an explanation."""
    console.print(Padding(screen.styled(title, "bold"), (1, 0, 0, 0)))
    for section in sections:
        console.print(Padding(screen.styled(section.title, "bold underline"), (1, 0, 0, 0)))
        for paragraph in section.paragraphs:
            console.print(screen.styled(paragraph))
        if section.table is not None:
            console.print(grid(section.table))
        for number, point in enumerate(section.points, 1):
            console.print(Padding(screen.styled(f"{number}. {point}"), (0, 0, 0, 2)))
        if section.after:
            console.print(screen.styled(section.after))


def grid(table: Table) -> Any:
    """A table for the screen: the first column is text, the others are figures."""
    from experiments.cli.spread import plain_table

    made = plain_table()
    made.padding = (0, 2, 0, 0)
    for index, column in enumerate(table.header):
        made.add_column(screen.styled(column), justify="right" if index else "left", overflow="fold")
    for row in table.rows:
        made.add_row(*(screen.styled(cell) for cell in row))
    return made


def plain(found: Explanation, title: str, sections: Sequence[Section]) -> dict[str, Any]:
    """An explanation as data."""
    wanted = found.wanted
    return {
        "title": title,
        "system": wanted.system.id,
        "policies": [p.id for p in (wanted.first, wanted.second) if p is not None],
        "seed": wanted.seed,
        "run": wanted.number,
        "years": wanted.years,
        "futures": wanted.futures,
        "outcome": asdict(found.outcome),
        "values": [found.first, found.second],
        "mean_difference": found.mean if wanted.second is not None else None,
        "same": found.same if wanted.second is not None else None,
        "first_parting": asdict(found.parted[0]) if found.parted else None,
        "chain": [asdict(link) for link in found.links],
        "all_decisions": _effect(found.everything),
        "kinds": [_effect(e) for e in found.kinds],
        "parts": [_effect(e) for e in found.parts],
        "all_settings": _effect(found.settings),
        "settings": [_effect(e) for e in found.levers],
        "turning_points": [_effect(e) for e in found.turning],
        "text": [asdict(section) for section in sections],
    }


def _effect(effect: Any) -> dict[str, Any] | None:
    if effect is None:
        return None
    figures = {name: getattr(effect, name) for name in ("into", "out", "run", "mean", "low", "high")}
    known = {name: value if value == value else None for name, value in figures.items()}
    return {"label": effect.label, "decisions": effect.decisions, **known}
