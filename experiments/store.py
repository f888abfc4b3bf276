"""The stored result of a comparison: a folder that appears complete, or not at all.

``runs.parquet`` has a row per run and policy, ``series.parquet`` the monthly mean and quantiles, ``manifest.json``
everything needed to say what was run and to run it again. Tables, reports and analyses read a ``Stored`` result; none
of them looks at a running simulation.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from experiments.interrupts import interrupts_held
from experiments.problems import BadInput
from experiments.summary import QUANTILES, Paired, counted, monthly, paired
from sim.outcomes import Outcome
from sim.series import Counts, shown

SCHEMA = 1
RUNS, SERIES, MANIFEST, REPORT = "runs.parquet", "series.parquet", "manifest.json", "report.html"
SIDES = ("first", "second")
WHICH = ("first", "second", "difference")
STATISTICS = ("mean", *(f"q{round(100 * q):02d}" for q in QUANTILES))
SYSTEM = "system"
"""The entity of an outcome of the system as a whole."""

Floats = NDArray[np.float64]
Values = Mapping[str, Floats]
Manifest = dict[str, Any]
Column = Floats | NDArray[np.int64] | Sequence[str] | Sequence[float]


@dataclass(frozen=True)
class Entity:
    """A place, council or other thing an outcome is reported for."""

    id: str
    name: str


@dataclass(frozen=True)
class Line:
    """One line of the comparison: an outcome, of the system or of one entity, and how the two policies differ."""

    outcome: Outcome
    entity: Entity
    paired: Paired


def column(outcome: Outcome, entity: Entity) -> str:
    """The column of ``runs.parquet`` that holds an outcome: ``name``, or ``name@entity``."""
    return outcome.name if entity.id == SYSTEM else f"{outcome.name}@{entity.id}"


# Writing -------------------------------------------------------------------------------------------------------------


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Yield an empty folder beside ``path`` and rename it to ``path`` when all went well; otherwise leave nothing.

    Raises ``BadInput`` when ``path`` exists already or cannot be written.
    """
    path = Path(os.path.abspath(path))
    if os.path.lexists(path):
        raise _exists(path)
    partial = path.with_name(f".{path.name}.partial")
    made: list[Path] = []
    try:
        for parent in reversed([p for p in path.parents if not p.exists()]):
            parent.mkdir()
            made.append(parent)
        partial.mkdir()
    except FileExistsError:
        remove_empty(made)
        raise BadInput.single(
            f"'{partial}' exists: another comparison is writing there, or was killed before it could tidy up",
            where="--output",
            allowed="another name, or remove that folder first",
        ) from None
    except (OSError, ValueError) as error:
        remove_empty(made)
        raise BadInput.single(
            f"cannot write to '{path}': {getattr(error, 'strerror', None) or error}",
            where="--output",
            allowed="a new folder inside one you may write to",
        ) from None
    try:
        yield partial
        if os.path.lexists(path):
            raise _exists(path)
        partial.rename(path)
    except BaseException:
        with interrupts_held():
            shutil.rmtree(partial, ignore_errors=True)
            remove_empty(made)
        raise


def _exists(path: Path) -> BadInput:
    return BadInput.single(
        f"'{path}' exists already; results are never overwritten",
        where="--output",
        allowed="the name of a new folder, or leave the option out for a fresh one under results/",
    )


def remove_empty(folders: Sequence[Path]) -> None:
    """Remove folders, the last first, up to one that is not empty."""
    for folder in reversed(folders):
        try:
            folder.rmdir()
        except OSError:
            return


def runs_frame(
    leading: Mapping[str, Column],
    parameters: Mapping[str, Mapping[str, Column]],
    outcomes: Mapping[str, Values],
    lines: Sequence[tuple[Outcome, Sequence[Entity]]],
) -> pl.DataFrame:
    """A row per run and policy: first all runs of the first policy, then all of the second.

    ``leading`` holds what both sides share; ``parameters`` and ``outcomes`` are given per side.
    """
    frames = []
    for side in SIDES:
        data: dict[str, Column] = {"side": [side] * len(next(iter(leading.values()))), **leading}
        blocks = [parameters[side], *(_named(outcome, who, outcomes[side]) for outcome, who in lines)]
        for block in blocks:
            for name, values in block.items():
                if name in data:
                    raise ValueError(f"two columns of {RUNS} are called '{name}'")
                data[name] = values
        frames.append(pl.DataFrame(data))
    return pl.concat(frames, how="vertical_relaxed")


def _named(outcome: Outcome, entities: Sequence[Entity], values: Values) -> dict[str, Column]:
    rows = values[outcome.name]
    if len(rows) != len(entities):
        raise ValueError(f"outcome '{outcome.name}' has {len(rows)} rows for {len(entities)} entities")
    return {column(outcome, entity): np.ascontiguousarray(row) for entity, row in zip(entities, rows, strict=True)}


