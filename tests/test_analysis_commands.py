"""``tiers analyse`` on real sweeps: what it prints, what it writes, what it refuses."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from rich.console import Console
from sweeps import sweep

import experiments
from experiments.analysis.sample import sample
from experiments.analysis.sobol import rows_per_base, sobol
from experiments.cli import analyse_options
from experiments.cli.app import run
from experiments.sweep.folder import Wish

TEXT = """\
schema: tiers/experiment/1
id: small
name: Small
summary: Two policies in Dorset for a year.
systems: [dorset]
policies: [maximum-delegation, centrist]
years: 1
replicates: 2
levers: [delegation_base]
uncertainties: [variety_of_need, scale_economies]
design: {design}
draws: {draws}
outcomes: [healthy_life_years, waits_18_weeks, access_primary]
series:
  waits_18_weeks: all
  access_primary: 3
"""
WAITS = "Waits within 18 weeks, over the run"
WORSE = "maximum-delegation worse than centrist on waits_18_weeks by 0.003"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A sweep of each of three designs."""
    made = {}
    designs = {"saltelli": "{kind: saltelli, base_points: 8, order: second}", "sobol": "{kind: sobol, points: 64}"}
    designs["morris"] = "{kind: morris, trajectories: 6}"
    for kind, design in designs.items():
        folder = tmp_path_factory.mktemp(kind)
        file = folder / "small.yaml"
        draws = "by point" if kind == "sobol" else "common"
        file.write_text(TEXT.replace("{design}", design).replace("{draws}", draws), encoding="utf-8")
        sweep(file, folder / "results", Wish("a test"))
        made[kind] = str(folder / "results")
    return made


Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture
def analyse(folders: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Asked:
    """Type a command; its status, what it printed, what it complained of."""

    def typed(command: str, kind: str, *words: str | Path) -> tuple[int, str, str]:
        status = run(["analyse", command, folders[kind], *map(str, words)])
        printed = capsys.readouterr()
        return status, " ".join(printed.out.split()), " ".join(printed.err.split())

    return typed


def test_sensitivity_tells_parameters_and_chance_and_years(analyse: Asked, tmp_path: Path) -> None:
    output = tmp_path / "numbers.csv"
    words = ("--policy", "centrist", "--outcome", "waits_18_weeks", "--over-time", "--output", output)
    status, said, _ = analyse("sensitivity", "saltelli", *words)
    assert status == 0
    assert "Sobol indices from 8 base points" in said
    assert "of the variance of single runs" in said
    numbers = pl.read_csv(output)
    assert dict(numbers["index"].value_counts().rows()) == {"total": 6, "first": 3, "second": 3}
    assert numbers.filter(pl.col("year").is_not_null()).height == 3
    assert (numbers["low"] <= numbers["value"]).all()


BOTH = ("--policy", "maximum-delegation", "--against", "centrist")


@pytest.mark.parametrize("outcome", ["healthy_life_years", "access_primary"])
def test_an_outcome_is_not_followed_where_months_were_kept_of_no_or_of_some_runs(outcome: str, analyse: Asked) -> None:
    status, _, wrong = analyse("sensitivity", "sobol", "--policy", "centrist", "--outcome", outcome, "--over-time")
    assert status == 2
    assert f"did not keep the months of '{outcome}' in all runs" in wrong


@pytest.mark.parametrize(
    ("kind", "method", "index", "whose"),
    [
        ("sobol", "pawn", "pawn", ("--policy", "centrist")),
        ("sobol", "pawn", "pawn", BOTH),
        ("saltelli", "sobol", "total", BOTH),
        ("morris", "morris", "mu_star", BOTH),
    ],
)
def test_sensitivity_is_followed_over_time_by_every_method_and_of_a_difference(
    kind: str, method: str, index: str, whose: tuple[str, ...], analyse: Asked, tmp_path: Path
) -> None:
    """A single year is kept, so its index is that of the outcome that is the mean of the whole run."""
    output, drawn = tmp_path / "numbers.csv", tmp_path / "figure.html"
    words = (*whose, "--outcome", "waits_18_weeks", "--method", method, "--over-time", "-o", output, "--figure", drawn)
    status, said, _ = analyse("sensitivity", kind, *words)
    assert status == 0
    assert "Year 1" in said
    numbers = pl.read_csv(output)
    yearly = numbers.filter(pl.col("year").is_not_null())
    assert set(yearly["index"]) == {index}
    whole = numbers.filter(pl.col("year").is_null())
    assert yearly["parameter"].to_list() == whole["parameter"].to_list()[: len(yearly)]
    of_whole = whole.filter(index=index)["value"] if index == "total" else whole[index]
    np.testing.assert_allclose(yearly["value"], of_whole, rtol=1e-6)
    assert "Over time" in drawn.read_text(encoding="utf-8")


def test_what_is_missing_of_a_design_leaves_the_rest_in_its_place(folders: dict[str, str], tmp_path: Path) -> None:
    results = experiments.load(folders["saltelli"])
    runs, design = results.runs.filter(pl.col("policy") == "centrist").collect(), results.design.collect()
    names = [one.name for one in results.varied]
    whole = sample(runs, names, "waits_18_weeks", design)
    assert np.array_equal(whole.y, sample(runs, names, "waits_18_weeks").y)
    size = rows_per_base(len(names), second=True)
    for lost in (range(size), [size + 1], [0, size - 1, size]):  # a row of the base sample, and parts of one or two
        found = sample(runs.filter(~pl.col("point").is_in(list(lost))), names, "waits_18_weeks", design)
        assert np.array_equal(found.x, whole.x)
        kept = np.isfinite(found.y).all(axis=1)
        assert kept.sum() == len(kept) - len(lost)
        assert np.array_equal(found.y[kept], whole.y[kept])
        gone = {point // size for point in lost}
        assert sobol(names, found.y).base == 8 - len(gone)
        rest = [base not in gone for base in range(8) for _ in range(size)]
        assert sobol(names, found.y).total == sobol(names, whole.y[rest]).total


def test_sensitivity_says_how_much_is_chance_whatever_the_method(analyse: Asked) -> None:
    status, said, _ = analyse("sensitivity", "saltelli", "--policy", "centrist", "--method", "pawn")
    assert status == 0
    assert "of the variance of single runs" in said
    assert "The indices count it in." in said


def test_sensitivity_of_a_difference_takes_any_design(analyse: Asked) -> None:
    words = ("--policy", "maximum-delegation", "--against", "centrist", "--outcome", "waits_18_weeks")
    status, said, _ = analyse("sensitivity", "sobol", *words)
    assert status == 0
    assert "maximum-delegation less centrist" in said
    assert "PAWN indices from 64 points" in said


def test_a_method_that_does_not_suit_the_design_is_refused(analyse: Asked) -> None:
    status, _, wrong = analyse("sensitivity", "sobol", "--method", "sobol", "--policy", "centrist")
    assert status == 2
    assert "needs a sweep whose design is 'saltelli'" in wrong


def test_discover_tells_a_box_and_draws_it(analyse: Asked, tmp_path: Path, new_page: Callable[..., Any]) -> None:
    figure, output = tmp_path / "figure.html", tmp_path / "boxes.csv"
    status, said, _ = analyse("discover", "sobol", "--case", WORSE, "--figure", figure, "--output", output)
    assert status == 0
    assert f"When does it come about that {WORSE}?" in said
    assert "coverage" in said.lower()
    boxes = pl.read_csv(output)
    assert set(boxes["method"]) == {"prim", "cart"}
    assert boxes.filter(method="prim")["coverage"][0] == 1.0
    opened = new_page()
    opened.page.goto(figure.as_uri())
    opened.page.wait_for_selector(".plotly-graph-div .main-svg")
    assert (opened.errors, opened.requests) == ([], [])


def test_a_case_that_cannot_be_read_names_its_column(analyse: Asked) -> None:
    status, _, wrong = analyse("discover", "sobol", "--case", "waits_18_week < 0.5")
    assert status == 2
    assert "--case: column 1: 'waits_18_week' is neither an outcome of these runs" in wrong
    assert "did you mean 'waits_18_weeks'?" in wrong


def test_robustness_ranks_by_outcomes_weights_and_what_is_acceptable(analyse: Asked, tmp_path: Path) -> None:
    weights, output = tmp_path / "mine.yaml", tmp_path / "ranks.csv"
    weights.write_text(
        "schema: tiers/weights/1\nid: mine\nname: Mine\nsummary: Mine.\nweights:\n  waits_18_weeks: 1\n",
        encoding="utf-8",
    )
    words = ("--outcome", "waits_18_weeks", "--outcome", "healthy_life_years", "--weights", weights)
    status, said, _ = analyse("robustness", "sobol", *words, "--acceptable", "waits_18_weeks > 0.5", "--output", output)
    assert status == 0
    assert "Trade-off" in said
    ranks = pl.read_csv(output).filter(pl.col("rank").is_not_null())
    assert set(ranks["judged_by"]) == {
        WAITS,
        "Healthy life years against the start",
        "Mine",
    }
    assert "futures that are acceptable" in set(ranks["criterion"])
    assert (ranks["rank_low"] <= ranks["rank"]).all()
    same = ranks.filter(criterion="mean regret").sort("judged_by", "policy").partition_by("judged_by", as_dict=True)
    waits, mine = same[WAITS,], same["Mine",]
    assert (mine["score"] * 0.01 - waits["score"]).abs().max() < 1e-9  # a point is one percentage point of waits


def test_robustness_holds_the_ranks_of_those_who_weigh_differently_side_by_side(analyse: Asked, tmp_path: Path) -> None:
    for name, counts in {"waits": "waits_18_weeks", "life": "healthy_life_years"}.items():
        text = f"schema: tiers/weights/1\nid: {name}\nname: {name}\nsummary: One.\nweights:\n  {counts}: 1\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    output, drawn = tmp_path / "ranks.csv", tmp_path / "ranks.html"
    words = ("--weights", tmp_path / "waits.yaml", "--weights", tmp_path / "life.yaml", "-o", output)
    status, said, _ = analyse("robustness", "sobol", *words, "--figure", drawn)
    assert status == 0
    assert "Do they agree? waits and life" in said
    assert "Ranks by worst future" in drawn.read_text(encoding="utf-8")
    numbers = pl.read_csv(output)
    beside = numbers.filter(judged_by="side by side").sort("criterion", "policy")
    by_mean = numbers.filter(pl.col("judged_by").is_in(["waits", "life"]), criterion="mean")
    ranks = by_mean.group_by("policy").agg(low=pl.col("rank").min(), high=pl.col("rank").max()).sort("policy")
    assert beside.filter(criterion="mean")["best_rank"].to_list() == ranks["low"].to_list()
    assert beside.filter(criterion="mean")["worst_rank"].to_list() == ranks["high"].to_list()
    apart = "They are furthest apart on" in said
    assert apart == (beside["best_rank"] < beside["worst_rank"]).any()
    same = tmp_path / "same.yaml"
    same.write_text((tmp_path / "life.yaml").read_text(encoding="utf-8").replace("id: life", "id: same"), "utf-8")
    status, _, wrong = analyse("robustness", "sobol", "--weights", same, "--weights", tmp_path / "life.yaml")
    assert status == 2
    assert "two weightings are called 'life'" in wrong


def test_delegation_finds_a_level_for_each_service_that_was_kept(analyse: Asked, tmp_path: Path) -> None:
    output = tmp_path / "levels.csv"
    status, said, _ = analyse("delegation", "sobol", "--policy", "centrist", "--output", output)
    assert status == 0
    assert "dorset: planned care" in said
    best = pl.read_csv(output).filter(what="best level")
    assert set(best["outcome"]) == {"waits_18_weeks", "access_primary"}
    assert best["value"].is_between(0.0, 1.0).all()


def test_next_writes_a_table_that_an_experiment_takes(analyse: Asked, tmp_path: Path) -> None:
    output = tmp_path / "next.csv"
    words = ("maximum-delegation", "centrist", "--outcome", "waits_18_weeks", "--count", "8", "--output", output)
    status, said, _ = analyse("next", "sobol", *words)
    assert status == 0
    assert "is not settled" in said
    assert pl.read_csv(output).columns == ["delegation_base", "variety_of_need", "scale_economies"]
    assert len(sweep(of_table(output), tmp_path / "results", Wish("a test")).plan.cells) == 2


def of_table(table: Path) -> Path:
    """The experiment of a table of futures, run once each."""
    text = TEXT.replace("{design}", f"{{kind: table, file: {table}}}").replace("levers: [delegation_base]\n", "")
    text = text.replace("uncertainties: [variety_of_need, scale_economies]\n", "")
    file = table.with_suffix(".yaml")
    text = text.replace("{draws}", "by point").replace("replicates: 2", "replicates: 1")
    file.write_text(text, encoding="utf-8")
    return file


def test_each_round_learns_from_all_rounds_before(
    folders: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, again = tmp_path / "rounds.csv", str(tmp_path / "rounds")
    words = ["maximum-delegation", "centrist", "--outcome", "waits_18_weeks", "--count", "8", "--output", str(table)]
    earlier = ["--also", folders["sobol"], "--whole-table", "--force"]
    assert run(["analyse", "next", folders["sobol"], *words]) == 0
    first = pl.read_csv(table)
    sweep(of_table(table), Path(again), Wish("a test"))
    assert run(["analyse", "next", again, *words, "--force"]) == 2
    assert "8 points are too few to learn from" in capsys.readouterr().err
    assert run(["analyse", "next", again, *words, *earlier]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "As far as 72 points from two folders tell" in said
    assert "were not run with the same" not in said
    second = pl.read_csv(table)
    assert second.head(8).equals(first)
    assert len(second.unique()) == 16
    before = experiments.load(again).runs.sort("run").collect()
    assert run(["sweep", str(table.with_suffix(".yaml")), "-o", again, "--extend", "-w", "1"]) == 0
    assert experiments.load(again).runs.sort("run").head(16).collect().equals(before)
    manifest = Path(again, "manifest.json")
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["sessions"][-1]["versions"]["numpy"] = "1.0"
    manifest.write_text(json.dumps(told), encoding="utf-8")
    assert run(["analyse", "next", again, *words, *earlier]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "As far as 80 points from two folders tell" in said
    assert "were not run with the same numpy" in said
    assert len(pl.read_csv(table).unique()) == 24


NO_ROUND = {
    "other years": ("years: 1", "years: 2", "it differs in years"),
    "other parameters": ("[variety_of_need, scale_economies]", "[variety_of_need]", "it differs in what is varied"),
    "another policy": ("[maximum-delegation, centrist]", "[targeted, centrist]", "no runs of policy"),
    "other outcomes": (
        "waits_18_weeks, access_primary]\nseries:\n  waits_18_weeks: all\n  access_primary: 3\n",
        "]",
        "did not keep",
    ),
}


@pytest.mark.parametrize(("was", "now", "said"), NO_ROUND.values(), ids=NO_ROUND)
def test_what_is_no_earlier_round_is_refused(was: str, now: str, said: str, analyse: Asked, tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    assert was in TEXT
    text = TEXT.replace(was, now).replace("{design}", "{kind: sobol, points: 1}").replace("{draws}", "by point")
    file.write_text(text, encoding="utf-8")
    sweep(file, tmp_path / "other", Wish("a test"))
    words = ("maximum-delegation", "centrist", "--outcome", "waits_18_weeks", "--also", tmp_path / "other")
    status, _, wrong = analyse("next", "sobol", *words)
    assert status == 2
    assert said in wrong
    assert "other" in wrong


def test_rounds_that_cannot_be_pooled_or_extended_are_refused(
    analyse: Asked, folders: dict[str, str], tmp_path: Path
) -> None:
    words = ("maximum-delegation", "centrist", "--outcome", "waits_18_weeks")
    twice = analyse("next", "sobol", *words, "--also", folders["sobol"])
    no_table = analyse("next", "sobol", *words, "--whole-table", "--output", tmp_path / "next.csv")
    no_file = analyse("next", "sobol", *words, "--whole-table")
    assert [status for status, _, _ in (twice, no_table, no_file)] == [2, 2, 2]
    assert "a folder is given twice" in twice[2]
    assert "only a table takes rows below it" in no_table[2]
    assert "--output FILE beside it" in no_file[2]


def test_replicates_refuses_to_call_what_two_cannot_settle(analyse: Asked) -> None:
    words = ("maximum-delegation", "centrist", "--outcome", "waits_18_weeks")
    assert analyse("replicates", "sobol", *words)[0] == 0
    status, said, wrong = analyse("replicates", "sobol", *words, "--strict")
    assert status == 2
    assert "too few to call" in said
    assert "2 replicates are too few to call a difference" in wrong


def test_a_file_that_exists_is_not_replaced_unasked(analyse: Asked, tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine", encoding="utf-8")
    words = ("maximum-delegation", "centrist", "--outcome", "waits_18_weeks", "--output", there)
    status, _, wrong = analyse("replicates", "sobol", *words)
    assert (status, there.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force to replace it" in wrong
    assert analyse("replicates", "sobol", *words, "--force")[0] == 0
    assert there.read_text(encoding="utf-8").startswith("outcome,")


def test_a_folder_without_results_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["analyse", "robustness", str(tmp_path)]) == 2
    assert "Error:" in capsys.readouterr().err


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_wide_table_is_shown_in_parts_and_nothing_is_cut(width: int) -> None:
    titles = ["Policy", *(f"criterion-number-{number}" for number in range(9))]
    rows = [[f"policy-{row}", *(f"value-{row}-{number}" for number in range(9))] for row in range(3)]
    console = Console(width=width, file=io.StringIO())
    tables = list(analyse_options._tables(titles, rows, width))
    for table in tables:
        console.print(table)
    said = console.file.getvalue()
    assert all(said.count(cell) == 1 for row in rows for cell in row[1:])
    assert all(said.count(title) == 1 for title in titles[1:])
    assert said.count("policy-2") == len(tables)
    assert max(map(len, said.splitlines())) <= width
