"""A question that is asked before something goes that cannot be brought back: a box with a button of its own."""

from __future__ import annotations

from typing import Any

from dash import html

NOTHING_ASKED = ("", True)
"""What such a box is given while there is nothing to ask: no text, and it is hidden."""


def question(name: str, *buttons: Any) -> html.Div:
    """Room for it, hidden until it is asked; its text is read out then, and its buttons come next by keyboard."""
    said = html.P(id=f"{name}-said", role="alert")
    return html.Div([said, html.Div(list(buttons), className="row")], id=name, hidden=True, className="asks")


def asks(text: str) -> tuple[str, bool]:
    """What the box is given to ask this."""
    return text, False
