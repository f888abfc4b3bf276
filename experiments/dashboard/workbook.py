"""The numbers of a comparison as an Excel workbook: values alone, no formulas, no links, no macros."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from experiments import readers, words
from experiments.report import view
from experiments.report.assumptions import assumptions
from experiments.store import STATISTICS, SYSTEM, Stored

PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST = 60


def workbook(stored: Stored, notes: str = "") -> bytes:
    """Sheets: about, headline outcomes, by organisation, months, levers, assumptions, and those changed."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {**PLAIN, "nan_inf_to_errors": False})
    lines = readers.lines(stored)
    first, second = view.names(stored)
    _sheet(book, "About", ("What", "Value"), [*view.about(stored), ("Notes", notes)])
    heads = (
        "Group",
        "Outcome",
        "Unit",
        "Whose",
        first,
        second,
        "Mean difference",
        "95 % interval of the mean, low (sampling error only)",
        "95 % interval of the mean, high (sampling error only)",
        "5 % of futures below",
        "95 % of futures below",
        "Share of futures in which the first is better",
        "Verdict",
    )
    rows = [
        (
            line.outcome.group,
            line.outcome.label,
            line.outcome.unit,
            line.entity.name,
            found.first,
            found.second,
            found.difference,
            found.low,
            found.high,
            found.spread[0],
            found.spread[-1],
            found.share,
            words.verdict(line, first, second),
        )
        for line in lines
        for found in [line.paired]
    ]
    whole = [line.entity.id == SYSTEM for line in lines]
    _sheet(book, "Outcomes", heads, [row for row, system in zip(rows, whole, strict=True) if system])
    _sheet(book, "By organisation", heads, [row for row, system in zip(rows, whole, strict=True) if not system])
    _sheet(book, "Months", ("Outcome", "Whose", "Which", "Month", *STATISTICS), _months(stored, lines))
    _sheet(
        book,
        "Levers",
        ("Lever", "Unit", first, second, "Held by", "Grade"),
        [
            (lever.label, lever.unit, lever.first, lever.second, lever.holder, lever.grade)
            for lever in (*view.levers(stored), *view.same_levers(stored))
        ],
    )
    _sheet(
        book,
        "Assumptions",
        ("Part of the model", "Quantity", "Use", "Range", "Start", "Unit", "Grade", "Evidence"),
        [
            (part, a.label, a.use, a.range, a.start, a.unit, a.grade, ", ".join(source for source, _ in a.sources))
            for part, members in assumptions(stored).mechanisms
            for a in members
        ],
    )
    _sheet(
        book,
        "Changed",
        ("Assumption changed for both policies", "Range", "Default", "Now, in every future", "Unit"),
        [(one.label, one.range, one.default, one.now, one.unit) for one in view.changed(stored)],
    )
    book.close()
    return file.getvalue()


def _months(stored: Stored, lines: Sequence[Any]) -> Iterable[tuple[Any, ...]]:
    for line in lines:
        if line.entity.id != SYSTEM:
            continue
        for which, frame in readers.by_month(stored, line).items():
            for row in frame.iter_rows(named=True):
                yield line.outcome.label, line.entity.name, which, row["month"], *(row[name] for name in STATISTICS)


def _sheet(book: Any, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    widths = [min(WIDEST, 4 + len(head)) / 1.6 for head in heads]
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
                widths[column] = max(widths[column], min(WIDEST, len(value)))
            elif value is not None and value == value and abs(value) != float("inf"):
                sheet.write_number(number, column, value)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
