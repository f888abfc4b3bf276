"""M2 Need and health: who needs care, what care reaches them, and how healthy they are in the end.

Health follows effective spending with the elasticities of Martin, Lomas and Claxton (2020, BMJ Open 10:e036411) and
Martin, Longo, Lomas and Claxton (2021, BMJ Open 11:e046417); the public-health elasticity differs between them by a
factor of seven and is swept whole. Lags are assumed: about a year for hospital care, three to five for prevention.
"""

from sim.ops import Number, clip, exp, log, positive, share, toward
from sim.rules import last, now, rule, total

MECHANISM = "M2"


@rule("start", of="group", writes="need need_start ill_health ill_health_start hardship_weight")
def starting_need(
    deprivation: Number = now("deprivation"),
    older: Number = now("share_65_plus"),
    *,
    need_deprivation_slope: Number,
    ill_health_slope: Number,
) -> Number:
    """Need per head and share of life in ill health by deprivation and age.

    The need slopes are those of the fitted allocation formula (1.4 % per IMD point, 2 % per point of share over 65).
    """
    need = positive(1.0 + need_deprivation_slope * (deprivation - 21.0) + 2.0 * (older - 0.185))
    ill = clip(0.235 + ill_health_slope * (deprivation - 21.0), 0.08, 0.6)
    return need, need, ill, ill, positive(deprivation / 21.0)


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
) -> Number:
    """Access relative to the start: effective volume per need, staffing, and practices that join in."""
    staffing = (1.0 - vacancies) / (1.0 - nhs_vacancy_mean)
    per_need = staffing * need_start / need
    return (
        clip(toward(primary, volume_primary * per_need * (0.95 + 0.1 * engaged), access_lag), 0.3, 2.0),
        clip(toward(community, volume_community * per_need, access_lag), 0.3, 2.0),
        clip(toward(mental, volume_mental * per_need, access_lag), 0.3, 2.0),
    )


@rule("care", of="place", writes="prevention prevention_backlog")
def prevention(
    activity: Number = last("prevention"),
    backlog: Number = last("prevention_backlog"),
    volume: Number = last("volume", of="primary_remit"),
    need: Number = now("need_place"),
    need_start: Number = now("need_place_start"),
    council_grant: Number = total("public_health_volume", of="councils"),
    pausing: Number = now("pause", of="national"),
    local_share: Number = now("local_share"),
    local_start: Number = now("local_share_start"),
    push: Number = last("push", of="icb"),
    *,
    crowding_out: Number,
    restart_effort: Number,
) -> Number:
    """Prevention activity relative to the start.

    It follows primary care and public health volume and the place's tilt to care outside hospital; pushes on what is
    measured draw effort from it (Holmstrom and Milgrom 1991, J. Law, Economics and Organization 7:24-52); a pause
    all but stops it at once, and local restart effort works the backlog off afterwards.
    """
    tilt = 1.0 + 2.0 * (local_share - local_start)
    crowded = positive(1.0 - crowding_out * push)
    wanted = (0.6 * volume * need_start / need + 0.4 * council_grant) * tilt * crowded
    catching_up = restart_effort * 0.12 * backlog * (1.0 - pausing)
    held = positive(backlog + 0.9 * pausing * wanted - catching_up)
    return toward(activity, wanted * (1.0 - 0.92 * pausing) + catching_up, 1.0 + 2.0 * (1.0 - pausing)), held


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
) -> Number:
    """Log change in effective care per need, each through its lag; prevention and public health in two stages."""
    per_need = log(need_start / need)
    half = prevention_lag * 0.5
    prevention_now = 0.5 * log(local_volume) + 0.5 * log(positive(activity) + 0.05) + per_need * 0.5
    stage_now = toward(stage, prevention_now, half)
    ph_now = toward(ph_stage, log(positive(grant * need_start / need) + 0.05), half)
    return (
        toward(hospital, log(hospital_volume) + per_need, hospital_lag),
        toward(social, log(positive(care) + 0.05) - log(1.05), hospital_lag),
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
    health_scale: Number,
    elasticity_care: Number,
    elasticity_social: Number,
    elasticity_public_health: Number,
    prevention_share_of_effect: Number,
    need_on_health: Number,
    harm_of_waits: Number,
    harm_of_unmet: Number,
    reach_effect: Number,
) -> Number:
    """Share of life in ill health (per group), and healthy life years gained per 1,000 this month against the start.

    ln(ill health) falls with the logs of care per need; long waits, unmet care and need raise it; voluntary sector
    reach lowers it in the more deprived half.
    """
    care = elasticity_care * ((1.0 - prevention_share_of_effect) * hospital + prevention_share_of_effect * prevented)
    gain = care + elasticity_social * social + elasticity_public_health * public
    gain = gain + reach_effect * more_deprived * (reach - reach_start)
    harm = harm_of_waits * (waits_start - waits) + harm_of_unmet * (unmet - unmet_start)
    target = share(start * exp(health_scale * (harm - gain) + need_on_health * log(need_ratio)))
    now_ill = toward(ill, target, 6.0)
    return now_ill, (start - now_ill) * 1000.0 / 12.0
