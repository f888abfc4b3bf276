"""The engines agree on every system under every timeline, to its last event and beyond, with decisions fixed from
outside: with policies in turn, and anywhere in the space of levers and uncertainties."""

from __future__ import annotations

import pytest
from engines import first_difference
from everywhere import POLICIES, SYSTEMS, TIMELINES, case, random_case

EVERY_SYSTEM = pytest.mark.parametrize("number", range(len(SYSTEMS)), ids=SYSTEMS)
EVERY_TIMELINE = pytest.mark.parametrize("timeline", TIMELINES)


@EVERY_TIMELINE
@EVERY_SYSTEM
def test_every_system_under_every_timeline(number: int, timeline: str) -> None:
    policy = POLICIES[(number + 3 * TIMELINES.index(timeline)) % len(POLICIES)]
    assert first_difference(case(SYSTEMS[number], policy, timeline), runs=[0]) is None


@EVERY_TIMELINE
@EVERY_SYSTEM
def test_every_system_under_every_timeline_with_random_levers(number: int, timeline: str) -> None:
    seed = 1000 + len(SYSTEMS) * TIMELINES.index(timeline) + number
    assert first_difference(random_case(SYSTEMS[number], timeline, seed), runs=[1]) is None
