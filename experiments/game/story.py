"""The end of a game in words, tables and pictures: the same on the screen and in the report."""

from __future__ import annotations

from collections.abc import Sequence

from experiments.explain.figure import FIRST, GRID, SECOND, Figure, base, safe, years_axis
from experiments.explain.page import Picture, page
from experiments.explain.text import Section, Table
from experiments.game.ending import OWN, PLAYED, Band, Ending
from experiments.game.game import Game
from experiments.store import Line
from experiments.words import between, decimals, listed, number, sentence
from sim.outcomes import Outcome

WASH = ("rgba(11,95,165,0.16)", "rgba(180,84,10,0.16)")
PICTURES = ("waits_18_weeks", "four_hours", "nhs_balance", "joint_practice")
"""Outcomes that the report draws."""


def title(game: Game) -> str:
    """What was played."""
    scheduled = "" if game.timeline.id == "steady" else f", {game.timeline.name}"
    return f"A game in {game.system.name} under {game.policy.name}{scheduled}"


def sections(ending: Ending, names: Sequence[str]) -> list[Section]:
    """Everything that is told at the end; ``names`` are those of the seats."""
    return [happened(ending, names), decided(ending), *ending.sections, follows(ending), elsewhere(ending)]


def happened(ending: Ending, names: Sequence[str]) -> Section:
    """What came of the years that were played."""
    game = ending.game
    rows = tuple(
        (
            f"{row.outcome.label} ({row.outcome.unit})",
            number(row.played, decimals(row.outcome)),
            number(row.own, decimals(row.outcome)),
            number(row.played - row.own, decimals(row.outcome), signed=True),
            row.verdict,
        )
        for row in ending.rows
    )
    return Section(
        "What happened",
        (
            f"{_years(game.year)} of future {game.future} (seed {game.seed}). People decided for {listed(names)}; all "
            f"others were simulated. {PLAYED} is this game; {OWN} is the same future in which the model’s own agents "
            "decide everything.",
        ),
        Table(("Outcome over the years played", PLAYED, OWN, "Difference", f"{PLAYED} was"), rows),
        after="This is one future. A difference in it may come from the decisions or from what they set off by chance.",
    )


def decided(ending: Ending) -> Section:
    """Every decision of people beside that of the model's own agents."""
    if not ending.taken:
        return Section("What you decided", ("Nothing: every decision was left to the model’s own agents.",))
    rows = tuple(
        (f"{one.year + 1}", one.who, one.what, f"{one.played}{f' (cut back: {one.cut})' if one.cut else ''}", one.own)
        for one in ending.taken
    )
    return Section(
        "What you decided, and what the model’s own agents would have done",
        ("The last column is what they did where they decided everything from the first April on.",),
        Table(("Year", "Who", "What", PLAYED, OWN), rows),
    )


def follows(ending: Ending) -> Section:
    """The futures that could follow."""
    april = ending.game.last_april // 12 + 1
    return Section(
        "What could follow from here",
        (
            f"{ending.futures} futures in which everything up to April of year {april} is as it was, and chance falls "
            f"otherwise from then on: {PLAYED} has your decisions up to now, {OWN} those of the model’s own agents all "
            "along. After your last decisions these decide in both. The coefficients stay those of this future, so the "
            "spread is that of chance alone.",
        ),
        _compared(ending.follows),
    )


def elsewhere(ending: Ending) -> Section:
    """The same decisions in other futures."""
    return Section(
        "Would the same decisions have served in other futures?",
        (
            f"The same decisions, in the same Aprils, in {ending.futures} other futures with other coefficients and "
            f"other chances, over {_years(ending.game.year).lower()}. Where a red line lies lower there, it cuts a "
            "decision back. Here the spread shows how much depends on which future comes.",
        ),
        _compared(ending.elsewhere),
    )


def _years(years: int) -> str:
    return "One year" if years == 1 else f"{years} years"


def _compared(lines: Sequence[Line]) -> Table:
    rows = tuple(
        (
            f"{line.outcome.label} ({line.outcome.unit})",
            number(line.paired.difference, decimals(line.outcome), signed=True),
            between(line.paired.spread[0], line.paired.spread[-1], decimals(line.outcome)),
            sentence(line, PLAYED, OWN),
        )
        for line in lines
    )
    return Table(("Outcome", "Mean difference", "5–95 % spread", "In words"), rows)


def picture(ending: Ending, name: str) -> Figure:
    """An outcome month by month: both courses, and from the last April on the futures that could follow."""
    outcome = outcome_of(ending, name)
    start = ending.game.last_april
    traces: list[Figure] = []
    for course, band, colour, wash, dash, called in zip(
        ending.courses[name], ending.bands[name], (FIRST, SECOND), WASH, ("solid", "dash"), (PLAYED, OWN), strict=True
    ):
        traces += [_band(band, start, wash, called), _line(band.middle, start, colour, "dot", f"{called}, middle")]
        traces.append(_line(course, 0, colour, dash, f"{called}, this future"))
    axis = {
        "title": {"text": safe(outcome.unit)},
        "gridcolor": GRID,
        "zeroline": False,
        "automargin": True,
        "fixedrange": True,
    }
    months = start + len(ending.bands[name][0].middle)
    layout = base(380, xaxis=years_axis(-(-months // 12)), yaxis=axis, showlegend=True)
    layout["legend"] = {"orientation": "h", "y": -0.25, "yanchor": "top", "x": 0, "xanchor": "left"}
    layout["margin"] = {"l": 10, "r": 20, "t": 10, "b": 120}
    return {"data": traces, "layout": layout}


def outcome_of(ending: Ending, name: str) -> Outcome:
    """An outcome of the end, in the unit people read; ``KeyError`` where there is none of that name."""
    for row in ending.rows:
        if row.outcome.name == name:
            return row.outcome
    raise KeyError(name)


def _band(band: Band, start: int, wash: str, called: str) -> Figure:
    months = [(start + month) / 12 for month in range(len(band.low))]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*months, *reversed(months)],
        "y": [*band.low, *reversed(band.high)],
        "fill": "toself",
        "fillcolor": wash,
        "line": {"width": 0},
        "name": f"{called}, 9 of 10 futures",
        "hoverinfo": "skip",
    }


def _line(values: Sequence[float], start: int, colour: str, dash: str, called: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [(start + month) / 12 for month in range(len(values))],
        "y": list(values),
        "line": {"color": colour, "dash": dash, "width": 1.5 if dash == "dot" else 3},
        "name": called,
        "hovertemplate": "%{y:.3g}<extra></extra>",
    }


def report(ending: Ending, names: Sequence[str]) -> str:
    """The end of the game as one file of HTML that needs no network."""
    words = "Solid and dashed: this future, as played and left to the model. Bands: what could follow."
    drawn: list[Picture] = [
        (f"{outcome_of(ending, name).label}, month by month", words, picture(ending, name)) for name in PICTURES
    ]
    return page(title(ending.game), sections(ending, names), drawn, "people took seats")
