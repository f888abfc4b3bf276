"""Both engines side by side: where they part first, if they differ by a single bit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from random_systems import Case

from sim.batch import OPENING, BatchResult, simulate
from sim.futures import Futures
from sim.gathers import Array
from sim.model import Model
from sim.outcomes import CATALOGUE
from sim.schedule import PHASES, rules
from sim.state import STATES
from sim.structure import axis
from sim.wiring import structural_choices

States = dict[tuple[str, str], Array]
HELD = {kind: attrgetter(*(name for of, name in STATES if of == kind)) for kind in dict.fromkeys(k for k, _ in STATES)}
"""What reads all states of an entity at once, by kind."""


@dataclass(frozen=True)
class Difference:
    """Where the engines part first: of all states that differ in that month, the one that is written first."""

    month: int
    kind: str
    state: str
    entity: str
    run: int
    mesa: float
    batch: float


def bits(numbers: Array) -> NDArray[np.uint64]:
    """The 64 bits of each number, so that -0.0 differs from 0.0 and nan equals nan."""
    return np.ascontiguousarray(numbers, dtype=np.float64).view(np.uint64)


def batch_run(case: Case) -> tuple[dict[int, States], BatchResult]:
    """Every state of every entity and run, before the first month (``OPENING``) and after each, and the outcomes."""
    seen: dict[int, States] = {}

    def watch(month: int, states: Mapping[tuple[str, str], Array]) -> None:
        assert month == OPENING + len(seen)
        seen[month] = _copy(states, len(case.futures))

    return seen, simulate(
        case.system,
        case.policy,
        case.futures,
        case.months,
        case.decides,
        watch=watch,
        timeline=case.timeline,
        opening=True,
    )


def batch_states(case: Case) -> tuple[list[States], BatchResult]:
    """Every state of every entity and run after each month, as the NumPy engine has them, and the outcomes."""
    seen, result = batch_run(case)
    return [seen[month] for month in range(case.months)], result


def _copy(states: Mapping[tuple[str, str], Array], runs: int) -> States:
    """States as (entities, runs); fixed figures come as one column."""
    return {key: np.broadcast_to(a, (len(a), max(runs, 2)))[:, :runs].copy() for key, a in states.items()}


def mesa_run(case: Case, run: int, *, trace: bool = False) -> Model:
    """One run of a case in the Mesa engine, before its first month; every parameter is a float."""
    values = {name: float(row[run]) for name, row in case.futures.values.items()}
    replicate = int(case.futures.replicates[run])
    seed, timeline = case.futures.seed, case.timeline
    return Model(case.system, case.policy, seed, replicate, values, case.decides, trace=trace, timeline=timeline)


def mesa_states(model: Model) -> States:
    """Every state of every entity now, in one run."""
    return {(kind, name): np.array([b.now[name] for b in model.bearers[kind]]) for kind, name in STATES}


def mesa_numbers(model: Model) -> Array:
    """The same in one row, in the order of ``numbers``."""
    return np.concatenate([np.array([HELD[kind](b.now) for b in model.bearers[kind]]).T.ravel() for kind in HELD])


def numbers(states: States) -> Array:
    """States of many runs in one table: (states and entities, runs)."""
    return np.concatenate([states[kind, name] for kind in HELD for of, name in STATES if of == kind])


def first_difference(case: Case, runs: Sequence[int] | None = None) -> Difference | None:
    """The first month, state and entity in which a run differs between the engines; None where every bit agrees."""
    seen, result = batch_run(case)
    tables = {month: bits(numbers(states)) for month, states in seen.items()}
    for run in range(len(case.futures)) if runs is None else runs:
        model = mesa_run(case, run)
        for month, batch in seen.items():
            if month != OPENING:
                model.step()
            if np.array_equal(bits(mesa_numbers(model)), tables[month][:, run]):
                continue
            found = _in_month(model, batch, month, run)
            if found:
                written = _written(case, month)
                return min(found, key=lambda d: written.get((d.kind, d.state), OPENING))
        outcomes = model.outcomes
        for outcome in CATALOGUE:
            ours, theirs = np.array(outcomes[outcome.name]), result.outcomes[outcome.name][:, run]
            for i in np.flatnonzero(bits(ours) != bits(theirs)):
                entity = model.bearers[outcome.kind][i].entity.id
                return Difference(case.months, outcome.kind, outcome.name, entity, run, ours[i], theirs[i])
    return None


def there(model: Model, kind: str) -> NDArray[np.bool_]:
    """Which entities of a kind are there this month: for others the NumPy engine computes what nobody reads."""
    return np.array([bearer.active for bearer in model.bearers[kind]])


def _in_month(model: Model, batch: States, month: int, run: int) -> list[Difference]:
    mesa = mesa_states(model)
    assert mesa.keys() == batch.keys() == STATES.keys()
    here = {kind: there(model, kind) for kind in model.bearers}
    found = []
    for (kind, name), ours in mesa.items():
        theirs = batch[kind, name][:, run]
        assert ours.shape == theirs.shape
        for i in np.flatnonzero((bits(ours) != bits(theirs)) & here[kind]):
            entity = model.bearers[kind][i].entity.id
            found.append(Difference(month, kind, name, entity, run, float(ours[i]), float(theirs[i])))
    return found


def _written(case: Case, month: int) -> dict[tuple[str, str], int]:
    """Where in a month's order of rules each state gets the value it ends the month with."""
    chosen = enumerate(rules(structural_choices(case.policy, case.timeline, max(month, 0))))
    running = [(position, r) for position, r in chosen if PHASES[r.phase] and month % PHASES[r.phase] == 0]
    return {(axis(rule.of), name): position for position, rule in running for name in rule.writes}


def as_floats(case: Case) -> Iterator[Case]:
    """Each run of a case on its own, every parameter one float for the whole block."""
    for run in range(len(case.futures)):
        own = {name: float(row[run]) for name, row in case.futures.values.items()}
        system = replace(case.system, starting_values={**own, **case.system.starting_values})
        yield replace(case, system=system, futures=Futures(case.futures.seed, case.futures.replicates[[run]], {}))
