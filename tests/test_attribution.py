"""Attribution: Shapley values of known functions, and of two real policies."""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from experiments.attribution import attribute, differing, mixed, shapley
from experiments.cli.app import run as tiers
from experiments.config import load_policy, load_system
from sim.batch import simulate
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE

Floats = NDArray[np.float64]
OUTCOMES = [o for o in CATALOGUE if o.name in ("healthy_life_years", "real_delegation")]
SYSTEM = load_system("west-yorkshire").system
FIRST, SECOND = load_policy("maximum-delegation"), load_policy("aspirational")
WEIGHTS = {"a": np.array([1.0, 2.0]), "b": np.array([-3.0, 0.5]), "c": np.array([0.0, 4.0])}


def additive(chosen: frozenset[str]) -> Floats:
    return np.array([10.0, 20.0]) + sum((WEIGHTS[n] for n in sorted(chosen)), np.zeros(2))


def interacting(chosen: frozenset[str]) -> Floats:
    """a and b are worth 6 together and nothing alone; c adds 1, and takes 2 away once a is there."""
    worth = 6.0 * ({"a", "b"} <= chosen) + 1.0 * ("c" in chosen) - 2.0 * ({"a", "c"} <= chosen)
    return np.array([worth, 2.0 * worth])


@pytest.mark.parametrize("orders", [None, 1, 5])
def test_an_additive_function_gives_back_its_terms(orders: int | None) -> None:
    found = shapley(additive, list(WEIGHTS), orders)
    for name, weight in WEIGHTS.items():
        assert found.parts[name] == pytest.approx(weight, abs=1e-12)
    assert found.orders == (orders or 0)


def test_an_interacting_function_is_shared_out() -> None:
    found = shapley(interacting, ["a", "b", "c"])
    assert found.parts["a"] == pytest.approx([2.0, 4.0])  # 6 / 2 - 2 / 2
    assert found.parts["b"] == pytest.approx([3.0, 6.0])
    assert found.parts["c"] == pytest.approx([0.0, 0.0], abs=1e-12)
    assert found.alone["a"][0] == 0.0
    assert found.last["a"][0] == 4.0
    assert found.runs == 8


def test_random_orders_tend_to_the_exact_shares() -> None:
    exact, sampled = shapley(interacting, ["a", "b", "c"]), shapley(interacting, ["a", "b", "c"], 400)
    for name in "abc":
        assert sampled.parts[name][0] == pytest.approx(exact.parts[name][0], abs=0.5)
        assert sampled.order_error[name] < 0.3


@pytest.mark.parametrize(("count", "orders"), [(4, None), (9, None), (9, 3)])
def test_parts_sum_to_the_total(count: int, orders: int | None) -> None:
    names = [f"lever {i}" for i in range(count)]
    generator = np.random.default_rng(5)
    pairs = {frozenset(p): generator.normal(size=7) for p in permutations(names, 2)}

    def value(chosen: frozenset[str]) -> Floats:
        return sum((v for pair, v in pairs.items() if pair <= chosen), np.zeros(7))

    found = shapley(value, names, orders)
    assert sum(found.parts.values()) == pytest.approx(found.total, abs=1e-12)
    assert found.orders == (orders or (16 if count > 6 else 0))


def test_no_lever_and_no_order() -> None:
    assert shapley(lambda _: np.ones(3), []).parts == {}
    with pytest.raises(ValueError, match="order"):
        shapley(additive, ["a"], 0)


def test_switching_every_lever_gives_the_other_policy() -> None:
    names = frozenset(differing(FIRST, SECOND))
    assert names
    assert differing(mixed(SECOND, FIRST, names), FIRST) == []
    assert set(differing(mixed(SECOND, FIRST, frozenset()), FIRST)) == names


def test_two_real_policies_sum_to_their_difference() -> None:
    found = attribute(SYSTEM, FIRST, SECOND, OUTCOMES, futures=3, years=1)
    futures = draw_futures(1, 3)
    first, second = (simulate(SYSTEM, p, futures, 12).outcomes for p in (FIRST, SECOND))
    for one, outcome in zip(found, OUTCOMES, strict=True):
        factor = 100.0 if outcome.unit.startswith("share") else 1.0
        difference = factor * float((first[outcome.name][0] - second[outcome.name][0]).mean())
        assert one.total == pytest.approx(difference, abs=1e-12)
        assert sum(p.mean for p in one.parts) == pytest.approx(one.total, abs=1e-12)
        assert {p.lever for p in one.parts} == set(differing(FIRST, SECOND))
        assert all(p.low <= p.mean <= p.high for p in one.parts)


COMMAND = ["attribute", "maximum-delegation", "aspirational", "--system", "west-yorkshire"]
BAD = {
    "unknown policy": (["attribute", "centrist", "targetd", "-s", "west-yorkshire"], ["POLICY_B", "'targeted'?"]),
    "one policy": (["attribute", "centrist", "-s", "west-yorkshire"], ["POLICY_B", "--help"]),
    "unknown system": ([*COMMAND[:-1], "east"], ["--system", "'east'"]),
    "unknown outcome": ([*COMMAND, "--outcome", "truts"], ["--outcome", "did you mean 'trust'?"]),
    "no order": ([*COMMAND, "--orders", "0"], ["--orders", "0 is too small"]),
    "one future": ([*COMMAND, "--futures", "1"], ["--futures", "1 is too small"]),
    "file exists": ([*COMMAND, "--output", "."], ["--output", "exists already"]),
}


@pytest.mark.parametrize(("arguments", "wanted"), BAD.values(), ids=BAD)
def test_bad_input_is_explained(arguments: list[str], wanted: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert tiers(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert all(fragment in said.err for fragment in wanted)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "levers.html"
    few = [*COMMAND, "--futures", "2", "--years", "1", "--outcome", "real_delegation"]
    assert tiers([*few, "--output", str(file)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Accounts for" in said
    assert "All together" in said
    assert "Plotly.newPlot" in file.read_text(encoding="utf-8")
    assert tiers([*few, "--orders", "1", "--json"]) == 0
    (data,) = json.loads(capsys.readouterr().out)
    assert sum(p["mean"] for p in data["parts"]) == pytest.approx(data["total"], abs=1e-12)
    assert tiers(["attribute", "centrist", "centrist", *few[3:]]) == 0
    assert "nothing to attribute" in capsys.readouterr().out
