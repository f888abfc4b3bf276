"""M13 Promises kept and broken between the ICB and those of its system: places, councils, trusts, practices, care
providers, the voluntary sector and the partnership.

One rule for each direction of each kind of relationship; the other relationships are in ``promises_partners`` and
``promises_centre``. ``kept`` and ``broken`` are the stakes of the month; what they do to trust is in ``trust``. A month
of routine dealings is worth ``stake_routine``; the ``kept_...`` parameters say which part of it is kept, and by what.
Each ``stake_...`` is the stake of one kind of event, relative to a claw-back of everything, which is 1; ``friction`` is
what disappoints in any month. The same parameter serves every relationship in which the same thing happens.
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
    support: Number = now("support_given", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_at_arms_length: Number,
    kept_for_support: Number,
    stake_respected: Number,
    stake_consented: Number,
    stake_override: Number,
    stake_undone: Number,
) -> Number:
    """Claw-backs, overrides and announcements not done break promises; decisions that stand, and each consented
    decision on money that others hold, keep them."""
    routine = stake_routine * (kept_at_arms_length + kept_for_support * support)
    kept = routine + stake_respected * respected + stake_consented * steered
    broken = friction + clawed + stake_override * overridden * held + stake_undone * undone
    return kept, broken


@rule("promises", of="icb>place", writes="kept broken")
def icb_sees_place(
    work: Number = now("joint_work", of="target"),
    skill: Number = last("maturity_seen_by_icb", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_for_joint_work: Number,
    stake_unready: Number,
    readiness_expected: Number,
) -> Number:
    """The ICB watches whether a place delivers what it took on: its joint work, and for the rest its maturity."""
    kept = stake_routine * (kept_for_joint_work * work + (1.0 - kept_for_joint_work) * skill)
    return kept, friction + stake_routine * stake_unready * positive(readiness_expected - skill)


@rule("promises", of="council>icb", writes="kept broken")
def council_sees_icb(
    pool: Number = now("pool_nhs", of="source"),
    floor: Number = now("mandated_pool", of="source"),
    care: Number = now("care_spend", of="source"),
    target: Number = now("strategy_target", of="icp"),
    local: Number = now("local_share", of="icb"),
    local_start: Number = now("local_share_start", of="icb"),
    delay: Number = now("delay_seen", of="source"),
    respected: Number = total("respected_share", of="source_places"),
    clawed: Number = total("clawed_share", of="source_places"),
    overridden: Number = total("overridden", of="source_places"),
    clear: Number = now("roles_clear", of="icb"),
    openness: Number = now("openness", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_pool_of_nhs: Number,
    stake_respected: Number,
    share_in_places_affairs: Number,
    stake_off_strategy: Number,
    stake_prevention_cut: Number,
    stake_override_for_council: Number,
    stake_unanswered: Number,
    answered_by_disclosure: Number,
    stake_delay_shunted: Number,
) -> Number:
    """Pools paid and place decisions respected keep promises; money that departs from the strategy, cut prevention,
    claw-backs and overrides at its places, costs shunted on to care, questions left unanswered, and yet another
    reform break them."""
    paid = stake_pool_of_nhs * positive(pool - floor) / care
    kept = stake_routine * kept_routinely + paid + share_in_places_affairs * stake_respected * respected
    spending = positive(target - local) * stake_off_strategy + stake_prevention_cut * positive(local_start - local)
    departed = spending + share_in_places_affairs * clawed + stake_override_for_council * overridden
    unanswered = stake_unanswered * (1.0 - clear) * (1.0 - answered_by_disclosure * openness)
    shunted = stake_delay_shunted * positive(delay - 1.0)
    return kept, friction + departed + unanswered + shunted


@rule("promises", of="icb>council", writes="kept broken")
def icb_sees_council(
    pool: Number = now("pool_council", of="target"),
    care: Number = now("care_spend", of="target"),
    cut: Number = now("care_cut", of="target"),
    left: Number = now("left_pool", of="target"),
    stance: Number = now("stance", of="target"),
    given: Number = total("contribution", of="target_contributions"),
    exit_terms: Number = now("exit_agreed", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_at_the_margin: Number,
    kept_for_joint_work: Number,
    stake_pool_of_council: Number,
    stake_coming_in: Number,
    stake_care_cut: Number,
    stake_leaving: Number,
    forgiven_by_exit_terms: Number,
) -> Number:
    """Pools paid and joint work keep promises; cuts that fill beds and leaving outside exit terms break them."""
    routine = stake_routine * (kept_at_the_margin + kept_for_joint_work * given)
    kept = routine + stake_pool_of_council * pool / care + stake_coming_in * stance
    left_out_of_terms = stake_leaving * left * (1.0 - forgiven_by_exit_terms * exit_terms)
    return kept, friction + stake_care_cut * cut + left_out_of_terms


@rule("promises", of="acute>icb", writes="kept broken")
def acute_sees_icb(
    local: Number = now("local_share", of="icb"),
    local_start: Number = now("local_share_start", of="icb"),
    plan: Number = now("recovery_help", of="source"),
    bypassed: Number = now("bypassed", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_recovery_help: Number,
    stake_growth_moved: Number,
    stake_bypass: Number,
    bystander_share: Number,
) -> Number:
    """A trust expects its share of growth; help with recovery is a kept promise; so is not being called round."""
    moved = positive(local - local_start)
    broken = friction + stake_growth_moved * moved + bystander_share * stake_bypass * bypassed
    return stake_routine * kept_routinely + stake_recovery_help * plan, broken


@rule("promises", of="icb>acute", writes="kept broken")
def icb_sees_acute(
    given: Number = total("contribution", of="target_contributions"),
    gap: Number = now("trust_gap", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_without_giving: Number,
    kept_for_giving_of_trusts: Number,
    stake_overspend: Number,
    overspend_tolerated: Number,
) -> Number:
    """Joint work keeps a promise; overspending that drains the system breaks one."""
    kept = stake_routine * (kept_without_giving + kept_for_giving_of_trusts * given)
    return kept, friction + stake_overspend * positive(gap - overspend_tolerated)


@rule("promises", of="mhc>icb", writes="kept broken")
def community_trust_sees_icb(
    local: Number = now("local_share", of="icb"),
    local_start: Number = now("local_share_start", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_money_moved_out: Number,
) -> Number:
    """Mental health and community trusts look for money moving out of hospital."""
    kept = stake_routine * kept_routinely + stake_money_moved_out * positive(local - local_start)
    return kept, friction + stake_money_moved_out * positive(local_start - local)


@rule("promises", of="icb>mhc", writes="kept broken")
def icb_sees_community_trust(
    given: Number = total("contribution", of="target_contributions"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_without_giving: Number,
    kept_for_giving_of_trusts: Number,
) -> Number:
    """Joint work keeps the promise."""
    return stake_routine * (kept_without_giving + kept_for_giving_of_trusts * given), friction


@rule("promises", of="primary>icb", writes="kept broken")
def primary_sees_icb(
    access: Number = now("access_primary", of="source_place"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_with_practices: Number,
    stake_pressed_practices: Number,
) -> Number:
    """Practices look for relief from pressure."""
    return stake_routine * kept_with_practices, friction + stake_pressed_practices * positive(1.0 - access)


@rule("promises", of="icb>primary", writes="kept broken")
def icb_sees_primary(
    given: Number = total("contribution", of="target_contributions"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_at_the_margin: Number,
    kept_for_giving_of_others: Number,
) -> Number:
    """Joint work keeps the promise."""
    return stake_routine * (kept_at_the_margin + kept_for_giving_of_others * given), friction


@rule("promises", of="care>icb", writes="kept broken", name="care_sees_icb")
@rule("promises", of="vcse>icb", writes="kept broken", name="voluntary_sector_sees_icb")
def independent_sector_sees_icb(
    route: Number = now("way_in", of="source"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_at_the_margin: Number,
    kept_for_voice: Number,
    stake_left_out: Number,
) -> Number:
    """A way in is a promise kept every month; being left out is a slow breach."""
    kept = stake_routine * (kept_at_the_margin + kept_for_voice * route)
    return kept, friction + stake_left_out * (1.0 - route)


@rule("promises", of="icb>care", writes="kept broken", name="icb_sees_care")
@rule("promises", of="icb>vcse", writes="kept broken", name="icb_sees_voluntary_sector")
def icb_sees_independent_sector(
    engaged: Number = now("engagement", of="target"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_at_the_margin: Number,
    kept_for_giving_of_others: Number,
) -> Number:
    """Engagement of care providers, or of the voluntary sector, keeps the promise."""
    return stake_routine * (kept_at_the_margin + kept_for_giving_of_others * engaged), friction


@rule("promises", of="icp>icb", writes="kept broken")
def icp_sees_icb(
    target: Number = now("strategy_target", of="source"),
    local: Number = now("local_share", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_routinely: Number,
    stake_off_strategy: Number,
) -> Number:
    """Spending that departs from the strategy breaks the partnership's trust."""
    return stake_routine * kept_routinely, friction + stake_off_strategy * positive(target - local)


@rule("promises", of="icb>icp", writes="kept broken")
def icb_sees_icp(
    clear: Number = now("roles_clear", of="icb"),
    *,
    stake_routine: Number,
    friction: Number,
    kept_beside_board: Number,
    kept_for_clarity: Number,
) -> Number:
    """Clear roles make a partnership useful to the board."""
    return stake_routine * (kept_beside_board + kept_for_clarity * clear), friction
