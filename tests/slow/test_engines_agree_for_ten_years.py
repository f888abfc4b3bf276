"""The two engines stay bit-equal for ten years, in many more systems than the quick test can afford."""

from engines import first_difference
from hypothesis import HealthCheck, Phase, given, settings
from random_systems import Case, cases

slowly = settings(phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))


@settings(slowly, max_examples=40)
@given(case=cases(runs=3, months=(120, 120)))
def test_120_runs_of_ten_years(case: Case) -> None:
    assert first_difference(case) is None


@settings(slowly, max_examples=200)
@given(case=cases(runs=3, months=(13, 26)))
def test_600_runs_of_two_years(case: Case) -> None:
    assert first_difference(case) is None
