"""M6 Board and strategy: who sits, who counts, and how growth is split.

Votes are weighted by an exact power index over blocs (Banzhaf 1965, Rutgers Law Review 19:317-343; Shapley and
Shubik 1954, American Political Science Review 48:787-792) or, for boards that decide by consensus, by
kappa x index + (1 - kappa) x seat share.
"""

from collections.abc import Sequence
from itertools import combinations
from math import factorial

from sim.ops import Number, both, clip, flag, positive, share, size, where
from sim.ops import total as add
from sim.rules import Deciding, by_choice, calendar, last, now, rule, total

MECHANISM = "M6"

MARGIN = 1e-9
"""Votes within this of the quota reach it (ties go to the motion)."""


def _coalitions(count: int, leaving_out: int) -> list[tuple[int, ...]]:
    others = [i for i in range(count) if i != leaving_out]
    return [c for n in range(len(others) + 1) for c in combinations(others, n)]


def banzhaf(seats: Sequence[Number], quota: Number) -> list[Number]:
    """Normalised Banzhaf index of each bloc: its share of all swings. ``quota`` is in seats."""
    swings = [_weighted_swings(seats, quota, bloc, shapley=False) for bloc in range(len(seats))]
    whole = add(swings)
    return [where(whole > 0.0, s / where(whole > 0.0, whole, 1.0), 0.0) for s in swings]


def shapley_shubik(seats: Sequence[Number], quota: Number) -> list[Number]:
    """Shapley-Shubik index of each bloc: the share of orders in which it is pivotal."""
    return [_weighted_swings(seats, quota, bloc, shapley=True) for bloc in range(len(seats))]


def _weighted_swings(seats: Sequence[Number], quota: Number, bloc: int, *, shapley: bool) -> Number:
    """Coalitions that ``bloc`` turns from losing into winning, each counted once or by its share of orders."""
    n = len(seats)
    swings: Number = 0.0
    for coalition in _coalitions(n, bloc):
        votes = add(seats[i] for i in coalition)
        pivotal = both(votes < quota - MARGIN, votes + seats[bloc] >= quota - MARGIN)
        k = len(coalition)
        weight = factorial(k) * factorial(n - k - 1) / factorial(n) if shapley else 1.0
        swings = swings + weight * flag(pivotal)
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
def starting_board(local: Number = total("mix", of="local_services")) -> Number:
    """Share of money spent outside hospital at the start."""
    return local, local, 0.0, 4.0


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
    decides=Deciding("integrated care strategy", "sum", low=0.2, high=0.8),
)
def strategy(
    start: Number = now("local_share_start", of="icb"),
    pressure: Number = last("pressure"),
    year: Number = calendar("year"),
    *,
    strategy_ambition: Number,
) -> Number:
    """The ICP sets the share of NHS money it wants spent outside hospital."""
    terms = {
        "where the system started": start,
        "its ambition, year by year": strategy_ambition * (year + 1.0) / 10.0,
        "pressure from its mandate": 0.02 * pressure,
    }
    return clip(add(terms.values()), 0.2, 0.8), terms


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
) -> Number:
    """Weight of the ICP's strategy in the board's decision: influence times money under it, from its start date."""
    weight = icp_influence * (0.2 + 0.8 * icp_money) * (1.0 + 0.4 * joint_chair) + 0.15 * sign_off
    return share(weight * (0.6 + 0.4 * coterminous)) * flag(month >= icp_start)


@rule("strategy", of="council", writes="voice")
def council_voice(
    power: Number = last("power_councils", of="icb"),
    trust: Number = last("trust", of="trust_in_icb"),
    form: Number = by_choice(
        "legal_form", voluntary=0.15, joint_committee=0.25, corporate=0.0, corporate_with_places=0.1, pair=0.2
    ),
    *,
    joint_chair: Number,
    icp_influence: Number,
) -> Number:
    """How much say a council feels it has: power on the board, legal form, the ICP, less fear of a joint chair."""
    felt = 0.1 + power + form + 0.3 * icp_influence - 0.25 * joint_chair * (1.0 - trust)
    return share(felt)


@rule("board", of="icb", writes="extra_seats members")
def seats(
    extra: Number = last("extra_seats"),
    distrust: Number = total("trust", of="icb_council_ties", month="last"),
    among: Number = total("trust", of="council_council_ties", month="last"),
    given: Number = total("seats_given", of="every_bloc"),
    places: Number = now("seats_given", of="places_bloc"),
    councils: Number = now("seats_given", of="councils_bloc"),
    *,
    place_seats: Number,
    council_seats: Number,
    seat_growth: Number,
) -> Number:
    """Low trust between councils and towards the NHS adds seats year by year; trust lets the board shrink again."""
    doubt = 0.55 - (0.6 * among + 0.4 * distrust)
    grown = clip(extra + seat_growth * where(doubt > 0.0, doubt * 4.0, doubt * 2.0), 0.0, 12.0)
    return grown, given + (place_seats - 1.0) * places + (council_seats - 1.0) * councils + grown


