"""M2 Need and health: who needs care, what care reaches them, and how healthy they are in the end.

Health follows effective spending with the elasticities of Martin, Lomas and Claxton (2020, BMJ Open 10:e036411) and
Martin, Longo, Lomas and Claxton (2021, BMJ Open 11:e046417); the public-health elasticity differs between them by a
factor of seven and is swept whole. Lags are assumed: about a year for hospital care, three to five for prevention.
"""

from sim.ops import Number, clip, exp, log, positive, share, toward
from sim.rules import last, normal, now, rule, total

MECHANISM = "M2"

ENGLAND_DEPRIVATION, ENGLAND_OLDER = 21.0, 0.185
"""Mean IMD score of England and its share of people over 65: where need per head is 1 by definition."""

LEAST_ILL, MOST_ILL = 0.08, 0.6
"""Guards of the share of life in ill health at the start."""

LEAST_ACCESS, MOST_ACCESS = 0.3, 2.0
"""Guards of access relative to the start, so that its logarithm stays finite."""

SLIGHT = 0.05
"""Added to what may fall to nothing before its logarithm is taken."""


@rule("start", of="group", writes="need need_start ill_health ill_health_start hardship_weight")
def starting_need(
    deprivation: Number = now("deprivation"),
    older: Number = now("share_65_plus"),
    z: Number = normal("ill health at the start", once=True),
    *,
    need_deprivation_slope: Number,
    need_age_slope: Number,
    ill_health_mean: Number,
    ill_health_slope: Number,
    ill_health_spread: Number,
) -> Number:
    """Need per head by deprivation and age, and share of life in ill health by deprivation and what nobody measured.

    The need slopes are those of the fitted allocation formula (1.4 % per IMD point, 2 % per point of share over 65).
    """
    more_deprived = deprivation - ENGLAND_DEPRIVATION
    need = positive(1.0 + need_deprivation_slope * more_deprived + need_age_slope * (older - ENGLAND_OLDER))
    ill = clip(ill_health_mean + ill_health_slope * more_deprived + ill_health_spread * z, LEAST_ILL, MOST_ILL)
    return need, need, ill, ill, positive(deprivation / ENGLAND_DEPRIVATION)


@rule("health", of="group", writes="need")
def need_drift(
    need: Number = last("need"),
    weight: Number = now("hardship_weight"),
    hardship: Number = now("cost_of_living", of="national"),
    *,
    need_growth: Number,
    hardship_effect: Number,
) -> Number:
    """Need drifts up with age, and with hardship most where deprivation is highest."""
    return need * (1.0 + (need_growth + hardship_effect * hardship * weight) / 12.0)


@rule("start", of="group", writes="need_people")
def starting_need_people(need: Number = now("need"), people: Number = now("population")) -> Number:
    """People weighted by need."""
    return need * people


@rule("start", of="place", writes="need_place need_place_start need_per_head")
def starting_place_need(
    needs: Number = total("need_people", of="residents"), people: Number = now("population")
) -> Number:
    """Need of a place (people weighted by need)."""
    return needs, needs, needs / people


@rule("events", of="group", writes="need_people need_ratio")
def need_people(
    need: Number = last("need"), start: Number = now("need_start"), people: Number = now("population")
) -> Number:
    """People weighted by need, and need relative to the start."""
    return need * people, need / start


@rule("events", of="place", writes="need_place")
def place_need(needs: Number = total("need_people", of="residents")) -> Number:
    """Need of a place this month."""
    return needs


@rule("care", of="place", writes="access_primary access_community access_mental")
def access(
    primary: Number = last("access_primary"),
    community: Number = last("access_community"),
    mental: Number = last("access_mental"),
    volume_primary: Number = last("volume", of="primary_remit"),
    volume_community: Number = last("volume", of="community_remit"),
    volume_mental: Number = last("volume", of="mental_health_remit"),
    need: Number = now("need_place"),
    need_start: Number = now("need_place_start"),
    vacancies: Number = now("nhs_vacancies", of="icb"),
    engaged: Number = last("contribution", of="trust_of_primary"),
    *,
    nhs_vacancy_mean: Number,
    access_lag: Number,
    practices_on_access: Number,
) -> Number:
    """Access relative to the start: effective volume per need, staffing, and practices that join in (half engaged is
    neutral)."""
    staffing = (1.0 - vacancies) / (1.0 - nhs_vacancy_mean)
    per_need = staffing * need_start / need
    joining_in = (1.0 - practices_on_access / 2.0) + practices_on_access * engaged
    return (
        clip(toward(primary, volume_primary * per_need * joining_in, access_lag), LEAST_ACCESS, MOST_ACCESS),
        clip(toward(community, volume_community * per_need, access_lag), LEAST_ACCESS, MOST_ACCESS),
        clip(toward(mental, volume_mental * per_need, access_lag), LEAST_ACCESS, MOST_ACCESS),
    )


@rule("care", of="place", writes="prevention_effort")
def prevention_effort(
    local_share: Number = now("local_share"),
    local_start: Number = now("local_share_start"),
    push: Number = last("push", of="icb"),
    exposed: Number = now("prevention_exposed", of="icb"),
    voluntary: Number = last("reach"),
    voluntary_start: Number = now("reach_start"),
    *,
    local_tilt_on_prevention: Number,
    crowding_out: Number,
    raids_on_prevention: Number,
    voluntary_on_prevention: Number,
) -> Number:
    """Effort that a pound for prevention buys, relative to the start: a tilt of money to care outside hospital and the
    voluntary sector's reach add to it; pushes on what is measured draw effort from it (Holmstrom and Milgrom 1991,
    J. Law, Economics and Organization 7:24-52), and short-term pressure raids what is not protected."""
    tilt = positive(1.0 + local_tilt_on_prevention * (local_share - local_start))
    left = positive(1.0 - crowding_out * push - raids_on_prevention * exposed)
    return tilt * left * (1.0 + voluntary_on_prevention * (voluntary - voluntary_start))


