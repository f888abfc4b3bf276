"""Many policies over the same futures: shares, ties, regret and intervals by hand, circumstances, and the command."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from experiments.cli.app import run
from experiments.cli.standings import said
from experiments.config import Circumstances, load_policy, load_system, load_timeline
from experiments.contest import Contest, Result, Standing, plain, puzzling, standings
from experiments.contest import run as run_contest
from experiments.problems import BadInput
from sim.batch import simulate
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE
from sim.timeline import Event, Timeline

THREE = ("a", "b", "c")
T3 = 3.182446305284263
"""Student's t with 3 degrees of freedom, 97.5 %."""
CALLED = {"a": "Alpha", "b": "Beta", "c": "Gamma"}
HEALTH = next(outcome for outcome in CATALOGUE if outcome.name == "healthy_life_years")
WAITS = next(o for o in CATALOGUE if o.name == "waits_18_weeks")


def one_system(*rows: list[float]) -> np.ndarray:
    """Values (1, policies, futures)."""
    return np.array([rows], dtype=np.float64)


def by_policy(found: list[Standing]) -> SimpleNamespace:
    return SimpleNamespace(**{one.policy: one for one in found})


# Closed forms --------------------------------------------------------------------------------------------------------


def test_shares_regret_and_intervals_by_hand() -> None:
    # a is best in the first and last future, b in the second, and they share the third.
    found = by_policy(standings(THREE, one_system([3, 1, 2, 5], [1, 3, 2, 4], [0, 0, 0, 0]), "higher"))
    assert (found.a.share, found.b.share, found.c.share) == (0.625, 0.375, 0.0)
    assert (found.a.mean, found.b.mean, found.c.mean) == (2.75, 2.5, 0.0)
    assert (found.a.regret, found.b.regret, found.c.regret) == (0.5, 0.75, 3.25)
    # a - b is 2, -2, 0, 1: mean 1/4, sum of squares about it 35/4
    half = T3 * math.sqrt(8.75 / 3) / 2
    against = found.a.against["b"]
    assert (against.mean, against.low, against.high) == pytest.approx((0.25, 0.25 - half, 0.25 + half), abs=1e-12)
    assert found.b.against["a"].mean == -0.25
    assert found.a.clear == found.b.clear == "neither"
    # c - a is -3, -1, -2, -5: mean -11/4, sum of squares about it 35/4 too
    assert found.c.against["a"].high == pytest.approx(-2.75 + half, abs=1e-12)
    assert found.c.clear == "worst"


def test_three_alike_split_a_future_in_three() -> None:
    found = standings(THREE, one_system([1, 1], [1, 2], [1, 0]), "higher")
    assert [one.share for one in found] == pytest.approx([1 / 6, 1 / 6 + 1 / 2, 1 / 6], abs=1e-15)


def test_where_less_is_better_the_least_is_best() -> None:
    found = by_policy(standings(("a", "b"), one_system([1, 2, 3], [2, 4, 6]), "lower"))
    assert (found.a.share, found.b.share) == (1.0, 0.0)
    assert (found.a.regret, found.b.regret) == (0.0, 2.0)
    assert found.a.against["b"].mean == 2.0
    assert found.b.mean == 4.0


def test_clear_of_all_others_needs_every_interval() -> None:
    steps = np.arange(8.0)
    sure = by_policy(standings(THREE, one_system(*([*(steps + lead)] for lead in (2, 1, 0))), "higher"))
    assert (sure.a.clear, sure.b.clear, sure.c.clear) == ("best", "neither", "worst")
    close = [*(steps + np.array([2, -2] * 4))]
    unsure = by_policy(standings(THREE, one_system([*(steps + 0.1)], close, [*(steps - 9)]), "higher"))
    assert unsure.a.against["c"].low > 0.0 > unsure.a.against["b"].low
    assert unsure.a.clear == "neither"


def test_badly_is_behind_most_others_and_apart_from_every_one() -> None:
    steps = np.arange(8.0)
    found = standings("abcd", one_system(*([*(steps + lead)] for lead in (3, 2, 1, 0))), "higher")
    assert [(one.behind, one.badly) for one in found] == [(0, False), (1, False), (2, True), (3, True)]
    near = [*(steps + np.array([2, -2] * 4))]  # cannot be told from the last, so it is not surely bad
    unsure = standings("abcd", one_system([*(steps + 30)], [*(steps + 20)], near, [*(steps)]), "higher")
    assert [(one.behind, one.badly) for one in unsure] == [(0, False), (1, False), (2, False), (2, False)]


def test_policies_that_are_the_same_are_clear_of_nobody() -> None:
    found = standings(("a", "b"), one_system([1, 2, 3], [1, 2, 3]), "higher")
    assert [(one.share, one.regret, one.clear) for one in found] == [(0.5, 0.0, "neither")] * 2


