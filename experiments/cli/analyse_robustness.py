"""``tiers analyse robustness``: which policy one would regret least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import analyse_options as options
from experiments.cli import names
from experiments.cli.analyse_options import Answer, Runs, figure, interval
from experiments.problems import BadInput
from experiments.words import listed, percent

if TYPE_CHECKING:
    import polars as pl

    from experiments.analysis.performance import Performance
    from experiments.analysis.robustness import Robustness, Standing

DEFAULT = ("healthy_life_years", "waits_18_weeks")
ACCEPTABLE = "futures that are acceptable"


def robustness(
    results: options.Results,
    outcome: Annotated[
        list[str] | None, options.outcomes("What to judge by", "healthy_life_years and waits_18_weeks, or --weights")
    ] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weights",
            metavar="NAME",
            help="Judge by somebody's weights ('tiers list weights') or a YAML file; may be given several times.",
            autocompletion=names.complete_weighting,
        ),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option(
            "--enough",
            metavar="NUMBER",
            help="What satisfies, in the outcome's own unit (one outcome).",
            show_default="the median over all policies and futures",
        ),
    ] = None,
    acceptable: Annotated[
        str | None,
        typer.Option("--acceptable", metavar="EXPRESSION", help="What is acceptable, as a case on several outcomes."),
    ] = None,
    alpha: Annotated[
        float,
        typer.Option(
            "--alpha", metavar="NUMBER", help="Hurwicz's weight of the worst future, 0 to 1.", min=0.0, max=1.0
        ),
    ] = 0.5,
    system: options.System = None,
    timeline: options.Timeline = None,
    drawn: options.Figure = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """What would we regret least? Ranks all policies by regret, by their worst future, by how often they satisfy and so
    on, says where these criteria disagree, and which policies no other beats on everything. With several --weights it
    holds the ranks of those who weigh differently side by side, and says where they disagree.

    A future is a point of the design in one system and on one timeline; replicates of it are averaged. Ranks carry the
    interval of a bootstrap over futures.
    """
    from experiments.analysis.performance import performance
    from experiments.analysis.performance import weighted as weigh
    from experiments.analysis.robustness import robustness as rank

    options.check(drawn, output, force)
    runs = options.read(results)
    rows = runs.chosen(system=system, timeline=timeline)
    asked = list(dict.fromkeys(outcome or ([] if weights else [n for n in DEFAULT if n in runs.outcomes])))
    if least is not None and (len(asked) != 1 or weights):
        raise BadInput.single("--enough goes with one outcome", "--enough", "one --outcome, or --acceptable")
    if not asked and not weights:
        raise BadInput.single("no outcome was named", "--outcome", listed(list(runs.outcomes)[:8]))
    extra = _acceptable(runs, rows, acceptable)
    found = [performance(rows, name, runs.outcome(name)) for name in asked]
    known = {name: (runs.outcomes[name], runs.entities[name]) for name in runs.outcomes}
    found += [weigh(rows, names.weighting(name), known) for name in dict.fromkeys(weights or ())]
    _check_names([each.label for each in found[len(asked) :]])
    ranked = [rank(each, least, alpha, extra) for each in found]
    answers = [_answer(each) for each in ranked]
    if len(asked) > 1:
        answers.append(_tradeoff(found[: len(asked)]))
    if len(ranked) > len(asked) + 1:
        answers.append(_views(ranked[len(asked) :]))
    options.give(answers, drawn, output)


def _acceptable(runs: Runs, rows: pl.DataFrame, expression: str | None) -> dict[str, Any]:
    from experiments.analysis.case import policies_of
    from experiments.analysis.performance import acceptable

    if expression is None:
        return {}
    case = runs.case(expression, "--acceptable")
    if policies_of(case):
        raise BadInput.single("it names a policy, but is asked of each policy in turn", "--acceptable", "bare outcomes")
    return {ACCEPTABLE: acceptable(rows, case)[1]}


def _check_names(called: list[str]) -> None:
    """Ranks of two who are called alike could not be told apart."""
    twice = [name for name in called if called.count(name) > 1]
    if twice:
        raise BadInput.single(f"two weightings are called '{twice[0]}'", "--weights", "a name of its own in each file")


def _answer(found: Robustness) -> Answer:
    from experiments.analysis.figures import robustness as figures

    return Answer(
        f"What would we regret least? {found.label}",
        [
            f"{len(found.policies)} policies in {found.futures:,} futures; figures in {found.unit}. "
            "Beneath each: the rank, with its 95 % interval over draws of futures.",
            found.disagreement,
            _least_alike(found.agreement),
            found.left_out,
        ],
        [found.warning],
        ["Policy", *found.standings],
        [[policy, *(_cell(found, c, policy) for c in found.standings)] for policy in _order(found)],
        _numbers(found),
        lambda: {"Ranks": figures.ranks_figure(found)},
    )


def _order(found: Robustness) -> list[str]:
    """Policies by the sum of their ranks, the smallest first."""
    return sorted(found.policies, key=lambda p: sum(row[p].rank for row in found.standings.values()))


def _cell(found: Robustness, criterion: str, policy: str) -> str:
    one = found.standings[criterion][policy]
    return f"{figure(one.score.value)}\n{_rank(one)}"


def _rank(one: Standing) -> str:
    return f"rank {one.rank}" if one.rank_low == one.rank_high else f"rank {one.rank} ({one.rank_low}-{one.rank_high})"


def _least_alike(agreement: Mapping[tuple[str, str], float], by: str = "") -> str:
    """The two rankings that agree least."""
    if not agreement:
        return ""
    (one, other), tau = min(agreement.items(), key=lambda pair: pair[1])
    by = f", by {by}" if by else ""
    return (
        f"Rankings agree least between {one} and {other}{by} (Kendall's tau {figure(tau, 2)}; 1 is the same ranking)."
    )


def _numbers(found: Robustness) -> pl.DataFrame:
    import polars as pl

    rows = [
        (found.label, criterion, policy, *astuple(one.score), one.rank, one.rank_low, one.rank_high, one.first)
        for criterion, standing in found.standings.items()
        for policy, one in standing.items()
    ]
    schema = [
        "judged_by",
        "criterion",
        "policy",
        "score",
        "low",
        "high",
        "rank",
        "rank_low",
        "rank_high",
        "ranks_first",
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _views(ranked: list[Robustness]) -> Answer:
    """The ranks of those who weigh differently, side by side."""
    import polars as pl

    from experiments.analysis.figures import robustness as figures
    from experiments.analysis.views import views

    found = views(ranked)
    lead = next(iter(found.standings))
    by_lead = found.standings[lead]
    places = {
        policy: {who: [of[who][policy].rank for of in found.standings.values()] for who in found.who}
        for policy in found.policies
    }
    numbers = [
        ("side by side", criterion, policy, min(ranks), max(ranks))
        for criterion, of in found.standings.items()
        for policy in found.policies
        for ranks in [[of[who][policy].rank for who in found.who]]
    ]
    return Answer(
        f"Do they agree? {listed(found.who)}",
        [
            f"Ranks by {lead}, with the 95 % interval over draws of futures; beneath, from best to worst over all "
            "criteria. Points of different weights cannot be compared, ranks can.",
            *found.disagreement,
            _least_alike(found.agreement[lead], lead),
        ],
        [],
        ["Policy", *found.who],
        [
            [
                policy,
                *(
                    f"{_rank(by_lead[w][policy])}\n{min(places[policy][w])} to {max(places[policy][w])}"
                    for w in found.who
                ),
            ]
            for policy in sorted(found.policies, key=lambda p: sum(by_lead[who][p].rank for who in found.who))
        ],
        pl.DataFrame(numbers, schema=["judged_by", "criterion", "policy", "best_rank", "worst_rank"], orient="row"),
        lambda: figures.views_figures(found),
    )


def _tradeoff(found: list[Performance]) -> Answer:
    import polars as pl

    from experiments.analysis.figures import robustness as figures
    from experiments.analysis.tradeoff import tradeoff

    made = tradeoff(found)
    order = sorted(made.share, key=lambda policy: -made.share[policy])
    numbers = [
        ("trade-off", made.labels[k], policy, *astuple(made.levels[policy][k]), made.share[policy])
        for policy in order
        for k in range(len(made.labels))
    ]
    pairs = [(x, y) for x in range(len(made.labels)) for y in range(x + 1, len(made.labels))]
    return Answer(
        "Trade-off",
        [f"No other policy does as well on everything: {listed(made.undominated)}."],
        [made.warning],
        ["Policy", *(f"{label}, mean (95 % interval)" for label in made.labels), "Beaten by none, of draws"],
        [
            [
                policy,
                *(f"{figure(one.value)} ({interval(one.low, one.high)})" for one in made.levels[policy]),
                percent(made.share[policy]),
            ]
            for policy in order
        ],
        pl.DataFrame(
            numbers, schema=["judged_by", "criterion", "policy", "score", "low", "high", "undominated"], orient="row"
        ),
        lambda: {f"{made.labels[x]} and {made.labels[y]}": figures.tradeoff_figure(made, x=x, y=y) for x, y in pairs},
    )
