"""The facilitator's page: begin or open a game, pass the screen from seat to seat, move on, and tell the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from experiments.dashboard.asking import asked_by, attach_asking
from experiments.dashboard.case import OWN
from experiments.dashboard.clientside import in_page
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.seat import ending, inputs, views
from experiments.dashboard.seat.files import as_download, opened
from experiments.dashboard.seat.tables import Table, Tables
from experiments.game import Game, as_file
from experiments.game.game import MOST_SEATS, MOST_YEARS
from experiments.game.matters import seats
from experiments.problems import BadInput, Problem
from experiments.words import listed
from sim.system import Unfit
from sim.wiring import program

MOST_FUTURES = 99_999
FIRST_SAID = "Choose who sits at the table. The system, policy A and what is scheduled are those of the first tab."


def layout() -> html.Div:
    """Beginning, table and end; the last two are empty before there is a game."""
    return html.Div(
        [
            html.H2("Take a seat", className="tab-title"),
            html.P(
                "People decide for organisations of the system; the model decides for all others. Each April a seat "
                "sees what the model’s own agent would see, and decides within its mandate and its red lines. One "
                "future is played: what happens in it is not a forecast.",
                className="lead",
            ),
            dcc.Store(id="seat-open", data=""),
            dcc.Store(id="seat-stamp", data=[]),
            dcc.Store(id="seat-version", data=[]),
            dcc.Store(id="seat-picture"),
            dcc.Download(id="seat-download"),
            dcc.Interval(id="seat-tick", interval=1500, disabled=True),
            html.Details([html.Summary("A new game, or a saved one"), _begin()], open=True, id="seat-fold"),
            html.P(FIRST_SAID, id="seat-said", role="status", className="quiet"),
            html.Div([html.Div(id="seat-bar"), _moves()], id="seat-table", hidden=True, className="panel"),
            html.Div(_turn(), id="seat-turn", hidden=True, className="panel"),
            html.Div(ending.layout(), id="seat-end", hidden=True),
        ]
    )


def _begin() -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    dmc.MultiSelect(
                        id="seat-seats",
                        label="Seats",
                        description=f"Up to {MOST_SEATS} organisations",
                        data=[],
                        value=[],
                        maxValues=MOST_SEATS,
                        searchable=True,
                    ),
                    dmc.NumberInput(id="seat-years", label="Years", value=3, min=1, max=MOST_YEARS, allowDecimal=False),
                    dmc.NumberInput(
                        id="seat-future",
                        label="Future (any number)",
                        value=1,
                        min=0,
                        max=MOST_FUTURES,
                        allowDecimal=False,
                    ),
                ],
                className="filters",
            ),
            html.Div(
                [
                    dmc.Button("Begin the game", id="seat-begin"),
                    dcc.Upload(
                        html.Button("Open a saved game", className="quiet-button", type="button"),
                        id="seat-upload",
                        accept=".json",
                        max_size=4_000_000,
                    ),
                ],
                className="row",
            ),
        ]
    )


def _moves() -> html.Div:
    return html.Div(
        [
            dmc.Button("Go to next April", id="seat-next"),
            dmc.Button("Save the game", id="seat-save", variant="default"),
        ],
        className="row",
    )


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
        html.P(id="seat-cover-said", className="quiet", role="status"),
        html.Div(id="seat-sees"),
        html.Div(dmc.Button("Decide so", id="seat-decide"), id="seat-decide-row", hidden=True, className="row"),
    ]


def attach(app: Dash, live: Live, tables: Tables) -> None:
    """Answer the page."""
    attach_asking(app, "seat")
    in_page(app, "seatPicture", Output("seat-picture", "modified_timestamp"), [Input("seat-picture", "data")])
    _attach_beginning(app, tables)
    _attach_table(app, live, tables)
    _attach_turn(app, live, tables)
    ending.attach(app, tables)


def _attach_beginning(app: Dash, tables: Tables) -> None:
    @app.callback(
        Output("seat-seats", "data"),
        Output("seat-seats", "value"),
        Input("asking-seat", "data"),
        State("seat-seats", "data"),
        State("seat-seats", "value"),
        prevent_initial_call=True,
    )
    def who(asking: Mapping[str, Any], shown: Sequence[Mapping[str, str]], chosen: Sequence[str]) -> tuple[Any, Any]:
        named = _named(_empty(asking))
        data = [{"value": seat, "label": name} for seat, name in named.items()]
        if data == shown:
            return no_update, no_update
        return data, [seat for seat in chosen or () if seat in named] or usual(named)

    @app.callback(
        Output("seat-said", "children"),
        Output("seat-tick", "disabled"),
        Output("seat-fold", "open"),
        Output("seat-who", "value"),
        Input("seat-begin", "n_clicks"),
        State("asking-seat", "data"),
        State("seat-seats", "value"),
        State("seat-years", "value"),
        State("seat-future", "value"),
        prevent_initial_call=True,
    )
    def begin(_: int, asking: Any, chosen: Sequence[str], years: object, number: object) -> tuple[Any, ...]:
        try:
            game = _game(asking, chosen, years, number)
        except BadInput as error:
            return [html.Div(str(problem)) for problem in error.problems], no_update, True, no_update
        table = Table(game, session().texts.get(game.named, ""))
        named = _named(game)
        table.seated({seat: named[seat] for seat in game.seats})
        tables.put(session(), table)
        return "The game begins.", False, False, None

    @app.callback(
        Output("seat-said", "children", allow_duplicate=True),
        Output("seat-tick", "disabled", allow_duplicate=True),
        Output("seat-fold", "open", allow_duplicate=True),
        Output("seat-who", "value", allow_duplicate=True),
        Output("own", "data", allow_duplicate=True),
        Input("seat-upload", "contents"),
        prevent_initial_call=True,
    )
    def reopen(contents: str | None) -> tuple[Any, ...]:
        if not contents:
            return "That is larger than 4 MB, or no file.", *(no_update,) * 4
        try:
            tables.put(session(), opened(session(), contents))
        except BadInput as error:
            return [html.Div(str(problem)) for problem in error.problems], *(no_update,) * 4
        return "Playing the saved game again.", False, False, None, session().own()


def usual(named: Mapping[str, str]) -> list[str]:
    """Who sits at the table unless chosen otherwise: the board, a council and an acute trust."""
    return [next(seat for seat in named if seat.startswith(f"{kind}:")) for kind in ("icb", "council", "acute")]


def _empty(asking: Any) -> Game:
    """A game of what the first tab shows, at which nobody sits; ``BadInput`` where it cannot be asked."""
    asked, _, _ = asked_by(asking)
    question = session().question(asked)
    first, _ = asked.policies()
    return Game(question.system, first, (), 1, question.timeline, dict(asked.fixed), question.seed, named=asked.system)


def _game(asking: Any, chosen: Sequence[str], years: object, number: object) -> Game:
    """A new game of what the first tab shows; ``BadInput`` where it cannot be played."""
    game, found = _empty(asking), []
    for name, value, low, high in (("years", years, 1, MOST_YEARS), ("future", number, 0, MOST_FUTURES)):
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            found.append(Problem(f"this is no whole number from {low} to {high:,}", name))
    known = _named(game)
    if not 1 <= len(chosen or ()) <= MOST_SEATS or any(seat not in known for seat in chosen):
        found.append(Problem(f"choose one to {MOST_SEATS} organisations of {game.system.name}", "seats"))
    if found or not isinstance(years, int) or not isinstance(number, int):
        raise BadInput(found)
    return replace(game, seats=tuple(chosen), years=years, future=number)


def _named(game: Game) -> dict[str, str]:
    """Who could sit at a table: by content that changes seldom, because it takes a moment."""
    try:
        return _known(_By(game))
    except Unfit as error:
        raise BadInput.single(str(error)) from None


class _By:
    """A game, known by what decides who is there."""

    def __init__(self, game: Game) -> None:
        choices = tuple((n, v) for n, v in game.policy.levers.items() if isinstance(v, str))
        self.game, self.key = game, (id(game.system), choices, game.timeline.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _By) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=16)
def _known(by: _By) -> dict[str, str]:
    return seats(program(by.game.system, by.game.policy, by.game.timeline))


def _attach_table(app: Dash, live: Live, tables: Tables) -> None:
    @app.callback(
        Output("seat-said", "children", allow_duplicate=True),
        Output("seat-bar", "children"),
        Output("seat-who", "data"),
        Output("seat-table", "hidden"),
        Output("seat-turn", "hidden"),
        Output("seat-end", "hidden"),
        Output("seat-next", "disabled"),
        Output("seat-tick", "disabled", allow_duplicate=True),
        Output("seat-version", "data"),
        Input("seat-tick", "n_intervals"),
        State("seat-version", "data"),
        prevent_initial_call=True,
    )
    def tend(_: int, seen: Sequence[Any]) -> tuple[Any, ...]:
        table = tables.of(session())
        if table is None:
            return "The game is gone: the dashboard keeps it in memory alone.", *(no_update,) * 6, True, []
        table.tend(live.errands)
        game, version = table.game, [table.id, table.version, bool(table.ending)]
        said = _said(table)
        stop = bool(table.problems or table.trouble or table.ending)
        if version == seen or game is None:
            return said, *(no_update,) * 6, stop, no_update
        options = [{"value": seat, "label": name} for seat, name in table.names.items()]
        shown = [*views.bar(table), None if game.over else views.codes(table)]
        return said, shown, options, False, game.over, not table.ending, game.over, stop, version

    @app.callback(
        Output("seat-said", "children", allow_duplicate=True),
        Output("seat-who", "value", allow_duplicate=True),
        Input("seat-next", "n_clicks"),
        prevent_initial_call=True,
    )
    def go_on(_: int) -> tuple[Any, Any]:
        table = tables.of(session())
        if table is None or table.game is None or table.busy:
            return "Something is still being worked out: a moment.", no_update
        waiting = [table.names[seat] for seat in table.game.waiting]
        if waiting and not table.sure:
            table.sure = True
            return f"Not decided yet: {listed(waiting)}. Press again to leave it to the model’s own agents.", no_update
        table.next_april()
        return "On to next April.", None

    @app.callback(
        Output("seat-download", "data"),
        Input("seat-save", "n_clicks"),
        prevent_initial_call=True,
    )
    def save(_: int) -> Any:
        table = tables.of(session())
        if table is None or table.game is None:
            return no_update
        described = table.described if table.game.named.startswith(OWN) else ""
        return as_download(as_file(table.game, described), "game.json")


def _said(table: Table) -> Any:
    if table.problems:
        return [html.Div(problem) for problem in table.problems]
    if table.trouble:
        return table.trouble
    if table.busy:
        return f"{table.busy}: a few seconds."
    if table.game is not None and table.sure:
        return no_update
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
    def sees(_: Any, who: str | None, __: Any, ___: Any, shown: str, seen: Sequence[Any]) -> tuple[Any, ...]:
        table = tables.of(session())
        if ctx.triggered_id in ("seat-who", "seat-cover"):
            shown = ""
        elif ctx.triggered_id == "seat-reveal":
            shown = who or ""
        names = table.names if table else {}
        if table is None or shown not in names:
            said = f"Only {names[who]} looks now: pass the screen." if who in names else ""
            same = not seen and ctx.triggered_id == "seat-version"
            return (no_update,) * 7 if same else ([], said, "", [], True, who not in names, True)
        now = views.stamp(table, shown)
        if now == seen:
            return (no_update,) * 7
        if shown not in table.views or shown in table.checking:
            return [], "A moment: it is being worked out.", shown, now, True, True, False
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
    def decide(_: int, typed: Sequence[Any], ids: Sequence[Mapping[str, str]], seat: str) -> tuple[Any, Any]:
        table = tables.of(session())
        if table is None or seat not in table.views:
            return no_update, "There is no such seat in this game."
        by_key = {one["offer"]: value for one, value in zip(ids, typed, strict=True)}
        table.submit(seat, inputs.choices(table.views[seat], by_key))
        table.tend(live.errands)
        return False, "Looking at the decisions."
