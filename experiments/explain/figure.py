"""The pictures of an explanation, as Plotly figures: plain data that travels inside the page."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from experiments.explain.explain import Explanation, weighty
from experiments.explain.parting import VISIBLE, Parted
from experiments.explain.replays import Effect
from experiments.explain.text import names
from experiments.report.charts import rounded, shortened
from experiments.telling import month_name
from experiments.words import decimals, difference_unit, number

FIRST, SECOND, QUIET, INK, GRID = "#0b5fa5", "#b4540a", "#52606d", "#1d2733", "#e6eaee"
FONT = {"family": "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif", "size": 13, "color": INK}
BARS = 10
Figure = dict[str, Any]


def figures(found: Explanation) -> list[tuple[str, str, Figure]]:
    """The pictures: title, description for those who do not see it, figure."""
    drawn: list[tuple[str, str, Figure]] = []
    if found.same:
        return drawn
    first, second = names(found)
    if found.links:
        text = f"Months in which each kind of decision differs between {first} and {second}; the text lists them."
        drawn.append(("When decisions part", text, timeline(found)))
    if found.turning:
        text = "What each turning point added to the outcome; the table has the figures."
        drawn.append(("What each turning point added", text, turning(found)))
    text = f"{found.outcome.label} month by month; the text gives the figures for the whole run."
    drawn.append((f"{found.outcome.label}, month by month", text, course(found)))
    effects = [e for e in (*found.kinds[:BARS], *found.levers[:BARS]) if weighty(e, found.outcome)]
    if effects:
        text = "Change in the outcome when decisions, or settings, are replaced; the tables have the figures."
        drawn.append(("What each cause changes, proved by replaying", text, bars(found, effects)))
    return drawn


def safe(text: str, longest: int = 0) -> str:
    """A name that Plotly takes as nothing but text."""
    return html.escape(shortened(text) if longest else text, quote=False)


def base(height: int, **more: Any) -> Figure:
    """What all layouts have in common."""
    return {
        "height": height,
        "font": FONT,
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "margin": {"l": 10, "r": 20, "t": 10, "b": 50},
        "hovermode": "closest",
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        **more,
    }


def years_axis(years: int) -> Figure:
    """Years of the run."""
    step = 1 if years <= 12 else 5
    return {
        "title": {"text": "Year of the run"},
        "tickvals": list(range(0, years, step)),
        "ticktext": [str(year + 1) for year in range(0, years, step)],
        "range": [-0.3, years + 0.2],
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
    }


def timeline(found: Explanation) -> Figure:
    """A row for each kind of decision, a mark for each month in which some part; size says how many."""
    first, second = (safe(name) for name in names(found))
    kinds = [link.decision for link in found.links]
    groups: dict[tuple[str, str, int], list[Parted]] = {}
    for p in found.parted:
        if p.size >= VISIBLE:
            groups.setdefault((_way(p), p.one.decision, p.one.month), []).append(p)
    looks = (
        ("first", f"higher under {first}", FIRST, "triangle-up"),
        ("second", f"higher under {second}", SECOND, "triangle-down-open"),
    )
    traces = []
    for way, name, colour, symbol in looks:
        marks = [(k, members) for k, members in groups.items() if k[0] == way]
        shift = -0.16 if way == "first" else 0.16
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [
                    None,
                    *(month / 12 for (_, _, month), _ in marks),
                ],  # the first keeps the legend of an empty trace
                "y": [None, *(kinds.index(decision) + shift for (_, decision, _), _ in marks)],
                "text": ["", *(_hover(found, members) for _, members in marks)],
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "color": colour,
                    "symbol": symbol,
                    "opacity": 1,
                    "size": [12, *(min(26, 9 + 2.2 * len(members) ** 0.5) for _, members in marks)],
                    "line": {"width": 2, "color": colour},
                },
            }
        )
    rows = {
        "tickvals": list(range(len(kinds))),
        "ticktext": [safe(kind) for kind in kinds],
        "range": [len(kinds) - 0.4, -0.6],
        "automargin": True,
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
    }
    layout = base(110 + 46 * len(kinds), xaxis=years_axis(found.wanted.years), yaxis=rows, showlegend=True)
    return {"data": traces, "layout": layout}


def _way(parted: Parted) -> str:
    if parted.second is None:
        return "first"
    if parted.first is None:
        return "second"
    return "first" if parted.first.value > parted.second.value else "second"


def _hover(found: Explanation, members: Sequence[Parted]) -> str:
    first, second = names(found)
    largest = max(members, key=lambda p: p.size)
    one = largest.one
    values = [f"{d.value:,.3g}" if d else "none" for d in (largest.first, largest.second)]
    lines = (
        f"{month_name(one.month)}: {one.decision}, {len(members)} part",
        f"largest: {one.about or one.agent_name}",
        f"{values[0]} under {first}, {values[1]} under {second}",
    )
    return "<br>".join(safe(line) for line in lines)


def course(found: Explanation) -> Figure:
    """The outcome month by month."""
    outcome = found.outcome
    looks = (("solid", FIRST), ("dash", SECOND))
    both = [series for series in found.series if series]
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": safe(name),
            "x": [month / 12 for month in range(len(series))],
            "y": [rounded(value) for value in series],
            "line": {"color": colour, "dash": dash, "width": 2.25},
            "hovertemplate": "%{y:,.4~g}",
        }
        for series, name, (dash, colour) in zip(both, names(found), looks, strict=False)
    ]
    unit = outcome.unit.replace(" over the run", " each month")
    rows = {"title": {"text": safe(unit)}, "automargin": True, "gridcolor": GRID, "zeroline": False, "fixedrange": True}
    layout = base(340, xaxis=years_axis(found.wanted.years), yaxis=rows, showlegend=True)
    return {"data": traces, "layout": layout}


def bars(found: Explanation, effects: Sequence[Effect]) -> Figure:
    """Changes in this run as diamonds, and their means over the futures with intervals."""
    labels = [safe(e.label, 1) for e in effects]
    settings = {e.label for e in found.levers}
    labels = [f"{label} (setting)" if e.label in settings else label for label, e in zip(labels, effects, strict=True)]
    where = list(range(len(effects)))
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": f"mean of {found.wanted.futures:,} futures, with its 95 % interval",
            "x": [rounded(e.mean) for e in effects],
            "y": where,
            "marker": {"color": "#c3d3e2"},
            "error_x": {
                "type": "data",
                "symmetric": False,
                "array": [rounded(e.high - e.mean) for e in effects],
                "arrayminus": [rounded(e.mean - e.low) for e in effects],
                "color": QUIET,
            },
            "hovertemplate": "%{x:,.3~g}<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "name": "this future",
            "x": [rounded(e.run) for e in effects],
            "y": where,
            "marker": {"color": SECOND, "symbol": "diamond", "size": 11},
            "hovertemplate": "%{x:,.3~g}<extra></extra>",
        },
    ]
    return {"data": traces, "layout": _ranked(found, labels)}


def turning(found: Explanation) -> Figure:
    """What each turning point added."""
    effects = found.turning[:BARS]
    labels = []
    for effect in effects:
        decision, _, month = effect.label.partition("@")
        labels.append(safe(f"{month_name(int(month))}: {decision}"))
    values = [rounded(-e.run) for e in effects]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(effects))),
        "text": [number(-e.run, decimals(found.outcome), signed=True) for e in effects],
        "textposition": "auto",
        "marker": {"color": FIRST},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return {"data": [trace], "layout": _ranked(found, labels)}


def _ranked(found: Explanation, labels: Sequence[str]) -> Figure:
    across = {
        "title": {"text": f"Change in the outcome ({safe(difference_unit(found.outcome))})"},
        "gridcolor": GRID,
        "zeroline": True,
        "zerolinecolor": INK,
        "fixedrange": True,
    }
    down = {
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "range": [len(labels) - 0.4, -0.6],
        "automargin": True,
        "fixedrange": True,
    }
    return base(120 + 34 * len(labels), xaxis=across, yaxis=down)
