"""What an experiment says about its design: the kind, its size, its seed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Recipe:
    """How the points of a design are made; keys that mean nothing to a kind keep their defaults."""

    kind: str
    points: int = 0
    """Points of a Latin hypercube or a Sobol sequence."""
    base_points: int = 0
    """Points from which a Saltelli design is crossed."""
    trajectories: int = 0
    """Trajectories of a Morris design."""
    levels: int = 4
    """Values tried of each number in a factorial, one-at-a-time or Morris design."""
    order: str = "first"
    """Order of the Sobol indices that a Saltelli design is made for."""
    seed: int = 1
    """The design's own seed, apart from the model's."""
    file: Path | None = None
    """Where a table lies."""
