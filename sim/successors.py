"""M18 Councils and trusts that take the place of others: the described system as it stands after a reorganisation.

Everything is moved by people: a new council has the care spending, grants and reserves of the people it takes over; a
merged trust has the patients, beds and income of those it is made of. Communities and their people never change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.system import AcuteTrust, CommunityTrust, Council, Shares, System, Unfit

if TYPE_CHECKING:
    from sim.timeline import Timeline

COUNTY = "E10"
"""Codes of county councils, above districts, begin so (Office for National Statistics)."""

COUNTY_NAME = " County Council"

PART = "-part"
"""A district that lies in several systems stands in each with its code and this."""


@dataclass(frozen=True)
class NewCouncil:
    """A council that takes over whole communities. In a system that has none of them, nothing happens."""

    id: str
    name: str
    communities: tuple[str, ...]


@dataclass(frozen=True)
class TrustMerger:
    """A trust made of others, all acute or all mental health and community. Nothing happens where fewer than two of
    them are described."""

    id: str
    name: str
    of: tuple[str, ...]


def reorganised(system: System, timeline: Timeline, month: int) -> System:
    """The system as the events up to a month have made it; the same object where they change nothing."""
    for event in sorted(timeline.events, key=lambda event: event.month):
        if event.month <= month:
            if event.unitary_size > 0.0:
                system = with_councils(system, unitaries(system, event.unitary_size))
            system = with_councils(system, event.councils)
            for merger in event.mergers:
                system = with_merger(system, merger)
    return system


def idle(system: System, timeline: Timeline) -> list[str]:
    """Labels of events whose reorganisation does nothing in this system: none of those it names are described here."""
    found = []
    for event in timeline.events:
        before = reorganised(system, timeline, event.month - 1)
        if event.reorganises and reorganised(before, replace(timeline, events=(event,)), event.month) is before:
            found.append(event.label)
    return found


def unitaries(system: System, size: float) -> tuple[NewCouncil, ...]:
    """New councils of about ``size`` people for every county council that is large enough for two or more.

    They are made of places inside the county (the footprint ``sub-county``), in the order in which these are listed,
    cut where the people are shared most evenly. This stands in for what is not decided; a system without that
    footprint keeps its counties.
    """
    people = {c.id: c.population for c in system.communities}
    made: list[NewCouncil] = []
    for council in system.councils:
        whole = sum(part * people[c] for c, part in council.communities.items())
        wanted = int(whole / size + 0.5)
        if not council.id.startswith(COUNTY) or wanted < 2:
            continue
        areas = [
            [c for c in place.communities if council.communities.get(c, 0.0) >= 0.5]
            for place in system.footprints.get("sub-county", ())
        ]
        areas = [area for area in areas if area]
        for number, group in enumerate(_groups(areas, people, wanted), start=1):
            name = f"{council.name.removesuffix(COUNTY_NAME)} unitary council {number}"
            made.append(NewCouncil(f"{council.id}-{number}", name, tuple(sorted({c for area in group for c in area}))))
    return tuple(made)


def _groups(areas: Sequence[list[str]], people: Mapping[str, float], wanted: int) -> list[list[list[str]]]:
    """Areas in ``wanted`` runs of about equal people; none where there are fewer areas than that, or they overlap."""
    every = [c for area in areas for c in area]
    if len(areas) < wanted or len(every) != len(set(every)):
        return []
    whole, before = sum(people[c] for c in every), 0.0
    groups: list[list[list[str]]] = [[] for _ in range(wanted)]
    for at, area in enumerate(areas):
        middle = before + 0.5 * sum(people[c] for c in area)
        before += sum(people[c] for c in area)
        latest = max((k for k, group in enumerate(groups) if group), default=-1)
        aimed = min(int(wanted * middle / whole), latest + 1)
        groups[max(aimed, latest, wanted - (len(areas) - at))].append(area)
    return groups


def with_councils(system: System, new: Sequence[NewCouncil]) -> System:
    """The system with new councils in the place of those that had their communities.

    A council that keeps some communities stays with them; one that keeps none goes. Amounts follow the people.
    """
    here = {council: ids for council in new if (ids := _described(system, council))}
    taken = {i for ids in here.values() for i in ids}
    if not taken:
        return system
    kept: dict[str, tuple[str, Shares]] = {}
    for old in system.councils:
        left = {i: part for i, part in old.communities.items() if i not in taken}
        if sum(left.values()) > 0.0:
            kept[old.id] = old.name, left
    made = {c.id: (c.name, {**kept.get(c.id, ("", {}))[1], **dict.fromkeys(ids, 1.0)}) for c, ids in here.items()}
    after = {**kept, **made}
    gains = {c.id: ids for c, ids in here.items()}
    same = {c.id: c for c in system.councils}
    return replace(
        system,
        councils=tuple(
            same[id_]
            if id_ in kept and id_ not in made and kept[id_][1] == dict(same[id_].communities)
            else _council(system, id_, *after[id_], gains.get(id_, []), kept.get(id_, ("", {}))[1])
            for id_ in after
        ),
    )


def _described(system: System, council: NewCouncil) -> list[str]:
    """A new council's communities, as far as they lie in the system: a district's code also names its part here."""
    named = set(council.communities)
    return [c.id for c in system.communities if c.id in named or c.id.removesuffix(PART) in named]


def _council(system: System, id_: str, name: str, communities: Shares, gained: Sequence[str], own: Shares) -> Council:
    """A council over communities, with the money of the people it gains, and of its own whom it keeps."""
    people = {c.id: c.population for c in system.communities}
    sources = []
    for old in system.councils:
        size = sum(part * people[i] for i, part in old.communities.items())
        moved = sum(part * people[i] for i, part in old.communities.items() if i in gained)
        moved += sum(part * people[i] for i, part in own.items()) if old.id == id_ else 0.0
        if moved > 0.0:
            sources.append((old, moved / size, moved))
    whole = sum(weight for _, _, weight in sources)
    return Council(
        id=id_,
        name=name,
        communities=communities,
        share_inside=sum(c.share_inside * weight for c, _, weight in sources) / whole,
        adult_social_care=sum(c.adult_social_care * part for c, part, _ in sources),
        public_health_grant=sum(c.public_health_grant * part for c, part, _ in sources),
        other_services=sum(c.other_services * part for c, part, _ in sources),
        reserves=sum(c.reserves * part for c, part, _ in sources),
        exceptional_support=2.0 * sum(weight for c, _, weight in sources if c.exceptional_support) > whole,
    )


def with_merger(system: System, merger: TrustMerger) -> System:
    """The system with two or more trusts merged; unchanged where fewer than two of them are described.

    Raises ``Unfit`` where the merged trust would have the id of one that is not part of it.
    """
    acute = [t for t in system.acute_trusts if t.id in merger.of]
    community = [t for t in system.community_trusts if t.id in merger.of]
    others = ({t.id for t in system.acute_trusts} | {t.id for t in system.community_trusts}) - set(merger.of)
    if merger.id in others:
        raise Unfit(f"the merged trust cannot be called '{merger.id}': {system.name} has another of that id")
    if len(acute) > 1:
        apart = (t for t in system.acute_trusts if t not in acute)
        system = replace(system, acute_trusts=(*apart, _acute(system, merger, acute)))
    if len(community) > 1:
        rest = (t for t in system.community_trusts if t not in community)
        system = replace(system, community_trusts=(*rest, _community(merger, community)))
    return system


def _acute(system: System, merger: TrustMerger, of: Sequence[AcuteTrust]) -> AcuteTrust:
    people = {c.id: c.population for c in system.communities}
    inside = [sum(part * people[i] for i, part in t.residents.items()) for t in of]
    patients = [n / sum(t.catchment.values()) for t, n in zip(of, inside, strict=True)]
    beds = sum(t.beds for t in of)
    occupied = sum(t.beds * t.occupancy for t in of)

    def by_patients(value: Sequence[float]) -> float:
        return sum(v * n for v, n in zip(value, patients, strict=True)) / sum(patients)

    ids = sorted({i for t in of for i in t.residents})
    return AcuteTrust(
        id=merger.id,
        name=merger.name,
        catchment={i: by_patients([t.catchment.get(i, 0.0) for t in of]) for i in ids},
        residents={i: sum(t.residents.get(i, 0.0) for t in of) for i in ids},
        beds=beds,
        occupancy=occupied / beds,
        delayed_share=sum(t.beds * t.occupancy * t.delayed_share for t in of) / occupied,
        within_four_hours=by_patients([t.within_four_hours for t in of]),
        income=sum(t.income for t in of),
        foundation=all(t.foundation for t in of),
        teaching=any(t.teaching for t in of),
    )


def _community(merger: TrustMerger, of: Sequence[CommunityTrust]) -> CommunityTrust:
    ids = sorted({i for t in of for i in t.communities})
    kinds = {t.kind for t in of}
    return CommunityTrust(
        id=merger.id,
        name=merger.name,
        kind=kinds.pop() if len(kinds) == 1 else "mental_health_community",
        communities={i: sum(t.communities.get(i, 0.0) for t in of) for i in ids},
        income=sum(t.income for t in of),
        foundation=all(t.foundation for t in of),
    )
