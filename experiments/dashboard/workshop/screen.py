"""What the facilitator's screen shows: how to vote, how the votes fell, and what the model says."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

import segno
from dash import html

from experiments.dashboard.aria import aria
from experiments.dashboard.workshop.ballots import State
from experiments.dashboard.workshop.results import Column, columns, moves, sureness, title
from experiments.dashboard.workshop.told import Told
from experiments.dashboard.workshop.wording import SURE

ALONE = (
    "Phones cannot reach this dashboard: it listens on this machine alone. To let them in, end it and start it again "
    "with a password and a certificate, as docs/dashboard.md says under ‘With other machines’: "
)
WHAT_COUNTS = (
    "Bars of the model: in what share of futures A, or B, is better (or higher) by an amount that matters, or neither."
)
OPENS = "tiers dashboard --host 0.0.0.0 --cert workshop.pem --key workshop.key"


def board(state: State | None, address: str, alone: bool) -> list[Any]:
    """The question, and how to vote on it: address, code, and the same as a square to scan."""
    if state is None:
        return [html.P("Put a question first: it is the step before.", className="quiet")]
    where = f"{address}/vote"
    return [
        html.P(state.asked.text, className="ballot-question"),
        html.P(state.asked.matters, className="quiet"),
        html.Div(
            [
                html.Dl(
                    [
                        html.Div([html.Dt("Open on your phone"), html.Dd(where, className="ballot-address")]),
                        html.Div(
                            [
                                html.Dt("Code"),
                                html.Dd(
                                    [
                                        html.Span(state.code, className="ballot-code", **aria(hidden="true")),
                                        html.Span(" ".join(state.code), className="visually-hidden"),
                                    ]
                                ),
                            ]
                        ),
                    ]
                ),
                None if alone else _square(f"{where}?code={state.code}"),
            ],
            className="ballot-way",
        ),
        _alone() if alone else None,
    ]


def _alone() -> html.Div:
    return html.Div(
        [
            html.P([ALONE, html.Code(OPENS)]),
            html.P(
                "Until then the address opens in another browser on this machine: enough to try a vote out.",
                className="quiet",
            ),
        ],
        className="ballot-alone",
    )


def _square(address: str) -> html.Img:
    file = io.BytesIO()
    segno.make(address, error="m").save(file, kind="svg", border=2, dark="#1d2733", light="#ffffff", scale=4)
    return html.Img(
        src=f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}",
        alt="The same address with the code, to scan with a phone",
        className="ballot-square",
    )


def asked(state: State | None) -> list[Any]:
    """The question, once something is shown that came of it."""
    if state is None or not (state.tallies or state.wanted):
        return []
    return [html.P(state.asked.text, className="ballot-question")]


def count(state: State | None, name: str) -> str:
    """How many votes came in, and how many phones are there; never how votes fall."""
    if state is None:
        return ""
    votes, phones = state.counts[name], state.joined
    how = "open" if state.open == name else "closed" if votes else "not open yet"
    came = f"{phones} phone{'s have' if phones != 1 else ' has'} come in"
    return f"The vote is {how}: {votes} vote{'s' * (votes != 1)}, {came}."


def fell(state: State | None) -> list[Any]:
    """How the votes fell that are revealed, beside the model's answer once that is wanted."""
    if state is None:
        return []
    shown = columns(state)
    sure = sureness(state)
    return [
        bars(title(state), "Answer", shown, state.asked.choices) if shown else None,
        html.P(WHAT_COUNTS, className="quiet") if state.wanted and state.told else None,
        bars("How sure people were", "Sure", sure, {level: level.capitalize() for level in SURE}) if sure else None,
    ]


def model(state: State | None) -> list[Any]:
    """The model's answer, and how sure it is."""
    if state is None or not state.wanted:
        return []
    if state.told is None:
        return [html.P("The model’s answer is being worked out.", className="quiet", role="status")]
    return [html.H3("What the model says"), *_told(state.told)]


def _told(told: Told) -> list[Any]:
    return [
        html.P([html.Span(told.verdict, className=f"chip {told.favoured}"), " ", told.sentence], className="found"),
        html.P("How sure that is, from the smallest doubt to the largest:", className="quiet"),
        html.Ol([html.Li(doubt) for doubt in told.doubts]),
    ]


def shift(state: State | None) -> list[Any]:
    """How votes moved from one to the other."""
    if state is None or not (lines := moves(state)):
        return []
    return [html.H3("How answers moved"), html.Ul([html.Li(line) for line in lines])]


def points(lines: Sequence[str]) -> list[html.Li]:
    """Sentences as a list."""
    return [html.Li(line) for line in lines]


def bars(caption: str, head: str, shown: Sequence[Column], rows: Mapping[str, str]) -> html.Div:
    """A table whose cells hold a figure and its bar."""
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(text, scope="col") for text in (head, *(one.head for one in shown))])),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th(label, scope="row"),
                                *(html.Td(_bar(*one.cells[key], look=key)) for one in shown),
                            ]
                        )
                        for key, label in rows.items()
                    ]
                ),
            ],
            className="votes",
        ),
        className="scroll",
        tabIndex="0",
        role="region",
        **aria(label=caption),
    )


def _bar(text: str, share: float, look: str) -> list[Any]:
    kind = look if look in ("first", "second") else "other"
    return [
        html.Span(text, className="bar-text"),
        html.Span(className=f"bar {kind}", style={"width": f"{100 * share:.0f}%"}, **aria(hidden="true")),
    ]
