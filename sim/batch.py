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
from sim.gathers import LINE, Array, Fill, Source, aligned, along, fresh, joined, keep_memory, tiles
from sim.ops import least
from sim.outcomes import CATALOGUE, Outcome, Tally
from sim.parameters import Setting
from sim.policy import Policy
from sim.reorganisation import carry
from sim.rules import ByChoice, Calendar, Deciding, Draw, Read, Rule
from sim.schedule import PHASES, due
from sim.series import Counts, Request, in_full, requests
from sim.shocks import Pool, Stream, run_keys
from sim.state import GIVEN, PARAMETER, STATES, State
from sim.structure import Structure, axis
from sim.system import System
from sim.timeline import STEADY, Timeline
from sim.tracing import Call, Scratch, Trace
from sim.wiring import Program, check_decides, find_decide, needed, program, resolve, settings, table_value

Key = tuple[str, str]
Watcher = Callable[[int, Mapping[Key, Array]], None]


ROOM = 64 * 2**20
"""Bytes that the states of a block may fill: measured, systems of 2 to 10 places gain nothing beyond it."""
WIDEST = 1536
"""Runs in a block at most."""


@dataclass(frozen=True)
class BatchResult:
    """Outcomes (entities, runs) and monthly series (months, entities, runs) by outcome name."""

    outcomes: dict[str, Array]
    series: dict[str, Array]
    counts: Counts | None = None
    """Of the outcomes whose months are counted instead of kept; None where there are none."""


@dataclass(frozen=True)
class Both:
    """What two policies come to in the same futures, and how they differ where quantiles are asked for."""

    first: BatchResult
    second: BatchResult
    differences: Counts | None


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
        self.plan = plan
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
        self._allocate()
        self._steps = self._bind()
        self._open()

    def _bind(self) -> dict[str, list[_Step]]:
        """Bind every rule of the plan to the arrays and parameters as they stand."""
        self.last = {key: _copy(self.now[key]) for key in sorted(remembered(self.plan)) if self.wants(key)}
        self._pools: dict[tuple[str, bool], Pool] = {}
        self.scratch = Scratch(self.runs)
        steps: dict[str, list[_Step]] = {phase: [] for phase in PHASES}
        wanted = [r for r in self.plan.rules if any(self.wants((axis(r.of), name)) for name in r.writes)]
        for rules in families(self.structure, wanted):
            steps[rules[0].phase].append(_Step(self, rules))
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
            count = self.structure.count(kind)
            if state.start == GIVEN:
                self.now[key] = _given(self.structure, kind, name)
            elif state.start == PARAMETER:
                rows = [self._values[f"{name}_{e.id.split(':', 1)[1]}"] for e in self.structure.entities[kind]]
                self.now[key] = aligned((count, self.runs))
                for held, row in zip(self.now[key], rows, strict=True):
                    held[...] = row
            else:
                self.now[key] = aligned((count, self.runs))
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
            self._steps = self._bind()
        else:
            self._remember()

    def steps(self, phase: str) -> list[_Step]:
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
        self._steps, self._pools, self.now, self.last = {}, {}, {}, {}

    def month_now(self) -> int:
        """The month being run."""
        return self._month


class _Step:
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
    """Rules in their order; those that follow each other, are one function for different kinds of tie, and stand side
    by side on the axis of ties make a family, which is worked out at one go."""
    found: list[list[Rule]] = []
    for rule in rules:
        if found and _akin(structure, found[-1][-1], rule):
            found[-1].append(rule)
        else:
            found.append([rule])
    return found


def _akin(structure: Structure, one: Rule, other: Rule) -> bool:
    return (
        (axis(one.of), axis(other.of)) == ("tie", "tie")
        and structure.span(one.of).stop == structure.span(other.of).start
        and one.function.__code__ is other.function.__code__
        and one.function.__closure__ is other.function.__closure__ is None
        and (one.phase, one.writes, one.parameters) == (other.phase, other.writes, other.parameters)
        and (one.decides, one.opening) == (None, other.opening)
        and all(isinstance(read, Read) and read.how == "one" for read in (*one.reads.values(), *other.reads.values()))
        and list(one.reads.items()) == list(other.reads.items())
        and not any(read.of and axis(read.of) == "tie" for read in one.reads.values() if isinstance(read, Read))
    )


