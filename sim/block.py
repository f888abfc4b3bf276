"""A block of runs in the NumPy engine: its arrays, and the rules bound to them.

It walks the schedule and calls each rule of the rulebook once for all entities and all runs, the runs last. It holds
arrays, gathers along declared links, and keeps no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import calendar
from sim.decide import Decide
from sim.gathers import Array, Fill, Source, aligned, along, fresh, joined, tiles
from sim.memory import remembered
from sim.ops import least
from sim.outcomes import Outcome
from sim.parameters import Setting
from sim.reorganisation import carry
from sim.rules import ByChoice, Calendar, Deciding, Draw, Read, Rule
from sim.schedule import PHASES, due
from sim.shocks import Pool, Stream, run_keys
from sim.state import GIVEN, PARAMETER, STATES, State
from sim.structure import Structure, axis
from sim.timeline import STEADY, Timeline
from sim.tracing import Call, Scratch, Trace
from sim.wiring import Program, find_decide, resolve, table_value

Key = tuple[str, str]
"""The axis of a state, and its name."""


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
        self._values = _plain(values)
        self._keys = run_keys(seed, replicates)
        self._shock_id = same_shocks or (lambda entity_id: entity_id)
        self._month = 0
        self.changed = False
        """Whether the timeline changes something this month."""
        self.now: dict[Key, Array] = {}
        self.last: dict[Key, Array] = {}
        self._bound: dict[int, tuple[dict[str, list[Step]], dict[Key, Array]]] = {}
        """Rules as they are bound from a month on, and what they keep of last month."""
        self._begin()

    def restart(self, decides: Sequence[Decide]) -> None:
        """Go back to before the first month, with other decide events; rules stay bound as they are."""
        self.decides, self.decided, self.changed, self._month = tuple(decides), (), False, 0
        self.plan, self._values = self._first[0], _plain(self._first[1])
        self._begin()

    def _begin(self) -> None:
        self._allocate()
        self._steps = self._bound_from(0)
        self._open()

    def _bound_from(self, month: int) -> dict[str, list[Step]]:
        """The rules as they are bound in a month in which something changes, or in the first."""
        if month not in self._bound:
            self._bound[month] = self._bind(), self.last
        steps, self.last = self._bound[month]
        self._remember()
        return steps

    def _bind(self) -> dict[str, list[Step]]:
        """Bind every rule of the plan to the arrays and parameters as they stand."""
        self.last = {key: _copy(self.now[key]) for key in sorted(remembered(self.plan)) if self.wants(key)}
        self._pools: dict[tuple[str, bool], Pool] = {}
        self.scratch = Scratch(self.runs)
        steps: dict[str, list[Step]] = {phase: [] for phase in PHASES}
        wanted = [r for r in self.plan.rules if any(self.wants((axis(r.of), name)) for name in r.writes)]
        for rules in families(self.structure, wanted):
            steps[rules[0].phase].append(Step(self, rules))
        return steps

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
        self.begin(month)
        for phase, steps in self._steps.items():
            if due(phase, month, self.changed):
                for step in steps:
                    step.run()

    def begin(self, month: int) -> None:
        """Turn the page: keep last month's states, and take up what the timeline changes."""
        self._month = month
        self.decided = tuple(event for event in self.decides if event.month == month)
        self.changed = month in self.timeline.months and self._change is not None
        if self.changed:
            self._take_up(month)
            self._steps = self._bound_from(month)
        else:
            self._remember()

    def steps(self, phase: str) -> list[Step]:
        """The bound rules of a phase, in order."""
        return self._steps[phase]

    def trace(self, rule: Rule) -> Trace:
        """What a rule writes itself down in while it is bound; a profile has one that also notes lines of code."""
        return Trace()

    def _take_up(self, month: int) -> None:
        """What the timeline makes of rules, settings and organisations; successors take over at last month's end."""
        assert self._change is not None
        before = self.structure
        self.plan, values = self._change(month)
        self._values = _plain(values)
        if self.structure is not before:
            for key, changed in carry(before, self.structure, self.now).items():
                for index, value in changed.items():
                    self.now[key][index] = value
            for kind, name in (key for key, state in STATES.items() if state.start == GIVEN):
                np.copyto(self.now[kind, name], _given(self.structure, kind, name))

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
        if draw.once:
            return stream.at(0), True
        drawn = self._pools.setdefault((rule.phase, normal), Pool(normal=normal)).join(stream)
        return Fill(shape, lambda out: np.copyto(out, drawn(self._month))), False

    def seen(self, outcome: Outcome) -> tuple[Array, NDArray[np.bool_] | None]:
        """The month's values of an outcome, and who is there, as a column (None: everybody)."""
        acting = self.structure.acting(outcome.kind)
        return self.now[outcome.kind, outcome.state], None if acting is None else acting[:, None]

    def close(self) -> None:
        """Let go of all arrays at once: block and bound rules hold each other, and would wait for the collector."""
        self._steps, self._bound, self._pools, self.now, self.last = {}, {}, {}, {}, {}

    def month_now(self) -> int:
        """The month being run."""
        return self._month


