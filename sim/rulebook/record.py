"""The record of the month: measures that outcomes are read from. Nothing here feeds back."""

from sim.definitions import MILLION
from sim.ops import Number, exp, flag, log, size, sqrt
from sim.rules import calendar, last, lowest, now, rule, total

MECHANISM = "record"

PER_PEOPLE = 1.0e5
"""The people to whom delayed beds are related."""

PART_OUTSIDE, PART_IN = 0.5, 1.5
"""A council's stance is 0 outside, 1 partner to, 2 partner in: these part them."""

POINTS = 10.0
"""Points of the deprivation score over which the slope of ill health is told."""

HEALTH_DISCOUNT, MONEY_DISCOUNT = 0.015, 0.035
"""Yearly discount rates of health and of money (HM Treasury, The Green Book, 2022)."""


def discounting(rate: Number, month: Number) -> Number:
    """What a month's value counts at the start: (1 + rate) to the power -month / 12."""
    return exp(0.0 - log(1.0 + rate) * month / 12.0)


@rule("record", of="icb", writes="money_unexplained")
def money_conserved(
    allocation: Number = now("allocation"),
    earmarked: Number = now("earmarked"),
    running: Number = now("running_cost"),
    pool: Number = now("nhs_pool_paid"),
    own_balance: Number = now("icb_balance"),
    acute: Number = total("income_icb", of="every_acute"),
    community: Number = total("income_from_icb", of="every_mhc"),
    others: Number = total("other_provider_income", of="every_place"),
    primary: Number = total("primary_income", of="every_place"),
    transition: Number = now("transition_cost"),
) -> Number:
    """Allocation and earmarked money less every income they became and the ICB's balance: zero to the penny
    (GBP million)."""
    received = acute + community + others + primary
    return size(allocation + earmarked - running - pool - own_balance - transition - received)


@rule("record", of="council", writes="money_unexplained care_income")
def council_money_conserved(
    funding: Number = now("funding"),
    support: Number = now("exceptional_support"),
    care: Number = now("care_paid"),
    other: Number = now("other_paid"),
    reserves: Number = now("reserves"),
    before: Number = last("reserves"),
    pool: Number = now("pool_nhs"),
    transition: Number = now("transition_cost"),
) -> Number:
    """A council's income less spending and what went to reserves: zero; and what care providers receive from council
    and pool (GBP million a month)."""
    return size(funding + support - care - other - transition - (reserves - before)), care + pool


@rule("record", of="place", writes="healthy_years inside_gap waits_18 four_hours_place")
def people_of_place(
    gain: Number = total("health_gain", of="groups"),
    ill_more: Number = total("ill_health", of="more_deprived_groups"),
    ill_less: Number = total("ill_health", of="less_deprived_groups"),
    waits: Number = total("within_18_weeks", of="hospitals"),
    four_hours: Number = total("four_hours", of="hospitals"),
) -> Number:
    """Health, the gap between the halves of a place, and its residents' waits at the trusts that serve them."""
    return gain, (ill_more - ill_less) * 1000.0 / 12.0, waits, four_hours


@rule("record", of="place", writes="spending_per_need trust_in_icb_place decision_loss")
def money_of_place(
    hospital: Number = now("hospital_money"),
    local: Number = now("local_money"),
    need: Number = now("need_place"),
    trust: Number = total("trust", of="trust_in_icb"),
    loss: Number = total("loss", of="remits_by_money"),
) -> Number:
    """NHS spending per need-weighted person (GBP a month), trust in the ICB and what decisions lose."""
    return (hospital + local) * MILLION / need, trust, loss


@rule("record", of="council", writes="pooled_share trust_in_icb_council")
def record_council(
    nhs: Number = now("pool_nhs"),
    own: Number = now("pool_council"),
    care: Number = now("care_spend"),
    trust: Number = total("trust", of="trust_in_icb"),
) -> Number:
    """Pooled money as a share of care spending and the pool's NHS part; trust in the ICB."""
    return (nhs + own) / (care + nhs), trust


@rule(
    "record",
    of="icb",
    writes="healthy_years healthy_years_more healthy_years_less healthy_years_discounted inside_gap inequality_slope",
)
def people(
    gain: Number = total("health_gain", of="groups"),
    more: Number = total("health_gain", of="more_deprived_groups"),
    less: Number = total("health_gain", of="less_deprived_groups"),
    gap: Number = total("inside_gap", of="places"),
    steep: Number = total("ill_health", of="groups_by_deprivation"),
    month: Number = calendar("month"),
) -> Number:
    """Healthy life years against the start (plain, and discounted at 1.5 % a year), the mean gap inside places and the
    slope of ill health over deprivation."""
    return gain, more, less, gain * discounting(HEALTH_DISCOUNT, month), gap, steep * POINTS * 1000.0 / 12.0


@rule(
    "record",
    of="icb",
    writes="waits_18 four_hours_system waiting_list_system delayed_beds_system delayed_share_system recovering_share",
)
def hospitals(
    waits: Number = total("within_18_weeks", of="hospitals_by_list"),
    four_hours: Number = total("four_hours", of="hospitals"),
    waiting: Number = total("waiting_list", of="every_acute"),
    delayed: Number = total("delayed_beds", of="every_acute"),
    share: Number = total("delayed_share", of="hospitals"),
    people_served: Number = total("catchment_people", of="every_acute"),
    recovering: Number = total("recovering", of="hospitals"),
) -> Number:
    """Hospital performance of the system, trusts weighted by size."""
    return waits, four_hours, waiting / 1000.0, delayed / people_served * PER_PEOPLE, share, recovering


