"""The page on which people vote: a code opens it, plain HTML without scripts, and it leads nowhere else."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from flask import Flask, make_response, redirect, render_template_string, request
from werkzeug.wrappers import Response

from experiments.dashboard.guard import Guard
from experiments.dashboard.settings import LOOPBACK, Settings
from experiments.dashboard.workshop.ballots import LENGTH, LETTERS, Ballots, Refused, TooMany, Vote
from experiments.dashboard.workshop.wording import HOW_SURE, SURE

COOKIE = "vote"
PATH = "/vote"
BODY = 2048
"""Bytes of a form at most."""
CSP = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Stricter than the dashboard's: no script at all, and no style but the page's own."""


def address(settings: Settings, host: str) -> str:
    """Where phones find the dashboard: under the name of ``host``, as the facilitator's browser calls it, if they can.

    On this machine a browser may call it by a name that means another machine elsewhere; then it is the address that
    was printed when the dashboard started.
    """
    name = host if host.endswith("]") or ":" not in host else host.rpartition(":")[0]
    scheme = "https" if settings.secure else "http"
    return settings.address if name.lower() in LOOPBACK else f"{scheme}://{host.lower()}"


class Phones:
    """What phones may ask: to come in with a code, to see the vote that is open, and to vote."""

    def __init__(self, ballots: Ballots, settings: Settings) -> None:
        self._ballots, self._secure, self._cookie = ballots, settings.secure, settings.cookie(COOKIE)
        here = files("experiments.dashboard.workshop")
        self._page = here.joinpath("vote.html.j2").read_text(encoding="utf-8")
        self._style = here.joinpath("vote.css").read_text(encoding="utf-8")

    def attach(self, server: Flask, guard: Guard) -> None:
        """Add the addresses. They need no session: the guard still looks at where a request comes from."""
        guard.open(PATH)
        server.add_url_rule(PATH, "vote", self.show)
        server.add_url_rule(f"{PATH}/code", "vote-code", self.enter, methods=["POST"])
        server.add_url_rule(f"{PATH}/cast", "vote-cast", self.cast, methods=["POST"])
        server.add_url_rule(f"{PATH}/style.css", "vote-css", self.style)

    def show(self, said: str = "", code: int = 200) -> Response:
        """The vote that is open, or the question for the code."""
        paper = self._ballots.paper(request.cookies.get(self._cookie))
        typed = "".join(letter for letter in request.args.get("code", "").upper() if letter in LETTERS)[:LENGTH]
        return self._rendered(code, paper=paper, said=said, typed=typed)

    def enter(self) -> Response:
        """Let a phone in that knows the code."""
        try:
            secret = self._ballots.enter(_form("code"), request.cookies.get(self._cookie))
        except Refused as refused:
            code = 429 if isinstance(refused, TooMany) else 403
            return self._rendered(code, paper=None, said=str(refused), typed="")
        response = redirect(PATH, 303)
        response.set_cookie(self._cookie, secret, httponly=True, samesite="Strict", secure=self._secure, path=PATH)
        return response

    def cast(self) -> Response:
        """Count a vote."""
        sure = _form("sure")
        vote = Vote(_form("choice"), int(sure) if sure in map(str, range(len(SURE))) else -1)
        try:
            self._ballots.cast(request.cookies.get(self._cookie), _form("vote"), vote)
        except Refused as refused:
            return self.show(str(refused), 409)
        return redirect(PATH, 303)

    def style(self) -> Response:
        """How the page looks."""
        response = make_response(self._style)
        response.mimetype = "text/css"
        return response

    def _rendered(self, code: int, **given: Any) -> Response:
        response = make_response(render_template_string(self._page, how_sure=HOW_SURE, sure=SURE, **given), code)
        response.headers["Content-Security-Policy"] = CSP
        return response


def _form(name: str) -> str:
    """A field of the form that was sent, which must be small."""
    request.max_content_length = BODY
    return request.form.get(name, "")[:80]
