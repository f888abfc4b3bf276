"""What a system must have for a pattern, and changes of its described structure over the same people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sim.system import Council, Place, System


def _inherited(system: System, first: int) -> System:
    """Every second place stands on a former commissioner's footprint, the others on none."""
    places = sorted(system.footprints["council"], key=lambda place: place.id)
    level = {place.id: 1.0 if i % 2 == first else 0.0 for i, place in enumerate(places)}

    def standing(place: Place) -> Place:
        return replace(place, former_commissioner=level[place.id])

    return replace(system, footprints={"council": tuple(standing(p) for p in system.footprints["council"])})


def _one_council(system: System) -> System:
    """All councils as one, with the people and money of all."""
    councils = system.councils
    weights = [council.adult_social_care for council in councils]
    communities = {c.id: min(1.0, sum(x.communities.get(c.id, 0.0) for x in councils)) for c in system.communities}
    whole = Council(
        id=councils[0].id,
        name="All councils",
        communities={code: share for code, share in communities.items() if share > 0.0},
        share_inside=sum(w * c.share_inside for w, c in zip(weights, councils, strict=True)) / sum(weights),
        adult_social_care=sum(c.adult_social_care for c in councils),
        public_health_grant=sum(c.public_health_grant for c in councils),
        other_services=sum(c.other_services for c in councils),
        reserves=sum(c.reserves for c in councils),
        exceptional_support=False,
    )
    return replace(system, councils=(whole,))


CHANGES: Mapping[str, Callable[[System], System]] = {
    "": lambda system: system,
    "inherited by the even places": lambda system: _inherited(system, 0),
    "inherited by the odd places": lambda system: _inherited(system, 1),
    "one council": _one_council,
}
"""Changes of the described system, by name."""


def _areas(system: System, footprint: str) -> set[frozenset[tuple[str, float]]]:
    """What the places of a footprint consist of, whatever they are called."""
    return {frozenset(place.communities.items()) for place in system.footprints.get(footprint, ())}


NEEDS: Mapping[str, Callable[[System], bool]] = {
    "": lambda _: True,
    "two places": lambda system: len(system.footprints["council"]) >= 2,
    "two councils": lambda system: len(system.councils) >= 2,
    "two acute trusts": lambda system: len(system.acute_trusts) >= 2,
    "a second footprint": lambda system: _areas(system, "hospital-flow") not in (set(), _areas(system, "council")),
}
"""Structure that a pattern may need, by name."""
