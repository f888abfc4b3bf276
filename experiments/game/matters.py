"""Who decides what in an April, and for how long: the matters of a seat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from experiments.telling import decided
from experiments.words import upper_first
from sim.rules import Deciding, Rule
from sim.schedule import MONTHLY, PHASES, QUARTERLY, YEARLY
from sim.structure import Entity
from sim.wiring import Program, decided_by

SEATS = ("icb", "council", "place", "acute", "mhc", "region", "national", "icp")
"""Kinds of organisation that people may decide for."""
_IN_A_YEAR = {YEARLY: (0,), QUARTERLY: (0, 3, 6, 9), MONTHLY: tuple(range(12))}


@dataclass(frozen=True)
class Matter:
    """One thing that a seat may decide: a decision of the rulebook about one subject, or about all parts of it."""

    rule: Rule
    whom: str
    """Stable id of what it concerns."""
    name: str
    """The same in words; empty where it concerns the organisation itself."""
    entities: tuple[str, ...]
    """Stable ids of what the decision is recorded about: several where one choice holds for all of them."""
    indices: tuple[int, ...]
    """Where these stand among those of the rule."""

    @property
    def deciding(self) -> Deciding:
        """What the rulebook says of the decision."""
        assert self.rule.decides is not None  # noqa: S101
        return self.rule.decides

    @property
    def decision(self) -> str:
        """The decision's name in the rulebook."""
        return self.deciding.name

    @property
    def key(self) -> str:
        """What a choice about it is called."""
        return f"{self.decision}|{self.whom}"

    @property
    def happens(self) -> bool:
        """Whether it is an event that comes or does not, rather than an amount."""
        return self.deciding.reason == "chance"

    @property
    def label(self) -> str:
        """What is decided, in words."""
        return upper_first(self.decision) + (f": {self.name}" if self.name else "")

    @property
    def unit(self) -> str:
        """The unit of the amount."""
        return decided()[self.decision].unit

    def months(self, value: float) -> tuple[int, ...]:
        """Months of the year in which a choice is taken: an amount whenever it is due, an event in April, and its
        refusal whenever it might come."""
        due = _IN_A_YEAR[PHASES[self.rule.phase]]
        return due[:1] if self.happens and value >= 0.5 else due


def matters(plan: Program, seat: str) -> list[Matter]:
    """What a seat may decide in an April, in the order of the month; nothing for an organisation that is not there.

    Shares of the single services of a place are one matter.
    """
    found: dict[tuple[str, str], Matter] = {}
    for rule in plan.rules:
        if rule.decides is None or PHASES[rule.phase] not in _IN_A_YEAR:
            continue
        members = plan.structure.members(rule.of)
        for index, agent, entity in decided_by(plan.structure, rule):
            if agent != seat:
                continue
            about = _about(plan, rule, index)
            whom = about or members[index]
            before = found.get((rule.decides.name, whom.id))
            entities, indices = (before.entities, before.indices) if before else ((), ())
            name = "" if whom.id == seat else whom.name
            found[rule.decides.name, whom.id] = Matter(rule, whom.id, name, (*entities, entity), (*indices, index))
    return list(found.values())


def _about(plan: Program, rule: Rule, index: int) -> Entity | None:
    """What a decision concerns, where that is not the entity itself."""
    assert rule.decides is not None  # noqa: S101
    if not rule.decides.about:
        return None
    link = plan.structure.link(rule.of, rule.decides.about)
    return plan.structure.entities[link.to][link.rows[index][0][0]]


def seats(plan: Program) -> dict[str, str]:
    """Organisations that people may decide for: name by stable id, those of one kind together."""
    acting = {agent for rule in plan.rules if rule.decides for _, agent, _ in decided_by(plan.structure, rule)}
    return {one.id: one.name for kind in SEATS for one in plan.structure.entities[kind] if one.id in acting}


def deciders(plan: Program, decision: str) -> list[str]:
    """Names of those who take a decision of that name."""
    ids = {
        agent
        for rule in plan.rules
        if rule.decides is not None and rule.decides.name == decision
        for _, agent, _ in decided_by(plan.structure, rule)
    }
    return [one.name for one in _organisations(plan) if one.id in ids]


def _organisations(plan: Program) -> Iterable[Entity]:
    return (one for members in plan.structure.entities.values() for one in members if one.id == one.holder)
