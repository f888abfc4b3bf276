"""``tiers analyse delegation`` and ``replicates``: the best level, and how many replicates are enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import analyse_options as options
from experiments.cli.analyse_options import Answer, Runs, figure, interval
from experiments.problems import BadInput
from experiments.words import listed

if TYPE_CHECKING:
    from experiments.analysis.delegation import Delegation, Tip
    from experiments.analysis.replicates import Replicates

LEVER = "delegation_base"


def delegation(
    results: options.Results,
    lever: Annotated[
        str, typer.Option("--lever", metavar="NAME", help="The lever whose best level is sought; it must be varied.")
    ] = LEVER,
    outcome: Annotated[
        list[str] | None, options.outcomes("What is best", "the outcome of each service that the sweep kept")
    ] = None,
    system: options.System = None,
    timeline: options.Timeline = None,
    policy: options.Policy = None,
    drawn: options.Figure = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """What is delegation worth? The best level of delegation for each service and system, how sure it is, what tips it.

    A service is judged by its own outcome: access to primary, community and mental health care, A&E within four hours,
    waits within 18 weeks. The levels that are as good as the best differ from it by less than the smallest difference
    that matters.
    """
    import polars as pl

    from experiments.analysis.delegation import SERVICES
    from experiments.analysis.delegation import delegation as best_level
    from experiments.analysis.figures import questions as figures
    from experiments.analysis.sample import one_setting, sample

    options.check(drawn, output, force)
    runs = options.read(results)
    asked = {runs.outcome(n).label: n for n in outcome or ()} or {
        s: n for s, n in SERVICES.items() if n in runs.outcomes
    }
    if not asked:
        raise BadInput.single("the sweep kept no outcome of a service", "--outcome", listed(list(runs.outcomes)[:8]))
    rows = runs.chosen(system=system, timeline=timeline, policy=policy)
    found: dict[str, Delegation] = {}
    for place in rows["system"].unique().sort().to_list():
        own = one_setting(rows, {"system": place, "timeline": timeline, "policy": policy})
        for service, name in asked.items():
            found[f"{place}: {service}"] = best_level(sample(own, runs.varied, name), lever, runs.outcomes[name])
    answer = Answer(
        f"{options.called(lever)}: where it is best",
        [_points(found), "As good: worse than the best by less than the smallest difference that matters."],
        [f"{name}: {one.warning}" for name, one in found.items() if one.warning],
        ["System and what is judged", "Best level", "95 % interval", "As good", "Best against worst", "What tips it"],
        [
            [
                name,
                figure(one.best.value),
                interval(one.best.low, one.best.high),
                interval(*one.as_good),
                f"{figure(one.gain.value)} {one.outcome.unit}",
                _tips(one),
            ]
            for name, one in found.items()
        ],
        pl.DataFrame(
            [row for name, one in found.items() for row in _numbers(name, one)],
            schema=["judged", "outcome", "what", "parameter", "choice", "value", "low", "high"],
            orient="row",
        ),
        lambda: (
            {"Best levels": figures.best_levels_figure(found, lever)}
            | {name: figures.curve_figure(one, lever) for name, one in list(found.items())[:12]}
        ),
    )
    options.give([answer], drawn, output)


def _points(found: Mapping[str, Delegation]) -> str:
    least, most = (pick(one.points for one in found.values()) for pick in (min, max))
    return (
        f"Curves fitted to {least:,} points each."
        if least == most
        else f"Curves fitted to {least:,} to {most:,} points."
    )


def _tips(one: Delegation) -> str:
    clear = [tip for tip in one.tips if tip.clear][:3]
    return "; ".join(_tip(tip) for tip in clear) if clear else "nothing that is settled"


def _tip(tip: Tip) -> str:
    where = f"{tip.name} {tip.choice}" if tip.choice else f"{tip.name} high"
    return f"{where}: {'+' if tip.shift.value > 0 else ''}{figure(tip.shift.value, 2)}"


def _numbers(name: str, one: Delegation) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [(name, one.outcome.name, "best level", "", "", *astuple(one.best))]
    rows.append((name, one.outcome.name, "best against worst", "", "", *astuple(one.gain)))
    rows.append((name, one.outcome.name, "as good", "", "", one.best.value, *one.as_good))
    rows += [(name, one.outcome.name, "shift", t.name, t.choice, *astuple(t.shift)) for t in one.tips]
    return rows


def replicates(
    results: options.Results,
    first: options.First,
    second: options.Second,
    outcome: Annotated[list[str] | None, options.outcomes("What to compare", "those that a summary leads with")] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            "--precision",
            metavar="NUMBER",
            help="Half-width that is wanted, in the outcome's unit.",
            show_default="the smallest difference that matters",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with status 2 where some difference cannot be called.")
    ] = False,
    system: options.System = None,
    timeline: options.Timeline = None,
    drawn: options.Figure = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """How many replicates are enough? How sure a difference between two policies is, and how many would settle it.

    A difference is called only where at least five replicates were run and the interval is narrow enough, or lies
    wholly beyond what matters.
    """
    from experiments.analysis.replicates import by_replicate, check_enough
    from experiments.analysis.replicates import replicates as judged

    options.check(drawn, output, force)
    if precision is not None and not precision > 0:
        raise BadInput.single(f"{precision:g} is no half-width", "--precision", "a number above 0")
    runs = options.read(results)
    runs.check_policies(POLICY_A=first, POLICY_B=second)
    rows = runs.one(system=system, timeline=timeline)
    asked = list(dict.fromkeys(outcome or _leading(runs)))
    found = {n: judged(by_replicate(rows, first, second, n), runs.outcome(n), precision) for n in asked}
    options.give([_enough(found, first, second)], drawn, output)
    if strict:
        for one in found.values():
            check_enough(one)


def _leading(runs: Runs) -> list[str]:
    from sim.outcomes import KEY

    return [name for name in KEY if name in runs.outcomes] or list(runs.outcomes)[:1]


def _enough(found: Mapping[str, Replicates], first: str, second: str) -> Answer:
    import polars as pl

    from experiments.analysis.figures import questions as figures

    few = [one.label for one in found.values() if not one.enough]
    numbers = [
        (name, one.replicates, *astuple(one.difference), one.precision, *astuple(one.needed), one.enough, one.verdict)
        for name, one in found.items()
    ]
    schema = ["outcome", "replicates", "difference", "low", "high", "wanted", "needed", "needed_low", "needed_high"]
    return Answer(
        f"Are there enough replicates to tell {first} from {second}?",
        ["Differences are first minus second, averaged over points; intervals are over replicates only."],
        [f"Too few to call: {listed(few)}." if few else ""],
        ["Outcome", "Run", "Difference", "95 % interval", "Half-width wanted", "Needed", "What it is called"],
        [
            [
                f"{one.label} ({name})",
                f"{one.replicates}",
                figure(one.difference.value),
                interval(one.difference.low, one.difference.high),
                figure(one.precision),
                f"{figure(one.needed.value)} ({interval(one.needed.low, one.needed.high)})",
                one.verdict if one.enough else "too few to call",
            ]
            for name, one in found.items()
        ],
        pl.DataFrame(numbers, schema=[*schema, "enough", "verdict"], orient="row"),
        lambda: {one.label: figures.replicates_figure(one) for one in found.values() if one.curve},
    )
