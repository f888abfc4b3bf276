"""M5 Money of the NHS: allocation, spending by remit, contracts, deficits and the belief in rescue.

GBP million a month, real terms. Every pound paid is somebody's income: ``record`` checks it each month. The soft
budget follows Kornai, Maskin and Roland (2003, J. Econ. Lit. 41:1095-1136) in reduced form: a belief of rescue,
learned from rescues, lowers the effort to save.
"""

from sim.definitions import MIDDLE, SEGMENTS
from sim.ops import Number, clip, flag, positive, share, toward, where
from sim.rules import Deciding, by_choice, calendar, last, now, rule, total, uniform

MECHANISM = "M5"

USUAL_ACTIVITY_PAYMENT = 0.3
"""Part of contracts paid by activity under today's arrangements, which starting activity reflects."""

SETTLED_YEARS = 3.0
"""Years, after the first, that a spending review has settled: that of 2025 runs to 2028/29."""

MOST_ICB_GAP, MOST_TRUST_GAP = 0.12, 0.2
"""Guards of an overspend, as a share of the ICB's allocation and of a trust's income."""


def saving_effort(efficiency: Number, belief: Number, belief_on_saving: Number) -> Number:
    """Recurrent saving (a year), lower where a rescue is believed in: efficiency x (1 - b belief)."""
    return efficiency * (1.0 - belief_on_saving * belief)


@rule("start", of="place", writes="money_share")
def money_shares(need: Number = now("need_place"), whole: Number = total("need_place", of="every_place")) -> Number:
    """A place's share of the money follows its need."""
    return need / whole


@rule("start", of="icb", writes="allocation running_cost icb_gap rescue_belief")
def starting_money(
    allocation: Number = now("allocation_start"),
    running: Number = now("running_cost_start"),
    balance: Number = now("balance_start"),
    *,
    initial_rescue_belief: Number,
    icb_part_of_deficit: Number,
) -> Number:
    """The month's allocation, running costs, the ICB's own starting deficit and belief."""
    return allocation, running, positive(0.0 - balance) * icb_part_of_deficit, initial_rescue_belief


@rule("settlement", of="icb", writes="allocation")
def allocation(
    money: Number = last("allocation"),
    year: Number = calendar("year"),
    *,
    nhs_growth: Number,
    nhs_growth_later: Number,
) -> Number:
    """Each April after the first the allocation grows in real terms: by what is settled, then at another rate."""
    growth = where(year <= SETTLED_YEARS, nhs_growth, nhs_growth_later)
    return money * (1.0 + growth * flag(year >= 1.0))


@rule(
    "settlement",
    of="icb",
    writes="rescued",
    decides=Deciding("rescue of deficits", "chance", by="national", high=1.0),
)
def rescue(
    deficit: Number = last("deficit_share"),
    politics: Number = now("political_pressure", of="national"),
    segment: Number = last("segment"),
    u: Number = uniform("rescue"),
    *,
    rescue_base: Number,
    rescue_size_effect: Number,
    politics_on_rescue: Number,
    deficit_noticed: Number,
    support_withdrawn: Number,
) -> Number:
    """The centre covers last year's deficit with a chance that rises with its size and with politics; from a system in
    the worst oversight segment support may be withdrawn as a sanction."""
    chance = rescue_base + rescue_size_effect * deficit + politics_on_rescue * (politics - MIDDLE)
    withdrawn = support_withdrawn * flag(segment >= SEGMENTS)
    p = share(chance * (1.0 - withdrawn) * flag(deficit > deficit_noticed))
    return flag(u < p), {"p": p, "u": u}


@rule("settlement", of="icb", writes="rescue_belief support")
def rescue_learning(
    belief: Number = last("rescue_belief"),
    rescued: Number = now("rescued"),
    deficit: Number = last("deficit_share"),
    money: Number = now("allocation"),
    *,
    rescue_learning_rate: Number,
    deficit_noticed: Number,
) -> Number:
    """Belief moves towards what happened, where there was a deficit; support is paid over the year."""
    in_deficit = flag(deficit > deficit_noticed)
    learned = belief + rescue_learning_rate * in_deficit * (rescued - belief)
    return share(learned), rescued * deficit * money


@rule("money", of="icb", writes="icb_gap")
def icb_gap(
    gap: Number = last("icb_gap"),
    inflation: Number = now("excess_inflation", of="national"),
    belief: Number = now("rescue_belief"),
    *,
    cost_pressure: Number,
    efficiency: Number,
    gap_response: Number,
    belief_on_saving: Number,
    icb_exposure: Number,
    icb_surplus_limit: Number,
) -> Number:
    """The ICB's own overspend as a share of its allocation: pressure less saving."""
    saving = saving_effort(efficiency, belief, belief_on_saving) + gap_response * gap
    new_gap = gap + icb_exposure * (inflation + cost_pressure - saving) / 12.0
    return clip(new_gap, 0.0 - icb_surplus_limit, MOST_ICB_GAP)


