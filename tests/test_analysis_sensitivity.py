"""Sensitivity: published functions whose indices are known, noise of known size, and designs that do not fit."""

import numpy as np
import polars as pl
import pytest
from SALib.analyze import pawn as salib_pawn
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami, Sobol_G

from experiments.analysis.chance import shares
from experiments.analysis.estimates import Estimate, Floats, share, too_wide
from experiments.analysis.morris import morris
from experiments.analysis.pawn import indices, pawn, sliced
from experiments.analysis.sample import Sample, by_year, differences, each_year
from experiments.analysis.sobol import sobol, without_second
from experiments.problems import BadInput

BASE = 2**13
A, B = 7.0, 0.1
ISHIGAMI = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}
G = {"num_vars": 8, "names": [f"x{i}" for i in range(1, 9)], "bounds": [[0.0, 1.0]] * 8}
G_SETTINGS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def ishigami_indices() -> tuple[Floats, Floats]:
    """First and total order (Ishigami and Homma 1990)."""
    v1, v2 = 0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8
    v13 = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = v1 + v2 + v13
    return np.array([v1, v2, 0.0]) / whole, np.array([v1 + v13, v2, v13]) / whole


def g_indices() -> tuple[Floats, Floats]:
    """First and total order of Sobol's G (Saltelli et al. 2010)."""
    parts = 1 / (3 * (1 + G_SETTINGS) ** 2)
    whole = np.prod(1 + parts) - 1
    rest = np.array([np.prod(np.delete(1 + parts, i)) for i in range(8)])
    return parts / whole, parts * rest / whole


def holds(estimates: list[Estimate], truth: Floats) -> None:
    for estimate, true in zip(estimates, truth, strict=True):
        assert abs(estimate.value - true) < 0.02
        assert estimate.low <= true <= estimate.high


def test_indices_of_ishigami_are_found_and_lie_inside_their_intervals() -> None:
    x = sobol_sample.sample(ISHIGAMI, BASE, calc_second_order=True, seed=1)
    found = sobol(ISHIGAMI["names"], Ishigami.evaluate(x)[:, None], resamples=100)
    first, total = ishigami_indices()
    holds(list(found.first.values()), first)
    holds(list(found.total.values()), total)
    holds(list(found.second.values()), np.array([0.0, total[0] - first[0], 0.0]))
    assert found.chance is None
    assert found.warning == ""


def test_indices_of_sobol_g_are_found_and_lie_inside_their_intervals() -> None:
    x = sobol_sample.sample(G, BASE, calc_second_order=False, seed=1)
    found = sobol(G["names"], Sobol_G.evaluate(x)[:, None], second=False, resamples=100)
    first, total = g_indices()
    holds(list(found.first.values()), first)
    holds(list(found.total.values()), total)


def test_chance_is_split_off_and_does_not_blur_the_indices() -> None:
    x = sobol_sample.sample(ISHIGAMI, 2**11, calc_second_order=False, seed=1)
    level = Ishigami.evaluate(x)
    noise = np.random.default_rng(3).normal(0.0, 4.0, (len(level), 4))
    found = sobol(ISHIGAMI["names"], level[:, None] + noise, second=False, resamples=100)
    first, total = ishigami_indices()
    variance = float(level.var())
    assert found.chance is not None
    assert found.chance.parameters.value == pytest.approx(variance / (variance + 16.0), abs=0.02)
    assert found.chance.parameters.value + found.chance.chance.value == pytest.approx(1.0)
    for estimate, true in zip([*found.first.values(), *found.total.values()], [*first, *total], strict=True):
        assert estimate.low - 0.02 <= true <= estimate.high + 0.02


