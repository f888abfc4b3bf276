"""The pattern test: its arithmetic on numbers made by hand, its table, and small runs."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from experiments.cli.app import app
from experiments.config import load_system
from experiments.docs import patterns as pages
from experiments.patterns import (
    PATTERNS,
    TEN,
    Expect,
    Found,
    Measure,
    Trial,
    count_reproduced,
    is_reproduced,
    on_how_many,
    try_pattern,
)
from experiments.patterns.engine import FROZEN_RULES, arm_policy, dropped_rules, value
from experiments.patterns.stored import Stored, as_text, failures, from_text
from experiments.patterns.structure import CHANGES, NEEDS
from experiments.patterns.verdict import Observed, judge, observe
from sim.batch import simulate
from sim.evidence import CLAIMS
from sim.futures import draw_futures
from sim.model import Model
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.state import STATES
from sim.structure import build
from sim.system import System
from sim.timeline import PULSES, Timeline
from sim.wiring import program

NUMBERS = (1, 2, 3, 4, 6, 7, 9, 10, 12, 13, 14, 15, 16, 18, 19, 21, 23, 24, 26, 27, 29, 30, 31, 32, 34, 35, 36, 39, 40)
IDS = [f"P{number:02}" for number in NUMBERS]
ROOT = Path(__file__).resolve().parent.parent
SYSTEM = load_system("west-yorkshire").system
WIDE = np.array([-1.0, 1.0, -1.0, 1.0] * 25)
"""A level with a standard deviation of about 1."""


def test_the_table_holds_every_pattern_once() -> None:
    assert list(PATTERNS) == IDS
    assert len(PATTERNS) == 29
    assert len(set(TEN)) == 10


@pytest.mark.parametrize("code", IDS)
def test_a_pattern_names_only_what_exists(code: str) -> None:
    pattern = PATTERNS[code]
    assert all(claim in CLAIMS for claim in pattern.evidence)
    assert pattern.needs in NEEDS
    assert bool(pattern.off or pattern.off_settings) != bool(pattern.off_note)
    for expect in pattern.expects:
        assert set(expect.plus) | set(expect.minus) <= set(pattern.arms)
        assert all(state in STATES for state in expect.measure.states)
        assert 0 <= expect.measure.start < expect.measure.stop
    used = {arm for expect in pattern.expects for arm in (*expect.plus, *expect.minus)}
    assert used == set(pattern.arms)
    for arm in pattern.arms.values():
        assert arm.change in CHANGES
        assert Timeline("", "", "", arm.events).problems() == []
        for name, setting in {**pattern.given, **arm.settings, **pattern.off_settings}.items():
            assert REGISTRY[name].problem(setting) is None, name
        assert all(name in PULSES for event in arm.events for name in event.pulses)


DESCRIBED = ("west-yorkshire", "greater-manchester", "nottingham-and-nottinghamshire", "kent-and-medway")


@cache
def described(name: str) -> System:
    """A described system."""
    return load_system(name).system


@pytest.mark.parametrize("code", IDS)
def test_a_mechanism_can_be_switched_off(code: str) -> None:
    """The rules that are left out exist, and what is left still fits together; with trust frozen as well."""
    pattern = PATTERNS[code]
    system = next(s for s in map(described, DESCRIBED) if NEEDS[pattern.needs](s))
    for name, arm in pattern.arms.items():
        for frozen in (False, True):
            dropped = dropped_rules(pattern.off, frozen)
            plan = program(CHANGES[arm.change](system), arm_policy(pattern, name, {}), without=dropped)
            assert not dropped or len(plan.rules) < len(program(system, arm_policy(pattern, name, {})).rules)


@pytest.mark.parametrize(
    ("values", "sign", "held", "opposite"),
    [
        (np.full(100, 0.5) + 0.1 * WIDE, "higher", True, False),
        (np.full(100, 0.5) + 0.1 * WIDE, "lower", False, True),
        (np.full(100, 0.05), "higher", False, False),  # less than a tenth of the spread
        (np.array([3.0] * 40 + [-1.0] * 60), "higher", False, False),  # clear and large, but in too few futures
        (np.array([1.0] * 40 + [0.0] * 60), "higher", True, False),  # ties count half: 70 %
        (np.array([1.0] * 20 + [0.0] * 80), "higher", False, False),  # 60 %
        (0.3 * WIDE, "higher", False, False),  # the interval includes zero
        (0.01 * WIDE, "equal", True, False),
        (np.full(100, 0.2) + 0.01 * WIDE, "equal", False, False),
        (5.0 * WIDE, "equal", False, False),  # too uncertain to call equal
        (np.zeros(100), "higher", False, False),
        (np.zeros(100), "equal", True, False),
    ],
)
def test_what_is_observed(values: np.ndarray, sign: str, held: bool, opposite: bool) -> None:
    found = observe(values, [WIDE, WIDE], sign)  # type: ignore[arg-type]
    assert (found.held, found.opposite) == (held, opposite)


def test_a_level_that_does_not_differ_between_futures() -> None:
    same = np.zeros(50)
    assert observe(same + 1.0, [same, same], "higher").effect == math.inf
    assert observe(same - 1.0, [same, same], "higher").opposite


def seen(held: bool, opposite: bool = False) -> Observed:
    return Observed(0.0, 0.0, 0.0, 0.0, 0.5, held, opposite)


def test_the_verdict_on_a_system() -> None:
    assert judge([seen(True), seen(True)], seen(False)) == "reproduced"
    assert judge([seen(True)], None) == "reproduced"
    assert judge([seen(True)], seen(True)) == "not"  # does not vanish
    assert judge([seen(True), seen(False)], seen(False)) == "not"
    assert judge([seen(False, opposite=True), seen(True)], None) == "opposite"
    assert judge([seen(True), seen(False, opposite=True)], None) == "not"


def test_the_verdict_on_a_pattern() -> None:
    assert is_reproduced(["reproduced"] * 3 + ["not"] * 7)
    assert not is_reproduced(["reproduced"] * 2 + ["not"] * 8)
    assert is_reproduced(["reproduced", "not applicable"])
    assert not is_reproduced(["not applicable"])
    assert not is_reproduced([])
    assert count_reproduced([["reproduced"], ["not"], ["not applicable"]]) == 1


def test_the_verdict_in_words_says_on_how_many() -> None:
    assert on_how_many(["reproduced"]) == "reproduced on 1 of 1 (three are wanted)"
    assert on_how_many(["reproduced", "not"]) == "not reproduced: on 1 of 2 (three are wanted)"
    assert on_how_many(["reproduced"] * 3 + ["opposite", "not applicable"]) == "reproduced on 3 of 4"
    assert on_how_many(["not applicable"]) == "not reproduced: no system tested has the structure it needs"


def test_a_measure_of_several_entities() -> None:
    monthly = np.arange(12.0).reshape(3, 2, 2)  # months, entities, futures
    series = {("place", "x"): monthly, ("place", "y"): np.full((3, 2, 2), 2.0)}
    ids = ["place:b", "place:a"]

    def of(**how: object) -> list[float]:
        return list(value(Measure("x", 0, 3, "place", **how), series, ids))  # type: ignore[arg-type]

    assert of() == [5.0, 6.0]
    assert of(over="total") == [10.0, 12.0]
    assert of(over="least") == [4.0, 5.0]
    assert of(over="most") == [6.0, 7.0]
    assert of(over="alternate") == [2.0, 2.0]  # a less b
    assert of(only=":a") == [6.0, 7.0]
    assert of(per=("y",)) == [2.5, 3.0]
    assert of(since=(0, 1), times=2.0) == [3.0, 2.0]


def test_small_runs_judge_as_they_should() -> None:
    found = try_pattern(PATTERNS["P15"], Trial(SYSTEM, 12))
    assert found.verdict == "reproduced"
    assert found.switched_off is not None
    assert found.switched_off.mean == 0.0
    one = replace(PATTERNS["P15"], expects=(turned(PATTERNS["P15"].expects[0]),))
    assert try_pattern(one, Trial(SYSTEM, 12)).verdict == "opposite"
    alone = replace(SYSTEM, footprints={"council": SYSTEM.footprints["council"]})
    assert try_pattern(PATTERNS["P26"], Trial(alone, 12)).verdict == "not applicable"


def turned(expect: Expect) -> Expect:
    return replace(expect, sign="lower" if expect.sign == "higher" else "higher")


def test_frozen_trust_does_not_move() -> None:
    futures = draw_futures(1, 2)
    levels = []
    simulate(
        SYSTEM,
        Policy("", "", ""),
        futures,
        6,
        watch=lambda _, now: levels.append(now["tie", "trust"].copy()),
        without=FROZEN_RULES,
    )
    assert all(np.array_equal(levels[0], other) for other in levels[1:])
    assert try_pattern(PATTERNS["P31"], Trial(SYSTEM, 4, frozen_trust=True)).verdict == "not"


def test_both_engines_leave_out_the_same_rules() -> None:
    futures, policy = draw_futures(3, 2), Policy("", "", "")
    without = ("oversight.intervene", "turnover.relations_*", "scrutiny")
    batch = simulate(SYSTEM, policy, futures, 14, without=without)
    values = {name: float(row[1]) for name, row in futures.values.items()}
    model = Model(SYSTEM, policy, 3, 1, values, trace=False, without=without)
    model.run(14)
    for outcome in CATALOGUE:
        assert model.series[outcome.name] == batch.series[outcome.name][..., 1].tolist()


def test_a_rule_that_does_not_exist_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="did you mean 'trust'"):
        program(SYSTEM, Policy("", "", ""), without=("trist",))


def test_one_council_keeps_people_and_money() -> None:
    merged = CHANGES["one council"](SYSTEM)
    assert sum(c.adult_social_care for c in merged.councils) == sum(c.adult_social_care for c in SYSTEM.councils)
    people = [float(build(s).given["council", "population"].sum()) for s in (merged, SYSTEM)]
    assert people[0] == pytest.approx(people[1])


def test_the_command_ends_with_the_count() -> None:
    result = CliRunner().invoke(app, ["patterns", *"-s west-yorkshire -f 10 -p P15 -p p30 -w 1".split()])  # noqa: SIM905
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "2 of 2 reproduced"
    assert " ".join(result.stdout.split()).count("reproduced on 1 of 1 (three are wanted)") == 2


def test_the_readme_counts_what_is_stored() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert pages.in_short() in readme, f"the README should say: {pages.in_short()}"
    assert f"{len(PATTERNS)} patterns the model ought to show" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_lost_without_trust_is_what_was_reproduced_in_all_and_on_the_same_systems() -> None:
    def stored(frozen: bool, **verdicts: str) -> Stored:
        places = ("west-yorkshire", "dorset", "kent-and-medway")[: 1 if frozen else 3]
        letters = {"y": "reproduced", "n": "not", "-": "not applicable"}
        found = [
            Found(code, place, letters[verdict], (), None)  # type: ignore[arg-type]
            for code in PATTERNS
            for place, verdict in zip(places, verdicts.get(code, "nnn"), strict=False)
        ]
        return Stored(10, 1, frozen, tuple(found))

    tested = stored(False, P01="yyy", P02="yyn", P03="-yy", P04="yyy", P06="y--")
    frozen = stored(True, P01="n", P02="n", P03="-", P04="y", P06="n")
    assert pages.lost(tested, frozen) == (["P01", "P04", "P06"], ["P01", "P06"])
    assert pages.on_systems(tested, frozen) == "in West Yorkshire, the one system tried without trust"
    assert pages.on_systems(frozen, tested) == "on the same three systems"


def test_what_is_stored_is_what_was_found() -> None:
    found = (try_pattern(PATTERNS["P15"], Trial(SYSTEM, 4)), try_pattern(PATTERNS["P21"], Trial(SYSTEM, 4)))
    stored = Stored(4, 1, False, found)
    assert from_text(as_text(stored)) == stored
    assert all(line for one in found for line in failures(PATTERNS[one.pattern], [one]))
