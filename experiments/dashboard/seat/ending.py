"""The end of a game on the screen: three answers, a picture, and the report to take away."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, html, no_update

from experiments.dashboard.guard import session
from experiments.dashboard.pictures import chart
from experiments.dashboard.seat.files import as_download
from experiments.dashboard.seat.tables import Tables
from experiments.dashboard.seat.views import section
from experiments.dashboard.trouble import in_place
from experiments.game.after import outcomes
from experiments.game.story import picture, report, sections

PICTURE = "seat-chart"


def layout() -> list[Any]:
    """Room for the end."""
    return [
        html.Section(
            [
                html.Div(
                    [
                        html.H2("Month by month", id="seat-chart-title"),
                        dmc.Select(
                            id="seat-outcome",
                            label="Outcome",
                            data=[{"value": o.name, "label": o.label} for o in outcomes()],
                            value="waits_18_weeks",
                            allowDeselect=False,
                        ),
                        dmc.Button("Report (HTML)", id="seat-report", variant="default"),
                    ],
                    className="row end",
                ),
                html.P(
                    "Solid and dashed: this future, with your decisions and without. Bands and dotted lines: the "
                    "futures that could follow from the last April on. The tables have the figures.",
                    className="quiet",
                ),
                chart(PICTURE, "An outcome month by month; tables follow"),
            ],
            className="panel",
        ),
        html.Div(id="seat-told"),
    ]


def attach(app: Dash, tables: Tables) -> None:
    """Tell the end when it is there."""

    @app.callback(
        Output("seat-told", "children"),
        Output("seat-picture", "data"),
        Input("seat-version", "data"),
        Input("seat-outcome", "value"),
        prevent_initial_call=True,
    )
    @in_place(0, 2)
    def told(_: Any, name: str) -> tuple[Any, Any]:
        table = tables.of(session())
        if table is None or table.ending is None or name not in table.ending.courses:
            return [], no_update
        parts = [section(one) for one in sections(table.ending, list(table.names.values()))]
        return parts, {PICTURE: picture(table.ending, name)}

    @app.callback(
        Output("seat-download", "data", allow_duplicate=True),
        Output("seat-said", "children", allow_duplicate=True),
        Input("seat-report", "n_clicks"),
        prevent_initial_call=True,
    )
    @in_place(1, 2)
    def take(_: int) -> tuple[Any, Any]:
        table = tables.of(session())
        if table is None or table.ending is None:
            return no_update, no_update
        return as_download(report(table.ending, list(table.names.values())), "game.html"), "Saved as game.html."
