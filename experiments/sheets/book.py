"""A workbook on the way to becoming a document: which cell each value came from, and what was wrong with a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from openpyxl.utils import get_column_letter

from experiments.config.spec import Flag, Number, Spec, Text
from experiments.config.text import NUMBER, Block, Document, Leaf
from experiments.problems import Problem, nearest_name
from experiments.sheets.cells import Cell, Grid
from experiments.sheets.layout import Sheet

FLAGS = {"yes": "true", "true": "true", "no": "false", "false": "false"}
HEAD_ROWS = 40
"""Where the row of headers is looked for."""


@dataclass
class Book:
    """Cells by number (the 'line' of a node), and the problems of reading them."""

    name: str
    order: tuple[str, ...]
    """The sheets, in the order in which their problems are told."""
    problems: list[Problem] = field(default_factory=list)
    blanks: dict[str, int] = field(default_factory=dict)
    """By key: the cell of a figure that was left empty."""
    _cells: list[tuple[str, int, int, str]] = field(default_factory=lambda: [("", 0, 0, "")])
    _known: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def line(self, sheet: str, row: int = 0, column: int = 0, label: str = "") -> int:
        """The number of a cell (of a sheet, when no row is given); ``label`` says what stands there."""
        at = (sheet, row, column)
        if at not in self._known:
            self._known[at] = len(self._cells)
            self._cells.append((*at, label))
        return self._known[at]

    def where(self, line: int) -> str:
        """``file: sheet!D7``."""
        sheet, row, column, _ = self._cells[line]
        place = f"{sheet}!{get_column_letter(column)}{row}" if row else sheet
        return f"{self.name}: {place}" if place else self.name

    def label(self, line: int) -> str:
        """What stands in the cell."""
        return self._cells[line][3]

    def rank(self, line: int) -> tuple[int, int, int]:
        """Where the cell comes in the order of the workbook."""
        sheet, row, column, _ = self._cells[line]
        return (self.order.index(sheet) if sheet in self.order else -1, row, column)

    def lines(self) -> dict[str, int]:
        """Every cell by its place."""
        return {self.where(line): line for line in range(len(self._cells))}

    def note(self, line: int, keys: str | Iterable[str], what: str, allowed: str = "", nearest: str = "") -> None:
        """Note a problem with a cell, because of which the values with these keys cannot be used."""
        for key in [keys] if isinstance(keys, str) else dict.fromkeys(keys):
            self.problems.append(Problem(what, self.where(line), key, allowed, nearest))

    def silence(self, key: str) -> None:
        """Note that nothing can be said about the value with this key, because of a problem noted elsewhere."""
        self.problems.append(Problem("", key=key))

    def leaf(self, cell: Cell, line: int, key: str, spec: Spec) -> Leaf | None:
        """The value of a cell as a leaf; None when it cannot be one, which is noted."""
        if cell.wrong:
            self.note(line, key, cell.wrong, cell.allowed)
            return None
        value, text = cell.value, cell.text
        if value is None:
            return Leaf("", True, line)
        if isinstance(value, date):
            if isinstance(spec, Text) and spec.label == "year or date":
                return Leaf(text[:10], False, line)
            hint = " (spreadsheet programs make dates of what looks like one)"
            self.note(line, key, f"the cell holds a date, {text[:10]}{hint}", _allowed(spec))
            return None
        if isinstance(spec, Number) and isinstance(value, str) and NUMBER.fullmatch(text):
            what = f"'{text[:40]}' is stored as text, not as a number ({spec.label})"
            self.note(line, key, what, f"{spec.allowed}, in a cell that is not formatted as text")
            return None
        if isinstance(spec, Flag):
            return Leaf(FLAGS.get(text.lower(), text), True, line)
        if isinstance(spec, Text):
            if isinstance(value, bool) or (not isinstance(value, str) and not spec.pattern and not spec.choices):
                kind = "a yes/no value" if isinstance(value, bool) else "a number"
                self.note(line, key, f"{text} is {kind}, not text ({spec.label})", _allowed(spec))
                return None
            return Leaf(text, False, line)
        if isinstance(value, bool):
            return Leaf(str(value).lower(), True, line)
        return Leaf(text if isinstance(value, str) else repr(value), True, line)


def _allowed(spec: Spec) -> str:
    return spec.allowed if isinstance(spec, (Number, Flag, Text)) else ""


def block_at(root: Block, path: Iterable[str], line: int) -> Block:
    """The block at a path below ``root``, made where there is none yet, with ``line`` for its cell."""
    block = root
    for part in path:
        node = block.entries.get(part)
        if not isinstance(node, Block):
            node = block.entries[part] = Block({}, line)
        block.lines.setdefault(part, node.line)
        block = node
    return block


@dataclass(frozen=True)
class BookDocument(Document):
    """A workbook as a document: the 'lines' of its nodes are the cells of a book."""

    book: Book

    def where(self, line: int) -> str:
        """``file: sheet!D7``."""
        return self.book.where(line)


@dataclass(frozen=True)
class Record:
    """A row of a table that holds something."""

    table: TableReader
    row: int
    label: str

    def cell(self, head: str) -> Cell:
        """The cell in the column with this header."""
        column = self.table.columns.get(head)
        return self.table.grid.at(self.row, column) if column else Cell(None, self.row, 1)

    def line(self, head: str) -> int:
        """The number of that cell; of the first one, where there is no such column."""
        column = self.table.columns.get(head, 1)
        return self.table.book.line(self.table.grid.name, self.row, column, f"{self.label}, {head}".strip(", "))

    def leaf(self, head: str, key: str, spec: Spec) -> Leaf | None:
        """The value in the column with this header, as a leaf; None when it cannot be read, which is noted."""
        table = self.table
        if head not in table.columns and table.part.column(head).required:
            table.missing(head, key)
            return None
        merged = table.grid.merged.get((self.row, table.columns.get(head, 0)))
        if merged is not None:
            first = merged.partition(":")[0]
            line = table.line_of(first)
            table.book.note(line, key, f"the cells {merged} are merged", "one value in each cell: split them again")
            return None
        return table.book.leaf(self.cell(head), self.line(head), key, spec)

    def text(self, head: str) -> str:
        """The text in the column with this header; empty where there is none or it cannot be read."""
        return self.cell(head).text


class TableReader:
    """One sheet with a row of headers: finds the columns, and gives the rows that hold something."""

    def __init__(self, book: Book, part: Sheet, grid: Grid) -> None:
        self.book, self.part, self.grid = book, part, grid
        self.columns: dict[str, int] = {}
        self.meant: set[str] = set()
        self.head_row = self._find_heads()
        self._look_for_hidden()

    def line_of(self, name: str) -> int:
        """The number of the cell with a name such as ``D7``."""
        from openpyxl.utils import coordinate_to_tuple

        row, column = coordinate_to_tuple(name)
        return self.book.line(self.grid.name, row, column)

    def head_line(self) -> int:
        """The number of the first header."""
        return self.book.line(self.grid.name, self.head_row or 1, 1, "headers")

    def missing(self, head: str, key: str) -> None:
        """Note that a column is missing, because of which there is no value with this key."""
        if head in self.meant:
            column = next(c for c in self.part.columns if c.head == head)
            line, what, near = self._renamed[head]
            self.book.note(line, key, what, self._allowed(), near or column.head)
        else:
            self.book.note(self.head_line(), key, f"there is no column '{head}'", self._allowed())

    def records(self) -> Iterator[Record]:
        """Every row below the headers that holds something in a known column."""
        first = self.part.columns[0].head
        for row in range(self.head_row + 1, self.grid.last_row + 1):
            filled = [head for head, column in self.columns.items() if not self.grid.at(row, column).empty]
            if not filled:
                continue
            names = [self.grid.at(row, self.columns[h]).text for h in ("name", first) if h in self.columns]
            if self.part.name == "flows":
                names = [
                    " / ".join(
                        self.grid.at(row, self.columns[h]).text for h in ("community", "trust") if h in self.columns
                    )
                ]
            record = Record(self, row, next((name for name in names if name), f"row {row}")[:60])
            if row in self.grid.hidden_rows:
                line = self.book.line(self.grid.name, row, self.columns[filled[0]], record.label)
                self.book.note(
                    line, "", f"row {row} is hidden, but something is written there", "show it, or delete it"
                )
            yield record

    def _allowed(self) -> str:
        return ", ".join(column.head for column in self.part.columns)

    def _find_heads(self) -> int:
        """The row with the most known headers; what is wrong with its headers is noted."""
        known = {column.head for column in self.part.columns}
        rows: dict[int, int] = {}
        for (row, _), cell in self.grid.cells.items():
            if row <= HEAD_ROWS and cell.text in known:
                rows[row] = rows.get(row, 0) + 1
        self._renamed: dict[str, tuple[int, str, str]] = {}
        if not rows:
            return 0
        best = max(rows, key=lambda row: (rows[row], -row))
        heads = sorted(self.grid.row(best), key=lambda cell: cell.column)
        for cell in heads:
            if cell.text in known and cell.text not in self.columns:
                self.columns[cell.text] = cell.column
        for cell in heads:
            line = self.book.line(self.grid.name, best, cell.column, "headers")
            if cell.text in known and self.columns[cell.text] != cell.column:
                first = get_column_letter(self.columns[cell.text])
                self.book.note(
                    line, "", f"the column '{cell.text}' is there twice (first in {first})", "each column once"
                )
            elif cell.text not in known and not cell.text.startswith("("):
                near = nearest_name(cell.text, [head for head in known if head not in self.columns])
                what = f"'{cell.text[:60]}' is not a known column"
                self.book.note(line, "", what, f"{self._allowed()}, or a header in brackets for your own notes", near)
                if near:
                    self.meant.add(near)
                    self._renamed[near] = (line, what, near)
        return best

    def _look_for_hidden(self) -> None:
        name = self.grid.name
        if self.grid.hidden:
            self.book.note(self.book.line(name), "", "the sheet is hidden", "show it, or delete it")
        for head, column in self.columns.items():
            if column in self.grid.hidden_columns:
                line = self.book.line(name, self.head_row, column, "headers")
                self.book.note(line, "", f"the column '{head}' is hidden", "show it, or delete it")
