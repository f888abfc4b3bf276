"""The fourth tab: a system of one's own from a spreadsheet, every problem at its cell, and the system drawn."""

from __future__ import annotations

import base64
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update

from experiments.config import LoadedSystem
from experiments.config.text import shown
from experiments.dashboard import saved
from experiments.dashboard.aria import aria
from experiments.dashboard.asking import asked_by, attach_asking
from experiments.dashboard.clientside import in_page
from experiments.dashboard.findings import table
from experiments.dashboard.glossary import words
from experiments.dashboard.guard import session
from experiments.dashboard.live import Live
from experiments.dashboard.names import short
from experiments.dashboard.pictures import chart
from experiments.dashboard.trouble import in_place
from experiments.dashboard.uploads import MOST_BYTES, upload
from experiments.ensemble import Busy
from experiments.explain.figure import safe
from experiments.problems import BadInput, Problem
from experiments.sheets.check import Filled, check_book
from experiments.sheets.template import write_template
from experiments.words import number
from sim.system import System

SHOWN = 200
"""Problems listed at a time."""
LOOKS = {
    "council": ("#009e73", 0.0),
    "place": ("#0b5fa5", 0.24),
    "community": ("#7b8794", 0.48),
    "acute": ("#b4540a", 1.0),
    "others": ("#6b4c9a", 1.0),
}
"""The colour of each kind in the picture, and how far to the right it stands; names of trusts need most room."""
OF_TRUSTS = {
    "mental_health": "mental health",
    "community": "community",
    "mental_health_community": "mental health and community",
}
SMALLEST = 0.02
"""Smaller shares of a community's people are left out of the picture."""
READING = threading.Lock()
"""Spreadsheets are read one at a time: many at once would take the memory of all of them together."""
PATIENCE = 20.0
"""Seconds that a spreadsheet waits for its turn."""


def layout() -> html.Div:
    """Upload, what is wrong, and the picture."""
    return html.Div(
        [
            html.H2("Our system", className="tab-title"),
            html.P(
                "Describe your system in a spreadsheet and use it at once. What is uploaded stays in the memory of "
                "this machine for this session alone, unless you save it to a file yourself.",
                className="lead",
            ),
            words("system", "ICB", "place", "footprint", "acute trust", "control total"),
            html.Div(
                [
                    html.Button(
                        "Download the empty spreadsheet", id="own-template", className="quiet-button", type="button"
                    ),
                    upload("own-upload", "Upload a filled-in spreadsheet", ".xlsx", said="own-said"),
                ],
                className="row",
            ),
            dcc.Download(id="own-download"),
            dcc.Store(id="own-plots"),
            html.Div(id="own-said", role="status"),
            html.Section(
                [
                    html.H2("The system on the screen", id="own-title"),
                    html.Div(id="own-size", className="quiet said"),
                    html.P(
                        "Widths are people. On the right everybody is drawn twice: once with acute trusts, for "
                        "hospital care, and once with those that give mental health and community care.",
                        className="quiet",
                    ),
                    html.Div(
                        chart("own-picture", PICTURE),
                        className="scroll",
                        tabIndex="0",
                        role="region",
                        **aria(labelledby="own-title"),
                    ),
                    html.Details([html.Summary("The same as a table"), html.Div(id="own-table")]),
                ],
                className="panel",
            ),
        ]
    )


PICTURE = (
    "Communities in the middle; their councils and places on the left, on the right the trusts that care for them: for "
    "hospital care, and once more for mental health and community care. A table follows."
)


