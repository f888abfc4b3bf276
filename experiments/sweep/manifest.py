"""What a sweep says of itself: enough to know what was run, to run it again, and to refuse to mix two sweeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments import provenance, words
from experiments.bench.machine import machine
from experiments.config import Experiment
from experiments.design import KINDS
from experiments.files import whole_file
from experiments.problems import BadInput
from experiments.store import MANIFEST, SYSTEM, Manifest, checksum
from experiments.sweep.plan import PER_REPLICATE, Plan
from sim.parameters import REGISTRY
from sim.wiring import structures

KIND = "sweep"
SCHEMA = "tiers/sweep/1"
DESIGN, INPUTS = "design.parquet", "inputs"
GROWS = ("replicates", "design.points", "design.base_points", "contents.design")
"""What may grow when a sweep is extended."""


def configuration(experiment: Experiment) -> dict[str, Any]:
    """The experiment in full, as plain data; nothing else can change a result."""
    e, recipe = experiment, experiment.recipe
    keys = KINDS[recipe.kind].keys
    design = {key: getattr(recipe, key) for key in keys if key not in ("file", "beyond_ranges")}
    return {
        "id": e.id,
        "name": e.name,
        "summary": e.summary,
        "systems": [s.id for s in e.systems],
        "policies": [p.id for p in e.policies],
        "timelines": [t.id for t in e.timelines],
        "years": e.years,
        "seed": e.seed,
        "replicates": e.replicates,
        "draws": e.draws,
        "varied": {f.name: list(f.values) or [f.low, f.high] for f in e.factors} if recipe.kind != "table" else {},
        "design": {"kind": recipe.kind, **design},
        "outcomes": [o.name for o in e.outcomes],
        "series": dict(e.series),
        "contents": contents(e),
    }


def contents(experiment: Experiment) -> dict[str, str]:
    """SHA-256 of what each file that was read says (of systems and so on without comments and sources)."""
    e = experiment
    named = {f"{kind}/{one.id}": one for kind, of in _named(e).items() for one in of}
    found = {name: digest(one) for name, one in named.items()}
    return found | ({"design": checksum(e.files["design"])} if "design" in e.files else {})


def _named(e: Experiment) -> dict[str, Sequence[Any]]:
    return {"systems": e.systems, "policies": e.policies, "timelines": e.timelines}


def digest(one: Any) -> str:
    """SHA-256 of what a system, policy or timeline says: the same for the same content, wherever it was read."""
    return hashlib.sha256(json.dumps(asdict(one), sort_keys=True, default=list).encode()).hexdigest()


def differences(old: Mapping[str, Any], new: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """The dotted keys in which two configurations differ, names and summaries aside."""
    for key in dict.fromkeys((*old, *new)):
        one, other = old.get(key), new.get(key)
        if one == other or (not above and key in ("name", "summary")):
            continue
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from differences(one, other, f"{above}{key}.")
        else:
            yield f"{above}{key}"


def manifest(plan: Plan, command: str) -> Manifest:
    """The manifest of a sweep that begins."""
    e = plan.experiment
    return {
        "schema": SCHEMA,
        "kind": KIND,
        "tiers": provenance.tiers_version(),
        "sign_off": words.SIGN_OFF,
        "command": command,
        "configuration": configuration(e),
        "plan": plan.described(),
        "runs": plan.runs,
        "points": list(plan.points),
        "seeds": {
            "model": e.seed,
            "design": e.recipe.seed if "seed" in KINDS[e.recipe.kind].keys else None,
            "cells": {"/".join((c.system.id, c.timeline.id, c.policy.id)): plan.seed(c) for c in plan.cells},
            "engine_replicate": "replicate" if e.draws == "common" else f"point + {PER_REPLICATE} * replicate",
        },
        "columns": {
            "varied": [f.name for f in e.factors],
            "levers": [f.name for f in e.factors if f.parameter.role == "lever"],
            "uncertainties": [f.name for f in e.factors if f.parameter.role == "uncertainty"],
        },
        "catalogue": {
            "outcomes": [_tuples_as_lists(asdict(o)) for o in e.outcomes],
            "parameters": [f.described() for f in e.factors],
        },
        "fixed": {p.name: p.default for p in REGISTRY.values() if p.name not in {f.name for f in e.factors}},
        "entities": entities(e),
        "systems": {s.id: {"name": s.name, "states": dict(s.starting_values)} for s in e.systems},
        "policies": {p.id: {"name": p.name, "summary": p.summary, "levers": dict(p.levers)} for p in e.policies},
        "timelines": {t.id: {"name": t.name, "summary": t.summary} for t in e.timelines},
        "sessions": [session(command)],
        "finished": None,
    }


def session(command: str) -> dict[str, Any]:
    """When, with what and on what a sweep is worked at."""
    return {
        "started": now(),
        "command": command,
        "tiers": provenance.tiers_version(),
        "versions": provenance.versions(),
        "code": provenance.code_state() | {"source": provenance.source()},
        "machine": machine(),
    }


def made_by(session: Mapping[str, Any]) -> dict[str, str]:
    """What a session was run with: the code, by the beginning of its checksum, and the versions of libraries."""
    return {"code": session["code"]["source"][:12], **session["versions"]}


def now() -> str:
    """The time, with its distance from UTC."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def entities(experiment: Experiment) -> dict[str, dict[str, list[dict[str, str]]]]:
    """Whom outcomes are reported for, by system and kind: all that are there under any policy or footprint."""
    kinds = dict.fromkeys(o.kind for o in experiment.outcomes)
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for system in experiment.systems:
        names = {place.id: place.name for places in system.footprints.values() for place in places}
        there: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
        if set(kinds) != {"icb"}:
            for policy in _structures_of(experiment):
                for timeline in experiment.timelines:
                    for kind, members in structures(system, policy, timeline).entities.items():
                        for e in members if kind in there else ():
                            code = e.id.partition(":")[2]
                            there[kind].setdefault(code, names.get(code, e.name) if kind == "place" else e.name)
        there |= {"icb": {SYSTEM: system.name}} if "icb" in there else {}
        found[system.id] = {
            kind: [{"id": code, "name": name} for code, name in members.items()] for kind, members in there.items()
        }
    return found


def _structures_of(experiment: Experiment) -> list[Any]:
    """The policies, once for each footprint that varies."""
    footprints = next((f.values for f in experiment.factors if f.name == "footprint"), ())
    if not footprints:
        return list(experiment.policies)
    return [replace(p, levers={**p.levers, "footprint": f}) for p in experiment.policies[:1] for f in footprints]


def _tuples_as_lists(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in entry.items()}


def write(folder: Path, said: Manifest) -> None:
    """Write the manifest, whole or not at all."""
    text = json.dumps(said, indent=1, ensure_ascii=False, allow_nan=False)
    with whole_file(folder / MANIFEST, durable=True) as partial:
        partial.write_text(text + "\n", encoding="utf-8", newline="\n")


def read(folder: Path) -> Manifest:
    """The manifest of a sweep; ``BadInput`` when there is none."""
    try:
        said: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput.single(f"no {MANIFEST} in '{folder}'", str(folder), "the folder of a sweep") from None
    except (OSError, ValueError) as error:
        raise BadInput.single(f"cannot read {MANIFEST}: {error}", str(folder)) from None
    if said.get("schema") != SCHEMA:
        what = "this is not the folder of a sweep" if said.get("kind") != KIND else f"its format is {said['schema']!r}"
        raise BadInput.single(what, str(folder / MANIFEST), f"a folder that 'tiers sweep' wrote, format {SCHEMA}")
    return said
