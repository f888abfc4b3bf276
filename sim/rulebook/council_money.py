"""M5 Money of councils: settlement, care costs, savings, reserves, exceptional support, section 114.

GBP million a month, real terms. A council must balance its budget and meet its care duties: both are hard. Reserves
and one-off savings close a near gap and widen a later one.
"""

from sim.ops import Number, clip, either, flag, least, maximum, positive, where
from sim.rules import Deciding, calendar, last, normal, now, rule, total, uniform

MECHANISM = "M5"

LEAST_FEE, MOST_FEE = 0.7, 1.5
"""Guards of care fees relative to the start."""

MEDIUM_TERM = 3.0
"""Years ahead that a medium-term financial plan looks."""


@rule("start", of="council", writes="care_spend other_spend public_health funding reserves fee_index supported")
def starting_budget(
    care: Number = now("care_start"),
    other: Number = now("other_start"),
    public_health: Number = now("public_health_start"),
    reserves: Number = now("reserves_start"),
    supported: Number = now("supported_start"),
    *,
    initial_council_gap: Number,
) -> Number:
    """A council starts with a budget gap that it has covered from reserves."""
    funding = (care + other) * (1.0 - initial_council_gap)
    return care, other, public_health, funding, reserves, 1.0, supported


@rule("council budgets", of="council", writes="funding public_health public_health_volume unsettled")
def settlement(
    funding: Number = last("funding"),
    grant: Number = last("public_health"),
    grant_start: Number = now("public_health_start"),
    prices: Number = now("price_index", of="national"),
    year: Number = calendar("year"),
    z: Number = normal("council settlement"),
    *,
    council_growth: Number,
    council_settlement_noise: Number,
    public_health_growth: Number,
    settlement_length: Number,
) -> Number:
    """Core funding (grants and tax) and the ring-fenced public health grant; a longer settlement is a surer one."""
    later = flag(year >= 1.0)
    noise = council_settlement_noise * z / settlement_length
    new_grant = grant * (1.0 + public_health_growth * later)
    return (
        funding * (1.0 + (council_growth + noise) * later),
        new_grant,
        new_grant / (grant_start * prices),
        1.0 / settlement_length,
    )


@rule("council budgets", of="council", writes="care_wanted other_wanted gap")
def budget_gap(
    care: Number = last("care_spend"),
    other: Number = last("other_spend"),
    one_off: Number = last("one_off"),
    funding: Number = now("funding"),
    inflation: Number = now("excess_inflation", of="national"),
    fees: Number = now("fee_rise"),
    year: Number = calendar("year"),
    *,
    care_demand_growth: Number,
    other_pressure: Number,
    care_part_of_one_off: Number,
) -> Number:
    """What care and other services would cost next year, and the gap to funding; one-off savings come back."""
    later = flag(year >= 1.0)
    care_next = care * (1.0 + (care_demand_growth + inflation + fees) * later) + care_part_of_one_off * one_off
    other_next = other * (1.0 + (other_pressure + inflation) * later) + (1.0 - care_part_of_one_off) * one_off
    return care_next, other_next, care_next + other_next - funding


@rule("council budgets", of="council", writes="care_duty_binds")
def care_duty(
    unmet: Number = total("unmet_need", of="places", month="last"),
    start: Number = total("unmet_need_start", of="places"),
    *,
    care_duty_threshold: Number,
) -> Number:
    """The Care Act duty is hard: once unmet need is far enough above its start, care is not cut further."""
    return flag(unmet > care_duty_threshold * start)


@rule(
    "council budgets",
    of="council",
    writes="savings",
    decides=Deciding(
        "savings",
        "least",
        high=1000.0,
        hard=("most it can save in a year", "care duty: no cuts to care while need goes unmet"),
    ),
)
def savings(
    gap: Number = now("gap"),
    care: Number = now("care_wanted"),
    other: Number = now("other_wanted"),
    duty: Number = now("care_duty_binds"),
    *,
    most_savings: Number,
) -> Number:
    """A council saves what its gap needs, as far as it can without failing its duties (GBP million a month)."""
    terms = {
        "gap to close": positive(gap),
        "most it can save in a year": most_savings * (care + other),
        "care duty: no cuts to care while need goes unmet": most_savings * (other + care * (1.0 - duty)),
    }
    return least(terms.values()), terms


@rule("council budgets", of="council", writes="care_spend other_spend one_off fee_index care_cut")
def budget(
    care: Number = now("care_wanted"),
    other: Number = now("other_wanted"),
    saved: Number = now("savings"),
    fee: Number = last("fee_index"),
    duty: Number = now("care_duty_binds"),
    rise: Number = now("fee_rise"),
    *,
    care_saving_share: Number,
    one_off_share: Number,
    cut_on_fees: Number,
) -> Number:
    """Savings fall on care and on other services; part is one-off; squeezed care money squeezes fees."""
    from_care = care_saving_share * saved * (1.0 - duty)
    cut = from_care / care
    return (
        care - from_care,
        other - (saved - from_care),
        one_off_share * saved,
        clip(fee * (1.0 + rise - cut_on_fees * cut), LEAST_FEE, MOST_FEE),
        cut,
    )


@rule("money", of="council", writes="frozen")
def section_114(
    frozen: Number = last("frozen"),
    reserves: Number = last("reserves"),
    u: Number = uniform("section 114"),
    *,
    section_114_hazard: Number,
    freeze_length: Number,
) -> Number:
    """A section 114 notice: without reserves, and so on exceptional support; it freezes spending for a time."""
    p = section_114_hazard * flag(reserves <= 0.0)
    return where(frozen > 0.0, positive(frozen - 1.0), freeze_length * flag(u < p))


@rule(
    "money",
    of="council",
    writes="care_paid other_paid exceptional_support reserves supported near_gap near_gap_share care_volume",
)
def council_year(
    care: Number = now("care_spend"),
    other: Number = now("other_spend"),
    funding: Number = now("funding"),
    reserves: Number = last("reserves"),
    supported: Number = last("supported"),
    frozen: Number = now("frozen"),
    fee: Number = now("fee_index"),
    care_start: Number = now("care_start"),
    prices: Number = now("price_index", of="national"),
    transition: Number = now("transition_cost"),
    *,
    freeze_saving: Number,
    support_reserve_months: Number,
) -> Number:
    """The month's spending; reserves take the difference; exceptional support comes before they run below zero."""
    other_paid = other * (1.0 - freeze_saving * flag(frozen > 0.0))
    drawn = care + other_paid + transition - funding
    after = reserves - drawn
    support = positive(0.0 - after)
    thin = flag(after < support_reserve_months * care)
    needs_support = flag(either(support > 0.0, (supported * thin) > 0.0))
    volume = care / (care_start * prices * fee)
    return care, other_paid, support, maximum(after, 0.0), needs_support, drawn, drawn / funding, volume


@rule("money", of="council", writes="medium_gap")
def medium_gap(
    gap: Number = now("near_gap"),
    one_off: Number = now("one_off"),
    care: Number = now("care_spend"),
    *,
    care_demand_growth: Number,
    council_growth: Number,
) -> Number:
    """The gap expected in three years if nothing more is done: today's, plus one-off savings that come back."""
    return gap + one_off + MEDIUM_TERM * care * positive(care_demand_growth - council_growth)


@rule("money", of="care", writes="income")
def income_of_care_providers(
    care: Number = total("care_paid", of="paying_councils"), pool: Number = total("pool_nhs", of="paying_councils")
) -> Number:
    """Care providers are paid by councils and pools, for the people of their place."""
    return care + pool
