"""M18 What becomes of everything when organisations change: one pure function that both engines call.

Successors take over from predecessors by people. An *amount* (money, people on lists, beds) is divided among them, so
that its sum over those who are there stays; a *level* (a share, a trust, a capability, staff per head) is the mean of
what the successor's people had; a *stance or flag* is what most of them had. Ties are levels of both ends. How much of
a tie is then lost, and what the upheaval costs, are rules (``sim.rulebook.reorganisation``): all that is noted here is
how far an organisation is a new one (``relabelled``), and that a new one has a new leader.

Whoever keeps its id, name and borders is not touched, to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.entities import SERVICES, Structure
from sim.ops import Number, floor
from sim.state import GIVEN, STATES

Floats = NDArray[np.float64]
Key = tuple[str, str]

AMOUNTS = frozenset(
    {"GBPm", "GBPm a month", "people", "people weighted by need", "beds", "pathways", "pathways a month"}
)
"""Units that are divided among successors."""

DIVIDED = frozenset({("place", "money_share")})
"""States in other units that are divided too: shares of one whole."""

FLAGS = frozenset({"0 or 1", "0 outside, 1 to, 2 in"})
"""Units of which a successor takes what most of its people had: the mean, rounded."""

ON_PLACES = ("primary", "care", "vcse")
"""Organisations of which each place has one."""

CHANGING = ("place", "council", "acute", "mhc")
"""Organisations whose people are known."""


@dataclass(frozen=True)
class Transfer:
    """What one successor takes from predecessors: (predecessor, part of its amounts, weight of its levels) for each.

    ``relabelled`` is how far it is a new organisation: the part of its people who come from another (0 to 1).
    """

    sources: tuple[tuple[int, float, float], ...]
    relabelled: float


Transfers = Mapping[int, Transfer]
"""By successor; who is not named stays as it is."""


def transfers(before: Structure, after: Structure, kind: str) -> dict[int, Transfer]:
    """Who takes over from whom among organisations of a kind, by the people they serve.

    Organisations with the same people before and after follow each other directly. Of the others, each community's
    people go from those who had them to those who have them now, in proportion: nobody knows which household moved.
    """
    old, new = before.people[kind], after.people[kind]
    was, now = _there(before, kind), _there(after, kind)
    found = _same_people(old, new, was, now)
    left = [j for j in was if j not in found.values()]
    came = [i for i in now if i not in found]
    taken = _flows(old[left], new[came])
    size = old.sum(axis=1)
    result = {
        i: Transfer(((j, 1.0, 1.0),), 1.0)  # the same people under another name
        for i, j in found.items()
        if i != j
    }
    for row, i in enumerate(came):
        parts = [(j, float(taken[row, k])) for k, j in enumerate(left) if taken[row, k] > 0.0]
        whole = sum(part * float(size[j]) for j, part in parts)
        sources = tuple((j, part, part * float(size[j]) / whole) for j, part in parts)
        result[i] = Transfer(sources, 1.0 - sum(weight for j, _, weight in sources if j == i))
    return result


def _there(structure: Structure, kind: str) -> list[int]:
    acting = structure.acting(kind)
    return list(range(structure.count(kind))) if acting is None else [int(i) for i in np.flatnonzero(acting)]


def _same_people(old: Floats, new: Floats, was: Sequence[int], now: Sequence[int]) -> dict[int, int]:
    """Successors with exactly the people of one predecessor: itself if it can be, else another."""
    found = {i: i for i in now if i in was and np.array_equal(old[i], new[i])}
    for i in now:
        free = [j for j in was if j not in found.values() and np.array_equal(old[j], new[i])]
        if i not in found and free:
            found[i] = free[0]
    return found


def _flows(old: Floats, new: Floats) -> Floats:
    """Part of each predecessor's people who go to each successor: (successors, predecessors), columns sum to 1."""
    coming = new / np.maximum(new.sum(axis=0, keepdims=True), 1e-12)
    leaving = old / np.maximum(old.sum(axis=1, keepdims=True), 1e-12)
    parts = coming @ leaving.T
    whole: Floats = parts.sum(axis=0, keepdims=True)
    return np.asarray(np.where(parts > 1e-12, parts, 0.0) / np.maximum(whole, 1e-12))


