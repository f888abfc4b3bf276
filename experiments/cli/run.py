"""``tiers run``: one future under one policy, with its story."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import names, options, screen
from experiments.cli.checks import MOST_YEARS, Whole
from experiments.problems import BadInput, nearest_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.timeline import Event, Timeline
    from sim.trace import Decision


def run_one(
    policy: Annotated[str, options.policy("POLICY", "The policy")],
    system: options.System,
    number: options.Number,
    years: options.Years = 10,
    seed: options.SeedOfRun = 1,
    timeline: options.Timeline = "steady",
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            metavar="N",
            help="Tell only what was decided in this year.",
            parser=Whole("--year", 1, MOST_YEARS),
            rich_help_panel="What to tell",
        ),
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(
            "--who", metavar="NAME", help="Tell only what this organisation decided.", rich_help_panel="What to tell"
        ),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Tell also of chances that were not taken, and of decisions that are as they were the last time.",
            rich_help_panel="What to tell",
        ),
    ] = False,
    monthly: Annotated[
        Path | None,
        typer.Option("--monthly", metavar="FILE", help="A new CSV file for every outcome, month by month."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for machines: always the whole story.")] = False,
) -> None:
    """Play one future under one policy, and tell month by month who decided what, and why.

    The future is the one that 'tiers compare' calls by this number when it is given the same seed: the same draws,
    the same uncertain values, the same figures.
    """
    loaded, chosen = names.system(system), names.policy(policy, "POLICY")
    scheduled = names.timeline(timeline)
    names.fit(loaded, [chosen], scheduled)
    if year is not None and year > years:
        raise BadInput.single(f"year {year} is after the end of the run", where="--year", allowed=f"1 to {years}")

    options.check_output(monthly, "--monthly")

    from experiments.cli.story import stances, tell
    from experiments.files import whole_file
    from experiments.record import run_months, run_values
    from experiments.replay import future, outcomes, replay
    from experiments.store import column

    one = future(seed, number)
    model = replay(loaded.system, chosen, one, 12 * years, timeline=scheduled)
    found = run_values(loaded.system, chosen, outcomes(model), scheduled)
    if monthly is not None:
        table = run_months(loaded.system, chosen, model.series, scheduled)
        with whole_file(monthly) as partial:
            partial.write_text(table, encoding="utf-8", newline="\n")
    if as_json:
        typer.echo(
            json.dumps(
                {
                    "system": loaded.system.id,
                    "policy": chosen.id,
                    "timeline": scheduled.id,
                    "seed": seed,
                    "run": number,
                    "replicate": int(one.replicates[0]),
                    "years": years,
                    "values": {
                        name: loaded.system.starting_values.get(name, float(row[0])) for name, row in one.values.items()
                    },
                    "outcomes": {column(outcome, entity): value for outcome, entity, value in found},
                    "scheduled": [
                        {"month": event.month, "label": event.label} for event in _happening(scheduled, years)
                    ],
                    "story": [_plain(decision) for decision in model.story],
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    story = chosen_part(model.story, year, who, everything)
    happening = _happening(scheduled, years, year) if who is None else []
    console = screen.output()
    title = f"{chosen.name} in {loaded.system.name}, future {number} of seed {seed}"
    tell(console, title, story, happening, found, stances(model))


def _happening(timeline: Timeline, years: int, year: int | None = None) -> list[Event]:
    """What a timeline schedules for a run of so many years, or for one of them."""
    first, last = (0, 12 * years) if year is None else (12 * (year - 1), 12 * year)
    return sorted((e for e in timeline.events if first <= e.month < last), key=lambda e: e.month)


def chosen_part(story: Sequence[Decision], year: int | None, who: str | None, everything: bool) -> list[Decision]:
    """The decisions to tell: of chances that were taken, and of what was decided otherwise than the last time."""
    from experiments.telling import changed

    anew = story if everything else changed(story)
    if who is not None:
        known = {decision.agent_name for decision in story} | {decision.agent for decision in story}
        found = {name for name in known if who.casefold() in name.casefold()}
        if not found:
            raise BadInput.single(
                f"nobody called '{who}' decided anything",
                where="--who",
                allowed=", ".join(sorted({decision.agent_name for decision in story})),
                nearest=nearest_name(who, known),
            )
        anew = [decision for decision in anew if decision.agent in found or decision.agent_name in found]
    if year is not None:
        anew = [decision for decision in anew if decision.month // 12 == year - 1]
    return [d for d in anew if everything or not _not_taken(d)]


def _not_taken(decision: Decision) -> bool:
    return bool(decision.kind == "chance" and decision.terms.get("u", 0.0) >= decision.terms.get("p", 1.0))


def _plain(decision: Decision) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(decision)