@rule("board", of="bloc", writes="preference")
def preferences(
    lean: Number = now("lean"),
    acute: Number = now("is_acute"),
    executive: Number = now("is_executive"),
    pressure: Number = last("nhs_pressure", of="icb"),
    *,
    short_term_weight: Number,
    joint_chair: Number,
) -> Number:
    """What a bloc wants: +1 all growth outside hospital, -1 all in hospital.

    Its lean comes from its mandate; pressure on waits and money pulls everybody towards hospitals, the executive most.
    """
    pull = short_term_weight * pressure * (0.6 + 0.9 * executive + 0.3 * acute)
    return clip(lean + 0.2 * joint_chair * executive - pull, -1.0, 1.0)


def _power(held: Sequence[Number], index: Sequence[Number], consensus: Number) -> tuple[Number, ...]:
    """kappa x index + (1 - kappa) x seat share, with kappa = 1 - consensus."""
    whole = add(held)
    return tuple((1.0 - consensus) * b + consensus * s / whole for b, s in zip(index, held, strict=True))


@rule(
    "board",
    of="icb",
    writes="power_executive power_acute power_community_trusts power_primary_care power_councils power_places "
    "power_others",
    only={"voting": ("blocs, Banzhaf",)},
)
def power_banzhaf(
    executive: Number = now("seats_given", of="executive_bloc"),
    acute: Number = now("seats_given", of="acute_bloc"),
    community: Number = now("seats_given", of="community_trusts_bloc"),
    primary: Number = now("seats_given", of="primary_care_bloc"),
    councils: Number = now("seats_given", of="councils_bloc"),
    places: Number = now("seats_given", of="places_bloc"),
    others: Number = now("seats_given", of="others_bloc"),
    extra: Number = now("extra_seats"),
    *,
    place_seats: Number,
    council_seats: Number,
    quota: Number,
    consensus: Number,
) -> Number:
    """Power of each bloc by the Banzhaf index."""
    held = [executive, acute, community, primary, council_seats * councils + extra, place_seats * places, others]
    return _power(held, banzhaf(held, quota * add(held)), consensus)


@rule(
    "board",
    of="icb",
    writes="power_executive power_acute power_community_trusts power_primary_care power_councils power_places "
    "power_others",
    only={"voting": ("blocs, Shapley-Shubik",)},
)
def power_shapley(
    executive: Number = now("seats_given", of="executive_bloc"),
    acute: Number = now("seats_given", of="acute_bloc"),
    community: Number = now("seats_given", of="community_trusts_bloc"),
    primary: Number = now("seats_given", of="primary_care_bloc"),
    councils: Number = now("seats_given", of="councils_bloc"),
    places: Number = now("seats_given", of="places_bloc"),
    others: Number = now("seats_given", of="others_bloc"),
    extra: Number = now("extra_seats"),
    *,
    place_seats: Number,
    council_seats: Number,
    quota: Number,
    consensus: Number,
) -> Number:
    """Power of each bloc by the Shapley-Shubik index."""
    held = [executive, acute, community, primary, council_seats * councils + extra, place_seats * places, others]
    return _power(held, shapley_shubik(held, quota * add(held)), consensus)


@rule(
    "board",
    of="icb",
    writes="power_executive power_acute power_community_trusts power_primary_care power_councils power_places "
    "power_others",
    only={"voting": ("individuals",)},
)
def power_individual(
    executive: Number = now("seats_given", of="executive_bloc"),
    acute: Number = now("seats_given", of="acute_bloc"),
    community: Number = now("seats_given", of="community_trusts_bloc"),
    primary: Number = now("seats_given", of="primary_care_bloc"),
    councils: Number = now("seats_given", of="councils_bloc"),
    places: Number = now("seats_given", of="places_bloc"),
    others: Number = now("seats_given", of="others_bloc"),
    extra: Number = now("extra_seats"),
    *,
    place_seats: Number,
    council_seats: Number,
) -> Number:
    """Members who vote as individuals have equal power, so a bloc has its share of seats."""
    held = [executive, acute, community, primary, council_seats * councils + extra, place_seats * places, others]
    whole = add(held)
    return tuple(seats / whole for seats in held)


