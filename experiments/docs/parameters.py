"""The page of parameters: levers by holder, uncertainties by mechanism."""

from __future__ import annotations

from collections.abc import Iterable

from experiments.docs.markdown import cited, head, join, table
from experiments.words import MECHANISMS
from sim.parameters import GRADES, REGISTRY, Parameter


def page() -> str:
    """All levers by holder, all uncertainties by mechanism."""
    levers, uncertainties = REGISTRY.role("lever"), REGISTRY.role("uncertainty")
    grades = "; ".join(f"**{grade}** {meaning}" for grade, meaning in GRADES.items())
    parts = [
        head("Parameters"),
        f"{len(REGISTRY)} parameters: {len(levers)} levers, which somebody can pull, and {len(uncertainties)} "
        "uncertainties, which nobody knows and every comparison sweeps over their whole range. All are declared in "
        "[`sim/parameters`](../sim/parameters/__init__.py). How much the uncertain ones matter is in [the register of "
        "assumptions](assumptions.md).",
        f"Grade says how good the default is: {grades}. Evidence ids lead to [the register](evidence.md). A lever "
        "marked *structural* changes which rules run, or which of several parameters a rule reads.",
        "How well founded they are, by the number of parameters:",
        _grades(),
        "## Levers, by who holds them",
    ]
    for holder in sorted({p.holder for p in levers}, key=str.casefold):
        parts += [f"### {holder[:1].upper()}{holder[1:]}", parameter_table(p for p in levers if p.holder == holder)]
    parts.append("## Uncertainties, by mechanism")
    for mechanism, name in MECHANISMS.items():
        rows = [p for p in uncertainties if p.mechanisms[0] == mechanism]
        if rows:
            parts += [f"### {mechanism} {name}", parameter_table(rows)]
    return join(parts)


def _grades() -> str:
    rows = []
    for role in ("lever", "uncertainty"):
        counts = [sum(p.role == role and p.grade == grade for p in REGISTRY.values()) for grade in GRADES]
        rows.append((role, *(str(count) for count in counts)))
    return table(("Role", *(f"{grade} {meaning}" for grade, meaning in GRADES.items())), rows)


def parameter_table(rows: Iterable[Parameter], up: str = "") -> str:
    """One row for each parameter; ``up`` leads to the folder of documents."""
    return table(
        ("Name", "What it is", "Unit", "Default", "Range", "Read by", "Grade", "Evidence"),
        (
            (
                f"`{p.name}`",
                p.label,
                "*structural*" if p.structural else p.unit,
                p.default if isinstance(p.default, str) else f"{p.default:g}",
                ranged(p),
                " ".join(p.mechanisms),
                p.grade,
                "; ".join(cited(entry, up) for entry in p.evidence),
            )
            for p in rows
        ),
    )


def ranged(p: Parameter) -> str:
    """The range of a parameter, or its choices."""
    if p.structural:
        return ", ".join(p.choices)
    return f"{p.low:g} to {p.high:g}" + ("" if p.distribution == "uniform" else f" ({p.distribution})")