@rule(
    "record",
    of="icb",
    writes="unmet_need_system access_primary_system access_community_system access_mental_system prevention_system "
    "decision_loss local_money_share",
)
def care_near_home(
    unmet: Number = total("unmet_need", of="places"),
    primary: Number = total("access_primary", of="places"),
    community: Number = total("access_community", of="places"),
    mental: Number = total("access_mental", of="places"),
    prevention: Number = total("prevention", of="places"),
    loss: Number = total("decision_loss", of="places"),
    hospital: Number = total("hospital_money", of="every_place"),
    local: Number = total("local_money", of="every_place"),
) -> Number:
    """Care near home, places weighted by people."""
    return unmet, primary, community, mental, prevention, loss, local / (local + hospital)


@rule("record", of="acute", writes="in_deficit")
def in_deficit(gap: Number = now("trust_gap")) -> Number:
    """Whether the trust overspends."""
    return flag(gap > 0.0)


@rule("record", of="council", writes="is_partner_in is_outside is_frozen")
def council_flags(stance: Number = now("stance"), frozen: Number = now("frozen")) -> Number:
    """Whether the council is bound as a partner in, stands outside, or is under a section 114 freeze."""
    return flag(stance > PART_IN), flag(stance < PART_OUTSIDE), flag(frozen > 0.0)


@rule(
    "record",
    of="icb",
    writes="trusts_in_deficit reserves_months medium_gap_system supported_councils pooled_share partner_in",
)
def books(
    deficits: Number = total("in_deficit", of="hospitals"),
    reserves: Number = total("reserves", of="every_council"),
    care: Number = total("care_spend", of="every_council"),
    gap: Number = total("medium_gap", of="every_council"),
    funding: Number = total("funding", of="every_council"),
    supported: Number = total("supported", of="councils"),
    pooled: Number = total("pooled_share", of="councils"),
    bound: Number = total("is_partner_in", of="councils"),
) -> Number:
    """Trusts in deficit, council reserves and gaps, support, pooling, partners in."""
    return deficits, reserves / care, gap / funding, supported, pooled, bound


@rule("record", of="icb", writes="strategy_distance capability_mean spread_real overrides_year interventions_year")
def who_decides(
    target: Number = now("strategy_target", of="icp"),
    spent: Number = now("local_money_share"),
    capability: Number = total("capability", of="places"),
    square: Number = total("place_power_squared", of="places"),
    overridden: Number = total("overridden", of="places"),
    intervened: Number = now("intervened"),
) -> Number:
    """Distance from strategy, maturity, spread of delegation, overrides and interventions as yearly rates."""
    return size(target - spent), capability, sqrt(square), 12.0 * overridden, 12.0 * intervened


@rule("observe", of="place", writes="place_power_squared")
def power_squared(power: Number = now("place_power"), mean: Number = now("mean_real_place", of="icb")) -> Number:
    """For the spread between places."""
    return (power - mean) * (power - mean)


@rule("record", of="icb", writes="trust_overall trust_council trust_place trust_acute trust_centre trust_lowest")
def together(
    overall: Number = total("trust", of="all_ties"),
    council: Number = total("trust", of="icb_council_ties"),
    place: Number = total("trust", of="icb_place_ties"),
    acute: Number = total("trust", of="icb_acute_ties"),
    centre: Number = total("trust", of="centre_ties"),
    smallest: Number = lowest("trust", of="all_ties"),
) -> Number:
    """Trust overall, by kind of relationship, and the lowest."""
    return overall, council, place, acute, centre, smallest


@rule(
    "record",
    of="icb",
    writes="contribution_mean joint_work_mean joint_practice_mean care_engagement_mean vcse_engagement_mean",
)
def joint_work_record(
    given: Number = total("given_by_partners", of="places"),
    work: Number = total("joint_work", of="places"),
    practice: Number = total("joint_practice", of="places"),
    care: Number = total("engagement", of="care_by_people"),
    vcse: Number = total("engagement", of="vcse_by_people"),
) -> Number:
    """Joint work, places weighted by people."""
    return given, work, practice, care, vcse


@rule(
    "record",
    of="icb",
    writes="councils_outside councils_frozen near_gap_system council_voice claw_backs_year balance_discounted",
)
def councils_record(
    outside: Number = total("is_outside", of="councils"),
    frozen: Number = total("is_frozen", of="councils"),
    gap: Number = total("near_gap", of="every_council"),
    funding: Number = total("funding", of="every_council"),
    voice: Number = total("voice", of="councils"),
    clawed: Number = total("clawed_share", of="places"),
    balance: Number = now("nhs_balance"),
    people: Number = now("population"),
    month: Number = calendar("month"),
) -> Number:
    """Councils by stance and freeze, their near gap and voice; money clawed back (yearly rate); the NHS balance per
    resident (GBP a month) discounted at 3.5 % a year."""
    per_resident = balance * MILLION / people
    return outside, frozen, gap / funding, voice, 12.0 * clawed, per_resident * discounting(MONEY_DISCOUNT, month)


@rule("record", of="icb", writes="referrals_year public_trust_mean")
def openness(
    referred: Number = total("referred", of="councils"), public: Number = total("public_trust", of="places")
) -> Number:
    """Referrals of contested change as a yearly rate per council, and the public's trust."""
    return 12.0 * referred, public
