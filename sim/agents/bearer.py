"""Whatever holds states: an organisation itself, and what it holds beside (a remit, a tie, people)."""

from __future__ import annotations

from collections.abc import Mapping

from sim.state import STATES
from sim.structure import Entity


class Values:
    """Values of states, as attributes or by name: a class for each kind of bearer, with a slot for each state."""

    __slots__ = ()

    def __getitem__(self, name: str) -> float:
        value: float = getattr(self, name)
        return value

    def __setitem__(self, name: str, value: float) -> None:
        setattr(self, name, value)


def _slots(kind: str) -> type[Values]:
    return type(f"Values of {kind}", (Values,), {"__slots__": tuple(name for of, name in STATES if of == kind)})


VALUES: Mapping[str, type[Values]] = {kind: _slots(kind) for kind in dict.fromkeys(kind for kind, _ in STATES)}
"""By kind of bearer."""


class Bearer:
    """An entity with state of its own: this month's values, and last month's of those that are ``kept``."""

    __slots__ = ("active", "entity", "index", "kept", "last", "now")

    def __init__(self, entity: Entity, index: int) -> None:
        self.entity, self.index = entity, index
        self.active = True
        self.now = VALUES[entity.kind]()
        self.last = VALUES[entity.kind]()
        self.kept: tuple[str, ...] = ()

    def remember(self) -> None:
        """Keep the month's values as last month's."""
        for name in self.kept:
            setattr(self.last, name, getattr(self.now, name))
