"""Runs with some of their decisions replaced: how a claimed cause is proved.

Under a policy every decision is noted, future by future. A replay runs another policy with a group of its decisions
replaced by those that were noted for the same future, month and subject; nothing else is touched. The NumPy engine
does it for many futures at once, and gives for each future the same bits as the Mesa engine that tells its story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from sim.block import Block
from sim.decide import Decide
from sim.futures import Futures, draw_futures
from sim.made import LastMade
from sim.outcomes import Outcome, summarise
from sim.policy import Policy
from sim.rules import Rule
from sim.steps import Step
from sim.system import System
from sim.timeline import STEADY, Timeline
from sim.wiring import Program, decided_by, decider, program, settings

Floats = NDArray[np.float64]


@dataclass(frozen=True, order=True)
class Key:
    """Which decision: month, name, who took it (stable id), and what it concerns (stable id)."""

    month: int
    decision: str
    agent: str
    entity: str


Noted = Mapping[Key, Floats]
"""Decisions of a block of runs: one value for each run."""


@dataclass
class Runs:
    """What a block of runs came to on one outcome: a number for each run, the months, and every decision."""

    values: Floats
    series: Floats
    noted: dict[Key, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """Everything that stays the same between replays."""

    system: System
    futures: Futures
    months: int
    outcome: Outcome
    timeline: Timeline = STEADY
    blocks: LastMade[Block] = field(default_factory=lambda: LastMade(2), repr=False, compare=False)
    """Those of the last two policies, which are played again and again."""


def the_run_and_others(seed: int, number: int, count: int) -> tuple[Futures, int]:
    """At least ``count`` futures of a seed, with one among them; and where that one stands."""
    many = draw_futures(seed, max(count, 2))
    if number < len(many):
        return many, number
    one = draw_futures(seed, 1, first=number)
    values = {name: np.concatenate([v, one.values[name]]) for name, v in many.values.items()}
    return Futures(seed, np.concatenate([many.replicates, one.replicates]), values), len(many)


def run(stage: Stage, policy: Policy, replaced: Noted | None = None, *, note: bool = False) -> Runs:
    """Run a policy in every future, with decisions replaced, and note the decisions taken if asked to."""
    system, futures, timeline = stage.system, stage.futures, stage.timeline
    if len(futures) < 2 or stage.months < 1:
        raise ValueError("at least two futures and one month are needed")
    outcome = stage.outcome
    plan = program(system, policy, timeline)

    def change(month: int) -> tuple[Program, Mapping[str, Any]]:
        """What the timeline makes of rules and settings in a month."""
        changed = program(system, policy, timeline, month, plan.structure)
        return changed, settings(system, policy, futures.values, timeline, month)

    def made() -> Block:
        values, kind = settings(system, policy, futures.values, timeline), _NotingBlock if note else Block
        return kind(plan, values, futures.seed, futures.replicates, (), None, timeline, change)

    found = np.empty((stage.months, plan.structure.count(outcome.kind), len(futures)))
    runs = Runs(np.empty(0), found)
    with np.errstate(divide="raise", invalid="raise", over="raise"):
        block = made() if note else stage.blocks.of((policy,), made)
        block.restart((*timeline.decides, *events(plan, replaced or {})))
        for month in range(stage.months):
            block.step(month)
            found[month] = block.now[outcome.kind, outcome.state]
    if isinstance(block, _NotingBlock):
        runs.noted = block.noted
    runs.values, runs.series = summarise(outcome, found)[0], found[:, 0]
    return runs


def events(plan: Program, replaced: Noted) -> list[Decide]:
    """Decide events with a value for each run; decisions that this policy's structure does not know are left out."""
    known = {
        (rule.decides.name, decider(plan.structure, rule, index), entity.id)
        for rule in plan.rules
        if rule.decides is not None
        for index, entity in enumerate(plan.structure.members(rule.of))
    }
    return [
        # The NumPy engine takes a row of values, one for each run, wherever it takes a number.
        Decide(key.month, key.agent, key.decision, cast(float, values), key.entity, by="replay")
        for key, values in replaced.items()
        if (key.decision, key.agent, key.entity) in known
    ]


class _NotingBlock(Block):
    """A block that notes every decision when it is taken: a later rule of the same month may undo it."""

    def __init__(self, *whatever: Any) -> None:
        self.noted: dict[Key, Floats] = {}
        super().__init__(*whatever)

    def bound(self, rules: Sequence[Rule]) -> Step:
        return _NotingStep(self, rules) if rules[0].decides else super().bound(rules)


class _NotingStep(Step):
    """A deciding rule that notes what was decided."""

    def __init__(self, block: _NotingBlock, rules: Sequence[Rule]) -> None:
        super().__init__(block, rules)
        (rule,) = rules  # whoever decides does so alone
        assert rule.decides is not None  # noqa: S101
        self._noted, self._now, self._decision = block.noted, block.month_now, rule.decides.name
        self._whom = decided_by(block.structure, rule)

    def run(self) -> None:
        """Carry out the rule, then note its decisions."""
        super().run()
        for i, agent, entity in self._whom:
            self._noted[Key(self._now(), self._decision, agent, entity)] = self._targets[0][i].copy()


@dataclass(frozen=True)
class Effect:
    """What replacing a group of decisions changes in the outcome: in the run itself and over all futures.

    It is tried in both directions, since a decision may do little by itself and much together with others: put into
    the first policy's runs, and left out of the second's. What it accounts for is the mean of the two.
    """

    label: str
    decisions: int
    """How many decisions of the run itself became others."""
    into: float
    """Change in the run when they are put into the first policy."""
    out: float
    """Change in the run that is lost when they are left out of the second."""
    run: float
    """What they account for in the run: the mean of the two."""
    mean: float
    low: float
    high: float
    """What they account for over all futures, with its 95 % interval."""
    keys: tuple[Key, ...] = ()

    def share(self, total: float) -> float:
        """Which part of a difference it accounts for, in the run; not a number where there is none."""
        return self.run / total if abs(total) > 1e-12 else float("nan")


def effect(label: str, into: Floats, out: Floats, at: int, decisions: int = 0, keys: Sequence[Key] = ()) -> Effect:
    """An effect from the changes in all futures, put in and left out."""
    from experiments.summary import mean_interval

    change = 0.5 * (into + out)
    mean, interval = float(change.mean()), mean_interval(change)
    return Effect(label, decisions, float(into[at]), float(out[at]), float(change[at]), mean, *interval, tuple(keys))


def others(keys: Iterable[Key], donor: Noted, base: Noted, at: int) -> int:
    """How many of these decisions are others in the run itself."""
    return sum(1 for key in keys if key not in base or base[key][at] != donor[key][at])


def differing(donor: Noted, base: Noted) -> list[Key]:
    """The donor's decisions that are another's in any of the futures."""
    return [key for key in donor if key in base and not np.array_equal(donor[key], base[key])]


def chosen(noted: Noted, keys: Iterable[Key]) -> dict[Key, Floats]:
    """The decisions with these keys."""
    return {key: noted[key] for key in keys}


def grouped(keys: Iterable[Key], name: Callable[[Key], str]) -> dict[str, list[Key]]:
    """Keys by the name of their group, in order of appearance."""
    groups: dict[str, list[Key]] = {}
    for key in keys:
        groups.setdefault(name(key), []).append(key)
    return groups