@rule("money", of="icb", writes="services_money nhs_pool_paid", opening=True)
def services_money(
    money: Number = now("allocation"),
    earmarked: Number = now("earmarked"),
    running: Number = now("running_cost"),
    gap: Number = now("icb_gap"),
    pool: Number = total("pool_nhs", of="every_council"),
    transition: Number = now("transition_cost"),
) -> Number:
    """What the ICB spends on services, the money of initiatives among it, and its payments into pools."""
    return (money + earmarked - running - pool - transition) * (1.0 + gap), pool


@rule("money", of="remit", writes="blended_mix")
def blended_mix(
    own: Number = now("place_mix"),
    system: Number = now("mix", of="service"),
    power: Number = now("real_place"),
    free_to_differ: Number = now("free_to_differ", of="icb"),
) -> Number:
    """A place's spending mix counts for the share it really decides, less what is prescribed nationally."""
    free = power * free_to_differ
    return free * own + (1.0 - free) * system


@rule("money", of="remit", writes="spending effective volume", opening=True)
def spending(
    mix: Number = now("blended_mix"),
    whole: Number = total("blended_mix", of="siblings"),
    money: Number = now("services_money", of="icb"),
    part: Number = now("money_share", of="place"),
    loss: Number = now("loss"),
    prices: Number = now("price_index", of="national"),
    start: Number = now("effective_start"),
) -> Number:
    """Spending, effective spending (M8) at constant prices, and that relative to the start."""
    spent = money * part * mix / whole
    effective = spent * (1.0 - loss) / prices
    return spent, effective, effective / start


@rule("money", of="place", writes="hospital_money local_money hospital_volume local_volume", opening=True)
def place_money(
    hospital: Number = total("spending", of="hospital_remits"),
    local: Number = total("spending", of="local_remits"),
    hospital_effective: Number = total("effective", of="hospital_remits"),
    local_effective: Number = total("effective", of="local_remits"),
    hospital_start: Number = total("effective_start", of="hospital_remits"),
    local_start: Number = total("effective_start", of="local_remits"),
) -> Number:
    """A place's money in and out of hospital, and its effective volume relative to the start."""
    return hospital, local, hospital_effective / hospital_start, local_effective / local_start


@rule("money", of="place", writes="money_per_activity")
def money_per_activity(
    money: Number = now("hospital_money"), active: Number = total("activity", of="hospitals")
) -> Number:
    """Hospital money per unit of activity: the tariff that keeps the total paid at the total budgeted."""
    return money / active


@rule("money", of="acute", writes="income_icb funding_index activity_incentive")
def acute_income(
    block: Number = total("hospital_money", of="paying_places"),
    tariff: Number = total("money_per_activity", of="paying_places"),
    active: Number = now("activity"),
    effective: Number = total("hospital_volume", of="places"),
    *,
    activity_payment: Number,
    payment_incentive: Number,
) -> Number:
    """Contract income, part block and part by activity; the funding of care relative to the start; and the pull of
    payment by activity on treatment."""
    income = (1.0 - activity_payment) * block + activity_payment * active * tariff
    return income, effective, 1.0 + payment_incentive * (activity_payment - USUAL_ACTIVITY_PAYMENT)


@rule("money", of="acute", writes="income cost trust_gap balance")
def acute_balance(
    icb_income: Number = now("income_icb"),
    outside: Number = now("outside_income"),
    growth: Number = now("allocation", of="icb"),
    growth_start: Number = now("allocation_start", of="icb"),
    gap: Number = last("trust_gap"),
    inflation: Number = now("excess_inflation", of="national"),
    vacancies: Number = now("nhs_vacancies", of="icb"),
    belief: Number = now("rescue_belief", of="icb"),
    authority: Number = last("authority", of="icb"),
    cooperation: Number = total("contribution", of="trust_in_place", month="last"),
    own: Number = by_choice("control_total", "saving_kept", organisation=1.0),
    *,
    cost_pressure: Number,
    efficiency: Number,
    gap_response: Number,
    trust_independence: Number,
    nhs_vacancy_mean: Number,
    belief_on_saving: Number,
    independence_on_saving: Number,
    incentive_on_saving: Number,
    agency_cost: Number,
    trust_surplus_limit: Number,
) -> Number:
    """Income, cost and balance of an acute trust.

    Its gap grows with inflation, cost pressure and agency staff and shrinks with saving, whose incentive is its own
    share of the total plus, under a system total, cooperation times ICB authority for the rest.
    """
    incentive = own + (1.0 - own) * cooperation * (1.0 - independence_on_saving * trust_independence) * authority
    with_incentive = (1.0 - incentive_on_saving) + incentive_on_saving * incentive
    effort = saving_effort(efficiency, belief, belief_on_saving) * with_incentive + gap_response * gap
    pressure = inflation + cost_pressure + agency_cost * (vacancies - nhs_vacancy_mean)
    new_gap = clip(gap + (pressure - effort) / 12.0, 0.0 - trust_surplus_limit, MOST_TRUST_GAP)
    income = icb_income + outside * growth / growth_start
    return income, income * (1.0 + new_gap), new_gap, 0.0 - income * new_gap


