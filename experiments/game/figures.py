"""Figures that a seat sees: what the model's own agent in that seat would read, in the units people read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from experiments.words import number
from sim.mandates import MANDATES
from sim.model import Model
from sim.rules import Read, Rule
from sim.schedule import due
from sim.structure import Entity, axis
from sim.wiring import Program, resolve, state_key

Reading = tuple[str, str, int]
"""Which figure: rule, argument, and whose (index among those of the rule)."""


@dataclass(frozen=True)
class Figure:
    """One figure as a seat sees it this April, and last April where there was one."""

    label: str
    value: float
    before: float | None
    unit: str
    target: float | None = None
    better: Literal["higher", "lower", ""] = ""
    hard: bool = False
    """Whether it measures a hard duty."""

    @property
    def said(self) -> str:
        """The figure with its unit."""
        return said(self.value, self.unit)

    @property
    def wanted(self) -> str:
        """The target, in words."""
        if self.target is None:
            return ""
        return f"{'at least' if self.better == 'higher' else 'at most'} {said(self.target, self.unit)}"

    @property
    def missed(self) -> bool:
        """Whether the target is not reached."""
        if self.target is None or self.said == said(self.target, self.unit):
            return False
        return self.value < self.target if self.better == "higher" else self.value > self.target

    @property
    def trend(self) -> str:
        """How it moved since last April, in words."""
        if self.before is None or not math.isfinite(self.before):
            return "nothing to compare it with yet"
        before, now = said(self.before, self.unit), self.said
        if before == now:
            return "as last April"
        return f"{'up' if self.value > self.before else 'down'} from {before}"


def said(value: float, unit: str) -> str:
    """A figure with its unit: shares as percentages, money in pounds."""
    if unit == "0 or 1":
        return "yes" if value >= 0.5 else "no"
    if unit.split(" ")[0].rstrip(",") == "share":
        return f"{number(100.0 * value, 1)} %{unit.removeprefix('share').removesuffix(' of its wish')}"
    if unit.startswith("GBPm"):
        return f"£{number(value, 1 if abs(value) >= 10.0 else 2)}m{unit.removeprefix('GBPm')}"
    if unit in ("people", "beds", "pathways", "pathways a month"):
        return f"{number(value, 0)} {unit}"
    if (
        unit[:1].isdigit()
        or unit in ("ratio", "score", "stir", "burden", "log", "weighted shortfall")
        or "to 1" in unit
    ):
        return number(value, 2)
    return f"{number(value, 2)} {unit}"


def scale(unit: str) -> str:
    """What a bare number is measured in, to stand beside its label; empty where the unit stands at the number."""
    if unit == "ratio":
        return "1 = at the start"
    bare = unit != "0 or 1" and (
        unit[:1].isdigit() or unit in ("score", "weighted shortfall", "burden") or "to 1" in unit
    )
    return unit if bare else ""


def readings(rule: Rule, index: int) -> dict[Reading, Read]:
    """What a rule reads for one of its entities, the draws of chance and the calendar left out."""
    return {(rule.id, argument, index): source for argument, source in rule.reads.items() if isinstance(source, Read)}


def value_of(model: Model, plan: Program, rule: Rule, read: Read, index: int) -> float:
    """What a read of a rule comes to, as things stand in the run."""
    wire = resolve(plan.structure, rule, read)
    bearers = model.bearers[wire.state.kind]
    if wire.link is None:
        return float(bearers[plan.structure.span(rule.of).start + index].now[read.state])
    found = [(weight, float(bearers[other].now[read.state])) for other, weight in wire.link.rows[index]]
    if not found:
        return math.nan
    if read.how == "lowest":
        return min(value for _, value in found)
    if read.how == "highest":
        return max(value for _, value in found)
    return sum(weight * value for weight, value in found) if read.how == "total" else found[0][1]


def undecided(plan: Program, month: int) -> dict[str, frozenset[tuple[str, str]]]:
    """By rule that decides, the states that hang on what anybody decides in this month before it.

    Nobody knows these while all decide at the same time: a seat sees them as they stood a month ago.
    """
    hanging: set[tuple[str, str]] = set()
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for rule in plan.rules:
        if not due(rule.phase, month):
            continue
        reads = [source for source in rule.reads.values() if isinstance(source, Read) and source.month == "now"]
        if rule.decides is not None:
            found[rule.id] = frozenset(hanging)
        if rule.decides is not None or any(state_key(resolve(plan.structure, rule, r)) in hanging for r in reads):
            hanging |= {(axis(rule.of), name) for name in rule.writes}
    return found


def label(plan: Program, rule: Rule, read: Read, index: int) -> str:
    """What a figure is called, with whose it is where it is another's."""
    wire = resolve(plan.structure, rule, read)
    if wire.link is None or not wire.link.rows[index]:
        return wire.state.label
    whose = plan.structure.entities[wire.state.kind][wire.link.rows[index][0][0]]
    if wire.state.kind == "tie":
        return f"{wire.state.label} of {_ends(plan, whose)}"
    if wire.link.single and wire.state.kind in ("icp", "national", "region"):
        return f"{wire.state.label} ({whose.name})"
    return wire.state.label


def _ends(plan: Program, tie: Entity) -> str:
    one, _, other = tie.id.partition(">")
    return f"{_name(plan, one)} in {_name(plan, other)}"


def _name(plan: Program, organisation: str) -> str:
    members = plan.structure.entities[organisation.partition(":")[0]]
    return next((one.name for one in members if one.id == organisation), organisation)


def duties(plan: Program, seat: str, values: Mapping[str, float]) -> list[tuple[Rule, Read, int, Figure]]:
    """The duties of a seat's mandate: how each is read, and a figure that lacks its value still."""
    kind = seat.partition(":")[0]
    rule = next((r for r in plan.rules if r.name == f"pressure_{kind}"), None)
    members = [one.id for one in plan.structure.entities[kind]]
    if rule is None or seat not in members:
        return []
    index = members.index(seat)
    found = []
    for number_of, duty in enumerate(MANDATES[kind]):
        read = rule.reads[f"duty_{number_of}"]
        assert isinstance(read, Read)  # noqa: S101
        target = values[duty.target] if isinstance(duty.target, str) else duty.target
        unit = resolve(plan.structure, rule, read).state.unit
        found.append((rule, read, index, Figure(duty.label, math.nan, None, unit, target, duty.better, duty.hard)))
    return found
