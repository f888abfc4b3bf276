"""One future played again in the Mesa engine, by its number in a comparison: the same values, with its story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.futures import Futures, draw_futures
from sim.policy import Policy
from sim.system import System

if TYPE_CHECKING:
    from sim.model import Model


@dataclass(frozen=True)
class InMesa:
    """What a block of runs came to: the same arrays as the NumPy engine gives."""

    outcomes: dict[str, NDArray[np.float64]]
    series: dict[str, NDArray[np.float64]]


def future(seed: int, number: int) -> Futures:
    """The future with this number (counted from 0) as it is drawn for a comparison with this seed."""
    return draw_futures(seed, 1, first=number)


def replay(system: System, policy: Policy, one: Futures, months: int, trace: bool = True) -> Model:
    """Run a single future to its end in Mesa."""
    from sim.model import Model

    values = {name: float(row[0]) for name, row in one.values.items()}
    model = Model(system, policy, one.seed, int(one.replicates[0]), values, trace=trace)
    model.run(months)
    return model


def simulate_in_mesa(system: System, policy: Policy, futures: Futures, months: int) -> InMesa:
    """A block of futures, one run after the other; the same figures as the NumPy engine, slowly."""
    runs = [replay(system, policy, futures.block(i, i + 1), months, trace=False) for i in range(len(futures))]
    return InMesa(
        outcomes={name: np.array([run.outcomes[name] for run in runs]).T for name in runs[0].outcomes},
        series={name: np.stack([run.series[name] for run in runs], axis=-1) for name in runs[0].series},
    )
