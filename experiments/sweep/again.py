"""One run of a sweep played again in the other engine, and held against what is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from experiments.problems import BadInput
from experiments.replay import outcomes, replay
from experiments.sweep import parts
from experiments.sweep.folder import Sweep, stored_sweep
from experiments.sweep.job import Job, make_job, named, task
from sim.policy import Policy

if TYPE_CHECKING:
    from sim.model import Model

WHERE = "--run"


@dataclass(frozen=True)
class Differs:
    """An outcome that comes to something else than what is stored."""

    column: str
    stored: float | None
    now: float | None


@dataclass(frozen=True)
class Replayed:
    """A run as it is stored, played again."""

    job: Job
    policy: Policy
    """With the levers that the experiment varied."""
    stored: dict[str, object]
    model: Model
    differs: tuple[Differs, ...]
    compared: int
    """Outcomes that were compared."""


def play_again(folder: Path, run: int) -> Replayed:
    """Play a stored run in Mesa. ``BadInput`` for a run that is not stored, or failed."""
    sweep = stored_sweep(folder)
    stored = _stored(sweep, run)
    if stored[parts.FAILURE] is not None:
        raise BadInput.single(f"run {run} failed: {stored[parts.FAILURE]}", WHERE, "a run that did not fail")
    stretch = sweep.plan.at(run)
    job = make_job(folder, sweep.plan, stretch, sweep.values(stretch))
    levers = {f: values[0] for f, values in job.choices.items()} | {
        f.name: float(job.numbers[f.name][0])
        for f in sweep.plan.experiment.factors
        if f.name in job.numbers and f.parameter.role == "lever"
    }
    policy = replace(job.policy, levers={**job.policy.levers, **levers})
    one = task(job, stretch.points * 0, policy)
    model = replay(one.system, policy, one.futures, one.months, timeline=one.timeline)
    differs, compared = _compare(job, policy, stored, outcomes(model))
    return Replayed(job, policy, stored, model, tuple(differs), compared)


def _stored(sweep: Sweep, run: int) -> dict[str, object]:
    for start, stop in parts.done(sweep.folder):
        if start <= run < stop:
            part = parts.path(sweep.folder, "runs", (start, stop))
            return pl.scan_parquet(part).slice(run - start, 1).collect().row(0, named=True)
    most = max((stop for _, stop in parts.done(sweep.folder)), default=0) - 1
    raise BadInput.single(f"run {run} is not stored in '{sweep.folder}'", WHERE, f"a run up to {most}")


def _compare(
    job: Job, policy: Policy, stored: dict[str, object], now: dict[str, list[float]]
) -> tuple[list[Differs], int]:
    """Which of the stored outcomes come to another value, to the last bit."""
    differs, compared = [], 0
    for outcome, columns in named(job, policy):
        for column, value in zip(columns, now[outcome.name], strict=True):
            compared += 1
            was, found = stored[column], value if value == value else None
            if was != found:
                differs.append(Differs(column, None if was is None else float(str(was)), found))
    return differs, compared
