"""The folder of a sweep: begun, gone on with, extended, finished.

It holds the experiment and every file that it names (``inputs``), the design, the parts, and a manifest. The manifest
is written when all else is there to begin with, so that a folder without one is of a sweep that had not begun.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from experiments.config import Experiment, load_experiment
from experiments.config.folders import ENDINGS
from experiments.design import KINDS, Design
from experiments.files import on_disk, whole_file
from experiments.problems import BadInput, Problem
from experiments.store import MANIFEST, Manifest, remove_empty
from experiments.sweep import manifest as manifests
from experiments.sweep import parts
from experiments.sweep.lock import LOCK, only_writer
from experiments.sweep.manifest import DESIGN, GROWS, INPUTS
from experiments.sweep.plan import Plan, Stretch, first_plan, read_plan

SAID = "experiment.yaml"


@dataclass(frozen=True)
class Wish:
    """How a sweep is to be begun or gone on with."""

    command: str
    resume: bool = False
    """Go on where the folder has a part of the sweep."""
    extend: bool = False
    """Add the points or replicates that the experiment now has and the folder has not."""
    block: int | None = None
    shard: tuple[int, int] | None = None


@dataclass
class Sweep:
    """A sweep and its folder."""

    folder: Path
    plan: Plan
    manifest: Manifest
    notes: list[str] = field(default_factory=list)
    """What whoever goes on with it should know."""

    def values(self, stretch: Stretch) -> pl.DataFrame:
        """The rows of the design that some runs are of."""
        points = stretch.points
        first = int(points[0]) - self.plan.points[0]
        return pl.scan_parquet(self.folder / DESIGN).slice(first, int(points[-1] - points[0]) + 1).collect()

    def left(self) -> Iterator[Stretch]:
        """The blocks that are not done."""
        return self.plan.blocks(parts.done(self.folder))

    @property
    def stored(self) -> int:
        """Runs that are done, failed ones included."""
        return sum(stop - start for start, stop in parts.done(self.folder))

    def finish(self, spent: Mapping[str, float | None]) -> None:
        """Note in the manifest that nothing is left, and what the workers spent in this session."""
        *earlier, last = self.manifest["sessions"]
        sessions = [*earlier, {**last, "spent": dict(spent)}]
        self.manifest = {**self.manifest, "sessions": sessions, "finished": manifests.now()}
        manifests.write(self.folder, self.manifest)


@contextmanager
def opened(folder: Path, experiment: Experiment, wish: Wish) -> Iterator[Sweep]:
    """A sweep ready to be worked at, with nobody else writing to its folder.

    Raises ``BadInput`` for a folder that is there and not asked for, that another process writes to, or that holds a
    part of another sweep.
    """
    if problem := not_asked_for(folder, wish):
        raise BadInput([problem])
    made = _make(folder)
    try:
        with only_writer(folder):
            yield (
                _going_on(folder, experiment, wish) if (folder / MANIFEST).exists() else begin(folder, experiment, wish)
            )
    except BadInput:
        if made and not (folder / MANIFEST).exists():
            (folder / LOCK).unlink(missing_ok=True)
            remove_empty(made)
        raise


def foreseen(folder: Path, experiment: Experiment, wish: Wish) -> tuple[Plan, Design, int]:
    """What would be carried out in a folder, at which points, and how many of its runs are stored. Nothing is written.

    Where the folder is not to be gone on with, it is as if it were not there. Raises ``BadInput`` where it is and holds
    a part of another sweep.
    """
    design = _design(experiment, wish)
    if not (wish.resume and (folder / MANIFEST).exists()):
        return first_plan(experiment, len(design), wish.block, wish.shard), design, 0
    sweep = _as_begun(folder, experiment, wish)
    if wish.extend:
        return sweep.plan.extended(len(_grown(sweep))), design, sweep.stored
    _check_resumed(sweep)
    return sweep.plan, design, sweep.stored


def _design(experiment: Experiment, wish: Wish) -> Design:
    """The points of an experiment; ``BadInput`` where more shards are wished for than there are points."""
    design = Design.make(experiment.recipe, experiment.factors)
    if wish.shard and wish.shard[1] > len(design):
        what = f"{wish.shard[1]} shards cannot share {len(design)} points"
        raise BadInput.single(what, "--shard", f"at most {len(design)} shards")
    return design


def not_asked_for(folder: Path, wish: Wish) -> Problem | None:
    """What is wrong with a folder that is there and is not to be gone on with; None where that is not so."""
    if wish.resume or wish.extend or not folder.exists():
        return None
    allowed = "--resume to go on with the sweep in it, or the name of a new folder"
    return Problem(f"'{folder}' exists already; nothing is overwritten", "--output", allowed=allowed)


def _make(folder: Path) -> list[Path]:
    """Make the folder and what it lies in; the folders that were made."""
    made = [path for path in (*reversed(folder.absolute().parents), folder.absolute()) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        what = f"cannot write to '{folder}': {getattr(error, 'strerror', None) or error}"
        raise BadInput.single(what, "--output", "a folder inside one you may write to") from None
    return made


def begin(folder: Path, experiment: Experiment, wish: Wish) -> Sweep:
    """A new sweep; in a folder where one had just been about to begin, too."""
    strange = {entry.name for entry in folder.iterdir()} - {LOCK, INPUTS, DESIGN, parts.PARTS}
    strange = {name for name in strange if not name.endswith(".partial")}
    if strange or parts.done(folder):
        what = f"'{folder}' holds other things than a sweep, such as '{min(strange or {parts.PARTS})}'"
        raise BadInput.single(what, "--output", "a new folder")
    parts.sweep_up(folder)
    design = _design(experiment, wish)
    plan = first_plan(experiment, len(design), wish.block, wish.shard)
    (folder / parts.PARTS).mkdir(exist_ok=True)
    write_inputs(folder, experiment)
    write_design(folder, design.share(*wish.shard) if wish.shard else design)
    sweep = Sweep(folder, plan, manifests.manifest(plan, wish.command))
    manifests.write(folder, sweep.manifest)
    on_disk(folder.absolute().parent)
    return sweep


def write_inputs(folder: Path, experiment: Experiment) -> None:
    """Copy the experiment and every file that it names; a table of points that was there before goes."""
    copies = []
    for name, path in experiment.files.items():
        ending = ".yaml" if path.suffix in ENDINGS else path.suffix.lower()
        copy = folder / INPUTS / f"{name}{ending}"
        copies.append(copy)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(copy, durable=True) as partial:
            shutil.copyfile(path, partial)
    for table in set((folder / INPUTS).glob("design.*")).difference(copies):
        table.unlink()


def write_design(folder: Path, design: Design) -> None:
    """Write the design, whole or not at all."""
    with whole_file(folder / DESIGN, durable=True) as partial, partial.open("wb") as file:
        design.write(file)


def stored_experiment(folder: Path, said: Manifest) -> Experiment:
    """The experiment of a sweep as its folder has it; ``BadInput`` where that is not what the manifest says."""
    inputs, named = folder / INPUTS, said["configuration"]
    copies: dict[str, Sequence[Path]] = {
        kind: [inputs / kind / f"{one}.yaml" for one in named[kind]] for kind in ("systems", "policies", "timelines")
    }
    tables = [path for path in inputs.glob("design.*") if not path.name.endswith(".partial")]
    experiment = load_experiment(inputs / SAID, {**copies, **({"design": tables} if tables else {})})
    check_same(said, experiment, str(inputs))
    return experiment


def stored_sweep(folder: Path) -> Sweep:
    """A sweep as it lies in its folder, to be read."""
    said = manifests.read(folder)
    return Sweep(folder, read_plan(stored_experiment(folder, said), said["plan"]), said)


# Going on ------------------------------------------------------------------------------------------------------------


def _as_begun(folder: Path, experiment: Experiment, wish: Wish) -> Sweep:
    """The sweep in a folder as it was planned there; ``BadInput`` where blocks or shard are wished otherwise."""
    said = manifests.read(folder)
    plan = read_plan(experiment, said["plan"])
    if wish.block not in (None, plan.block):
        raise BadInput.single(f"the sweep was begun in blocks of {plan.block}", "--block", "to leave it out")
    if wish.shard != plan.shard:
        was = f"shard {plan.shard[0]}/{plan.shard[1]}" if plan.shard else "the whole sweep"
        raise BadInput.single(f"'{folder}' holds {was}", "--shard", "the same as when it was begun")
    return Sweep(folder, plan, said)


def _going_on(folder: Path, experiment: Experiment, wish: Wish) -> Sweep:
    sweep = _as_begun(folder, experiment, wish)
    said, session = sweep.manifest, manifests.session(wish.command)
    sweep.notes = changes_of_code(said["sessions"][-1], session)
    parts.sweep_up(folder)
    if wish.extend:
        _extend(sweep)
    else:
        _resume(sweep)
    stay = {"notes": [*said.get("notes", ()), *sweep.notes]} if sweep.notes and sweep.stored else {}
    sweep.manifest = {**sweep.manifest, **stay, "sessions": [*said["sessions"], session], "finished": None}
    manifests.write(folder, sweep.manifest)
    return sweep


def check_same(said: Manifest, experiment: Experiment, where: str, may_differ: Sequence[str] = ()) -> list[str]:
    """Refuse an experiment that differs from the one of a sweep in more than it may; in what it does differ."""
    now = json.loads(json.dumps(manifests.configuration(experiment)))
    changed = list(manifests.differences(said["configuration"], now))
    problems = [
        Problem(f"{_shown(said, key)} when the sweep was begun, and is {_shown_now(now, key)} now", where, key)
        for key in changed
        if key not in may_differ
    ]
    if problems:
        allowed = "the experiment as it was; a new --output for another one"
        raise BadInput([*problems[:-1], replace(problems[-1], allowed=allowed)])
    return changed


def _shown(said: Manifest, key: str) -> str:
    if key.startswith("contents."):
        return "it said something else"
    return f"it was {_at(said['configuration'], key)}"


def _shown_now(now: dict[str, Any], key: str) -> str:
    return "different" if key.startswith("contents.") else _at(now, key)


def _at(whole: Any, key: str) -> str:
    for name in key.split("."):
        whole = whole.get(name) if isinstance(whole, dict) else None
    text = json.dumps(whole, ensure_ascii=False) if whole is not None else "absent"
    return text if len(text) <= 80 else f"{text[:77]}..."


def changes_of_code(last: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """In which ways the code is another in a session than in the last one; results may then be of two kinds."""
    was, since = manifests.made_by(last), f"has changed since the session of {last['started']}"
    return [
        f"the {'code' if name == 'code' else f'version of {name}'} {since}, from {was.get(name)} to {version}: "
        f"what is run from {now['started']} on may not go with what was run before"
        for name, version in manifests.made_by(now).items()
        if was.get(name) != version
    ]


def _check_resumed(sweep: Sweep) -> None:
    """Refuse an experiment that is another than before; where it only has more of the same, say what adds that."""
    try:
        check_same(sweep.manifest, sweep.plan.experiment, "--resume")
    except BadInput as refused:
        try:
            _grown(sweep)
        except BadInput:
            raise refused from None
        *others, last = refused.problems
        allowed = f"--extend to add what is new to the sweep; {last.allowed}"
        raise BadInput([*others, replace(last, allowed=allowed)]) from None


def _resume(sweep: Sweep) -> None:
    """Go on with what is left.

    An extension that was broken off before the manifest knew of it may have left its own inputs and points: these are
    put back to what the sweep is.
    """
    _check_resumed(sweep)
    write_inputs(sweep.folder, sweep.plan.experiment)
    had, planned = Design.read(sweep.folder / DESIGN), sweep.plan.points[1] - sweep.plan.points[0]
    if len(had) > planned:
        write_design(sweep.folder, Design(had.table.head(planned)))


def _extend(sweep: Sweep) -> None:
    """Add points or replicates; those that are there stay as they are."""
    design = _grown(sweep)
    sweep.plan = sweep.plan.extended(len(design))
    write_inputs(sweep.folder, sweep.plan.experiment)
    write_design(sweep.folder, design)
    fresh = manifests.manifest(sweep.plan, "")
    kept = ("command", "sessions", "tiers", "notes")
    sweep.manifest = fresh | {key: value for key, value in sweep.manifest.items() if key in kept}


def _grown(sweep: Sweep) -> Design:
    """The design of an experiment that has more of the same than the sweep; ``BadInput`` where it is another."""
    experiment, kind = sweep.plan.experiment, KINDS[sweep.plan.experiment.recipe.kind]
    if sweep.plan.shard:
        raise BadInput.single("a shard cannot be extended", "--extend", "to merge the shards, and extend the whole")
    now = json.loads(json.dumps(manifests.configuration(experiment)))
    changed = list(manifests.differences(sweep.manifest["configuration"], now))
    grown = [f"design.{key}" for key in kind.needs if f"design.{key}" in changed]
    if kind.alternative and grown:
        name = experiment.recipe.kind
        raise BadInput.single(f"a design '{name}' cannot be extended", "--extend", kind.alternative, key=grown[0])
    check_same(sweep.manifest, experiment, "--extend", GROWS)
    had, design = Design.read(sweep.folder / DESIGN), Design.make(experiment.recipe, experiment.factors)
    planned = Design(had.table.head(sweep.plan.points[1]))  # an extension that was broken off may have left more
    fewer = experiment.replicates < sweep.manifest["configuration"]["replicates"] or len(design) < len(planned)
    if fewer or not design.begins_with(planned):
        what = (
            "the experiment has fewer points or replicates than the sweep" if fewer else "earlier points have changed"
        )
        raise BadInput.single(what, "--extend", "more points or replicates, and all that were there as they were")
    return design
