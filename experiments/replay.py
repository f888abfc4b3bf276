"""One future played again in the Mesa engine, by its number in a comparison: the same values, with its story."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from sim.batch import BatchResult
from sim.futures import Futures, draw_futures
from sim.outcomes import CATALOGUE, summarise
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline

if TYPE_CHECKING:
    from sim.model import Model


def future(seed: int, number: int) -> Futures:
    """The future with this number (counted from 0) as it is drawn for a comparison with this seed."""
    return draw_futures(seed, 1, first=number)


def replay(
    system: System, policy: Policy, one: Futures, months: int, trace: bool = True, timeline: Timeline = STEADY
) -> Model:
    """Run a single future to its end in Mesa."""
    from sim.model import Model

    values = {name: float(row[0]) for name, row in one.values.items()}
    model = Model(system, policy, one.seed, int(one.replicates[0]), values, trace=trace, timeline=timeline)
    model.run(months)
    return model


def outcomes(model: Model) -> dict[str, list[float]]:
    """The outcomes of a finished run, to the same bits as in a block of runs.

    NumPy adds a single column in another order than the columns of a wider array, so the run stands there twice.
    """
    return {
        o.name: [float(x) for x in summarise(o, np.repeat(np.array(model.series[o.name])[:, :, None], 2, axis=2))[:, 0]]
        for o in CATALOGUE
    }


def simulate_in_mesa(
    system: System,
    policy: Policy,
    futures: Futures,
    months: int,
    check: Callable[..., None] = lambda *_: None,
    timeline: Timeline = STEADY,
) -> BatchResult:
    """A block of futures, one run after the other; the same figures as the NumPy engine, slowly.

    ``check`` is called before each run and may raise to give up.
    """
    found, series = [], []
    for i in range(len(futures)):
        check()
        run = replay(system, policy, futures.block(i, i + 1), months, trace=False, timeline=timeline)
        found.append(outcomes(run))
        series.append(run.series)
    return BatchResult(
        outcomes={name: np.array([values[name] for values in found]).T for name in found[0]},
        series={name: np.stack([np.array(values[name]) for values in series], axis=-1) for name in found[0]},
    )
