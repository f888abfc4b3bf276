"""The story of one run: month by month, who decided what and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from experiments.cli.screen import styled
from experiments.cli.spread import Row, by_entity, labelled, plain_table
from experiments.readers import readable
from experiments.store import SYSTEM, Entity
from experiments.telling import decided, figure, month_name, why
from experiments.words import kind as kind_name
from experiments.words import number
from sim.outcomes import Outcome

if TYPE_CHECKING:
    from sim.model import Model
    from sim.timeline import Event
    from sim.trace import Decision

Stances = Mapping[tuple[int, str], str]
"""By month and council: where it stands."""
Came = tuple[Outcome, Entity, float]
"""An outcome, whom it is reported for, and its value."""
STANCES = ("outside", "a partner to the system", "a partner in the system")
"""What the stances 0, 1 and 2 of a council are called."""


def tell(
    console: Console,
    title: str,
    story: Sequence[Decision],
    scheduled: Sequence[Event],
    outcomes: Sequence[Came],
    stood: Stances,
) -> None:
    """Print the story, each month beginning with what the timeline scheduled for it, then what came of it."""
    console.print(Padding(styled(title, "bold"), (1, 0, 0, 0)))
    console.print(
        f"{len(story):,} decisions. A part of the story: --year 1, or --who with part of a name. For machines: --json.",
        style="dim",
    )
    if not story:
        console.print("Nobody decided anything in this part of the story.", style="dim")
    months = {month: list(decisions) for month, decisions in groupby(story, key=lambda decision: decision.month)}
    for month in sorted(months.keys() | {event.month for event in scheduled}):
        console.print(Padding(Text(month_name(month), style="bold underline"), (1, 0, 0, 0)))
        for event in scheduled:
            if event.month == month:
                console.print(Padding(styled(f"Scheduled: {event.label}", "bold"), (0, 0, 0, 2)))
        for decision in months.get(month, ()):
            console.print(Padding(sentence(decision, stood), (0, 0, 0, 2)))
    console.print()
    _outcomes(console, outcomes)


def stances(model: Model) -> dict[tuple[int, str], str]:
    """Where each council stands at the end of each month, as the run recorded it."""
    councils = [bearer.entity.id for bearer in model.bearers["council"]]
    return {
        (month, council): STANCES[round(value)]
        for month, values in enumerate(model.series["council_stance"])
        for council, value in zip(councils, values, strict=True)
        if math.isfinite(value)
    }


def sentence(decision: Decision, stood: Stances) -> RenderableType:
    """Who decided what, and beneath it the reasons: the terms of the decision's own arithmetic."""
    text = styled(decision.agent_name, "cyan").append(": ", style="default").append_text(styled(decision.decision))
    if decision.about:
        text.append_text(styled(f" for {decision.about}"))
    text.append(" ").append(figure(decision), style="bold")
    if follows := _stance(decision, stood):
        text.append(f", so it is {follows}")
    reasons = why(decision)
    return Group(text, Padding(styled(reasons, "dim"), (0, 0, 0, 4))) if reasons else text


def _stance(decision: Decision, stood: Stances) -> str:
    """The stance that follows from a council's willingness to come in; empty for any other decision."""
    state = decided().get(decision.decision)
    willing = state is not None and state.name == "stance_score"
    return stood.get((decision.month, decision.entity), "") if willing else ""


def _outcomes(console: Console, found: Sequence[Came]) -> None:
    """What came of it: for the system, then for each place (or council...)."""
    table = plain_table()
    table.add_column("What came of it")
    table.add_column("Value", justify="right", min_width=9)
    table.add_column(" Unit")
    for outcome, entity, value in found:
        if entity.id == SYSTEM:
            shown, factor = readable(outcome)
            table.add_row(styled(shown.label), number(factor * value, shown.decimals), styled(f" {shown.unit}"))
    console.print(table)
    console.print()
    for kind in dict.fromkeys(outcome.kind for outcome, entity, _ in found if entity.id != SYSTEM):
        console.print(_spread(kind, [came for came in found if came[0].kind == kind], console.width))


def _spread(kind: str, found: Sequence[Came], width: int) -> RenderableType:
    rows: list[Row] = []
    for _, members in groupby(found, key=lambda came: came[0].name):
        cells = list(members)
        shown, factor = readable(cells[0][0])
        figures = {entity: number(factor * value, shown.decimals) for _, entity, value in cells}
        rows.append((labelled(shown.label, shown.unit), figures))
    entities = list(dict.fromkeys(entity for _, entity, _ in found))
    title = kind_name(kind)
    return by_entity(f"{title.capitalize()} by {title}", entities, rows, width)
