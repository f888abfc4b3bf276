"""What makes the NumPy engine fast changes no result: blocks, tallies, and rules run as traced calls."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from engines import bits

from experiments.config import load_policy, load_system, load_timeline
from sim import batch, gathers
from sim.batch import simulate
from sim.block import Block
from sim.decide import Decide
from sim.entities import Link
from sim.futures import draw_futures
from sim.gathers import Fill, aligned, along, fresh, tiles
from sim.memory import remembered
from sim.ops import clip, either, exp, flag, maximum, share, total, where
from sim.outcomes import CATALOGUE, Tally, summarise
from sim.schedule import PHASES
from sim.tracing import Scratch, Trace
from sim.wiring import Program, needed, program, settings

pytestmark = pytest.mark.xdist_group("batch")  # run with all outcomes once

SYSTEM, POLICY = load_system("west-yorkshire").system, load_policy("maximum-delegation")


def test_an_ensemble_in_several_blocks_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    futures = draw_futures(4, 21)
    whole = simulate(SYSTEM, POLICY, futures, 14)
    monkeypatch.setattr(batch, "WIDEST", 8)
    monkeypatch.setattr(gathers, "TILE", 40)
    months = []
    parts = simulate(SYSTEM, POLICY, futures, 14, check=lambda: months.append(1))
    assert len(months) == 3 * 14
    for outcome in CATALOGUE:
        assert (bits(parts.outcomes[outcome.name]) == bits(whole.outcomes[outcome.name])).all(), outcome.name
        assert (bits(parts.series[outcome.name]) == bits(whole.series[outcome.name])).all(), outcome.name


def test_series_are_kept_only_where_they_are_asked_for() -> None:
    futures = draw_futures(4, 3)
    whole, some = (simulate(SYSTEM, POLICY, futures, 14, series=asked) for asked in (None, CATALOGUE[3:4]))
    assert list(some.series) == [CATALOGUE[3].name]
    assert whole.series.keys() == whole.outcomes.keys() == some.outcomes.keys()
    assert all((bits(some.outcomes[name]) == bits(values)).all() for name, values in whole.outcomes.items())


@cache
def with_all_outcomes(system: str, timeline: str) -> dict[str, gathers.Array]:
    """Every outcome of three futures of 40 months."""
    described, scheduled = load_system(system).system, load_timeline(timeline)
    return simulate(described, POLICY, draw_futures(4, 3), 40, timeline=scheduled, series=()).outcomes


@pytest.mark.parametrize(
    ("system", "timeline"),
    [("west-yorkshire", "steady"), ("surrey-heartlands", "the-current-reform"), ("dorset", "voluntary-to-statutory")],
)
@pytest.mark.parametrize("first", range(0, len(CATALOGUE), 29))
def test_an_outcome_is_the_same_whatever_else_is_asked_for(system: str, timeline: str, first: int) -> None:
    asked = CATALOGUE[first : first + 2]
    whole = with_all_outcomes(system, timeline)
    described, scheduled = load_system(system).system, load_timeline(timeline)
    alone = simulate(described, POLICY, draw_futures(4, 3), 40, timeline=scheduled, outcomes=asked)
    for outcome in asked:
        assert (bits(alone.outcomes[outcome.name]) == bits(whole[outcome.name])).all()


@pytest.mark.parametrize(("system", "timeline"), [("dorset", "steady"), ("surrey-heartlands", "the-current-reform")])
def test_a_block_that_starts_again_forgets_what_was(system: str, timeline: str) -> None:
    """Also where rules are bound anew as organisations change, and where a decision was fixed the first time."""
    described, scheduled, futures = load_system(system).system, load_timeline(timeline), draw_futures(4, 3)
    plan = program(described, POLICY, scheduled)

    def change(month: int) -> tuple[Program, Any]:
        later = program(described, POLICY, scheduled, month, plan.structure)
        return later, settings(described, POLICY, futures.values, scheduled, month)

    def block(decides: tuple[Decide, ...]) -> Block:
        values = settings(described, POLICY, futures.values, scheduled)
        return Block(plan, values, 4, futures.replicates, decides, None, scheduled, change)

    def states(of: Block) -> bytes:
        for month in range(38):
            of.step(month)
        return b"".join(of.now[key].tobytes() for key in sorted(of.now))

    council = plan.structure.entities["council"][0].id
    fixed = (Decide(12, council, "pooling offer of the council", 5.0, about=council),)
    again = block(fixed)
    with_it = states(again)
    again.restart(())
    without = states(again)
    again.restart(fixed)
    assert states(again) == with_it
    assert with_it != without
    assert without == states(block(()))


def test_what_nobody_asks_for_is_not_worked_out() -> None:
    plan, futures = program(SYSTEM, POLICY), draw_futures(4, 8)
    values = settings(SYSTEM, POLICY, futures.values)
    wanted = needed(plan.structure, [("icb", "waits_18")])
    some = Block(plan, values, 4, futures.replicates, wanted=wanted)
    ran = {rule.id for phase in PHASES for step in some.steps(phase) for rule in step.rules}
    whole = Block(plan, values, 4, futures.replicates)
    left = {rule.id for phase in PHASES for step in whole.steps(phase) for rule in step.rules} - ran
    assert {"trust.update", "hospital.waiting_list"} <= ran
    assert left
    assert {rule.mechanism for rule in plan.rules if rule.id in left} >= {"record"}


@pytest.mark.parametrize("months", [1, 11, 12, 13, 30])
def test_a_tally_adds_as_the_summary_does(months: int) -> None:
    series = np.random.default_rng(1).normal(size=(months, 3, 5))
    for summary in ("mean", "final", "total"):
        outcome = next(o for o in CATALOGUE if o.summary == summary)
        tally = Tally(outcome, months)
        for month, values in enumerate(series):
            tally.add(month, values)
        assert (bits(tally.result()) == bits(summarise(outcome, series))).all()


def test_only_what_is_overwritten_too_early_is_kept_from_last_month() -> None:
    kept = remembered(program(SYSTEM, POLICY))
    assert ("council", "reserves") in kept  # the record reads last month's after the council has drawn on them
    assert ("tie", "expectation") not in kept  # only the rule that moves it reads it


# --- rules as calls ------------------------------------------------------------------------------------------------


def a_rule(a: Any, b: Any, month: Any, row: Any, number: Any) -> tuple[Any, ...]:
    """Something of everything that rules may do."""
    c = clip(a * row - b, 0.1, number) + exp(0.0 - row * number)
    d = total((a, b, c, 1.0 * a)) * share(b) / maximum(c, 1e-9)
    e = where(either(a > b, month >= 2.0), c, d + month)
    return a, e, flag(c < d) * e, row, number, -d


@pytest.mark.parametrize("month", [1.0, 2.0])
def test_traced_calls_give_the_bits_of_the_plain_call(month: float) -> None:
    rng = np.random.default_rng(3)
    a, b, row = rng.normal(size=(7, 24)), rng.normal(size=(7, 24)), rng.uniform(0.1, 2.0, 24)
    trace, scratch = Trace(), Scratch(24)
    clock = Fill((), lambda out: out.fill(month))
    sources = [(a, False), (Fill(b.shape, lambda out: np.copyto(out, b)), False), (clock, False), (row, True)]
    results = a_rule(*[trace.placeholder(s, constant=c) for s, c in sources], 0.7)
    targets = [aligned(a.shape) for _ in results]
    calls = trace.calls(results, targets, scratch)
    for call, operands in calls:
        call(*operands)
    for target, wanted in zip(targets, a_rule(a, b, month, row, 0.7), strict=True):
        assert (bits(target) == bits(np.broadcast_to(wanted, a.shape))).all()


def test_a_state_that_is_read_is_not_written_too_early() -> None:
    """Two states change places: neither may see the other's new value."""
    x, y = aligned((2, 8)), aligned((2, 8))
    x[...], y[...] = 1.0, 2.0
    trace = Trace()
    one, other = (trace.placeholder(held, constant=False) for held in (x, y))
    for call, operands in trace.calls((other * 10.0, one * 10.0), [x, y], Scratch(8)):
        call(*operands)
    assert (x == 20.0).all()
    assert (y == 10.0).all()


