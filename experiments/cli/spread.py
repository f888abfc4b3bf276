"""Tables with a row per outcome and a column per place (or council...), in as many parts as the width asks for.

So are those of analyses, with whatever columns they have.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from experiments.cli.screen import clean, styled
from experiments.store import Entity

Column = TypeVar("Column", bound=Hashable)
Row = tuple[RenderableType, Mapping[Entity, RenderableType]]
LABEL = 22
"""Least width of the column that names the outcomes."""


def by_entity(title: str, entities: Sequence[Entity], rows: Sequence[Row], width: int) -> RenderableType:
    """The rows, all entities beside each other as far as they find room, the rest beneath."""
    sizes = {entity: max(9, min(12, longest_word(clean(entity.name)))) for entity in entities}
    tables: list[RenderableType] = []
    for part in in_parts(entities, sizes, LABEL + 4, width):
        table = plain_table()
        table.add_column(title, width=rest(width, [sizes[e] for e in part]))
        for entity in part:
            table.add_column(styled(entity.name), justify="right", width=sizes[entity], overflow="fold")
        for label, cells in rows:
            table.add_row(label, *(cells[entity] for entity in part))
        tables += [table, Text()]
    return Group(*tables)


def in_parts(columns: Sequence[Column], sizes: Mapping[Column, int], first: int, width: int) -> list[Sequence[Column]]:
    """The columns in parts of about equal length that find room in the width beside a first column."""
    parts: list[Sequence[Column]] = []
    for count in range(1, len(columns) + 1):
        length = -(-len(columns) // count)
        parts = [columns[i : i + length] for i in range(0, len(columns), length)]
        if all(sum(sizes[each] + 1 for each in part) + first <= width for part in parts):
            break
    return parts


def plain_table() -> Table:
    """A table without lines but the one beneath its header."""
    return Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False, header_style="bold")


def rest(width: int, others: Sequence[int]) -> int:
    """What is left for the first column, each other column being preceded by a space."""
    return max(LABEL, min(60, width - sum(others) - len(others)))


def longest_word(name: str) -> int:
    """Length of the longest word of a name."""
    return max((len(word) for word in name.split()), default=0)


def labelled(label: str, more: str) -> RenderableType:
    """A label with something said of it beneath."""
    return Group(styled(label), Padding(styled(more, "dim"), (0, 0, 0, 2)))
