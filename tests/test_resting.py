"""A block that is taken up again gives the bits of a new one, whatever the last question was."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from engines import bits

from experiments.config import load_policy, load_system, load_timeline
from sim import resting
from sim.batch import simulate, simulate_both
from sim.block import Block
from sim.decide import Decide
from sim.futures import Futures, draw_futures
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy
from sim.rules import Rule
from sim.steps import Step
from sim.structure import build
from sim.timeline import Timeline

QUESTIONS = 3
RUNS, MONTHS = 5, 38
LEVERS = [p for p in REGISTRY.role("lever") if not p.structural]


@pytest.fixture(autouse=True)
def none_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resting, "_resting", [])


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> list[Block]:
    """Every block that is made from now on."""
    made: list[Block] = []
    first = Block.__init__

    def noted(block: Block, *rest: object) -> None:
        made.append(block)
        first(block, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Block, "__init__", noted)
    return made


def futures(rng: random.Random, asked: int) -> Futures:
    """Other futures each time; some uncertainties are 0, or at an end of their range, in all or in some of them."""
    drawn = draw_futures(asked, RUNS, first=rng.randrange(1000))
    values = dict(drawn.values)
    for name in rng.sample(sorted(values), 40):
        declared = REGISTRY[name]
        ends = [float(declared.low), float(declared.high), *([0.0] if declared.low <= 0.0 <= declared.high else [])]
        values[name] = np.array([rng.choice(ends) if rng.random() < 0.7 else v for v in values[name]])
    return Futures(drawn.seed, drawn.replicates, values)


def moved(rng: random.Random, policy: Policy) -> Policy:
    """A policy with some of its levers elsewhere, often at an end: 0 and 1 are where rules are bound otherwise."""
    levers: dict[str, Setting] = dict(policy.levers)
    for lever in rng.sample(LEVERS, rng.choice((0, 1, 4))):
        low, high = float(lever.low), float(lever.high)
        levers[lever.name] = rng.choice((low, high, rng.uniform(low, high)))
    return replace(policy, levers=levers)


def equal(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray]) -> bool:
    return one.keys() == other.keys() and all((bits(one[name]) == bits(other[name])).all() for name in one)


@pytest.mark.parametrize(
    ("system", "policy", "timeline"),
    [
        ("dorset", "centrist", "steady"),
        ("west-yorkshire", "adaptive", "voluntary-to-statutory"),
        ("surrey-heartlands", "maximum-delegation", "the-current-reform"),
    ],
)
def test_the_bits_are_those_of_a_new_block(system: str, policy: str, timeline: str, bound: list[Block]) -> None:
    rng = random.Random(f"{system} {policy}")  # noqa: S311
    described, scheduled = load_system(system).system, load_timeline(timeline)
    council = build(described).entities["council"][0].id
    fixed = (Decide(12, council, "pooling offer of the council", 5.0, about=council),)
    asked = [
        (moved(rng, load_policy(policy)), futures(rng, number), rng.choice(((), fixed))) for number in range(QUESTIONS)
    ]
    again = [simulate(described, p, f, MONTHS, d, timeline=scheduled, series=()).outcomes for p, f, d in asked]
    assert len(bound) == 1
    for (p, f, d), found in zip(asked, again, strict=True):
        resting._resting.clear()
        assert equal(simulate(described, p, f, MONTHS, d, timeline=scheduled, series=()).outcomes, found)
    assert len(bound) == 1 + QUESTIONS


def test_two_policies_side_by_side_have_a_block_each(bound: list[Block]) -> None:
    system, first, second = load_system("dorset").system, load_policy("centrist"), load_policy("maximum-delegation")
    once = simulate_both(system, first, second, draw_futures(1, 8), 13, series=())
    simulate_both(system, first, second, draw_futures(2, 8), 13, series=())
    twice = simulate_both(system, first, second, draw_futures(1, 8), 13, series=())
    assert len(bound) == 2
    assert equal(once.first.outcomes, twice.first.outcomes)
    assert equal(once.second.outcomes, twice.second.outcomes)


def test_a_question_given_up_half_way_leaves_nothing_behind(bound: list[Block]) -> None:
    system, policy = load_system("dorset").system, load_policy("centrist")
    whole = simulate(system, policy, draw_futures(1, 8), 13, series=()).outcomes

    class Enough(Exception):
        """No more is wanted."""

    def check() -> None:
        raise Enough

    with pytest.raises(Enough):
        simulate(system, policy, draw_futures(2, 8), 13, series=(), check=check)
    assert equal(simulate(system, policy, draw_futures(1, 8), 13, series=()).outcomes, whole)
    assert len(bound) == 1


@pytest.mark.parametrize("when", ["first bound", "bound anew"])
def test_rules_that_could_not_be_bound_later_on_are_bound_next_time(when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the month of a reorganisation: neither half of its rules nor moved levers that nobody saw to are left."""
    system, scheduled = load_system("surrey-heartlands").system, load_timeline("the-current-reform")
    policy = load_policy("centrist")
    lever = replace(policy, levers={**policy.levers, "staff_at_place": 0.7})

    def found(asked: Policy) -> Mapping[str, np.ndarray]:
        return simulate(system, asked, draw_futures(1, 8), MONTHS, timeline=scheduled, series=()).outcomes

    whole = found(lever)
    resting._resting.clear()
    if when == "bound anew":
        found(policy)
    bind = Block.bound
    failing = [True]

    def once(block: Block, rules: Sequence[Rule]) -> Step:
        if failing and block.month_now() > 0 and "staff_at_place" in rules[0].parameters:
            failing.clear()
            raise FloatingPointError
        return bind(block, rules)

    monkeypatch.setattr(Block, "bound", once)
    with pytest.raises(FloatingPointError):
        found(lever)
    assert len(resting._resting) == 1
    assert equal(found(lever), whole)


