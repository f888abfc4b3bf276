"""Markdown that every written page is made of: headings, tables, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by `python -m experiments.docs` from the code: do not edit. -->"


def head(title: str) -> str:
    """The first lines of a written page."""
    return f"{NOTE}\n\n# {title}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar inside a cell is escaped."""
    return "\n".join([_row(header), _row(["---"] * len(header)), *(_row(row) for row in rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def join(parts: Iterable[str]) -> str:
    """Parts of a page, an empty line between them; empty parts are left out."""
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def cited(entry: str, up: str = "") -> str:
    """Evidence ids in a text as links to the register; ``up`` leads to the folder of documents."""
    return re.sub(r"E\d{3}", lambda found: f"[{found[0]}]({up}evidence.md#{found[0].lower()})", entry)


def names(values: Iterable[str]) -> str:
    """Names as code, separated by commas."""
    return ", ".join(f"`{value}`" for value in values)
