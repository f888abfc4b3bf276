"""Systems, policies and timelines by the names people type: reading them, and completing them in the shell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from experiments.config import (
    Listed,
    LoadedSystem,
    list_policies,
    list_systems,
    list_timelines,
    load_policy,
    load_system,
    load_timeline,
)
from experiments.problems import BadInput
from sim.policy import Policy
from sim.timeline import Timeline

T = TypeVar("T")


def system(name: str) -> LoadedSystem:
    """The system of that name, or in that file."""
    return _read(load_system, name, "--system")


def policy(name: str, where: str) -> Policy:
    """The policy of that name, or in that file."""
    return _read(load_policy, name, where)


def timeline(name: str) -> Timeline:
    """The timeline of that name, or in that file."""
    return _read(load_timeline, name, "--timeline")


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


def _complete(known: Callable[[], tuple[Listed, ...]], incomplete: str) -> list[tuple[str, str]]:
    try:
        return [(entry.id, entry.name) for entry in known() if entry.id.startswith(incomplete)]
    except BadInput:
        return []
