"""M18 Organisations that change during a run: what is conserved, what is lost, who acts, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from engines import bits, first_difference
from hypothesis import Phase, given, settings
from random_systems import Case, cases
from symmetric import symmetric_system

from experiments.cli.app import run
from experiments.config import load_policy, load_system, load_timeline
from experiments.record import entities
from sim import block, model
from sim.batch import simulate
from sim.decide import Decide
from sim.futures import Futures, draw_futures
from sim.gathers import Array
from sim.model import Model
from sim.outcomes import CATALOGUE
from sim.parameters import Setting
from sim.policy import Policy
from sim.reorganisation import AMOUNTS, CHANGING, DIVIDED, FLAGS, carry, transfers
from sim.rulebook import reorganisation as rules
from sim.state import GIVEN, STATES
from sim.successors import NewCouncil, TrustMerger, idle, reorganised, unitaries, with_councils, with_merger
from sim.system import Place, System, Unfit
from sim.timeline import STEADY, Event, Timeline
from sim.wiring import structures

States = dict[tuple[str, str], Array]
POLICY = Policy("defaults", "Defaults", "Every lever at its default.")
SURREY = load_system("surrey-heartlands").system
REFORM = load_timeline("the-current-reform")
CENTRIST = load_policy("centrist")
PENNY = 1e-8
"""In GBP million."""
CARRIED = ("place", "council", "acute", "mhc", "primary", "care", "vcse", "remit")

no_shrinking = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])


def timeline(*events: Event) -> Timeline:
    return Timeline("made", "Made", "", events)


def watched(system: System, policy: Policy, futures: Futures, months: int, scheduled: Timeline) -> list[States]:
    """Every state after each month, as (entities, runs)."""
    found: list[States] = []

    def watch(_: int, states: Mapping[tuple[str, str], Array]) -> None:
        found.append({key: np.broadcast_to(a, (len(a), len(futures))).copy() for key, a in states.items()})

    simulate(system, policy, futures, months, watch=watch, timeline=scheduled)
    return found


def certain(**values: Setting) -> Futures:
    """Two runs in which the uncertainties named have these values."""
    drawn = draw_futures(5, 2)
    return replace(drawn, values={**drawn.values, **{name: np.full(2, float(v)) for name, v in values.items()}})


# --- what is conserved (L7) -----------------------------------------------------------------------------------------


@settings(no_shrinking, max_examples=10)
@given(case=cases(runs=2, months=(3, 8), decided=False, changing=True))
def test_money_lists_staff_and_people_are_conserved_at_every_reorganisation(case: Case) -> None:
    """Nobody who is there has taken more or less than those who were there had; and every pound is accounted for."""
    months = watched(case.system, case.policy, case.futures, case.months, case.timeline)
    whole = structures(case.system, case.policy, case.timeline)
    assert len(whole.epochs) != 1
    for month in sorted(whole.epochs)[1:]:
        before, after, states = whole.at(month - 1), whole.at(month), months[month - 1]
        new = {key: states[key].copy() for key in states}
        for key, changed in carry(before, after, states).items():
            for index, value in changed.items():
                new[key][index] = value
        for kind, name in states:
            if kind in CARRIED and STATES[kind, name].start != GIVEN:
                had, has = _summed(states, before, kind, name), _summed(new, after, kind, name)
                if STATES[kind, name].unit in AMOUNTS or (kind, name) in DIVIDED:
                    assert has == pytest.approx(had, rel=1e-12, abs=PENNY), (month, kind, name)
        for kind in CHANGING:
            served = [s.people[kind].sum() for s in (before, after)]
            assert served[0] == pytest.approx(served[1], rel=1e-9), kind
        staff = [
            (s.people["place"].sum(axis=1)[:, None] * held["place", "staff"]).sum(axis=0)
            for s, held in ((before, states), (after, new))
        ]
        assert staff[0] == pytest.approx(staff[1], rel=1e-9)
    for month, states in enumerate(months):
        assert np.abs(states["icb", "money_unexplained"]).max() < PENNY
        there = _there(whole.at(month), "council")
        assert np.abs(states["council", "money_unexplained"][there]).max() < PENNY
        assert states["place", "money_share"][_there(whole.at(month), "place")].sum(axis=0) == pytest.approx(1.0)


def _there(structure: object, kind: str) -> np.ndarray:
    acting = structure.acting(kind)  # type: ignore[attr-defined]
    return np.arange(structure.count(kind)) if acting is None else np.flatnonzero(acting)  # type: ignore[attr-defined]


def _summed(states: States, structure: object, kind: str, name: str) -> Array:
    return np.asarray(states[kind, name][_there(structure, kind)].sum(axis=0))


def test_every_unit_that_may_be_carried_is_known_as_an_amount_a_level_or_a_flag() -> None:
    """A state in a new unit must be thought about before organisations may pass it on."""
    levels = {
        "ratio", "log", "share", "0 to 1", "share of money", "a year", "months of activity", "months", "quarters",
        "share of funding", "score", "share of people", "share squared", "GBP a month", "weeks", "logit", "shortfall",
        "share of income", "weighted shortfall", "years per 1,000 a month", "share of spending", "0 local to 1 not",
        "1 = all staff of 2024/25", "months of care spending", "entries", "share of money a year",
        "share of each service", "share of its list",
    }  # fmt: skip
    units = {s.unit for (kind, _), s in STATES.items() if kind in CARRIED and s.start != GIVEN}
    assert units <= levels | AMOUNTS | FLAGS, units - levels - AMOUNTS - FLAGS


def test_a_merged_trust_has_the_beds_list_and_money_of_its_parts() -> None:
    of = tuple(trust.id for trust in SURREY.acute_trusts[:2])
    merged = with_merger(SURREY, TrustMerger("MERGED", "Merged", of))
    assert [t.id for t in merged.acute_trusts] == [t.id for t in SURREY.acute_trusts[2:]] + ["MERGED"]
    for name in ("beds_start", "income_start", "list_start", "referrals_start", "catchment_people"):
        before, after = (structures(s, POLICY).given["acute", name].sum() for s in (SURREY, merged))
        assert after == pytest.approx(before, rel=1e-9), name


def test_new_councils_have_the_money_of_the_people_they_take_over() -> None:
    after = reorganised(SURREY, REFORM, 24)
    assert [c.name for c in after.councils] == ["East Surrey Council", "West Surrey Council"]
    for name in ("adult_social_care", "public_health_grant", "other_services", "reserves"):
        amounts = [sum(getattr(c, name) for c in s.councils) for s in (SURREY, after)]
        assert amounts[0] == pytest.approx(amounts[1], abs=PENNY), name


def test_a_council_that_keeps_some_of_its_communities_stays_with_them() -> None:
    first, *others = (c.id for c in SURREY.communities)
    after = with_councils(SURREY, [NewCouncil("new", "New", (first,))])
    assert [set(c.communities) for c in after.councils] == [set(others), {first}]
    grown = with_councils(after, [NewCouncil("new", "New", (others[0],))])
    assert [set(c.communities) for c in grown.councils] == [set(others[1:]), {first, others[0]}]
    assert sum(c.reserves for c in grown.councils) == pytest.approx(sum(c.reserves for c in SURREY.councils))


def test_counties_give_way_to_councils_of_about_the_size_asked_for() -> None:
    kent = load_system("kent-and-medway").system
    new = unitaries(kent, 500_000.0)
    people = {c.id: c.population for c in kent.communities}
    assert len(new) == 3
    assert {i for council in new for i in council.communities} == set(kent.councils[0].communities)
    assert all(250_000 < sum(people[i] for i in council.communities) < 1_000_000 for council in new)
    assert unitaries(load_system("west-yorkshire").system, 500_000.0) == ()


# --- nothing changes where nothing is changed -----------------------------------------------------------------------


def test_an_event_that_changes_no_organisation_changes_no_bit() -> None:
    futures = draw_futures(5, 2)
    same = timeline(Event(5, "the same", {"footprint": "council"}, councils=(NewCouncil("x", "X", ("nowhere",)),)))
    assert structures(SURREY, POLICY, same).epochs == {}
    months = [watched(SURREY, POLICY, futures, 9, scheduled)[-1] for scheduled in (STEADY, same)]
    assert all((bits(months[0][key]) == bits(months[1][key])).all() for key in STATES)


def test_what_is_to_come_changes_no_bit_before_it_comes() -> None:
    """Those who are not there yet stand on the axes from the first month, and nobody notices."""
    futures = draw_futures(5, 2)
    coming = timeline(Event(6, "flow", {"footprint": "hospital-flow"}, unitary_size=500_000.0))
    steady, changing = (watched(SURREY, POLICY, futures, 8, scheduled) for scheduled in (STEADY, coming))
    for month in range(6):
        for kind, name in STATES:
            if kind not in ("tie", "remit"):
                ours, theirs = steady[month][kind, name], changing[month][kind, name]
                assert (bits(ours) == bits(theirs[: len(ours)])).all(), (month, kind, name)
    assert not np.array_equal(steady[6]["icb", "disruption"], changing[6]["icb", "disruption"])


def test_places_that_change_and_change_back_are_as_before_but_for_the_upheaval() -> None:
    """Equal places, no loss by relabelling, no upheaval: two places made one and parted again are where they were."""
    base = symmetric_system(4, shared_hospitals=True)
    ids = [c.id for c in base.communities]
    pairs = tuple(Place(f"pair-{k}", f"Pair {k}", dict.fromkeys(ids[2 * k : 2 * k + 2], 1.0), 1.0, 0.5) for k in (0, 1))
    system = replace(base, footprints={**base.footprints, "hospital-flow": pairs})
    there = Event(6, "there", {"footprint": "hospital-flow"})
    back = Event(7, "back", {"footprint": "council"})
    whole = structures(system, POLICY, timeline(there, back))
    state = watched(system, POLICY, draw_futures(5, 2), 6, timeline(there, back))[-1]
    equal = {key: _levelled(array, key[0]) for key, array in state.items()}
    new = {key: array.copy() for key, array in equal.items()}
    for before, after in ((whole.at(5), whole.at(6)), (whole.at(6), whole.at(7))):
        for key, changed in carry(before, after, new).items():
            for index, value in changed.items():
                new[key][index] = value
    for kind, name in STATES:
        if name not in ("relabelled", "leader_settled"):
            here = _there(whole.at(5), kind) if kind in CARRIED else slice(None)
            assert new[kind, name][here] == pytest.approx(equal[kind, name][here], rel=1e-9), (kind, name)


def _levelled(array: Array, kind: str) -> Array:
    """The same for every organisation of a kind."""
    return np.broadcast_to(array[:1], array.shape).copy() if kind in (*CARRIED, "tie") else array


def test_health_of_communities_does_not_hang_on_who_counts_them() -> None:
    """The people, their need and their shocks are the same under any footprint."""
    futures = draw_futures(5, 2)
    flow = timeline(Event(2, "flow", {"footprint": "hospital-flow"}))
    steady, changed = (watched(SURREY, POLICY, futures, 4, scheduled)[-1] for scheduled in (STEADY, flow))
    for key in (("group", "population"), ("group", "need"), ("community", "emergency_local")):
        assert (bits(steady[key]) == bits(changed[key])).all()
    assert steady["group", "ill_health"].shape == changed["group", "ill_health"].shape
    assert steady["group", "ill_health"] == pytest.approx(changed["group", "ill_health"], rel=1e-3)


# --- who acts -------------------------------------------------------------------------------------------------------


def test_those_who_are_gone_do_not_act_and_those_to_come_do_not_act_yet() -> None:
    one = Model(SURREY, POLICY, 3, 1, {}, timeline=timeline(Event(12, "split", unitary_size=500_000.0)))
    one.run(24)
    old = {"council:E10000030"}
    new = {f"council:E10000030-{n}" for n in (1, 2)}
    deciders = [{d.agent for d in one.story if first <= d.month < first + 12} for first in (0, 12)]
    assert deciders[0] & (old | new) == old
    assert deciders[1] & (old | new) == new
    icb = one.organisations["icb:" + SURREY.board.id]
    assert new < set(icb.trust)
    assert not old & set(icb.trust)
    assert len(one.agents) == len(one.organisations)


@pytest.mark.parametrize(("month", "agent", "said"), [(0, "-1", "E10000030'?"), (12, "", "E10000030-")])
def test_nobody_decides_who_is_not_there(month: int, agent: str, said: str) -> None:
    scheduled = timeline(Event(12, "split", unitary_size=500_000.0))
    event = Decide(month, f"council:E10000030{agent}", "savings", 1.0)
    with pytest.raises(ValueError, match=f"does not decide 'savings' in month {month}") as refused:
        Model(SURREY, POLICY, 3, 1, {}, [event], timeline=scheduled)
    assert said in str(refused.value)


def test_outcomes_of_those_who_are_not_there_are_not_a_number() -> None:
    futures = draw_futures(3, 2)
    flow = timeline(Event(18, "flow", {"footprint": "hospital-flow"}))
    result = simulate(SURREY, POLICY, futures, 36, timeline=flow)
    ids = [e.id for e in structures(SURREY, POLICY, flow).entities["place"]]
    series = result.series["place_maturity"]
    for place, row in zip(ids, np.isnan(series).all(axis=2).T, strict=True):
        left = place.removeprefix("place:") in {p.id for p in SURREY.footprints["council"]}
        assert row.tolist() == ([False] * 18 + [True] * 18 if left else [True] * 18 + [False] * 18), place
    maturity, share = result.outcomes["place_maturity"], result.outcomes["place_waits_18_weeks"]
    assert np.isfinite(maturity[1:]).all()
    assert np.isnan(maturity[0]).all()
    assert np.isfinite(share).all()
    assert share[0] == pytest.approx(result.series["place_waits_18_weeks"][:18, 0].mean(axis=0))
    assert np.isfinite(result.outcomes["trust"]).all()


def test_across_footprints_communities_and_councils_can_be_compared() -> None:
    """Places of two footprints are not the same; communities and councils are, also while places change."""
    flow = Policy("flow", "Flow", "", {"footprint": "hospital-flow"})
    whom = entities(SURREY, POLICY, flow)
    assert "place" not in whom
    assert [e.id for e in whom["community"]] == [c.id for c in SURREY.communities]
    assert [e.id for e in whom["council"]] == [c.id for c in SURREY.councils]
    changing = timeline(Event(4, "flow", {"footprint": "hospital-flow"}))
    results = [simulate(SURREY, p, draw_futures(3, 2), 8, timeline=t) for p, t in ((POLICY, changing), (flow, STEADY))]
    for outcome in CATALOGUE:
        if outcome.kind in ("community", "council"):
            ours, theirs = (result.outcomes[outcome.name] for result in results)
            assert np.isfinite(ours).all(), outcome.name
            assert ours.shape == theirs.shape, outcome.name


# --- faults and mistakes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", [block, model], ids=["NumPy", "Mesa"])
def test_a_wrong_weight_in_what_is_carried_is_caught(engine: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """One successor's care budget off by a part in a million million, in one engine."""
    scheduled = timeline(Event(7, "split", unitary_size=500_000.0))
    case = Case(SURREY, POLICY, draw_futures(3, 2), months=9, timeline=scheduled)
    assert first_difference(case) is None

    def wrong(*arguments: object) -> object:
        values = carry(*arguments)  # type: ignore[arg-type]
        index, value = next(iter(values["council", "care_spend"].items()))
        values["council", "care_spend"][index] = value * (1.0 + 1e-12)
        return values

    monkeypatch.setattr(engine, "carry", wrong)
    found = first_difference(case)
    assert found is not None
    assert (found.month, found.kind) == (7, "council")
    assert found.mesa == pytest.approx(found.batch, rel=1e-9)


