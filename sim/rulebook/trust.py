"""M13 Trust: directed, slow to earn and quick to lose.

Beta evidence (Josang and Ismail 2002, 15th Bled Electronic Commerce Conference): trust = a / (a + b). Evidence fades,
but a + b is held above a minimum with its ratio kept. An event weighs its stake times its surprise; a breach weighs
several times a kept promise of the same stake (the direction is Slovic 1993, Risk Analysis 13:675-682; the ratio is
assumed and swept).
"""

from sim.ops import Number, clip, maximum, minimum, monthly_decay
from sim.rules import last, normal, now, rule

MECHANISM = "M13"


@rule("start", of="tie", writes="trust evidence_for evidence_against expectation kept broken")
def starting_trust(
    z: Number = normal("trust at the start", once=True),
    *,
    initial_trust: Number,
    initial_trust_spread: Number,
    evidence_minimum: Number,
    evidence_start: Number,
) -> Number:
    """Every tie starts near the system's level of trust, with somewhat more than the least evidence behind it."""
    level = clip(initial_trust + initial_trust_spread * z, 0.0, 1.0)
    evidence = evidence_start * evidence_minimum
    return level, evidence * level, evidence * (1.0 - level), level, 0.0, 0.0


def weight_of_breach(broken: Number, expected: Number, asymmetry: Number, surprise_floor: Number) -> Number:
    """Evidence against from breaches: asymmetry x stake x (s0 + (1 - s0) x what was expected)."""
    return broken * (asymmetry * surprise_floor + asymmetry * (1.0 - surprise_floor) * expected)


@rule("trust", of="tie", writes="trust evidence_for evidence_against expectation")
def update(
    kept: Number = now("kept"),
    broken: Number = now("broken"),
    upheaval: Number = now("upheaval"),
    a: Number = last("evidence_for"),
    b: Number = last("evidence_against"),
    expected: Number = last("expectation"),
    *,
    trust_half_life: Number,
    evidence_minimum: Number,
    surprise_floor: Number,
    asymmetry: Number,
    expectation_speed: Number,
) -> Number:
    """One month's evidence: what was kept and broken, a reform among it, weighed by surprise against the partner's
    expectation.

    Expectation moves to what was kept of all that came due, the less of the way the less came due: by min(1, flow) x
    (kept / flow - expected).
    """
    broken = broken + upheaval
    kept_weight = kept * (1.0 - (1.0 - surprise_floor) * expected)
    broken_weight = weight_of_breach(broken, expected, asymmetry, surprise_floor)
    hold = maximum(monthly_decay(trust_half_life), evidence_minimum / (a + b))
    for_it, against = a * hold + kept_weight, b * hold + broken_weight
    flow = kept + broken
    moved = expected + expectation_speed * (kept / maximum(flow, 1.0) - minimum(flow, 1.0) * expected)
    return for_it / (for_it + against), for_it, against, moved
