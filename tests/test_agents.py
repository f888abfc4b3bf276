"""Every organisation of the model is an agent: with a mandate, money where it has some, trust, and decisions."""

import gc
import weakref
from collections import Counter

import mesa
import pytest
from engines import mesa_run
from random_systems import Case

from experiments.config import load_system
from sim.agents.organisation import MONEY, Organisation
from sim.futures import draw_futures
from sim.mandates import MANDATES
from sim.model import Model
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.rules import Draw, Read, collected
from sim.schedule import PHASES
from sim.state import GIVEN, STATES
from sim.structure import ORGANISATIONS, axis
from sim.wiring import program, resolve

SYSTEM = load_system("west-yorkshire").system
POLICY = Policy("defaults", "Defaults", "Every lever at its default.")
PLAN = program(SYSTEM, POLICY)
KINDS = pytest.mark.parametrize("kind", ORGANISATIONS)
RELATIONSHIPS = [
    ("national", "region"),
    ("national", "icb"),
    ("region", "icb"),
    ("region", "acute"),
    ("region", "mhc"),
    ("icb", "council"),
    ("icb", "place"),
    ("icb", "acute"),
    ("icb", "mhc"),
    ("icb", "primary"),
    ("icb", "care"),
    ("icb", "vcse"),
    ("icp", "icb"),
    ("icp", "council"),
    ("council", "council"),
    ("council", "place"),
    ("council", "acute"),
    ("council", "care"),
    ("place", "place"),
    ("place", "acute"),
    ("place", "mhc"),
    ("place", "primary"),
    ("place", "care"),
    ("place", "vcse"),
    ("acute", "acute"),
]
"""Who deals with whom (section 3 of the model)."""


@pytest.fixture(scope="module")
def model() -> Model:
    made = mesa_run(Case(SYSTEM, POLICY, draw_futures(3, 1), 25), 0, trace=True)
    made.run(25)
    return made


def agents(model: Model, kind: str) -> list[Organisation]:
    return [o for o in model.organisations.values() if o.entity.kind == kind]


def test_every_organisation_is_there_once(model: Model) -> None:
    """As many of each kind as the model says."""
    places = len(SYSTEM.footprints["council"])
    expected = dict.fromkeys(("national", "region", "icb", "icp"), 1)
    expected |= dict.fromkeys(("place", "primary", "care", "vcse"), places)
    expected |= {"council": len(SYSTEM.councils), "acute": len(SYSTEM.acute_trusts)}
    expected |= {"mhc": len(SYSTEM.community_trusts)}
    counted = Counter(o.entity.kind for o in model.organisations.values())
    assert {kind: counted[kind] for kind in ORGANISATIONS} == expected
    assert set(model.organisations.values()) == set(model.agents)
    assert all(isinstance(o, mesa.Agent) and o.name for o in model.organisations.values())


@KINDS
def test_has_a_mandate_and_feels_its_shortfall(model: Model, kind: str) -> None:
    """Duties with a metric, a target and a weight; pressure is what they miss, and somebody always misses something."""
    for agent in agents(model, kind):
        assert agent.mandate == MANDATES[kind]
        assert agent.mandate
        for duty in agent.mandate:
            link = PLAN.structure.link(kind, duty.of) if duty.of else None
            assert (axis(link.to if link else kind), duty.state) in STATES
            assert (REGISTRY[duty.weight].low if isinstance(duty.weight, str) else duty.weight) > 0.0
            assert duty.scale > 0.0
            assert duty.label
        assert agent.pressure >= 0.0


@pytest.mark.parametrize("kind", ["national", "icb", "council", "acute", "mhc"])
def test_some_duties_are_hard(kind: str) -> None:
    assert any(duty.hard for duty in MANDATES[kind])
    assert any(not duty.hard for duty in MANDATES[kind])


def test_some_organisations_are_under_pressure(model: Model) -> None:
    assert sum(o.pressure > 0.0 for o in model.organisations.values()) > 0.3 * len(ORGANISATIONS)


