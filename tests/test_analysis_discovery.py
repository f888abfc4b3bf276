"""Scenario discovery: what a case may say and what it means, and boxes that are there to be found."""

import numpy as np
import polars as pl
import pytest

from experiments.analysis.boxes import Limit, Points, inside, points, told
from experiments.analysis.cart import cart
from experiments.analysis.case import Vocabulary, judged, policies_of, read_case
from experiments.analysis.prim import prim
from experiments.problems import BadInput

WORDS = Vocabulary(
    outcomes={"waits": "higher", "trust": "higher", "trust@E08": "higher", "delay": "lower", "seats": "neither"},
    varied={"growth": (), "rule": ("fixed", "maturity gate")},
    policies=("maximum-delegation", "centrist"),
)


def runs() -> pl.DataFrame:
    """Two policies at three points, two replicates of each."""
    rows = [
        # policy, point, replicate, growth, waits, trust, delay
        ("maximum-delegation", 0, 0, 1.0, 0.50, 0.3, 5.0),
        ("maximum-delegation", 0, 1, 1.0, 0.60, 0.3, 5.0),
        ("maximum-delegation", 1, 0, 2.0, 0.50, 0.6, 4.0),
        ("maximum-delegation", 1, 1, 2.0, None, 0.3, 3.0),
        ("centrist", 0, 0, 1.0, 0.55, 0.9, 4.0),
        ("centrist", 0, 1, 1.0, 0.55, 0.9, 5.0),
        ("centrist", 1, 0, 2.0, 0.55, 0.9, 5.0),
        ("centrist", 1, 1, 2.0, 0.55, 0.9, 5.0),
    ]
    columns = ["policy", "point", "replicate", "growth", "waits", "trust", "delay"]
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_row_index("run").cast({"run": pl.Int64})
    rule = pl.when(pl.col("point") == 0).then(pl.lit("fixed")).otherwise(pl.lit("maturity gate")).alias("rule")
    return frame.with_columns(pl.lit("dorset").alias("system"), pl.lit("steady").alias("timeline"), rule)


def answers(expression: str) -> list[bool | None]:
    return judged(runs(), read_case(expression, WORDS))["case"].to_list()


def test_a_case_that_names_policies_is_about_futures_and_a_bare_name_is_of_the_first() -> None:
    typed = "waits[maximum-delegation] < waits[centrist] and trust < 0.4"
    assert answers(typed) == [True, False, False, None]
    assert answers("maximum-delegation worse than centrist on waits and trust < 0.4") == [True, False, False, None]
    assert policies_of(read_case(typed, WORDS)) == ["maximum-delegation", "centrist"]


def test_worse_knows_which_way_an_outcome_is_better() -> None:
    assert answers("maximum-delegation worse than centrist on delay") == [True, False, False, False]
    assert answers("maximum-delegation better than centrist on delay") == [False, False, True, True]
    assert answers("maximum-delegation better than centrist on delay by 2") == [False, False, False, True]
    assert answers("centrist better than maximum-delegation on waits by 5 %") == [True, False, True, None]


def test_a_case_without_policies_is_about_every_run() -> None:
    assert answers("trust < 0.4 and delay > 4") == [True, True, False, False, False, False, False, False]
    assert answers("rule = 'maturity gate' and not delay = 5") == [False, False, True, True] + 4 * [False]


@pytest.mark.parametrize(
    ("expression", "same"),
    [
        ("delay - 1 - 1 < 3", "delay < 5"),
        ("delay - (1 - 1) < 5", "delay < 5"),
        ("2 + 2 * delay >= 12", "delay >= 5"),
        ("-delay > -5", "delay < 5"),
        ("delay / 2 / 2 > 1", "delay > 4"),
        ("trust < 0.4 or trust > 0.8 and delay < 5", "trust < 0.4 or (trust > 0.8 and delay < 5)"),
        ("not trust < 0.4 and delay < 5", "(not (trust < 0.4)) and delay < 5"),
        ("trust<40%", "trust < 4e-1"),
    ],
)
def test_arithmetic_and_logic_bind_as_they_do_on_paper(expression: str, same: str) -> None:
    assert answers(expression) == answers(same)
    assert len(set(answers(same))) == 2


