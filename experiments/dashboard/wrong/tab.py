"""What happens on the tab: some parts follow every answer, the box and the field of policies come when asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import ALL, Dash, Input, Output, State, no_update

from experiments.dashboard.asking import attach_asking
from experiments.dashboard.clientside import in_page
from experiments.dashboard.live import Live
from experiments.dashboard.trouble import in_place
from experiments.dashboard.wrong.answers import WAIT, Answers, Asking, known
from experiments.dashboard.wrong.layout import SPOT, weights


def attach(app: Dash, live: Live, results: Path) -> None:
    """Tie the parts to the page."""
    tab = Answers(live, results)
    attach_asking(app, "wrong")
    for name in ("pair", "weights", "box", "field"):
        store = f"wrong-{name}-plots"
        in_page(app, "wrongPlots", Output(store, "modified_timestamp"), [Input(store, "data")])
    _attach_pair(app, tab)
    _attach_weights(app, tab)
    _attach_box(app, tab)
    _attach_field(app, tab)


def _attach_pair(app: Dash, tab: Answers) -> None:
    @app.callback(
        Output("wrong-where", "children"),
        Output("wrong-source", "data"),
        Output("wrong-unfit", "children"),
        Output("wrong-matters", "children"),
        Output("wrong-turning", "children"),
        Output("wrong-pair-plots", "data"),
        Output("wrong-box-go", "disabled"),
        Output("wrong-trouble", "children"),
        Input("asking-wrong", "data"),
        Input("wrong-source", "value"),
        prevent_initial_call=True,
    )
    @in_place(7, 8, {0: "", 3: [], 4: [], 6: True}, again="wrong")
    def both(asking: Asking, source: str) -> tuple[Any, ...]:
        return tab.both(asking, source) if asking else (no_update,) * 8


def _attach_weights(app: Dash, tab: Answers) -> None:
    @app.callback(
        Output("wrong-weights", "children"),
        Input("wrong-weighting", "value"),
        prevent_initial_call=True,
    )
    @in_place(0, 1)
    def begin(name: str) -> list[Any]:
        return weights(known(name))

    @app.callback(
        Output("wrong-weights-body", "children"),
        Output("wrong-weights-plots", "data"),
        Input("asking-wrong", "data"),
        Input("wrong-source", "value"),
        Input({"weigh": ALL, "of": ALL}, "value"),
        State({"weigh": ALL, "of": ALL}, "id"),
        prevent_initial_call=True,
    )
    @in_place(0, 2, {1: {}}, again="wrong")
    def weigh(asking: Asking, source: str, values: list[Any], ids: list[dict[str, str]]) -> tuple[Any, Any]:
        if not asking or not ids:
            return no_update, no_update
        given = {str(one["weigh"]): value for one, value in zip(ids, values, strict=True)}
        return tab.weights(asking, source, str(ids[0]["of"]), given)


def _attach_box(app: Dash, tab: Answers) -> None:
    @app.callback(
        Output("wrong-box-asked", "data"),
        Output("wrong-box-tick", "disabled"),
        Output("wrong-box-said", "children"),
        Input("wrong-box-go", "n_clicks"),
        State("asking-wrong", "data"),
        State("wrong-source", "value"),
        prevent_initial_call=True,
    )
    @in_place(2, 3, {1: True})
    def go(_: int, asking: Asking, source: str) -> tuple[Any, bool, str]:
        return ({**asking, "source": source}, False, "Looking for the box.") if asking else (no_update, True, WAIT)

    @app.callback(
        Output("wrong-box-tick", "disabled", allow_duplicate=True),
        Output("wrong-box-said", "children", allow_duplicate=True),
        Output("wrong-box-asked", "data", allow_duplicate=True),
        Input("wrong-box-stop", "n_clicks"),
        State("screen", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 3, {0: True})
    def stop(_: int, screen: str) -> tuple[bool, str, None]:
        tab.leave_box(screen)
        return True, "Stopped.", None

    @app.callback(
        Output("wrong-box-body", "children"),
        Output("wrong-box-plots", "data"),
        Output("wrong-box-tick", "disabled", allow_duplicate=True),
        Output("wrong-box-said", "children", allow_duplicate=True),
        Input("wrong-box-tick", "n_intervals"),
        State("wrong-box-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(0, 4, {2: True, 3: ""})
    def poll(_: int, going: Asking) -> tuple[Any, ...]:
        return tab.box(going)

    @app.callback(
        Output("wrong-box-body", "children", allow_duplicate=True),
        Output("wrong-box-tick", "disabled", allow_duplicate=True),
        Output("wrong-box-said", "children", allow_duplicate=True),
        Input("asking-wrong", "data"),
        Input("wrong-source", "value"),
        State("wrong-box-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(2, 3, {1: True})
    def outdated(asking: Asking, source: str, going: Asking) -> tuple[Any, ...]:
        if not asking or not going:
            return (no_update,) * 3
        same = all(asking[key] == going[key] for key in ("case", "outcome")) and going["source"] == source
        if same:
            return (no_update,) * 3
        tab.leave_box(str(asking.get("screen")))
        return [], True, "The comparison has changed: find it again."


def _attach_field(app: Dash, tab: Answers) -> None:
    @app.callback(
        Output("wrong-field-asked", "data"),
        Output("wrong-field-tick", "disabled"),
        Output("wrong-field-said", "children"),
        Input("wrong-field-go", "n_clicks"),
        State("asking-wrong", "data"),
        State("wrong-futures-asked", "value"),
        prevent_initial_call=True,
    )
    @in_place(2, 3, {1: True})
    def go(_: int, asking: Asking, futures: str) -> tuple[Any, bool, str]:
        return ({**asking, "futures": futures}, False, "Beginning.") if asking else (no_update, True, WAIT)

    @app.callback(
        Output("wrong-field-tick", "disabled", allow_duplicate=True),
        Output("wrong-field-said", "children", allow_duplicate=True),
        Output("wrong-field-asked", "data", allow_duplicate=True),
        Input("wrong-field-stop", "n_clicks"),
        State("asking-wrong", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 3, {0: True})
    def stop(_: int, asking: Asking) -> tuple[Any, ...]:
        tab.leave_field(asking)
        return True, "Stopped.", None

    @app.callback(
        Output("wrong-regret-body", "children"),
        Output("wrong-tradeoff-body", "children"),
        Output("wrong-field-plots", "data"),
        Output("wrong-field-said", "children", allow_duplicate=True),
        Output("wrong-field-bar", "value"),
        Output("wrong-field-tick", "disabled", allow_duplicate=True),
        Output("wrong-field-go", "disabled"),
        Input("wrong-field-tick", "n_intervals"),
        Input("asking-wrong", "data"),
        Input("wrong-source", "value"),
        Input("wrong-across", "value"),
        Input("wrong-up", "value"),
        State("wrong-field-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(3, 7, {0: [], 1: [], 5: True, 6: False})
    def poll(_: Any, asking: Asking, source: str, across: str, up: str, going: Asking) -> tuple[Any, ...]:
        if not asking:
            return (no_update,) * 7
        return *tab.all_policies(asking, going, source, across, up), source != SPOT
