"""Every system, policy and timeline that is shipped, with uncertain futures and decisions fixed from outside."""

from __future__ import annotations

from random_systems import Case

from experiments.config import list_policies, list_systems, list_timelines, load_policy, load_system, load_timeline
from sim.decide import Decide
from sim.futures import draw_futures
from sim.wiring import structures

SYSTEMS = [listed.id for listed in list_systems()]
POLICIES = [listed.id for listed in list_policies()]
TIMELINES = [listed.id for listed in list_timelines()]

MONTHS = 38
"""Long enough for every reorganisation of the shipped timelines to have happened."""


def case(system: str, policy: str, timeline: str, months: int) -> Case:
    """Two uncertain futures, in which the ICB's delegated share and the pool of a council that is there by then are
    decided from outside."""
    described, chosen, happens = load_system(system).system, load_policy(policy), load_timeline(timeline)
    whole = structures(described, chosen, happens)
    place, icb = whole.at(12).members("place")[0], whole.at(12).entities["icb"][0]
    there = whole.at(24).acting("council")
    council = whole.at(24).entities["council"][0 if there is None else int(there.argmax())]
    decides = (
        Decide(12, icb.id, "delegated share", 0.7, about=f"remit:{place.id.split(':', 1)[1]}:community"),
        Decide(24, council.id, "pooling offer of the council", 5.0, about=council.id),
    )
    return Case(described, chosen, draw_futures(11, 2), months, decides, timeline=happens)
