"""Decide events: a named organisation's decision, fixed from outside, in one month."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Decide:
    """In ``month`` (0 = the first April), ``agent`` decides ``value`` instead of what the model would decide.

    ``decision`` is the name of a decision in the rulebook, ``agent`` a stable id (``icb:QWO``), ``about`` the stable
    id of the entity the decision concerns where an organisation takes several (``remit:leeds:community``; empty: all
    of them), ``by`` who fixed it. Part of a run's address: both engines read it identically.
    """

    month: int
    agent: str
    decision: str
    value: float
    about: str = ""
    by: str = ""
