"""Hold a document against a format: take the values, note where figures come from, gather every problem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from experiments.config.figures import FIGURE_KEYS, Basis, describe, read_basis, read_figure
from experiments.config.provenance import Figure
from experiments.config.spec import (
    Amounts,
    Cells,
    Figured,
    Named,
    Names,
    Number,
    Plain,
    Record,
    Settings,
    Spec,
    Table,
    Text,
    Varied,
    figured,
)
from experiments.config.text import Block, Document, Leaf, Node
from experiments.config.varied import read_names, read_varied
from experiments.problems import Problem, nearest_name
from sim.parameters import Parameter, Registry

Values = dict[str, Any]


class Check:
    """One pass over one document. ``values`` of what was right, ``figures`` and ``problems`` grow on the way."""

    def __init__(self, document: Document, registry: Registry) -> None:
        self.document = document
        self.registry = registry
        self.problems: list[Problem] = list(document.problems)
        self.figures: dict[str, Figure] = {}
        self.bases: dict[str, Basis] = {}
        """By the key of a figure: where it comes from, as its file says it."""
        self.lines: dict[str, int] = {}
        self.names: dict[str, dict[str, str]] = {}
        self.faults: tuple[str, ...] = ()
        """Keys in which something was wrong, before any rule across figures was applied."""

    def run(self, record: Record) -> Values:
        """Check the whole document; the values that could be read, as nested dictionaries."""
        root = self.document.root
        for name, spec in record.fields.items():
            table = root.entries.get(name)
            if isinstance(spec, Table):
                self.names[name] = _names(table) if isinstance(table, Block) else {}
        values = self._record(root, record, "")
        self.faults = tuple({problem.key for problem in self.problems})
        return values

    def note(self, key: str, what: str, line: int = 0, allowed: str = "", nearest: str = "") -> None:
        """Note a problem with the value called ``key``."""
        where = self.document.where(line or self.line_of(key))
        self.problems.append(Problem(what=what, where=where, key=key, allowed=allowed, nearest=nearest))

    def line_of(self, key: str) -> int:
        """The line of a key, or of the nearest one above it."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key, self.document.root.line)

    def sound(self, *parts: str) -> bool:
        """Whether nothing was wrong in these parts or above them, so that rules across figures may be applied."""
        return not any(
            f"{fault}.".startswith(f"{part}.") or f"{part}.".startswith(f"{fault}.")
            for fault in self.faults
            for part in parts
        )

    # Blocks

    def _block(self, node: Node, key: str, label: str) -> Block | None:
        if isinstance(node, Block):
            return node
        self.note(key, f"{label}: expected a block of keys, found {describe(node)}", node.line, "keys, one a line")
        return None

    def keys(self, block: Block, key: str, known: Iterable[str], of: str = "") -> set[str]:
        """Note every key that is not known; the keys that were probably meant."""
        known, meant = list(known), set()
        for name in block.entries:
            if name not in known:
                near = nearest_name(name, [other for other in known if other not in block.entries] or known)
                what = f"'{name[:60]}' is not a known key{of}"
                self.note(_join(key, name), what, block.lines[name], ", ".join(known), near)
                meant.add(near)
        return meant

    def _record(self, block: Block, record: Record, key: str, inherited: Mapping[str, Basis] | None = None) -> Values:
        with_figures = figured(record.fields)
        known = [*record.fields, *(["basis"] if with_figures and inherited is None else [])]
        meant = self.keys(block, key, known)
        basis = inherited if inherited is not None else self._basis(block, with_figures, key)
        values: Values = {}
        for name, spec in record.fields.items():
            at = _join(key, name)
            if name not in block.entries:
                if name not in record.optional and name not in meant:
                    allowed = spec.allowed if isinstance(spec, (Figured, Plain, Text, Names)) else spec.label
                    self.note(at, f"the key '{name}' is missing ({spec.label})", block.line, allowed)
                continue
            self.lines[at] = block.lines[name]
            value = self._value(block.entries[name], spec, at, basis.get(name))
            if value is not None:
                values[name] = value
        return values

    def _value(self, node: Node, spec: Spec, key: str, basis: Basis | None) -> Any:
        if isinstance(spec, Text):
            return self._text(node, spec, key)
        if isinstance(spec, Figured):
            return read_figure(self, node, spec, key, basis)
        if isinstance(spec, Plain):
            return read_figure(self, node, spec.number, key, None, sourced=False)
        if isinstance(spec, Names):
            return read_names(self, node, spec, key)
        if isinstance(spec, Varied):
            return read_varied(self, node, spec, key)
        block = self._block(node, key, spec.label)
        if block is None:
            return None
        if isinstance(spec, Cells):
            return self._cells(block, spec, key, basis)
        if isinstance(spec, Amounts):
            return self._amounts(block, spec, key)
        if isinstance(spec, Named):
            return self._named(block, spec, key)
        if isinstance(spec, Settings):
            return self._settings(block, spec, key)
        return self._table(block, spec, key) if isinstance(spec, Table) else self._record(block, spec, key)

    def _table(self, block: Block, table: Table, key: str) -> Values:
        basis = self._basis(block, figured(table.entry.fields), key)
        entries = {name: node for name, node in block.entries.items() if name != "basis"}
        if not 1 <= len(entries) <= table.most:
            self.note(key, f"{len(entries)} {table.label} given", block.line, f"1 to {table.most}")
        values: Values = {}
        for name, node in entries.items():
            at = _join(key, name)
            self.lines[at] = block.lines[name]
            if not table.id.holds(name):
                self.note(at, f"'{name[:60]}' cannot be an id ({table.id.label})", block.lines[name], table.id.allowed)
            entry = self._block(node, at, table.entry.label)
            if entry is not None:
                values[name] = self._record(entry, table.entry, at, basis)
        return values

    def _basis(self, block: Block, fields: Mapping[str, Spec], key: str) -> dict[str, Basis]:
        node = block.entries.get("basis") if fields else None
        if node is None:
            return {}
        at = _join(key, "basis")
        self.lines[at] = block.lines["basis"]
        given = self._block(node, at, "where the figures come from")
        if given is None:
            return {}
        self.keys(given, at, fields)
        found: dict[str, Basis] = {}
        for name, about in given.entries.items():
            spec = fields.get(name)
            here = _join(at, name)
            self.lines[here] = given.lines[name]
            tree = self._block(about, here, "where a figure comes from") if spec is not None else None
            if tree is not None and isinstance(spec, (Figured, Cells)):
                self.keys(tree, here, FIGURE_KEYS)
                found[name] = read_basis(self, tree, spec.cell if isinstance(spec, Cells) else spec, here)
        return found

    # Leaves

    def _text(self, node: Node, spec: Text, key: str) -> str | None:
        if not isinstance(node, Leaf) or node.empty:
            self.note(key, f"expected text ({spec.label}), found {describe(node)}", node.line, spec.allowed)
            return None
        text = " ".join(node.text.split())
        if not spec.holds(text):
            near = nearest_name(text, spec.choices)
            self.note(key, f"'{text[:60]}' cannot be used ({spec.label})", node.line, spec.allowed, near)
            return None
        if node.plain and not node.a_word and not spec.pattern:
            self.note(key, f"{text[:60]} is not text ({spec.label})", node.line, "text, or the value in quotes")
            return None
        return text

    def _cells(self, block: Block, spec: Cells, key: str, basis: Basis | None) -> Values:
        if "values" in block.entries:
            self.keys(block, key, [*FIGURE_KEYS, "values"])
            basis = read_basis(self, block, spec.cell, key)
            inner = self._block(block.entries["values"], key, spec.label)
            if inner is None:
                return {}
            block = inner
        names = self.names.get(spec.of, {}) if spec.of else {name: name for name in spec.names}
        values: Values = {}
        for name, node in block.entries.items():
            at = _join(key, name)
            self.lines[at] = block.lines[name]
            if names and name not in names:
                allowed = ", ".join(f"{code} ({said})" if code != said else code for code, said in names.items())
                what = f"'{name[:60]}' is not one of the {spec.of}" if spec.of else f"'{name[:60]}' is not a known key"
                self.note(at, what, block.lines[name], allowed, _nearest_id(name, names))
                continue
            value = read_figure(self, node, spec.cell, at, basis)
            if value is not None:
                values[name] = value
        for name in spec.names:
            if name not in block.entries:
                self.note(_join(key, name), f"the key '{name}' is missing", block.line, spec.cell.allowed)
        return values

    def _amounts(self, block: Block, spec: Amounts, key: str) -> Values:
        self.keys(block, key, spec.cells)
        values: Values = {}
        for name, number in spec.cells.items():
            if name in block.entries:
                at = _join(key, name)
                self.lines[at] = block.lines[name]
                value = read_figure(self, block.entries[name], number, at, None, sourced=False)
                if value is not None:
                    values[name] = value
        return values

    def _named(self, block: Block, spec: Named, key: str) -> Values:
        values: Values = {}
        for name, node in block.entries.items():
            at = _join(key, name)
            self.lines[at] = block.lines[name]
            a_number = spec.instead is not None and isinstance(node, Leaf) and node.number is not None
            cell = spec.instead if spec.instead is not None and a_number else spec.cell
            value = (
                self._text(node, cell, at)
                if isinstance(cell, Text)
                else read_figure(self, node, cell, at, None, sourced=False)
            )
            if value is not None:
                values[name] = value
        return values

    def _settings(self, block: Block, spec: Settings, key: str) -> Values:
        known = {p.name: p for p in self.registry.values() if spec.role in (p.role, "parameter")}
        values: Values = {}
        for name, node in block.entries.items():
            at = _join(key, name)
            self.lines[at] = block.lines[name]
            parameter = known.get(name)
            if parameter is None:
                self.not_a_parameter(name, at, block.lines[name], spec, known)
                continue
            value = self._setting(node, parameter, at, spec.sourced)
            if value is not None:
                values[name] = value
        return values

    def not_a_parameter(
        self, name: str, key: str, line: int, spec: Settings | Varied, known: Mapping[str, Parameter]
    ) -> None:
        """Note a name that is no parameter of the role that is asked for."""
        what = f"'{name[:60]}' is not a known {spec.role}"
        if name in self.registry and spec.role != "parameter":
            other = "an uncertainty, not a lever" if spec.role == "lever" else "a lever, which policies set"
            what = f"'{name}' is {other}"
        allowed = f"one of the {len(known)} names that 'tiers list parameters' shows"
        allowed += f" as {spec.role}" if spec.role != "parameter" else ""
        self.note(key, what, line, allowed, nearest_name(name, known))

    def _setting(self, node: Node, parameter: Parameter, key: str, sourced: bool) -> float | str | None:
        if parameter.structural:
            return self._text(node, Text(parameter.label, choices=parameter.choices), key)
        number = Number(parameter.label, parameter.unit, parameter.low, parameter.high)
        value = read_figure(self, node, number, key, None, sourced)
        wrong = parameter.problem(value) if value is not None else None
        if wrong is not None:
            self.note(key, wrong, node.line, number.allowed)
        return value if wrong is None else None


def _join(key: str, name: str) -> str:
    return f"{key}.{name[:60]}" if key else name[:60]


def _names(table: Block) -> dict[str, str]:
    """The ids of a table with the names people know them by."""
    names: dict[str, str] = {}
    for code, node in table.entries.items():
        if code != "basis":
            name = node.entries.get("name") if isinstance(node, Block) else None
            names[code] = name.text if isinstance(name, Leaf) and name.text else code
    return names


def _nearest_id(name: str, names: Mapping[str, str]) -> str:
    """The id most like ``name``, whether an id or a name was meant."""
    by_name = {said: code for code, said in names.items()}
    near = nearest_name(name, [*names, *by_name])
    return by_name.get(near, near)
