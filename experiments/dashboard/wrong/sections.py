"""The parts of the tab: words first, then a chart, then the figures as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from dash import html

from experiments.analysis.estimates import Estimate
from experiments.analysis.labels import label
from experiments.analysis.performance import levels as performance_levels
from experiments.analysis.robustness import Robustness, Standing, robustness
from experiments.config import Weighting
from experiments.dashboard.findings import table
from experiments.dashboard.glossary import explained, words_in
from experiments.dashboard.pictures import chart
from experiments.dashboard.wrong import charts, swings, turning
from experiments.dashboard.wrong.met import Met, read
from experiments.dashboard.wrong.said import SAMPLING
from experiments.dashboard.wrong.turning import Found, Turn
from experiments.weighed import answer, flips, stretches
from experiments.weighing import Part, weigh
from experiments.words import between, decimals, listed, lower_first, number, percent, short, spelled, upper_first

Parts = tuple[list[Any], dict[str, Any]]
"""What stands in the page, and the charts in it by the id of their place."""
TURNING = ("Outcome", "A minus B, in points", "Flips at weight", "Undecided at weights")
DRAWS = 300
"""Draws of futures for intervals of ranks."""


def words(said: Sequence[str], careful: str = "") -> list[Any]:
    """Sentences, the first one large; and what to be careful about."""
    marked = explained(*said)
    found: list[Any] = [html.P(marked[0], className="lede")] if said else []
    if len(said) > 1:
        found.append(html.Ul([html.Li(one) for one in marked[1:]]))
    if careful:
        found.append(html.P([html.Strong("Careful: "), careful], className="careful"))
    return found


def figure(name: str, title: str, said: str) -> html.Figure:
    """Room for a chart."""
    return html.Figure(
        [
            html.Figcaption([html.Strong(title), html.Span(said)]),
            chart(name, f"{title}. The table below has the figures."),
        ]
    )


def matters(met: Met, outcome: str) -> Parts:
    """Which uncertainties the difference hangs on."""
    shown, _ = read(outcome)
    how = met.related(outcome)
    found = swings.swings(met, outcome, how)
    told = swings.said(met, outcome, found, how)
    difference = met.difference(outcome)
    known = difference[np.isfinite(difference)]
    if known.size < 10 or not np.ptp(known):
        return words(told), {}
    places = decimals(shown)
    rows = [
        (
            label(one.name),
            "yes" if one.how.beyond_chance else "no",
            f"up to {short(float(f'{one.below:.3g}'))}",
            *_estimate(one.low, places),
            f"from {short(float(f'{one.above:.3g}'))}",
            *_estimate(one.high, places),
        )
        for one in found
    ]
    heads = ("Quantity", "More than chance?", "Low third", "A minus B there", "95 % interval")
    low, high = (float(edge) for edge in np.quantile(known, (0.05, 0.95)))
    spread = between(low, high, places).replace(" to ", " and ")
    parts = [
        *words(told),
        figure("wrong-tornado", "A minus B, where each quantity is low and where it is high", "●: more than chance"),
        html.P(
            f"The solid line is no difference, the dotted one the mean over all futures. {SAMPLING} How much depends "
            f"on which future comes is another matter: nine in ten futures lie between {spread}. The {len(found)} "
            "shown were chosen by these same futures, so those without a dot may be there by chance alone.",
            className="quiet",
        ),
        _more(
            f"Mean difference in {lower_first(shown.label)} ({shown.unit})", (*heads, "High third", *heads[3:]), rows
        ),
    ]
    return parts, {"wrong-tornado": charts.tornado(found, outcome, float(known.mean()))}


def _estimate(one: Estimate, places: int) -> tuple[str, str]:
    return number(one.value, places, signed=True), between(one.low, one.high, places)


def _more(caption: str, heads: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> html.Details:
    return html.Details([html.Summary("The figures as a table"), table(caption, heads, [*rows])])


def small(chance: float) -> str:
    """A small chance with its first digit that counts, in full."""
    return np.format_float_positional(float(f"{chance:.1g}"), trim="-")


def before(found: Turn, outcome: str) -> list[Any]:
    """How often the answer turns; and, where that is too seldom, that no box is looked for."""
    few = turning.too_few(found)
    return [
        html.P(turning.said_before(found, outcome), className="lede"),
        *([html.P(turning.said_few(found))] if few and 0 < found.y.mean() < 1 else []),
    ]


def box(found: Found, leads: bool, outcome: str) -> Parts:
    """The box that was found."""
    told = words(turning.said(found, leads, outcome))
    if not found.bounds:
        return told, {}
    stops = f"{'A' if leads else 'B'} is not better here"
    plots = {"wrong-box": charts.box(found)}
    drawn = [figure("wrong-box", "The box", "blue: inside, within the range that was tried")]
    if (plane := charts.futures(found, stops)) is not None:
        plots["wrong-futures"] = plane
        drawn.append(figure("wrong-futures", "Futures over the two most convincing limits", ""))
    rows = [
        (
            label(one.name),
            one.said,
            f"{short(float(f'{one.lowest:.3g}'))} to {short(float(f'{one.highest:.3g}'))}",
            small(one.quasi_p) if one.quasi_p >= 1e-6 else "below 0.000001",
            percent(one.again),
        )
        for one in found.bounds
    ]
    heads = ("Quantity", "Limit", "Range tried", "Quasi-p", "Limited in other draws")
    note = (
        f"Quasi-p: the chance that a limit which means nothing does as well. It is called so because the same futures "
        f"chose the limit; {found.tried} quantities having been tried, only limits below {small(found.least)} are kept."
    )
    return [
        *told,
        html.Div(drawn, className="pair"),
        html.P(note, className="quiet"),
        _more("The limits of the box", heads, rows),
    ], plots


def regret(met: Met, outcome: str) -> Parts:
    """Which of all policies one would regret least, by several criteria."""
    (performance,) = met.performance(outcome)
    found = robustness(performance, resamples=DRAWS)
    order = sorted(found.policies, key=lambda policy: sum(row[policy].rank for row in found.standings.values()))
    told = [
        _least(found),
        found.disagreement if found.disagreement.startswith("Criteria") else f"{found.disagreement[:-1]}, too.",
        found.left_out,
    ]
    heads = ("Policy", *(upper_first(_minus(name)) for name in found.standings))
    rows = [(policy, *(_cell(row[policy]) for row in found.standings.values())) for policy in order]
    caption = (
        f"{upper_first(found.label)} ({found.unit}): rank of each policy under each criterion, with the 95 % interval "
        "of the rank over draws of futures, and the criterion's own figure"
    )
    parts = [
        *words([_minus(one) for one in told if one], _minus(found.warning)),
        figure("wrong-regret", "Regret: what a policy falls short of the best of each future", ""),
        html.P(SAMPLING, className="quiet"),
        words_in(heads),
        table(caption, heads, rows),
    ]
    return parts, {"wrong-regret": charts.regret(found, order)}


def _minus(text: str) -> str:
    """Text with a true minus sign before numbers."""
    return re.sub(r"-(?=\d)", "−", text)


def _least(found: Robustness) -> str:
    """Who would be regretted least by the largest regret; undecided where other draws might say otherwise."""
    standing = found.standings["largest regret"]
    least = [policy for policy, one in standing.items() if one.rank == 1]
    open_ = [policy for policy, one in standing.items() if one.rank_low == 1 and policy not in least]
    name = lower_first(found.label)
    told = (
        f"By the largest regret in {name} one would regret {listed(least)} least, of {spelled(len(standing))} policies"
    )
    if open_:
        return f"{told}; but that is undecided: in other draws of futures it may be {' or '.join(open_)}."
    return f"{told}."


def _cell(one: Standing) -> list[Any]:
    rank = f"{one.rank}" if one.rank_low == one.rank_high else f"{one.rank} ({one.rank_low} to {one.rank_high})"
    shown = html.Strong(rank) if one.rank == 1 else rank
    return [shown, html.Br(), html.Span(short(float(f"{one.score.value:.3g}")), className="quiet")]


def tradeoff(met: Met, across: str, up: str) -> Parts:
    """All policies on two outcomes."""
    found = met.tradeoff(across, up)
    levels = [performance_levels(one) for one in met.performance(across, up)]
    order = sorted(found.levels, key=lambda policy: (policy not in found.undominated, policy))
    free = listed([policy for policy in order if policy in found.undominated])
    names = " and ".join(lower_first(name) for name in found.labels)
    verb = "is" if len(found.undominated) == 1 else "are each"
    told = [f"{free} {verb} beaten by no other policy on both {names}, on average over {found.futures:,} futures."]
    shown = [read(name)[0] for name in (across, up)]
    rows = [
        (
            f"{number_of + 1}. {policy}",
            "none" if policy in found.undominated else "at least one",
            *(
                f"{number(level[policy].mean(), o.decimals)}; {number(one.value, decimals(o), signed=True)} "
                f"({between(one.low, one.high, decimals(o))})"
                for level, one, o in zip(levels, found.levels[policy], shown, strict=True)
            ),
            percent(found.share[policy]),
        )
        for number_of, policy in enumerate(order)
    ]
    heads = (
        "Policy",
        "Beaten on both by",
        *(f"{o.label} ({o.unit})" for o in shown),
        "Beaten by none, of draws of futures",
    )
    key = html.Ol([html.Li(policy) for policy in order], className="numbered")
    parts = [
        *words(told, found.warning),
        figure(
            "wrong-tradeoff",
            "Each policy against the mean of all, on average over futures",
            "filled circle: beaten by none; empty square: beaten on both",
        ),
        key,
        html.P(SAMPLING, className="quiet"),
        _more("Mean; difference from the mean of all policies in the same future, with its 95 % interval", heads, rows),
    ]
    return parts, {"wrong-tradeoff": charts.tradeoff(found, order)}


def weights(met: Met, weighting: Weighting) -> Parts:
    """Who wins under stated weights, and at which weights that flips."""
    subjects = met.subjects()
    found = weigh(weighting, subjects, every=True)
    counting = [part for part in found.parts if part.weight > 0]
    told = [one.replace("Preferred: A, ", "A is preferred, ") for one in answer(found, "A", "B")]
    heads = (
        "Outcome",
        "Weight",
        "A minus B, in points",
        "Its part of the score",
        "Flips at weight",
        "Undecided at weights",
    )
    parts = [
        *words(told),
        figure("wrong-flips", "The weight at which the answer flips", "all other weights staying as they are"),
        html.P(
            "A point is one smallest difference that matters; the score is the weighted mean in points. Where an "
            f"outcome has no diamond, no weight within the chart flips the answer. {SAMPLING}",
            className="quiet",
        ),
        _more(f"Weights of '{weighting.name}'", heads, [_part(part) for part in counting]),
    ]
    others = [part for part in found.others if part.flip.weight is not None]
    if others:
        rows = [(part.outcome.label, number(part.count, 2, signed=True), *_turns(part)) for part in others]
        title = f"{len(others)} outcomes that do not count here would flip the answer if they did"
        caption = "Weight from which each would flip the answer"
        parts.append(html.Details([html.Summary(upper_first(title)), table(caption, TURNING, rows)]))
    return parts, {"wrong-flips": charts.flips(counting)}


def _part(part: Part) -> tuple[str, ...]:
    count, points = number(part.count, 2, signed=True), number(part.part, 2, signed=True)
    return part.outcome.label, short(part.weight), count, f"{points} ({between(part.low, part.high)})", *_turns(part)


def _turns(part: Part) -> tuple[str, str]:
    return flips(part.flip, part.weight).replace("\n", ", "), stretches(part.flip.undecided).replace("\n", " ")