def test_a_footprint_that_a_system_does_not_describe_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Unfit, match="no places on the footprint 'sub-county'; it has council, hospital-flow"):
        structures(load_system("west-yorkshire").system, Policy("p", "P", "", {"footprint": "sub-county"}))
    file = tmp_path / "inside.yaml"
    file.write_text("schema: tiers/policy/1\nid: p\nname: P\nsummary: Inside.\nlevers: {footprint: sub-county}\n")
    for arguments in (["run", str(file), "--run", "0"], ["compare", str(file), "centrist", "--futures", "2"]):
        assert run([*arguments, "--system", "west-yorkshire", "--years", "1"]) == 2
        said = capsys.readouterr().err
        assert "West Yorkshire describes no places on the footprint 'sub-county'" in said
        assert said.count("\n") == 1


def test_a_reorganisation_that_concerns_others_does_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "centrist", "--run", "0", "--years", "1", "--timeline", "the-current-reform"]
    assert run([*arguments, "--system", "west-yorkshire"]) == 0
    assert "nothing in West Yorkshire is reorganised by 'As decided: two councils" in capsys.readouterr().err
    assert idle(SURREY, REFORM) == ["As planned: most remaining two-tier areas become unitary"]


def test_a_merged_trust_may_not_take_the_id_of_another() -> None:
    one, other, *rest = (t.id for t in (*SURREY.acute_trusts, *SURREY.community_trusts))
    with pytest.raises(Unfit, match="another of that id"):
        with_merger(SURREY, TrustMerger(rest[0], "Merged", (one, other)))


