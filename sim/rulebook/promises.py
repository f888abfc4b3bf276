"""M13 Promises kept and broken: which events between two organisations bear on trust, and with what stake.

One rule for each direction of each kind of relationship. ``kept`` and ``broken`` are the stakes of the month; what
they do to trust is in ``trust``. Stakes are relative (a claw-back of everything is 1) and assumed.
"""

from sim.ops import Number, positive
from sim.rules import last, now, rule, total

MECHANISM = "M13"


@rule("promises", of="place>icb", writes="kept broken")
def place_sees_icb(
    clawed: Number = now("clawed_share", of="source"),
    overridden: Number = now("overridden", of="source"),
    held: Number = now("formal_share", of="source"),
    undone: Number = now("undone_share", of="source"),
    respected: Number = now("respected_share", of="source"),
    steered: Number = now("steered_share", of="source"),
    *,
    stake_routine: Number,
    friction: Number,
    development_support: Number,
) -> Number:
    """Claw-backs, overrides and announcements not done break promises; decisions that stand, and each consented
    decision on money that others hold, keep them."""
    kept = stake_routine * (0.35 + 0.2 * development_support) + 0.25 * respected + 0.2 * steered
    broken = friction + 1.0 * clawed + 0.6 * overridden * held + 0.07 * undone
    return kept, broken