def remembered(plan: Program) -> set[Key]:
    """States of which last month's value must be kept beside this month's.

    The others are read for the last time before the first rule that writes them, so what was there last month still
    is. What the start and the baseline read is kept, since they run out of turn.
    """
    first: dict[Key, int] = {}
    for position, rule in enumerate(plan.rules):
        if PHASES[rule.phase] > 0:
            for name in rule.writes:
                first.setdefault((axis(rule.of), name), position)
    kept: set[Key] = set()
    for position, rule in enumerate(plan.rules):
        for read in rule.reads.values():
            if isinstance(read, Read) and read.month == "last":
                key = (resolve(plan.structure, rule, read).state.kind, read.state)
                written = first.get(key, len(plan.rules))
                own = not read.of and written == position
                if PHASES[rule.phase] == 0 or written < position or (written == position and not own):
                    kept.add(key)
    return kept


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


class _Way:
    """A policy's way through futures, a stretch of them at a time, and what is kept of it."""

    def __init__(
        self,
        system: System,
        policy: Policy,
        futures: Futures,
        months: int,
        outcomes: Sequence[Outcome],
        asked: Mapping[str, Request],
        timeline: Timeline,
        decides: Sequence[Decide] = (),
        watch: Watcher | None = None,
        same_shocks: Callable[[str], str] | None = None,
        without: Sequence[str] = (),
    ) -> None:
        if len(futures) < 1 or months < 1:
            raise ValueError("at least one future and one month are needed")
        self._system, self._policy, self._futures, self._months = system, policy, futures, months
        self._outcomes, self._asked, self._timeline = outcomes, asked, timeline
        self._decides, self._watch, self._same_shocks = (*timeline.decides, *decides), watch, same_shocks
        self._without = without
        self.plan = program(system, policy, timeline, 0, None, without)
        check_decides(self.plan, self._decides)
        keep_memory()
        runs, count = len(futures), {o: self.plan.structure.count(o.kind) for o in outcomes}
        full = {o: in_full(asked[o.name], runs) for o in outcomes if asked.get(o.name, "quantiles") != "quantiles"}
        counted = {o: count[o] for o in outcomes if asked.get(o.name) == "quantiles"}
        self.result = BatchResult(
            {o.name: np.empty((count[o], runs)) for o in outcomes},
            {o.name: np.empty((months, count[o], kept)) for o, kept in full.items()},
            Counts(counted, months) if counted else None,
        )
        self.shown = np.empty((0, 0))
        """What the series of counted outcomes show in the month that was run: (rows, runs), as in their counts."""
        self._wanted = None if watch else needed(self.plan.structure, {(o.kind, o.state) for o in outcomes})
        self.widest = runs if watch else runs_at_a_time(self.plan, self._wanted)
        """Runs in a stretch at most."""

    def enter(self, part: slice) -> None:
        """Take up a stretch of futures."""
        own = self._futures.block(part.start, part.stop)
        padded = own.filled_up(LINE) if self._watch is None else own if len(own) > 1 else own.twice()
        values = settings(self._system, self._policy, padded.values, self._timeline)

        def change(month: int) -> tuple[Program, Mapping[str, Setting | Array]]:
            """What the timeline makes of rules and settings in a month."""
            changed = program(self._system, self._policy, self._timeline, month, self.plan.structure, self._without)
            return changed, settings(self._system, self._policy, padded.values, self._timeline, month)

        self._part = part
        if self.result.counts is not None:
            self.shown = np.zeros((self.result.counts.shape[1], len(own)))
        self._block = Block(
            self.plan,
            values,
            padded.seed,
            padded.replicates,
            self._decides,
            self._same_shocks,
            self._timeline,
            change,
            self._wanted,
        )
        self._tallies = {o.name: Tally(o, self._months) for o in self._outcomes}

    def step(self, month: int) -> None:
        """Run a month of the stretch, and keep what is asked for."""
        self._block.step(month)
        for outcome in self._outcomes:
            values, there = self._block.seen(outcome)
            self._tallies[outcome.name].add(month, values, there)
            if outcome.name in self._asked:
                rows = values if there is None else np.where(there, values, np.nan)
                self._keep(outcome, month, rows[:, : self._part.stop - self._part.start])
        if self.result.counts is not None:
            self.result.counts.add(month, self.shown)
        if self._watch is not None:
            self._watch(month, self._block.now)

    def _keep(self, outcome: Outcome, month: int, rows: Array) -> None:
        if outcome.name in self.result.series:
            room = self.result.series[outcome.name][month, :, self._part]
            room[...] = rows[:, : room.shape[-1]]
        elif self.result.counts is not None:
            room = self.shown[self.result.counts.rows[outcome.name]]
            room[...] = room + rows if outcome.summary == "total" else rows

    def leave(self) -> None:
        """Put down what the stretch came to."""
        for name, tally in self._tallies.items():
            self.result.outcomes[name][:, self._part] = tally.result()[:, : self._part.stop - self._part.start]
        self._block.close()


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
    *,
    series: Sequence[Outcome] | Mapping[str, Request] | None = None,
    check: Callable[[], object] = lambda: None,
) -> BatchResult:
    """Run a policy in every future; shapes are (entities, futures) and (months, entities, futures).

    ``series`` says of which outcomes the months are kept beside their summary, and how, by name (``sim.series``);
    outcomes alone are kept in full, and all are unless told. ``without`` leaves out rules, to switch a mechanism off
    (``sim.wiring``). ``check`` is called after each month of a block, and may raise to end the work. ``watch(month,
    states)`` is called after each month with every state (tests hold the engines to each other with it); then all
    futures go through in one block. Raises ``ValueError`` when there is no future or no month, or for a series that
    cannot be kept.
    """
    asked = requests(outcomes, series)
    way = _Way(system, policy, futures, months, outcomes, asked, timeline, decides, watch, same_shocks, without)
    _go((way,), len(futures), months, lambda _: check())
    return way.result