@pytest.mark.parametrize("kind", MONEY)
def test_has_a_budget(model: Model, kind: str) -> None:
    for agent in agents(model, kind):
        assert agent.budget.keys() == set(MONEY[kind])
        assert max(agent.budget.values()) > 0.0


def test_who_has_money_has_a_budget() -> None:
    """The region and the partnership have none of their own, and the centre only sets others' (section 3)."""
    assert set(ORGANISATIONS) - set(MONEY) == {"national", "region", "icp"}


@pytest.mark.parametrize(("one", "other"), RELATIONSHIPS)
def test_trust_is_directed(model: Model, one: str, other: str) -> None:
    """Both have a value, and A's trust in B is not B's in A."""
    pairs = [
        (a.trust[b.entity.id], b.trust[a.entity.id])
        for a in agents(model, one)
        for b in agents(model, other)
        if a is not b and b.entity.id in a.trust
    ]
    assert pairs
    assert all(0.0 <= value <= 1.0 for pair in pairs for value in pair)
    assert all(mine != theirs for mine, theirs in pairs)


def test_nobody_trusts_itself_or_a_stranger(model: Model) -> None:
    known = {frozenset(pair) for pair in RELATIONSHIPS}
    for agent in model.organisations.values():
        for other in agent.trust:
            assert other != agent.entity.id
            assert frozenset((agent.entity.kind, model.organisations[other].entity.kind)) in known


@KINDS
def test_decides_for_itself(model: Model, kind: str) -> None:
    """Within two years the story holds decisions of every kind of organisation, each with its reasons."""
    entries = [e for e in model.story if model.organisations[e.agent].entity.kind == kind]
    assert entries, f"no {kind} ever decides"
    assert {e.agent for e in entries} == {a.entity.id for a in agents(model, kind)}
    assert all(e.terms for e in entries)


def test_each_organisation_carries_out_its_own_rules(model: Model) -> None:
    """What a rule writes belongs to the organisation that carries it out."""
    for agent in model.organisations.values():
        for tasks in agent.tasks.values():
            for task in tasks:
                assert task.bearer in agent.holdings
                assert task.bearer.entity.holder == agent.entity.id


def test_decisions_rest_on_own_state_and_observations() -> None:
    """A deciding rule reads what is its organisation's own, what is public, what it was told, or what it believes.

    Public are the calendar, politics, prices, published performance and accounts; whoever has a view of another's
    maturity or shortfall has it through a noisy, lagged observation.
    """
    true_states = {("place", "capability"), ("icb", "system_capability"), ("icb", "effectiveness")}
    for rule in collected():
        if rule.decides is None:
            continue
        for source in rule.reads.values():
            if isinstance(source, Read):
                state = resolve(PLAN.structure, rule, source).state
                own = not source.of and not rule.decides.by
                assert own or (state.kind, state.name) not in true_states, (rule.id, source)


def test_observations_are_noisy_and_lagged() -> None:
    """Each belief moves a part of the way to what was glimpsed, with a draw for each observer, subject and metric."""
    for name in ("maturity_seen_by_icb", "maturity_seen_by_region", "system_capability_seen", "shortfall_seen"):
        writer = next(r for r in collected() if name in r.writes and PHASES[r.phase])
        assert any(isinstance(s, Draw) and not s.once for s in writer.reads.values()), name
        assert any(isinstance(s, Read) and s.state == name and s.month == "last" for s in writer.reads.values()), name


def test_communities_hold_people_and_decide_nothing(model: Model) -> None:
    assert not MANDATES.get("community")
    assert not [e for e in model.story if e.agent.startswith("community:")]
    assert STATES["group", "population"].start == GIVEN


def test_a_model_nobody_holds_is_given_back() -> None:
    """Mesa itself would keep every model: thousands of runs in one process must not fill its memory."""
    forgotten = weakref.ref(Model(SYSTEM, POLICY, 1, 0, {}, trace=False))
    gc.collect()
    assert forgotten() is None
