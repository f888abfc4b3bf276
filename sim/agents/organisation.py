"""An organisation as a Mesa agent: it holds its state, decides on its own observations, and says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import mesa

from sim.agents.bearer import Bearer
from sim.agents.written import Month, Row
from sim.mandates import MANDATES, Duty
from sim.ops import least
from sim.rules import Rule
from sim.structure import Entity
from sim.trace import Decision

if TYPE_CHECKING:
    from sim.agents.turn import Turn
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


class Task:
    """One rule, for one bearer: whom it reads, and who decides."""

    __slots__ = ("bearer", "decider", "row", "rule")

    def __init__(self, rule: Rule, bearer: Bearer, row: Row, decider: Organisation) -> None:
        self.rule, self.bearer, self.row, self.decider = rule, bearer, row, decider


class Organisation(mesa.Agent):
    """An organisation of section 3 of the model, or a community that holds its people."""

    def __init__(self, model: Model, entity: Entity, bearer: Bearer) -> None:
        super().__init__(model)
        self.entity, self.bearer = entity, bearer
        self.mandate: tuple[Duty, ...] = MANDATES.get(entity.kind, ())
        self.holdings: list[Bearer] = [bearer]
        self.minding: list[Bearer] = []
        """Those of them of which something of last month is kept."""
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
        return getattr(self.bearer.now, "pressure", 0.0)

    def remember(self) -> None:
        """Everything it holds becomes last month's."""
        for bearer in self.minding:
            bearer.remember()

    def take_on(self, position: int, task: Task) -> None:
        """Carry out a task from now on, when its rule's turn comes in the schedule."""
        self.tasks.setdefault(position, []).append(task)

    def explain(self, turn: Turn, month: Month, record: Callable[[Decision], None] | None) -> None:
        """Carry out a rule that decides as the rulebook has it, with its terms, to be told or fixed."""
        for task in self.tasks[turn.position]:
            result, terms = turn.rule.function(*turn.gather(task.row, month), **turn.parameters)
            values = (result,) if len(turn.rule.writes) == 1 else result
            for name, value in zip(turn.rule.writes, values, strict=True):
                task.bearer.now[name] = float(value)
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