def carry(before: Structure, after: Structure, states: Mapping[Key, Any]) -> dict[Key, dict[int, Number]]:
    """New values by state and entity, from the values of last month's end (by state: a list, or an
    array with a row for each entity).

    Works on floats and on rows over runs alike. What is not named stays as it is.
    """
    moved = {kind: transfers(before, after, kind) for kind in CHANGING}
    for kind in ON_PLACES:
        moved[kind] = moved["place"]
    width = len(SERVICES)
    moved["remit"] = {
        i * width + s: Transfer(tuple((j * width + s, part, w) for j, part, w in t.sources), t.relabelled)
        for i, t in moved["place"].items()
        for s in range(width)
    }
    moved["tie"] = _ties(before, after, moved)
    values: dict[Key, dict[int, Number]] = {}
    for (kind, name), state in STATES.items():
        if state.start != GIVEN:
            held = states[kind, name]
            values[kind, name] = {
                i: _taken(transfer, kind, name, state.unit, held) for i, transfer in moved.get(kind, {}).items()
            }
    people = {kind: after.people[kind].sum(axis=1) for kind in ("place", "council", "acute")}
    stays = 1.0
    for kind, size in people.items():
        changed = sum(float(size[i]) * transfer.relabelled for i, transfer in moved[kind].items())
        stays = stays * (1.0 - changed / float(size.sum()))
    if stays < 1.0:
        values["icb", "relabelled"] = {0: states["icb", "relabelled"][0] * 0.0 + (1.0 - stays)}
    return values


def _taken(transfer: Transfer, kind: str, name: str, unit: str, held: Any) -> Number:
    """What a successor starts with in one state."""
    first = held[transfer.sources[0][0]]
    if name == "relabelled":
        return first * 0.0 + transfer.relabelled
    divided = unit in AMOUNTS or (kind, name) in DIVIDED
    whole: Number = 0.0
    for j, part, weight in transfer.sources:
        whole = whole + (part if divided else weight) * held[j]
    if name == "leader_settled":
        return whole * (1.0 - transfer.relabelled)
    return floor(whole + 0.5) if unit in FLAGS else whole


def _ties(before: Structure, after: Structure, moved: Mapping[str, Transfers]) -> dict[int, Transfer]:
    """Ties follow both of their ends; a tie between strangers starts as those of its source with others of that kind.

    Where there are none, the source's tie with the ICB stands for it: two successors of one council have only that.
    """
    result = {}
    old = {e.id: t for t, e in enumerate(before.entities["tie"]) if before.active["tie"][t]}
    icb = before.entities["icb"][0].id
    for kind, span in after.ties.items():
        if kind == "partner":
            continue
        a, b = kind.split(">")
        ends = zip(after.links[kind, "source"].rows, after.links[kind, "target"].rows, strict=True)
        names_a, names_b = before.entities[a], before.entities[b]
        for t, (source, target) in enumerate(ends, start=span.start):
            i, k = source[0][0], target[0][0]
            one, other = moved.get(a, {}).get(i), moved.get(b, {}).get(k)
            known = after.entities["tie"][t].id in old
            if not after.active["tie"][t] or (one is None and other is None and known):
                continue
            from_a = one.sources if one else ((i, 1.0, 1.0),)
            from_b = other.sources if other else ((k, 1.0, 1.0),)
            weights = [
                (old[f"{names_a[x].id}>{names_b[y].id}"], u * v)
                for x, _, u in from_a
                for y, _, v in from_b
                if f"{names_a[x].id}>{names_b[y].id}" in old
            ]
            if not weights:
                begun = tuple(f"{names_a[x].id}>" for x, _, _ in from_a)
                alike = range(before.ties[kind].start, before.ties[kind].stop)
                peers = [x for x in alike if before.active["tie"][x]]
                mine = [x for x in peers if before.entities["tie"][x].id.startswith(begun)]
                upwards = [old[f"{name}{icb}"] for name in begun if f"{name}{icb}" in old]
                weights = [(x, 1.0) for x in mine or upwards or peers]
            whole = sum(weight for _, weight in weights)
            s, r = one.relabelled if one else 0.0, other.relabelled if other else 0.0
            result[t] = Transfer(tuple((x, 1.0, w / whole) for x, w in weights), s + r - s * r)
    return result
