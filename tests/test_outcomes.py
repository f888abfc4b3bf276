"""The catalogue of outcomes: complete, and each worked out as it says."""

import numpy as np
import pytest

from experiments.config import load_policy, load_system
from experiments.record import entities
from sim.batch import BatchResult, simulate
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE, Outcome, summarise
from sim.policy import Policy
from sim.structure import build

SYSTEM = load_system("kent-and-medway").system
POLICY = load_policy("provider-led")
MONTHS = 48
BY_NAME = {outcome.name: outcome for outcome in CATALOGUE}

ASKED: dict[str, str] = {
    "healthy life years": """
        healthy_life_years healthy_life_years_discounted community_healthy_life_years
    """,
    "inequality": """
        inequality_slope inside_gap community_inside_gap place_inside_gap
    """,
    "18 weeks, mean and final": """
        waits_18_weeks waits_18_weeks_final community_waits_18_weeks acute_waits_18_weeks
    """,
    "A&E": """
        four_hours place_four_hours community_four_hours acute_four_hours
    """,
    "delayed discharges": """
        delayed_per_100k delayed_share place_delays community_delays council_delays
    """,
    "unmet need": """
        unmet_need place_unmet_need community_unmet_need council_unmet_need
    """,
    "access": """
        access_primary access_community access_mental_health place_access_primary place_access_community
        place_access_mental_health council_access_primary council_access_community council_access_mental_health
        community_access_primary community_access_community community_access_mental_health
    """,
    "prevention": """
        prevention place_prevention community_prevention
    """,
    "NHS money": """
        nhs_balance nhs_balance_total nhs_balance_discounted trusts_in_deficit acute_deficit
    """,
    "councils' money": """
        council_reserves council_near_gap council_gap supported_councils section_114 council_reserves_months
        council_medium_gap council_supported council_section_114 support_paid support_paid_discounted
        council_overspend council_overspend_discounted
    """,
    "shares of money": """
        local_money prevention_money place_local_money
    """,
    "announced, formal and real by holder": """
        announced_delegation announced_icb announced_provider announced_centre formal_delegation formal_icb
        formal_provider formal_centre real_delegation real_icb real_provider central_direction
        place_announced_delegation place_announced_icb place_announced_provider place_announced_centre
        place_formal_delegation place_formal_icb place_formal_provider place_formal_centre
        place_real_delegation place_real_icb place_provider_share place_central_direction
    """,
    "overrides and claw-backs": """
        overrides claw_backs place_overrides place_claw_backs icb_authority
    """,
    "influence by role": """
        council_voice council_felt_voice influence_councils influence_places influence_acute
        influence_community_trusts influence_primary_care influence_others influence_executive
    """,
    "boards": """
        strategy_distance duplication board_members decision_delay action_per_time spread_between_places
    """,
    "the centre": """
        pressure_received interventions interventions_round months_to_recovery burden dependence rating
    """,
    "trust": """
        trust trust_lowest public_trust trust_icb_places trust_icb_councils trust_icb_acute trust_icb_region
        trust_icb_providers trust_icp trust_national trust_region_trusts trust_councils trust_council_place
        trust_council_acute trust_council_care trust_places trust_place_trusts trust_place_providers
        trust_trusts
    """,
    "together": """
        contribution joint_work joint_practice pooled_share councils_outside councils_partner_to
        councils_partner_in council_stance care_engagement vcse_engagement referrals leaders_lost maturity
        system_maturity
    """,
}
"""What the model's description asks for, and the outcomes that answer it."""


@pytest.fixture(scope="module")
def states() -> dict[str, list[np.ndarray]]:
    """Some states of every month."""
    return {}


@pytest.fixture(scope="module")
def made(states: dict[str, list[np.ndarray]]) -> BatchResult:
    wanted = [("acute", "in_recovery"), ("acute", "recovery_months"), ("icb", "mix_moved"), ("icb", "members")]
    wanted += [("icb", "decision_delay"), ("icb", "near_gap_system"), ("council", "near_gap"), ("icb", "population")]

    def watch(_: int, now: object) -> None:
        for kind, name in wanted:
            states.setdefault(f"{kind} {name}", []).append(now[kind, name].copy())  # type: ignore[index]

    return simulate(SYSTEM, POLICY, draw_futures(2, 12), MONTHS, watch=watch)


def one(made: BatchResult, name: str) -> np.ndarray:
    """An outcome of the whole system, a value per future."""
    return made.outcomes[name][0]


@pytest.mark.parametrize("asked", ASKED)
def test_everything_asked_for_is_in_the_catalogue(asked: str) -> None:
    assert [name for name in ASKED[asked].split() if name not in BY_NAME] == []


def test_every_outcome_says_all_it_must() -> None:
    for outcome in CATALOGUE:
        assert outcome.matters > 0.0, outcome.name
        assert outcome.matters_source, outcome.name
        assert outcome.unit, outcome.name
        assert outcome.better in ("higher", "lower", "neither"), outcome.name
        assert outcome.kind == "icb" or outcome.name.startswith(f"{outcome.kind}_"), outcome.name


@pytest.mark.parametrize("outcome", [o for o in CATALOGUE if "healthy_life_years" in o.name], ids=lambda o: o.name)
def test_healthy_life_years_do_not_read_as_a_gain(outcome: Outcome) -> None:
    """They are below zero in most futures of ten years, whatever the policy; the label and the help must say so."""
    assert outcome.label.startswith("Healthy life years against the start")
    assert "usually below zero" in outcome.help
    assert "difference between policies" in outcome.help


