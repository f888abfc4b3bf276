"""Sweeps that are stored in the results folder, and whether they fit what is on the screen. They are only read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import experiments
from experiments import provenance
from experiments.dashboard.case import OWN, Case, Choice, shipped
from experiments.dashboard.case import effective as setting
from experiments.dashboard.case import policy as named
from experiments.dashboard.matters import Floats
from experiments.dashboard.wrong.met import WHOLE, Met, over_points
from experiments.ensemble import Question
from experiments.problems import BadInput
from experiments.store import MANIFEST
from experiments.sweep import manifest as manifests
from experiments.words import spelled

MOST = 60
"""Sweeps that are looked at."""
LARGEST = 20_000_000
"""Bytes of a manifest that is read."""
KEPT = 4
"""Sweeps of which what was read is kept."""
FEWEST = 30
"""Points with which a sweep can serve."""
SAMPLES = ("sobol", "latin-hypercube", "saltelli")
"""Designs whose points are a sample, or hold one."""


@dataclass(frozen=True)
class Sweep:
    """A stored sweep, as the page offers it."""

    name: str
    """Of its folder."""
    label: str
    problem: str
    """Why it cannot serve for what is on the screen; empty where it can."""


class Shelf:
    """The sweeps in one folder: what lies elsewhere is not there, whatever it is called."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: OrderedDict[tuple[str, ...], Met] = OrderedDict()
        """What was read last of finished sweeps, which never change."""

    def listed(self, asked: Case, question: Question) -> list[Sweep]:
        """All sweeps by name, and whether each fits."""
        return [
            Sweep(path.name, str(said["configuration"]["name"]), unfit(said, asked, question))
            for path, said in self._found().items()
        ]

    def met(self, name: str, asked: Case, question: Question) -> Met:
        """What is stored in a sweep for the screen's system; ``BadInput`` where it is not there or does not fit."""
        found = {path.name: (path, said) for path, said in self._found().items()}
        if name not in found:
            raise BadInput.single(
                f"there is no sweep '{name[:80]}' in the results folder", allowed="one that is listed"
            )
        path, said = found[name]
        if problem := unfit(said, asked, question):
            raise BadInput.single(f"the sweep '{said['configuration']['name']}' does not fit: {problem}")
        ended = said.get("finished")
        key = (name, str(ended), asked.system, asked.timeline, asked.first.policy, asked.second.policy)
        met = self._read.get(key) or _met(path, asked)
        if ended is not None:
            self._read[key] = met
            while len(self._read) > KEPT:
                self._read.popitem(last=False)
        return met

    def _found(self) -> dict[Path, dict[str, Any]]:
        """Manifests by folder. A link that leads out of the folder is not followed."""
        try:
            root = self._folder.resolve(strict=True)
            inside = sorted(path for path in root.iterdir() if path.is_dir())
        except OSError:
            return {}
        found: dict[Path, dict[str, Any]] = {}
        for path in inside:
            if len(found) < MOST and (said := _manifest(path, root)) is not None:
                found[path] = said
        return found


def _manifest(path: Path, root: Path) -> dict[str, Any] | None:
    """What a folder says of itself; None where it is no sweep of a form that can be read, or lies elsewhere."""
    file = path / MANIFEST
    try:
        if file.resolve().parent.parent != root or file.stat().st_size > LARGEST:
            return None
        said = manifests.read(path)
        return said if {"configuration", "policies", "columns"} <= said.keys() else None
    except (OSError, BadInput):
        return None


