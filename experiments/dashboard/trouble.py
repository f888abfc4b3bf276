"""What went wrong, told where it happened, with a way on; details go to the log of whoever started the dashboard."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from dash import html, no_update
from werkzeug.exceptions import HTTPException

from experiments.ensemble import Busy, Superseded, WorkerDied
from experiments.problems import BadInput

AGAIN = "Something went wrong on the server. What you set is still here: try again."
OLD = (
    "This page is older than the dashboard, or your session has ended. Reload the page; its address keeps what you set."
)
NEWER = "Something newer was asked meanwhile. Try again."


def sentences(error: Exception) -> list[str]:
    """What went wrong, for people; nothing of what only a log should hold."""
    if isinstance(error, BadInput):
        return [str(problem) for problem in error.problems]
    if isinstance(error, Superseded):
        return [NEWER]
    if isinstance(error, Busy):
        return [str(error)]
    if isinstance(error, WorkerDied):
        return [f"{error}. Try again, with fewer futures if it happens again."]
    if isinstance(error, HTTPException):
        return [OLD]
    logging.getLogger("tiers.dashboard").error("a part of the page failed", exc_info=error)
    return [AGAIN]


def told(error: Exception, again: str = "") -> html.Div:
    """The same as a box; ``again`` is the tab whose parts a button lets come once more: see ``assets/trouble.js``."""
    said: list[Any] = [html.P(sentence) for sentence in sentences(error)]
    known: Any = {"data-again": again}
    if again:
        said.append(html.Button("Try again", className="quiet-button", type="button", **known))
    return html.Div(said, className="trouble", role="alert")


def in_place(
    at: int, of: int, also: Mapping[int, Any] | None = None, again: str = ""
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a callback of ``of`` outputs tell what went wrong in its output number ``at``.

    All others stay as they are, but for those in ``also``: a clock that has to stop, for instance. Parts that come by
    themselves name their tab (``again``), so that there is a button to ask for them.
    """

    def safe(callback: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(callback)
        def answered(*given: Any) -> Any:
            try:
                return callback(*given)
            except Exception as error:
                if again and isinstance(error, Superseded):  # what was asked instead comes by itself
                    return no_update if of == 1 else (no_update,) * of
                if of == 1:
                    return told(error, again)
                return tuple(told(error, again) if n == at else (also or {}).get(n, no_update) for n in range(of))

        return answered

    return safe
