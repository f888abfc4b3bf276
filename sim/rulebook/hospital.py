"""M3 Hospital flow: emergency care fills beds first, what is left treats the waiting list.

Stock and flow. Removals are a hazard on the list (13 % of clock starts); referrals fall and supply rises a little
with waits (Martin and Smith 1999, J. Public Economics 71:141-164; Gravelle, Smith and Xavier 2003, Oxford Economic
Papers 55:81-103). The share within 18 weeks is a Weibull of the mean wait fitted to March 2012-19 and 2022-24. A&E
within four hours is logistic in occupancy with persistent trust effects, which carry the ranking.
"""

from sim.ops import Number, clip, exp, log, logistic, logit, maximum, minimum, positive, power, where
from sim.rules import calendar, last, normal, now, rule, total

MECHANISM = "M3"

WEEKS_A_MONTH = 4.348
"""Weeks in a mean month (365.25 / 12 / 7)."""

STANDARD_WAIT, REFERENCE_WAIT = 18.0, 13.0
"""The referral-to-treatment standard, and the mean wait at which the typical wait is its scale (weeks)."""

LONGEST_WAIT = 150.0
"""Guard of the mean wait (weeks)."""

FOUR_HOUR_STANDARD = 0.95
"""The A&E standard of the NHS constitution: share within four hours, up to which reports can be flattered."""

LEAST_SHARE, MOST_SHARE = 0.02, 0.98
"""Guards of a share whose logit is taken."""

MOST_BLOCKED = 0.4
"""Guard: share of open beds that delay can block at most."""

LEAST_FREE, MOST_FREE = 0.2, 1.6
"""Guards of the beds free for planned care relative to the start, so that their power stays finite."""

FULL = 0.995
"""Guard of the occupancy of beds."""


def share_within_18_weeks(wait: Number, scale: Number, stretch: Number, shape: Number) -> Number:
    """Weibull share of incomplete pathways within 18 weeks, for a mean wait in weeks."""
    typical = scale * power(wait / REFERENCE_WAIT, stretch)
    return 1.0 - exp(0.0 - power(STANDARD_WAIT / typical, shape))


def shifted_share(within: Number, offset: Number) -> Number:
    """A share moved by an offset on the logit scale."""
    return logistic(logit(clip(within, LEAST_SHARE, MOST_SHARE)) + offset)


def four_hour_logit(occupancy: Number, slope: Number, steeper: Number, threshold: Number) -> Number:
    """Logit of A&E within four hours that occupancy explains: a slope, and more of it above a threshold."""
    return slope * (occupancy - threshold) + steeper * positive(occupancy - threshold)


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
    wait = WEEKS_A_MONTH * waiting / outflow
    within = share_within_18_weeks(wait, wait_scale, wait_stretch, wait_shape)
    shifted = shifted_share(within, waits_offset)
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
    emergency_share: Number,
    occupancy_slope: Number,
    occupancy_steeper: Number,
    occupancy_threshold: Number,
) -> Number:
    """Beds by use, and the persistent trust effect that explains the starting A&E figure."""
    occupied = beds * occupancy
    blocked = occupied * delayed
    emergency = (occupied - blocked) * emergency_share
    explained = four_hour_logit(occupancy, occupancy_slope, occupancy_steeper, occupancy_threshold)
    effect = logit(clip(four_hours, LEAST_SHARE, MOST_SHARE)) - explained
    return emergency, blocked, occupied - blocked - emergency, occupancy, delayed, four_hours, four_hours, effect


@rule("events", of="acute", writes="slow_effect capacity_effect discharge_effect")
def slow_effects(
    slow: Number = last("slow_effect"),
    capacity: Number = last("capacity_effect"),
    discharge: Number = last("discharge_effect"),
    z_slow: Number = normal("A&E management"),
    z_capacity: Number = normal("planned care management"),
    z_discharge: Number = normal("discharge management"),
    *,
    emergency_management_persistence: Number,
    emergency_management_drift: Number,
    management_persistence: Number,
    management_drift: Number,
    discharge_persistence: Number,
    discharge_drift: Number,
) -> Number:
    """Slow changes of management and capacity, of A&E (logit), planned care (share) and discharge (log): AR(1)."""
    return (
        emergency_management_persistence * slow + emergency_management_drift * z_slow,
        management_persistence * capacity + management_drift * z_capacity,
        discharge_persistence * discharge + discharge_drift * z_discharge,
    )


