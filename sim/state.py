"""Every state variable, declared once: whose it is, its unit, what it means, and where it starts.

A state is an array of shape (entities of its kind, runs) in the NumPy engine and a float on each entity in the Mesa
engine. ``GIVEN`` states are fixed figures of the described system; ``PARAMETER`` states start from the registry
parameter ``<state>_<entity>``; the others start at a number, and the ``start`` rules of the rulebook may set them. The
declarations stand in ``sim.states``, kind by kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.states import TABLES

GIVEN: Literal["given"] = "given"
PARAMETER: Literal["parameter"] = "parameter"


@dataclass(frozen=True)
class State:
    """One declared state variable."""

    kind: str
    name: str
    unit: str
    label: str
    start: float | Literal["given", "parameter"] = 0.0


def _parse(kind: str, text: str) -> list[State]:
    states = []
    for line in text.strip().splitlines():
        name, unit, label, *start = (part.strip() for part in line.split("|"))
        if not start:
            states.append(State(kind, name, unit, label))
        elif start[0] == GIVEN:
            states.append(State(kind, name, unit, label, GIVEN))
        elif start[0] == PARAMETER:
            states.append(State(kind, name, unit, label, PARAMETER))
        else:
            states.append(State(kind, name, unit, label, float(start[0])))
    return states


STATES: dict[tuple[str, str], State] = {
    (state.kind, state.name): state for kind, text in TABLES.items() for state in _parse(kind, text)
}
"""Every state by (kind of entity, name)."""
