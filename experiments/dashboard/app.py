"""Put the dashboard together: a Flask server behind its guard, with Dash on top."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files

from dash import Dash
from flask import Flask, Response, g, has_request_context, make_response

from experiments.dashboard import assumptions, compare, frame, keep, our_system, seat, why, workshop
from experiments.dashboard.case import Case, Choice
from experiments.dashboard.errands import Errands
from experiments.dashboard.guard import Guard, policy, session
from experiments.dashboard.live import Live
from experiments.dashboard.settings import Settings
from experiments.dashboard.workshop import Ballots, Phones, Workshop
from experiments.dashboard.wrong import layout as wrong_layout
from experiments.dashboard.wrong import tab as wrong
from experiments.ensemble import Queue

FIRST, SECOND = "maximum-delegation", "centrist"
YEAR = 365 * 24 * 3600


def build(settings: Settings, queue: Queue, errands: Errands) -> Flask:
    """The server. It answers from ``queue`` and ``errands``, which the caller closes."""
    server = Flask("experiments.dashboard", static_folder=None)
    guard = Guard(server, settings)
    start = Case(settings.system, Choice(FIRST), Choice(SECOND))
    live = Live(queue, errands)
    live.attach(server)
    _own_files(server)
    ballots = Ballots()
    Phones(ballots, settings).attach(server, guard)
    app = Dash(
        "experiments.dashboard",
        server=server,  # type: ignore[arg-type]  # it takes a Flask too
        title="tiers",
        update_title="",
        assets_folder=str(files("experiments.dashboard").joinpath("assets")),
        external_scripts=["/draw.js", {"src": f"/plotly.js?v={version('plotly')}", "defer": "defer"}],
        suppress_callback_exceptions=True,
        serve_locally=True,
        index_string=INDEX,
        on_error=_on_error,
    )
    tabs = _tabs(start)  # once: to build them takes as long as all the rest of a page
    app.layout = lambda: frame.page(*_opened(), start, tabs)
    frame.attach(app, tabs)
    for tab in (compare, why, our_system, assumptions, Workshop(ballots, settings), keep):
        tab.attach(app, live)
    wrong.attach(app, live, settings.results)
    tables = seat.Tables()
    seat.attach(app, live, tables)
    seat.attach_phones(server, guard, live.errands, tables)
    guard.csp = policy(list(app.csp_hashes()))
    return server


def _tabs(start: Case) -> list[frame.Tab]:
    return [
        frame.Tab("compare", "Compare", compare.layout(start)),
        frame.Tab("why", "Why", why.layout()),
        frame.Tab("wrong", "What if we are wrong?", wrong_layout.layout()),
        frame.Tab("system", "Our system", our_system.layout()),
        frame.Tab("assumptions", "Assumptions", assumptions.layout()),
        frame.Tab("workshop", "Guided workshop", workshop.layout()),
        frame.Tab("seat", "Take a seat", seat.layout()),
        frame.Tab("keep", "Keep", keep.layout()),
    ]


def _opened() -> tuple[str, dict[str, str]]:
    """A screen for whoever asks, and what was uploaded in the session; Dash also looks at the page once by itself."""
    return (session().screen(), session().own()) if has_request_context() and g.get("session") else ("", {})


def _on_error(error: Exception) -> None:
    raise error  # Flask's handler logs it, and answers in a sentence


def _own_files(server: Flask) -> None:
    """Files that are ours and lie elsewhere than Dash looks."""
    draw = files("experiments.report").joinpath("draw.js").read_text(encoding="utf-8")
    before = {
        name: files("experiments.dashboard").joinpath(name).read_text("utf-8")
        for name in ("login.css", "login.js", "onward.js")
    }
    plotly = files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")

    def text(content: str, kind: str, lasts: int = 0) -> Response:
        response = make_response(content)
        response.mimetype = kind
        response.cache_control.max_age = lasts
        return response

    server.add_url_rule("/draw.js", "draw", lambda: text(draw, "text/javascript"))
    server.add_url_rule("/plotly.js", "plotly", lambda: text(plotly, "text/javascript", YEAR))
    server.add_url_rule("/login.css", "login-css", lambda: text(before["login.css"], "text/css"))
    server.add_url_rule("/login.js", "login-js", lambda: text(before["login.js"], "text/javascript"))
    server.add_url_rule("/onward.js", "onward-js", lambda: text(before["onward.js"], "text/javascript"))


INDEX = """<!DOCTYPE html>
<html lang="en-GB">
  <head>
    {%metas%}
    <title>{%title%}</title>
    {%favicon%}
    {%css%}
  </head>
  <body>
    {%app_entry%}
    <noscript>The dashboard needs JavaScript. `tiers compare` and its report do not.</noscript>
    <footer class="dash-scripts">
      {%config%}
      {%scripts%}
      {%renderer%}
    </footer>
  </body>
</html>"""
