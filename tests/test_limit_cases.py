"""Theory that the model must obey: the limit cases of its specification, by their numbers there."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, permutations
from math import factorial
from typing import Any

import numpy as np
import pytest
from engines import States, batch_states, bits
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from random_systems import Case, cases
from symmetric import renamed, reordered, symmetric_system, without_number

from experiments.config import load_policy, load_system, load_timeline
from sim.batch import simulate
from sim.block import Block
from sim.futures import draw_futures
from sim.gathers import Array
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.rulebook.quality import effectiveness_of_place, loss, loss_centralised, loss_decentralised
from sim.rulebook.trust import update
from sim.rulebook.voting import power_index
from sim.rules import Rule
from sim.structure import SERVICES
from sim.wiring import program
from sim.wiring import settings as merged

no_shrinking = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
WEST_YORKSHIRE = load_system("west-yorkshire").system
DEFAULTS = Policy("defaults", "Defaults", "Every lever at its default.")

SERVICE = st.sampled_from(list(SERVICES))
SHARE = st.floats(0.0, 1.0)
TRUST = st.floats(0.35, 0.75)
LEVELS = [i / 64 for i in range(65)]


def default(name: str) -> float:
    return float(REGISTRY[name].default)


def loss_of(service: str, delegated: float, **otherwise: float) -> float:
    """M8 alone: the loss of a service of which a share is decided at place and the rest by the system."""
    given = {"place": delegated, "provider": 0.0, "centre": 0.0, "distinct": 1.0, "neighbours": 1.0}
    given |= {"lateral": 0.55, "upward": 0.55, "at_place": 0.5, "at_system": 0.5, "sight": 1.0}
    for argument in inspect.signature(loss).parameters.values():
        if argument.kind is inspect.Parameter.KEYWORD_ONLY:
            given[argument.name] = default(argument.name)
        elif argument.name not in given:
            given[argument.name] = default(f"{argument.name}_{service}")
    return float(loss(**given | otherwise))


def team_effectiveness(capability: float, staff: float, held: float) -> float:
    """A place team's, without a disruption and with nobody lent."""
    names = ("place_floor", "staff_for_share", "effective_without_staff", "disruption_on_effectiveness")
    return float(effectiveness_of_place(capability, staff, held, 0.0, 0.0, **{name: default(name) for name in names}))


def best_share(service: str, **otherwise: float) -> float:
    return min(LEVELS, key=lambda x: loss_of(service, x, **otherwise))


# --- L1 to L4: the quality of decisions ---------------------------------------------------------------------------


@given(SERVICE, TRUST, TRUST, SHARE, st.floats(0.4, 2.0), st.floats(0.0, 2.0))
def test_l1_without_variety_scale_makes_delegation_worthless(
    service: str, lateral: float, upward: float, skill: float, scale: float, spill: float
) -> None:
    """Equal capability and staff, no variety of need, positive scale loss: the more is delegated, the more is lost."""
    how = {"lateral": lateral, "upward": upward, "at_place": skill, "at_system": skill}
    how |= {"scale_economies": scale, "spillovers": spill, "variety_of_need": 0.0}
    losses = [loss_of(service, x, **how) for x in LEVELS]
    assert all(more >= less - 1e-15 for less, more in pairwise(losses))
    assert losses[-1] > losses[0]


@given(SERVICE, TRUST, TRUST, SHARE, st.floats(0.4, 1.2))
def test_l2_without_scale_and_spillover_delegation_has_value_that_rises_with_variety(
    service: str, lateral: float, upward: float, skill: float, variety: float
) -> None:
    """The system sees less than everything (q at most 0.9)."""
    how = {"lateral": lateral, "upward": upward, "at_place": skill, "at_system": skill}
    how |= {"scale_economies": 0.0, "spillovers": 0.0}

    def value(of_variety: float) -> float:
        losses = [loss_of(service, x, variety_of_need=of_variety, **how) for x in LEVELS]
        return losses[0] - min(losses)

    assert 0.0 < value(variety) < value(1.5 * variety)
    assert value(0.0) == 0.0


