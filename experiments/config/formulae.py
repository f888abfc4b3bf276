"""The formulae for figures that nobody gave (docs/systems.md), from other figures of the same system.

A formula takes the values of the system, the record it is for, and its own name there. It raises ``KeyError`` when
something it needs is missing, and gives None where it has nothing to say. Money is GBP million a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sim.parameters import REGISTRY

Values = dict[str, Any]
Formula = Callable[[Values, Values, str], float | bool | str | None]

REGIONS: Mapping[str, tuple[str, int]] = {
    "east-of-england": ("East of England", 6),
    "london": ("London", 5),
    "midlands": ("Midlands", 11),
    "north-east-and-yorkshire": ("North East and Yorkshire", 4),
    "north-west": ("North West", 3),
    "south-east": ("South East", 6),
    "south-west": ("South West", 7),
}
"""The regions of NHS England in 2024: name and number of integrated care systems."""

INCOME_SHARE = {"acute": 0.51, "other": 0.22}
"""Of the allocation."""
CARE_SHARE = {"mental_health": 0.43, "community": 0.40, "mental_health_community": 0.83}
"""Of a community's mental health and community care, by kind of trust."""


def need(community: Values) -> float:
    """Need for care per resident, 1 for England: the shape used for NHS money and for adult social care."""
    older = 100 * float(community["share_65_plus"]) - 18.5
    return 1 + 0.014 * (float(community["deprivation"]) - 21) + 0.020 * older


def people(system: Values, shares: Mapping[str, float]) -> float:
    """Residents, given shares of communities."""
    return float(sum(share * system["communities"][code]["population"] for code, share in shares.items()))


def everybody(system: Values) -> float:
    """Residents of the system."""
    residents = float(sum(community["population"] for community in system["communities"].values()))
    if not residents:
        raise KeyError("communities")
    return residents


def over(system: Values, council: Values, weight: Callable[[Values], float]) -> float:
    """Sum over a council's people of a weight of their community."""
    communities = system["communities"]
    shares = council["communities"].items()
    return float(sum(share * communities[c]["population"] * weight(communities[c]) for c, share in shares))


def deprivation_spread(_: Values, community: Values, __: str) -> float:
    """Spread over small areas: the median of the communities of England, and how it grows with deprivation."""
    return float(1.16 * community["deprivation"] ** 0.77)


# Money ---------------------------------------------------------------------------------------------------------------


def allocation(system: Values, board: Values, _: str) -> float:
    """England's 127.2 billion shared out by need."""
    london = 1.11 if system["region"]["id"] == "london" else 1.0
    return float(2_192 * london * sum(c["population"] * need(c) for c in system["communities"].values()) / 1e6)


def running_cost(system: Values, board: Values, _: str) -> float:
    """What a board may spend on itself."""
    return 16 * everybody(system) / 1e6


def adult_social_care(system: Values, council: Values, _: str) -> float:
    """Gross spending, by need."""
    return 520 * over(system, council, need) / 1e6


def public_health_grant(system: Values, council: Values, _: str) -> float:
    """The national mean, higher where people are deprived, between two bounds a resident."""
    residents = people(system, council["communities"])
    deprivation = over(system, council, lambda c: float(c["deprivation"])) / residents
    return residents * min(max(65 * (1 + 0.02 * (deprivation - 21)), 55), 110) / 1e6


def other_services(system: Values, council: Values, _: str) -> float:
    """Net budget of all other services."""
    return 900 * over(system, council, lambda c: 1 + 0.01 * (float(c["deprivation"]) - 21)) / 1e6


def reserves(system: Values, council: Values, _: str) -> float:
    """Days of spending."""
    days = 25 if council["exceptional_support"] else 60
    return float(days / 365 * (council["adult_social_care"] + council["other_services"]))


# Trusts --------------------------------------------------------------------------------------------------------------


