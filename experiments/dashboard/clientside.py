"""Calls that the page answers by itself, with a function of ``assets/*.js``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import ClientsideFunction, Dash, Input, State


def in_page(
    app: Dash,
    function: str,
    output: Any,
    inputs: Sequence[Input],
    states: Sequence[State] = (),
    late: bool = True,
) -> None:
    """Call a function of the page whenever an input changes; ``late``: not when the page opens."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("tiers", function), output, [*inputs], [*states], prevent_initial_call=late
    )
