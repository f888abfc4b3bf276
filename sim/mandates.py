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

    ``target`` is a number or the name of a parameter. The shortfall counts in units of ``scale``; ``nhs`` marks the
    waits, A&E and balance by which NHS leaders are judged in the short term.
    """

    label: str
    state: str
    target: float | str
    better: Literal["higher", "lower"]
    weight: float
    scale: float
    hard: bool = False
    of: str = ""
    nhs: bool = False


MANDATES: Mapping[str, tuple[Duty, ...]] = {
    "national": (
        Duty("waiting times", "waits_18", "target_waits", "higher", 0.4, 0.5, of="icb"),
        Duty("A&E", "four_hours_system", "target_four_hours", "higher", 0.4, 0.5, of="icb"),
        Duty("national balance", "deficit_share", 0.0, "lower", 0.2, 0.1, hard=True, of="icb"),
        Duty("political visibility", "political_pressure", 0.3, "lower", 0.2, 1.0),
    ),
    "region": (
        Duty("performance of its systems", "shortfall_seen", 0.0, "lower", 0.8, 1.0, of="icb"),
        Duty("no system in the lowest segment", "segment", 3.0, "lower", 0.2, 1.0, of="icb"),
    ),
    "icb": (
        Duty(
            "treatment within 18 weeks", "within_18_weeks", "target_waits", "higher", 0.9, 1.0, of="hospitals", nhs=True
        ),
        Duty(
            "A&E within four hours",
            "four_hours_reported",
            "target_four_hours",
            "higher",
            0.9,
            1.0,
            of="hospitals",
            nhs=True,
        ),
        Duty("a balanced budget", "deficit_share", 0.0, "lower", 0.4, 0.1, hard=True, nhs=True),
        Duty("health of its people", "healthy_years", 0.0, "higher", 0.3, 5.0),
        Duty("regard to the strategy", "strategy_distance", 0.0, "lower", 0.3, 0.1),
    ),
    "icp": (
        Duty("its strategy followed", "strategy_distance", 0.0, "lower", 0.7, 0.1, of="icb"),
        Duty("narrower inequality", "inequality_slope", 3.0, "lower", 0.3, 3.0, of="icb"),
    ),
    "council": (
        Duty("a balanced budget", "near_gap_share", 0.0, "lower", 0.4, 0.05, hard=True),
        Duty("care for those entitled to it", "unmet_need", 0.1, "lower", 0.4, 0.2, hard=True, of="places"),
        Duty("public health", "public_health_volume", 1.0, "higher", 0.2, 0.5),
    ),
    "place": (
        Duty("local needs met", "unmet_need", 0.1, "lower", 0.3, 0.2),
        Duty("care near home", "access_community", 1.0, "higher", 0.3, 0.5),
        Duty("joined-up services", "joint_work", 0.5, "higher", 0.4, 0.5),
    ),
    "acute": (
        Duty("treatment within 18 weeks", "within_18_weeks", "target_waits", "higher", 0.35, 0.5),
        Duty("A&E within four hours", "four_hours_reported", "target_four_hours", "higher", 0.35, 0.5),
        Duty("its control total", "trust_gap", 0.0, "lower", 0.3, 0.1, hard=True),
        Duty("its rating", "member_rating", 0.6, "higher", 0.2, 0.5),
    ),
    "mhc": (
        Duty("access to mental health care", "access_mental", 1.0, "higher", 0.6, 0.5, of="places"),
        Duty("its control total", "trust_gap", 0.0, "lower", 0.4, 0.1, hard=True),
    ),
    "primary": (Duty("access and continuity", "access_primary", 1.0, "higher", 1.0, 0.5, of="place"),),
    "care": (
        Duty("viability", "fee_index", 1.0, "higher", 0.5, 0.3, of="councils"),
        Duty("care for people who need it", "capacity", 1.0, "higher", 0.5, 0.5),
    ),
    "vcse": (Duty("reach into communities", "reach", 0.3, "higher", 1.0, 0.5, of="place"),),
}
"""Duties by kind of organisation; weights and scales are assumed."""
