"""The page of outcomes: the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from experiments.docs.markdown import head, join, table
from experiments.docs.words import SUMMARIES, WHOSE
from sim.outcomes import CATALOGUE, Outcome


def page() -> str:
    """The catalogue of outcomes."""
    parts = [
        head("Outcomes"),
        f"{len(CATALOGUE)} outcomes, declared in [`sim/outcomes.py`](../sim/outcomes.py). *Matters from* is the "
        "smallest mean difference that is called a difference; below it a comparison says 'no practical difference'. "
        "Shares are shown as percentages on the screen and in the report.",
    ]
    for kind in dict.fromkeys(o.kind for o in CATALOGUE):
        parts.append("## For the system as a whole" if kind == "icb" else f"## For {WHOSE[kind]}")
        for group, members in groupby((o for o in CATALOGUE if o.kind == kind), key=lambda o: o.group):
            parts += [f"### {group}" if kind == "icb" else f"### {group}, for {WHOSE[kind]}", _table(members)]
    return join(parts)


def _table(outcomes: Iterable[Outcome]) -> str:
    return table(
        ("Name", "What it is", "Unit", "Better", "Matters from", "How computed"),
        (
            (
                f"`{o.name}`",
                o.label,
                o.unit,
                o.better,
                f"{o.matters:g} ({o.matters_source})",
                " ".join((f"{SUMMARIES[o.summary]} of `{o.state}`.", o.help)).strip(),
            )
            for o in outcomes
        ),
    )
