"""Short questions on a small system, and what their answers say, for tests to ask and compare."""

from dataclasses import replace
from typing import Any

from experiments.config import load_policy, load_system
from experiments.ensemble import Answer, Question
from sim.parameters import Setting
from sim.policy import Policy

DORSET = load_system("dorset").system
FIRST, SECOND = load_policy("maximum-delegation"), load_policy("centrist")
OUTCOMES = ("healthy_life_years", "waits_18_weeks", "place_waits_18_weeks")
STAGES = (5, 13, 21)


def question(**other: Any) -> Question:
    """A question over few futures of one year, except for what is told."""
    given = {"outcomes": OUTCOMES, "monthly": OUTCOMES, "stages": STAGES, "years": 1, "seed": 5} | other
    return Question(**({"system": DORSET, "first": FIRST, "second": SECOND} | given))


def moved(policy: Policy, **levers: Setting) -> Policy:
    """The policy with levers moved."""
    return replace(policy, levers={**policy.levers, **levers})


def figures(answer: Answer) -> tuple[Any, ...]:
    """All that an answer says; equal only where every bit is."""
    said = [(line.outcome, line.entity, repr(line.paired)) for line in answer.lines]
    return answer.futures, answer.series_futures, said, answer.series.rows()
