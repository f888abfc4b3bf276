"""The record of who decides: shares by holder, felt influence, trust by kind of relationship, recovery. Nothing here
feeds back."""

from sim.definitions import MILLION
from sim.ops import Number, flag, maximum
from sim.rulebook.record import MONEY_DISCOUNT, PART_IN, PART_OUTSIDE, discounting
from sim.rules import calendar, last, now, rule, total

MECHANISM = "record"


@rule("record", of="place", writes="announced_to_provider announced_to_centre held_by_provider held_by_centre")
def other_holders_of_place(
    announced_provider: Number = total("announced_provider", of="remits_by_money"),
    announced_centre: Number = total("announced_centre", of="remits_by_money"),
    formal_provider: Number = total("formal_provider", of="remits_by_money"),
    formal_centre: Number = total("formal_centre", of="remits_by_money"),
) -> Number:
    """What is announced for, and formally held by, providers and the centre at a place, services weighted by money."""
    return announced_provider, announced_centre, formal_provider, formal_centre


@rule("record", of="place", writes="announced_to_icb held_by_icb decided_by_icb")
def kept_by_the_icb(
    announced: Number = now("announced_share"),
    announced_provider: Number = now("announced_to_provider"),
    announced_centre: Number = now("announced_to_centre"),
    formal: Number = now("formal_share"),
    formal_provider: Number = now("held_by_provider"),
    formal_centre: Number = now("held_by_centre"),
    real: Number = now("place_power"),
    provider: Number = now("provider_share"),
    centre: Number = now("centre_share"),
) -> Number:
    """What is left to the ICB at a place: each kind of share sums to 1 over place, ICB, providers and centre."""
    return (
        1.0 - announced - announced_provider - announced_centre,
        1.0 - formal - formal_provider - formal_centre,
        1.0 - real - provider - centre,
    )


@rule(
    "record",
    of="icb",
    writes="announced_provider announced_centre announced_icb formal_provider formal_centre formal_icb real_icb",
)
def shares_by_holder(
    announced_provider: Number = total("announced_to_provider", of="places"),
    announced_centre: Number = total("announced_to_centre", of="places"),
    announced: Number = now("mean_announced"),
    formal_provider: Number = total("held_by_provider", of="places"),
    formal_centre: Number = total("held_by_centre", of="places"),
    formal: Number = now("mean_formal_place"),
    real: Number = now("mean_real_place"),
    provider: Number = now("mean_provider"),
    centre: Number = now("mean_centre"),
) -> Number:
    """Announced, formal and real shares of every holder but the place, places weighted by people.

    The ICB holds what nobody else does, so that each kind of share sums to 1 over place, ICB, providers and centre.
    """
    return (
        announced_provider,
        announced_centre,
        1.0 - announced - announced_provider - announced_centre,
        formal_provider,
        formal_centre,
        1.0 - formal - formal_provider - formal_centre,
        1.0 - real - provider - centre,
    )


@rule(
    "record",
    of="icb",
    writes="influence_places influence_acute influence_community_trusts influence_primary_care influence_councils "
    "influence_others influence_executive",
)
def felt_influence(
    board: Number = now("real_icb"),
    places: Number = now("mean_real_place"),
    providers: Number = now("mean_provider"),
    power_places: Number = now("power_places"),
    power_acute: Number = now("power_acute"),
    power_community: Number = now("power_community_trusts"),
    power_primary: Number = now("power_primary_care"),
    power_councils: Number = now("power_councils"),
    power_others: Number = now("power_others"),
    power_executive: Number = now("power_executive"),
    trust_places: Number = total("trust", of="trust_of_place"),
    trust_acute: Number = total("trust", of="trust_of_acute"),
    trust_community: Number = total("trust", of="trust_of_mhc"),
    trust_primary: Number = total("trust", of="trust_of_primary"),
    trust_councils: Number = total("trust", of="trust_of_council"),
    trust_others: Number = total("trust", of="trust_of_vcse"),
) -> Number:
    """Influence that each role can feel: what it really decides itself, and of what the board decides its voting power
    times its trust that the ICB acts on it.

    Acute trusts are taken to hold what providers decide. Nothing feels more than there is to decide: the sum over
    roles and the centre stays below 1.
    """
    return (
        places + board * power_places * trust_places,
        providers + board * power_acute * trust_acute,
        board * power_community * trust_community,
        board * power_primary * trust_primary,
        board * power_councils * trust_councils,
        board * power_others * trust_others,
        board * power_executive,
    )


