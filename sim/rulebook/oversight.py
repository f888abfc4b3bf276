"""M10 Oversight and intervention: what the region and the centre see, and what they do about it.

An intervention does good on what it targets (Bevan and Hood 2006, Public Administration 84:517-538; Gruber, Hoe and
Stoye 2023, Review of Economics and Statistics 105:1-19): part of the gain is real and lasting with a ceiling, part
fades, part is gaming of the measure. It draws effort from what is not measured, and its burden outlives the money.
"""

from sim.ops import Number, blend, clip, flag, minimum, monthly_decay, positive, share, where
from sim.ops import total as add
from sim.rules import Deciding, last, normal, now, rule, uniform

MECHANISM = "M10"

LASTING_CEILING = 0.03
"""Most that steady intervention can add for good to treatment capacity (assumed)."""


@rule("events", of="icb", writes="intervened bypassed led_recovery")
def no_intervention() -> Number:
    """Interventions, their route and recoveries led are events of one month."""
    return 0.0, 0.0, 0.0


@rule("oversight", of="icb", writes="shortfall_seen shortfall_before")
def what_the_region_sees(
    seen: Number = last("shortfall_seen"),
    true_pressure: Number = last("nhs_pressure"),
    z: Number = normal("region sees shortfall"),
    *,
    observation_noise: Number,
) -> Number:
    """The region's noisy, lagged view of the system's shortfall, and its view a quarter ago."""
    glimpse = positive(true_pressure + 0.5 * observation_noise * z)
    return 0.5 * seen + 0.5 * glimpse, seen


@rule("oversight", of="icb", writes="segment worse_quarters better_quarters")
def segment(
    now_in: Number = last("segment"),
    worse: Number = last("worse_quarters"),
    better: Number = last("better_quarters"),
    seen: Number = now("shortfall_seen"),
) -> Number:
    """Oversight segment 1 to 4, with hysteresis: two bad quarters to enter the next, three good ones to leave."""
    level = 1.0 + clip(seen / 0.18, 0.0, 3.0)
    bad = where(level > now_in + 0.6, worse + 1.0, 0.0)
    good = where(level < now_in - 0.6, better + 1.0, 0.0)
    up, down = flag(bad >= 2.0), flag(good >= 3.0)
    return clip(now_in + up - down, 1.0, 4.0), bad * (1.0 - up), good * (1.0 - down)


@rule("oversight", of="icb", writes="intervened", decides=Deciding("intervention", "chance", by="region"))
def intervene(
    politics: Number = now("political_pressure", of="national"),
    seen: Number = now("shortfall_seen"),
    segment_now: Number = now("segment"),
    trust: Number = last("trust", of="trust_of_region"),
    maturity: Number = last("system_capability_seen"),
    other: Number = now("other_systems", of="region"),
    systems: Number = now("systems", of="region"),
    authority: Number = last("authority"),
    felt_centrally: Number = last("pressure", of="national"),
    felt_regionally: Number = last("pressure", of="region"),
    u: Number = uniform("intervention"),
    *,
    hazard_national: Number,
    hazard_regional: Number,
    tightness: Number,
    bandwidth: Number,
    regional_shielding: Number,
    regional_insecurity: Number,
    systems_per_region: Number,
    low_confidence_hazard: Number,
) -> Number:
    """Quarterly chance that the centre or the region intervenes."""
    doubt = low_confidence_hazard * positive(0.7 - maturity) + 0.15 * positive(0.6 - authority)
    national = (
        hazard_national
        * (0.12 * politics + 0.6 * seen + 0.4 * felt_centrally + doubt)
        * (1.0 - 0.7 * regional_shielding)
    )
    crowded = 0.8 + 0.05 * systems * systems_per_region
    regional = (
        hazard_regional
        * ((0.5 * seen + 0.25 * felt_regionally) * (1.0 - 0.4 * trust) + 0.05 * regional_insecurity)
        * crowded
    )
    attention = clip(bandwidth * (1.3 - 0.6 * other), 0.0, 1.5)
    p = share(tightness * attention * (national + regional) * (0.7 + 0.15 * segment_now))
    return flag(u < p), {"p": p, "u": u}