def test_what_nothing_asks_for_is_left_out_and_what_is_asked_twice_is_done_once() -> None:
    trace = Trace()
    x = trace.placeholder(np.ones((2, 8)), constant=False)
    row = trace.placeholder(np.full(8, 3.0), constant=True)
    exp(x)
    calls = trace.calls(((x + exp(row)) * (x + exp(row)),), [aligned((2, 8))], Scratch(8))
    assert [call for call, _ in calls] == [np.add, np.multiply]


# --- reads along links ---------------------------------------------------------------------------------------------

ROWS = {
    "one for each": (((2, 1.0),), ((0, 1.0),), ((3, 1.0),)),
    "a view": (((0, 1.0),), ((2, 1.0),), ((4, 1.0),)),
    "the same": (((1, 1.0),), ((1, 1.0),)),
    "several": (((0, 0.3), (1, -0.7)), ((4, 1.0),), ((1, 0.2), (2, 0.5), (4, 0.3))),
    "one to many": (((0, 0.1), (1, 0.2), (2, 0.3), (4, 0.4)),),
    "nobody": ((), ((1, 2.0),)),
}


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("tile", [16, 10_000])
def test_sums_along_links_go_from_left_to_right(name: str, tile: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathers, "TILE", tile)
    array = np.random.default_rng(2).normal(size=(5, 8))
    array[1] = -0.0
    read = fresh(along(Link("any", ROWS[name]), "total", array, slice(None)))
    for row, found in zip(ROWS[name], np.asarray(read), strict=True):
        for run in range(8):
            wanted = 0.0
            for index, weight in row:
                wanted = wanted + weight * float(array[index, run])
            assert bits(found[run]) == bits(wanted)


@pytest.mark.parametrize(("how", "pick"), [("lowest", min), ("highest", max)])
def test_extremes_along_links(how: str, pick: Callable[[list[float]], float]) -> None:
    array = np.random.default_rng(2).normal(size=(5, 8))
    for name in ("several", "one to many"):
        read = np.asarray(fresh(along(Link("any", ROWS[name]), how, array, slice(None))))
        wanted = [[pick([float(array[j, run]) for j, _ in row]) for run in range(8)] for row in ROWS[name]]
        assert (read == np.array(wanted)).all()


def test_a_sum_counts_as_many_operations_as_it_adds_and_multiplies() -> None:
    array = np.ones((5, 8))
    read = along(Link("any", ROWS["several"]), "total", array, slice(None))
    assert isinstance(read, Fill)
    assert read.numbers == 8 * (6 + 5)  # six terms, five of which have a weight
    taken = along(Link("any", ROWS["one for each"]), "one", array, slice(None))
    assert isinstance(taken, Fill)
    assert taken.numbers == 8 * 3


def test_tiles_cover_every_entity_once() -> None:
    for count, runs in ((0, 8), (1, 8), (634, 768), (12, 100_000)):
        assert [i for tile in tiles(count, runs) for i in range(count)[tile]] == list(range(count))
