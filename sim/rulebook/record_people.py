"""The record by place, council and community. Communities never change, so footprints are compared by them.

What a place decides or provides reaches a community through the places its people belong to, and hospital care through
the trusts that treat them, both by people. Nothing here feeds back.
"""

from sim.ops import Number
from sim.rulebook.record import HEALTH_DISCOUNT, discounting
from sim.rules import calendar, now, rule, total

MECHANISM = "record"


@rule("record", of="place", writes="local_money_share overrides_year claw_backs_year care_engaged vcse_engaged")
def place_in_detail(
    hospital: Number = now("hospital_money"),
    local: Number = now("local_money"),
    overridden: Number = now("overridden"),
    clawed: Number = now("clawed_share"),
    care: Number = now("engagement", of="care"),
    vcse: Number = now("engagement", of="vcse"),
) -> Number:
    """Money outside hospital, overrides and claw-backs as yearly rates, and the engagement of the place's providers."""
    return local / (local + hospital), 12.0 * overridden, 12.0 * clawed, care, vcse


@rule("record", of="community", writes="healthy_years healthy_years_discounted inside_gap waits_18 four_hours")
def people_of_community(
    gain: Number = total("health_gain", of="groups"),
    more: Number = total("ill_health", of="more_deprived_groups"),
    less: Number = total("ill_health", of="less_deprived_groups"),
    waits: Number = total("within_18_weeks", of="hospitals"),
    four_hours: Number = total("four_hours", of="hospitals"),
    month: Number = calendar("month"),
) -> Number:
    """Health of a community and the gap between its halves; waits at the trusts that treat its people."""
    discounted = gain * discounting(HEALTH_DISCOUNT, month)
    return gain, discounted, (more - less) * 1000.0 / 12.0, waits, four_hours


@rule(
    "record",
    of="community",
    writes="access_primary access_community access_mental unmet_need delay_index prevention joint_practice "
    "public_trust spending_per_need place_power centre_share",
)
def care_of_community(
    primary: Number = total("access_primary", of="places"),
    community: Number = total("access_community", of="places"),
    mental: Number = total("access_mental", of="places"),
    unmet: Number = total("unmet_need", of="places"),
    delay: Number = total("delay_index", of="places"),
    prevention: Number = total("prevention", of="places"),
    practice: Number = total("joint_practice", of="places"),
    public: Number = total("public_trust", of="places"),
    spending: Number = total("spending_per_need", of="places"),
    power: Number = total("place_power", of="places"),
    centre: Number = total("centre_share", of="places"),
) -> Number:
    """Care near home, money and decisions of the places that a community's people belong to."""
    return primary, community, mental, unmet, delay, prevention, practice, public, spending, power, centre


@rule(
    "record",
    of="council",
    writes="healthy_years inside_gap unmet_need access_primary access_community access_mental prevention waits_18 "
    "place_power joint_practice",
)
def people_of_council(
    gain: Number = total("healthy_years", of="communities"),
    gap: Number = total("inside_gap", of="communities"),
    unmet: Number = total("unmet_need", of="communities"),
    primary: Number = total("access_primary", of="communities"),
    community: Number = total("access_community", of="communities"),
    mental: Number = total("access_mental", of="communities"),
    prevention: Number = total("prevention", of="communities"),
    waits: Number = total("waits_18", of="communities"),
    power: Number = total("place_power", of="communities"),
    practice: Number = total("joint_practice", of="communities"),
) -> Number:
    """A council's people, from its communities, weighted by people."""
    return gain, gap, unmet, primary, community, mental, prevention, waits, power, practice


@rule("record", of="council", writes="reserves_months medium_gap_share")
def council_books(
    reserves: Number = now("reserves"),
    care: Number = now("care_spend"),
    gap: Number = now("medium_gap"),
    funding: Number = now("funding"),
) -> Number:
    """A council's reserves in months of care spending, and its medium-term gap as a share of funding."""
    return reserves / care, gap / funding
