"""The question that a room votes on, worded from the comparison on the screen, and the answers one may give."""

from __future__ import annotations

from dataclasses import dataclass

from experiments import readers, words
from experiments.dashboard import case
from experiments.dashboard.case import Case
from experiments.ensemble import Question
from experiments.problems import BadInput

CHOICES = ("first", "same", "second")
SURE = ("just guessing", "rather unsure", "fairly sure", "very sure")
HOW_SURE = "How sure are you?"
TEXT = 300
"""Letters of a question at most."""


@dataclass(frozen=True)
class Asked:
    """A question as it was put, with the comparison that it is about."""

    text: str
    names: tuple[str, str]
    """Of both policies."""
    case: Case
    outcome: str

    @property
    def choices(self) -> dict[str, str]:
        """What one may answer, in words."""
        first, second = self.names
        return {"first": f"A: {first}", "same": "No difference that matters", "second": f"B: {second}"}

    @property
    def matters(self) -> str:
        """Which difference matters, in a sentence."""
        outcome, _ = readers.readable(case.outcome(self.outcome))
        size = words.amount(outcome.matters, outcome)
        unit = "" if outcome.unit in size else f" ({outcome.unit})"
        return f"A difference of {size} or more matters{unit}."


def proposed(question: Question, outcome: str) -> str:
    """The question as the comparison on the screen suggests it."""
    wanted = case.outcome(outcome)
    years = f"{words.spelled(question.years)} year{'s' * (question.years != 1)}"
    under = f" under the timeline ‘{question.timeline.name}’" if question.timeline.events else ""
    label = words.lower_first(wanted.label)
    where = f"Over {years} in {question.system.name}{under}"
    if wanted.better == "neither":
        return f"{where}: under which policy is ‘{label}’ higher?"
    return f"{where}: which policy does better on ‘{label}’ ({words.direction(wanted)})?"


def asked(question: Question, of: Case, outcome: str, text: str) -> Asked:
    """The question as the facilitator puts it; where nothing is written, as it is proposed.

    Raises ``BadInput`` where it is longer than ``TEXT`` letters.
    """
    written = " ".join(text.split())
    if len(written) > TEXT:
        raise BadInput.single("the question is too long", "question", allowed=f"up to {TEXT} letters")
    names = words.told_apart(question.first.name, question.second.name)
    return Asked(written or proposed(question, outcome), names, of, outcome)
