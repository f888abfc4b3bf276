"""Read a system or a policy: every problem of a file at once, or the finished thing with its provenance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from experiments.config.check import Check, Values
from experiments.config.folders import Kind, Listed, a, find, listed
from experiments.config.provenance import Provenance, Source
from experiments.config.rules import check_system
from experiments.config.schema import (
    CIRCUMSTANCES_SCHEMA,
    EXPERIMENT_SCHEMA,
    POLICY,
    POLICY_SCHEMA,
    SYSTEM,
    SYSTEM_SCHEMA,
    TIMELINE_SCHEMA,
    WEIGHTS_SCHEMA,
)
from experiments.config.text import Document, Leaf, read_document
from experiments.problems import BadInput, nearest_name
from sim import parameters
from sim.parameters import Registry
from sim.policy import Policy
from sim.system import (
    AcuteTrust,
    Board,
    Community,
    CommunityTrust,
    Council,
    Place,
    PlannedCare,
    Region,
    System,
)

SCHEMAS: dict[Kind, str] = {
    "system": SYSTEM_SCHEMA,
    "policy": POLICY_SCHEMA,
    "timeline": TIMELINE_SCHEMA,
    "weighting": WEIGHTS_SCHEMA,
    "circumstances": CIRCUMSTANCES_SCHEMA,
    "experiment": EXPERIMENT_SCHEMA,
}


@dataclass(frozen=True)
class LoadedSystem:
    """A described system, with where every figure came from."""

    system: System
    provenance: Provenance
    summary: str
    path: Path


def list_systems() -> tuple[Listed, ...]:
    """The systems that come with the repository."""
    return listed("system")


def list_policies() -> tuple[Listed, ...]:
    """The policies that come with the repository."""
    return listed("policy")


def load_system(path_or_name: str | Path, registry: Registry | None = None) -> LoadedSystem:
    """Read a system by name or path; ``BadInput`` lists everything that is wrong with it."""
    values, check = read_system(open_document("system", path_or_name), registry)
    stop_if_wrong(check)
    sources = {code: Source(id=code, **source) for code, source in values["sources"].items()}
    return LoadedSystem(_system(values), Provenance(check.figures, sources), values["summary"], check.document.path)


def read_system(document: Document, registry: Registry | None = None) -> tuple[Values, Check]:
    """What a document says about a system, and the check that noted every problem with it."""
    check = Check(document, parameters.REGISTRY if registry is None else registry)
    values = check.run(SYSTEM)
    check_system(values, check)
    return values, check


def load_policy(path_or_name: str | Path, registry: Registry | None = None) -> Policy:
    """Read a policy by name or path; ``BadInput`` lists everything that is wrong with it."""
    check = Check(open_document("policy", path_or_name), parameters.REGISTRY if registry is None else registry)
    values = check.run(POLICY)
    stop_if_wrong(check)
    return Policy(values["id"], values["name"], values["summary"], values["levers"])


def open_document(kind: Kind, path_or_name: str | Path) -> Document:
    """Read the document and make sure that it is of this kind and version before its content is judged."""
    document = read_document(find(kind, path_or_name))
    root, wanted = document.root, SCHEMAS[kind]
    said = root.entries.get("schema")
    if isinstance(said, Leaf) and said.text == wanted:
        return document
    where, key, allowed = document.where(root.lines.get("schema", root.line)), "schema", f"schema: {wanted}"
    if not isinstance(said, Leaf):
        raise BadInput.single(
            "the file does not say its format", where, allowed, nearest_name("schema", root.entries), key
        )
    other = next((name for name, schema in SCHEMAS.items() if schema == said.text), None)
    what = f"the format '{said.text[:60]}' cannot be read here"
    if other is not None:
        what = f"this file describes {a(other)}, not {a(kind)}"
    elif said.text.rpartition("/")[0] == wanted.rpartition("/")[0]:
        what = f"version '{said.text.rpartition('/')[2][:20]}' of the format cannot be read here"
    raise BadInput.single(what, where, allowed, "" if other else nearest_name(said.text, [wanted]), key)


def stop_if_wrong(check: Check) -> None:
    """Raise ``BadInput`` with every problem that was noted, in the order of the file."""
    if check.problems:
        raise BadInput(sorted(check.problems, key=_line))


def _line(problem: object) -> int:
    where = getattr(problem, "where", "")
    line = where.rpartition(":")[2]
    return int(line) if line.isdigit() else 0


def _system(values: Values) -> System:
    """The system, once nothing is wrong: the fields of the format are those of the model's own records."""
    return System(
        id=values["id"],
        name=values["name"],
        region=Region(**values["region"]),
        board=Board(**values["board"]),
        communities=tuple(Community(id=code, **record) for code, record in values["communities"].items()),
        councils=tuple(Council(id=code, **record) for code, record in values["councils"].items()),
        footprints={
            footprint: tuple(Place(id=code, **record) for code, record in places.items())
            for footprint, places in values["footprints"].items()
        },
        acute_trusts=tuple(AcuteTrust(id=code, **record) for code, record in values["acute_trusts"].items()),
        community_trusts=tuple(
            CommunityTrust(id=code, **record) for code, record in values["community_trusts"].items()
        ),
        planned_care=PlannedCare(**values["planned_care"]),
        starting_values=values.get("starting_values", {}),
    )
