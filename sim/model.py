"""The Mesa engine: one run, organisations as agents that hold their state, decide, and say why.

It walks the same schedule as the NumPy engine and calls the same rules, once for each entity, with floats.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import getitem
from typing import Any

import mesa
import numpy as np

from sim import calendar
from sim.agents.organisation import Bearer, Organisation, Task
from sim.decide import Decide
from sim.outcomes import CATALOGUE, Outcome, summarise
from sim.parameters import Setting
from sim.policy import Policy
from sim.reorganisation import carry
from sim.rules import ByChoice, Calendar, Draw, Read, Rule, Source
from sim.schedule import PHASES, due
from sim.shocks import Stream, run_keys
from sim.state import GIVEN, PARAMETER, STATES
from sim.structure import ORGANISATIONS, axis
from sim.system import System
from sim.timeline import STEADY, Timeline
from sim.trace import Decision
from sim.wiring import check_decides, find_decide, program, resolve, settings, table_value


class Model(mesa.Model):
    """One run of a system under a policy.

    ``values`` are the run's uncertainties by name, ``seed`` and ``replicate`` address its draws; ``without`` leaves
    out rules, to switch a mechanism off. ``story`` holds every decision when ``trace`` is on.
    """

    def __init__(
        self,
        system: System,
        policy: Policy,
        seed: int,
        replicate: int,
        values: Mapping[str, Setting],
        decides: Sequence[Decide] = (),
        *,
        trace: bool = True,
        outcomes: Sequence[Outcome] = CATALOGUE,
        same_shocks: Callable[[str], str] | None = None,
        timeline: Timeline = STEADY,
        without: Sequence[str] = (),
    ) -> None:
        super().__init__(rng=seed)
        self.timeline, self._without = timeline, tuple(without)
        self._told = (system, policy, values)
        self.plan = program(system, policy, timeline, 0, None, self._without)
        decides = (*timeline.decides, *decides)
        check_decides(self.plan, decides)
        self.month = -1
        self.story: list[Decision] = []
        self._trace, self._decides, self._catalogue = trace, tuple(decides), tuple(outcomes)
        self._settings = {name: float(value) for name, value in settings(system, policy, values, timeline).items()}
        self._keys = run_keys(seed, np.array([replicate], dtype=np.int64))
        self._shock_id = same_shocks or (lambda entity_id: entity_id)
        self._drawn: dict[tuple[str, str], list[float]] = {}
        self._streams: dict[tuple[str, str], tuple[Stream, bool]] = {}
        self.bearers: dict[str, list[Bearer]] = {}
        self.organisations: dict[str, Organisation] = {}
        self._acting: list[list[Organisation]] = []
        self._parameters: list[dict[str, float]] = []
        self._create()
        self._wire()
        self._series: dict[str, list[list[float]]] = {o.name: [] for o in self._catalogue}
        self._open()
        if self.plan.structure.active:  # from now on, only those who are there act
            self._rewire()

    def _create(self) -> None:
        structure = self.plan.structure
        for kind, entities in structure.entities.items():
            self.bearers[kind] = [Bearer(entity, index) for index, entity in enumerate(entities)]
        for kind in (*ORGANISATIONS, "community"):
            for bearer in self.bearers[kind]:
                self.organisations[bearer.entity.id] = Organisation(self, bearer.entity, bearer)
        mesa.Agent._ids.pop(self, None)  # Mesa counts the agents of every model for ever, and so keeps every model
        for kind, bearers in self.bearers.items():
            if kind not in ORGANISATIONS and kind != "community":
                for bearer in bearers:
                    self.organisations[bearer.entity.holder].holdings.append(bearer)
        for (kind, name), state in STATES.items():
            for bearer in self.bearers[kind]:
                bearer.now[name] = self._start(kind, name, state.start, bearer)

    def _start(self, kind: str, name: str, start: float | str, bearer: Bearer) -> float:
        structure = self.plan.structure
        if start == PARAMETER:
            return self._settings[f"{name}_{bearer.entity.id.split(':', 1)[1]}"]
        if start != GIVEN:
            return float(start)
        if kind == "tie":
            span = structure.span("partner")
            inside = span.start <= bearer.index < span.stop
            return float(structure.given["partner", name][bearer.index - span.start]) if inside else 0.0
        return float(structure.given[kind, name][bearer.index])

    def _wire(self) -> None:
        """Give every organisation its tasks: one for each rule and each thing it holds."""
        structure = self.plan.structure
        for position, rule in enumerate(self.plan.rules):
            self._parameters.append({name: self._settings[name] for name in rule.parameters})
            members = self.bearers[axis(rule.of)][structure.span(rule.of)]
            acting: dict[str, Organisation] = {}
            for local, bearer in enumerate(members):
                if not bearer.active:
                    continue
                holder = self.organisations[bearer.entity.holder]
                gathers = [self._gather(rule, source, local, bearer) for source in rule.reads.values()]
                holder.tasks.setdefault(position, []).append(Task(rule, bearer, gathers, self._decider(rule, local)))
                acting[holder.entity.id] = holder
            self._acting.append(list(acting.values()))

    def _decider(self, rule: Rule, local: int) -> Organisation:
        structure = self.plan.structure
        if rule.decides is not None and rule.decides.by:
            link = structure.link(rule.of, rule.decides.by)
            return self.organisations[structure.entities[link.to][link.rows[local][0][0]].id]
        return self.organisations[structure.members(rule.of)[local].holder]

    def _gather(self, rule: Rule, source: Source, local: int, bearer: Bearer) -> Callable[[], Any]:
        """How one declared source reaches one bearer."""
        if isinstance(source, ByChoice):
            number = table_value(source, self.plan.choices, self._settings)
            return lambda: number
        if isinstance(source, Calendar):
            return lambda: calendar.value(source.series, self.month, self.timeline)
        if isinstance(source, Draw):
            key = (source.slot, rule.of)
            if key not in self._streams:
                ids = [self._shock_id(e.id) for e in self.plan.structure.members(rule.of)]
                stream = Stream(source.slot, ids, self._keys, normal=source.kind == "normal")
                self._streams[key] = (stream, source.once)
                self._drawn[key] = [float(x) for x in stream.at(0)[:, 0]]
            return lambda: self._drawn[key][local]
        assert isinstance(source, Read)
        wire = resolve(self.plan.structure, rule, source)
        if wire.link is None:
            return partial(getitem, bearer.now if source.month == "now" else bearer.last, source.state)
        row = wire.link.rows[local]
        others = [self.bearers[wire.link.to][j] for j, _ in row]
        held = [o.now if source.month == "now" else o.last for o in others]
        if source.how == "one":
            return partial(getitem, held[0], source.state)
        if source.how == "total":
            return partial(_total, source.state, list(zip([w for _, w in row], held, strict=True)))
        return partial(_extreme, source.state, held, source.how == "lowest")

    def _open(self) -> None:
        """Set the starting state, open the books, and note what later months are measured against."""
        self._run_phase("start")
        self._remember()
        for position, rule in enumerate(self.plan.rules):
            if rule.opening:
                self._run_rule(position)
        self._run_phase("baseline")

    def _remember(self) -> None:
        for organisation in self.organisations.values():
            organisation.remember()

    def _run_phase(self, phase: str) -> None:
        for position, rule in enumerate(self.plan.rules):
            if rule.phase == phase:
                self._run_rule(position)

    def _run_rule(self, position: int) -> None:
        record = self.story.append if self._trace else None
        parameters = self._parameters[position]
        for organisation in self._acting[position]:
            organisation.carry_out(position, parameters, record)

    def step(self) -> None:
        """Run one month."""
        self.month += 1
        changes = self.month in self.timeline.months
        if changes:
            self._take_up()
        self._remember()
        if changes:
            self._rewire()
        for key, (stream, once) in self._streams.items():
            if not once:
                self._drawn[key] = [float(x) for x in stream.at(self.month)[:, 0]]
        for phase in PHASES:
            if due(phase, self.month, changes):
                self._run_phase(phase)
        for outcome in self._catalogue:
            bearers = self.bearers[outcome.kind]
            self._series[outcome.name].append([b.now[outcome.state] if b.active else math.nan for b in bearers])

    def _take_up(self) -> None:
        """What the timeline makes of rules, settings and organisations; successors take over at last month's end."""
        system, policy, values = self._told
        before = self.plan.structure
        self.plan = program(system, policy, self.timeline, self.month, before, self._without)
        changed = settings(system, policy, values, self.timeline, self.month)
        self._settings = {name: float(value) for name, value in changed.items()}
        if self.plan.structure is before:
            return
        held = {(kind, name): [bearer.now[name] for bearer in self.bearers[kind]] for kind, name in STATES}
        for (kind, name), taken in carry(before, self.plan.structure, held).items():
            for index, value in taken.items():
                self.bearers[kind][index].now[name] = float(value)
        for (kind, name), state in STATES.items():
            if state.start == GIVEN:
                for bearer in self.bearers[kind]:
                    bearer.now[name] = self._start(kind, name, GIVEN, bearer)

    def _rewire(self) -> None:
        """Give those who are there their tasks anew."""
        self._acting, self._parameters = [], []
        for kind, bearers in self.bearers.items():
            acting = self.plan.structure.acting(kind)
            for bearer in bearers:
                bearer.active = acting is None or bool(acting[bearer.index])
        for organisation in self.organisations.values():
            organisation.tasks.clear()
        self._wire()

    def run(self, months: int = 120) -> None:
        """Run for a number of months."""
        for _ in range(months):
            self.step()

    def decided(self, rule: Rule, index: int) -> Decide | None:
        """The decide event that fixes a rule's decision for an entity this month, if there is one."""
        if not self._decides:
            return None
        found = find_decide(self.plan.structure, rule, self._decides, self.month)
        return next((event for local, event in reversed(found) if local == index), None)

    def about(self, rule: Rule, bearer: Bearer) -> str:
        """What a decision concerns, in words."""
        return (
            ""
            if bearer.entity.id in self.organisations and not (rule.decides and rule.decides.by)
            else bearer.entity.name
        )

    @property
    def series(self) -> dict[str, list[list[float]]]:
        """Monthly values by outcome: one list of entities for each month."""
        return self._series

    @property
    def outcomes(self) -> dict[str, list[float]]:
        """Outcomes of the months run so far: one number for each entity."""
        return {
            o.name: [float(x) for x in summarise(o, np.array(self._series[o.name])[:, :, None])[:, 0]]
            for o in self._catalogue
        }


def _total(state: str, weighted: list[tuple[float, dict[str, float]]]) -> float:
    result = 0.0
    for weight, held in weighted:
        result = result + weight * held[state]
    return result


def _extreme(state: str, held: list[dict[str, float]], lowest: bool) -> float:
    values = [h[state] for h in held]
    return min(values) if lowest else max(values)
