"""M14 Turnover: leaders leave, and part of the trust between people goes with them.

Hazards follow the tenure of trust chief executives, integrated care leaders and council chief executives (HSJ 2019 and
2023; The King's Fund 2018). They rise under pressure, direction and reorganisation. What is left of a relationship is
the trust between institutions: the ratio of evidence moves, its amount stays.
"""

from sim.entities import DIRECTIONS, LEADERS
from sim.ops import Number, flag, maximum, minimum, share, toward
from sim.rules import Draw, Read, Rule, declare, last, now, rule, total

MECHANISM = "M14"


def _leaving(kind: str, hazard: str) -> Rule:
    """The rule by which leaders of a kind of organisation leave."""

    def leaving(
        u: Number, pressure: Number, direction: Number, upheaval: Number, settled: Number, **parameters: Number
    ) -> Number:
        """Leaders leave at a monthly hazard that rises with pressure, direction and reform; successors settle in."""
        strain = (
            1.0
            + parameters["turnover_on_pressure"] * pressure
            + parameters["turnover_on_direction"] * direction
            + parameters["turnover_on_reform"] * upheaval
        )
        left = flag(u < share(parameters[hazard] * parameters["turnover"] * strain))
        return left, toward(settled, 1.0, parameters["settling_time"]) * (1.0 - left)

    return Rule(
        name=f"leaders_{kind}",
        mechanism=MECHANISM,
        phase="turnover",
        of=kind,
        writes=("leader_left", "leader_settled"),
        reads={
            "u": Draw("leader leaves", "uniform"),
            "pressure": last("pressure"),
            "direction": Read("direction", "icb", "last"),
            "upheaval": Read("disruption", "icb", "last"),
            "settled": now("leader_settled"),
        },
        parameters=(
            hazard,
            "turnover",
            "turnover_on_pressure",
            "turnover_on_direction",
            "turnover_on_reform",
            "settling_time",
        ),
        function=leaving,
    )


def _relations(kind: str) -> Rule:
    """The rule by which a kind of tie returns to institutional trust when a leader at either end has left."""

    def relations(
        source: Number,
        target: Number,
        trust: Number,
        a: Number,
        b: Number,
        institutional: Number,
        *,
        trust_lost_with_leader: Number,
    ) -> Number:
        """With a leader at either end, part of the trust between people goes; the amount of evidence stays."""
        gone = trust_lost_with_leader * maximum(source, target)
        moved = trust + gone * (institutional - trust)
        evidence = a + b
        for_it = moved * evidence
        return moved, for_it, evidence - for_it

    return Rule(
        name=f"relations_{kind.replace('>', '_to_')}",
        mechanism=MECHANISM,
        phase="turnover",
        of=kind,
        writes=("trust", "evidence_for", "evidence_against"),
        reads={
            "source": now("leader_left", of="source"),
            "target": now("leader_left", of="target"),
            "trust": now("trust"),
            "a": now("evidence_for"),
            "b": now("evidence_against"),
            "institutional": last("institutional_trust"),
        },
        parameters=("trust_lost_with_leader",),
        function=relations,
    )


for _kind, _hazard in LEADERS.items():
    declare(_leaving(_kind, _hazard))
for _kind in DIRECTIONS:
    declare(_relations(_kind))


@rule("turnover", of="tie", writes="institutional_trust")
def institutional_trust(
    slow: Number = last("institutional_trust"),
    trust: Number = now("trust"),
    upheaval: Number = now("upheaval"),
    *,
    institution_memory: Number,
    institutions_lost_to_reform: Number,
) -> Number:
    """Trust between institutions follows trust between people over years; a reform takes part of it at once."""
    return toward(slow, trust, institution_memory) * (1.0 - minimum(institutions_lost_to_reform * upheaval, 1.0))


@rule("start", of="tie", writes="institutional_trust")
def starting_institutional_trust(*, institutional_trust_initial: Number) -> Number:
    """Trust between institutions at the start."""
    return institutional_trust_initial


@rule("turnover", of="icb", writes="leaders_lost_year")
def leaders_lost(
    icb: Number = now("leader_left"),
    councils: Number = total("leader_left", of="every_council"),
    trusts: Number = total("leader_left", of="every_acute"),
    places: Number = total("leader_left", of="every_place"),
    organisations: Number = now("led_organisations"),
) -> Number:
    """Leaders of ICB, councils, acute trusts and places lost, as a yearly rate per organisation."""
    return 12.0 * (icb + councils + trusts + places) / organisations