@rule("money", of="place", writes="community_money", opening=True)
def community_money(
    community: Number = now("spending", of="community_remit"),
    mental: Number = now("spending", of="mental_health_remit"),
) -> Number:
    """Money for community and mental health care."""
    return community + mental


@rule("money", of="mhc", writes="income_from_icb income cost trust_gap balance")
def community_trust_balance(
    money: Number = total("community_money", of="paying_places"),
    outside: Number = now("outside_income"),
    growth: Number = now("allocation", of="icb"),
    growth_start: Number = now("allocation_start", of="icb"),
    gap: Number = last("trust_gap"),
    inflation: Number = now("excess_inflation", of="national"),
    belief: Number = now("rescue_belief", of="icb"),
    *,
    cost_pressure: Number,
    efficiency: Number,
    gap_response: Number,
    belief_on_saving: Number,
    community_pressure: Number,
    trust_surplus_limit: Number,
    nhs_part_of_community: Number,
) -> Number:
    """The same for a mental health and community trust, whose pressure is lower."""
    effort = saving_effort(efficiency, belief, belief_on_saving) + gap_response * gap
    pressure = community_pressure * (inflation + cost_pressure)
    new_gap = clip(gap + (pressure - effort) / 12.0, 0.0 - trust_surplus_limit, MOST_TRUST_GAP)
    from_icb = money * nhs_part_of_community
    income = from_icb + outside * growth / growth_start
    return from_icb, income, income * (1.0 + new_gap), new_gap, 0.0 - income * new_gap


@rule("money", of="place", writes="other_provider_income primary_income")
def other_income(
    hospital: Number = now("hospital_money"),
    inside: Number = now("hospital_share_inside"),
    community: Number = now("community_money"),
    community_inside: Number = now("community_share_inside"),
    primary: Number = now("spending", of="primary_remit"),
    *,
    nhs_part_of_community: Number,
) -> Number:
    """Income of providers outside the system and outside the NHS, and of primary care."""
    return hospital * (1.0 - inside) + community * (1.0 - nhs_part_of_community * community_inside), primary


@rule("money", of="primary", writes="income")
def income_of_primary_care(income: Number = now("primary_income", of="place")) -> Number:
    """Primary care is paid by contract."""
    return income


@rule("money", of="vcse", writes="income")
def income_of_voluntary_sector(
    money: Number = now("other_provider_income", of="place"), *, vcse_grants: Number
) -> Number:
    """The voluntary sector's small grants, part of what providers outside the NHS receive."""
    return vcse_grants * money


@rule("money", of="icb", writes="icb_balance nhs_balance balance_year deficit_share accumulated")
def system_balance(
    money: Number = now("allocation"),
    earmarked: Number = now("earmarked"),
    running: Number = now("running_cost"),
    pool: Number = now("nhs_pool_paid"),
    services: Number = now("services_money"),
    acute: Number = total("balance", of="every_acute"),
    community: Number = total("balance", of="every_mhc"),
    smoothed: Number = last("balance_year"),
    support: Number = now("support"),
    before: Number = last("accumulated"),
    transition: Number = now("transition_cost"),
) -> Number:
    """The ICB's and the system's balance (GBP million a month; before support), the year's deficit share, and what has
    accumulated once deficit support is paid in."""
    own = money + earmarked - running - pool - services - transition
    whole = own + acute + community
    year = toward(smoothed, whole / money, 12.0)
    return own, whole, year, positive(0.0 - year), before + whole + support


@rule("baseline", of="acute", writes="outside_income trust_gap activity funding_index")
def starting_acute_money(
    income: Number = now("income_start"),
    from_icb: Number = total("hospital_money", of="paying_places"),
    balance: Number = now("balance_start", of="icb"),
    *,
    acute_part_of_deficit: Number,
) -> Number:
    """Income from elsewhere explains what the ICB's contract does not; the starting gap is the system's."""
    return positive(income - from_icb), positive(0.0 - balance) * acute_part_of_deficit, 1.0, 1.0


@rule("baseline", of="mhc", writes="outside_income trust_gap")
def starting_community_money(
    income: Number = now("income_start"),
    from_icb: Number = total("community_money", of="paying_places"),
    balance: Number = now("balance_start", of="icb"),
    *,
    nhs_part_of_community: Number,
    community_part_of_deficit: Number,
) -> Number:
    """The same for mental health and community trusts, whose gap is smaller."""
    return positive(income - from_icb * nhs_part_of_community), positive(0.0 - balance) * community_part_of_deficit


@rule("start", of="icb", writes="balance_year deficit_share")
def starting_balance(balance: Number = now("balance_start")) -> Number:
    """The balance with which the system starts."""
    return balance, positive(0.0 - balance)


@rule("baseline", of="remit", writes="effective_start volume")
def starting_volume(effective: Number = now("effective")) -> Number:
    """Effective spending at the start, against which volumes are measured."""
    return effective, 1.0


@rule("baseline", of="place", writes="hospital_volume local_volume")
def starting_place_volume() -> Number:
    """Volumes start at 1."""
    return 1.0, 1.0
