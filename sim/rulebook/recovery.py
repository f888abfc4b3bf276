"""M10 Recovery of failing trusts: who fixes them, and whether the overseers pull together."""

from sim.ops import Number, both, flag, positive, share, toward, where
from sim.rules import by_choice, last, normal, now, rule

MECHANISM = "M10"

MONTHS_A_QUARTER = 3.0
"""Oversight looks once a quarter."""


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
    overspend_in_view: Number,
    noise_on_trusts: Number,
    view_renewed: Number,
    recovery_entry: Number,
    recovery_exit: Number,
    recovery_entry_quarters: Number,
    recovery_exit_quarters: Number,
) -> Number:
    """Trusts enter and leave the recovery programme on sustained evidence: several quarters beyond a threshold.

    Overseers see the shortfall from both targets and the overspend, with noise, and renew a part of their view.
    """
    targets = positive(target_waits - waits) + positive(target_four_hours - four_hours)
    fresh = positive(targets + overspend_in_view * positive(gap) + noise_on_trusts * observation_noise * z)
    view = (1.0 - view_renewed) * seen + view_renewed * fresh
    bad_now = where(view > recovery_entry, bad + 1.0, 0.0)
    good_now = where(view < recovery_exit, good + 1.0, 0.0)
    enters = both(inside <= 0.0, bad_now >= recovery_entry_quarters)
    leaves = both(inside > 0.0, good_now >= recovery_exit_quarters)
    within = where(enters, 1.0, where(leaves, 0.0, inside))
    return view, bad_now, good_now, within, months + MONTHS_A_QUARTER * within


@rule("oversight", of="acute", writes="joint_plan recovery_help")
def recovery_plan(
    inside: Number = now("in_recovery"),
    plan: Number = last("joint_plan"),
    help_given: Number = last("recovery_help"),
    authority: Number = last("authority", of="icb"),
    capability: Number = last("system_capability", of="icb"),
    lead: Number = by_choice("who_fixes", "recovery_lead", icb=1.0, region=0.0),
    *,
    alignment: Number,
    recovery_without_capability: Number,
    recovery_on_capability: Number,
    recovery_force_of_region: Number,
    recovery_unaligned: Number,
    recovery_effect: Number,
    recovery_effect_time: Number,
    recovery_speed: Number,
    recovery_speed_unaligned: Number,
) -> Number:
    """Help builds faster with one joint plan; an ICB in the lead needs authority, a region brings force sooner."""
    able = recovery_without_capability + recovery_on_capability * capability
    strength = lead * authority * able + (1.0 - lead) * recovery_force_of_region
    wanted = inside * share(strength * (recovery_unaligned + (1.0 - recovery_unaligned) * alignment))
    pace = recovery_speed_unaligned + (1.0 - recovery_speed_unaligned) * alignment
    lasting = toward(plan, recovery_effect * wanted, recovery_effect_time)
    return lasting, help_given + (wanted - help_given) * recovery_speed * pace


@rule("health", of="acute", writes="recovering")
def recovering(inside: Number = now("in_recovery")) -> Number:
    """Whether the trust is in the recovery programme this month."""
    return flag(inside > 0.0)
