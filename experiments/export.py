"""Results as files that other people open: CSV, Parquet, and an Excel workbook with notes on every sheet.

Text that a spreadsheet could take for a formula (it begins with = + - @, a tab or a line break) is neutralised: in CSV
an apostrophe stands before it (OWASP, "CSV injection"); in Excel the cell is marked as text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from experiments.files import whole_file
from experiments.problems import BadInput
from experiments.results import Results
from experiments.words import direction

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_ROWS, MOST_COLUMNS = 1_048_576 - 40, 16_384
"""What an Excel sheet holds, less room for notes."""
ENDINGS = (".csv", ".parquet", ".xlsx")
WIDE, NARROW = 34, 14


@dataclass(frozen=True)
class Column:
    """What a column holds, for those who did not make it."""

    name: str
    what: str
    unit: str = ""
    better: str = ""
    matters: str = ""
    source: str = ""


def table(results: Results, name: str) -> pl.LazyFrame:
    """One of the tables by name."""
    found: pl.LazyFrame = results.summary().lazy() if name == "summary" else getattr(results, name)
    return found


def export(results: Results, name: str, path: Path) -> None:
    """Write a table to a new file of the kind that its ending says; into a workbook go all that fit, whatever is asked.

    Raises ``BadInput`` for another ending, or for more rows than a sheet can hold.
    """
    writers: dict[str, Callable[[Results, str, Path], None]] = {
        ".csv": _csv,
        ".parquet": _parquet,
        ".xlsx": _workbook,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise BadInput.single(f"'{path}' has no ending that is known", "--output", ", ".join(ENDINGS))
    with whole_file(path) as partial:
        writer(results, name, partial)
    if path.suffix.lower() == ".csv":
        notes = path.with_name(f"{path.stem}.notes.csv")
        with whole_file(notes) as partial:
            neutral(_explained(results, table(results, name).collect_schema().names())).write_csv(partial)


def _csv(results: Results, name: str, path: Path) -> None:
    frame = table(results, name)
    text = [column for column, kind in frame.collect_schema().items() if kind == pl.String]
    frame.with_columns(_neutral(column) for column in text).sink_csv(path)


def neutral(frame: pl.DataFrame) -> pl.DataFrame:
    """The same, with an apostrophe before every text that a spreadsheet would take for a formula."""
    return frame.with_columns(_neutral(name) for name, kind in frame.schema.items() if kind == pl.String)


def _neutral(column: str) -> pl.Expr:
    begins = pl.any_horizontal(pl.col(column).str.starts_with(sign) for sign in FORMULA)
    return pl.when(begins).then(pl.lit("'") + pl.col(column)).otherwise(pl.col(column)).alias(column)


def _parquet(results: Results, name: str, path: Path) -> None:
    """With what the columns mean as metadata of the file."""
    said = {"tiers": json.dumps({"about": dict(about(results)), "columns": [vars(c) for c in columns(results)]})}
    table(results, name).sink_parquet(path, metadata=said)


# What it all means ---------------------------------------------------------------------------------------------------


def about(results: Results) -> list[tuple[str, str]]:
    """Where the results come from."""
    said = results.manifest
    c = said["configuration"]
    last = said["sessions"][-1] if "sessions" in said else said
    code = last["code"]
    changed = ", changed since" if code.get("changed") else ""
    return [
        ("What", str(c.get("name", "Comparison of two policies"))),
        ("Version", f"tiers {said['tiers']}, commit {code.get('commit') or 'unknown'}{changed}"),
        ("Status", str(said["sign_off"])),
        ("Seed", str(c["seed"])),
        ("Years", str(c["years"])),
        ("Made by", str(said["command"])),
        ("Finished", str(said.get("finished") or "not yet")),
        ("Interval", "low to high: 95 % interval of the mean, sampling error only; q05 to q95: spread over runs"),
        ("Reading", "Runs are scenarios and no forecasts: shares of runs are not probabilities."),
        *(("Careful", note) for note in said.get("notes", ())),
    ]


def columns(results: Results) -> list[Column]:
    """Every column of the runs, with unit, direction and source."""
    leading = {
        "run": "number of the run in the whole sweep",
        "point": "point of the design",
        "replicate": "which of the runs of this point",
        "seed": "seed of the draws",
        "system": "system",
        "timeline": "timeline",
        "policy": "policy",
    }
    parameters = {p["name"]: p for p in results.manifest["catalogue"]["parameters"]}
    varied = [
        Column(v.name, v.label, v.unit, f"{v.role}, varied", "", "; ".join(parameters[v.name]["evidence"]))
        for v in results.varied
    ]
    outcomes = [
        Column(name, f"{o.label} ({e.name})", o.unit, direction(o), f"{o.matters:g}", o.matters_source)
        for name, o, e in results.columns
    ]
    return [*(Column(name, what) for name, what in leading.items()), *varied, *outcomes]


def _explained(results: Results, names: Sequence[str]) -> pl.DataFrame:
    """Notes as a table: first where results come from, then what the columns of this table mean."""
    lines = [Column(name, what) for name, what in about(results)]
    lines += [column for column in columns(results) if column.name in names]
    return pl.DataFrame([vars(line) for line in lines])


# Excel ---------------------------------------------------------------------------------------------------------------


def _workbook(results: Results, name: str, path: Path) -> None:
    """A sheet for each table, the one that is asked for first; each has notes above its rows."""
    chosen = dict.fromkeys([name, "summary", "design"])
    frames = {sheet: table(results, sheet).collect() for sheet in chosen}
    for sheet, frame in frames.items():
        if frame.height > MOST_ROWS or frame.width > MOST_COLUMNS:
            what = f"'{sheet}' has {frame.height:,} rows and {frame.width:,} columns, more than a sheet can hold"
            raise BadInput.single(what, "--output", "a .csv or .parquet file, or the table 'summary'")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        styles = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "note": book.add_format({"italic": True, "font_color": "#444444"}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"quote_prefix": True}),
        }
        for sheet, frame in frames.items():
            _sheet(book.add_worksheet(sheet.capitalize()), frame, results, sheet.capitalize(), styles)
        meaning = pl.DataFrame([vars(column) for column in columns(results)])
        _sheet(book.add_worksheet("Columns"), meaning, results, "What the columns mean", styles)


def _outcomes(results: Results, frame: pl.DataFrame) -> list[tuple[str, str]]:
    """Unit, direction and source of the outcomes that stand in the rows of a sheet and not above its columns."""
    shown = {name for key in ("column", "outcome") if key in frame.columns for name in frame[key]}
    told = {
        o.name: f"{o.label}: {', '.join(filter(None, (o.unit, direction(o))))} ({o.matters_source})"
        for name, o, _ in results.columns
        if name in shown or o.name in shown
    }
    return [("Outcomes", "; ".join(told.values()))] if told else []


def _sheet(sheet: Worksheet, frame: pl.DataFrame, results: Results, title: str, styles: dict[str, Any]) -> None:
    """Notes, then for each column its name with unit, direction and source, then the rows."""
    sheet.write_string(0, 0, title, styles["title"])
    notes = [f"{what}: {text}" for what, text in (*about(results), *_outcomes(results, frame))]
    for row, text in enumerate(notes, 1):
        sheet.write_string(row, 0, text, styles["note"])
    top = len(notes) + 2
    head = top + 4
    meaning = {column.name: column for column in columns(results)}
    for place, name in enumerate(frame.columns):
        known = meaning.get(name)
        for row, text in enumerate((known.what, known.unit, known.better, known.source) if known else ()):
            sheet.write_string(top + row, place, text, styles["note"])
        sheet.write_string(head, place, name, styles["head"])
        sheet.set_column(place, place, WIDE if frame.schema[name] == pl.String and place < 8 else NARROW)
    for row, values in enumerate(frame.iter_rows(), head + 1):
        for place, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, place, value, styles["text"] if value.startswith(FORMULA) else None)
            elif value is not None:
                sheet.write_number(row, place, value)
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, head + frame.height, max(frame.width - 1, 0))
