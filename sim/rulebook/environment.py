"""M1 Environment: what happens to a system whatever it decides.

Politics, prices, hardship, vacancies, demand and pressure from other systems. Persistence and size of the demand
shocks are fits to NHS England monthly statistics 2022-2024; the rest is assumed and swept.
"""

from sim.ops import Number, both, clip, exp, flag, floor, maximum, positive, where
from sim.rules import calendar, last, normal, now, rule, uniform

MECHANISM = "M1"

ELECTION_INTERVAL = 60.0
"""Months between general elections at most (Dissolution and Calling of Parliament Act 2022)."""

BACKLOG_LOW, BACKLOG_HIGH = 0.6, 1.5
"""Guards of the national waiting list relative to its start, far beyond its usual walk."""

MOST_NHS_VACANT, MOST_CARE_VACANT = 0.3, 0.35
"""Guards of the vacancy rates (shares of posts), far beyond their usual swings."""


@rule("events", of="national", writes="minister_left ministerial_churn")
def ministers(
    churn: Number = last("ministerial_churn"),
    u: Number = uniform("minister leaves"),
    scheduled: Number = calendar("scheduled_minister"),
    *,
    minister_turnover: Number,
    churn_persistence: Number,
) -> Number:
    """A health secretary leaves with a yearly hazard; the stir fades over months."""
    left = maximum(flag(u < minister_turnover / 12.0), flag(scheduled > 0.0))
    return left, churn_persistence * churn + left


@rule("events", of="national", writes="national_backlog")
def national_backlog(
    backlog: Number = last("national_backlog"),
    z: Number = normal("national backlog"),
    *,
    backlog_persistence: Number,
    backlog_noise: Number,
) -> Number:
    """The rest of England's waiting list relative to its start: a slow random walk back to 1."""
    return clip(1.0 + backlog_persistence * (backlog - 1.0) + backlog_noise * z, BACKLOG_LOW, BACKLOG_HIGH)


@rule("events", of="national", writes="political_pressure")
def political_pressure(
    pressure: Number = last("political_pressure"),
    churn: Number = now("ministerial_churn"),
    backlog: Number = now("national_backlog"),
    winter: Number = calendar("winter"),
    month: Number = calendar("month"),
    z: Number = normal("political pressure"),
    *,
    politics_level: Number,
    politics_persistence: Number,
    politics_noise: Number,
    politics_winter: Number,
    politics_backlog: Number,
    politics_minister: Number,
    politics_election: Number,
    election_month: Number,
    election_run_up: Number,
) -> Number:
    """Autoregressive, with winter peaks, elections every five years, ministerial churn and the national backlog."""
    since_first = month + ELECTION_INTERVAL - election_month
    since_election = since_first - ELECTION_INTERVAL * floor(since_first / ELECTION_INTERVAL)
    before_election = flag(since_election >= ELECTION_INTERVAL - election_run_up)
    events = politics_level + politics_backlog * (backlog - 1.0) + politics_minister * churn
    level = events + politics_election * before_election + politics_winter * winter
    return clip(level + politics_persistence * (pressure - level) + politics_noise * z, 0.0, 1.0)


@rule("events", of="national", writes="excess_inflation price_index")
def prices(
    inflation: Number = last("excess_inflation"),
    index: Number = last("price_index"),
    z: Number = normal("pay and prices"),
    *,
    excess_inflation_mean: Number,
    excess_inflation_noise: Number,
    inflation_persistence: Number,
) -> Number:
    """Excess cost inflation of health and care (a year, above the GDP deflator): AR(1) around its mean."""
    kept = inflation_persistence * (inflation - excess_inflation_mean)
    yearly = excess_inflation_mean + kept + excess_inflation_noise * z
    return yearly, index * (1.0 + yearly / 12.0)


@rule("events", of="national", writes="shock cost_of_living")
def cost_of_living(
    shock: Number = last("shock"),
    hardship: Number = last("cost_of_living"),
    u: Number = uniform("cost of living shock"),
    scheduled: Number = calendar("scheduled_shock"),
    *,
    shock_hazard: Number,
    shock_size: Number,
    shock_persistence: Number,
    hardship_persistence: Number,
) -> Number:
    """Cost-of-living shocks arrive at a yearly hazard; the shock fades in months, the hardship in years."""
    hit = shock_size * flag(u < shock_hazard / 12.0) + scheduled
    return shock_persistence * shock + hit, hardship_persistence * hardship + hit


