"""The second tab: one future played again under both policies, where they part, and who decided what, and why."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from flask import abort

from experiments.dashboard import case
from experiments.dashboard.aria import aria
from experiments.dashboard.asking import asked_by, attach_asking
from experiments.dashboard.clientside import in_page
from experiments.dashboard.errands import Errand
from experiments.dashboard.findings import table
from experiments.dashboard.glossary import explained, words
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.names import short
from experiments.dashboard.pictures import chart, save
from experiments.dashboard.stories import STEP, WHICH, Story, Tell, number_of
from experiments.dashboard.trouble import in_place
from experiments.ensemble import Question
from experiments.explain import figure as pictures
from experiments.explain.explain import Explanation, Wanted
from experiments.explain.parting import chain, partings
from experiments.explain.text import Section, parting
from experiments.explain.text import names as named
from experiments.readers import readable
from experiments.telling import changed, figure, month_name, why
from experiments.words import lower_first, number, upper_first
from experiments.words import short as short_number
from sim.trace import Decision

MOST = 15
"""Decisions listed at a time."""
STOPPED = "Stopped."
GONE = "This story is not remembered any more: play it again to see who decided what."
FIRST_SAID = "Choose a future, for the outcome shown on the first tab."
SAID = {"typical": "a typical future", "best": "the best future for A", "worst": "the worst future for A"}


def layout() -> html.Div:
    """The choice of a future, and room for its story."""
    return html.Div(
        [
            html.H2("Why it comes out so", className="tab-title"),
            html.P(
                "One future, played again month by month under both policies. It is one of many: it shows how a "
                "difference can come about, not how often it does.",
                className="lead",
            ),
            html.Div(
                [
                    html.Div(
                        dmc.SegmentedControl(
                            id="why-which",
                            data=[{"value": which, "label": upper_first(SAID[which])} for which in WHICH],
                            value="typical",
                        ),
                        role="group",
                        **aria(label="Which future"),
                    ),
                    dmc.Button("Play it again", id="why-go"),
                    dmc.Button("Stop", id="why-stop", variant="default"),
                ],
                className="row",
            ),
            html.Div(FIRST_SAID, id="why-said", role="status", className="quiet said"),
            html.Div(id="why-old", role="status", className="quiet said careful"),
            dcc.Store(id="why-asked"),
            dcc.Store(id="why-figures"),
            dcc.Interval(id="why-tick", interval=1000, disabled=True),
            html.Div(id="why-body"),
            html.Div(_decisions(), id="why-decisions", hidden=True),
        ]
    )


def _decisions() -> list[Any]:
    return [
        html.H2("Who decided what, and why", className="tab-title", id="decisions-title"),
        words("ICB", "delegated share", "pooled budget", "red line", "mandate", "stance", "control total"),
        html.Div(
            [
                dmc.Select(id="why-who", label="Organisation", data=[], value=None, searchable=True, clearable=True),
                dmc.Select(
                    id="why-year",
                    label="Year",
                    data=[{"value": str(year), "label": f"year {year + 1}"} for year in range(10)],
                    value="0",
                    allowDeselect=False,
                ),
                dmc.Select(
                    id="why-side",
                    label="Under",
                    data=[{"value": "0", "label": "policy A"}, {"value": "1", "label": "policy B"}],
                    value="0",
                    allowDeselect=False,
                ),
            ],
            className="filters",
        ),
        html.Div(id="why-list"),
    ]


def attach(app: Dash, live: Live) -> None:
    """Play on request, tell how long it takes, show what came of it."""
    attach_asking(app, "why")
    in_page(app, "pictures", Output("why-figures", "modified_timestamp"), [Input("why-figures", "data")])
    in_page(
        app,
        "aged",
        Output("why-old", "children"),
        [Input("case", "data"), Input("shown", "value"), Input("why-figures", "data")],
    )
    in_page(app, "moved", Output("network-said", "hidden"), [Input("network-when", "value")])

    @app.callback(
        Output("why-asked", "data"),
        Output("why-tick", "disabled"),
        Output("why-said", "children"),
        Input("why-go", "n_clicks"),
        State("asking-why", "data"),
        State("why-which", "value"),
        prevent_initial_call=True,
    )
    @in_place(2, 3, {1: True})
    def go(_: int, asking: Mapping[str, Any] | None, which: str) -> tuple[Any, bool, str]:
        since = time.monotonic()
        asked, outcome, screen = asked_by(asking)
        found = live.shown(session(), screen, asked, patience=4.0)
        if live.errands.left(screen, since):
            return no_update, True, STOPPED
        if found is None or which not in WHICH:
            return no_update, True, "The comparison is not there yet: try again in a moment."
        one = number_of(found.answer, outcome, which, case.outcome(outcome).better)
        return {**dict(asking or {}), "number": one, "which": which, "since": since}, False, "Playing it again."

    @app.callback(
        Output("why-tick", "disabled", allow_duplicate=True),
        Output("why-said", "children", allow_duplicate=True),
        Input("why-stop", "n_clicks"),
        State("screen", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 2)
    def stop(_: int, screen: str) -> tuple[bool, str]:
        if session().asks(screen):
            live.errands.leave(screen)
        return True, STOPPED

    @app.callback(
        Output("why-body", "children"),
        Output("why-figures", "data"),
        Output("why-tick", "disabled", allow_duplicate=True),
        Output("why-said", "children", allow_duplicate=True),
        Output("why-who", "data"),
        Output("why-decisions", "hidden"),
        Input("why-tick", "n_intervals"),
        State("why-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(3, 6, {2: True})
    def poll(_: int, asking: Mapping[str, Any]) -> tuple[Any, ...]:
        screen, since = str(asking["screen"]), float(asking["since"])
        if live.errands.left(screen, since):
            return no_update, no_update, True, STOPPED, no_update, no_update
        question, outcome, one, errand = _errand(live, asking)
        if not live.errands.wait(screen, errand, 0.5):
            left = live.errands.left(screen, since)
            text = f"Playing future {one:,} again under both policies: {errand.seconds:.0f} s so far."
            return no_update, no_update, left, STOPPED if left else text, no_update, no_update
        found = told(question, outcome, one, errand.results)
        people = sorted({decision.agent_name for story in found.stories for decision in story})
        said = f"Future {one:,}, {SAID.get(str(asking.get('which')), 'one future')}."
        figures = {**drawn(found, errand.results), "case": asking["case"], "outcome": outcome}
        return body(found), figures, True, said, people, False

    @app.callback(
        Output("why-list", "children"),
        Input("why-figures", "data"),
        Input("why-who", "value"),
        Input("why-year", "value"),
        Input("why-side", "value"),
        State("why-asked", "data"),
        prevent_initial_call=True,
    )
    @in_place(0, 1)
    def listed(_: Any, who: str | None, year: str, side: str, asking: Mapping[str, Any] | None) -> Any:
        if not asking:
            return no_update
        errand = live.errands.known(story_key(*_wanted(asking)))
        if errand is None or errand.error is not None:
            return html.P(GONE)
        if not errand.done:  # it comes by itself once it is played
            return no_update
        story: Story = errand.results[1 if side == "1" else 0]
        chosen = [d for d in changed(story.decisions) if d.month // 12 == int(year) and who in (None, "", d.agent_name)]
        return _list(chosen, len(chosen) if who else MOST)


def _errand(live: Live, asking: Mapping[str, Any]) -> tuple[Question, str, int, Errand]:
    """What was asked for, checked again, and how far it is."""
    question, outcome, one = _wanted(asking)
    screen = str(asking["screen"])

    def jobs() -> Sequence[Tell]:
        return [
            Tell(
                side.system,
                side.policy,
                side.timeline,
                question.circumstances,
                one,
                question.seed,
                12 * question.years,
                outcome,
            )
            for side in question.sides
        ]

    return question, outcome, one, live.errands.ask(screen, story_key(question, outcome, one), jobs, session())


def _wanted(asking: Mapping[str, Any]) -> tuple[Question, str, int]:
    """Of which question and outcome a story is wanted, and of which future; all checked."""
    asked, outcome, _ = asked_by(asking)
    one = int(asking["number"])
    if not 0 <= one < case.STAGES[-1]:
        abort(400)
    return session().question(asked), outcome, one


def story_key(question: Question, outcome: str, one: int) -> str:
    """What two pages must have in common to be told the same story: the names in it too, unlike with figures."""
    called = blake2b(repr(question.system).encode(), digest_size=16).hexdigest()
    return f"why {question.key} {called} {outcome} {one}"


def told(question: Question, outcome: str, one: int, stories: Sequence[Story]) -> Explanation:
    """Both stories, in the form in which explanations are told."""
    wanted = Wanted(
        question.system,
        question.first,
        question.second,
        one,
        case.outcome(outcome),
        question.seed,
        question.years,
        timeline=question.timeline,
    )
    shown, factor = readable(wanted.outcome)
    first, second = stories
    parted = partings(first.decisions, second.decisions)
    levels = [factor * sum(story.months) / len(story.months) for story in stories]
    series = [factor * value for value in first.months], [factor * value for value in second.months]
    return Explanation(
        wanted, shown, levels[0], levels[1], (first.decisions, second.decisions), series, parted, chain(parted)
    )


def body(found: Explanation) -> list[Any]:
    """The story in words, with room for its pictures."""
    outcome = lower_first(found.outcome.label)
    if found.same:
        return [html.P("Both policies take the same decisions in this future, to the last one.", className="lede")]
    return [
        _picture(
            "why-course", f"{found.outcome.label}, month by month", f"{outcome} under both policies", _halves(found)
        ),
        _network(),
        *(_section(section) for section in parting(found)),
        _picture("why-timeline", "When decisions part", "months in which decisions differ") if found.links else None,
    ]


def drawn(found: Explanation, stories: Sequence[Story]) -> dict[str, Any]:
    """The figures of the pictures, for the page to draw."""
    if found.same:
        return {"plots": {}}
    plots = {"why-course": pictures.course(found)}
    if found.links:
        plots["why-timeline"] = pictures.timeline(found)
    return {"plots": plots, "network": [_plain(story) for story in stories], "step": STEP}


def _plain(story: Story) -> dict[str, Any]:
    return {
        "names": dict(story.names),
        "short": {one: short(name) for one, name in story.names.items()},
        "trust": [[a, b, values] for (a, b), values in story.trust.items()],
        "money": [[a, b, values] for (a, b), values in story.money.items()],
    }


def _picture(name: str, title: str, label: str, more: html.Details | None = None) -> html.Section:
    return html.Section([html.H2(title), chart(name, upper_first(label)), more], className="panel")


def _halves(found: Explanation) -> html.Details:
    """The course of the outcome as a table, every half year."""
    outcome = found.outcome
    unit = outcome.unit.replace(" over the run", " each month")
    first, second = found.series
    rows = [
        (f"{(month + 1) / 12:g}", *(short_number(float(f"{side[month]:.3g}")) for side in (first, second)))
        for month in range(STEP - 1, len(first), STEP)
    ]
    title = f"{outcome.label} ({unit}) in the month that ends so many years"
    return html.Details([html.Summary("The figures as a table"), table(title, ("Years", *named(found)), rows)])


def _network() -> html.Section:
    return html.Section(
        [
            html.H2("Trust and money between organisations"),
            html.P(
                "A line is a relationship: orange and dashed where trust is low, blue where it is high (the lower of "
                "both directions). Its width is the money that flows along it.",
                className="quiet",
            ),
            html.Div(
                [
                    html.Button("Play", id="network-play", className="quiet-button", type="button"),
                    dmc.Slider(
                        id="network-when",
                        min=0,
                        max=19,
                        step=1,
                        value=0,
                        label=None,
                        thumbLabel="When, in half years",
                        updatemode="drag",
                        className="range",
                        thumbSize=22,
                    ),
                    html.Span("", id="network-said"),
                ],
                className="row",
            ),
            html.Div(
                [
                    html.Figure(
                        [html.Figcaption(f"Policy {letter}"), _drawing(number, letter), save(f"network-{number}")]
                    )
                    for number, letter in enumerate("AB")
                ],
                className="pair networks",
            ),
            html.Ul(id="network-words", className="quiet"),
            html.Details(
                [
                    html.Summary("The figures as a table"),
                    table(
                        "Trust, from 0 to 1, and money, in millions of pounds a month",
                        ("Between", "Trust under A", "Trust under B", "Money under A", "Money under B"),
                        [],
                    ),
                ],
                id="network-table",
            ),
        ],
        className="panel",
    )


def _drawing(number: int, letter: str) -> html.Div:
    name = f"network-{number}"
    return html.Div(id=name, className="network", tabIndex="0", role="region", **aria(label=f"Network under {letter}"))


def _section(section: Section) -> html.Section:
    texts = explained(*section.paragraphs, *section.points)
    paragraphs, points = texts[: len(section.paragraphs)], texts[len(section.paragraphs) :]
    return html.Section(
        [
            html.H2(section.title),
            *(html.P(text) for text in paragraphs),
            table(section.title, section.table.header, [*section.table.rows]) if section.table else None,
            html.Ul([html.Li(point) for point in points]) if points else None,
        ],
        className="panel",
    )


def _list(chosen: Sequence[Decision], most: int) -> list[Any]:
    more = len(chosen) - most
    rows = [
        html.Li(
            [
                html.Span(month_name(d.month), className="quiet"),
                " ",
                html.B(d.agent_name),
                f": {d.decision}{f' for {d.about}' if d.about else ''} ",
                html.B(figure(d)),
                html.Div(why(d), className="quiet"),
            ]
        )
        for d in chosen[:most]
    ]
    rest = f"{number(more, 0)} more decisions: choose an organisation." if more > 0 else ""
    return [html.Ul(rows, className="decisions"), html.P(rest or f"{len(chosen)} decisions.", className="quiet")]
