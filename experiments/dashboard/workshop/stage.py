"""The tab: a clock, six steps one at a time, and in each what the facilitator does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from experiments.dashboard.aria import aria
from experiments.dashboard.glossary import words
from experiments.dashboard.workshop.ballots import ROUNDS
from experiments.dashboard.workshop.steps import STEPS, Step
from experiments.dashboard.workshop.wording import TEXT

WORDED = f"Worded from the comparison and outcome on the first tab. Change it as you like, in up to {TEXT} letters."
MINUTES = sum(step.minutes for step in STEPS)


def layout() -> html.Div:
    """The whole tab."""
    return html.Div(
        [
            html.H2("Guided workshop", className="tab-title"),
            html.P(
                f"A facilitator’s path through {MINUTES} minutes. A room votes before and after it has explored, from "
                "phones, by a short code. Votes stay in the memory of this machine, and have no names.",
                className="lead",
            ),
            words("policy", "future", "outcome", "practical difference", "chance", "uncertainty"),
            dcc.Store(id="workshop-changed", data=0),
            dcc.Store(id="workshop-proposed", data=""),
            dcc.Store(id="workshop-voted"),
            dcc.Interval(id="workshop-tick", interval=1500, disabled=True),
            dcc.Download(id="workshop-download"),
            _clock(),
            html.Nav(
                html.Ol([html.Li(_chooser(number, step)) for number, step in enumerate(STEPS)], className="steps"),
                **aria(label="Steps of the workshop"),
            ),
            html.Div(
                [
                    html.P(id="workshop-voted-on"),
                    html.Button(
                        "Bring back the comparison that is voted on",
                        id="workshop-back",
                        className="quiet-button",
                        type="button",
                    ),
                ],
                id="workshop-elsewhere",
                className="elsewhere",
                hidden=True,
            ),
            html.Div(id="workshop-trouble"),
            *(_step(number, step) for number, step in enumerate(STEPS)),
        ],
        className="workshop",
    )


def _clock() -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    html.Span(f"0:00 of {MINUTES} min", id="workshop-total", className="clock-total"),
                    html.Span("", id="workshop-step-time", className="quiet"),
                ],
                role="timer",
                className="clock-said",
            ),
            html.Button("Start the clock", id="workshop-start", className="quiet-button", type="button"),
            html.Button("Set it back", id="workshop-reset", className="quiet-button", type="button"),
        ],
        className="clock",
    )


def _chooser(number: int, step: Step) -> html.Button:
    told: dict[str, Any] = {"data-step": str(number), "data-minutes": str(step.minutes), "data-title": step.title}
    current = aria(current="step") if number == 0 else {}
    words = [html.B(f"{number + 1}. {step.title}"), html.Span(f"{step.minutes} min", className="quiet")]
    return html.Button(words, className="step-button", type="button", **told, **current)


def _step(number: int, step: Step) -> html.Section:
    name = f"workshop-step-{number}"
    to = f"{STEPS[number + 1].title}" if number + 1 < len(STEPS) else None
    onward: dict[str, Any] = {"data-step": str(number + 1)}
    return html.Section(
        [
            html.H2(f"{number + 1}. {step.title}", id=f"{name}-title", tabIndex="-1"),
            html.P(step.does, className="what"),
            *PARTS[step.name](),
            html.Div(id={"said": step.name}, role="status", className="step-said said"),
            html.Button(f"On to step {number + 2}: {to}", className="quiet-button", type="button", **onward)
            if to
            else None,
        ],
        id=name,
        className="panel",
        hidden=number > 0,
        **aria(labelledby=f"{name}-title"),
    )


def _act(name: str, label: str, strong: bool = False) -> dmc.Button:
    return dmc.Button(label, id={"act": name}, variant="filled" if strong else "default")


def _question() -> list[Any]:
    return [
        dmc.Textarea(
            id="workshop-question",
            label="The question",
            description=WORDED,
            autosize=True,
            minRows=2,
            maxRows=6,
        ),
        html.Div(
            [
                _act("put", "Put this question", strong=True),
                dmc.Button("Word it from the screen again", id="workshop-word", variant="default"),
            ],
            className="row",
        ),
        html.Div(id="workshop-word-said"),
    ]


def _vote(name: str) -> list[Any]:
    return [
        html.Div(id=f"workshop-board-{name}", className="ballot"),
        html.P(id={"count": name}, className="ballot-count", **aria(live="polite")),
        html.Div(
            [_act(f"open-{name}", "Open the vote", strong=True), _act(f"close-{name}", "Close the vote")],
            className="row",
        ),
    ]


def _explore() -> list[Any]:
    tabs = (("compare", "Compare"), ("why", "Why"), ("assumptions", "Assumptions"))
    return [html.Div([_opener(tab, label) for tab, label in tabs], className="row")]


def _opener(tab: str, label: str) -> html.Button:
    opens: dict[str, Any] = {"data-opens": tab}
    return html.Button(f"Open {label}", className="quiet-button", type="button", **opens)


def _reveal() -> list[Any]:
    return [
        html.Div(
            [
                _act("fell-before", "Show how the room voted", strong=True),
                _act("model", "Show what the model says"),
            ],
            className="row",
        ),
        html.Div(id="workshop-fell", className="fell"),
    ]


def _after() -> list[Any]:
    return [
        *_vote(ROUNDS[1]),
        html.Div([_act("fell-after", "Show how answers moved", strong=True)], className="row"),
        html.Div(id="workshop-moved", className="fell"),
    ]


def _take_away() -> list[Any]:
    return [
        html.Ul(id="workshop-lines"),
        html.Div(
            [
                dmc.Button("Download a page with the result", id="workshop-page"),
                dmc.Button("Add the result to the notes", id="workshop-note", variant="default"),
            ],
            className="row",
        ),
        html.P(
            "Notes are on the tab Keep: from there they go into slides, workbooks and the saved file. Only what has "
            "been shown is taken away, as counts; single votes never are.",
            className="quiet",
        ),
        html.Details(
            [
                html.Summary("End the vote and forget it"),
                html.P("The question, the code and all votes are gone at once, and cannot be brought back."),
                _act("clear", "Clear the votes"),
            ]
        ),
    ]


PARTS: Mapping[str, Callable[[], list[Any]]] = {
    "question": _question,
    "before": lambda: _vote(ROUNDS[0]),
    "explore": _explore,
    "reveal": _reveal,
    "after": _after,
    "take-away": _take_away,
}
"""By the name of a step, what there is to do."""