@pytest.mark.parametrize("other", ["runs", "rules", "timeline", "outcomes"])
def test_what_is_of_another_make_is_bound_anew(other: str, bound: list[Block]) -> None:
    system, policy, few = load_system("dorset").system, load_policy("centrist"), draw_futures(1, 8)
    simulate(system, policy, few, 2, series=())
    more = {"timeline": load_timeline("the-current-reform")} if other == "timeline" else {}
    if other == "rules":
        policy = replace(policy, levers={**policy.levers, "legal_form": "joint committee"})
    if other == "outcomes":
        simulate(system, policy, few, 2, outcomes=[_some()], series=())
    else:
        simulate(system, policy, draw_futures(1, 16) if other == "runs" else few, 2, series=(), **more)
    assert len(bound) == 2


def test_blocks_that_need_more_room_than_there_is_go(monkeypatch: pytest.MonkeyPatch, bound: list[Block]) -> None:
    system, policy = load_system("dorset").system, load_policy("centrist")
    simulate(system, policy, draw_futures(1, 8), 2, series=())
    monkeypatch.setattr(resting, "RESTING_ROOM", int(1.5 * resting._resting[0].size))
    simulate(system, policy, draw_futures(1, 16), 2, series=())
    assert len(resting._resting) <= 1
    simulate(system, policy, draw_futures(1, 8), 2, series=())
    assert len(bound) == 3


def _some() -> object:
    from sim.outcomes import CATALOGUE

    return next(o for o in CATALOGUE if o.name == "waits_18_weeks")


STEADY_TOO = Timeline("another", "Another", "Nothing changes.")


def test_equal_systems_and_timelines_share_a_block(bound: list[Block]) -> None:
    """As they do in a worker, to which each question comes with a system of its own."""
    policy, few = load_policy("centrist"), draw_futures(1, 8)
    for _ in range(2):
        simulate(load_system("dorset").system, policy, few, 2, series=(), timeline=replace(STEADY_TOO))
    assert len(bound) == 1
