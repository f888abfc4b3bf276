"""Put an explanation together: the stories, where they part, and the replays that prove what it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from experiments.attribution import differing as levers_that_differ
from experiments.attribution import mixed
from experiments.explain.parting import Link, Parted, chain, partings
from experiments.explain.replays import (
    Effect,
    Floats,
    Key,
    Noted,
    Runs,
    Stage,
    chosen,
    differing,
    effect,
    grouped,
    others,
    run,
    the_run_and_others,
)
from experiments.readers import readable
from experiments.replay import future
from experiments.summary import mean_interval
from sim.entities import SERVICES
from sim.outcomes import Outcome
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline
from sim.trace import Decision

SPLIT = 3
"""So many kinds of decision are split by service or organisation."""
MOST_LEVERS = 12
"""Settings are replayed one by one when no more of them differ."""
TURNING = 12
"""So many candidate turning points of a single run are replayed."""
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """What is to be explained."""

    system: System
    first: Policy
    second: Policy | None
    number: int
    outcome: Outcome
    seed: int = 1
    years: int = 10
    futures: int = 100
    timeline: Timeline = STEADY


@dataclass
class Explanation:
    """What was found. Figures of the outcome are in the unit people read."""

    wanted: Wanted
    outcome: Outcome
    first: float
    second: float | None
    stories: tuple[list[Decision], list[Decision]]
    series: tuple[list[float], list[float]]
    parted: list[Parted] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Second less first over all futures, with its 95 % interval."""
    everything: Effect | None = None
    settings: Effect | None = None
    """What the settings do by themselves, all decisions held."""
    levers: list[Effect] = field(default_factory=list)
    """The same, lever by lever."""
    kinds: list[Effect] = field(default_factory=list)
    parts: list[Effect] = field(default_factory=list)
    turning: list[Effect] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether the two runs are the same, to the last decision and the last month of the outcome."""
        return not self.parted and self.first == self.second and self.series[0] == self.series[1]

    @property
    def total(self) -> float:
        """What the second policy adds to the outcome in this run."""
        return (self.second or 0.0) - self.first


def explain(wanted: Wanted, progress: Progress = lambda _: None) -> Explanation:
    """Explain one run, or the difference between two policies in the same future."""
    progress("telling the story")
    first = _story(wanted, wanted.first)
    if wanted.second is None:
        return _turning_points(wanted, first, progress)
    second = _story(wanted, wanted.second)
    futures, at = the_run_and_others(wanted.seed, wanted.number, wanted.futures)
    shown, factor = readable(wanted.outcome)
    stage = Stage(wanted.system, futures, 12 * wanted.years, wanted.outcome, wanted.timeline)
    progress("both policies in every future")
    base, other = run(stage, wanted.first, note=True), run(stage, wanted.second, note=True)
    difference = factor * (other.values - base.values)
    found = Explanation(
        wanted,
        shown,
        factor * float(base.values[at]),
        factor * float(other.values[at]),
        (first, second),
        (_months(base, at, factor), _months(other, at, factor)),
        parted := partings(first, second),
        chain(parted),
        (float(difference.mean()), *mean_interval(difference)),
    )
    if not found.same:
        _prove(wanted, stage, found, (base, other), at, progress)
    return found


def _story(wanted: Wanted, policy: Policy) -> list[Decision]:
    from sim.model import Model

    one = future(wanted.seed, wanted.number)
    values = {name: float(row[0]) for name, row in one.values.items()}
    model = Model(wanted.system, policy, one.seed, int(one.replicates[0]), values, timeline=wanted.timeline)
    model.run(12 * wanted.years)
    return model.story


def _months(runs: Runs, at: int, factor: float) -> list[float]:
    return [factor * float(value) for value in runs.series[:, at]]


def _prove(
    wanted: Wanted, stage: Stage, found: Explanation, both: tuple[Runs, Runs], at: int, progress: Progress
) -> None:
    """Replay with decisions exchanged, and with settings exchanged: all, each kind, and the weightiest in parts."""
    base, other = both
    assert wanted.second is not None  # noqa: S101
    first, second = wanted.first, wanted.second
    factor = readable(wanted.outcome)[1]
    name = namer(found.stories)
    keys = differing(other.noted, base.noted)

    def into(policy: Policy, replaced: Noted) -> Floats:
        """What is added to the first policy's outcome."""
        return np.asarray(factor * (run(stage, policy, replaced).values - base.values))

    def out(policy: Policy, replaced: Noted) -> Floats:
        """What is lost of the second policy's outcome."""
        return np.asarray(factor * (other.values - run(stage, policy, replaced).values))

    def decided(label: str, keys: Sequence[Key]) -> Effect:
        progress(f"replaying with another {label}")
        changes = into(first, chosen(other.noted, keys)), out(second, chosen(base.noted, keys))
        return effect(label, *changes, at, others(keys, other.noted, base.noted, at), keys)

    def directly(lever: str) -> Effect:
        progress(f"decisions held, another setting of {REGISTRY[lever].label}")
        one = frozenset([lever])
        changes = into(mixed(first, second, one), base.noted), out(mixed(second, first, one), other.noted)
        return effect(REGISTRY[lever].label, *changes, at)

    progress("all decisions, and all settings")
    whole = factor * (other.values - base.values)
    decisions = into(first, chosen(other.noted, keys))
    settings = into(second, chosen(base.noted, keys))
    count = others(keys, other.noted, base.noted, at)
    found.everything = effect("all decisions", decisions, whole - settings, at, count, keys)
    found.settings = effect("all settings", settings, whole - decisions, at)
    found.kinds = ranked(decided(label, members) for label, members in grouped(keys, lambda k: k.decision).items())
    for kind in found.kinds[:SPLIT]:
        parts = grouped(kind.keys, name)
        if len(parts) > 1 and weighty(kind, found.outcome):
            found.parts += [decided(label, members) for label, members in parts.items()]
    found.parts = ranked(found.parts)
    names = levers_that_differ(second, first)
    if len(names) <= MOST_LEVERS:
        found.levers = ranked(directly(lever) for lever in names)


