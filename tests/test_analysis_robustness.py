"""Robustness: a table worked by hand, ranks, disagreement, weights and trade-offs."""

import numpy as np
import polars as pl
import pytest

from experiments.analysis.case import Vocabulary, read_case
from experiments.analysis.performance import Performance, acceptable, performance, regrets, weighted
from experiments.analysis.robustness import leaders, ranks, robustness, signal_to_noise
from experiments.analysis.tradeoff import tradeoff, undominated
from experiments.analysis.views import ENOUGH, views
from experiments.config import Weighting
from experiments.problems import BadInput
from experiments.store import SYSTEM, Entity
from sim.outcomes import CATALOGUE

OUTCOMES = {outcome.name: outcome for outcome in CATALOGUE}
WAITS, UNMET, SEATS = OUTCOMES["waits_18_weeks"], OUTCOMES["unmet_need"], OUTCOMES["board_members"]
TABLE = np.array([[10.0, 4.0, 6.0, 8.0], [7.0, 7.0, 7.0, 7.0], [8.0, 5.0, 9.0, 8.0]])
"""Three policies in four futures. Best: 10, 7, 9, 8. Regrets: A 0 3 3 0, B 3 0 2 1, C 2 2 0 0."""


def hand(sign: float = 1.0) -> Performance:
    return Performance(("A", "B", "C"), TABLE, "Waits", "weeks", sign)


def runs(replicates: int = 1) -> pl.DataFrame:
    """The table as runs; replicates differ from their mean in turn."""
    rows = [
        {"policy": policy, "point": point, "replicate": r, "waits_18_weeks": value + (r - (replicates - 1) / 2)}
        for policy, values in zip("ABC", TABLE.tolist(), strict=True)
        for point, value in enumerate(values)
        for r in range(replicates)
    ]
    frame = pl.DataFrame(rows).with_row_index("run")
    fixed = [pl.lit("dorset").alias("system"), pl.lit("steady").alias("timeline")]
    return frame.with_columns(*fixed, unmet_need=pl.col("waits_18_weeks") / 100, board_members=pl.lit(20.0))


def test_every_criterion_matches_the_table_worked_by_hand() -> None:
    found = robustness(hand(), least=7.0, alpha=0.25)
    scores = {name: {p: one.score.value for p, one in row.items()} for name, row in found.standings.items()}
    assert scores["mean"] == {"A": 7.0, "B": 7.0, "C": 7.5}
    assert scores["worst future"] == {"A": 4.0, "B": 7.0, "C": 5.0}
    assert scores["Hurwicz 0.25"] == {"A": 8.5, "B": 7.0, "C": 8.0}
    assert regrets(TABLE).tolist() == [[0, 3, 3, 0], [3, 0, 2, 1], [2, 2, 0, 0]]
    assert scores["largest regret"] == {"A": 3.0, "B": 3.0, "C": 2.0}
    assert scores["mean regret"] == {"A": 1.5, "B": 1.5, "C": 1.0}
    assert scores["90th percentile of regret"] == {"A": 3.0, "B": pytest.approx(2.7), "C": 2.0}
    assert scores["futures with at least 7"] == {"A": 0.5, "B": 1.0, "C": 0.75}
    places = {name: [row[p].rank for p in "ABC"] for name, row in found.standings.items()}
    assert places["worst future"] == [3, 1, 2]
    assert places["mean"] == [2, 2, 1]
    assert places["Hurwicz 0.25"] == [1, 3, 2]
    assert "B by worst future and futures with at least 7" in found.disagreement
    assert found.agreement["mean", "mean regret"] == pytest.approx(1.0)


