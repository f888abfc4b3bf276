"""The NumPy engine: policies in many futures, a block of runs at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim import resting
from sim.block import Block, Change, Key
from sim.decide import Decide
from sim.futures import Futures
from sim.gathers import LINE, Array, keep_memory
from sim.outcomes import CATALOGUE, Outcome, Tally
from sim.parameters import Setting
from sim.policy import Policy
from sim.series import Counts, Request, in_full, requests
from sim.state import GIVEN, STATES
from sim.system import System
from sim.timeline import STEADY, Timeline
from sim.wiring import Program, check_decides, needed, program, settings

Watcher = Callable[[int, Mapping[Key, Array]], None]
OPENING = -1
"""The month before the first: the books are open and nothing has happened."""

STATES_ROOM = 64 * 2**20
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
        opening: bool = False,
    ) -> None:
        if len(futures) < 1 or months < 1:
            raise ValueError("at least one future and one month are needed")
        self._system, self._policy, self._futures, self._months = system, policy, futures, months
        self._outcomes, self._asked, self._timeline = outcomes, asked, timeline
        self._decides, self._watch, self._same_shocks = (*timeline.decides, *decides), watch, same_shocks
        self._without, self._opening = without, opening
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
        self._held: Block | None = None
        self._rests = same_shocks is None and watch is None
        """Whether blocks are taken up again and left to others: not where they are looked into, or draw otherwise."""
        self._wanted = None if watch else needed(self.plan.structure, {(o.kind, o.state) for o in outcomes})
        self.widest = runs if watch else runs_at_a_time(self.plan, self._wanted)
        """Runs in a stretch at most."""

    def enter(self, part: slice) -> None:
        """Take up a stretch of futures."""
        own = self._futures.block(part.start, part.stop)
        padded = own.filled_up(LINE) if self._watch is None else own if len(own) > 1 else own.twice()

        def change(month: int) -> tuple[Program, Mapping[str, Setting | Array]]:
            """What the timeline makes of rules and settings in a month."""
            changed = program(self._system, self._policy, self._timeline, month, self.plan.structure, self._without)
            return changed, settings(self._system, self._policy, padded.values, self._timeline, month)

        self._part = part
        if self.result.counts is not None:
            self.shown = np.zeros((self.result.counts.shape[1], len(own)))
        self._held = self._taken_up(padded, change)
        self._tallies = {o.name: Tally(o, self._months) for o in self._outcomes}
        if self._watch is not None and self._opening:
            self._watch(OPENING, self._block.now)

    def _taken_up(self, runs: Futures, change: Change) -> Block:
        """A block for these runs: one that rests, if it fits, or a new one."""
        plan, timeline, wanted = self.plan, self._timeline, self._wanted
        values = settings(self._system, self._policy, runs.values, timeline)
        block = resting.take(lambda block: block.fits(plan, values, len(runs), wanted)) if self._rests else None
        if block is not None:
            block.take_up(plan, values, runs.seed, runs.replicates, self._decides, timeline, change)
            return block
        resting.make_room(8 * len(runs) * numbers(plan, wanted))
        return Block(
            plan,
            values,
            runs.seed,
            runs.replicates,
            self._decides,
            self._same_shocks,
            timeline,
            change,
            wanted,
        )

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

    def let_go(self) -> None:
        """Let the block rest, wherever the stretch was left."""
        if self._held is not None and self._rests:
            resting.rest(self._held)
        self._held = None

    @property
    def _block(self) -> Block:
        assert self._held is not None
        return self._held


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
    opening: bool = False,
) -> BatchResult:
    """Run a policy in every future; shapes are (entities, futures) and (months, entities, futures).

    ``series`` says of which outcomes the months are kept beside their summary, and how, by name (``sim.series``);
    outcomes alone are kept in full, and all are unless told. ``without`` leaves out rules, to switch a mechanism off
    (``sim.wiring``). ``check`` is called after each month of a block, and may raise to end the work. ``watch(month,
    states)`` is called after each month with every state, with ``opening`` also before the first (tests hold the
    engines to each other with it); then all futures go through in one block. Raises ``ValueError`` when there is no
    future or no month, or for a series that cannot be kept.
    """
    asked = requests(outcomes, series)
    way = _Way(
        system, policy, futures, months, outcomes, asked, timeline, decides, watch, same_shocks, without, opening
    )
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
            try:
                for way in ways:
                    way.enter(part)
                for month in range(months):
                    for way in ways:
                        way.step(month)
                    after(month)
                for way in ways:
                    way.leave()
            finally:
                for way in ways:
                    way.let_go()


def runs_at_a_time(plan: Program, wanted: frozenset[Key] | None = None) -> int:
    """How many runs to take through the months together: many, so that the calls of NumPy weigh little, but no more
    than hold their states (those ``wanted``) in ``STATES_ROOM``."""
    return int(min(max(STATES_ROOM // (8 * numbers(plan, wanted)), LINE), WIDEST))


def numbers(plan: Program, wanted: frozenset[Key] | None) -> int:
    """Numbers that the states of one run are."""
    held = [key for key, state in STATES.items() if state.start != GIVEN and (wanted is None or key in wanted)]
    return sum(plan.structure.count(kind) for kind, _ in held)


def stretches(count: int, widest: int) -> list[slice]:
    """``count`` runs in stretches of equal length but the last, none above ``widest``, in whole cache lines."""
    pieces = -(-count // widest)
    length = -(-count // (pieces * LINE)) * LINE
    return [slice(start, min(start + length, count)) for start in range(0, count, length)]
