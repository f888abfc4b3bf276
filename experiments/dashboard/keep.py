"""The sixth tab: name comparisons and set them side by side, take notes, link, save, and take away."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from experiments import report
from experiments.dashboard import case, results, saved
from experiments.dashboard.aria import aria
from experiments.dashboard.asking import asked_by, attach_asking
from experiments.dashboard.case import Case, read
from experiments.dashboard.clientside import in_page
from experiments.dashboard.findings import chip, table
from experiments.dashboard.glossary import words
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.saved import MOST, NOTES, Scenario, Workshop
from experiments.dashboard.sessions import UPLOADS, Session
from experiments.dashboard.slides import slides
from experiments.dashboard.trouble import in_place
from experiments.dashboard.uploads import upload
from experiments.dashboard.workbook import workbook
from experiments.ensemble import Superseded
from experiments.problems import BadInput
from experiments.report import view
from experiments.store import Stored
from experiments.words import listed, spelled

ENOUGH = 200
"""Futures after which scenarios are set side by side."""
Export = tuple[str, str, Callable[[Stored, str], bytes]]
EXPORTS: Mapping[str, Export] = {
    "report": ("Report (HTML)", "html", lambda stored, _: report.render(stored).encode()),
    "workbook": ("Numbers (Excel)", "xlsx", workbook),
    "slides": ("Slides (PowerPoint)", "pptx", slides),
}
"""What can be taken away: label, ending, how it is made."""


def layout() -> html.Div:
    """Scenarios, notes, link and file, exports."""
    return html.Div(
        [
            html.H2("Keep and take away", className="tab-title"),
            dcc.Store(id="kept", data=[], storage_type="session"),
            dcc.Download(id="download"),
            dcc.Interval(id="kept-tick", interval=1500, disabled=True),
            html.Div([_scenarios(), _notes(), _link(), _exports()], className="keep"),
        ]
    )


def _panel(title: str, *parts: Any) -> html.Section:
    return html.Section([html.H2(title), *parts], className="panel")


def _scenarios() -> html.Section:
    return _panel(
        "Comparisons by name",
        html.P(f"Keep up to {MOST} comparisons, come back to them, and set them side by side.", className="quiet"),
        html.Div(
            [
                dmc.TextInput(id="kept-name", label="Name of this comparison"),
                dmc.Button("Keep this comparison", id="kept-add"),
                dmc.Button("Set side by side", id="kept-compare", variant="default"),
                dmc.Button("Stop", id="kept-stop", variant="default"),
            ],
            className="row end",
        ),
        html.Div(id="kept-said", role="status", className="quiet said"),
        html.Ul(id="kept-list", className="kept"),
        html.Div(id="kept-table"),
    )


def _notes() -> html.Section:
    return _panel(
        "Notes",
        dmc.Textarea(
            id="notes",
            persistence=True,
            persistence_type="session",
            label="Notes of the facilitator",
            autosize=True,
            minRows=4,
            maxRows=16,
            description=f"They go into saved files, slides and workbooks, up to {NOTES:,} letters, and nowhere else.",
        ),
    )


def _link() -> html.Section:
    return _panel(
        "Link and file",
        html.P(
            "The address of this page always holds the comparison on the screen: system, policies, levers and changed "
            "assumptions. A saved file holds that, all named comparisons, the notes, and systems that were uploaded; "
            "opening one adds to the comparisons and notes that are here.",
            className="quiet",
        ),
        html.Div(
            [
                dmc.Button("Copy the link", id="copy-link", variant="default"),
                dmc.Button("Save to a file", id="save", variant="default"),
                upload("open", "Open a saved file", ".json", said="link-said"),
            ],
            className="row",
        ),
        html.Div(id="link-said", role="status", className="quiet said"),
    )


def _exports() -> html.Section:
    buttons = [dmc.Button(label, id={"export": kind}, variant="default") for kind, (label, *_) in EXPORTS.items()]
    pictures = [
        dmc.Button(f"Charts ({kind.upper()})", id=f"charts-{kind}", variant="default") for kind in ("png", "svg")
    ]
    return _panel(
        "Take away",
        html.P("What is on the screen now, with all futures that were run so far.", className="quiet"),
        words("future", "policy", "lever", "assumption", "outcome", "seed"),
        html.Div([*buttons, *pictures], className="row"),
        dcc.Loading(html.Div(id="export-said", role="status", className="quiet said"), type="dot", delay_show=400),
    )


def attach(app: Dash, live: Live) -> None:
    """Names and notes stay in the page; files are made here."""
    attach_asking(app, "keep")
    in_page(
        app,
        "keep",
        [Output("kept", "data"), Output("kept-said", "children"), Output("kept-name", "value")],
        [Input("kept-add", "n_clicks"), Input({"drop": ALL}, "n_clicks")],
        [State("kept-name", "value"), State("case", "data"), State("kept", "data")],
    )
    in_page(
        app,
        "reopen",
        Output("case", "data", allow_duplicate=True),
        [Input({"reopen": ALL}, "n_clicks")],
        [State("kept", "data")],
    )
    in_page(app, "link", Output("link-said", "children"), [Input("copy-link", "n_clicks")], [State("case", "data")])
    for kind in ("png", "svg"):
        said = Output("export-said", "children", allow_duplicate=True)
        in_page(app, "charts", said, [Input(f"charts-{kind}", "n_clicks")], [State(f"charts-{kind}", "id")])
    _attach_list(app, live)
    _attach_files(app, live)


def _attach_list(app: Dash, live: Live) -> None:
    @app.callback(Output("kept-list", "children"), Input("kept", "data"))
    @in_place(0, 1)
    def entries(kept: Any) -> list[Any]:
        return [_kept(number, one) for number, one in enumerate(saved.scenarios(kept))]

    @app.callback(
        Output("kept-tick", "disabled"),
        Output("kept-said", "children", allow_duplicate=True),
        Input("kept-compare", "n_clicks"),
        State("kept", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 2)
    def compare(_: int, kept: Any) -> tuple[bool, str]:
        return (False, "Working them out.") if kept else (True, "Keep a comparison first.")

    @app.callback(
        Output("kept-tick", "disabled", allow_duplicate=True),
        Output("kept-said", "children", allow_duplicate=True),
        Input("kept-stop", "n_clicks"),
        State("screen", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 2)
    def stop(_: int, screen: str) -> tuple[bool, str]:
        if session().asks(screen):
            leave(screen)
        return True, "Stopped."

    def leave(screen: str) -> None:
        for number in range(MOST):
            live.queue.leave(f"{screen}+{number}")

    @app.callback(
        Output("kept-table", "children"),
        Output("kept-tick", "disabled", allow_duplicate=True),
        Output("kept-said", "children", allow_duplicate=True),
        Input("kept-tick", "n_intervals"),
        State("kept", "data"),
        State("screen", "data"),
        prevent_initial_call=True,
    )
    @in_place(2, 3, {1: True})
    def poll(_: int, kept: Any, screen: str) -> tuple[Any, Any, str]:
        if not session().asks(screen):
            return no_update, True, "This page is too old: reload it."
        shown = []
        scenarios = saved.scenarios(kept)
        after = min(ENOUGH, case.STAGES[-1]) - 1
        for number, one in enumerate(scenarios):
            try:
                shown.append(live.shown(session(), f"{screen}+{number}", one.case, after, 0.1))
            except Superseded:
                shown.append(None)
        if not all(shown):
            return no_update, no_update, f"{sum(map(bool, shown))} of {len(shown)} worked out."
        leave(screen)
        columns = [{row.line.outcome.name: row for _, row in one.keys} for one in shown if one]
        heads = ("Outcome", *(one.name for one in scenarios))
        rows = [
            (_measured(row), *([chip(column[name]), html.Br(), column[name].difference] for column in columns))
            for name, row in columns[0].items()
        ]
        return table("A minus B on average, and the verdict, for each comparison", heads, rows), True, ""


def _measured(row: view.Row) -> str:
    """An outcome, and the unit of what differs."""
    return f"{row.line.outcome.label} ({row.difference_unit or row.line.outcome.unit})"


def _kept(number: int, one: Scenario) -> html.Li:
    first, second = one.case.policies()
    return html.Li(
        [
            html.B(one.name),
            html.Span(f" {first.name} with {second.name}", className="quiet"),
            *(
                html.Button(
                    word,
                    id={action: number},
                    className="quiet-button",
                    type="button",
                    **aria(label=f"{word} {one.name}"),
                )
                for word, action in (("Open", "reopen"), ("Remove", "drop"))
            ),
        ],
        className="row",
    )


def _attach_files(app: Dash, live: Live) -> None:
    @app.callback(
        Output("download", "data"),
        Output("export-said", "children"),
        Input({"export": ALL}, "n_clicks"),
        State("asking-keep", "data"),
        State("notes", "value"),
        prevent_initial_call=True,
        running=[(Output({"export": kind}, "disabled"), True, False) for kind in EXPORTS],
    )
    @in_place(1, 2)
    def export(clicks: Sequence[int | None], asking: Mapping[str, Any], notes: str | None) -> tuple[Any, str]:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update, ""
        kind = str(ctx.triggered_id["export"])
        label, ending, make = EXPORTS[kind]
        asked, _, screen = asked_by(asking)
        found = live.shown(session(), screen, asked)
        if found is None:
            return no_update, "There is no answer yet: try again in a moment."
        stored = results.stored(found, session().system(asked.system))
        short, cut = saved.cut(notes)
        content = make(stored, short)
        name = f"{_plain(found.question.system.name)}-{_plain(found.names[0])}-{_plain(found.names[1])}.{ending}"
        return _file(
            content, name
        ), f"{label}: {name}, {found.answer.futures:,} futures.{cut if kind != 'report' else ''}"

    @app.callback(
        Output("download", "data", allow_duplicate=True),
        Output("link-said", "children", allow_duplicate=True),
        Input("save", "n_clicks"),
        State("kept", "data"),
        State("notes", "value"),
        State("case", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 2)
    def save(_: int, kept: Any, notes: str | None, data: Any) -> tuple[Any, str]:
        short, cut = saved.cut(notes)
        made = Workshop(saved.scenarios(kept), short, dict(session().texts), read(data))
        text = made.text(datetime.now(UTC).astimezone())
        return _file(text.encode(), "workshop.json"), f"Saved to workshop.json: {saved.held(made)}.{cut}"

    @app.callback(
        Output("kept", "data", allow_duplicate=True),
        Output("notes", "value"),
        Output("case", "data", allow_duplicate=True),
        Output("link-said", "children", allow_duplicate=True),
        Output("own", "data", allow_duplicate=True),
        Output("open", "contents"),
        Input("open", "contents"),
        State("kept", "data"),
        State("notes", "value"),
        prevent_initial_call=True,
    )
    @in_place(3, 6, {5: None})  # no contents: so that the same file can be opened again
    def reopen(contents: str | None, kept: Any, notes: str | None) -> tuple[Any, ...]:
        if not contents:  # Dash calls once for a part of the page that has just come
            return (no_update,) * 6
        before = session().own()
        try:
            here = saved.scenarios(kept or [])
            found = opened(session(), contents)
        except BadInput as error:
            return *(no_update,) * 3, [html.Div(str(problem)) for problem in error.problems], no_update, None
        every, changed = saved.together(here, found.scenarios)
        text, below = saved.below(notes or "", found.notes)
        changed += below + _dropped(before, session().own())
        said = f"Opened a file with {saved.held(found)}.{_on_screen(found)}{changed}"
        shown = found.screen or next((one.case for one in found.scenarios), None)
        first = no_update if shown is None else shown.plain()
        return saved.plain(every), text, first, said, session().own(), None


def _on_screen(found: Workshop) -> str:
    """Which comparison is on the screen now, where the file does not say which was."""
    return f" ‘{found.scenarios[0].name}’ is on the screen." if found.scenarios and not found.screen else ""


def _dropped(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Which uploaded systems had to make room, if any had to."""
    gone = [f"‘{label}’" for name, label in before.items() if name not in now]
    them = "them" if gone[1:] else "it"
    held = f" Of uploaded systems {spelled(UPLOADS)} are held at most: {listed(gone)} made room."
    return f"{held} Comparisons of {them} need {them} uploaded again." if gone else ""


def opened(of: Session, contents: str) -> Workshop:
    """What a saved file holds, its systems kept for this session and called so; ``BadInput`` where it is unsound."""
    try:
        text = base64.b64decode(contents.partition(",")[2], validate=True).decode("utf-8")
    except (ValueError, UnicodeDecodeError):
        raise BadInput.single("this is no text", "file", allowed="a file that 'Save to a file' wrote") from None
    found = saved.read(text)
    named = {
        name: of.held(described) or of.keep(saved.described(described, name), described)
        for name, described in found.systems.items()
    }

    def held(one: Case) -> Case:
        return replace(one, system=named.get(one.system, one.system))

    scenarios = [replace(one, case=held(one.case)) for one in found.scenarios]
    return replace(found, scenarios=scenarios, screen=held(found.screen) if found.screen else None)


def _file(content: bytes, name: str) -> dict[str, Any]:
    return {"content": base64.b64encode(content).decode(), "filename": name, "base64": True}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
