"""M10 Oversight and intervention: what the region and the centre see, and what they do about it.

An intervention does good on what it targets (Bevan and Hood 2006, Public Administration 84:517-538; Gruber, Hoe and
Stoye 2023, Review of Economics and Statistics 105:1-19): part of the gain is real and lasting with a ceiling, part
fades, part is gaming of the measure. It draws effort from what is not measured, and its burden outlives the money.
"""

from sim.definitions import SEGMENTS
from sim.ops import Number, blend, clip, flag, minimum, monthly_decay, positive, share, where
from sim.ops import total as add
from sim.rules import Deciding, last, normal, now, rule, total, uniform

MECHANISM = "M10"

USUAL_SEGMENT = 2.0
"""The segment in which the chance of an intervention is at its usual level."""

LEAST_AUTHORITY, MOST_AUTHORITY = 0.05, 0.98
"""Bounds of the ICB's authority: some is always left, and it is never complete."""


@rule("start", of="icb", writes="burden")
def starting_burden(*, initial_burden: Number) -> Number:
    """Reporting left over from interventions and initiatives before the start."""
    return 1.0 * initial_burden


@rule("events", of="icb", writes="intervened bypassed led_recovery")
def no_intervention() -> Number:
    """Interventions, their route and recoveries led are events of one month."""
    return 0.0, 0.0, 0.0


@rule("events", of="icb", writes="earmarked")
def earmarked_money_runs_out(money: Number = last("earmarked"), *, earmarked_half_life: Number) -> Number:
    """Money that came with initiatives and interventions is soon gone."""
    return money * monthly_decay(earmarked_half_life)


@rule("events", of="region", writes="posts_insecure overseers_apart")
def region(*, regional_insecurity: Number, alignment: Number) -> Number:
    """How the region stands: how sure its posts are, how far overseers pull apart."""
    return 1.0 * regional_insecurity, 1.0 - alignment


@rule("conditions", of="region", writes="shields", decides=Deciding("shielding of its systems", "sum"))
def shielding(*, regional_shielding: Number) -> Number:
    """Each April the region decides how much of the centre's pressure it keeps from its systems."""
    terms = {"the course set for regions": 1.0 * regional_shielding}
    return add(terms.values()), terms


@rule("oversight", of="icb", writes="shortfall_seen shortfall_before")
def what_the_region_sees(
    seen: Number = last("shortfall_seen"),
    true_pressure: Number = last("nhs_pressure"),
    z: Number = normal("region sees shortfall"),
    *,
    observation_noise: Number,
    region_noise: Number,
    region_memory: Number,
) -> Number:
    """The region's noisy, lagged view of the system's shortfall, and its view a quarter ago."""
    glimpse = positive(true_pressure + region_noise * observation_noise * z)
    return blend(region_memory, seen, glimpse), seen


@rule(
    "oversight",
    of="icb",
    writes="segment worse_quarters better_quarters",
    decides=Deciding("oversight segment", "sum", by="region", low=1.0, high=SEGMENTS, whole=True),
)
def segment(
    now_in: Number = last("segment"),
    worse: Number = last("worse_quarters"),
    better: Number = last("better_quarters"),
    seen: Number = now("shortfall_seen"),
    *,
    segment_width: Number,
    segment_tolerance: Number,
    quarters_to_enter: Number,
    quarters_to_leave: Number,
) -> Number:
    """Oversight segment 1 to 4, with hysteresis: some bad quarters to enter the next, more good ones to leave."""
    level = 1.0 + clip(seen / segment_width, 0.0, SEGMENTS - 1.0)
    bad = where(level > now_in + segment_tolerance, worse + 1.0, 0.0)
    good = where(level < now_in - segment_tolerance, better + 1.0, 0.0)
    up, down = flag(bad >= quarters_to_enter), flag(good >= quarters_to_leave)
    terms = {"segment so far": now_in, "quarters of worse performance": up, "quarters of better performance": -down}
    return (clip(now_in + up - down, 1.0, SEGMENTS), bad * (1.0 - up), good * (1.0 - down)), terms


@rule("oversight", of="icb", writes="doubt")
def doubt(
    maturity: Number = last("system_capability_seen"),
    places: Number = total("maturity_seen_by_region", of="places", month="last"),
    held: Number = last("mean_formal_place"),
    authority: Number = last("authority"),
    *,
    low_confidence_hazard: Number,
    maturity_doubted: Number,
    doubt_of_places: Number,
    alarm_of_weak_board: Number,
    authority_doubted: Number,
) -> Number:
    """How little confidence the centre has: in an immature system, in powers held by immature places, in a board that
    lacks authority."""
    immature = positive(maturity_doubted - maturity) + doubt_of_places * held * positive(maturity_doubted - places)
    return low_confidence_hazard * immature + alarm_of_weak_board * positive(authority_doubted - authority)


