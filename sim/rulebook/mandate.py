"""Pressure on each organisation: the weighted shortfall against its mandate (``sim.mandates``).

The rules are made from the declared duties, so a duty is written once.
"""

from collections.abc import Sequence

from sim.mandates import MANDATES, Duty
from sim.ops import Number, positive, toward
from sim.ops import total as add
from sim.rules import Read, Rule, declare, last, now

MECHANISM = "M10"


def shortfall(duty: Duty, metric: Number, target: Number, weight: Number) -> Number:
    """Weighted shortfall against one duty: weight x what is missing of the target, in units of its scale."""
    missing = target - metric if duty.better == "higher" else metric - target
    return weight * positive(missing) / duty.scale


def pressure_rule(kind: str, name: str, duties: Sequence[Duty], *, times_short_term: bool) -> Rule:
    """The rule that turns readings of the duties' metrics into pressure on organisations of a kind.

    Pressure that is felt by how leaders are judged (``times_short_term``) is times how hard that is on the short term.
    """

    def pressure(before: Number, *readings: Number, **parameters: Number) -> Number:
        metrics, judged = readings[: len(duties)], readings[len(duties) :]
        targets = [parameters[d.target] if isinstance(d.target, str) else d.target for d in duties]
        weights = [parameters[d.weight] if isinstance(d.weight, str) else d.weight for d in duties]
        felt = add(shortfall(d, m, t, w) for d, m, t, w in zip(duties, metrics, targets, weights, strict=True))
        for multiple in judged:
            felt = felt * multiple
        return toward(before, felt, parameters["pressure_lag"])

    several = {"places", "councils", "hospitals"}
    reads = {
        f"duty_{i}": Read(d.state, d.of, "last", "total" if d.of in several else "one") for i, d in enumerate(duties)
    }
    judgement = {"judged": now("short_term_judged")} if times_short_term else {}
    named = [name for d in duties for name in (d.target, d.weight) if isinstance(name, str)]
    return Rule(
        name=f"{name}_{kind}",
        mechanism=MECHANISM,
        phase="observe",
        of=kind,
        writes=(name,),
        reads={"before": last(name), **reads, **judgement},
        parameters=(*dict.fromkeys(named), "pressure_lag"),
        function=pressure,
    )


for _kind, _duties in MANDATES.items():
    declare(pressure_rule(_kind, "pressure", _duties, times_short_term=False))
declare(pressure_rule("icb", "nhs_pressure", [d for d in MANDATES["icb"] if d.nhs], times_short_term=True))