@rule("care", of="acute", writes="emergency_beds delayed_beds beds")
def beds_in_use(
    emergency_start: Number = now("emergency_start"),
    beds_start: Number = now("beds_start"),
    occupancy_start: Number = now("occupancy_start"),
    delayed_start: Number = now("delayed_start"),
    discharge: Number = now("discharge_effect"),
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
    primary_part_of_access: Number,
    community_part_of_access: Number,
    delay_by_hospital: Number,
    help_on_delay: Number,
) -> Number:
    """Emergency beds needed, beds blocked by delay, beds open.

    Poor access to primary, community and mental health care and little prevention raise emergency demand of residents;
    patients from outside the system follow the growth of demand alone.
    """
    mental_part = 1.0 - primary_part_of_access - community_part_of_access
    near_home = primary_part_of_access * log(primary) + community_part_of_access * log(community)
    elsewhere = near_home + mental_part * log(mental)
    local = demand * need * exp(0.0 - access_on_emergency * elsewhere - prevention_on_emergency * prevention)
    load = inside * local + (1.0 - inside) * demand
    blocked_start = beds_start * occupancy_start * delayed_start * exp(discharge)
    from_places = (1.0 - delay_by_hospital) * (inside * delay + (1.0 - inside))
    blocked = blocked_start * (from_places + delay_by_hospital * (1.0 - help_on_delay * help_given))
    open_beds = beds_start * exp(bed_growth * month / 12.0) * (1.0 + seasonality * season)
    return emergency_start * load, minimum(blocked, MOST_BLOCKED * open_beds), open_beds


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
    scale: Number = last("scale_gain", of="icb"),
    shared: Number = now("aid_part"),
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
    push_on_treatment: Number,
    help_on_treatment: Number,
    pause_on_treatment: Number,
) -> Number:
    """The waiting list and its flows in a month (pathways)."""
    relative = wait / wait_start
    free = clip((target_occupancy * beds - emergency - delayed) / planned_start, LEAST_FREE, MOST_FREE)
    staffing = (1.0 - vacancies) / (1.0 - nhs_vacancy_mean)
    planned = 1.0 + effect + aid + scale * shared
    supply = power(free, bed_elasticity) * power(funding, funding_elasticity) * staffing * planned
    managed = 1.0 + push_on_treatment * push + lasting + help_on_treatment * help_given
    supply = supply * incentive * managed * (1.0 + seasonality * season)
    treated = completed_start * supply * power(relative, supply_elasticity) * (1.0 - pause_on_treatment * pausing)
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
    wait = clip(WEEKS_A_MONTH * waiting / outflow, 1.0, LONGEST_WAIT)
    within = share_within_18_weeks(wait, wait_scale, wait_stretch, wait_shape)
    return outflow, wait, shifted_share(within, waits_offset)


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
    occupancy_threshold: Number,
    planned_beds_fixed: Number,
    push_on_flow: Number,
    lasting_gain_on_flow: Number,
    help_on_flow: Number,
) -> Number:
    """Occupancy, A&E within four hours, and what is reported (gaming flatters the measure, not the care)."""
    planned = planned_start * (planned_beds_fixed + (1.0 - planned_beds_fixed) * completed / completed_start)
    occupancy = minimum((emergency + delayed + planned) / beds, FULL)
    helped = push_on_flow * push + lasting_gain_on_flow * lasting + help_on_flow * help_given
    explained = four_hour_logit(occupancy, occupancy_slope, occupancy_steeper, occupancy_threshold)
    true_share = logistic(effect + slow + explained + helped + seasonality * season)
    flattered = gaming * positive(FOUR_HOUR_STANDARD - true_share)
    return occupancy, delayed / (occupancy * beds), true_share, true_share + flattered


@rule("money", of="acute", writes="activity")
def activity(
    completed: Number = now("completed"),
    completed_start: Number = now("completed_start"),
    emergency: Number = now("emergency_beds"),
    emergency_start: Number = now("emergency_start"),
    *,
    planned_part_of_activity: Number,
) -> Number:
    """Activity relative to the start, part planned and the rest emergency."""
    planned = planned_part_of_activity * completed / completed_start
    mixed = planned + (1.0 - planned_part_of_activity) * emergency / emergency_start
    return where(emergency_start > 0.0, mixed, 1.0)
