"""M10 Recovery of failing trusts: who fixes them, and whether the overseers pull together."""

from sim.ops import Number, both, flag, positive, share, toward, where
from sim.rules import by_choice, last, normal, now, rule

MECHANISM = "M10"


@rule("oversight", of="acute", writes="trust_shortfall bad_quarters good_quarters in_recovery recovery_months")
def watch_trust(
    seen: Number = last("trust_shortfall"),
    bad: Number = last("bad_quarters"),
    good: Number = last("good_quarters"),
    inside: Number = last("in_recovery"),
    months: Number = last("recovery_months"),
    waits: Number = last("within_18_weeks"),
    four_hours: Number = last("four_hours_reported"),
    gap: Number = last("trust_gap"),
    z: Number = normal("overseers see trust"),
    *,
    observation_noise: Number,
    target_waits: Number,
    target_four_hours: Number,
) -> Number:
    """Trusts enter and leave the recovery programme on sustained evidence: two quarters to enter, four to leave."""
    true_gap = positive(target_waits - waits) + positive(target_four_hours - four_hours) + 2.0 * positive(gap)
    view = 0.5 * seen + 0.5 * positive(true_gap + 0.5 * observation_noise * z)
    bad_now = where(view > 0.42, bad + 1.0, 0.0)
    good_now = where(view < 0.34, good + 1.0, 0.0)
    enters = both(inside < 0.5, bad_now >= 2.0)
    leaves = both(inside > 0.5, good_now >= 4.0)
    within = where(enters, 1.0, where(leaves, 0.0, inside))
    return view, bad_now, good_now, within, months + 3.0 * within


@rule("oversight", of="acute", writes="joint_plan recovery_help")
def recovery_plan(
    inside: Number = now("in_recovery"),
    plan: Number = last("joint_plan"),
    help_given: Number = last("recovery_help"),
    authority: Number = last("authority", of="icb"),
    capability: Number = last("system_capability", of="icb"),
    lead: Number = by_choice("who_fixes", icb=1.0, region=0.0, joint=0.6),
    *,
    alignment: Number,
) -> Number:
    """Help builds faster with one joint plan; an ICB in the lead needs authority, a region brings force sooner."""
    strength = lead * authority * (0.4 + 0.8 * capability) + (1.0 - lead) * 0.6
    wanted = inside * share(strength * (0.4 + 0.6 * alignment))
    return toward(plan, 0.02 * wanted, 12.0), help_given + (wanted - help_given) * 0.25 * (0.5 + 0.5 * alignment)


@rule("health", of="acute", writes="recovering")
def recovering(inside: Number = now("in_recovery")) -> Number:
    """Whether the trust is in the recovery programme this month."""
    return flag(inside > 0.5)
