"""How decisions are told: when they are taken, their figure with its unit, and the reasons of their own arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from experiments.words import number
from sim.entities import axis
from sim.rules import collected
from sim.schedule import MONTHLY, ONCE, PHASES, QUARTERLY, YEARLY
from sim.state import STATES, State

if TYPE_CHECKING:
    from sim.trace import Decision

_CADENCE: Mapping[int, str] = {
    ONCE: "once, before the first month",
    MONTHLY: "every month",
    QUARTERLY: "every quarter",
    YEARLY: "every April",
}
CHANGES = "where a timeline changes something"
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


def month_name(month: int) -> str:
    """A month of the run: 'April, year 1' is month 0."""
    return f"{MONTHS[month % 12]}, year {month // 12 + 1}"


def changed(story: Iterable[Decision]) -> list[Decision]:
    """A story without the decisions that are taken again as they were the last time, for the same reasons."""
    before: dict[tuple[str, str, str], Decision] = {}
    told = []
    for decision in story:
        key = decision.decision, decision.agent, decision.entity
        last = before.get(key)
        if last is None or decision.kind == "chance" or replace(decision, month=last.month) != last:
            told.append(decision)
        before[key] = decision
    return told


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


def figure(decision: Decision) -> str:
    """What was decided, with its unit: '£16.3m a month', '45.6 % of money', 'yes'."""
    if decision.kind == "chance" or decision.terms.keys() == {"p", "u"}:  # also where an event was fixed
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


@cache
def decided() -> Mapping[str, State]:
    """By name of a decision, the state that is decided."""
    return {rule.decides.name: STATES[axis(rule.of), rule.writes[0]] for rule in collected() if rule.decides}


def _unit(decision: str) -> str:
    """The unit of what is decided."""
    return decided()[decision].unit if decision in decided() else ""


def cadence(phase: str) -> str:
    """When a phase runs, in words; what has no interval of its own runs where a timeline changes something."""
    return _CADENCE.get(PHASES[phase], CHANGES)
