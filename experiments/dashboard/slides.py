"""A comparison as PowerPoint slides, with charts that can be edited."""

from __future__ import annotations

import io
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.util import Inches, Pt

from experiments import readers, words
from experiments.report import headline, view
from experiments.report.assumptions import assumptions
from experiments.store import SYSTEM, Line, Stored

INK, MUTED = RGBColor(0x1D, 0x27, 0x33), RGBColor(0x52, 0x60, 0x6D)
FIRST, SECOND = RGBColor(0x0B, 0x5F, 0xA5), RGBColor(0xB4, 0x54, 0x0A)
WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, TOP, ACROSS = Inches(0.6), Inches(1.25), Inches(12.1)
STATISTICS = (("q50", "median", 2.5), ("q05", "5 %", 0.75), ("q95", "95 %", 0.75))
"""What is drawn by month, what it is called, and the width of its line in points."""
MOST = 14
"""Rows of a table on a slide."""
ROW, ROWS, FEW = 110, 20, 14
"""Letters in a row of small text, rows of it on a slide, and of large text."""


def slides(stored: Stored, notes: str = "") -> bytes:
    """The slides as a file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    lines = readers.lines(stored)
    first, second = view.names(stored)
    configuration = stored.configuration
    _title(deck, f"{first} compared with {second}", configuration)
    _text(deck, "In short", headline.headline(stored, lines))
    _table(
        deck,
        "Key outcomes",
        ("Outcome", first, second, f"{first} better in", "Verdict"),
        [(r.line.outcome.label, r.first, r.second, r.share, r.verdict) for _, r in headline.keys(stored, lines)],
    )
    for _, row in headline.keys(stored, lines):
        _chart(deck, stored, row.line, row.sentence)
    levers = [(lever.label, lever.first, lever.second, lever.holder) for lever in view.levers(stored)]
    _tables(deck, "What differs between the two policies", ("Lever", first, second, "Held by"), levers)
    changed = [(_with_unit(one.label, one.unit), one.range, one.default, one.now) for one in view.changed(stored)]
    heads = ("Assumption", "Range", "Default", "Now, in every future")
    _tables(deck, "Assumptions that were changed for both policies", heads, changed)
    _text(deck, "What it rests on", _rests(stored, len(levers), len(changed)))
    for part in _pages(notes.strip()):
        _text(deck, "Notes", part)
    _text(deck, "Where this comes from", [f"{name}: {value}" for name, value in view.about(stored)])
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _rests(stored: Stored, levers: int, changed: int) -> list[str]:
    """How many futures, what was set by hand, and how good the assumptions are."""
    futures = stored.configuration["futures"]
    differ = f"{words.spelled(levers) if levers else 'no'} lever{'s' * (levers != 1)}"
    by_hand = f"{words.spelled(changed) if changed else 'no'} assumption{'s were' if changed != 1 else ' was'}"
    return [
        f"{futures:,} futures, met by both policies alike; futures are scenarios, not forecasts.",
        f"The policies differ in {differ}; {by_hand} changed by hand.",
        "The quality of the assumptions:",
        *(f"{grade} ({meaning}): {count} quantities" for grade, meaning, count in assumptions(stored).grades),
    ]


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label


def _slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = LEFT, Inches(0.35), ACROSS, Inches(0.8)
    shape.text_frame.text = title
    _style(shape.text_frame, 30, INK, bold=True)
    return slide


def _style(frame: Any, size: float, colour: RGBColor, bold: bool = False) -> None:
    frame.word_wrap = True
    for paragraph in frame.paragraphs:
        paragraph.alignment = 1
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb, run.font.bold = Pt(size), colour, bold


def _title(deck: Any, title: str, configuration: dict[str, Any]) -> None:
    slide = _slide(deck, title)
    years = f"{words.spelled(configuration['years'])} years, {configuration['futures']:,} futures"
    text = [configuration["system"]["name"], years, f"seed {configuration['seed']}", words.SIGN_OFF]
    slide.shapes.title.top = Inches(2.2)
    _put(slide, text, Inches(3.3), 22)


def _text(deck: Any, title: str, lines: Sequence[str]) -> None:
    few = sum(map(len, lines)) < 700 and len(lines) <= FEW
    _put(_slide(deck, title), lines, TOP, 20 if few else 14)


def _pages(text: str) -> list[list[str]]:
    """Lines of a text on as many slides as it takes; none where there is no text."""
    pages: list[list[str]] = []
    left = 0
    for row in (row for line in text.splitlines() for row in wrap(line, ROW * ROWS) or [""]):
        high = max(1, -(-len(row) // ROW))
        if high > left:
            pages.append([])
            left = ROWS
        pages[-1].append(row)
        left -= high
    return pages


def _put(slide: Any, lines: Sequence[str], top: Any, size: float) -> None:
    frame = slide.shapes.add_textbox(LEFT, top, ACROSS, HIGH - top - Inches(0.4)).text_frame
    frame.text = lines[0] if lines else ""
    for line in lines[1:]:
        frame.add_paragraph().text = line
    _style(frame, size, INK)


def _table(deck: Any, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    slide = _slide(deck, title)
    shape = slide.shapes.add_table(len(rows) + 1, len(heads), LEFT, TOP, ACROSS, Inches(0.38 * (len(rows) + 1)))
    for number, row in enumerate([heads, *rows]):
        for column, value in enumerate(row):
            cell = shape.table.cell(number, column)
            cell.text = value
            _style(cell.text_frame, 13, RGBColor(255, 255, 255) if number == 0 else INK, bold=number == 0)
            cell.fill.solid()
            cell.fill.fore_color.rgb = MUTED if number == 0 else RGBColor(0xF5, 0xF7, 0xF9)


def _tables(deck: Any, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on as many slides as it takes; none where there are no rows."""
    for start in range(0, len(rows), MOST):
        _table(deck, title, heads, rows[start : start + MOST])


def _chart(deck: Any, stored: Stored, line: Line, sentence: str) -> None:
    """The median future under both policies, with the range of nine in ten futures as thin lines."""
    months = readers.by_month(stored, line)
    if line.entity.id != SYSTEM or months["first"].is_empty():
        return
    first, second = view.names(stored)
    slide = _slide(deck, f"{line.outcome.label} ({line.outcome.unit})")
    data = CategoryChartData()
    ends = list(range(2, len(months["first"]), 3))
    data.categories = [f"{(month + 1) / 12:g}" for month in ends]
    looks = []
    for side, name, colour in (("first", first, FIRST), ("second", second, SECOND)):
        for column, label, width in (
            ("q50", f"{name}: median", 2.5),
            ("q05", f"{name}: 5 %", 0.75),
            ("q95", f"{name}: 95 %", 0.75),
        ):
            data.add_series(label, [months[side][column][month] for month in ends])
            looks.append((colour, width, side))
    across, high = ACROSS, Inches(5.0)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.LINE, LEFT, TOP, across, high, data).chart
    for series, (colour, width, side) in zip(chart.plots[0].series, looks, strict=True):
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = colour, Pt(width)
        if side == "second":
            series.format.line.dash_style = MSO_LINE.DASH
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size = Pt(12)
    chart.category_axis.tick_labels.font.size = Pt(11)
    chart.category_axis.has_title = True
    chart.category_axis.axis_title.text_frame.text = "Years since the start"
    _put(slide, [sentence], Inches(6.35), 15)
