"""What happens on the facilitator's tab: the question is put, votes open and close, and results are shown."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from flask import request

from experiments.dashboard import case
from experiments.dashboard.asking import asked_by, attach_asking
from experiments.dashboard.clientside import in_page
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.saved import NOTES
from experiments.dashboard.settings import Settings
from experiments.dashboard.trouble import in_place, told
from experiments.dashboard.workshop import phones, screen, wording
from experiments.dashboard.workshop.ballots import ROUNDS, Ballots, Refused
from experiments.dashboard.workshop.ballots import State as Held
from experiments.dashboard.workshop.results import sentences
from experiments.dashboard.workshop.steps import STEPS
from experiments.dashboard.workshop.summary import summary
from experiments.dashboard.workshop.told import tell
from experiments.ensemble import Busy, Superseded, WorkerDied
from experiments.problems import BadInput

ENOUGH = 200
"""Futures after which the model's answer is shown."""
NOT_YET = "The comparison on the first tab is not there yet: try again in a moment."
WHERE = {"put": "question", "model": "reveal", "fell-before": "reveal", "clear": "take-away"} | {
    f"{act}-{name}": name for name in ROUNDS for act in ("open", "close")
}
"""In which step an action says how it went; the rest does so in the second vote."""


class Workshop:
    """The tab, with the ballots of all sessions and the address at which phones find them."""

    def __init__(self, ballots: Ballots, settings: Settings) -> None:
        self._ballots, self._settings = ballots, settings

    def attach(self, app: Dash, live: Live) -> None:
        """Answer what the tab asks."""
        attach_asking(app, "workshop")
        in_page(app, "guide", Output("workshop-total", "title"), [Input("screen", "data")], late=False)
        in_page(
            app,
            "voted",
            Output("case", "data", allow_duplicate=True),
            [Input("workshop-back", "n_clicks")],
            [State("workshop-voted", "data")],
        )
        self._attach_question(app)
        self._attach_acts(app)
        self._attach_shown(app)
        self._attach_tick(app, live)
        self._attach_taken(app)

    def _attach_question(self, app: Dash) -> None:
        @app.callback(
            Output("workshop-question", "value"),
            Output("workshop-proposed", "data"),
            Output("workshop-word-said", "children"),
            Input("asking-workshop", "data"),
            Input("workshop-word", "n_clicks"),
            State("workshop-question", "value"),
            State("workshop-proposed", "data"),
            prevent_initial_call=True,
        )
        @in_place(2, 3, again="workshop")
        def word(asking: Any, _: int | None, written: str | None, before: str) -> tuple[Any, Any, Any]:
            asked, outcome, _screen = asked_by(asking)
            text = wording.proposed(session().question(asked), outcome)
            mine = ctx.triggered_id == "workshop-word" or (written or "") in ("", before)
            return (text if mine else no_update), text, []

    def _attach_acts(self, app: Dash) -> None:
        @app.callback(
            Output("workshop-changed", "data"),
            Output({"said": ALL}, "children"),
            Input({"act": ALL}, "n_clicks"),
            State("workshop-question", "value"),
            State("asking-workshop", "data"),
            State("workshop-changed", "data"),
            prevent_initial_call=True,
        )
        def act(clicks: Sequence[int | None], text: str | None, asking: Any, changed: int) -> tuple[Any, list[Any]]:
            if not any(clicks) or not isinstance(ctx.triggered_id, dict):
                return no_update, [no_update] * len(STEPS)
            name = str(ctx.triggered_id["act"])
            said: Any
            try:
                said = self._act(name, text or "", asking)
            except Refused as refused:
                said = str(refused)
            except Exception as error:  # in its place, which is in one of several steps
                said = told(error)
            where = WHERE.get(name, ROUNDS[1])
            return changed + 1, [said if step.name == where else "" for step in STEPS]

    def _act(self, name: str, text: str, asking: Any) -> str:
        """Do what a button says, and return how it went; ``Refused`` where it cannot be done."""
        mine, ballots = session(), self._ballots
        if name == "put":
            if not asking:
                return NOT_YET
            asked, outcome, _ = asked_by(asking)
            ballots.put(mine, wording.asked(mine.question(asked), asked, outcome, text))
            return "The question is put. The next step shows how to vote on it."
        acts: Mapping[str, Callable[[], None]] = {
            "model": lambda: ballots.want(mine),
            "clear": lambda: ballots.clear(mine),
            **{f"open-{one}": lambda one=one: ballots.open(mine, one) for one in ROUNDS},  # type: ignore[misc]
            **{f"close-{one}": lambda one=one: ballots.close(mine, one) for one in ROUNDS},  # type: ignore[misc]
            **{f"fell-{one}": lambda one=one: ballots.reveal(mine, one) for one in ROUNDS},  # type: ignore[misc]
        }
        acts[name]()
        return "Everything is cleared." if name == "clear" else ""

    def _attach_shown(self, app: Dash) -> None:
        @app.callback(
            Output("workshop-board-before", "children"),
            Output("workshop-board-after", "children"),
            Output("workshop-fell", "children"),
            Output("workshop-moved", "children"),
            Output("workshop-lines", "children"),
            Output("workshop-elsewhere", "hidden"),
            Output("workshop-voted-on", "children"),
            Output("workshop-voted", "data"),
            Output("workshop-tick", "disabled"),
            Output("workshop-trouble", "children"),
            Input("asking-workshop", "data"),
            Input("workshop-changed", "data"),
            prevent_initial_call=True,
        )
        @in_place(9, 10, again="workshop")
        def show(asking: Any, _: int) -> tuple[Any, ...]:
            state = self._ballots.state(session())
            board = screen.board(state, phones.address(self._settings, request.host), self._settings.loopback)
            came = [*screen.fell(state), *screen.model(state)]
            fell = [*screen.asked(state), *came]
            moved = [*screen.shift(state), *came] if state and ROUNDS[1] in state.tallies else []
            lines = screen.points(sentences(state) if state else [])
            return (board, board, fell, moved, lines, *_elsewhere(state, asking), state is None, [])

    def _attach_tick(self, app: Dash, live: Live) -> None:
        @app.callback(
            Output({"count": ALL}, "children"),
            Output("workshop-changed", "data", allow_duplicate=True),
            Output({"said": "reveal"}, "children", allow_duplicate=True),
            Input("workshop-tick", "n_intervals"),
            Input("workshop-changed", "data"),
            State("screen", "data"),
            prevent_initial_call=True,
        )
        @in_place(2, 3, {0: [no_update] * len(ROUNDS)})
        def tick(_: int, changed: int, page: str) -> tuple[list[str], Any, Any]:
            state, news = self._ballots.state(session()), False
            said: Any = no_update
            if state is not None and state.wanted and state.told is None and session().asks(page):
                try:
                    news = self._told(live, state, f"{page}+vote")
                except (BadInput, WorkerDied) as error:
                    self._ballots.want(session(), False)
                    news, said = True, told(error)
            counts = [screen.count(state, name) for name in ROUNDS]
            return counts, changed + 1 if news else no_update, said

    def _told(self, live: Live, state: Held, asking: str) -> bool:
        """Whether the model's answer has come; until then it is asked for again with every tick."""
        try:
            found = live.shown(session(), asking, state.asked.case, min(ENOUGH, case.STAGES[-1]) - 1, 0.5)
        except (Busy, Superseded):
            return False
        if found is None:
            return False
        live.queue.leave(asking)
        self._ballots.tell(session(), state.asked, tell(found, state.asked.outcome))
        return True

    def _attach_taken(self, app: Dash) -> None:
        @app.callback(
            Output("workshop-download", "data"),
            Output({"said": "take-away"}, "children", allow_duplicate=True),
            Input("workshop-page", "n_clicks"),
            prevent_initial_call=True,
        )
        @in_place(1, 2)
        def page(_: int) -> tuple[Any, str]:
            state = self._ballots.state(session())
            if state is None:
                return no_update, "There is no vote to take away."
            content = base64.b64encode(summary(state).encode()).decode()
            return {"content": content, "filename": "workshop.html", "base64": True}, "Saved as workshop.html."

        @app.callback(
            Output("notes", "value", allow_duplicate=True),
            Output({"said": "take-away"}, "children", allow_duplicate=True),
            Input("workshop-note", "n_clicks"),
            State("notes", "value"),
            prevent_initial_call=True,
        )
        @in_place(1, 2)
        def note(_: int, notes: str | None) -> tuple[Any, str]:
            state = self._ballots.state(session())
            if state is None or not state.tallies:
                return no_update, "No vote has been shown yet."
            text = "\n\n".join(part for part in (notes, "\n".join(sentences(state))) if part)
            if len(text) > NOTES:
                return no_update, "The notes are too long already."
            return text, "Added to the notes on the tab Keep."


def _elsewhere(state: Held | None, asking: Any) -> tuple[bool, str, Any]:
    """Whether the comparison on the screen is the one that is voted on; else which that is."""
    if state is None or not asking:
        return True, "", None
    here, outcome, _ = asked_by(asking)
    if (here, outcome) == (state.asked.case, state.asked.outcome):
        return True, "", None
    voted = {"case": state.asked.case.plain(), "outcome": state.asked.outcome}
    return False, f"The screen shows something else now. The vote is on: {state.asked.text}", voted
