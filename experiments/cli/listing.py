"""``tiers list``: what there is to choose from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from experiments.cli import names, options, screen
from experiments.cli.checks import one_of
from experiments.cli.look import Command, Group
from experiments.config import (
    Listed,
    list_circumstances,
    list_experiments,
    list_policies,
    list_systems,
    list_timelines,
    list_weightings,
)

app = typer.Typer(
    help="List the systems, policies, timelines, circumstances, weights, experiments, parameters, decisions or "
    "outcomes there are.",
    cls=Group,
    rich_markup_mode="rich",
)


@app.callback(invoke_without_command=True)
def nothing_chosen(context: typer.Context) -> None:
    """Show the help when nothing was chosen."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("systems", cls=Command)
def systems(as_json: options.Json = False) -> None:
    """List the integrated care systems that are described."""
    _files(list_systems(), as_json)


@app.command("policies", cls=Command)
def policies(as_json: options.Json = False) -> None:
    """List the policies that are described."""
    _files(list_policies(), as_json)


@app.command("timelines", cls=Command)
def timelines(as_json: options.Json = False) -> None:
    """List what may be scheduled to happen to a system."""
    _files(list_timelines(), as_json)


@app.command("circumstances", cls=Command)
def circumstances(as_json: options.Json = False) -> None:
    """List what may hold in every future, such as needs that vary much."""
    _files(list_circumstances(), as_json)


@app.command("weights", cls=Command)
def weights(as_json: options.Json = False) -> None:
    """List the weightings of outcomes that are described."""
    _files(list_weightings(), as_json)


@app.command("experiments", cls=Command)
def experiments(as_json: options.Json = False) -> None:
    """List the experiments that are described."""
    _files(list_experiments(), as_json)


@app.command("parameters", cls=Command)
def parameters(
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help="Only 'lever' or only 'uncertainty'.")
    ] = None,
    mechanism: Annotated[
        str | None, typer.Option("--mechanism", metavar="M", help="Only those that one mechanism reads, such as M7.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """List every parameter: range, default, how good it is and where it comes from."""
    from sim.parameters import REGISTRY

    chosen = list(REGISTRY.values())
    if role is not None:
        one_of(role, ("lever", "uncertainty"), "--role", "role")
        chosen = [p for p in chosen if p.role == role]
    if mechanism is not None:
        known = sorted({m for p in REGISTRY.values() for m in p.mechanisms}, key=lambda m: (len(m), m))
        one_of(mechanism, known, "--mechanism", "mechanism")
        chosen = [p for p in chosen if mechanism in p.mechanisms]
    if as_json:
        _json([asdict(p) for p in chosen])
        return
    from experiments.words import short

    rows = [
        (
            p.name,
            f"{p.label}\n{p.unit}" if p.unit and not p.choices else p.label,
            p.role,
            " | ".join(p.choices) if p.choices else f"{short(p.low)} to {short(p.high)}",
            p.default if isinstance(p.default, str) else short(p.default),
            " ".join(p.mechanisms),
            p.grade,
        )
        for p in chosen
    ]
    _table(("Name", "What it is, unit", "Role", "Range", "Default", "Read by", "Grade"), rows)
    from sim.parameters import GRADES

    screen.output().print(
        "Grades: " + "; ".join(f"{grade} {meaning}" for grade, meaning in GRADES.items()), style="dim"
    )


@app.command("decisions", cls=Command)
def decisions(system: options.System, as_json: options.Json = False) -> None:
    """List who decides what in a system, and about what: a timeline may fix it under 'decides'."""
    from experiments.telling import cadence
    from experiments.words import short
    from sim.policy import Policy
    from sim.rules import Deciding
    from sim.wiring import decided_by, program

    plan = program(names.system(system).system, Policy("default", "Default", "Every lever at its default."))

    def values(deciding: Deciding) -> str:
        return "0 or 1" if deciding.reason == "chance" else f"{short(deciding.low)} to {short(deciding.high)}"

    headers = ("decision", "agent", "about", "when", "values")
    rows = [
        (rule.decides.name, agent, "" if about == agent else about, cadence(rule.phase), values(rule.decides))
        for rule in plan.rules
        if rule.decides is not None
        for _, agent, about in decided_by(plan.structure, rule)
    ]
    if as_json:
        _json([dict(zip(headers, row, strict=True)) for row in rows])
        return
    _table(tuple(header.capitalize() for header in headers), rows)


@app.command("outcomes", cls=Command)
def outcomes(as_json: options.Json = False) -> None:
    """List every outcome: unit, which way is better, and the smallest difference that matters."""
    from experiments.words import direction, short
    from sim.outcomes import CATALOGUE

    if as_json:
        _json([asdict(outcome) for outcome in CATALOGUE])
        return
    rows = [
        (
            o.name,
            f"{o.label}\n{o.unit}",
            o.group,
            "system" if o.kind == "icb" else o.kind,
            direction(o),
            short(o.matters),
        )
        for o in CATALOGUE
    ]
    _table(("Name", "What it is, unit", "Group", "For each", "Better", "Smallest difference\nthat matters"), rows)


def _files(entries: Sequence[Listed], as_json: bool) -> None:
    if as_json:
        _json([{"id": e.id, "name": e.name, "summary": e.summary, "path": str(e.path)} for e in entries])
        return
    _table(("Name to type", "Name", "What it is"), [(e.id, e.name, e.summary) for e in entries])


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose first column holds names to type, which are never broken over two lines."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, header_style="bold")
    for number, column in enumerate(header):
        table.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*(screen.styled(cell) for cell in row))
    screen.output().print(table)


def _json(data: Any) -> None:
    typer.echo(json.dumps(data, indent=1, ensure_ascii=False))
