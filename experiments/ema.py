"""An open door: the EMA Workbench can drive the model and read our results.

The workbench: Kwakkel 2017, Environmental Modelling & Software 96:239-250.

It is a large package and no part of this project: install it beside it (``pip install ema_workbench``). Nothing here
imports it until a model is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.problems import BadInput, choices, nearest_name
from sim.outcomes import CATALOGUE, Outcome
from sim.parameters import REGISTRY, Parameter
from sim.parameters.registry import Role, Setting
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

DEFAULT = ("healthy_life_years", "waits_18_weeks", "nhs_balance", "trust_icb_councils")
KINDS = {"higher": "MAXIMIZE", "lower": "MINIMIZE", "neither": "INFO"}


@dataclass(frozen=True)
class Run:
    """The model as a function of what is varied, as the workbench calls it; it can be sent to other processes."""

    system: System
    policy: Policy
    """What holds of levers that are not varied."""
    outcomes: tuple[Outcome, ...]
    varied: tuple[str, ...]
    timeline: Timeline = STEADY
    years: int = 10
    seed: int = 1
    replicate: int = 0

    @cached_property
    def _open(self) -> System:
        """The system without its own values of what is varied."""
        kept = {name: value for name, value in self.system.starting_values.items() if name not in self.varied}
        return replace(self.system, starting_values=kept)

    def __call__(self, **values: Setting) -> dict[str, float]:
        """Run one future; outcomes by name. Parameters that are not given keep their defaults.

        ``replicate`` may be given too: the number of the random draws.
        """
        from experiments.blocks import Task, work
        from sim.futures import Futures

        replicate = int(values.pop("replicate", self.replicate))
        levers = {name: value for name, value in values.items() if REGISTRY[name].role == "lever"}
        policy = replace(self.policy, levers={**self.policy.levers, **levers})
        drawn = {name: np.array([float(value)]) for name, value in values.items() if name not in levers}
        futures = Futures(self.seed, np.array([replicate], dtype=np.int64), drawn)
        task = Task(
            0, self._open, {"run": policy}, futures, 12 * self.years, timeline=self.timeline, outcomes=self.outcomes
        )
        return {name: float(found[0, 0]) for name, found in work(task).outcomes["run"].items()}


def model(
    system: System,
    policy: Policy,
    uncertainties: Sequence[str] | None = None,
    levers: Sequence[str] = (),
    outcomes: Sequence[str] = DEFAULT,
    timeline: Timeline = STEADY,
    years: int = 10,
    seed: int = 1,
    name: str = "tiers",
) -> Any:
    """An ``ema_workbench.Model`` of one system: uncertainties (None for all), levers, outcomes of the whole system.

    Levers that are not named are those of ``policy``. The workbench samples evenly over each range, whatever
    distribution the registry declares. It runs one future at a time; for many, sweep, and give it the results. Raises
    ``BadInput`` for names that are not known, ``ImportError`` without the workbench.
    """
    import ema_workbench

    uncertain = _parameters(uncertainties, "uncertainty")
    free = _parameters(levers, "lever")
    wanted = _outcomes(outcomes)
    varied = tuple(p.name for p in (*uncertain, *free))
    made = ema_workbench.Model(name, function=Run(system, policy, wanted, varied, timeline, years, seed))
    made.uncertainties = [_as_theirs(p) for p in uncertain]
    made.levers = [_as_theirs(p) for p in free]
    made.outcomes = [
        ema_workbench.ScalarOutcome(o.name, kind=getattr(ema_workbench.ScalarOutcome, KINDS[o.better])) for o in wanted
    ]
    return made


def policies(made: Any, named: Sequence[Policy]) -> list[Any]:
    """Our policies as theirs: the settings of the levers that the model has."""
    import ema_workbench

    names = [lever.name for lever in made.levers]
    return [
        ema_workbench.Policy(p.id, **{name: p.levers.get(name, REGISTRY[name].default) for name in names})
        for p in named
    ]


def _as_theirs(parameter: Parameter) -> Any:
    import ema_workbench

    if parameter.structural:
        return ema_workbench.CategoricalParameter(parameter.name, list(parameter.choices))
    return ema_workbench.RealParameter(parameter.name, parameter.low, parameter.high)


def _parameters(names: Sequence[str] | None, role: Role) -> list[Parameter]:
    known = {p.name: p for p in REGISTRY.role(role)}
    if names is None:
        return [p for p in known.values() if not p.structural]
    for name in names:
        if name not in known:
            what = f"'{name[:60]}' is no {role}"
            raise BadInput.single(
                what, allowed=choices(known, "tiers list parameters"), nearest=nearest_name(name, known)
            )
    return [known[name] for name in names]


def _outcomes(names: Sequence[str]) -> tuple[Outcome, ...]:
    known = {o.name: o for o in CATALOGUE if o.kind == "icb"}
    for name in names:
        if name not in known:
            what, near = f"'{name[:60]}' is no outcome of the whole system", nearest_name(name, known)
            raise BadInput.single(what, allowed=choices(known, "tiers list outcomes"), nearest=near)
    return tuple(known[name] for name in names)


def as_theirs(
    runs: pl.DataFrame, varied: Sequence[str], outcomes: Sequence[str]
) -> tuple[pd.DataFrame, Mapping[str, np.ndarray[Any, Any]]]:
    """The runs of a sweep as the workbench keeps results: experiments (a row for each run), and outcomes by name.

    ``scenario`` is the point, ``policy`` the policy, ``model`` the system (with the timeline where there are several).
    Where points were run more than once there is a column ``replicate``. Runs without a value of some outcome are left
    out.
    """
    import polars as pl

    rows = runs.drop_nulls(list(outcomes)).sort("run")
    several = rows["timeline"].n_unique() > 1
    place = pl.concat_str("system", "timeline", separator="/") if several else pl.col("system")
    repeated = ["replicate"] if rows["replicate"].n_unique() > 1 else []
    experiments = rows.select(*varied, *repeated, pl.col("point").alias("scenario"), "policy", place.alias("model"))
    return experiments.to_pandas(), {name: rows[name].to_numpy() for name in outcomes}