@rule("board", of="icb", writes="decision_delay")
def decision_delay(
    members: Number = now("members"),
    trust: Number = total("trust", of="all_ties", month="last"),
    duplication: Number = last("duplication"),
    scrutinised: Number = last("scrutiny_delay"),
    form: Number = by_choice(
        "legal_form", voluntary=4.0, joint_committee=3.5, corporate=2.0, corporate_with_places=2.5, pair=3.0
    ),
    *,
    sign_off: Number,
    ratification: Number,
) -> Number:
    """Months from proposal to decision: legal form, members, duplicated tiers, sign-offs; trust shortens it."""
    steps = form + 0.12 * members + 2.0 * duplication + 1.5 * sign_off + 1.0 * ratification
    return steps * (1.5 - trust) + scrutinised


@rule(
    "board",
    of="icb",
    writes="local_share",
    decides=Deciding("share of money outside hospital", "sum", low=0.15, high=0.85),
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
) -> Number:
    """The board moves growth and discretionary money in or out of hospital; the terms are shares of all money.

    Where the legal form needs everybody's agreement, acute trusts that are set against a shift out of hospital stop
    it; where health and wellbeing boards sign off plans, they stop a shift into hospital.
    """
    reach = yearly_shift * (1.0 - pull) / (0.7 + 0.1 * delay)
    blocs = {
        "executives": reach * executive * wants_executive,
        "acute trusts": reach * acute * wants_acute,
        "community and mental health trusts": reach * community * wants_community,
        "primary care": reach * primary * wants_primary,
        "councils": reach * councils * wants_councils,
        "place leads": reach * places * wants_places,
        "voluntary sector and public": reach * others * wants_others,
        "the partnership's strategy": yearly_shift * pull * clip((target - current) / 0.05, -1.0, 1.0),
    }
    move = add(blocs.values())
    protected = prevention_protection * positive(0.0 - move)
    acute_veto = veto * flag(wants_acute < -0.5) * positive(move)
    signed_off = flag(sign_off > 0.5) * (1.0 - prevention_protection) * positive(0.0 - move)
    terms = {
        "share last year": current,
        **blocs,
        "protection of prevention": protected,
        "veto of acute trusts": -acute_veto,
        "health and wellbeing boards refuse to sign off cuts": signed_off,
    }
    return clip(add(terms.values()), 0.15, 0.85), terms


@rule("board", of="icb", writes="mix_moved")
def mix_moved(before: Number = last("local_share"), after: Number = now("local_share")) -> Number:
    """Money moved in or out of hospital this year."""
    return size(after - before)


@rule("board", of="service", writes="mix")
def system_mix(
    mix: Number = last("mix"),
    hospital: Number = now("hospital"),
    before: Number = last("local_share", of="icb"),
    after: Number = now("local_share", of="icb"),
) -> Number:
    """The system's mix follows its share outside hospital, each side keeping its own proportions."""
    factor = where(hospital > 0.5, (1.0 - after) / (1.0 - before), after / before)
    return mix * factor


@rule(
    "board",
    of="place",
    writes="local_share",
    decides=Deciding("place's share outside hospital", "sum", low=0.15, high=0.85),
)
def place_spending_mix(
    current: Number = last("local_share"),
    power: Number = last("place_power"),
    capability: Number = last("capability"),
    pressure: Number = last("nhs_pressure", of="icb"),
    need: Number = now("need_per_head"),
    pull: Number = total("bargaining", of="hospitals"),
    own: Number = last("pressure"),
    *,
    yearly_shift: Number,
    place_lean: Number,
    short_term_weight: Number,
    stewardship: Number,
) -> Number:
    """A place board's own mix: it leans to local services, providers pull back, and capture grows where the
    providers' power exceeds the place's capability."""
    free = yearly_shift * 1.5 * power
    terms = {
        "share last year": current,
        "lean to care near home": free * place_lean,
        "greater need here": free * 0.3 * (need - 1.0),
        "pressure from its own mandate": free * 0.3 * own,
        "short-term pressure": -free * 0.3 * short_term_weight * pressure,
        "capture by providers": -free * stewardship * positive(pull - capability),
    }
    return clip(add(terms.values()), 0.15, 0.85), terms


@rule("board", of="remit", writes="place_mix")
def place_mix(
    mix: Number = last("place_mix"),
    hospital: Number = now("hospital"),
    before: Number = last("local_share", of="place"),
    after: Number = now("local_share", of="place"),
) -> Number:
    """A place's mix follows its share outside hospital."""
    factor = where(hospital > 0.5, (1.0 - after) / (1.0 - before), after / before)
    return mix * factor


@rule("strategy", of="icb", writes="duplication")
def duplication(
    coterminous: Number = total("coterminous", of="places"),
    tiers: Number = by_choice(
        "legal_form", voluntary=0.1, joint_committee=0.05, corporate=0.0, corporate_with_places=0.0, pair=0.15
    ),
    *,
    clarity: Number,
) -> Number:
    """Work done twice: boundaries that do not match, parallel bodies, unclear roles."""
    return share(0.5 * (1.0 - coterminous) + tiers + 0.25 * (1.0 - clarity))