# --- what it does and costs -----------------------------------------------------------------------------------------


def test_a_new_organisation_loses_trust_and_a_lasting_one_does_not() -> None:
    """The stated part of the trust between people goes from every tie of which an end is new, and from no other."""
    scheduled = timeline(Event(3, "split", unitary_size=500_000.0))
    whole = structures(SURREY, POLICY, scheduled)
    states = {key: np.full((whole.count(key[0]), 2), 0.5) for key in STATES}
    marked = carry(whole.at(2), whole.at(3), states)["tie", "relabelled"]
    for index, value in marked.items():
        assert "council:" in whole.entities["tie"][index].id
        assert value == pytest.approx(1.0)
    after, fore, against, done = rules.relabelling(
        0.8, 8.0, 2.0, 0.6, 0.5, 1.0,
        trust_lost_by_relabelling=0.25, relabelling_stake=0.0, surprise_floor=0.4, asymmetry=3.0,
    )  # fmt: skip
    assert (after, fore + against, done) == (pytest.approx(0.8 - 0.25 * 0.3), pytest.approx(10.0), 0.0)
    kept = rules.relabelling(
        0.8, 8.0, 2.0, 0.6, 0.5, 0.0,
        trust_lost_by_relabelling=0.25, relabelling_stake=0.2, surprise_floor=0.4, asymmetry=3.0,
    )  # fmt: skip
    assert kept == (0.8, 8.0, 2.0, 0.0)


