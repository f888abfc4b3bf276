"""``tiers attribute``: which lever accounts for how much of the difference between two policies."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import names, options, screen
from experiments.cli.checks import Whole
from experiments.cli.explain import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from experiments.attribution import Attribution

MOST_ORDERS = 1000


def attribute(
    first: Annotated[str, options.policy("POLICY_A", "The first policy")],
    second: Annotated[
        str, options.policy("POLICY_B", "The second policy, from which levers are switched to the first, one by one.")
    ],
    system: options.System,
    futures: Annotated[int, options.futures("How many uncertain futures every set of levers meets.", least=2)] = 200,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="NAME",
            help="A name from 'tiers list outcomes'; may be given more than once.",
            show_default="healthy_life_years, waits_18_weeks",
        ),
    ] = None,
    orders: Annotated[
        int | None,
        typer.Option(
            "--orders",
            metavar="K",
            help="Random orders in which levers are switched.",
            show_default="all of them up to 6 levers, else 16",
            parser=Whole("--orders", 1, MOST_ORDERS),
        ),
    ] = None,
    years: options.Years = 10,
    seed: options.Seed = 1,
    timeline: options.Timeline = "steady",
    output: Annotated[Path | None, options.new_file("A new HTML file for tables and pictures.")] = None,
    as_json: options.Json = False,
) -> None:
    """Say which lever accounts for how much of the difference between two policies.

    Levers that differ are switched from the second policy to the first, one by one, in the same futures; a lever's
    part is what it adds on average over the orders in which they can be switched. The parts sum to the difference.
    """
    loaded = names.system(system)
    one, other = names.policy(first, "POLICY_A"), names.policy(second, "POLICY_B")
    wanted = [
        options.known_outcome(name) for name in dict.fromkeys(outcome or ("healthy_life_years", "waits_18_weeks"))
    ]
    scheduled = names.timeline(timeline)
    names.fit(loaded, [one, other], scheduled)
    options.check_output(output)

    from experiments.attributed import reading, section
    from experiments.attribution import attribute as attributed

    with screen.errors().status("working") as status:
        found = attributed(
            loaded.system,
            one,
            other,
            wanted,
            futures=futures,
            years=years,
            seed=seed,
            orders=orders,
            timeline=scheduled,
            progress=lambda what: status.update(screen.clean(what)),
        )
    title = f"{one.name} against {other.name} in {loaded.system.name}: which lever does what"
    sections = [*(section(a, one, other, futures) for a in found), reading(one, other, found, futures)]
    if output is not None:
        from experiments.explain import page

        page.write(output, title, sections, [_picture(a) for a in found if a.parts])
    if as_json:
        typer.echo(json.dumps(_plain(found), ensure_ascii=False, indent=1))
        return
    console = screen.output()
    show(console, title, sections)
    if output is not None:
        console.print(screen.styled(f"Tables and pictures: {output}"), soft_wrap=True)


def _picture(found: Attribution) -> tuple[str, str, dict[str, Any]]:
    from experiments.explain.figure import FIRST, INK, QUIET, base, safe
    from experiments.words import decimals, difference_unit, number
    from sim.parameters import REGISTRY

    parts = found.parts
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [p.mean for p in parts],
        "y": list(range(len(parts))),
        "marker": {"color": "#9dbbd8", "line": {"color": FIRST, "width": 1}},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [p.high - p.mean for p in parts],
            "arrayminus": [p.mean - p.low for p in parts],
            "color": QUIET,
        },
        "hovertext": [number(p.mean, decimals(found.outcome), signed=True) for p in parts],
        "hoverinfo": "text",
        "showlegend": False,
    }
    down = {
        "tickvals": list(range(len(parts))),
        "ticktext": [safe(REGISTRY[p.lever].label) for p in parts],
        "range": [len(parts) - 0.4, -0.6],
        "automargin": True,
        "fixedrange": True,
    }
    across = {
        "title": {"text": f"Accounts for ({safe(difference_unit(found.outcome))})"},
        "zeroline": True,
        "zerolinecolor": INK,
        "fixedrange": True,
    }
    figure = {"data": [trace], "layout": base(100 + 40 * len(parts), xaxis=across, yaxis=down)}
    return found.outcome.label, "What each lever accounts for, with its 95 % interval; the table has figures.", figure


def _plain(found: Sequence[Attribution]) -> list[dict[str, Any]]:
    def known(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: known(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [known(v) for v in value]
        return None if isinstance(value, float) and value != value else value

    return [known(asdict(a)) for a in found]
