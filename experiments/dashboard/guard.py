"""Who may ask what of the server: checked on every request, before anything else looks at it."""

from __future__ import annotations

import hmac
from hashlib import sha256

from flask import Flask, Response, abort, g, make_response, redirect, render_template_string, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from experiments.dashboard.attempts import Attempts
from experiments.dashboard.sessions import Session, Sessions
from experiments.dashboard.settings import Settings
from experiments.dashboard.trouble import sentences
from experiments.ensemble import Busy

COOKIE = "session"
DAY = 24 * 3600
"""Seconds for which browsers insist on TLS: longer, and a later start without it under this name would not open."""
BODY = 6 * 2**20
"""Bytes of a request at most: a spreadsheet of four megabytes, as text."""
ATTEMPTS, WINDOW = 10, 300.0
"""Wrong passwords that are heard in so many seconds, from everybody together."""
OPEN = ("/login", "/login.css", "/login.js", "/onward.js", "/_favicon.ico")
"""What may be asked for without a session."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers send forms as from nowhere (Origin: null)
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def policy(hashes: list[str]) -> str:
    """The content security policy: own scripts and those few inline ones whose hash is known; never ``eval``.

    Exceptions: styles may stand inline, because Mantine and Plotly set them on their elements; pictures may come from
    ``data:`` and ``blob:``, as charts do on their way into a file; style sheets of Dash's components may hold fonts.
    None of these can run anything, or load anything from elsewhere.
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Guard:
    """Hosts, origins, sessions, password, headers."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.settings, self.csp = settings, policy([])
        self.sessions = Sessions(open_to_all=settings.password is None)
        self._attempts = Attempts(ATTEMPTS, WINDOW)
        self._public: tuple[str, ...] = OPEN
        app.config["MAX_CONTENT_LENGTH"] = BODY
        app.before_request(self.before)
        app.after_request(self.after)
        app.register_error_handler(HTTPException, told)
        app.register_error_handler(Exception, failed)
        app.add_url_rule("/login", "login", self.login, methods=["GET", "POST"])

    def open(self, prefix: str) -> None:
        """Let everybody ask for the addresses that begin with a path: they look after themselves."""
        self._public += (prefix,)

    def _open_to_all(self) -> bool:
        """Whether an address is one of those: Dash answers whatever has no rule of its own with its page."""
        named = request.url_rule is not None and request.url_rule.rule == request.path
        return named and any(request.path == path or request.path.startswith(f"{path}/") for path in self._public)

    def before(self) -> AnyResponse | None:
        """Refuse what does not come from our own page; find or begin the session."""
        if request.host.lower() not in self.settings.hosts:
            abort(421)
        self._own_page()
        g.session, g.cookie = self.sessions.find(request.cookies.get(self.settings.cookie(COOKIE))), None
        if self._open_to_all():
            return None
        if g.session is None and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            return make_response(ONWARD)  # a cookie may be there that the browser keeps back: do not overwrite it
        if g.session is None and self.settings.password is None:
            if request.method not in ("GET", "HEAD"):
                abort(401)
            g.cookie, g.session = self.sessions.begin()
        if g.session is None or not g.session.known:
            if request.method == "GET" and request.path == "/":
                return redirect("/login")
            abort(401)
        return None

    def _own_page(self) -> None:
        """Only our own page may ask: browsers say where a request comes from, in one header or the other.

        What only fetches may come without an ``Origin``. A link may lead here from anywhere, and an address be typed.
        """
        sent = request.method not in ("GET", "HEAD")
        ours = f"{'https' if self.settings.secure else 'http'}://{request.host.lower()}"
        if request.headers.get("Origin", "" if sent else ours).lower() != ours:
            abort(403)
        if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
            return
        opened = [request.headers.get(f"Sec-Fetch-{what}") for what in ("Mode", "Dest")]
        if sent or opened != ["navigate", "document"]:
            abort(403)

    def after(self, response: Response) -> Response:
        """The headers that tell the browser what to allow."""
        response.headers.update(HEADERS)
        response.headers.setdefault("Content-Security-Policy", self.csp)
        if self.settings.secure:
            response.headers["Strict-Transport-Security"] = f"max-age={DAY}"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        if g.get("cookie"):
            self.give(response, g.cookie)
        return response

    def give(self, response: AnyResponse, cookie: str) -> None:
        """Set the session's cookie."""
        name = self.settings.cookie(COOKIE)
        response.set_cookie(name, cookie, httponly=True, samesite="Strict", secure=self.settings.secure, path="/")

    def login(self) -> AnyResponse:
        """Ask for the password; a right one begins a session, unless this browser has one."""
        if self.settings.password is None:
            return redirect("/")
        if request.method == "GET":
            return _page("")
        if not self._attempts.heard():
            return _page("Too many wrong passwords. Wait a few minutes, then try again.", 429)
        if not same(request.form.get("password", ""), self.settings.password):
            return _page("That is not the password.", 401)
        self._attempts.right()
        response = redirect("/", 303)
        if g.session is None or not g.session.known:
            cookie, _ = self.sessions.begin(known=True)
            self.give(response, cookie)
        return response


def session() -> Session:
    """The session of the request that is being answered."""
    found: Session = g.session
    return found


def same(given: str, secret: str) -> bool:
    """Compare in a time that does not depend on how much is right."""
    return hmac.compare_digest(sha256(given.encode()).digest(), sha256(secret.encode()).digest())


SAID = {
    401: "You are not signed in, or your session has ended. Open the first page again.",
    403: "This request does not come from the dashboard's own page.",
    404: "There is nothing here.",
    413: "That is larger than is allowed.",
    421: "The dashboard does not answer to this name. Use the address that it printed when it started.",
}


def told(error: HTTPException) -> AnyResponse:
    """What went wrong, in one sentence."""
    code = error.code or 500
    response = make_response(SAID.get(code, "This request cannot be answered."), code)
    response.mimetype = "text/plain"
    return response


def failed(error: Exception) -> AnyResponse:
    """Something went wrong on our side: the log has the details, the page has none."""
    response = make_response(" ".join(sentences(error)), 503 if isinstance(error, Busy) else 500)
    response.mimetype = "text/plain"
    return response


LOGIN = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>tiers: sign in</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/login.css">
<script src="/login.js" defer></script></head>
<body><main><h1>tiers</h1><p>How England’s integrated care systems decide, and what follows for people.</p>
<form method="post" action="/login"><label for="password">Password for this workshop</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus
{% if said %}aria-describedby="said" aria-invalid="true"{% endif %}>
{% if said %}<p id="said" role="alert">{{ said }}</p>{% endif %}
<button>Open the dashboard</button></form>
<p><a href="/vote">To vote, with the code on the screen</a></p></main></body></html>"""

ONWARD = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>tiers</title><link rel="icon" href="data:,"><script src="/onward.js" defer></script></head>
<body><main><p><a href="/">Open the dashboard</a></p></main></body></html>"""
"""What a link on another site opens: it goes on from here, as our own page."""


def _page(said: str, code: int = 200) -> AnyResponse:
    return make_response(render_template_string(LOGIN, said=said), code)
