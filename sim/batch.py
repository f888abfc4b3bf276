"""The NumPy engine: blocks of runs, entities by runs, the runs last.

It walks the schedule and calls each rule of the rulebook once for all entities and all runs of a block. It holds
arrays, gathers along declared links, and keeps no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import calendar
from sim.decide import Decide
from sim.futures import Futures
from sim.ops import least
from sim.outcomes import CATALOGUE, Outcome, summarise
from sim.parameters import Setting
from sim.policy import Policy
from sim.rules import ByChoice, Calendar, Deciding, Draw, Read, Rule, collected
from sim.schedule import PHASES, due
from sim.shocks import Stream, run_keys
from sim.state import GIVEN, PARAMETER, STATES
from sim.structure import Link, Structure, axis
from sim.system import System
from sim.timeline import STEADY, Timeline
from sim.wiring import Program, check_decides, constant, find_decide, program, resolve, settings

Array = NDArray[np.float64]
Key = tuple[str, str]
Watcher = Callable[[int, Mapping[Key, Array]], None]


@dataclass(frozen=True)
class BatchResult:
    """Outcomes (entities, runs) and monthly series (months, entities, runs) by outcome name."""

    outcomes: dict[str, Array]
    series: dict[str, Array]


class Block:
    """A block of runs that share system, policy and decide events."""

    def __init__(
        self,
        plan: Program,
        values: Mapping[str, Setting | Array],
        seed: int,
        replicates: NDArray[np.int64],
        decides: Sequence[Decide] = (),
        same_shocks: Callable[[str], str] | None = None,
        timeline: Timeline = STEADY,
        change: Callable[[int], tuple[Program, Mapping[str, Setting | Array]]] | None = None,
    ) -> None:
        self.plan = plan
        self.timeline, self._change = timeline, change
        self.runs = len(replicates)
        self.decides = tuple(decides)
        self._values = _plain(values)
        self._keys = run_keys(seed, replicates)
        self._shock_id = same_shocks or (lambda entity_id: entity_id)
        self._streams: dict[str, Stream] = {}
        self._month = 0
        self.now: dict[Key, Array] = {}
        self.last: dict[Key, Array] = {}
        self._allocate()
        self._steps = self._bind()
        self._open()

    def _bind(self) -> dict[str, list[_Step]]:
        """Bind every rule of the plan to the arrays and parameters as they stand."""
        steps: dict[str, list[_Step]] = {phase: [] for phase in PHASES}
        for rule in self.plan.rules:
            steps[rule.phase].append(_Step(self, rule))
        return steps

    @property
    def structure(self) -> Structure:
        """The wiring of the block's system."""
        return self.plan.structure

    def _allocate(self) -> None:
        for key, state in STATES.items():
            kind, name = key
            count = self.structure.count(kind)
            if state.start == GIVEN:
                self.now[key] = _given(self.structure, kind, name)
            elif state.start == PARAMETER:
                rows = [self._values[f"{name}_{e.id.split(':', 1)[1]}"] for e in self.structure.entities[kind]]
                self.now[key] = np.array([np.broadcast_to(row, (self.runs,)) for row in rows])
            else:
                self.now[key] = np.full((count, self.runs), float(state.start))
        wanted = {
            (resolve(self.structure, rule, read).state.kind, read.state)
            for rule in collected()
            for read in rule.reads.values()
            if isinstance(read, Read) and read.month == "last"
        }
        self.last = {key: self.now[key].copy() for key in sorted(wanted)}

    def _open(self) -> None:
        for step in self._steps["start"]:
            step.run()
        self._remember()
        for steps in self._steps.values():
            for step in steps:
                if step.rule.opening:
                    step.run()
        for step in self._steps["baseline"]:
            step.run()

    def _remember(self) -> None:
        for key, array in self.last.items():
            np.copyto(array, self.now[key])

    def step(self, month: int) -> None:
        """Run one month (0 = April)."""
        self._month = month
        self._remember()
        if month in self.timeline.months and self._change is not None:
            self.plan, values = self._change(month)
            self._values = _plain(values)
            self._steps = self._bind()
        for phase, steps in self._steps.items():
            if due(phase, month):
                for step in steps:
                    step.run()

    def parameter(self, name: str) -> Any:
        """A parameter's float, or its row over runs."""
        return self._values[name]

    def gather(self, rule: Rule, source: object) -> Callable[[], Any]:
        """How this block reads one declared source of a rule."""
        if isinstance(source, ByChoice):
            number = constant(source, self.plan.choices)
            return lambda: number
        if isinstance(source, Calendar):
            return lambda: calendar.value(source.series, self._month, self.timeline)
        if isinstance(source, Draw):
            stream = self._stream(rule, source)
            return lambda: stream.at(0 if source.once else self._month)
        assert isinstance(source, Read)
        wire = resolve(self.structure, rule, source)
        held = self.now if source.month == "now" else self.last
        array = held[wire.state.kind, wire.state.name]
        if wire.link is None:
            view = array[self.structure.span(rule.of)]
            return lambda: view
        return _along(wire.link, source.how, array)

    def _stream(self, rule: Rule, draw: Draw) -> Stream:
        ids = [self._shock_id(e.id) for e in self.structure.members(rule.of)]
        return Stream(draw.slot, ids, self._keys, normal=draw.kind == "normal")

    def month_now(self) -> int:
        """The month being run."""
        return self._month


