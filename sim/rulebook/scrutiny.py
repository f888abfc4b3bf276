"""M15 Scrutiny: contested change is slowed, opened to view, and sometimes referred upwards."""

from sim.ops import Number, clip, flag, positive, share, toward
from sim.rules import Deciding, last, now, rule, total, uniform

MECHANISM = "M15"


@rule("scrutiny", of="icb", writes="contested")
def contested(
    moved: Number = last("mix_moved"),
    clawed: Number = total("clawed_share", of="places", month="last"),
    upheaval: Number = last("disruption"),
    *,
    yearly_change: Number,
) -> Number:
    """How contested the system's plans are this quarter: money moved, powers clawed back, reorganisation."""
    return clip(yearly_change * (0.3 + 20.0 * moved) + 2.0 * clawed + 0.5 * upheaval, 0.0, 1.0)


@rule("events", of="council", writes="referred")
def nothing_referred() -> Number:
    """A referral is an event of one month; its delay lasts the quarter."""
    return 0.0


@rule("scrutiny", of="council", writes="referred", decides=Deciding("referral of a contested change", "chance"))
def refer(
    plans: Number = now("contested", of="icb"),
    trust: Number = last("trust", of="trust_in_icb"),
    u: Number = uniform("referral"),
    *,
    referral_hazard: Number,
    disclosure: Number,
) -> Number:
    """A scrutiny committee may refer a change upwards: likelier when it is contested, late in the open, distrusted."""
    p = share(referral_hazard * plans * (1.0 - 0.7 * disclosure) * (1.4 - trust))
    return flag(u < p), {"p": p, "u": u}


@rule("scrutiny", of="icb", writes="scrutiny_delay")
def scrutiny_delay(
    plans: Number = now("contested"),
    councils: Number = now("councils"),
    referrals: Number = total("referred", of="councils"),
    *,
    joint_scrutiny_cost: Number,
    disclosure: Number,
) -> Number:
    """Months that scrutiny adds: joint committees cost more with every council; a referral costs most."""
    joint = joint_scrutiny_cost * positive(councils - 1.0)
    return plans * (1.0 + joint) * (1.0 - 0.3 * disclosure) + 6.0 * referrals


@rule("observe", of="place", writes="public_trust")
def public_trust(
    trust: Number = last("public_trust"),
    waits: Number = total("within_18_weeks", of="hospitals"),
    four_hours: Number = total("four_hours", of="hospitals"),
    access: Number = now("access_primary"),
    referred: Number = total("referred", of="councils"),
    *,
    disclosure: Number,
    public_memory: Number,
) -> Number:
    """The public's trust follows waits, access and openness, over years."""
    felt = share(0.25 * waits + 0.3 * four_hours + 0.2 * share(access - 0.2) + 0.15 * disclosure)
    return share(toward(trust, felt, public_memory) - 0.02 * referred)
