"""Put the shards of a sweep together, each run on a machine of its own: as if one machine had run them all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from experiments.design import Design
from experiments.files import on_disk
from experiments.problems import BadInput
from experiments.store import Manifest
from experiments.sweep import manifest as manifests
from experiments.sweep import parts, series
from experiments.sweep.folder import stored_experiment, write_design, write_inputs
from experiments.sweep.manifest import DESIGN, differences
from experiments.sweep.plan import Plan, gaps, read_plan
from experiments.words import listed

WHERE = "FOLDER"


@dataclass(frozen=True)
class _Shard:
    folder: Path
    plan: Plan
    said: Manifest


@dataclass(frozen=True)
class Merged:
    """What came of putting shards together."""

    failed: int
    """Runs that failed."""
    notes: list[str]
    """What whoever reads the whole should know; the manifest says it too."""


def merge(folders: Sequence[Path], into: Path, command: str) -> Merged:
    """Write the whole sweep into an empty folder.

    Raises ``BadInput`` unless the folders hold all shards of one sweep, each once and each finished.
    """
    shards = [_read(folder) for folder in folders]
    _check_together(shards)
    first = shards[0]
    whole = replace(first.plan, shard=None)
    (into / parts.PARTS).mkdir()
    write_inputs(into, whole.experiment)
    write_design(into, Design(pl.concat(Design.read(shard.folder / DESIGN).table for shard in _in_order(shards))))
    for shard in shards:
        for part in sorted((shard.folder / parts.PARTS).iterdir()):
            if not part.name.endswith(".partial"):
                on_disk(Path(shutil.copyfile(part, into / parts.PARTS / part.name)))
    on_disk(into / parts.PARTS)
    series.write(into, whole)
    said = manifests.manifest(whole, command)
    sessions = [{**session, "shard": s.plan.shard} for s in _in_order(shards) for session in s.said["sessions"]]
    notes = _mixed([*sessions, *said["sessions"]])
    said |= {"sessions": [*sessions, *said["sessions"]], "finished": manifests.now(), "notes": notes}
    manifests.write(into, said)
    return Merged(sum(parts.failures(into).values()), notes)


def _mixed(sessions: Sequence[dict[str, Any]]) -> list[str]:
    """In what the code or libraries of shards, and of their merging, differ; results may then be of two kinds."""
    found: dict[str, dict[str, list[str]]] = {}
    for session in sessions:
        shard = "{}/{}".format(*session["shard"]) if "shard" in session else "the merging"
        for what, version in manifests.made_by(session).items():
            shards = found.setdefault(what, {}).setdefault(version, [])
            shards += [shard] if shard not in shards else []
    return [
        f"the shards were not all run and merged with the same {what} "
        f"({'; '.join(f'{version} in {listed(shards)}' for version, shards in by.items())}): "
        "what one holds may not go with what another holds, or with the monthly series of the whole"
        for what, by in found.items()
        if len(by) > 1
    ]


def _read(folder: Path) -> _Shard:
    said = manifests.read(folder)
    plan = read_plan(stored_experiment(folder, said), said["plan"])
    if plan.shard is None:
        raise BadInput.single(f"'{folder}' holds a whole sweep", WHERE, "folders written with --shard I/N")
    done = parts.done(folder)
    left = sum(stop - start for s in plan.stretches() for start, stop in gaps((s.start, s.stop), done))
    if left:
        what = f"'{folder}' is not finished: {left:,} of {plan.runs:,} runs are left"
        raise BadInput.single(what, WHERE, "to go on with it first: tiers sweep FILE --resume")
    return _Shard(folder, plan, said)


def _in_order(shards: Sequence[_Shard]) -> list[_Shard]:
    return sorted(shards, key=lambda shard: shard.plan.shard or (0, 0))


def _check_together(shards: Sequence[_Shard]) -> None:
    first = shards[0]
    for other in shards[1:]:
        changed = list(differences(first.said["configuration"], other.said["configuration"]))
        changed += ["plan.stages"] if first.plan.stages != other.plan.stages else []
        if changed:
            what = f"'{other.folder}' is of another sweep than '{first.folder}': they differ in {', '.join(changed)}"
            raise BadInput.single(what, WHERE, "shards of one sweep", key=changed[0])
    numbers = [shard.plan.shard for shard in _in_order(shards) if shard.plan.shard]
    of = numbers[0][1]
    wanted = [(number, of) for number in range(1, of + 1)]
    if numbers != wanted:
        there = ", ".join(f"{number}/{total}" for number, total in numbers)
        missing = ", ".join(f"{number}/{of}" for number, _ in wanted if (number, of) not in numbers) or "none"
        raise BadInput.single(f"shards {there} are given, missing: {missing}", WHERE, "every shard of the sweep, once")
