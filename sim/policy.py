"""A policy: a point in lever space, with a name people know it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.parameters.registry import Setting


@dataclass(frozen=True)
class Policy:
    """Named settings of levers; a lever that is not named keeps its registry default."""

    id: str
    name: str
    summary: str
    levers: Mapping[str, Setting] = field(default_factory=dict)