def test_a_shared_board_breaks_relations_with_the_icb_alone_and_costs_what_is_stated() -> None:
    futures = certain(redundancy_cost=1.0, board_change_cost=0.1, transition_time=12.0, place_change_cost=3.0)
    alone = timeline(Event(4, "nothing", {"clarity": 0.5}))
    shared = timeline(Event(4, "cluster", {"board_span": 2.0}))
    steady, changed = (watched(SURREY, POLICY, futures, 5, scheduled)[-1] for scheduled in (alone, shared))
    ties = [e.id for e in structures(SURREY, POLICY).entities["tie"]]
    for k, name in enumerate(ties):
        moved = not np.array_equal(steady["tie", "evidence_against"][k], changed["tie", "evidence_against"][k])
        assert moved == ("icb:" in name), name
    due = 0.1 * 12.0 * changed["icb", "running_cost"]
    assert changed["icb", "transition_cost"] + changed["icb", "transition_owed"] == pytest.approx(due)
    assert (changed["icb", "attention"] < 1.0).all()
    assert (changed["icb", "team_reach"] > 1.0).all()
    assert (changed["icb", "sight"] == 1.0).all()  # one in law only when merged
    assert (changed["icb", "leader_settled"] < steady["icb", "leader_settled"]).all()


def test_what_change_costs_is_counted_until_running_costs_have_made_up_for_it() -> None:
    """Half of a running cost of 1 a month goes: half a year's cost is owed, and made up for in as long a time."""
    futures = certain(redundancy_cost=1.0, transition_time=6.0)
    policy = Policy("half", "Half", "", {"running_cost_allowance": 0.5})
    result = simulate(SURREY, policy, futures, 60)
    running = SURREY.board.running_cost
    assert result.outcomes["transition_cost"][0] == pytest.approx(0.5 * running, rel=0.01)
    assert result.outcomes["break_even_years"][0] == pytest.approx(1.0, abs=0.1)
    assert (simulate(SURREY, POLICY, futures, 24).outcomes["transition_cost"] == 0.0).all()


