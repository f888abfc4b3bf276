"""``tiers analyse sensitivity``: which parameters drive an outcome, and how much is chance."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import analyse_options as options
from experiments.cli.analyse_options import Answer, Runs, called, figure, interval
from experiments.cli.analyse_over_time import by_year, over_years
from experiments.cli.checks import one_of
from experiments.problems import BadInput
from experiments.words import percent

if TYPE_CHECKING:
    import polars as pl

    from experiments.analysis.chance import Shares
    from experiments.analysis.pawn import Pawn
    from experiments.analysis.sample import Sample

OF_PARAMETERS = "The indices are shares of what parameters cause."
OF_THE_MEAN = "The indices are those of the mean over these draws."
METHODS = {"saltelli": "sobol", "morris": "morris"}
"""What suits a design; PAWN takes any."""
DEFAULT = ("healthy_life_years", "waits_18_weeks")


def sensitivity(
    results: options.Results,
    outcome: Annotated[
        list[str] | None, options.outcomes("What to explain", "healthy_life_years, waits_18_weeks")
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(
            "--method",
            metavar="METHOD",
            help="'sobol' (a Saltelli design), 'morris' (a Morris design) or 'pawn' (any design).",
            show_default="what suits the design",
        ),
    ] = None,
    system: options.System = None,
    timeline: options.Timeline = None,
    policy: options.Policy = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="NAME",
            help="Explain the difference between --policy and this one, future by future.",
            rich_help_panel=options.WHICH,
        ),
    ] = None,
    over_time: Annotated[
        bool, typer.Option("--over-time", help="Year by year too, where the sweep kept the months of all runs.")
    ] = False,
    drawn: options.Figure = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """What drives an outcome: which parameters it hangs on, alone and with others, and how much of it is chance.

    Sobol indices say which share of the variance goes back to a parameter; Morris says how far it moves the outcome;
    PAWN says how far it moves the outcome's distribution, from any sample of points.
    """
    options.check(drawn, output, force)
    runs = options.read(results)
    kind = runs.recipe.get("kind", "comparison")
    chosen = method or METHODS.get(kind, "pawn")
    one_of(chosen, ("sobol", "morris", "pawn"), "--method", "method")
    if METHODS.get(kind) != chosen and chosen != "pawn":
        wanted = {"sobol": "saltelli", "morris": "morris"}[chosen]
        what = f"'{chosen}' needs a sweep whose design is '{wanted}'; this one's is '{kind}'"
        raise BadInput.single(what, "--method", "'pawn', which takes any design")
    names = outcome or [name for name in DEFAULT if name in runs.outcomes] or list(runs.outcomes)[:1]
    for name in names:
        runs.outcome(name)
    rows = _setting(runs, system, timeline, policy, against)
    answers = []
    for name in dict.fromkeys(names):
        answers.append(_answer(runs, _asked(rows, name, policy, against), name, chosen, _about(policy, against)))
    for name in dict.fromkeys(names if over_time else ()):
        years = {y: _asked(of, name, policy, against) for y, of in over_years(runs, rows, name).items()}
        answers.append(by_year(runs, years, name, chosen, _about(policy, against)))
    options.give(answers, drawn, output)


def _setting(
    runs: Runs, system: str | None, timeline: str | None, policy: str | None, against: str | None
) -> pl.DataFrame:
    """The runs of one policy, or of all where two are compared."""
    if against is None:
        return runs.one(system=system, timeline=timeline, policy=policy)
    if policy is None:
        raise BadInput.single("--against needs the other policy too", "--against", "--policy NAME beside it")
    runs.check_policies(**{"--policy": policy, "--against": against})
    return runs.one(system=system, timeline=timeline)


def _asked(rows: pl.DataFrame, name: str, policy: str | None, against: str | None) -> pl.DataFrame:
    """The runs with the outcome that is explained: as it is, or as the difference of two policies."""
    from experiments.analysis.sample import differences

    return differences(rows, policy, against, [name]) if policy and against else rows


def _about(policy: str | None, against: str | None) -> str:
    return f": {policy} less {against}" if against else ""


def _answer(runs: Runs, rows: pl.DataFrame, name: str, method: str, about: str) -> Answer:
    from experiments.analysis.sample import sample

    found = sample(rows, runs.varied, name, runs.design)
    outcome = runs.outcomes[name]
    heading = f"What drives {outcome.label} ({name}){about}"
    if method == "sobol":
        return _sobol(runs, found, heading, name)
    if method == "morris":
        return _morris(runs, found, heading, name, outcome.unit)
    return _pawn(runs, found, heading, name)


def _sobol(runs: Runs, sample: Sample, heading: str, name: str) -> Answer:
    import polars as pl

    from experiments.analysis.estimates import ordered
    from experiments.analysis.figures import sensitivity as figures
    from experiments.analysis.sobol import sobol

    found = sobol(sample.names, sample.y, runs.second_order, runs.shared)
    order = ordered(found.total)
    numbers = [(name, "total", n, "", *astuple(found.total[n])) for n in order]
    numbers += [(name, "first", n, "", *astuple(found.first[n])) for n in order]
    numbers += [(name, "second", one, other, *astuple(e)) for (one, other), e in found.second.items()]
    return Answer(
        heading,
        [
            f"Sobol indices from {found.base:,} base points; 95 % intervals by bootstrap.",
            _chance(found.chance, OF_THE_MEAN if runs.shared else OF_PARAMETERS),
        ],
        [found.warning, found.chance.warning if found.chance else ""],
        ["Parameter", "Total order", "95 % interval", "First order", "95 % interval"],
        [
            [called(n), figure(t.value), interval(t.low, t.high), figure(f.value), interval(f.low, f.high)]
            for n in order
            for t, f in [(found.total[n], found.first[n])]
        ],
        pl.DataFrame(numbers, schema=["outcome", "index", "parameter", "with", "value", "low", "high"], orient="row"),
        lambda: (
            {"First and total order": figures.sobol_figure(found)}
            | ({"Second order": figures.pairs_figure(found)} if found.second else {})
        ),
    )


def _chance(found: Shares | None, then: str) -> str:
    """How much is chance, and what that means for the figures beside it."""
    if found is None:
        return "With a single replicate, nobody can tell parameters from chance: the figures count chance in."
    parameters = found.parameters
    return (
        f"Parameters cause {percent(parameters.value)} of the variance of single runs "
        f"({percent(parameters.low)} to {percent(parameters.high)}), chance the rest. {then}"
    )


def _shares(runs: Runs, sample: Sample) -> Shares | None:
    """Parameters against chance, for a method that does not tell itself; points of one block of a design stay one."""
    from experiments.analysis.chance import shares
    from experiments.analysis.sobol import rows_per_base

    size = len(sample.names)
    blocks = {"saltelli": rows_per_base(size, runs.second_order), "morris": size + 1}
    return shares(sample.y, runs.shared, blocks.get(runs.recipe.get("kind", ""), 1))


def _morris(runs: Runs, sample: Sample, heading: str, name: str, unit: str) -> Answer:
    import polars as pl

    from experiments.analysis.figures import sensitivity as figures
    from experiments.analysis.morris import morris

    found = morris(sample, runs.levels, runs.moved)
    numbers = [(name, n, *astuple(e), found.mean[n], found.spread[n]) for n, e in found.size.items()]
    return Answer(
        heading,
        [
            f"Elementary effects of the whole range, in {unit}, from {found.trajectories:,} trajectories.",
            _chance(_shares(runs, sample), "Chance makes effects look larger."),
        ],
        [found.warning],
        ["Parameter", "Mean size (mu*)", "95 % interval", "Mean (mu)", "Spread (sigma)"],
        [
            [called(n), figure(e.value), interval(e.low, e.high), figure(found.mean[n]), figure(found.spread[n])]
            for n, e in found.size.items()
        ],
        pl.DataFrame(numbers, schema=["outcome", "parameter", "mu_star", "low", "high", "mu", "sigma"], orient="row"),
        lambda: {"Elementary effects": figures.morris_figure(found)},
    )


def _pawn(runs: Runs, sample: Sample, heading: str, name: str) -> Answer:
    import polars as pl

    from experiments.analysis.figures import sensitivity as figures
    from experiments.analysis.pawn import pawn

    found: Pawn = pawn(sample)
    numbers = [(name, n, *astuple(e), e.low > found.dummy) for n, e in found.index.items()]
    return Answer(
        heading,
        [
            f"PAWN indices from {found.points:,} points in {found.slices} slices.",
            _chance(_shares(runs, sample), "The indices count it in."),
            f"A parameter without any effect stays below {figure(found.dummy)} with 95 % probability.",
        ],
        [found.warning],
        ["Parameter", "PAWN index", "95 % interval", "Surely has an effect"],
        [
            [called(n), figure(e.value), interval(e.low, e.high), "yes" if e.low > found.dummy else "not settled"]
            for n, e in found.index.items()
        ],
        pl.DataFrame(numbers, schema=["outcome", "parameter", "pawn", "low", "high", "above_dummy"], orient="row"),
        lambda: {"PAWN": figures.pawn_figure(found)},
    )
