"""The Mesa engine: one run, organisations as agents that hold their state, decide, and say why.

It walks the same schedule as the NumPy engine and calls the same rules, once for each entity, with floats.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

import mesa
import numpy as np

from sim import calendar
from sim.agents.bearer import VALUES, Bearer, Values
from sim.agents.organisation import Organisation, Task
from sim.agents.turn import Turn
from sim.agents.written import reached, shared, written
from sim.collector import paused
from sim.decide import Decide
from sim.memory import as_kept, remembered
from sim.outcomes import CATALOGUE, Outcome, summarise
from sim.parameters import Setting
from sim.policy import Policy
from sim.reorganisation import carry
from sim.rules import ByChoice, Calendar, Draw, Read, Rule, Source
from sim.schedule import PHASES, due
from sim.shocks import Pool, Stream, run_keys
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
        self._fixing = False
        self.bearers: dict[str, list[Bearer]] = {}
        self.organisations: dict[str, Organisation] = {}
        self._turns: dict[str, list[Turn]] = {}
        self._series: dict[str, list[list[float]]] = {o.name: [] for o in self._catalogue}
        with paused():
            self._create()
            self._keep()
            self._wire()
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

    def _watch(self, outcome: Outcome) -> tuple[list[list[float]], Callable[[Values], float], list[Values]]:
        """Where an outcome's months are kept, and how and from whom it is read; nan stands for who is not there."""
        nobody = VALUES[outcome.kind]()
        nobody[outcome.state] = math.nan
        watched = [bearer.now if bearer.active else nobody for bearer in self.bearers[outcome.kind]]
        return self._series[outcome.name], attrgetter(outcome.state), watched

    def _keep(self) -> None:
        """Note what every bearer has to keep of last month: what is not kept still is as it was when it is read."""
        self._kept = remembered(self.plan)
        for kind, bearers in self.bearers.items():
            names = tuple(sorted(name for of, name in self._kept if of == kind))
            for bearer in bearers:
                bearer.kept = names
        for organisation in self.organisations.values():
            organisation.minding = [bearer for bearer in organisation.holdings if bearer.kept]

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
        self._turns = {phase: [] for phase in PHASES}
        self._pools = {normal: Pool(self._keys, normal=normal) for normal in (False, True)}
        for position, declared in enumerate(self.plan.rules):
            rule = as_kept(declared, structure, self._kept)
            members = self.bearers[axis(rule.of)][structure.span(rule.of)]
            columns = [self._reached(rule, source) for source in reached(rule).values()]
            rows = zip([bearer.now for bearer in members], *columns, strict=True)
            acting: dict[str, Organisation] = {}
            for bearer, row, decider in zip(members, rows, self._deciders(rule), strict=True):
                if bearer.active:
                    holder = self.organisations[bearer.entity.holder]
                    holder.take_on(position, Task(rule, bearer, row, decider))
                    acting[holder.entity.id] = holder
            self._turns[rule.phase].append(self._turn(position, rule, list(acting.values())))
        self._watched = [self._watch(outcome) for outcome in self._catalogue]

    def _turn(self, position: int, rule: Rule, acting: list[Organisation]) -> Turn:
        parameters = {name: self._settings[name] for name in rule.parameters}
        tables = {
            argument: table_value(source, self.plan.choices, self._settings)
            for argument, source in rule.reads.items()
            if isinstance(source, ByChoice)
        }
        gather, routine = written(rule)(**parameters, **tables)
        rows = [task.row for organisation in acting for task in organisation.tasks[position]]
        month = [self._monthly(rule, source) for source in shared(rule)]
        return Turn(position, rule, acting, routine(rows), month, gather, parameters)

    def _monthly(self, rule: Rule, source: Calendar | Draw) -> Callable[[], Any]:
        """What gives a month's value of a calendar series, or a month's draws for all who draw."""
        if isinstance(source, Calendar):
            return lambda: calendar.value(source.series, self.month, self.timeline)
        ids = [self._shock_id(e.id) for e in self.plan.structure.members(rule.of)]
        stream = Stream(source.slot, ids, self._keys, normal=source.kind == "normal")
        if source.once:
            first = stream.at(0)[:, 0].tolist()
            return lambda: first
        draw = self._pools[source.kind == "normal"].join(stream)
        return lambda: draw(self.month)[:, 0].tolist()

    def _deciders(self, rule: Rule) -> list[Organisation]:
        """Who decides for each of a rule's bearers, where it is a decision."""
        structure = self.plan.structure
        if rule.decides is not None and rule.decides.by:
            link = structure.link(rule.of, rule.decides.by)
            members = structure.entities[link.to]
            return [self.organisations[members[row[0][0]].id] for row in link.rows]
        return [self.organisations[entity.holder] for entity in structure.members(rule.of)]

    def _reached(self, rule: Rule, source: Source) -> Sequence[Any]:
        """Whom a declared source leads to, for each of a rule's bearers: values of one, or of several with weights.

        A draw leads to the bearer's number among those who draw.
        """
        if not isinstance(source, Read):
            return range(self.plan.structure.count(rule.of))
        wire = resolve(self.plan.structure, rule, source)
        values = [b.now if source.month == "now" else b.last for b in self.bearers[wire.state.kind]]
        if wire.link is None:
            return values[self.plan.structure.span(rule.of)]
        if source.how == "one":
            return [values[row[0][0]] for row in wire.link.rows]
        return [tuple((weight, values[j]) for j, weight in row) for row in wire.link.rows]

    def _open(self) -> None:
        """Set the starting state, open the books, and note what later months are measured against."""
        self._run_phase("start")
        self._remember()
        for turn in chain.from_iterable(self._turns.values()):
            if turn.rule.opening:
                self._run_rule(turn)
        self._run_phase("baseline")

    def _remember(self) -> None:
        for organisation in self.organisations.values():
            organisation.remember()

    def turns(self, phase: str) -> list[Turn]:
        """The turns of a phase, in order."""
        return self._turns[phase]

    def _run_phase(self, phase: str) -> None:
        for turn in self.turns(phase):
            self._run_rule(turn)

    def _run_rule(self, turn: Turn) -> None:
        month = [value() for value in turn.month]
        if turn.rule.decides is None or not (self._trace or self._fixing):
            turn.carry_out(month)
            return
        record = self.story.append if self._trace else None
        for organisation in turn.acting:
            organisation.explain(turn, month, record)

    def step(self) -> None:
        """Run one month."""
        self.month += 1
        changes = self.month in self.timeline.months
        if changes:
            self._take_up()
        self._remember()
        if changes:
            self._rewire()
        self._fixing = any(event.month == self.month for event in self._decides)
        for phase in PHASES:
            if due(phase, self.month, changes):
                self._run_phase(phase)
        for series, read, watched in self._watched:
            series.append(list(map(read, watched)))

    def _take_up(self) -> None:
        """What the timeline makes of rules, settings and organisations; successors take over at last month's end."""
        system, policy, values = self._told
        before = self.plan.structure
        self.plan = program(system, policy, self.timeline, self.month, before, self._without)
        changed = settings(system, policy, values, self.timeline, self.month)
        self._settings = {name: float(value) for name, value in changed.items()}
        self._keep()
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
        for kind, bearers in self.bearers.items():
            acting = self.plan.structure.acting(kind)
            for bearer in bearers:
                bearer.active = acting is None or bool(acting[bearer.index])
        for organisation in self.organisations.values():
            organisation.tasks.clear()
        self._wire()

    def run(self, months: int = 120) -> None:
        """Run for a number of months."""
        with paused():
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
