"""Where a case of interest is common: the way of the peeling, the box that was picked, and the leaves of a tree."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go

from experiments.analysis.boxes import Limit, Points, limited, told
from experiments.analysis.cart import Cart
from experiments.analysis.estimates import Floats
from experiments.analysis.figures.look import COLOURS, GRID, INK, LINE, dots, plain, rows
from experiments.analysis.labels import label
from experiments.analysis.prim import Prim

MOST = 2_000
"""Points drawn, at most."""


def peeling_figure(found: Prim) -> go.Figure:
    """Coverage against density of every box, from all points on the right to the smallest box."""
    figure = plain(420, "coverage: share of the case that lies inside", "density: share inside that is the case")
    limits = [len(step.box) for step in found.steps]
    figure.add_trace(
        go.Scatter(
            x=[step.coverage for step in found.steps],
            y=[step.density for step in found.steps],
            mode="lines+markers",
            name="boxes, numbered from all points to few",
            line={"color": LINE, "width": 1},
            marker={
                "size": 9,
                "color": limits,
                "colorscale": [[0, GRID], [1, COLOURS[0]]],
                "line": {"width": 1, "color": COLOURS[0]},
                "showscale": True,
                "colorbar": {"title": {"text": "dimensions<br>limited"}, "dtick": max(1, max(limits) // 6), "len": 0.8},
            },
            customdata=[[number, step.mass] for number, step in enumerate(found.steps)],
            hovertemplate="box %{customdata[0]}: coverage %{x:.2f}, density %{y:.2f}, %{customdata[1]:.0%} of points",
        )
    )
    dots(figure, f"picked: box {found.picked}, trimmed", [found.worth.coverage], 1)
    figure.data[-1].update(y=[found.worth.density.value], marker_size=13)
    figure.data[-1].error_y = {
        "type": "data",
        "symmetric": False,
        "array": [found.worth.density.high - found.worth.density.value],
        "arrayminus": [found.worth.density.value - found.worth.density.low],
        "color": COLOURS[1],
        "thickness": 1.5,
        "width": 4,
    }
    figure.update_xaxes(range=[0, 1.03], showline=True, linecolor=LINE)
    figure.update_yaxes(range=[0, 1.03], showline=True, linecolor=LINE)
    return figure


def box_figure(found: Prim, points: Points) -> go.Figure:
    """The picked box: for each dimension limited, its limits within the whole range."""
    labels = [f"{label(points.names[d])}: {limited(limit, points.choices[d])}" for d, limit in found.box.items()]
    figure = rows(labels, "range of what was varied, from lowest to highest", legend=False)
    for row, (dimension, limit) in enumerate(found.box.items()):
        _bar(figure, row, 0.0, 1.0, GRID)
        for low, high in _stretches(limit, points.x[:, dimension], len(points.choices[dimension])):
            _bar(figure, row, low, high, COLOURS[0])
    figure.update_xaxes(range=[-0.02, 1.02], tickvals=[0, 1], ticktext=["lowest", "highest"], showgrid=False)
    return figure


def _bar(figure: go.Figure, row: int, low: float, high: float, colour: str) -> None:
    figure.add_shape(type="rect", x0=low, x1=high, y0=row - 0.2, y1=row + 0.2, fillcolor=colour, line={"width": 0})


def _stretches(limit: Limit, column: Floats, choices: int) -> list[tuple[float, float]]:
    """The parts of the whole range, 0 to 1, that a limit allows."""
    if limit.among is not None:
        return [(number / choices, (number + 1) / choices - 0.01) for number in sorted(limit.among)]
    lowest, width = float(column.min()), float(np.ptp(column)) or 1.0
    low, high = ((value - lowest) / width for value in (limit.low, limit.high))
    return [(max(low, 0.0) if math.isfinite(low) else 0.0, min(high, 1.0) if math.isfinite(high) else 1.0)]


def points_figure(found: Prim, points: Points) -> go.Figure | None:
    """Points over the two dimensions whose limits are most convincing, with the picked box; None where it has fewer."""
    values = [d for d in sorted(found.quasi_p, key=lambda d: found.quasi_p[d]) if not points.choices[d]]
    if len(values) < 2:
        return None
    across, up = values[:2]
    figure = plain(460, label(points.names[across]), label(points.names[up]))
    chosen = np.linspace(0, len(points.y) - 1, min(MOST, len(points.y))).astype(int)
    for name, number, some in (("other points", 7, False), ("the case holds in most replicates", 1, True)):
        here = chosen[(points.y[chosen] > 0.5) == some]
        figure.add_trace(
            go.Scatter(
                x=points.x[here, across],
                y=points.x[here, up],
                mode="markers",
                name=name,
                marker={"size": 6, "color": COLOURS[number] if some else LINE, "opacity": 0.75 if some else 0.45},
                hoverinfo="skip",
            )
        )
    edges = []
    for dimension in (across, up):
        column, limit = points.x[:, dimension], found.box[dimension]
        edges.append((max(limit.low, float(column.min())), min(limit.high, float(column.max()))))
    (x0, x1), (y0, y1) = edges
    figure.add_shape(type="rect", x0=x0, x1=x1, y0=y0, y1=y1, line={"color": INK, "width": 2})
    return figure


def leaves_figure(found: Cart, points: Points) -> go.Figure:
    """Density in each leaf of the tree, counted on points that did not grow it."""
    labels = [told(leaf.box, points, {n: label(n) for n in points.names}) for leaf in found.leaves]
    figure = rows(labels, "density: share of points in the leaf that are the case", legend=False, lines=4, width=64)
    dots(figure, "density", [leaf.worth.density for leaf in found.leaves], 0)
    figure.add_vline(x=found.density, line={"color": INK, "width": 1, "dash": "dash"})
    figure.add_annotation(
        x=found.density, y=1, yref="paper", yanchor="bottom", text="all points", showarrow=False, font={"size": 12}
    )
    figure.update_xaxes(range=[-0.03, 1.03])
    figure.update_layout(margin={"t": 36})
    return figure