def catchment(system: Values, trust: Values, community: str) -> float:
    """Share of a trust's patients, in proportion to the people it serves; what is given of it sets the scale."""
    residents, given = trust["residents"], trust.get("catchment", {})
    scale = sum(given.values()) / people(system, {c: residents[c] for c in given}) if given else 0
    scale = scale or 0.91 / people(system, residents)
    return float(scale * residents[community] * system["communities"][community]["population"])


def patients(system: Values, trust: Values) -> float:
    """Everybody in a trust's catchment, those outside the system too."""
    return people(system, trust["residents"]) / float(sum(trust["catchment"].values()))


def acute_income(system: Values, trust: Values, _: str) -> float:
    """Half of the allocation a head for the catchment, and a share of specialised care."""
    served = {code: patients(system, other) for code, other in system["acute_trusts"].items()}
    weights = {code: 0.6 if other["teaching"] else 0.3 for code, other in system["acute_trusts"].items()}
    own = patients(system, trust)
    part = (0.6 if trust["teaching"] else 0.3) * own / sum(weights[code] * served[code] for code in served)
    a_head = system["board"]["allocation"] / everybody(system)
    return float(INCOME_SHARE["acute"] * a_head * own + 400 * sum(served.values()) * part / 1e6)


def other_income(system: Values, trust: Values, _: str) -> float:
    """A part of the allocation a head, for the share of care given."""
    a_head = system["board"]["allocation"] / everybody(system)
    return float(INCOME_SHARE["other"] * a_head * people(system, trust["communities"]))


def care_share(_: Values, trust: Values, __: str) -> float:
    """What the main provider of its kind gives."""
    return CARE_SHARE[trust["kind"]]


def named(*words: str) -> Formula:
    """Whether a trust has one of these words in its name."""
    return lambda _, trust, __: any(word in trust["name"].lower() for word in words)


# The waiting list ----------------------------------------------------------------------------------------------------


def waiting_list(system: Values, care: Values, _: str) -> float:
    """Pathways waiting."""
    return 0.126 * everybody(system)


def completed(_: Values, care: Values, __: str) -> float:
    """Completed pathways a month."""
    return float(0.196 * care["waiting_list"])


def removal_hazard(system: Values, settings: Values, _: str) -> float:
    """What new pathways exceed completed ones by, over the list, within the range of the model."""
    care, bounds = system["planned_care"], REGISTRY["removal_hazard"]
    found = (care["clock_starts"] - care["completed"]) / care["waiting_list"]
    return float(min(max(found, bounds.low), bounds.high))


def clock_starts(system: Values, care: Values, _: str) -> float:
    """New pathways that keep the list still."""
    hazard = system.get("starting_values", {}).get("removal_hazard", REGISTRY["removal_hazard"].default)
    return float(care["completed"] + hazard * care["waiting_list"])


# Names ---------------------------------------------------------------------------------------------------------------


def short_name(system: Values, _: Values, __: str) -> str | None:
    """The name as an id."""
    return re.sub(r"[^a-z0-9]+", "-", system["name"].lower()).strip("-")[:60].strip("-") or None


def summary(system: Values, _: Values, __: str) -> str:
    """A sentence that counts what is described."""
    tables = ("communities", "councils", "acute_trusts", "community_trusts")
    counted = ", ".join(f"{table.replace('_', ' ')}: {len(system[table])}" for table in tables)
    return f"{system['name']}, described in a spreadsheet; {counted}, places: {len(system['footprints']['council'])}."


def board_name(system: Values, _: Values, __: str) -> str:
    """The usual name of a board."""
    return f"NHS {system['name']} Integrated Care Board"


def region_name(_: Values, region: Values, __: str) -> str | None:
    """The name of a region of NHS England; None for a region of one's own."""
    return REGIONS[region["id"]][0] if region["id"] in REGIONS else None


def region_systems(_: Values, region: Values, __: str) -> float | None:
    """How many systems a region of NHS England looks after; None for a region of one's own."""
    return REGIONS[region["id"]][1] if region["id"] in REGIONS else None


def constant(value: float | bool) -> Formula:
    """The same everywhere."""
    return lambda *_: value
