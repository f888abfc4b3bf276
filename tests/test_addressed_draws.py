"""A draw depends on its address alone: seed, replicate, slot, stable id and month."""

from dataclasses import replace
from hashlib import blake2b
from weakref import WeakValueDictionary

import numpy as np
import pytest
from engines import bits
from numpy.typing import NDArray
from scipy import stats

from experiments.config import load_policy, load_system
from sim import block, resting, shocks
from sim.batch import BatchResult, simulate, simulate_both
from sim.futures import Futures, draw_futures
from sim.parameters import REGISTRY, Registry
from sim.policy import Policy
from sim.shocks import GAMMA, Stream, nth, run_keys, unit, word

SYSTEM = load_system("west-yorkshire").system
POLICY = load_policy("maximum-delegation")
FUTURES = draw_futures(5, 16)


def draws(slot: str, ids: list[str], runs: int, months: int, *, normal: bool, seed: int = 1) -> NDArray[np.float64]:
    """Draws by (month, entity, run)."""
    stream = Stream(slot, ids, run_keys(seed, np.arange(runs)), normal=normal)
    return np.array([stream.at(month) for month in range(months)])


# --- the generator -----------------------------------------------------------------------------------------------


def test_splitmix64_gives_its_published_reference_numbers() -> None:
    """The first five outputs for seed 1234567."""
    published = [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]
    assert [int(nth(np.array([1234567], dtype=np.uint64), n)[0]) for n in range(5)] == published


def test_splitmix64_agrees_with_whole_numbers_of_any_size() -> None:
    """The generator as published, in Python's own integers, for other seeds and far along."""

    def published(seed: int, n: int) -> int:
        z = (seed + (n + 1) * 0x9E3779B97F4A7C15) % 2**64
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return z ^ z >> 31

    for seed in (0, 1, 42, 2**63, 2**64 - 1):
        for n in (0, 1, 119, 10_000):
            assert int(nth(np.array([seed], dtype=np.uint64), n)[0]) == published(seed, n)


def test_names_become_words_as_blake2b_has_them() -> None:
    assert int(word("override|place:leeds")) == int.from_bytes(
        blake2b(b"override|place:leeds", digest_size=8).digest(), "little"
    )


def test_uniforms_lie_strictly_inside_0_and_1() -> None:
    ends = unit(np.array([0, 2**64 - 1], dtype=np.uint64))
    assert 0.0 < ends[0] < 1e-15
    assert 1.0 - 1e-15 < ends[1] < 1.0


# --- what a draw depends on --------------------------------------------------------------------------------------


def test_each_part_of_the_address_changes_the_draw() -> None:
    def one(seed: int, replicate: int, slot: str, entity: str, month: int) -> float:
        return float(Stream(slot, [entity], run_keys(seed, np.array([replicate])), normal=False).at(month)[0, 0])

    here = (1, 2, "override", "place:leeds", 3)
    elsewhere = [
        (2, 2, "override", "place:leeds", 3),
        (1, 3, "override", "place:leeds", 3),
        (1, 2, "override ", "place:leeds", 3),
        (1, 2, "override", "place:bradford", 3),
        (1, 2, "override", "place:leeds", 4),
        (2, 1, "override", "place:leeds", 3),
    ]
    assert one(*here) == one(*here)
    assert len({one(*address) for address in [here, *elsewhere]}) == 1 + len(elsewhere)


def test_who_else_is_there_does_not_matter() -> None:
    """Entities, runs and months may come in any order, with others or alone."""
    ids = [f"place:{i}" for i in range(7)]
    whole = draws("slot", ids, 9, 5, normal=True)
    order = np.random.default_rng(0).permutation(7)
    assert np.array_equal(draws("slot", [ids[i] for i in order], 9, 5, normal=True), whole[:, order])
    keys = run_keys(1, np.array([8, 3, 3]))
    alone = Stream("slot", ids[4:5], keys, normal=True)
    for month in (4, 0, 2):
        assert np.array_equal(alone.at(month)[0], whole[month, 4, [8, 3, 3]])


