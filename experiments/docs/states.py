"""The page of states: what every organisation and thing remembers from month to month."""

from __future__ import annotations

from itertools import groupby

from experiments.docs.markdown import head, join, table
from experiments.docs.words import WHOSE
from sim.state import STATES


def page() -> str:
    """Every state by whose it is."""
    parts = [
        head("States"),
        f"{len(STATES)} states, declared in [`sim/states`](../sim/states/__init__.py). A start that is *given* is a "
        "figure of the described system; *parameter* is the registry's; the `start` rules of "
        "[the mechanisms](mechanisms.md) may set the others.",
    ]
    for kind, members in groupby(STATES.values(), key=lambda s: s.kind):
        rows = (
            (f"`{s.name}`", s.label, s.unit, s.start if isinstance(s.start, str) else f"{s.start:g}") for s in members
        )
        parts += [f"## States of {WHOSE[kind]}", table(("Name", "What it is", "Unit", "Start"), rows)]
    return join(parts)
