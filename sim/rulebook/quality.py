"""M8 Quality of decisions: what a level of decision loses, and so how much of the money reaches people.

Loss of decentralised and centralised decisions: Alonso, Dessein and Matouschek (2008, American Economic Review
98:145-179), for each place against the rest, with the variance normalised to the service's variety of need. Places
see a share h of each other's needs (h = 1 is the published closed form). Functions of a service are ordered from the
most local to the least, and a real share hands over the most local first.
"""

from sim.definitions import TINY
from sim.ops import Number, blend, clip, maximum, positive, share
from sim.ops import minimum as smaller
from sim.rules import last, now, rule, total

MECHANISM = "M8"

FUNCTIONS = 8
"""Functions (midpoint cells) a service is divided into."""

MOST_LOSS = 0.9
"""A remit never loses all its money: what is left can be divided by."""


def loss_decentralised(need_to_coordinate: Number, parochialism: Number, seen_laterally: Number) -> Number:
    """Loss per unit variance when places decide: needs x own interest, seeing a share h of each other's need.

    h = 1 gives 2d(d + l^2)/(l + 2d)^2 (Alonso, Dessein and Matouschek 2008); h = 0 gives d(d + 2 l^2)/(l + d)^2.
    """
    d, own, h = need_to_coordinate, parochialism, seen_laterally
    square = own * own
    informed = 2.0 * d * (d + square) / ((own + 2.0 * d) * (own + 2.0 * d))
    blind = d * (d + 2.0 * square) / ((own + d) * (own + d))
    return h * informed + (1.0 - h) * blind


def loss_centralised(need_to_coordinate: Number, information: Number) -> Number:
    """Loss per unit variance when the system decides, seeing a share q of the variance of each need.

    (2d + (1 + 2d)(1 - q)) / (1 + 4d) (Alonso, Dessein and Matouschek 2008), which is 1 - q (1 + 2d) / (1 + 4d): a
    straight line in q, so the loss of two who see unlike shares is that of one who sees their mean.
    """
    both_ways = 2.0 * need_to_coordinate
    return 1.0 - information * ((1.0 + both_ways) / (1.0 + 2.0 * both_ways))


def handed_over(real_share: Number, cell: int) -> Number:
    """How much of a function (cell of ``FUNCTIONS``, local first) a real share hands over, 0 to 1."""
    return clip(real_share * float(FUNCTIONS) - float(cell), 0.0, 1.0)


def effectiveness(capability: Number, staff: Number, needed: Number, without_staff: Number) -> Number:
    """Capability times how far staff cover what is needed; a part of it, ``without_staff``, needs no staff."""
    return capability * blend(smaller(staff / needed, 1.0), 1.0, without_staff)


@rule("quality", of="place", writes="effectiveness", opening=True)
def effectiveness_of_place(
    capability: Number = last("capability"),
    staff: Number = last("staff"),
    held: Number = now("place_power"),
    lent: Number = last("staff_lent"),
    disruption: Number = last("disruption", of="icb"),
    *,
    place_floor: Number,
    staff_for_share: Number,
    effective_without_staff: Number,
    disruption_on_effectiveness: Number,
) -> Number:
    """How well a place board and its team work: staff against a fixed floor plus the share really held."""
    needed = place_floor + staff_for_share * held
    working = 1.0 - disruption_on_effectiveness * disruption
    return effectiveness(capability, staff - lent, needed, effective_without_staff) * working


@rule("quality", of="icb", writes="effectiveness icb_overload", opening=True)
def effectiveness_of_system(
    capability: Number = last("system_capability"),
    staff: Number = last("staff_core"),
    held: Number = now("mean_real_place"),
    burden: Number = last("burden"),
    disruption: Number = last("disruption"),
    attention: Number = now("attention"),
    reach: Number = now("team_reach"),
    *,
    system_floor: Number,
    staff_for_share: Number,
    staff_for_burden: Number,
    effective_without_staff: Number,
    disruption_on_effectiveness: Number,
) -> Number:
    """How well the system's team works; overload is the part of its work that staff cannot cover.

    Its floor is the work it cannot hand over; reporting to overseers takes staff too. A team for
    several systems reaches further and attends less to each.
    """
    needed = system_floor + staff_for_share * (1.0 - held) + staff_for_burden * burden
    working = (1.0 - disruption_on_effectiveness * disruption) * attention
    whole = staff * reach
    return effectiveness(capability, whole, needed, effective_without_staff) * working, positive(1.0 - whole / needed)


