"""M11 Pooled budgets: section 75 pools between the NHS and each council, the smaller of two offers.

The Better Care Fund is the mandated floor. GBP million a month.
"""

from sim.definitions import IN_FORCE, MILLION
from sim.ops import Number, clip, flag, least, maximum, minimum, positive, share, where
from sim.ops import total as add
from sim.rules import Deciding, calendar, last, now, rule, total, uniform

MECHANISM = "M11"

LEAST_POOL = 0.01
"""GBP million a month below which a pool is no base for a share that fell."""


@rule("start", of="council", writes="mandated_pool pool_nhs pool_council pool_start")
def starting_pool(people: Number = now("population"), *, pool_mandated: Number, pool_initial: Number) -> Number:
    """Mandated and voluntary pooling at the start; parameters are GBP a head a year."""
    floor = people * pool_mandated / (12.0 * MILLION)
    held = people * pool_initial / (12.0 * MILLION)
    return floor, maximum(held, floor), maximum(held - floor, 0.0), maximum(held, floor)


@rule("strategy", of="icp", writes="aim_to_pool", decides=Deciding("pooling aim", "sum"))
def aim_to_pool(*, pooling_aim: Number) -> Number:
    """With its strategy the ICP sets how much of care money partners aim to pool."""
    terms = {"what partners set out to pool": 1.0 * pooling_aim}
    return add(terms.values()), terms


@rule(
    "pooling",
    of="council",
    writes="icb_offer",
    decides=Deciding("pooling offer of the ICB", "least", by="icb", high=1000.0, hard=("what its balance allows",)),
)
def icb_offer(
    care: Number = now("care_spend"),
    trust: Number = last("trust", of="trust_of_icb"),
    floor: Number = now("mandated_pool"),
    money: Number = now("allocation", of="icb"),
    deficit: Number = last("deficit_share", of="icb"),
    people: Number = now("population"),
    everyone: Number = now("population", of="icb"),
    aim: Number = now("aim_to_pool", of="icp"),
    *,
    pooling_without_trust: Number,
    pooling_on_trust: Number,
    deficit_that_stops_pools: Number,
) -> Number:
    """What the ICB offers to pool with a council: its aim, tempered by trust, within what its balance allows."""
    trusting = pooling_without_trust + pooling_on_trust * trust
    terms = {
        "its aim, as far as it trusts the council": floor + aim * care * trusting,
        "what its balance allows": floor + positive(deficit_that_stops_pools - deficit) * money * people / everyone,
    }
    return least(terms.values()), terms


@rule(
    "pooling",
    of="council",
    writes="council_offer",
    decides=Deciding(
        "pooling offer of the council",
        "least",
        high=1000.0,
        hard=(
            "red line: a balanced budget",
            "red line: statutory duties",
            "red line: care money for care in its area",
            "red line: agreed exit terms",
            "red line: a business case",
            "no pool under a section 114 notice",
        ),
    ),
)
def council_offer(
    care: Number = now("care_spend"),
    trust: Number = last("trust", of="trust_in_icb"),
    stance: Number = now("stance"),
    gap: Number = now("gap"),
    funding: Number = now("funding"),
    unsettled: Number = now("unsettled"),
    frozen: Number = last("frozen"),
    duty: Number = now("care_duty_binds"),
    before: Number = last("pool_agreed"),
    icb_total: Number = now("icb_offer"),
    floor: Number = now("mandated_pool"),
    insisted: Number = now("red_lines_hold", of="icb"),
    exit_terms: Number = now("exit_agreed", of="icb"),
    practice: Number = total("joint_practice", of="places", month="last"),
    aim: Number = now("aim_to_pool", of="icp"),
    *,
    pooling_outside: Number,
    council_pooling_without_trust: Number,
    unsettled_on_pooling: Number,
    pooling_without_exit: Number,
    exit_on_pooling: Number,
    gap_that_stops_pools: Number,
    care_money_kept: Number,
    pool_held_without_exit: Number,
    practice_for_a_case: Number,
) -> Number:
    """What a council offers to pool beyond the mandated money.

    Its wish falls with unsettled funding and rises with trust, exit terms and stance (whole for a partner *in*, 2);
    its red lines are hard, whatever the trust: a balanced budget, statutory duties (no more goes into a pool while too
    much need for care goes unmet), care money for care alone, exit terms, a business case (which those who practise
    joint work can make), and no pool while discretionary spending is frozen.
    """
    by_stance = pooling_outside + (1.0 - pooling_outside) / 2.0 * stance
    by_terms = pooling_without_exit + exit_on_pooling * exit_terms
    settled = 1.0 - unsettled_on_pooling * unsettled
    willing = by_stance * (council_pooling_without_trust + trust) * settled * by_terms
    short = clip(gap / (gap_that_stops_pools * funding), 0.0, 1.0)
    terms = {
        "what it wishes to pool": aim * care * willing,
        "red line: a balanced budget": care * (1.0 - short * insisted),
        "red line: statutory duties": care - positive(care - before) * duty * insisted,
        "red line: care money for care in its area": care * (1.0 - care_money_kept * insisted),
        "red line: agreed exit terms": care * (1.0 - pool_held_without_exit * (1.0 - exit_terms) * insisted),
        "red line: a business case": care * (1.0 - (1.0 - share(practice / practice_for_a_case)) * insisted),
        "no pool under a section 114 notice": care * flag(frozen <= 0.0),
        "what the ICB puts in": positive(icb_total - floor),
    }
    return least(terms.values()), terms