@pytest.mark.parametrize("share", ["announced", "formal", "real"])
def test_shares_of_who_decides_sum_to_one(share: str, made: BatchResult) -> None:
    centre = "central_direction" if share == "real" else f"{share}_centre"
    holders = [f"{share}_delegation", f"{share}_icb", f"{share}_provider", centre]
    assert np.allclose(sum(one(made, name) for name in holders), 1.0, rtol=0.0, atol=1e-12)
    assert all((one(made, name) >= -1e-12).all() for name in holders)
    assert (one(made, f"{share}_provider") > 0.0).any()


@pytest.mark.parametrize(
    ("icb", "others"),
    [
        ("announced", ("place_announced_delegation", "place_announced_provider", "place_announced_centre")),
        ("formal", ("place_formal_delegation", "place_formal_provider", "place_formal_centre")),
        ("real", ("place_real_delegation", "place_provider_share", "place_central_direction")),
    ],
)
def test_the_icb_holds_at_each_place_what_nobody_else_does(
    icb: str, others: tuple[str, ...], made: BatchResult
) -> None:
    left = made.outcomes[f"place_{icb}_icb"]
    assert np.allclose(left + sum(made.outcomes[name] for name in others), 1.0, rtol=0.0, atol=1e-12)
    assert (left >= -1e-12).all()
    people = np.array([place.sum() for place in build(SYSTEM).people["place"]])
    assert np.allclose(people @ left / people.sum(), one(made, f"{icb}_icb"), rtol=0.0, atol=1e-9)


def test_felt_influence_is_no_more_than_there_is_to_decide(made: BatchResult) -> None:
    roles = [name for name in BY_NAME if name.startswith("influence_")]
    whole = sum(one(made, name) for name in roles) + one(made, "central_direction")
    assert len(roles) == 7
    assert (whole < 1.0).all()
    assert all((one(made, name) > 0.0).all() for name in roles)


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("community_healthy_life_years", "healthy_life_years"),
        ("community_healthy_life_years_discounted", "healthy_life_years_discounted"),
    ],
)
def test_communities_add_up_to_the_system(name: str, of: str, made: BatchResult) -> None:
    people = np.array([c.population for c in SYSTEM.communities])
    assert np.allclose(people @ made.outcomes[name] / people.sum(), one(made, of), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["access_primary", "unmet_need", "prevention"])
def test_what_a_place_provides_reaches_its_communities(name: str, made: BatchResult) -> None:
    """Everybody is in a place, so the means over communities and over places are the same."""
    people = np.array([c.population for c in SYSTEM.communities])
    assert np.allclose(people @ made.outcomes[f"community_{name}"] / people.sum(), one(made, name), rtol=1e-9)


def test_footprints_are_compared_by_community_and_council() -> None:
    plain = Policy("a", "A", "", {})
    other = Policy("b", "B", "", {"footprint": "sub-county"})
    kinds = entities(SYSTEM, plain, other)
    assert {"icb", "community", "council", "acute"} <= set(kinds)
    assert "place" not in kinds
    assert [e.name for e in kinds["community"]] == [c.name for c in SYSTEM.communities]


def test_months_to_recovery_are_months_per_entry(made: BatchResult, states: dict[str, list[np.ndarray]]) -> None:
    inside = np.array([np.zeros_like(states["acute in_recovery"][0]), *states["acute in_recovery"]])
    entries = (np.diff(inside, axis=0) > 0.0).sum(axis=(0, 1))
    months = states["acute recovery_months"][-1].sum(axis=0)
    assert entries.any()
    assert np.allclose(one(made, "months_to_recovery"), months / np.maximum(entries, 1))


def test_action_is_money_moved_for_the_time_of_members(made: BatchResult, states: dict[str, list[np.ndarray]]) -> None:
    moved, members, delay = (np.array(states[f"icb {n}"])[:, 0] for n in ("mix_moved", "members", "decision_delay"))
    assert np.allclose(one(made, "action_per_time"), (1e6 * moved / (members * delay)).mean(axis=0))
    assert (one(made, "action_per_time") > 0.0).all()


def test_money_is_reported_plain_and_discounted(made: BatchResult, states: dict[str, list[np.ndarray]]) -> None:
    overspent = np.array(states["council near_gap"]).sum(axis=1) * 1e6 / np.array(states["icb population"])[:, 0]
    discount = 1.035 ** -(np.arange(MONTHS) / 12.0)
    assert np.allclose(one(made, "council_overspend"), overspent.sum(axis=0))
    assert np.allclose(one(made, "council_overspend_discounted"), discount @ overspent)
    series = made.series["nhs_balance_total"][:, 0]
    assert np.allclose(one(made, "nhs_balance_discounted"), discount @ series)


def test_councils_take_one_stance_each(made: BatchResult) -> None:
    stances = sum(one(made, f"councils_{stance}") for stance in ("outside", "partner_to", "partner_in"))
    assert np.allclose(stances, 1.0)


@pytest.mark.parametrize(("summary", "wanted"), [("mean", 7.5), ("total", 120.0), ("final", 9.5), ("last", 15.0)])
def test_summaries_of_sixteen_months(summary: str, wanted: float) -> None:
    outcome = Outcome("x", "X", "", "higher", 1.0, "", "", "x", "icb", summary)  # type: ignore[arg-type]
    assert summarise(outcome, np.arange(16.0)[:, None, None]).tolist() == [[wanted]]
