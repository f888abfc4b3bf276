"""What a tab wants to know of the screen: case, outcome, how far the answer is; told only while the tab is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc
from flask import abort

from experiments.dashboard import case
from experiments.dashboard.case import MONTHLY, Case
from experiments.dashboard.clientside import in_page
from experiments.dashboard.guard import session


def store(tab: str) -> dcc.Store:
    """Where the page puts it."""
    return dcc.Store(id=f"asking-{tab}")


def attach_asking(app: Dash, tab: str) -> None:
    """Fill the store whenever the tab is open and something changed."""
    in_page(
        app,
        "asking",
        Output(f"asking-{tab}", "data"),
        [Input("tabs", "value"), Input("reply", "data")],
        [State("screen", "data"), State(f"asking-{tab}", "data"), State(f"asking-{tab}", "id")],
    )


def asked_by(asking: Mapping[str, Any] | None) -> tuple[Case, str, str]:
    """The case, the outcome and the screen, all checked; ``BadInput`` where the case is not sound."""
    if not isinstance(asking, dict) or not session().asks(asking.get("screen")):
        abort(401)
    if asking.get("outcome") not in MONTHLY:
        abort(400)
    return case.read(asking.get("case")), str(asking["outcome"]), str(asking["screen"])
