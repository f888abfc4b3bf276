"""What a seat sees and may decide, drawn for the facilitator's screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html

from experiments.dashboard.aria import aria
from experiments.dashboard.findings import table
from experiments.dashboard.glossary import words_in
from experiments.dashboard.seat import inputs
from experiments.dashboard.seat.tables import Table
from experiments.explain.text import Section
from experiments.game import View
from experiments.game.figures import Figure, scale
from experiments.game.look import Offer
from experiments.words import listed, upper_first

FEW = 2
"""Offers of one decision that stand open; more are folded."""


def bar(at: Table) -> list[Any]:
    """How far the game is, and who has decided."""
    game = at.game
    if game is None:
        return []
    when = (
        f"April, year {game.year + 1} of {game.years}"
        if not game.over
        else f"After {game.years} year{'s' * (game.years != 1)}"
    )
    waiting = [at.names[seat] for seat in game.waiting]
    said = f"Not decided yet: {listed(waiting)}." if waiting else "All have decided."
    return [
        html.H3(f"{when}: {game.system.name} under {game.policy.name}", className="seat-when"),
        html.P("The game is over." if game.over else said, className="quiet"),
    ]


def codes(at: Table) -> Any:
    """The codes with which phones take seats."""
    rows = [(at.names[seat], html.Code(code)) for code, seat in at.codes.items()]
    return html.Details(
        [
            html.Summary("Phones: a code for each seat"),
            html.P(
                "On a phone, open this dashboard’s address with /seat after it and give the code of the seat. The "
                "phone then sees that seat alone. Others can only connect where the dashboard was started for them.",
                className="quiet",
            ),
            table("A code for each seat", ("Seat", "Code"), rows),
        ]
    )


def sees(at: Table, seat: str) -> list[Any]:
    """All that a seat sees this April, with fields for its decisions."""
    view = at.views[seat]
    if not view.there:
        return [html.P(f"{view.name} is no longer there: a timeline has put another in its place.", className="lede")]
    return [
        html.H3(view.name, className="seat-name"),
        _past(view),
        html.H4("What you answer for"),
        html.Ul([_duty(figure) for figure in view.figures], className="duties"),
        html.Details(
            [html.Summary("What you cannot see"), html.Ul([html.Li(upper_first(one) + ".") for one in view.unseen])]
        ),
        html.H4("What you may decide"),
        html.P("Leave a field empty and it is decided as the model’s own agent would.", className="quiet"),
        words_in(labels(view)),
        *_decided(at, seat),
        *(_group(at, seat, decision, offers) for decision, offers in inputs.groups(view)),
    ]


def labels(view: View) -> list[str]:
    """What a seat's figures and decisions are called."""
    return [*(figure.label for figure in view.figures), *(offer.label for offer in view.offers)]


def _past(view: View) -> Any:
    if not view.past:
        return None
    cut = [f" (cut back: {one.cut})" if one.cut else "" for one in view.past]
    said = listed([f"{one.label} {one.said}{more}" for one, more in zip(view.past, cut, strict=True)])
    return html.P(f"Last April you decided: {said}.", className="quiet")


def _decided(at: Table, seat: str) -> list[Any]:
    general = [one.text for one in at.refused.get(seat, ()) if not one.key]
    if at.game is not None and seat in at.game.decided and seat not in at.refused:
        return [html.P("Decided. You may still change it before the next April.", className="seat-done", role="status")]
    refused = len(at.refused.get(seat, ()))
    said = [f"{refused} of your decisions cannot be taken: see below. None was taken."] if refused else []
    return [html.P(text, role="alert", className="refused") for text in (*said, *general)]


def _duty(figure: Figure) -> html.Li:
    hard = ", which is hard" if figure.hard else ""
    unit = f" ({scale(figure.unit)})" if scale(figure.unit) else ""
    return html.Li(
        [
            html.Span(upper_first(figure.label) + unit, className="duty-label"),
            html.Span(figure.said, className="duty-value"),
            html.Span(figure.trend, className="quiet"),
            html.Span(
                f"{'Missed' if figure.missed else 'Kept'}: {figure.wanted}{hard}",
                className=f"chip {'second' if figure.missed else 'first'}",
            ),
        ],
        className="duty",
    )


def _group(at: Table, seat: str, decision: str, offers: Sequence[Offer]) -> Any:
    fields = [_field(at, seat, offer) for offer in offers]
    if len(offers) <= FEW:
        return html.Div(fields)
    touched = {one.key for one in at.refused.get(seat, ())} & {offer.key for offer in offers}
    title = f"{upper_first(decision)}: {len(offers)} decisions"
    return html.Details([html.Summary(title), *fields], open=bool(touched), className="seat-group")


def _field(at: Table, seat: str, offer: Offer) -> html.Div:
    choice = at.tried.get(seat, {}).get(offer.key)
    refusal = next((one.text for one in at.refused.get(seat, ()) if one.key == offer.key), "")
    own = inputs.own(offer)
    identity = {"offer": offer.key}
    if offer.happens:
        field: Any = html.Div(
            [
                html.Div(offer.label, className="field-label"),
                html.Div(own, className="quiet field-own"),
                html.Div(
                    dmc.SegmentedControl(
                        id=identity,
                        data=[
                            {"value": inputs.LEFT, "label": "As the model’s agent"},
                            {"value": "yes", "label": "Yes"},
                            {"value": "no", "label": "No"},
                        ],
                        value=inputs.shown(offer, choice),
                    ),
                    role="group",
                    **aria(label=offer.label),
                ),
                html.P(refusal, className="refused", role="alert") if refusal else None,
            ]
        )
    else:
        field = dmc.NumberInput(
            id=identity,
            label=f"{offer.label} ({inputs.unit(offer)})",
            description=own,
            placeholder=f"as the model’s agent: {offer.own_said}",
            value=inputs.shown(offer, choice),
            error=refusal or None,
            clampBehavior="none",
            hideControls=True,
            decimalScale=4,
            inputWrapperOrder=["label", "description", "input", "error"],
        )
    return html.Div([field, _goes_by(offer)], className="seat-field")


def _goes_by(offer: Offer) -> html.Details:
    rows = [(upper_first(one.label), one.said, one.trend) for one in offer.figures]
    return html.Details(
        [
            html.Summary("What the model’s agent goes by"),
            html.P(
                f"If everybody left it to the model’s agents, it would decide so {offer.reasons}.", className="quiet"
            )
            if offer.reasons
            else None,
            table(f"Known this April: {offer.label}", ("Figure", "Now", "Since last April"), rows),
        ],
        className="evidence",
    )


def section(told: Section) -> html.Section:
    """A part of the end, as the report has it."""
    return html.Section(
        [
            html.H2(told.title),
            *(html.P(text) for text in told.paragraphs),
            table(told.title, told.table.header, [*told.table.rows]) if told.table else None,
            html.Ul([html.Li(point) for point in told.points]) if told.points else None,
            html.P(told.after, className="quiet") if told.after else None,
        ],
        className="panel",
    )


def stamp(at: Table | None, seat: str) -> list[Any]:
    """What the part of a seat depends on: as long as it stays the same, nothing needs to be drawn again."""
    if at is None or at.game is None or not seat:
        return []
    decided: Mapping[str, Any] = at.game.decided
    return [
        at.id,
        at.game.year,
        seat,
        bool(at.views),
        seat in at.checking,
        [[one.key, one.text] for one in at.refused.get(seat, ())],
        dict(decided.get(seat, {"": 0})),
        at.trouble,
        at.stopped,
    ]