def attach(app: Dash, live: Live) -> None:
    """Check what is uploaded, and draw what is on the screen."""
    attach_asking(app, "system")
    in_page(app, "plot", Output("own-picture", "title"), [Input("own-plots", "data")])

    @app.callback(Output("own-download", "data"), Input("own-template", "n_clicks"), prevent_initial_call=True)
    def empty(_: int) -> dict[str, Any]:
        with TemporaryDirectory(prefix="tiers-") as folder:
            path = Path(folder, "my-system.xlsx")
            write_template(path)
            content = base64.b64encode(path.read_bytes()).decode()
        return {"content": content, "filename": path.name, "base64": True}

    @app.callback(
        Output("own-said", "children"),
        Output("own", "data"),
        Output("case", "data", allow_duplicate=True),
        Input("own-upload", "contents"),
        State("own-upload", "filename"),
        State("case", "data"),
        prevent_initial_call=True,
    )
    @in_place(0, 3)
    def use(contents: str | None, filename: str | None, asked: dict[str, Any]) -> tuple[Any, Any, Any]:
        if not contents:  # Dash calls once for a part of the page that has just come
            return no_update, no_update, no_update
        try:
            name, filled = uploaded(contents, filename or "system.xlsx")
        except BadInput as error:
            return problems(error.problems), no_update, no_update
        text = f"Nothing is wrong with it. {session().systems[name].system.name} is now the system on the screen."
        return [html.P(text, className="lede"), *_filled(filled)], session().own(), {**asked, "system": name}

    @app.callback(
        Output("own-plots", "data"),
        Output("own-size", "children"),
        Output("own-table", "children"),
        Input("asking-system", "data"),
        prevent_initial_call=True,
    )
    @in_place(1, 3, {0: {}, 2: []}, again="system")
    def draw(asking: Mapping[str, Any]) -> tuple[Any, str, Any]:
        system = session().system(asked_by(asking)[0].system).system
        people = sum(one.population for one in system.communities)
        size = (
            f"{system.name}: {number(people, 0)} people in {len(system.communities)} communities, "
            f"{len(system.councils)} councils, {len(system.footprints['council'])} places, "
            f"{len(system.acute_trusts)} acute and {len(system.community_trusts)} other trusts."
        )
        heads = ("Community", "Council", "Place", "Hospital care from", "Mental health and community care from")
        return {"own-picture": picture(system)}, size, table("Who serves whom", heads, _rows(system))


def uploaded(contents: str, filename: str) -> tuple[str, Sequence[Filled]]:
    """The name under which this session holds an uploaded spreadsheet; ``BadInput`` lists everything wrong with it,
    and ``Busy`` says that others are still being read."""
    try:
        content = base64.b64decode(contents.partition(",")[2], validate=True)
    except ValueError:
        raise BadInput.single("the file did not arrive whole", filename, "the same again") from None
    if len(content) > MOST_BYTES:
        raise BadInput.single("the file is too large", filename, f"at most {MOST_BYTES // 1_000_000} MB")
    if not READING.acquire(timeout=PATIENCE):
        raise Busy
    try:
        loaded, text, filled = _read(content, filename)
    finally:
        READING.release()
    return session().keep(loaded, text), filled


def _read(content: bytes, filename: str) -> tuple[LoadedSystem, str, Sequence[Filled]]:
    """The system in a spreadsheet, the same as YAML, and what was filled in."""
    with TemporaryDirectory(prefix="tiers-") as folder:
        path = Path(folder, "spreadsheet.xlsx")
        path.write_bytes(content)
        try:
            found = check_book(path)
        except BadInput as error:
            told = [replace(one, where=one.where.replace(shown(path), filename)) for one in error.problems]
            raise BadInput(told) from None
    if found.problems:
        raise BadInput(found.problems)
    text = found.yaml()
    return saved.described(text, filename), text, found.filled


def problems(found: Sequence[Problem]) -> list[Any]:
    """Every problem with its cell."""
    rows = [(p.where.rpartition(": ")[2] or p.where, p.key, p.what, p.allowed, p.nearest) for p in found[:SHOWN]]
    more = f" The first {SHOWN} are shown." if len(found) > SHOWN else ""
    return [
        html.P(
            f"Not used yet: {len(found)} problem(s). Mend them in the spreadsheet and upload it again.{more}",
            role="alert",
        ),
        table("What is wrong, and where", ("Cell", "What stands there", "What is wrong", "Allowed", "Perhaps"), rows),
    ]


def _filled(filled: Sequence[Filled]) -> list[Any]:
    if not filled:
        return []
    rows = [(one.where.rpartition(": ")[2], one.label, one.shown, one.range, one.rule) for one in filled]
    heads = ("Cell", "What", "Value", "Range", "Rule")
    title = f"{len(filled)} empty cells were filled in by rule, and are marked as assumed"
    return [html.Details([html.Summary(title), table(title, heads, rows)])]


