"""The answer while levers move: a screen asks, and waits for better and better answers to what it asked."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection
from typing import Any

from flask import Flask, Response, abort, make_response, request
from plotly.io.json import to_json_plotly

from experiments.dashboard import case, levers
from experiments.dashboard.case import MONTHLY, OWN, Case
from experiments.dashboard.errands import Errands
from experiments.dashboard.findings import findings
from experiments.dashboard.guard import session
from experiments.dashboard.plain import as_html
from experiments.dashboard.sessions import Session
from experiments.dashboard.shown import Shown
from experiments.ensemble import Busy, Question, Queue, Superseded, WorkerDied
from experiments.problems import BadInput
from sim import wiring

PATIENCE = 4.0
"""Seconds that a request waits for an answer; the page then asks again, which is also its heartbeat."""


class Live:
    """Answers for the screens of all sessions, from one queue; a screen in presenter mode is answered first."""

    def __init__(self, queue: Queue, errands: Errands) -> None:
        self.queue, self.errands = queue, errands
        self.forgetting: list[Callable[[Collection[str]], object]] = [queue.forget, errands.forget]
        """Who keeps what was worked out, by keys of sides, and forgets it when told to."""

    def attach(self, app: Flask) -> None:
        """Add the address that pages ask."""
        app.add_url_rule("/ask", "ask", self.ask, methods=["POST"])

    def shown(
        self,
        of: Session,
        screen: str,
        asked: Case,
        after: int = 0,
        patience: float = PATIENCE,
        then: Case | None = None,
    ) -> Shown | None:
        """The newest answer over more than ``after`` futures; None where there is none as yet. ``then`` is what the
        screen may well ask next."""
        question, expected = of.question(asked), None if then is None else of.question(then)
        self.forgotten_with(of, asked, question)
        if expected is not None:
            self.forgotten_with(of, asked, expected)
        queue = self.queue.front if screen in of.presenting else self.queue
        queue.ask(screen, question, expected)
        answer = queue.answer(screen, question, after, patience)
        return None if answer is None else Shown(question, answer)

    def forgotten_with(self, of: Session, asked: Case, question: Question) -> None:
        """Have what is worked out from an uploaded system forgotten when the session ends."""
        if asked.system.startswith(OWN):
            if not of.derived:
                weakref.finalize(of, self._forget, of.derived).atexit = False
            of.derived.update(side.key for side in question.sides)

    def _forget(self, keys: Collection[str]) -> None:
        for forget in self.forgetting:
            forget(keys)
        wiring.forget()

    def _present(self, of: Session, screen: str, on: bool) -> None:
        """Note whether a screen is in presenter mode; what it asked before is no longer waited for if that is new."""
        if on and screen not in of.presenting:
            of.presenting.add(screen)
            self.queue.leave(screen)
        elif not on and screen in of.presenting:
            of.presenting.discard(screen)
            self.queue.front.leave(screen)

    def ask(self) -> Response:
        """What a page asks, and how far the answer is."""
        data = request.get_json(silent=True)
        if not isinstance(data, dict) or not session().asks(data.get("screen")):
            abort(401)
        after, outcome = data.get("after", 0), data.get("outcome")
        if not isinstance(after, int) or outcome not in MONTHLY:
            abort(400)
        screen = str(data["screen"])
        self._present(session(), screen, data.get("presenting") is True)
        try:
            asked = case.read(data.get("case"))
            before = session().last.get(screen)
            session().last[screen] = asked
            then = None if before is None else case.further(before, asked)
            found = self.shown(session(), screen, asked, after, then=then)
        except BadInput as error:
            return _reply({"state": "problems", "problems": [str(problem) for problem in error.problems]})
        except Superseded:
            return _reply({"state": "superseded"})
        except Busy as error:
            return _reply(
                {"state": "problems", "problems": [f"{error} To try again, move a lever or reload the page."]}
            )
        except WorkerDied as error:
            return _reply(
                {"state": "problems", "problems": [f"{error}. Move a lever, or reload the page, to try again."]}
            )
        if found is None:
            return _reply({"state": "waiting"})
        return _reply(
            {
                "state": "answer",
                "futures": found.answer.futures,
                "last": case.STAGES[-1],
                "outcome": outcome,
                "fixed": levers.labels(asked.fixed),
                "findings": as_html(findings(found, outcome)),
                "charts": found.charts(outcome),
            }
        )


def _reply(data: dict[str, Any]) -> Response:
    response = make_response(to_json_plotly(data))
    response.mimetype = "application/json"
    return response
