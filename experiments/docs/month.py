"""The diagram of the month: its phases in order, in which months each runs, and which mechanisms run in it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from experiments.docs.svg import BLUE, GREEN, GREY, INK, PAPER, PURPLE, QUIET, VERMILION, Canvas, straight, wrapped
from experiments.docs.words import mechanism
from experiments.telling import CHANGES
from experiments.words import MECHANISMS, upper_first
from sim.rules import collected
from sim.schedule import MONTHLY, ONCE, PHASES, QUARTERLY, YEARLY, due

GISTS: Mapping[str, str] = {
    "start": "every state gets its start",
    "baseline": "what later months compare with",
    "events": "shocks, prices, demand, dues",
    "settlement": "money for the year",
    "conditions": "gates for powers, ratings",
    "strategy": "the partnership's strategy",
    "council budgets": "gap, savings, care budget",
    "stance": "how far councils come in",
    "pooling": "offers, red lines, ratifying",
    "board": "seats, power, spending mix",
    "delegation": "what places may decide",
    "staff": "between core and places",
    "initiatives": "new national initiatives",
    "oversight": "segments and interventions",
    "override": "who really decides",
    "scrutiny": "contested change, referral",
    "quality": "what decisions lose",
    "care": "beds, waits, delays, access",
    "money": "spending, contracts, gaps",
    "joint work": "who contributes, what comes",
    "promises": "kept and broken",
    "trust": "learned from promises",
    "turnover": "leaders leave, pushes fade",
    "reorganisation": "mergers, new boundaries",
    "health": "need, health, capability",
    "observe": "what others get to see",
    "record": "measures for outcomes",
}
"""What happens in each phase, in a few words."""

CADENCES: Mapping[int, tuple[str, str]] = {
    ONCE: ("Once, before month 0", GREY),
    MONTHLY: ("Every month", BLUE),
    YEARLY: ("Every April", VERMILION),
    QUARTERLY: ("Every quarter: April, July, October, January", PURPLE),
}
"""By months between two runs: what a stretch of phases is called, and its colour."""

ELSEWHEN = (upper_first(CHANGES), GREEN)
"""What a stretch is called that has no interval of its own."""

WIDTH, TOP, ROW, GAP = 1000, 204, 30, 22
NAME, CALENDAR, CELL, FIRST, STEP = 40, 236, 9, 376, 32
INITIALS = "AMJJASONDJFM"


def counts() -> dict[tuple[str, str], int]:
    """The number of rules by phase and mechanism."""
    found: dict[tuple[str, str], int] = {}
    for rule in collected():
        found[rule.phase, rule.mechanism] = found.get((rule.phase, rule.mechanism), 0) + 1
    return found


def diagram() -> str:
    """The diagram as SVG. Raises ``ValueError`` for a phase that has no words yet."""
    if silent := [phase for phase in PHASES if phase not in GISTS]:
        raise ValueError(f"say in a few words what happens in these phases: {', '.join(silent)}")
    stretches = [(cadence, list(phases)) for cadence, phases in groupby(PHASES, key=lambda p: PHASES[p])]
    bottom = TOP + len(PHASES) * ROW + len(stretches) * GAP
    canvas = Canvas(WIDTH, bottom + 92, "The month, phase by phase", _description())
    columns = {code: FIRST + STEP * number for number, code in enumerate(MECHANISMS)}
    _header(canvas, columns, bottom)
    y, number = float(TOP), 0
    for cadence, phases in stretches:
        said, colour = CADENCES.get(cadence, ELSEWHEN)
        canvas.text(12, y + 16, said, size=13, bold=True, colour=INK)
        y += GAP
        canvas.box(8, y, 6, len(phases) * ROW, fill=colour, line="none")
        for phase in phases:
            number += 1
            _row(canvas, y, number, phase, colour, columns)
            y += ROW
    _footer(canvas, bottom)
    return str(canvas)


def _header(canvas: Canvas, columns: Mapping[str, int], bottom: float) -> None:
    canvas.text(16, 34, "The month, from top to bottom", size=18, bold=True)
    canvas.text(16, 56, "Every phase in the order in which it runs.", size=13, colour=QUIET)
    canvas.text(16, 74, "A disc: the mechanism has rules there,", size=13, colour=QUIET)
    canvas.text(16, 92, "and how many.", size=13, colour=QUIET)
    canvas.text(NAME, TOP - 6, "Phase", size=12, bold=True)
    for month, initial in enumerate(INITIALS):
        canvas.text(CALENDAR + CELL * month + CELL / 2, TOP - 6, initial, size=9, anchor="middle", colour=QUIET)
    for code, x in columns.items():
        canvas.path(straight((x, TOP - 2), (x, bottom)), colour="#d9dee5", width=1)
        canvas.text(x + 3, TOP - 8, mechanism(code), size=12, turn=-52)


def _row(canvas: Canvas, y: float, number: int, phase: str, colour: str, columns: Mapping[str, int]) -> None:
    if number % 2:
        canvas.box(14, y, WIDTH - 24, ROW, fill="#f4f6f9", line="none")
    canvas.text(34, y + 19, str(number), size=12, anchor="end", colour=QUIET)
    canvas.text(NAME, y + 13, phase, size=12.5, bold=True)
    canvas.text(NAME, y + 26, GISTS[phase], size=11.5, colour=QUIET)
    for month in range(12):
        fill = colour if PHASES[phase] in CADENCES and due(phase, month) else PAPER
        canvas.box(CALENDAR + CELL * month, y + 9, CELL - 1, 12, fill=fill, line="#c3c9d1")
    found = counts()
    for code, x in columns.items():
        if count := found.get((phase, code), 0):
            canvas.dot(x, y + ROW / 2, 10.5, GREEN)
            canvas.text(x, y + ROW / 2 + 4, str(count), size=11, bold=True, colour=PAPER, anchor="middle")


def _footer(canvas: Canvas, bottom: float) -> None:
    said = (
        "After the last phase the next month begins with the first monthly one. Little squares: the months in which "
        "a phase runs, April to March. What others did is mostly read as it stood at the end of last month, so that "
        "the order inside a month matters little; each rule says which it reads. A timeline (M18) changes settings, "
        "and sets off events, at the beginning of a month."
    )
    canvas.lines(16, bottom + 24, wrapped(said, WIDTH - 40, 12.5), step=18, size=12.5)


def _description() -> str:
    """The diagram in words, for those who hear it."""
    found = counts()
    said = []
    for number, phase in enumerate(PHASES, start=1):
        running = [f"{mechanism(code)} ({found[phase, code]})" for code in MECHANISMS if (phase, code) in found]
        when = CADENCES.get(PHASES[phase], ELSEWHEN)[0].lower()
        said.append(f"{number}. {phase}, {when}: {GISTS[phase]}; {', '.join(running)}.")
    return "Phases in order, with the mechanisms that have rules in each and how many. " + " ".join(said)
