"""What organisations believe about each other: noisy, lagged sight, one belief for each observer and subject.

Beliefs move a part of the way each month to what was glimpsed. Published figures (waits, budgets, deficits) are known
a month late and without noise; what is not published (maturity, capability, how a shortfall will look) is not.
"""

from sim.ops import Number, share
from sim.rules import last, normal, now, rule

MECHANISM = "M10"

STARTING_SEGMENT = 2.0
"""Segment of the oversight framework in which a system starts: the most common one."""


@rule("observe", of="place", writes="maturity_seen_by_icb maturity_seen_by_region")
def maturity_seen(
    true: Number = now("capability"),
    icb_view: Number = last("maturity_seen_by_icb"),
    region_view: Number = last("maturity_seen_by_region"),
    z_icb: Number = normal("icb sees place maturity"),
    z_region: Number = normal("region sees place maturity"),
    *,
    observation_noise: Number,
    observation_lag: Number,
    assessor_bias: Number,
    region_distance: Number,
) -> Number:
    """How mature a place looks to the ICB, and to the centre, whose assessors may be biased."""
    region_lag = region_distance * observation_lag
    glimpsed = true + assessor_bias + observation_noise * z_region
    return (
        share(icb_view + (true + observation_noise * z_icb - icb_view) / observation_lag),
        share(region_view + (glimpsed - region_view) / region_lag),
    )


@rule("observe", of="icb", writes="system_capability_seen")
def system_seen(
    true: Number = now("system_capability"),
    view: Number = last("system_capability_seen"),
    z: Number = normal("region sees system maturity"),
    *,
    observation_noise: Number,
    observation_lag: Number,
    region_distance: Number,
) -> Number:
    """How capable the system's own team looks to the region."""
    return share(view + (true + observation_noise * z - view) / (region_distance * observation_lag))


@rule("start", of="icb", writes="system_capability_seen authority segment nhs_pressure shortfall_seen shortfall_before")
def starting_views(
    capability: Number = now("system_capability"), *, initial_authority: Number, initial_shortfall: Number
) -> Number:
    """What the region believes at the start."""
    return capability, initial_authority, STARTING_SEGMENT, initial_shortfall, initial_shortfall, initial_shortfall
