"""The engines agree on every system of England under every timeline, with decisions fixed from outside.

Every fifth system takes its turn here, with policies and timelines in turn; ``slow`` runs every timeline on every
system.
"""

from __future__ import annotations

import pytest
from engines import first_difference
from everywhere import MONTHS, POLICIES, SYSTEMS, TIMELINES, case


@pytest.mark.parametrize("number", range(0, len(SYSTEMS), 5), ids=SYSTEMS[::5])
def test_every_fifth_system(number: int) -> None:
    policy, timeline = POLICIES[number % len(POLICIES)], TIMELINES[number % len(TIMELINES)]
    assert first_difference(case(SYSTEMS[number], policy, timeline, MONTHS), runs=[1]) is None
