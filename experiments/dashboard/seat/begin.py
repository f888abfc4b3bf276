"""Beginning a game: who sits at the table, for how long and in which future; or a saved game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, html, no_update

from experiments.dashboard.asking import asked_by
from experiments.dashboard.guard import session
from experiments.dashboard.seat.files import opened
from experiments.dashboard.seat.question import NOTHING_ASKED, asks, question
from experiments.dashboard.seat.tables import Table, Tables
from experiments.dashboard.trouble import in_place
from experiments.dashboard.uploads import upload
from experiments.ensemble.beside import Beside
from experiments.game import Game
from experiments.game.game import MOST_SEATS, MOST_YEARS
from experiments.game.matters import seats
from experiments.problems import BadInput, Problem
from sim.system import Unfit
from sim.wiring import program

MOST_FUTURES = 99_999
GONE = "The game on the table would be gone for good. To keep it, save it first."
ANEW, OPEN = "Begin anew and give up this game", "Open the saved game and give up this one"
NOT_ASKED = (*NOTHING_ASKED, ANEW)


def layout() -> html.Div:
    """The choices, and room for a file."""
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
                    upload("seat-upload", "Open a saved game", ".json", said="seat-said"),
                ],
                className="row",
            ),
            question(
                "seat-anew",
                dmc.Button(ANEW, id="seat-give-up", variant="default"),
                dmc.Button("Keep this game", id="seat-stay", variant="subtle"),
            ),
            html.Div(id="seat-who-said"),
        ]
    )


def attach(app: Dash, tables: Tables) -> None:
    """Say who could sit there, begin, and open; a game that is on the table goes only when somebody has said so."""

    @app.callback(
        Output("seat-seats", "data"),
        Output("seat-seats", "value"),
        Output("seat-tick", "disabled", allow_duplicate=True),
        Output("seat-who-said", "children"),
        Input("asking-seat", "data"),
        State("seat-seats", "data"),
        State("seat-seats", "value"),
        prevent_initial_call=True,
    )
    @in_place(3, 4, again="seat")
    def who(asking: Mapping[str, Any], shown: Sequence[Mapping[str, str]], chosen: Sequence[str]) -> tuple[Any, ...]:
        ticking = (
            no_update if tables.of(session()) is None else False
        )  # a page that is loaded again goes on with its game
        named = _named(_empty(asking))
        data = [{"value": seat, "label": name} for seat, name in named.items()]
        if data == shown:
            return no_update, no_update, ticking, []
        return data, [seat for seat in chosen or () if seat in named] or usual(named), ticking, []

    @app.callback(
        Output("seat-said", "children"),
        Output("seat-tick", "disabled"),
        Output("seat-fold", "open"),
        Output("seat-who", "value"),
        Output("seat-anew-said", "children"),
        Output("seat-anew", "hidden"),
        Output("seat-give-up", "children"),
        Input("seat-begin", "n_clicks"),
        Input("seat-give-up", "n_clicks"),
        State("asking-seat", "data"),
        State("seat-seats", "value"),
        State("seat-years", "value"),
        State("seat-future", "value"),
        prevent_initial_call=True,
    )
    @in_place(0, 7, {2: True})
    def begin(_: int, __: int, asking: Any, chosen: Sequence[str], years: object, number: object) -> tuple[Any, ...]:
        sure, waits = ctx.triggered_id == "seat-give-up", tables.aside(session())
        if sure and waits is not None:
            return _replay(tables, waits)
        game = _game(asking, chosen, years, number)
        now = tables.of(session())
        if now is not None and now.begun and not sure:
            tables.set_aside(session(), None)
            return *(no_update,) * 4, *asks(GONE), ANEW
        table = Table(game, session().texts.get(game.named, ""))
        named = _named(game)
        table.seated({seat: named[seat] for seat in game.seats})
        tables.put(session(), table)
        return "The game begins.", False, False, None, *NOT_ASKED

    @app.callback(
        Output("seat-said", "children", allow_duplicate=True),
        Output("seat-tick", "disabled", allow_duplicate=True),
        Output("seat-fold", "open", allow_duplicate=True),
        Output("seat-who", "value", allow_duplicate=True),
        Output("seat-anew-said", "children", allow_duplicate=True),
        Output("seat-anew", "hidden", allow_duplicate=True),
        Output("seat-give-up", "children", allow_duplicate=True),
        Output("own", "data", allow_duplicate=True),
        Output("seat-upload", "contents"),
        Input("seat-upload", "contents"),
        prevent_initial_call=True,
    )
    @in_place(0, 9, {8: None})  # no contents: so that the same file can be chosen again
    def reopen(contents: str | None) -> tuple[Any, ...]:
        if not contents:  # Dash calls once for a part of the page that has just come
            return (no_update,) * 9
        table, now = opened(session(), contents), tables.of(session())
        if now is not None and now.begun:
            tables.set_aside(session(), table)
            return *(no_update,) * 4, *asks(GONE), OPEN, session().own(), None
        return *_replay(tables, table), session().own(), None

    @app.callback(
        Output("seat-said", "children", allow_duplicate=True),
        Output("seat-anew-said", "children", allow_duplicate=True),
        Output("seat-anew", "hidden", allow_duplicate=True),
        Input("seat-stay", "n_clicks"),
        prevent_initial_call=True,
    )
    @in_place(0, 3)
    def stay(_: int) -> tuple[Any, ...]:
        tables.set_aside(session(), None)
        return no_update, *NOTHING_ASKED


def _replay(tables: Tables, table: Table) -> tuple[Any, ...]:
    """Put a saved game on the table; the one that is there comes back where it cannot be opened."""
    before = tables.of(session())
    table.before = before.before if before is not None and before.game is None else before
    tables.put(session(), table)
    return "Playing the saved game again.", False, False, None, *NOT_ASKED


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
    choices = tuple((name, value) for name, value in game.policy.levers.items() if isinstance(value, str))
    try:
        return _SEATS.of(
            game.system,
            (choices, game.timeline.id),
            lambda: seats(program(game.system, game.policy, game.timeline)),
        )
    except Unfit as error:
        raise BadInput.single(str(error)) from None


_SEATS: Beside[dict[str, str]] = Beside()