@rule("events", of="national", writes="pause_left pause")
def pause(
    left: Number = last("pause_left"),
    u: Number = uniform("national pause"),
    scheduled: Number = calendar("scheduled_pause"),
    *,
    pause_hazard: Number,
    pause_length: Number,
) -> Number:
    """A national pause on non-urgent work: rare, lasting its length in months once called."""
    begins = both(u < pause_hazard / 12.0, left <= 0.0)
    remaining = maximum(where(begins, pause_length, positive(left - 1.0)), scheduled)
    return remaining, flag(remaining > 0.0)


@rule("events", of="icb", writes="nhs_vacancies care_vacancies")
def vacancies(
    nhs: Number = last("nhs_vacancies"),
    care: Number = last("care_vacancies"),
    z_nhs: Number = normal("nhs vacancies"),
    z_care: Number = normal("care vacancies"),
    *,
    nhs_vacancy_mean: Number,
    care_vacancy_mean: Number,
    vacancy_persistence: Number,
    nhs_vacancy_noise: Number,
    care_vacancy_noise: Number,
) -> Number:
    """Vacancy rates: AR(1) around a mean set by wages outside the NHS and outside social care."""
    nhs_now = nhs_vacancy_mean + vacancy_persistence * (nhs - nhs_vacancy_mean) + nhs_vacancy_noise * z_nhs
    care_now = care_vacancy_mean + vacancy_persistence * (care - care_vacancy_mean) + care_vacancy_noise * z_care
    return clip(nhs_now, 0.0, MOST_NHS_VACANT), clip(care_now, 0.0, MOST_CARE_VACANT)


@rule("events", of="region", writes="other_systems")
def other_systems(
    pressure: Number = last("other_systems"),
    z: Number = normal("other systems"),
    *,
    other_systems_level: Number,
    other_systems_persistence: Number,
    other_systems_noise: Number,
) -> Number:
    """How much of the centre's attention other systems take, on [0, 1]: AR(1) around its usual level."""
    kept = other_systems_persistence * (pressure - other_systems_level)
    return clip(other_systems_level + kept + other_systems_noise * z, 0.0, 1.0)


@rule("events", of="national", writes="emergency_national referral_national")
def national_demand(
    emergency: Number = last("emergency_national"),
    referral: Number = last("referral_national"),
    z_emergency: Number = normal("emergency demand, national"),
    z_referral: Number = normal("referrals, national"),
    *,
    emergency_national_persistence: Number,
    emergency_national_noise: Number,
    referral_national_persistence: Number,
    referral_national_noise: Number,
) -> Number:
    """Common shocks to demand (log): AR(1)."""
    return (
        emergency_national_persistence * emergency + emergency_national_noise * z_emergency,
        referral_national_persistence * referral + referral_national_noise * z_referral,
    )


@rule("events", of="community", writes="emergency_local referral_local")
def local_demand(
    emergency: Number = last("emergency_local"),
    referral: Number = last("referral_local"),
    z_emergency: Number = normal("emergency demand"),
    z_referral: Number = normal("referrals"),
    *,
    local_shock_size: Number,
    emergency_local_persistence: Number,
    referral_local_persistence: Number,
) -> Number:
    """Shocks to a community's demand (log): AR(1)."""
    return (
        emergency_local_persistence * emergency + local_shock_size * z_emergency,
        referral_local_persistence * referral + local_shock_size * z_referral,
    )


@rule("events", of="icb", writes="restart_pace")
def restart(*, restart_effort: Number, restart_speed: Number) -> Number:
    """Share of the backlog of paused work that local restart effort works off in a month."""
    return restart_effort * restart_speed


@rule("events", of="community", writes="emergency_demand referral_demand")
def demand(
    emergency: Number = now("emergency_local"),
    referral: Number = now("referral_local"),
    emergency_national: Number = now("emergency_national", of="national"),
    referral_national: Number = now("referral_national", of="national"),
    emergency_season: Number = calendar("emergency_season"),
    referral_season: Number = calendar("referral_season"),
    pausing: Number = now("pause", of="national"),
    month: Number = calendar("month"),
    own: Number = normal("growth of demand", once=True),
    *,
    growth_spread: Number,
    seasonality: Number,
    emergency_growth: Number,
    referral_growth: Number,
    pause_on_emergency: Number,
    pause_on_referrals: Number,
) -> Number:
    """Demand of a community relative to its start, before need and access act: growth, season, shocks, a pause."""
    years = month / 12.0
    urgent = exp((emergency_growth + growth_spread * own) * years + emergency + emergency_national) * (
        1.0 + seasonality * emergency_season
    )
    planned = exp((referral_growth + growth_spread * own) * years + referral + referral_national) * (
        1.0 + seasonality * referral_season
    )
    return urgent * (1.0 - pause_on_emergency * pausing), planned * (1.0 - pause_on_referrals * pausing)
