"""Every system, policy and timeline that is shipped, with uncertain futures and decisions fixed from outside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import random_systems
from random_systems import Case

from experiments.config import list_policies, list_systems, list_timelines, load_policy, load_system, load_timeline
from sim.decide import Decide
from sim.futures import draw_futures
from sim.timeline import Timeline
from sim.wiring import structures

SYSTEMS = [listed.id for listed in list_systems()]
POLICIES = [listed.id for listed in list_policies()]
TIMELINES = [listed.id for listed in list_timelines()]

LEAST = 38
"""Months of a run at least."""


def months(happens: Timeline) -> int:
    """Long enough for everything on the timeline to have happened, and a month to follow it."""
    return max(LEAST, *(event.month + 2 for event in happens.events), 0)


def case(system: str, policy: str, timeline: str) -> Case:
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
    return Case(described, chosen, draw_futures(11, 2), months(happens), decides, timeline=happens)


def random_case(system: str, timeline: str, seed: int) -> Case:
    """Two futures anywhere in the space of levers and uncertainties, with any decisions fixed from outside."""
    draw = np.random.default_rng(seed)
    described, levers, happens = load_system(system).system, random_systems.policy(draw), load_timeline(timeline)
    if levers.levers["footprint"] not in described.footprints:
        levers = replace(levers, levers={**levers.levers, "footprint": "council"})
    made = replace(
        random_systems.mixed(draw, described, levers, runs=2), months=months(happens), made_from=seed, timeline=happens
    )
    return replace(made, decides=random_systems.decisions(draw, made))
