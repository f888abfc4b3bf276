"""M11 Joint work: what each partner of a place contributes, and what comes of it.

Conditional cooperation (Fischbacher and Gaechter 2010, American Economic Review 100:541-556): partners give by their
own inclination and by what others gave. Duty and legal form bring people to the table, never contribution itself.
"""

from sim.ops import Number, clip, maximum, power, share
from sim.ops import total as add
from sim.rules import Deciding, by_choice, last, now, rule, total

MECHANISM = "M11"


@rule("start", of="partner", writes="contribution contribution_power contribution_weighted")
def starting_contribution(
    joined_up: Number = now("joined_up_start", of="place"),
    weight: Number = now("partner_weight"),
    *,
    initial_trust: Number,
    complementarity: Number,
) -> Number:
    """What partners give at the start follows trust and how joined up the place already is."""
    given = share(0.15 + 0.4 * initial_trust + 0.2 * joined_up)
    return given, weight * power(maximum(given, 0.02), complementarity), weight * given


@rule("joint work", of="council>place", writes="stress")
def stress_of_councils(pressure: Number = last("pressure", of="source")) -> Number:
    """A council under pressure from its own mandate gives less."""
    return clip(0.5 * pressure, 0.0, 0.4)


@rule("joint work", of="acute>place", writes="stress")
def stress_of_acute_trusts(
    pressure: Number = last("pressure", of="source"),
    foundation: Number = now("foundation", of="source"),
    *,
    trust_independence: Number,
) -> Number:
    """A trust under pressure, or one that prizes its independence, gives less."""
    return clip(0.5 * pressure + trust_independence * (0.1 + 0.1 * foundation), 0.0, 0.5)


@rule("joint work", of="mhc>place", writes="stress")
def stress_of_community_trusts(pressure: Number = last("pressure", of="source")) -> Number:
    """A mental health or community trust under pressure gives less."""
    return clip(0.5 * pressure, 0.0, 0.4)


@rule("joint work", of="primary>place", writes="stress")
def stress_of_primary_care(pressure: Number = last("pressure", of="source")) -> Number:
    """Practices under pressure close in on themselves."""
    return clip(0.5 * pressure, 0.0, 0.4)


@rule("joint work", of="care>place", writes="stress")
def stress_of_care_providers(
    engaged: Number = now("engagement", of="source"), pressure: Number = last("pressure", of="source")
) -> Number:
    """Care providers who are not engaged, or who struggle to stay in business, have little to give."""
    return clip(0.5 - 0.6 * engaged + 0.3 * pressure, 0.0, 0.6)


@rule("joint work", of="vcse>place", writes="stress")
def stress_of_voluntary_sector(engaged: Number = now("engagement", of="source"), *, vcse_capacity: Number) -> Number:
    """The voluntary sector gives as far as it has capacity and a way in."""
    return clip(0.6 - 0.5 * engaged - 0.3 * vcse_capacity, 0.0, 0.6)


@rule(
    "joint work",
    of="partner",
    writes="contribution contribution_power contribution_weighted",
    decides=Deciding("contribution to joint work", "sum", about="place", told_every=12),
)
def contribution(
    given: Number = last("contribution"),
    trust: Number = last("trust"),
    others: Number = last("given_by_partners", of="place"),
    stress: Number = now("stress"),
    burden: Number = last("burden", of="icb"),
    shock: Number = now("shock", of="national"),
    weight: Number = now("partner_weight"),
    *,
    reciprocity: Number,
    rally_threshold: Number,
    rally_strength: Number,
    contribution_speed: Number,
    burden_on_joint_work: Number,
    complementarity: Number,
) -> Number:
    """A partner's contribution q: (1 - beta) own inclination + beta what partners gave, moving a part each month.

    A shock rallies those above the trust threshold and scatters those below it.
    """
    own = contribution_speed * (1.0 - reciprocity)
    terms = {
        "what it gave before": (1.0 - contribution_speed) * given,
        "its trust in the place": own * (0.05 + 0.95 * trust),
        "stress of its own": -own * stress,
        "reporting burden": -own * burden_on_joint_work * burden,
        "what partners gave": contribution_speed * reciprocity * others,
        "rallying to a shock": contribution_speed * rally_strength * (trust - rally_threshold) * shock,
    }
    q = share(add(terms.values()))
    return (q, weight * power(maximum(q, 0.02), complementarity), weight * q), terms


@rule("joint work", of="place", writes="attendance")
def attendance(
    form: Number = by_choice(
        "legal_form", voluntary=0.5, joint_committee=0.8, corporate=0.7, corporate_with_places=0.8, pair=0.8
    ),
    *,
    collaboration_duty: Number,
) -> Number:
    """Who comes to the table: law and duty decide that, and only that."""
    return share(form + 0.2 * collaboration_duty)


@rule("joint work", of="place", writes="joint_work given_by_partners")
def joint_work(
    powers: Number = total("contribution_power", of="partners"),
    given: Number = total("contribution_weighted", of="partners"),
    staff: Number = last("staff"),
    attendance: Number = now("attendance"),
    *,
    complementarity: Number,
) -> Number:
    """Output of joint work: CES over partners, so a missing key partner hurts more than the average says.

    A place team makes more of what partners bring.
    """
    output = power(powers, 1.0 / complementarity) * (0.75 + 0.25 * share(staff / 0.4)) * (0.85 + 0.15 * attendance)
    return share(output), share(given)


@rule("start", of="place", writes="joint_work given_by_partners")
def starting_joint_work(
    powers: Number = total("contribution_power", of="partners"),
    given: Number = total("contribution_weighted", of="partners"),
    *,
    complementarity: Number,
) -> Number:
    """Joint work at the start."""
    return share(power(powers, 1.0 / complementarity) * 0.85), share(given)
