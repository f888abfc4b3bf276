"""M13 Promises kept and broken between partners: in a place, between councils, between trusts, over discharge and care.

The vocabulary of stakes is that of ``promises``.
"""

from sim.ops import Number, positive
from sim.rules import last, now, rule

MECHANISM = "M13"


@rule("promises", of="partner", writes="kept broken")
def partner_sees_place(
    others: Number = now("given_by_partners", of="place"),
    own: Number = now("contribution"),
    *,
    stake_routine: Number,
    friction: Number,
    tolerance: Number,
    kept_without_giving: Number,
) -> Number:
    """A partner judges a place by what the others give; giving more than they do is a let-down, if not a small one."""
    let_down = positive(own - others - tolerance)
    return _kept_by_giving(others, stake_routine, kept_without_giving), friction + stake_routine * let_down


@rule("promises", of="place>council", writes="kept broken")
def place_sees_council(
    given: Number = now("contribution", of="reverse"),
    cut: Number = now("care_cut", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_without_giving: Number,
    stake_care_cut_for_place: Number,
) -> Number:
    """A place sees what its council gives, and what it cuts."""
    return _kept_by_giving(given, stake_routine, kept_without_giving), friction + stake_care_cut_for_place * cut


@rule("promises", of="place>primary", writes="kept broken", name="place_sees_primary")
@rule("promises", of="place>acute", writes="kept broken", name="place_sees_acute")
@rule("promises", of="place>mhc", writes="kept broken", name="place_sees_community_trust")
@rule("promises", of="place>care", writes="kept broken", name="place_sees_care")
@rule("promises", of="place>vcse", writes="kept broken", name="place_sees_voluntary_sector")
def place_sees_partner(
    given: Number = now("contribution", of="reverse"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_without_giving: Number,
) -> Number:
    """A place sees what a partner gives."""
    return _kept_by_giving(given, stake_routine, kept_without_giving), friction


def _kept_by_giving(given: Number, stake_routine: Number, kept_without_giving: Number) -> Number:
    """Stake kept = routine x (part kept without giving + the rest x contribution): whole where all is given."""
    return stake_routine * (kept_without_giving + (1.0 - kept_without_giving) * given)


@rule("promises", of="place>place", writes="kept broken")
def place_sees_place(
    work: Number = now("joint_work", of="target"),
    levelling: Number = now("levelling", of="icb"),
    peers: Number = now("help_among_peers", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_between_places: Number,
    kept_for_joint_work: Number,
    kept_for_help_of_peers: Number,
) -> Number:
    """Places that work well and help each other are trusted."""
    worked = kept_between_places + kept_for_joint_work * work
    helped = worked + kept_for_help_of_peers * levelling + kept_for_help_of_peers * peers
    return stake_routine * helped, friction


@rule("promises", of="council>council", writes="kept broken")
def council_sees_council(
    mine: Number = now("stance", of="source"),
    theirs: Number = now("stance", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_at_arms_length: Number,
    kept_for_stance: Number,
    friction_between_councils: Number,
    stake_left_exposed: Number,
) -> Number:
    """Councils of the same stance find common ground; one that stands outside leaves the others exposed."""
    kept = stake_routine * (kept_at_arms_length + kept_for_stance * theirs)
    return kept, friction * friction_between_councils + stake_left_exposed * positive(mine - theirs)


@rule("promises", of="icp>council", writes="kept broken")
def icp_sees_council(
    stance: Number = now("stance", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_at_arms_length: Number,
    kept_for_stance: Number,
) -> Number:
    """Councils that come in carry the strategy."""
    return stake_routine * (kept_at_arms_length + kept_for_stance * stance), friction


@rule("promises", of="council>icp", writes="kept broken")
def council_sees_icp(
    voice: Number = now("voice", of="source"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_in_partnership: Number,
    kept_for_voice: Number,
) -> Number:
    """Councils trust a partnership in which they are heard."""
    return stake_routine * (kept_in_partnership + kept_for_voice * voice), friction


@rule("promises", of="acute>acute", writes="kept broken")
def acute_sees_acute(
    gap: Number = now("trust_gap", of="target"),
    aid: Number = last("aid_effort", of="icb"),
    independence: Number = now("independence", of="source"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_between_trusts: Number,
    kept_for_aid: Number,
    lost_to_independence: Number,
    stake_overspend: Number,
    bystander_share: Number,
    overspend_tolerated: Number,
) -> Number:
    """Trusts that share a list and a total watch each other's overspends; help given is a promise kept."""
    kept = stake_routine * (kept_between_trusts - lost_to_independence * independence + kept_for_aid * aid)
    return kept, friction + bystander_share * stake_overspend * positive(gap - overspend_tolerated)


@rule("promises", of="council>acute", writes="kept broken")
def council_sees_acute(
    delayed: Number = now("delayed_share", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_delays_for_council: Number,
    delays_tolerated: Number,
) -> Number:
    """Blame over delayed discharge runs both ways."""
    return stake_routine * kept_routinely, friction + stake_delays_for_council * positive(delayed - delays_tolerated)


@rule("promises", of="acute>council", writes="kept broken")
def acute_sees_council(
    cut: Number = now("care_cut", of="target"),
    delayed: Number = now("delayed_share", of="source"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_care_cut: Number,
    stake_delays_for_trust: Number,
    delays_tolerated: Number,
) -> Number:
    """Trusts see cuts that fill beds."""
    blocked = stake_delays_for_trust * positive(delayed - delays_tolerated)
    return stake_routine * kept_routinely, friction + stake_care_cut * cut + blocked


@rule("promises", of="council>care", writes="kept broken")
def council_sees_care(
    capacity: Number = now("capacity", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_care_market: Number,
) -> Number:
    """Councils need providers that stay in business."""
    return stake_routine * kept_routinely, friction + stake_care_market * positive(1.0 - capacity)


@rule("promises", of="care>council", writes="kept broken")
def care_sees_council(
    fee: Number = now("fee_index", of="target"),
    cut: Number = now("care_cut", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_care_cut: Number,
    stake_care_market: Number,
) -> Number:
    """Fees that keep up with costs keep faith; squeezed fees break it."""
    squeezed = stake_care_market * positive(1.0 - fee)
    return stake_routine * kept_routinely, friction + stake_care_cut * cut + squeezed
