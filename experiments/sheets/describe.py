"""A described system as rows for the sheets, each figure with where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.config.figures import Basis
from experiments.config.load import open_document, read_system, stop_if_wrong
from experiments.config.schema import SYSTEM
from experiments.config.spec import Cells, Record, Spec, Table
from experiments.sheets.layout import ACUTE, TIMES

Row = dict[str, Any]


@dataclass(frozen=True)
class Described:
    """A system as its file gives it: nested values, and by key where each figure comes from."""

    values: Mapping[str, Any]
    bases: Mapping[str, Basis]


def describe(path_or_name: str | Path) -> Described:
    """Read a system by name or path; ``BadInput`` lists everything that is wrong with it."""
    values, check = read_system(open_document("system", path_or_name))
    stop_if_wrong(check)
    return Described(values, check.bases)


def rows(described: Described, sheet: str) -> list[Row]:
    """The rows of a sheet, each a value by header."""
    return list(_ROWS[sheet](described))


def cell_of(described: Described, key: str) -> Any:
    """The value with this key; None when there is none."""
    value: Any = described.values
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def pattern(key: str) -> str:
    """The key of a figure with ``*`` for every id in it: what stands for all figures of its kind."""
    spec: Spec | None = SYSTEM
    parts: list[str] = []
    for part in key.split("."):
        if isinstance(spec, Table):
            spec, part = spec.entry, "*"
        elif isinstance(spec, Cells):
            spec, part = None, "*"
        elif isinstance(spec, Record):
            spec = spec.fields.get(part)
        parts.append(part)
    return ".".join(parts)


def _communities(described: Described) -> Iterator[Row]:
    for code, record in described.values["communities"].items():
        yield {"id": code, **record}


def _members(described: Described, code: str, record: Row, **leading: str) -> Iterator[Row]:
    """A row for each community of a council or place; the figures in the first."""
    for place, (community, share) in enumerate(record["communities"].items()):
        figures = {name: value for name, value in record.items() if name != "communities"}
        given = figures if place == 0 else {"name": record["name"]}
        name = described.values["communities"][community]["name"]
        yield {**leading, "id": code, **given, "community": name, "share": share}


def _councils(described: Described) -> Iterator[Row]:
    for code, record in described.values["councils"].items():
        yield from _members(described, code, record)


def _places(described: Described) -> Iterator[Row]:
    for footprint, places in described.values["footprints"].items():
        for code, record in places.items():
            yield from _members(described, code, record, footprint=footprint)


def _trusts(described: Described) -> Iterator[Row]:
    for code, record in described.values["acute_trusts"].items():
        yield {"id": code, "kind": ACUTE, **record}
    for code, record in described.values["community_trusts"].items():
        yield {"id": code, **record}


def _flows(described: Described) -> Iterator[Row]:
    values = described.values
    names = {code: record["name"] for code, record in values["communities"].items()}
    for trust in values["acute_trusts"].values():
        for community in {**trust["residents"], **trust["catchment"]}:
            yield {
                "community": names[community],
                "trust": trust["name"],
                "share": trust["residents"].get(community),
                "catchment": trust["catchment"].get(community),
            }
    for trust in values["community_trusts"].values():
        for community, share in trust["communities"].items():
            yield {"community": names[community], "trust": trust["name"], "share": share}


def _evidence(described: Described) -> Iterator[Row]:
    """A row for what is said of most figures of a kind, and one for each figure of which something else is said."""
    kinds: dict[str, Counter[Basis]] = {}
    for key, basis in described.bases.items():
        kinds.setdefault(pattern(key), Counter())[basis] += 1
    usual = {kind: counted.most_common(1)[0][0] for kind, counted in kinds.items()}
    for kind, basis in usual.items():
        yield _evidence_row(kind, basis)
    for key, basis in described.bases.items():
        if basis != usual[pattern(key)]:
            yield _evidence_row(key, basis)


def _evidence_row(figure: str, basis: Basis) -> Row:
    times = dict(zip(TIMES, basis.times or (None, None), strict=True))
    return {"figure": figure, **{name: value for name, value in vars(basis).items() if name != "times"}, **times}


def _sources(described: Described) -> Iterator[Row]:
    for code, record in described.values["sources"].items():
        yield {"id": code, **record}


_ROWS = {
    "communities": _communities,
    "councils": _councils,
    "places": _places,
    "trusts": _trusts,
    "flows": _flows,
    "evidence": _evidence,
    "sources": _sources,
}
