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
from experiments.store import SYSTEM
from experiments.weighing import Flip, Part, Stretches, Weighed
from experiments.words import between, number

POINT = (
    "A point is one smallest difference that matters. The score is the weighted mean over the outcomes, each counted "
    "in points, more being better; the parts sum to it. Flips at: the weight at which the mean score is zero, all "
    "other weights staying as they are; 'above' means that more weight than this turns the answer, 'below' that less "
    "does; where no weight does, how much of the score is left without the outcome. Undecided: the weights at which "
    "the 95 % interval of the score includes zero. Intervals are sampling error only. Outcomes overlap: give weight "
    "to one of those that mean nearly the same."
)
MOST_TIMES = 99
"""A weight that must change by more than this many times is not worth naming as what flips the answer soonest."""


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


def answer(weighed: Weighed, first: str, second: str) -> list[str]:
    """The answer in sentences: who is preferred and how surely, and which outcome's weight flips it most readily."""
    if not weighed.futures:
        return ["There is no future in which every weighted outcome has a value: nothing can be said."]
    score = f"{number(weighed.score, 2, signed=True)} points (95 % interval {between(weighed.low, weighed.high)})"
    share = words.futures_share(weighed.share, weighed.futures)
    lines = [
        {
            "first": f"Preferred: {first}, with a score of {score}; it does better in {share}.",
            "second": f"Preferred: {second}. The score of {first} against it is {score}; "
            f"{second} does better in {words.futures_share(1 - weighed.share, weighed.futures)}.",
            "undecided": f"Undecided: the score of {first} against {second} is {score}; it does better in {share}.",
            "alike": "Neither: the two policies do not differ on anything that counts, in any future.",
        }[weighed.preferred]
    ]
    if weighed.preferred in ("first", "second"):
        lines.append(_nearest(weighed.parts))
    return lines


def _nearest(parts: Sequence[Part]) -> str:
    """Which outcome's weight would have to change least, as a multiple, for the answer to flip."""
    ratios = [(_times(p, p.flip.weight), p.flip.weight, p) for p in parts if p.weight and p.flip.weight is not None]
    if not ratios:
        return "No single weight flips the answer, however it is changed."
    times, at, part = min(ratios, key=lambda found: found[0])
    if MOST_TIMES < times < float("inf"):
        return f"No single weight flips the answer unless it is changed more than {MOST_TIMES}-fold."
    much = f"{times:.2g} times as much" if at > part.weight else f"divided by {times:.2g}"
    return (
        f"What flips it soonest is the weight of {words.lower_first(part.outcome.label)}{_of(part)}: "
        f"from {words.short(part.weight)} to {_weight(at)}{f' ({much})' if at else ''}."
    )


def _times(part: Part, at: float) -> float:
    """By how many times the weight must rise or fall."""
    return max(at / part.weight, part.weight / at if at else float("inf"))


def _of(part: Part) -> str:
    return "" if part.entity.id == SYSTEM else f" in {part.entity.name}"


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
        labelled(f"{outcome.label}{_of(part)}", f"{outcome.unit}; {way}"),
        words.short(part.weight),
        f"{number(factor * part.difference, places, signed=True)}\n{number(part.count, 2, signed=True)} points",
        number(part.part, 2, signed=True),
        between(part.low, part.high),
        Text(flips(part.flip, part.weight)),
        Text(stretches(part.flip.undecided)),
    ]


def flips(found: Flip, weight: float) -> str:
    """At which weight the answer flips; where none does, how much of the score is left without the outcome."""
    if found.weight is None:
        left = "" if found.left != found.left else f"\n{words.percent(found.left)} without it"
        return f"at no weight{left}"
    return f"{'above' if found.weight >= weight else 'below'} {_weight(found.weight)}"


def stretches(found: Stretches) -> str:
    """Stretches of weights, in words."""
    if not found:
        return "none"
    return "\nand ".join(_stretch(low, high) for low, high in found)


def _stretch(low: float, high: float) -> str:
    if high == float("inf"):
        return f"{_weight(low)} and above" if low > 0.0 else "any weight"
    return f"{_weight(low)} to {_weight(high)}" if low > 0.0 else f"up to {_weight(high)}"


def _weight(value: float) -> str:
    """A weight with three digits that count."""
    return f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"
