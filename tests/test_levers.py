"""Every lever is read by a mechanism whose description names it, and by no other.

What a lever does elsewhere it does through a state that the naming mechanism writes.
"""
# ruff: noqa: B008  (a rule's defaults are its wiring)

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from parameter_readers import readers

from experiments.config import load_policy, load_system
from sim import rules as declared
from sim.batch import simulate
from sim.entities import BLOCS
from sim.futures import Futures
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.rulebook.board import seats_of_places
from sim.rules import Rule, by_choice, collected, now, rule
from sim.wiring import program

MECHANISM = "M13"
"""Under which the planted rules of this file run: trust, which no lever sets."""

LEVERS = [p.name for p in REGISTRY.role("lever")]

NAMED: dict[str, dict[str, str]] = {
    # M1 to M5
    "restart_effort": {"M1": "local restart effort"},
    "vcse_capacity": {"M2": "VCSE reach"},
    "care_route": {"M4": "a route in, seat or forum"},
    "vcse_route": {"M4": "a route in, seat or forum"},
    "care_fees": {"M4": "fees"},
    "activity_payment": {"M5": "part block, part activity"},
    "control_total": {"M5": "control total by organisation or by system"},
    "settlement_length": {"M5": "length of the settlement"},
    # M6
    "footprint": {"M6": "boundaries that do not match", "M7": "inherited footprint", "M9": "inherited footprint"},
    "legal_form": {"M6": "legal form sets vetoes and pace", "M11": "legal form brings people to the table"},
    "icp_influence": {"M6": "weight of the ICP strategy: influence"},
    "icp_money": {"M6": "money under it"},
    "icp_start": {"M6": "its start date"},
    "joint_chair": {"M6": "a joint chair"},
    "sign_off": {"M6": "sign-off by health and wellbeing boards"},
    "place_seats": {"M6": "seats"},
    "council_seats": {"M6": "seats"},
    "voting": {"M6": "votes in blocs or individually, Banzhaf or Shapley-Shubik"},
    "quota": {"M6": "quota"},
    "consensus": {"M6": "boards that decide by consensus"},
    "prevention_protection": {"M6": "prevention protected"},
    "short_term_weight": {"M6": "short-term weight"},
    # M7
    "delegation_rule": {"M7": "a parameterised rule, or 'adaptive'"},
    "delegation_base": {"M7": "base level"},
    "delegation_on_maturity": {"M7": "weight on observed maturity"},
    "delegation_on_trust": {"M7": "weight on trust in the place"},
    "delegation_on_subsidiarity": {"M7": "weight on the subsidiarity score"},
    "delegation_on_shortfall": {"M7": "weight on recent shortfall"},
    "maturity_threshold": {"M7": "threshold of maturity"},
    "delegation_speed": {"M7": "moves at a speed"},
    "national_prescription": {"M7": "national prescription"},
    "power_condition": {"M7": "threshold of maturity", "M9": "a gate that can open"},
    "power_date": {"M7": "conditions for powers: a date"},
    "gate_threshold": {"M7": "threshold of maturity", "M9": "a gate that can open"},
    "gate_jointly": {"M7": "observed maturity", "M9": "a gate that can open"},
    "provider_lead": {"M7": "provider-led stewardship"},
    "stewardship": {"M7": "stewardship"},
    "learning_step": {"M7": "updates its weights from experience"},
    "exploration": {"M7": "exploration and exploitation"},
    # M9
    "staff_at_place": {"M9": "core and place teams"},
    "running_cost_allowance": {"M9": "the running-cost allowance"},
    "development_support": {"M9": "development support"},
    "peer_support": {"M9": "peer support"},
    "levelling_effort": {"M9": "levelling effort"},
    "reform_interval": {"M9": "reorganisation"},
    # M10
    "tightness": {"M10": "hazard of intervention"},
    "bandwidth": {"M10": "limited by bandwidth"},
    "systems_per_region": {"M10": "number of systems the region looks after"},
    "regional_shielding": {"M10": "regional shielding"},
    "regional_insecurity": {"M10": "insecurity of regional posts"},
    "round_share": {"M10": "through the ICB or round it"},
    "alignment": {"M10": "several unaligned overseers"},
    "who_fixes": {"M10": "who fixes a failing trust"},
    # M11 and M12
    "collaboration_duty": {"M11": "duty brings people to the table"},
    "trust_independence": {
        "M5": "independence lowers cooperation",
        "M11": "drive for independence",
        "M16": "foundation status",
    },
    "pooling_aim": {"M11": "pooled budgets"},
    "red_lines": {"M12": "red lines"},
    "ratification": {"M11": "ratification waits for the stance", "M12": "in principle until confirmed"},
    "exit_rights": {"M12": "exit terms"},
    "clarity": {"M12": "clarity of the arrangement"},
    # M15 to M17
    "disclosure": {"M15": "early disclosure"},
    "collaborative_size": {"M16": "a collaborative"},
    "mutual_aid": {"M16": "mutual aid"},
    "rating_rule": {"M17": "own, mean or weakest link"},
    # M18
    "board_span": {"M18": "organisations that cluster"},
    "board_merged": {"M18": "organisations that merge"},
}
"""By what words the description of a mechanism names a lever."""