def test_draws_that_all_points_share_count_as_chance_and_blur_nothing() -> None:
    x = sobol_sample.sample(ISHIGAMI, 2**11, calc_second_order=False, seed=1)
    level, lifts = Ishigami.evaluate(x), np.array([-6.0, -2.0, 2.0, 6.0])
    found = sobol(ISHIGAMI["names"], level[:, None] + lifts, second=False, shared=True, resamples=50)
    alone = sobol(ISHIGAMI["names"], level[:, None], second=False, resamples=50)
    variance = float(level.var())
    assert found.chance is not None
    assert found.chance.parameters.value == pytest.approx(variance / (variance + lifts.var(ddof=1)), abs=0.01)
    assert [one.value for one in found.total.values()] == pytest.approx([one.value for one in alone.total.values()])


def test_shares_of_pure_noise_leave_nothing_to_parameters() -> None:
    found = shares(np.random.default_rng(2).normal(size=(400, 3)))
    assert found is not None
    assert found.parameters.value < 0.06
    assert found.warning == ""


def test_a_single_replicate_tells_nothing_of_chance() -> None:
    assert shares(np.zeros((10, 1))) is None


def test_a_base_row_with_a_missing_run_is_left_out() -> None:
    x = sobol_sample.sample(ISHIGAMI, 256, calc_second_order=True, seed=1)
    y = Ishigami.evaluate(x)[:, None]
    y[13] = np.nan
    found = sobol(ISHIGAMI["names"], y)
    assert found.base == 255
    assert np.isfinite([one.value for one in found.total.values()]).all()


def test_few_points_are_said_to_be_too_few_to_rank() -> None:
    x = sobol_sample.sample(ISHIGAMI, 16, calc_second_order=False, seed=1)
    assert "too wide" in sobol(ISHIGAMI["names"], Ishigami.evaluate(x)[:, None], second=False).warning


def test_points_that_are_not_of_the_design_are_refused() -> None:
    with pytest.raises(BadInput, match="cannot come from a Saltelli design"):
        sobol(["a", "b"], np.zeros((10, 1)))
    with pytest.raises(BadInput, match="same in every run"):
        sobol(["a", "b"], np.ones((60, 1)))
    with pytest.raises(BadInput, match="one parameter at a time"):
        morris(Sample(("a",), (), np.zeros((4, 1)), np.zeros((4, 1)), ((),)))


def test_indices_over_time_follow_what_drives_each_year() -> None:
    problem = {"num_vars": 2, "names": ["early", "late"], "bounds": [[0.0, 1.0]] * 2}
    x = sobol_sample.sample(problem, 512, calc_second_order=True, seed=1)
    outcomes = {year: x[:, 0] * (3 - year) + x[:, 1] * year for year in (0.0, 1.5, 3.0)} | {4.0: np.ones(len(x))}
    series = {year: Sample(("early", "late"), (), x, y[:, None], ((), ())) for year, y in outcomes.items()}
    found = each_year(series, lambda one: without_second(one.names, one.y, second=True))
    assert list(found) == [0.0, 1.5, 3.0]
    assert not found[0.0].second
    assert found[0.0].total["early"].value == pytest.approx(1.0, abs=0.05)
    assert found[1.5].total["early"].value == pytest.approx(0.5, abs=0.05)
    assert found[3.0].total["early"].value == pytest.approx(0.0, abs=0.05)
    moved = each_year(series, pawn)
    assert moved[0.0].index["early"].low > moved[0.0].index["late"].high
    assert moved[3.0].index["late"].low > moved[3.0].index["early"].high


def test_a_year_is_the_mean_of_its_months_for_two_policies_and_their_difference() -> None:
    """Months count from 0 to 23; under the second policy each is ten times as much."""
    one = {"system": ["s"] * 2, "timeline": ["t"] * 2, "point": [0] * 2, "replicate": [0] * 2, "y": [0.0] * 2}
    runs = pl.DataFrame({"run": [0, 1], "policy": ["a", "b"], **one})
    months = pl.DataFrame({"run": [0] * 24 + [1] * 24, "month": [*range(24)] * 2}).with_columns(
        y=pl.col("month") * pl.when(run=1).then(10.0).otherwise(1.0)
    )
    years = by_year(runs, months, "y")
    assert {year: rows.sort("run")["y"].to_list() for year, rows in years.items()} == {
        1.0: [5.5, 55.0],
        2.0: [17.5, 175.0],
    }
    less = {year: differences(rows, "b", "a", ["y"])["y"].to_list() for year, rows in years.items()}
    assert less == {1.0: [49.5], 2.0: [157.5]}


