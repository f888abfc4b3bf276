"""What drives an outcome: indices with their intervals, pairs, and how it changes over time."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from experiments.analysis.estimates import Estimate
from experiments.analysis.figures.look import COLOURS, INK, MUTED, dots, line, plain, rows, top, wrapped
from experiments.analysis.labels import label
from experiments.analysis.morris import Morris
from experiments.analysis.pawn import Pawn
from experiments.analysis.sobol import Sobol

PAIRS = 15
"""Pairs drawn, at most."""
LINES = 6
"""Parameters drawn over time, at most: those that ever weigh most."""


def sobol_figure(found: Sobol) -> go.Figure:
    """First and total order of each parameter, the largest total on top."""
    names = top(found.total)
    figure = rows([label(name) for name in names], "share of the variance that parameters cause")
    dots(figure, "total order: with all interactions", [found.total[n] for n in names], 0, shift=-0.13)
    dots(figure, "first order: alone", [found.first[n] for n in names], 1, shift=0.13)
    figure.add_vline(x=0, line={"color": INK, "width": 1})
    return figure


def pairs_figure(found: Sobol) -> go.Figure:
    """Second order: which two parameters act together, the largest on top."""
    pairs = sorted(found.second, key=lambda pair: -found.second[pair].value)[:PAIRS]
    figure = rows(["" for _ in pairs], "share of the variance that parameters cause", legend=False)
    figure.update_yaxes(ticktext=[" ×<br>".join(wrapped(label(one), 48, 1) for one in pair) for pair in pairs])
    dots(figure, "second order", [found.second[pair] for pair in pairs], 3)
    figure.add_vline(x=0, line={"color": INK, "width": 1})
    return figure


def morris_figure(found: Morris) -> go.Figure:
    """Elementary effects: mu* with its interval, and sigma."""
    names = top(found.size)
    figure = rows([label(name) for name in names], "effect of the whole range, in the outcome's unit")
    dots(figure, "mean size of the effect (mu*)", [found.size[n] for n in names], 0)
    figure.add_trace(
        go.Scatter(
            x=[found.spread[n] for n in names],
            y=list(range(len(names))),
            mode="markers",
            name="how much it depends on the rest (sigma)",
            marker={"symbol": "line-ns", "size": 13, "line": {"width": 2.5, "color": COLOURS[1]}},
            hovertemplate="%{x:.4~g}",
        )
    )
    return figure


def pawn_figure(found: Pawn) -> go.Figure:
    """PAWN indices, and the index below which a parameter may do nothing at all."""
    names = top(found.index)
    figure = rows(
        [label(name) for name in names], "PAWN index: mean distance between distributions, 0 to 1", legend=False
    )
    dots(figure, "PAWN index", [found.index[n] for n in names], 0)
    figure.add_vrect(x0=0, x1=found.dummy, fillcolor="#e6eaee", opacity=0.7, layer="below", line_width=0)
    figure.add_annotation(
        x=found.dummy / 2,
        y=1,
        yref="paper",
        yanchor="bottom",
        text="no effect",
        showarrow=False,
        font={"color": MUTED, "size": 12},
    )
    figure.update_layout(margin={"t": 36})
    return figure


def over_time_figure(found: Mapping[float, Mapping[str, Estimate]], y: str, x: str = "year") -> go.Figure:
    """An index of the parameters that ever weigh most, year by year; ``y`` says what it is."""
    most = {name: max(each[name].value for each in found.values()) for name in next(iter(found.values()))}
    names = sorted(most, key=lambda name: -most[name])[:LINES]
    figure = plain(420, x, y)
    for number, name in enumerate(names):
        line(figure, label(name), list(found), [each[name].value for each in found.values()], number)
        figure.data[-1].update(
            mode="lines+markers",
            error_y={
                "type": "data",
                "array": [each[name].high - each[name].value for each in found.values()],
                "color": COLOURS[number],
                "thickness": 1,
                "width": 3,
            },
        )
    figure.update_layout(legend={"orientation": "v", "x": 1.02, "y": 1, "yanchor": "top"}, margin={"t": 16})
    for trace in figure.data:
        trace.name = wrapped(trace.name, 34, 3)
    figure.update_xaxes(dtick=1 if len(found) <= 12 else 5)
    figure.update_yaxes(rangemode="tozero")
    return figure
