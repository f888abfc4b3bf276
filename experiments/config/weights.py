"""Read a weighting: how much each outcome counts for somebody. Names of outcomes are checked when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from experiments.config.check import Check
from experiments.config.folders import Listed, listed
from experiments.config.load import open_document, stop_if_wrong
from experiments.config.schema import WEIGHTS
from sim import parameters


@dataclass(frozen=True)
class Weighting:
    """How much each outcome counts, relative to the others; names as in the columns of ``runs.parquet``."""

    id: str
    name: str
    summary: str
    weights: Mapping[str, float]
    wanted: Mapping[str, str] = field(default_factory=dict)
    """'higher' or 'lower' for outcomes of which neither way is better in itself."""
    where: Mapping[str, str] = field(default_factory=dict)
    """Where each name was given: ``file:line``, or the option."""


def list_weightings() -> tuple[Listed, ...]:
    """The weightings that come with the repository."""
    return listed("weighting")


def load_weighting(path_or_name: str | Path) -> Weighting:
    """Read a weighting by name or path; ``BadInput`` lists everything that is wrong with its form."""
    check = Check(open_document("weighting", path_or_name), parameters.REGISTRY)
    values = check.run(WEIGHTS)
    stop_if_wrong(check)
    weights, wanted = values["weights"], values.get("wanted", {})
    where = {name: check.document.where(check.line_of(f"wanted.{name}")) for name in wanted}
    where |= {name: check.document.where(check.line_of(f"weights.{name}")) for name in weights}
    return Weighting(values["id"], values["name"], values["summary"], weights, wanted, where)
