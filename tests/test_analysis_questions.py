"""The best level of delegation, futures to run next, and how many replicates are enough."""

import math

import numpy as np
import polars as pl
import pytest

from experiments.analysis.adaptive import next_futures, strongest
from experiments.analysis.delegation import SERVICES, delegation
from experiments.analysis.estimates import Floats
from experiments.analysis.replicates import by_replicate, check_enough, half_width, needed, replicates
from experiments.analysis.sample import Sample, differences, one_setting, pooled, sample
from experiments.analysis.surrogate import surrogate
from experiments.problems import BadInput
from sim.outcomes import CATALOGUE

OUTCOMES = {outcome.name: outcome for outcome in CATALOGUE}
WAITS, UNMET = OUTCOMES["waits_18_weeks"], OUTCOMES["unmet_need"]
UNIT = {"a": (0.0, 1.0), "b": (0.0, 1.0)}


def of(x: Floats, y: Floats, names: str = "ab", choices: tuple[tuple[str, ...], ...] = ()) -> Sample:
    return Sample(tuple(names), tuple(range(len(x))), x, y[:, None], choices or ((),) * len(names))


# --- value of delegation ------------------------------------------------------------------------------------------


def test_the_best_level_is_found_with_what_tips_it() -> None:
    """Best at 0.3 + 0.4 a: 0.5 on average, 0.2 more in the upper half of a than in the lower."""
    random = np.random.default_rng(1)
    x = random.random((800, 4))
    y = -0.5 * (x[:, 0] - 0.3 - 0.4 * x[:, 1]) ** 2 + random.normal(0.0, 0.02, 800)
    found = delegation(of(x, y, "labc"), "l", WAITS)
    assert found.best.value == pytest.approx(0.5, abs=0.03)
    assert found.best.low < 0.5 < found.best.high
    assert found.tips[0].name == "a"
    assert found.tips[0].shift.value == pytest.approx(0.2, abs=0.05)
    assert found.tips[0].clear
    assert found.as_good[0] == pytest.approx(0.5 - math.sqrt(WAITS.matters / 0.5), abs=0.05)
    assert found.warning == ""
    lower = delegation(of(x, -y, "labc"), "l", UNMET)
    assert lower.best.value == found.best.value
    assert lower.curve[0] == pytest.approx(-found.curve[0])


def test_a_level_that_does_nothing_is_said_to_do_nothing() -> None:
    x = np.random.default_rng(2).random((200, 2))
    found = delegation(of(x, 0.6 + np.random.default_rng(3).normal(0, 0.002, 200)), "a", WAITS)
    assert "hardly matters" in found.warning
    assert found.as_good == (pytest.approx(0.0, abs=0.01), pytest.approx(1.0, abs=0.01))


def test_a_choice_can_tip_the_best_level() -> None:
    random = np.random.default_rng(4)
    x = np.column_stack([random.random(600), random.integers(0, 2, 600)])
    y = -((x[:, 0] - np.where(x[:, 1] == 1, 0.8, 0.2)) ** 2)
    tip = delegation(of(x, y, "ab", ((), ("fixed", "adaptive"))), "a", WAITS).tips[0]
    assert (tip.name, tip.choice) == ("b", "adaptive")
    assert tip.shift.value == pytest.approx(0.6, abs=0.05)


def test_a_lever_that_was_not_varied_is_refused() -> None:
    with pytest.raises(BadInput, match="'share' was not varied"):
        delegation(of(np.zeros((50, 2)), np.zeros(50)), "share", WAITS)
    with pytest.raises(BadInput, match="too few for a curve"):
        delegation(of(np.zeros((50, 2)), np.zeros(50)), "a", WAITS)


def test_services_are_judged_by_outcomes_that_have_a_direction() -> None:
    assert all(OUTCOMES[name].better != "neither" for name in SERVICES.values())


# --- adaptive search ----------------------------------------------------------------------------------------------


def island(x: Floats) -> Floats:
    """The first policy is better on a small island only: a blind grid rarely meets its shore."""
    return np.asarray(np.exp(-((x[:, 0] - 0.7) ** 2 + (x[:, 1] - 0.3) ** 2) / 0.02) - 0.4)


def wrong(x: Floats) -> float:
    """Share of the space in which a surrogate told of these points names the wrong policy."""
    test = np.random.default_rng(99).random((2000, 2))
    noise = np.random.default_rng(5).normal(0.0, 0.02, len(x))
    mean, _ = surrogate(x, island(x) + noise).expected(test)
    return float(((mean > 0) != (island(test) > 0)).mean())


def test_adaptive_search_finds_a_crossover_better_than_chance() -> None:
    adaptive, blind = [], []
    for seed in range(3):
        random = np.random.default_rng(seed)
        start = random.random((12, 2))
        x = start
        for _ in range(4):
            x = np.vstack([x, next_futures(of(x, island(x)), UNIT, 6, seed=seed).rows.to_numpy()])
        adaptive.append(wrong(x))
        blind.append(wrong(np.vstack([start, random.random((24, 2))])))
    assert np.mean(adaptive) < 0.6 * np.mean(blind)
    assert max(adaptive) < 0.01


def test_what_is_settled_shrinks_what_is_undecided() -> None:
    x = np.random.default_rng(1).random((40, 2))
    found = next_futures(of(x, x[:, 0] - 0.25), UNIT)
    assert found.first == pytest.approx(0.75, abs=0.05)
    assert found.second == pytest.approx(0.25, abs=0.05)
    assert found.undecided < 0.05
    assert abs(found.rows["a"].to_numpy() - 0.25).mean() < 0.2
    assert next(iter(found.sensitivity)) == "a"
    assert next_futures(of(x, x[:, 0] + 1.0), UNIT).warning.startswith("The policies do not cross over")


