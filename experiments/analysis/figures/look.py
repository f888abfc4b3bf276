"""How figures look: the report's colours and type, dots with intervals, and the page around a figure."""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import plotly.graph_objects as go

from experiments.analysis.estimates import Estimate
from experiments.files import whole_file

INK, MUTED, GRID, FAINT, LINE = "#1d2733", "#52606d", "#e6eaee", "#eef1f4", "#9aa5b1"
FIRST, SECOND = "#0b5fa5", "#b4540a"
COLOURS = (FIRST, SECOND, "#2f7d4f", "#7a4fa3", "#a8325e", "#8a6d00", "#1b8a8f", "#3d4a5c")
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "cross", "x", "star", "hexagon")
FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
ROW = 38
"""Height of a row, in pixels; a label of two lines finds room in it."""
SHOWN = 25
"""Rows of a chart, at most."""
CONFIG = {"displaylogo": False, "responsive": True, "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"]}


def wrapped(text: str, width: int = 44, lines: int = 2) -> str:
    """Text for a figure, taken literally, on two lines at most."""
    parts = textwrap.wrap(text, width, max_lines=lines, placeholder=" …") or [text]
    return "<br>".join(html.escape(part, quote=False) for part in parts)


def plain(height: int, x: str = "", y: str = "", legend: bool = True) -> go.Figure:
    """An empty figure with titled axes."""
    axis = {"gridcolor": GRID, "zeroline": False, "automargin": True, "tickfont": {"color": MUTED}}
    title = {"font": {"color": MUTED, "size": 13}, "standoff": 10}
    return go.Figure(
        layout={
            "height": height,
            "margin": {"l": 20, "r": 24, "t": 40 if legend else 16, "b": 20},
            "font": {"family": FAMILY, "size": 13, "color": INK},
            "paper_bgcolor": "#ffffff",
            "plot_bgcolor": "#ffffff",
            "xaxis": {**axis, "title": {"text": wrapped(x, 90), **title}},
            "yaxis": {**axis, "title": {"text": wrapped(y, 42, 3), **title}},
            "showlegend": legend,
            "legend": {
                "orientation": "h",
                "x": 0,
                "y": 1,
                "xanchor": "left",
                "yanchor": "bottom",
                "traceorder": "normal",
            },
            "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": LINE, "font": {"color": INK}},
        }
    )


def rows(labels: Sequence[str], x: str, legend: bool = True, lines: int = 2, width: int = 44) -> go.Figure:
    """An empty figure with a row for each label, the first on top; a label has so many ``lines`` at most."""
    figure = plain(max(160, (ROW + 18 * (lines - 2)) * len(labels) + 90 + 30 * legend), x, legend=legend)
    figure.update_yaxes(
        tickvals=list(range(len(labels))),
        ticktext=[wrapped(one, width, lines) for one in labels],
        range=[len(labels) - 0.5, -0.5],
        showgrid=False,
        tickfont={"color": INK, "size": 12},
    )
    return figure


def dots(
    figure: go.Figure, name: str, values: Sequence[Estimate], number: int = 0, shift: float = 0.0, hollow: bool = False
) -> None:
    """A dot with its interval in each row; ``shift`` moves all up or down, where rows have several."""
    figure.add_trace(
        go.Scatter(
            x=[one.value for one in values],
            y=[row + shift for row in range(len(values))],
            name=html.escape(name, quote=False),
            mode="markers",
            marker={
                "size": 9,
                "color": "#ffffff" if hollow else COLOURS[number % len(COLOURS)],
                "symbol": SYMBOLS[number % len(SYMBOLS)],
                "line": {"width": 2, "color": COLOURS[number % len(COLOURS)]},
            },
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [_gap(one.high - one.value) for one in values],
                "arrayminus": [_gap(one.value - one.low) for one in values],
                "color": COLOURS[number % len(COLOURS)],
                "thickness": 1.5,
                "width": 4,
            },
            customdata=[[one.low, one.high] for one in values],
            hovertemplate="%{x:.4~g} (95 % interval %{customdata[0]:.4~g} to %{customdata[1]:.4~g})",
        )
    )


def _gap(size: float) -> float:
    """The length of half an interval; none where there is none, or where rounding turned it round."""
    return max(size, 0.0) if math.isfinite(size) else 0.0


def line(
    figure: go.Figure, name: str, x: Sequence[float], y: Sequence[float], number: int = 0, dash: str = "solid"
) -> None:
    """A line with a name."""
    figure.add_trace(
        go.Scatter(
            x=list(x),
            y=list(y),
            name=html.escape(name, quote=False),
            mode="lines",
            line={"color": COLOURS[number % len(COLOURS)], "width": 2.25, "dash": dash},
            hovertemplate="%{y:.4~g}",
        )
    )


def band(figure: go.Figure, x: Sequence[float], low: Sequence[float], high: Sequence[float], number: int = 0) -> None:
    """A 95 % interval behind a line."""
    red, green, blue = (int(COLOURS[number % len(COLOURS)][i : i + 2], 16) for i in (1, 3, 5))
    figure.add_trace(
        go.Scatter(
            x=[*x, *reversed(x)],
            y=[*high, *reversed(low)],
            fill="toself",
            fillcolor=f"rgba({red},{green},{blue},0.14)",
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
            showlegend=False,
        )
    )


def top(named: Mapping[str, Estimate]) -> list[str]:
    """The names with the largest values, as many as a chart shows."""
    from experiments.analysis.estimates import ordered

    return ordered(named)[:SHOWN]


def page(heading: str, said: Sequence[str], figures: Mapping[str, go.Figure]) -> str:
    """One page of HTML with a heading, some sentences and the figures by caption; it needs no network."""
    style = files("experiments.report").joinpath("style.css").read_text(encoding="utf-8")
    told = "\n".join(f"<p>{html.escape(sentence)}</p>" for sentence in said if sentence)
    drawn = "\n".join(
        f"<h3>{html.escape(caption)}</h3>\n"
        + figure.to_html(full_html=False, include_plotlyjs=not number, config=CONFIG, default_width="100%")
        for number, (caption, figure) in enumerate(figures.items())
    )
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<link rel="icon" href="data:,">\n'
        f"<title>{html.escape(heading)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<main class="wide">\n<section>\n<h2>{html.escape(heading)}</h2>\n{told}\n{drawn}\n</section>\n</main>\n'
        "</body>\n</html>\n"
    )


def write(path: Path, heading: str, said: Sequence[str], figures: Mapping[str, go.Figure]) -> None:
    """Write the page whole or not at all; see ``experiments.files.check_new`` for what must be asked before."""
    with whole_file(path) as partial:
        partial.write_text(page(heading, said, figures), encoding="utf-8", newline="\n")
