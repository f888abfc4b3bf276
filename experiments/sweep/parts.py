"""The parts of a sweep on disk: what a block of runs came to, in files that are there whole or not at all.

A block has up to three files, called by the numbers of its runs (the end not included): ``counts`` and ``months``
where series are kept, and ``runs``. The last one is written last: where it is, the block is done. To run a block again
gives the same files again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl

from experiments.files import whole_file
from experiments.sweep.plan import Range
from sim.series import Packed

PARTS = "parts"
NAME = re.compile(r"runs-(?P<start>\d{12})-(?P<stop>\d{12})\.parquet")
PARTIAL = ".*.partial"
FAILURE = "failure"
"""The column that says why a run came to nothing; null where it did not fail."""


def path(folder: Path, what: str, runs: Range) -> Path:
    """Where a part lies."""
    ending = "npz" if what == "counts" else "parquet"
    return folder / PARTS / f"{what}-{runs[0]:012d}-{runs[1]:012d}.{ending}"


def write(
    folder: Path, runs: Range, frame: pl.DataFrame, months: pl.DataFrame | None, counts: Mapping[str, Packed]
) -> None:
    """Write what a block came to, the runs last."""
    if counts:
        arrays = {f"{name} {part}": array for name, packed in counts.items() for part, array in vars(packed).items()}
        with whole_file(path(folder, "counts", runs), durable=True) as partial, partial.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
    if months is not None:
        _table(path(folder, "months", runs), months)
    _table(path(folder, "runs", runs), frame)


def _table(path: Path, frame: pl.DataFrame) -> None:
    with whole_file(path, durable=True) as partial, partial.open("wb") as file:
        frame.write_parquet(file)


def read_counts(path: Path) -> dict[str, Packed]:
    """The counts of a block, by whose they are."""
    found: dict[str, dict[str, np.ndarray]] = {}
    with np.load(path, allow_pickle=False) as arrays:
        for key in arrays.files:
            name, _, part = key.rpartition(" ")
            found.setdefault(name, {})[part] = arrays[key]
    return {name: Packed(**of) for name, of in found.items()}


def done(folder: Path) -> list[Range]:
    """The blocks that are done, in order."""
    there = folder / PARTS
    names = [NAME.fullmatch(entry.name) for entry in there.iterdir()] if there.is_dir() else []
    return sorted((int(name["start"]), int(name["stop"])) for name in names if name)


def files(folder: Path, what: str) -> list[Path]:
    """The files of a kind, in order of runs; only of blocks that are done."""
    return [at for runs in done(folder) if (at := path(folder, what, runs)).exists()]


def failures(folder: Path) -> dict[Range, int]:
    """How many runs failed in each block in which one did."""
    found = {runs: int(_failed(path(folder, "runs", runs)).collect().item()) for runs in done(folder)}
    return {runs: many for runs, many in found.items() if many}


def _failed(part: Path) -> pl.LazyFrame:
    return pl.scan_parquet(part).select(pl.col(FAILURE).is_not_null().sum())


def sweep_up(folder: Path) -> None:
    """Remove what a process that was killed had begun to write."""
    for partial in (*folder.glob(PARTIAL), *(folder / PARTS).glob(PARTIAL)):
        partial.unlink(missing_ok=True)
