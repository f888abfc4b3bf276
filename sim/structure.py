"""From a described system to entities and links: the wiring that both engines share.

An *entity* is anything that has state: an organisation, a population group, a *remit* (one service at one place), a
*bloc* of board seats, or a *tie* (one organisation's view of another). A *link* leads from an entity to others, with
weights. Rules name links, never indices; both engines follow the same links, each in its own way.

Footprints, council areas and catchments enter only as memberships over communities, so that a change of structure
gives another ``Structure`` over the same people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.parameters import REGISTRY
from sim.system import Place, Shares, System

SERVICES: Mapping[str, tuple[str, bool]] = {
    "primary": ("primary care and prevention", False),
    "community": ("community health and discharge support", False),
    "mental-health": ("mental health", False),
    "urgent": ("urgent and emergency hospital care", True),
    "planned": ("planned hospital care", True),
    "specialised": ("specialised care", True),
}
"""NHS services by id: label, and whether it is hospital care."""

BLOCS: Mapping[str, str] = {
    "executive": "ICB executives and chair",
    "acute": "acute trusts",
    "community_trusts": "mental health and community trusts",
    "primary_care": "primary care",
    "councils": "councils",
    "places": "place leads",
    "others": "voluntary sector and public",
}
"""Blocs of seats on the board."""

PARTNERS: Mapping[str, float] = {
    "council": 0.30,
    "primary": 0.20,
    "acute": 0.20,
    "mhc": 0.15,
    "care": 0.10,
    "vcse": 0.05,
}
"""Partners of a place and their weight in joint work (assumed)."""

SINGLE = ("national", "region", "icb", "icp")
ORGANISATIONS = (*SINGLE, "council", "place", "acute", "mhc", "primary", "care", "vcse")
KINDS = (*ORGANISATIONS, "community", "group", "service", "bloc", "remit", "tie")
SMALLEST_FLOW = 0.02
"""Two organisations deal with each other when at least this share of patients or people links them."""


@dataclass(frozen=True)
class Entity:
    """One bearer of state; ``id`` is stable under renaming and reordering, ``holder`` is the organisation's id."""

    kind: str
    id: str
    name: str
    holder: str


@dataclass(frozen=True)
class Link:
    """For each entity of a kind: which entities of ``to`` it leads to (indices), with weights."""

    to: str
    rows: tuple[tuple[tuple[int, float], ...], ...]

    @property
    def single(self) -> bool:
        """Whether every entity leads to exactly one other with weight 1."""
        return all(len(row) == 1 and row[0][1] == 1.0 for row in self.rows)


@dataclass
class Structure:
    """Entities by kind, links by (kind, name), fixed figures by (kind, name), and slices of ties by type."""

    system: System
    choices: Mapping[str, str]
    entities: dict[str, list[Entity]] = field(default_factory=dict)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    given: dict[tuple[str, str], NDArray[np.float64]] = field(default_factory=dict)
    ties: dict[str, slice] = field(default_factory=dict)

    def count(self, kind: str) -> int:
        """Number of entities of a kind, or of a type of tie such as ``council>icb``."""
        if ">" in kind or kind == "partner":
            span = self.ties[kind]
            return int(span.stop - span.start)
        return len(self.entities[kind])

    def span(self, kind: str) -> slice:
        """Where a kind's entities stand on its axis: all of it, or the slice of a type of tie."""
        return self.ties[kind] if ">" in kind or kind == "partner" else slice(0, len(self.entities[kind]))

    def members(self, kind: str) -> list[Entity]:
        """The entities of a kind or type of tie."""
        return self.entities[axis(kind)][self.span(kind)]

    def link(self, kind: str, name: str) -> Link:
        """A link by the kind it starts from; KeyError names both when there is none."""
        try:
            return self.links[kind, name]
        except KeyError:
            raise KeyError(f"no link '{name}' from {kind}") from None


def axis(kind: str) -> str:
    """The axis on which a kind's states live: types of tie share the axis ``tie``."""
    return "tie" if ">" in kind or kind == "partner" else kind


def build(system: System, choices: Mapping[str, str]) -> Structure:
    """The structure of a system under the structural choices (``footprint`` picks the places)."""
    structure = Structure(system, dict(choices))
    footprint = choices.get("footprint", "council")
    places = system.footprints.get(footprint) or system.footprints["council"]
    _add_entities(structure, places)
    people = _Memberships(system, places)
    _add_membership_links(structure, people)
    _add_ties(structure, people)
    _add_given(structure, places, people)
    return structure


