"""Room for a chart, with buttons that save it as a picture: the page draws and saves it (``assets/pictures.js``)."""

from __future__ import annotations

from typing import Any

from dash import html

from experiments.dashboard.aria import aria

KINDS = ("png", "svg")


def chart(name: str, label: str) -> html.Div:
    """Room for a chart of that id; ``label`` says to those who do not see it what it shows."""
    return html.Div([html.Div(id=name, className="chart", role="img", **aria(label=label)), save(name)])


def save(name: str) -> html.Div:
    """Buttons that save the chart, or the drawing, of that id; they are hidden while there is none."""
    return html.Div([_button(name, kind) for kind in KINDS], className="save")


def _button(name: str, kind: str) -> html.Button:
    data: dict[str, Any] = {"data-picture": name, "data-kind": kind}
    return html.Button(f"Save as {kind.upper()}", className="quiet-button", type="button", **data)
