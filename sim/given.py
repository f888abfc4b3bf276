"""Fixed figures of the described system, put on the axes of the entities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from sim.entities import BLOCS, FAVOURED, PARTNERS, SERVICES, Structure
from sim.memberships import Memberships, load
from sim.system import Place

USUAL_VARIANCE = 22.0
"""Variance of deprivation between the places of a usual system (IMD 2025 points squared, median of ten systems)."""


def add_given(structure: Structure, places: Sequence[Place], people: Memberships) -> None:
    """Fixed figures by kind: the numbers of the described system, on the axes of the entities."""
    system, given = structure.system, structure.given

    def put(kind: str, **columns: Sequence[float]) -> None:
        for name, values in columns.items():
            given[kind, name] = np.array([float(v) for v in values])

    half = [(c, sign) for c in system.communities for sign in (1.0, -1.0)]
    put(
        "group",
        population=[c.population / 2.0 for c, _ in half],
        deprivation=[c.deprivation + sign * 0.8 * c.deprivation_spread for c, sign in half],
        share_65_plus=[c.share_65_plus for c, _ in half],
        more_deprived=[1.0 if sign > 0 else 0.0 for _, sign in half],
    )
    whole = float(people.population.sum())
    led = 1 + len(system.councils) + len(system.acute_trusts) + len(places)
    put("icb", councils=[len(system.councils)], led_organisations=[led])
    put("icb", allocation_start=[system.board.allocation / 12.0], population=[whole])
    put("icb", running_cost_start=[system.board.running_cost / 12.0], balance_start=[system.board.balance_share])
    put("region", systems=[system.region.systems])
    put(
        "bloc",
        seats_given=[system.board.seats.get(b, 0.0) for b in BLOCS],
        seats_wanting=[max(len(places) - system.board.seats.get(b, 0.0), 0.0) * (b == "places") for b in BLOCS],
        is_acute=[float(b == "acute") for b in BLOCS],
        is_executive=[float(b == "executive") for b in BLOCS],
    )
    hospital = [1.0 if hospital else 0.0 for _, hospital in SERVICES.values()]
    asks = {f"asks_{bloc}": [float(s in own) / len(own) for s in SERVICES] for bloc, own in FAVOURED.items()}
    put("service", hospital=hospital, **asks)
    put("remit", hospital=hospital * len(places))
    coterminous = (people.shared("place", "council") * people.shared("council", "place").T).max(axis=1)
    hospital_inside = people.shared("place", "residents").sum(axis=1)
    community_inside = people.shared("place", "mhc").sum(axis=1)
    put(
        "place",
        population=people.people("place").sum(axis=1),
        former_commissioner=[p.former_commissioner for p in places],
        joined_up_start=[p.joined_up_start for p in places],
        coterminous=coterminous,
        has_neighbours=[float(len(places) > 1)] * len(places),
        distinctiveness=_distinctiveness(structure, people),
        hospital_share_inside=hospital_inside,
        community_share_inside=community_inside,
    )
    put(
        "council",
        population=people.people("council").sum(axis=1),
        care_start=[c.adult_social_care / 12.0 for c in system.councils],
        public_health_start=[c.public_health_grant / 12.0 for c in system.councils],
        other_start=[c.other_services / 12.0 for c in system.councils],
        reserves_start=[c.reserves for c in system.councils],
        supported_start=[1.0 if c.exceptional_support else 0.0 for c in system.councils],
    )
    _add_given_trusts(structure, people, put)
    weights = []
    for kind, weight in PARTNERS.items():
        span = structure.ties[f"{kind}>place"]
        holders = [row[0][0] for row in structure.links["partner", "place"].rows[span]]
        weights += [weight / holders.count(p) for p in holders]
    given["partner", "partner_weight"] = np.array(weights)


def _add_given_trusts(structure: Structure, people: Memberships, put: Callable[..., None]) -> None:
    system = structure.system
    acute = system.acute_trusts
    served = load(people)
    portion = served / served.sum()
    put(
        "acute",
        beds_start=[t.beds for t in acute],
        occupancy_start=[t.occupancy for t in acute],
        delayed_start=[t.delayed_share for t in acute],
        four_hours_start=[t.within_four_hours for t in acute],
        income_start=[t.income / 12.0 for t in acute],
        inside=[min(sum(t.catchment.values()), 1.0) for t in acute],
        foundation=[1.0 if t.foundation else 0.0 for t in acute],
        teaching=[1.0 if t.teaching else 0.0 for t in acute],
        list_start=portion * system.planned_care.waiting_list,
        referrals_start=portion * system.planned_care.clock_starts,
        completed_start=portion * system.planned_care.completed,
        catchment_people=served,
        share_of_beds=[t.beds / sum(u.beds for u in acute) for t in acute],
    )
    put(
        "mhc",
        income_start=[t.income / 12.0 for t in system.community_trusts],
        foundation=[1.0 if t.foundation else 0.0 for t in system.community_trusts],
    )


def _distinctiveness(structure: Structure, people: Memberships) -> list[float]:
    """How far a place's deprivation is from its system's, squared, relative to what is usual (1), at most 4."""
    score = np.array([c.deprivation for c in structure.system.communities])
    cells = people.people("place")
    places = (cells @ score) / cells.sum(axis=1)
    whole = float(np.average(score, weights=people.population))
    return [float(min((p - whole) ** 2 / USUAL_VARIANCE, 4.0)) for p in places]
