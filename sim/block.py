"""A block of runs in the NumPy engine: its arrays, and the rules bound to them.

It walks the schedule and calls each rule of the rulebook once for all entities and all runs, the runs last. It holds
arrays, gathers along declared links, and keeps no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import copysign
from operator import is_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import calendar
from sim.decide import Decide
from sim.gathers import Array, Fill, Source, aligned, along, fresh, joined
from sim.memory import remembered
from sim.outcomes import Outcome
from sim.parameters import Setting
from sim.reorganisation import carry
from sim.rules import ByChoice, Calendar, Draw, Read, Rule
from sim.schedule import PHASES, due
from sim.shocks import Pool, Stream, run_keys
from sim.state import GIVEN, PARAMETER, STATES, State
from sim.steps import Step, families
from sim.structure import Structure, axis
from sim.timeline import STEADY, Timeline
from sim.tracing import Scratch, Trace
from sim.wiring import Program, resolve, table_value

Key = tuple[str, str]
"""The axis of a state, and its name."""
Change = Callable[[int], tuple[Program, Mapping[str, Setting | Array]]]
"""What a timeline makes of rules and settings in a month."""
BINDINGS_ROOM = 64 * 2**20
"""Bytes that the rules bound for other months of a block may hold beside those of the month being run."""
NARROW = 128
"""Runs of a block, at most, that somebody may ask for again in a moment, having moved a lever."""
DRAWS_ROOM = 16 * 2**20
"""Bytes of draws that each pool of a narrow block may keep for the next question."""
MOST = 300
"""Rules that are bound anew one by one, before all are: each leaves something behind."""


@dataclass
class Binding:
    """The rules of a block as they are bound from a month on, and what they work with."""

    plan: Program
    values: dict[str, float | Array]
    last: dict[Key, Array]
    scratch: Scratch
    steps: dict[str, list[Step]] = field(default_factory=lambda: {phase: [] for phase in PHASES})
    pools: dict[tuple[str, bool, int], Pool] = field(default_factory=dict)
    """What draws for rules, by phase, kind and keys of the runs."""
    draws: dict[tuple[str, str, int, int, int], Callable[[int], Array]] = field(default_factory=dict)
    """The monthly draws of rules, by rule, slot, stretch of entities and keys of the runs."""
    once: list[tuple[Array, Stream]] = field(default_factory=list)
    """What is drawn once, and where from."""
    stale: bool = False
    """Whether runs and parameters have changed since."""
    rebound: int = 0
    """How many rules were bound anew since."""

    @property
    def size(self) -> int:
        """Bytes that it holds beside the states and what it borrows, about."""
        arrays = (*self.values.values(), *self.last.values(), *(array for array, _ in self.once))
        held = sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
        held += sum(pool.size for pool in self.pools.values())
        return held + sum(step.size for steps in self.steps.values() for step in steps)


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
        change: Change | None = None,
        wanted: frozenset[Key] | None = None,
    ) -> None:
        self.plan, self._first = plan, (plan, values)
        self.wanted = wanted
        """States that are worked out; None: all of them."""
        self.timeline, self._change = timeline, change
        self.runs = len(replicates)
        self.decides = tuple(decides)
        self.decided: tuple[Decide, ...] = ()
        """Those of the month being run."""
        self._keys = run_keys(seed, replicates)
        self._shock_id = same_shocks or (lambda entity_id: entity_id)
        self._month = 0
        self.changed = False
        """Whether the timeline changes something this month."""
        self.now: dict[Key, Array] = {}
        self._bindings: dict[int, Binding] = {}
        self._lender = Scratch(self.runs)
        self.size = 0
        """Bytes that it holds, about, when they were last counted."""
        self._begin()

    def restart(self, decides: Sequence[Decide]) -> None:
        """Go back to before the first month, with other decide events; rules stay bound as they are."""
        self.decides = tuple(decides)
        self._begin()

    def fits(
        self, plan: Program, values: Mapping[str, Setting | Array], runs: int, wanted: frozenset[Key] | None
    ) -> bool:
        """Whether a block that is wanted could be this one, taken up again: it has the same rules, wiring and shape."""
        mine, own = self._first
        return _same(mine, plan) and (self.runs, self.wanted) == (runs, wanted) and _alike(own, values)

    def take_up(
        self,
        plan: Program,
        values: Mapping[str, Setting | Array],
        seed: int,
        replicates: NDArray[np.int64],
        decides: Sequence[Decide],
        timeline: Timeline,
        change: Change,
    ) -> None:
        """Go back to before the first month, with other runs of the same shape (see ``fits``), to the same bits that a
        new block would give; only what is no longer as it was bound is bound anew."""
        self.timeline, self._change, self._first = timeline, change, (plan, values)
        np.copyto(self._keys, run_keys(seed, replicates))
        for binding in self._bindings.values():
            binding.stale = True
        self.restart(decides)

    def _begin(self) -> None:
        self.decided, self.changed, self._month = (), False, 0
        self.plan, values = self._first
        binding, moved = self._hold(values)
        self._allocate()
        self._bind(binding, moved)
        self._open()

    def _hold(self, values: Mapping[str, Setting | Array]) -> tuple[Binding | None, set[str]]:
        """Take parameters in: the binding of this month in which they stand already, None where there is none that may
        stay, and which of them are other floats than before.

        A binding with work to be done is taken out until that is done: what breaks off half-way leaves none behind.
        """
        binding = self._bindings.get(self._month)
        if binding is not None and not binding.stale:
            self._values = binding.values
            return binding, set()
        self._bindings.pop(self._month, None)
        if (
            binding is None
            or binding.rebound > MOST
            or not _same(binding.plan, self.plan)
            or not _alike(binding.values, values)
        ):
            self._values = _plain(values)
            return None, set()
        self._values, moved = binding.values, set()
        for name, value in values.items():
            held = self._values[name]
            if isinstance(held, np.ndarray):
                np.copyto(held, value)
            elif held != float(value) or copysign(1.0, held) != copysign(1.0, float(value)):
                self._values[name] = float(value)
                moved.add(name)
        return binding, moved

    def _bind(self, binding: Binding | None, moved: set[str]) -> None:
        """Bind every rule of the plan to the arrays and parameters as they stand, or see to what has changed since."""
        if binding is None:
            self._bound = self._bound_anew()
        else:
            self._bound = binding
            if binding.stale:
                self._freshen(binding, moved)
        self._bindings[self._month] = self._bound
        others = [month for month in self._bindings if month != self._month]
        while others and sum(self._bindings[month].size for month in others) > BINDINGS_ROOM:
            del self._bindings[others.pop(0)]
        self._remember()

    def _bound_anew(self) -> Binding:
        last = {key: _copy(self.now[key]) for key in sorted(remembered(self.plan)) if self.wants(key)}
        binding = self._bound = Binding(self.plan, self._values, last, self._lender.beside())
        wanted = [r for r in self.plan.rules if any(self.wants((axis(r.of), name)) for name in r.writes)]
        for rules in families(self.structure, wanted):
            binding.steps[rules[0].phase].append(self.bound(rules))
        return binding

    def _freshen(self, binding: Binding, moved: set[str]) -> None:
        """Draw and work out again what is held for all months; bind anew the rules that would be bound otherwise."""
        for array, stream in binding.once:
            np.copyto(array, stream.at(0))
        for pool in binding.pools.values():
            pool.forget()
        for steps in binding.steps.values():
            for place, step in enumerate(steps):
                if step.fits(moved):
                    step.prepare()
                else:
                    steps[place] = self.bound(step.rules)
                    binding.rebound += 1
        binding.stale = False

    def bound(self, rules: Sequence[Rule]) -> Step:
        """A rule, or a family of them, bound to this block."""
        return Step(self, rules)

    def weigh(self) -> None:
        """Note as ``size`` what it holds by now."""
        bound = sum(binding.size for binding in self._bindings.values())
        self.size = sum(array.nbytes for array in self.now.values()) + bound + self._lender.size

    @property
    def last(self) -> Mapping[Key, Array]:
        """States of last month, of those that are kept beside this month's."""
        return self._bound.last

    @property
    def scratch(self) -> Scratch:
        """Arrays for what rules work out on the way."""
        return self._bound.scratch

    def wants(self, key: Key) -> bool:
        """Whether a state is to be worked out."""
        return self.wanted is None or key in self.wanted

    @property
    def structure(self) -> Structure:
        """The wiring of the block's system."""
        return self.plan.structure

    def _allocate(self) -> None:
        for key, state in STATES.items():
            kind, name = key
            if key not in self.now:
                wide = 1 if state.start == GIVEN else self.runs
                self.now[key] = aligned((self.structure.count(kind), wide))
            if state.start == GIVEN:
                self.now[key][...] = _given(self.structure, kind, name)
            elif state.start == PARAMETER:
                rows = [self._values[f"{name}_{e.id.split(':', 1)[1]}"] for e in self.structure.entities[kind]]
                for held, row in zip(self.now[key], rows, strict=True):
                    held[...] = row
            else:
                self.now[key][...] = float(state.start)

    def _open(self) -> None:
        for step in self.steps("start"):
            step.run()
        self._remember()
        for steps in self._bound.steps.values():
            for step in steps:
                if step.rule.opening:
                    step.run()
        for step in self.steps("baseline"):
            step.run()

    def _remember(self) -> None:
        for key, array in self.last.items():
            np.copyto(array, self.now[key])

    def step(self, month: int) -> None:
        """Run one month (0 = April)."""
        self.begin(month)
        for phase, steps in self._bound.steps.items():
            if due(phase, month, self.changed):
                for step in steps:
                    step.run()

    def begin(self, month: int) -> None:
        """Turn the page: keep last month's states, and take up what the timeline changes."""
        self._month = month
        self.decided = tuple(event for event in self.decides if event.month == month)
        self.changed = month in self.timeline.months and self._change is not None
        if self.changed:
            self._bind(*self._take_up(month))
        else:
            self._remember()

    def steps(self, phase: str) -> list[Step]:
        """The bound rules of a phase, in order."""
        return self._bound.steps[phase]

    def trace(self, rule: Rule) -> Trace:
        """What a rule writes itself down in while it is bound; a profile has one that also notes lines of code."""
        return Trace()

    def _take_up(self, month: int) -> tuple[Binding | None, set[str]]:
        """What the timeline makes of rules, settings and organisations; successors take over at last month's end.

        Returns what ``_hold`` does.
        """
        assert self._change is not None
        before = self.structure
        self.plan, values = self._change(month)
        held = self._hold(values)
        if self.structure is not before:
            for key, changed in carry(before, self.structure, self.now).items():
                for index, value in changed.items():
                    self.now[key][index] = value
            for kind, name in (key for key, state in STATES.items() if state.start == GIVEN):
                np.copyto(self.now[kind, name], _given(self.structure, kind, name))
        return held

    def parameter(self, name: str) -> Any:
        """A parameter's float, or its row over runs."""
        return self._values[name]

    def common_source(self, rules: Sequence[Rule], name: str, rows: slice) -> tuple[Source, bool]:
        """The same as ``source`` for a family: what its rules read one after the other, as one."""
        spans = [self.structure.span(rule.of) for rule in rules]
        first = spans[0].start
        parts = []
        for rule, span in zip(rules, spans, strict=True):
            own = slice(max(rows.start, span.start - first), min(rows.stop, span.stop - first))
            if own.start < own.stop:
                of_rule = slice(own.start + first - span.start, own.stop + first - span.start)
                into = slice(own.start - rows.start, own.stop - rows.start)
                parts.append((into, self.source(rule, rule.reads[name], of_rule)))
        if len(parts) == 1:
            return parts[0][1]
        declared = rules[0].reads[name]
        if isinstance(declared, Read) and not declared.of:
            wire = resolve(self.structure, rules[0], declared)
            array = self._held(wire.state, declared)
            return array[first + rows.start : first + rows.stop], wire.state.start == GIVEN
        return joined((rows.stop - rows.start, self.runs), [(into, source) for into, (source, _) in parts]), False

    def _held(self, state: State, read: Read) -> Array:
        """The array of a state that a read means: this month's, or last month's where that is kept apart."""
        key = (state.kind, state.name)
        return self.now[key] if read.month == "now" or key not in self.last else self.last[key]

    def source(self, rule: Rule, declared: object, rows: slice) -> tuple[Source, bool]:
        """How this block reads one declared source of a rule, for a stretch of its entities; whether it is constant."""
        if isinstance(declared, ByChoice):
            return table_value(declared, self.plan.choices, self._values), True
        if isinstance(declared, Calendar):
            return Fill((), lambda out: out.fill(calendar.value(declared.series, self._month, self.timeline))), False
        if isinstance(declared, Draw):
            return self.draws(rule, declared, rows)
        assert isinstance(declared, Read)
        wire = resolve(self.structure, rule, declared)
        array = self._held(wire.state, declared)
        given = wire.state.start == GIVEN
        if wire.link is None:
            return array[self.structure.span(rule.of)][rows], given
        read = along(wire.link, declared.how, array, rows)
        return (fresh(read) if given else read), given

    def draws(self, rule: Rule, draw: Draw, rows: slice) -> tuple[Source, bool]:
        """The same for a draw."""
        ids = [self._shock_id(e.id) for e in self.structure.members(rule.of)[rows]]
        normal = draw.kind == "normal"
        stream = Stream(draw.slot, ids, self._keys, normal=normal)
        shape = (len(ids), self.runs)
        if draw.once and PHASES[rule.phase] == 0:
            return Fill(shape, lambda out: np.copyto(out, stream.at(0))), False
        binding = self._bound
        if draw.once:
            binding.once.append((stream.at(0), stream))
            return binding.once[-1][0], True
        key = (rule.id, draw.slot, rows.start, rows.stop, id(self._keys))
        if key not in binding.draws:
            its = (rule.phase, normal, id(self._keys))
            room = DRAWS_ROOM if self.runs <= NARROW else 0
            pool = binding.pools.setdefault(its, Pool(self._keys, normal=normal, room=room))
            binding.draws[key] = pool.join(stream)
        drawn = binding.draws[key]
        return Fill(shape, lambda out: np.copyto(out, drawn(self._month))), False

    def seen(self, outcome: Outcome) -> tuple[Array, NDArray[np.bool_] | None]:
        """The month's values of an outcome, and who is there, as a column (None: everybody)."""
        acting = self.structure.acting(outcome.kind)
        return self.now[outcome.kind, outcome.state], None if acting is None else acting[:, None]

    def close(self) -> None:
        """Let go of all arrays at once: block and bound rules hold each other, and would wait for the collector."""
        self._bindings, self.now = {}, {}
        del self._bound

    def month_now(self) -> int:
        """The month being run."""
        return self._month


def _same(one: Program, other: Program) -> bool:
    """Whether two programs have the same rules and the same wiring."""
    return (
        (one.structure is other.structure and one.choices == other.choices)
        and len(one.rules) == len(other.rules)
        and all(map(is_, one.rules, other.rules))
    )


def _alike(one: Mapping[str, Setting | Array], other: Mapping[str, Setting | Array]) -> bool:
    """Whether the same parameters are rows over runs."""
    return one.keys() == other.keys() and all(
        isinstance(one[name], np.ndarray) is isinstance(other[name], np.ndarray) for name in one
    )


def _plain(values: Mapping[str, Setting | Array]) -> dict[str, float | Array]:
    return {name: _copy(v) if isinstance(v, np.ndarray) else float(v) for name, v in values.items()}


def _copy(array: Array) -> Array:
    copied = aligned(array.shape)
    copied[...] = array
    return copied


def _given(structure: Structure, kind: str, name: str) -> Array:
    """Fixed figures as (entities, 1); what is given for a slice of ties is 0 elsewhere."""
    if kind == "tie":
        column = np.zeros((structure.count("tie"), 1))
        column[structure.span("partner"), 0] = structure.given["partner", name]
        return column
    return structure.given[kind, name][:, None].copy()