def _rows(system: System) -> list[tuple[str, ...]]:
    def whose(members: Sequence[Any], community: str, shares: str) -> str:
        found = [(getattr(one, shares).get(community, 0.0), one.name) for one in members]
        return ", ".join(f"{name} {share:.0%}" for share, name in sorted(found, reverse=True) if share >= SMALLEST)

    return [
        (
            one.name,
            whose(system.councils, one.id, "communities"),
            whose(system.footprints["council"], one.id, "communities"),
            whose(system.acute_trusts, one.id, "residents"),
            whose(system.community_trusts, one.id, "communities"),
        )
        for one in system.communities
    ]


def picture(system: System) -> dict[str, Any]:
    """People flow from councils through places and communities to the trusts that care for them."""
    nodes: dict[str, tuple[str, str]] = {}
    """Kind and name by key, in the order in which they are numbered."""
    flows: list[tuple[str, str, float]] = []

    def node(kind: str, one: Any) -> str:
        of = f" ({OF_TRUSTS[one.kind]})" if kind == "others" else ""
        nodes.setdefault(key := f"{kind} {one.id}", (kind, safe(short(one.name) + of)))
        return key

    for one in system.communities:
        here = node("community", one)
        for council in system.councils:
            for place in system.footprints["council"]:
                people = one.population * council.communities.get(one.id, 0.0) * place.communities.get(one.id, 0.0)
                if people:
                    between = node("place", place)
                    flows += [(node("council", council), between, people), (between, here, people)]
    for kind, trusts, shares in (
        ("acute", system.acute_trusts, "residents"),
        ("others", system.community_trusts, "communities"),
    ):
        for trust in trusts:
            for one in system.communities:
                share = getattr(trust, shares).get(one.id, 0.0)
                if share >= SMALLEST:
                    flows.append((f"community {one.id}", node(kind, trust), one.population * share))
    number_of = {key: at for at, key in enumerate(nodes)}
    kinds = [kind for kind, _ in nodes.values()]
    sankey = {
        "type": "sankey",
        "arrangement": "snap",
        "node": {
            "label": [name for _, name in nodes.values()],
            "color": [LOOKS[kind][0] for kind in kinds],
            "x": [min(max(LOOKS[kind][1], 0.001), 0.999) for kind in kinds],  # an edge itself counts as not told
            "y": _heights(nodes, flows),
            "pad": 14,
            "thickness": 14,
        },
        "link": {
            "source": [number_of[one] for one, _, _ in flows],
            "target": [number_of[other] for _, other, _ in flows],
            "value": [round(people) for *_, people in flows],
            "color": "rgba(82,96,109,0.22)",
        },
        "valuesuffix": " people",
        "valueformat": ",.0f",
    }
    return {"data": [sankey], "layout": _layout(system)}


def _heights(nodes: Mapping[str, tuple[str, str]], flows: Sequence[tuple[str, str, float]]) -> list[float]:
    """Where each stands in its column, from the top: in their order, each with room for the people it serves."""
    size = {
        key: max(sum(p for one, _, p in flows if one == key), sum(p for _, o, p in flows if o == key)) for key in nodes
    }
    whole: dict[float, float] = {}
    for key, (kind, _) in nodes.items():
        whole[LOOKS[kind][1]] = whole.get(LOOKS[kind][1], 0.0) + size[key]
    above = dict.fromkeys(whole, 0.0)
    found = []
    for key, (kind, _) in nodes.items():
        column = LOOKS[kind][1]
        found.append(round((above[column] + size[key] / 2) / whole[column], 4))
        above[column] += size[key]
    return found


def _layout(system: System) -> dict[str, Any]:
    heads = (("councils", "council", "left"), ("places", "place", "center"), ("communities", "community", "center"))
    at = {"y": 1.0, "xref": "paper", "yref": "paper", "showarrow": False, "yanchor": "bottom", "yshift": 6}
    rows = max(len(system.communities), len(system.acute_trusts) + len(system.community_trusts))
    return {
        "height": max(320, 46 * rows),
        "margin": {"l": 10, "r": 10, "t": 34, "b": 10},
        "font": {"size": 13, "color": "#1d2733"},
        "annotations": [
            {"text": text, "x": LOOKS[kind][1], "xanchor": anchor, **at}
            for text, kind, anchor in (*heads, ("trusts", "acute", "right"))
        ],
    }