@rule("pooling", of="council", writes="refused", decides=Deciding("refusal to ratify the pool", "chance"))
def ratify(
    stance: Number = now("stance"),
    trust: Number = last("trust", of="trust_in_icb"),
    u: Number = uniform("ratification"),
    *,
    ratification: Number,
    refusal_hazard: Number,
) -> Number:
    """What a partner *to* agreed in principle is sometimes refused when the council is asked to confirm it."""
    p = share(refusal_hazard * ratification * (1.0 - trust) * flag(stance < 2.0))
    return flag(u < p), {"p": p, "u": u}


@rule("pooling", of="council", writes="pool_agreed left_pool")
def agree_pool(
    theirs: Number = now("icb_offer"),
    ours: Number = now("council_offer"),
    refused: Number = now("refused"),
    before: Number = now("pool_agreed"),
    floor: Number = now("mandated_pool"),
    month: Number = calendar("month"),
    *,
    fall_that_is_leaving: Number,
) -> Number:
    """The pool is the smaller of two offers, on both sides, and what is refused does not grow.

    A large fall outside agreed terms is a council leaving.
    """
    offered = least((positive(theirs - floor), ours))
    agreed = where(refused > IN_FORCE, minimum(offered, before), offered)
    fell = share((before - agreed) / maximum(before, LEAST_POOL))
    return agreed, flag(fell > fall_that_is_leaving) * flag(month > 0.0)


@rule("events", of="council", writes="left_pool")
def nobody_leaves() -> Number:
    """Leaving a pool is an event of one month."""
    return 0.0


@rule("events", of="council", writes="pool_nhs pool_council pool_for_care pool_agreed")
def pay_pool(
    nhs: Number = last("pool_nhs"),
    council: Number = last("pool_council"),
    agreed: Number = last("pool_agreed"),
    floor: Number = now("mandated_pool"),
    start: Number = now("pool_start"),
    care_start: Number = now("care_start"),
    stance: Number = last("stance"),
    frozen: Number = last("frozen"),
    *,
    ratification: Number,
    pool_payment_speed: Number,
    ratification_on_payment: Number,
    pool_exit_speed: Number,
) -> Number:
    """Payments move to what was agreed; decisions 'in principle' that await ratification move more slowly. A section
    114 notice ends what was agreed beyond the mandated pool, and takes the council out of it by its agreed exit.

    NHS money above the starting pool buys care; it is given relative to the council's starting care spending.
    """
    paying = pool_payment_speed - ratification_on_payment * ratification * flag(stance < 2.0)
    speed = where(frozen > 0.0, pool_exit_speed, paying)
    stands = agreed * flag(frozen <= 0.0)
    nhs_now = nhs + (floor + stands - nhs) * speed
    return nhs_now, council + (stands - council) * speed, (nhs_now - start) / care_start, stands