@rule("quality", of="remit", writes="loss", opening=True)
def loss(
    place: Number = now("real_place"),
    provider: Number = now("real_provider"),
    centre: Number = now("real_centre"),
    variety: Number = now("variety", of="service"),
    distinct: Number = now("distinctiveness", of="place"),
    neighbours: Number = now("has_neighbours", of="place"),
    coordination_low: Number = now("coordination_low", of="service"),
    coordination_high: Number = now("coordination_high", of="service"),
    scale_low: Number = now("scale_low", of="service"),
    scale_high: Number = now("scale_high", of="service"),
    spill_low: Number = now("spill_low", of="service"),
    spill_high: Number = now("spill_high", of="service"),
    lateral: Number = total("trust", of="lateral", month="last"),
    upward: Number = total("trust", of="trust_in_icb", month="last"),
    at_place: Number = now("effectiveness", of="place"),
    at_system: Number = now("effectiveness", of="icb"),
    sight: Number = now("sight", of="icb"),
    *,
    variety_of_need: Number,
    distinctiveness_weight: Number,
    scale_economies: Number,
    spillovers: Number,
    lateral_sight: Number,
    information_floor: Number,
    execution_loss: Number,
    sight_without_trust: Number,
    parochialism_on_trust: Number,
    information_on_trust: Number,
    spill_on_trust: Number,
    centre_information: Number,
) -> Number:
    """Share of a remit's spending lost: the integral over its functions, each at whoever decides it.

    What a place does not hold is a provider's or is decided above, by the system or the centre, at the mean of what
    these two see. Places and providers act apart: they lose scale, and spill over to each other. Spillovers shrink with
    trust between places: times 1 + spill_on_trust without any, 1 - spill_on_trust at full trust. A place that is its
    whole system has no neighbours: nothing varies between places, no scale is lost and nothing spills over.
    """
    v = neighbours * (variety * variety_of_need * (1.0 - distinctiveness_weight + distinctiveness_weight * distinct))
    h = share(sight_without_trust + lateral_sight * lateral)
    parochialism = 1.0 - parochialism_on_trust * lateral
    rest = positive(1.0 - place) + TINY
    centre_part = share(centre / rest)
    provider_part = share(provider / rest) * (1.0 - centre_part)
    above = 1.0 - provider_part
    information = share(information_floor + information_on_trust * upward) * sight
    seen_above = information * (above - centre_part * (1.0 - centre_information)) / maximum(above, TINY)
    variance_above, team_above = above * v, above * (execution_loss * (1.0 - at_system))
    spilling = spillovers * (1.0 + spill_on_trust * (1.0 - 2.0 * lateral))
    apart = neighbours * (scale_economies * scale_low + spilling * spill_low) + execution_loss * (1.0 - at_place)
    apart_rising = neighbours * (scale_economies * (scale_high - scale_low) + spilling * (spill_high - spill_low))
    whole: Number = 0.0
    for cell in range(FUNCTIONS):
        x = (2.0 * cell + 1.0) / (2.0 * FUNCTIONS)
        d = coordination_low + (coordination_high - coordination_low) * (x * x)
        each_apart = apart + apart_rising * x
        if_place = each_apart + v * loss_decentralised(d, parochialism, h)
        if_provider = each_apart + v * loss_decentralised(d, 1.0, h)
        if_above = variance_above * loss_centralised(d, seen_above) + team_above
        elsewhere = if_above + provider_part * if_provider
        whole = whole + (elsewhere + handed_over(place, cell) * (if_place - elsewhere))
    return clip(whole / FUNCTIONS, 0.0, MOST_LOSS)
