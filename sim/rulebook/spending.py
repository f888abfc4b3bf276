"""M6 Spending: how boards of systems and places split growth, in and out of hospital."""

from sim.ops import Number, clip, flag, positive, size, where
from sim.ops import total as add
from sim.rules import Deciding, by_choice, last, now, rule, total

MECHANISM = "M6"

LEAST_LOCAL, MOST_LOCAL = 0.15, 0.85
"""Shares of money outside hospital that a board may set: neither side of the mix ever vanishes."""
LEAST_SERVICE = 0.005
"""Share of money that every service keeps."""

YES = 0.5
"""A lever that is 0 for no and 1 for yes means yes above this."""


@rule("start", of="service", writes="mix")
def starting_mix(given: Number = now("mix_given")) -> Number:
    """Spending mix across services at the start (made to sum to 1 by ``normalise_mix``)."""
    return given


@rule("start", of="icb", writes="mix_whole")
def mix_whole(whole: Number = total("mix", of="every_service")) -> Number:
    """Sum of the starting mix."""
    return whole


@rule("start", of="service", writes="mix")
def normalise_mix(mix: Number = now("mix"), whole: Number = now("mix_whole", of="icb")) -> Number:
    """The starting mix, summing to 1."""
    return mix / whole


@rule("start", of="icb", writes="local_share local_share_start")
def starting_share(local: Number = total("mix", of="local_services")) -> Number:
    """Share of money spent outside hospital at the start."""
    return local, local


@rule("start", of="place", writes="local_share local_share_start")
def starting_place_share(local: Number = now("local_share", of="icb")) -> Number:
    """Places start from the system's mix."""
    return local, local


@rule("start", of="remit", writes="place_mix blended_mix")
def starting_place_mix(mix: Number = now("mix", of="service")) -> Number:
    """Places start from the system's mix, service by service."""
    return mix, mix


@rule("strategy", of="icb", writes="prevention_exposed")
def prevention_exposed(pressure: Number = last("nhs_pressure"), *, prevention_protection: Number) -> Number:
    """Short-term pressure that prevention is not protected from."""
    return pressure * (1.0 - prevention_protection)


@rule(
    "board",
    of="icb",
    writes="local_share",
    decides=Deciding("share of money outside hospital", "sum", low=LEAST_LOCAL, high=MOST_LOCAL),
)
def spending_mix(
    current: Number = last("local_share"),
    target: Number = now("strategy_target", of="icp"),
    pull: Number = now("strategy_pull"),
    delay: Number = now("decision_delay"),
    executive: Number = now("power_executive"),
    acute: Number = now("power_acute"),
    community: Number = now("power_community_trusts"),
    primary: Number = now("power_primary_care"),
    councils: Number = now("power_councils"),
    places: Number = now("power_places"),
    others: Number = now("power_others"),
    claims: Number = total("claim", of="hospitals"),
    wants_executive: Number = now("preference", of="executive_bloc"),
    wants_acute: Number = now("preference", of="acute_bloc"),
    wants_community: Number = now("preference", of="community_trusts_bloc"),
    wants_primary: Number = now("preference", of="primary_care_bloc"),
    wants_councils: Number = now("preference", of="councils_bloc"),
    wants_places: Number = now("preference", of="places_bloc"),
    wants_others: Number = now("preference", of="others_bloc"),
    veto: Number = by_choice(
        "legal_form", voluntary=1.0, joint_committee=1.0, corporate=0.0, corporate_with_places=0.0, pair=0.0
    ),
    *,
    yearly_shift: Number,
    prevention_protection: Number,
    sign_off: Number,
    usual_delay: Number,
    shift_on_delay: Number,
    strategy_gap: Number,
    veto_point: Number,
    growth_pull: Number,
) -> Number:
    """The board moves growth and discretionary money in or out of hospital; the terms are shares of all money.

    Where the legal form needs everybody's agreement, acute trusts that are set against a shift out of hospital stop
    it; where health and wellbeing boards sign off plans, they stop a shift into hospital. Beside their seats, trusts
    pull growth money as hard as they claim it.
    """
    reach = yearly_shift * (1.0 - pull) / (1.0 + shift_on_delay * (delay - usual_delay))
    blocs = {
        "executives": reach * executive * wants_executive,
        "acute trusts": reach * acute * wants_acute,
        "community and mental health trusts": reach * community * wants_community,
        "primary care": reach * primary * wants_primary,
        "councils": reach * councils * wants_councils,
        "place leads": reach * places * wants_places,
        "voluntary sector and public": reach * others * wants_others,
        "bargaining of acute trusts": -reach * growth_pull * claims,
        "the partnership's strategy": yearly_shift * pull * clip((target - current) / strategy_gap, -1.0, 1.0),
    }
    move = add(blocs.values())
    protected = prevention_protection * positive(0.0 - move)
    acute_veto = veto * flag(wants_acute < veto_point) * positive(move)
    signed_off = flag(sign_off > YES) * (1.0 - prevention_protection) * positive(0.0 - move)
    terms = {
        "share last year": current,
        **blocs,
        "protection of prevention": protected,
        "veto of acute trusts": -acute_veto,
        "health and wellbeing boards refuse to sign off cuts": signed_off,
    }
    return clip(add(terms.values()), LEAST_LOCAL, MOST_LOCAL), terms


