"""The fifth tab: every parameter with its range, grade and evidence, and how much it matters for what is on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, html

from experiments import words
from experiments.dashboard import by_lever, case, glossary, levers
from experiments.dashboard.aria import aria
from experiments.dashboard.asking import asked_by, attach_asking
from experiments.dashboard.clientside import in_page
from experiments.dashboard.findings import chip
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.matters import Matters, matters
from experiments.dashboard.shown import Shown
from experiments.dashboard.trouble import in_place
from sim.parameters import GRADES, REGISTRY, Parameter
from sim.policy import Policy

PAGE = 12
"""Parameters on a page."""
ANY = "any"
OF_SYSTEM = "fixed by the system’s file"


def layout() -> html.Div:
    """A search, filters, and a page of parameters."""
    mechanisms = [
        {"value": code, "label": f"{code} {name}"} for code, name in words.MECHANISMS.items() if code[0] == "M"
    ]
    grades = [{"value": grade, "label": f"{grade}: {meaning}"} for grade, meaning in GRADES.items()]
    return html.Div(
        [
            html.H2("What this rests on", className="tab-title"),
            html.P(
                [
                    f"{len(REGISTRY)} quantities, none hidden in the code. Uncertain ones vary over their range, ",
                    "future by future, unless the system’s file fixes them or you do here. ",
                    "Most ranges are assumptions: the grade says how good each is.",
                ],
                className="lead",
            ),
            glossary.words("assumption", "uncertainty", "lever", "grade", "chance", "rank correlation", "timeline"),
            html.Div(
                [
                    dmc.TextInput(
                        id="assume-search", label="Search", placeholder="trust, growth, waits…", debounce=250
                    ),
                    _filter("assume-mechanism", "Part of the model", mechanisms),
                    _filter("assume-grade", "Grade", grades),
                    dmc.Select(
                        id="assume-sort",
                        label="Order",
                        data=[
                            {"value": "matters", "label": "what matters most here"},
                            {"value": "model", "label": "as in the model"},
                        ],
                        value="matters",
                        allowDeselect=False,
                    ),
                ],
                className="filters",
            ),
            html.Div(id="assume-verdict", className="verdict", role="status"),
            html.Div(id="assume-said", className="quiet said", role="status"),
            html.Div(id="assume-rows", className="assumptions"),
            dmc.Pagination(id="assume-page", total=1, value=1, withControls=False),
            by_lever.layout(),
        ]
    )


def _filter(name: str, label: str, data: Sequence[dict[str, str]]) -> dmc.Select:
    return dmc.Select(
        id=name,
        label=label,
        data=[{"value": ANY, "label": "all"}, *data],
        value=ANY,
        allowDeselect=False,
        searchable=True,
    )


def attach(app: Dash, live: Live) -> None:
    """Rows come from the server; what is fixed goes into the case in the page."""
    attach_asking(app, "assumptions")
    by_lever.attach(app, live)
    in_page(
        app,
        "fix",
        Output("case", "data", allow_duplicate=True),
        [Input({"fix": ALL}, "value"), Input({"free": ALL}, "n_clicks")],
        [State("case", "data")],
    )

    @app.callback(
        Output("assume-rows", "children"),
        Output("assume-page", "total"),
        Output("assume-said", "children"),
        Output("assume-verdict", "children"),
        Input("asking-assumptions", "data"),
        Input("assume-search", "value"),
        Input("assume-mechanism", "value"),
        Input("assume-grade", "value"),
        Input("assume-sort", "value"),
        Input("assume-page", "value"),
        prevent_initial_call=True,
    )
    @in_place(2, 4, {0: [], 3: []}, again="assumptions")
    def show(
        asking: Mapping[str, Any], search: str | None, mechanism: str, grade: str, sort: str, page: int
    ) -> tuple[list[Any], int, str, list[Any]]:
        asked, outcome, screen = asked_by(asking)
        found = live.shown(session(), screen, asked, patience=2.0)
        how = matters(found.answer, outcome) if found else {}
        chosen = [p for p in REGISTRY.values() if _fits(p, search or "", mechanism, grade)]
        if sort == "matters":
            chosen.sort(key=lambda p: -abs(how[p.name].correlation) if p.name in how else 1.0)
            chosen.sort(key=lambda p: p.name not in asked.fixed)  # what was fixed stays in view
        pages = max(1, -(-len(chosen) // PAGE))
        start = PAGE * (min(page, pages) - 1)
        system = session().system(asked.system).system
        question = session().question(asked)
        policies = question.first, question.second
        page_of = chosen[start : start + PAGE]
        titles = glossary.explained(*(p.label for p in page_of))
        rows = [
            _row(p, title, policies, how.get(p.name), asked.fixed.get(p.name), system.starting_values.get(p.name))
            for p, title in zip(page_of, titles, strict=True)
        ]
        text = _said(len(chosen), outcome, found.answer.futures if found else 0, how, len(asked.fixed))
        return rows, pages, text, verdict(found, outcome) if found else []


def verdict(found: Shown, outcome: str) -> list[Any]:
    """What the first tab says of the outcome that is on the screen."""
    row = found.row(outcome)
    futures = f" Over {found.answer.futures:,} futures."
    return [html.B(f"{row.line.outcome.label} "), chip(row), html.Span([" ", row.sentence, futures])]


def _fits(p: Parameter, search: str, mechanism: str, grade: str) -> bool:
    text = f"{p.label} {p.name} {' '.join(p.evidence)}".casefold()
    return (
        all(word in text for word in search[:100].casefold().split())
        and mechanism in (ANY, *p.mechanisms)
        and grade in (ANY, p.grade)
    )


def _said(count: int, outcome: str, futures: int, how: Mapping[str, Matters], fixed: int) -> str:
    label = words.lower_first(case.outcome(outcome).label)
    clear = sum(one.beyond_chance for one in how.values())
    text = f"{count} shown. "
    if futures:
        text += (
            f"For {label}, {words.spelled(clear)} of {len(how)} uncertain quantities matter more than chance would "
            f"show over {futures:,} futures; more futures may show more. "
        )
    return text + (f"{words.spelled(fixed).capitalize()} fixed by you." if fixed else "")


def _row(
    p: Parameter,
    title: list[Any],
    policies: Sequence[Policy],
    how: Matters | None,
    fixed: float | None,
    own: float | None,
) -> html.Article:
    """One parameter.

    ``title`` is its label with words explained, ``fixed`` the value that was set by hand, ``own`` the one in the
    system's file, if any.
    """
    lever = p.role == "lever"
    use = "lever" if lever else "fixed by you" if fixed is not None else "varies" if own is None else OF_SYSTEM
    default = levers.said(p, p.default) if lever else _value(p, float(p.default))
    one_value = fixed is not None or own is not None
    return html.Article(
        [
            html.Div(
                [
                    html.H3(title),
                    html.Span(use, className="chip same"),
                ],
                className="title-row",
            ),
            html.Dl(
                [
                    *_pair("Range", glossary.explained(_range(p))[0]),
                    *_pair("Default", default),
                    *([] if own is None else _pair("In this system", _value(p, own))),
                    *_pair("Read by", words.listed([words.MECHANISMS.get(code, code) for code in p.mechanisms])),
                    *(_pair("Held by", p.holder) if lever else []),
                    *_pair("Here it", _differs(p, policies) if lever else _matters(how, one_value)),
                ]
            ),
            levers.evidence(p),
            _change(p) if lever else _fix(p, fixed, own),
        ],
        className="assumption",
    )


def _pair(name: str, value: Any) -> list[Any]:
    return [html.Div([html.Dt(name), html.Dd(value)])]


def _range(p: Parameter) -> str:
    if p.structural:
        return words.listed([levers.called(choice) for choice in p.choices])
    return f"{words.short(p.low)} to {words.short(p.high)}{levers.unit(p)}"


def _value(p: Parameter, value: float) -> str:
    return f"{words.short(value)}{levers.unit(p)}"


def _matters(how: Matters | None, one_value: bool) -> str:
    if one_value:
        return "has one value in every future"
    if how is None:
        return "is not worked out yet"
    return how.said if how.beyond_chance else f"shows {how.said}"


def _differs(p: Parameter, policies: Sequence[Policy]) -> str:
    first, second = (levers.said(p, policy.levers.get(p.name, p.default)) for policy in policies)
    if first == second:
        return f"is {first} under A and B, and no part of what differs"
    return f"is {first} under A and {second} under B, a part of what differs: below, how large a part can be worked out"


def _change(p: Parameter) -> html.Button:
    """The way to where a lever is moved."""
    to: dict[str, Any] = {"data-to-lever": p.name}
    said = "Move it on the first tab"
    return html.Button(said, className="quiet-button", type="button", **aria(label=f"{said}: {p.label}"), **to)


def _fix(p: Parameter, fixed: float | None, own: float | None) -> html.Div:
    """A slider that fixes the value in every future, and the way back."""
    default = float(p.default) if own is None else own
    said = "Fix it in every future" if own is None else "Fix it at another value"
    which: dict[str, Any] = {"data-fix": p.name}
    return html.Div(
        [
            html.Span(said if fixed is None else f"Fixed at {_value(p, fixed)}", className="fix-label"),
            dmc.Slider(
                id={"fix": p.name},
                min=p.low,
                max=p.high,
                step=levers.step(p.low, p.high),
                precision=6,
                value=default if fixed is None else fixed,
                updatemode="mouseup",
                thumbLabel=f"{p.label} ({p.unit}), one value in every future",
                size="sm",
                thumbSize=22,
            ),
            html.Button(
                "Let it vary again" if own is None else "Back to the system’s value",
                id={"free": p.name},
                className="quiet-button",
                type="button",
                disabled=fixed is None,
            ),
        ],
        className="fix",
        role="group",
        **aria(label=f"Fix {p.label}"),
        **which,
    )
