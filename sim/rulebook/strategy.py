"""M6 Strategy: what the ICP wants, and how much that weighs with the board."""

from sim.ops import Number, blend, clip, flag, share
from sim.ops import total as add
from sim.rules import Deciding, calendar, last, now, rule, total

MECHANISM = "M6"

LEAST_TARGET, MOST_TARGET = 0.2, 0.8
"""Shares of money outside hospital that a strategy may ask for."""

AMBITION_YEARS = 10.0
"""Years over which ``strategy_ambition`` is stated."""


@rule(
    "strategy",
    of="icp",
    writes="strategy_target",
    decides=Deciding("integrated care strategy", "sum", low=LEAST_TARGET, high=MOST_TARGET),
)
def strategy(
    start: Number = now("local_share_start", of="icb"),
    pressure: Number = last("pressure"),
    year: Number = calendar("year"),
    *,
    strategy_ambition: Number,
    strategy_on_mandate: Number,
) -> Number:
    """The ICP sets the share of NHS money it wants spent outside hospital."""
    terms = {
        "where the system started": start,
        "its ambition, year by year": strategy_ambition * (year + 1.0) / AMBITION_YEARS,
        "pressure from its mandate": strategy_on_mandate * pressure,
    }
    return clip(add(terms.values()), LEAST_TARGET, MOST_TARGET), terms


@rule("strategy", of="icb", writes="strategy_pull")
def strategy_pull(
    month: Number = calendar("month"),
    coterminous: Number = total("coterminous", of="places"),
    *,
    icp_influence: Number,
    icp_money: Number,
    icp_start: Number,
    joint_chair: Number,
    sign_off: Number,
    pull_without_money: Number,
    pull_of_joint_chair: Number,
    pull_of_sign_off: Number,
    pull_across_boundaries: Number,
) -> Number:
    """Weight of the ICP's strategy in the board's decision: influence times money under it, from its start date."""
    money = blend(icp_money, 1.0, pull_without_money)
    weight = icp_influence * money * (1.0 + pull_of_joint_chair * joint_chair) + pull_of_sign_off * sign_off
    return share(weight * blend(coterminous, 1.0, pull_across_boundaries)) * flag(month >= icp_start)
