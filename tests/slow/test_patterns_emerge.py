"""The patterns come about on five systems of England, and without trust many of them do not (500 futures each)."""

from __future__ import annotations

import os

import pytest

from experiments.config import load_system
from experiments.docs.patterns import EXPLAINED
from experiments.patterns import PATTERNS, Found, Trial, count_reproduced, is_reproduced
from experiments.patterns.spread import try_all

pytestmark = pytest.mark.xdist_group("patterns")  # tried once for both tests

SYSTEMS = ("west-yorkshire", "greater-manchester", "kent-and-medway", "south-yorkshire", "dorset")
FUTURES = 500
WANTED, LOST_WITHOUT_TRUST = 26, 8


def verdicts(systems: tuple[str, ...], *, frozen_trust: bool) -> dict[str, list[Found]]:
    """What became of every pattern, by pattern."""
    trials = [Trial(load_system(name).system, FUTURES, frozen_trust=frozen_trust) for name in systems]
    jobs = [(pattern, trial) for pattern in PATTERNS.values() for trial in trials]
    found = try_all(jobs, os.cpu_count() or 1, lambda: None)
    return {code: [one for one in found if one.pattern == code] for code in PATTERNS}


@pytest.fixture(scope="module")
def tested() -> dict[str, list[Found]]:
    return verdicts(SYSTEMS, frozen_trust=False)


def test_nearly_all_patterns_are_reproduced_and_the_rest_explained(tested: dict[str, list[Found]]) -> None:
    assert count_reproduced([[one.verdict for one in found] for found in tested.values()]) >= WANTED
    missed = {code for code, found in tested.items() if not is_reproduced([one.verdict for one in found])}
    assert missed <= set(EXPLAINED)


def test_without_trust_many_patterns_are_lost(tested: dict[str, list[Found]]) -> None:
    frozen = verdicts(SYSTEMS, frozen_trust=True)
    shown = [code for code, found in tested.items() if is_reproduced([one.verdict for one in found])]
    lost = [code for code in shown if not is_reproduced([one.verdict for one in frozen[code]])]
    assert len(lost) >= LOST_WITHOUT_TRUST
