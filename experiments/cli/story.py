"""The story of one run: month by month, who decided what and why."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from experiments.cli.screen import styled
from experiments.cli.spread import Row, by_entity, labelled, plain_table
from experiments.readers import readable
from experiments.store import SYSTEM, Entity
from experiments.words import kind as kind_name
from experiments.words import number
from sim.outcomes import Outcome

if TYPE_CHECKING:
    from sim.timeline import Event
    from sim.trace import Decision

Came = tuple[Outcome, Entity, float]
"""An outcome, whom it is reported for, and its value."""
SMALL = 0.0005
"""Terms below this are left out of a reason: they would print as zero."""
MONTHS = (
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "January",
    "February",
    "March",
)


def tell(
    console: Console, title: str, story: Sequence[Decision], scheduled: Sequence[Event], outcomes: Sequence[Came]
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
            console.print(Padding(sentence(decision), (0, 0, 0, 2)))
    console.print()
    _outcomes(console, outcomes)


def month_name(month: int) -> str:
    """A month of the run: 'April, year 1' is month 0."""
    return f"{MONTHS[month % 12]}, year {month // 12 + 1}"


def sentence(decision: Decision) -> RenderableType:
    """Who decided what, and beneath it the reasons: the terms of the decision's own arithmetic."""
    text = styled(decision.agent_name, "cyan").append(": ", style="default").append_text(styled(decision.decision))
    if decision.about:
        text.append_text(styled(f" for {decision.about}"))
    text.append(" ").append(_figure(decision.value), style="bold")
    reasons = why(decision)
    return Group(text, Padding(styled(reasons, "dim"), (0, 0, 0, 4))) if reasons else text


def why(decision: Decision) -> str:
    """The reasons of a decision in words and figures."""
    terms = decision.terms
    if decision.kind == "chance":
        p, u = terms.get("p", float("nan")), terms.get("u", float("nan"))
        came = "so it happens" if u < p else "so it does not happen"
        return f"by chance: probability {number(p, 3)}, drawn {number(u, 3)}, {came}"
    if decision.kind == "least":
        others = [f"{name} {_figure(value)}" for name, value in terms.items() if name != decision.binding]
        return f"limited by {decision.binding}" + (f", rather than {', '.join(others)}" if others else "")
    named = [f"{name} {number(value, 3, signed=True)}" for name, value in terms.items() if abs(value) >= SMALL]
    reasons = ", ".join(named) or "nothing that counts"
    if decision.kind == "decided":
        return f"fixed by {decision.by or 'a decide event'}; its own reasons would have been: {reasons}"
    total = sum(terms.values())
    if abs(total - decision.value) > SMALL:
        reasons += f"; together {number(total, 3)}, kept within bounds"
    return f"because {reasons}"


def _figure(value: float) -> str:
    return f"{value:,.4g}".replace("-", "−")


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
