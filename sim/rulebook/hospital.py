"""M3 Hospital flow: emergency care fills beds first, what is left treats the waiting list.

Stock and flow. Removals are a hazard on the list (13 % of clock starts); referrals fall and supply rises a little
with waits (Martin and Smith 1999, J. Public Economics 71:141-164; Gravelle, Smith and Xavier 2003, Oxford Economic
Papers 55:81-103). The share within 18 weeks is a Weibull of the mean wait fitted to March 2012-19 and 2022-24. A&E
within four hours is logistic in occupancy with persistent trust effects, which carry the ranking.
"""

from sim.ops import Number, clip, exp, log, logistic, logit, maximum, minimum, positive, power, where
from sim.rulebook.social_care import PROCESS
from sim.rules import calendar, last, normal, now, rule, total

MECHANISM = "M3"

EMERGENCY_SHARE = 0.78
"""Share of occupied beds, net of delays, held by emergency patients (assumed)."""


def share_within_18_weeks(wait: Number, scale: Number, stretch: Number, shape: Number) -> Number:
    """Weibull share of incomplete pathways within 18 weeks, for a mean wait in weeks."""
    typical = scale * power(wait / 13.0, stretch)
    return 1.0 - exp(0.0 - power(18.0 / typical, shape))


def four_hour_logit(occupancy: Number, slope: Number, steeper: Number) -> Number:
    """Logit of A&E within four hours that occupancy explains."""
    return slope * (occupancy - 0.92) + steeper * positive(occupancy - 0.92)


@rule("start", of="acute", writes="waiting_list flow_mean wait wait_start within_18_weeks within_18_weeks_start")
def starting_list(
    waiting: Number = now("list_start"),
    completed: Number = now("completed_start"),
    *,
    removal_hazard: Number,
    wait_scale: Number,
    wait_stretch: Number,
    wait_shape: Number,
    waits_offset: Number,
) -> Number:
    """The list, its outflow and the wait at the start."""
    outflow = completed + removal_hazard * waiting
    wait = 4.348 * waiting / outflow
    within = share_within_18_weeks(wait, wait_scale, wait_stretch, wait_shape)
    shifted = logistic(logit(clip(within, 0.02, 0.98)) + waits_offset)
    return waiting, outflow, wait, wait, shifted, shifted


@rule(
    "start",
    of="acute",
    writes="emergency_start delayed_beds planned_beds_start occupancy delayed_share four_hours four_hours_reported "
    "trust_effect",
)
def starting_beds(
    beds: Number = now("beds_start"),
    occupancy: Number = now("occupancy_start"),
    delayed: Number = now("delayed_start"),
    four_hours: Number = now("four_hours_start"),
    *,
    occupancy_slope: Number,
    occupancy_steeper: Number,
) -> Number:
    """Beds by use, and the persistent trust effect that explains the starting A&E figure."""
    occupied = beds * occupancy
    blocked = occupied * delayed
    emergency = (occupied - blocked) * EMERGENCY_SHARE
    effect = logit(clip(four_hours, 0.02, 0.98)) - four_hour_logit(occupancy, occupancy_slope, occupancy_steeper)
    return emergency, blocked, occupied - blocked - emergency, occupancy, delayed, four_hours, four_hours, effect


@rule("events", of="acute", writes="slow_effect capacity_effect")
def slow_effects(
    slow: Number = last("slow_effect"),
    capacity: Number = last("capacity_effect"),
    z_slow: Number = normal("A&E management"),
    z_capacity: Number = normal("planned care management"),
    *,
    management_drift: Number,
) -> Number:
    """Slow changes of management and capacity: AR(1) with phi 0.74 (A&E) and 0.985 (planned care)."""
    return 0.74 * slow + 0.05 * z_slow, 0.985 * capacity + management_drift * z_capacity


@rule("care", of="acute", writes="emergency_beds delayed_beds beds")
def beds_in_use(
    emergency_start: Number = now("emergency_start"),
    beds_start: Number = now("beds_start"),
    occupancy_start: Number = now("occupancy_start"),
    delayed_start: Number = now("delayed_start"),
    demand: Number = total("emergency_demand", of="communities"),
    need: Number = total("need_ratio", of="groups"),
    inside: Number = now("inside"),
    primary: Number = total("access_primary", of="places"),
    community: Number = total("access_community", of="places"),
    mental: Number = total("access_mental", of="places"),
    prevention: Number = total("prevention_effect", of="places", month="last"),
    delay: Number = total("delay_index", of="places"),
    help_given: Number = last("recovery_help"),
    season: Number = calendar("bed_season"),
    month: Number = calendar("month"),
    *,
    seasonality: Number,
    bed_growth: Number,
    access_on_emergency: Number,
    prevention_on_emergency: Number,
) -> Number:
    """Emergency beds needed, beds blocked by delay, beds open.

    Poor access to primary, community and mental health care and little prevention raise emergency demand of residents;
    patients from outside the system follow the growth of demand alone.
    """
    elsewhere = 0.5 * log(primary) + 0.3 * log(community) + 0.2 * log(mental)
    local = demand * need * exp(0.0 - access_on_emergency * elsewhere - prevention_on_emergency * prevention)
    load = inside * local + (1.0 - inside) * demand
    blocked_start = beds_start * occupancy_start * delayed_start
    from_places = (1.0 - PROCESS) * (inside * delay + (1.0 - inside))
    blocked = blocked_start * (from_places + PROCESS * (1.0 - 0.3 * help_given))
    open_beds = beds_start * exp(bed_growth * month / 12.0) * (1.0 + seasonality * season)
    return emergency_start * load, minimum(blocked, 0.4 * open_beds), open_beds


