"""The bench counts what a run does, goes round everything in turn, and never writes over an earlier measurement."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from experiments.bench import __main__ as command
from experiments.bench.plans import FULL, Plan, jobs
from experiments.bench.rounds import Figures, Job, Measured, go_round
from experiments.bench.screen import show
from experiments.bench.stored import SCHEMA, Stored, as_text, from_text, record, stored
from experiments.bench.sweeps import SWEEP
from experiments.bench.tables import tables
from experiments.bench.whole import ALL_VARIED, MESA, NO_STORY, WHOLE, block_of, counted, some_varied
from experiments.config import load_policy, load_system
from experiments.docs import speed
from experiments.problems import BadInput
from experiments.profile import measure
from sim.futures import draw_futures
from sim.wiring import program, settings

pytestmark = pytest.mark.xdist_group("bench")  # measured once

SYSTEM, POLICY = load_system("dorset").system, load_policy("maximum-delegation")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TINY = Plan(
    name="full",
    rounds=1,
    systems=("dorset",),
    blocks=(8,),
    own=False,
    some=True,
    story=True,
    workers_on="dorset",
    swept="dorset",
    rows=100,
    memory_runs=(8, 16),
    months=1,
)


@pytest.fixture(scope="module")
def tiny() -> Stored:
    """Everything that a full measurement holds, of one month and few runs."""
    return stored("full", TINY.rounds, "maximum-delegation", (0.5, None), NOON, go_round(jobs(TINY), TINY.rounds))


def by_hand(measured: Sequence[Measured]) -> Stored:
    return stored("full", 5, "maximum-delegation", (0.5, 0.5), NOON, measured)


# Counting ------------------------------------------------------------------------------------------------------------


def test_operations_are_counted_from_the_calls_that_are_made() -> None:
    block = block_of(SYSTEM, POLICY, draw_futures(1, 8))
    made = measure(SYSTEM, POLICY, 8)  # the calls of the second year, one by one
    first, both = counted(block, 12), counted(block, 24)
    assert both.calls - first.calls == len(made)
    assert both.numbers - first.numbers == sum(cost.numbers for cost in made)


def test_yearly_rules_count_once_a_year() -> None:
    block = block_of(SYSTEM, POLICY, draw_futures(1, 8))
    april, may, both = counted(block, 1), counted(block, 2), counted(block, 3)
    assert april.calls > may.calls - april.calls == both.calls - may.calls


def test_of_twenty_parameters_each_run_has_its_own_and_the_others_are_plain_numbers() -> None:
    futures = some_varied(draw_futures(1, 8), SYSTEM)
    values = settings(SYSTEM, POLICY, futures.values)
    assert len({name for name in values if name in futures.values}) == 20
    assert len([value for value in values.values() if getattr(value, "shape", ()) == (8,)]) == 20
    assert program(SYSTEM, POLICY).rules == block_of(SYSTEM, POLICY, futures).plan.rules


# Going round ---------------------------------------------------------------------------------------------------------


def test_each_round_does_every_job_forwards_and_backwards_in_turn() -> None:
    done: list[str] = []

    def job(name: str) -> Job:
        def work() -> Figures:
            done.append(name)
            return {"wall": float(len(done)), "cpu": 0.5 * len(done)}

        return Job("counting", "", name, {}, work)

    said: list[str] = []
    one, other = go_round([job("one"), job("other")], 3, said.append)
    assert done == ["one", "other", "other", "one", "one", "other"]
    assert (one.all("wall"), other.all("wall")) == ([1.0, 4.0, 5.0], [2.0, 3.0, 6.0])
    assert (one.median("wall"), one.busy) == (4.0, 0.5)
    assert said[-1] == "round 3 of 3: counting, other"


def test_a_full_measurement_has_a_table_for_everything(tiny: Stored) -> None:
    assert [table.title for table in tables(tiny)] == [
        "Whole runs of the NumPy engine",
        "The two engines",
        "Who takes the time",
        "Random numbers and files",
        "Memory",
        "Workers",
        "A sweep, and what it spends beside the engine",
    ]
    assert {m.facts["varied"] for m in tiny.of(WHOLE)} == {20, len(draw_futures(1, 1).values)}
    printed = StringIO()
    show(tiny, Console(file=printed, width=140))
    assert all(table.title in printed.getvalue() for table in tables(tiny))


def test_the_full_plan_asks_for_three_sizes_of_system_and_five_rounds() -> None:
    plans = [program(load_system(name).system, POLICY) for name in FULL.systems]
    assert [plan.structure.count("place") for plan in plans] == [2, 5, 10]
    assert FULL.rounds >= 5


def test_engines_are_compared_round_by_round_at_the_best_block_size() -> None:
    def numpy(runs: int, *walls: float) -> Measured:
        facts = {"runs": runs, "months": 120, "places": 2, "varied": 3, "calls": 10, "numbers": 100}
        return Measured(WHOLE, "a", ALL_VARIED, facts, tuple({"wall": w, "cpu": w, "add": 0.1} for w in walls))

    mesa = Measured(MESA, "a", NO_STORY, {"runs": 1}, tuple({"wall": w, "cpu": w} for w in (1.0, 3.0, 2.0)))
    shown = tables(by_hand([numpy(10, 1.0, 1.0, 1.0), numpy(100, 2.0, 3.0, 2.0), mesa]))[1]
    assert shown.rows == (("a", NO_STORY, "2,000", "20.00", "100", "100 (50 to 100)", "100%"),)


# Files and the page --------------------------------------------------------------------------------------------------


def test_what_a_sweep_spends_beside_the_engine_is_told_round_by_round(tiny: Stored) -> None:
    rounds = tuple({"wall": 10.0, "cpu": 9.0, "engine": engine} for engine in (9.5, 9.0, 8.0))
    (shown,) = tables(by_hand([Measured(SWEEP, "a", "blocks of 8", {"runs": 40, "blocks": 5}, rounds)]))
    assert shown.rows == (("a", "40 in 5", "4.0", "10.0 (5.0 to 20.0)", "90%"),)
    (measured,) = tiny.of(SWEEP)
    assert (measured.facts["runs"], measured.facts["months"]) == (32, 12)
    assert all(0.0 < figures["engine"] < figures["wall"] for figures in measured.rounds)


def test_each_measurement_has_a_file_of_its_own(tiny: Stored, tmp_path: Path) -> None:
    first, second = (record(tiny, tmp_path / "bench") for _ in range(2))
    assert (first.name, second.name) == ("20261122-120000-full.json", "20261122-120000-full-2.json")
    assert json.loads(first.read_text(encoding="utf-8"))["schema"] == SCHEMA
    assert from_text(second.read_text(encoding="utf-8")) == tiny


def test_the_page_is_written_from_the_stored_measurement(tiny: Stored, tmp_path: Path) -> None:
    data = tmp_path / "speed.json"
    assert "No measurement is stored yet" in speed.page(data)
    data.write_text(as_text(tiny), encoding="utf-8")
    page = speed.page(data)
    assert all(f"## {table.title}\n" in page for table in tables(tiny))
    assert all(" | ".join(row) in page for table in tables(tiny) for row in table.rows)
    assert all(version in page for version in tiny.versions.values())
    assert "22 November 2026" in page
    assert "## Limits" in page


def test_only_a_full_measurement_of_five_rounds_is_published(
    tiny: Stored, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published, measured = tmp_path / "speed.json", tmp_path / "measured.json"
    monkeypatch.setattr(speed, "DATA", published)
    monkeypatch.setattr(command, "write", lambda: [tmp_path / "speed.md"])
    for plan, rounds in (("full", 1), ("quick", 5)):
        measured.write_text(as_text(replace(tiny, plan=plan, rounds=rounds)), encoding="utf-8")
        assert command.main(["--publish", str(measured)]) == 2
        said = f"called {plan}, of {rounds} rounds. Allowed: one made with --full, of 5 rounds or more"
        assert said in capsys.readouterr().err
        assert not published.exists()
    measured.write_text(as_text(replace(tiny, rounds=5)), encoding="utf-8")
    assert command.main(["--publish", str(measured)]) == 0
    assert published.read_text(encoding="utf-8") == measured.read_text(encoding="utf-8")
    assert capsys.readouterr().out == "Written: speed.json\nWritten: speed.md\n"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "tiers/bench/1"}', f'{{"schema": "{SCHEMA}"}}'])
def test_a_file_that_is_no_measurement_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"Allowed: .*tiers/bench/2"):
        from_text(text)
