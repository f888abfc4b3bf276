"""The engines agree on every system of England under every timeline, with decisions fixed from outside.

Every fifth system takes its turn here, with policies and timelines in turn; ``slow`` runs every timeline on every
system.
"""

from __future__ import annotations

import pytest
from engines import first_difference
from everywhere import POLICIES, SYSTEMS, TIMELINES, case, random_case

FIFTHS = pytest.mark.parametrize("number", range(0, len(SYSTEMS), 5), ids=SYSTEMS[::5])


@FIFTHS
def test_every_fifth_system(number: int) -> None:
    policy, timeline = POLICIES[number % len(POLICIES)], TIMELINES[number % len(TIMELINES)]
    assert first_difference(case(SYSTEMS[number], policy, timeline), runs=[1]) is None


@FIFTHS
def test_every_fifth_system_anywhere_in_the_space_of_levers_and_uncertainties(number: int) -> None:
    timeline = TIMELINES[(number + 1) % len(TIMELINES)]
    assert first_difference(random_case(SYSTEMS[number], timeline, seed=number), runs=[0]) is None
