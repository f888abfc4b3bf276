"""The engines agree on every system under every timeline, with decisions fixed from outside; policies take turns."""

from __future__ import annotations

import pytest
from engines import first_difference
from everywhere import MONTHS, POLICIES, SYSTEMS, TIMELINES, case


@pytest.mark.parametrize("timeline", TIMELINES)
@pytest.mark.parametrize("number", range(len(SYSTEMS)), ids=SYSTEMS)
def test_every_system_under_every_timeline(number: int, timeline: str) -> None:
    policy = POLICIES[(number + 3 * TIMELINES.index(timeline)) % len(POLICIES)]
    assert first_difference(case(SYSTEMS[number], policy, timeline, MONTHS), runs=[0]) is None
