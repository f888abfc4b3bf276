"""Systems, policies and uncertain values made at random, within what a configuration may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from sim.decide import Decide
from sim.futures import Futures, draw_futures
from sim.parameters import REGISTRY, Parameter, Setting
from sim.policy import Policy
from sim.schedule import PHASES
from sim.structure import BLOCS
from sim.system import AcuteTrust, Board, Community, CommunityTrust, Council, Place, PlannedCare, Region, System
from sim.wiring import decider, program

FLAGS = st.booleans()
SHARES = st.floats(0.0, 1.0)


@st.composite
def memberships(draw: st.DrawFn, many: int, communities: Sequence[str], extra: int = 4) -> list[dict[str, float]]:
    """How communities are divided among ``many`` organisations: each has someone, everyone is somewhere.

    Organisations may hold several communities, and a community may be cut across organisations.
    """
    columns = len(communities)
    weights = np.zeros((many, columns))
    first = draw(st.integers(0, columns - 1))
    for k in range(max(many, columns)):
        weights[k % many, (first + k) % columns] += draw(st.integers(1, 9))
    cells = st.tuples(st.integers(0, many - 1), st.integers(0, columns - 1), st.integers(1, 9))
    for row, column, weight in draw(st.lists(cells, max_size=extra)):
        weights[row, column] += weight
    parts = weights / weights.sum(axis=0)
    return [{c: float(p) for c, p in zip(communities, row, strict=True) if p > 0.0} for row in parts]


@st.composite
def places(draw: st.DrawFn, footprint: str, many: int, communities: Sequence[str]) -> tuple[Place, ...]:
    """Places of one footprint."""
    return tuple(
        Place(f"{footprint}-{i}", f"Place {i} by {footprint}", part, draw(SHARES), draw(SHARES))
        for i, part in enumerate(draw(memberships(many, communities)))
    )


@st.composite
def acute_trusts(draw: st.DrawFn, many: int, people: Mapping[str, float]) -> tuple[AcuteTrust, ...]:
    """Trusts that treat all or part of every community, and patients from outside."""
    inside = {c: draw(st.floats(0.4, 1.0)) for c in people}
    trusts = []
    for i, part in enumerate(draw(memberships(many, list(people)))):
        residents = {c: share * inside[c] for c, share in part.items()}
        patients = {c: share * people[c] for c, share in residents.items()}
        ours = draw(st.floats(0.2, 1.0))
        trusts.append(
            AcuteTrust(
                id=f"T{i}",
                name=f"Acute trust {i}",
                catchment={c: ours * n / sum(patients.values()) for c, n in patients.items()},
                residents=residents,
                beds=draw(st.floats(100.0, 2500.0)),
                occupancy=draw(st.floats(0.75, 1.0)),
                delayed_share=draw(st.floats(0.0, 0.3)),
                within_four_hours=draw(st.floats(0.4, 0.95)),
                income=draw(st.floats(50.0, 2000.0)),
                foundation=draw(FLAGS),
                teaching=draw(FLAGS),
            )
        )
    return tuple(trusts)


@st.composite
def community_trusts(draw: st.DrawFn, many: int, communities: Sequence[str]) -> tuple[CommunityTrust, ...]:
    """Mental health and community trusts; a community may have none of its own."""
    inside = {c: draw(st.sampled_from([1.0, 1.0, 0.7])) for c in communities}
    return tuple(
        CommunityTrust(
            id=f"M{i}",
            name=f"Community trust {i}",
            kind="mental_health_community",
            communities={c: share * inside[c] for c, share in part.items()},
            income=draw(st.floats(50.0, 600.0)),
            foundation=draw(FLAGS),
        )
        for i, part in enumerate(draw(memberships(many, communities)))
    )


@st.composite
def systems(draw: st.DrawFn) -> System:
    """An integrated care system: 2-10 places over 2-12 communities, councils and trusts that overlap them."""
    cells = [
        Community(
            id=f"E{i:02d}",
            name=f"Community {i}",
            population=draw(st.floats(20_000.0, 600_000.0)),
            share_65_plus=draw(st.floats(0.08, 0.32)),
            deprivation=draw(st.floats(6.0, 45.0)),
            deprivation_spread=draw(st.floats(0.0, 15.0)),
        )
        for i in range(draw(st.integers(2, 12)))
    ]
    ids = [c.id for c in cells]
    people = {c.id: c.population for c in cells}
    whole = sum(people.values())
    councils = []
    for i, part in enumerate(draw(memberships(draw(st.integers(1, 12)), ids))):
        residents = sum(share * people[c] for c, share in part.items())
        councils.append(
            Council(
                id=f"C{i:02d}",
                name=f"Council {i}",
                communities=part,
                share_inside=draw(st.floats(0.5, 1.0)),
                adult_social_care=residents * draw(st.floats(300.0, 700.0)) / 1e6,
                public_health_grant=residents * draw(st.floats(40.0, 120.0)) / 1e6,
                other_services=residents * draw(st.floats(400.0, 1500.0)) / 1e6,
                reserves=residents * draw(st.floats(0.0, 300.0)) / 1e6,
                exceptional_support=draw(FLAGS),
            )
        )
    footprints = {"council": draw(places("council", draw(st.integers(2, 10)), ids))}
    if draw(FLAGS):
        footprints["hospital-flow"] = draw(places("hospital-flow", draw(st.integers(2, 10)), ids))
    waiting = whole * draw(st.floats(0.05, 0.2))
    starts = waiting / draw(st.floats(2.5, 6.0))
    return System(
        id="random",
        name="Random system",
        region=Region("somewhere", "Somewhere", float(draw(st.integers(1, 8)))),
        board=Board(
            id="QZZ",
            name="NHS Random ICB",
            allocation=whole * draw(st.floats(1500.0, 3500.0)) / 1e6,
            running_cost=whole * draw(st.floats(10.0, 30.0)) / 1e6,
            balance_share=draw(st.floats(-0.1, 0.02)),
            seats={bloc: float(draw(st.integers(0, 6))) for bloc in BLOCS} | {"executive": 3.0},
        ),
        communities=tuple(cells),
        councils=tuple(councils),
        footprints=footprints,
        acute_trusts=draw(acute_trusts(draw(st.integers(1, 8)), people)),
        community_trusts=draw(community_trusts(draw(st.integers(1, 4)), ids)),
        planned_care=PlannedCare(waiting, starts, starts * draw(st.floats(0.8, 0.95))),
    )


def settings_of(parameter: Parameter) -> st.SearchStrategy[Setting]:
    """Any setting a parameter allows, its bounds among them."""
    if parameter.structural:
        return st.sampled_from(parameter.choices)
    return st.sampled_from([parameter.low, parameter.high]) | st.floats(parameter.low, parameter.high)


@st.composite
def chosen(draw: st.DrawFn, parameters: Sequence[Parameter], most: int) -> dict[str, Setting]:
    """Settings for some of the parameters."""
    some = draw(st.lists(st.sampled_from(parameters), unique_by=lambda p: p.name, max_size=most))
    return {p.name: draw(settings_of(p)) for p in some}


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any levers, each structural one among them."""
    levers = REGISTRY.role("lever")
    structural = {p.name: draw(settings_of(p)) for p in levers if p.structural}
    numbers = draw(chosen([p for p in levers if not p.structural], most=12))
    return Policy("random", "Random policy", "Levers pulled at random.", structural | numbers)


