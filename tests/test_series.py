"""Monthly series on request: counted in blocks or kept in full, they tell the same, and counts take no more room."""

import dataclasses
import itertools
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from engines import bits
from hypothesis import given
from hypothesis import strategies as st

from experiments import report, store
from experiments.blocks import Task, work
from experiments.cli.app import run
from experiments.compare import EXACT, Design, compare
from experiments.config import load_policy, load_system, load_timeline
from experiments.summary import QUANTILES, monthly
from sim import batch
from sim.batch import simulate, simulate_both
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE, Outcome
from sim.series import BINS, FAR, GRAIN, LOWER, OUTMOST, UPPER, Array, Counts, Packed, bins, count, requests, shown

pytestmark = pytest.mark.xdist_group("series")  # run in full once

ROOT = Path(__file__).resolve().parent.parent
SYSTEM, FIRST, SECOND = load_system("dorset").system, load_policy("maximum-delegation"), load_policy("centrist")
WAITS, LIFE, PLACES = (
    next(o for o in CATALOGUE if o.name == name)
    for name in ("waits_18_weeks", "healthy_life_years", "place_waits_18_weeks")
)
FUTURES, MONTHS = draw_futures(4, 21), 26
COUNTED = {o.name: "quantiles" for o in CATALOGUE}
COMPARE = ["compare", "maximum-delegation", "centrist", "--system", "dorset", "--years", "1", "--futures", "5"]

numbers = st.one_of(
    st.floats(-1.0, 1.0),
    st.floats(-1e3, 1e3),
    st.sampled_from([0.0, -0.0, float("nan"), 1e-300, -1e9, 1e9, 0.01, 40.8]),
)


def counts_of(values: Sequence[Sequence[float]], outcome: Outcome = WAITS) -> Counts:
    """Counts of a month in which each row is an entity."""
    return count({outcome: np.array([values], dtype=float)})


def same(one: Packed, other: Packed) -> bool:
    return all((bits(a) == bits(b)).all() for a, b in zip(vars(one).values(), vars(other).values(), strict=True))


# --- bins and what they tell ----------------------------------------------------------------------------------------


@given(st.floats(-1e9, 1e9))
def test_a_value_lies_in_its_bin_and_no_bin_is_wide(units: float) -> None:
    place = int(bins(np.array([units]))[0]) + OUTMOST
    slack = 1e-12 * (abs(units) + 16.0)  # a value that is an edge but for its last bit
    assert LOWER[place] - slack <= units <= UPPER[place] + slack
    if abs(units) < 4080.0:
        assert UPPER[place] - LOWER[place] <= 1 / 8 + abs(units) / 128 + slack
    else:
        assert place in (0, BINS - 1)
    assert (units == 0.0) == (LOWER[place] == UPPER[place])


def test_bins_meet_and_are_the_same_on_both_sides_of_zero() -> None:
    assert (LOWER[1:] == UPPER[:-1]).all()
    assert (-UPPER[::-1] == LOWER).all()


@given(st.lists(st.lists(numbers, min_size=7, max_size=7), min_size=1, max_size=3))
def test_counts_tell_the_quantiles_to_within_a_bin_and_the_mean_to_a_grain(rows: list[list[float]]) -> None:
    counts = counts_of(rows)
    for row, known, mean, told in zip(
        np.array(rows), counts.known()[0], counts.mean()[0], counts.quantiles(QUANTILES)[0], strict=True
    ):
        there = row[~np.isnan(row)]
        assert known == len(there)
        if not known:
            assert np.isnan([mean, *told]).all()
            continue
        within = np.clip(there, -FAR * WAITS.matters, FAR * WAITS.matters)
        assert abs(mean - within.mean()) <= GRAIN * WAITS.matters * (1.0 + 1e-6) + 1e-12 * np.abs(within).max()
        ends = [np.quantile(there, QUANTILES, method=method) for method in ("lower", "higher")]
        places = [bins(end / WAITS.matters) + OUTMOST for end in ends]
        width = np.max([(UPPER - LOWER)[place] for place in places], axis=0) * WAITS.matters
        assert (np.abs(told - np.quantile(there, QUANTILES)) <= width + 1e-9 * np.abs(there).max()).all()
        assert (told >= there.min()).all()
        assert (told <= there.max()).all()


