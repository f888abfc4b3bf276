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
    contested_anyway: Number,
    contest_on_money: Number,
    contest_on_clawback: Number,
    contest_on_reform: Number,
) -> Number:
    """How contested the system's plans are this quarter: money moved, powers clawed back, reorganisation."""
    changes = yearly_change * (contested_anyway + contest_on_money * moved)
    return clip(changes + contest_on_clawback * clawed + contest_on_reform * upheaval, 0.0, 1.0)


@rule("events", of="icb", writes="openness")
def openness(*, disclosure: Number) -> Number:
    """How early plans are in the open."""
    return 1.0 * disclosure


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
    disclosure_on_referral: Number,
    referral_without_trust: Number,
) -> Number:
    """A scrutiny committee may refer a change upwards: likelier when it is contested, late in the open, distrusted."""
    open_late = 1.0 - disclosure_on_referral * disclosure
    p = share(referral_hazard * plans * open_late * (referral_without_trust - trust))
    return flag(u < p), {"p": p, "u": u}


@rule("scrutiny", of="icb", writes="scrutiny_delay")
def scrutiny_delay(
    plans: Number = now("contested"),
    councils: Number = now("councils"),
    referrals: Number = total("referred", of="councils"),
    *,
    joint_scrutiny_cost: Number,
    disclosure: Number,
    disclosure_on_delay: Number,
    referral_delay: Number,
) -> Number:
    """Months that scrutiny adds: joint committees cost more with every council; a referral costs most."""
    joint = joint_scrutiny_cost * positive(councils - 1.0)
    return plans * (1.0 + joint) * (1.0 - disclosure_on_delay * disclosure) + referral_delay * referrals


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
    public_on_waits: Number,
    public_on_four_hours: Number,
    public_on_access: Number,
    access_taken_for_granted: Number,
    public_on_disclosure: Number,
    public_on_referral: Number,
) -> Number:
    """The public's trust follows waits, access and openness, over years."""
    hospitals = public_on_waits * waits + public_on_four_hours * four_hours
    practices = public_on_access * share(access - access_taken_for_granted)
    felt = share(hospitals + practices + public_on_disclosure * disclosure)
    return share(toward(trust, felt, public_memory) - public_on_referral * referred)
