"""M16 Provider power: bargaining by size, status and collaboratives, and the help that collaboratives give.

Whether gain or capture wins is an outcome: collaboratives balance waiting lists, and draw decisions to themselves once
they outgrow the ICB's authority.
"""

from sim.ops import Number, positive, share
from sim.rules import last, now, rule, total

MECHANISM = "M16"


@rule("conditions", of="acute", writes="bargaining")
def bargaining(
    part: Number = now("share_of_beds"),
    foundation: Number = now("foundation"),
    teaching: Number = now("teaching"),
    *,
    provider_power: Number,
    trust_independence: Number,
    collaborative_size: Number,
) -> Number:
    """Bargaining power of a trust: its size in the system, its status, and the collaborative behind it."""
    status = 0.8 + 0.2 * trust_independence * foundation + 0.1 * teaching
    return share(provider_power * status * (0.8 + 0.4 * part) * (0.8 + 0.4 * collaborative_size))


@rule("conditions", of="icb", writes="collaborative_power")
def collaborative_power(power: Number = total("bargaining", of="hospitals"), *, collaborative_size: Number) -> Number:
    """Weight of the collaborative: its share of activity times mean bargaining power."""
    return collaborative_size * power


@rule("override", of="icb", writes="outgrown")
def outgrown(weight: Number = now("collaborative_power"), authority: Number = now("authority")) -> Number:
    """How far the collaborative has outgrown the ICB's authority."""
    return positive(weight * 1.6 - authority)


@rule("care", of="icb", writes="aid_effort")
def aid_effort(
    trust: Number = total("trust", of="acute_acute_ties", month="last"),
    push: Number = last("help_weakest"),
    *,
    mutual_aid: Number,
    collaborative_size: Number,
) -> Number:
    """How hard trusts work at levelling waits: the collaborative's will, trust between them, and what a shared rating
    makes worth while."""
    return share(mutual_aid * collaborative_size * (0.3 + 0.9 * trust) + push)


@rule("care", of="acute", writes="aid_wanted")
def aid_wanted(
    waiting: Number = now("waiting_list"),
    flow: Number = now("flow_mean"),
    pooled_list: Number = total("waiting_list", of="collaborative"),
    pooled_flow: Number = total("flow_mean", of="collaborative"),
    effort: Number = now("aid_effort", of="icb"),
) -> Number:
    """Patients a trust hands over (or takes in) so that waits come closer across the collaborative."""
    level = flow * pooled_list / pooled_flow
    return effort * 0.06 * (waiting - level)


@rule("care", of="acute", writes="waiting_list")
def mutual_aid(waiting: Number = now("waiting_list"), moved: Number = now("aid_wanted")) -> Number:
    """Patients move to where they wait least; nobody leaves the list by it."""
    return waiting - moved
