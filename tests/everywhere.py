"""Every system, policy and timeline that is shipped, with uncertain futures and decisions fixed from outside."""

from __future__ import annotations

from random_systems import Case

from experiments.config import list_policies, list_systems, list_timelines, load_policy, load_system, load_timeline
from sim.decide import Decide
from sim.futures import draw_futures
from sim.structure import build

SYSTEMS = [listed.id for listed in list_systems()]
POLICIES = [listed.id for listed in list_policies()]
TIMELINES = [listed.id for listed in list_timelines()]

MONTHS = 38
"""Long enough for every reorganisation of the shipped timelines to have happened."""


def case(system: str, policy: str, timeline: str, months: int) -> Case:
    """Two uncertain futures, in which the ICB's delegated share and a council's pool are decided from outside."""
    described = load_system(system).system
    structure = build(described)
    place, council = structure.entities["place"][0], structure.entities["council"][0]
    icb = structure.entities["icb"][0]
    decides = (
        Decide(12, icb.id, "delegated share", 0.7, about=f"remit:{place.id.split(':', 1)[1]}:community"),
        Decide(24, council.id, "pooling offer of the council", 5.0, about=council.id),
    )
    chosen = load_policy(policy)
    return Case(described, chosen, draw_futures(11, 2), months, decides, timeline=load_timeline(timeline))
