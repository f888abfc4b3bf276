"""What the two policies come to, in words, cards and tables; the charts are drawn by the page."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from experiments import readers, words
from experiments.dashboard import case
from experiments.dashboard.aria import aria
from experiments.dashboard.case import MONTHLY
from experiments.dashboard.glossary import explained, words_in
from experiments.dashboard.pictures import chart
from experiments.dashboard.shown import Shown
from experiments.report import view
from experiments.words import futures_share, lower_first, upper_first
from sim.outcomes import Outcome
from sim.parameters import REGISTRY

BANDS = (
    "The line is the median future; half of all futures lie in the dark band, nine in ten in the light one. Bands show "
    "how much depends on which future comes. They are no error bars: more futures do not narrow them. Click a month, "
    "and the story of a typical future opens there."
)


def findings(found: Shown, outcome: str) -> list[Any]:
    """Everything below the choice of policies."""
    row = found.row(outcome)
    return [
        _headline(found),
        html.Ul([_card(group, each, outcome) for group, each in found.keys], className="cards", id="cards"),
        words_in(each.line.outcome.label for _, each in found.keys),
        _outcome(found, row),
        _whom(found, outcome),
        *(_gains(found, kind) for kind in found.kinds()),
    ]


def chip(row: view.Row) -> html.Span:
    """The verdict."""
    return html.Span(row.verdict, className=f"chip {row.favoured}")


def _headline(found: Shown) -> html.Section:
    lead, count = found.headline
    return html.Section(
        [
            html.H2("In short", id="short-title", className="visually-hidden"),
            html.P(lead, className="lede"),
            html.P(count, className="second-lede"),
        ],
        **aria(labelledby="short-title"),
    )


def _card(group: str, row: view.Row, chosen: str) -> html.Li:
    name = row.line.outcome.name
    return html.Li(
        [
            html.Button(
                [
                    html.Span(group, className="card-group"),
                    html.Span(row.line.outcome.label, className="card-label"),
                    html.Span(_side(row), className=f"chip {row.favoured}"),
                    html.Span(_futures(row), className="card-futures"),
                ],
                id={"show": name},
                className="card-button",
                type="button",
                **aria(pressed=str(name == chosen).lower()),
            ),
            html.Button(
                "Why?",
                id={"why": name},
                className="quiet-button card-why",
                type="button",
                **aria(label=f"Why? {row.line.outcome.label}"),
            ),
        ],
        className=f"card {row.favoured}{' chosen' * (name == chosen)}",
    )


def _side(row: view.Row) -> str:
    """The verdict with A and B for the names of the policies."""
    way = {"first": "better under A", "second": "better under B", "apart": f"{row.line.paired.verdict} under A"}
    return way.get(row.favoured, row.verdict)


def _futures(row: view.Row) -> str:
    """In how many futures that is so; on average decides nothing for a single one."""
    found = row.line.paired
    if row.favoured in ("first", "second", "apart"):
        share = found.share if found.verdict in ("better", "higher") else 1 - found.share
        return f"in {futures_share(share, found.futures)}"
    return f"A better in {futures_share(found.share, found.futures)}"


def _outcome(found: Shown, row: view.Row) -> html.Section:
    """One outcome month by month: both levels, and the difference future by future."""
    first, second = found.names
    outcome = row.line.outcome
    sentence, what, bands = explained(row.sentence, upper_first(outcome.help), BANDS)
    return html.Section(
        [
            html.Div(
                [
                    html.H2(outcome.label, id="outcome-title"),
                    chip(row),
                ],
                className="title-row",
            ),
            html.P(sentence, className="found"),
            html.P(what, className="what") if outcome.help else None,
            html.Div(
                [
                    _figure(
                        "chart-levels",
                        [html.Strong("Both policies"), _key("first", f"A {first}"), _key("second", f"B {second}")],
                        f"{outcome.label} by year under both policies; the table below has the figures.",
                    ),
                    _figure(
                        "chart-difference",
                        [
                            html.Strong(f"{first} minus {second}, future by future"),
                            html.Span("grey strip: too small to matter"),
                        ],
                        f"Difference in {lower_first(outcome.label)} by year; the table below has the figures.",
                    ),
                ],
                className="pair",
            ),
            html.P(bands, className="quiet"),
            html.Details([html.Summary("The figures as a table"), _years(found, row)]),
        ],
        **aria(labelledby="outcome-title"),
        className="panel",
    )


def _figure(name: str, caption: list[Any], label: str) -> html.Figure:
    return html.Figure([html.Figcaption(caption), chart(name, label)])


def _key(side: str, name: str) -> html.Span:
    return html.Span([html.I(className=f"line {side}"), name], className="key")


def _years(found: Shown, row: view.Row) -> dmc.TableScrollContainer:
    first, second = found.names
    heads = ("End of year", first, second, "Difference")
    return table(
        f"{row.line.outcome.label} ({row.line.outcome.unit}): median, and the range of nine in ten futures",
        heads,
        [(str(year.year), year.first, year.second, year.difference) for year in row.years],
    )


def table(caption: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> html.Div:
    """A table that scrolls sideways where it must."""
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(
                    [html.Tr([html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])]) for row in rows]
                ),
            ]
        ),
        className="scroll",
        tabIndex="0",
        role="region",
        **aria(label=caption),
    )


def _whom(found: Shown, outcome: str) -> html.Section | None:
    lines = found.by_whom(outcome)
    if not lines:
        return None
    told = lines[0].outcome
    kinds = view.plural(told.kind)
    title = f"{upper_first(kinds)}: {lower_first(told.label)}"
    label = f"{title}: mean difference and its spread over futures for each; the table below has the figures."
    rows = [view.row(found.stored, line, 0) for line in lines]
    return html.Section(
        [
            html.H2(title, id="whom-title"),
            html.P(
                [*_places_apart(told), _MARKS if told.kind == "community" else f"{_MARKS} {_CLICK}"], className="quiet"
            ),
            _figure("chart-whom", _sides(found, rows[0]), label),
            html.Details(
                [
                    html.Summary("The figures as a table"),
                    table(
                        title,
                        (
                            upper_first(words.kind(told.kind)),
                            *found.names,
                            "Difference",
                            "Nine in ten futures",
                            "A better in",
                            "Verdict",
                        ),
                        [
                            (r.line.entity.name, r.first, r.second, r.difference, r.spread, r.share, r.verdict)
                            for r in rows
                        ],
                    ),
                ]
            ),
        ],
        **aria(labelledby="whom-title"),
        className="panel",
    )


_MARKS = "A mark is the mean; the dark bar holds half of all futures, the thin line nine in ten."
_CLICK = "Click a mark to see what was decided there in one future."


def _places_apart(told: Outcome) -> list[str]:
    """Why an outcome is told community by community: places are not the same under both policies."""
    lever = lower_first(REGISTRY["footprint"].label)
    said = (
        "A and B do not have the same places, so these cannot be set side by side; communities can. Give both the same "
        f"{lever} to see places. "
    )
    return [said] if told.kind == "community" else []


def _sides(found: Shown, row: view.Row) -> list[Any]:
    """What is shown, and what left and right of zero mean."""
    first, second = found.names
    unit = readers.readable(case.outcome(row.line.outcome.name))[0].unit
    what = html.Strong(f"{first} minus {second}, {unit}", className="whole")
    better = row.line.outcome.better
    left, right = (second, first) if better == "higher" else (first, second)
    word = "higher" if better == "neither" else "better"
    if better == "neither":
        left, right = second, first
    return [what, html.Span(f"◀ {word} under {left}"), html.Span(f"{word} under {right} ▶", className="right")]


def _gains(found: Shown, kind: view.Kind) -> html.Section:
    first, second = found.names
    title = f"Who gains and who loses: {kind.plural}"
    heads = (
        upper_first(kind.name),
        f"better under {first}",
        f"better under {second}",
        "no practical difference",
        "undecided",
    )
    rows = [
        (gains.entity.name, *(str(gains.counts.get(side, 0)) for side in ("first", "second", "same", "open")))
        for gains in kind.gains
    ]
    return html.Section(
        [
            html.H2(title, id=f"gains-{kind.kind}"),
            html.Ul([html.Li(said) for said in kind.summary(first, second)]),
            html.Details(
                [
                    html.Summary(f"Outcomes counted for each of the {len(rows)} {kind.plural}"),
                    table(f"Of {len(kind.outcomes)} outcomes reported for each", heads, rows),
                ]
            ),
        ],
        **aria(labelledby=f"gains-{kind.kind}"),
        className="panel",
    )


def choices() -> list[dict[str, str]]:
    """The outcomes that can be shown month by month."""
    return [{"value": name, "label": case.outcome(name).label} for name in MONTHLY]
