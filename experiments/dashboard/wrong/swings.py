"""Which uncertainties the difference hangs on: its mean where each is in its low third, and in its high third."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from experiments.analysis.estimates import Estimate, within
from experiments.analysis.labels import label
from experiments.dashboard.matters import Floats, Matters
from experiments.dashboard.wrong.met import Met, read
from experiments.dashboard.wrong.said import on_average
from experiments.summary import mean_interval
from experiments.words import lower_first, spelled

SHOWN = 12
"""Quantities in the chart."""
TOLD = 3
"""Quantities told in words."""


@dataclass(frozen=True)
class Swing:
    """The mean difference, A minus B, at both ends of one quantity; the intervals are sampling error only."""

    name: str
    low: Estimate
    """Over the futures in which the quantity is in its low third."""
    high: Estimate
    below: float
    """Where the low third ends."""
    above: float
    """Where the high third begins."""
    how: Matters


def swings(met: Met, outcome: str, how: Mapping[str, Matters]) -> list[Swing]:
    """The quantities that go most with the difference, those first that do so most."""
    difference = met.difference(outcome)
    order = sorted(how, key=lambda name: -abs(how[name].correlation))[:SHOWN]
    at = {name: number for number, name in enumerate(met.varied)}
    return [_swing(name, met.x[:, at[name]], difference, how[name]) for name in order]


def _swing(name: str, x: Floats, difference: Floats, how: Matters) -> Swing:
    below, above = (float(edge) for edge in np.quantile(x, (1 / 3, 2 / 3)))
    if below == above:  # a quantity of few values, most of them the same
        below, above = float(x.min()), float(x.max())
    return Swing(name, _mean(difference[x <= below]), _mean(difference[x >= above]), below, above, how)


def _mean(values: Floats) -> Estimate:
    known = values[np.isfinite(values)]
    if not known.size:
        return Estimate(math.nan, math.nan, math.nan)
    low, _ = mean_interval(known)
    return within(float(known.mean()), float(known.mean()) - low)


def said(met: Met, outcome: str, found: list[Swing], how: Mapping[str, Matters]) -> list[str]:
    """What was found, in sentences; the first is the answer."""
    label_of = lower_first(read(outcome)[0].label)
    known = met.difference(outcome)
    known = known[np.isfinite(known)]
    if known.size < 10 or not np.ptp(known):
        return [f"A and B do not differ from future to future in {label_of}, so nothing can be said of what matters."]
    clear = [one for one in found if one.how.beyond_chance]
    count = sum(one.beyond_chance for one in how.values())
    whole = f"{met.futures:,} futures"
    if not clear:
        return [
            f"None of {len(how)} uncertain quantities moves the difference in {label_of} by more than chance would "
            f"show over {whole}. That does not mean that nothing matters: more futures may show more."
        ]
    lead = (
        f"{spelled(count).capitalize()} of {len(how)} uncertain quantities {'moves' if count == 1 else 'move'} the "
        f"difference in {label_of} by more than chance would show for any of them over {whole}."
    )
    return [lead, *(_told(one, outcome) for one in clear[:TOLD])]


def _told(one: Swing, outcome: str) -> str:
    """One quantity: what the answer is at its low end and at its high end."""
    low, high = on_average(one.low, outcome), on_average(one.high, outcome)
    if low == high:
        return f"{label(one.name)}: at both ends {low}."
    return f"{label(one.name)}: in its low third {low}, in its high third {high}."
