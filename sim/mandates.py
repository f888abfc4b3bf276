"""What each kind of organisation answers for: duties with metric, target and weight, hard or soft.

Pressure on an organisation is the weighted shortfall against its mandate. A hard duty cannot be traded away: where it
binds, a decision's rule holds it as a limit (red lines, balanced budgets), and here it weighs as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Duty:
    """One duty: the ``state`` measured (reached along link ``of``; its own where empty), target, weight and scale.

    ``target`` and ``weight`` are numbers (a weight of 1 where the duty is the only one) or names of parameters. The
    shortfall counts in units of ``scale``; ``nhs`` marks the waits, A&E and balance by which NHS leaders are judged in
    the short term.
    """

    label: str
    state: str
    target: float | str
    better: Literal["higher", "lower"]
    weight: float | str
    scale: float
    hard: bool = False
    of: str = ""
    nhs: bool = False


LAST_BUT_ONE = 3.0
"""The segment of the oversight framework before the last: a system in the last one fails its region."""

MANDATES: Mapping[str, tuple[Duty, ...]] = {
    "national": (
        Duty("waiting times", "waits_18", "target_waits", "higher", "national_weighs_waits", 0.5, of="icb"),
        Duty("A&E", "four_hours_system", "target_four_hours", "higher", "national_weighs_emergencies", 0.5, of="icb"),
        Duty("national balance", "deficit_share", 0.0, "lower", "national_weighs_balance", 0.1, hard=True, of="icb"),
        Duty("political visibility", "political_pressure", "target_calm", "lower", "national_weighs_calm", 1.0),
    ),
    "region": (
        Duty("performance of its systems", "shortfall_seen", 0.0, "lower", "region_weighs_performance", 1.0, of="icb"),
        Duty(
            "no system in the lowest segment", "segment", LAST_BUT_ONE, "lower", "region_weighs_segment", 1.0, of="icb"
        ),
    ),
    "icb": (
        Duty(
            "treatment within 18 weeks",
            "within_18_weeks",
            "target_waits",
            "higher",
            "icb_weighs_waits",
            1.0,
            of="hospitals",
            nhs=True,
        ),
        Duty(
            "A&E within four hours",
            "four_hours_reported",
            "target_four_hours",
            "higher",
            "icb_weighs_emergencies",
            1.0,
            of="hospitals",
            nhs=True,
        ),
        Duty("a balanced budget", "deficit_share", 0.0, "lower", "icb_weighs_balance", 0.1, hard=True, nhs=True),
        Duty("health of its people", "healthy_years", 0.0, "higher", "icb_weighs_health", 5.0),
        Duty("regard to the strategy", "strategy_distance", 0.0, "lower", "icb_weighs_strategy", 0.1),
    ),
    "icp": (
        Duty("its strategy followed", "strategy_distance", 0.0, "lower", "partnership_weighs_strategy", 0.1, of="icb"),
        Duty(
            "narrower inequality",
            "inequality_slope",
            "target_slope",
            "lower",
            "partnership_weighs_inequality",
            3.0,
            of="icb",
        ),
    ),
    "council": (
        Duty("a balanced budget", "near_gap_share", 0.0, "lower", "council_weighs_budget", 0.05, hard=True),
        Duty(
            "care for those entitled to it",
            "unmet_need",
            "target_unmet",
            "lower",
            "council_weighs_care",
            0.2,
            hard=True,
            of="places",
        ),
        Duty("public health", "public_health_volume", 1.0, "higher", "council_weighs_public_health", 0.5),
    ),
    "place": (
        Duty("local needs met", "unmet_need", "target_unmet", "lower", "place_weighs_needs", 0.2),
        Duty("care near home", "access_community", 1.0, "higher", "place_weighs_access", 0.5),
        Duty("joined-up services", "joint_work", "target_joint_work", "higher", "place_weighs_joint_work", 0.5),
    ),
    "acute": (
        Duty("treatment within 18 weeks", "within_18_weeks", "target_waits", "higher", "acute_weighs_waits", 0.5),
        Duty(
            "A&E within four hours",
            "four_hours_reported",
            "target_four_hours",
            "higher",
            "acute_weighs_emergencies",
            0.5,
        ),
        Duty("its control total", "trust_gap", 0.0, "lower", "acute_weighs_total", 0.1, hard=True),
        Duty("its rating", "member_rating", "target_rating", "higher", "acute_weighs_rating", 0.5),
    ),
    "mhc": (
        Duty(
            "access to mental health care", "access_mental", 1.0, "higher", "community_weighs_access", 0.5, of="places"
        ),
        Duty("its control total", "trust_gap", 0.0, "lower", "community_weighs_total", 0.1, hard=True),
    ),
    "primary": (Duty("access and continuity", "access_primary", 1.0, "higher", 1.0, 0.5, of="place"),),
    "care": (
        Duty("viability", "fee_index", 1.0, "higher", "care_weighs_viability", 0.3, of="councils"),
        Duty("care for people who need it", "capacity", 1.0, "higher", "care_weighs_people", 0.5),
    ),
    "vcse": (Duty("reach into communities", "reach", "target_reach", "higher", 1.0, 0.5, of="place"),),
}
"""Duties by kind of organisation. A scale is a unit: the shortfall that counts as 1."""
