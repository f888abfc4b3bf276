"""What stands on the tab before anything is found."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from experiments.config import list_policies, list_weightings, load_weighting
from experiments.dashboard import case
from experiments.dashboard.aria import aria
from experiments.dashboard.glossary import words
from experiments.dashboard.wrong import field
from experiments.dashboard.wrong.met import JUDGED
from experiments.words import spelled

SPOT = "on the spot"
"""In place of a sweep: the futures that are run for the screen."""
NOT_RUN = "Not run yet for this comparison."
MOST_WEIGHT = 1000
ACROSS, UP = "healthy_life_years", "nhs_balance"


def layout() -> html.Div:
    """The choice of futures, and five parts."""
    return html.Div(
        [
            html.H2("What if we are wrong?", className="tab-title"),
            html.P(
                "What the answer hangs on, when it turns, and what one would regret least, for the comparison and the "
                "outcome on the first tab. It is about futures within the model; whether its rules are right, no "
                "figure here can tell.",
                className="lead",
            ),
            words(
                "uncertainty",
                "interval",
                "sampling error",
                "rank correlation",
                "box",
                "regret",
                "trade-off",
                "weight",
                "sweep",
            ),
            html.Div(
                dmc.Select(
                    id="wrong-source",
                    label="Futures",
                    data=[{"value": SPOT, "label": "run on the spot"}],
                    value=SPOT,
                    allowDeselect=False,
                ),
                className="filters",
            ),
            html.P("The first answer is on its way.", id="wrong-where", role="status", className="quiet"),
            html.Div(id="wrong-unfit"),
            html.Div(id="wrong-trouble"),
            *(
                dcc.Store(id=f"wrong-{name}")
                for name in ("pair-plots", "weights-plots", "box-plots", "box-asked", "field-plots", "field-asked")
            ),
            dcc.Interval(id="wrong-box-tick", interval=1000, disabled=True),
            dcc.Interval(id="wrong-field-tick", interval=1500, disabled=True),
            _panel("Which uncertainties matter", "matters", html.Div(id="wrong-matters")),
            _turning(),
            _regret(),
            _tradeoff(),
            _weights(),
        ],
        className="wrong",
    )


def _panel(title: str, name: str, *parts: Any) -> html.Section:
    heading = f"wrong-{name}-title"
    return html.Section([html.H2(title, id=heading), *parts], className="panel", **aria(labelledby=heading))


def _turning() -> html.Section:
    return _panel(
        "When the better one stops being better",
        "turning",
        html.Div(id="wrong-turning"),
        html.Div(
            [
                dmc.Button("Find where", id="wrong-box-go", disabled=True),
                dmc.Button("Stop", id="wrong-box-stop", variant="default"),
            ],
            className="row",
        ),
        html.Div("", id="wrong-box-said", role="status", className="quiet said"),
        html.Div(id="wrong-box-body"),
    )


def _regret() -> html.Section:
    count = spelled(len(list_policies()))
    return _panel(
        "What one would regret least",
        "regret",
        html.P(
            f"All {count} named policies meet the same futures of the system on the screen; A and B as well where "
            "their levers were moved. Regret is what a policy falls short of the best one in the same future.",
            className="quiet",
        ),
        html.Div(
            [
                dmc.Select(
                    id="wrong-futures-asked",
                    label="How many futures",
                    data=[{"value": str(n), "label": f"{n} futures"} for n in field.FUTURES],
                    value=str(field.FUTURES[0]),
                    allowDeselect=False,
                ),
                dmc.Button("Run all policies", id="wrong-field-go"),
                dmc.Button("Stop", id="wrong-field-stop", variant="default"),
            ],
            className="row end",
        ),
        dmc.Progress(id="wrong-field-bar", value=0, **aria(label="Policies that have met all futures")),
        html.Div(NOT_RUN, id="wrong-field-said", role="status", className="quiet said"),
        html.Div(id="wrong-regret-body"),
    )


def _tradeoff() -> html.Section:
    choices = [{"value": name, "label": case.outcome(name).label} for name in JUDGED]
    return _panel(
        "Trade-off between two outcomes",
        "tradeoff",
        html.Div(
            [
                dmc.Select(
                    id="wrong-across", label="Across", data=choices, value=ACROSS, allowDeselect=False, searchable=True
                ),
                dmc.Select(id="wrong-up", label="Up", data=choices, value=UP, allowDeselect=False, searchable=True),
            ],
            className="filters",
        ),
        html.Div(above(), id="wrong-tradeoff-body"),
    )


def above() -> html.P:
    """Where the runs of a trade-off come from."""
    return html.P("It shows the same runs as the part above, once these are there.", className="quiet")


def _weights() -> html.Section:
    listed = list_weightings()
    return _panel(
        "At which weights the answer flips",
        "weights",
        html.P(
            "Which of A and B somebody prefers depends on how much each outcome counts. Begin with an example, which "
            "is nobody’s stated view, and change it.",
            className="quiet",
        ),
        html.Div(
            dmc.Select(
                id="wrong-weighting",
                label="Begin with",
                data=[{"value": one.id, "label": one.name} for one in listed],
                value=listed[-1].id,
                allowDeselect=False,
            ),
            className="filters",
        ),
        html.Div(weights(listed[-1].id), id="wrong-weights", className="weights"),
        html.Div(id="wrong-weights-body"),
    )


def weights(name: str) -> list[dmc.NumberInput]:
    """A field for each outcome that counts in a named weighting."""
    found = load_weighting(name)
    return [
        dmc.NumberInput(
            id={"weigh": one, "of": name},
            label=case.outcome(one).label,
            value=weight,
            min=0,
            max=MOST_WEIGHT,
            step=0.5,
            decimalScale=3,
            debounce=400,
            size="sm",
        )
        for one, weight in found.weights.items()
    ]
