"""The pages and diagrams of ``docs`` that are written from the code: ``python -m experiments.docs``.

Parameters, outcomes, mechanisms, evidence, assumptions and the month are declared once, in ``sim``; these pages only
show the declarations, and what stored screenings, contests and measurements found. A test fails when a page no longer
says what the code says.
"""

from __future__ import annotations

from pathlib import Path

from experiments.docs import (
    assumptions,
    evidence,
    mechanisms,
    month,
    organisations,
    outcomes,
    parameters,
    patterns,
    policies,
    speed,
    spreadsheet,
    states,
)
from experiments.provenance import ROOT

__all__ = ["FOLDER", "pages", "write"]

FOLDER = ROOT / "docs"


def pages() -> dict[str, str]:
    """Every written file by its path below the folder of documents."""
    return {
        "parameters.md": parameters.page(),
        "outcomes.md": outcomes.page(),
        "states.md": states.page(),
        "evidence.md": evidence.page(),
        "assumptions.md": assumptions.page(),
        "policies.md": policies.page(),
        "patterns.md": patterns.page(),
        "speed.md": speed.page(),
        "spreadsheet.md": spreadsheet.page(),
        **mechanisms.pages(),
        "diagrams/organisations.svg": organisations.diagram(),
        "diagrams/month.svg": month.diagram(),
    }


def write(folder: Path = FOLDER) -> list[Path]:
    """Write the files, remove pages of mechanisms that are gone; return what changed."""
    written = pages()
    changed = []
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    for path in sorted((folder / mechanisms.FOLDER).glob("*.md")):
        if path.relative_to(folder).as_posix() not in written:
            path.unlink()
            changed.append(path)
    return changed
