"""The charts of the tab, as Plotly takes them: a name stands above its row, so that a chart fits a phone and a wall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from experiments.analysis.estimates import Estimate
from experiments.analysis.figures.look import FIRST, GRID, INK, LINE, MUTED, SECOND, wrapped
from experiments.analysis.labels import label
from experiments.analysis.robustness import Robustness
from experiments.analysis.tradeoff import Tradeoff
from experiments.dashboard.wrong.met import read
from experiments.dashboard.wrong.swings import Swing
from experiments.dashboard.wrong.turning import Found
from experiments.explain.figure import safe
from experiments.weighing import Part
from experiments.words import difference_unit

Plot = dict[str, Any]
ROW, NAME = 50, "name of a row"
"""Height of a row, and what the page knows the name above it by."""
LOW, HIGH, BAR, STRONG = "#8a6d00", "#3d4a5c", "#d5dbe1", "#9fb3c8"
LEAST, MOST = 0.01, 100.0
"""Multiples of a weight that are drawn."""


def _rows(names: Sequence[str], title: str, **x: Any) -> Plot:
    """An empty chart with a row for each name."""
    axis = {"gridcolor": GRID, "zeroline": False, "automargin": True, "tickfont": {"color": MUTED}, "fixedrange": True}
    return {
        "height": ROW * len(names) + 126,
        "margin": {"l": 12, "r": 12, "t": 40, "b": 62},
        "font": {"size": 13, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "xaxis": {**axis, "title": {"text": wrapped(title, 48, 2), "font": {"color": MUTED}}, **x},
        "yaxis": {"visible": False, "range": [len(names) - 0.4, -0.75], "fixedrange": True},
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "xanchor": "left", "font": {"size": 12}},
        "annotations": [
            {
                "text": safe(name),  # the page shortens it where it is too narrow for it
                "name": NAME,
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": row - 0.36,
                "yanchor": "middle",
                "showarrow": False,
                "font": {"color": INK, "size": 12},
            }
            for row, name in enumerate(names)
        ],
        "shapes": [],
    }


def _of(unit: str) -> str:
    """A unit as the title of an axis."""
    return f"on a scale of {unit}" if unit[:1].isdigit() else unit


def _bar(row: int, low: float, high: float, colour: str, thick: float = 0.13) -> Plot:
    return {
        "type": "rect",
        "x0": low,
        "x1": high,
        "y0": row - thick,
        "y1": row + thick,
        "fillcolor": colour,
        "line": {"width": 0},
        "layer": "below",
    }


def _upright(x: float, dash: str, colour: str = INK) -> Plot:
    line = {"color": colour, "width": 1, "dash": dash}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}


def _dots(name: str, values: Sequence[Estimate], colour: str, symbol: str, shift: float = 0.0) -> Plot:
    """A mark with its interval in each row."""
    known = [(row, one) for row, one in enumerate(values) if math.isfinite(one.value)]
    gaps = [
        [max(side, 0.0) if math.isfinite(side) else 0.0 for side in (o.high - o.value, o.value - o.low)]
        for _, o in known
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [one.value for _, one in known],
        "y": [row + shift for row, _ in known],
        "marker": {"size": 10, "symbol": symbol, "color": colour, "line": {"width": 2, "color": colour}},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [above for above, _ in gaps],
            "arrayminus": [below for _, below in gaps],
            "color": colour,
            "thickness": 1.3,
            "width": 4,
        },
        "hovertemplate": "%{x:.4~g}<extra></extra>",
    }


def tornado(found: Sequence[Swing], outcome: str, mean: float) -> Plot:
    """For each quantity the mean difference where it is low and where it is high."""
    shown, _ = read(outcome)
    names = [f"{'● ' if one.how.beyond_chance else ''}{label(one.name)}" for one in found]
    layout = _rows(names, f"A minus B on average, {_of(difference_unit(shown))}")
    layout["shapes"] = [
        *(_bar(n, o.low.value, o.high.value, STRONG if o.how.beyond_chance else BAR) for n, o in enumerate(found)),
        _upright(0.0, "solid"),
        _upright(mean, "dot", MUTED),
    ]
    low = _dots("in its low third", [one.low for one in found], LOW, "circle-open", -0.07)
    high = _dots("in its high third", [one.high for one in found], HIGH, "square", 0.07)
    return {"data": [low, high], "layout": layout}


def box(found: Found) -> Plot:
    """Each limit within the range that was tried."""
    names = [f"{label(one.name)}: {one.said}" for one in found.bounds]
    layout = _rows(
        names, "range of what was varied", range=[-0.02, 1.02], tickvals=[0.03, 0.97], ticktext=["lowest", "highest"]
    )
    layout["margin"]["t"] = 16
    for row, one in enumerate(found.bounds):
        width = one.highest - one.lowest or 1.0
        low, high = (min(max((edge - one.lowest) / width, 0.0), 1.0) for edge in (one.low, one.high))
        layout["shapes"] += [_bar(row, 0.0, 1.0, BAR, 0.16), {**_bar(row, low, high, FIRST, 0.16), "layer": "above"}]
    layout["height"] -= 24
    invisible = {
        "type": "scatter",
        "x": [0, 1],
        "y": [0, 0],
        "mode": "markers",
        "marker": {"opacity": 0},
        "hoverinfo": "skip",
    }
    return {"data": [{**invisible, "showlegend": False}], "layout": layout}


def futures(found: Found, case: str) -> Plot | None:
    """The futures over the two most convincing limits, with the box; None where it has fewer."""
    if len(found.bounds) < 2:
        return None
    across, up = found.bounds[:2]
    traces = []
    for name, some, marker in (
        ("other futures", False, {"symbol": "circle-open", "color": LINE, "size": 5}),
        (case, True, {"symbol": "diamond", "color": SECOND, "size": 7}),
    ):
        here = (found.y > 0.5) == some
        x, y = found.x[here, 0], found.x[here, 1]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": x.tolist(),
                "y": y.tolist(),
                "marker": marker,
                "hoverinfo": "skip",
            }
        )
    layout = _plane(label(across.name), label(up.name))
    edges = [(max(one.low, one.lowest), min(one.high, one.highest)) for one in (across, up)]
    (x0, x1), (y0, y1) = edges
    layout["shapes"] = [{"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": {"color": INK, "width": 2}}]
    return {"data": traces, "layout": layout}


def _plane(x: str, y: str) -> Plot:
    axis = {"gridcolor": GRID, "zeroline": False, "automargin": True, "tickfont": {"color": MUTED}, "fixedrange": True}
    title = {"font": {"color": MUTED}}
    return {
        "height": 420,
        "margin": {"l": 20, "r": 16, "t": 44, "b": 20},
        "font": {"size": 13, "color": INK},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "xaxis": {**axis, "title": {**title, "text": wrapped(x, 38, 3)}},
        "yaxis": {**axis, "title": {**title, "text": wrapped(y, 44, 3)}},
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "xanchor": "left"},
    }


def regret(found: Robustness, order: Sequence[str]) -> Plot:
    """What each policy falls short of the best of each future: on average, in a bad future, and in the worst."""
    layout = _rows(order, f"shortfall from the best policy of each future, {_of(found.unit)}", rangemode="tozero")
    parts = (
        ("mean regret", "on average", FIRST, "circle"),
        ("90th percentile of regret", "nine in ten futures are below", HIGH, "diamond-open"),
        ("largest regret", "worst future", SECOND, "line-ns-open"),
    )
    traces = []
    for criterion, name, colour, symbol in parts:
        made = _dots(name, [found.standings[criterion][policy].score for policy in order], colour, symbol)
        if criterion != "mean regret":
            del made["error_x"]
        traces.append(made)
    return {"data": traces, "layout": layout}


def tradeoff(found: Tradeoff, order: Sequence[str]) -> Plot:
    """Policies by number on two outcomes; those that no other beats on both are filled, and joined by a line."""
    titles = [
        f"{name}, difference from the mean of all ({way} is better)"
        for name, way in zip(found.labels, found.better, strict=True)
    ]
    front = sorted(found.undominated, key=lambda policy: found.levels[policy][0].value)
    layout = _plane(*titles)
    layout["height"] = 460
    joined = {
        "type": "scatter",
        "mode": "lines",
        "x": [found.levels[policy][0].value for policy in front],
        "y": [found.levels[policy][1].value for policy in front],
        "line": {"color": LINE, "width": 1.5, "dash": "dot"},
        "showlegend": False,
        "hoverinfo": "skip",
    }
    traces: list[Plot] = [joined]
    for name, filled in (("beaten by none", True), ("beaten by another on both", False)):
        some = [policy for policy in order if (policy in found.undominated) == filled]
        levels = [found.levels[policy] for policy in some]
        trace = _dots(name, [across for across, _ in levels], FIRST if filled else MUTED, "circle")
        trace |= {
            "mode": "markers+text",
            "y": [up.value for _, up in levels],
            "text": [str(order.index(policy) + 1) for policy in some],
            "textfont": {"color": "#ffffff" if filled else INK, "size": 12},
            "marker": {
                "size": 21,
                "symbol": "circle" if filled else "square",
                "color": FIRST if filled else "#ffffff",
                "line": {"width": 2, "color": FIRST if filled else MUTED},
            },
            "error_y": {
                **trace["error_x"],
                "array": [up.high - up.value for _, up in levels],
                "arrayminus": [up.value - up.low for _, up in levels],
            },
            "customdata": some,
            "hovertemplate": "%{customdata}: %{x:.4~g}, %{y:.4~g}<extra></extra>",
        }
        traces.append(trace)
    return {"data": traces, "layout": layout}


def flips(parts: Sequence[Part]) -> Plot:
    """For each outcome that counts, the weight at which the answer flips, as a multiple of the weight it has."""
    layout = _rows(
        [part.outcome.label for part in parts],
        "weight, as a multiple of the weight that it has",
        type="log",
        range=[math.log10(LEAST) - 0.1, math.log10(MOST) + 0.1],
        tickvals=[0.01, 0.1, 1, 10, 100],
        ticktext=["÷100", "÷10", "as it is", "×10", "×100"],
    )
    layout["shapes"] = [_upright(1.0, "dot", MUTED)]
    at: list[tuple[float, int]] = []
    for row, part in enumerate(parts):
        for low, high in part.flip.undecided:
            ends = [min(max(edge / part.weight, LEAST), MOST) for edge in (low, high)]
            layout["shapes"].append(_bar(row, ends[0], ends[1], STRONG, 0.14))
        if part.flip.weight is not None and LEAST <= part.flip.weight / part.weight <= MOST:
            at.append((part.flip.weight / part.weight, row))
    mark = {"symbol": "diamond", "size": 12, "color": SECOND, "line": {"width": 1, "color": INK}}
    now = {"symbol": "line-ns-open", "size": 14, "color": INK, "line": {"width": 2}}
    stretch = {"symbol": "square", "size": 12, "color": STRONG}
    base = {"type": "scatter", "mode": "markers", "hoverinfo": "skip"}
    rows = list(range(len(parts)))
    return {
        "data": [
            {**base, "name": "weight as it is", "x": [1.0] * len(parts), "y": rows, "marker": now},
            {
                **base,
                "name": "flips here",
                "x": [x for x, _ in at] or [None],
                "y": [y for _, y in at] or [None],
                "marker": mark,
            },
            {**base, "name": "undecided", "x": [None], "y": [None], "marker": stretch},
        ],
        "layout": layout,
    }
