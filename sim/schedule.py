"""The month as a list of phases; both engines walk this list, and nothing else decides what runs when.

Month 0 is April. Yearly phases run in April, in the order of the calendar; quarterly ones in April, July, October and
January; monthly ones always; *reorganisation* in the first month and where a timeline changes something. Before month 0
the ``start`` rules set the starting state, the *opening* rules open the books with it, and the ``baseline`` rules note
what later months are measured against.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sim import rulebook
from sim.rules import Rule, collected

YEARLY, QUARTERLY, MONTHLY, ONCE = 12, 3, 1, 0
SCHEDULED = 1200
"""In the first month, and in those in which a timeline changes settings or organisations."""

PHASES: Mapping[str, int] = {
    "start": ONCE,
    "baseline": ONCE,
    "events": MONTHLY,
    "settlement": YEARLY,
    "conditions": YEARLY,
    "strategy": YEARLY,
    "council budgets": YEARLY,
    "stance": YEARLY,
    "pooling": YEARLY,
    "board": YEARLY,
    "delegation": YEARLY,
    "staff": YEARLY,
    "initiatives": YEARLY,
    "oversight": QUARTERLY,
    "override": QUARTERLY,
    "scrutiny": QUARTERLY,
    "quality": QUARTERLY,
    "care": MONTHLY,
    "money": MONTHLY,
    "joint work": MONTHLY,
    "promises": MONTHLY,
    "trust": MONTHLY,
    "turnover": MONTHLY,
    "reorganisation": SCHEDULED,
    "health": MONTHLY,
    "observe": MONTHLY,
    "record": MONTHLY,
}
"""Every phase in the order in which it runs, with how many months lie between two runs."""


@lru_cache(maxsize=64)
def _ordered(choices: tuple[tuple[str, str], ...]) -> tuple[Rule, ...]:
    phases, modules = list(PHASES), rulebook.ORDER
    chosen = [r for r in collected() if r.applies(dict(choices))]
    return tuple(sorted(chosen, key=lambda r: (phases.index(r.phase), modules.index(r.module))))


def rules(choices: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of the chosen branch, in the order of the month (stable inside a phase)."""
    return _ordered(tuple(sorted(choices.items())))


def due(phase: str, month: int, changed: bool = False) -> bool:
    """Whether a phase runs in a month (0 = April); ``changed`` where the timeline changes something in it."""
    cadence = PHASES[phase]
    if cadence == SCHEDULED and changed:
        return True
    return cadence != ONCE and month % cadence == 0
