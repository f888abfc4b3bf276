"""The story of one run: month by month, who decided what and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.cli.screen import styled
from experiments.readers import readable
from experiments.words import number, short

if TYPE_CHECKING:
    from sim.trace import Decision

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
    console: Console, title: str, story: Sequence[Decision], outcomes: Mapping[str, float], values: Mapping[str, Any]
) -> None:
    """Print the story, then what came of it."""
    console.print(Padding(styled(title, "bold"), (1, 0, 0, 0)))
    if not story:
        console.print("Nobody decided anything in this part of the story.", style="dim")
    for month, decisions in groupby(story, key=lambda decision: decision.month):
        console.print(Padding(Text(month_name(month), style="bold underline"), (1, 0, 0, 0)))
        for decision in decisions:
            console.print(Padding(sentence(decision), (0, 0, 0, 2)))
    console.print()
    _outcomes(console, outcomes)


def month_name(month: int) -> str:
    """A month of the run: 'April, year 1' is month 0."""
    return f"{MONTHS[month % 12]}, year {month // 12 + 1}"


def sentence(decision: Decision) -> Text:
    """Who decided what, and the reasons: the terms of the decision's own arithmetic."""
    text = styled(decision.agent_name, "cyan").append(f": {decision.decision}", style="default")
    if decision.about:
        text.append_text(styled(f" for {decision.about}", "default"))
    text.append(f" {short(decision.value)}", style="bold")
    reasons = why(decision)
    return text.append(f"  {reasons}", style="dim") if reasons else text


def why(decision: Decision) -> str:
    """The reasons of a decision in words and figures."""
    terms = decision.terms
    if decision.kind == "chance":
        p, u = terms.get("p", float("nan")), terms.get("u", float("nan"))
        outcome = "so it happens" if u < p else "so it does not happen"
        return f"by chance: probability {number(p, 3)}, drawn {number(u, 3)}, {outcome}"
    named = [f"{name} {number(value, 3, signed=True)}" for name, value in terms.items()]
    if decision.kind == "decided":
        return "; ".join(["fixed by a decide event", *named])
    if decision.kind == "least":
        limits = ", ".join(f"{name} {number(value, 3)}" for name, value in terms.items())
        return f"limited by {decision.binding}: the least of {limits}"
    return f"because {', '.join(named)}" if named else ""


def _outcomes(console: Console, outcomes: Mapping[str, float]) -> None:
    table = Table(
        title="What came of it", title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 2, 0, 0)
    )
    table.add_column("Outcome")
    table.add_column("Value", justify="right")
    table.add_column("Unit")
    for label, value, unit in labelled(outcomes):
        table.add_row(styled(label), value, styled(unit))
    console.print(table)


def labelled(outcomes: Mapping[str, float]) -> list[tuple[str, str, str]]:
    """Outcomes by label, value in words, and unit."""
    from sim.outcomes import CATALOGUE

    known = {outcome.name: outcome for outcome in CATALOGUE}
    rows = []
    for column, value in outcomes.items():
        name, _, entity = column.partition("@")
        outcome, factor = readable(known[name])
        rows.append(
            (f"{outcome.label}, {entity}" if entity else outcome.label, number(factor * value, outcome.decimals), outcome.unit)
        )
    return rows
