"""M4 Social care: capacity, unmet need, delayed discharges, joint practice, and who gives care a voice.

About a third of discharge delay is capacity, two fifths coordination between organisations, a fifth the hospital's
own process (reasons for delay of long stayers, June 2024 to May 2025, NHS England). Elasticity of the capacity part
0.6 to 0.9: Gaughan, Gravelle and Siciliani (2015, Health Economics 24 S1:32-44). Trust reaches delay only through
joint practice.
"""

from sim.ops import Number, clip, logistic, positive, power, share, toward
from sim.rules import calendar, last, now, rule, total

MECHANISM = "M4"

LEAST_CAPACITY, MOST_CAPACITY = 0.2, 2.0
"""Guards of care capacity per need (1 at the start), so that its powers stay finite."""


def engagement_of(
    route: Number,
    trust_icb: Number,
    trust_place: Number,
    without: Number,
    icb_part: Number,
    needed: Number,
    step: Number,
) -> Number:
    """A route in times willingness, so that either alone does little: (w + (1 - w) route) x logistic((t - needed) /
    step), with t = p x trust in the ICB + (1 - p) x trust in the place, p the ICB's part, and w what is left
    ``without`` a route."""
    trust = icb_part * trust_icb + (1.0 - icb_part) * trust_place
    return (without + (1.0 - without) * route) * logistic((trust - needed) / step)


@rule("start", of="place", writes="joint_practice joint_practice_start unmet_need unmet_need_start reach reach_start")
def starting_care(
    joined_up: Number = now("joined_up_start"),
    *,
    initial_practice: Number,
    joined_up_on_practice: Number,
    unmet_need_initial: Number,
    initial_reach: Number,
) -> Number:
    """Joint practice, unmet need and voluntary sector reach at the start."""
    practice = share(initial_practice + joined_up_on_practice * joined_up)
    return practice, practice, unmet_need_initial, unmet_need_initial, initial_reach, initial_reach


@rule("council budgets", of="council", writes="fee_rise")
def care_fees(*, care_fees: Number) -> Number:
    """How much more than inflation providers are paid each year, which their capacity lives on."""
    return 1.0 * care_fees


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
    return clip(toward(capacity, supported, care_adjustment), LEAST_CAPACITY, MOST_CAPACITY)


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
    push: Number = last("push", of="icb"),
    *,
    seasonality: Number,
    delay_elasticity: Number,
    joint_practice_effect: Number,
    duplication_on_delay: Number,
    delay_by_capacity: Number,
    delay_by_hospital: Number,
    delay_by_others: Number,
    push_on_delays: Number,
) -> Number:
    """Delayed discharges of a place's residents relative to the start, without the hospital's own part.

    What capacity, the hospital's own process and others do not explain is for want of coordination, which councils
    share; an intervention brings them together for a while.
    """
    uncoordinated = positive(
        1.0 - joint_practice_effect * (practice - practice_start) + duplication_on_delay * duplication
    )
    by_coordination = 1.0 - delay_by_capacity - delay_by_hospital - delay_by_others
    by_capacity = delay_by_capacity * power(capacity, 0.0 - delay_elasticity)
    coordinating = by_coordination * uncoordinated * positive(1.0 - push_on_delays * push)
    parts = by_capacity + coordinating + delay_by_others
    return parts / (1.0 - delay_by_hospital) * (need / need_start) * (1.0 + seasonality * season)


@rule("joint work", of="care", writes="way_in")
def way_in_for_care(*, care_route: Number) -> Number:
    """A seat or forum is the care providers' way in."""
    return 1.0 * care_route


@rule("joint work", of="vcse", writes="way_in")
def way_in_for_voluntary_sector(
    places: Number = last("power_places", of="icb"), *, vcse_route: Number, places_open_doors: Number
) -> Number:
    """The voluntary sector's way in is a seat or forum, or place leaders who carry its case to the board."""
    return vcse_route + (1.0 - vcse_route) * share(places_open_doors * places)


@rule("joint work", of="care", writes="engagement", name="care_engagement")
@rule("joint work", of="vcse", writes="engagement", name="vcse_engagement")
def engagement(
    route: Number = now("way_in"),
    trust_icb: Number = last("trust", of="trust_in_icb"),
    trust_place: Number = last("trust", of="trust_in_place"),
    *,
    engagement_without_route: Number,
    icb_part_of_engagement: Number,
    trust_to_engage: Number,
    trust_to_engage_step: Number,
) -> Number:
    """Engagement of care providers, and of the voluntary sector, is a way in times trust."""
    return engagement_of(
        route,
        trust_icb,
        trust_place,
        engagement_without_route,
        icb_part_of_engagement,
        trust_to_engage,
        trust_to_engage_step,
    )


@rule("joint work", of="place", writes="reach")
def reach(
    before: Number = last("reach"),
    engagement: Number = now("engagement", of="vcse"),
    work: Number = last("joint_work"),
    capacity: Number = now("capacity", of="vcse"),
    *,
    joint_work_on_reach: Number,
    reach_lag: Number,
) -> Number:
    """Reach of the voluntary sector into communities that services miss moves to its capacity times its engagement,
    helped by joint work in the place (half of full joint work is neutral)."""
    helped = (1.0 - joint_work_on_reach / 2.0) + joint_work_on_reach * work
    return toward(before, capacity * engagement * helped, reach_lag)


@rule("care", of="council", writes="delay_seen")
def delay_in_council_area(delay: Number = total("delay_index", of="places")) -> Number:
    """Delayed discharge among a council's residents relative to the start."""
    return delay