@pytest.mark.parametrize(
    ("expression", "column", "said"),
    [
        ("wait < 1", 1, "did you mean 'waits'"),
        ("trust < 1 and dela > 3", 15, "did you mean 'delay'"),
        ("waits[centris] < 1", 7, "'centris' is no policy of these runs; did you mean 'centrist'"),
        ("growth[centrist] > 1", 1, "the same under all policies"),
        ("centrist worse than maximum-delegation on seats", 43, "better neither way"),
        ("trust-delay < 3", 1, "a minus needs a space"),
        ("trust", 1, "where a comparison, such as trust < 0.4 is needed"),
        ("(trust < 1) + 2 > 3", 1, "where a number is needed"),
        ("trust < 0.4 < 3", 13, "two things at a time"),
        ("trust <", 8, "expected a name or a number, found the end"),
        ("trust < 0.4 delay", 13, "should end here"),
        ("trust & 3", 7, "means nothing here"),
        ("rule = 'fixd'", 8, "did you mean 'fixed'"),
        ("rule > 'fixed'", 1, "compare it with = or !="),
        ("trust = 'fixed'", 1, "cannot be compared"),
        ("((trust < 1)", 13, "expected ), found the end"),
        ("(" * 80 + "trust < 1", 51, "brackets inside each other"),
        ("__import__('os').system('x') < 1", 17, "means nothing here"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_column(expression: str, column: int, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_case(expression, WORDS, "--case")
    assert str(refused.value).startswith(f"--case: column {column}: ")
    assert said in str(refused.value)


def test_replicates_of_a_point_are_taken_together_and_missing_ones_counted() -> None:
    found = points(runs(), read_case("maximum-delegation worse than centrist on waits", WORDS), ["growth", "rule"])
    assert found.names == ("growth", "rule")
    assert found.y.tolist() == [0.5]  # a replicate of the other point has no value
    assert found.left_out == 1
    assert found.choices == ((), ("fixed",))
    several = points(runs(), read_case("trust < 0.4", WORDS), ["growth"])
    assert several.names == ("policy", "growth")
    assert sorted(several.y.tolist()) == [0.0, 0.0, 0.5, 1.0]
    assert several.left_out == 0


@pytest.mark.parametrize("case", ["trust < 0.4", "maximum-delegation worse than centrist on trust"])
def test_points_whose_runs_failed_or_are_still_to_come_are_left_out_and_counted(case: str) -> None:
    design = pl.DataFrame({"point": [0, 1, 2]})
    settings = 2 if case == "trust < 0.4" else 1
    there = runs().filter(~((pl.col("policy") == "centrist") & (pl.col("point") == 1) & (pl.col("replicate") == 0)))
    found = points(there, read_case(case, WORDS), ["growth"], design)
    assert len(found.y) == 2 * settings - 1
    assert found.left_out == settings + 1  # none is there of the third point


def planted(seed: int, wrong: float = 0.0) -> Points:
    random = np.random.default_rng(seed)
    x = random.random((1500, 7))
    x[:, 6] = random.integers(0, 3, len(x))
    y = (x[:, 0] > 0.6) & (x[:, 1] < 0.5) & (x[:, 6] != 1)
    y ^= random.random(len(y)) < wrong
    return Points(tuple("abcdefg"), x, ((),) * 6 + (("red", "green", "blue"),), y.astype(float), 0)


def test_prim_finds_a_planted_box() -> None:
    sample = planted(1)
    found = prim(sample, resamples=5)
    assert set(found.box) == {0, 1, 6}
    assert found.box[0].low == pytest.approx(0.6, abs=0.02)
    assert found.box[1].high == pytest.approx(0.5, abs=0.02)
    assert found.box[6].among == frozenset({0, 2})
    assert found.worth.coverage.value > 0.95
    assert found.worth.density.value > 0.95
    assert max(found.quasi_p.values()) < 1e-6
    assert min(found.again.values()) == 1.0
    assert found.warning == ""
    assert "g is red or blue" in told(found.box, sample)


def test_prim_trades_coverage_for_density_on_its_way() -> None:
    found = prim(planted(2, wrong=0.1), resamples=3)
    densities, masses = [s.density for s in found.steps], [s.mass for s in found.steps]
    assert (found.steps[0].coverage, found.steps[0].mass) == (1.0, 1.0)
    assert densities == sorted(densities)
    assert masses == sorted(masses, reverse=True)
    assert set(found.box) >= {0, 1, 6}
    assert found.unseen_density.low < found.worth.density.value


def test_prim_does_not_tell_a_box_where_there_is_only_noise() -> None:
    sample = planted(3)
    noise = Points(sample.names, sample.x, sample.choices, (np.random.default_rng(1).random(1500) < 0.3) * 1.0, 0)
    found = prim(noise, resamples=10)
    assert found.warning
    assert found.unseen_density.value == pytest.approx(0.3, abs=0.06)


def test_a_case_that_holds_nowhere_or_a_box_that_is_not_there_is_refused() -> None:
    sample = planted(4)
    nowhere = Points(sample.names, sample.x, sample.choices, np.zeros(1500), 0)
    with pytest.raises(BadInput, match="holds nowhere"):
        prim(nowhere)
    with pytest.raises(BadInput, match="there is no box 999"):
        prim(sample, pick=999)


def test_cart_finds_the_planted_box_with_points_that_did_not_grow_it() -> None:
    sample = planted(5, wrong=0.03)
    found = cart(sample)
    whole = [leaf for leaf in found.leaves if leaf.worth.density.value > 0.8]
    covered = np.logical_or.reduce([inside(leaf.box, sample.x) for leaf in whole])
    truth = (sample.x[:, 0] > 0.6) & (sample.x[:, 1] < 0.5) & (sample.x[:, 6] != 1)
    assert (covered == truth).mean() > 0.97
    assert sum(leaf.worth.count for leaf in found.leaves) == 750
    assert found.leaves[0].worth.density.low > found.density


def test_limits_are_told_in_words() -> None:
    sample = planted(6)
    box = {0: Limit(low=0.61234), 1: Limit(high=0.5), 2: Limit(0.1, 0.9)}
    assert told(box, sample, {"a": "growth"}) == "growth above 0.612 and b below 0.5 and c between 0.1 and 0.9"
    assert told({}, sample) == "no limits at all"