def test_one_value_alone_is_told_exactly() -> None:
    told = counts_of([[0.637] * 5, [0.0] * 5, [-1e9] * 5]).quantiles(QUANTILES)[0]
    assert told.tolist() == [[0.637] * 5, [0.0] * 5, [-1e9] * 5]


# --- blocks ---------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.lists(numbers, min_size=12, max_size=12), min_size=2, max_size=2),
    st.sets(st.integers(1, 11)),
    st.randoms(use_true_random=False),
)
def test_blocks_of_any_length_in_any_order_come_to_the_same(
    rows: list[list[float]], cuts: set[int], order: Any
) -> None:
    whole = counts_of(rows)
    ends = [0, *sorted(cuts), 12]
    blocks = [counts_of([row[a:b] for row in rows]).packed() for a, b in itertools.pairwise(ends)]
    order.shuffle(blocks)
    together = Counts({WAITS: 2}, 1)
    for block in blocks:
        together.merge(block)
    assert same(together.packed(), whole.packed())
    assert (bits(together.mean()) == bits(whole.mean())).all()
    assert (bits(together.quantiles(QUANTILES)) == bits(whole.quantiles(QUANTILES))).all()


def test_counts_of_something_else_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(1, 2\) cannot be added to those of \(1, 1\)"):
        counts_of([[1.0]]).merge(counts_of([[1.0], [2.0]]).packed())
    with pytest.raises(ValueError, match="'waits_18_weeks' has no smallest difference"):
        Counts({dataclasses.replace(WAITS, matters=0.0): 1}, 1)


# --- what a simulation keeps ----------------------------------------------------------------------------------------


def held_to_full(series: dict[str, Array], counts: Counts) -> None:
    """The counts are those of the months that were kept in full."""
    named = {o.name: o for o in CATALOGUE}
    assert same(counts.packed(), count({named[name]: shown(named[name], v) for name, v in series.items()}).packed())


@cache
def in_full(system: str, timeline: str) -> tuple[dict[str, Array], dict[str, Array], dict[str, Array]]:
    """All months of both policies, and the outcomes of the first."""
    described, happens = load_system(system).system, load_timeline(timeline)
    first, second = (simulate(described, p, FUTURES, MONTHS, timeline=happens) for p in (FIRST, SECOND))
    return first.series, second.series, first.outcomes


