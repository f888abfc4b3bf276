"""M6 Board and strategy: who sits, who counts, and how growth is split.

Votes are weighted by an exact power index over blocs (Banzhaf 1965, Rutgers Law Review 19:317-343; Shapley and
Shubik 1954, American Political Science Review 48:787-792) or, for boards that decide by consensus, by
kappa x index + (1 - kappa) x seat share.
"""

from collections.abc import Sequence
from itertools import combinations
from math import factorial

from sim.ops import Number, blend, both, clip, flag, positive, share, size, where
from sim.ops import total as add
from sim.rules import Deciding, by_choice, calendar, last, now, rule, total

MECHANISM = "M6"

MARGIN = 1e-9
"""Votes within this of the quota reach it (ties go to the motion)."""

LEAST_TARGET, MOST_TARGET = 0.2, 0.8
"""Shares of money outside hospital that a strategy may ask for."""

LEAST_LOCAL, MOST_LOCAL = 0.15, 0.85
"""Shares of money outside hospital that a board may set: neither side of the mix ever vanishes."""
LEAST_SERVICE = 0.005
"""Share of money that every service keeps."""

AMBITION_YEARS = 10.0
"""Years over which ``strategy_ambition`` is stated."""

YES = 0.5
"""A lever that is 0 for no and 1 for yes means yes above this."""


def _coalitions(count: int, leaving_out: int) -> list[tuple[int, ...]]:
    others = [i for i in range(count) if i != leaving_out]
    return [c for n in range(len(others) + 1) for c in combinations(others, n)]


def power_index(seats: Sequence[Number], quota: Number, by_orders: Number) -> list[Number]:
    """Power of each bloc: its share of all swings, by Banzhaf (1965) or by Shapley and Shubik (1954).

    A swing is a coalition that the bloc turns from losing into winning; ``quota`` is in seats. Each swing counts once
    (``by_orders`` 0, Banzhaf) or by its share of the orders in which blocs may join (``by_orders`` 1, Shapley-Shubik).
    """
    swings = [_swings(seats, quota, bloc, by_orders) for bloc in range(len(seats))]
    whole = add(swings)
    return [where(whole > 0.0, s / where(whole > 0.0, whole, 1.0), 0.0) for s in swings]


def _swings(seats: Sequence[Number], quota: Number, bloc: int, by_orders: Number) -> Number:
    n = len(seats)
    swings: Number = 0.0
    for coalition in _coalitions(n, bloc):
        votes = add(seats[i] for i in coalition)
        pivotal = both(votes < quota - MARGIN, votes + seats[bloc] >= quota - MARGIN)
        k = len(coalition)
        orders = factorial(k) * factorial(n - k - 1) / factorial(n)
        swings = swings + blend(by_orders, orders, 1.0) * flag(pivotal)
    return swings


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


@rule("start", of="icb", writes="local_share local_share_start extra_seats decision_delay")
def starting_board(local: Number = total("mix", of="local_services"), *, starting_delay: Number) -> Number:
    """Share of money spent outside hospital, and how long the board takes to decide, at the start."""
    return local, local, 0.0, starting_delay


@rule("start", of="place", writes="local_share local_share_start")
def starting_place_share(local: Number = now("local_share", of="icb")) -> Number:
    """Places start from the system's mix."""
    return local, local


@rule("start", of="remit", writes="place_mix blended_mix")
def starting_place_mix(mix: Number = now("mix", of="service")) -> Number:
    """Places start from the system's mix, service by service."""
    return mix, mix


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


@rule("strategy", of="council", writes="voice")
def council_voice(
    power: Number = last("power_councils", of="icb"),
    trust: Number = last("trust", of="trust_in_icb"),
    form: Number = by_choice("legal_form", "voice_of_form", corporate=0.0),
    kept: Number = now("voice_kept", of="icb"),
    *,
    joint_chair: Number,
    icp_influence: Number,
    voice_at_table: Number,
    voice_through_icp: Number,
    joint_chair_fear: Number,
) -> Number:
    """How much say a council feels it has: power on the board, legal form, the ICP, less fear of a joint chair."""
    through_icp = voice_through_icp * icp_influence
    felt = voice_at_table + power + form + through_icp - joint_chair_fear * joint_chair * (1.0 - trust)
    return share(felt) * kept


def seats_of_places(today: Number, wanting: Number, way: Number) -> Number:
    """Seats of place leads: none at -1, today's at 0, one for every place at 1."""
    return today + way * where(way > 0.0, wanting, today)


@rule("board", of="icb", writes="extra_seats members")
def seats(
    extra: Number = last("extra_seats"),
    trust_in_nhs: Number = total("trust", of="icb_council_ties", month="last"),
    among: Number = total("trust", of="council_council_ties", month="last"),
    given: Number = total("seats_given", of="every_bloc"),
    places: Number = now("seats_given", of="places_bloc"),
    wanting: Number = now("seats_wanting", of="places_bloc"),
    councils: Number = now("seats_given", of="councils_bloc"),
    *,
    place_seats: Number,
    council_seats: Number,
    seat_growth: Number,
    seat_trust: Number,
    seat_weight_of_councils: Number,
    seat_doubt: Number,
    seat_shrinkage: Number,
    seat_limit: Number,
) -> Number:
    """Low trust between councils and towards the NHS adds seats year by year; trust lets the board shrink again."""
    doubt = seat_trust - blend(seat_weight_of_councils, among, trust_in_nhs)
    speed = seat_growth * where(doubt > 0.0, 1.0, seat_shrinkage)
    grown = clip(extra + speed * doubt / seat_doubt, 0.0, seat_limit)
    others = given - places - councils
    return grown, others + seats_of_places(places, wanting, place_seats) + council_seats * councils + grown


