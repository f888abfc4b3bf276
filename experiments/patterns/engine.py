"""Run the arms of a pattern over the same futures of a system, and judge what was observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np

from experiments.patterns.declare import Arm, Expect, Measure, Pattern
from experiments.patterns.structure import CHANGES, NEEDS
from experiments.patterns.verdict import Observed, Verdict, judge, observe
from experiments.summary import Floats
from sim.batch import simulate
from sim.futures import Futures, draw_futures
from sim.outcomes import Outcome
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy
from sim.system import System
from sim.timeline import Timeline
from sim.wiring import structures

FROZEN_RULES = ("trust.update", "turnover.relations_*")
"""Rules that move trust; left out, every relationship keeps the trust it started with."""
FROZEN_SETTINGS: Mapping[str, Setting] = {
    "initial_trust": REGISTRY["initial_trust"].default,
    "initial_trust_spread": 0.0,
}
"""With trust frozen no arm has more of it than another: every relationship holds the same."""

Series = Mapping[tuple[str, str], Floats]


@dataclass(frozen=True)
class Trial:
    """What to test a pattern on."""

    system: System
    futures: int
    seed: int = 1
    frozen_trust: bool = False


@dataclass(frozen=True)
class Found:
    """What became of a pattern on one system."""

    pattern: str
    system: str
    verdict: Verdict
    observed: tuple[Observed, ...] = ()
    switched_off: Observed | None = None


def try_pattern(pattern: Pattern, trial: Trial) -> Found:
    """Test a pattern on a system: every arm over the same futures, once more with the mechanism switched off."""
    if not NEEDS[pattern.needs](trial.system):
        return Found(pattern.id, trial.system.id, "not applicable")
    futures = draw_futures(trial.seed, trial.futures)
    levels = _levels(pattern, pattern.expects, trial, futures, (), {})
    observed = tuple(_observe(expect, levels) for expect in pattern.expects)
    off = None
    if (pattern.off or pattern.off_settings) and all(one.held for one in observed):
        first = pattern.expects[:1]
        off = _observe(first[0], _levels(pattern, first, trial, futures, pattern.off, pattern.off_settings))
    return Found(pattern.id, trial.system.id, judge(observed, off), observed, off)


def _observe(expect: Expect, levels: Mapping[tuple[str, Measure], Floats]) -> Observed:
    plus = [levels[name, expect.measure] for name in expect.plus]
    minus = [levels[name, expect.measure] for name in expect.minus]
    value = sum(plus, np.zeros_like(plus[0])) - sum(minus, np.zeros_like(plus[0]))
    return observe(value, [*plus, *minus], expect.sign)


def _levels(
    pattern: Pattern,
    expects: Sequence[Expect],
    trial: Trial,
    futures: Futures,
    without: tuple[str, ...],
    fixed: Mapping[str, Setting],
) -> dict[tuple[str, Measure], Floats]:
    """Every measure that is expected of an arm, by arm and measure: one number for each future."""
    wanted = dict.fromkeys((arm, e.measure) for e in expects for arm in (*e.plus, *e.minus))
    months = max(expect.measure.stop for expect in expects)
    levels: dict[tuple[str, Measure], Floats] = {}
    for name, arm in pattern.arms.items():
        measures = [measure for other, measure in wanted if other == name]
        if measures:
            levels |= _run(pattern, name, arm, measures, trial, futures, months, without, fixed)
    return levels


def _run(
    pattern: Pattern,
    name: str,
    arm: Arm,
    measures: Sequence[Measure],
    trial: Trial,
    futures: Futures,
    months: int,
    without: tuple[str, ...],
    fixed: Mapping[str, Setting],
) -> dict[tuple[str, Measure], Floats]:
    policy = arm_policy(pattern, name, {**fixed, **(FROZEN_SETTINGS if trial.frozen_trust else {})})
    timeline = Timeline(name, name, "", arm.events)
    dropped = dropped_rules(without, trial.frozen_trust)
    system = CHANGES[arm.change](trial.system)
    states = dict.fromkeys(state for measure in measures for state in measure.states)
    outcomes = [_recorded(kind, state) for kind, state in states]
    result = simulate(system, policy, futures, months, outcomes=outcomes, timeline=timeline, without=dropped)
    series = {(kind, state): result.series[f"{kind} {state}"] for kind, state in states}
    entities = structures(system, policy, timeline).entities
    ids = {kind: [entity.id for entity in entities[kind]] for kind, _ in states}
    return {(name, measure): value(measure, series, ids[measure.kind]) for measure in measures}


def arm_policy(pattern: Pattern, name: str, fixed: Mapping[str, Setting]) -> Policy:
    """The settings of an arm as a policy: circumstances, what is varied, and what is fixed for the test."""
    return Policy(name, name, "", {**pattern.given, **pattern.arms[name].settings, **fixed})


def dropped_rules(without: tuple[str, ...], frozen_trust: bool) -> tuple[str, ...]:
    """Rules to leave out; what freezes trust is not named twice."""
    if not frozen_trust:
        return without
    return (*without, *(rule for rule in FROZEN_RULES if not any(fnmatchcase(rule, name) for name in without)))


def _recorded(kind: str, state: str) -> Outcome:
    return Outcome(f"{kind} {state}", state, "", "neither", 0.0, "", "", state, kind, "mean")


def value(measure: Measure, series: Series, ids: Sequence[str]) -> Floats:
    """The measure in each future, from months x entities x futures."""
    monthly = series[measure.kind, measure.state]
    for state in measure.per:
        monthly = monthly / series[measure.kind, state]
    if measure.only:
        monthly = monthly[:, [i for i, code in enumerate(ids) if code.endswith(measure.only)]]
        ids = [code for code in ids if code.endswith(measure.only)]
    single = _over(measure, monthly, ids)
    found = single[measure.start : measure.stop].mean(axis=0)
    if measure.since is not None:
        found = found - measure.times * single[slice(*measure.since)].mean(axis=0)
    return np.asarray(found)


def _over(measure: Measure, monthly: Floats, ids: Sequence[str]) -> Floats:
    """One number a month from those of several entities."""
    if measure.over == "total":
        return np.asarray(monthly.sum(axis=1))
    if measure.over == "sizes":
        return np.asarray(np.abs(monthly).sum(axis=1))
    if measure.over == "least":
        return np.asarray(monthly.min(axis=1))
    if measure.over == "most":
        return np.asarray(monthly.max(axis=1))
    if measure.over == "spread":
        return np.asarray(monthly.std(axis=1))
    if measure.over == "alternate":
        order = np.argsort(np.array(ids))
        return np.asarray(monthly[:, order[::2]].mean(axis=1) - monthly[:, order[1::2]].mean(axis=1))
    return np.asarray(monthly.mean(axis=1))