@rule("oversight", of="icb", writes="bypassed", decides=Deciding("going round the ICB", "chance", by="region"))
def round_or_through(
    began: Number = now("intervened"),
    authority: Number = last("authority"),
    u: Number = uniform("round the ICB"),
    *,
    round_share: Number,
) -> Number:
    """An intervention goes through the ICB or round it: national habit, and how weak the ICB looks."""
    p = share(round_share * (1.4 - 0.8 * authority)) * began
    return flag(u < p), {"p": p, "u": u}


@rule("oversight", of="icb", writes="led_recovery was_through authority")
def icb_authority(
    authority: Number = last("authority"),
    through_before: Number = last("was_through"),
    seen: Number = now("shortfall_seen"),
    before: Number = now("shortfall_before"),
    began: Number = now("intervened"),
    went_round: Number = now("bypassed"),
    *,
    bypass_cost: Number,
    recovery_gain: Number,
) -> Number:
    """The ICB's authority falls when it is bypassed and rises when it led a recovery: the shortfall fell in the
    quarter after an intervention went through it."""
    led = through_before * flag(seen < before)
    level = authority + recovery_gain * led * (1.0 - authority) - bypass_cost * went_round * authority
    return led, began * (1.0 - went_round), clip(level + 0.01 * (0.6 - authority), 0.05, 0.98)


@rule("oversight", of="icb", writes="push direction burden lasting_gain gaming")
def effect_of_intervention(
    push: Number = last("push"),
    direction: Number = last("direction"),
    burden: Number = last("burden"),
    lasting: Number = last("lasting_gain"),
    gaming: Number = last("gaming"),
    began: Number = now("intervened"),
    went_round: Number = now("bypassed"),
    initiative: Number = now("initiative"),
    *,
    intervention_effect: Number,
    intervention_direction: Number,
    gaming_share: Number,
    peer_support: Number,
    alignment: Number,
) -> Number:
    """What an intervention adds: a push that fades, a lasting gain with a ceiling, gaming, direction and burden."""
    softened = 1.0 - 0.5 * peer_support
    force = began * intervention_effect * (0.8 + 0.2 * alignment)
    added = minimum(0.15 * force * (1.0 + 0.3 * peer_support), 1.0) * positive(LASTING_CEILING - lasting)
    return (
        push + force,
        minimum(direction + began * intervention_direction * softened * (1.0 + 0.3 * went_round), 0.8),
        burden + 0.25 * began * softened * (1.2 - 0.4 * alignment) + 0.12 * initiative,
        lasting + added,
        share(gaming + gaming_share * 0.15 * began * softened),
    )


@rule("turnover", of="icb", writes="push direction burden gaming initiative")
def fading(
    push: Number = now("push"),
    direction: Number = now("direction"),
    burden: Number = now("burden"),
    gaming: Number = now("gaming"),
    *,
    burden_half_life: Number,
) -> Number:
    """Pushes fade within a year, direction within two; the burden of reporting stays longest."""
    return (
        push * monthly_decay(6.0),
        direction * monthly_decay(9.0),
        burden * monthly_decay(burden_half_life),
        gaming * monthly_decay(12.0),
        0.0,
    )


@rule(
    "initiatives", of="icb", writes="initiative", decides=Deciding("new national initiative", "chance", by="national")
)
def initiative(
    churn: Number = now("ministerial_churn", of="national"),
    politics: Number = now("political_pressure", of="national"),
    u: Number = uniform("initiative"),
    *,
    initiative_rate: Number,
) -> Number:
    """Ministers launch short-lived initiatives, most when new; each brings a little money and lasting reporting."""
    p = share(initiative_rate * (0.3 + 0.5 * politics + 0.8 * minimum(churn, 1.0)))
    return flag(u < p), {"p": p, "u": u}


@rule("observe", of="icb", writes="pressure_received")
def pressure_received(
    politics: Number = now("political_pressure", of="national"),
    seen: Number = now("shortfall_seen"),
    systems: Number = now("systems", of="region"),
    *,
    regional_shielding: Number,
    systems_per_region: Number,
    tightness: Number,
) -> Number:
    """Pressure that reaches the ICB: the region is a valve, narrower the more it shields."""
    raw = add((0.6 * politics, 1.5 * seen)) * tightness
    return raw * blend(regional_shielding, 0.4, 1.0) * (0.85 + 0.03 * systems * systems_per_region)
