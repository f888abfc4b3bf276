"""Open a workbook safely and read its cells: what is written there, and what makes a cell unreadable."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl.utils import coordinate_to_tuple, get_column_letter, range_boundaries
from openpyxl.utils.datetime import from_ISO8601

from experiments.config.text import shown
from experiments.problems import BadInput
from experiments.sheets.package import BOOK, Book, Package, Runs, TooMuch, read_book, true

MOST_BYTES = 5_000_000
MOST_UNPACKED = 30_000_000
MOST_FILES = 2_000
MOST_ROWS, MOST_COLUMNS = 3_000, 100
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
WANTED = "an Excel workbook (.xlsx), such as 'tiers system template my-system.xlsx' writes"
ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})


@dataclass(frozen=True)
class Cell:
    """A cell with a value, or with what is wrong with it."""

    value: bool | int | float | str | date | None
    row: int
    column: int
    wrong: str = ""
    allowed: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is there."""
        return self.value is None and not self.wrong

    @property
    def text(self) -> str:
        """What is written there, with single spaces."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return " ".join(str(self.value).split())


@dataclass(frozen=True)
class Grid:
    """A sheet that could be read."""

    name: str
    cells: dict[tuple[int, int], Cell]
    hidden: str = ""
    """What is hidden, if the sheet itself is."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: dict[tuple[int, int], str] = field(default_factory=dict)
    """Every cell of a merged range, with the range."""
    last_row: int = 0

    def at(self, row: int, column: int) -> Cell:
        """The cell there."""
        return self.cells.get((row, column), Cell(None, row, column))

    def row(self, row: int) -> list[Cell]:
        """Every cell of a row that holds something."""
        return [cell for (r, _), cell in self.cells.items() if r == row]

    def where(self, row: int, column: int) -> str:
        """``sheet!D7``."""
        return f"{self.name}!{get_column_letter(column)}{row}"


def read_grids(path: Path, wanted: frozenset[str]) -> tuple[list[str], dict[str, Grid]]:
    """The names of all sheets, and the sheets that are wanted; ``BadInput`` when the file is not a sound workbook."""
    name = shown(path)
    _check_package(path, name)
    try:
        with zipfile.ZipFile(path) as opened:
            package = Package(opened)
            book = read_book(package)
            grids = {}
            for title, sheet in book.sheets.items():
                if title in wanted and sheet.path:
                    cells = package.read(sheet.path, _Cells(f"{name}: {title}", package, book))
                    grids[title] = cells.grid(title, sheet.hidden)
    except BadInput:
        raise
    except TooMuch as allowed:
        raise BadInput.single("the workbook holds far more than a system needs", name, str(allowed)) from None
    except Exception as error:  # whatever a damaged file makes us trip over
        said = " ".join(str(error).split())[:120] or type(error).__name__
        raise BadInput.single(f"the workbook is damaged and cannot be read ({said})", name, WANTED) from None
    return list(book.sheets), grids


def _check_package(path: Path, name: str) -> None:
    """Refuse what is no workbook, or one that would unpack into far more than a system needs."""
    try:
        if not path.is_file():
            found = "is a folder, not a file" if path.is_dir() else "does not exist"
            raise BadInput.single(f"the file {found}", name, WANTED)
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8)
        if size > MOST_BYTES:
            raise BadInput.single("the file is too large", name, f"at most {MOST_BYTES // 1_000_000} MB")
        if start.startswith(OLD_OR_LOCKED):
            what = "the file is a workbook in the old format (.xls), or protected by a password"
            raise BadInput.single(what, name, f"{WANTED}, saved without a password")
        if not zipfile.is_zipfile(path):
            found = "is empty" if size == 0 else "is not an Excel workbook"
            raise BadInput.single(f"the file {found}", name, WANTED)
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        said = getattr(error, "strerror", None) or error
        raise BadInput.single(f"the file cannot be read ({said})", name, WANTED) from None
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        allowed = f"at most {MOST_UNPACKED // 1_000_000} MB unpacked"
        raise BadInput.single("the workbook holds far more than a system needs", name, allowed)
    if not any(entry.filename == BOOK for entry in entries):
        raise BadInput.single("the file is not an Excel workbook", name, WANTED)


