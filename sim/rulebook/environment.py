"""M1 Environment: what happens to a system whatever it decides.

Politics, prices, hardship, vacancies, demand and pressure from other systems. Persistence and size of the demand
shocks are fits to NHS England monthly statistics 2022-2024; the rest is assumed and swept.
"""

from sim.ops import Number, both, clip, exp, flag, floor, maximum, positive, where
from sim.rules import calendar, last, normal, now, rule, uniform

MECHANISM = "M1"


@rule("events", of="national", writes="minister_left ministerial_churn")
def ministers(
    churn: Number = last("ministerial_churn"),
    u: Number = uniform("minister leaves"),
    scheduled: Number = calendar("scheduled_minister"),
    *,
    minister_turnover: Number,
) -> Number:
    """A health secretary leaves with a yearly hazard; the stir fades over half a year."""
    left = maximum(flag(u < minister_turnover / 12.0), flag(scheduled > 0.0))
    return left, 0.85 * churn + left


@rule("events", of="national", writes="national_backlog")
def national_backlog(backlog: Number = last("national_backlog"), z: Number = normal("national backlog")) -> Number:
    """The rest of England's waiting list relative to its start: a slow random walk back to 1."""
    return clip(1.0 + 0.985 * (backlog - 1.0) + 0.015 * z, 0.6, 1.5)


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
    election_month: Number,
) -> Number:
    """Autoregressive, with winter peaks, elections every five years, ministerial churn and the national backlog."""
    since_election = month + 60.0 - election_month - 60.0 * floor((month + 60.0 - election_month) / 60.0)
    before_election = flag(since_election >= 52.0)
    level = politics_level + 0.2 * (backlog - 1.0) + 0.1 * churn + 0.1 * before_election + politics_winter * winter
    return clip(level + politics_persistence * (pressure - level) + politics_noise * z, 0.0, 1.0)


@rule("events", of="national", writes="excess_inflation price_index")
def prices(
    inflation: Number = last("excess_inflation"),
    index: Number = last("price_index"),
    z: Number = normal("pay and prices"),
    *,
    excess_inflation_mean: Number,
    excess_inflation_noise: Number,
) -> Number:
    """Excess cost inflation of health and care (a year, above the GDP deflator): AR(1) with persistence 0.92."""
    yearly = excess_inflation_mean + 0.92 * (inflation - excess_inflation_mean) + excess_inflation_noise * z
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
) -> Number:
    """Cost-of-living shocks arrive at a yearly hazard; the shock fades in months, the hardship in years."""
    hit = shock_size * flag(u < shock_hazard / 12.0) + scheduled
    return 0.9 * shock + hit, 0.965 * hardship + hit


@rule("events", of="national", writes="pause_left pause")
def pause(
    left: Number = last("pause_left"),
    u: Number = uniform("national pause"),
    scheduled: Number = calendar("scheduled_pause"),
    *,
    pause_hazard: Number,
) -> Number:
    """A national pause on non-urgent work: rare, lasting six months once called."""
    begins = both(u < pause_hazard / 12.0, left <= 0.0)
    remaining = maximum(where(begins, 6.0, positive(left - 1.0)), scheduled)
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
) -> Number:
    """Vacancy rates: AR(1) around a mean set by wages outside the NHS and outside social care."""
    nhs_now = clip(nhs_vacancy_mean + 0.95 * (nhs - nhs_vacancy_mean) + 0.003 * z_nhs, 0.0, 0.3)
    care_now = clip(care_vacancy_mean + 0.95 * (care - care_vacancy_mean) + 0.004 * z_care, 0.0, 0.35)
    return nhs_now, care_now


@rule("events", of="region", writes="other_systems")
def other_systems(pressure: Number = last("other_systems"), z: Number = normal("other systems")) -> Number:
    """How much of the centre's attention other systems take, on [0, 1]: AR(1) around one half."""
    return clip(0.5 + 0.95 * (pressure - 0.5) + 0.05 * z, 0.0, 1.0)


@rule("events", of="national", writes="emergency_national referral_national")
def national_demand(
    emergency: Number = last("emergency_national"),
    referral: Number = last("referral_national"),
    z_emergency: Number = normal("emergency demand, national"),
    z_referral: Number = normal("referrals, national"),
) -> Number:
    """Common shocks to demand (log): AR(1) with phi 0.62 and 0.35, innovations 0.012 and 0.016."""
    return 0.62 * emergency + 0.012 * z_emergency, 0.35 * referral + 0.016 * z_referral


@rule("events", of="community", writes="emergency_local referral_local")
def local_demand(
    emergency: Number = last("emergency_local"),
    referral: Number = last("referral_local"),
    z_emergency: Number = normal("emergency demand"),
    z_referral: Number = normal("referrals"),
    *,
    local_shock_size: Number,
) -> Number:
    """Shocks to a community's demand (log): AR(1) with phi 0.74 and 0.42."""
    return 0.74 * emergency + local_shock_size * z_emergency, 0.42 * referral + local_shock_size * z_referral


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
) -> Number:
    """Demand of a community relative to its start, before need and access act: growth, season, shocks, a pause."""
    years = month / 12.0
    urgent = exp((emergency_growth + growth_spread * own) * years + emergency + emergency_national) * (
        1.0 + seasonality * emergency_season
    )
    planned = exp((referral_growth + growth_spread * own) * years + referral + referral_national) * (
        1.0 + seasonality * referral_season
    )
    return urgent * (1.0 - 0.1 * pausing), planned * (1.0 - 0.4 * pausing)