@rule("care", of="place", writes="prevention prevention_backlog")
def prevention(
    activity: Number = last("prevention"),
    backlog: Number = last("prevention_backlog"),
    volume: Number = last("volume", of="primary_remit"),
    need: Number = now("need_place"),
    need_start: Number = now("need_place_start"),
    council_grant: Number = total("public_health_volume", of="councils"),
    pausing: Number = now("pause", of="national"),
    effort: Number = now("prevention_effort"),
    restart: Number = now("restart_pace", of="icb"),
    *,
    primary_part_of_prevention: Number,
    pause_on_prevention: Number,
    paused_work_owed: Number,
    prevention_adjustment: Number,
) -> Number:
    """Prevention activity relative to the start.

    It follows primary care and public health volume times effort; a pause all but stops it at once, and local restart
    effort works the backlog off afterwards.
    """
    from_primary = primary_part_of_prevention * volume * need_start / need
    wanted = (from_primary + (1.0 - primary_part_of_prevention) * council_grant) * effort
    catching_up = restart * backlog * (1.0 - pausing)
    held = positive(backlog + paused_work_owed * pausing * wanted - catching_up)
    lag = 1.0 + (prevention_adjustment - 1.0) * (1.0 - pausing)
    return toward(activity, wanted * (1.0 - pause_on_prevention * pausing) + catching_up, lag), held


@rule(
    "health",
    of="place",
    writes="hospital_effect social_effect prevention_stage prevention_effect public_health_stage public_health_effect",
)
def effects_on_health(
    hospital: Number = last("hospital_effect"),
    social: Number = last("social_effect"),
    stage: Number = last("prevention_stage"),
    prevented: Number = last("prevention_effect"),
    ph_stage: Number = last("public_health_stage"),
    public: Number = last("public_health_effect"),
    hospital_volume: Number = now("hospital_volume"),
    local_volume: Number = now("local_volume"),
    activity: Number = now("prevention"),
    care: Number = now("capacity", of="care"),
    grant: Number = total("public_health_volume", of="councils"),
    need: Number = now("need_place"),
    need_start: Number = now("need_place_start"),
    *,
    hospital_lag: Number,
    prevention_lag: Number,
    activity_part_of_prevention: Number,
) -> Number:
    """Log change in effective care per need, each through its lag; prevention and public health in two stages.

    Care near home works by its volume, here taken per need, and by prevention activity, which is per need already.
    """
    per_need = log(need_start / need)
    half = prevention_lag / 2.0
    by_volume = 1.0 - activity_part_of_prevention
    by_activity = activity_part_of_prevention * log(positive(activity) + SLIGHT)
    stage_now = toward(stage, by_volume * log(local_volume) + by_activity + per_need * by_volume, half)
    ph_now = toward(ph_stage, log(positive(grant * need_start / need) + SLIGHT), half)
    return (
        toward(hospital, log(hospital_volume) + per_need, hospital_lag),
        toward(social, log(positive(care) + SLIGHT) - log(1.0 + SLIGHT), hospital_lag),
        stage_now,
        toward(prevented, stage_now, half),
        ph_now,
        toward(public, ph_now, half),
    )


@rule("health", of="group", writes="ill_health health_gain")
def health(
    ill: Number = last("ill_health"),
    start: Number = now("ill_health_start"),
    need_ratio: Number = now("need_ratio"),
    hospital: Number = total("hospital_effect", of="places"),
    social: Number = total("social_effect", of="places"),
    prevented: Number = total("prevention_effect", of="places"),
    public: Number = total("public_health_effect", of="places"),
    reach: Number = total("reach", of="places"),
    reach_start: Number = total("reach_start", of="places"),
    unmet: Number = total("unmet_need", of="places"),
    unmet_start: Number = total("unmet_need_start", of="places"),
    waits: Number = total("within_18_weeks", of="hospitals"),
    waits_start: Number = total("within_18_weeks_start", of="hospitals"),
    more_deprived: Number = now("more_deprived"),
    *,
    ill_health_lag: Number,
    health_scale: Number,
    elasticity_care: Number,
    elasticity_social: Number,
    elasticity_public_health: Number,
    prevention_share_of_effect: Number,
    prevention_gradient: Number,
    need_on_health: Number,
    harm_of_waits: Number,
    harm_of_unmet: Number,
    reach_effect: Number,
) -> Number:
    """Share of life in ill health (per group), and healthy life years per 1,000 this month against the start.

    ln(ill health) falls with the logs of care per need; long waits, unmet care and need raise it; the more deprived
    half gains more by prevention than the other, and by the reach of the voluntary sector.
    """
    near_home = prevented * (1.0 + prevention_gradient * (2.0 * more_deprived - 1.0))
    care = elasticity_care * ((1.0 - prevention_share_of_effect) * hospital + prevention_share_of_effect * near_home)
    gain = care + elasticity_social * social + elasticity_public_health * public
    gain = gain + reach_effect * more_deprived * (reach - reach_start)
    harm = harm_of_waits * (waits_start - waits) + harm_of_unmet * (unmet - unmet_start)
    target = share(start * exp(health_scale * (harm - gain) + need_on_health * log(need_ratio)))
    now_ill = toward(ill, target, ill_health_lag)
    return now_ill, (start - now_ill) * 1000.0 / 12.0


@rule("care", of="vcse", writes="capacity")
def capacity_of_voluntary_sector(*, vcse_capacity: Number) -> Number:
    """What the voluntary sector can offer: its reach into communities, and its part in joint work, begin there."""
    return 1.0 * vcse_capacity
