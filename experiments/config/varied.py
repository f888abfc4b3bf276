"""Read what an experiment names: lists of names, and the parameters it varies, each over a range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from experiments.config.figures import describe
from experiments.config.spec import Names, Varied
from experiments.config.text import Block, Leaf, Node, Row
from experiments.design.factors import Factor
from sim.parameters import Parameter

if TYPE_CHECKING:
    from experiments.config.check import Check

ALL = "all"
RANGE = "nothing (the declared range), [low, high], or the values to try: {values: [...]}"


def read_names(check: Check, node: Node, spec: Names, key: str) -> list[str] | None:
    """The words of a list, or the one word that stands there; None when there is none."""
    leaves = node.items if isinstance(node, Row) else [node]
    names = []
    for leaf in leaves:
        if not isinstance(leaf, Leaf) or leaf.empty or (leaf.plain and not leaf.a_word):
            check.note(key, f"expected names ({spec.label}), found {describe(leaf)}", leaf.line, spec.allowed)
            return None
        if leaf.text in names:
            check.note(key, f"'{leaf.text[:60]}' is named twice", leaf.line, "each name once")
            return None
        names.append(leaf.text)
    if not names:
        check.note(key, f"no {spec.label} are named", node.line, spec.allowed)
    return names or None


def read_varied(check: Check, node: Node, spec: Varied, key: str) -> list[Factor] | None:
    """What is varied and over what; every parameter of the role where ``all`` stands (structural ones excepted)."""
    known = {p.name: p for p in check.registry.role(spec.role if spec.role != "parameter" else "lever")}
    if isinstance(node, Leaf) and node.text == ALL:
        return [Factor.of(p, everything=True) for p in known.values() if not p.structural]
    if isinstance(node, Row):
        named = {leaf.text: leaf for leaf in node.items if isinstance(leaf, Leaf)}
        if len(named) < len(node.items):
            check.note(key, "the list holds something that is no name, or a name twice", node.line, "names, each once")
        node = Block({n: Leaf("", True, leaf.line) for n, leaf in named.items()}, node.line)
        node.lines.update({n: leaf.line for n, leaf in named.items()})
    if not isinstance(node, Block):
        allowed = f"names with their ranges, one a line; a list of names; or: {ALL}"
        check.note(key, f"expected {spec.label}, found {describe(node)}", node.line, allowed)
        return None
    factors = [
        _factor(check, name, entry, spec, f"{key}.{name[:60]}", node, known) for name, entry in node.entries.items()
    ]
    return [factor for factor in factors if factor is not None]


def _factor(
    check: Check, name: str, node: Node, spec: Varied, key: str, block: Block, known: Mapping[str, Parameter]
) -> Factor | None:
    line = check.lines[key] = block.lines[name]
    parameter = known.get(name)
    if parameter is None:
        check.not_a_parameter(name, key, line, spec, known)
        return None
    if isinstance(node, Leaf) and node.empty:
        return Factor.of(parameter)
    values = node
    if isinstance(node, Block):
        check.keys(node, key, ["values"])
        values = node.entries.get("values", node)
    if not isinstance(values, Row) or not all(isinstance(leaf, Leaf) for leaf in values.items):
        check.note(key, f"expected a range, found {describe(node)}", line, RANGE)
        return None
    read = [leaf.text if parameter.structural else leaf.number for leaf in values.items if isinstance(leaf, Leaf)]
    wrong = [problem for value in read if (problem := parameter.problem(value))]
    if wrong:
        allowed = ", ".join(parameter.choices) or f"{parameter.low:g} to {parameter.high:g} ({parameter.unit})"
        check.note(key, wrong[0], line, allowed)
        return None
    if parameter.structural or isinstance(node, Block):
        if len(set(read)) < max(2, len(read)):
            check.note(key, "fewer than two values, or one of them twice", line, "two or more values, each once")
            return None
        return Factor.of(parameter, values=tuple(v for v in read if v is not None))
    if len(read) != 2 or not float(read[0] or 0.0) < float(read[1] or 0.0):
        check.note(key, "a range has a lower and a higher end", line, RANGE)
        return None
    return Factor.of(parameter, low=float(read[0] or 0.0), high=float(read[1] or 0.0))