@dataclass(frozen=True)
class Case:
    """Runs to make: a block of futures of one system under one policy, for some months."""

    system: System
    policy: Policy
    futures: Futures
    months: int
    decides: tuple[Decide, ...] = ()

    def __repr__(self) -> str:
        places = {name: len(members) for name, members in self.system.footprints.items()}
        return (
            f"Case({places} places, {len(self.system.communities)} communities, {len(self.system.councils)} councils, "
            f"{len(self.system.acute_trusts)} acute and {len(self.system.community_trusts)} community trusts, "
            f"{dict(self.policy.levers)}, seed {self.futures.seed}, {self.months} months, {self.decides})"
        )


@st.composite
def decisions(draw: st.DrawFn, system: System, policy: Policy, months: int) -> tuple[Decide, ...]:
    """Decisions fixed from outside, in months in which they are taken."""
    plan = program(system, policy)
    deciding = [r for r in plan.rules if r.decides is not None]
    events = []
    for rule in draw(st.lists(st.sampled_from(deciding), max_size=4)):
        assert rule.decides is not None
        index = draw(st.integers(0, plan.structure.count(rule.of) - 1))
        about = draw(st.sampled_from(["", plan.structure.members(rule.of)[index].id]))
        month = draw(st.sampled_from(range(0, months, max(PHASES[rule.phase], 1))))
        if rule.decides.reason == "chance":
            value = draw(st.sampled_from([0.0, 1.0]))
        else:
            value = draw(st.floats(rule.decides.low, min(rule.decides.high, 10.0)))
        agent = decider(plan.structure, rule, index)
        events.append(Decide(month, agent, rule.decides.name, value, about, "a test"))
    return tuple(events)


@st.composite
def cases(draw: st.DrawFn, runs: int = 4, months: tuple[int, int] = (13, 20), decided: bool = True) -> Case:
    """A mixed block: most uncertainties and some levers are rows over runs, others one float for the whole block."""
    system, policy = draw(systems()), draw(policies())
    drawn = draw_futures(draw(st.integers(0, 2**32)), runs, first=draw(st.integers(0, 1000)))
    free = [p for p in REGISTRY.values() if not p.structural and p.name not in policy.levers]
    floats = draw(chosen([p for p in free if p.role == "uncertainty"], most=20))
    rows = dict(drawn.values)
    for parameter in draw(st.lists(st.sampled_from(free), unique_by=lambda p: p.name, max_size=8)):
        row = draw(st.lists(settings_of(parameter), min_size=runs, max_size=runs))
        rows[parameter.name] = np.array([float(x) for x in row])
    for name in floats:
        rows.pop(name, None)
    system = replace(system, starting_values={name: float(value) for name, value in floats.items()})
    length = draw(st.integers(*months))
    events = draw(decisions(system, policy, length)) if decided else ()
    return Case(system, policy, Futures(drawn.seed, drawn.replicates, rows), length, events)
