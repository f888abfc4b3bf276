"""Series that depend on the month alone. Month 0 is April of the first year.

Seasonal figures are deviations of each calendar month from its year mean, fitted on NHS England monthly statistics
2022-2024 (A&E attendances and emergency admissions, bed availability and occupancy, discharge delays, referral to
treatment); they are listed from January to December. Contains public sector information licensed under the Open
Government Licence v3.0.
"""

from __future__ import annotations

from collections.abc import Mapping

from sim.timeline import PULSES, STEADY, Timeline

JANUARY_FIRST: Mapping[str, tuple[float, ...]] = {
    # share of the year mean
    "emergency_season": (0.03, 0.03, 0.02, 0.0, -0.01, -0.01, -0.02, -0.03, -0.015, 0.0, 0.0, 0.005),
    "referral_season": (0.0, 0.01, 0.01, 0.0, 0.06, 0.03, 0.01, -0.04, 0.01, 0.02, 0.01, -0.12),
    "treatment_season": (0.0, 0.01, 0.0, 0.0, 0.045, 0.01, 0.01, -0.06, 0.01, 0.01, 0.045, -0.08),
    "bed_season": (0.02, 0.02, 0.01, 0.0, 0.0, -0.01, -0.01, -0.02, -0.01, -0.01, 0.0, 0.01),
    "delay_season": (0.08, 0.08, 0.04, -0.01, -0.03, -0.03, -0.04, -0.07, -0.03, -0.01, 0.01, 0.01),
    # logit points, direct winter term of A&E beyond occupancy
    "ae_season": (-0.08, -0.05, 0.02, 0.04, 0.05, 0.06, 0.08, 0.08, 0.0, -0.04, -0.06, -0.1),
    # 1 in the depth of winter, for political attention
    "winter": (1.0, 0.7, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.1, 0.4, 0.9),
}


def value(series: str, month: int, timeline: Timeline = STEADY) -> float:
    """The value of a calendar series in a month of the run (0 = April).

    ``month`` and ``year`` (counted from 0) are series too, and so are the passing events of the timeline, as
    ``scheduled_<name>``. Raises KeyError for an unknown series.
    """
    if series == "month":
        return float(month)
    if series == "year":
        return float(month // 12)
    if series.startswith("scheduled_"):
        return timeline.pulse(series.removeprefix("scheduled_"), month)
    return JANUARY_FIRST[series][(month + 3) % 12]


SERIES = frozenset(JANUARY_FIRST) | {"month", "year"} | {f"scheduled_{name}" for name in PULSES}
