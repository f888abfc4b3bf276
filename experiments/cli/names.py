"""Systems, policies, timelines and so on by the names people type: reading and completing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from experiments.cli import screen
from experiments.config import (
    Circumstances,
    Experiment,
    Listed,
    LoadedSystem,
    Weighting,
    list_circumstances,
    list_experiments,
    list_policies,
    list_systems,
    list_timelines,
    list_weightings,
    load_circumstances,
    load_experiment,
    load_policy,
    load_system,
    load_timeline,
    load_weighting,
)
from experiments.problems import BadInput
from sim.policy import Policy
from sim.timeline import Timeline

T = TypeVar("T")


def system(name: str, where: str = "--system") -> LoadedSystem:
    """The system of that name, or in that file."""
    return _read(load_system, name, where)


def policy(name: str, where: str) -> Policy:
    """The policy of that name, or in that file."""
    return _read(load_policy, name, where)


def timeline(name: str) -> Timeline:
    """The timeline of that name, or in that file."""
    return _read(load_timeline, name, "--timeline")


def weighting(name: str) -> Weighting:
    """The weighting of that name, or in that file."""
    return _read(load_weighting, name, "--weights")


def fit(loaded: LoadedSystem, policies: Iterable[Policy], timeline: Timeline) -> None:
    """Refuse a policy or timeline that asks of the system what it does not describe, or of somebody a decision that is
    not theirs; say what does nothing in it."""
    from sim.successors import idle
    from sim.system import Unfit
    from sim.wiring import check_decides, program

    try:
        plans = [program(loaded.system, each, timeline) for each in policies]
    except Unfit as error:
        raise BadInput.single(str(error), where="--system", key=loaded.system.id) from None
    try:
        for plan in plans:
            check_decides(plan, timeline.decides)
    except Unfit as error:
        raise BadInput.single(str(error), where="--timeline", key=f"{timeline.id}: decides") from None
    for label in idle(loaded.system, timeline):
        screen.note(f"nothing in {loaded.system.name} is reorganised by '{label}'")


def circumstances(name: str) -> Circumstances:
    """The circumstances of that name, or in that file."""
    return _read(load_circumstances, name, "--circumstances")


def experiment(name: str) -> Experiment:
    """The experiment of that name, or in that file."""
    return _read(load_experiment, name, "FILE")


def _read(load: Callable[[str], T], name: str, where: str) -> T:
    """Load, and say which option or argument is meant where the problem is not in a file."""
    if not name.strip():
        raise BadInput.single(
            "the name is empty", where=where, allowed="a name from 'tiers list', or the path of a file"
        )
    try:
        return load(name)
    except BadInput as error:
        raise BadInput([p if p.where else replace(p, where=where) for p in error.problems]) from None


def complete_system(incomplete: str) -> list[tuple[str, str]]:
    """Systems that begin with what was typed."""
    return _complete(list_systems, incomplete)


def complete_policy(incomplete: str) -> list[tuple[str, str]]:
    """Policies that begin with what was typed."""
    return _complete(list_policies, incomplete)


def complete_timeline(incomplete: str) -> list[tuple[str, str]]:
    """Timelines that begin with what was typed."""
    return _complete(list_timelines, incomplete)


def complete_weighting(incomplete: str) -> list[tuple[str, str]]:
    """Weightings that begin with what was typed."""
    return _complete(list_weightings, incomplete)


def complete_circumstances(incomplete: str) -> list[tuple[str, str]]:
    """Circumstances that begin with what was typed."""
    return _complete(list_circumstances, incomplete)


def complete_experiment(incomplete: str) -> list[tuple[str, str]]:
    """Experiments that begin with what was typed."""
    return _complete(list_experiments, incomplete)


def _complete(known: Callable[[], tuple[Listed, ...]], incomplete: str) -> list[tuple[str, str]]:
    try:
        return [(entry.id, entry.name) for entry in known() if entry.id.startswith(incomplete)]
    except BadInput:
        return []
