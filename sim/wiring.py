"""The meeting point of rules and structure: where each declared read leads, checked before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim import calendar
from sim.decide import Decide
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy
from sim.rules import ByChoice, Calendar, Draw, Read, Rule, Source, choice_key
from sim.schedule import PHASES, rules
from sim.state import GIVEN, PARAMETER, STATES, State
from sim.structure import Link, Structure, axis, build
from sim.system import System


class WiringError(ValueError):
    """A rule's declaration that does not fit the states, links or schedule."""


@dataclass(frozen=True)
class Wire:
    """A declared read, resolved: on which axis the state lives and which link leads there (None: its own)."""

    state: State
    link: Link | None


def structural_choices(policy: Policy) -> dict[str, str]:
    """The choice made for every structural lever."""
    return {p.name: str(policy.levers.get(p.name, p.default)) for p in REGISTRY.values() if p.structural}


def settings(system: System, policy: Policy, values: Mapping[str, Setting]) -> dict[str, Setting]:
    """Every non-structural parameter's value: default, then the system's own, then the run's, then the policy's."""
    merged: dict[str, Setting] = {p.name: p.default for p in REGISTRY.values() if not p.structural}
    merged.update({name: value for name, value in values.items() if name not in system.starting_values})
    merged.update(system.starting_values)
    merged.update({name: value for name, value in policy.levers.items() if name in merged})
    return merged


def state_on(kind: str, name: str) -> State:
    """The declared state of a kind; raises WiringError naming both."""
    try:
        return STATES[axis(kind), name]
    except KeyError:
        raise WiringError(f"{kind} has no state '{name}'") from None


def resolve(structure: Structure, rule: Rule, read: Read) -> Wire:
    """Where a read of a rule leads."""
    if not read.of:
        return Wire(state_on(rule.of, read.state), None)
    try:
        link = structure.link(rule.of, read.of)
    except KeyError as error:
        raise WiringError(f"{rule.id}: {error.args[0]}") from None
    if read.how == "one" and not link.single:
        raise WiringError(f"{rule.id}: link '{read.of}' leads to several; use total")
    return Wire(state_on(link.to, read.state), link)


def constant(source: Source, choices: Mapping[str, str]) -> float:
    """The value of a ``ByChoice`` under the choices made."""
    assert isinstance(source, ByChoice)
    return source.values[choice_key(choices[source.lever])]


def check(structure: Structure, chosen: Sequence[Rule]) -> None:
    """Refuse a rulebook whose reads and writes do not fit: unknown names, stale reads, undeclared states or levers."""
    writers: dict[tuple[str, str], list[int]] = {}
    for position, rule in enumerate(chosen):
        for name in rule.writes:
            state = state_on(rule.of, name)
            if state.start in (GIVEN, PARAMETER):
                raise WiringError(f"{rule.id} writes '{name}', which is fixed")
            writers.setdefault((axis(rule.of), name), []).append(position)
    for position, rule in enumerate(chosen):
        for parameter in rule.parameters:
            if parameter not in REGISTRY:
                raise WiringError(f"{rule.id} reads parameter '{parameter}', which the registry does not declare")
        for source in rule.reads.values():
            if isinstance(source, Calendar) and source.series not in calendar.SERIES:
                raise WiringError(f"{rule.id}: no calendar series '{source.series}'")
            if isinstance(source, Draw) and (rule.phase in ("start", "baseline") and not source.once):
                raise WiringError(f"{rule.id}: before month 0 only draws made once may be read")
            if isinstance(source, Read):
                _check_read(structure, chosen, position, rule, source, writers)


def _check_read(
    structure: Structure,
    chosen: Sequence[Rule],
    position: int,
    rule: Rule,
    read: Read,
    writers: Mapping[tuple[str, str], list[int]],
) -> None:
    wire = resolve(structure, rule, read)
    key = (wire.state.kind, wire.state.name)
    monthly = [w for w in writers.get(key, []) if PHASES[chosen[w].phase] > 0]
    opening = [w for w in writers.get(key, []) if PHASES[chosen[w].phase] == 0]
    if PHASES[rule.phase] == 0 and opening and min(opening) > position:
        raise WiringError(f"{rule.id} reads '{read.state}' before it is set at the start")
    if read.month == "now" and PHASES[rule.phase] > 0:
        through_link = wire.link is not None
        if through_link and any(chosen[w] is rule for w in monthly):
            raise WiringError(f"{rule.id} reads '{read.state}' of others while it writes it; use last")
        if monthly and min(monthly) > position:
            raise WiringError(f"{rule.id} reads '{read.state}' before it is written this month; use last")


@dataclass(frozen=True)
class Program:
    """A system under structural choices: its structure and the rules that run, checked against each other."""

    structure: Structure
    rules: tuple[Rule, ...]
    choices: Mapping[str, str]


def program(system: System, policy: Policy) -> Program:
    """Build and check the structure and rules for a system and a policy."""
    choices = structural_choices(policy)
    structure = build(system, choices)
    chosen = rules(choices)
    check(structure, chosen)
    return Program(structure, chosen, choices)


def find_decide(structure: Structure, rule: Rule, decides: Sequence[Decide], month: int) -> list[tuple[int, Decide]]:
    """Decide events for a rule in a month: (index of the entity, event)."""
    if rule.decides is None:
        return []
    wanted = [d for d in decides if d.month == month and d.decision == rule.decides.name]
    found = []
    for event in wanted:
        for index, entity in enumerate(structure.members(rule.of)):
            if decider(structure, rule, index) == event.agent and event.about in ("", entity.id):
                found.append((index, event))
    return found


def decider(structure: Structure, rule: Rule, index: int) -> str:
    """Stable id of the organisation that takes a rule's decision for an entity."""
    assert rule.decides is not None
    if rule.decides.by:
        link = structure.link(rule.of, rule.decides.by)
        return structure.entities[link.to][link.rows[index][0][0]].id
    return structure.members(rule.of)[index].holder
