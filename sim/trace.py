"""What was decided, by whom, and why: the terms are those of the rule's own arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Decision:
    """One decision of one organisation in one month (0 = the first April).

    ``kind`` says how ``terms`` make ``value``: they sum to it (before it is kept within its bounds), the least of
    them binds (named in ``binding``), or it is an event that happens when u < p. ``decided`` marks a value fixed by a
    decide event; the terms are then those the organisation would have used, and ``binding`` the hard one that cut the
    wished value back, if one did.
    """

    month: int
    agent: str
    agent_name: str
    decision: str
    about: str
    value: float
    kind: Literal["sum", "least", "chance", "decided"]
    terms: Mapping[str, float]
    binding: str = ""
    by: str = ""
    entity: str = ""
