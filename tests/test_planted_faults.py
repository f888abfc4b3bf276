"""The comparison of the engines catches faults in wiring, and says where they show first.

Each fault is planted in one engine only: the other still follows the declarations.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from engines import Difference, first_difference
from random_systems import Case

from experiments.config import load_system
from sim import batch, block, model, steps, wiring
from sim.batch import OPENING
from sim.decide import Decide
from sim.futures import draw_futures
from sim.policy import Policy
from sim.rules import ByChoice, Read, Rule
from sim.schedule import PHASES
from sim.shocks import Stream
from sim.structure import Link, Structure
from sim.wiring import Program, Wire

NUMPY, MESA = (batch, block, steps), (model,)
"""The modules of each engine."""
ENGINES = pytest.mark.parametrize("engine", [NUMPY, MESA], ids=["NumPy", "Mesa"])
POLICY = Policy("defaults", "Defaults", "Every lever at its default, so that every term counts.")
CASE = Case(load_system("west-yorkshire").system, POLICY, draw_futures(3, 2), months=13)
Plant = Callable[[str, Any], None]


@pytest.fixture
def plant(engine: Any, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Replace what an engine imported under a name."""

    def planted(name: str, fault: Any) -> None:
        there = [module for module in engine if hasattr(module, name)]
        assert there
        for module in there:
            monkeypatch.setattr(module, name, fault)

    return planted


def found_in(case: Case = CASE) -> Difference:
    found = first_difference(case)
    assert found is not None
    return found


def rule_of(program: Program, identity: str) -> Rule:
    return next(rule for rule in program.rules if rule.id == identity)


def with_rule(change: Callable[[Rule], Rule], identity: str) -> Callable[..., Program]:
    """``program`` as an engine would see it if one rule were declared otherwise."""

    def program(*arguments: Any) -> Program:
        plan = wiring.program(*arguments)
        right = rule_of(plan, identity)
        return replace(plan, rules=tuple(change(r) if r is right else r for r in plan.rules))

    return program


def reading(argument: str, **otherwise: Any) -> Callable[[Rule], Rule]:
    """A rule that reads one of its arguments otherwise."""
    return lambda rule: replace(rule, reads={**rule.reads, argument: replace(rule.reads[argument], **otherwise)})


def test_without_a_fault_there_is_no_difference() -> None:
    assert first_difference(CASE) is None


@ENGINES
def test_transposed_trust(plant: Plant) -> None:
    """The place's trust in the ICB where the ICB's trust in the place is meant."""
    plant("program", with_rule(reading("trust", of="trust_in_icb"), "authority.announce"))
    found = found_in()
    assert (found.month, found.kind, found.state) == (0, "remit", "announced")


@ENGINES
def test_reverse_tie(plant: Plant) -> None:
    """What a partner gives, read from the place's tie instead of the partner's own."""
    plant("program", with_rule(reading("given", of=""), "promises_partners.place_sees_acute"))
    found = found_in()
    assert (found.month, found.state) == (0, "kept")
    assert re.fullmatch(r"place:.*>acute:.*", found.entity)


@ENGINES
def test_wrong_month(plant: Plant) -> None:
    """Last month's joint work where this month's is meant."""
    plant("program", with_rule(reading("work", month="last"), "maturity.capability"))
    found = found_in()
    assert (found.month, found.kind, found.state) == (0, "place", "capability")