def test_a_future_without_a_value_is_left_out_for_all() -> None:
    gap = by_policy(standings(("a", "b"), one_system([1, math.nan, 3], [0, 9, 4]), "higher"))
    assert (gap.a.futures, gap.a.share, gap.b.mean) == (2, 0.5, 2.0)
    none = standings(("a", "b"), one_system([math.nan], [1]), "higher")
    assert none[0].futures == 0
    assert math.isnan(none[0].share)
    assert none[0].clear == "neither"
    assert said(none, CALLED, HEALTH) == ["There is no future in which every policy has a value."]


def test_systems_share_their_futures_so_noise_that_cancels_between_them_is_no_noise() -> None:
    noise = np.array([5.0, -3.0, 2.0, 1.0])
    first, second = [1 + noise, 0 * noise], [1 - noise, 0 * noise]
    together = by_policy(standings(("a", "b"), np.array([first, second]), "higher"))
    assert (together.a.against["b"].low, together.a.against["b"].high) == (1.0, 1.0)
    assert (
        together.a.share == 4.5 / 8
    )  # 6, -2, 3 and 2 against 0 in the first system; -4, 4, -1 and a tie in the second
    assert together.a.clear == "best"


def test_of_an_outcome_without_a_better_way_nobody_is_best() -> None:
    with pytest.raises(ValueError, match="neither way is better"):
        standings(("a", "b"), one_system([1], [2]), "neither")


def test_shares_add_up_to_one_whatever_is_tied() -> None:
    values = np.random.default_rng(1).integers(0, 3, (3, 4, 50)).astype(float)
    assert math.fsum(one.share for one in standings("abcd", values, "lower")) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("share", "odd"),
    [(0.0, True), (0.004, True), (0.005, False), (0.5, False), (0.9, False), (0.91, True), (1.0, True)],
)
def test_hardly_ever_and_nearly_always_ask_for_an_explanation(share: float, odd: bool) -> None:
    assert puzzling(share) == odd


def test_what_is_said_of_standings() -> None:
    lines = said(standings(THREE, one_system([3, 1, 2, 5], [1, 3, 2, 4], [0, 0, 0, 0]), "higher"), CALLED, HEALTH)
    assert lines[0] == "Alpha is best in 62 % of futures."
    assert "no policy is clear of all others: Alpha has the best mean, but cannot be told from Beta." in lines[1]
    assert lines[2].startswith("Best in 0 % of futures, rounded: Gamma.")
    always = said(standings(("a", "b"), one_system([3, 3.5, 4], [1, 1, 1]), "higher"), CALLED, HEALTH, systems=2)
    assert "Alpha is clear of all others." in always[1]
    assert "It leads Beta, the next, by 2.5" in always[1]
    assert "too small to matter in practice (from 5" in always[1]
    assert "more than 90 % of all systems and futures" in always[-1]


# Running -------------------------------------------------------------------------------------------------------------


def small(**other: object) -> Contest:
    policies = load_policy("centrist"), load_policy("maximum-delegation")
    return replace(Contest(policies, (load_system("dorset").system,), (WAITS,), futures=3, years=1), **other)  # type: ignore[arg-type]


def test_a_contest_gives_the_figures_of_single_runs() -> None:
    contest = small()
    result = run_contest(contest)
    for i, policy in enumerate(contest.policies):
        alone = simulate(contest.systems[0], policy, draw_futures(1, 3), 12).outcomes["waits_18_weeks"][0]
        assert np.array_equal(result.values["waits_18_weeks"][0, i], alone)


def test_workers_change_nothing() -> None:
    told: list[int] = []
    spread = run_contest(small(workers=2), told.append)
    assert np.array_equal(spread.values["waits_18_weeks"], run_contest(small()).values["waits_18_weeks"])
    assert sum(told) == small().runs == 6


def test_what_circumstances_fix_is_the_same_in_every_future() -> None:
    given = Circumstances("c", "C", "", {"variety_of_need": 2.4, "removal_hazard": 0.02})
    system = load_system("dorset").system
    assert "removal_hazard" in system.starting_values  # its own figure gives way
    found = run_contest(small(circumstances=given)).values["waits_18_weeks"]
    futures = draw_futures(1, 3)
    fixed = replace(futures, values={**futures.values, "variety_of_need": np.full(3, 2.4)})
    own = replace(system, starting_values={**system.starting_values, "removal_hazard": 0.02})
    assert np.array_equal(found[0, 0], simulate(own, load_policy("centrist"), fixed, 12).outcomes[WAITS.name][0])
    assert not np.array_equal(found, run_contest(small()).values["waits_18_weeks"])


