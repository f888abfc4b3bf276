"""A described integrated care system: the fixed facts from which a run starts.

Everything here is a plain number or name. Where a figure came from, and how good it is, is kept by whoever read
it (``experiments.config``); the model only needs the figure. Money is GBP million a year, populations are people,
shares lie on [0, 1].

Communities are the fixed cells on which people live. Places, councils and trust catchments are *memberships* over
communities, so a change of footprint moves memberships and never the people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Shares = Mapping[str, float]
"""Share by community id: of a community that belongs to an organisation, or of a trust's patients."""


class Unfit(ValueError):
    """A system is not described so that it could be what a policy or a timeline asks of it."""


@dataclass(frozen=True)
class Community:
    """A district's part of the system: people, age and deprivation (Index of Multiple Deprivation 2025)."""

    id: str
    name: str
    population: float
    share_65_plus: float
    deprivation: float
    """Average IMD score of the community (0-100, higher is more deprived)."""
    deprivation_spread: float
    """Standard deviation of the IMD score over small areas inside the community."""


@dataclass(frozen=True)
class Council:
    """An upper-tier council, as far as it lies inside the system. Money is the share that lies inside."""

    id: str
    name: str
    communities: Shares
    """Share of each community's people who live under this council (usually 1)."""
    share_inside: float
    """Share of the whole council's population that lies inside the system."""
    adult_social_care: float
    public_health_grant: float
    other_services: float
    reserves: float
    exceptional_support: bool
    """Whether the council starts with exceptional financial support from government."""


@dataclass(frozen=True)
class Place:
    """A place partnership under one footprint."""

    id: str
    name: str
    communities: Shares
    """Share of each community's people who belong to this place."""
    former_commissioner: float
    """How far the place stands on the footprint of a former clinical commissioning group, 0 to 1."""
    joined_up_start: float
    """How well joined-up work already ran at the start, 0 to 1."""


@dataclass(frozen=True)
class AcuteTrust:
    """A general acute trust."""

    id: str
    name: str
    catchment: Shares
    """Share of the trust's patients by community; what is missing to 1 comes from outside the system."""
    residents: Shares
    """Share of each community's hospital care that this trust gives."""
    beds: float
    """General and acute beds available, daily mean."""
    occupancy: float
    delayed_share: float
    """Patients with no criteria to reside still in hospital / occupied beds."""
    within_four_hours: float
    income: float
    foundation: bool
    teaching: bool


@dataclass(frozen=True)
class CommunityTrust:
    """A mental health and/or community trust (``kind``: mental_health, community, mental_health_community)."""

    id: str
    name: str
    kind: str
    communities: Shares
    """Share of each community's mental health and community care that this trust gives."""
    income: float
    foundation: bool


@dataclass(frozen=True)
class Board:
    """The ICB: money and the seats of its board by bloc."""

    id: str
    name: str
    allocation: float
    """NHS allocation, GBP million a year."""
    running_cost: float
    """Running-cost allowance, GBP million a year."""
    balance_share: float
    """Starting yearly balance of the NHS bodies together as a share of the allocation (negative: deficit)."""
    seats: Mapping[str, float]
    """Seats by bloc: executive, acute, community_trusts, primary_care, councils, places, others."""


@dataclass(frozen=True)
class PlannedCare:
    """The system's waiting list for planned care at the start (people or pathways)."""

    waiting_list: float
    clock_starts: float
    """New pathways a month."""
    completed: float
    """Completed pathways a month."""


@dataclass(frozen=True)
class Region:
    """The NHS England region the system belongs to."""

    id: str
    name: str
    systems: float
    """Number of integrated care systems it looks after."""


@dataclass(frozen=True)
class System:
    """One integrated care system, its councils, places, trusts and region, at month 0."""

    id: str
    name: str
    region: Region
    board: Board
    communities: tuple[Community, ...]
    councils: tuple[Council, ...]
    footprints: Mapping[str, tuple[Place, ...]]
    """Places by footprint: always ``council``; others such as ``hospital-flow`` where described."""
    acute_trusts: tuple[AcuteTrust, ...]
    community_trusts: tuple[CommunityTrust, ...]
    planned_care: PlannedCare
    starting_values: Mapping[str, float] = field(default_factory=dict)
    """Registry parameters whose default differs for this system (by parameter name)."""