@given(SERVICE, st.floats(0.0, 0.9), st.floats(0.4, 1.2))
def test_l2_where_places_see_each_other_fully_every_level_of_delegation_has_value(
    service: str, upward: float, variety: float
) -> None:
    """The published case (h = 1): all functions are better decided at place, the more so the more needs vary."""
    how = {"lateral": 1.0, "lateral_sight": 0.9, "upward": upward, "scale_economies": 0.0, "spillovers": 0.0}
    for x in LEVELS[1:]:
        gains = [loss_of(service, 0.0, variety_of_need=v, **how) - loss_of(service, x, variety_of_need=v, **how)
                 for v in (variety, 1.5 * variety)]  # fmt: skip
        assert 0.0 < gains[0] < gains[1]


@given(SERVICE, TRUST, TRUST, st.floats(0.5, 2.0))
def test_l3_best_share_falls_in_scale_loss_and_spillover(
    service: str, lateral: float, upward: float, variety: float
) -> None:
    how = {"lateral": lateral, "upward": upward, "variety_of_need": variety}
    for cause in ("scale_economies", "spillovers"):
        shares = [best_share(service, **how, **{cause: x}) for x in (0.4, 0.8, 1.2, 1.6, 2.0)]
        assert shares == sorted(shares, reverse=True), cause


@given(SERVICE, TRUST, TRUST)
def test_l3_best_share_rises_in_capability_at_place(service: str, lateral: float, upward: float) -> None:
    def best(capability: float) -> float:
        return min(
            LEVELS,
            key=lambda x: loss_of(
                service, x, lateral=lateral, upward=upward, at_place=team_effectiveness(capability, 0.35, x)
            ),
        )

    shares = [best(c) for c in (0.2, 0.35, 0.5, 0.65, 0.8)]
    assert shares == sorted(shares)


def test_l3_best_share_is_interior_and_moves_with_each_cause() -> None:
    """At default coefficients, for some services."""
    assert [s for s in SERVICES if 0.0 < best_share(s) < 1.0]
    for cause, levels in (("scale_economies", (0.4, 2.0)), ("spillovers", (0.4, 2.0)), ("at_place", (0.8, 0.2))):
        low, high = ([best_share(s, **{cause: x}) for s in SERVICES] for x in levels)
        assert sum(low) > sum(high), cause


DELTA = st.floats(0.01, 10.0)
OWN = st.floats(0.5, 1.0)


def game_loss(delta: float, own: float, shared: float, variances: NDArray[np.float64]) -> float:
    """Two places play out their first-order conditions, by best responses until nothing moves; then the mean loss.

    Each need is the sum of a part both see (a share of its variance) and a part only its own place sees. Place i
    chooses d_i to minimise own x [(d_i - need_i)^2 + delta (d_1 - d_2)^2] + (1 - own) x the same for the other,
    on what it expects the other to do.
    """
    # decisions as linear rules over the four independent parts: (seen 1, seen 2, private 1, private 2)
    rule = np.zeros((2, 4))
    need = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0]])
    sees = np.array([[1.0, 1.0, 1.0, 0.0], [1.0, 1.0, 0.0, 1.0]])
    for _ in range(100_000):
        response = (own * need + delta * rule[::-1] * sees) / (own + delta)
        if np.abs(response - rule).max() < 1e-16:
            break
        rule = response
    part_variance = np.concatenate([shared * variances, (1.0 - shared) * variances])
    misfit = (rule - need) ** 2 @ part_variance
    apart = (rule[0] - rule[1]) ** 2 @ part_variance
    return float((misfit.sum() + 2.0 * delta * apart) / variances.sum())


@given(DELTA, OWN, SHARE, st.floats(0.1, 3.0))
def test_l4_decided_at_place_is_the_game_played_out(delta: float, own: float, shared: float, ratio: float) -> None:
    """To 1e-12, for any share of needs seen, and whatever the two variances."""
    played = game_loss(delta, own, shared, np.array([1.0, ratio]))
    assert loss_decentralised(delta, own, shared) == pytest.approx(played, abs=1e-12)


