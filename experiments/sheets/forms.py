"""Read the sheets that have a figure in each row: its key in column A, its value in column B."""

from __future__ import annotations

from experiments.config.by_rule import rule_of
from experiments.config.spec import Record, Settings
from experiments.problems import nearest_name
from experiments.sheets.book import Book
from experiments.sheets.cells import Cell, Grid
from experiments.sheets.layout import Field, Form, optional, spec_of
from experiments.sheets.reader import HOLDS, Reader


def read_form(reader: Reader, form: Form) -> None:
    """A sheet with a key and a value in each row."""
    grid = reader.grids.get(form.name)
    if grid is None:
        for name in HOLDS[form.name]:
            if isinstance(spec_of(name), (Record, Settings)):
                reader.block(name)
        return
    if grid.hidden:
        reader.book.note(reader.book.line(form.name), "", "the sheet is hidden", "show it, or delete it")
    found = _rows_of(reader.book, form, grid)
    for field in form.fields:
        _value(reader, form, grid, field, found.get(field.key))


def _rows_of(book: Book, form: Form, grid: Grid) -> dict[str, int]:
    """The row of each key; what stands beside no key, or twice, is noted."""
    known = {field.key for field in form.fields}
    found: dict[str, int] = {}
    for row in range(2, grid.last_row + 1):
        key, value = grid.at(row, 1).text, grid.at(row, 2)
        line = book.line(form.name, row, 1, "figure")
        if key in found:
            book.note(line, "", f"'{key}' is there twice (first in A{found[key]})", "each figure once")
        elif key in known:
            found[key] = row
        elif not value.empty and key not in ("", "figure"):
            near = nearest_name(key, known)
            book.note(line, near, f"'{key[:60]}' is not a known figure", "the figures of the template", near)
        elif not value.empty and not key:
            what = f"'{value.text[:40]}' is given, but column A does not say for which figure"
            book.note(line, "", what, "a figure of the template")
    return found


def _value(reader: Reader, form: Form, grid: Grid, field: Field, row: int | None) -> None:
    parts = field.key.split(".")
    block = reader.block(*parts[:-1], line=reader.book.line(form.name))
    line = reader.book.line(form.name, row or 1, 2 if row else 1, field.key if row else "")
    may_miss = field.key.startswith("starting_values.") or optional(field.key)
    if row is None:
        if not may_miss and rule_of(field.key) is None:
            reader.book.note(reader.book.line(form.name), field.key, f"there is no row '{field.key}'", field.label)
        else:
            reader.book.blanks[field.key] = line
        return
    merged = grid.merged.get((row, 2))
    if merged is not None:
        reader.book.note(line, field.key, f"the cells {merged} are merged", "one value in each cell: split them again")
        return
    cell: Cell = grid.at(row, 2)
    if row in grid.hidden_rows and not cell.empty:
        reader.book.note(line, "", f"row {row} is hidden, but something is written there", "show it, or delete it")
    if may_miss and cell.empty:
        reader.book.blanks[field.key] = line
        return
    reader.put(block, parts[-1], field.key, reader.book.leaf(cell, line, field.key, field.spec), field.spec)
