"""An organisation as a Mesa agent: it holds its state, decides on its own observations, and says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import mesa

from sim.mandates import MANDATES, Duty
from sim.ops import least
from sim.rules import Rule
from sim.structure import Entity
from sim.trace import Decision

if TYPE_CHECKING:
    from sim.model import Model

MONEY = {
    "icb": ("allocation", "running_cost", "services_money", "icb_balance"),
    "council": ("funding", "care_spend", "other_spend", "public_health", "reserves"),
    "place": ("hospital_money", "local_money"),
    "acute": ("income", "cost", "balance"),
    "mhc": ("income", "cost", "balance"),
    "primary": ("income",),
    "care": ("income",),
    "vcse": ("income",),
}
"""Budget lines by kind of organisation (states)."""


class Bearer:
    """An entity with state of its own: this month's values and last month's."""

    def __init__(self, entity: Entity, index: int) -> None:
        self.entity, self.index = entity, index
        self.active = True
        self.now: dict[str, float] = {}
        self.last: dict[str, float] = {}

    def remember(self) -> None:
        """Keep the month's values as last month's."""
        self.last.update(self.now)


class Task:
    """One rule, for one bearer: how its inputs are gathered and who decides."""

    __slots__ = ("bearer", "decider", "gathers", "rule")

    def __init__(self, rule: Rule, bearer: Bearer, gathers: list[Callable[[], Any]], decider: Organisation) -> None:
        self.rule, self.bearer, self.gathers, self.decider = rule, bearer, gathers, decider


class Organisation(mesa.Agent):
    """An organisation of section 3 of the model, or a community that holds its people."""

    def __init__(self, model: Model, entity: Entity, bearer: Bearer) -> None:
        super().__init__(model)
        self.entity, self.bearer = entity, bearer
        self.mandate: tuple[Duty, ...] = MANDATES.get(entity.kind, ())
        self.holdings: list[Bearer] = [bearer]
        self.tasks: dict[int, list[Task]] = {}

    @property
    def name(self) -> str:
        """What people call it."""
        return self.entity.name

    @property
    def trust(self) -> Mapping[str, float]:
        """Its trust in every organisation it deals with, by stable id."""
        ties = (b for b in self.holdings if b.entity.kind == "tie" and b.active)
        return {b.entity.id.split(">", 1)[1]: b.now["trust"] for b in ties}

    @property
    def budget(self) -> Mapping[str, float]:
        """Its budget lines, GBP million a month (reserves: GBP million)."""
        return {name: self.bearer.now[name] for name in MONEY.get(self.entity.kind, ())}

    @property
    def pressure(self) -> float:
        """Weighted shortfall against its mandate, as it feels it."""
        return self.bearer.now.get("pressure", 0.0)

    def remember(self) -> None:
        """Everything it holds becomes last month's."""
        for bearer in self.holdings:
            bearer.remember()

    def carry_out(
        self, position: int, parameters: Mapping[str, Any], record: Callable[[Decision], None] | None
    ) -> None:
        """Carry out the rule at a position of the schedule for everything it holds."""
        for task in self.tasks.get(position, ()):
            rule = task.rule
            result = rule.function(*[gather() for gather in task.gathers], **parameters)
            terms: Mapping[str, float] = {}
            if rule.decides is not None:
                result, terms = result
            held = task.bearer.now
            if len(rule.writes) == 1:
                held[rule.writes[0]] = float(result)
            else:
                for name, value in zip(rule.writes, result, strict=True):
                    held[name] = float(value)
            if rule.decides is not None:
                task.decider.decide(task, terms, record)

    def decide(self, task: Task, terms: Mapping[str, float], record: Callable[[Decision], None] | None) -> None:
        """Take a decision: as the rule's arithmetic has it, or as a decide event fixed it; and record why."""
        rule, bearer = task.rule, task.bearer
        assert rule.decides is not None
        state = rule.writes[0]
        model: Model = self.model  # type: ignore[assignment]
        fixed = model.decided(rule, bearer.index)
        limits = {name: float(terms[name]) for name in rule.decides.hard}
        refused = ""
        if fixed is not None:
            bearer.now[state] = least((float(fixed.value), *limits.values()))
            refused = next((name for name, limit in limits.items() if limit == bearer.now[state] < fixed.value), "")
        if record is None or (fixed is None and model.month % rule.decides.told_every):
            return
        kind = rule.decides.reason
        record(
            Decision(
                month=model.month,
                agent=self.entity.id,
                agent_name=self.entity.name,
                decision=rule.decides.name,
                about=model.about(rule, bearer),
                value=bearer.now[state],
                kind="decided" if fixed is not None else kind,
                terms={name: float(value) for name, value in terms.items()},
                binding=refused if fixed is not None else _binding(kind, terms),
                by=fixed.by if fixed is not None else "",
                entity=bearer.entity.id,
            )
        )


def _binding(kind: str, terms: Mapping[str, float]) -> str:
    return min(terms, key=lambda name: terms[name]) if kind == "least" else ""
