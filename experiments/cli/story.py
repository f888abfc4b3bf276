"""The story of one run: month by month, who decided what and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
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
from sim import rulebook  # noqa: F401 (loading it declares the rules)
from sim.entities import axis
from sim.outcomes import Outcome
from sim.rules import collected
from sim.state import STATES, State

if TYPE_CHECKING:
    from sim.model import Model
    from sim.timeline import Event
    from sim.trace import Decision

Stances = Mapping[tuple[int, str], str]
"""By month and council: where it stands."""
Came = tuple[Outcome, Entity, float]
"""An outcome, whom it is reported for, and its value."""
SMALL = 0.0005
"""Terms below this are left out of a reason: they would print as zero."""
STANCES = ("outside", "a partner to the system", "a partner in the system")
"""What the stances 0, 1 and 2 of a council are called."""
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


def month_name(month: int) -> str:
    """A month of the run: 'April, year 1' is month 0."""
    return f"{MONTHS[month % 12]}, year {month // 12 + 1}"


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


def why(decision: Decision) -> str:
    """The reasons of a decision in words and figures."""
    terms = decision.terms
    if decision.kind == "chance":
        p, u = terms.get("p", float("nan")), terms.get("u", float("nan"))
        came = "so it happens" if u < p else "so it does not happen"
        return f"by chance: probability {number(p, 3)}, drawn {number(u, 3)}, {came}"
    if decision.kind == "least":
        others = [
            f"{name} {measured(decision.decision, value)}" for name, value in terms.items() if name != decision.binding
        ]
        return f"limited by {decision.binding}" + (f", rather than {', '.join(others)}" if others else "")
    named = [f"{name} {_term(decision.decision, value)}" for name, value in terms.items() if abs(value) >= SMALL]
    reasons = ", ".join(named) or "nothing that counts"
    if decision.kind == "decided":
        return f"fixed by {decision.by or 'a decide event'}; its own reasons would have been: {reasons}"
    total = sum(terms.values())
    if abs(total - decision.value) > SMALL:
        reasons += f"; together {_term(decision.decision, total, signed=False)}, kept within bounds"
    return f"because {reasons}"


@cache
def _decided() -> Mapping[str, State]:
    """By name of a decision, the state that is decided."""
    return {rule.decides.name: STATES[axis(rule.of), rule.writes[0]] for rule in collected() if rule.decides}


def _stance(decision: Decision, stood: Stances) -> str:
    """The stance that follows from a council's willingness to come in; empty for any other decision."""
    state = _decided().get(decision.decision)
    willing = state is not None and state.name == "stance_score"
    return stood.get((decision.month, decision.entity), "") if willing else ""


def _unit(decision: str) -> str:
    """The unit of what is decided."""
    return _decided()[decision].unit if decision in _decided() else ""


def figure(decision: Decision) -> str:
    """What was decided, with its unit: '£16.3m a month', '45.6 % of money', 'yes'."""
    if decision.kind == "chance":
        return "yes" if decision.value else "no"
    return measured(decision.decision, decision.value)


def measured(decision: str, value: float) -> str:
    """A value of what is decided, in its unit."""
    unit = _unit(decision)
    if unit.startswith("GBPm"):
        return f"£{number(value, 1 if abs(value) >= 10.0 else 2)}m{unit.removeprefix('GBPm')}"
    if unit.startswith("share"):
        return f"{number(100.0 * value, 1)} %{unit.removeprefix('share')}"
    shown = f"{value:,.3g}".replace("-", "−")
    return f"{shown} ({unit})" if unit else shown


def _term(decision: str, value: float, signed: bool = True) -> str:
    """One term of a decision's sum, as its figure is shown."""
    if _unit(decision).startswith("share"):
        return f"{number(100.0 * value, 1, signed)} %"
    return number(value, 3, signed)


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
