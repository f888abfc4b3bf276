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
    from experiments.explain.text import Section, Table
    from sim.policy import Policy

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
    sections = [*(_section(a, one, other, futures) for a in found), _reading(one, other, found, futures)]
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


def _section(found: Attribution, first: Policy, second: Policy, futures: int) -> Section:
    from experiments.explain.text import Section
    from experiments.words import between, decimals, difference_unit, lower_first, number

    outcome, places = found.outcome, decimals(found.outcome)
    if not found.parts:
        return Section(outcome.label, ("Both policies set every lever alike: there is nothing to attribute.",))
    sign = "" if outcome.better == "neither" else f"; {outcome.better} is better"
    said = (
        f"{first.name} changes {lower_first(outcome.label)} by {number(found.total, places, signed=True)} "
        f"{difference_unit(outcome)} compared with {second.name}, on average over {futures:,} futures "
        f"(95 % interval {between(found.low, found.high, places)}{sign})."
    )
    return Section(outcome.label, (said,), _table(found, first, second, places))


def _table(found: Attribution, first: Policy, second: Policy, places: int) -> Table:
    from experiments.attribution import levers
    from experiments.explain.text import Table, part
    from experiments.report.view import setting
    from experiments.words import between, number
    from sim.parameters import REGISTRY

    mine, others = levers(first), levers(second)
    ends = all(p.alone == p.alone and p.last == p.last for p in found.parts)
    header = ("Lever", "From", "To", "Accounts for", "95 % interval", "Part")
    more = ("Switched first", "Switched last") if ends else ()
    sampled = ("Error from orders",) if found.orders else ()
    rows = []
    for p in found.parts:
        row = [
            REGISTRY[p.lever].label,
            setting(others[p.lever]),
            setting(mine[p.lever]),
            number(p.mean, places, signed=True),
            between(p.low, p.high, places),
            part(p.share),
        ]
        row += [number(p.alone, places, signed=True), number(p.last, places, signed=True)] if ends else []
        row += [number(p.order_error, places)] if found.orders else []
        rows.append(tuple(row))
    filler = ("",) * (len(more) + len(sampled))
    all_of_it = "100 %" if found.parts[0].share == found.parts[0].share else "–"
    whole = number(found.total, places, signed=True), between(found.low, found.high, places)
    rows.append(("All together", "", "", *whole, all_of_it, *filler))
    return Table((*header, *more, *sampled), tuple(rows))


def _reading(first: Policy, second: Policy, found: Sequence[Attribution], futures: int) -> Section:
    from experiments.explain.text import Section

    one = found[0]
    how = (
        f"{one.orders:,} random orders of switching were walked"
        if one.orders
        else f"every order of switching counts alike ({one.runs:,} sets of levers were run)"
    )
    text = (
        f"Levers are switched one by one from {second.name} to {first.name}, in the same {futures:,} futures; {how}. "
        "A lever accounts for what it adds on average over the orders; the parts sum to the whole difference. Where "
        "what it adds depends on whether it is switched first or last, levers work together or against each other. "
        "A part below zero works against the difference. The interval shows sampling error over futures only."
    )
    return Section("How to read this", (text,))


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