class _Memberships:
    """Membership matrices over communities (rows: organisations, columns: communities), and what follows."""

    def __init__(self, system: System, places: Sequence[Place]) -> None:
        ids = [c.id for c in system.communities]

        def matrix(rows: Sequence[Shares]) -> NDArray[np.float64]:
            return np.array([[row.get(i, 0.0) for i in ids] for row in rows])

        self.population = np.array([c.population for c in system.communities])
        self.place = matrix([p.communities for p in places])
        self.council = matrix([c.communities for c in system.councils])
        self.residents = matrix([t.residents for t in system.acute_trusts])
        self.catchment = matrix([t.catchment for t in system.acute_trusts])
        self.mhc = matrix([t.communities for t in system.community_trusts])

    def people(self, kind: str) -> NDArray[np.float64]:
        """People in each (organisation, community) cell: shape (organisations, communities)."""
        matrix: NDArray[np.float64] = getattr(self, kind)
        return matrix * self.population

    def shared(self, a: str, b: str) -> NDArray[np.float64]:
        """Share of a's people who are b's too: shape (a, b)."""
        mine = self.people(a)
        overlap = mine @ getattr(self, b).T
        return overlap / mine.sum(axis=1, keepdims=True)


def _add_entities(structure: Structure, places: Sequence[Place]) -> None:
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


Row = tuple[tuple[int, float], ...]


def _mean_rows(weights: NDArray[np.float64], smallest: float = 0.0) -> tuple[Row, ...]:
    """Rows of (index, weight) with weights that sum to 1, leaving out weights at or below ``smallest``."""
    rows = []
    for row in weights:
        kept = [(j, float(w)) for j, w in enumerate(row) if w > smallest]
        whole = sum(w for _, w in kept)
        rows.append(tuple((j, w / whole) for j, w in kept))
    return tuple(rows)


def _total_rows(weights: NDArray[np.float64]) -> tuple[Row, ...]:
    return tuple(tuple((j, float(w)) for j, w in enumerate(row) if w > 0.0) for row in weights)


def _one(indices: Sequence[int]) -> tuple[Row, ...]:
    return tuple(((i, 1.0),) for i in indices)


