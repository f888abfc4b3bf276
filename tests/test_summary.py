"""Paired statistics, against figures worked out by hand."""

import math

import numpy as np
import pytest

from experiments.summary import judge, mean_interval, monthly, paired, share_first


def row(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def test_levels_difference_and_interval_of_four_futures_by_hand() -> None:
    # Differences 1, 2, 3, 6: mean 3, variance (4 + 1 + 0 + 9) / 3 = 14 / 3, t with 3 degrees of freedom 3.182446.
    found = paired(row(11, 12, 13, 16), row(10, 10, 10, 10), "higher", matters=0.5)
    half = 3.182446305284263 * math.sqrt(14 / 3) / 2
    assert (found.first, found.second, found.difference) == (13.0, 10.0, 3.0)
    assert found.low == pytest.approx(3 - half, abs=1e-9)
    assert found.high == pytest.approx(3 + half, abs=1e-9)
    assert found.futures == 4


def test_spread_over_futures_is_that_of_the_paired_difference() -> None:
    # 0, 1, ... 100: the quantiles are the percentages. The levels themselves vary far more.
    noise = np.random.default_rng(1).normal(0, 1000, 101)
    found = paired(np.arange(101.0) + noise, noise, "higher", matters=1)
    assert found.spread == pytest.approx((5, 25, 50, 75, 95), abs=1e-9)


def test_pairing_removes_what_both_policies_share() -> None:
    shared = np.random.default_rng(1).normal(0, 100, 50)
    found = paired(shared + 1.0, shared, "higher", matters=0.5)
    assert found.high - found.low < 1e-9
    assert found.verdict == "better"


@pytest.mark.parametrize(
    ("better", "share"),
    [("higher", 0.625), ("lower", 0.375), ("neither", 0.625)],
)
def test_ties_count_half(better: str, share: float) -> None:
    assert share_first(row(2, 1, 0, -1), better) == share  # type: ignore[arg-type]


def test_share_of_clear_differences_counts_those_that_matter() -> None:
    found = paired(row(-3, -1, 0, 2, 3), row(0, 0, 0, 0, 0), "lower", matters=2.0)
    assert (found.clearly_first, found.clearly_second) == (0.2, 0.4)


VERDICTS = [
    # mean, low, high, better, matters, verdict
    (3.0, 2.0, 4.0, "higher", 1.0, "better"),
    (-3.0, -4.0, -2.0, "higher", 1.0, "worse"),
    (3.0, 2.0, 4.0, "lower", 1.0, "worse"),
    (-3.0, -4.0, -2.0, "lower", 1.0, "better"),
    (3.0, 2.0, 4.0, "neither", 1.0, "higher"),
    (-3.0, -4.0, -2.0, "neither", 1.0, "lower"),
    (3.0, -1.0, 7.0, "higher", 1.0, "undecided"),
    # Surely not zero, and too small to matter.
    (0.5, 0.4, 0.6, "higher", 1.0, "no practical difference"),
    # Surely not zero, too small on average, although the interval reaches beyond what matters.
    (0.9, 0.4, 1.4, "higher", 1.0, "no practical difference"),
    # Whatever the sign, too small to matter.
    (0.1, -0.2, 0.4, "higher", 1.0, "no practical difference"),
    # The mean is small, yet a difference that matters is not ruled out.
    (0.1, -2.0, 2.2, "higher", 1.0, "undecided"),
    (1.0, 0.9, 1.1, "higher", 1.0, "better"),
    (0.0, 0.0, 0.0, "higher", 0.0, "no practical difference"),
    (0.2, 0.0, 0.4, "higher", 0.0, "undecided"),
    (2.0, math.nan, math.nan, "higher", 1.0, "undecided"),
]


@pytest.mark.parametrize(("mean", "low", "high", "better", "matters", "verdict"), VERDICTS)
def test_verdict(mean: float, low: float, high: float, better: str, matters: float, verdict: str) -> None:
    assert judge(mean, low, high, better, matters) == verdict  # type: ignore[arg-type]


def test_same_policy_twice_is_exactly_no_difference() -> None:
    values = np.random.default_rng(2).normal(5, 3, 20)
    found = paired(values, values.copy(), "higher", matters=0.1)
    assert (found.difference, found.low, found.high, found.share) == (0.0, 0.0, 0.0, 0.5)
    assert found.spread == (0.0, 0.0, 0.0, 0.0, 0.0)
    assert found.verdict == "no practical difference"


def test_one_future_has_no_interval_and_settles_nothing() -> None:
    found = paired(row(5), row(1), "higher", matters=1)
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert found.verdict == "undecided"


def test_futures_without_a_value_are_left_out_of_both_levels() -> None:
    found = paired(row(1, math.nan, 3, 5), row(1, 1, math.nan, 3), "higher", matters=1)
    assert (found.first, found.second, found.futures) == (3.0, 2.0, 2)


def test_nothing_to_compare() -> None:
    found = paired(row(math.nan), row(1), "higher", matters=1)
    assert found.futures == 0
    assert found.verdict == "undecided"


def test_values_of_different_futures_are_refused() -> None:
    with pytest.raises(ValueError, match="equal length"):
        paired(row(1, 2), row(1, 2, 3), "higher", 1)


def test_interval_covers_the_true_mean_as_often_as_it_says() -> None:
    draw = np.random.default_rng(3)
    hits = 0
    for _ in range(2000):
        low, high = mean_interval(draw.normal(1.0, 2.0, 8))
        hits += low <= 1.0 <= high
    assert 0.94 < hits / 2000 < 0.96


def test_months_are_summarised_one_by_one() -> None:
    values = np.array([np.arange(101.0), np.full(101, 7.0)])
    found = monthly(values)
    assert found.shape == (2, 6)
    assert found[0] == pytest.approx([50, 5, 25, 50, 75, 95])
    assert found[1] == pytest.approx([7] * 6)


def test_months_leave_out_futures_without_a_value() -> None:
    found = monthly(np.array([[1.0, math.nan, 3.0], [math.nan] * 3]))
    assert found[0][0] == 2.0
    assert np.isnan(found[1]).all()
