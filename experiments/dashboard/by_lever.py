"""What each lever that differs accounts for, on the tab of assumptions: worked out when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update

from experiments.attributed import reading, section
from experiments.attribution import EXACT, Attribution, attribute, differing
from experiments.dashboard import case
from experiments.dashboard.aria import aria
from experiments.dashboard.asking import asked_by
from experiments.dashboard.findings import table
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.trouble import in_place
from experiments.ensemble import Question

FUTURES = 200
ORDERS = 4
"""Random orders in which many levers are switched: a figure in a minute, with its error beside it."""
SCREEN = "+levers"
"""After the name of a screen: it may wait for a story too."""
STOPPED = "Stopped."


@dataclass(frozen=True)
class ByLever:
    """The attribution of one outcome's difference, as a job."""

    question: Question
    outcome: str

    @property
    def orders(self) -> int | None:
        """Random orders to walk; None where every order can count."""
        return None if len(differing(self.question.first, self.question.second)) <= EXACT else ORDERS

    @property
    def most(self) -> int:
        """Sets of levers that are run, at most."""
        count = len(differing(self.question.first, self.question.second))
        return int(2**count) if self.orders is None else ORDERS * (count - 1) + 2

    def __call__(self, check: Callable[[], object]) -> Attribution:
        """Work it out; ``check`` is called before each set of levers, and may raise to end the work."""
        asked = self.question
        (found,) = attribute(
            asked.sides[0].system,
            asked.first,
            asked.second,
            [case.outcome(self.outcome)],
            futures=FUTURES,
            years=asked.years,
            seed=asked.seed,
            orders=self.orders,
            timeline=asked.timeline,
            progress=lambda _: check(),
        )
        return found


def layout() -> html.Section:
    """A button, how far it is, and room for what comes of it."""
    return html.Section(
        [
            html.H2("Which lever makes the difference", id="by-lever-title"),
            html.P(
                "Levers that differ are switched from B to A, one after the other, in the same futures. It takes "
                "seconds or minutes: the more levers differ, the longer.",
                className="quiet",
            ),
            html.Div(
                [
                    dmc.Button("Work it out", id="by-lever-go", variant="default"),
                    dmc.Button("Stop", id="by-lever-stop", variant="default"),
                ],
                className="row",
            ),
            html.Div(id="by-lever-said", role="status", className="quiet said"),
            html.Div(id="by-lever-body"),
            dcc.Store(id="by-lever-asked"),
            dcc.Interval(id="by-lever-tick", interval=1000, disabled=True),
        ],
        className="panel",
        **aria(labelledby="by-lever-title"),
    )


def attach(app: Dash, live: Live) -> None:
    """Begin, tell how far it is, stop; what is out of date goes."""

    @app.callback(
        Output("by-lever-asked", "data"),
        Output("by-lever-tick", "disabled"),
        Output("by-lever-said", "children"),
        Output("by-lever-body", "children"),
        Input("by-lever-go", "n_clicks"),
        State("asking-assumptions", "data"),
        prevent_initial_call=True,
    )
    @in_place(2, 4, {1: True})
    def go(_: int, asking: Mapping[str, Any] | None) -> tuple[Any, bool, str, Any]:
        asked_by(asking)
        return asking, False, "Beginning.", []

    @app.callback(
        Output("by-lever-asked", "data", allow_duplicate=True),
        Output("by-lever-tick", "disabled", allow_duplicate=True),
        Output("by-lever-said", "children", allow_duplicate=True),
        Input("by-lever-stop", "n_clicks"),
        State("screen", "data"),
        prevent_initial_call=True,
    )
    @in_place(2, 3, {1: True})
    def stop(_: int, screen: str) -> tuple[Any, bool, str]:
        _leave(live, screen)
        return None, True, STOPPED

    @app.callback(
        Output("by-lever-body", "children", allow_duplicate=True),
        Output("by-lever-tick", "disabled", allow_duplicate=True),
        Output("by-lever-said", "children", allow_duplicate=True),
        Input("by-lever-tick", "n_intervals"),
        State("by-lever-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(2, 3, {1: True})
    def look(_: int, going: Mapping[str, Any] | None) -> tuple[Any, bool, Any]:
        if not going:
            return no_update, True, STOPPED
        asked, outcome, screen = asked_by(going)
        question = session().question(asked)
        live.forgotten_with(session(), asked, question)
        job = ByLever(question, outcome)
        errand = live.errands.ask(f"{screen}{SCREEN}", f"by lever {question.key} {outcome}", lambda: [job], session())
        if not live.errands.wait(f"{screen}{SCREEN}", errand, 0.5):
            said = f"{errand.seconds:.0f} s so far, for up to {job.most} sets of levers in {FUTURES} futures each."
            return no_update, False, said
        return told(errand.results[0], question), True, ""

    @app.callback(
        Output("by-lever-asked", "data", allow_duplicate=True),
        Output("by-lever-body", "children", allow_duplicate=True),
        Output("by-lever-tick", "disabled", allow_duplicate=True),
        Output("by-lever-said", "children", allow_duplicate=True),
        Input("asking-assumptions", "data"),
        State("by-lever-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(3, 4, {2: True})
    def outdated(asking: Mapping[str, Any] | None, going: Mapping[str, Any] | None) -> tuple[Any, ...]:
        if not asking or not going or all(asking[key] == going[key] for key in ("case", "outcome")):
            return (no_update,) * 4
        _leave(live, str(asking.get("screen")))
        return None, [], True, "The comparison has changed: work it out again."


def _leave(live: Live, screen: str) -> None:
    if session().asks(screen):
        live.errands.leave(f"{screen}{SCREEN}")


def told(found: Attribution, question: Question) -> list[Any]:
    """The parts in sentences and a table."""
    first, second = question.first, question.second
    whole = section(found, first, second, FUTURES)
    said = html.P(whole.paragraphs[0], className="lede")
    if whole.table is None:
        return [said]
    how = reading(first, second, [found], FUTURES).paragraphs
    title = f"What each lever accounts for: {whole.title}"
    return [
        said,
        table(title, whole.table.header, [*whole.table.rows]),
        *(html.P(one, className="quiet") for one in how),
    ]