@rule("care", of="acute", writes="referrals completed removals waiting_list")
def waiting_list(
    waiting: Number = last("waiting_list"),
    wait: Number = last("wait"),
    wait_start: Number = now("wait_start"),
    referrals_start: Number = now("referrals_start"),
    completed_start: Number = now("completed_start"),
    demand: Number = total("referral_demand", of="communities"),
    need: Number = total("need_ratio", of="groups"),
    funding: Number = last("funding_index"),
    incentive: Number = last("activity_incentive"),
    beds: Number = now("beds"),
    emergency: Number = now("emergency_beds"),
    delayed: Number = now("delayed_beds"),
    planned_start: Number = now("planned_beds_start"),
    effect: Number = now("capacity_effect"),
    vacancies: Number = now("nhs_vacancies", of="icb"),
    push: Number = last("push", of="icb"),
    lasting: Number = last("lasting_gain", of="icb"),
    help_given: Number = last("recovery_help"),
    pausing: Number = now("pause", of="national"),
    aid: Number = last("joint_plan"),
    season: Number = calendar("treatment_season"),
    *,
    seasonality: Number,
    target_occupancy: Number,
    bed_elasticity: Number,
    funding_elasticity: Number,
    referral_elasticity: Number,
    supply_elasticity: Number,
    removal_hazard: Number,
    nhs_vacancy_mean: Number,
) -> Number:
    """The waiting list and its flows in a month (pathways)."""
    relative = wait / wait_start
    free = clip((target_occupancy * beds - emergency - delayed) / planned_start, 0.2, 1.6)
    staffing = (1.0 - vacancies) / (1.0 - nhs_vacancy_mean)
    supply = power(free, bed_elasticity) * power(funding, funding_elasticity) * staffing * (1.0 + effect + aid)
    supply = supply * incentive * (1.0 + 0.06 * push + lasting + 0.08 * help_given) * (1.0 + seasonality * season)
    treated = completed_start * supply * power(relative, supply_elasticity) * (1.0 - 0.5 * pausing)
    referred = referrals_start * demand * need * power(relative, 0.0 - referral_elasticity)
    removed = removal_hazard * waiting
    treated = minimum(treated, waiting + referred - removed)
    return referred, treated, removed, waiting + referred - treated - removed


@rule("care", of="acute", writes="flow_mean wait within_18_weeks")
def waits(
    waiting: Number = now("waiting_list"),
    completed: Number = now("completed"),
    removals: Number = now("removals"),
    flow: Number = last("flow_mean"),
    *,
    wait_scale: Number,
    wait_stretch: Number,
    wait_shape: Number,
    waits_offset: Number,
) -> Number:
    """Mean wait in weeks (list over a year's mean outflow) and the share within 18 weeks."""
    outflow = maximum(flow + (completed + removals - flow) / 12.0, 1.0)
    wait = clip(4.348 * waiting / outflow, 1.0, 150.0)
    within = share_within_18_weeks(wait, wait_scale, wait_stretch, wait_shape)
    return outflow, wait, logistic(logit(clip(within, 0.02, 0.98)) + waits_offset)


@rule("care", of="acute", writes="occupancy delayed_share four_hours four_hours_reported")
def emergency_department(
    beds: Number = now("beds"),
    emergency: Number = now("emergency_beds"),
    delayed: Number = now("delayed_beds"),
    planned_start: Number = now("planned_beds_start"),
    completed: Number = now("completed"),
    completed_start: Number = now("completed_start"),
    effect: Number = now("trust_effect"),
    slow: Number = now("slow_effect"),
    push: Number = last("push", of="icb"),
    lasting: Number = last("lasting_gain", of="icb"),
    gaming: Number = last("gaming", of="icb"),
    help_given: Number = last("recovery_help"),
    season: Number = calendar("ae_season"),
    *,
    seasonality: Number,
    occupancy_slope: Number,
    occupancy_steeper: Number,
) -> Number:
    """Occupancy, A&E within four hours, and what is reported (gaming flatters the measure, not the care)."""
    planned = planned_start * (0.5 + 0.5 * completed / completed_start)
    occupancy = minimum((emergency + delayed + planned) / beds, 0.995)
    helped = 0.25 * push + 3.0 * lasting + 0.35 * help_given
    score = (
        effect + slow + four_hour_logit(occupancy, occupancy_slope, occupancy_steeper) + helped + seasonality * season
    )
    true_share = logistic(score)
    return occupancy, delayed / (occupancy * beds), true_share, true_share + gaming * positive(0.95 - true_share)


@rule("money", of="acute", writes="activity")
def activity(
    completed: Number = now("completed"),
    completed_start: Number = now("completed_start"),
    emergency: Number = now("emergency_beds"),
    emergency_start: Number = now("emergency_start"),
) -> Number:
    """Activity relative to the start: half planned, half emergency."""
    return where(emergency_start > 0.0, 0.5 * completed / completed_start + 0.5 * emergency / emergency_start, 1.0)