@rule("oversight", of="icb", writes="alarm_national")
def national_alarm(
    politics: Number = now("political_pressure", of="national"),
    seen: Number = now("shortfall_seen"),
    felt: Number = last("pressure", of="national"),
    churn: Number = now("ministerial_churn", of="national"),
    doubtful: Number = now("doubt"),
    shields: Number = now("shields", of="region"),
    *,
    hazard_national: Number,
    alarm_of_politics: Number,
    alarm_of_shortfall: Number,
    alarm_of_mandate: Number,
    alarm_of_new_ministers: Number,
    shield_from_centre: Number,
) -> Number:
    """The centre's part of the chance of an intervention: politics, the stir of new ministers, shortfall, its own
    mandate and doubt, less what the region keeps from its systems."""
    stirred = alarm_of_politics * politics + alarm_of_new_ministers * minimum(churn, 1.0)
    alarm = stirred + alarm_of_shortfall * seen + alarm_of_mandate * felt + doubtful
    return hazard_national * alarm * (1.0 - shield_from_centre * shields)


@rule("oversight", of="icb", writes="alarm_regional")
def regional_alarm(
    seen: Number = now("shortfall_seen"),
    felt: Number = last("pressure", of="region"),
    trust: Number = last("trust", of="trust_of_region"),
    systems: Number = now("systems", of="region"),
    *,
    hazard_regional: Number,
    regional_insecurity: Number,
    systems_per_region: Number,
    region_on_shortfall: Number,
    region_on_mandate: Number,
    region_on_trust: Number,
    region_on_insecurity: Number,
    region_on_crowding: Number,
    systems_known_well: Number,
) -> Number:
    """The region's part: shortfall and its own mandate, less where it trusts the system; insecure posts; and how many
    systems it looks after, beyond those it can know well."""
    alarm = (region_on_shortfall * seen + region_on_mandate * felt) * (1.0 - region_on_trust * trust)
    crowded = 1.0 + region_on_crowding * (systems * systems_per_region - systems_known_well)
    return hazard_regional * (alarm + region_on_insecurity * regional_insecurity) * crowded


@rule("oversight", of="icb", writes="attention_to_spare")
def attention_to_spare(
    other: Number = now("other_systems", of="region"),
    *,
    bandwidth: Number,
    attention_of_others: Number,
    attention_limit: Number,
) -> Number:
    """What centre and region have left for the system: 1 + attention_of_others where others need none, 1 at 0.5."""
    return clip(bandwidth * (1.0 + attention_of_others * (1.0 - 2.0 * other)), 0.0, attention_limit)


@rule("oversight", of="icb", writes="intervened", decides=Deciding("intervention", "chance", by="region"))
def intervene(
    national: Number = now("alarm_national"),
    regional: Number = now("alarm_regional"),
    attention: Number = now("attention_to_spare"),
    segment_now: Number = now("segment"),
    u: Number = uniform("intervention"),
    *,
    tightness: Number,
    alarm_of_segment: Number,
) -> Number:
    """Quarterly chance that the centre or the region intervenes: their alarms, limited by the attention they have;
    likelier the worse the segment."""
    watched = 1.0 + alarm_of_segment * (segment_now - USUAL_SEGMENT)
    p = share(tightness * attention * (national + regional) * watched)
    return flag(u < p), {"p": p, "u": u}


@rule("oversight", of="icb", writes="bypassed", decides=Deciding("going round the ICB", "chance", by="region"))
def round_or_through(
    began: Number = now("intervened"),
    authority: Number = last("authority"),
    u: Number = uniform("round the ICB"),
    *,
    round_share: Number,
    bypass_on_authority: Number,
) -> Number:
    """An intervention goes through the ICB or round it: national habit, and how weak the ICB looks.

    The habit is times 1 + bypass_on_authority for an ICB without authority, 1 at 0.5, 1 - bypass_on_authority at 1.
    """
    p = share(round_share * (1.0 + bypass_on_authority * (1.0 - 2.0 * authority))) * began
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
    authority_drift: Number,
    authority_usual: Number,
) -> Number:
    """The ICB's authority falls when it is bypassed and rises when it led a recovery: the shortfall fell in the
    quarter after an intervention went through it."""
    led = through_before * flag(seen < before)
    level = authority + recovery_gain * led * (1.0 - authority) - bypass_cost * went_round * authority
    drift = authority_drift * (authority_usual - authority)
    return led, began * (1.0 - went_round), clip(level + drift, LEAST_AUTHORITY, MOST_AUTHORITY)