class Step:
    """One rule, or a family of rules, bound to a block, as the calls it makes.

    A rule with many entities works on a stretch of them at a time, so that what it computes on stays in the cache; it
    is called as it stands, for all at once, where decide events may replace what it decides.
    """

    def __init__(self, block: Block, rules: Sequence[Rule]) -> None:
        self.rule, self.rules, self._block = rules[0], tuple(rules), block
        rule = self.rule
        self._parameters = {name: block.parameter(name) for name in rule.parameters}
        structure = block.structure
        span = slice(structure.span(rule.of).start, structure.span(rules[-1].of).stop)
        count = span.stop - span.start
        self._targets = [block.now[axis(rule.of), name][span] for name in rule.writes]
        self._asked = [block.wants((axis(rule.of), name)) for name in rule.writes]
        self.calls: list[Call] = []
        own = any(isinstance(r, Read) and r.of and r.state in rule.writes for r in rule.reads.values())
        trace = block.trace(rule)
        parameters = {n: trace.placeholder(value, constant=True) for n, value in self._parameters.items()}
        pieces = [slice(0, count)] if own else tiles(count, block.runs)
        for rows in pieces:
            sources = self._sources(rows)
            result = rule.function(*[trace.placeholder(s, constant=c) for s, c in sources], **parameters)
            values = result if rule.decides is None else result[0]
            values = (values,) if len(self._targets) == 1 else values
            asked = [(v, t[rows]) for v, t, a in zip(values, self._targets, self._asked, strict=True) if a]
            self.calls += trace.calls([v for v, _ in asked], [t for _, t in asked], block.scratch)
        if rule.decides is not None:
            self._whole = sources if len(pieces) == 1 else self._sources(slice(0, count))

    def _sources(self, rows: slice) -> list[tuple[Source, bool]]:
        if len(self.rules) > 1:
            return [self._block.common_source(self.rules, name, rows) for name in self.rule.reads]
        return [self._block.source(self.rule, declared, rows) for declared in self.rule.reads.values()]

    def run(self) -> None:
        """Make the calls; in a month with decide events a decision is taken as the rule stands."""
        if self.rule.decides is not None and self._block.decided:
            self._deciding(self.rule.decides)
        else:
            for call, operands, out in self.calls:
                call(*operands, out=out)

    def _deciding(self, deciding: Deciding) -> None:
        now = [fresh(source) for source, _ in self._whole]
        arguments = [np.copy(a) if isinstance(a, np.ndarray) else a for a in now]  # terms are read after states are set
        result, terms = self.rule.function(*arguments, **self._parameters)
        for target, value in zip(self._targets, (result,) if len(self._targets) == 1 else result, strict=True):
            target[...] = value
        self._decide(deciding, terms)

    def _decide(self, deciding: Deciding, terms: Mapping[str, Any]) -> None:
        """Let decide events replace what the rule decided, within the hard terms."""
        block = self._block
        for index, event in find_decide(block.structure, self.rule, block.decided, block.month_now()):
            limits = [np.broadcast_to(terms[name], self._targets[0].shape)[index] for name in deciding.hard]
            self._targets[0][index] = least((event.value, *limits))


def families(structure: Structure, rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in their order, in families: those of one mould that stand side by side on the axis of ties are worked out
    at one go. A mould has as many rules as follow each other in the schedule, and their order among themselves is free,
    since each reads and writes of ties but its own."""
    found: list[list[Rule]] = []
    for alike in _moulds(rules):
        for place, rule in enumerate(sorted(alike, key=lambda rule: structure.span(rule.of).start)):
            if place and structure.span(found[-1][-1].of).stop == structure.span(rule.of).start:
                found[-1].append(rule)
            else:
                found.append([rule])
    return found


def _moulds(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that follow each other and are one function for different kinds of tie; every other rule by itself."""
    found: list[list[Rule]] = []
    for rule in rules:
        if found and _akin(found[-1][-1], rule):
            found[-1].append(rule)
        else:
            found.append([rule])
    return found


def _akin(one: Rule, other: Rule) -> bool:
    return (
        (axis(one.of), axis(other.of)) == ("tie", "tie")
        and one.function.__code__ is other.function.__code__
        and one.function.__closure__ is other.function.__closure__ is None
        and (one.phase, one.writes, one.parameters) == (other.phase, other.writes, other.parameters)
        and (one.decides, one.opening) == (None, other.opening)
        and all(isinstance(read, Read) and read.how == "one" for read in (*one.reads.values(), *other.reads.values()))
        and list(one.reads.items()) == list(other.reads.items())
        and not any(read.of and axis(read.of) == "tie" for read in one.reads.values() if isinstance(read, Read))
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
