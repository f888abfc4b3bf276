"""Systems, policies and uncertain values made at random, within what a configuration may hold.

Each is made from one whole number, so that no two examples of a property are alike: hypothesis likes to vary an
example a little, and the engines are better held to each other on very different systems.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from hypothesis import strategies as st

from sim.decide import Decide
from sim.futures import Futures, draw_futures
from sim.parameters import REGISTRY, Parameter, Setting
from sim.policy import Policy
from sim.schedule import PHASES
from sim.structure import BLOCS
from sim.successors import NewCouncil, TrustMerger
from sim.system import AcuteTrust, Board, Community, CommunityTrust, Council, Place, PlannedCare, Region, System
from sim.timeline import STEADY, Event, Timeline
from sim.wiring import decider, program

Draw = np.random.Generator
T = TypeVar("T")


def number(draw: Draw, low: float, high: float) -> float:
    """A number from a range, its ends among them."""
    return float(draw.choice([low, high, *draw.uniform(low, high, 8)]))


def whole(draw: Draw, low: int, high: int) -> int:
    return int(draw.integers(low, high, endpoint=True))


def some(draw: Draw, members: Sequence[T], most: int) -> list[T]:
    """A few of several, in any order."""
    return [members[i] for i in draw.permutation(len(members))[: whole(draw, 0, most)]]


def memberships(draw: Draw, many: int, communities: Sequence[str]) -> list[dict[str, float]]:
    """How communities are divided among ``many`` organisations: each has someone, everyone is somewhere.

    Organisations may hold several communities, and a community may be cut across organisations.
    """
    columns = len(communities)
    weights = np.zeros((many, columns))
    rows, across = draw.permutation(many), draw.permutation(columns)
    for k in range(max(many, columns)):
        weights[rows[k % many], across[k % columns]] += draw.integers(1, 10)
    for _ in range(whole(draw, 0, 4)):
        weights[draw.integers(many), draw.integers(columns)] += draw.integers(1, 10)
    parts = weights / weights.sum(axis=0)
    return [{c: float(p) for c, p in zip(communities, row, strict=True) if p > 0.0} for row in parts]


def places(draw: Draw, footprint: str, communities: Sequence[str]) -> tuple[Place, ...]:
    return tuple(
        Place(f"{footprint}-{i}", f"Place {i} by {footprint}", part, number(draw, 0, 1), number(draw, 0, 1))
        for i, part in enumerate(memberships(draw, whole(draw, 2, 10), communities))
    )


def councils(draw: Draw, people: Mapping[str, float]) -> tuple[Council, ...]:
    made = []
    for i, part in enumerate(memberships(draw, whole(draw, 1, 12), list(people))):
        residents = sum(share * people[c] for c, share in part.items()) / 1e6
        made.append(
            Council(
                id=f"C{i:02d}",
                name=f"Council {i}",
                communities=part,
                share_inside=number(draw, 0.3, 1.0),
                adult_social_care=residents * number(draw, 250.0, 800.0),
                public_health_grant=residents * number(draw, 30.0, 150.0),
                other_services=residents * number(draw, 300.0, 2000.0),
                reserves=residents * number(draw, 0.0, 400.0),
                exceptional_support=bool(draw.integers(2)),
            )
        )
    return tuple(made)


def acute_trusts(draw: Draw, people: Mapping[str, float]) -> tuple[AcuteTrust, ...]:
    """Trusts that treat all or part of every community, and patients from outside."""
    inside = {c: number(draw, 0.4, 1.0) for c in people}
    trusts = []
    for i, part in enumerate(memberships(draw, whole(draw, 1, 8), list(people))):
        residents = {c: share * inside[c] for c, share in part.items()}
        patients = {c: share * people[c] for c, share in residents.items()}
        ours = number(draw, 0.2, 1.0) / sum(patients.values())
        trusts.append(
            AcuteTrust(
                id=f"T{i}",
                name=f"Acute trust {i}",
                catchment={c: ours * n for c, n in patients.items()},
                residents=residents,
                beds=number(draw, 80.0, 3000.0),
                occupancy=number(draw, 0.7, 1.0),
                delayed_share=number(draw, 0.0, 0.4),
                within_four_hours=number(draw, 0.3, 1.0),
                income=number(draw, 40.0, 2500.0),
                foundation=bool(draw.integers(2)),
                teaching=bool(draw.integers(2)),
            )
        )
    return tuple(trusts)


def community_trusts(draw: Draw, communities: Sequence[str]) -> tuple[CommunityTrust, ...]:
    """Mental health and community trusts; others may give part of a community's care, or all of it."""
    inside = {c: float(draw.choice([0.0, 0.7, 1.0, 1.0])) for c in communities}
    inside[communities[0]] = 1.0
    made = []
    for i, part in enumerate(memberships(draw, whole(draw, 1, 4), communities)):
        theirs = {c: share * inside[c] for c, share in part.items()}
        if sum(theirs.values()) > 0.0:
            kind = str(draw.choice(["mental_health", "community", "mental_health_community"]))
            income, foundation = number(draw, 30.0, 700.0), bool(draw.integers(2))
            made.append(CommunityTrust(f"M{i}", f"Community trust {i}", kind, theirs, income, foundation))
    return tuple(made)