@ENGINES
def test_last_month_never_remembered(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The opening books stand for last month for ever."""
    owner: Any = block.Block if engine is NUMPY else model.Model
    right = owner._remember

    def only_at_first(this: Any) -> None:
        if (this._month if engine is NUMPY else this.month) < 1:
            right(this)

    monkeypatch.setattr(owner, "_remember", only_at_first)
    assert found_in().month == 1


@ENGINES
def test_skipped_phase(plant: Plant) -> None:
    plant("due", lambda phase, month, _: rightly_due(phase, month) and (phase, month) != ("trust", 5))
    found = found_in()
    assert (found.month, found.kind) == (5, "tie")
    assert found.state in {"trust", "expectation", "evidence_for", "evidence_against"}


@ENGINES
def test_missed_quarter(plant: Plant) -> None:
    """Oversight half-yearly instead of quarterly: the first months agree."""
    plant("due", lambda phase, month, _: rightly_due(phase, month) and not (phase == "oversight" and month % 6))
    found = found_in()
    assert (found.month, found.kind, found.state) == (3, "icb", "shortfall_seen")


@ENGINES
def test_april_a_month_late(plant: Plant) -> None:
    plant("due", lambda phase, month, _: month % 12 == 1 if phase == "board" else rightly_due(phase, month))
    assert found_in().month == 0


@ENGINES
def test_one_wrong_weight(plant: Plant) -> None:
    """One of a link's weights is off by a part in a million million."""

    def wrong(structure: Structure, rule: Rule, read: Read) -> Wire:
        wire = wiring.resolve(structure, rule, read)
        if rule.id != "social_care.delay_in_council_area" or wire.link is None:
            return wire
        (first, weight), *others = wire.link.rows[0]
        rows = (((first, weight * (1.0 + 1e-12)), *others), *wire.link.rows[1:])
        return Wire(wire.state, Link(wire.link.to, rows))

    plant("resolve", wrong)
    found = found_in()
    assert (found.month, found.kind, found.state) == (0, "council", "delay_seen")
    assert found.mesa == pytest.approx(found.batch, rel=1e-9)


@ENGINES
def test_rules_in_another_order(plant: Plant) -> None:
    """Two rules of a phase change places."""

    def program(*arguments: Any) -> Program:
        plan = wiring.program(*arguments)
        one, two = rule_of(plan, "social_care.care_capacity"), rule_of(plan, "social_care.unmet_need")
        swapped = {one.id: two, two.id: one}
        return replace(plan, rules=tuple(swapped.get(r.id, r) for r in plan.rules))

    plant("program", program)
    found = found_in()
    assert (found.month, found.kind, found.state) == (0, "place", "unmet_need")


@ENGINES
def test_wrong_branch(plant: Plant) -> None:
    """What a table holds for another choice."""

    def elsewhere(table: ByChoice, choices: Mapping[str, str], values: Mapping[str, Any]) -> Any:
        return wiring.table_value(table, {**choices, "legal_form": "voluntary"}, values)

    plant("table_value", elsewhere)
    assert found_in().month == 0


@ENGINES
def test_draws_handed_to_the_wrong_entity(plant: Plant) -> None:
    def shuffled(slot: str, ids: Sequence[str], *others: Any, **named: Any) -> Stream:
        return Stream(slot, ids[::-1] if slot == "political alignment" else ids, *others, **named)

    plant("Stream", shuffled)
    found = found_in()
    assert (found.month, found.kind, found.state) == (OPENING, "council", "alignment_politics")


@ENGINES
def test_wrong_parameter(plant: Plant) -> None:
    """One uncertainty is off by a part in a million million."""

    def shifted(*arguments: Any) -> dict[str, Any]:
        values = wiring.settings(*arguments)
        return {**values, "trust_half_life": values["trust_half_life"] * (1.0 + 1e-12)}

    plant("settings", shifted)
    found = found_in()
    assert (found.month, found.kind) == (0, "tie")


@ENGINES
def test_ignored_decision(plant: Plant) -> None:
    """A decide event that one engine does not read."""
    icb = "icb:" + CASE.system.board.id
    event = Decide(month=12, agent=icb, decision="delegated share", value=0.0, by="a test")
    case = replace(CASE, decides=(event,))
    assert first_difference(case) is None
    plant("find_decide", lambda *arguments: [])
    found = found_in(case)
    assert (found.month, found.kind, found.state) == (12, "remit", "announced")


def rightly_due(phase: str, month: int) -> bool:
    """``due`` as it should be, whatever is planted in its place."""
    return PHASES[phase] != 0 and month % PHASES[phase] == 0
