"""Circumstances from YAML, the claims they make, and the stored contests that show them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from experiments.cli.app import run
from experiments.config import list_circumstances, list_policies, list_systems, load_circumstances, load_policy
from experiments.contest import OUTCOMES
from experiments.docs import contest, contests, policies
from experiments.problems import BadInput
from sim.parameters import REGISTRY

SHIPPED = [entry.id for entry in list_circumstances()]
CLAIMS = contests.claims()
POLICIES = [entry.id for entry in list_policies()]


@pytest.fixture(scope="module")
def measured() -> dict[tuple[str, str], dict[str, Any]]:
    """The stored claims by circumstances and id."""
    found = contests.read(contests.CLAIMS)
    assert found is not None
    return {(claim["circumstances"], claim["id"]): claim for claim in found["claims"]}


@pytest.fixture(scope="module")
def shares() -> dict[str, Any]:
    """The stored contest over all systems."""
    found = contests.read(contests.SHARES)
    assert found is not None
    return found


# Files ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_circumstances_read_and_are_sound(name: str) -> None:
    found = load_circumstances(name)
    assert found.id == name
    assert found.name
    assert found.summary
    assert all(REGISTRY[code].problem(value) is None for code, value in found.uncertainties.items())
    assert all(REGISTRY[code].role == "uncertainty" for code in found.uncertainties)


def test_circumstances_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "circumstances", "--json"]) == 0
    assert [entry["id"] for entry in json.loads(capsys.readouterr().out)] == SHIPPED


BAD = """\
schema: tiers/circumstances/1
id: bad
name: Bad
timeline: stedy
uncertainties:
  delegation_base: 0.3
  variety_of_ned: 1
  scale_economies: 9
  spillovers: many
shows:
  one:
    policy: targetd
    system: dorsett
    outcome: real_delegation
    does: bst
  two:
    policy: targeted
    system: dorset
    does: best
