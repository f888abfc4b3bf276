"""Write the spreadsheet: empty to be filled in, or holding a described system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from experiments.config.formulae import REGIONS
from experiments.config.spec import Cells, Flag
from experiments.files import whole_file
from experiments.sheets.describe import Described, cell_of, describe, rows
from experiments.sheets.layout import FORMS, ORDER, TABLES, Column, Field, Form, Sheet
from experiments.sheets.readme import LINES

EXAMPLE = "dorset"
"""The shipped system that the examples are taken from."""
TITLE, LABEL, ALLOWED, EMPTY, SAMPLE, HEAD = range(1, 7)
"""The rows above the data of a table."""
FIRST, LAST = HEAD + 1, HEAD + 300
SPARE = 30
"""Empty rows that are tinted beneath what is filled in."""
WIDTHS = {"id": 24, "name": 50, "community": 34, "trust": 50, "footprint": 20, "why": 70, "figure": 46, "source": 26}
WIDTHS |= {"title": 60, "publisher": 40, "note": 50, "kind": 28, "income": 40}
NUMBER_WIDTH = 22

NAVY, GREY, PALE, CREAM = "1F3A5F", "6B7785", "EEF2F6", "FFF9E3"
THIN = Border(bottom=Side(style="thin", color="C9D1DA"))
TOP = Alignment(wrap_text=True, vertical="top")


def write_template(path: Path, given: Described | None = None) -> None:
    """Write the workbook to ``path``, whole or not at all, holding what is ``given``."""
    example = describe(EXAMPLE)
    book = Workbook()
    book.remove(book.active)
    by_name = {part.name: part for part in (*TABLES, *FORMS)}
    for name in ORDER:
        sheet = book.create_sheet(name)
        part = by_name.get(name)
        if part is None:
            _readme(sheet)
        elif isinstance(part, Sheet):
            _table(sheet, part, given, example)
        else:
            _form(sheet, part, given, example)
    with whole_file(path) as partial:
        book.save(partial)


def put(sheet: Worksheet, row: int, column: int, value: Any, **style: Any) -> None:
    """Write a value; text stays text, whatever it begins with, and can never become a formula."""
    cell = sheet.cell(row, column)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        value = "".join(letter if letter.isprintable() else " " for letter in value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in tuple("=+-@")
    for name, given in style.items():
        setattr(cell, name, given)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour)


def _readme(sheet: Worksheet) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 104
    for number, (first, second) in enumerate(LINES, start=1):
        heading = bool(first) and not second
        font = Font(bold=True, size=16 if number == 1 else 12, color=NAVY) if heading else Font(bold=True)
        put(sheet, number, 1, first or None, font=font, alignment=Alignment(vertical="top"))
        put(sheet, number, 2, second or None, alignment=TOP)
        sheet.row_dimensions[number].height = 26 if heading else 15.5 * _lines(second, 88) + 2
    required, optional = (next(n for n, line in enumerate(LINES, 1) if line[0] == word) for word in ("Dark", "Grey"))
    for row, colour in ((required, NAVY), (optional, GREY)):
        sheet.cell(row, 1).fill = _fill(colour)
        sheet.cell(row, 1).font = Font(bold=True, color="FFFFFF")


def _lines(text: str, width: float) -> int:
    """About how many lines a text takes in a column."""
    taken, room = 1, width
    for word in text.split():
        if len(word) > room:
            taken, room = taken + 1, width
        room -= len(word) + 1
    return taken


def _heading(sheet: Worksheet, title: str, about: str) -> None:
    put(sheet, TITLE, 1, f"{title}.  {about}", font=Font(bold=True, size=11, color=NAVY), alignment=TOP)


# Tables --------------------------------------------------------------------------------------------------------------


def _table(sheet: Worksheet, part: Sheet, given: Described | None, example: Described) -> None:
    widths = [float(WIDTHS.get(column.head, NUMBER_WIDTH)) for column in part.columns]
    span = sum(widths)
    sheet.merge_cells(start_row=TITLE, end_row=TITLE, start_column=1, end_column=len(part.columns))
    _heading(sheet, part.title, part.about)
    sheet.row_dimensions[TITLE].height = 16 * _lines(f"{part.title}.  {part.about}", span * 0.95) + 4
    samples = rows(example, part.name)
    sample = next((row for row in samples if row.get("quality") == "assumed"), samples[0])
    data = rows(given, part.name) if given is not None else []
    for number, column in enumerate(part.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = widths[number - 1]
        small = Font(size=9, color="333333")
        for row, text in ((LABEL, column.label), (ALLOWED, column.allowed), (EMPTY, _empty(column))):
            put(sheet, row, number, text, font=small, fill=_fill(PALE), alignment=TOP)
        put(sheet, SAMPLE, number, _sample(sample.get(column.head)), font=Font(italic=True, size=9, color=GREY))
        sheet.cell(SAMPLE, number).alignment = Alignment(horizontal="left")
        colour = NAVY if column.required else GREY
        put(sheet, HEAD, number, column.head, font=Font(bold=True, color="FFFFFF"), fill=_fill(colour))
        sheet.cell(HEAD, number).comment = _note(column)
        _validate(sheet, part, column, get_column_letter(number))
        for row in range(FIRST, FIRST + len(data) + SPARE):
            sheet.cell(row, number).border = THIN
            if column.required:
                sheet.cell(row, number).fill = _fill(CREAM)
    for row, record in enumerate(data, start=FIRST):
        for number, column in enumerate(part.columns, start=1):
            value = record.get(column.head)
            if value is not None and value != "":
                put(sheet, row, number, value)
    for row, text in ((LABEL, "label"), (ALLOWED, "allowed"), (EMPTY, "empty")):
        texts = [_empty(column) if text == "empty" else str(getattr(column, text)) for column in part.columns]
        tallest = max(_lines(said, width) for said, width in zip(texts, widths, strict=True))
        sheet.row_dimensions[row].height = 12.5 * tallest + 2
    frozen = next(n for n, column in enumerate(part.columns, start=1) if column.head not in ("footprint", "id", "name"))
    sheet.freeze_panes = sheet.cell(FIRST, frozen)


def _empty(column: Column) -> str:
    return f"may be left empty: {column.otherwise}" if column.otherwise else "MUST BE GIVEN"


def _sample(value: object) -> str:
    shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    text = f"{shown:g}" if isinstance(shown, float) and not shown.is_integer() else str(shown)
    if isinstance(shown, float) and shown.is_integer():
        text = str(int(shown))
    return "e.g. (empty)" if value in (None, "") else f"e.g. {text}"


def _note(column: Column) -> Comment:
    keys = ", ".join(field.key for field in column.fields if field.figure)
    lines = [column.label, f"Allowed: {column.allowed}" if column.allowed else "", _empty(column)]
    lines.append(f"In the sheet 'evidence': {keys}" if keys else "")
    text = "\n\n".join(line for line in lines if line)
    comment = Comment(
        text, "tiers", width=340, height=30 + 17 * sum(_lines(line, 50) + 1 for line in text.split("\n\n"))
    )
    return comment


def _validate(sheet: Worksheet, part: Sheet, column: Column, letter: str) -> None:
    """Choices as a list, numbers within their bounds: the program warns at once, and still lets people go on."""
    if column.choices:
        rule = DataValidation(type="list", formula1=_choices(column.choices), showErrorMessage=part.name != "evidence")
    else:
        rule = _rule(column.fields)
    if rule is not None:
        rule.add(f"{letter}{FIRST}:{letter}{LAST}")
        sheet.add_data_validation(rule)


def _choices(choices: str) -> str:
    name, _, head = choices.partition("!")
    if not head:
        return f'"{choices}"'
    sheet = next(part for part in TABLES if part.name == name)
    letter = get_column_letter([column.head for column in sheet.columns].index(head) + 1)
    return f"{name}!${letter}${FIRST}:${letter}${LAST}"


def _rule(fields: tuple[Field, ...]) -> DataValidation | None:
    field = fields[0] if fields else None
    if field is None:
        return None
    if isinstance(field.spec, Flag):
        return DataValidation(type="list", formula1='"yes,no"', showErrorMessage=True)
    number = field.number
    if number is None:
        return None
    return DataValidation(
        type="decimal",
        operator="between",
        formula1=repr(number.low),
        formula2=repr(number.high),
        errorStyle="warning",
        showErrorMessage=True,
        errorTitle=field.key.rpartition(".")[2][:30] or field.label[:30],
        error=f"Allowed: {number.allowed}"[:220],
    )


# Forms ---------------------------------------------------------------------------------------------------------------


FORM_HEADS = ("figure", "value", "what it is", "what is allowed", "if left empty", "example")
FORM_WIDTHS = (46, 40, 46, 44, 60, 40)


def _form(sheet: Worksheet, part: Form, given: Described | None, example: Described) -> None:
    sheet.merge_cells(start_row=TITLE, end_row=TITLE, start_column=1, end_column=len(FORM_HEADS))
    _heading(sheet, part.title, part.about)
    sheet.row_dimensions[TITLE].height = 16 * _lines(f"{part.title}.  {part.about}", 230) + 4
    for number, (head, width) in enumerate(zip(FORM_HEADS, FORM_WIDTHS, strict=True), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        put(sheet, TITLE + 1, number, head, font=Font(bold=True, color="FFFFFF"), fill=_fill(NAVY))
    row = TITLE + 2
    for heading, fields in part.parts.items():
        put(sheet, row, 3, heading, font=Font(bold=True, color=NAVY))
        row += 1
        for field in fields:
            _form_row(sheet, row, field, given, example)
            row += 1
    sheet.freeze_panes = sheet.cell(TITLE + 2, 3)


def _form_row(sheet: Worksheet, row: int, field: Field, given: Described | None, example: Described) -> None:
    value = cell_of(given, field.key) if given is not None else None
    sample = cell_of(example, field.key)
    colour = GREY if field.otherwise else NAVY
    put(sheet, row, 1, field.key, font=Font(bold=True, color=colour), alignment=TOP)
    put(sheet, row, 2, value, alignment=Alignment(horizontal="left", vertical="top", wrap_text=True), border=THIN)
    if not field.otherwise:
        sheet.cell(row, 2).fill = _fill(CREAM)
    empty = f"may be left empty: {field.otherwise}" if field.otherwise else "MUST BE GIVEN"
    texts = (field.label, field.allowed, empty, _sample(sample) if sample is not None else "")
    for column, text in enumerate(texts, start=3):
        put(sheet, row, column, text or None, font=Font(size=9, color="333333"), alignment=TOP)
    shown = [(str(value or ""), FORM_WIDTHS[1]), *zip(texts, FORM_WIDTHS[2:], strict=True)]
    sheet.row_dimensions[row].height = 12.5 * max(_lines(text, width) for text, width in shown) + 4
    rule = _rule((field,))
    if field.key == "region.id":
        rule = DataValidation(type="list", formula1=_choices(",".join(REGIONS)), showErrorMessage=False)
    if rule is not None and not isinstance(field.spec, Cells):
        rule.add(f"B{row}")
        sheet.add_data_validation(rule)