@given(DELTA, OWN)
def test_l4_decided_at_place_has_the_published_closed_form(delta: float, own: float) -> None:
    """Alonso, Dessein and Matouschek (2008) with full horizontal information, in exact fractions, to 1e-12."""
    d, l = Fraction(delta), Fraction(own)  # noqa: E741
    exact = 2 * d * (d + l * l) / (l + 2 * d) ** 2
    assert loss_decentralised(delta, own, 1.0) == pytest.approx(float(exact), abs=1e-12)


@given(DELTA, SHARE)
def test_l4_decided_at_system_is_the_best_the_system_can_do(delta: float, seen: float) -> None:
    """The closed form, and the least squares it stands for: the system sees a share of the variance of each need."""
    d, q = Fraction(delta), Fraction(seen)
    exact = (2 * d + (1 + 2 * d) * (1 - q)) / (1 + 4 * d)
    assert loss_centralised(delta, seen) == pytest.approx(float(exact), abs=1e-12)
    # minimise (d1 - t1)^2 + (d2 - t2)^2 + 2 delta (d1 - d2)^2 over what is seen; the unseen part is lost
    curvature = np.array([[1.0 + 2.0 * delta, -2.0 * delta], [-2.0 * delta, 1.0 + 2.0 * delta]])
    decided = np.linalg.inv(curvature)
    seen_loss = sum(
        float((row - unit) @ (row - unit) + 2.0 * delta * (row[0] - row[1]) ** 2)
        for row, unit in zip(decided.T, np.eye(2), strict=True)
    )
    assert loss_centralised(delta, seen) == pytest.approx((seen * seen_loss + (1.0 - seen) * 2.0) / 2.0, abs=1e-9)


def test_l4_numbers_of_the_published_example() -> None:
    """Own interest one half needs no authority; delta = own = 1 centralises at q = 1 and delegates at q = 0.9."""
    for delta in (0.1, 1.0, 7.0):
        assert loss_decentralised(delta, 0.5, 1.0) == pytest.approx(loss_centralised(delta, 1.0), abs=1e-12)
    assert loss_decentralised(1.0, 1.0, 1.0) == pytest.approx(4 / 9, abs=1e-12)
    assert loss_centralised(1.0, 1.0) == pytest.approx(0.4, abs=1e-12)
    assert loss_centralised(1.0, 0.9) == pytest.approx(0.46, abs=1e-12)


# --- L6: trust ---------------------------------------------------------------------------------------------------

EVENTS = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=240)


def trust_after(level: float, months: list[tuple[float, float]]) -> list[float]:
    """Trust month by month from a level, given what was kept and broken each month."""
    memory = {n: default(n) for n in ("trust_half_life", "evidence_minimum", "surprise_floor", "asymmetry")}
    memory["expectation_speed"] = default("expectation_speed")
    a, b, expected = 1.2 * memory["evidence_minimum"] * level, 1.2 * memory["evidence_minimum"] * (1.0 - level), level
    seen = []
    for kept, broken in months:
        trust, a, b, expected = update(kept, broken, 0.0, a, b, expected, **memory)
        seen.append(trust)
    return seen


@given(EVENTS)
def test_l6_full_trust_stays_while_nothing_is_broken(kept: list[float]) -> None:
    assert set(trust_after(1.0, [(k, 0.0) for k in kept])) == {1.0}


@given(SHARE, st.floats(0.05, 1.0))
def test_l6_nothing_but_breaches_take_all_trust(level: float, stake: float) -> None:
    path = trust_after(level, [(0.0, stake)] * 1200)
    assert all(later <= earlier for earlier, later in pairwise(path))
    assert path[-1] < 1e-6


@given(SHARE)
def test_l6_a_quiet_month_changes_nothing(level: float) -> None:
    assert trust_after(level, [(0.0, 0.0)] * 240)[-1] == pytest.approx(level, abs=1e-12)


def with_events(events: Callable[[Mapping[str, Any]], tuple[float, float]]) -> Block:
    """West Yorkshire with every tie starting at full trust, and other promises kept and broken."""
    plan = program(WEST_YORKSHIRE, DEFAULTS)

    def instead(rule: Rule) -> Rule:
        if rule.phase != "promises" or rule.writes != ("kept", "broken"):
            return rule

        def function(*arguments: Any, **parameters: Any) -> tuple[Any, Any]:
            kept, broken = rule.function(*arguments, **parameters)
            return events({"kept": kept, "broken": broken})

        return replace(rule, function=function)

    plan = replace(plan, rules=tuple(instead(r) for r in plan.rules))
    futures = draw_futures(2, 4)
    values = merged(WEST_YORKSHIRE, DEFAULTS, futures.values) | {
        "initial_trust": 1.0,
        "initial_trust_spread": 0.0,
        "turnover": 0.0,
        "reform_size": 0.0,
    }
    return Block(plan, values, futures.seed, futures.replicates)


