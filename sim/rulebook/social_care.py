"""M4 Social care: capacity, unmet need, delayed discharges, joint practice, and who gives care a voice.

About a third of discharge delay is capacity, two fifths coordination between organisations, a fifth the hospital's
own process (reasons for delay of long stayers, June 2024 to May 2025, NHS England). Elasticity of the capacity part
0.6 to 0.9: Gaughan, Gravelle and Siciliani (2015, Health Economics 24 S1:32-44). Trust reaches delay only through
joint practice.
"""

from sim.ops import Number, clip, positive, power, share, toward
from sim.rules import calendar, last, now, rule, total

MECHANISM = "M4"

CAPACITY, COORDINATION, PROCESS, REST = 0.34, 0.42, 0.19, 0.05
"""Shares of discharge delay by reason."""


@rule("start", of="place", writes="joint_practice joint_practice_start unmet_need unmet_need_start reach reach_start")
def starting_care(
    joined_up: Number = now("joined_up_start"),
    *,
    unmet_need_initial: Number,
    initial_reach: Number,
) -> Number:
    """Joint practice, unmet need and voluntary sector reach at the start."""
    practice = share(0.15 + 0.4 * joined_up)
    return practice, practice, unmet_need_initial, unmet_need_initial, initial_reach, initial_reach


@rule("care", of="care", writes="capacity")
def care_capacity(
    capacity: Number = last("capacity"),
    volume: Number = total("care_volume", of="councils", month="last"),
    fee: Number = total("fee_index", of="councils"),
    pool: Number = total("pool_for_care", of="councils"),
    vacancies: Number = now("care_vacancies", of="icb"),
    need: Number = now("need_place", of="place"),
    need_start: Number = now("need_place_start", of="place"),
    *,
    care_vacancy_mean: Number,
    care_supply_elasticity: Number,
    care_adjustment: Number,
) -> Number:
    """Care providers' capacity per need (1 at the start) moves towards what money, fees and staff support."""
    staffing = (1.0 - vacancies) / (1.0 - care_vacancy_mean)
    supported = (volume + pool) * staffing * power(fee, care_supply_elasticity) * need_start / need
    return clip(toward(capacity, supported, care_adjustment), 0.2, 2.0)


@rule("care", of="place", writes="unmet_need")
def unmet_need(
    capacity: Number = now("capacity", of="care"),
    start: Number = now("unmet_need_start"),
    *,
    unmet_elasticity: Number,
) -> Number:
    """Share of people with care needs who get none: rises as capacity falls short of need."""
    return share(start * power(capacity, 0.0 - unmet_elasticity))


@rule("joint work", of="place", writes="joint_practice")
def joint_practice(
    practice: Number = last("joint_practice"),
    work: Number = last("joint_work"),
    *,
    practice_build: Number,
    practice_fade: Number,
) -> Number:
    """Joint practice is built by joint work over 18-30 months and fades when support stops."""
    grown = work * (1.0 - practice) / practice_build
    faded = (1.0 - work) * practice / practice_fade
    return share(practice + grown - faded)


@rule("care", of="place", writes="delay_index")
def delays(
    capacity: Number = now("capacity", of="care"),
    practice: Number = last("joint_practice"),
    practice_start: Number = now("joint_practice_start"),
    duplication: Number = last("duplication", of="icb"),
    season: Number = calendar("delay_season"),
    need: Number = now("need_place"),
    need_start: Number = now("need_place_start"),
    *,
    seasonality: Number,
    delay_elasticity: Number,
    joint_practice_effect: Number,
) -> Number:
    """Delayed discharges of a place's residents relative to the start, without the hospital's own part."""
    coordination = positive(1.0 - joint_practice_effect * (practice - practice_start) + 0.2 * duplication)
    parts = CAPACITY * power(capacity, 0.0 - delay_elasticity) + COORDINATION * coordination + REST
    return parts / (1.0 - PROCESS) * (need / need_start) * (1.0 + seasonality * season)


@rule("joint work", of="care", writes="engagement")
def care_engagement(
    trust_icb: Number = last("trust", of="trust_in_icb"),
    trust_place: Number = last("trust", of="trust_in_place"),
    *,
    care_route: Number,
) -> Number:
    """Providers' engagement is a route in times their trust, so that either alone does little."""
    return (0.1 + 0.9 * care_route) * (0.5 * trust_icb + 0.5 * trust_place)


@rule("joint work", of="vcse", writes="engagement")
def vcse_engagement(
    trust_icb: Number = last("trust", of="trust_in_icb"),
    trust_place: Number = last("trust", of="trust_in_place"),
    *,
    vcse_route: Number,
) -> Number:
    """The voluntary sector joins in the same way."""
    return (0.1 + 0.9 * vcse_route) * (0.5 * trust_icb + 0.5 * trust_place)


@rule("joint work", of="place", writes="reach")
def reach(
    before: Number = last("reach"),
    engagement: Number = now("engagement", of="vcse"),
    work: Number = last("joint_work"),
    *,
    vcse_capacity: Number,
) -> Number:
    """Reach of the voluntary sector into communities that services miss moves, over a year, to its capacity times its
    engagement."""
    return toward(before, vcse_capacity * engagement * (0.6 + 0.8 * work), 12.0)


@rule("care", of="council", writes="delay_seen")
def delay_in_council_area(delay: Number = total("delay_index", of="places")) -> Number:
    """Delayed discharge among a council's residents relative to the start."""
    return delay
