"""M11 Pooled budgets: section 75 pools between the NHS and each council, the smaller of two offers.

The Better Care Fund is the mandated floor. GBP million a month.
"""

from sim.ops import Number, clip, flag, least, maximum, minimum, positive, share, where
from sim.rules import Deciding, calendar, last, now, rule, uniform

MECHANISM = "M11"


@rule("start", of="council", writes="mandated_pool pool_nhs pool_council pool_start")
def starting_pool(people: Number = now("population"), *, pool_mandated: Number, pool_initial: Number) -> Number:
    """Mandated and voluntary pooling at the start; parameters are GBP a head a year."""
    floor = people * pool_mandated / 12.0e6
    held = people * pool_initial / 12.0e6
    return floor, maximum(held, floor), maximum(held - floor, 0.0), maximum(held, floor)


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
    *,
    pooling_aim: Number,
) -> Number:
    """What the ICB offers to pool with a council: its aim, tempered by trust, within what its balance allows."""
    terms = {
        "its aim, as far as it trusts the council": floor + pooling_aim * care * (0.4 + 0.8 * trust),
        "what its balance allows": floor + positive(0.08 - deficit) * money * people / everyone,
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
            "red line: care money for care in its area",
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
    icb_total: Number = now("icb_offer"),
    floor: Number = now("mandated_pool"),
    *,
    pooling_aim: Number,
    red_lines: Number,
    exit_rights: Number,
) -> Number:
    """What a council offers to pool beyond the mandated money.

    Its wish falls with unsettled funding and rises with stance and trust; its red lines are hard: a balanced budget,
    care money for care alone, and no pool while discretionary spending is frozen.
    """
    willing = (0.25 + 0.375 * stance) * (0.3 + trust) * (1.0 - 0.3 * unsettled) * (0.9 + 0.2 * exit_rights)
    short = clip(gap / (0.05 * funding), 0.0, 1.0)
    terms = {
        "what it wishes to pool": pooling_aim * care * willing,
        "red line: a balanced budget": care * (1.0 - 0.95 * short * flag(red_lines > 0.5)),
        "red line: care money for care in its area": care * (1.0 - 0.6 * flag(red_lines > 0.5)),
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
) -> Number:
    """What a partner *to* agreed in principle is sometimes refused when the council is asked to confirm it."""
    p = share(0.35 * ratification * (1.0 - trust) * flag(stance < 1.5))
    return flag(u < p), {"p": p, "u": u}


@rule("pooling", of="council", writes="pool_agreed left_pool")
def agree_pool(
    theirs: Number = now("icb_offer"),
    ours: Number = now("council_offer"),
    refused: Number = now("refused"),
    before: Number = last("pool_agreed"),
    floor: Number = now("mandated_pool"),
    month: Number = calendar("month"),
) -> Number:
    """The pool is the smaller of two offers, on both sides, and what is refused does not grow.

    A large fall outside agreed terms is a council leaving.
    """
    offered = least((positive(theirs - floor), ours))
    agreed = where(refused > 0.5, minimum(offered, before), offered)
    fell = share((before - agreed) / maximum(before, 0.01))
    return agreed, flag(fell > 0.3) * flag(month > 0.0)


@rule("events", of="council", writes="left_pool")
def nobody_leaves() -> Number:
    """Leaving a pool is an event of one month."""
    return 0.0


@rule("events", of="council", writes="pool_nhs pool_council pool_for_care")
def pay_pool(
    nhs: Number = last("pool_nhs"),
    council: Number = last("pool_council"),
    agreed: Number = last("pool_agreed"),
    floor: Number = now("mandated_pool"),
    start: Number = now("pool_start"),
    care_start: Number = now("care_start"),
    stance: Number = last("stance"),
    *,
    ratification: Number,
) -> Number:
    """Payments move to what was agreed; decisions 'in principle' that await ratification move more slowly.

    NHS money above the starting pool buys care; it is given relative to the council's starting care spending.
    """
    speed = 0.35 - 0.2 * ratification * flag(stance < 1.5)
    nhs_now = nhs + (floor + agreed - nhs) * speed
    return nhs_now, council + (agreed - council) * speed, (nhs_now - start) / care_start