def _add_membership_links(structure: Structure, people: _Memberships) -> None:
    n = {kind: len(members) for kind, members in structure.entities.items()}
    links = structure.links
    for kind in structure.entities:
        for single in SINGLE:
            links[kind, single] = Link(single, _one([0] * n[kind]))

    def both_halves(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.repeat(matrix, 2, axis=1)

    def mean(kind: str, name: str, to: str, weights: NDArray[np.float64], smallest: float = 0.0) -> None:
        links[kind, name] = Link(to, _mean_rows(weights, smallest))

    def every(kind: str, name: str, to: str) -> None:
        links[kind, name] = Link(to, _total_rows(np.ones((n[kind], n[to]))))

    groups = np.arange(n["group"])
    links["group", "community"] = Link("community", _one([int(g) // 2 for g in groups]))
    for kind in ("place", "council", "acute", "mhc"):
        matrix = people.people("catchment" if kind == "acute" else kind)
        if kind == "acute":
            matrix = people.catchment
        mean(kind, "groups", "group", both_halves(matrix))
        mean(kind, "communities", "community", matrix)
    for kind in ("place", "council"):
        whole = getattr(people, kind)
        mean("group", f"{kind}s", kind, both_halves(whole).T)
        mean("community", f"{kind}s", kind, whole.T)
        links[kind, "residents"] = Link("group", _total_rows(both_halves(whole)))
    mean("group", "hospitals", "acute", both_halves(people.residents).T)
    mean("community", "hospitals", "acute", people.residents.T)
    mean("place", "hospitals", "acute", people.people("place") @ people.residents.T)
    mean("place", "mhcs", "mhc", people.people("place") @ people.mhc.T)
    mean("place", "councils", "council", people.shared("place", "council"))
    mean("council", "places", "place", people.shared("council", "place"))
    mean("acute", "places", "place", people.catchment @ people.place.T)
    mean("mhc", "places", "place", people.people("mhc") @ people.place.T)
    links["acute", "paying_places"] = Link("place", _total_rows(people.shared("place", "residents").T))
    links["mhc", "paying_places"] = Link("place", _total_rows(people.shared("place", "mhc").T))
    size = people.people("place").sum(axis=1)
    others = np.where(np.eye(n["place"]) == 1.0, 0.0 if n["place"] > 1 else 1.0, size[None, :])
    mean("place", "other_places", "place", others)
    mean("icb", "places", "place", size[None, :])
    mean("icb", "councils", "council", people.people("council").sum(axis=1)[None, :])
    mean("icb", "care_by_people", "care", size[None, :])
    mean("icb", "vcse_by_people", "vcse", size[None, :])
    waiting = _load(people)
    mean("icb", "hospitals_by_list", "acute", waiting[None, :])
    more = np.tile([1.0, 0.0], len(people.population))
    mean("place", "more_deprived_groups", "group", both_halves(people.people("place")) * more)
    mean("place", "less_deprived_groups", "group", both_halves(people.people("place")) * (1.0 - more))
    links["icb", "groups_by_deprivation"] = Link("group", (_slope_row(structure.system),))
    mean("icb", "groups", "group", np.repeat(people.population / 2.0, 2)[None, :])
    mean("icb", "communities", "community", people.population[None, :])
    beds = np.array([t.beds for t in structure.system.acute_trusts])
    mean("icb", "hospitals", "acute", beds[None, :])
    for kind in ("place", "council", "acute", "mhc", "service", "bloc", "group", "primary", "care", "vcse", "remit"):
        every("icb", f"every_{kind}", kind)
    every("place", "every_place", "place")
    _add_place_links(structure, n, size)


def _load(people: _Memberships) -> NDArray[np.float64]:
    """People each acute trust serves, inside and outside the system: shape (trusts,)."""
    served = people.people("residents").sum(axis=1)
    return np.asarray(served / np.maximum(people.catchment.sum(axis=1), 1e-9))


def _slope_row(system: System) -> Row:
    """Weights over groups whose sum with a measure is its least-squares slope over deprivation, people-weighted."""
    people = np.repeat([c.population / 2.0 for c in system.communities], 2)
    score = np.array(
        [c.deprivation + sign * 0.8 * c.deprivation_spread for c in system.communities for sign in (1.0, -1.0)]
    )
    centred = score - float(np.average(score, weights=people))
    weights = people * centred / float((people * centred * centred).sum())
    return tuple((g, float(w)) for g, w in enumerate(weights))


def _add_place_links(structure: Structure, n: Mapping[str, int], size: NDArray[np.float64]) -> None:
    """Links between a place, its providers and its remits, and between services and remits."""
    links = structure.links
    width = len(SERVICES)
    places = range(n["place"])
    for provider in ("primary", "care", "vcse"):
        links["place", provider] = Link(provider, _one(list(places)))
        links[provider, "place"] = Link("place", _one(list(places)))
        links[provider, "councils"] = links["place", "councils"]
    links["remit", "place"] = Link("place", _one([r // width for r in range(n["remit"])]))
    links["remit", "service"] = Link("service", _one([r % width for r in range(n["remit"])]))
    links["remit", "hospitals"] = Link("acute", tuple(links["place", "hospitals"].rows[r // width] for r in range(n["remit"])))
    links["place", "remits"] = Link("remit", tuple(tuple((p * width + s, 1.0) for s in range(width)) for p in places))
    for s, name in enumerate(SERVICES):
        links["place", f"{name.replace('-', '_')}_remit"] = Link("remit", _one([p * width + s for p in places]))
        links["icb", f"{name.replace('-', '_')}_service"] = Link("service", _one([s]))
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
        links["icb", f"{name}_bloc"] = Link("bloc", _one([b]))
    links["remit", "siblings"] = Link(
        "remit", tuple(links["place", "remits"].rows[r // width] for r in range(n["remit"]))
    )


def _pairs(structure: Structure, people: _Memberships) -> list[tuple[str, str, list[tuple[int, int]]]]:
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
        rows = people_of_a / people_of_a.sum(axis=1, keepdims=True)
        columns = people_of_a / people_of_a.sum(axis=0, keepdims=True)
        return np.maximum(rows, columns)

    by_place = either_way(people.people("place") @ people.residents.T)
    by_council = either_way(people.people("council") @ people.residents.T)
    mhc_by_place = either_way(people.people("place") @ people.mhc.T)
    own_place = [(i, i) for i in range(n["place"])]
    council_place = where_linked("council", "place", people.shared("council", "place"))
    return [
        ("council", "place", council_place),
        ("primary", "place", own_place),
        ("acute", "place", [(a, p) for p, a in where_linked("place", "acute", by_place)]),
        ("mhc", "place", [(m, p) for p, m in where_linked("place", "mhc", mhc_by_place)]),
        ("care", "place", own_place),
        ("vcse", "place", own_place),
        ("national", "region", [(0, 0)]),
        ("national", "icb", [(0, 0)]),
        ("region", "icb", [(0, 0)]),
        ("region", "acute", all_with("region", "acute")),
        ("region", "mhc", all_with("region", "mhc")),
        ("icb", "council", all_with("icb", "council")),
        ("icb", "place", all_with("icb", "place")),
        ("icb", "acute", all_with("icb", "acute")),
        ("icb", "mhc", all_with("icb", "mhc")),
        ("icb", "primary", all_with("icb", "primary")),
        ("icb", "care", all_with("icb", "care")),
        ("icb", "vcse", all_with("icb", "vcse")),
        ("icp", "icb", [(0, 0)]),
        ("icp", "council", all_with("icp", "council")),
        ("council", "council", within("council")),
        ("council", "acute", where_linked("council", "acute", by_council)),
        ("council", "care", council_place),
        ("place", "place", within("place")),
        ("acute", "acute", within("acute")),
    ]


def _add_ties(structure: Structure, people: _Memberships) -> None:
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
    links["tie", "reverse"] = Link("tie", _one(reverse))
    links["tie", "icb"] = Link("icb", _one([0] * len(every_tie)))
    partner = structure.ties["partner"]
    links["partner", "place"] = Link("place", _one([j for _, _, _, j in every_tie[partner]]))
    links["partner", "reverse"] = Link("tie", _one(reverse[partner]))
    for single in SINGLE:
        links["partner", single] = Link(single, _one([0] * (partner.stop - partner.start)))
    for a, b, pairs in directed:
        kind = f"{a}>{b}"
        span = structure.ties[kind]
        links[kind, "source"] = Link(a, _one([i for i, _ in pairs]))
        links[kind, "target"] = Link(b, _one([j for _, j in pairs]))
        links[kind, "reverse"] = Link("tie", _one(reverse[span]))
        for single in SINGLE:
            links[kind, single] = Link(single, _one([0] * len(pairs)))
        if a == "primary":
            links[kind, "source_place"] = Link("place", _one([i for i, _ in pairs]))
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
    for name, one_way, other_way in (
        ("icb_council_ties", "icb>council", "council>icb"),
        ("icb_place_ties", "icb>place", "place>icb"),
        ("icb_acute_ties", "icb>acute", "acute>icb"),
        ("council_council_ties", "council>council", ""),
        ("place_council_ties", "place>council", "council>place"),
        ("centre_ties", "region>icb", "icb>region"),
    ):
        members = [t for s in (one_way, other_way) if s for t in range(structure.ties[s].start, structure.ties[s].stop)]
        links["icb", name] = Link("tie", (tuple((t, 1.0 / len(members)) for t in members),))


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
        links["remit", name] = Link("tie", tuple(place_rows[r // width] for r in range(len(structure.entities["remit"]))))


def _add_given(structure: Structure, places: Sequence[Place], people: _Memberships) -> None:
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
    put("icb", allocation_start=[system.board.allocation / 12.0], population=[whole])
    put("icb", running_cost_start=[system.board.running_cost / 12.0], balance_start=[system.board.balance_share])
    put("region", systems=[system.region.systems])
    put(
        "bloc",
        seats_given=[system.board.seats.get(b, 0.0) for b in BLOCS],
        is_acute=[float(b == "acute") for b in BLOCS],
        is_executive=[float(b == "executive") for b in BLOCS],
    )
    hospital = [1.0 if hospital else 0.0 for _, hospital in SERVICES.values()]
    put("service", hospital=hospital)
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


def _add_given_trusts(structure: Structure, people: _Memberships, put: Callable[..., None]) -> None:
    system = structure.system
    acute = system.acute_trusts
    load = _load(people)
    portion = load / load.sum()
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
        catchment_people=load,
    )
    put(
        "mhc",
        income_start=[t.income / 12.0 for t in system.community_trusts],
        foundation=[1.0 if t.foundation else 0.0 for t in system.community_trusts],
    )
