"""M17 Rating: what a system's rating makes of its members', and what that does to them.

Each organisation is scored on its performance; the system's rating may leave it at that, take the mean, or let the
weakest link decide. Under the weakest link helping the weakest pays, and the strong are marked down with it.
"""

from sim.ops import Number, clip, positive, toward
from sim.rules import by_choice, last, lowest, now, rule, total

MECHANISM = "M17"


@rule("conditions", of="acute", writes="score")
def score(
    waits: Number = last("within_18_weeks"),
    four_hours: Number = last("four_hours_reported"),
    gap: Number = last("trust_gap"),
    before: Number = last("score"),
    *,
    score_base: Number,
    score_on_waits: Number,
    score_on_four_hours: Number,
    four_hours_unrewarded: Number,
    score_on_overspend: Number,
    score_memory: Number,
) -> Number:
    """A trust's own score, 0 to 1, from waits, A&E and balance; part of it is last year's."""
    emergency = score_on_four_hours * (four_hours - four_hours_unrewarded)
    fresh = clip(score_base + score_on_waits * waits + emergency - score_on_overspend * positive(gap), 0.0, 1.0)
    return toward(before, fresh, score_memory)


@rule("conditions", of="icb", writes="rating help_weakest")
def rating(
    mean: Number = total("score", of="hospitals"),
    weakest: Number = lowest("score", of="hospitals"),
    on_mean: Number = by_choice("rating_rule", own=0.0, mean=1.0, weakest_link=0.0),
    on_weakest: Number = by_choice("rating_rule", own=0.0, mean=0.0, weakest_link=1.0),
    *,
    rating_pull: Number,
    rating_pull_of_mean: Number,
) -> Number:
    """The system's rating, and the help for the weakest that the rule makes worth while."""
    level = on_weakest * weakest + (1.0 - on_weakest) * mean
    return level, rating_pull * (on_weakest + rating_pull_of_mean * on_mean) * positive(mean - weakest)


@rule("conditions", of="acute", writes="member_rating")
def member_rating(
    own: Number = now("score"),
    system: Number = now("rating", of="icb"),
    on_own: Number = by_choice("rating_rule", "rating_on_own", own=1.0),
) -> Number:
    """The rating a trust is given: its own, or drawn towards the system's."""
    return on_own * own + (1.0 - on_own) * system
