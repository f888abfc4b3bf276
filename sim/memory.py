"""Which of last month's values are kept beside this month's."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from sim.rules import Read, Rule
from sim.schedule import PHASES
from sim.structure import Structure, axis
from sim.wiring import Program, resolve

Key = tuple[str, str]
"""A state, by kind of entity and name."""


def remembered(plan: Program) -> set[Key]:
    """States of which last month's value must be kept beside this month's.

    The others are read for the last time before the first rule that writes them, so what was there last month still
    is. What the start and the baseline read is kept, since they run out of turn.
    """
    first: dict[Key, int] = {}
    for position, rule in enumerate(plan.rules):
        if PHASES[rule.phase] > 0:
            for name in rule.writes:
                first.setdefault((axis(rule.of), name), position)
    kept: set[Key] = set()
    for position, rule in enumerate(plan.rules):
        for read in rule.reads.values():
            if isinstance(read, Read) and read.month == "last":
                key = (resolve(plan.structure, rule, read).state.kind, read.state)
                written = first.get(key, len(plan.rules))
                own = not read.of and written == position
                if PHASES[rule.phase] == 0 or written < position or (written == position and not own):
                    kept.add(key)
    return kept


def as_kept(rule: Rule, structure: Structure, kept: set[Key]) -> Rule:
    """The rule, reading this month's value where last month's is not kept beside it: it still is the same."""
    moved = []
    for argument, read in rule.reads.items():
        if isinstance(read, Read) and read.month == "last":
            state = resolve(structure, rule, read).state
            if (state.kind, state.name) not in kept:
                moved.append(argument)
    return _reading_now(rule, *moved) if moved else rule


@cache
def _reading_now(rule: Rule, *arguments: str) -> Rule:
    """The rule with these of its reads turned to this month: one and the same whenever it is asked for."""
    turned = {
        a: replace(read, month="now") for a, read in rule.reads.items() if a in arguments and isinstance(read, Read)
    }
    return replace(rule, reads={**rule.reads, **turned})
