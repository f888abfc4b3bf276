"""The weighed comparison as text and a table in plain English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from experiments import words
from experiments.cli.screen import styled
from experiments.cli.spread import labelled, plain_table, rest
from experiments.config import Weighting
from experiments.readers import readable
from experiments.weighed import answer, flips, of_whom, stretches
from experiments.weighing import Part, Weighed
from experiments.words import between, number

POINT = (
    "A point is one smallest difference that matters. The score is the weighted mean over the outcomes, each counted "
    "in points, more being better; the parts sum to it. Flips at: the weight at which the mean score is zero, all "
    "other weights staying as they are; 'above' means that more weight than this turns the answer, 'below' that less "
    "does; where no weight does, how much of the score is left without the outcome. Undecided: the weights at which "
    "the 95 % interval of the score includes zero. Intervals are sampling error only. Outcomes overlap: give weight "
    "to one of those that mean nearly the same."
)


def show(console: Console, about: Mapping[str, Any], weighting: Weighting, weighed: Weighed) -> None:
    """Print the answer, each outcome's part in it, and what would flip it."""
    first, second = words.told_apart(about["first"], about["second"])
    console.print(_title(about, weighting, first, second))
    for line in answer(weighed, first, second):
        console.print(styled(line))
    console.print()
    console.print(_table(weighed.parts, console.width))
    if weighed.others:
        console.print(Padding(styled("Outcomes that do not count so far", "bold"), (1, 0, 0, 0)))
        console.print(_table(weighed.others, console.width, counting=False))
    console.print(Padding(styled(POINT, "dim"), (1, 0, 1, 0)))


def _title(about: Mapping[str, Any], weighting: Weighting, first: str, second: str) -> RenderableType:
    title = styled(first, "bold cyan").append(" compared with ").append_text(styled(second, "bold yellow"))
    title.append(" in ").append_text(styled(about["system"], "bold"))
    title.append(", weighed by ").append_text(styled(weighting.name, "bold"))
    years, futures = about["years"], about["futures"]
    title.append(
        f"\n{years} year{'s' * (years != 1)}, {futures:,} uncertain future{'s' * (futures != 1)}, seed {about['seed']}"
    )
    if about["events"]:
        title.append_text(styled(f", timeline '{about['timeline']}'"))
    return Padding(title.append("."), (1, 0, 1, 0))


def _table(parts: Sequence[Part], width: int, counting: bool = True) -> RenderableType:
    """A row per outcome; where outcomes do not count, nothing is said of their part."""
    columns = {"Mean difference\nin units and in\npoints": 17}
    columns |= {"Part of\nscore,\npoints": 9, "95 % interval\nof the part": 17} if counting else {}
    columns |= {"Flips at weight": 19, "Undecided\nbetween weights": 16}
    columns = {"Weight": 8, **columns} if counting else columns
    table = plain_table()
    table.add_column("Outcome\n  unit; which way is better", width=rest(width, list(columns.values())))
    for title, size in columns.items():
        table.add_column(title, justify="right", width=size)
    for part in parts:
        cells = _cells(part)
        table.add_row(*(cells if counting else [cells[0], cells[2], *cells[5:]]))
    return table


def _cells(part: Part) -> list[RenderableType]:
    outcome, factor = readable(part.outcome)
    way = words.direction(outcome) if part.outcome.better != "neither" else f"{part.wanted} is wanted here"
    places = words.decimals(outcome)
    return [
        labelled(f"{outcome.label}{of_whom(part)}", f"{outcome.unit}; {way}"),
        words.short(part.weight),
        f"{number(factor * part.difference, places, signed=True)}\n{number(part.count, 2, signed=True)} points",
        number(part.part, 2, signed=True),
        between(part.low, part.high),
        Text(flips(part.flip, part.weight)),
        Text(stretches(part.flip.undecided)),
    ]