class _Step:
    """One rule bound to a block: its gathers, its parameters, and where its results go."""

    def __init__(self, block: Block, rule: Rule) -> None:
        self.rule, self._block = rule, block
        self._gathers = [block.gather(rule, source) for source in rule.reads.values()]
        self._parameters = {name: block.parameter(name) for name in rule.parameters}
        span = block.structure.span(rule.of)
        self._targets = [block.now[axis(rule.of), name][span] for name in rule.writes]

    def run(self) -> None:
        result = self.rule.function(*[gather() for gather in self._gathers], **self._parameters)
        terms: Mapping[str, Any] = {}
        if self.rule.decides is not None:
            result, terms = result
        if len(self._targets) == 1:
            self._targets[0][...] = result
        else:
            for target, value in zip(self._targets, result, strict=True):
                target[...] = value
        if self.rule.decides is not None and self._block.decides:
            self._decide(self.rule.decides, terms)

    def _decide(self, deciding: Deciding, terms: Mapping[str, Any]) -> None:
        """Let decide events replace what the rule decided, within the hard terms."""
        block = self._block
        for index, event in find_decide(block.structure, self.rule, block.decides, block.month_now()):
            limits = [np.broadcast_to(terms[name], self._targets[0].shape)[index] for name in deciding.hard]
            self._targets[0][index] = least((event.value, *limits))


def _plain(values: Mapping[str, Setting | Array]) -> dict[str, float | Array]:
    return {name: v if isinstance(v, np.ndarray) else float(v) for name, v in values.items()}


def _given(structure: Structure, kind: str, name: str) -> Array:
    """Fixed figures as (entities, 1); what is given for a slice of ties is 0 elsewhere."""
    if kind == "tie":
        column = np.zeros((structure.count("tie"), 1))
        column[structure.span("partner"), 0] = structure.given["partner", name]
        return column
    return structure.given[kind, name][:, None].copy()


def _along(link: Link, how: str, array: Array) -> Callable[[], Array]:
    """Read an array along a link: take one, or add up (or compare) several from left to right."""
    if not link.rows:
        return lambda: array[:0]
    if how == "one":
        index = np.array([row[0][0] for row in link.rows])
        if len(index) == array.shape[0] and bool((index == np.arange(len(index))).all()):
            return lambda: array
        if bool((index == index[0]).all()):
            only = array[int(index[0]) : int(index[0]) + 1]
            return lambda: only
        return lambda: array[index]
    width = max(1, *(len(row) for row in link.rows))
    indices = np.array([[j for j, _ in row] + [row[0][0] if row else 0] * (width - len(row)) for row in link.rows])
    if how == "total":
        weights = np.array([[w for _, w in row] + [0.0] * (width - len(row)) for row in link.rows])
        if len(link.rows) == 1 and array.shape[1] > 1:  # NumPy adds a single column in another order
            column, only = weights[0][:, None], indices[0]
            return lambda: np.add.reduce(column * array[only], axis=0, keepdims=True)
        return lambda: _total(indices, weights, array)
    pick = np.minimum if how == "lowest" else np.maximum
    return lambda: _extreme(pick, indices, array)


def _total(indices: NDArray[np.intp], weights: Array, array: Array) -> Array:
    result: Array = weights[:, 0:1] * array[indices[:, 0]]
    for slot in range(1, indices.shape[1]):
        result = result + weights[:, slot : slot + 1] * array[indices[:, slot]]
    return result


def _extreme(pick: Any, indices: NDArray[np.intp], array: Array) -> Array:
    result: Array = array[indices[:, 0]]
    for slot in range(1, indices.shape[1]):
        result = pick(result, array[indices[:, slot]])
    return result


def simulate(
    system: System,
    policy: Policy,
    futures: Futures,
    months: int = 120,
    decides: Sequence[Decide] = (),
    outcomes: Sequence[Outcome] = CATALOGUE,
    watch: Watcher | None = None,
    same_shocks: Callable[[str], str] | None = None,
    timeline: Timeline = STEADY,
    without: Sequence[str] = (),
) -> BatchResult:
    """Run a policy in every future; shapes are (entities, futures) and (months, entities, futures).

    ``watch(month, states)`` is called after each month with every state (tests hold the engines to each other with
    it). ``without`` leaves out rules, to switch a mechanism off (``sim.wiring``). Raises ``ValueError`` when there is
    no future or no month.
    """
    if len(futures) < 1 or months < 1:
        raise ValueError("at least one future and one month are needed")
    padded = futures if len(futures) > 1 else futures.twice()
    plan = program(system, policy, timeline, 0, None, without)
    check_decides(plan, decides)
    kept = len(futures)
    series = {o.name: np.empty((months, plan.structure.count(o.kind), kept)) for o in outcomes}
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        values = settings(system, policy, padded.values, timeline)

        def change(month: int) -> tuple[Program, Mapping[str, Setting | Array]]:
            """What the timeline makes of rules and settings in a month."""
            changed = program(system, policy, timeline, month, plan.structure, without)
            return changed, settings(system, policy, padded.values, timeline, month)

        block = Block(plan, values, padded.seed, padded.replicates, decides, same_shocks, timeline, change)
        for month in range(months):
            block.step(month)
            for outcome in outcomes:
                series[outcome.name][month] = block.now[outcome.kind, outcome.state][:, :kept]
            if watch is not None:
                watch(month, block.now)
    return BatchResult({o.name: summarise(o, series[o.name]) for o in outcomes}, series)
