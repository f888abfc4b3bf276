"""The page of the spreadsheet of a system: every sheet with its columns."""

from __future__ import annotations

from experiments.docs.markdown import head, join, table
from experiments.sheets.layout import FORMS, TABLES

LONG = 50
"""A part of a form with more fields than this is described and not listed."""


def page() -> str:
    """Every sheet with its columns, from the layout that the template is written by."""
    header = ("", "what it is", "what is allowed", "when it is left empty")
    parts = [
        head("The spreadsheet of a system, column by column"),
        "What `tiers system template` asks for, sheet by sheet. [How to fill it in](your-own-system.md) comes first; "
        "the same text stands in the sheets themselves.",
    ]
    for sheet in TABLES:
        rows = ((f"`{c.head}`", _plain(c.label), c.allowed, c.otherwise or "**must be given**") for c in sheet.columns)
        about = f"{_capital(sheet.title.partition(': ')[2])}. {_plain(sheet.about)}"
        parts += [f"## {_capital(sheet.name)}", about, table(header, rows)]
    for form in FORMS:
        parts += [f"## {_capital(form.name)}", form.about]
        for heading, fields in form.parts.items():
            if len(fields) > LONG:
                parts.append(f"{heading}: any of the {len(fields)} [uncertainties](parameters.md), by name.")
                continue
            rows = ((f"`{f.key}`", f.label, f.allowed, f.otherwise or "**must be given**") for f in fields)
            parts += [f"### {heading}", table(header, rows)]
    return join(parts)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _plain(text: str) -> str:
    """Text in which a star is a star."""
    return text.replace("*", "\\*")