def series_frame(
    series: Mapping[str, Values],
    lines: Sequence[tuple[Outcome, Sequence[Entity]]],
    counts: Mapping[str, Counts] | None = None,
) -> pl.DataFrame:
    """Monthly mean and quantiles over futures of both levels and of the paired difference, in long form.

    They come from months kept in full (``series``, by side) or from counts (``counts``, by which of the three); an
    outcome of which there is neither has no rows. Where a run's outcome is the total of its months, the series is the
    total so far.
    """
    labels: dict[str, list[str]] = {"outcome": [], "entity": [], "which": []}
    months: list[NDArray[np.int64]] = []
    statistics: list[Floats] = []
    rows_of = counts["difference"].rows if counts else {}
    whole = [counted(counts[which]) for which in WHICH] if counts else []
    for outcome, entities in lines:
        if outcome.name in rows_of:
            tables = [table[rows_of[outcome.name]] for table in whole]
        else:
            tables = _monthly(outcome, series)
        for index, entity in enumerate(entities if tables else ()):
            for which, table in zip(WHICH, tables, strict=True):
                rows = table[index]
                for key, label in (("outcome", outcome.name), ("entity", entity.id), ("which", which)):
                    labels[key] += [label] * len(rows)
                months.append(np.arange(len(rows)))
                statistics.append(rows)
    table = np.concatenate(statistics) if statistics else np.empty((0, len(STATISTICS)))
    month = np.concatenate(months) if months else np.empty(0, dtype=np.int64)
    return pl.DataFrame(
        {
            "outcome": pl.Series(labels["outcome"], dtype=pl.String),
            "entity": pl.Series(labels["entity"], dtype=pl.String),
            "month": month,
            "which": pl.Series(labels["which"], dtype=pl.String),
            **{name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(STATISTICS)},
        }
    )


def _monthly(outcome: Outcome, series: Mapping[str, Values]) -> list[Floats]:
    """The statistics of an outcome (entities, months, 6) for both sides and their difference; none without months."""
    if any(outcome.name not in series[side] for side in SIDES):
        return []
    first, second = (shown(outcome, np.asarray(series[side][outcome.name], dtype=np.float64)) for side in SIDES)
    return [np.stack([monthly(v[:, i]) for i in range(v.shape[1])]) for v in (first, second, first - second)]


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_frames(folder: Path, runs: pl.DataFrame, series: pl.DataFrame) -> None:
    """Write the two tables into ``folder``."""
    runs.write_parquet(folder / RUNS)
    series.write_parquet(folder / SERIES)


def write_manifest(folder: Path, manifest: Manifest) -> Manifest:
    """Write ``manifest.json`` with size and checksum of every other file of ``folder``; return it as written."""
    files = {
        path.name: {"bytes": path.stat().st_size, "sha256": checksum(path)}
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != MANIFEST
    }
    manifest = {**manifest, "files": files}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    return manifest


# Reading -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stored:
    """A comparison as it lies in its folder."""

    manifest: Manifest
    runs: pl.DataFrame
    series: pl.DataFrame

    @property
    def configuration(self) -> dict[str, Any]:
        """System, policies, seed, futures, years, engine."""
        configuration: dict[str, Any] = self.manifest["configuration"]
        return configuration

    def outcomes(self) -> tuple[Outcome, ...]:
        """The catalogue of outcomes as it was when the comparison ran."""
        return tuple(Outcome(**entry) for entry in self.manifest["catalogue"]["outcomes"])

    def entities(self, outcome: Outcome) -> tuple[Entity, ...]:
        """Whom an outcome is reported for: the system, or its places, councils..."""
        return tuple(Entity(**entry) for entry in self.manifest["entities"].get(outcome.kind, ()))

    def compared(self) -> tuple[tuple[Outcome, tuple[Entity, ...]], ...]:
        """The outcomes that were stored, each with its entities."""
        return tuple((o, who) for o in self.outcomes() if (who := self.entities(o)))

    def values(self, side: Literal["first", "second"], outcome: Outcome, entity: Entity) -> Floats:
        """One value per future under one of the policies, in order of futures."""
        rows = self.runs.filter(pl.col("side") == side).sort("run")
        return rows[column(outcome, entity)].to_numpy()

    def lines(self) -> tuple[Line, ...]:
        """Every outcome of the system and of each entity, with its paired statistics, in the catalogue's order."""
        sides = [self.runs.filter(pl.col("side") == side).sort("run") for side in SIDES]
        found = []
        for outcome, entities in self.compared():
            for entity in entities:
                a, b = (rows[column(outcome, entity)].to_numpy() for rows in sides)
                found.append(Line(outcome, entity, paired(a, b, outcome.better, outcome.matters)))
        return tuple(found)

    def by_month(self, outcome: Outcome, entity: Entity) -> dict[str, pl.DataFrame]:
        """Monthly statistics of an outcome under ``first`` and ``second`` and of their ``difference``."""
        rows = self.series.filter((pl.col("outcome") == outcome.name) & (pl.col("entity") == entity.id))
        return {which: rows.filter(pl.col("which") == which).sort("month") for which in WHICH}


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a stored comparison."""
    try:
        manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput.single(f"no {MANIFEST} in '{folder}'", where=str(folder), allowed="a results folder") from None
    except (OSError, ValueError) as error:
        raise BadInput.single(f"cannot read {MANIFEST}: {error}", where=str(folder)) from None
    if manifest.get("schema") != SCHEMA:
        raise BadInput.single(
            f"schema {manifest.get('schema')!r} is not known here", where=f"{folder / MANIFEST}", allowed=str(SCHEMA)
        )
    return manifest


def read(folder: Path) -> Stored:
    """Read a stored comparison back; ``BadInput`` when a file is missing or damaged."""
    manifest = read_manifest(folder)
    return Stored(manifest, *(_table(folder / name) for name in (RUNS, SERIES)))


def _table(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        what = f"cannot read {path.name}: {str(error).splitlines()[0]}"
        raise BadInput.single(what, where=str(path.parent), allowed="a results folder") from None
