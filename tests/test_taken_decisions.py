"""Decisions that weigh nothing until somebody takes them: what follows when people do, in both engines."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.config import load_policy, load_system
from experiments.replay import future
from sim.batch import simulate
from sim.block import Key
from sim.decide import Decide
from sim.futures import draw_futures
from sim.model import Model
from sim.outcomes import CATALOGUE
from sim.system import Unfit
from sim.wiring import program

SYSTEM, POLICY, MONTHS, RUNS = load_system("dorset").system, load_policy("maximum-delegation"), 24, 6
PLAN = program(SYSTEM, POLICY)
ICB = PLAN.structure.entities["icb"][0].id
PLACES = [place.id for place in PLAN.structure.entities["place"]]
TRUSTS = [trust.id for trust in PLAN.structure.entities["acute"]]
REGION = PLAN.structure.entities["region"][0].id
ICP = PLAN.structure.entities["icp"][0].id

States = dict[Key, np.ndarray]


def states(*decides: Decide, policy: str = "maximum-delegation", months: int = MONTHS) -> States:
    """Every state at the end of the run, runs last."""
    kept: States = {}

    def keep(_: int, now: States) -> None:
        kept.update({key: np.array(value) for key, value in now.items()})

    chosen = load_policy(policy)
    simulate(SYSTEM, chosen, draw_futures(3, RUNS), months, decides, outcomes=CATALOGUE[:1], watch=keep)
    return kept


def every_april(agent: str, decision: str, value: float) -> list[Decide]:
    return [Decide(month, agent, decision, value) for month in range(0, MONTHS, 12)]


@pytest.fixture(scope="module")
def untouched() -> States:
    return states()


def test_a_place_holds_no_more_than_it_bids_for_and_gives_back_without_a_claw_back(untouched: States) -> None:
    bid = states(*every_april(PLACES[0], "bid for responsibility", 0.1))
    remits = PLAN.structure.link("place", "remits_by_money").rows[0]
    mine = [index for index, _ in remits]
    assert (bid["remit", "announced"][mine] <= 0.1).all()
    assert (untouched["remit", "announced"][mine] > 0.1).any()
    given_back = [Decide(24, PLACES[0], "bid for responsibility", 0.0)]
    assert (states(*given_back, months=25)["remit", "clawed_back"][mine] == 0.0).all()


def test_a_trust_that_stays_out_of_mutual_aid_keeps_its_patients_and_nobody_is_lost() -> None:
    shared = states(policy="provider-led")
    alone = states(*every_april(TRUSTS[0], "part in mutual aid", 0.0), policy="provider-led")
    assert (alone["acute", "aid_wanted"][0] == 0.0).all()
    assert (shared["acute", "aid_wanted"] != 0.0).any()
    np.testing.assert_allclose(alone["acute", "aid_wanted"].sum(axis=0), 0.0, atol=1e-6)


def test_when_no_trust_takes_part_nobody_is_moved() -> None:
    decides = [event for trust in TRUSTS for event in every_april(trust, "part in mutual aid", 0.0)]
    found = states(*decides, policy="provider-led")
    assert (found["acute", "aid_wanted"] == 0.0).all()
    assert np.isfinite(found["acute", "waiting_list"]).all()


def test_trusts_that_claim_nothing_leave_more_money_outside_hospital(untouched: States) -> None:
    modest = states(*(event for trust in TRUSTS for event in every_april(trust, "claim on growth money", 0.0)))
    assert (modest["icb", "local_share"] >= untouched["icb", "local_share"]).all()
    assert (modest["icb", "local_share"] > untouched["icb", "local_share"]).any()


def test_the_icb_staffs_places_as_it_decides(untouched: States) -> None:
    found = states(*every_april(ICB, "share of staff in place teams", 0.0))
    assert (found["place", "staff"] < untouched["place", "staff"]).all()


def test_a_region_that_shields_wholly_lets_less_pressure_through(untouched: States) -> None:
    found = states(*every_april(REGION, "shielding of its systems", 1.0), months=1)
    before = states(months=1)
    assert (found["icb", "pressure_received"] < before["icb", "pressure_received"]).all()


def test_partners_pool_nothing_of_their_own_when_the_partnership_aims_at_nothing() -> None:
    found = states(*every_april(ICP, "pooling aim", 0.0))
    np.testing.assert_allclose(found["council", "council_offer"], 0.0, atol=1e-12)


def test_a_segment_is_a_whole_one_and_stands_until_performance_moves_it() -> None:
    found = states(Decide(0, REGION, "oversight segment", 4.0), months=3)
    assert (found["icb", "segment"] == 4.0).all()
    with pytest.raises(Unfit, match="whole number"):
        states(Decide(0, REGION, "oversight segment", 2.5), months=1)


def test_both_engines_take_them_alike() -> None:
    decides = (
        Decide(0, PLACES[0], "bid for responsibility", 0.2),
        Decide(12, TRUSTS[0], "claim on growth money", 0.1),
        Decide(12, TRUSTS[0], "part in mutual aid", 0.3),
        Decide(12, ICB, "share of staff in place teams", 0.1),
        Decide(12, ICP, "pooling aim", 0.6),
        Decide(12, REGION, "shielding of its systems", 0.9),
        Decide(15, REGION, "oversight segment", 4.0),
    )
    one = future(3, 1)
    batch = simulate(SYSTEM, POLICY, one, 24, decides)
    values = {name: float(row[0]) for name, row in one.values.items()}
    model = Model(SYSTEM, POLICY, one.seed, int(one.replicates[0]), values, decides)
    model.run(24)
    for name, months in model.series.items():
        assert np.array_equal(np.array(months), batch.series[name][:, :, 0], equal_nan=True), name
    taken = {decision.decision for decision in model.story if decision.kind == "decided"}
    assert taken == {event.decision for event in decides}
