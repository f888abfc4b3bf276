"""Pressure on each organisation: the weighted shortfall against its mandate (``sim.mandates``).

The rules are made from the declared duties, so a duty is written once.
"""

from collections.abc import Sequence

from sim.mandates import MANDATES, Duty
from sim.ops import Number, positive, toward
from sim.ops import total as add
from sim.rules import Read, Rule, declare, last

MECHANISM = "M10"

NOTICE = 3.0
"""Months an organisation takes to feel a change (assumed)."""


def shortfall(duty: Duty, metric: Number, target: Number) -> Number:
    """Weighted shortfall against one duty."""
    missing = target - metric if duty.better == "higher" else metric - target
    return duty.weight * positive(missing) / duty.scale


def pressure_rule(kind: str, name: str, duties: Sequence[Duty], *, times_short_term: bool) -> Rule:
    """The rule that turns readings of the duties' metrics into pressure on organisations of a kind."""

    def pressure(before: Number, *metrics: Number, **parameters: Number) -> Number:
        targets = [parameters[d.target] if isinstance(d.target, str) else d.target for d in duties]
        felt = add(shortfall(d, m, t) for d, m, t in zip(duties, metrics, targets, strict=True))
        if times_short_term:
            felt = felt * (0.5 + parameters["short_term_weight"])
        return toward(before, felt, NOTICE)

    several = {"places", "councils", "hospitals"}
    reads = {
        f"duty_{i}": Read(d.state, d.of, "last", "total" if d.of in several else "one") for i, d in enumerate(duties)
    }
    targets = [d.target for d in duties if isinstance(d.target, str)]
    return Rule(
        name=f"{name}_{kind}",
        mechanism=MECHANISM,
        phase="observe",
        of=kind,
        writes=(name,),
        reads={"before": last(name), **reads},
        parameters=(*dict.fromkeys(targets), *(("short_term_weight",) if times_short_term else ())),
        function=pressure,
    )


for _kind, _duties in MANDATES.items():
    declare(pressure_rule(_kind, "pressure", _duties, times_short_term=False))
declare(pressure_rule("icb", "nhs_pressure", [d for d in MANDATES["icb"] if d.nhs], times_short_term=True))
