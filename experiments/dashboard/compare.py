"""The first tab: choose a system and two policies, move their levers, and see what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html

from experiments.config import list_policies, list_systems, list_timelines
from experiments.dashboard import case, levers
from experiments.dashboard.aria import aria
from experiments.dashboard.case import Case
from experiments.dashboard.clientside import in_page
from experiments.dashboard.findings import choices
from experiments.dashboard.glossary import words
from experiments.dashboard.live import Live
from experiments.dashboard.plain import placed


def layout(start: Case) -> html.Div:
    """Controls beside what was found."""
    return html.Div([_controls(start), _results()], className="compare")


def _controls(start: Case) -> html.Section:
    policies = [{"value": p.id, "label": p.name} for p in list_policies()]
    return html.Section(
        [
            html.H2("What to compare", id="controls-title", className="visually-hidden"),
            dmc.Select(
                id="system",
                label="Integrated care system",
                data=[{"value": s.id, "label": s.name} for s in list_systems()],
                value=start.system,
                searchable=True,
                allowDeselect=False,
                nothingFoundMessage="No system of that name",
            ),
            _policy("first", "A", policies, start.first.policy),
            _policy("second", "B", policies, start.second.policy),
            html.Details(
                [
                    html.Summary(html.H3("Levers", id="levers-title")),
                    html.Div(
                        [
                            html.Div(
                                dmc.SegmentedControl(
                                    id="side",
                                    data=[{"value": "first", "label": "of A"}, {"value": "second", "label": "of B"}],
                                    value="first",
                                    size="sm",
                                ),
                                role="group",
                                **aria(label="Whose levers"),
                            ),
                            dmc.Button("Undo changes", id="undo", variant="subtle", size="compact-sm", disabled=True),
                        ],
                        className="levers-head",
                    ),
                    words("lever", "ICB", "place", "subsidiarity", "delegation", "footprint", "grade"),
                    levers.panel(),
                ],
                id="levers-fold",
                open=True,
            ),
            dmc.Select(
                id="timeline",
                label="What is scheduled to happen",
                data=[{"value": t.id, "label": t.name} for t in list_timelines()],
                value=start.timeline,
                allowDeselect=False,
            ),
        ],
        className="controls",
        **aria(labelledby="controls-title"),
    )


def _policy(side: str, letter: str, policies: list[dict[str, str]], chosen: str) -> html.Div:
    return html.Div(
        [
            dmc.Select(id=side, label=f"Policy {letter}", data=policies, value=chosen, allowDeselect=False),
            html.Details(
                [html.Summary(f"About {letter}"), html.P(id=f"{side}-summary", className="quiet summary")],
                className="about",
            ),
        ],
        className=f"policy {side}",
    )


def _results() -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    html.Div(id="status", className="status", role="status", **aria(live="polite")),
                    dmc.Select(
                        id="shown",
                        label="Month by month",
                        data=choices(),
                        value=case.MONTHLY[0],
                        allowDeselect=False,
                        searchable=True,
                        size="sm",
                    ),
                ],
                className="results-head",
            ),
            html.Div(id="trouble", role="alert"),
            placed(_waiting(), id="findings"),
        ],
        className="results",
    )


def _waiting() -> Any:
    return html.P("The first answer is on its way.", className="lede quiet")


def stores(start: Case, own: Mapping[str, str]) -> list[dcc.Store]:
    """What the page keeps while it is open."""
    return [
        dcc.Store(id="case", data=start.plain()),
        dcc.Store(id="named", data=levers.named()),
        dcc.Store(id="facts", data=levers.facts()),
        dcc.Store(id="reply"),
        dcc.Store(id="own", data=dict(own)),
    ]


def attach(app: Dash, live: Live) -> None:
    """What happens in the page, without asking the server: see ``assets/compare.js``."""
    calls: list[tuple[str, Any, list[Input], list[State], bool]] = [
        (
            "choose",
            [Output("case", "data"), Output("side", "value")],
            [
                Input("system", "value"),
                Input("first", "value"),
                Input("second", "value"),
                Input("timeline", "value"),
                Input("undo", "n_clicks"),
            ],
            [State("side", "value"), State("case", "data"), State("named", "data")],
            True,
        ),
        (
            "sync",
            Output("undo", "disabled"),
            [Input("case", "data"), Input("side", "value")],
            [State("named", "data"), State("facts", "data")],
            False,
        ),
        (
            "ask",
            Output("status", "data-asked"),
            [Input("case", "data"), Input("shown", "value")],
            [State("screen", "data")],
            False,
        ),
        ("own", Output("system", "data"), [Input("own", "data")], [State("system", "data")], False),
        ("found", Output("findings", "data-over"), [Input("reply", "data")], [], True),
    ]
    for name, outputs, inputs, states, late in calls:
        in_page(app, name, outputs, inputs, states, late)
