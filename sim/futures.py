"""Uncertain futures: values of the uncertainties and a replicate of the random draws, for each of R runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.parameters import REGISTRY, Registry
from sim.shocks import Stream, run_keys


@dataclass(frozen=True)
class Futures:
    """R futures: the model's seed, a replicate for each, and what varies by name, each of shape (R,).

    What varies are uncertainties, and in an experiment levers with numbers, too: these stand above the policy's.
    """

    seed: int
    replicates: NDArray[np.int64]
    values: Mapping[str, NDArray[np.float64]]

    def __len__(self) -> int:
        return len(self.replicates)

    def block(self, start: int, stop: int) -> Futures:
        """Futures ``start`` to ``stop`` (not included)."""
        part = slice(start, stop)
        return Futures(self.seed, self.replicates[part], {name: v[part] for name, v in self.values.items()})

    def twice(self) -> Futures:
        """Every future repeated once, so that a single run fills an axis of two."""
        return Futures(
            self.seed,
            np.concatenate([self.replicates, self.replicates]),
            {name: np.concatenate([v, v]) for name, v in self.values.items()},
        )

    def filled_up(self, multiple: int) -> Futures:
        """The last future repeated until their number is a multiple of ``multiple``."""
        count = -(-len(self) // multiple) * multiple
        chosen = np.minimum(np.arange(count), len(self) - 1)
        if count == len(self):
            return self
        return Futures(self.seed, self.replicates[chosen], {name: v[chosen] for name, v in self.values.items()})


def draw_futures(seed: int, count: int, registry: Registry = REGISTRY, *, first: int = 0) -> Futures:
    """Plain Monte Carlo over the range of every uncertainty.

    Each value is addressed by seed, future and parameter name, so more futures can be added, or a parameter declared,
    without changing the others. Replicate i goes with future i. Raises ``ValueError`` for a count below 1.
    """
    if count < 1:
        raise ValueError("at least one future is needed")
    replicates = np.arange(first, first + count, dtype=np.int64)
    keys = run_keys(seed ^ 0x5DEECE66D, replicates)
    values = {}
    for parameter in registry.role("uncertainty"):
        quantiles = Stream("future", [parameter.name], keys, normal=False).at(0)[0]
        values[parameter.name] = np.array([parameter.at(float(u)) for u in quantiles])
    return Futures(seed, replicates, values)
