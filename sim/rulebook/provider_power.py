"""M16 Provider power: bargaining by size, status and collaboratives, and the help that collaboratives give.

Whether gain or capture wins is an outcome: collaboratives balance waiting lists, and draw decisions to themselves once
they outgrow the ICB's authority.
"""

from sim.ops import Number, maximum, share
from sim.ops import total as add
from sim.rules import Deciding, last, now, rule, total

MECHANISM = "M16"

LEAST_FLOW = 1e-9
"""Pathways a month; stands for the flow of a shared list on which nobody is."""


@rule("conditions", of="acute", writes="bargaining")
def bargaining(
    part: Number = now("share_of_beds"),
    foundation: Number = now("foundation"),
    teaching: Number = now("teaching"),
    *,
    provider_power: Number,
    trust_independence: Number,
    collaborative_size: Number,
    bargaining_base: Number,
    bargaining_on_foundation: Number,
    bargaining_on_teaching: Number,
    bargaining_on_size: Number,
    bargaining_on_alliance: Number,
) -> Number:
    """Bargaining power of a trust: its status, its size in the system, and the collaborative behind it.

    Each of the three is a factor that stands at the base where the trust has nothing of it.
    """
    status = (
        bargaining_base + bargaining_on_foundation * trust_independence * foundation + bargaining_on_teaching * teaching
    )
    size = bargaining_base + bargaining_on_size * part
    return share(provider_power * status * size * (bargaining_base + bargaining_on_alliance * collaborative_size))


@rule("conditions", of="acute", writes="claim", decides=Deciding("claim on growth money", "sum"))
def claim_on_growth(power: Number = now("bargaining")) -> Number:
    """How hard a trust presses for growth money: with all its power, unless its board decides to hold back."""
    terms = {"its bargaining power": 1.0 * power}
    return add(terms.values()), terms


@rule("conditions", of="acute", writes="aid_part", decides=Deciding("part in mutual aid", "sum"))
def part_in_aid() -> Number:
    """How much of its list a trust opens to mutual aid: all of it, as its collaborative agreed, unless its board holds
    back."""
    terms = {"what its collaborative agreed": 1.0}
    return add(terms.values()), terms


@rule("conditions", of="icb", writes="collaborative_power")
def collaborative_power(power: Number = total("bargaining", of="hospitals"), *, collaborative_size: Number) -> Number:
    """Weight of the collaborative: its share of activity times mean bargaining power."""
    return collaborative_size * power


@rule("override", of="icb", writes="outgrown")
def outgrown(
    weight: Number = now("collaborative_power"),
    authority: Number = now("authority"),
    *,
    power_against_authority: Number,
) -> Number:
    """How far the collaborative has outgrown the ICB's authority, at most wholly."""
    return share(weight * power_against_authority - authority)


@rule("care", of="icb", writes="aid_effort")
def aid_effort(
    trust: Number = total("trust", of="acute_acute_ties", month="last"),
    push: Number = last("help_weakest"),
    *,
    mutual_aid: Number,
    collaborative_size: Number,
    aid_trust_needed: Number,
    aid_trust_enough: Number,
) -> Number:
    """How hard trusts work at levelling waits: what the collaborative wants and a shared rating makes worth while, as
    far as they trust each other with their patients."""
    willing = share((trust - aid_trust_needed) / (aid_trust_enough - aid_trust_needed))
    return share(mutual_aid * collaborative_size + push) * willing


@rule("care", of="icb", writes="scale_gain")
def scale_gain(effort: Number = now("aid_effort"), *, gain_of_scale: Number) -> Number:
    """What planned care gains where trusts work on one list: shared theatres, beds and staff."""
    return gain_of_scale * effort


@rule("care", of="acute", writes="list_shared flow_shared")
def shared_list(
    waiting: Number = now("waiting_list"), flow: Number = now("flow_mean"), part: Number = now("aid_part")
) -> Number:
    """What a trust opens to mutual aid: of its list and of its flow."""
    return waiting * part, flow * part


@rule("care", of="acute", writes="aid_wanted")
def aid_wanted(
    waiting: Number = now("list_shared"),
    flow: Number = now("flow_shared"),
    pooled_list: Number = total("list_shared", of="collaborative"),
    pooled_flow: Number = total("flow_shared", of="collaborative"),
    effort: Number = now("aid_effort", of="icb"),
    *,
    aid_speed: Number,
) -> Number:
    """Patients a trust hands over (or takes in) so that waits come closer among those who open their lists."""
    level = flow * pooled_list / maximum(pooled_flow, LEAST_FLOW)
    return effort * aid_speed * (waiting - level)


@rule("care", of="acute", writes="waiting_list")
def mutual_aid(waiting: Number = now("waiting_list"), moved: Number = now("aid_wanted")) -> Number:
    """Patients move to where they wait least; nobody leaves the list by it."""
    return waiting - moved
