"""Buttons that take a file from this machine; the page says when it takes none (``assets/uploads.js``)."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

MOST_BYTES = 4_000_000


def upload(identity: str, text: str, ending: str, said: str) -> html.Div:
    """A button for one file with this ending, of at most ``MOST_BYTES``; ``said`` is the id of where to complain."""
    told: dict[str, Any] = {"data-most": str(MOST_BYTES), "data-ending": ending, "data-said": said}
    button = html.Button(text, className="quiet-button", type="button")
    return html.Div(dcc.Upload(button, id=identity, accept=ending, max_size=MOST_BYTES), **told)
