"""Read a weighting: how much each outcome counts for somebody.

Names of outcomes are checked when it is used, against what was compared; in a file whose form is wrong they are checked
at once, so that nothing is reported only after something else was mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from experiments.config.check import Check
from experiments.config.folders import Listed, listed
from experiments.config.load import open_document, stop_if_wrong
from experiments.config.schema import WAYS, WEIGHTS
from experiments.config.text import Block, Leaf
from experiments.problems import nearest_name
from sim import parameters
from sim.outcomes import CATALOGUE, Outcome

Misused = tuple[str, str, str, str]
"""A name, what is wrong with its use, what is allowed, and the nearest name."""


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
    if check.problems:
        _check_names(check)
    stop_if_wrong(check)
    weights, wanted = values["weights"], values.get("wanted", {})
    where = {name: check.document.where(check.line_of(f"wanted.{name}")) for name in wanted}
    where |= {name: check.document.where(check.line_of(f"weights.{name}")) for name in weights}
    return Weighting(values["id"], values["name"], values["summary"], weights, wanted, where)


def _check_names(check: Check) -> None:
    """Note every name that is misused, whatever else is wrong; which places there are is known only of a system."""
    given: dict[str, dict[str, str]] = {"weights": {}, "wanted": {}}
    for block, found in given.items():
        node = check.document.root.entries.get(block)
        if isinstance(node, Block):
            found |= {name: leaf.text if isinstance(leaf, Leaf) else "" for name, leaf in node.entries.items()}
    known = {o.name if o.kind == "icb" else f"{o.name}@{o.kind.upper()}": o for o in CATALOGUE}
    members = {o.name: o for o in CATALOGUE if o.kind != "icb"}
    at = {name: name.partition("@")[0] for name in given["weights"] if "@" in name}
    known |= {name: members[base] for name, base in at.items() if base in members}
    for name, what, allowed, near in misused(given["weights"], given["wanted"], known):
        check.note(f"{'weights' if name in given['weights'] else 'wanted'}.{name}", what, 0, allowed, near)


def misused(weights: Iterable[str], wanted: Mapping[str, str], known: Mapping[str, Outcome]) -> Iterator[Misused]:
    """Every name that cannot be weighed, or cannot be wanted as it is; ``known`` are all that can, by column."""
    names = list(weights)
    for name in names:
        if name not in known:
            yield name, *_unknown(name, known)
        elif known[name].better == "neither" and name not in wanted:
            what = f"neither way is better in itself for '{name}', so say which way is wanted"
            yield name, what, f"'higher' or 'lower', with --want {name}=higher or in a file under 'wanted'", ""
    for name, way in wanted.items():
        if name not in names:
            what = f"'{name[:60]}' is wanted {way[:40]} but has no weight"
            yield name, what, "a name that has a weight", nearest_name(name, names)
        elif name in known and way in WAYS and known[name].better not in ("neither", way):
            what = f"'{name}' is better {known[name].better}, and cannot be wanted {way}"
            yield name, what, "outcomes of which neither way is better in itself", ""


def _unknown(name: str, known: Iterable[str]) -> tuple[str, str, str]:
    """What is wrong with a name that is no column, what would be allowed, and the nearest name."""
    columns = list(known)
    members = [who for base, at, who in (other.partition("@") for other in columns) if at and base == name]
    if members:
        what = f"'{name}' is reported for each of {', '.join(members[:20])}"
        return what, f"one of them, such as '{name}@{members[0]}'", ""
    return f"there is no outcome '{name[:80]}'", "a name from 'tiers list outcomes'", nearest_name(name, columns)