def simulate_both(
    system: System,
    first: Policy,
    second: Policy,
    futures: Futures,
    months: int = 120,
    outcomes: Sequence[Outcome] = CATALOGUE,
    timeline: Timeline = STEADY,
    *,
    series: Sequence[Outcome] | Mapping[str, Request] | None = None,
    check: Callable[[], object] = lambda: None,
) -> Both:
    """Run two policies side by side in every future, as ``simulate`` does, and count how they differ month by month.

    Where quantiles are asked for, those of the paired difference (first less second, future by future) are counted,
    too. Both months are there at the same time, so neither needs to be kept. Raises ``ValueError`` as ``simulate``
    does, and when an outcome is to be counted whose entities are not the same under both policies.
    """
    asked = requests(outcomes, series)
    ways = [_Way(system, policy, futures, months, outcomes, asked, timeline) for policy in (first, second)]
    ids = [
        {o: [e.id for e in way.plan.structure.entities[o.kind]] for o in outcomes if asked.get(o.name) == "quantiles"}
        for way in ways
    ]
    for outcome in ids[0]:
        if ids[0][outcome] != ids[1][outcome]:
            raise ValueError(
                f"'{outcome.name}' is not of the same entities under both policies, so it cannot be paired"
            )
    differences = Counts({o: len(who) for o, who in ids[0].items()}, months) if ids[0] else None

    def after(month: int) -> None:
        """Count the differences of a month."""
        if differences is not None:
            differences.add(month, ways[0].shown - ways[1].shown)
        check()

    _go(ways, len(futures), months, after)
    return Both(ways[0].result, ways[1].result, differences)


def _go(ways: Sequence[_Way], futures: int, months: int, after: Callable[[int], object]) -> None:
    """Walk ways side by side, stretch by stretch; ``after`` is called when all have run a month."""
    for part in stretches(futures, min(way.widest for way in ways)):
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            for way in ways:
                way.enter(part)
            for month in range(months):
                for way in ways:
                    way.step(month)
                after(month)
            for way in ways:
                way.leave()


def runs_at_a_time(plan: Program, wanted: frozenset[Key] | None = None) -> int:
    """How many runs to take through the months together: many, so that the calls of NumPy weigh little, but no more
    than hold their states (those ``wanted``) in ``ROOM``."""
    held = [key for key, state in STATES.items() if state.start != GIVEN and (wanted is None or key in wanted)]
    numbers = sum(plan.structure.count(kind) for kind, _ in held)
    return int(min(max(ROOM // (8 * numbers), LINE), WIDEST))


def stretches(count: int, widest: int) -> list[slice]:
    """``count`` runs in stretches of equal length but the last, none above ``widest``, in whole cache lines."""
    pieces = -(-count // widest)
    length = -(-count // (pieces * LINE)) * LINE
    return [slice(start, min(start + length, count)) for start in range(0, count, length)]