@rule("board", of="icb", writes="mix_moved")
def mix_moved(before: Number = last("local_share"), after: Number = now("local_share")) -> Number:
    """Money moved in or out of hospital this year."""
    return size(after - before)


def follow(hospital: Number, before: Number, after: Number) -> Number:
    """By how much a service's share changes when the share of money outside hospital moves."""
    return where(hospital > 0.0, (1.0 - after) / (1.0 - before), after / before)


@rule(
    "board",
    of="service",
    writes="wanted_mix",
    decides=Deciding("share of money for a service", "sum", by="icb", low=LEAST_SERVICE),
)
def wanted_mix(
    mix: Number = last("mix"),
    hospital: Number = now("hospital"),
    before: Number = last("local_share", of="icb"),
    after: Number = now("local_share", of="icb"),
    executive: Number = now("power_executive", of="icb"),
    acute: Number = now("power_acute", of="icb"),
    community: Number = now("power_community_trusts", of="icb"),
    primary: Number = now("power_primary_care", of="icb"),
    councils: Number = now("power_councils", of="icb"),
    places: Number = now("power_places", of="icb"),
    others: Number = now("power_others", of="icb"),
    asks_executive: Number = now("asks_executive"),
    asks_acute: Number = now("asks_acute"),
    asks_community: Number = now("asks_community_trusts"),
    asks_primary: Number = now("asks_primary_care"),
    asks_councils: Number = now("asks_councils"),
    asks_places: Number = now("asks_places"),
    asks_others: Number = now("asks_others"),
    *,
    yearly_shift: Number,
    service_shift: Number,
) -> Number:
    """Within the move in or out of hospital, every bloc asks for services of its own, as far as it has power."""
    reach = yearly_shift * service_shift
    terms = {
        "its share, as money moves in or out of hospital": mix * follow(hospital, before, after),
        "executives": reach * executive * asks_executive,
        "acute trusts": reach * acute * asks_acute,
        "community and mental health trusts": reach * community * asks_community,
        "primary care": reach * primary * asks_primary,
        "councils": reach * councils * asks_councils,
        "place leads": reach * places * asks_places,
        "voluntary sector and public": reach * others * asks_others,
    }
    return clip(add(terms.values()), LEAST_SERVICE, 1.0), terms


@rule("board", of="icb", writes="wanted_local wanted_whole")
def wanted_sides(
    local: Number = total("wanted_mix", of="local_services"), whole: Number = total("wanted_mix", of="every_service")
) -> Number:
    """What the board wants to spend outside hospital and in all, service by service."""
    return local, whole


@rule("board", of="service", writes="mix")
def system_mix(
    wanted: Number = now("wanted_mix"),
    hospital: Number = now("hospital"),
    local: Number = now("wanted_local", of="icb"),
    whole: Number = now("wanted_whole", of="icb"),
    after: Number = now("local_share", of="icb"),
) -> Number:
    """What is wanted for each service, cut to the money of its side: a service that nobody asks for pays for others."""
    return wanted * where(hospital > 0.0, (1.0 - after) / (whole - local), after / local)


@rule(
    "board",
    of="place",
    writes="local_share",
    decides=Deciding("place's share outside hospital", "sum", low=LEAST_LOCAL, high=MOST_LOCAL),
)
def place_spending_mix(
    current: Number = last("local_share"),
    power: Number = last("place_power"),
    capability: Number = last("capability"),
    pressure: Number = last("nhs_pressure", of="icb"),
    need: Number = now("need_per_head"),
    pull: Number = total("bargaining", of="hospitals"),
    own: Number = last("pressure"),
    target: Number = now("strategy_target", of="icp"),
    carried: Number = now("strategy_pull", of="icb"),
    coterminous: Number = now("coterminous"),
    steering: Number = now("steering", of="icb"),
    *,
    yearly_shift: Number,
    strategy_gap: Number,
    place_lean: Number,
    short_term_weight: Number,
    place_shift: Number,
    place_mix_on_need: Number,
    place_mix_on_mandate: Number,
    place_mix_on_pressure: Number,
) -> Number:
    """A place board's own mix: it leans to local services, and to the strategy where its boundaries are those of the
    health and wellbeing board that carries it; providers pull back, and capture grows where their power exceeds the
    place's capability."""
    free = yearly_shift * place_shift * power
    toward_target = clip((target - current) / strategy_gap, -1.0, 1.0)
    terms = {
        "share last year": current,
        "lean to care near home": free * place_lean,
        "greater need here": free * place_mix_on_need * (need - 1.0),
        "pressure from its own mandate": free * place_mix_on_mandate * own,
        "short-term pressure": -free * place_mix_on_pressure * short_term_weight * pressure,
        "its health and wellbeing board's strategy": free * coterminous * carried * toward_target,
        "capture by providers": -free * steering * positive(pull - capability),
    }
    return clip(add(terms.values()), LEAST_LOCAL, MOST_LOCAL), terms


@rule("board", of="remit", writes="place_mix")
def place_mix(
    mix: Number = last("place_mix"),
    hospital: Number = now("hospital"),
    before: Number = last("local_share", of="place"),
    after: Number = now("local_share", of="place"),
) -> Number:
    """A place's mix follows its share outside hospital."""
    return mix * follow(hospital, before, after)