def test_l6_in_a_whole_system() -> None:
    """Every tie of West Yorkshire: without a breach all stay at 1 for ten years; with breaches alone all go to 0."""
    faithful = with_events(lambda month: (month["kept"], 0.0))
    faithless = with_events(lambda month: (0.0, 0.5 + month["broken"]))
    for month in range(120):
        faithful.step(month)
        faithless.step(month)
        assert (faithful.now["tie", "trust"] == 1.0).all()
    assert (faithless.now["tie", "trust"] < 0.01).all()


# --- L7: nothing is lost ------------------------------------------------------------------------------------------


def weighted(state: Array, weights: Array) -> Array:
    """Mean over entities, by run."""
    return np.asarray((state * weights).sum(axis=0) / weights.sum(axis=0))


def months_of(case: Case) -> list[States]:
    return batch_states(case)[0]


@settings(no_shrinking, max_examples=12)
@given(case=cases(runs=4))
def test_l7_money_is_conserved(case: Case) -> None:
    """Every pound of the NHS and of councils, added up anew from what each organisation received and paid."""
    before: States | None = None
    for s in months_of(case):
        assert (s["icb", "money_unexplained"] < 1e-8).all()
        icb = {name: s["icb", name][0] for kind, name in s if kind == "icb"}
        pools = s["council", "pool_nhs"].sum(axis=0)
        received = sum(
            s[key].sum(axis=0)
            for key in (
                ("acute", "income_icb"),
                ("mhc", "income_from_icb"),
                ("place", "other_provider_income"),
                ("place", "primary_income"),
            )
        )
        came_in = icb["allocation"] + icb["earmarked"]
        left = came_in - icb["running_cost"] - icb["transition_cost"] - pools - received
        assert np.abs(left - icb["icb_balance"]).max() < 1e-8
        assert np.abs(s["remit", "spending"].sum(axis=0) - received).max() < 1e-8
        for trust in ("acute", "mhc"):
            assert np.abs(s[trust, "income"] - s[trust, "cost"] - s[trust, "balance"]).max() < 1e-8
        whole = icb["icb_balance"] + sum(s[trust, "balance"].sum(axis=0) for trust in ("acute", "mhc"))
        assert np.abs(whole - icb["nhs_balance"]).max() < 1e-8
        assert (s["council", "reserves"] >= 0.0).all()
        reserves = s["council", "reserves_start"] if before is None else before["council", "reserves"]
        came_in = s["council", "funding"] + s["council", "exceptional_support"]
        went_out = s["council", "care_paid"] + s["council", "other_paid"] + s["council", "transition_cost"]
        assert np.abs(came_in - went_out - (s["council", "reserves"] - reserves)).max() < 1e-8
        before = s


@settings(no_shrinking, max_examples=12)
@given(case=cases(runs=4))
def test_l7_people_are_conserved(case: Case) -> None:
    """Residents of every structure are the same people; nobody leaves a waiting list but through a door."""
    people = sum(c.population for c in case.system.communities)
    waiting = None
    for s in months_of(case):
        for kind in ("group", "place", "council", "icb"):
            assert s[kind, "population"].sum(axis=0) == pytest.approx(people, rel=1e-12)
        trust = {n: s["acute", n] for n in ("waiting_list", "referrals", "completed", "removals", "list_start")}
        aid = s["acute", "aid_wanted"]
        assert np.abs(aid.sum(axis=0)).max() < 1e-7
        earlier = trust["list_start"] if waiting is None else waiting
        moved = trust["referrals"] - trust["completed"] - trust["removals"] - aid
        assert np.abs(trust["waiting_list"] - earlier - moved).max() < 1e-7
        assert min(x.min() for x in trust.values()) >= -1e-9
        waiting = trust["waiting_list"]