@rule("record", of="icb", writes="action_per_time interventions_round_year")
def action(
    moved: Number = now("mix_moved"),
    members: Number = now("members"),
    delay: Number = now("decision_delay"),
    round_icb: Number = now("bypassed"),
) -> Number:
    """What a board moves in a year for the time its members give to deciding, and interventions round the ICB a year.

    GBP moved in or out of hospital per GBP million of spending, over members x months a decision takes (at least one).
    """
    return moved * MILLION / maximum(members * delay, 1.0), 12.0 * round_icb


@rule(
    "record",
    of="icb",
    writes="trust_national trust_region_trusts trust_icb_providers trust_icp trust_councils trust_council_place "
    "trust_council_acute trust_council_care trust_places trust_place_trusts trust_place_providers trust_trusts",
)
def trust_by_kind(
    national: Number = total("trust", of="national_ties"),
    region_trusts: Number = total("trust", of="region_trust_ties"),
    providers: Number = total("trust", of="icb_provider_ties"),
    icp: Number = total("trust", of="icp_ties"),
    councils: Number = total("trust", of="council_council_ties"),
    council_place: Number = total("trust", of="place_council_ties"),
    council_acute: Number = total("trust", of="council_acute_ties"),
    council_care: Number = total("trust", of="council_care_ties"),
    places: Number = total("trust", of="place_place_ties"),
    place_trusts: Number = total("trust", of="place_trust_ties"),
    place_providers: Number = total("trust", of="place_provider_ties"),
    trusts: Number = total("trust", of="acute_acute_ties"),
) -> Number:
    """Mean trust, both directions, in the kinds of relationship that ``record.together`` leaves out."""
    return (
        national,
        region_trusts,
        providers,
        icp,
        councils,
        council_place,
        council_acute,
        council_care,
        places,
        place_trusts,
        place_providers,
        trusts,
    )


@rule("record", of="acute", writes="recovery_entries")
def recovery_entries(
    before: Number = last("recovery_entries"), was: Number = last("in_recovery"), inside: Number = now("in_recovery")
) -> Number:
    """How often the trust has entered the recovery programme since the start."""
    return before + flag(inside > was)


@rule("record", of="icb", writes="months_to_recovery")
def months_to_recovery(
    months: Number = total("recovery_months", of="every_acute"),
    entries: Number = total("recovery_entries", of="every_acute"),
) -> Number:
    """Months in the recovery programme per entry so far; what still runs counts as far as it has come."""
    return months / maximum(entries, 1.0)


@rule("record", of="council", writes="is_partner_to referred_year")
def council_partner_to(stance: Number = now("stance"), referred: Number = now("referred")) -> Number:
    """Whether the council is a partner *to* the system: it supports the direction and keeps its sovereignty."""
    return flag(stance > PART_OUTSIDE) * flag(stance < PART_IN), 12.0 * referred


@rule(
    "record",
    of="icb",
    writes="partner_to prevention_money_share balance_per_head support_per_head support_per_head_discounted "
    "overspend_per_head overspend_per_head_discounted",
)
def money_over_the_run(
    partner_to: Number = total("is_partner_to", of="councils"),
    primary: Number = total("primary_income", of="every_place"),
    public_health: Number = total("public_health", of="every_council"),
    hospital: Number = total("hospital_money", of="every_place"),
    local: Number = total("local_money", of="every_place"),
    balance: Number = now("nhs_balance"),
    support: Number = total("exceptional_support", of="every_council"),
    overspent: Number = total("near_gap", of="every_council"),
    people: Number = now("population"),
    month: Number = calendar("month"),
) -> Number:
    """Councils that are partners *to*; the share of NHS and public health money for primary care, prevention and
    public health; NHS balance, exceptional support and councils' spending beyond funding (GBP per resident a month),
    the latter two also discounted at 3.5 % a year."""
    pounds = MILLION / people
    discount = discounting(MONEY_DISCOUNT, month)
    return (
        partner_to,
        (primary + public_health) / (hospital + local + public_health),
        balance * pounds,
        support * pounds,
        support * pounds * discount,
        overspent * pounds,
        overspent * pounds * discount,
    )