def test_rounds_are_pooled_point_by_point_whatever_each_called_its_points_and_choices() -> None:
    first = pl.DataFrame(
        {"point": [1, 0, 0, 1], "replicate": [1, 0, 1, 0], "a": [0.5, 0.1, 0.1, 0.5], "b": ["p", "q", "q", "p"]}
    ).with_columns(y=pl.Series([4.0, 1.0, 3.0, None]))
    second = pl.DataFrame({"point": [0], "replicate": [0], "a": [0.9], "b": ["q"], "y": [7.0]})
    found = pooled([first, second], ("a", "b"), "y")
    assert found.x.tolist() == [[0.1, 1.0], [0.5, 0.0], [0.9, 1.0]]
    assert found.choices == ((), ("p", "q"))
    np.testing.assert_array_equal(found.mean, [2.0, np.nan, 7.0])


def test_rows_are_in_the_units_and_choices_of_what_was_varied() -> None:
    random = np.random.default_rng(1)
    x = np.column_stack([random.uniform(10.0, 20.0, 60), random.integers(0, 3, 60)])
    y = (x[:, 0] - 15.0) * np.where(x[:, 1] == 2, -1.0, 1.0)
    rows = next_futures(of(x, y, "ab", ((), ("p", "q", "r"))), {"a": (10.0, 20.0)}, 12).rows
    assert rows.height == rows.unique().height == 12
    assert rows["a"].is_between(10.0, 20.0).all()
    assert set(rows["b"]) <= {"p", "q", "r"}


def test_of_many_inputs_those_that_matter_are_kept() -> None:
    x = np.random.default_rng(1).random((300, 40))
    assert strongest(x, (x[:, 7] - 0.5) ** 2 + 0.1 * x[:, 23], 2) == [7, 23]


def test_too_few_points_are_refused() -> None:
    with pytest.raises(BadInput, match="9 points are too few"):
        next_futures(of(np.zeros((9, 2)), np.zeros(9)), UNIT)


# --- replicates ---------------------------------------------------------------------------------------------------


def test_the_number_needed_is_the_smallest_that_is_precise_enough() -> None:
    count = needed(0.03, 0.01)
    assert half_width(0.03, count) <= 0.01 < half_width(0.03, count - 1)
    assert needed(0.0, 0.01) == 2


def test_a_difference_is_called_only_when_enough_replicates_were_run() -> None:
    random = np.random.default_rng(1)
    few = replicates(random.normal(0.01, 0.03, 8), WAITS)
    assert not few.enough
    with pytest.raises(BadInput, match=r"8 replicates are too few to call a difference.*about \d+ replicates"):
        check_enough(few)
    many = replicates(random.normal(0.03, 0.03, 200), WAITS)
    check_enough(many)
    assert many.verdict == "better"
    assert few.needed.low < few.needed.value < few.needed.high
    assert many.needed.value == pytest.approx(needed(0.03, WAITS.matters), rel=0.25)


def test_a_difference_far_beyond_what_matters_needs_no_more_precision() -> None:
    wide = replicates(np.array([0.4, 0.5, 0.6, 0.5, 0.45]), WAITS)
    assert wide.difference.high - wide.difference.low > 2 * WAITS.matters
    check_enough(wide)


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_fewer_than_five_are_never_enough(count: int) -> None:
    with pytest.raises(BadInput):
        check_enough(replicates(np.full(count, 0.5) + np.arange(count) * 1e-6, WAITS))


# --- from runs to arrays ------------------------------------------------------------------------------------------


def runs() -> pl.DataFrame:
    """Two policies; the first is better by replicate + 1 at each of two points. One run is missing."""
    rows = [
        {"policy": policy, "point": point, "replicate": r, "growth": float(point), "waits": (r + 1.0) * first + point}
        for policy, first in (("one", 1), ("other", 0))
        for point in range(3)
        for r in range(4)
    ]
    frame = pl.DataFrame(rows).with_row_index("run")
    frame = frame.with_columns(pl.lit("dorset").alias("system"), pl.lit("steady").alias("timeline"))
    return frame.filter(~((pl.col("point") == 2) & (pl.col("replicate") == 3) & (pl.col("policy") == "one")))


def test_differences_are_taken_future_by_future() -> None:
    both = differences(runs(), "one", "other", ["waits"])
    assert both.height == 11
    assert both["waits"].to_list() == [1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0]
    assert by_replicate(runs(), "one", "other", "waits").tolist() == [1.0, 2.0, 3.0, 4.0]


def test_a_sample_has_a_row_for_each_point_and_a_column_for_each_replicate() -> None:
    found = sample(one_setting(runs(), {"policy": "one", "system": None}), ["growth"], "waits")
    assert found.x.tolist() == [[0.0], [1.0], [2.0]]
    assert found.y[:2].tolist() == [[1.0, 2.0, 3.0, 4.0], [2.0, 3.0, 4.0, 5.0]]
    assert np.isnan(found.y[2, 3])
    assert np.isnan(found.mean[2])
    with pytest.raises(BadInput, match="say which is meant"):
        one_setting(runs(), {"policy": None})
    with pytest.raises(BadInput, match="did you mean 'other'"):
        one_setting(runs(), {"policy": "othr"})