@pytest.mark.parametrize("widest", [16, 1536])
@pytest.mark.parametrize("where", [("dorset", "steady"), ("surrey-heartlands", "the-current-reform")], ids=" ".join)
def test_counts_are_those_of_all_months_also_of_the_difference(
    where: tuple[str, str], widest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one block or in several; with organisations that come and go, which have no value while they are not there."""
    system, happens = load_system(where[0]).system, load_timeline(where[1])
    first, second, outcomes = in_full(*where)
    monkeypatch.setattr(batch, "WIDEST", widest)
    found = simulate_both(system, FIRST, SECOND, FUTURES, MONTHS, timeline=happens, series=COUNTED)
    assert found.first.series == {}
    held_to_full(first, found.first.counts)
    held_to_full(second, found.second.counts)
    apart = {o: shown(o, first[o.name]) - shown(o, second[o.name]) for o in CATALOGUE}
    assert same(found.differences.packed(), count(apart).packed())
    assert all((bits(found.first.outcomes[name]) == bits(values)).all() for name, values in outcomes.items())
    missing = found.differences.known() < len(FUTURES)
    assert missing.any() == (where[1] != "steady")


@pytest.mark.parametrize("widest", [16, 1536])
def test_each_outcome_is_kept_as_it_is_asked_for(widest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _, _ = in_full("dorset", "steady")
    monkeypatch.setattr(batch, "WIDEST", widest)
    asked = {WAITS.name: 10, LIFE.name: "all", PLACES.name: "quantiles"}
    found = simulate(SYSTEM, FIRST, FUTURES, MONTHS, series=asked)
    assert found.series.keys() == {WAITS.name, LIFE.name}
    assert (bits(found.series[WAITS.name]) == bits(whole[WAITS.name][..., :10])).all()
    assert (bits(found.series[LIFE.name]) == bits(whole[LIFE.name])).all()
    held_to_full({PLACES.name: whole[PLACES.name]}, found.counts)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"wait": "all"}, "the months of 'wait' are asked for"),
        ({WAITS.name: "some"}, "'quantiles', 'all' or a number of runs, not 'some'"),
        ({WAITS.name: -1}, "a number of runs, not -1"),
    ],
)
def test_what_cannot_be_kept_is_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        requests(CATALOGUE, asked)


def test_places_that_differ_between_the_policies_cannot_be_paired() -> None:
    system = load_system("greater-manchester").system
    flow = dataclasses.replace(SECOND, levers={**SECOND.levers, "footprint": "hospital-flow"})
    with pytest.raises(ValueError, match="'place_waits_18_weeks' is not of the same entities"):
        simulate_both(system, flow, SECOND, draw_futures(1, 2), 1, series={PLACES.name: "quantiles"})


def test_more_futures_need_no_more_room_for_their_months() -> None:
    """Room goes by bins: of what comes a second time only the numbers of runs grow."""
    months = np.random.default_rng(1).normal(0.6, 0.05, (6, 500))
    counts = Counts({WAITS: 6}, 1)
    counts.add(0, months)
    once = counts.packed()
    for _ in range(40):
        counts.add(0, months)
    often = counts.packed()
    assert (often.at == once.at).all()
    assert (often.many == 41 * once.many).all()
    assert len(once.at) < months.size / 4


def test_what_is_counted_is_not_kept_as_well() -> None:
    found = simulate_both(SYSTEM, FIRST, SECOND, draw_futures(1, 4), 2, series=COUNTED)
    assert not found.first.series
    assert not found.second.series


# --- comparisons ----------------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def test_months_are_kept_up_to_a_thousand_futures_and_counted_beyond() -> None:
    def kept(futures: int, **other: Any) -> tuple[Any, int]:
        design = Design(SYSTEM, FIRST, SECOND, futures, **other)
        return design.kept, design.series_futures

    assert kept(EXACT) == ("all", 1000)
    assert kept(EXACT + 1) == ("quantiles", 1001)
    assert [kept(5000, series=series) for series in ("all", 200, "none")] == [("all", 5000), (200, 200), ("none", 0)]
    assert kept(100, series=200) == (200, 100)


@pytest.mark.parametrize("series", ["quantiles", "3"])
def test_same_series_for_any_workers_blocks_and_engine(series: str, elsewhere: Path) -> None:
    hows = (
        ["--workers", "1"],
        ["--workers", "1", "--block", "2"],
        ["--workers", "2", "--block", "3"],
        ["--workers", "2", "--engine", "mesa", "--block", "4"],
    )
    for number, how in enumerate(hows):
        assert run([*COMPARE, "--series", series, *how, "--output", str(number)]) == 0
    made = [store.read(elsewhere / str(number)) for number in range(len(hows))]
    assert made[0].series["month"].max() == 11
    assert all(one.series.equals(made[0].series) and one.runs.equals(made[0].runs) for one in made)
    assert made[0].manifest["command"].endswith(f"--series {series}")


def test_series_of_the_first_futures_are_those_of_a_comparison_of_these(elsewhere: Path) -> None:
    assert run([*COMPARE, "--series", "3", "--output", "first"]) == 0
    assert run([*COMPARE[:-1], "3", "--output", "few"]) == 0
    first, few = (store.read(elsewhere / name) for name in ("first", "few"))
    assert first.series.equals(few.series)
    assert first.runs.height == 2 * 5
    assert "The charts show the first 3 futures; all other figures use all 5." in report.render(first)


def test_counted_series_are_close_to_exact_ones_and_say_so(elsewhere: Path) -> None:
    for series in ("all", "quantiles"):
        assert run([*COMPARE, "--series", series, "--output", series]) == 0
    exact, counted = (store.read(elsewhere / name) for name in ("all", "quantiles"))
    names = ["outcome", "entity", "month", "which"]
    assert counted.series.select(names).equals(exact.series.select(names))
    matters = exact.series["outcome"].replace_strict({o.name: o.matters for o in CATALOGUE}).to_numpy()
    one, other = (made.series.select(store.STATISTICS).to_numpy() for made in (exact, counted))
    farther = 2.0 * np.abs(one).max(axis=1)  # of the two futures between which a quantile of five lies
    assert (np.abs(one - other).max(axis=1) <= farther / 128 + matters / 8).all()
    assert np.abs(one - other)[:, 0].max() <= 1e-6 * matters.max()
    assert "The charts count all 5 futures in narrow bins" in report.render(counted)
    assert "narrow bins" not in report.render(exact)


def test_without_series_there_are_no_charts_by_month(elsewhere: Path) -> None:
    assert run([*COMPARE, "--series", "none", "--output", "none"]) == 0
    made = store.read(elsewhere / "none")
    assert made.series.height == 0
    html = report.render(made)
    assert "No monthly series were kept" in html
    assert "-levels" not in html.replace(report.page._plotly(), "").replace('"-levels"', "")
    assert "year by year" not in html


def test_policy_against_itself_differs_by_exactly_zero_in_counts(elsewhere: Path) -> None:
    arguments = ["compare", "centrist", "centrist", *COMPARE[3:], "--series", "quantiles", "--output", "same"]
    assert run(arguments) == 0
    difference = store.read(elsewhere / "same").series.filter(pl.col("which") == "difference")
    assert difference.select(pl.col(*store.STATISTICS).abs().max()).row(0) == (0.0,) * len(store.STATISTICS)


def test_only_what_can_be_compared_is_counted() -> None:
    flow = dataclasses.replace(SECOND, levers={**SECOND.levers, "footprint": "hospital-flow"})
    system = load_system("greater-manchester").system
    result = compare(Design(system, flow, SECOND, 3, 1, series="quantiles"))
    kinds = {o.kind for o in CATALOGUE if o.name in result.counts["difference"].rows}
    assert kinds == {"icb", "council", "community", "acute"}
    assert PLACES.name in result.outcomes["first"]


def test_a_block_of_one_policy_counts_alone() -> None:
    asked = {WAITS.name: "quantiles"}
    for engine in ("numpy", "mesa"):
        task = Task(0, SYSTEM, {"centrist": SECOND}, draw_futures(1, 2), 12, engine, outcomes=(WAITS,), series=asked)
        block = work(task)
        whole = simulate(SYSTEM, SECOND, draw_futures(1, 2), 12, outcomes=(WAITS,)).series[WAITS.name]
        assert block.counts.keys() == {"centrist"}
        assert same(block.counts["centrist"], count({WAITS: whole}).packed())


@pytest.mark.parametrize(
    ("series", "said"),
    [
        ("quantile", "--series: 'quantile' is unknown; did you mean 'quantiles'? Allowed: quantiles, all, none, or a"),
        ("0", "--series: 0 is too small. Allowed: a whole number from 1 to 100,000"),
        ("100001", "--series: 100001 is too large. Allowed: a whole number from 1 to 100,000"),
        ("first 10", "--series: 'first 10' is unknown. Allowed: quantiles, all, none, or a whole number from 1 to"),
        ("", "--series: '' is unknown"),
    ],
)
def test_bad_series_are_refused_in_one_line(
    series: str, said: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*COMPARE, "--series", series]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert len(printed.err.splitlines()) == 1
    assert printed.out == ""
    assert list(elsewhere.iterdir()) == []


def test_exact_series_are_those_of_the_values_themselves() -> None:
    result = compare(Design(SYSTEM, FIRST, SECOND, 5, 1))
    assert result.counts == {}
    values = result.series["first"][WAITS.name]
    frame = store.series_frame(result.series, [(WAITS, [store.Entity(store.SYSTEM, "")])])
    rows = frame.filter(pl.col("which") == "first").select(store.STATISTICS).to_numpy()
    assert (rows == monthly(values[:, 0])).all()
    assert json.dumps(Design(SYSTEM, FIRST, SECOND, 5).kept) == '"all"'