@settings(no_shrinking, max_examples=12)
@given(case=cases(runs=4))
def test_l7_staff_are_conserved(case: Case) -> None:
    """Place teams and the core are all the staff that the running-cost allowance buys."""
    allowance = case.futures.values.get(
        "running_cost_allowance", float(merged(case.system, case.policy, {})["running_cost_allowance"])
    )
    for s in months_of(case):
        staff_add_up(s)
        assert s["icb", "staff_total"][0] == pytest.approx(allowance, rel=1e-12)


def test_l7_staff_are_conserved_where_the_allowance_falls_below_the_place_teams() -> None:
    policy = load_policy("maximum-delegation")
    policy = replace(policy, levers={**policy.levers, "staff_at_place": 0.8})
    drawn = draw_futures(1, 3)
    moving = {"initial_staff_at_place": np.full(3, 0.45), "staff_moving_time": np.full(3, 6.0)}
    futures = replace(drawn, values={**drawn.values, **moving})
    found = months_of(Case(WEST_YORKSHIRE, policy, futures, 40, timeline=load_timeline("the-current-reform")))
    for s in found:
        staff_add_up(s)
    placed = [weighted(s["place", "staff"], s["place", "population"]) for s in found]
    assert any((s["icb", "staff_total"][0] < before).any() for before, s in zip(placed, found[1:], strict=False))


def staff_add_up(s: States) -> None:
    """Place teams and the core are the whole of the staff."""
    placed = weighted(s["place", "staff"], s["place", "population"])
    assert np.abs(placed + s["icb", "staff_core"][0] - s["icb", "staff_total"][0]).max() < 1e-12
    assert (s["place", "staff"] >= 0.0).all()


# --- L8: symmetry, names and order ---------------------------------------------------------------------------------


def watched(system: Any, policy: Policy, months: int, runs: int = 3, **more: Any) -> list[States]:
    kept: list[States] = []
    simulate(
        system,
        policy,
        draw_futures(9, runs),
        months,
        watch=lambda _, states: kept.append({key: array.copy() for key, array in states.items()}),
        **more,
    )
    return kept


@pytest.mark.parametrize("shared_hospitals", [False, True])
@pytest.mark.parametrize("policy", ["maximum-delegation", "centrist"])
def test_l8_equal_places_with_equal_shocks_stay_equal(policy: str, shared_hospitals: bool) -> None:
    """Places, councils, trusts, and each kind of tie between them, for five years."""
    system = symmetric_system(4, shared_hospitals=shared_hospitals)
    entities = program(system, load_policy(policy)).structure.entities
    alike: dict[str, dict[str, list[int]]] = {kind: {} for kind in entities}
    for kind, members in entities.items():
        for i, entity in enumerate(members):
            alike[kind].setdefault(without_number(entity.id), []).append(i)
    assert all(len(members) == 4 for members in alike["place"].values())
    for s in watched(system, load_policy(policy), 60, same_shocks=without_number):
        for (kind, name), array in s.items():
            for members in alike[kind].values():
                assert np.allclose(array[members], array[members[0]], rtol=1e-9, atol=1e-12), (kind, name)


def test_l8_without_equal_shocks_they_differ() -> None:
    """The test above is not passed by a model in which nothing ever differs."""
    last = watched(symmetric_system(4, shared_hospitals=False), DEFAULTS, 14)[-1]
    assert np.ptp(last["place", "capability"], axis=0).min() > 0.001


def test_l8_renaming_changes_nothing_but_names() -> None:
    policy = load_policy("maximum-delegation")
    for one, other in zip(
        watched(WEST_YORKSHIRE, policy, 24), watched(renamed(WEST_YORKSHIRE), policy, 24), strict=True
    ):
        assert all((bits(one[key]) == bits(other[key])).all() for key in one)


