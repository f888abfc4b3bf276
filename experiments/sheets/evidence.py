"""Where figures come from: the rows of the sheet 'evidence', and which of them speaks of a figure."""

from __future__ import annotations

from dataclasses import dataclass, field

from experiments.config.schema import FIGURE, SYSTEM
from experiments.config.spec import Number, field_rows
from experiments.config.text import Block, Leaf, Node, Row
from experiments.problems import nearest_name
from experiments.sheets.book import Book, Record, TableReader
from experiments.sheets.describe import pattern
from experiments.sheets.layout import OWN_SOURCE, TIMES

KINDS = frozenset(row.key for row in field_rows(SYSTEM))
"""Every kind of figure, with ``*`` for ids."""
OWN = {"source": OWN_SOURCE, "quality": "stated"}
"""What counts where nothing is said."""


@dataclass
class Evidence:
    """What is said of figures, by key with ``*`` for ids; ``used`` grows as figures are asked about."""

    said: dict[str, tuple[int, dict[str, Node]]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    own: bool = False
    """Whether nothing is said of some figure, so that it counts as stated by whoever filled in the sheet."""

    def read(self, book: Book, table: TableReader) -> None:
        """Take every row of the sheet."""
        for record in table.records():
            figure, line = record.text("figure"), record.line("figure")
            if not figure:
                book.note(line, "", "the row does not say of which figure it speaks", "such as councils.*.reserves")
            elif figure in self.said:
                first = book.where(self.said[figure][0]).partition("!")[2]
                book.note(line, "", f"'{figure[:60]}' is there twice (first in {first})", "one row each")
            else:
                self.said[figure] = (line, _nodes(record))

    def figure(self, key: str, leaf: Leaf) -> Block:
        """The figure with what the most particular row says of it."""
        self.asked.add(key)
        found = [name for name in self.said if _speaks_of(name, key)]
        self.used.update(found)
        if not found or leaf.empty:
            self.own = self.own or not leaf.empty
            return figure(leaf, {name: Leaf(text, False, leaf.line) for name, text in OWN.items()})
        line, nodes = self.said[min(found, key=lambda name: name.split(".").count("*"))]
        return figure(leaf, nodes, line)

    def note_unused(self, book: Book, all_read: bool) -> None:
        """Note every row that speaks of no figure there is; of a known kind only where everything else was read."""
        for name, (line, _) in self.said.items():
            if name in self.used or name in KINDS or any(_speaks_of(name, key) for key in book.blanks):
                continue
            if not all_read and pattern(name) in KINDS:
                continue
            near = nearest_name(name, sorted(KINDS | self.asked))
            what = f"there is no figure '{name[:80]}'"
            book.note(line, "", what, "a key such as councils.*.reserves: see the notes of the headers", near)


def figure(leaf: Leaf, about: dict[str, Node], line: int = 0) -> Block:
    """A figure as a block: its value, and where it comes from."""
    entries: dict[str, Node] = {"value": leaf, **about}
    return Block(entries, line or leaf.line, {name: node.line for name, node in entries.items()})


def _nodes(record: Record) -> dict[str, Node]:
    """What one row says, as the keys of a figure."""
    nodes: dict[str, Node] = {}
    for name, spec in FIGURE.fields.items():
        if name not in record.table.columns and name not in ("source", "quality"):
            continue
        if name == "times" or (name not in ("source", "quality") and record.cell(name).empty):
            continue
        leaf = record.leaf(name, "", spec)
        if leaf is not None:
            nodes[name] = leaf
    times = [head for head in TIMES if not record.cell(head).empty]
    if times:
        spec = Number("a multiple of the value", "times", 0, 100)
        leaves = [record.leaf(head, "", spec) or Leaf("1", True, record.line(head)) for head in times]
        nodes["times"] = Row(list(leaves), record.line(times[0]))
    return nodes


def _speaks_of(name: str, key: str) -> bool:
    own, other = name.split("."), key.split(".")
    return len(own) == len(other) and all(a in ("*", b) for a, b in zip(own, other, strict=True))