def test_every_slot_has_its_own_draws() -> None:
    """No two of the program's draws share an address: (slot, entity) is read by one rule, in one way."""
    from sim.rules import Draw
    from sim.wiring import program

    plan = program(SYSTEM, POLICY)
    seen: dict[tuple[str, str], str] = {}
    for rule in plan.rules:
        for source in rule.reads.values():
            if isinstance(source, Draw):
                for entity in plan.structure.members(rule.of):
                    assert (source.slot, entity.id) not in seen, (source.slot, rule.id, seen)
                    seen[source.slot, entity.id] = rule.id
    assert len(seen) > 100


# --- the numbers are random --------------------------------------------------------------------------------------

IDS = [f"tie:{i}" for i in range(40)]


def test_uniforms_are_uniform() -> None:
    u = draws("uniforms", IDS, 100, 60, normal=False)
    n = u.size
    assert u.mean() == pytest.approx(0.5, abs=4 / np.sqrt(12 * n))
    assert u.var() == pytest.approx(1 / 12, rel=0.01)
    assert stats.kstest(u.ravel(), "uniform").pvalue > 0.001
    for axis in range(3):  # months, entities and runs are each uniform too
        means = np.moveaxis(u, axis, 0).reshape(u.shape[axis], -1)
        p = [stats.kstest(row, "uniform").pvalue for row in means]
        assert min(p) > 0.01 / len(p)


def test_normals_are_normal() -> None:
    z = draws("normals", IDS, 100, 60, normal=True)
    n = z.size
    assert z.mean() == pytest.approx(0.0, abs=4 / np.sqrt(n))
    assert z.std() == pytest.approx(1.0, abs=4 / np.sqrt(2 * n))
    assert stats.skew(z.ravel()) == pytest.approx(0.0, abs=4 * np.sqrt(6 / n))
    assert stats.kurtosis(z.ravel()) == pytest.approx(0.0, abs=4 * np.sqrt(24 / n))
    assert stats.kstest(z.ravel(), "norm").pvalue > 0.001


def test_draws_of_different_address_are_uncorrelated() -> None:
    """Neighbours in month, entity, run, seed and slot, and one month with the next."""
    z = draws("one slot", IDS, 100, 60, normal=True)
    pairs = {
        "month": (z[1:], z[:-1]),
        "year": (z[12:], z[:-12]),
        "entity": (z[:, 1:], z[:, :-1]),
        "run": (z[:, :, 1:], z[:, :, :-1]),
        "seed": (z, draws("one slot", IDS, 100, 60, normal=True, seed=2)),
        "slot": (z, draws("one slot 2", IDS, 100, 60, normal=True)),
        "kind": (z, draws("one slot", [f"{i}x" for i in IDS], 100, 60, normal=True)),
    }
    for name, (a, b) in pairs.items():
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4 / np.sqrt(a.size), name


def test_run_keys_do_not_collide() -> None:
    """A hundred thousand replicates of each of ten seeds, negative and large ones among them."""
    keys = np.concatenate([run_keys(seed, np.arange(100_000)) for seed in (*range(7), -1, 2**40, int(GAMMA))])
    assert len(np.unique(keys)) == len(keys)


# --- futures -----------------------------------------------------------------------------------------------------


def same(a: Futures, b: Futures) -> bool:
    return np.array_equal(a.replicates, b.replicates) and all(
        np.array_equal(a.values[name], b.values[name]) for name in a.values.keys() | b.values.keys()
    )


def test_more_futures_leave_the_first_as_they_were() -> None:
    many = draw_futures(3, 50)
    assert same(draw_futures(3, 20), many.block(0, 20))
    assert same(draw_futures(3, 7, first=13), many.block(13, 20))


