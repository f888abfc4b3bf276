"""M11 Joint work: what each partner of a place contributes, and what comes of it.

Conditional cooperation (Fischbacher and Gaechter 2010, American Economic Review 100:541-556): partners give by their
own inclination and by what others gave. Duty and legal form bring people to the table, never contribution itself.
"""

from sim.ops import Number, clip, maximum, power, share
from sim.ops import total as add
from sim.rules import Deciding, by_choice, last, now, rule, total

MECHANISM = "M11"

LEAST_GIVEN = 0.02
"""Contribution below which the CES (a negative power) is cut off, so that it stays finite."""


def inclination(trust: Number, held_back: Number, without_trust: Number) -> Number:
    """What a partner would give by itself: a little without trust, the rest with it, less what holds it back."""
    return share(without_trust + (1.0 - without_trust) * trust - held_back)


@rule("start", of="council>place", writes="stress")
def starting_stress_of_councils(
    *, initial_pressure_of_councils: Number, stress_on_pressure: Number, stress_ceiling: Number
) -> Number:
    """Councils are under pressure already when the story begins."""
    return clip(stress_on_pressure * initial_pressure_of_councils, 0.0, stress_ceiling)


@rule("start", of="acute>place", writes="stress")
def starting_stress_of_acute_trusts(
    *, initial_pressure_of_trusts: Number, stress_on_pressure: Number, stress_ceiling_of_trusts: Number
) -> Number:
    """So are acute trusts, and more."""
    return clip(stress_on_pressure * initial_pressure_of_trusts, 0.0, stress_ceiling_of_trusts)


@rule("start", of="care>place", writes="stress")
def starting_stress_of_care_providers(
    *,
    initial_engagement: Number,
    stress_of_unengaged_care: Number,
    stress_on_engagement_of_care: Number,
    stress_ceiling_of_independents: Number,
) -> Number:
    """Care providers give little at the start, being little engaged."""
    apart = stress_of_unengaged_care - stress_on_engagement_of_care * initial_engagement
    return clip(apart, 0.0, stress_ceiling_of_independents)


@rule("start", of="vcse>place", writes="stress")
def starting_stress_of_voluntary_sector(
    capacity: Number = now("capacity", of="source"),
    *,
    initial_engagement: Number,
    stress_of_unengaged_vcse: Number,
    stress_on_engagement_of_vcse: Number,
    stress_on_vcse_capacity: Number,
    stress_ceiling_of_independents: Number,
) -> Number:
    """The voluntary sector likewise, as far as its capacity goes."""
    apart = stress_of_unengaged_vcse - stress_on_engagement_of_vcse * initial_engagement
    return clip(apart - stress_on_vcse_capacity * capacity, 0.0, stress_ceiling_of_independents)


@rule("start", of="partner", writes="contribution_weighted")
def starting_inclination(
    stress: Number = now("stress"),
    burden: Number = now("burden", of="icb"),
    weight: Number = now("partner_weight"),
    *,
    initial_trust: Number,
    burden_on_joint_work: Number,
    giving_without_trust: Number,
) -> Number:
    """What each partner would give by itself at the start: trust decides it, as it does later."""
    return weight * inclination(initial_trust, stress + burden_on_joint_work * burden, giving_without_trust)


@rule("start", of="place", writes="given_by_partners")
def starting_exchange(given: Number = total("contribution_weighted", of="partners")) -> Number:
    """Where giving as others give has come to rest, partners give on average what they would give by themselves."""
    return share(given)


@rule("start", of="partner", writes="contribution contribution_power")
def starting_contribution(
    stress: Number = now("stress"),
    burden: Number = now("burden", of="icb"),
    others: Number = now("given_by_partners", of="place"),
    weight: Number = now("partner_weight"),
    *,
    initial_trust: Number,
    burden_on_joint_work: Number,
    giving_without_trust: Number,
    reciprocity: Number,
    complementarity: Number,
) -> Number:
    """Contributions start where the rule of later months would hold them: at the rest point of q = (1 - beta) own
    inclination + beta what partners give, so that what joint work does afterwards has a cause."""
    own = inclination(initial_trust, stress + burden_on_joint_work * burden, giving_without_trust)
    q = (1.0 - reciprocity) * own + reciprocity * others
    return q, weight * power(maximum(q, LEAST_GIVEN), complementarity)


@rule("joint work", of="council>place", writes="stress", name="stress_of_councils")
@rule("joint work", of="mhc>place", writes="stress", name="stress_of_community_trusts")
@rule("joint work", of="primary>place", writes="stress", name="stress_of_primary_care")
def stress_of_partners(
    pressure: Number = last("pressure", of="source"), *, stress_on_pressure: Number, stress_ceiling: Number
) -> Number:
    """A council, community trust or practice under pressure from its own mandate closes in on itself and gives less."""
    return clip(stress_on_pressure * pressure, 0.0, stress_ceiling)


