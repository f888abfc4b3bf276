"""Words that the parts of the tab share."""

from __future__ import annotations

import math

from experiments.analysis.estimates import Estimate
from experiments.dashboard.wrong.met import read
from experiments.words import amount

SAMPLING = (
    "Intervals (95 %) are sampling error only: they say how far a mean would move with other draws of futures. They "
    "say nothing about how uncertain the world is, or whether the model is right."
)


def on_average(found: Estimate, outcome: str) -> str:
    """A mean difference, A minus B, in words: who is better by how much, or that it is undecided."""
    shown, _ = read(outcome)
    if not math.isfinite(found.value) or not found.low <= found.high:
        return "there is no value"
    if found.low <= 0.0 <= found.high:
        return "it is undecided which is better" if shown.better != "neither" else "it is undecided which is higher"
    size = amount(found.value, shown)
    if shown.better == "neither":
        return f"{'A' if found.value > 0 else 'B'} is higher by {size}"
    first = (found.value > 0) == (shown.better == "higher")
    return f"{'A' if first else 'B'} is better by {size}"


def side(first: bool, outcome: str) -> str:
    """'A is better' or 'B is better'; where neither way is better, 'A is higher' or 'B is higher'."""
    word = "higher" if read(outcome)[0].better == "neither" else "better"
    return f"{'A' if first else 'B'} is {word}"