def weighty(found: Effect, outcome: Outcome) -> bool:
    """Whether an effect is worth telling: a tenth of the smallest difference that matters, here or on average."""
    return max(abs(found.run), abs(found.mean)) >= 0.1 * outcome.matters


def ranked(effects: Iterable[Effect]) -> list[Effect]:
    """The largest change in the run first; those that change nothing anywhere left out."""
    moving = [e for e in effects if e.run != 0.0 or e.mean != 0.0]
    return sorted(moving, key=lambda e: (-abs(e.run), -abs(e.mean), e.label))


def namer(stories: tuple[Sequence[Decision], Sequence[Decision]]) -> Callable[[Key], str]:
    """How a decision's group is called: by service where it concerns one, else by whom it concerns or who takes it."""
    told = {(d.decision, d.agent, d.entity): d.about or d.agent_name for story in stories for d in story}

    def name(key: Key) -> str:
        service = key.entity.rsplit(":", 1)[-1]
        if key.entity.startswith("remit:") and service in SERVICES:
            return f"{key.decision}: {SERVICES[service][0]}"
        return f"{key.decision}: {told.get((key.decision, key.agent, key.entity), key.entity)}"

    return name


def _turning_points(wanted: Wanted, story: list[Decision], progress: Progress) -> Explanation:
    """Replay one run as if a decision had not been taken: the event had not come, the old value had stayed."""
    shown, factor = readable(wanted.outcome)
    one = future(wanted.seed, wanted.number)
    stage = Stage(wanted.system, one.twice(), 12 * wanted.years, wanted.outcome, wanted.timeline)
    base = run(stage, wanted.first, note=True)
    told = {Key(d.month, d.decision, d.agent, d.entity): d.kind == "chance" for d in story}
    donor, groups = undone({key: values for key, values in base.noted.items() if key in told}, told)
    effects = []
    for (month, decision), keys in candidates(groups, donor, base.noted):
        progress(f"replaying without {decision}")
        changes = factor * (run(stage, wanted.first, chosen(donor, keys)).values - base.values)
        effects.append(effect(f"{decision}@{month}", changes, changes, 0, others(keys, donor, base.noted, 0), keys))
    value, series = factor * float(base.values[0]), _months(base, 0, factor)
    found = Explanation(wanted, shown, value, None, (story, []), (series, []))
    found.turning = ranked(effects)
    return found


def undone(noted: Noted, chance: Mapping[Key, bool]) -> tuple[dict[Key, Floats], dict[tuple[int, str], list[Key]]]:
    """For every decision that changed something, the value as if it had not been taken.

    An event that came does not come; a decided figure stays what it was the time before. The first figure of each
    subject is the start and has no time before.
    """
    before: dict[tuple[str, str, str], Floats] = {}
    donor: dict[Key, Floats] = {}
    groups: dict[tuple[int, str], list[Key]] = {}
    for key, values in noted.items():
        whom = (key.decision, key.agent, key.entity)
        old = np.zeros_like(values) if chance[key] else before.get(whom)
        if old is not None and not np.array_equal(old, values):
            donor[key] = old
            groups.setdefault((key.month, key.decision), []).append(key)
        before[whom] = values
    return donor, groups


def candidates(
    groups: dict[tuple[int, str], list[Key]], donor: Noted, noted: Noted
) -> list[tuple[tuple[int, str], list[Key]]]:
    """The groups of a month that changed most by the usual measure of their kind; no kind has more than a third."""
    sizes = {g: sum(float(abs(noted[k][0] - donor[k][0])) for k in keys) for g, keys in groups.items()}
    usual: dict[str, list[float]] = {}
    for (_, decision), size in sizes.items():
        usual.setdefault(decision, []).append(size)
    rank = sorted(sizes, key=lambda g: (-sizes[g] / (float(np.mean(usual[g[1]])) or 1.0), g))
    taken: list[tuple[int, str]] = []
    for group in rank:
        if sum(1 for _, decision in taken if decision == group[1]) < TURNING // 3 and len(taken) < TURNING:
            taken.append(group)
    return [(group, groups[group]) for group in taken]
