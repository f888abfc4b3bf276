"""Open a workbook safely and read its cells: what is written there, and what makes a cell unreadable."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.parsers.expat import ExpatError, ParserCreate

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from experiments.config.text import shown
from experiments.problems import BadInput

MOST_BYTES = 5_000_000
MOST_UNPACKED = 30_000_000
MOST_FILES = 2_000
MOST_ROWS, MOST_COLUMNS = 3_000, 100
FILLED = frozenset({"mergeCell", "hyperlink"})
"""Elements whose range the library fills with cells, one by one."""
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
    book = _load(path, name, values=False)
    sheets = {sheet.title: sheet for sheet in book.worksheets if sheet.title in wanted}
    for sheet in sheets.values():
        if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
            allowed = f"{MOST_ROWS:,} rows and {MOST_COLUMNS} columns; delete empty rows that carry a format"
            raise BadInput.single(f"the sheet goes on as far as {last}", f"{name}: {sheet.title}", allowed)
    formulas = any(cell.data_type == "f" for sheet in sheets.values() for line in sheet.iter_rows() for cell in line)
    saved = _load(path, name, values=True) if formulas else book
    return list(book.sheetnames), {title: _grid(sheet, saved[title]) for title, sheet in sheets.items()}


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
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise BadInput.single("the file is not an Excel workbook", name, WANTED)
    _check_ranges(path, name)


class _Wide(Exception):
    """A part of the package would make far more cells than it holds bytes."""


def _check_ranges(path: Path, name: str) -> None:
    """Refuse ranges that the library would fill with cells while it reads, before anybody could count them; and
    definitions, which a part may unfold from."""
    try:
        with zipfile.ZipFile(path) as package:
            for entry in package.infolist():
                with package.open(entry) as part:
                    _check_part(part)
    except _Wide as error:
        raise BadInput.single(
            str(error), name, f"ranges within {MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
        ) from None
    except Exception as error:  # whatever a damaged package makes the libraries trip over
        raise _damaged(error, name) from None


def _damaged(error: Exception, name: str) -> BadInput:
    said = " ".join(str(error).split())[:120] or type(error).__name__
    return BadInput.single(f"the workbook is damaged and cannot be read ({said})", name, WANTED)


def _check_part(part: IO[bytes]) -> None:
    left = MOST_ROWS * MOST_COLUMNS

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal left
        if tag.rpartition(":")[2] in FILLED and (ref := attributes.get("ref")):
            _, _, last_column, last_row = bounds = range_boundaries(ref)
            if None in bounds or last_row > MOST_ROWS or last_column > MOST_COLUMNS:
                raise _Wide(f"cells are merged or linked as far as {ref[:30]}")
            left -= (last_column - bounds[0] + 1) * (last_row - bounds[1] + 1)
            if left < 0:
                raise _Wide("more cells are merged or linked than a sheet may hold")

    def definitions(*_: object) -> None:
        raise _Wide("a part of the workbook begins with definitions")

    parser = ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, definitions
    with suppress(ExpatError):  # a picture, or what the library will call damaged
        parser.ParseFile(part)


def _load(path: Path, name: str, values: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=values, keep_links=False)
    except (MemoryError, RecursionError):
        raise BadInput.single("the workbook holds far more than a system needs", name, WANTED) from None
    except Exception as error:  # whatever a damaged file makes the library trip over
        raise _damaged(error, name) from None


def _grid(sheet: Worksheet, saved: Worksheet) -> Grid:
    cells = {}
    for line in sheet.iter_rows():
        for cell in line:
            found = _cell(cell, saved.cell(cell.row, cell.column).value if cell.data_type == "f" else None)
            if not found.empty:
                cells[cell.row, cell.column] = found
    merged = {
        (row, column): str(area)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1)
        for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1)
    }
    return Grid(
        sheet.title,
        cells,
        "" if sheet.sheet_state == "visible" else sheet.sheet_state,
        frozenset(row for row, about in sheet.row_dimensions.items() if about.hidden),
        frozenset(_hidden_columns(sheet)),
        merged,
        max((row for row, _ in cells), default=0),
    )


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
    for about in sheet.column_dimensions.values():
        if about.hidden:
            yield from range(about.min or 1, min(about.max or 1, MOST_COLUMNS) + 1)


def _cell(cell: Any, saved: Any) -> Cell:
    """The value of a cell; of a formula, the value it last showed."""
    value, kind = cell.value, cell.data_type
    if kind == "f":
        if saved is None:
            formula = f"={getattr(value, 'text', None) or value}".replace("==", "=")
            what = f"the formula {formula[:40]} was never worked out"
            return Cell(None, cell.row, cell.column, what, "a value, or a file saved by a spreadsheet program")
        value = saved
    if kind == "e" or (isinstance(value, str) and value in ERRORS):
        return Cell(None, cell.row, cell.column, f"the cell shows the error {value}", "a value")
    if isinstance(value, str):
        return Cell(value if value.strip() else None, cell.row, cell.column)
    if value is None or isinstance(value, (bool, int, float, datetime, date)):
        return Cell(value, cell.row, cell.column)
    if isinstance(value, time):
        return Cell(None, cell.row, cell.column, f"the cell holds a time of day ({value})", "a value that is no time")
    return Cell(None, cell.row, cell.column, "the cell holds something that cannot be read", "a number or text")
