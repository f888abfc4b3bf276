"""When a pattern counts as reproduced.

The 95 % interval of the mean difference is clear of zero; the mean is large enough against the standard deviation
between futures; it has the sign in enough futures, ties counting half. Where nothing should differ, two one-sided tests
at 5 % must show that the mean is not that large.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from experiments.patterns.declare import Sign
from experiments.summary import Floats, mean_interval
from experiments.words import spelled

Verdict = Literal["reproduced", "not", "opposite", "not applicable"]

LEAST_EFFECT = 0.1
"""Smallest mean difference, in standard deviations between futures."""
LEAST_SHARE = 0.65
"""Smallest share of futures with the sign."""
ENOUGH_SYSTEMS = 3
"""A pattern is reproduced when it is so on this many systems (or all, where fewer are tested)."""

CRITERION = (
    "A pattern is reproduced on a system when all that is tested of it is observed over the same uncertain futures (the "
    "95 % interval of the mean difference is clear of zero, the difference is at least "
    f"{LEAST_EFFECT:g} standard deviations between futures, and it has the sign in at least {100 * LEAST_SHARE:.0f} % "
    "of futures) and vanishes when the mechanism that carries it is switched off; and in all, when it is so on at "
    f"least {ENOUGH_SYSTEMS} systems that have the structure it needs, or on all of these where fewer were tested."
)
"""The same in words, for readers."""


@dataclass(frozen=True)
class Observed:
    """What became of one expectation."""

    mean: float
    low: float
    high: float
    effect: float
    """Mean difference in standard deviations between futures."""
    share: float
    """Share of futures with the expected sign, ties counting half."""
    held: bool
    opposite: bool


def observe(values: Floats, levels: Sequence[Floats], sign: Sign) -> Observed:
    """Judge an expectation from its value in each future and the levels of the arms that it is made of."""
    mean, (low, high) = float(values.mean()), mean_interval(values)
    spread = float(np.mean([level.std(ddof=1) if level.size > 1 else 0.0 for level in levels]))
    effect = mean / spread if spread > 0.0 else float(np.sign(mean)) * np.inf if mean else 0.0
    if sign == "equal":
        held = _equivalent(values, LEAST_EFFECT * spread)
        return Observed(mean, low, high, effect, float((np.abs(values) <= LEAST_EFFECT * spread).mean()), held, False)
    up = float(((values > 0).sum() + 0.5 * (values == 0).sum()) / values.size)
    share = up if sign == "higher" else 1.0 - up
    clear = low > 0.0 or high < 0.0
    large = abs(effect) >= LEAST_EFFECT
    right = (mean > 0.0) == (sign == "higher") and mean != 0.0
    held = clear and large and right and share >= LEAST_SHARE
    opposite = clear and large and not right and 1.0 - share >= LEAST_SHARE
    return Observed(mean, low, high, float(effect), share, held, opposite)


def _equivalent(values: Floats, margin: float) -> bool:
    """Two one-sided tests at 5 %: the 90 % interval of the mean lies within the margin."""
    if values.size < 2:
        return False
    error = float(values.std(ddof=1)) / float(np.sqrt(values.size))
    reach = abs(float(values.mean())) + float(stdtrit(values.size - 1, 0.95)) * error
    return reach < margin or reach == 0.0


def judge(observed: Sequence[Observed], switched_off: Observed | None) -> Verdict:
    """The verdict on one system: all expectations hold, and the first vanishes with its mechanism switched off."""
    if observed[0].opposite:
        return "opposite"
    if not all(one.held for one in observed):
        return "not"
    return "not" if switched_off is not None and switched_off.held else "reproduced"


def is_reproduced(verdicts: Iterable[Verdict]) -> bool:
    """Whether verdicts over systems make a pattern reproduced: on three that have the structure it needs.

    Where fewer than three such systems were tested it must be reproduced on all of them.
    """
    fit = [verdict for verdict in verdicts if verdict != "not applicable"]
    return bool(fit) and sum(verdict == "reproduced" for verdict in fit) >= min(ENOUGH_SYSTEMS, len(fit))


def on_how_many(verdicts: Iterable[Verdict]) -> str:
    """In words, whether a pattern is reproduced, on how many systems of how many that have the structure it needs."""
    found = list(verdicts)
    fit = [verdict for verdict in found if verdict != "not applicable"]
    if not fit:
        return "not reproduced: no system tested has the structure it needs"
    wanted = f" ({spelled(ENOUGH_SYSTEMS)} are wanted)" if len(fit) < ENOUGH_SYSTEMS else ""
    count = f"on {sum(verdict == 'reproduced' for verdict in fit)} of {len(fit)}{wanted}"
    return f"reproduced {count}" if is_reproduced(found) else f"not reproduced: {count}"


def count_reproduced(by_pattern: Iterable[Sequence[Verdict]]) -> int:
    """How many patterns are reproduced."""
    return sum(is_reproduced(verdicts) for verdicts in by_pattern)
