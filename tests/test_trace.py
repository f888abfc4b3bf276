"""Reasons come from the arithmetic of the decision, and a decision fixed from outside changes what follows from it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from engines import States, batch_states, bits, first_difference, mesa_run
from random_systems import Case

from experiments.config import load_system
from sim import ops
from sim.decide import Decide
from sim.futures import draw_futures
from sim.model import Model
from sim.policy import Policy
from sim.rules import Read, Rule, collected
from sim.schedule import PHASES, due
from sim.structure import axis
from sim.trace import Decision
from sim.wiring import decider, program, resolve

ROOT = Path(__file__).resolve().parent.parent
EVENTFUL = {"hazard_national": 0.6, "hazard_regional": 0.6, "initiative_rate": 1.0, "rescue_base": 0.8}
"""So that what happens by chance does happen within two years."""
SYSTEM = replace(load_system("west-yorkshire").system, starting_values=EVENTFUL)
POLICY = Policy("defaults", "Defaults", "Every lever at its default.")
CASE = Case(SYSTEM, POLICY, draw_futures(3, 2), months=25)
PLAN = program(SYSTEM, POLICY)
DECIDING = {r.decides.name: r for r in PLAN.rules if r.decides is not None}


@pytest.fixture(scope="module")
def told() -> Model:
    """Two years with their story."""
    model = mesa_run(CASE, 0, trace=True)
    model.run(CASE.months)
    return model


# --- reasons -----------------------------------------------------------------------------------------------------


def test_terms_make_the_decision(told: Model) -> None:
    """To the bit: they sum to it, the least of them is it, or it happened because u < p."""
    assert told.story
    for entry in told.story:
        deciding = DECIDING[entry.decision].decides
        assert deciding is not None
        assert entry.kind == deciding.reason
        terms = list(entry.terms.values())
        match entry.kind:
            case "sum":
                assert entry.value == ops.clip(ops.total(terms), deciding.low, deciding.high), entry
            case "least":
                assert entry.value == min(terms), entry
                assert entry.terms[entry.binding] == entry.value
            case "chance":
                assert entry.terms.keys() == {"p", "u"}
                assert entry.value == (1.0 if entry.terms["u"] < entry.terms["p"] else 0.0), entry
                assert 0.0 <= entry.terms["p"] <= 1.0


def test_every_kind_of_reason_occurs(told: Model) -> None:
    assert {entry.kind for entry in told.story} == {"sum", "least", "chance"}
    assert {entry.value for entry in told.story if entry.kind == "chance"} == {0.0, 1.0}
    assert {entry.decision for entry in told.story} == set(DECIDING)


def test_every_entry_says_who_about_what_and_when(told: Model) -> None:
    entities = {e.id for members in PLAN.structure.entities.values() for e in members}
    for entry in told.story:
        assert entry.agent in told.organisations
        assert entry.agent_name == told.organisations[entry.agent].name
        assert entry.entity in entities
        assert due(DECIDING[entry.decision].phase, entry.month)
        assert all(name and np.isfinite(value) for name, value in entry.terms.items())
        assert not entry.by


def test_months_are_told_in_order_and_each_decision_once(told: Model) -> None:
    assert all(one.month <= two.month for one, two in pairwise(told.story))
    addresses = [(e.month, e.decision, e.entity) for e in told.story]
    assert len(addresses) == len(set(addresses))


def test_telling_changes_nothing(told: Model) -> None:
    silent = mesa_run(CASE, 0, trace=False)
    silent.run(CASE.months)
    assert silent.story == []
    assert silent.outcomes == told.outcomes
    assert silent.series == told.series


# --- the batch keeps no trace ------------------------------------------------------------------------------------


def test_the_batch_makes_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a trace was made")

    monkeypatch.setattr(Decision, "__init__", refuse)
    monkeypatch.setattr("sim.agents.organisation.Decision", refuse)
    with pytest.raises(AssertionError, match="a trace was made"):
        mesa_run(CASE, 0, trace=True).step()
    assert len(batch_states(CASE)[0]) == CASE.months


IN_A_WORKER = """
import sys
from experiments.compare import Design, tasks, work
from experiments.config import load_policy, load_system
from sim.futures import draw_futures

