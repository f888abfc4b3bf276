"""The two engines give the same bits in every state of every entity in every month."""

import numpy as np
import pytest
from engines import as_floats, batch_states, bits, first_difference
from hypothesis import Phase, given, settings
from random_systems import Case, cases

from experiments.config import load_policy, load_system
from sim.futures import draw_futures

# A failure says where the engines part first; shrinking would run both engines hundreds of times.
no_shrinking = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])


@settings(no_shrinking, max_examples=25)
@given(case=cases(runs=4, decided=False))
def test_100_random_runs(case: Case) -> None:
    """Each of 4 runs of 25 random systems and policies; some parameters are rows over runs, others floats."""
    assert first_difference(case) is None


@settings(no_shrinking, max_examples=25)
@given(case=cases(runs=4, decided=True))
def test_100_random_runs_with_decisions_fixed_from_outside(case: Case) -> None:
    assert first_difference(case) is None


@settings(no_shrinking, max_examples=15)
@given(case=cases(runs=2, months=(8, 15), changing=True))
def test_30_random_runs_in_which_organisations_change(case: Case) -> None:
    """Places, councils, trusts and boards give way to others at random, with decisions fixed from outside."""
    assert first_difference(case) is None


@settings(no_shrinking, max_examples=15)
@given(case=cases(runs=3))
def test_parameters_as_floats_and_as_rows(case: Case) -> None:
    """A block whose parameters are all floats repeats, bit by bit, the run in a block that has them as rows."""
    rows, rows_result = batch_states(case)
    for run, alone in enumerate(as_floats(case)):
        assert not alone.futures.values
        floats, floats_result = batch_states(alone)
        for month, (one, many) in enumerate(zip(floats, rows, strict=True)):
            for key in many:
                assert (bits(one[key][:, 0]) == bits(many[key][:, run])).all(), (month, key)
        for name, values in rows_result.outcomes.items():
            assert (bits(floats_result.outcomes[name][:, 0]) == bits(values[:, run])).all(), name


@pytest.mark.parametrize("policy", ["maximum-delegation", "centrist"])
@pytest.mark.parametrize("system", ["west-yorkshire", "greater-manchester"])
def test_ten_years_of_a_real_system(system: str, policy: str) -> None:
    futures = draw_futures(7, 2, first=11)
    assert first_difference(Case(load_system(system).system, load_policy(policy), futures, 120), runs=[1]) is None


def test_a_single_run_is_the_same_alone_as_in_a_block() -> None:
    """One run is padded to two; the outcomes keep the bits they have beside others."""
    system, policy = load_system("west-yorkshire").system, load_policy("centrist")
    futures = draw_futures(7, 5)
    together, several = batch_states(Case(system, policy, futures, 15))
    for run in range(5):
        apart, alone = batch_states(Case(system, policy, futures.block(run, run + 1), 15))
        for one, many in zip(apart, together, strict=True):
            assert all((bits(one[key][:, 0]) == bits(many[key][:, run])).all() for key in many)
        assert all(np.array_equal(alone.outcomes[n][:, 0], several.outcomes[n][:, run]) for n in several.outcomes)