def test_one_more_parameter_leaves_the_others_as_they_were() -> None:
    """Nor does it matter in which order parameters are declared."""
    fewer = Registry([p for p in reversed(list(REGISTRY.values())) if p.name != "nhs_growth"])
    few, all_of_them = draw_futures(3, 10, fewer), draw_futures(3, 10)
    assert set(few.values) == set(all_of_them.values) - {"nhs_growth"}
    assert all(np.array_equal(few.values[name], all_of_them.values[name]) for name in few.values)


def test_futures_fill_every_range() -> None:
    futures = draw_futures(3, 400)
    assert set(futures.values) == {p.name for p in REGISTRY.role("uncertainty")}
    for name, row in futures.values.items():
        parameter = REGISTRY[name]
        quantiles = np.linspace(0.0025, 0.9975, 400)
        expected = np.array([parameter.at(float(u)) for u in quantiles])
        assert (parameter.low <= row).all()
        assert (row <= parameter.high).all()
        spread = expected.max() - expected.min()
        assert np.abs(np.sort(row) - expected).max() < 0.1 * spread, name


def test_uncertainties_are_drawn_independently() -> None:
    values = np.array(list(draw_futures(3, 400).values.values()))
    ranks = stats.rankdata(values, axis=1)
    correlations = np.corrcoef(ranks)[np.triu_indices(len(values), 1)]
    assert correlations.std() == pytest.approx(1 / np.sqrt(400), rel=0.1)
    assert np.abs(correlations).max() < 6 / np.sqrt(400)


def test_no_futures_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one future"):
        draw_futures(1, 0)


# --- runs --------------------------------------------------------------------------------------------------------


def outcomes(futures: Futures, policy: Policy = POLICY) -> BatchResult:
    return simulate(SYSTEM, policy, futures, months=25)


def equal(parts: list[BatchResult], whole: BatchResult, order: NDArray[np.int64]) -> None:
    for name, values in whole.outcomes.items():
        assert (bits(np.concatenate([p.outcomes[name] for p in parts], axis=1)) == bits(values[:, order])).all(), name
    for name, series in whole.series.items():
        together = np.concatenate([p.series[name] for p in parts], axis=2)
        assert (bits(together) == bits(series[:, :, order])).all(), name


@pytest.mark.parametrize("size", [1, 7, len(FUTURES)])
def test_block_size_changes_nothing(size: int) -> None:
    blocks = [FUTURES.block(i, min(i + size, len(FUTURES))) for i in range(0, len(FUTURES), size)]
    equal([outcomes(block) for block in blocks], outcomes(FUTURES), np.arange(len(FUTURES)))


def test_order_of_futures_changes_nothing() -> None:
    order = np.random.default_rng(4).permutation(len(FUTURES))
    shuffled = Futures(FUTURES.seed, FUTURES.replicates[order], {n: v[order] for n, v in FUTURES.values.items()})
    equal([outcomes(shuffled)], outcomes(FUTURES), order)