system = load_system("west-yorkshire").system
one, two = load_policy("centrist"), load_policy("maximum-delegation")
design = Design(system, one, two, futures=2, years=1)
for task in tasks(design, draw_futures(1, 2)):
    assert work(task).outcomes
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {"mesa", "plotly"} or name in
      {"sim.trace", "sim.model"} or name.startswith("sim.agents")))
"""


def test_a_worker_imports_neither_mesa_nor_plotly_nor_the_trace() -> None:
    done = subprocess.run([sys.executable, "-c", IN_A_WORKER], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_the_batch_alone_imports_them_neither() -> None:
    code = "import sys, sim.batch; print(*({'mesa', 'plotly', 'sim.trace', 'sim.agents'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""


# --- decisions fixed from outside --------------------------------------------------------------------------------

Cell = tuple[str, str, int]
"""A state of one entity: kind, state, index."""


def other_value(entry: Decision) -> float:
    """Another value for a decision, within its bounds and hard limits."""
    deciding = DECIDING[entry.decision].decides
    assert deciding is not None
    if deciding.reason == "chance":
        return 1.0 - entry.value
    if deciding.reason == "least":
        return 0.5 * entry.value if entry.value > 0.0 else 0.001
    return deciding.low if entry.value > 0.5 * (deciding.low + deciding.high) else deciding.high


def follows(changed: set[Cell], earlier: set[Cell], month: int, start: Rule | None) -> set[Cell]:
    """Every cell that may differ after a month, going through its rules in order and along the declared links.

    ``changed`` are the cells that differ when the month begins (or when ``start``, the rule decided for, has run),
    ``earlier`` those that differ in last month's values. What is computed from other cells alone is as it was.
    """
    running = [r for r in PLAN.rules if PHASES[r.phase] and due(r.phase, month)]
    for rule in running[running.index(start) + 1 if start else 0 :]:
        offset = PLAN.structure.span(rule.of).start
        for local in range(PLAN.structure.count(rule.of)):
            index = offset + local
            touched = any(cell in source for source, cell in sources(rule, local, index, changed, earlier))
            for name in rule.writes:
                cell = (axis(rule.of), name, index)
                (changed.add if touched else changed.discard)(cell)
    return changed


def sources(
    rule: Rule, local: int, index: int, changed: set[Cell], earlier: set[Cell]
) -> Iterator[tuple[set[Cell], Cell]]:
    """The cells that a rule reads for one entity, with the set of changed cells of the month it reads them from."""
    for read in rule.reads.values():
        if isinstance(read, Read):
            wire = resolve(PLAN.structure, rule, read)
            row = ((index, 1.0),) if wire.link is None else wire.link.rows[local]
            for j, _ in row:
                yield (changed if read.month == "now" else earlier), (wire.state.kind, read.state, j)


def differing(one: States, other: States) -> set[Cell]:
    return {
        (kind, name, int(i))
        for (kind, name), array in one.items()
        for i in np.flatnonzero((bits(array) != bits(other[kind, name])).any(axis=1))
    }


def event_for(told: Model, decision: str) -> tuple[Decision, Decide]:
    """The last time a decision was taken in the story, and an event that takes it otherwise."""
    taken = [e for e in told.story if e.decision == decision and e.month <= 21]
    latest = [e for e in taken if e.month == taken[-1].month]
    entry = max(latest, key=lambda e: abs(other_value(e) - e.value))
    return entry, Decide(entry.month, entry.agent, decision, other_value(entry), entry.entity, "a test")


@pytest.mark.parametrize("decision", DECIDING)
def test_one_decision_changes_only_what_follows_from_it(told: Model, decision: str) -> None:
    """Not a bit before its month, nor of what was settled earlier in it, nor of whom no link reaches."""
    entry, event = event_for(told, decision)
    rule, structure = DECIDING[decision], PLAN.structure
    index = structure.span(rule.of).start + [e.id for e in structure.members(rule.of)].index(entry.entity)
    assert event.value != entry.value
    base, _ = batch_states(replace(CASE, futures=CASE.futures.block(0, 1)))
    otherwise, _ = batch_states(replace(CASE, futures=CASE.futures.block(0, 1), decides=(event,)))
    for month in range(event.month):
        assert differing(base[month], otherwise[month]) == set()
    changed: set[Cell] = {(axis(rule.of), rule.writes[0], index)}
    changed = follows(changed, set(), event.month, rule)
    found = differing(base[event.month], otherwise[event.month])
    assert found
    assert found <= changed
    assert len(found) < 0.5 * sum(len(array) for array in base[0].values())
    before = changed
    for month in (event.month + 1, event.month + 2):
        changed = follows(set(before), before, month, None)
        assert differing(base[month], otherwise[month]) <= changed
        before = changed


@pytest.mark.parametrize("decision", DECIDING)
def test_both_engines_read_the_event_alike(told: Model, decision: str) -> None:
    _, event = event_for(told, decision)
    assert first_difference(replace(CASE, months=event.month + 2, decides=(event,)), runs=[0]) is None


@pytest.mark.parametrize("decision", DECIDING)
def test_the_story_says_that_a_decision_was_fixed_and_what_it_would_have_been(told: Model, decision: str) -> None:
    entry, event = event_for(told, decision)
    model = mesa_run(replace(CASE, decides=(event,)), 0, trace=True)
    model.run(event.month + 1)
    fixed = [e for e in model.story if e.kind == "decided"]
    assert [(e.month, e.agent, e.decision, e.entity, e.value, e.by) for e in fixed] == [
        (event.month, event.agent, decision, entry.entity, event.value, "a test")
    ]
    assert fixed[0].terms == entry.terms
    untouched = [e for e in told.story if e.month < event.month]
    assert model.story[: len(untouched)] == untouched


def test_an_event_about_nothing_in_particular_fixes_all_decisions_of_that_name() -> None:
    icb = f"icb:{SYSTEM.board.id}"
    case = replace(CASE, months=13, decides=(Decide(12, icb, "delegated share", 0.125),))
    model = mesa_run(case, 0, trace=True)
    model.run(13)
    fixed = [e.value for e in model.story if (e.month, e.decision) == (12, "delegated share")]
    assert fixed == [0.125] * PLAN.structure.count("remit")


def test_a_hard_limit_binds_whoever_decides() -> None:
    """A council cannot be made to pool beyond its red lines, in either engine."""
    council = f"council:{SYSTEM.councils[0].id}"
    event = Decide(12, council, "pooling offer of the council", 1000.0, by="a test")
    case = replace(CASE, months=14, decides=(event,))
    model = mesa_run(case, 0, trace=True)
    model.run(14)
    entry = next(e for e in model.story if e.kind == "decided")
    limits = DECIDING[event.decision].decides.hard  # type: ignore[union-attr]
    assert entry.value == min(entry.terms[name] for name in limits) < 1000.0
    assert entry.binding in limits
    assert first_difference(case) is None


def test_decisions_at_their_bounds_break_nothing() -> None:
    """Every decision at its lowest and at its highest, every time it is taken, in every run."""
    for high in (False, True):
        events = [
            Decide(month, decider(PLAN.structure, rule, i), name, value)
            for name, rule in DECIDING.items()
            if rule.decides is not None
            for value in [min(rule.decides.high, 1000.0) if high else rule.decides.low]
            for i in range(PLAN.structure.count(rule.of))
            for month in range(0, 25, max(PHASES[rule.phase], 1))
        ]
        case = replace(CASE, decides=tuple({(e.month, e.agent, e.decision): e for e in events}.values()))
        assert first_difference(case, runs=[0]) is None


def test_there_is_a_decision_rule_for_every_name() -> None:
    """A decision keeps its name in every branch, so that an event can be replayed under another policy."""
    names = [r.decides.name for r in collected() if r.decides is not None and not r.only]
    assert len(names) == len(set(names))
