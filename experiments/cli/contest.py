"""``tiers contest``: any number of policies over the same futures; which does best, how often, and how surely."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from experiments.cli import names, options, screen
from experiments.cli.checks import default_workers
from experiments.problems import BadInput, choices, nearest_name
from sim.policy import Policy
from sim.system import System

if TYPE_CHECKING:
    from experiments.contest import Contest
    from sim.outcomes import Outcome

WHERE = "Where, and in what circumstances"
Named = TypeVar("Named", Policy, System)


def contest(
    policy: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="POLICY",
            help=f"Two policies or more: {options.OR_FILE.format('policies')}.",
            show_default="all that come with the repository",
            autocompletion=names.complete_policy,
        ),
    ] = None,
    system: Annotated[
        list[str] | None,
        typer.Option(
            "--system",
            "-s",
            metavar="TEXT",
            help=f"A system: {options.OR_FILE.format('systems')}; may be given several times.",
            autocompletion=names.complete_system,
            rich_help_panel=WHERE,
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every system that is described.", rich_help_panel=WHERE)
    ] = False,
    circumstances: Annotated[str | None, options.circumstances(WHERE)] = None,
    timeline: Annotated[str | None, options.timeline(shown="steady, or that of the circumstances")] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="NAME",
            help="An outcome of the whole system ('tiers list outcomes'); may be given several times.",
            show_default="healthy_life_years and waits_18_weeks",
        ),
    ] = None,
    futures: Annotated[int, options.futures("How many uncertain futures every policy meets.", least=2)] = 200,
    years: options.Years = 10,
    seed: options.Seed = 1,
    workers: options.Workers = None,
    output: Annotated[Path | None, options.new_file("A new JSON file for every figure.")] = None,
    as_json: options.Json = False,
) -> None:
    """Let any number of policies meet the same uncertain futures: which does best, how often, and how surely.

    For each outcome it says in which share of futures each policy is best, and whether the best mean is clear of all
    others: every 95 % interval of the paired difference above zero.
    """
    from experiments.contest import OUTCOMES, Contest, plain, run
    from experiments.files import whole_file

    given = names.circumstances(circumstances) if circumstances is not None else None
    design = Contest(
        policies=_policies(policy),
        systems=_systems(system, every),
        outcomes=tuple(_outcome(name) for name in dict.fromkeys(outcome or OUTCOMES)),
        futures=futures,
        years=years,
        seed=seed,
        timeline=names.timeline(timeline or (given.timeline if given is not None else "steady")),
        circumstances=given,
        workers=workers or default_workers(),
    )
    options.check_output(output)
    with options.progress_bar("Simulating", ("runs,",)) as bar:
        task = bar.add_task("", total=design.runs)
        result = run(design, lambda runs: bar.advance(task, runs))
    typed = command(policy or (), system or (), circumstances, timeline, design)
    text = json.dumps(plain(result, typed), ensure_ascii=False, indent=1)
    if output is not None:
        with whole_file(output) as partial:
            partial.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    if as_json:
        typer.echo(text)
        return
    from experiments.cli.standings import show

    show(result, screen.output())


def command(
    policies: Sequence[str], systems: Sequence[str], circumstances: str | None, timeline: str | None, design: Contest
) -> str:
    """The command that gives the same figures again; no system stands for all."""
    words = ["tiers", "contest", *policies, *(word for name in systems for word in ("--system", name))]
    words += [] if systems else ["--all"]
    words += ["--circumstances", circumstances] if circumstances is not None else []
    words += [word for outcome in design.outcomes for word in ("--outcome", outcome.name)]
    words += ["--futures", str(design.futures), "--years", str(design.years), "--seed", str(design.seed)]
    words += ["--timeline", timeline] if timeline is not None else []
    return shlex.join(words)


def _policies(asked: Sequence[str] | None) -> tuple[Policy, ...]:
    from experiments.config import list_policies

    found = [names.policy(name, "POLICY") for name in asked or [entry.id for entry in list_policies()]]
    if len(found) < 2:
        what = "one policy alone has nobody to compete with"
        raise BadInput.single(what, "POLICY", "two policies or more, or none for all that there are")
    return _different(found, "POLICY", "policies")


def _systems(asked: Sequence[str] | None, every: bool) -> tuple[System, ...]:
    from experiments.config import list_systems

    options.not_both(every, asked)
    if not every and not asked:
        raise BadInput.single("no system was given", "--system", "--system NAME, several times if you wish, or --all")
    found = [names.system(name).system for name in asked or [entry.id for entry in list_systems()]]
    return _different(found, "--system", "systems")


def _different(found: Sequence[Named], where: str, kind: str) -> tuple[Named, ...]:
    """Refuse two of the same id: nobody could tell which of them is meant."""
    for i, one in enumerate(found):
        if one.id in (other.id for other in found[:i]):
            raise BadInput.single(f"'{one.id}' is given twice", where, f"{kind} with different ids")
    return tuple(found)


def _outcome(name: str) -> Outcome:
    outcome = options.known_outcome(name)
    if outcome.better == "neither":
        from sim.outcomes import CATALOGUE

        known = [o.name for o in CATALOGUE if o.kind == "icb" and o.better != "neither"]
        what = f"neither way is better for '{name}', so no policy can be best at it"
        raise BadInput.single(what, "--outcome", choices(known, "tiers list outcomes"), nearest_name(name, known))
    return outcome
