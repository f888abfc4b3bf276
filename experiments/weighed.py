"""A weighed comparison in sentences: who is preferred, how surely, and at which weights that turns."""

from __future__ import annotations

from collections.abc import Sequence

from experiments import words
from experiments.store import SYSTEM
from experiments.weighing import Flip, Part, Stretches, Weighed
from experiments.words import between, number

MOST_TIMES = 99
"""A weight that must change by more than this many times is not worth naming as what flips the answer soonest."""


def answer(weighed: Weighed, first: str, second: str) -> list[str]:
    """The answer in sentences: who is preferred and how surely, and which outcome's weight flips it most readily."""
    if not weighed.futures:
        return ["There is no future in which every weighted outcome has a value: nothing can be said."]
    score = f"{number(weighed.score, 2, signed=True)} points (95 % interval {between(weighed.low, weighed.high)})"
    share = words.futures_share(weighed.share, weighed.futures)
    lines = [
        {
            "first": f"Preferred: {first}, with a score of {score}; it does better in {share}.",
            "second": f"Preferred: {second}. The score of {first} against it is {score}; "
            f"{second} does better in {words.futures_share(1 - weighed.share, weighed.futures)}.",
            "undecided": f"Undecided: the score of {first} against {second} is {score}; it does better in {share}.",
            "alike": "Neither: the two policies do not differ on anything that counts, in any future.",
        }[weighed.preferred]
    ]
    if weighed.preferred in ("first", "second"):
        lines.append(_nearest(weighed.parts))
    return lines


def _nearest(parts: Sequence[Part]) -> str:
    """Which outcome's weight would have to change least, as a multiple, for the answer to flip."""
    ratios = [(_times(p, p.flip.weight), p.flip.weight, p) for p in parts if p.weight and p.flip.weight is not None]
    if not ratios:
        return "No single weight flips the answer, however it is changed."
    times, at, part = min(ratios, key=lambda found: found[0])
    if MOST_TIMES < times < float("inf"):
        return f"No single weight flips the answer unless it is changed more than {MOST_TIMES}-fold."
    much = f"{times:.2g} times as much" if at > part.weight else f"divided by {times:.2g}"
    return (
        f"What flips it soonest is the weight of {words.lower_first(part.outcome.label)}{of_whom(part)}: "
        f"from {words.short(part.weight)} to {_weight(at)}{f' ({much})' if at else ''}."
    )


def _times(part: Part, at: float) -> float:
    """By how many times the weight must rise or fall."""
    return max(at / part.weight, part.weight / at if at else float("inf"))


def of_whom(part: Part) -> str:
    """Whose outcome it is, where it is not the whole system's."""
    return "" if part.entity.id == SYSTEM else f" in {part.entity.name}"


def flips(found: Flip, weight: float) -> str:
    """At which weight the answer flips; where none does, how much of the score is left without the outcome."""
    if found.weight is None:
        left = "" if found.left != found.left else f"\n{words.percent(found.left)} without it"
        return f"at no weight{left}"
    return f"{'above' if found.weight >= weight else 'below'} {_weight(found.weight)}"


def stretches(found: Stretches) -> str:
    """Stretches of weights, in words."""
    if not found:
        return "none"
    return "\nand ".join(_stretch(low, high) for low, high in found)


def _stretch(low: float, high: float) -> str:
    if high == float("inf"):
        return f"{_weight(low)} and above" if low > 0.0 else "any weight"
    return f"{_weight(low)} to {_weight(high)}" if low > 0.0 else f"up to {_weight(high)}"


def _weight(value: float) -> str:
    """A weight with three digits that count."""
    return f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"
