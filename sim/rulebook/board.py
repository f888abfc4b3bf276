"""M6 Board: who sits, who counts, what each bloc wants, and how long it takes to decide.

Votes are weighted by an exact power index over blocs or, for boards that decide by consensus, by kappa x index +
(1 - kappa) x seat share.
"""

from sim.ops import Number, blend, clip, share, where
from sim.ops import total as add
from sim.rulebook.voting import power_index
from sim.rules import by_choice, last, now, rule, total

MECHANISM = "M6"


@rule("start", of="icb", writes="extra_seats decision_delay")
def starting_board(*, starting_delay: Number) -> Number:
    """The board starts with the seats it has, and takes as long to decide as boards do."""
    return 0.0, starting_delay


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
