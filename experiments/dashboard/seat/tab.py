"""The facilitator's page: begin or open a game, pass the screen from seat to seat, move on, and tell the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from experiments.dashboard.asking import attach_asking
from experiments.dashboard.case import OWN
from experiments.dashboard.clientside import in_page
from experiments.dashboard.glossary import explained, words
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.seat import begin, ending, inputs, views
from experiments.dashboard.seat.files import as_download
from experiments.dashboard.seat.question import NOTHING_ASKED, asks, question
from experiments.dashboard.seat.tables import Table, Tables
from experiments.dashboard.trouble import in_place
from experiments.game import as_file
from experiments.words import listed

FIRST_SAID = "Choose who sits at the table. The system, policy A and what is scheduled are those of the first tab."
NO_GAME = "There is no game."

LEAD = (
    "People decide for organisations of the system; the model decides for all others. Each April a seat sees what the "
    "model’s own agent would see, and decides within its mandate and its red lines. One future is played: what happens "
    "in it is not a forecast."
)


def layout() -> html.Div:
    """Beginning, table and end; the last two are empty before there is a game."""
    return html.Div(
        [
            html.H2("Take a seat", className="tab-title"),
            html.P(explained(LEAD)[0], className="lead"),
            words("ICB", "place", "acute trust", "region", "control total", "pooled budget", "delegated share"),
            dcc.Store(id="seat-open", data=""),
            dcc.Store(id="seat-stamp", data=[]),
            dcc.Store(id="seat-version", data=[]),
            dcc.Store(id="seat-picture"),
            dcc.Store(id="seat-beat"),
            dcc.Store(id="seat-answered", data=0),
            dcc.Download(id="seat-download"),
            dcc.Interval(id="seat-tick", interval=1500, disabled=True),
            html.Details([html.Summary("A new game, or a saved one"), begin.layout()], open=True, id="seat-fold"),
            html.Div(
                [html.Div(FIRST_SAID, id="seat-said", role="status", className="quiet said"), *_work()],
                className="work",
            ),
            html.Div([html.Div(id="seat-bar"), *_moves()], id="seat-table", hidden=True, className="panel"),
            html.Div(_turn(), id="seat-turn", hidden=True, className="panel"),
            html.Div(ending.layout(), id="seat-end", hidden=True),
        ]
    )


def _work() -> list[html.Div]:
    """Beside what is being worked out, or was stopped."""
    return [
        html.Div(dmc.Button("Stop", id="seat-stop", variant="default"), id="seat-busy", hidden=True),
        html.Div(dmc.Button("Work it out", id="seat-resume", variant="default"), id="seat-stopped", hidden=True),
    ]


def _moves() -> list[html.Div]:
    moves = [
        dmc.Button("Go to next April", id="seat-next"),
        dmc.Button("Save the game", id="seat-save", variant="default"),
    ]
    return [
        html.Div(moves, className="row"),
        question("seat-waiting", dmc.Button("Go on without them", id="seat-sure", variant="default")),
    ]


def _turn() -> list[Any]:
    return [
        html.Div(
            [
                dmc.Select(id="seat-who", label="Pass the screen to", data=[], value=None, allowDeselect=True),
                dmc.Button("Show what this seat sees", id="seat-reveal", variant="default", disabled=True),
                dmc.Button("Cover it again", id="seat-cover", variant="subtle", disabled=True),
            ],
            className="row end",
        ),
        html.Div(id="seat-cover-said", className="quiet said", role="status"),
        html.Div(id="seat-sees"),
        html.Div(
            dmc.Button("Take these decisions", id="seat-decide"), id="seat-decide-row", hidden=True, className="row"
        ),
    ]


def attach(app: Dash, live: Live, tables: Tables) -> None:
    """Answer the page."""
    attach_asking(app, "seat")
    in_page(app, "seatPicture", Output("seat-picture", "modified_timestamp"), [Input("seat-picture", "data")])
    in_page(
        app,
        "seatBeat",
        Output("seat-beat", "data"),
        [Input("seat-tick", "n_intervals")],
        [State("seat-beat", "data"), State("seat-answered", "data")],
    )
    begin.attach(app, tables)
    _attach_table(app, live, tables)
    _attach_turn(app, live, tables)
    ending.attach(app, tables)


def _attach_table(app: Dash, live: Live, tables: Tables) -> None:
    @app.callback(
        Output("seat-said", "children", allow_duplicate=True),
        Output("seat-busy", "hidden"),
        Output("seat-stopped", "hidden"),
        Output("seat-bar", "children"),
        Output("seat-who", "data"),
        Output("seat-waiting-said", "children"),
        Output("seat-waiting", "hidden"),
        Output("seat-table", "hidden"),
        Output("seat-turn", "hidden"),
        Output("seat-end", "hidden"),
        Output("seat-next", "disabled"),
        Output("seat-tick", "disabled", allow_duplicate=True),
        Output("seat-version", "data"),
        Output("seat-answered", "data"),
        Input("seat-beat", "data"),
        State("seat-version", "data"),
        prevent_initial_call=True,
    )
    @in_place(0, 14)
    def tend(beat: Mapping[str, Any], seen: Sequence[Any]) -> tuple[Any, ...]:
        table, number = tables.of(session()), beat.get("number")
        if table is None:
            gone = "The game is gone: the dashboard keeps it in memory alone."
            return gone, True, True, *(no_update,) * 8, True, [], number
        table.tend(live.errands)
        if table.failed and table.before is not None:
            tables.put(session(), table.before)  # what could not be opened leaves the game on the table
            return _said(table), True, True, *(no_update,) * 8, False, no_update, number
        game, version = table.game, [table.id, table.version, bool(table.ending)]
        said = _said(table) if table.busy or version != seen else no_update
        work = (said, not table.busy, not table.stopped)
        rest = bool(table.problems or table.trouble or table.ending or table.stopped)
        if version == seen or game is None:
            return *work, *(no_update,) * 8, rest, no_update, number
        options = [{"value": seat, "label": name} for seat, name in table.names.items()]
        shown = [*views.bar(table), None if game.over else views.codes(table)]
        hidden = (False, game.over, not table.ending)
        return *work, shown, options, *_warning(table), *hidden, game.over or table.stopped, rest, version, number

    @app.callback(
        Output("seat-said", "children", allow_duplicate=True),
        Output("seat-waiting-said", "children", allow_duplicate=True),
        Output("seat-waiting", "hidden", allow_duplicate=True),
        Output("seat-who", "value", allow_duplicate=True),
        Input("seat-next", "n_clicks"),
        Input("seat-sure", "n_clicks"),
        prevent_initial_call=True,
    )
    @in_place(0, 4)
    def go_on(_: int, __: int) -> tuple[Any, ...]:
        table = tables.of(session())
        if table is None:
            return NO_GAME, *NOTHING_ASKED, no_update
        if table.next_april(sure=ctx.triggered_id == "seat-sure"):
            return "On to next April.", *NOTHING_ASKED, None
        return (no_update if table.ready else _said(table)), *_warning(table), no_update

    @app.callback(
        Output("seat-said", "children", allow_duplicate=True),
        Output("seat-tick", "disabled", allow_duplicate=True),
        Input("seat-stop", "n_clicks"),
        Input("seat-resume", "n_clicks"),
        prevent_initial_call=True,
    )
    @in_place(0, 2)
    def stop(_: int, __: int) -> tuple[Any, Any]:
        table = tables.of(session())
        if table is None:
            return NO_GAME, no_update
        if ctx.triggered_id == "seat-stop":
            table.stop(live.errands)
        else:
            table.resume()
        return _said(table), False

    @app.callback(
        Output("seat-download", "data"),
        Output("seat-said", "children", allow_duplicate=True),
        Input("seat-save", "n_clicks"),
        prevent_initial_call=True,
    )
    @in_place(1, 2)
    def save(_: int) -> tuple[Any, str]:
        table = tables.of(session())
        if table is None or table.game is None:
            return no_update, "There is no game to save."
        described = table.described if table.game.named.startswith(OWN) else ""
        return as_download(as_file(table.game, described), "game.json"), "Saved as game.json."


def _warning(table: Table) -> tuple[str, bool]:
    """Who has not decided, as a question that is withdrawn once that is no longer true."""
    if table.game is None or not table.warned:
        return NOTHING_ASKED
    waiting = listed([table.names[seat] for seat in table.game.waiting])
    return asks(f"Not decided yet: {waiting}. What they leave open is decided by the model’s own agents.")


def _said(table: Table) -> Any:
    if table.problems:
        return [html.Div(problem) for problem in table.problems]
    if table.trouble:
        return table.trouble
    if table.busy:
        return f"{table.busy}: {table.progress}."
    if table.stopped and table.game is not None and not table.game.over:
        return "Stopped. The year was not played: until it is, nobody sees or decides anything."
    if table.stopped:
        return "Stopped. The game is over; what could follow was not worked out."
    return "The game is over." if table.ending else ""


def _attach_turn(app: Dash, live: Live, tables: Tables) -> None:
    @app.callback(
        Output("seat-sees", "children"),
        Output("seat-cover-said", "children"),
        Output("seat-open", "data"),
        Output("seat-stamp", "data"),
        Output("seat-decide-row", "hidden"),
        Output("seat-reveal", "disabled"),
        Output("seat-cover", "disabled"),
        Input("seat-version", "data"),
        Input("seat-who", "value"),
        Input("seat-reveal", "n_clicks"),
        Input("seat-cover", "n_clicks"),
        State("seat-open", "data"),
        State("seat-stamp", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 7)
    def sees(_: Any, who: str | None, __: Any, ___: Any, shown: str, seen: Sequence[Any]) -> tuple[Any, ...]:
        table = tables.of(session())
        changed = {one["prop_id"].partition(".")[0] for one in ctx.triggered}  # on a busy machine several at a time
        if "seat-reveal" in changed:
            shown = who or ""
        elif "seat-cover" in changed or shown != who:
            shown = ""
        names = table.names if table else {}
        if table is None or shown not in names:
            said = f"Only {names[who]} looks now: pass the screen." if who in names else ""
            return [], said, "", [], True, who not in names, True
        now = views.stamp(table, shown)
        if now == seen:
            return (no_update,) * 7
        if shown not in table.views or shown in table.checking:
            waits = "A moment: it is being worked out." if table.busy else "It is not being worked out: see above."
            return [], waits, shown, now, True, True, False
        return views.sees(table, shown), "", shown, now, not table.views[shown].there, True, False

    @app.callback(
        Output("seat-tick", "disabled", allow_duplicate=True),
        Output("seat-said", "children", allow_duplicate=True),
        Input("seat-decide", "n_clicks"),
        State({"offer": ALL}, "value"),
        State({"offer": ALL}, "id"),
        State("seat-open", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 2)
    def decide(_: int, typed: Sequence[Any], ids: Sequence[Mapping[str, str]], seat: str) -> tuple[Any, Any]:
        table = tables.of(session())
        if table is None:
            return no_update, NO_GAME
        if table.trouble or seat not in table.views:
            return no_update, _said(table) or "There is no such seat in this game."
        by_key = {one["offer"]: value for one, value in zip(ids, typed, strict=True)}
        table.submit(seat, inputs.choices(table.views[seat], by_key))
        table.tend(live.errands)
        return False, "Looking at the decisions."
