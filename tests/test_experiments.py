"""Experiment files: what is read from them, and how mistakes are told."""

from pathlib import Path

import pytest
from sweeps import TEXT, experiment

from experiments.config import list_experiments, load_experiment
from experiments.problems import BadInput
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY


def test_a_name_without_a_range_has_the_one_of_the_registry(tmp_path: Path) -> None:
    factors = {f.name: f for f in load_experiment(experiment(tmp_path)).factors}
    declared = REGISTRY["variety_of_need"]
    assert (factors["variety_of_need"].low, factors["variety_of_need"].high) == (declared.low, declared.high)
    assert (factors["delegation_base"].low, factors["delegation_base"].high) == (0.2, 0.8)
    assert factors["who_fixes"].values == ("icb", "region")


def test_all_uncertainties_are_those_that_no_system_states_itself(tmp_path: Path) -> None:
    text = TEXT.replace("uncertainties: [variety_of_need]", "uncertainties: all")
    found = load_experiment(experiment(tmp_path, text))
    names = {f.name for f in found.factors if f.parameter.role == "uncertainty"}
    stated = set(found.systems[0].starting_values)
    assert stated
    assert names == {p.name for p in REGISTRY.role("uncertainty")} - stated


def test_what_is_left_out_has_a_default(tmp_path: Path) -> None:
    text = "\n".join(line for line in TEXT.splitlines() if line.split(":")[0] not in ("years", "seed", "replicates"))
    text = text.replace("outcomes: [healthy_life_years, waits_18_weeks, place_maturity]", "").partition("series:")[0]
    found = load_experiment(experiment(tmp_path, text))
    assert (found.years, found.seed, found.replicates, found.draws) == (10, 1, 1, "by point")
    assert [t.id for t in found.timelines] == ["steady"]
    assert found.outcomes == tuple(o for o in CATALOGUE if o.kind == "icb")


def test_designs_that_compare_points_give_them_the_same_draws(tmp_path: Path) -> None:
    text = TEXT.replace("kind: sobol\n  points: {points}", "kind: one-at-a-time")
    assert load_experiment(experiment(tmp_path, text)).draws == "common"


MISTAKES = {
    "unknown key": (("replicates:", "repliates:"), ["tiny.yaml:9", "'repliates'", "did you mean 'replicates'?"]),
    "unknown system": (("[dorset]", "[dorst]"), ["systems", "'dorst'", "did you mean 'dorset'?"]),
    "unknown policy": (("centrist]", "centrst]"), ["policies", "did you mean 'centrist'?"]),
    "twice": (("[dorset]", "[dorset, dorset]"), ["systems", "'dorset' is named twice"]),
    "unknown lever": (("delegation_base", "delegation_bas"), ["levers", "did you mean 'delegation_base'?"]),
    "an uncertainty among levers": (("delegation_base", "bed_growth"), ["levers", "an uncertainty, not a lever"]),
    "unknown uncertainty": (("[variety_of_need]", "[variety_of_ned]"), ["did you mean 'variety_of_need'?"]),
    "range the wrong way": (("[0.2, 0.8]", "[0.8, 0.2]"), ["levers.delegation_base", "lower and a higher end"]),
    "range too wide": (("[0.2, 0.8]", "[0.2, 8]"), ["levers.delegation_base", "8 is outside 0 to 1"]),
    "unknown choice": (("[icb, region]", "[icb, regoin]"), ["levers.who_fixes", "did you mean 'region'?"]),
    "one choice": (("[icb, region]", "[icb]"), ["levers.who_fixes", "fewer than two values"]),
    "unknown design": (("kind: sobol", "kind: sobel"), ["design.kind", "did you mean 'sobol'?"]),
    "key of another design": (("points:", "trajectories:"), ["means nothing to the design 'sobol'", "needs the key"]),
    "half a point": (("points: 6", "points: 6.5"), ["design.points", "not a whole number"]),
    "unknown outcome": (("[healthy_life_years", "[healthy_life_year"), ["did you mean 'healthy_life_years'?"]),
    "series that is not kept": (("  waits_18_weeks: q", "  four_hours: q"), ["series.four_hours", "not among"]),
    "series of no kind": (("quantiles", "quantile"), ["series.waits_18_weeks", "did you mean 'quantiles'?"]),
    "series of half a run": (("quantiles", "10.5"), ["series.waits_18_weeks", "10.5 is not a whole number"]),
    "series of no run": (("quantiles", "0"), ["series.waits_18_weeks", "out of range"]),
    "series of what is no number": (("quantiles", "many"), ["quantiles, all, or the number of runs"]),
    "unknown draws": (("years: 1", "years: 1\ndraws: comon"), ["draws", "did you mean 'common'?"]),
    "another format": (("tiers/experiment/1", "tiers/policy/1"), ["describes a policy, not an experiment"]),
}


@pytest.mark.parametrize(("change", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_was_probably_meant(
    change: tuple[str, str], said: list[str], tmp_path: Path
) -> None:
    file = experiment(tmp_path)
    text = file.read_text(encoding="utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_experiment(file)
    assert all(words in str(refused.value) for words in said), str(refused.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = TEXT.replace("[dorset]", "[dorst]").replace("variety_of_need", "variety").replace("quantiles", "some")
    with pytest.raises(BadInput) as refused:
        load_experiment(experiment(tmp_path, text))
    assert len(refused.value.problems) == 3


def test_what_a_timeline_sets_cannot_vary(tmp_path: Path) -> None:
    text = TEXT.replace("years: 1", "years: 1\ntimelines: [the-current-reform]").replace(
        "delegation_base: [0.2, 0.8]", "running_cost_allowance:"
    )
    with pytest.raises(BadInput, match="set by the timeline 'the-current-reform'"):
        load_experiment(experiment(tmp_path, text))


@pytest.mark.parametrize("name", [entry.id for entry in list_experiments() if "england" not in entry.id])
def test_shipped_experiments_can_be_read(name: str) -> None:
    assert load_experiment(name).id == name


def test_the_experiments_that_were_promised_are_there() -> None:
    assert {entry.id for entry in list_experiments()} >= {
        "delegation-across-england",
        "what-drives-west-yorkshire",
        "eight-policies-under-deep-uncertainty",
        "the-power-of-intervention-style",
        "one-minute-example",
        "the-value-of-delegation",
    }


def test_every_analysis_finds_a_shipped_experiment_that_serves_it() -> None:
    found = [load_experiment(entry.id) for entry in list_experiments() if "england" not in entry.id]
    by_year_and_in_pairs = [e for e in found if "all" in e.series.values() and e.recipe.order == "second"]
    assert [e.id for e in by_year_and_in_pairs] == ["what-drives-west-yorkshire"]
    assert any("delegation_base" in [factor.parameter.name for factor in e.factors] for e in found)
    assert next(e for e in found if e.id == "one-minute-example").replicates == 2
