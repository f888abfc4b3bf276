"""M13 Promises kept and broken with the centre: between NHS England, its region, the ICB and the trusts.

The vocabulary of stakes is that of ``promises``.
"""

from sim.ops import Number
from sim.rules import last, now, rule

MECHANISM = "M13"


@rule("promises", of="region>icb", writes="kept broken")
def region_sees_icb(
    led: Number = now("led_recovery", of="icb"),
    seen: Number = now("shortfall_seen", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_recovery_led: Number,
    stake_shortfall: Number,
) -> Number:
    """A recovery led, against a shortfall that goes on."""
    return stake_routine * kept_routinely + stake_recovery_led * led, friction + stake_shortfall * seen


@rule("promises", of="icb>region", writes="kept broken")
def icb_sees_region(
    bypassed: Number = now("bypassed", of="icb"),
    received: Number = last("pressure_received", of="icb"),
    shields: Number = now("shields", of="region"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_beside_board: Number,
    kept_for_support: Number,
    stake_bypass: Number,
    stake_pressure: Number,
) -> Number:
    """Going round the ICB breaks its trust; shielding keeps it."""
    kept = stake_routine * (kept_beside_board + kept_for_support * shields)
    return kept, friction + stake_bypass * bypassed + stake_pressure * received


@rule("promises", of="national>icb", writes="kept broken")
def national_sees_icb(
    seen: Number = now("shortfall_seen", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_shortfall: Number,
) -> Number:
    """The centre sees the shortfall."""
    return stake_routine * kept_routinely, friction + stake_shortfall * seen


@rule("promises", of="icb>national", writes="kept broken")
def icb_sees_national(
    bypassed: Number = now("bypassed", of="icb"),
    burden: Number = now("burden", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_bypass_by_centre: Number,
    stake_burden: Number,
) -> Number:
    """The ICB sees who goes round it, and the reporting that never ends."""
    return stake_routine * kept_routinely, friction + stake_bypass_by_centre * bypassed + stake_burden * burden


@rule("promises", of="national>region", writes="kept broken")
def national_sees_region(
    shields: Number = now("shields", of="region"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_by_overseers: Number,
    stake_shielding: Number,
) -> Number:
    """A region that shields its systems strains its standing with the centre."""
    return stake_routine * kept_by_overseers, friction + stake_shielding * shields


@rule("promises", of="region>national", writes="kept broken")
def region_sees_national(
    left: Number = now("minister_left", of="national"),
    insecure: Number = now("posts_insecure", of="region"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_by_overseers: Number,
    stake_new_minister: Number,
    stake_insecurity: Number,
) -> Number:
    """Every new minister and every threat to its own posts costs the centre the region's trust."""
    broken = friction + stake_new_minister * left + stake_insecurity * insecure
    return stake_routine * kept_by_overseers, broken


@rule("promises", of="region>acute", writes="kept broken")
def region_sees_acute(
    shortfall: Number = now("trust_shortfall", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_by_overseers: Number,
    stake_shortfall_of_trust: Number,
) -> Number:
    """The region watches trusts' performance."""
    return stake_routine * kept_by_overseers, friction + stake_shortfall_of_trust * shortfall


@rule("promises", of="acute>region", writes="kept broken")
def acute_sees_region(
    burden: Number = now("burden", of="icb"),
    apart: Number = now("overseers_apart", of="region"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_uncoordinated: Number,
) -> Number:
    """Uncoordinated overseers wear trusts down."""
    return stake_routine * kept_routinely, friction + stake_uncoordinated * burden * apart


@rule("promises", of="region>mhc", writes="kept broken")
def region_sees_community_trust(*, stake_routine: Number, friction: Number, kept_by_overseers: Number) -> Number:
    """Routine dealings."""
    return stake_routine * kept_by_overseers, friction


@rule("promises", of="mhc>region", writes="kept broken")
def community_trust_sees_region(
    burden: Number = now("burden", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_burden: Number,
) -> Number:
    """Reporting burden wears trust down."""
    return stake_routine * kept_routinely, friction + stake_burden * burden
