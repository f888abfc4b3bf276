"""The meeting point of rules and structure: where each declared read leads, checked before anything runs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, TypeVar

from sim import calendar
from sim.decide import Decide
from sim.epochs import on_common_axes
from sim.made import LastMade
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.rules import ByChoice, Calendar, Draw, Read, Rule, choice_key, collected
from sim.schedule import PHASES, rules
from sim.state import GIVEN, PARAMETER, STATES, State
from sim.structure import Link, Structure, axis, build
from sim.successors import reorganised
from sim.system import System, Unfit
from sim.timeline import STEADY, Timeline

Value = TypeVar("Value")


class WiringError(ValueError):
    """A rule's declaration that does not fit the states, links or schedule."""


@dataclass(frozen=True)
class Wire:
    """A declared read, resolved: on which axis the state lives and which link leads there (None: its own)."""

    state: State
    link: Link | None


def structural_choices(policy: Policy, timeline: Timeline = STEADY, month: int = 0) -> dict[str, str]:
    """The choice in force in a month for every structural lever: default, then the policy's, then the timeline's."""
    chosen = {**policy.levers, **timeline.settings(month)}
    return {p.name: str(chosen.get(p.name, p.default)) for p in REGISTRY.values() if p.structural}


def settings(
    system: System, policy: Policy, values: Mapping[str, Any], timeline: Timeline = STEADY, month: int = 0
) -> dict[str, Any]:
    """Every non-structural parameter's value in a month.

    The default, then the run's uncertainties, then the system's own, then the policy's levers, then the run's own
    levers (an experiment may vary what a policy sets), then the timeline's.
    """
    merged: dict[str, Any] = {p.name: p.default for p in REGISTRY.values() if not p.structural}
    merged.update({name: value for name, value in values.items() if name not in system.starting_values})
    merged.update(system.starting_values)
    merged.update({name: value for name, value in policy.levers.items() if name in merged})
    merged.update({name: value for name, value in values.items() if REGISTRY[name].role == "lever"})
    merged.update({name: value for name, value in timeline.settings(month).items() if name in merged})
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


def table_value(table: ByChoice, choices: Mapping[str, str], values: Mapping[str, Value]) -> float | Value:
    """What a table holds under the choices made: the number written out, or its parameter's value."""
    held = table.under(choices[table.lever])
    return values[held] if isinstance(held, str) else held


def parameters_of(rule: Rule) -> Iterator[str]:
    """Names of the parameters that a rule reads under any choice: as arguments, and from its tables."""
    yield from rule.parameters
    for source in rule.reads.values():
        if isinstance(source, ByChoice):
            held = [source.under(choice) for choice in REGISTRY[source.lever].choices]
            yield from (name for name in held if isinstance(name, str))


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
        for source in rule.reads.values():
            if isinstance(source, ByChoice):
                _check_table(rule, source)
        for parameter in parameters_of(rule):
            if parameter not in REGISTRY:
                raise WiringError(f"{rule.id} reads parameter '{parameter}', which the registry does not declare")
        for source in rule.reads.values():
            if isinstance(source, Calendar) and source.series not in calendar.SERIES:
                raise WiringError(f"{rule.id}: no calendar series '{source.series}'")
            if isinstance(source, Draw) and (rule.phase in ("start", "baseline") and not source.once):
                raise WiringError(f"{rule.id}: before month 0 only draws made once may be read")
            if isinstance(source, Read):
                _check_read(structure, chosen, position, rule, source, writers)


def _check_table(rule: Rule, table: ByChoice) -> None:
    lever = REGISTRY.get(table.lever)
    if lever is None or not lever.structural:
        raise WiringError(f"{rule.id} has a table by '{table.lever}', which is no lever with choices")
    strange = set(table.written) - {choice_key(choice) for choice in lever.choices}
    if strange:
        raise WiringError(f"{rule.id} has a table for '{min(strange)}', which is no choice of '{table.lever}'")


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


def program(
    system: System,
    policy: Policy,
    timeline: Timeline = STEADY,
    month: int = 0,
    structure: Structure | None = None,
    without: Sequence[str] = (),
) -> Program:
    """Build and check the structure and rules for a system, a policy and what a timeline has changed by a month.

    ``structure`` is that of any month of the run, where it has been built already.
    ``without`` names rules to leave out (see ``left_out``), so that a mechanism can be switched off.
    """
    choices = structural_choices(policy, timeline, month)
    standing = (structure or structures(system, policy, timeline)).at(month)
    chosen = rules(choices)
    if (made := tuple(choices.items())) not in standing.checked:
        check(standing, chosen)
        standing.checked.add(made)
    dropped = left_out(chosen, without)
    return Program(standing, tuple(rule for rule in chosen if rule.id not in dropped), choices)


def structures(system: System, policy: Policy, timeline: Timeline = STEADY) -> Structure:
    """The structure of month 0, and in its ``epochs`` those of later months, all on the same axes.

    Equal systems and timelines give the same object, which nobody may change. Raises ``Unfit`` for a footprint, the
    policy's or the timeline's, that the system does not describe.
    """
    footprints = tuple(
        (month, structural_choices(policy, timeline, month)["footprint"]) for month in sorted({0} | timeline.months)
    )
    return _built.of((system, timeline, footprints), lambda: _structures(system, timeline, footprints))


_built: LastMade[Structure] = LastMade(4)


def forget() -> None:
    """Keep no structure that was built: it holds the system that it is of."""
    _built.forget()


