"""Explanations: where two runs part, and that a claimed cause is proved by playing again with it replaced."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.cli.app import run as tiers
from experiments.config import load_policy, load_system
from experiments.explain import figure, page, text
from experiments.explain.explain import Explanation, Wanted, explain, undone
from experiments.explain.parting import Parted, chain, partings
from experiments.explain.replays import Key, Stage, differing, grouped, run, the_run_and_others
from experiments.replay import future
from sim.decide import Decide
from sim.model import Model
from sim.outcomes import CATALOGUE
from sim.trace import Decision

pytestmark = pytest.mark.xdist_group("explain")  # its explanations are worked out once

YEARS = 2
OUTCOME = next(o for o in CATALOGUE if o.name == "healthy_life_years")
SYSTEM = load_system("west-yorkshire").system
FIRST, SECOND = load_policy("maximum-delegation"), load_policy("centrist")


@pytest.fixture(scope="module")
def found() -> Explanation:
    return explain(Wanted(SYSTEM, FIRST, SECOND, 3, OUTCOME, years=YEARS, futures=4))


@pytest.fixture(scope="module")
def alone() -> Explanation:
    return explain(Wanted(SYSTEM, FIRST, None, 3, OUTCOME, years=3))


def decision(month: int, value: float, name: str = "stance", who: str = "Leeds", **terms: float) -> Decision:
    return Decision(month, f"council:{who}", who, name, "", value, "sum", terms, "", "", f"council:{who}")


# --- where runs part ------------------------------------------------------------------------------------------------


def test_identical_policies_are_the_same_to_the_last_decision() -> None:
    same = explain(Wanted(SYSTEM, FIRST, replace(FIRST, id="twin", name="Twin"), 3, OUTCOME, years=1, futures=2))
    assert same.same
    assert same.total == 0.0
    assert (same.parted, same.links, same.kinds, same.levers) == ([], [], [], [])
    (only,) = text.sections(same)
    assert "the same in this future, to the last decision" in only.paragraphs[0]
    assert figure.figures(same) == []


def test_the_first_parting_is_found_whatever_the_order_of_the_stories() -> None:
    one = [decision(0, 0.5), decision(12, 0.6, trust=0.4, voice=0.2), decision(13, 1.0, "other"), decision(24, 0.7)]
    other = [decision(0, 0.5), decision(12, 0.5, trust=0.3, voice=0.2), decision(13, 0.0, "other"), decision(24, 0.2)]
    parted = partings(one, other)
    assert [p.one.month for p in parted] == [12, 13, 24]
    assert [(t.name, t.first, t.second) for t in parted[0].terms] == [("trust", 0.4, 0.3)]
    assert [p.one.month for p in partings(one, list(reversed(other)))] == [12, 13, 24]
    links = chain(parted)
    assert [(link.decision, link.month, link.then, link.later) for link in links] == [
        ("stance", 12, 1, 1),
        ("other", 13, 1, 0),
    ]


def test_a_decision_only_one_run_takes_is_a_parting() -> None:
    (parted,) = partings([decision(0, 0.5)], [decision(0, 0.5), decision(3, 1.0, "new")])
    assert parted == Parted(None, decision(3, 1.0, "new"))
    assert parted.size == 1.0
    assert partings([decision(0, 0.5)], [decision(0, 0.5)]) == []


def test_differences_too_small_to_show_are_no_link_of_the_chain() -> None:
    parted = partings([decision(0, 0.5)], [decision(0, 0.5001)])
    assert len(parted) == 1
    assert chain(parted) == []


# --- replays --------------------------------------------------------------------------------------------------------


def test_the_first_parting_of_two_real_policies(found: Explanation) -> None:
    first = found.parted[0].one
    assert (first.month, first.decision, first.agent) == (0, "delegated share", "icb:QWO")
    assert "base level" in [t.name for t in found.parted[0].terms]


def test_what_is_noted_is_what_the_story_tells_and_its_own_decisions_change_nothing() -> None:
    futures, at = the_run_and_others(1, 3, 2)
    assert (len(futures), at) == (3, 2)
    assert int(futures.replicates[at]) == 3
    stage = Stage(SYSTEM, futures, 18, OUTCOME)
    base = run(stage, FIRST, note=True)
    one = future(1, 3)
    model = Model(SYSTEM, FIRST, 1, 3, {name: float(v[0]) for name, v in one.values.items()})
    model.run(18)
    told = {Key(d.month, d.decision, d.agent, d.entity): d.value for d in model.story}
    noted = {key: float(values[at]) for key, values in base.noted.items()}
    assert told.items() <= noted.items()  # decisions of every month are told only now and then
    assert np.array_equal(run(stage, FIRST, base.noted).series, base.series)


def test_a_replay_is_a_run_of_the_agents_with_decide_events() -> None:
    """The blocks of the replay and the Mesa engine agree on a run with decisions replaced."""
    futures, at = the_run_and_others(1, 0, 2)
    stage = Stage(SYSTEM, futures, 14, OUTCOME)
    base, other = run(stage, FIRST, note=True), run(stage, SECOND, note=True)
    keys = [k for k in differing(other.noted, base.noted) if k.entity.endswith(":community")]
    replayed = run(stage, FIRST, {k: other.noted[k] for k in keys})
    assert not np.array_equal(replayed.series, base.series)
    values = {name: float(v[at]) for name, v in futures.values.items()}
    decides = [Decide(k.month, k.agent, k.decision, float(other.noted[k][at]), k.entity) for k in keys]
    model = Model(SYSTEM, FIRST, 1, 0, values, decides)
    model.run(14)
    assert [row[0] for row in model.series[OUTCOME.name]] == replayed.series[:, at].tolist()


def test_all_decisions_and_all_settings_add_up_to_the_difference(found: Explanation) -> None:
    assert found.everything is not None
    assert found.settings is not None
    assert found.everything.run + found.settings.run == pytest.approx(found.total, abs=1e-9)
    assert found.everything.mean + found.settings.mean == pytest.approx(found.mean[0], abs=1e-9)
    assert [abs(e.run) for e in found.kinds] == sorted((abs(e.run) for e in found.kinds), reverse=True)


def test_groups_keep_their_order() -> None:
    keys = [Key(0, "a", "x", "1"), Key(1, "b", "x", "1"), Key(2, "a", "x", "1")]
    assert grouped(keys, lambda k: k.decision) == {"a": [keys[0], keys[2]], "b": [keys[1]]}


def test_undone_means_as_it_was_the_time_before() -> None:
    old, new = np.array([0.0, 0.0]), np.array([1.0, 1.0])
    first, second, third = (Key(month, "stance", "council:a", "council:a") for month in (0, 12, 24))
    noted = {first: old, second: new, third: new}
    donor, groups = undone(noted, dict.fromkeys(noted, False))
    assert list(donor) == [second]
    assert donor[second] is old
    assert groups == {(12, "stance"): [second]}
    donor, _ = undone(noted, dict.fromkeys(noted, True))  # events: those that came do not come
    assert list(donor) == [second, third]
    assert not donor[third].any()


def test_turning_points_of_one_run(alone: Explanation) -> None:
    assert alone.second is None
    assert alone.turning
    assert all(e.run != 0.0 for e in alone.turning)
    assert [s.title for s in text.sections(alone)] == [
        "What came of it",
        "Turning points",
        "The story, year by year",
    ]


# --- text and picture -----------------------------------------------------------------------------------------------


def test_the_text_is_for_people(found: Explanation) -> None:
    said = json.dumps([s.paragraphs + s.points for s in text.sections(found)])
    for forbidden in ("remit:", "icb:QWO", "council:E", "delegation_base", "nan", "np.float"):
        assert forbidden not in said
    assert "April, year 1" in said
    assert "NHS West Yorkshire Integrated Care Board" in said


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_opens_without_network_or_errors(
    found: Explanation, alone: Explanation, new_page: Callable[..., Any], tmp_path: Path, width: int
) -> None:
    hostile = replace(SECOND, name="<img src=http://evil.example onerror=alert(1)> & </script>")
    found = replace(found, wanted=replace(found.wanted, second=hostile))
    for number, one in enumerate((found, alone)):
        path = tmp_path / f"{number}.html"
        page.write(path, text.title(one), text.sections(one), figure.figures(one))
        opened = new_page(width=width)
        opened.page.goto(path.as_uri())
        opened.page.wait_for_selector("html[data-charts=drawn]", state="attached")
        charts = opened.page.locator("[data-chart] svg.main-svg").count()
        assert charts >= 2 * len(figure.figures(one))
        assert (opened.errors, opened.requests) == ([], [])
        assert opened.page.locator("svg a, svg image, main img, main script").count() == 0
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    with pytest.raises(FileExistsError):
        page.write(path, "x", [], [])


# --- the command ----------------------------------------------------------------------------------------------------

EXPLAIN = ["explain", "centrist", "--system", "west-yorkshire", "--run", "1"]
BAD = {
    "unknown policy": (["explain", "centrst", "-s", "west-yorkshire", "-r", "1"], ["POLICY", "'centrist'?"]),
    "unknown second": (
        ["explain", "centrist", "targetd", "-s", "west-yorkshire", "-r", "1"],
        ["POLICY_B", "'targeted'?"],
    ),
    "unknown system": (["explain", "centrist", "-s", "west-yorkshir", "-r", "1"], ["--system", "'west-yorkshire'?"]),
    "no run": (["explain", "centrist", "-s", "west-yorkshire"], ["--run", "--help"]),
    "run out of range": ([*EXPLAIN[:-1], "100000"], ["--run", "100000 is too large", "from 0 to 99,999"]),
    "negative run": ([*EXPLAIN[:-1], "-1"], ["--run", "-1 is too small"]),
    "unknown timeline": ([*EXPLAIN, "--timeline", "stedy"], ["--timeline", "'stedy'"]),
    "unknown outcome": ([*EXPLAIN, "--outcome", "trst"], ["--outcome", "'trst'", "did you mean 'trust'?"]),
    "outcome of places": ([*EXPLAIN, "--outcome", "place_delays"], ["--outcome", "'place_delays'"]),
    "one future": ([*EXPLAIN, "--futures", "1"], ["--futures", "1 is too small"]),
    "file exists": ([*EXPLAIN, "--output", "."], ["--output", "exists already"]),
    "no folder": ([*EXPLAIN, "--output", "nowhere/x.html"], ["--output", "no folder 'nowhere'"]),
}


@pytest.mark.parametrize(("arguments", "wanted"), BAD.values(), ids=BAD)
def test_bad_input_is_explained(arguments: list[str], wanted: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert tiers(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Error: ")
    assert said.err.count("\n") == 1
    assert all(fragment in said.err for fragment in wanted)


def test_the_command_prints_text_or_json_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "why.html"
    same = ["explain", "centrist", "centrist", *EXPLAIN[2:], "--years", "1", "--futures", "2"]
    assert tiers([*same, "--output", str(file)]) == 0
    assert "to the last decision" in " ".join(capsys.readouterr().out.split())
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert tiers([*same, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["same"] is True
    assert data["first_parting"] is None


def test_json_of_a_real_difference(found: Explanation) -> None:
    from experiments.cli.explain import plain

    data = json.loads(json.dumps(plain(found, text.title(found), text.sections(found)), allow_nan=False))
    assert data["first_parting"]["first"]["decision"] == "delegated share"
    assert data["kinds"][0]["label"] == found.kinds[0].label