def system(draw: Draw) -> System:
    """An integrated care system: 2-10 places over 2-12 communities, councils and trusts that overlap them."""
    alike = draw.integers(10) == 0
    cells = [
        Community(
            id=f"E{i:02d}",
            name=f"Community {i}",
            population=number(draw, 10_000.0, 900_000.0),
            share_65_plus=number(draw, 0.06, 0.35),
            deprivation=20.0 if alike else number(draw, 4.0, 50.0),
            deprivation_spread=0.0 if alike else number(draw, 0.0, 16.0),
        )
        for i in range(whole(draw, 2, 12))
    ]
    people = {c.id: c.population for c in cells}
    everyone = sum(people.values())
    footprints = {"council": places(draw, "council", list(people))}
    if draw.integers(2):
        footprints["hospital-flow"] = places(draw, "hospital-flow", list(people))
    waiting = everyone * number(draw, 0.04, 0.25)
    starts = waiting / number(draw, 2.0, 7.0)
    return System(
        id="random",
        name="Random system",
        region=Region("somewhere", "Somewhere", float(whole(draw, 1, 8))),
        board=Board(
            id="QZZ",
            name="NHS Random ICB",
            allocation=everyone * number(draw, 1500.0, 3500.0) / 1e6,
            running_cost=everyone * number(draw, 10.0, 30.0) / 1e6,
            balance_share=number(draw, -0.12, 0.03),
            seats={bloc: float(whole(draw, 0, 6)) for bloc in BLOCS} | {"executive": 3.0},
        ),
        communities=tuple(cells),
        councils=councils(draw, people),
        footprints=footprints,
        acute_trusts=acute_trusts(draw, people),
        community_trusts=community_trusts(draw, list(people)),
        planned_care=PlannedCare(waiting, starts, starts * number(draw, 0.75, 0.98)),
    )


def setting(draw: Draw, parameter: Parameter) -> Setting:
    """Any setting a parameter allows, its bounds and its default among them; whole numbers now and then."""
    if parameter.structural:
        return parameter.choices[draw.integers(len(parameter.choices))]
    value = number(draw, parameter.low, parameter.high) if draw.integers(6) else float(parameter.default)
    return int(value) if value.is_integer() and draw.integers(2) else value


def policy(draw: Draw) -> Policy:
    """Any levers, each structural one among them."""
    levers = REGISTRY.role("lever")
    chosen = [p for p in levers if p.structural] + some(draw, [p for p in levers if not p.structural], 20)
    return Policy("random", "Random policy", "Levers pulled at random.", {p.name: setting(draw, p) for p in chosen})


@dataclass(frozen=True)
class Case:
    """Runs to make: a block of futures of one system under one policy, for some months."""

    system: System
    policy: Policy
    futures: Futures
    months: int
    decides: tuple[Decide, ...] = ()
    made_from: int | None = None
    timeline: Timeline = STEADY

    def __repr__(self) -> str:
        made = "" if self.made_from is None else f"made from {self.made_from}, "
        return (
            f"Case({made}{ {name: len(members) for name, members in self.system.footprints.items()} } places, "
            f"{len(self.system.communities)} communities, {len(self.system.councils)} councils, "
            f"{len(self.system.acute_trusts)} acute and {len(self.system.community_trusts)} community trusts, "
            f"{dict(self.policy.levers)}, {self.months} months, {self.decides}, {self.timeline.events})"
        )