def test_ranks_of_those_who_weigh_differently_match_the_tables_worked_by_hand() -> None:
    """Ann: means 2, 2, 0.5; worst 1, 2, 0; largest regret 1, 1, 3. Bob: 0.5, 1, 3; 0, 1, 2; 4, 3, 0.

    What is enough, the median, is 1.5 for Ann and 1 for Bob: met in 1, 2 and 0 futures, and in 1, 2 and 2.
    """
    tables = {"Ann": [[3.0, 1.0], [2.0, 2.0], [0.0, 1.0]], "Bob": [[0.0, 1.0], [1.0, 1.0], [4.0, 2.0]]}
    found = views([robustness(Performance(tuple("ABC"), np.array(t), n, "points")) for n, t in tables.items()])
    places = {
        criterion: {who: [of[p].rank for p in "ABC"] for who, of in ranked.items()}
        for criterion, ranked in found.standings.items()
    }
    level, split = {"Ann": [1, 1, 3], "Bob": [3, 2, 1]}, {"Ann": [2, 1, 3], "Bob": [3, 2, 1]}
    regret = ("largest regret", "90th percentile of regret", "mean regret")
    assert places == {
        "mean": level,
        "worst future": split,
        "Hurwicz 0.5": level,
        **dict.fromkeys(regret, level),
        ENOUGH: {"Ann": [2, 1, 3], "Bob": [3, 1, 1]},
    }
    assert found.agreement["mean"]["Ann", "Bob"] == pytest.approx(-2 / 6**0.5)  # two pairs reversed, one level for Ann
    by_level = "mean, Hurwicz 0.5, largest regret, 90th percentile of regret and mean regret"
    assert found.disagreement == (
        f"They disagree on who is first by {by_level}: A and B for Ann; C for Bob.",
        "They disagree on who is first by worst future: B for Ann; C for Bob.",
        f"They disagree on who is first by {ENOUGH}: B for Ann; B and C for Bob.",
        "They are furthest apart on A: rank 1 for Ann, rank 3 for Bob, by mean.",
    )


def test_those_who_rank_alike_are_said_to() -> None:
    alike = [robustness(Performance(("A", "B"), k * np.array([[3.0, 2.0], [1.0, 0.0]]), f"{k}", "")) for k in (1, 2)]
    every = "mean, worst future, Hurwicz 0.5, largest regret, 90th percentile of regret, mean regret"
    assert views(alike).disagreement == (
        f"All put A first by {every}, {ENOUGH} and signal to noise.",
        "All rank every policy alike.",
    )


def test_where_less_is_better_figures_keep_their_own_direction() -> None:
    found = robustness(Performance(("A", "B"), -np.array([[3.0, 5.0], [4.0, 4.0]]), "Delay", "days", -1.0), least=4.0)
    assert found.standings["worst future"]["A"].score.value == 5.0
    assert leaders(found.standings["worst future"]) == ["B"]
    assert found.standings["largest regret"]["A"].score.value == 1.0
    assert found.standings["futures with at most 4"]["A"].score.value == 0.5


def test_signal_to_noise_wants_less_spread_on_either_side_of_zero_and_is_left_out_across_it() -> None:
    calm, wild = [9.0, 11.0], [5.0, 15.0]
    for values in (np.array([calm, wild]), -np.array([calm, wild])):
        assert ranks(signal_to_noise(values)).tolist() == [1, 2]
    assert np.isnan(signal_to_noise(np.array([calm, [-3.0, -1.0]]))).all()
    assert "signal to noise" not in robustness(hand()).standings  # B has no spread
    assert robustness(hand()).left_out


def test_ranks_and_their_intervals_follow_the_evidence() -> None:
    random = np.random.default_rng(1)
    far = random.normal(0.0, 1.0, (2, 400)) + np.array([[2.0], [0.0]])
    near = random.normal(0.0, 1.0, (2, 30)) + np.array([[0.05], [0.0]])
    sure = robustness(Performance(("good", "bad"), far, "x", "u")).standings["mean"]
    assert (sure["good"].rank, sure["good"].rank_low, sure["good"].rank_high) == (1, 1, 1)
    assert sure["good"].first == 1.0
    open_ = robustness(Performance(("good", "bad"), near, "x", "u"))
    assert open_.standings["mean"]["good"].rank_high == 2
    assert "mean" in open_.warning