def _structures(system: System, timeline: Timeline, footprints: Sequence[tuple[int, str]]) -> Structure:
    epochs: dict[int, Structure] = {}
    before: tuple[System, str] | None = None
    for month, footprint in footprints:
        now = reorganised(system, timeline, month)
        if before is None or now is not before[0] or footprint != before[1]:
            epochs[month] = build(now, footprint)
            before = now, footprint
    return on_common_axes(epochs)


def left_out(chosen: Sequence[Rule], without: Sequence[str]) -> frozenset[str]:
    """Ids of the rules that are left out: each name is a module of the rulebook, or a rule's id in which ``*`` stands
    for anything. Rules that set or note the starting state stay, so that what is switched off stands still: a state
    that nobody writes keeps its value, in both engines.

    Raises ``ValueError`` for a name that fits no rule.
    """
    dropped: set[str] = set()
    for name in without:
        found = {r.id for r in chosen if r.phase not in ("start", "baseline") and name == r.module}
        found |= {r.id for r in chosen if r.phase not in ("start", "baseline") and fnmatchcase(r.id, name)}
        if not found:
            raise ValueError(f"no rule '{name}' to leave out{_nearest(name, {r.module for r in chosen})}")
        dropped |= found
    return frozenset(dropped)


def state_key(wire: Wire) -> tuple[str, str]:
    """Kind and name of the state that a read reaches."""
    return wire.state.kind, wire.state.name


def needed(structure: Structure, wanted: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """States (kind, name) that those wanted depend on, themselves included, under any choice of the levers.

    What is not among them need not be worked out: nothing that is wanted would change.
    """
    asked = frozenset(wanted)
    if asked not in structure.needed:
        structure.needed[asked] = _needed(structure, asked)
    return structure.needed[asked]


def _needed(structure: Structure, wanted: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    rules_and_reads = [
        (rule, {state_key(resolve(structure, rule, r)) for r in rule.reads.values() if isinstance(r, Read)})
        for rule in collected()
    ]
    found: set[tuple[str, str]] = set()
    more: set[tuple[str, str]] = set(wanted)
    while more != found:
        found = more
        more = found.union(*(r for rule, r in rules_and_reads if any((axis(rule.of), n) in found for n in rule.writes)))
    return frozenset(found)


def decided_by(structure: Structure, rule: Rule) -> list[tuple[int, str, str]]:
    """Who takes a rule's decision, and about what: index of the entity and two ids, for each decision taken."""
    acting = structure.acting(rule.of)
    members = enumerate(structure.members(rule.of))
    return [(i, decider(structure, rule, i), entity.id) for i, entity in members if acting is None or acting[i]]


def find_decide(structure: Structure, rule: Rule, decides: Sequence[Decide], month: int) -> list[tuple[int, Decide]]:
    """Decide events for a rule in a month: (index of the entity, event)."""
    if rule.decides is None:
        return []
    wanted = [d for d in decides if d.month == month and d.decision == rule.decides.name]
    taken = decided_by(structure, rule) if wanted else []
    return [
        (index, event)
        for event in wanted
        for index, agent, about in taken
        if agent == event.agent and event.about in ("", about)
    ]


def decider(structure: Structure, rule: Rule, index: int) -> str:
    """Stable id of the organisation that takes a rule's decision for an entity."""
    assert rule.decides is not None
    if rule.decides.by:
        link = structure.link(rule.of, rule.decides.by)
        return structure.entities[link.to][link.rows[index][0][0]].id
    return structure.members(rule.of)[index].holder


def check_decides(plan: Program, decides: Sequence[Decide]) -> None:
    """Refuse decide events that nobody could take: unknown decision, organisation or subject, value out of range.

    Raises ``Unfit`` with all that is wrong and the nearest valid names. Hard limits that depend on the month are held
    in the run.
    """
    problems = [problem for event in decides if (problem := _cannot_decide(plan, event))]
    if problems:
        raise Unfit("; ".join(problems))


def _cannot_decide(plan: Program, event: Decide) -> str:
    """Why nobody could take a decision as the event has it ('' when somebody can)."""
    named = {rule.decides.name: rule for rule in plan.rules if rule.decides is not None}
    if event.decision not in named:
        return f"no decision '{event.decision}'{_nearest(event.decision, named)}"
    rule, when = named[event.decision], f"'{event.decision}' in month {event.month}"
    assert rule.decides is not None
    taken = [(agent, about) for _, agent, about in decided_by(plan.structure.at(event.month), rule)]
    if event.agent not in (agents := {agent for agent, _ in taken}):
        return f"'{event.agent}' does not decide {when}{_nearest(event.agent, agents)}"
    subjects = {about for agent, about in taken if agent == event.agent}
    if event.about and event.about not in subjects:
        return f"'{event.agent}' does not decide {when} about '{event.about}'{_nearest(event.about, subjects)}"
    if not rule.decides.low <= event.value <= rule.decides.high:
        return f"'{event.decision}' takes {rule.decides.low:g} to {rule.decides.high:g}, not {event.value:g}"
    if rule.decides.reason == "chance" and event.value not in (0.0, 1.0):
        return f"'{event.decision}' happens (1) or does not (0), not {event.value:g}"
    if rule.decides.whole and event.value != round(event.value):
        return f"'{event.decision}' takes a whole number, not {event.value:g}"
    if event.month < 0 or event.month % max(PHASES[rule.phase], 1):
        every = {3: "a quarter begins", 12: "a year begins (April)"}.get(PHASES[rule.phase], "it is due")
        return f"'{event.decision}' is not taken in month {event.month}; it is where {every}"
    return ""


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.3)
    return f"; did you mean '{near[0]}'?" if near else ""
