"""A rule's turn in the month of the Mesa engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.agents.organisation import Organisation
from sim.agents.written import CarryOut, Gather
from sim.rules import Rule


@dataclass(frozen=True)
class Turn:
    """A rule's turn in the schedule: who acts, and what they do.

    ``carry_out`` does it for all of them, one after the other, each on what it holds and sees; ``month`` gives what
    changes with the month and is the same for all; ``gather`` and ``parameters`` are for those who explain themselves.
    """

    position: int
    rule: Rule
    acting: list[Organisation]
    carry_out: CarryOut
    month: list[Callable[[], Any]]
    gather: Gather
    parameters: dict[str, float]