def test_two_policies_meet_the_same_shocks() -> None:
    """What no policy can change is the same to the bit: politics, prices, demand, and everyone's draws."""
    exogenous = [
        ("national", "political_pressure"),
        ("national", "price_index"),
        ("national", "shock"),
        ("region", "other_systems"),
        ("icb", "nhs_vacancies"),
        ("community", "emergency_local"),
        ("acute", "slow_effect"),
        ("council", "alignment_politics"),
    ]
    seen: dict[str, list[NDArray[np.float64]]] = {}
    for policy in ("maximum-delegation", "centrist"):
        kept = seen.setdefault(policy, [])
        simulate(
            SYSTEM,
            load_policy(policy),
            FUTURES,
            months=25,
            watch=lambda _, states, kept=kept: kept.extend(states[key].copy() for key in exogenous),
        )
    for one, other in zip(*seen.values(), strict=True):
        assert (bits(one) == bits(other)).all()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The shape of everything that is drawn after the first month, as it is drawn."""
    shapes: list[tuple[int, int]] = []
    whole = shocks.drawn

    def noted(keys: NDArray[np.uint64], month: int, *, normal: bool) -> NDArray[np.float64]:
        if month > 0:
            shapes.append(keys.shape)
        return whole(keys, month, normal=normal)

    monkeypatch.setattr(shocks, "drawn", noted)
    monkeypatch.setattr(resting, "_resting", [])
    monkeypatch.setattr(shocks.Pool, "_held", WeakValueDictionary())
    return shapes


def test_two_policies_side_by_side_draw_once(made: list[tuple[int, int]]) -> None:
    policies = [load_policy(name) for name in ("maximum-delegation", "centrist")]
    alone, counts = [], []
    for policy in policies:
        alone.append(simulate(SYSTEM, policy, FUTURES, 14))
        counts.append(sorted(made))
        made.clear()
        shocks.Pool._held.clear()
    both = simulate_both(SYSTEM, *policies, FUTURES, 14)
    assert counts[0] == counts[1] == sorted(made) != []
    for one, other in zip(alone, (both.first, both.second), strict=True):
        assert all(np.array_equal(one.outcomes[name], values) for name, values in other.outcomes.items())


def test_a_lever_that_moves_draws_nothing_anew(made: list[tuple[int, int]]) -> None:
    def moved(share: float, futures: Futures) -> BatchResult:
        made.clear()
        return simulate(SYSTEM, replace(POLICY, levers={**POLICY.levers, "delegation_base": share}), futures, 14)

    wide = draw_futures(5, block.NARROW + 1)
    moved(0.3, FUTURES)
    assert made
    found = moved(0.4, FUTURES)
    assert not made
    for asked in (draw_futures(6, 16), FUTURES, wide, wide):
        again = moved(0.4, asked)
        assert made
        if asked is FUTURES:
            assert all(np.array_equal(found.outcomes[name], values) for name, values in again.outcomes.items())


def test_no_more_is_kept_of_what_was_drawn_than_there_is_room_for(
    made: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block, "DRAWS_ROOM", 20_000)
    first = simulate(SYSTEM, POLICY, FUTURES, 14)
    kept = [pool.size for binding in resting._resting[0]._bindings.values() for pool in binding.pools.values()]
    assert 0 < max(kept) <= 20_000
    assert resting._resting[0].size > sum(kept)
    made.clear()
    again = simulate(SYSTEM, POLICY, FUTURES, 14)
    assert made
    assert all(np.array_equal(first.outcomes[name], values) for name, values in again.outcomes.items())


def test_runs_of_one_replicate_draw_once(made: list[tuple[int, int]]) -> None:
    common = replace(FUTURES, replicates=np.array([3, 5] * 8))
    found = simulate(SYSTEM, POLICY, common, 14)
    assert {runs for _, runs in made} == {2}
    for number in (0, 1, 15):
        one = simulate(SYSTEM, POLICY, common.block(number, number + 1), 14)
        assert all(np.array_equal(one.outcomes[name][:, 0], of[:, number]) for name, of in found.outcomes.items())


def test_seed_and_replicate_change_the_run_and_uncertain_values_do_not_change_the_draws() -> None:
    def politics(futures: Futures) -> NDArray[np.float64]:
        kept: list[NDArray[np.float64]] = []
        simulate(
            SYSTEM,
            POLICY,
            futures,
            months=3,
            watch=lambda _, states: kept.append(states["national", "national_backlog"].copy()),
        )
        return np.array(kept)

    two = FUTURES.block(0, 2)
    base = politics(two)
    own = ("backlog_persistence", "backlog_noise")  # what the list itself is made of, beside its draws
    other_values = replace(two, values={name: row if name in own else row[::-1] for name, row in two.values.items()})
    assert np.array_equal(politics(other_values), base)
    assert not (politics(replace(two, seed=6)) == base).any()
    assert not (politics(replace(two, replicates=two.replicates + 100)) == base).any()