@rule("strategy", of="icb", writes="prevention_exposed")
def prevention_exposed(pressure: Number = last("nhs_pressure"), *, prevention_protection: Number) -> Number:
    """Short-term pressure that prevention is not protected from."""
    return pressure * (1.0 - prevention_protection)


@rule("board", of="bloc", writes="preference")
def preferences(
    lean: Number = now("lean"),
    acute: Number = now("is_acute"),
    executive: Number = now("is_executive"),
    pressure: Number = last("nhs_pressure", of="icb"),
    *,
    short_term_weight: Number,
    joint_chair: Number,
    pressure_on_blocs: Number,
    pressure_on_executive: Number,
    pressure_on_acute: Number,
    lean_of_joint_chair: Number,
) -> Number:
    """What a bloc wants: +1 all growth outside hospital, -1 all in hospital.

    Its lean comes from its mandate; pressure on waits and money pulls everybody towards hospitals, the executive most.
    """
    felt = pressure_on_blocs + pressure_on_executive * executive + pressure_on_acute * acute
    pull = short_term_weight * pressure * felt
    return clip(lean + lean_of_joint_chair * joint_chair * executive - pull, -1.0, 1.0)


@rule(
    "board",
    of="icb",
    writes="power_executive power_acute power_community_trusts power_primary_care power_councils power_places "
    "power_others",
)
def power_of_blocs(
    executive: Number = now("seats_given", of="executive_bloc"),
    acute: Number = now("seats_given", of="acute_bloc"),
    community: Number = now("seats_given", of="community_trusts_bloc"),
    primary: Number = now("seats_given", of="primary_care_bloc"),
    councils: Number = now("seats_given", of="councils_bloc"),
    places: Number = now("seats_given", of="places_bloc"),
    wanting: Number = now("seats_wanting", of="places_bloc"),
    others: Number = now("seats_given", of="others_bloc"),
    extra: Number = now("extra_seats"),
    by_orders: Number = by_choice("voting", blocs_Banzhaf=0.0, blocs_Shapley_Shubik=1.0, individuals=0.0),
    one_by_one: Number = by_choice("voting", blocs_Banzhaf=0.0, blocs_Shapley_Shubik=0.0, individuals=1.0),
    *,
    place_seats: Number,
    council_seats: Number,
    quota: Number,
    consensus: Number,
) -> Number:
    """Power of each bloc: kappa x index + (1 - kappa) x share of seats, with kappa = 1 - consensus.

    Members who vote as individuals have equal power, so a bloc has its share of seats: kappa = 0.
    """
    leads = seats_of_places(places, wanting, place_seats)
    held = [executive, acute, community, primary, council_seats * councils + extra, leads, others]
    whole = add(held)
    by_seats = blend(one_by_one, 1.0, consensus)
    index = power_index(held, quota * whole, by_orders)
    return tuple((1.0 - by_seats) * i + by_seats * h / whole for i, h in zip(index, held, strict=True))


@rule("board", of="icb", writes="decision_delay")
def decision_delay(
    members: Number = now("members"),
    trust: Number = total("trust", of="all_ties", month="last"),
    duplication: Number = last("duplication"),
    scrutinised: Number = last("scrutiny_delay"),
    form: Number = by_choice("legal_form", "delay_of_form"),
    in_principle: Number = now("in_principle"),
    *,
    sign_off: Number,
    delay_of_members: Number,
    delay_of_duplication: Number,
    delay_of_sign_off: Number,
    delay_of_ratification: Number,
    delay_on_trust: Number,
) -> Number:
    """Months from proposal to decision: legal form, members, duplicated tiers, sign-offs.

    Trust shortens it: times 1 + delay_on_trust without any, 1 at trust 0.5, 1 - delay_on_trust at full trust.
    """
    consents = delay_of_sign_off * sign_off + delay_of_ratification * in_principle
    steps = form + delay_of_members * members + delay_of_duplication * duplication + consents
    return steps * (1.0 + delay_on_trust * (1.0 - 2.0 * trust)) + scrutinised


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
    bargaining: Number = total("bargaining", of="hospitals"),
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
    pull growth money by their bargaining power.
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
        "bargaining of acute trusts": -reach * growth_pull * bargaining,
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


@rule("strategy", of="icb", writes="duplication")
def duplication(
    coterminous: Number = total("coterminous", of="places"),
    tiers: Number = by_choice("legal_form", "duplication_of_form", corporate=0.0),
    clear: Number = now("roles_clear"),
    *,
    duplication_of_boundaries: Number,
    duplication_of_roles: Number,
) -> Number:
    """Work done twice: boundaries that do not match, parallel bodies, unclear roles."""
    return share(duplication_of_boundaries * (1.0 - coterminous) + tiers + duplication_of_roles * (1.0 - clear))


@rule("observe", of="icb", writes="short_term_judged")
def short_term_judged(*, short_term_floor: Number, short_term_weight: Number) -> Number:
    """How hard NHS leaders are judged on waits, winter and money: its least, and the weight put on the short term."""
    return short_term_floor + short_term_weight