def unfit(said: Mapping[str, Any], asked: Case, question: Question) -> str:
    """Why a sweep cannot serve; empty where it can."""
    configuration = said["configuration"]
    contents = configuration["contents"]
    system, timeline = question.system, question.timeline
    if asked.system.startswith(OWN):
        return "it is of no system that was uploaded here"
    if contents.get(f"systems/{system.id}") != _of_system(asked.system):
        return f"it does not have {system.name} as it is now"
    if contents.get(f"timelines/{timeline.id}") != manifests.digest(timeline):
        return f"it does not have the timeline '{timeline.name}' as it is now"
    if asked.fixed:
        return "assumptions are fixed on the screen, and not in it"
    if configuration["years"] != question.years:
        return f"its runs are {configuration['years']} years long, not {question.years}"
    if configuration["design"]["kind"] not in SAMPLES:
        return "its points are no sample of futures"
    if said["columns"]["levers"]:
        return "it varies levers, so its policies are not those on the screen"
    for letter, choice in zip("AB", (asked.first, asked.second), strict=True):
        if not _there(contents, choice):
            return f"policy {letter} as it is on the screen was not run in it"
    return ""


def _there(contents: Mapping[str, str], choice: Choice) -> bool:
    found = named(choice.policy)
    same = all(setting(found, lever) == value for lever, value in choice.levers.items())
    return same and contents.get(f"policies/{found.id}") == _of_policy(choice.policy)


@lru_cache(maxsize=64)
def _of_system(name: str) -> str:
    return manifests.digest(shipped(name).system)


@lru_cache(maxsize=64)
def _of_policy(name: str) -> str:
    return manifests.digest(named(name))


@cache
def _code() -> str:
    """The code that this dashboard runs."""
    return provenance.source()


def _met(path: Path, asked: Case) -> Met:
    results = experiments.load(path)
    said = results.manifest
    varied = [one.name for one in results.varied]
    outcomes = [name for name, *_ in results.columns if name in WHOLE]
    rows = results.runs.filter((pl.col("system") == asked.system) & (pl.col("timeline") == asked.timeline)).select(
        "policy", "point", *varied, *outcomes
    )
    means = rows.group_by("policy", "point").agg(pl.col(varied).first(), pl.col(outcomes).mean(), pl.len()).collect()
    means = means.filter(pl.col("len") == pl.col("len").max())  # a mean over fewer replicates is over other draws
    if said["configuration"]["design"]["kind"] == "saltelli":
        means = means.join(_sample(results.design), on="point", how="semi")
    policies = {key: one["name"] for key, one in said["policies"].items()}
    tables = {key: means.filter(pl.col("policy") == key) for key in policies}
    shared = _shared(tables)
    if len(shared) < FEWEST:
        raise BadInput.single(
            f"only {len(shared)} points of it have been run under all its policies", str(path.name), f"{FEWEST} or more"
        )
    tables = {key: table.filter(pl.col("point").is_in(shared)).sort("point") for key, table in tables.items()}
    values = {key: {name: _column(table, name) for name in outcomes} for key, table in tables.items()}
    x = np.column_stack([_column(tables[asked.first.policy], name) for name in varied])
    return over_points(
        tuple(varied),
        x,
        values,
        policies,
        _where(said, len(shared), len(varied)),
        (asked.first.policy, asked.second.policy),
    )


def _sample(design: pl.LazyFrame) -> pl.DataFrame:
    """The points of a Saltelli design that are independent of each other."""
    return design.filter(pl.col("matrix").is_in(["A", "B"])).select("point").collect()


def _shared(tables: Mapping[str, pl.DataFrame]) -> list[int]:
    """The points that all policies have met."""
    each = [set(table["point"].to_list()) for table in tables.values()]
    return sorted(set.intersection(*each)) if each else []


def _column(table: pl.DataFrame, name: str) -> Floats:
    return table[name].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)


def _where(said: Mapping[str, Any], points: int, varied: int) -> str:
    last = said["sessions"][-1]
    same = last["code"].get("source") == _code()
    text = (
        f"From the stored sweep '{said['configuration']['name']}': {points:,} points, run {last['started'][:10]} with "
        f"tiers {last['tiers']}. {spelled(varied).capitalize()} quantities vary in it; all others have one value."
    )
    return text if same else f"{text} The rules may have changed since: its code is not that of this dashboard."
