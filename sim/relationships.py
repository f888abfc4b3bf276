"""Relationships: which organisations deal with each other, and the two directed ties of each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.entities import PARTNERS, RELATIONSHIPS, SERVICES, SINGLE, SMALLEST_FLOW, Entity, Link, Structure
from sim.memberships import Memberships, one

TIES = {
    "icb_council_ties": ("icb>council", "council>icb"),
    "icb_place_ties": ("icb>place", "place>icb"),
    "icb_acute_ties": ("icb>acute", "acute>icb"),
    "icb_provider_ties": tuple(tie for k in ("mhc", "primary", "care", "vcse") for tie in (f"icb>{k}", f"{k}>icb")),
    "icp_ties": ("icp>icb", "icb>icp", "icp>council", "council>icp"),
    "council_council_ties": ("council>council",),
    "place_council_ties": ("place>council", "council>place"),
    "council_acute_ties": ("council>acute", "acute>council"),
    "council_care_ties": ("council>care", "care>council"),
    "place_place_ties": ("place>place",),
    "place_trust_ties": ("acute>place", "place>acute", "mhc>place", "place>mhc"),
    "place_provider_ties": tuple(tie for k in ("primary", "care", "vcse") for tie in (f"{k}>place", f"place>{k}")),
    "acute_acute_ties": ("acute>acute",),
    "region_trust_ties": ("region>acute", "acute>region", "region>mhc", "mhc>region"),
    "national_ties": ("national>region", "region>national", "national>icb", "icb>national"),
    "centre_ties": ("region>icb", "icb>region"),
}
"""Links from the ICB to all ties of some kinds, each with the same weight."""
ALONE = {
    "council_council_ties": "icb_council_ties",
    "acute_acute_ties": "icb_acute_ties",
    "place_place_ties": "icb_place_ties",
    "council_acute_ties": "icb_acute_ties",
}
"""Where there is nobody to deal with (one council, say), ties with the ICB stand for those with peers."""


def _pairs(structure: Structure, people: Memberships) -> list[tuple[str, str, list[tuple[int, int]]]]:
    """Relationships by type: which organisations of two kinds deal with each other."""
    n = {kind: len(members) for kind, members in structure.entities.items()}

    def all_with(a: str, b: str) -> list[tuple[int, int]]:
        return [(i, j) for i in range(n[a]) for j in range(n[b])]

    def within(kind: str) -> list[tuple[int, int]]:
        return [(i, j) for i in range(n[kind]) for j in range(i + 1, n[kind])]

    def where_linked(a: str, b: str, weights: NDArray[np.float64]) -> list[tuple[int, int]]:
        return [(i, j) for i, j in all_with(a, b) if weights[i, j] >= SMALLEST_FLOW]

    def either_way(people_of_a: NDArray[np.float64]) -> NDArray[np.float64]:
        """Share of the first's patients with the second, or of the second's with the first, whichever is larger."""
        rows = people_of_a / np.maximum(people_of_a.sum(axis=1, keepdims=True), 1e-9)
        columns = people_of_a / np.maximum(people_of_a.sum(axis=0, keepdims=True), 1e-9)
        return np.asarray(np.maximum(rows, columns))

    by_place = either_way(people.people("place") @ people.residents.T)
    by_council = either_way(people.people("council") @ people.residents.T)
    mhc_by_place = either_way(people.people("place") @ people.mhc.T)
    own_place = [(i, i) for i in range(n["place"])]
    council_place = where_linked("council", "place", people.shared("council", "place"))
    linked = {
        ("council", "place"): council_place,
        ("primary", "place"): own_place,
        ("acute", "place"): [(a, p) for p, a in where_linked("place", "acute", by_place)],
        ("mhc", "place"): [(m, p) for p, m in where_linked("place", "mhc", mhc_by_place)],
        ("care", "place"): own_place,
        ("vcse", "place"): own_place,
        ("council", "acute"): where_linked("council", "acute", by_council),
        ("council", "care"): council_place,
    }
    return [(a, b, within(a) if a == b else linked.get((a, b), all_with(a, b))) for a, b in RELATIONSHIPS]


def add_ties(structure: Structure, people: Memberships) -> None:
    """One tie for each direction of each relationship; partners of places come first so that they are one slice."""
    pairs = _pairs(structure, people)
    directed: list[tuple[str, str, list[tuple[int, int]]]] = []
    for a, b, links in pairs[: len(PARTNERS)]:
        directed.append((a, b, links))
    for a, b, links in pairs:
        if a == b:
            directed.append((a, b, links + [(j, i) for i, j in links]))
            continue
        if (a, b) not in {(x, y) for x, y, _ in directed}:
            directed.append((a, b, links))
        directed.append((b, a, [(j, i) for i, j in links]))

    entities: list[Entity] = []
    where: dict[tuple[str, int, str, int], int] = {}
    for a, b, links in directed:
        start = len(entities)
        for i, j in links:
            source, target = structure.entities[a][i], structure.entities[b][j]
            where[a, i, b, j] = len(entities)
            entities.append(Entity("tie", f"{source.id}>{target.id}", f"{source.name} in {target.name}", source.id))
        structure.ties[f"{a}>{b}"] = slice(start, len(entities))
    structure.ties["partner"] = slice(0, structure.ties[f"{list(PARTNERS)[-1]}>place"].stop)
    structure.entities["tie"] = entities
    structure.ties = dict(structure.ties)
    _add_tie_links(structure, directed, where)


def _add_tie_links(
    structure: Structure,
    directed: list[tuple[str, str, list[tuple[int, int]]]],
    where: dict[tuple[str, int, str, int], int],
) -> None:
    links = structure.links
    every_tie = [(a, i, b, j) for a, b, pairs in directed for i, j in pairs]
    reverse = [where[b, j, a, i] for a, i, b, j in every_tie]
    links["tie", "reverse"] = Link("tie", one(reverse))
    links["tie", "icb"] = Link("icb", one([0] * len(every_tie)))
    partner = structure.ties["partner"]
    links["partner", "place"] = Link("place", one([j for _, _, _, j in every_tie[partner]]))
    links["partner", "reverse"] = Link("tie", one(reverse[partner]))
    for single in SINGLE:
        links["partner", single] = Link(single, one([0] * (partner.stop - partner.start)))
    for a, b, pairs in directed:
        kind = f"{a}>{b}"
        span = structure.ties[kind]
        links[kind, "source"] = Link(a, one([i for i, _ in pairs]))
        links[kind, "target"] = Link(b, one([j for _, j in pairs]))
        links[kind, "reverse"] = Link("tie", one(reverse[span]))
        for single in SINGLE:
            links[kind, single] = Link(single, one([0] * len(pairs)))
        if a == "council":
            links[kind, "source_places"] = Link("place", tuple(links["council", "places"].rows[i] for i, _ in pairs))
        if a == "primary":
            links[kind, "source_place"] = Link("place", one([i for i, _ in pairs]))
        for own, name, end in ((a, f"trust_in_{b}", 0), (b, f"trust_of_{a}", 1)):
            count = len(structure.entities[own])
            rows: list[list[int]] = [[] for _ in range(count)]
            for k, pair in enumerate(pairs):
                rows[pair[end]].append(span.start + k)
            links[own, name] = Link("tie", tuple(tuple((t, 1.0 / len(row)) for t in row) for row in rows))
    _add_lateral_links(structure)
    for partner_kind in PARTNERS:
        given = links[partner_kind, "trust_in_place"].rows
        targets = links[f"icb>{partner_kind}", "target"].rows
        links[f"icb>{partner_kind}", "target_contributions"] = Link("tie", tuple(given[row[0][0]] for row in targets))
    for kind in ("icb",):
        spans = [structure.ties[t] for t in structure.ties if t != "partner"]
        whole = sum(s.stop - s.start for s in spans)
        links[kind, "all_ties"] = Link("tie", (tuple((t, 1.0 / whole) for t in range(whole)),))
        links[kind, "partner_ties"] = Link(
            "tie", (tuple((t, 1.0 / (partner.stop - partner.start)) for t in range(partner.start, partner.stop)),)
        )
    count = len(structure.entities["place"])
    rows = [[] for _ in range(count)]
    for t in range(partner.start, partner.stop):
        rows[every_tie[t][3]].append(t)
    links["place", "partners"] = Link("tie", tuple(tuple((t, 1.0) for t in row) for row in rows))
    for name, kinds in TIES.items():
        members = [t for kind in kinds for t in range(structure.ties[kind].start, structure.ties[kind].stop)]
        links["icb", name] = Link("tie", (tuple((t, 1.0 / len(members)) for t in members),))
    for name, instead in ALONE.items():
        if not links["icb", name].rows[0]:
            links["icb", name] = links["icb", instead]


def _add_lateral_links(structure: Structure) -> None:
    """``lateral``: trust in one's peers; where there are none, trust in the ICB stands for it."""
    links = structure.links
    for kind in ("place", "council", "acute"):
        peers, fallback = links[kind, f"trust_in_{kind}"], links[kind, "trust_in_icb"]
        links[kind, "lateral"] = Link("tie", tuple(p or f for p, f in zip(peers.rows, fallback.rows, strict=True)))
    width = len(SERVICES)
    rows = links["place", "lateral"].rows
    links["remit", "lateral"] = Link("tie", tuple(rows[r // width] for r in range(len(structure.entities["remit"]))))
    for name in ("trust_in_icb", "trust_of_icb", "trust_in_place", "trust_in_council"):
        place_rows = links["place", name].rows
        links["remit", name] = Link(
            "tie", tuple(place_rows[r // width] for r in range(len(structure.entities["remit"])))
        )
