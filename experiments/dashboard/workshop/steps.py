"""The path: six steps, how long each may take, and what the facilitator does in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step of the workshop."""

    name: str
    title: str
    minutes: int
    """Suggested."""
    does: str
    """What the facilitator does."""


STEPS = (
    Step(
        "question",
        "Question",
        5,
        "Read the question aloud, and say what A and B are: what differs between them stands at the top of the page. "
        "Do not show the first tab yet: it has the answer.",
    ),
    Step(
        "before",
        "Vote before",
        5,
        "Everybody votes alone, on a phone, before anybody argues. The screen counts votes, and shows to nobody how "
        "they fall. Close the vote when the count stands still.",
    ),
    Step(
        "explore",
        "Explore",
        25,
        "Ask the room which lever to move, and let somebody say what will happen before it does. Then look at Why, "
        "and under Assumptions at what matters most. What would have to be true for the other policy to do better?",
    ),
    Step(
        "reveal",
        "Reveal",
        10,
        "Show how the room voted, and let one of each side say why. Then show what the model says, and read out how "
        "sure it is: the room may know something that the model does not.",
    ),
    Step(
        "after",
        "Vote after",
        5,
        "The same question again, alone. It does not ask whether you believe the model: it asks what you think now.",
    ),
    Step(
        "take-away",
        "Take away",
        10,
        "Each says what they will ask, check or do next. Take the result away, or clear it: nothing is kept otherwise.",
    ),
)
"""Sixty minutes together."""