def test_upheaval_follows_how_many_people_have_a_new_organisation() -> None:
    futures = draw_futures(5, 2)
    small = NewCouncil("small", "Small", (SURREY.communities[0].id,))
    few = watched(SURREY, POLICY, futures, 4, timeline(Event(3, "few", councils=(small,))))[-1]
    many = watched(SURREY, POLICY, futures, 4, timeline(Event(3, "many", unitary_size=500_000.0)))[-1]
    none = watched(SURREY, POLICY, futures, 4, STEADY)[-1]
    assert (none["icb", "disruption"] < few["icb", "disruption"]).all()
    assert (few["icb", "disruption"] < many["icb", "disruption"]).all()


def test_people_go_where_their_communities_go() -> None:
    """A place that takes a whole community and half of another has their people's levels in that proportion."""
    base = symmetric_system(3, shared_hospitals=True)
    a, b, c = (community.id for community in base.communities)
    other = (Place("x", "X", {a: 1.0, b: 0.5}, 1.0, 0.5), Place("y", "Y", {b: 0.5, c: 1.0}, 1.0, 0.5))
    system = replace(base, footprints={**base.footprints, "hospital-flow": other})
    whole = structures(system, POLICY, timeline(Event(1, "flow", {"footprint": "hospital-flow"})))
    found = transfers(whole.at(0), whole.at(1), "place")
    ids = [e.id for e in whole.entities["place"]]
    x = found[ids.index("place:x")]
    assert x.relabelled == 1.0
    assert x.sources == ((0, 1.0, pytest.approx(2 / 3)), (1, 0.5, pytest.approx(1 / 3)))