@rule("joint work", of="acute", writes="independence")
def drive_for_independence(*, trust_independence: Number) -> Number:
    """How much acute trusts prize their independence."""
    return 1.0 * trust_independence


@rule("joint work", of="acute>place", writes="stress")
def stress_of_acute_trusts(
    pressure: Number = last("pressure", of="source"),
    foundation: Number = now("foundation", of="source"),
    independence: Number = now("independence", of="source"),
    *,
    stress_on_pressure: Number,
    stress_on_independence: Number,
    stress_ceiling_of_trusts: Number,
) -> Number:
    """A trust under pressure gives less; so does one that prizes its independence, a foundation trust twice over."""
    apart = independence * (stress_on_independence + stress_on_independence * foundation)
    return clip(stress_on_pressure * pressure + apart, 0.0, stress_ceiling_of_trusts)


@rule("joint work", of="care>place", writes="stress")
def stress_of_care_providers(
    engaged: Number = now("engagement", of="source"),
    pressure: Number = last("pressure", of="source"),
    *,
    stress_of_unengaged_care: Number,
    stress_on_engagement_of_care: Number,
    stress_on_care_market: Number,
    stress_ceiling_of_independents: Number,
) -> Number:
    """Care providers who are not engaged, or who struggle to stay in business, have little to give."""
    apart = stress_of_unengaged_care - stress_on_engagement_of_care * engaged
    return clip(apart + stress_on_care_market * pressure, 0.0, stress_ceiling_of_independents)


@rule("joint work", of="vcse>place", writes="stress")
def stress_of_voluntary_sector(
    engaged: Number = now("engagement", of="source"),
    capacity: Number = now("capacity", of="source"),
    *,
    stress_of_unengaged_vcse: Number,
    stress_on_engagement_of_vcse: Number,
    stress_on_vcse_capacity: Number,
    stress_ceiling_of_independents: Number,
) -> Number:
    """The voluntary sector gives as far as it has capacity and a way in."""
    apart = stress_of_unengaged_vcse - stress_on_engagement_of_vcse * engaged
    return clip(apart - stress_on_vcse_capacity * capacity, 0.0, stress_ceiling_of_independents)


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
    giving_without_trust: Number,
) -> Number:
    """A partner's contribution q: (1 - beta) own inclination + beta what partners gave, moving a part each month.

    A shock rallies those above the trust threshold and scatters those below it.
    """
    own = contribution_speed * (1.0 - reciprocity)
    terms = {
        "what it gave before": (1.0 - contribution_speed) * given,
        "its trust in the place": own * (giving_without_trust + (1.0 - giving_without_trust) * trust),
        "stress of its own": -own * stress,
        "reporting burden": -own * burden_on_joint_work * burden,
        "what partners gave": contribution_speed * reciprocity * others,
        "rallying to a shock": contribution_speed * rally_strength * (trust - rally_threshold) * shock,
    }
    q = share(add(terms.values()))
    return (q, weight * power(maximum(q, LEAST_GIVEN), complementarity), weight * q), terms


@rule("conditions", of="council", writes="called_by_form called_by_duty")
def formal_stance(
    form: Number = by_choice("legal_form", "stance_on_form", voluntary=0.0),
    *,
    collaboration_duty: Number,
    stance_on_duty: Number,
) -> Number:
    """What legal form and duty add to a council's formal stance: they bring it to the table."""
    return form, stance_on_duty * collaboration_duty


@rule("joint work", of="place", writes="attendance")
def attendance(
    form: Number = by_choice("legal_form", "attendance_on_form"),
    *,
    collaboration_duty: Number,
    attendance_on_duty: Number,
) -> Number:
    """Who comes to the table: law and duty decide that, and only that."""
    return share(form + attendance_on_duty * collaboration_duty)


@rule("joint work", of="place", writes="joint_work given_by_partners")
def joint_work(
    powers: Number = total("contribution_power", of="partners"),
    given: Number = total("contribution_weighted", of="partners"),
    staff: Number = last("staff"),
    attendance: Number = now("attendance"),
    *,
    complementarity: Number,
    joint_work_on_team: Number,
    team_that_suffices: Number,
    joint_work_on_attendance: Number,
) -> Number:
    """Output of joint work: CES over partners, so a missing key partner hurts more than the average says.

    A place team makes more of what partners bring, and so does it that they come to the table.
    """
    team = (1.0 - joint_work_on_team) + joint_work_on_team * share(staff / team_that_suffices)
    table = (1.0 - joint_work_on_attendance) + joint_work_on_attendance * attendance
    return share(power(powers, 1.0 / complementarity) * team * table), share(given)


@rule("start", of="place", writes="joint_work")
def starting_joint_work(
    powers: Number = total("contribution_power", of="partners"),
    *,
    complementarity: Number,
    joint_work_on_attendance: Number,
) -> Number:
    """Joint work at the start: with a place team that suffices, before anyone has come to the table."""
    return share(power(powers, 1.0 / complementarity) * (1.0 - joint_work_on_attendance))
