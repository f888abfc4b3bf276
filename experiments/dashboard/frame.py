"""The page: theme, header, tabs, and what is in view on all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, dcc, html

from experiments.dashboard import asking, compare
from experiments.dashboard.aria import aria
from experiments.dashboard.case import Case
from experiments.dashboard.glossary import glossary
from experiments.provenance import tiers_version
from experiments.words import SIGN_OFF

BLUE = ["#e8f1f9", "#d2e3f3", "#a6c8e7", "#78abda", "#5293cf", "#3883c8", "#0b5fa5", "#0b5fa5", "#084a82", "#063b68"]
SERIF = "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif"
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
THEME = {
    "primaryColor": "tiers",
    "colors": {"tiers": BLUE},
    "primaryShade": 7,
    "fontFamily": SANS,
    "headings": {"fontFamily": SERIF, "fontWeight": "600"},
    "defaultRadius": "md",
    "cursorType": "pointer",
    "respectReducedMotion": True,
}


@dataclass(frozen=True)
class Tab:
    """One tab of the dashboard."""

    name: str
    label: str
    content: Any


def page(screen: str, own: Mapping[str, str], start: Case, tabs: Sequence[Tab]) -> dmc.MantineProvider:
    """The whole page for a screen that was just opened; ``own`` are its session's systems, by id."""
    return dmc.MantineProvider(
        [
            dcc.Store(id="screen", data=screen),
            *compare.stores(start, own),
            dcc.Store(id="rest"),
            html.A("Skip to the findings", href="#main", className="skip"),
            _header(),
            _strip(),
            html.Main(
                [
                    html.Div(id="lost", role="alert"),
                    dmc.Tabs(
                        [
                            dmc.TabsList(
                                [dmc.TabsTab(tab.label, value=tab.name) for tab in tabs], className="tab-list"
                            ),
                            *(_panel(tab, there=tab is tabs[0]) for tab in tabs),
                        ],
                        id="tabs",
                        value=tabs[0].name,
                        keepMounted=True,
                    ),
                ],
                id="main",
                tabIndex="-1",
            ),
            _footer(),
            glossary(),
        ],
        theme=THEME,
        forceColorScheme="light",
    )


def _panel(tab: Tab, there: bool) -> dmc.TabsPanel:
    content = _content(tab) if there else None
    return dmc.TabsPanel(html.Div(content, id=f"tab-{tab.name}"), value=tab.name, className="tab-panel")


def _content(tab: Tab) -> list[Any]:
    return [asking.store(tab.name), tab.content]


def attach(app: Dash, tabs: Sequence[Tab]) -> None:
    """The page opens with the first tab, and gets all others once the first answer is drawn: it is there sooner."""
    _, *others = tabs
    outputs = [Output(f"tab-{tab.name}", "children") for tab in others]

    @app.callback(outputs, Input("rest", "data"), prevent_initial_call=True)
    def rest(_: object) -> list[Any]:
        return [_content(tab) for tab in others]


def _header() -> html.Header:
    return html.Header(
        [
            html.Div(
                [
                    html.H1("tiers"),
                    html.P(
                        "How England’s integrated care systems decide, and what follows for people", className="tagline"
                    ),
                ],
                className="brand",
            ),
            html.Div(
                [
                    html.Button("Glossary", id="glossary-open", className="quiet-button", type="button"),
                    html.Button(
                        "Presenter mode",
                        id="presenter",
                        className="quiet-button",
                        type="button",
                        title="Large type for the big screen, and its answers come first",
                        **aria(pressed="false"),
                    ),
                ],
                className="tools",
            ),
        ],
        className="top",
    )


def _strip() -> html.Div:
    """What differs between A and B: as much as there is room for, and the whole list on request."""
    return html.Div(
        [
            html.Div(
                html.Button(
                    id="strip-more",
                    className="quiet-button",
                    type="button",
                    hidden=True,
                    **aria(expanded="false", controls="strip-all"),
                ),
                id="strip",
                className="strip",
            ),
            html.Div(
                id="strip-all",
                className="strip-all",
                role="region",
                tabIndex="0",
                hidden=True,
                **aria(label="All that differs between A and B"),
            ),
        ],
        className="strip-band",
        role="region",
        **aria(label="What differs between A and B"),
    )


def _footer() -> html.Footer:
    return html.Footer(
        [
            html.P(
                [
                    html.Span(SIGN_OFF, className="badge"),
                    f" tiers {tiers_version()}. Futures are scenarios, not forecasts and not probabilities: both "
                    "policies meet the same ones, so what differs comes from the policies. The systems lend their "
                    "people, money and hospitals; nothing here judges a real organisation.",
                ]
            ),
        ]
    )