@rule("promises", of="icb>place", writes="kept broken")
def icb_sees_place(
    work: Number = now("joint_work", of="target"),
    skill: Number = last("maturity_seen_by_icb", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """The ICB watches whether a place delivers what it took on."""
    return stake_routine * (0.5 * work + 0.5 * skill), friction + stake_routine * 0.3 * positive(0.4 - skill)


@rule("promises", of="council>icb", writes="kept broken")
def council_sees_icb(
    pool: Number = now("pool_nhs", of="source"),
    floor: Number = now("mandated_pool", of="source"),
    care: Number = now("care_spend", of="source"),
    target: Number = now("strategy_target", of="icp"),
    local: Number = now("local_share", of="icb"),
    local_start: Number = now("local_share_start", of="icb"),
    delay: Number = now("delay_seen", of="source"),
    reformed: Number = now("reform", of="icb"),
    respected: Number = total("respected_share", of="source_places"),
    clawed: Number = total("clawed_share", of="source_places"),
    overridden: Number = total("overridden", of="source_places"),
    *,
    stake_routine: Number,
    friction: Number,
    clarity: Number,
    disclosure: Number,
) -> Number:
    """Pools paid and place decisions respected keep promises; money that departs from the strategy, cut prevention,
    claw-backs and overrides at its places, costs shunted on to care, questions left unanswered, and yet another
    reform break them."""
    kept = stake_routine * 0.5 + 0.5 * positive(pool - floor) / care + 0.1 * respected
    departed = positive(target - local) * 0.25 + 1.5 * positive(local_start - local) + 0.4 * clawed + 0.1 * overridden
    unanswered = 0.03 * (1.0 - clarity) * (1.0 - 0.5 * disclosure)
    return kept, friction + departed + unanswered + 0.03 * positive(delay - 1.0) + 0.15 * reformed


@rule("promises", of="icb>council", writes="kept broken")
def icb_sees_council(
    pool: Number = now("pool_council", of="target"),
    care: Number = now("care_spend", of="target"),
    cut: Number = now("care_cut", of="target"),
    left: Number = now("left_pool", of="target"),
    stance: Number = now("stance", of="target"),
    given: Number = total("contribution", of="target_contributions"),
    *,
    stake_routine: Number,
    friction: Number,
    exit_rights: Number,
) -> Number:
    """Pools paid and joint work keep promises; cuts that fill beds and leaving outside exit terms break them."""
    kept = stake_routine * (0.2 + 0.5 * given) + 0.4 * pool / care + 0.01 * stance
    return kept, friction + 0.3 * cut + 0.5 * left * (1.0 - 0.7 * exit_rights)


@rule("promises", of="acute>icb", writes="kept broken")
def acute_sees_icb(
    local: Number = now("local_share", of="icb"),
    local_start: Number = now("local_share_start", of="icb"),
    plan: Number = now("recovery_help", of="source"),
    bypassed: Number = now("bypassed", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """A trust expects its share of growth; help with recovery is a kept promise; so is not being called round."""
    moved = positive(local - local_start)
    return stake_routine * 0.5 + 0.1 * plan, friction + 0.25 * moved + 0.1 * bypassed


@rule("promises", of="icb>acute", writes="kept broken")
def icb_sees_acute(
    given: Number = total("contribution", of="target_contributions"),
    gap: Number = now("trust_gap", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """Joint work keeps a promise; overspending that drains the system breaks one."""
    return stake_routine * (0.15 + 0.7 * given), friction + 0.8 * positive(gap - 0.02)


@rule("promises", of="mhc>icb", writes="kept broken")
def community_trust_sees_icb(
    local: Number = now("local_share", of="icb"),
    local_start: Number = now("local_share_start", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """Mental health and community trusts look for money moving out of hospital."""
    return stake_routine * 0.5 + positive(local - local_start), friction + 1.0 * positive(local_start - local)


@rule("promises", of="icb>mhc", writes="kept broken")
def icb_sees_community_trust(
    given: Number = total("contribution", of="target_contributions"), *, stake_routine: Number, friction: Number
) -> Number:
    """Joint work keeps the promise."""
    return stake_routine * (0.15 + 0.7 * given), friction


@rule("promises", of="primary>icb", writes="kept broken")
def primary_sees_icb(
    access: Number = now("access_primary", of="source_place"), *, stake_routine: Number, friction: Number
) -> Number:
    """Practices look for relief from pressure."""
    return stake_routine * 0.45, friction + 0.2 * positive(1.0 - access)


@rule("promises", of="care>icb", writes="kept broken")
def care_sees_icb(*, stake_routine: Number, friction: Number, care_route: Number) -> Number:
    """A seat or forum is a promise kept every month; being left out is a slow breach."""
    return stake_routine * (0.2 + 0.4 * care_route), friction + 0.02 * (1.0 - care_route)


@rule("promises", of="vcse>icb", writes="kept broken")
def voluntary_sector_sees_icb(*, stake_routine: Number, friction: Number, vcse_route: Number) -> Number:
    """The same for the voluntary sector."""
    return stake_routine * (0.2 + 0.4 * vcse_route), friction + 0.02 * (1.0 - vcse_route)


@rule("promises", of="icb>primary", writes="kept broken")
def icb_sees_primary(
    given: Number = total("contribution", of="target_contributions"), *, stake_routine: Number, friction: Number
) -> Number:
    """Joint work keeps the promise."""
    return stake_routine * (0.2 + 0.6 * given), friction


@rule("promises", of="icb>care", writes="kept broken")
def icb_sees_care(
    engaged: Number = now("engagement", of="target"), *, stake_routine: Number, friction: Number
) -> Number:
    """Engagement keeps the promise."""
    return stake_routine * (0.2 + 0.6 * engaged), friction


@rule("promises", of="icb>vcse", writes="kept broken")
def icb_sees_voluntary_sector(
    engaged: Number = now("engagement", of="target"), *, stake_routine: Number, friction: Number
) -> Number:
    """Engagement keeps the promise."""
    return stake_routine * (0.2 + 0.6 * engaged), friction


@rule("promises", of="partner", writes="kept broken")
def partner_sees_place(
    others: Number = now("given_by_partners", of="place"),
    own: Number = now("contribution"),
    *,
    stake_routine: Number,
    friction: Number,
    tolerance: Number,
) -> Number:
    """A partner judges a place by what the others give; giving more than they do is a let-down, if not a small one."""
    let_down = positive(own - others - tolerance)
    return stake_routine * (0.15 + 0.85 * others), friction + stake_routine * let_down


@rule("promises", of="place>council", writes="kept broken")
def place_sees_council(
    given: Number = now("contribution", of="reverse"),
    cut: Number = now("care_cut", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """A place sees what its council gives, and what it cuts."""
    return stake_routine * (0.15 + 0.85 * given), friction + 0.2 * cut


@rule("promises", of="place>primary", writes="kept broken")
def place_sees_primary(
    given: Number = now("contribution", of="reverse"), *, stake_routine: Number, friction: Number
) -> Number:
    """A place sees what practices give."""
    return stake_routine * (0.15 + 0.85 * given), friction


@rule("promises", of="place>acute", writes="kept broken")
def place_sees_acute(
    given: Number = now("contribution", of="reverse"), *, stake_routine: Number, friction: Number
) -> Number:
    """A place sees what the acute trust gives."""
    return stake_routine * (0.15 + 0.85 * given), friction


@rule("promises", of="place>mhc", writes="kept broken")
def place_sees_community_trust(
    given: Number = now("contribution", of="reverse"), *, stake_routine: Number, friction: Number
) -> Number:
    """A place sees what the community trust gives."""
    return stake_routine * (0.15 + 0.85 * given), friction


@rule("promises", of="place>care", writes="kept broken")
def place_sees_care(
    given: Number = now("contribution", of="reverse"), *, stake_routine: Number, friction: Number
) -> Number:
    """A place sees what care providers give."""
    return stake_routine * (0.15 + 0.85 * given), friction


@rule("promises", of="place>vcse", writes="kept broken")
def place_sees_voluntary_sector(
    given: Number = now("contribution", of="reverse"), *, stake_routine: Number, friction: Number
) -> Number:
    """A place sees what the voluntary sector gives."""
    return stake_routine * (0.15 + 0.85 * given), friction


@rule("promises", of="council>council", writes="kept broken")
def council_sees_council(
    mine: Number = now("stance", of="source"),
    theirs: Number = now("stance", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """Councils of the same stance find common ground; one that stands outside leaves the others exposed."""
    return stake_routine * (0.35 + 0.1 * theirs), friction * 1.2 + 0.02 * positive(mine - theirs)


@rule("promises", of="place>place", writes="kept broken")
def place_sees_place(
    work: Number = now("joint_work", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    levelling_effort: Number,
    peer_support: Number,
) -> Number:
    """Places that work well and help each other are trusted."""
    return stake_routine * (0.25 + 0.5 * work + 0.1 * levelling_effort + 0.1 * peer_support), friction


@rule("promises", of="acute>acute", writes="kept broken")
def acute_sees_acute(
    gap: Number = now("trust_gap", of="target"), *, stake_routine: Number, friction: Number, trust_independence: Number
) -> Number:
    """Trusts that share a list and a total watch each other's overspends."""
    return stake_routine * (0.6 - 0.2 * trust_independence), friction + 0.2 * positive(gap - 0.02)


@rule("promises", of="region>icb", writes="kept broken")
def region_sees_icb(
    led: Number = now("led_recovery", of="icb"),
    seen: Number = now("shortfall_seen", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """A recovery led, against a shortfall that goes on."""
    return stake_routine * 0.5 + 0.3 * led, friction + 0.12 * seen


@rule("promises", of="icb>region", writes="kept broken")
def icb_sees_region(
    bypassed: Number = now("bypassed", of="icb"),
    received: Number = last("pressure_received", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    regional_shielding: Number,
) -> Number:
    """Going round the ICB breaks its trust; shielding keeps it."""
    return stake_routine * (0.4 + 0.2 * regional_shielding), friction + 0.4 * bypassed + 0.02 * received


@rule("promises", of="national>icb", writes="kept broken")
def national_sees_icb(
    seen: Number = now("shortfall_seen", of="icb"), *, stake_routine: Number, friction: Number
) -> Number:
    """The centre sees the shortfall."""
    return stake_routine * 0.5, friction + 0.12 * seen


@rule("promises", of="icb>national", writes="kept broken")
def icb_sees_national(
    bypassed: Number = now("bypassed", of="icb"),
    burden: Number = now("burden", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """The ICB sees who goes round it, and the reporting that never ends."""
    return stake_routine * 0.5, friction + 0.15 * bypassed + 0.02 * burden


@rule("promises", of="national>region", writes="kept broken")
def national_sees_region(*, stake_routine: Number, friction: Number, regional_shielding: Number) -> Number:
    """A region that shields its systems strains its standing with the centre."""
    return stake_routine * 0.55, friction + 0.01 * regional_shielding


@rule("promises", of="region>national", writes="kept broken")
def region_sees_national(
    left: Number = now("minister_left", of="national"),
    *,
    stake_routine: Number,
    friction: Number,
    regional_insecurity: Number,
) -> Number:
    """Every new minister and every threat to its own posts costs the centre the region's trust."""
    return stake_routine * 0.55, friction + 0.05 * left + 0.02 * regional_insecurity


@rule("promises", of="region>acute", writes="kept broken")
def region_sees_acute(
    shortfall: Number = now("trust_shortfall", of="target"), *, stake_routine: Number, friction: Number
) -> Number:
    """The region watches trusts' performance."""
    return stake_routine * 0.55, friction + 0.06 * shortfall


@rule("promises", of="acute>region", writes="kept broken")
def acute_sees_region(
    burden: Number = now("burden", of="icb"), *, stake_routine: Number, friction: Number, alignment: Number
) -> Number:
    """Uncoordinated overseers wear trusts down."""
    return stake_routine * 0.5, friction + 0.03 * burden * (1.0 - alignment)


@rule("promises", of="region>mhc", writes="kept broken")
def region_sees_community_trust(*, stake_routine: Number, friction: Number) -> Number:
    """Routine dealings."""
    return stake_routine * 0.55, friction


@rule("promises", of="mhc>region", writes="kept broken")
def community_trust_sees_region(
    burden: Number = now("burden", of="icb"), *, stake_routine: Number, friction: Number
) -> Number:
    """Reporting burden wears trust down."""
    return stake_routine * 0.5, friction + 0.02 * burden


@rule("promises", of="icp>icb", writes="kept broken")
def icp_sees_icb(
    target: Number = now("strategy_target", of="source"),
    local: Number = now("local_share", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """Spending that departs from the strategy breaks the partnership's trust."""
    return stake_routine * 0.5, friction + 0.25 * positive(target - local)


@rule("promises", of="icb>icp", writes="kept broken")
def icb_sees_icp(*, stake_routine: Number, friction: Number, clarity: Number) -> Number:
    """Clear roles make a partnership useful to the board."""
    return stake_routine * (0.4 + 0.15 * clarity), friction


@rule("promises", of="icp>council", writes="kept broken")
def icp_sees_council(stance: Number = now("stance", of="target"), *, stake_routine: Number, friction: Number) -> Number:
    """Councils that come in carry the strategy."""
    return stake_routine * (0.35 + 0.1 * stance), friction


@rule("promises", of="council>icp", writes="kept broken")
def council_sees_icp(voice: Number = now("voice", of="source"), *, stake_routine: Number, friction: Number) -> Number:
    """Councils trust a partnership in which they are heard."""
    return stake_routine * (0.3 + 0.4 * voice), friction


@rule("promises", of="council>acute", writes="kept broken")
def council_sees_acute(
    delayed: Number = now("delayed_share", of="target"), *, stake_routine: Number, friction: Number
) -> Number:
    """Blame over delayed discharge runs both ways."""
    return stake_routine * 0.5, friction + 0.15 * positive(delayed - 0.12)


@rule("promises", of="acute>council", writes="kept broken")
def acute_sees_council(
    cut: Number = now("care_cut", of="target"),
    delayed: Number = now("delayed_share", of="source"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """Trusts see cuts that fill beds."""
    return stake_routine * 0.5, friction + 0.3 * cut + 0.1 * positive(delayed - 0.12)


@rule("promises", of="council>care", writes="kept broken")
def council_sees_care(
    capacity: Number = now("capacity", of="target"), *, stake_routine: Number, friction: Number
) -> Number:
    """Councils need providers that stay in business."""
    return stake_routine * 0.5, friction + 0.1 * positive(1.0 - capacity)


@rule("promises", of="care>council", writes="kept broken")
def care_sees_council(
    fee: Number = now("fee_index", of="target"),
    cut: Number = now("care_cut", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
) -> Number:
    """Fees that keep up with costs keep faith; squeezed fees break it."""
    return stake_routine * 0.5, friction + 0.3 * cut + 0.1 * positive(1.0 - fee)