@rule("oversight", of="icb", writes="push lasting_gain")
def good_of_intervention(
    push: Number = last("push"),
    lasting: Number = last("lasting_gain"),
    began: Number = now("intervened"),
    peers: Number = now("help_among_peers"),
    *,
    intervention_effect: Number,
    alignment: Number,
    push_unaligned: Number,
    lasting_part: Number,
    lasting_by_peers: Number,
    lasting_ceiling: Number,
) -> Number:
    """The good an intervention does: a push that fades, strongest where overseers are aligned, and a lasting gain
    with a ceiling, which peer support makes larger."""
    force = began * intervention_effect * blend(alignment, 1.0, push_unaligned)
    lasts = minimum(lasting_part * force * (1.0 + lasting_by_peers * peers), 1.0)
    return push + force, lasting + lasts * positive(lasting_ceiling - lasting)


@rule("oversight", of="icb", writes="direction burden gaming")
def harm_of_intervention(
    direction: Number = last("direction"),
    burden: Number = last("burden"),
    gaming: Number = last("gaming"),
    began: Number = now("intervened"),
    went_round: Number = now("bypassed"),
    initiative: Number = now("initiative"),
    peers: Number = now("help_among_peers"),
    *,
    intervention_direction: Number,
    gaming_share: Number,
    alignment: Number,
    softening_by_peers: Number,
    direction_of_bypass: Number,
    direction_limit: Number,
    burden_of_intervention: Number,
    burden_on_alignment: Number,
    burden_of_initiative: Number,
    gaming_of_intervention: Number,
) -> Number:
    """What comes with an intervention: direction, reporting and gaming, softened by peer support.

    Reporting is times 1 + burden_on_alignment where overseers are not aligned, 1 - burden_on_alignment where they are.
    """
    step = began * (1.0 - softening_by_peers * peers)
    directed = intervention_direction * step * (1.0 + direction_of_bypass * went_round)
    reporting = burden_of_intervention * step * (1.0 + burden_on_alignment * (1.0 - 2.0 * alignment))
    return (
        minimum(direction + directed, direction_limit),
        burden + reporting + burden_of_initiative * initiative,
        share(gaming + gaming_share * gaming_of_intervention * step),
    )


@rule("oversight", of="icb", writes="earmarked")
def earmarked_money(
    money: Number = now("earmarked"),
    began: Number = now("intervened"),
    initiative: Number = now("initiative"),
    allocation: Number = now("allocation"),
    *,
    money_of_initiative: Number,
    money_of_intervention: Number,
) -> Number:
    """The small sums that initiatives and interventions bring on top of the allocation."""
    return money + allocation * (money_of_initiative * initiative + money_of_intervention * began)


@rule("turnover", of="icb", writes="push direction burden gaming initiative")
def fading(
    push: Number = now("push"),
    direction: Number = now("direction"),
    burden: Number = now("burden"),
    gaming: Number = now("gaming"),
    *,
    push_half_life: Number,
    direction_half_life: Number,
    burden_half_life: Number,
    gaming_half_life: Number,
) -> Number:
    """Pushes fade within a year, direction within two; the burden of reporting stays longest."""
    return (
        push * monthly_decay(push_half_life),
        direction * monthly_decay(direction_half_life),
        burden * monthly_decay(burden_half_life),
        gaming * monthly_decay(gaming_half_life),
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
    initiative_usual: Number,
    initiative_on_politics: Number,
    initiative_on_churn: Number,
) -> Number:
    """Ministers launch short-lived initiatives, most when new; each brings a little money and lasting reporting."""
    stirred = initiative_on_politics * politics + initiative_on_churn * minimum(churn, 1.0)
    p = share(initiative_rate * (initiative_usual + stirred))
    return flag(u < p), {"p": p, "u": u}


@rule("observe", of="icb", writes="pressure_received")
def pressure_received(
    politics: Number = now("political_pressure", of="national"),
    seen: Number = now("shortfall_seen"),
    systems: Number = now("systems", of="region"),
    shields: Number = now("shields", of="region"),
    *,
    systems_per_region: Number,
    tightness: Number,
    pressure_of_politics: Number,
    pressure_of_shortfall: Number,
    pressure_through_shield: Number,
    pressure_on_crowding: Number,
    systems_of_usual_region: Number,
) -> Number:
    """Pressure that reaches the ICB: the region is a valve, narrower the more it shields."""
    raw = (pressure_of_politics * politics + pressure_of_shortfall * seen) * tightness
    crowded = 1.0 + pressure_on_crowding * (systems * systems_per_region - systems_of_usual_region)
    return raw * blend(shields, pressure_through_shield, 1.0) * crowded
