"""Entities and links: what has state, and what leads to what.

An *entity* is anything that has state: an organisation, a population group, a *remit* (one service at one place), a
*bloc* of board seats, or a *tie* (one organisation's view of another). A *link* leads from an entity to others, with
weights. Rules name links, never indices; both engines follow the same links, each in its own way.

Footprints, council areas and catchments enter only as memberships over communities, so that a change of structure
gives another ``Structure`` over the same people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.system import System

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

FAVOURED: Mapping[str, tuple[str, ...]] = {
    "executive": ("urgent", "planned"),
    "acute": ("urgent", "planned", "specialised"),
    "community_trusts": ("community", "mental-health"),
    "primary_care": ("primary",),
    "councils": ("community",),
    "places": ("primary", "community"),
    "others": ("primary", "mental-health"),
}
"""Services that a bloc's mandate makes it ask for: its own, or those by which it is judged."""

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
RELATIONSHIPS: tuple[tuple[str, str], ...] = (
    ("council", "place"),
    ("primary", "place"),
    ("acute", "place"),
    ("mhc", "place"),
    ("care", "place"),
    ("vcse", "place"),
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
    ("council", "acute"),
    ("council", "care"),
    ("place", "place"),
    ("acute", "acute"),
)
"""Kinds of organisation that deal with each other; the partners of places come first."""

DIRECTIONS = tuple(f"{x}>{y}" for a, b in RELATIONSHIPS for x, y in dict.fromkeys(((a, b), (b, a))))
"""Every type of tie: both directions of each relationship, and one of those between organisations of one kind."""

LEADERS: Mapping[str, str] = {
    "national": "hazard_minister",
    "region": "hazard_other_leader",
    "icb": "hazard_icb_leader",
    "icp": "hazard_other_leader",
    "council": "hazard_council_leader",
    "place": "hazard_other_leader",
    "acute": "hazard_trust_leader",
    "mhc": "hazard_trust_leader",
    "primary": "hazard_other_leader",
    "care": "hazard_other_leader",
    "vcse": "hazard_other_leader",
}
"""The parameter with the monthly hazard that a leader of each kind of organisation leaves."""

SMALLEST_FLOW = 0.02
"""Two organisations deal with each other when at least this share of patients or people links them."""


Row = tuple[tuple[int, float], ...]
"""Where an entity leads along a link: (index, weight) for each."""


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
    rows: tuple[Row, ...]

    @cached_property
    def single(self) -> bool:
        """Whether every entity leads to exactly one other with weight 1."""
        return all(len(row) == 1 and row[0][1] == 1.0 for row in self.rows)


@dataclass
class Structure:
    """Entities by kind, links by (kind, name), fixed figures by (kind, name), and slices of ties by type."""

    system: System
    footprint: str
    entities: dict[str, list[Entity]] = field(default_factory=dict)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    given: dict[tuple[str, str], NDArray[np.float64]] = field(default_factory=dict)
    ties: dict[str, slice] = field(default_factory=dict)
    people: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    """People whom places, councils and trusts serve: shape (organisations, communities)."""
    active: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    """By axis: who is there. Empty where everybody is, which is so unless organisations change during the run."""
    epochs: Mapping[int, Structure] = field(default_factory=dict, repr=False, compare=False)
    """Structures by the month from which they hold, with the same axes; empty where nothing changes."""
    checked: set[tuple[tuple[str, str], ...]] = field(default_factory=set, repr=False, compare=False)
    """Choices whose rules were found to fit it."""
    needed: dict[frozenset[tuple[str, str]], frozenset[tuple[str, str]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    """States that others depend on, as they were found (``sim.wiring.needed``)."""

    def at(self, month: int) -> Structure:
        """The structure that holds in a month."""
        started = [first for first in self.epochs if first <= month]
        return self.epochs[max(started)] if started else self

    def acting(self, kind: str) -> NDArray[np.bool_] | None:
        """Who of a kind or type of tie is there; None where everybody is."""
        everybody = self.active.get(axis(kind))
        return None if everybody is None or everybody[self.span(kind)].all() else everybody[self.span(kind)]

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
