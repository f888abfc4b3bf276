"""Every parameter is declared once, fully, and read by just the mechanisms it names."""

import re
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from parameter_readers import readers

from sim.parameters import GRADES, REGISTRY, Parameter, Registry
from sim.rules import ByChoice, Draw, Rule, collected
from sim.state import PARAMETER, STATES
from sim.structure import BLOCS, SERVICES
from sim.wiring import parameters_of

PARAMETERS = pytest.mark.parametrize("parameter", list(REGISTRY.values()), ids=lambda p: p.name)
READERS = readers(collected())


@PARAMETERS
def test_declaration_is_whole(parameter: Parameter) -> None:
    """Name, label, unit, role, grade, evidence, and for a lever who holds it."""
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*(-health)?", parameter.name)
    assert parameter.label[0].isupper()
    assert parameter.label == parameter.label.strip(". ")
    assert parameter.unit
    assert parameter.role in ("lever", "uncertainty")
    assert parameter.grade in GRADES
    assert parameter.evidence
    assert all(len(e) >= 4 for e in parameter.evidence)
    assert any(not e.startswith("assumed") for e in parameter.evidence), (
        "a statement or a citation, and not only a guess"
    )
    assert all(re.fullmatch(r"E\d{3}", e) for e in parameter.evidence if re.match(r"E\d", e))
    assert bool(parameter.holder) == (parameter.role == "lever")


@PARAMETERS
def test_default_lies_in_the_range(parameter: Parameter) -> None:
    assert parameter.problem(parameter.default) is None
    if parameter.structural:
        assert len(parameter.choices) == len(set(parameter.choices)) >= 2
        assert parameter.default in parameter.choices
        assert parameter.role == "lever"
    else:
        assert np.isfinite([parameter.low, parameter.high]).all()
        assert parameter.low < parameter.high
        assert parameter.low <= float(parameter.default) <= parameter.high


@PARAMETERS
def test_distribution_covers_the_range(parameter: Parameter) -> None:
    if parameter.structural:
        assert parameter.distribution == "choice"
        return
    assert parameter.distribution in ("uniform", "log-uniform", "triangular")
    if parameter.distribution == "log-uniform":
        assert parameter.low > 0.0
    quantiles = [parameter.at(u) for u in (1e-12, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0 - 1e-12)]
    assert quantiles == sorted(quantiles)
    assert quantiles[0] == pytest.approx(parameter.low, abs=1e-4 * (parameter.high - parameter.low))
    assert quantiles[-1] == pytest.approx(parameter.high, abs=1e-4 * (parameter.high - parameter.low))
    for beyond in (parameter.low - 1.0, parameter.high + 1.0, float("nan"), "much", True, None):
        assert parameter.problem(beyond)


@PARAMETERS
def test_mechanisms_are_those_whose_rules_read_it(parameter: Parameter) -> None:
    """A lever that no rule reads fails here, and so does one that a further mechanism reads."""
    assert READERS[parameter.name] == set(parameter.mechanisms)


def test_nothing_is_read_that_is_not_declared() -> None:
    assert set(READERS) - set(REGISTRY) == set()


def test_labels_and_names_are_unique() -> None:
    labels = [p.label.casefold() for p in REGISTRY.values()]
    assert sorted(labels) == sorted(set(labels))
    with pytest.raises(ValueError, match="declared twice"):
        Registry([*REGISTRY.values(), next(iter(REGISTRY.values()))])


def test_every_choice_has_its_number_and_its_branch() -> None:
    """A table holds a switch or an uncertainty for each choice of its lever; for each the same states are written."""
    for rule in collected():
        for source in rule.reads.values():
            if isinstance(source, ByChoice):
                for held in map(source.under, REGISTRY[source.lever].choices):
                    fits = REGISTRY[held].role == "uncertainty" if isinstance(held, str) else held in (0.0, 1.0)
                    assert fits, (rule.id, held)
        for lever, allowed in rule.only.items():
            assert set(allowed) <= set(REGISTRY[lever].choices), rule.id
    for lever in {lever for rule in collected() for lever in rule.only}:
        written = {c: set(_written(lever, c)) for c in REGISTRY[lever].choices}
        assert len({frozenset(w) for w in written.values()}) == 1, (lever, written)


def _written(lever: str, choice: str) -> set[tuple[str, str]]:
    rules = [r for r in collected() if choice in r.only.get(lever, ())]
    return {(r.of, name) for r in rules for name in r.writes}


def test_a_state_that_starts_from_a_parameter_has_one_for_each_entity() -> None:
    for (kind, name), state in STATES.items():
        if state.start == PARAMETER:
            for member in {"service": SERVICES, "bloc": BLOCS}[kind]:
                assert f"{name}_{member}" in REGISTRY


def test_an_unread_lever_would_be_found() -> None:
    """The check sees a lever that nobody reads, and a rule that reads one under a mechanism not declared."""
    lever = replace(REGISTRY["quota"], name="unread")
    assert READERS.get(lever.name, set()) != set(lever.mechanisms)
    assert READERS["quota"] != set(replace(lever, mechanisms=("M6", "M13")).mechanisms)


def test_what_stands_in_a_table_is_read() -> None:
    """By the mechanism of the rule, whatever the choice in force; and no longer when the table leaves it out."""
    assert READERS["delay_of_form_pair"] == {"M6"}
    rule = next(r for r in collected() if r.id == "board.decision_delay")
    table = rule.reads["form"]
    assert isinstance(table, ByChoice)
    without = replace(rule, reads={**rule.reads, "form": replace(table, written={"pair": 1.0})})
    left = readers([r if r is not rule else without for r in collected()])
    assert left["delay_of_form_pair"] == set()
    assert left["delay_of_form_voluntary"] == {"M6"}


def test_slots_have_names_of_their_own() -> None:
    """A slot is drawn in one way, and by one rule for each kind of entity in any branch."""
    drawn: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    by_rule: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in collected():
        for source in rule.reads.values():
            if isinstance(source, Draw):
                drawn[source.slot].add((source.kind, source.once))
                by_rule[source.slot, rule.of].append(rule)
    assert all(len(ways) == 1 for ways in drawn.values()), drawn
    for readers_of_slot in by_rule.values():
        assert len(readers_of_slot) == 1 or all(r.only for r in readers_of_slot), readers_of_slot


def test_no_lever_moves_the_start() -> None:
    """Two policies start from the same system: what opens the books reads uncertainties and figures, never a lever."""
    opening = [r for r in collected() if r.phase in ("start", "baseline") or r.opening]
    read = {(rule.id, name) for rule in opening for name in parameters_of(rule) if REGISTRY[name].role == "lever"}
    assert read == set()