def order_changes_nothing(case: Case, months: int) -> None:
    turned = reordered(case.system)
    plans = [program(system, case.policy).structure for system in (case.system, turned)]
    there = {kind: {e.id: i for i, e in enumerate(members)} for kind, members in plans[1].entities.items()}
    index = {kind: [there[kind][e.id] for e in members] for kind, members in plans[0].entities.items()}
    decided = {
        (rule.of, rule.writes[0])
        for rule in program(case.system, case.policy).rules
        if rule.decides is not None and rule.decides.reason == "chance"
    }
    assert decided
    for s, t in zip(
        *(months_of(replace(case, system=system, months=months)) for system in (case.system, turned)), strict=True
    ):
        for (kind, name), array in s.items():
            other = t[kind, name][index[kind]]
            assert np.allclose(array, other, rtol=1e-9, atol=1e-9), (kind, name)
            if (kind, name) in decided:
                assert np.array_equal(array, other), (kind, name)


@pytest.mark.parametrize("system", ["west-yorkshire", "greater-manchester"])
def test_l8_reordering_changes_nothing_in_a_real_system(system: str) -> None:
    case = Case(load_system(system).system, load_policy("maximum-delegation"), draw_futures(9, 3), 60)
    assert reordered(case.system) != case.system
    order_changes_nothing(case, months=60)


@settings(no_shrinking, max_examples=8)
@given(case=cases(runs=3))
def test_l8_reordering_changes_nothing_in_random_systems(case: Case) -> None:
    order_changes_nothing(case, months=case.months)


# --- L9: voting power ---------------------------------------------------------------------------------------------


BANZHAF, SHAPLEY_SHUBIK = INDICES = (0.0, 1.0)
"""What ``power_index`` counts a swing by: once, or by its share of orders."""


def test_l9_one_seat_of_one_has_all_the_power() -> None:
    for by_orders in INDICES:
        assert power_index([1.0], 1.0, by_orders) == [1.0]


@pytest.mark.parametrize("members", [2, 3, 5, 7])
@pytest.mark.parametrize("quota", [0.5, 0.66, 1.0])
def test_l9_equal_seats_have_equal_power(members: int, quota: float) -> None:
    for by_orders in INDICES:
        power = power_index([2.0] * members, quota * 2.0 * members, by_orders)
        assert power == pytest.approx([1.0 / members] * members, abs=1e-12)


def test_l9_a_bloc_above_the_quota_has_all_the_power() -> None:
    """9 : 3 : 2 : 1 by simple majority of 15."""
    for by_orders in INDICES:
        assert power_index([9.0, 3.0, 2.0, 1.0], 7.5, by_orders) == pytest.approx([1.0, 0.0, 0.0, 0.0], abs=1e-12)


@pytest.mark.parametrize(
    ("assembly", "votes", "quota", "by_banzhaf", "by_shapley"),
    [
        # Council of the European Economic Community 1958: Germany, France, Italy, Netherlands, Belgium, Luxembourg
        ("EEC 1958", [4, 4, 4, 2, 2, 1], 12, [10, 10, 10, 6, 6, 0], [14, 14, 14, 9, 9, 0]),
        # Nassau County Board of Supervisors 1958 and 1964: Banzhaf (1965)
        ("Nassau County 1958", [9, 9, 7, 3, 1, 1], 16, [1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0]),
        ("Nassau County 1964", [31, 31, 28, 21, 2, 2], 58, [1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0]),
        # a company with shares 50, 49, 1 of 100 and a quota of 51 (textbook)
        ("Shareholders", [50, 49, 1], 51, [3, 1, 1], [4, 1, 1]),
        # a president's veto: weights 3, 2, 2 with quota 5 (Straffin 1993)
        ("One veto", [3, 2, 2], 5, [3, 1, 1], [4, 1, 1]),
        ("Unanimity", [5, 3, 1], 9, [1, 1, 1], [1, 1, 1]),
    ],
)
def test_l9_published_values(
    assembly: str, votes: list[int], quota: int, by_banzhaf: list[int], by_shapley: list[int]
) -> None:
    seats = [float(v) for v in votes]
    for by_orders, shares in ((BANZHAF, by_banzhaf), (SHAPLEY_SHUBIK, by_shapley)):
        wanted = [s / sum(shares) for s in shares]
        assert power_index(seats, float(quota), by_orders) == pytest.approx(wanted, abs=1e-12), assembly


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any), st.floats(0.34, 1.0))
def test_l9_power_is_counted_coalition_by_coalition(votes: list[int], quota: float) -> None:
    """Against the definitions: swings over all coalitions, pivots over all orders."""
    needed = quota * sum(votes)
    n, pivots, swings = len(votes), [0] * len(votes), [0] * len(votes)
    for order in permutations(range(n)):
        so_far = 0
        for member in order:
            if so_far < needed - 1e-9 <= so_far + votes[member]:
                pivots[member] += 1
            so_far += votes[member]
    for coalition in range(2**n):
        inside = [i for i in range(n) if coalition >> i & 1]
        weight = sum(votes[i] for i in inside)
        for i in inside:
            swings[i] += weight - votes[i] < needed - 1e-9 <= weight
    seats = [float(v) for v in votes]
    by_orders = [p / factorial(n) for p in pivots]
    assert power_index(seats, needed, SHAPLEY_SHUBIK) == pytest.approx(by_orders, abs=1e-12)
    assert power_index(seats, needed, BANZHAF) == pytest.approx([s / sum(swings) for s in swings], abs=1e-12)


