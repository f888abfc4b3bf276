"""Stored results for analyses, as tidy tables that are read when they are needed (polars, lazily).

``load`` takes the folder of a sweep, finished or not, and that of a comparison, which it shows in the same form.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from experiments import store
from experiments.design import POINT
from experiments.problems import BadInput
from experiments.store import MANIFEST, RUNS, SERIES, SIDES, STATISTICS, Entity, Manifest, column
from experiments.summary import CONFIDENCE
from experiments.sweep import manifest as sweeps
from experiments.sweep import parts
from sim.outcomes import Outcome

LEADING = {
    "run": pl.Int64,
    "point": pl.Int64,
    "replicate": pl.Int64,
    "seed": pl.Int64,
    "system": pl.String,
    "timeline": pl.String,
    "policy": pl.String,
}
"""Which run a row is: its number, its point of the design, which of the runs of that point, the seed of its draws, and
the ids of system, timeline and policy."""
CELL = ("system", "timeline", "policy")
LONG = {
    **dict.fromkeys((*CELL, "outcome", "entity"), pl.String),
    "month": pl.Int64,
    **dict.fromkeys(STATISTICS, pl.Float64),
}


@dataclass(frozen=True)
class Varied:
    """A lever or uncertainty that was varied."""

    name: str
    label: str
    unit: str
    role: str
    low: float
    high: float
    values: tuple[float | str, ...] = ()
    """The values tried, where these were named; the choices, for a lever without numbers."""


@dataclass(frozen=True)
class Results:
    """What is stored in a folder."""

    folder: Path
    manifest: Manifest
    runs: pl.LazyFrame
    """One row for each run that did not fail, in order of runs: ``LEADING``, what varied, then the outcomes, called
    ``name`` or ``name@entity``; null where a run has no such value."""
    failures: pl.LazyFrame
    """The runs that failed: ``LEADING``, what varied, and what went wrong (``failure``)."""
    design: pl.LazyFrame
    """One row for each point: ``point``, what varied, and what the point is for where the design has a say in that."""
    series: pl.LazyFrame
    """Mean and quantiles over runs by month, in long form, for outcomes whose months were counted."""
    months: pl.LazyFrame
    """One row for each run and month, for runs and outcomes whose months were kept; columns as in the runs. Null where
    the months of a run were kept for other outcomes only."""
    varied: tuple[Varied, ...]
    columns: tuple[tuple[str, Outcome, Entity], ...]
    """The columns that hold outcomes, each with its outcome and whom it is reported for."""

    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that are kept: unit, which way is better, the smallest difference that matters."""
        return tuple(Outcome(**entry) for entry in self.manifest["catalogue"]["outcomes"])

    @property
    def complete(self) -> bool:
        """Whether all runs that were planned are there."""
        return self.manifest.get("finished") is not None

    def summary(self) -> pl.DataFrame:
        """Each outcome in each system, timeline and policy: level, its interval, and how far runs spread.

        The 95 % interval (``low``, ``high``) is that of the mean over points, replicates of a point put together
        (normal); it is about sampling only, and means something only where the points are a sample. ``q05``, ``q50``
        and ``q95`` are quantiles over runs.
        """
        names = [name for name, _, _ in self.columns]
        cell = list(CELL)
        means = self.runs.group_by([*cell, "point"]).agg(pl.col(names).mean())
        over_points = means.group_by(cell).agg(
            *(pl.col(names).mean().name.suffix("|mean"), pl.col(names).std().name.suffix("|sd")),
            pl.col(names).count().name.suffix("|points"),
        )
        over_runs = self.runs.group_by(cell).agg(
            pl.col(names).count().name.suffix("|runs"),
            *(pl.col(names).quantile(q, "linear").name.suffix(f"|q{round(100 * q):02d}") for q in (0.05, 0.5, 0.95)),
        )
        wide = over_points.join(over_runs, on=cell).collect()
        frames = [_of_column(wide, name, outcome, entity) for name, outcome, entity in self.columns]
        order = {policy: place for place, policy in enumerate(self.manifest["policies"])}
        return (
            pl.concat(frames)
            .filter(pl.col("runs") > 0)
            .sort(
                ["system", "timeline", pl.col("policy").replace_strict(order, default=len(order))], maintain_order=True
            )
        )


def _of_column(wide: pl.DataFrame, name: str, outcome: Outcome, entity: Entity) -> pl.DataFrame:
    from scipy.special import ndtri

    half = float(ndtri(0.5 + CONFIDENCE / 2)) * pl.col(f"{name}|sd") / pl.col(f"{name}|points").sqrt()
    mean = pl.col(f"{name}|mean")
    return wide.select(
        *CELL,
        pl.lit(name).alias("column"),
        pl.lit(outcome.label).alias("label"),
        pl.lit(entity.name).alias("entity"),
        pl.lit(outcome.unit).alias("unit"),
        pl.lit(outcome.better).alias("better"),
        pl.lit(outcome.matters).alias("matters"),
        pl.col(f"{name}|runs").cast(pl.Int64).alias("runs"),
        mean.alias("mean"),
        (mean - half).alias("low"),
        (mean + half).alias("high"),
        *(pl.col(f"{name}|{q}").alias(q) for q in ("q05", "q50", "q95")),
    )