def strangers(rules: tuple[Rule, ...]) -> dict[str, set[str]]:
    """For each lever the mechanisms that read it although nothing in their description names it."""
    found = readers(rules)
    return {name: found[name] - set(NAMED[name]) for name in LEVERS if found[name] - set(NAMED[name])}


def test_every_lever_is_named() -> None:
    assert set(NAMED) == set(LEVERS)
    assert all(words and len(words) == len(set(words)) for words in NAMED.values())
    assert "M13" not in {mechanism for named in NAMED.values() for mechanism in named}


@pytest.mark.parametrize("name", LEVERS)
def test_a_lever_is_read_by_those_who_declare_it_and_they_name_it(name: str) -> None:
    found = readers(collected())[name]
    assert found == set(REGISTRY[name].mechanisms)
    assert found
    assert found <= set(NAMED[name])


def test_no_mechanism_reads_the_lever_of_another() -> None:
    assert strangers(collected()) == {}


def planted(declaration: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> tuple[Rule, ...]:
    """The rulebook with one more rule."""
    more: list[Rule] = []
    monkeypatch.setattr(declared, "_COLLECTED", more)
    declaration()
    monkeypatch.undo()
    return (*collected(), *more)


def _by_argument() -> None:
    @rule("promises", of="icb>icp", writes="kept broken")
    def planted_rule(clear: Any = now("roles_clear", of="icb"), *, disclosure: Any) -> Any:
        return clear, disclosure


def _by_table() -> None:
    @rule("promises", of="icb>icp", writes="kept broken")
    def planted_rule(form: Any = by_choice("who_fixes", "recovery_lead", icb=1.0, region=0.0)) -> Any:
        return form, form


def _by_branch() -> None:
    @rule("promises", of="icb>icp", writes="kept broken", only={"voting": ("individuals",)})
    def planted_rule() -> Any:
        return 0.0, 0.0


@pytest.mark.parametrize(
    ("declaration", "lever"), [(_by_argument, "disclosure"), (_by_table, "who_fixes"), (_by_branch, "voting")]
)
def test_a_rule_that_reads_the_lever_of_another_mechanism_is_found(
    declaration: Callable[[], None], lever: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = planted(declaration, monkeypatch)
    assert strangers(rules) == {lever: {MECHANISM}}
    assert readers(rules)[lever] != set(REGISTRY[lever].mechanisms)


def test_a_lever_that_no_rule_reads_is_found() -> None:
    """Without the one rule that reads it, its mechanisms are no longer those declared."""
    without = tuple(r for r in collected() if "disclosure" not in r.parameters)
    assert readers(without)["disclosure"] != set(REGISTRY["disclosure"].mechanisms)


def test_place_leads_have_no_seat_todays_or_one_for_every_place() -> None:
    assert [seats_of_places(2.0, 3.0, way) for way in (-1.0, -0.5, 0.0, 1.0)] == [0.0, 1.0, 2.0, 5.0]
    for name in ("dorset", "west-yorkshire"):
        system = load_system(name).system
        bloc = program(system, Policy("any", "Any", "")).structure.given
        today, wanting = (
            bloc["bloc", state][list(BLOCS).index("places")] for state in ("seats_given", "seats_wanting")
        )
        assert today == system.board.seats["places"]
        assert today + wanting == len(system.footprints["council"])


def test_a_lever_may_differ_from_run_to_run_and_then_stands_above_the_policys() -> None:
    levers = [p for p in REGISTRY.role("lever") if not p.structural]
    parts = np.random.default_rng(1).random((len(levers), 2))
    rows = {p.name: p.low + parts[i] * (p.high - p.low) for i, p in enumerate(levers)}
    system, policy = load_system("dorset").system, load_policy("centrist")
    together = simulate(system, policy, Futures(1, np.arange(2), rows), 12)
    for run in range(2):
        own = replace(policy, levers={**policy.levers, **{name: float(row[run]) for name, row in rows.items()}})
        alone = simulate(system, own, Futures(1, np.arange(run, run + 1), {}), 12)
        for name, values in alone.outcomes.items():
            assert np.array_equal(values[:, 0], together.outcomes[name][:, run], equal_nan=True), name
