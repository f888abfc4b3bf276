"""What is taken away from the dashboard, read back: slides and workbook say what was set by hand."""

import io
from typing import Any

import openpyxl
import pytest
from pptx import Presentation

from experiments.dashboard import case, results
from experiments.dashboard.case import Case, Choice
from experiments.dashboard.shown import Shown
from experiments.dashboard.slides import ROW, ROWS, slides
from experiments.dashboard.workbook import workbook
from experiments.ensemble import ask
from experiments.store import Stored
from sim.parameters import REGISTRY

CHANGED = next(p for p in REGISTRY.role("uncertainty") if p.unit and float(p.default) != p.low)


def taken(fixed: dict[str, float]) -> Stored:
    """A small comparison on the screen, with one lever of the first policy and some assumptions set by hand."""
    asked = Case("dorset", Choice("centrist", {"staff_at_place": 0.3}), Choice("centrist"), fixed=fixed)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(case, "STAGES", (4,))
        small.setattr(case, "YEARS", 1)
        question = asked.question(case.shipped)
    *_, answer = ask(question)
    return results.stored(Shown(question, answer), case.shipped("dorset"))


def told(content: bytes) -> dict[str, list[list[str]]]:
    """By title, the rows of each slide of that title: a line of text is a row of one."""
    found: dict[str, list[list[str]]] = {}
    for slide in Presentation(io.BytesIO(content)).slides:
        rows = found.setdefault(slide.shapes.title.text_frame.text, [])
        for shape in slide.shapes:
            if shape.has_table:
                rows += [[cell.text for cell in row.cells] for row in shape.table.rows]
            elif shape.has_text_frame and shape != slide.shapes.title:
                rows += [[line] for line in shape.text_frame.text.splitlines()]
    return found


@pytest.fixture(scope="module")
def changed() -> Stored:
    return taken({CHANGED.name: CHANGED.low})


def test_slides_list_what_differs_and_which_assumptions_were_changed(changed: Stored) -> None:
    said = told(slides(changed, "Ask the councils"))
    _, differs = said["What differs between the two policies"]
    assert differs[:2] == [REGISTRY["staff_at_place"].label, "0.3"]
    _, assumption = said["Assumptions that were changed for both policies"]
    name, span, default, now = assumption
    assert name == f"{CHANGED.label} ({CHANGED.unit})"
    assert span.startswith(f"{now} to ")
    assert default != now
    rests = " ".join(line for (line,) in said["What it rests on"])
    assert "differ in one lever; one assumption was changed" in rests
    assert ["Ask the councils"] in said["Notes"]


def test_long_notes_fill_as_many_slides_as_they_take(changed: Stored) -> None:
    lines = [f"{number} {'said ' * 30}".strip() for number in range(40)]
    deck = Presentation(io.BytesIO(slides(changed, "\n".join([*lines, "word " * 900]))))
    notes = [s for s in deck.slides if s.shapes.title.text_frame.text == "Notes"]
    rows = [shape.text_frame.text.splitlines() for s in notes for shape in s.shapes if shape != s.shapes.title]
    assert [row for page in rows for row in page][:40] == lines
    assert " ".join(row for page in rows for row in page).count("word") == 900
    assert len(notes) > 5
    assert all(sum(-(-len(row) // ROW) for row in page) <= ROWS for page in rows)


def test_slides_say_with_which_version_and_seed_and_that_nothing_is_signed_off(changed: Stored) -> None:
    origin = dict(line.split(": ", 1) for (line,) in told(slides(changed))["Where this comes from"])
    assert origin["Seed"] == "1"
    assert origin["Version of tiers"] == changed.manifest["tiers"]
    assert "not signed off" in origin["Sign-off"].lower()


def test_a_workbook_lists_the_changed_assumptions_too(changed: Stored) -> None:
    sheet: Any = openpyxl.load_workbook(io.BytesIO(workbook(changed)))["Changed"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [CHANGED.label]


def test_where_nothing_was_changed_that_is_said() -> None:
    said = told(slides(taken({})))
    assert "Assumptions that were changed for both policies" not in said
    assert "no assumptions were changed by hand" in " ".join(line for (line,) in said["What it rests on"])
