"""Mistakes to plant in the cells of West Yorkshire's workbook, each with what must be said about it and where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from experiments.sheets.template import FIRST, HEAD

Find = Callable[[Any], str]


def row_of(sheet: Worksheet, text: str, head: str, start: int = FIRST) -> int:
    """The first row with this text in the column with this header."""
    column = column_of(sheet, head)
    rows = range(start, sheet.max_row + 1)
    return next(row for row in rows if sheet.cell(row, column).value == text)


def column_of(sheet: Worksheet, head: str) -> int:
    return next(c for c in range(1, sheet.max_column + 1) if sheet.cell(HEAD, c).value == head)


def cell(name: str, head: str, by: str = "id") -> Find:
    """The cell of a row (found by the text in the column ``by``) under a header."""
    return lambda sheet: f"{get_column_letter(column_of(sheet, head))}{row_of(sheet, name, by)}"


def header(head: str) -> Find:
    return lambda sheet: f"{get_column_letter(column_of(sheet, head))}{HEAD}"


def flow(community: str, trust: str, head: str) -> Find:
    def find(sheet: Worksheet) -> str:
        columns = column_of(sheet, "community"), column_of(sheet, "trust")
        rows = range(FIRST, sheet.max_row + 1)
        row = next(r for r in rows if [sheet.cell(r, c).value for c in columns] == [community, trust])
        return f"{get_column_letter(column_of(sheet, head))}{row}"

    return find


def value(key: str) -> Find:
    """The value of a figure on a sheet with a figure in each row."""
    return lambda sheet: f"B{next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == key)}"


def key_cell(key: str) -> Find:
    return lambda sheet: value(key)(sheet).replace("B", "A")


@dataclass(frozen=True)
class Mistake:
    """A value to put into a cell, and what must be said: about that cell, or about another one (``at``)."""

    sheet: str
    find: Find
    wrong: object
    what: str
    allowed: str = ""
    nearest: str = ""
    at: tuple[str, Find] | None = None

    def place(self, book: Any) -> str:
        """The cell to change."""
        return self.find(book[self.sheet])

    def named(self, book: Any) -> str:
        """The cell that must be named."""
        return f"{self.at[0]}!{self.at[1](book[self.at[0]])}" if self.at else f"{self.sheet}!{self.place(book)}"


def plant(book: Any, mistakes: dict[str, Mistake]) -> dict[str, str]:
    """Make every mistake in an open workbook; the cell that must be named for each."""
    places = {name: coordinate_to_tuple(mistake.place(book)) for name, mistake in mistakes.items()}
    named = {name: mistake.named(book) for name, mistake in mistakes.items()}
    for name, mistake in mistakes.items():
        book[mistake.sheet].cell(*places[name]).value = mistake.wrong
    return named


LEEDS = "Leeds Teaching Hospitals NHS Trust"

PLANTED = {
    "a word for a number": Mistake("communities", cell("E08000035", "population"), "many", "not a number", "(people)"),
    "an id that is there twice": Mistake(
        "places", cell("calderdale", "id"), "bradford-district-and-craven", "is there twice", "once"
    ),
    "per cent as text": Mistake(
        "communities", cell("E08000034", "share_65_plus"), "17.9%", "'17.9%' is not a number", "0 to 1", "0.179"
    ),
    "a share in per cent": Mistake(
        "communities", cell("E08000036", "share_65_plus"), 19.05, "out of range", "0 to 1", "0.1905"
    ),
    "an empty required cell": Mistake("communities", cell("E08000033", "deprivation"), None, "nothing", "0 to 100"),
    "a number stored as text": Mistake(
        "councils", cell("E08000035", "public_health_grant"), "48.2", "stored as text", "0 to 500"
    ),
    "neither yes nor no": Mistake(
        "councils", cell("E08000034", "exceptional_support"), "maybe", "expected a yes/no value", "yes or no"
    ),
    "money in pounds": Mistake(
        "councils", cell("E08000036", "adult_social_care"), 190_000_000, "out of range", "3,000", "190"
    ),
    "an unknown community": Mistake(
        "councils",
        cell("E08000032", "community"),
        "Bradfrod",
        "'Bradfrod' is not one of the communities",
        "",
        "E08000032",
    ),
    "an unknown footprint": Mistake(
        "places", cell("leeds", "footprint"), "councl", "not a known footprint", "hospital-flow", "council"
    ),
    "a number for a name": Mistake(
        "places", cell("wakefield-district", "name"), 2024, "2024 is a number, not text", "120"
    ),
    "a date for a share": Mistake(
        "places",
        cell("kirklees", "joined_up_start"),
        datetime(2026, 1, 2),
        "the cell holds a date, 2026-01-02",
        "share",
    ),
    "an unknown kind of trust": Mistake(
        "trusts", cell("RGD", "kind"), "mental_helth", "not a kind of trust", "community", "mental_health"
    ),
    "a formula that was never worked out": Mistake(
        "trusts", cell("RR8", "beds"), "=900+880", "the formula =900+880 was never worked out", "saved by"
    ),
    "an error value": Mistake("trusts", cell("RXF", "income"), "#DIV/0!", "shows the error #DIV/0!", "a value"),
    "a renamed header": Mistake(
        "trusts", header("occupancy"), "ocupancy", "'ocupancy' is not a known column", "occupancy", "occupancy"
    ),
    "an unknown trust": Mistake(
        "flows",
        flow("Leeds", LEEDS, "trust"),
        "Leeds Teaching Hospital",
        "not one of the trusts",
        "RR8",
        LEEDS,
    ),
    "a code that cannot be one": Mistake("board", value("board.id"), "Q-WO!", "'Q-WO!' cannot be used", "'QWO'"),
    "a misspelt figure": Mistake(
        "board",
        key_cell("board.running_cost"),
        "board.runing_cost",
        "'board.runing_cost' is not a known figure",
        "template",
        "board.running_cost",
    ),
    "a setting out of range": Mistake(
        "starting values", value("starting_values.removal_hazard"), 0.5, "out of range", "0.015 to 0.04"
    ),
    "an unknown source": Mistake(
        "evidence",
        cell("communities.*.population", "source", "figure"),
        "census-2012",
        "not in the table of sources",
        "census-2021",
        "census-2021",
    ),
    "a title that is missing": Mistake("sources", cell("imd-2025", "title"), None, "expected text", "at most 300"),
}
"""More than twenty, all planted in one workbook."""

MID_YORKSHIRE = "Mid Yorkshire Teaching NHS Trust"

CONTRADICTIONS = {
    "shares over councils": Mistake(
        "councils", cell("E08000035", "share"), 0.9, "the shares of Leeds over the councils sum to 0.9", "a sum of 1"
    ),
    "shares over places": Mistake(
        "places", cell("leeds", "share"), 0.7, "the shares of Leeds over the places sum to 0.7", "a sum of 1"
    ),
    "more than all of a community's care": Mistake(
        "flows",
        flow("Wakefield", MID_YORKSHIRE, "share"),
        1.0,
        "the shares of the care of Wakefield sum to",
        "at most 1",
        at=("flows", flow("Wakefield", LEEDS, "share")),
    ),
    "more than all patients": Mistake(
        "flows",
        flow("Leeds", LEEDS, "catchment"),
        0.99,
        "the shares of the patients of Leeds Teaching Hospitals NHS Trust sum to",
        "at most 1",
        at=("flows", flow("Bradford", LEEDS, "catchment")),
    ),
    "an amount in the wrong unit": Mistake(
        "starting values",
        value("planned_care.completed"),
        61.964,
        "suggests a wrong unit",
        "pathways a resident a month",
    ),
    "a board of two": Mistake("board", value("board.seats.executive"), 40.5, "out of range", "0 to 40 (seats)"),
    "a figure outside its own range": Mistake(
        "evidence",
        cell("board.allocation", "low", "figure"),
        5700,
        "5,605 lies outside its own range",
        "5,700 to 5,900",
        at=("board", value("board.allocation")),
    ),
    "an assumed figure without a reason": Mistake(
        "evidence",
        cell("councils.*.other_services", "why", "figure"),
        None,
        "needs a reason",
        "a sentence",
        at=("evidence", cell("councils.*.other_services", "figure", "figure")),
    ),
    "evidence for no figure": Mistake(
        "evidence",
        cell("councils.*.reserves", "figure", "figure"),
        "councils.*.reservs",
        "no figure",
        "a key such as",
        "councils.*.reserves",
    ),
}
"""Figures that are sound by themselves."""


def _rename(old: str, new: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[old].title = new

    return change


def _hide_row(book: Any) -> None:
    book["councils"].row_dimensions[FIRST + 1].hidden = True


def _hide_column(book: Any) -> None:
    book["trusts"].column_dimensions["D"].hidden = True


def _hide_sheet(book: Any) -> None:
    book["flows"].sheet_state = "hidden"


def _drop_headers(book: Any) -> None:
    book["communities"].delete_rows(1, HEAD)


def _drop_column(book: Any) -> None:
    book["communities"].delete_cols(column_of(book["communities"], "population"))


HOSTILE: dict[str, tuple[Callable[[Any], object], str, str]] = {
    "a missing sheet": (lambda book: book.remove(book["councils"]), "my-system.xlsx", "there is no sheet 'councils'"),
    "no flows": (lambda book: book.remove(book["flows"]), "my-system.xlsx", "there is no sheet 'flows'"),
    "no trusts": (lambda book: book.remove(book["trusts"]), "my-system.xlsx", "there is no sheet 'trusts'"),
    "no communities": (
        lambda book: book.remove(book["communities"]),
        "my-system.xlsx",
        "there is no sheet 'communities'",
    ),
    "no board": (lambda book: book.remove(book["board"]), "my-system.xlsx", "there is no sheet 'board'"),
    "a renamed sheet": (_rename("places", "our places"), "my-system.xlsx", "but a sheet 'our places'"),
    "merged cells": (
        lambda book: book["communities"].merge_cells("C8:C9"),
        "communities!C8",
        "the cells C8:C9 are merged",
    ),
    "a hidden row": (_hide_row, f"councils!A{FIRST + 1}", "is hidden"),
    "a hidden column": (_hide_column, f"trusts!D{HEAD}", "the column 'beds' is hidden"),
    "a hidden sheet": (_hide_sheet, "flows", "the sheet is hidden"),
    "no headers": (_drop_headers, "communities", "there is no row of headers"),
    "a missing column": (_drop_column, f"communities!A{HEAD}", "there is no column 'population'"),
    "a sheet without end": (
        lambda book: book["flows"].cell(2000, 1, "Leeds"),
        "flows!B2000",
        "the row names no trust",
    ),
}
"""Changes to the sheets themselves, each with the place and the words of its one message."""