def test_equal_scores_share_the_better_rank() -> None:
    assert ranks(np.array([2.0, 3.0, 2.0])).tolist() == [2, 1, 2]


def test_runs_become_one_value_for_each_policy_and_future() -> None:
    found = performance(runs(replicates=3), "waits_18_weeks", WAITS)
    assert found.policies == ("A", "B", "C")
    assert found.values == pytest.approx(TABLE)
    assert performance(runs(), "unmet_need", UNMET).values == pytest.approx(-TABLE / 100)
    holed = runs().with_columns(
        waits_18_weeks=pl.when((pl.col("policy") == "B") & (pl.col("point") == 2))
        .then(None)
        .otherwise("waits_18_weeks")
    )
    assert performance(holed, "waits_18_weeks", WAITS).values == pytest.approx(np.delete(TABLE, 2, axis=1))
    failed = runs(replicates=2).filter(
        ~((pl.col("policy") == "B") & (pl.col("point") == 2) & (pl.col("replicate") == 1))
    )
    assert performance(failed, "waits_18_weeks", WAITS).values == pytest.approx(np.delete(TABLE, 2, axis=1))
    begun = runs(replicates=2).filter(~((pl.col("policy") == "B") & (pl.col("replicate") == 1)))
    with pytest.raises(BadInput, match="every replicate"):
        performance(begun, "waits_18_weeks", WAITS)
    with pytest.raises(BadInput, match="neither way is better"):
        performance(runs(), "board_members", SEATS)
    with pytest.raises(BadInput, match="single policy"):
        performance(runs().filter(pl.col("policy") == "A"), "waits_18_weeks", WAITS)


def test_a_case_counts_the_futures_that_satisfy() -> None:
    words = Vocabulary({"waits_18_weeks": "higher", "unmet_need": "lower"}, {}, ("A", "B", "C"))
    policies, held = acceptable(runs(), read_case("waits_18_weeks >= 7 and unmet_need < 0.09", words))
    assert dict(zip(policies, held.mean(axis=1), strict=True)) == {"A": 0.25, "B": 1.0, "C": 0.5}
    found = robustness(hand(), extra={"acceptable": held})
    assert found.standings["acceptable"]["B"].rank == 1


def test_weights_turn_outcomes_into_points() -> None:
    whole = Entity(SYSTEM, "Dorset")
    known = {"waits_18_weeks": (WAITS, whole), "unmet_need": (UNMET, whole)}
    found = weighted(runs(), Weighting("own", "Own", "", {"waits_18_weeks": 3.0, "unmet_need": 1.0}), known)
    points = (3 * TABLE / WAITS.matters - TABLE / 100 / UNMET.matters) / 4
    assert found.values == pytest.approx(points)
    with pytest.raises(BadInput, match="there is no outcome 'waits'"):
        weighted(runs(), Weighting("own", "Own", "", {"waits": 1.0}), known)


def test_policies_that_nobody_beats_on_everything() -> None:
    means = np.array([[3.0, 2.0, 1.0, 3.0], [1.0, 2.0, 1.5, 1.0]])
    assert undominated(means).tolist() == [True, True, False, True]
    values = (
        np.random.default_rng(2).normal(0.0, 0.1, (2, 3, 200)) + np.array([[3.0, 1.0, 2.0], [1.0, 3.0, 0.5]])[..., None]
    )
    names = ("A", "B", "C")
    found = tradeoff([Performance(names, values[0], "x", "u"), Performance(names, values[1], "y", "v", -1.0)])
    assert found.undominated == ("A", "B")
    assert found.share == {"A": 1.0, "B": 1.0, "C": 0.0}
    assert found.levels["B"][1].value == pytest.approx(-3.0, abs=0.05)
    assert found.warning == ""