"""


def test_every_mistake_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(BAD, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        load_circumstances(file)
    told = {problem.key: problem for problem in caught.value.problems}
    assert told["uncertainties.delegation_base"].what == "'delegation_base' is a lever, which policies set"
    assert "from 0.4 to 2" in told["uncertainties.scale_economies"].allowed
    assert {"summary", "uncertainties.spillovers", "shows.two.outcome"} <= set(told)
    assert {key: told[key].nearest for key in told if told[key].nearest and "delegation" not in key} == {
        "timeline": "steady",
        "uncertainties.variety_of_ned": "variety_of_need",
        "shows.one.policy": "targeted",
        "shows.one.system": "dorset",
        "shows.one.outcome": "central_direction",
        "shows.one.does": "best",
    }
    assert all(problem.where.startswith(f"{file}:") for problem in caught.value.problems)


def test_circumstances_may_fix_nothing_but_the_timeline(tmp_path: Path) -> None:
    file = tmp_path / "reform.yaml"
    head = "schema: tiers/circumstances/1\nid: reform\nname: Reform\nsummary: The current reform.\n"
    file.write_text(f"{head}timeline: the-current-reform\n", encoding="utf-8")
    found = load_circumstances(file)
    assert (found.timeline, dict(found.uncertainties), found.claims) == ("the-current-reform", {}, ())


# Claims and stored contests ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.circumstances}-{claim.id}")
def test_a_shipped_claim_is_stored_with_every_interval_clear_of_zero(
    claim: Any, measured: dict[tuple[str, str], dict[str, Any]]
) -> None:
    found = measured[claim.circumstances, claim.id]
    for field in ("policy", "system", "outcome", "does"):
        assert found[field] == getattr(claim, field)
    given = load_circumstances(claim.circumstances)
    assert (found["timeline"], found["uncertainties"]) == (given.timeline, dict(given.uncertainties))
    assert sorted([*found["against"], claim.policy]) == POLICIES
    for interval in found["against"].values():
        assert interval["low"] <= interval["mean"] <= interval["high"]
        assert interval["low"] > 0 if claim.does == "best" else interval["low"] > 0 or interval["high"] < 0
    if claim.does == "badly":
        assert sum(interval["high"] < 0 for interval in found["against"].values()) > len(found["against"]) / 2
    assert found["holds"]
    assert claim.outcome in OUTCOMES


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("does", ["best", "badly"])
def test_every_policy_does_best_somewhere_and_badly_somewhere(
    policy: str, does: str, measured: dict[tuple[str, str], dict[str, Any]]
) -> None:
    shown = [claim for claim in measured.values() if claim["policy"] == policy and claim["does"] == does]
    assert any(claim["holds"] for claim in shown)


def test_no_claim_is_stored_that_no_file_makes(measured: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert set(measured) == {(claim.circumstances, claim.id) for claim in CLAIMS}


def test_the_stored_shares_are_of_all_systems_and_add_up(shares: dict[str, Any]) -> None:
    assert shares["systems"] == [entry.id for entry in list_systems()]
    assert shares["policies"] == POLICIES
    assert list(shares["outcomes"]) == list(OUTCOMES)
    for outcome in shares["outcomes"].values():
        rows = {one["policy"]: one["share"] for one in outcome["overall"]}
        assert sum(rows.values()) == pytest.approx(1.0, abs=1e-4)
        for policy, share in rows.items():
            single = [place[policy] for place in outcome["systems"].values()]
            assert sum(single) / len(single) == pytest.approx(share, abs=1e-4)


def test_every_odd_share_is_explained() -> None:
    assert "not explained yet" not in policies.page()


def test_the_page_shows_every_policy_with_what_it_changes_and_its_share(shares: dict[str, Any]) -> None:
    page = policies.page()
    for name in POLICIES:
        policy = load_policy(name)
        assert f"### {policy.name}\n\n`{name}`. {policy.summary}" in page
        for lever, setting in policy.levers.items():
            assert (f"| `{lever}` |" in page) or setting == REGISTRY[lever].default
    for outcome in shares["outcomes"].values():
        best = max(one["share"] for one in outcome["overall"])
        assert f"| {100 * best:.0f} % |" in page


def test_the_page_says_where_a_lead_is_smaller_than_what_matters(
    measured: dict[tuple[str, str], dict[str, Any]],
) -> None:
    text = policies.page()
    page = text[text.index("## Where each does best") : text.index("### The circumstances")]
    small = 0
    for claim in measured.values():
        outcome = contests.BY_NAME[claim["outcome"]]
        if claim["does"] != "best":
            continue
        lead = min(other["mean"] for other in claim["against"].values())
        small += lead < outcome.matters
        name, where = load_policy(claim["policy"]).name, load_circumstances(claim["circumstances"]).name
        row = next(line for line in page.splitlines() if line.startswith(f"| {name} | best | {where} |"))
        assert row.endswith(f"| {'**no**' if lead < outcome.matters else 'yes'} (from {outcome.matters:g}) |")
    assert (f", {small} are smaller than what matters" in page) == (small > 1)


def test_a_lead_as_large_as_what_matters_is_not_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = contests.read(contests.CLAIMS)
    assert found is not None
    for claim in found["claims"]:
        for other in claim["against"].values():
            least = contests.BY_NAME[claim["outcome"]].matters
            other |= {"mean": least, "low": least, "high": least} if claim["does"] == "best" else {}
    changed = tmp_path / "claims.json"
    changed.write_text(contests.as_text(found), encoding="utf-8")
    monkeypatch.setattr(contests, "CLAIMS", changed)
    text = policies.page()
    assert "**no** (from" not in text
    assert "smaller than what matters (" not in text
    assert "less than what matters in practice" not in text


def test_without_stored_contests_the_page_says_how_to_make_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contests, "SHARES", tmp_path / "none.json")
    monkeypatch.setattr(contests, "CLAIMS", tmp_path / "none.json")
    assert policies.page().count("`python -m experiments.docs.contest`") == 2


def test_a_share_that_nobody_explained_shows_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = contests.read(contests.SHARES)
    assert found is not None
    found["outcomes"]["healthy_life_years"]["overall"][0]["share"] = 0.99
    changed = tmp_path / "contest.json"
    changed.write_text(contests.as_text(found), encoding="utf-8")
    monkeypatch.setattr(contests, "SHARES", changed)
    assert "nearly always the best: not explained yet" in policies.page()


def test_stored_contests_are_made_again_by_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    two = (load_policy("centrist"), load_policy("maximum-delegation"))
    one = next(entry for entry in list_systems() if entry.id == "dorset")
    chosen = tuple(claim for claim in CLAIMS if claim.system == "dorset" and claim.policy == "centrist")[:1]
    assert chosen
    monkeypatch.setattr(contests, "shipped_policies", lambda: two)
    monkeypatch.setattr(contests, "list_systems", lambda: (one,))
    monkeypatch.setattr(contests, "claims", lambda: chosen)
    monkeypatch.setattr(contests, "SHARES", tmp_path / "data" / "contest.json")
    monkeypatch.setattr(contests, "CLAIMS", tmp_path / "data" / "claims.json")
    assert contest.main(["--futures=3", "--claim-futures=4", "--years=1", "--workers=1"]) == 0
    found, claims = contests.read(contests.SHARES), contests.read(contests.CLAIMS)
    assert found is not None
    assert claims is not None
    assert (found["systems"], found["futures"], claims["futures"]) == (["dorset"], 3, 4)
    assert set(found["outcomes"]["healthy_life_years"]["systems"]["dorset"]) == {"best", "worst", *(p.id for p in two)}
    assert len(claims["claims"]) == 1
    assert "Now run python -m experiments.docs" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--futures=1", "--futures=x", "--years=0", "--workers=99", "--only=all"])
def test_the_command_refuses_what_it_cannot_do(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        contest.main([option])
    assert ended.value.code == 2
    assert option.partition("=")[0] in capsys.readouterr().err
