"""Membership matrices over communities, and what follows from them: who belongs to whom, by people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.entities import Row
from sim.system import Place, Shares, System


class Memberships:
    """Membership matrices over communities (rows: organisations, columns: communities), and what follows."""

    def __init__(self, system: System, places: Sequence[Place]) -> None:
        ids = [c.id for c in system.communities]

        def matrix(rows: Sequence[Shares]) -> NDArray[np.float64]:
            return np.array([[row.get(i, 0.0) for i in ids] for row in rows])

        self.population = np.array([c.population for c in system.communities])
        self.place = matrix([p.communities for p in places])
        self.council = matrix([c.communities for c in system.councils])
        self.residents = matrix([t.residents for t in system.acute_trusts])
        self.catchment = matrix([t.catchment for t in system.acute_trusts])
        self.mhc = matrix([t.communities for t in system.community_trusts])

    def people(self, kind: str) -> NDArray[np.float64]:
        """People in each (organisation, community) cell: shape (organisations, communities)."""
        matrix: NDArray[np.float64] = getattr(self, kind)
        return np.asarray(matrix * self.population)

    def shared(self, a: str, b: str) -> NDArray[np.float64]:
        """Share of a's people who are b's too: shape (a, b)."""
        mine = self.people(a)
        overlap = mine @ getattr(self, b).T
        return np.asarray(overlap / mine.sum(axis=1, keepdims=True))


def mean_rows(weights: NDArray[np.float64], smallest: float = 0.0) -> tuple[Row, ...]:
    """Rows of (index, weight) with weights that sum to 1, leaving out weights at or below ``smallest``."""
    rows = []
    for row in weights:
        kept = [(j, float(w)) for j, w in enumerate(row) if w > smallest]
        whole = sum(w for _, w in kept)
        rows.append(tuple((j, w / whole) for j, w in kept))
    return tuple(rows)


def total_rows(weights: NDArray[np.float64]) -> tuple[Row, ...]:
    """Rows of (index, weight) with the weights as they are."""
    return tuple(tuple((j, float(w)) for j, w in enumerate(row) if w > 0.0) for row in weights)


def one(indices: Sequence[int]) -> tuple[Row, ...]:
    """Rows that each lead to one entity."""
    return tuple(((i, 1.0),) for i in indices)


def load(people: Memberships) -> NDArray[np.float64]:
    """People each acute trust serves, inside and outside the system: shape (trusts,)."""
    served = people.people("residents").sum(axis=1)
    return np.asarray(served / np.maximum(people.catchment.sum(axis=1), 1e-9))
