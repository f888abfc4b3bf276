"""The first sheet of the workbook: what it is and how to fill it in, in two columns."""

from __future__ import annotations

from experiments.config.schema import QUALITIES
from experiments.sheets.layout import FORMS, TABLES


def _sentence(title: str) -> str:
    """What a sheet holds, as a sentence."""
    said = title.partition(": ")[2]
    return f"{said[:1].upper()}{said[1:]}."


LINES: tuple[tuple[str, str], ...] = (
    ("Your own integrated care system", ""),
    (
        "What this is",
        "A description of one integrated care system, from which the simulation 'tiers' starts. It says who lives "
        "there, which councils, places and trusts serve them, what money there is and who sits on the board. Nothing "
        "in it is about a person.",
    ),
    ("", ""),
    ("How to fill it in", ""),
    (
        "1",
        "Start with 'communities', then 'councils', 'places', 'trusts' and 'flows'; last 'board', 'starting values'.",
    ),
    (
        "2",
        "Above each column stand what it is, its unit and what is allowed, what happens when it is left empty, and an "
        "example. Write below the row of coloured headers. The same text is in the note of each header.",
    ),
    ("Dark", "A dark blue header: must be given."),
    ("Grey", "A grey header: may be left empty. A documented rule then fills it, and marks the figure as assumed."),
    ("3", "Where a column asks for a community or a trust, choose its name from the list, or write its name or id."),
    (
        "4",
        "Shares lie between 0 and 1: write 0.43, or 43% in a cell formatted as per cent. Money is GBP million a year.",
    ),
    (
        "5",
        "Check it: tiers system check my-system.xlsx names everything that is wrong, with its sheet, row and column, "
        "and lists what would be filled in by rule.",
    ),
    ("6", "Make it ready to use: tiers system import my-system.xlsx writes my-system.yaml."),
    ("7", "Use it: tiers compare maximum-delegation centrist --system my-system.yaml"),
    ("", ""),
    ("The sheets", ""),
    *((part.name, _sentence(part.title)) for part in (*FORMS[:1], *TABLES[:5], *FORMS[1:], *TABLES[5:])),
    ("", ""),
    ("How good is a figure?", ""),
    (
        "In 'evidence'",
        "you may say of each figure, or of all figures of a kind, which source it has, how good it is and how far off "
        "it may be. Reports show it.",
    ),
    *((quality, f"{meaning}.") for quality, meaning in QUALITIES.items()),
    ("", ""),
    ("Good to know", ""),
    (
        "Your own notes",
        "Further sheets are ignored, and so are columns whose header stands in brackets, such as (notes).",
    ),
    ("Formulas", "A formula counts as the value it showed when the file was last saved."),
    ("Do not", "rename sheets or headers, merge cells below the headers, or hide rows that hold figures."),
)