def test_morris_finds_straight_bent_and_idle_parameters() -> None:
    problem = {"num_vars": 3, "names": ["straight", "joined", "idle"], "bounds": [[0.0, 1.0]] * 3}
    x = morris_sample.sample(problem, 40, num_levels=4, seed=1)
    y = 2 * x[:, 0] + 8 * (x[:, 1] - 0.5) * (x[:, 0] - 0.5)
    found = morris(Sample(("straight", "joined", "idle"), (), x, y[:, None], ((),) * 3))
    assert found.size["idle"].value == pytest.approx(0.0, abs=1e-12)
    assert found.mean["straight"] == pytest.approx(2.0, abs=0.8)
    assert found.spread["joined"] > 1.0
    assert found.trajectories == 40


def test_a_step_that_leaves_a_choice_as_it_is_has_no_effect() -> None:
    """Two trajectories of 'value' and 'choice'; in the second the choice is moved and stays what it was."""
    x = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0], [1.0, 1.0], [0.0, 1.0]])
    y = 3 * x[:, :1] + x[:, 1:]
    moved = ["", "value", "choice", "", "choice", "value"]
    found = morris(Sample(("value", "choice"), (), x, y, ((), ("no", "yes"))), levels=2, moved=moved)
    assert found.mean == {"value": 3.0, "choice": 0.5}


def test_pawn_agrees_with_salib_on_values_and_keeps_choices() -> None:
    x = np.random.default_rng(1).uniform(-np.pi, np.pi, (2000, 3))
    y = Ishigami.evaluate(x)
    own = indices(np.column_stack([sliced(column, 10) for column in x.T]), y[:, None])
    assert own == pytest.approx(salib_pawn.analyze(ISHIGAMI, x, y, S=10)["mean"], abs=0.01)
    chosen = np.column_stack([x[:, 0], (np.arange(2000) % 2).astype(float)])
    found = pawn(Sample(("value", "choice"), (), chosen, (10 * chosen[:, 1] + y / 9)[:, None], ((), ("no", "yes"))))
    assert next(iter(found.index)) == "choice"
    assert found.index["choice"].value == pytest.approx(0.5, abs=0.01)


def test_pawn_tells_an_idle_parameter_from_the_others_by_its_dummy() -> None:
    x = np.random.default_rng(4).random((600, 2))
    found = pawn(Sample(("a", "idle"), (), x, (x[:, :1] ** 2), ((), ())))
    assert found.index["idle"].low < found.dummy < found.index["a"].low
    nothing = pawn(Sample(("a", "idle"), (), x, np.random.default_rng(5).random((600, 1)), ((), ())))
    assert "does nothing" in nothing.warning


def test_overlapping_intervals_are_not_ranked() -> None:
    one, same, far = Estimate(0.6, 0.5, 0.7), Estimate(0.55, 0.4, 0.65), Estimate(0.1, 0.0, 0.2)
    assert too_wide({"a": one, "b": same, "c": far}).startswith("The intervals are too wide to say which is largest of")
    assert too_wide({"a": one, "b": same}).startswith("The intervals are too wide to rank")
    assert too_wide({"a": one, "c": far}) == ""


def test_the_interval_of_a_share_is_wilsons() -> None:
    found = share(10, 20)
    assert (found.low, found.high) == (pytest.approx(0.2993, abs=1e-4), pytest.approx(0.7007, abs=1e-4))
    assert share(0, 20).low == 0.0
