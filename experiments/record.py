"""Turn a finished comparison into the tables, the manifest and the report that are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from experiments import provenance, report, store, words
from experiments.compare import Design, Result, shared_kinds
from experiments.config import Provenance
from experiments.store import SYSTEM, Column, Entity, Manifest, Stored
from sim.evidence import CLAIMS, cite
from sim.futures import Futures
from sim.outcomes import CATALOGUE, Outcome
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline
from sim.wiring import structures


@dataclass(frozen=True)
class Run:
    """When and how a comparison was made, and from which files."""

    command: str
    started: datetime
    finished: datetime
    files: Sequence[Path] = ()
    figures: Provenance | None = None
    """Where the figures of the system come from."""
    versions: Mapping[str, str] = field(default_factory=provenance.versions)
    code: Mapping[str, Any] = field(default_factory=provenance.code_state)


def record(folder: Path, design: Design, result: Result, run: Run) -> Stored:
    """Write the four files of a comparison into ``folder`` and return what was stored."""
    stored = put_together(design, result, run)
    store.write_frames(folder, stored.runs, stored.series)
    report.write(stored, folder)
    store.write_manifest(folder, stored.manifest)
    return stored


def put_together(design: Design, result: Result, run: Run) -> Stored:
    """A comparison as it would be read back, of the outcomes that the result has."""
    whom = entities(design.system, design.first, design.second, design.timeline)
    present = [outcome for outcome in CATALOGUE if outcome.name in result.outcomes["first"]]
    compared = [(outcome, whom[outcome.kind]) for outcome in present if outcome.kind in whom]
    return Stored(
        manifest=manifest(design, result.futures, run, whom, present),
        runs=store.runs_frame(
            leading(design, result.futures),
            {
                side: parameters(design.system, policy, result.futures)
                for side, policy in (("first", design.first), ("second", design.second))
            },
            result.outcomes,
            compared,
        ),
        series=store.series_frame(result.series, compared, result.counts),
    )


def entities(
    system: System, first: Policy, second: Policy, timeline: Timeline = STEADY
) -> dict[str, tuple[Entity, ...]]:
    """Whom outcomes are reported for, by kind; a kind whose members differ between the policies is left out.

    Where a timeline changes organisations, all that are there at any time are reported.
    """
    there = structures(system, first, timeline).entities
    names = {place.id: place.name for places in system.footprints.values() for place in places}
    found: dict[str, tuple[Entity, ...]] = {"icb": (Entity(SYSTEM, system.name),)}
    for kind in shared_kinds(system, first, second, timeline):
        if kind != "icb":
            members = [Entity(e.id.partition(":")[2], e.name) for e in there[kind]]
            found[kind] = tuple(Entity(e.id, names.get(e.id, e.name) if kind == "place" else e.name) for e in members)
    return found


def levers(policy: Policy) -> dict[str, Setting]:
    """Every lever as the policy sets it; one that it does not name keeps its default."""
    return {p.name: policy.levers.get(p.name, p.default) for p in REGISTRY.role("lever")}


def varied(system: System, futures: Futures) -> list[str]:
    """The uncertainties that differ between futures: those that were drawn, without what this system has fixed."""
    return [name for name in futures.values if name not in system.starting_values]


def fixed(system: System, futures: Futures) -> dict[str, Setting]:
    """The uncertainties that were not varied, with the value that holds in this system."""
    differ = varied(system, futures)
    return {
        p.name: system.starting_values.get(p.name, p.default)
        for p in REGISTRY.role("uncertainty")
        if p.name not in differ
    }


def run_values(
    system: System, policy: Policy, outcomes: Mapping[str, Sequence[float]], timeline: Timeline = STEADY
) -> list[tuple[Outcome, Entity, float]]:
    """The outcomes of one run, with whom each is reported for."""
    whom = entities(system, policy, policy, timeline)
    return [
        (outcome, entity, float(value))
        for outcome in CATALOGUE
        if outcome.name in outcomes
        for entity, value in zip(whom[outcome.kind], outcomes[outcome.name], strict=True)
    ]


def run_months(
    system: System, policy: Policy, series: Mapping[str, Sequence[Sequence[float]]], timeline: Timeline = STEADY
) -> str:
    """Every outcome of one run by month, as CSV: a row per month (0 is the first April), a column as in the runs.

    ``series`` holds, by outcome name, for each month a value per entity.
    """
    whom = entities(system, policy, policy, timeline)
    named = {
        store.column(outcome, entity): [f"{row[index]!r}" for row in series[outcome.name]]
        for outcome in CATALOGUE
        for index, entity in enumerate(whom[outcome.kind])
    }
    header = ",".join(("month", *named))
    rows = (",".join((str(month), *cells)) for month, cells in enumerate(zip(*named.values(), strict=True)))
    return "\n".join((header, *rows)) + "\n"


def leading(design: Design, futures: Futures) -> dict[str, Column]:
    """The columns that say which run a row is."""
    count = len(futures)
    return {
        "system": [design.system.id] * count,
        "run": np.asarray(futures.replicates, dtype=np.int64),
        "seed": np.full(count, futures.seed, dtype=np.int64),
        "replicate": np.asarray(futures.replicates, dtype=np.int64),
    }


def parameters(system: System, policy: Policy, futures: Futures) -> dict[str, Column]:
    """A column per parameter: levers as the policy sets them, uncertainties as each future has them."""
    count = len(futures)
    columns: dict[str, Column] = {"policy": [policy.id] * count}
    for name, value in (levers(policy) | fixed(system, futures)).items():
        columns[name] = [value] * count if isinstance(value, str) else np.full(count, float(value))
    differ = varied(system, futures)
    columns.update({name: np.asarray(futures.values[name], dtype=np.float64) for name in differ})
    return columns


def manifest(
    design: Design,
    futures: Futures,
    run: Run,
    whom: Mapping[str, Sequence[Entity]],
    outcomes: Sequence[Outcome] = CATALOGUE,
) -> Manifest:
    """Everything needed to say what was run, to run it again, and to render the report without the code."""
    return {
        "schema": store.SCHEMA,
        "tiers": provenance.tiers_version(),
        "sign_off": words.SIGN_OFF,
        "command": run.command,
        "configuration": {
            "system": {"id": design.system.id, "name": design.system.name},
            "first": _policy(design.first),
            "second": _policy(design.second),
            "timeline": _timeline(design.timeline),
            "fixed": fixed(design.system, futures),
            "seed": design.seed,
            "futures": design.futures,
            "years": design.years,
            "engine": design.engine,
            "workers": design.workers,
            "block": design.block_size,
        },
        "series": design.kept,
        "series_futures": design.series_futures,
        "started": run.started.isoformat(timespec="seconds"),
        "finished": run.finished.isoformat(timespec="seconds"),
        "seconds": round((run.finished - run.started).total_seconds(), 3),
        "versions": dict(run.versions),
        "code": dict(run.code),
        "inputs": provenance.inputs(run.files),
        "columns": {
            "varied": varied(design.system, futures),
            "levers": [p.name for p in REGISTRY.role("lever")],
            "outcomes": [store.column(o, e) for o in outcomes for e in whom.get(o.kind, ())],
        },
        "entities": {kind: [asdict(e) for e in members] for kind, members in whom.items()},
        "catalogue": {
            "outcomes": [_outcome(outcome) for outcome in outcomes],
            "parameters": [_plain(asdict(p)) for p in REGISTRY.values()],
            "evidence": _evidence(),
        },
        "figures": _figures(run.figures, design.system),
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {"id": policy.id, "name": policy.name, "summary": policy.summary, "levers": levers(policy)}


def _timeline(timeline: Timeline) -> dict[str, Any]:
    events = [_plain(asdict(event)) for event in timeline.events]
    return {"id": timeline.id, "name": timeline.name, "summary": timeline.summary, "events": events}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return _plain(asdict(outcome))


def _evidence() -> dict[str, dict[str, str]]:
    """The statements that parameters name: what each says, and where it stands."""
    named = dict.fromkeys(code for p in REGISTRY.values() for code in p.evidence if code in CLAIMS)
    return {code: {"gist": CLAIMS[code].gist, "where": cite(code)} for code in sorted(named)}


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in entry.items()}


def _figures(found: Provenance | None, system: System) -> dict[str, Any]:
    """The figures of the system with their quality and source, the sources, and the names of whom they describe."""
    if found is None:
        return {"figures": [], "sources": {}, "names": {}}
    return {
        "names": _described(system),
        "figures": [asdict(figure) for figure in found.figures.values()],
        "sources": {key: asdict(source) for key, source in found.sources.items()},
    }


def _described(system: System) -> dict[str, dict[str, str]]:
    """The name of everything that a system describes, by kind and id."""
    return {
        "communities": {one.id: one.name for one in system.communities},
        "councils": {one.id: one.name for one in system.councils},
        "footprints": {place.id: place.name for places in system.footprints.values() for place in places},
        "acute_trusts": {one.id: one.name for one in system.acute_trusts},
        "community_trusts": {one.id: one.name for one in system.community_trusts},
    }