class _Cells(Runs):
    """The cells of a sheet as they go by; ``where`` is what the sheet is called."""

    def __init__(self, where: str, package: Package, book: Book) -> None:
        super().__init__()
        self._where, self._package, self._book = where, package, book
        self._cells: dict[tuple[int, int], Cell] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merged: dict[tuple[int, int], str] = {}
        self._covered: set[tuple[int, int]] = set()
        self._row = self._column = 0
        self._last_row = self._last_column = 0
        self._given: Mapping[str, str] = {}
        self._inside: dict[str, str] = {}

    def start(self, name: str, given: Mapping[str, str]) -> None:
        super().start(name, given)
        if name == "row":
            self._row, self._column = int(given.get("r", self._row + 1)), 0
            if true(given.get("hidden")):
                self._hidden_rows.add(self._row)
        elif name == "c":
            self._given, self._inside = given, {}
        elif name == "col" and true(given.get("hidden")):
            self._hidden_columns |= {*range(int(given["min"]), min(int(given["max"]), MOST_COLUMNS) + 1)}
        elif name == "mergeCell":
            self._merge(given["ref"])

    def end(self, name: str, text: str) -> None:
        super().end(name, text)
        if name in ("v", "f"):
            self._inside[name] = text
        elif name == "is":
            self._inside["v"] = "".join(self._runs)
        elif name == "c":
            self._put()

    def grid(self, name: str, hidden: str) -> Grid:
        """The sheet, once all of it went by; ``BadInput`` where it goes on too far."""
        if self._last_row > MOST_ROWS or self._last_column > MOST_COLUMNS:
            last = f"{get_column_letter(self._last_column)}{self._last_row}"
            allowed = f"{MOST_ROWS:,} rows and {MOST_COLUMNS} columns; delete empty rows that carry a format"
            raise BadInput.single(f"the sheet goes on as far as {last}", self._where, allowed)
        cells = {at: cell for at, cell in self._cells.items() if at not in self._covered}
        return Grid(
            name,
            cells,
            hidden,
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            self._merged,
            max((row for row, _ in cells), default=0),
        )

    def _merge(self, area: str) -> None:
        first_column, first_row, last_column, last_row = bounds = range_boundaries(area)
        if None in bounds or last_row > MOST_ROWS or last_column > MOST_COLUMNS:
            allowed = f"ranges within {MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
            raise BadInput.single(f"cells are merged as far as {area[:30]}", self._where, allowed)
        self._package.take(cells=(last_column - first_column + 1) * (last_row - first_row + 1))
        cells = [(r, c) for r in range(first_row, last_row + 1) for c in range(first_column, last_column + 1)]
        self._merged.update(dict.fromkeys(cells, area))
        self._covered.update(cells[1:])

    def _put(self) -> None:
        if "r" in self._given:
            row, self._column = coordinate_to_tuple(self._given["r"])
        else:
            row, self._column = self._row, self._column + 1
        self._last_row, self._last_column = max(self._last_row, row), max(self._last_column, self._column)
        cell = self._cell(row, self._column)
        if not cell.empty:
            self._cells[row, self._column] = cell
            self._package.take(letters=len(cell.value) if isinstance(cell.value, str) else 0)

    def _cell(self, row: int, column: int) -> Cell:
        """A cell with its value; with that which it last showed where it holds a formula."""
        kind, said = self._given.get("t", "n"), self._inside.get("v", "")
        if "f" in self._inside and not said and kind != "str":
            formula = f"={self._inside['f']}".replace("==", "=")
            what = f"the formula {formula[:40]} was never worked out"
            return Cell(None, row, column, what, "a value, or a file saved by a spreadsheet program")
        value = self._value(kind, said) if said else None
        if kind == "e" or (isinstance(value, str) and value in ERRORS):
            return Cell(None, row, column, f"the cell shows the error {value}", "a value")
        if isinstance(value, str):
            return Cell(value if value.strip() else None, row, column)
        if value is None or isinstance(value, (bool, int, float, datetime, date)):
            return Cell(value, row, column)
        if isinstance(value, time):
            return Cell(None, row, column, f"the cell holds a time of day ({value})", "a value that is no time")
        return Cell(None, row, column, "the cell holds something that cannot be read", "a number or text")

    def _value(self, kind: str, said: str) -> Any:
        if kind == "n":
            number = float(said) if {".", "e", "E"} & set(said) else int(said)
            return self._book.formats.value(number, int(self._given.get("s", 0)))
        if kind == "s":
            return self._book.texts[int(said)]
        if kind == "b":
            return bool(int(said))
        return from_ISO8601(said) if kind == "d" else said