def test_l9_a_row_of_runs_has_the_same_bits_as_each_run() -> None:
    draw = np.random.default_rng(0)
    seats = [draw.integers(0, 7, 50).astype(float) for _ in range(7)]
    quotas = draw.uniform(0.34, 0.9, 50) * np.sum(seats, axis=0)
    for by_orders in INDICES:
        rows = power_index(seats, quotas, by_orders)
        for run in range(50):
            alone = power_index([float(s[run]) for s in seats], float(quotas[run]), by_orders)
            assert (bits(np.array(alone)) == bits(np.array([row[run] for row in rows]))).all()


# --- L10: nobody intervenes --------------------------------------------------------------------------------------

LEFT_ALONE = {"hazard_national": 0.0, "hazard_regional": 0.0, "initiative_rate": 0.0, "initial_burden": 0.0}
DIRECTED = (
    "intervened",
    "bypassed",
    "led_recovery",
    "push",
    "direction",
    "burden",
    "earmarked",
    "gaming",
    "lasting_gain",
)


@pytest.mark.parametrize("system", ["west-yorkshire", "greater-manchester"])
def test_l10_without_hazard_and_initiatives_nobody_is_directed(system: str) -> None:
    """No interventions, no burden, no central direction, and no dependence, for ten years."""
    described = load_system(system).system
    described = replace(described, starting_values={**described.starting_values, **LEFT_ALONE})
    for s in watched(described, load_policy("centrist"), 120, runs=8):
        for name in (*DIRECTED, "initiative", "interventions_year", "mean_centre", "dependence"):
            assert (s["icb", name] == 0.0).all(), name
        assert (s["remit", "real_centre"] == 0.0).all()
        assert (s["place", "dependence"] == 0.0).all()


def test_l10_with_them_somebody_is() -> None:
    last = watched(WEST_YORKSHIRE, DEFAULTS, 120, runs=8)[-1]
    assert (last["icb", "burden"] > 0.0).any()
    assert (last["icb", "dependence"] > 0.0).any()


# --- L11: identical policies -------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["maximum-delegation", "centrist"])
def test_l11_a_policy_against_itself_differs_by_exactly_nothing(policy: str) -> None:
    """Under another name, with a default written out, in blocks of another size."""
    one = load_policy(policy)
    default_lever = next(p for p in REGISTRY.role("lever") if p.name not in one.levers and not p.structural)
    levers = {default_lever.name: default_lever.default, **dict(reversed(one.levers.items()))}
    other = Policy("other", "Other", "", levers)
    futures = draw_futures(4, 6)
    a, b = (simulate(WEST_YORKSHIRE, p, futures, 36) for p in (one, other))
    parts = [simulate(WEST_YORKSHIRE, other, futures.block(i, i + 2), 36) for i in (0, 2, 4)]
    for outcome in CATALOGUE:
        assert (a.outcomes[outcome.name] - b.outcomes[outcome.name] == 0.0).all()
        together = np.concatenate([p.outcomes[outcome.name] for p in parts], axis=1)
        assert (a.outcomes[outcome.name] - together == 0.0).all()
        assert (a.series[outcome.name] - b.series[outcome.name] == 0.0).all()
