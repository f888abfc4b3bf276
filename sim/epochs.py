"""M18 One set of axes for a run in which organisations change: the structures of its epochs, made to fit each other.

An *epoch* is a stretch of months between two reorganisations. Each has a structure of its own: other links between
other organisations, over the same people. Arrays and draws must not change shape during a run, so the axes hold every
organisation that exists at any time (a maximum set, fixed before month 0), with a mask of those that are there.

Nobody who is there leads to anybody who is not: a structure's own links are kept, only renumbered. Those who are not
there keep the links they have when they are. The NumPy engine goes on computing for them what nobody reads, since an
array has no gaps; in the Mesa engine they do not act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.entities import PARTNERS, Entity, Link, Row, Structure

Index = Mapping[str, Mapping[str, int]]
"""Where an entity stands on the common axes: by kind, then by stable id."""


def on_common_axes(epochs: Mapping[int, Structure]) -> Structure:
    """The structure of the first epoch, with those of all others in its ``epochs``, on the axes of all of them.

    ``epochs`` are structures by the month from which they hold; one alone is returned as it is.
    """
    members = list(epochs.values())
    if len(members) == 1:
        return members[0]
    spans = _spans(members)
    entities = _entities(members, spans)
    index = {kind: {e.id: i for i, e in enumerate(held)} for kind, held in entities.items()}
    fitted: dict[int, Structure] = {}
    for month, structure in epochs.items():
        others = [structure, *(other for other in members if other is not structure)]
        fitted[month] = _fit(others, entities, spans, index)
    for structure in fitted.values():
        structure.epochs = fitted
    return fitted[min(fitted)]


def _spans(members: Sequence[Structure]) -> dict[str, list[Entity]]:
    """Ties by type, each type those of all epochs, in order of appearance."""
    found: dict[str, dict[str, Entity]] = {}
    for structure in members:
        for kind, span in structure.ties.items():
            if kind != "partner":
                found.setdefault(kind, {}).update({e.id: e for e in structure.entities["tie"][span]})
    return {kind: list(held.values()) for kind, held in found.items()}


def _entities(members: Sequence[Structure], spans: Mapping[str, list[Entity]]) -> dict[str, list[Entity]]:
    """Entities of all epochs by kind; a name is the one under which an organisation is met first."""
    found: dict[str, dict[str, Entity]] = {}
    for structure in members:
        for kind, held in structure.entities.items():
            named = found.setdefault(kind, {})
            for entity in held:
                named.setdefault(entity.id, entity)
    entities = {kind: list(held.values()) for kind, held in found.items()}
    entities["tie"] = [entity for held in spans.values() for entity in held]
    return entities


def _fit(
    others: Sequence[Structure],
    entities: dict[str, list[Entity]],
    spans: Mapping[str, list[Entity]],
    index: Index,
) -> Structure:
    """The first of several structures on the common axes; the others say what those not there would lead to."""
    own = others[0]
    fitted = Structure(own.system, own.footprint, entities)
    start = 0
    for kind, held in spans.items():
        fitted.ties[kind] = slice(start, start + len(held))
        start += len(held)
    fitted.ties["partner"] = slice(0, fitted.ties[f"{list(PARTNERS)[-1]}>place"].stop)
    ids = {id(s): {kind: {e.id: i for i, e in enumerate(s.members(kind))} for kind in _kinds(s)} for s in others}

    def home(kind: str, entity: Entity) -> tuple[Structure, int]:
        """The first structure in which an entity is found, and where it stands there."""
        return next((s, at) for s in others if (at := ids[id(s)][kind].get(entity.id)) is not None)

    for (kind, name), link in own.links.items():
        rows: list[Row] = []
        for entity in fitted.members(kind):
            structure, at = home(kind, entity)
            to = structure.links[kind, name]
            held = structure.entities[to.to]
            rows.append(tuple((index[to.to][held[j].id], weight) for j, weight in to.rows[at]))
        fitted.links[kind, name] = Link(link.to, tuple(rows))
    for kind, name in own.given:
        places = [home(kind, entity) for entity in fitted.members(kind)]
        fitted.given[kind, name] = np.array([structure.given[kind, name][at] for structure, at in places])
    for kind, matrix in own.people.items():
        fitted.people[kind] = np.zeros((len(entities[kind]), matrix.shape[1]))
        fitted.people[kind][[index[kind][e.id] for e in own.entities[kind]]] = matrix
    fitted.active = {
        kind: np.array([entity.id in ids[id(own)][kind] for entity in held]) for kind, held in entities.items()
    }
    return fitted


def _kinds(structure: Structure) -> list[str]:
    """Every kind, and every type of tie."""
    return [*structure.entities, *structure.ties]
