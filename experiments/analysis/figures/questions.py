"""The best level of delegation, futures to run next, and how many replicates are enough."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from experiments.analysis.adaptive import Next
from experiments.analysis.delegation import Delegation
from experiments.analysis.estimates import Floats
from experiments.analysis.figures.look import COLOURS, GRID, INK, LINE, band, dots, line, plain, rows
from experiments.analysis.labels import label
from experiments.analysis.replicates import Replicates


def best_levels_figure(found: Mapping[str, Delegation], lever: str) -> go.Figure:
    """The best level for each service or outcome, with its interval, over the levels that are as good."""
    figure = rows(list(found), label(lever))
    for row, one in enumerate(found.values()):
        low, high = one.as_good
        figure.add_shape(
            type="rect", x0=low, x1=high, y0=row - 0.25, y1=row + 0.25, fillcolor=GRID, line={"width": 0}, layer="below"
        )
    dots(figure, "best level; the grey stretch is as good", [one.best for one in found.values()], 0)
    levels = next(iter(found.values())).levels
    width = float(levels[-1] - levels[0])
    figure.update_xaxes(range=[float(levels[0]) - 0.02 * width, float(levels[-1]) + 0.02 * width])
    return figure


def curve_figure(found: Delegation, lever: str) -> go.Figure:
    """The fitted outcome over the lever, with its interval and the best level."""
    figure = plain(400, label(lever), f"{found.outcome.label}: {found.outcome.unit}")
    levels = found.levels.tolist()
    band(figure, levels, found.curve[1].tolist(), found.curve[2].tolist())
    line(figure, "fitted, with its 95 % interval", levels, found.curve[0].tolist())
    figure.add_vline(x=found.best.value, line={"color": INK, "width": 1, "dash": "dash"})
    figure.add_vrect(x0=found.best.low, x1=found.best.high, fillcolor=GRID, opacity=0.6, layer="below", line_width=0)
    figure.add_annotation(
        x=found.best.value, y=1, yref="paper", yanchor="bottom", text="best level", showarrow=False, font={"size": 12}
    )
    figure.update_layout(showlegend=False, margin={"t": 36})
    return figure


def next_figure(found: Next, first: str, second: str) -> go.Figure:
    """Points that were run and those to run next over the two inputs that bend the difference most, with the line where
    the policies cross over as the surrogate expects it, everything else in the middle."""
    across, up = [found.inputs.index(name) for name in list(found.sensitivity)[:2]]
    names = found.inputs[across], found.inputs[up]
    figure = plain(520, label(names[0]), label(names[1]))
    x, y, z = _expected(found, across, up)
    figure.add_trace(
        go.Contour(
            x=x,
            y=y,
            z=z,
            contours={"start": 0, "end": 0, "size": 1, "coloring": "lines"},
            line={"width": 2.5},
            colorscale=[[0, INK], [1, INK]],
            showscale=False,
            name="where they cross over (expected)",
            showlegend=True,
            hoverinfo="skip",
        )
    )
    for name, number, here in ((first, 0, found.y > 0), (second, 1, found.y <= 0)):
        figure.add_trace(
            go.Scatter(
                x=found.x[here, across],
                y=found.x[here, up],
                mode="markers",
                name=f"run: {name} better",
                marker={"size": 6, "color": COLOURS[number], "opacity": 0.6, "symbol": ["circle", "diamond"][number]},
                hoverinfo="skip",
            )
        )
    if all(found.rows[name].dtype.is_numeric() for name in names):
        figure.add_trace(
            go.Scatter(
                x=found.rows[names[0]].to_list(),
                y=found.rows[names[1]].to_list(),
                mode="markers",
                name="to run next",
                marker={"size": 10, "symbol": "star", "color": "#ffffff", "line": {"width": 1.75, "color": INK}},
                hoverinfo="skip",
            )
        )
    return figure


def _expected(found: Next, across: int, up: int, steps: int = 60) -> tuple[Floats, Floats, Floats]:
    """The expected difference on a grid over two inputs, in their own units."""
    grid = np.linspace(0.0, 1.0, steps)
    points = np.full((steps * steps, len(found.inputs)), 0.5)
    points[:, across], points[:, up] = np.tile(grid, steps), np.repeat(grid, steps)
    low, width = found.low, found.width
    z = found.fitted.expected(points)[0].reshape(steps, steps)
    return low[across] + width[across] * grid, low[up] + width[up] * grid, z


def replicates_figure(found: Replicates) -> go.Figure:
    """The half-width of the interval against the number of replicates, as found and as their spread implies."""
    figure = plain(400, "replicates", f"half-width of the 95 % interval: {found.unit}")
    numbers = [float(n) for n, _, _ in found.curve]
    line(figure, "as the spread of all implies", numbers, [implied for _, _, implied in found.curve], 0, "dash")
    seen = [(n, half) for n, half, _ in found.curve if half == half]
    line(figure, "as found among the first so many", [n for n, _ in seen], [half for _, half in seen], 1)
    figure.add_hline(y=found.precision, line={"color": INK, "width": 1.25})
    figure.add_annotation(
        x=0.01,
        xref="paper",
        xanchor="left",
        y=np.log10(found.precision),
        yanchor="top",
        text="wanted",
        showarrow=False,
        font={"size": 12},
    )
    figure.add_vline(x=found.replicates, line={"color": LINE, "width": 1, "dash": "dot"})
    heights = [found.precision, *(value for _, *both in found.curve for value in both if value > 0)]
    figure.update_xaxes(type="log", tickvals=_ticks(min(numbers), max(numbers)))
    figure.update_yaxes(type="log", tickvals=_ticks(min(heights) / 1.5, max(heights)))
    return figure


def _ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten between two numbers, for an axis of logarithms."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [float(f"{digit}e{power}") for power in powers for digit in (1, 2, 5) if low <= digit * 10.0**power <= high]
