"""What the model says to the question of the room, with its uncertainty in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from experiments import words
from experiments.dashboard.shown import Shown
from experiments.report.view import Row
from experiments.summary import Paired

RULES = (
    "Whether the rules of the model are right, no figure here shows. Futures are scenarios: a share of futures is not "
    "a probability, and neither is a share of votes."
)


@dataclass(frozen=True)
class Told:
    """The model's answer."""

    futures: int
    verdict: str
    favoured: str
    """Which policy that is: 'first', 'second', or neither ('same', 'open', 'apart')."""
    sentence: str
    doubts: tuple[str, ...]
    """How sure one can be, from the smallest doubt to the largest."""
    shares: Mapping[str, float]
    """By choice of the vote, the share of futures in which it is right: by an amount that matters, or by none."""


def tell(shown: Shown, outcome: str) -> Told:
    """What an answer says on one outcome of the whole system."""
    row = shown.row(outcome)
    found = row.line.paired
    doubts = (_chance(row, found), _futures(row, found), RULES) if found.futures else (RULES,)
    shares = {
        "first": found.clearly_first,
        "same": max(0.0, 1 - found.clearly_first - found.clearly_second),
        "second": found.clearly_second,
    }
    return Told(found.futures, row.verdict, row.favoured, row.sentence, doubts, shares)


def _chance(row: Row, found: Paired) -> str:
    return (
        f"Chance: over {found.futures:,} futures A minus B is {row.difference} on average ({row.difference_unit}). "
        f"With other futures drawn, that mean would lie within {row.interval} (95 % interval, sampling error only)."
    )


def _futures(row: Row, found: Paired) -> str:
    low, high = found.spread[0], found.spread[-1]
    either = " It spans zero: which of them does better depends on the future that comes." if low < 0 < high else ""
    share = words.futures_share(found.share, found.futures)
    way = "higher" if row.line.outcome.better == "neither" else "better"
    return f"Which future comes: nine in ten lie within {row.spread}, and A is {way} in {share}.{either}"
