"""Read an experiment: what is run on which systems under which policies, what varies, and what is kept of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from experiments.config.check import Check, Values
from experiments.config.folders import ENDINGS, Kind, Listed, files, find, listed
from experiments.config.load import load_policy, load_system, open_document, stop_if_wrong
from experiments.config.schema import EXPERIMENT, MOST_POINTS
from experiments.config.timelines import load_timeline
from experiments.config.varied import ALL
from experiments.design import KINDS, Factor, Recipe
from experiments.design.table import read as read_table
from experiments.problems import BadInput, nearest_name
from sim.outcomes import CATALOGUE, Outcome
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.series import Request
from sim.system import System
from sim.timeline import Timeline

T = TypeVar("T", System, Policy, Timeline)
SYSTEM_ONLY = "system"
"""Stands for all outcomes of the system as a whole."""
DEFAULTS = {"years": 10, "seed": 1, "replicates": 1}


@dataclass(frozen=True)
class Experiment:
    """An experiment, with everything it names as read."""

    id: str
    name: str
    summary: str
    systems: tuple[System, ...]
    policies: tuple[Policy, ...]
    timelines: tuple[Timeline, ...]
    factors: tuple[Factor, ...]
    """What varies."""
    recipe: Recipe
    """The design."""
    years: int
    seed: int
    """The model's seed."""
    replicates: int
    """Runs of every point under each policy."""
    draws: str
    """``by point``: every point has its own, the same under all policies and in all systems; ``common``: they are the
    same at every point, too; ``independent``: each system, timeline and policy has its own."""
    outcomes: tuple[Outcome, ...]
    series: Mapping[str, Request]
    """Of which outcomes the months are kept: as ``quantiles`` over runs, or those of ``all`` runs in full."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """Every file that was read, by what it is: ``systems/dorset``."""

    @property
    def months(self) -> int:
        """Length of a run."""
        return 12 * self.years


def list_experiments() -> tuple[Listed, ...]:
    """The experiments that come with the repository."""
    return listed("experiment")


def load_experiment(path_or_name: str | Path, copies: Mapping[str, Sequence[Path]] | None = None) -> Experiment:
    """Read an experiment by name or path; ``BadInput`` lists everything that is wrong with it.

    ``copies`` are files to read in place of those that it names, by ``systems``, ``policies``, ``timelines`` and
    ``design``.
    """
    document = open_document("experiment", path_or_name)
    check = Check(document, REGISTRY)
    values = check.run(EXPERIMENT)
    reader = _Reader(check, document.path.parent, copies or {})
    systems = reader.named("systems", "system", values, lambda name: load_system(name).system)
    policies = reader.named("policies", "policy", values, load_policy)
    timelines = reader.named("timelines", "timeline", {"timelines": ["steady"]} | values, load_timeline)
    said = {**DEFAULTS, **reader.whole_numbers(values, ("years", "seed", "replicates"))}
    recipe, factors = reader.design(values)
    outcomes = reader.outcomes(values.get("outcomes", [SYSTEM_ONLY]))
    series = reader.series(values.get("series", {}))
    reader.check_series(series, outcomes, factors)
    factors = reader.check_varied(factors, systems, timelines)
    if not check.problems:
        reader.check_fit(systems, policies, timelines, factors)
    stop_if_wrong(check)
    reader.files["experiment"] = document.path
    kind = KINDS[recipe.kind]
    return Experiment(
        id=values["id"],
        name=values["name"],
        summary=values["summary"],
        systems=systems,
        policies=policies,
        timelines=timelines,
        factors=factors,
        recipe=recipe,
        draws=values.get("draws", "common" if kind.paired else "by point"),
        outcomes=outcomes,
        series=series,
        files=reader.files,
        **said,
    )


class _Reader:
    """Reads what an experiment names, and notes whatever is wrong with it."""

    def __init__(self, check: Check, folder: Path, copies: Mapping[str, Sequence[Path]]) -> None:
        self.check, self.folder, self.copies = check, folder, copies
        self.files: dict[str, Path] = {}

    def named(self, key: str, kind: Kind, values: Values, load: Callable[[str | Path], T]) -> tuple[T, ...]:
        """The systems, policies or timelines of a list."""
        names = [str(copy.resolve()) for copy in self.copies.get(key, ())] or values.get(key, [])
        found: list[T] = []
        for name in list(files(kind)) if names == [ALL] else names:
            try:
                path = self._path(kind, name)
                one = load(path)
            except BadInput as error:
                for problem in error.problems:
                    self.check.problems.append(
                        problem if problem.where else replace(problem, where=self._where(key), key=key)
                    )
                continue
            if any(one.id == other.id for other in found):
                self.check.note(key, f"two of them have the id '{one.id}'", allowed="ids that differ")
            found.append(one)
            self.files[f"{key}/{one.id}"] = path
        return tuple(found)

    def _path(self, kind: Kind, name: str) -> Path:
        """The file that is named: shipped, or beside the experiment."""
        beside = self.folder / name
        return beside if name.lower().endswith(ENDINGS) else find(kind, name)

    def _where(self, key: str) -> str:
        return self.check.document.where(self.check.line_of(key))

    def whole_numbers(self, values: Mapping[str, Any], names: Iterable[str], above: str = "") -> dict[str, int]:
        """Those of the numbers that are given, which have to be whole."""
        found = {}
        for name in names:
            if name in values:
                found[name] = int(values[name])
                if found[name] != values[name]:
                    self.check.note(f"{above}{name}", f"{values[name]:g} is not a whole number", allowed="1, 2, 3 ...")
        return found

    def design(self, values: Values) -> tuple[Recipe, tuple[Factor, ...]]:
        """The design, and what it varies."""
        said: Values = values.get("design", {})
        kind = KINDS.get(said.get("kind", ""))
        factors = tuple(values.get("levers", ())) + tuple(values.get("uncertainties", ()))
        if kind is None:
            return Recipe("table"), factors
        for key in said:
            if key != "kind" and key not in kind.keys:
                self.check.note(
                    f"design.{key}",
                    f"'{key}' means nothing to the design '{said['kind']}'",
                    allowed=", ".join(kind.keys),
                    nearest=nearest_name(key, kind.keys),
                )
        missing = [key for key in kind.needs if key not in said and self.check.sound(f"design.{key}")]
        for key in missing:
            self.check.note("design", f"the design '{said['kind']}' needs the key '{key}'", allowed=f"{key}: ...")
        numbers: dict[str, Any] = self.whole_numbers(
            said, ("points", "base_points", "trajectories", "levels", "seed"), "design."
        )
        recipe = replace(Recipe(said["kind"], order=said.get("order", "first")), **numbers)
        if said["kind"] == "table":
            return self._table(recipe, said, values)
        if not factors and self.check.sound("levers", "uncertainties"):
            what = "nothing varies"
            self.check.note("design", what, allowed="names under 'levers' or 'uncertainties', or a design from a table")
        self._check_size(recipe, factors)
        return recipe, factors

    def _table(self, recipe: Recipe, said: Values, values: Values) -> tuple[Recipe, tuple[Factor, ...]]:
        for key in ("levers", "uncertainties"):
            if key in values:
                self.check.note(key, "a table says itself what varies", allowed=f"no key '{key}' beside a table")
        if "file" not in said:
            return recipe, ()
        path = self.copies["design"][0] if "design" in self.copies else self.folder / said["file"]
        try:
            factors, _ = read_table(path, self._where("design.file"), said.get("beyond_ranges") == "allowed")
        except BadInput as error:
            self.check.problems += error.problems
            return recipe, ()
        self.files["design"] = path
        return replace(recipe, file=path), tuple(factors)

    def _check_size(self, recipe: Recipe, factors: Sequence[Factor]) -> None:
        """No design beyond what a table of points can hold, and no Morris grid without a middle."""
        if recipe.kind == "factorial":
            points = math.prod(len(factor.values) or recipe.levels for factor in factors)
            if points > MOST_POINTS:
                what = f"all combinations are {points:,} points"
                self.check.note("design", what, allowed=f"at most {MOST_POINTS:,}; fewer levels, or a 'sobol' design")
        if recipe.kind == "morris" and recipe.levels % 2:
            self.check.note("design.levels", f"{recipe.levels} levels have no half", allowed="an even number of levels")

    def outcomes(self, names: Sequence[str]) -> tuple[Outcome, ...]:
        """The outcomes to keep, in the catalogue's order."""
        if list(names) in ([ALL], [SYSTEM_ONLY]):
            return tuple(o for o in CATALOGUE if names[0] == ALL or o.kind == "icb")
        known = {o.name: o for o in CATALOGUE}
        for name in names:
            if name not in known:
                allowed = f"'{ALL}', '{SYSTEM_ONLY}', or names from 'tiers list outcomes'"
                near = nearest_name(name, known)
                self.check.note("outcomes", f"there is no outcome '{name[:60]}'", 0, allowed, near)
        return tuple(o for o in CATALOGUE if o.name in names)

    def series(self, said: Values) -> dict[str, Request]:
        """What is kept of the months of each outcome; a number is one of runs."""
        numbers = [name for name, request in said.items() if not isinstance(request, str)]
        return {**said, **self.whole_numbers(said, numbers, "series.")}

    def check_series(
        self, series: Mapping[str, Request], outcomes: Sequence[Outcome], factors: Sequence[Factor]
    ) -> None:
        """Months are kept of outcomes that are kept, and counted only where every run has the same entities."""
        kept = {o.name: o for o in outcomes}
        footprint = any(factor.name == "footprint" for factor in factors)
        for name, request in series.items():
            if name not in kept:
                what = f"'{name[:60]}' is not among the outcomes that are kept"
                self.check.note(f"series.{name[:60]}", what, 0, "names under 'outcomes'", nearest_name(name, kept))
            elif footprint and kept[name].kind != "icb" and request == "quantiles":
                what = f"'{name}' is not of the same entities in every run, since footprints vary"
                self.check.note(f"series.{name}", what, allowed="'all', or outcomes of the whole system")

    def check_varied(
        self, factors: Sequence[Factor], systems: Sequence[System], timelines: Sequence[Timeline]
    ) -> tuple[Factor, ...]:
        """What varies: where all of a role do, without those that a system or timeline sets itself.

        One that is named varies above what a system's file says of it, but what a timeline sets cannot vary.
        """
        scheduled = {name: t.id for t in timelines for event in t.events for name in event.settings}
        stated = {name for system in systems for name in system.starting_values}
        for factor in factors:
            if factor.name in scheduled and not factor.everything:
                key = "levers" if factor.parameter.role == "lever" else "uncertainties"
                what = f"'{factor.name}' is set by the timeline '{scheduled[factor.name]}', so it cannot vary"
                self.check.note(f"{key}.{factor.name}", what, allowed="parameters that the timelines leave alone")
        return tuple(f for f in factors if not (f.everything and (f.name in scheduled or f.name in stated)))

    def check_fit(
        self,
        systems: Sequence[System],
        policies: Sequence[Policy],
        timelines: Sequence[Timeline],
        factors: Sequence[Factor],
    ) -> None:
        """Every system can be what policies, timelines and varied footprints ask of it."""
        from sim.system import Unfit
        from sim.wiring import check_decides, program

        footprints = next((f.values for f in factors if f.name == "footprint"), ())
        for system in systems:
            for policy in policies:
                variants = [replace(policy, levers={**policy.levers, "footprint": f}) for f in footprints] or [policy]
                for timeline in timelines:
                    try:
                        for variant in variants:
                            check_decides(program(system, variant, timeline), timeline.decides)
                    except Unfit as error:
                        self.check.note("systems", f"'{system.id}' under '{policy.id}': {error}")