def decisions(draw: Draw, case: Case) -> tuple[Decide, ...]:
    """Decisions fixed from outside, in months in which they are taken."""
    plan = program(case.system, case.policy, case.timeline)
    events = []
    for rule in some(draw, [r for r in plan.rules if r.decides is not None], 5):
        assert rule.decides is not None
        month = int(draw.choice(range(0, case.months, max(PHASES[rule.phase], 1))))
        structure = plan.structure.at(month)
        members, acting = structure.members(rule.of), structure.acting(rule.of)
        there = range(len(members)) if acting is None else np.flatnonzero(acting)
        index = int(there[whole(draw, 0, len(there) - 1)])
        high = min(rule.decides.high, 10.0)
        value = float(draw.integers(2)) if rule.decides.reason == "chance" else number(draw, rule.decides.low, high)
        value = float(round(value)) if rule.decides.whole else value
        about = members[index].id if draw.integers(2) else ""
        events.append(Decide(month, decider(structure, rule, index), rule.decides.name, value, about, "a test"))
    return tuple(events)


def timeline(draw: Draw, described: System, months: int) -> Timeline:
    """A few months in which places, councils, trusts or the board give way to others, some in the same month."""
    events = []
    for number_ in range(whole(draw, 1, 4)):
        month = whole(draw, 1, months - 1)
        settings: dict[str, Setting] = {"footprint": str(draw.choice(list(described.footprints)))}
        if draw.integers(2):
            settings |= {"board_span": number(draw, 1.0, 4.0), "board_merged": float(draw.integers(2))}
        councils: tuple[NewCouncil, ...] = ()
        if draw.integers(2):
            ids = [c.id for c in described.communities]
            taken = [ids[i] for i in draw.permutation(len(ids))[: whole(draw, 1, len(ids))]]
            cuts = whole(draw, 1, len(taken))
            councils = tuple(
                NewCouncil(f"N{number_}{k}", f"New council {number_}.{k}", tuple(taken[k::cuts])) for k in range(cuts)
            )
        mergers: tuple[TrustMerger, ...] = ()
        if draw.integers(2):
            trusts = [t.id for t in (*described.acute_trusts, *described.community_trusts)]
            merging = tuple(trusts[i] for i in draw.permutation(len(trusts))[: whole(draw, 1, len(trusts))])
            mergers = (TrustMerger(f"X{number_}", f"Merged trust {number_}", merging),)
        events.append(Event(month, f"event {number_}", settings, councils=councils, mergers=mergers))
    return Timeline("random", "Random", "Organisations that change at random.", tuple(events))


def case(
    seed: int, runs: int = 4, months: tuple[int, int] = (13, 20), *, decided: bool = True, changing: bool = False
) -> Case:
    """A mixed block: most uncertainties and some levers are rows over runs, others one float for the whole block."""
    draw = np.random.default_rng(seed)
    described, levers = system(draw), policy(draw)
    if levers.levers["footprint"] not in described.footprints:
        levers = replace(levers, levers={**levers.levers, "footprint": "council"})
    made = replace(mixed(draw, described, levers, runs), months=whole(draw, *months), made_from=seed)
    if changing:
        made = replace(made, timeline=timeline(draw, described, made.months))
    return replace(made, decides=decisions(draw, made)) if decided else made


def mixed(draw: Draw, described: System, levers: Policy, runs: int) -> Case:
    """A month of a block of futures: what is uncertain, and levers that the policy does not set, rows or floats."""
    drawn = draw_futures(whole(draw, 0, 2**32), runs, first=whole(draw, 0, 1000))
    free = [p for p in REGISTRY.values() if not p.structural and p.name not in levers.levers]
    fixed = {p.name: float(setting(draw, p)) for p in some(draw, free, 25) if p.role == "uncertainty"}
    fixed |= described.starting_values
    rows = {
        **drawn.values,
        **{p.name: np.array([float(setting(draw, p)) for _ in range(runs)]) for p in some(draw, free, 25)},
    }
    varied = {name: row for name, row in rows.items() if name not in fixed}
    return Case(
        replace(described, starting_values=fixed), levers, Futures(drawn.seed, drawn.replicates, varied), months=1
    )


def cases(
    runs: int = 4, months: tuple[int, int] = (13, 20), *, decided: bool = True, changing: bool = False
) -> st.SearchStrategy[Case]:
    """Cases of that many runs and months, with decisions fixed from outside or without, organisations that change or
    stay."""
    make: Callable[[int], Case] = lambda seed: case(seed, runs, months, decided=decided, changing=changing)  # noqa: E731
    return st.integers(0, 2**48).map(make)
