"""The comparison as a table in plain English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from experiments import readers, words
from experiments.cli.screen import clean, styled
from experiments.cli.spread import by_entity, labelled, longest_word, plain_table, rest
from experiments.report.headline import headline
from experiments.report.view import missing
from experiments.store import SYSTEM, Line, Stored
from experiments.words import number

STYLES = {
    "better": "bold cyan",
    "worse": "bold yellow",
    "higher": "bold",
    "lower": "bold",
    "no practical difference": "",
    "undecided": "italic",
}


def comparison(stored: Stored, width: int) -> RenderableType:
    """Everything the terminal shows of a comparison."""
    configuration = stored.configuration
    first, second = words.told_apart(configuration["first"]["name"], configuration["second"]["name"])
    lines = readers.lines(stored)
    whole = [line for line in lines if line.entity.id == SYSTEM]
    parts = [_title(stored, first, second), _table(whole, first, second, width), _legend(first, second)]
    shown, others = _kinds(lines)
    parts += [_by_entity(kind, lines, first, second, width) for kind in shown]
    if left_out := missing(stored):
        text = f"Not compared by {words.listed(left_out)}: the two policies divide the system differently."
        parts.append(Padding(text, (0, 0, 1, 0)))
    if others:
        text = f"By {words.listed([words.kind(kind) for kind in others])}: see the report."
        parts.append(Padding(text, (0, 0, 1, 0)))
    in_short = styled("In short: ", "bold").append_text(styled(" ".join(headline(stored, lines))))
    return Group(*parts, Padding(in_short, (0, 0, 1, 0)))


def show(stored: Stored, console: Console) -> None:
    """Print the comparison."""
    console.print(comparison(stored, console.width))


def _title(stored: Stored, first: str, second: str) -> RenderableType:
    configuration = stored.configuration
    title = Text()
    title.append_text(styled(first, "bold cyan")).append(" compared with ").append_text(styled(second, "bold yellow"))
    title.append(" in ").append_text(styled(configuration["system"]["name"], "bold"))
    years, futures = configuration["years"], configuration["futures"]
    title.append(
        f"\n{years} year{'s' * (years != 1)}, {futures:,} uncertain future{'s' * (futures != 1)} that both policies "
        f"meet, seed {configuration['seed']}{_scheduled(configuration)}. Difference means: first minus second, future "
        "by future."
    )
    return Padding(title, (1, 0, 1, 0))


def _scheduled(configuration: Mapping[str, Any]) -> str:
    """What was scheduled, where anything was."""
    timeline = configuration.get("timeline", {})
    return f", timeline '{clean(timeline['name'])}'" if timeline.get("events") else ""


def _table(lines: Sequence[Line], first: str, second: str, width: int) -> RenderableType:
    table = plain_table()
    level = max(9, *(min(12, longest_word(name)) for name in (first, second)))
    fixed = (level, level, 17, 10, 10, 14)
    table.add_column(
        "Outcome\n  unit; which way is better;\n  smallest difference that matters", width=rest(width, fixed)
    )
    table.add_column(styled(first, "cyan"), justify="right", width=level)
    table.add_column(styled(second, "yellow"), justify="right", width=level)
    table.add_column("Mean difference\n95 % interval:\nsampling error\nonly", justify="right", width=17)
    table.add_column("5-95 %\nspread\nover\nfutures", justify="right", width=10)
    table.add_column("First\nbetter, of\nfutures", justify="right", width=10)
    table.add_column(" Verdict on\n the first", width=14)
    for group, members in groupby(lines, key=lambda line: line.outcome.group):
        table.add_row(Text(group.upper(), style="bold underline"))
        for line in members:
            table.add_row(*_cells(line))
        table.add_row()
    return table


def _described(line: Line) -> RenderableType:
    """An outcome, with its unit, its better direction and what difference matters beneath it."""
    outcome = line.outcome
    matters = f"matters from {words.short(outcome.matters)}"
    return labelled(outcome.label, f"{outcome.unit}; {words.direction(outcome)}; {matters}")


def _cells(line: Line) -> list[RenderableType]:
    outcome, found = line.outcome, line.paired
    places = words.decimals(outcome)
    share = words.percent(found.share)
    return [
        _described(line),
        number(found.first, outcome.decimals),
        number(found.second, outcome.decimals),
        f"{number(found.difference, places, signed=True)}\n{words.between(found.low, found.high, places)}",
        words.between(found.spread[0], found.spread[-1], places).replace(" to ", "\nto "),
        f"{share}\nhigher" if outcome.better == "neither" else share,
        Padding(Text(found.verdict, style=STYLES[found.verdict]), (0, 0, 0, 1)),
    ]


def _legend(first: str, second: str) -> RenderableType:
    text = Text(style="dim")
    text.append("better, worse: ").append_text(styled(first)).append(" against ").append_text(styled(second))
    text.append(
        ", on average over the futures. no practical difference: below the smallest difference that matters. "
        "undecided: the interval includes zero. The interval is sampling error only: it says how far the mean would "
        "move with other draws of futures, and nothing about how well the model fits the world. The spread shows how "
        "much depends on which future comes; futures are scenarios, not probabilities."
    )
    return Padding(text, (0, 0, 1, 0))


def _kinds(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """Kinds of entity shown on the screen, and those left to the report.

    Places are shown; where the two policies divide the system differently, communities, which never change.
    """
    kinds = list(dict.fromkeys(line.outcome.kind for line in lines if line.entity.id != SYSTEM))
    shown = [kind for kind in kinds if kind == ("place" if "place" in kinds else "community")]
    return shown, [kind for kind in kinds if kind not in shown]


def _by_entity(kind: str, lines: Sequence[Line], first: str, second: str, width: int) -> RenderableType:
    """A row per outcome, a column per place (or council...): who gains and who loses."""
    chosen = [line for line in lines if line.outcome.kind == kind]
    title = words.kind(kind)
    rows = []
    for _, members in groupby(chosen, key=lambda line: line.outcome.name):
        cells = {line.entity: line for line in members}
        rows.append((_described(next(iter(cells.values()))), {who: _mark(line) for who, line in cells.items()}))
    entities = list(dict.fromkeys(line.entity for line in chosen))
    note = Text(style="dim")
    note.append("Mean difference; better: ").append_text(styled(first)).append(" does better there, worse: ")
    note.append_text(styled(second)).append(" does; = no practical difference; ? undecided.")
    table = by_entity(f"{title.capitalize()} by {title}", entities, rows, width)
    return Group(table, Padding(note, (0, 0, 1, 0)))


def _mark(line: Line) -> Text:
    found = line.paired
    size = number(found.difference, words.decimals(line.outcome), signed=True)
    mark = {"no practical difference": "=", "undecided": "?"}.get(found.verdict, found.verdict)
    return Text(f"{size}\n{mark}", style=STYLES[found.verdict])