def test_a_timeline_may_not_set_what_circumstances_fix() -> None:
    given = Circumstances("c", "C", "", {"scale_economies": 1.0, "spillovers": 1.0})
    timeline = Timeline("t", "T", "", (Event(3, "Size counts more", {"scale_economies": 1.5}),))
    with pytest.raises(BadInput, match="'scale_economies' is set by the timeline 't'") as caught:
        run_contest(small(circumstances=given, timeline=timeline))
    assert len(caught.value.problems) == 1
    given.check(load_timeline("the-current-reform"))


def test_as_plain_data_it_can_be_read_by_any_reader_of_json() -> None:
    contest = small(circumstances=Circumstances("c", "C", "", {"spillovers": 1.0}))
    values = np.array([[[1.0, math.nan, 2.0], [2.0, 3.0, 4.0]]])
    found = plain(Result(contest, {WAITS.name: values}), "tiers contest")
    again = json.loads(json.dumps(found, allow_nan=False))
    assert again["circumstances"] == {"id": "c", "name": "C", "uncertainties": {"spillovers": 1.0}}
    standing = again["outcomes"][WAITS.name]["systems"]["dorset"][1]
    assert (standing["policy"], standing["share"], standing["futures"]) == ("maximum-delegation", 1.0, 2)
    assert standing["against"]["centrist"] == {
        "mean": 1.5,
        "low": pytest.approx(-4.8531),
        "high": pytest.approx(7.8531),
    }
    nothing = plain(Result(contest, {WAITS.name: values * math.nan}), "")["outcomes"][WAITS.name]["overall"][0]
    assert nothing["share"] is None


# The command ---------------------------------------------------------------------------------------------------------

SMALL = ["contest", "centrist", "targeted", "--futures", "4", "--years", "1", "--workers", "1"]


def test_the_command_prints_a_table_and_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "contest.json"
    more = ["-s", "dorset", "-s", "somerset", "--circumstances", "needs-alike-and-size-matters", "-o", str(file)]
    assert run([*SMALL, *more]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for wanted in ("2 systems together; 4 futures of 1 years", "Healthy life years", "Waits within 18 weeks", "Regret"):
        assert wanted in text
    assert "of all systems and futures" in text
    assert "Dorset most often best:" in text
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["systems"] == ["dorset", "somerset"]
    assert written["circumstances"]["uncertainties"]["scale_economies"] > 1.0
    assert [path.name for path in tmp_path.iterdir()] == ["contest.json"]
    assert run([*SMALL, *more]) == 2
    assert "never overwritten" in capsys.readouterr().err


def test_for_machines_it_prints_json_and_the_command_gives_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["-s", "dorset", "--outcome", "four_hours", "--seed", "5", "--timeline", "the-current-reform", "--json"]
    assert run([*SMALL, *asked]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found["outcomes"]) == ["four_hours"]
    assert run([*found["command"].split()[1:], "--json", "-w", "1"]) == 0
    assert json.loads(capsys.readouterr().out) == found


REFUSED = {
    "no system": (SMALL, ["--system", "no system was given", "--all"]),
    "both": ([*SMALL, "--all", "-s", "dorset"], ["--all and --system exclude each other"]),
    "one policy": (["contest", "centrist", "-s", "dorset"], ["POLICY", "two policies or more"]),
    "a policy twice": (["contest", "centrist", "centrist", "-s", "dorset"], ["'centrist' is given twice"]),
    "a system twice": ([*SMALL, "-s", "dorset", "-s", "dorset"], ["--system", "'dorset' is given twice"]),
    "no such policy": (["contest", "centrist", "targetd", "-s", "dorset"], ["POLICY", "did you mean 'targeted'?"]),
    "no such outcome": ([*SMALL, "-s", "dorset", "--outcome", "wait"], ["--outcome", "unknown outcome"]),
    "no better way": ([*SMALL, "-s", "dorset", "--outcome", "real_delegation"], ["--outcome", "neither way is better"]),
    "no such circumstances": (
        [*SMALL, "-s", "dorset", "-c", "needs-alike"],
        ["--circumstances", "no set of circumstances called 'needs-alike'", "usual"],
    ),
    "a timeline as circumstances": (
        [*SMALL, "-s", "dorset", "-c", str(Path(__file__).parents[1] / "configs" / "timelines" / "steady.yaml")],
        ["describes a timeline, not a set of circumstances"],
    ),
    "one future": ([*SMALL, "-s", "dorset", "-f", "1"], ["--futures", "too small"]),
}


@pytest.mark.parametrize(("arguments", "wanted"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_explained(arguments: list[str], wanted: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert all(fragment in captured.err for fragment in wanted), captured.err
