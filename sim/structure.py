"""From a described system to entities and links: the wiring that both engines share.

An *entity* is anything that has state: an organisation, a population group, a *remit* (one service at one place), a
*bloc* of board seats, or a *tie* (one organisation's view of another). A *link* leads from an entity to others, with
weights. Rules name links, never indices; both engines follow the same links, each in its own way.

Footprints, council areas and catchments enter only as memberships over communities, so that a change of structure
gives another ``Structure`` over the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.entities import BLOCS, ORGANISATIONS, SERVICES, SINGLE, Entity, Link, Row, Structure, axis
from sim.given import add_given
from sim.memberships import Memberships, load, mean_rows, one, total_rows
from sim.parameters import REGISTRY
from sim.relationships import add_ties
from sim.system import Place, System, Unfit

__all__ = ["BLOCS", "ORGANISATIONS", "SERVICES", "Entity", "Link", "Structure", "axis", "build"]


def build(system: System, footprint: str = "council") -> Structure:
    """The structure of a system with its places on a footprint.

    Raises ``Unfit`` where the system does not describe that footprint.
    """
    structure = Structure(system, footprint)
    places = places_on(system, footprint)
    add_entities(structure, places)
    people = Memberships(system, places)
    structure.people = {
        "place": people.people("place"),
        "council": people.people("council"),
        "acute": people.people("residents"),
        "mhc": people.people("mhc"),
    }
    add_membership_links(structure, people)
    add_ties(structure, people)
    add_given(structure, places, people)
    return structure


def places_on(system: System, footprint: str) -> tuple[Place, ...]:
    """The places of a footprint. Raises ``Unfit``, naming those that the system describes."""
    if footprint not in system.footprints:
        known = ", ".join(system.footprints)
        raise Unfit(f"{system.name} describes no places on the footprint '{footprint}'; it has {known}")
    return system.footprints[footprint]


def add_entities(structure: Structure, places: Sequence[Place]) -> None:
    system = structure.system
    icb = f"icb:{system.board.id}"

    def put(kind: str, rows: Sequence[tuple[str, str, str]]) -> None:
        structure.entities[kind] = [Entity(kind, i, name, holder or i) for i, name, holder in rows]

    put("national", [("national:NHSE", "NHS England (national)", "")])
    put("region", [(f"region:{system.region.id}", f"NHS England {system.region.name}", "")])
    put("icb", [(icb, system.board.name, "")])
    put("icp", [(f"icp:{system.board.id}", f"{system.name} Integrated Care Partnership", "")])
    put("council", [(f"council:{c.id}", c.name, "") for c in system.councils])
    put("place", [(f"place:{p.id}", f"{p.name} place board", "") for p in places])
    put("acute", [(f"acute:{t.id}", t.name, "") for t in system.acute_trusts])
    put("mhc", [(f"mhc:{t.id}", t.name, "") for t in system.community_trusts])
    put("primary", [(f"primary:{p.id}", f"{p.name} primary care", "") for p in places])
    put("care", [(f"care:{p.id}", f"{p.name} care providers", "") for p in places])
    put("vcse", [(f"vcse:{p.id}", f"{p.name} voluntary sector alliance", "") for p in places])
    put("community", [(f"community:{c.id}", c.name, "") for c in system.communities])
    put(
        "group",
        [
            (f"group:{c.id}:{half}", f"{c.name}, {half} deprived half", f"community:{c.id}")
            for c in system.communities
            for half in ("more", "less")
        ],
    )
    put("service", [(f"service:{s}", label, icb) for s, (label, _) in SERVICES.items()])
    put("bloc", [(f"bloc:{b}", label, icb) for b, label in BLOCS.items()])
    put(
        "remit",
        [
            (f"remit:{p.id}:{s}", f"{label} in {p.name}", f"place:{p.id}")
            for p in places
            for s, (label, _) in SERVICES.items()
        ],
    )


def add_membership_links(structure: Structure, people: Memberships) -> None:
    n = {kind: len(members) for kind, members in structure.entities.items()}
    links = structure.links
    for kind in structure.entities:
        for single in SINGLE:
            links[kind, single] = Link(single, one([0] * n[kind]))

    def both_halves(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.repeat(matrix, 2, axis=1)

    def mean(kind: str, name: str, to: str, weights: NDArray[np.float64], smallest: float = 0.0) -> None:
        links[kind, name] = Link(to, mean_rows(weights, smallest))

    def every(kind: str, name: str, to: str) -> None:
        links[kind, name] = Link(to, total_rows(np.ones((n[kind], n[to]))))

    groups = np.arange(n["group"])
    links["group", "community"] = Link("community", one([int(g) // 2 for g in groups]))
    for kind in ("place", "council", "acute", "mhc"):
        matrix = people.people("catchment" if kind == "acute" else kind)
        if kind == "acute":
            matrix = people.catchment
        mean(kind, "groups", "group", both_halves(matrix))
        mean(kind, "communities", "community", matrix)
    own = np.repeat(np.eye(n["community"]), 2, axis=1)
    more = np.tile([1.0, 0.0], n["community"])
    mean("community", "groups", "group", own)
    mean("community", "more_deprived_groups", "group", own * more)
    mean("community", "less_deprived_groups", "group", own * (1.0 - more))
    for kind in ("place", "council"):
        whole = getattr(people, kind)
        mean("group", f"{kind}s", kind, both_halves(whole).T)
        mean("community", f"{kind}s", kind, whole.T)
        links[kind, "residents"] = Link("group", total_rows(both_halves(whole)))
    mean("group", "hospitals", "acute", both_halves(people.residents).T)
    mean("community", "hospitals", "acute", people.residents.T)
    mean("place", "hospitals", "acute", people.people("place") @ people.residents.T)
    mean("place", "mhcs", "mhc", people.people("place") @ people.mhc.T)
    mean("place", "councils", "council", people.shared("place", "council"))
    mean("council", "places", "place", people.shared("council", "place"))
    mean("acute", "places", "place", people.catchment @ people.place.T)
    mean("mhc", "places", "place", people.people("mhc") @ people.place.T)
    links["acute", "paying_places"] = Link("place", total_rows(people.shared("place", "residents").T))
    links["care", "paying_councils"] = Link("council", total_rows(people.shared("council", "place").T))
    links["mhc", "paying_places"] = Link("place", total_rows(people.shared("place", "mhc").T))
    size = people.people("place").sum(axis=1)
    others = np.where(np.eye(n["place"]) == 1.0, 0.0 if n["place"] > 1 else 1.0, size[None, :])
    mean("place", "other_places", "place", others)
    mean("icb", "places", "place", size[None, :])
    mean("icb", "councils", "council", people.people("council").sum(axis=1)[None, :])
    mean("icb", "care_by_people", "care", size[None, :])
    mean("icb", "vcse_by_people", "vcse", size[None, :])
    waiting = load(people)
    mean("icb", "hospitals_by_list", "acute", waiting[None, :])
    mean("place", "more_deprived_groups", "group", both_halves(people.people("place")) * more)
    mean("place", "less_deprived_groups", "group", both_halves(people.people("place")) * (1.0 - more))
    halves = np.repeat(people.population / 2.0, 2)
    mean("icb", "more_deprived_groups", "group", (halves * more)[None, :])
    mean("icb", "less_deprived_groups", "group", (halves * (1.0 - more))[None, :])
    links["icb", "groups_by_deprivation"] = Link("group", (_slope_row(structure.system),))
    mean("icb", "groups", "group", np.repeat(people.population / 2.0, 2)[None, :])
    mean("icb", "communities", "community", people.population[None, :])
    beds = np.array([t.beds for t in structure.system.acute_trusts])
    mean("icb", "hospitals", "acute", beds[None, :])
    for kind in ("place", "council", "acute", "mhc", "service", "bloc", "group", "primary", "care", "vcse", "remit"):
        every("icb", f"every_{kind}", kind)
    every("place", "every_place", "place")
    every("acute", "collaborative", "acute")
    _add_place_links(structure, n, size)


def _slope_row(system: System) -> Row:
    """Weights over groups whose sum with a measure is its least-squares slope over deprivation, people-weighted.

    Where everybody is equally deprived there is no slope: all weights are 0.
    """
    people = np.repeat([c.population / 2.0 for c in system.communities], 2)
    score = np.array(
        [c.deprivation + sign * 0.8 * c.deprivation_spread for c in system.communities for sign in (1.0, -1.0)]
    )
    centred = score - float(np.average(score, weights=people))
    spread = float((people * centred * centred).sum())
    weights = people * centred / spread if spread > 1e-9 * people.sum() else np.zeros(len(people))
    return tuple((g, float(w)) for g, w in enumerate(weights))


def _add_place_links(structure: Structure, n: Mapping[str, int], size: NDArray[np.float64]) -> None:
    """Links between a place, its providers and its remits, and between services and remits."""
    links = structure.links
    width = len(SERVICES)
    places = range(n["place"])
    for provider in ("primary", "care", "vcse"):
        links["place", provider] = Link(provider, one(list(places)))
        links[provider, "place"] = Link("place", one(list(places)))
        links[provider, "councils"] = links["place", "councils"]
    links["remit", "place"] = Link("place", one([r // width for r in range(n["remit"])]))
    links["remit", "service"] = Link("service", one([r % width for r in range(n["remit"])]))
    links["remit", "hospitals"] = Link(
        "acute", tuple(links["place", "hospitals"].rows[r // width] for r in range(n["remit"]))
    )
    links["place", "remits"] = Link("remit", tuple(tuple((p * width + s, 1.0) for s in range(width)) for p in places))
    for s, name in enumerate(SERVICES):
        links["place", f"{name.replace('-', '_')}_remit"] = Link("remit", one([p * width + s for p in places]))
        links["icb", f"{name.replace('-', '_')}_service"] = Link("service", one([s]))
    hospital = [hospital for _, hospital in SERVICES.values()]
    for flag, name in ((True, "hospital_remits"), (False, "local_remits")):
        links["place", name] = Link(
            "remit",
            tuple(tuple((p * width + s, 1.0) for s in range(width) if hospital[s] is flag) for p in places),
        )
        links["icb", name.replace("remits", "services")] = Link(
            "service", (tuple((s, 1.0) for s in range(width) if hospital[s] is flag),)
        )
    money = np.array([float(REGISTRY[f"mix_given_{service}"].default) for service in SERVICES])
    links["place", "remits_by_money"] = Link(
        "remit", tuple(tuple((p * width + s, float(money[s] / money.sum())) for s in range(width)) for p in places)
    )
    for b, name in enumerate(BLOCS):
        links["icb", f"{name}_bloc"] = Link("bloc", one([b]))
    links["remit", "siblings"] = Link(
        "remit", tuple(links["place", "remits"].rows[r // width] for r in range(n["remit"]))
    )
