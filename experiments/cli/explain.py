"""``tiers explain``: why one run came out as it did, or why two policies part in the same future."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.padding import Padding

from experiments.cli import names, options, screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from experiments.explain.explain import Explanation
    from experiments.explain.text import Section, Table


def explain(
    first: Annotated[str, options.policy("POLICY", "The policy")],
    system: options.System,
    number: options.Number,
    second: Annotated[
        str | None, options.policy("[POLICY_B]", "A second policy, in the same future: why do they part?")
    ] = None,
    outcome: Annotated[
        str,
        typer.Option("--outcome", metavar="NAME", help="What is to be explained: a name from 'tiers list outcomes'."),
    ] = "healthy_life_years",
    futures: Annotated[
        int, options.futures("Futures over which the effect of each replaced decision is averaged.", least=2)
    ] = 100,
    years: options.Years = 10,
    seed: options.SeedOfRun = 1,
    timeline: options.Timeline = "steady",
    output: Annotated[Path | None, options.new_file("A new HTML file for text and pictures.")] = None,
    as_json: options.Json = False,
) -> None:
    """Explain a run, or why two policies part in the same future.

    For one policy: the decisions that mattered most. For two: where they first part, the decisions that followed and
    their reasons. A cause is claimed only where the future was played again with those decisions replaced.
    """
    loaded, one = names.system(system), names.policy(first, "POLICY")
    other = names.policy(second, "POLICY_B") if second is not None else None
    chosen = options.known_outcome(outcome)
    scheduled = names.timeline(timeline)
    names.fit(loaded, [one] if other is None else [one, other], scheduled)
    options.check_output(output)

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
