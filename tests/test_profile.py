"""The profile: every call of a year, with the mechanism, the rule and the line of the rulebook that asked for it."""

import linecache
from pathlib import Path

import numpy as np
import pytest

from experiments.config import load_policy, load_system
from experiments.profile import Cost, measure, operation
from experiments.profile.__main__ import main
from experiments.profile.lines import NotedBlock
from sim.block import Block
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE
from sim.schedule import PHASES
from sim.wiring import needed, program, settings

ROOT = Path(__file__).resolve().parent.parent
SYSTEM, POLICY = load_system("dorset").system, load_policy("maximum-delegation")
PLAN = program(SYSTEM, POLICY)
WANTED = needed(PLAN.structure, {(o.kind, o.state) for o in CATALOGUE})
FUTURES = draw_futures(1, 8)
VALUES = settings(SYSTEM, POLICY, FUTURES.values)


@pytest.fixture(scope="module")
def costs() -> list[Cost]:
    return measure(SYSTEM, POLICY, 8)


def code(cost: Cost) -> str:
    return linecache.getline(str(ROOT / cost.line.file), cost.line.number).strip()


def test_it_covers_what_a_year_does(costs: list[Cost]) -> None:
    assert {"trust.update", "board.power_of_blocs"} <= {c.rule for c in costs} <= {r.id for r in PLAN.rules}
    assert {"multiply", "draw", "gather", "flag"} <= {c.operation for c in costs}
    assert all(c.seconds >= 0.0 and c.numbers > 0 for c in costs)


def test_a_call_stands_at_the_line_where_its_operation_is_written(costs: list[Cost]) -> None:
    assert {c.operation for c in costs if code(c) == "evidence = a + b"} == {"add"}
    assert {c.operation for c in costs if code(c) == "for_it = moved * evidence"} == {"multiply"}
    assert not [c for c in costs if c.operation == "sqrt" and "sqrt(" not in code(c)]


def test_what_a_rule_reads_stands_where_its_signature_names_it(costs: list[Cost]) -> None:
    drawn = [code(c) for c in costs if c.operation == "draw"]
    assert drawn
    assert all("uniform(" in line or "normal(" in line or line.startswith(("u:", "z:")) for line in drawn)


def test_noting_lines_changes_no_call() -> None:
    noted = NotedBlock(PLAN, VALUES, 1, FUTURES.replicates, WANTED)
    plain = Block(PLAN, VALUES, 1, FUTURES.replicates, wanted=WANTED)
    for phase in PHASES:
        for one, other in zip(noted.steps(phase), plain.steps(phase), strict=True):
            for (call, operands), (wanted, theirs) in zip(one.calls, other.calls, strict=True):
                assert (operation(call), np.shape(operands[-1])) == (operation(wanted), np.shape(theirs[-1]))
            assert len(noted.lines(one.rule)) == len(one.calls)


def test_it_prints_a_table_for_each_way_of_asking(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dorset", "8", "--shown", "3"]) == 0
    printed = capsys.readouterr().out
    assert all(f" {title} " in printed for title in ("Mechanism", "Rule", "Line", "Operation"))
    assert "sim/rulebook/" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dorst"], "there is no system called 'dorst'; did you mean 'dorset'?"),
        (["dorset", "few"], "argument runs: 'few' is not a whole number from 8 to 10000"),
        (["dorset", "8", "9"], "unrecognized arguments: 9"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = ended.code
    printed = capsys.readouterr()
    assert status == 2
    assert said in printed.err
    assert (printed.out, printed.err.count("\n")) == ("", 1)