def load(path: str | Path) -> Results:
    """The results in a folder that ``tiers sweep`` or ``tiers compare`` wrote; ``BadInput`` where there are none."""
    folder = Path(path)
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = None
    if isinstance(said, dict) and said.get("schema") == store.SCHEMA:
        return _comparison(folder)
    return _sweep(folder)


# A sweep -------------------------------------------------------------------------------------------------------------


def _sweep(folder: Path) -> Results:
    said = sweeps.read(folder)
    varied = tuple(
        Varied(p["name"], p["label"], p["unit"], p["role"], p["low"], p["high"], tuple(p["values"]))
        for p in said["catalogue"]["parameters"]
    )
    columns = _columns(said)
    settings = {v.name: pl.String if any(isinstance(x, str) for x in v.values) else pl.Float64 for v in varied}
    outcomes = {name: pl.Float64 for name, _, _ in columns}
    stored = _scan(parts.files(folder, "runs"), {**LEADING, parts.FAILURE: pl.String, **settings, **outcomes})
    asked = said["configuration"]["series"]
    kept = {name: pl.Float64 for name, o, _ in columns if asked.get(o.name, "quantiles") != "quantiles"}
    series = folder / SERIES
    return Results(
        folder,
        said,
        runs=stored.filter(pl.col(parts.FAILURE).is_null()).drop(parts.FAILURE),
        failures=stored.filter(pl.col(parts.FAILURE).is_not_null()).select(*LEADING, *settings, parts.FAILURE),
        design=pl.scan_parquet(folder / sweeps.DESIGN),
        series=pl.scan_parquet(series) if series.exists() else pl.LazyFrame(schema=LONG),
        months=_scan(parts.files(folder, "months"), {"run": pl.Int64, "month": pl.Int64, **kept}),
        varied=varied,
        columns=columns,
    )


def _scan(files: Sequence[Path], schema: dict[str, Any]) -> pl.LazyFrame:
    """Parts as one table; a column that a part lacks is null there."""
    if not files:
        return pl.LazyFrame(schema=schema)
    return pl.scan_parquet(list(files), schema=schema, missing_columns="insert")


def _columns(said: Manifest) -> tuple[tuple[str, Outcome, Entity], ...]:
    """Every column of an outcome in any of the systems, once."""
    found: dict[str, tuple[str, Outcome, Entity]] = {}
    for entry in said["catalogue"]["outcomes"]:
        outcome = Outcome(**entry)
        for of_system in said["entities"].values():
            for one in of_system.get(outcome.kind, ()):
                name = column(outcome, Entity(**one))
                found.setdefault(name, (name, outcome, Entity(**one)))
    return tuple(found.values())


# A comparison --------------------------------------------------------------------------------------------------------


def _comparison(folder: Path) -> Results:
    """A comparison in the form of a sweep: every future is a point, and the two policies are two cells."""
    said = store.read_manifest(folder)
    c, names = said["configuration"], said["columns"]["varied"]
    timeline = c.get("timeline", {}).get("id", "steady")
    parameters = {p["name"]: p for p in said["catalogue"]["parameters"]}
    varied = tuple(
        Varied(p["name"], p["label"], p["unit"], p["role"], p["low"], p["high"]) for p in (parameters[n] for n in names)
    )
    whom = {kind: [Entity(**e) for e in members] for kind, members in said["entities"].items()}
    outcomes = [Outcome(**o) for o in said["catalogue"]["outcomes"] if o["kind"] in whom]
    columns = tuple((column(o, e), o, e) for o in outcomes for e in whom[o.kind])
    second = pl.col("side") == SIDES[1]
    for name in (RUNS, SERIES):
        if not (folder / name).is_file():
            raise BadInput.single(f"no {name} in '{folder}'", str(folder), "a results folder")
    runs = (
        pl.scan_parquet(folder / RUNS)
        .with_columns(pl.col("run").alias(POINT), pl.lit(timeline).alias("timeline"))
        .with_columns(pl.col("run") + pl.when(second).then(c["futures"]).otherwise(0))
        .select(*LEADING, *names, *(pl.col(name).fill_nan(None) for name, _, _ in columns))
        .sort("run")
    )
    policies = {side: c[side]["id"] for side in SIDES}
    cell = {"system": c["system"]["id"], "timeline": timeline}
    series = (
        pl.scan_parquet(folder / SERIES)
        .filter(pl.col("which").is_in(SIDES))
        .with_columns(policy=pl.col("which").replace_strict(policies, return_dtype=pl.String))
        .with_columns(pl.lit(value).alias(name) for name, value in cell.items())
        .select(*LONG)
    )
    sides = {c[side]["id"]: c[side] for side in SIDES}
    manifest = {**said, "policies": sides, "kind": "comparison"}
    return Results(
        folder,
        manifest,
        runs=runs,
        failures=runs.head(0).select(*LEADING, *names, pl.lit(None, dtype=pl.String).alias(parts.FAILURE)),
        design=runs.head(c["futures"]).select(POINT, *names),
        series=series,
        months=pl.LazyFrame(schema={"run": pl.Int64, "month": pl.Int64}),
        varied=varied,
        columns=columns,
    )
