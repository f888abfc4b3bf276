"""The diagram of organisations: who there is, who deals with whom, and where money, authority and oversight run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from experiments.docs.equations import example
from experiments.docs.svg import (
    BLUE,
    FAINT,
    GREY,
    INK,
    PAPER,
    PURPLE,
    QUIET,
    VERMILION,
    Canvas,
    Point,
    curve,
    straight,
    wrapped,
)
from sim.entities import ORGANISATIONS, PARTNERS, RELATIONSHIPS, SMALLEST_FLOW
from sim.rules import collected
from sim.state import STATES

WIDTH, HEIGHT = 1000, 1010


@dataclass(frozen=True)
class Node:
    """Where an organisation stands, what it is called, and how many there are."""

    x: float
    y: float
    width: float
    height: float
    name: str
    count: str
    several: bool = True


NODES: Mapping[str, Node] = {
    "national": Node(375, 28, 250, 82, "NHS England, national", "one, with ministers", several=False),
    "region": Node(735, 54, 240, 112, "NHS England, region", "one", several=False),
    "icp": Node(30, 222, 250, 76, "Integrated care partnership", "one", several=False),
    "icb": Node(365, 190, 270, 138, "Integrated care board (ICB)", "one", several=False),
    "care": Node(16, 440, 124, 66, "Care providers", "of each place"),
    "council": Node(180, 440, 190, 178, "Council", "county, borough or city"),
    "primary": Node(384, 440, 108, 66, "Primary care", "of each place"),
    "vcse": Node(550, 440, 138, 66, "Voluntary sector", "of each place"),
    "mhc": Node(700, 440, 154, 66, "Mental health and", "community trusts"),
    "acute": Node(866, 440, 118, 138, "Acute trusts", "hospitals"),
    "place": Node(375, 722, 250, 78, "Place board", "one for each place"),
}
"""Every kind of organisation."""

BANDS = (
    (14, 164, "NATION AND REGION"),
    (182, 158, "SYSTEM"),
    (412, 236, "PARTNERS AT EACH PLACE"),
    (708, 116, "PLACE"),
    (836, 48, "PEOPLE"),
)
"""Levels, from top to bottom: where a band begins, how high it is, what it is called."""


@dataclass(frozen=True)
class Flow:
    """What runs from one organisation to another: the state that carries it, and the line drawn for it."""

    source: str
    target: str
    meaning: str
    label: str
    state: tuple[str, str]
    path: tuple[Point, ...]
    label_at: Point
    anchor: str = "start"


MONEY, AUTHORITY, OVERSIGHT = "money", "delegated authority", "oversight and direction"
STYLE: Mapping[str, tuple[str, float, str]] = {
    MONEY: (BLUE, 3, ""),
    AUTHORITY: (VERMILION, 4, "12 6"),
    OVERSIGHT: (PURPLE, 3, "3 5"),
}
"""Colour, width and dashes of each meaning: none of them needs the colour to be told apart."""

FLOWS = (
    Flow("national", "icb", MONEY, "allocation", ("icb", "allocation"), ((460, 110), (460, 190)), (452, 152), "end"),
    Flow(
        "national", "icb", OVERSIGHT, "initiatives, rescue", ("icb", "initiative"), ((540, 110), (540, 190)), (549, 152)
    ),
    Flow("national", "region", OVERSIGHT, "pressure", ("national", "pressure"), ((625, 62), (735, 112)), (676, 72)),
    Flow(
        "region", "icb", OVERSIGHT, "intervenes through it", ("icb", "intervened"), ((780, 166), (635, 232)), (720, 212)
    ),
    Flow("region", "acute", OVERSIGHT, "or round it", ("icb", "bypassed"), ((950, 166), (955, 440)), (946, 262), "end"),
    Flow(
        "icb",
        "council",
        MONEY,
        "NHS part of pools",
        ("council", "pool_nhs"),
        ((400, 328), (290, 440)),
        (316, 376),
        "end",
    ),
    Flow("icb", "primary", MONEY, "contracts", ("primary", "income"), ((448, 328), (438, 440)), (434, 400), "end"),
    Flow("icb", "vcse", MONEY, "grants", ("vcse", "income"), ((578, 328), (612, 440)), (592, 402), "end"),
    Flow("icb", "mhc", MONEY, "contracts", ("mhc", "income_from_icb"), ((606, 328), (770, 440)), (694, 404), "end"),
    Flow("icb", "acute", MONEY, "contracts", ("acute", "income_icb"), ((635, 296), (890, 440)), (746, 378), "end"),
    Flow(
        "icb",
        "acute",
        AUTHORITY,
        "providers' share",
        ("remit", "formal_provider"),
        ((635, 266), (922, 440)),
        (775, 330),
    ),
    Flow(
        "icb",
        "place",
        AUTHORITY,
        "delegated share",
        ("remit", "formal_place"),
        ((508, 328), (508, 722)),
        (500, 640),
        "end",
    ),
    Flow("icb", "place", OVERSIGHT, "override", ("place", "overridden"), ((534, 328), (534, 722)), (543, 640)),
    Flow("council", "care", MONEY, "fees", ("council", "care_income"), ((180, 470), (144, 470)), (164, 462), "middle"),
)
"""Money, authority and oversight as the rules carry them."""

PLAIN: Mapping[tuple[str, str], tuple[Point, ...]] = {
    ("icp", "icb"): ((280, 262), (365, 262)),
    ("icp", "council"): ((185, 298), (235, 440)),
    ("icb", "care"): ((380, 328), (90, 440)),
    ("region", "mhc"): ((862, 166), (800, 440)),
    ("council", "place"): ((330, 618), (405, 722)),
    ("primary", "place"): ((438, 506), (452, 722)),
    ("care", "place"): ((78, 506), (90, 690), (270, 757), (375, 757)),
    ("vcse", "place"): ((612, 506), (566, 722)),
    ("mhc", "place"): ((760, 506), (600, 722)),
    ("acute", "place"): ((922, 578), (910, 700), (760, 757), (625, 757)),
    ("council", "acute"): ((370, 586), (520, 640), (720, 640), (866, 570)),
    ("council", "council"): ((196, 618), (190, 656), (246, 656), (240, 618)),
    ("place", "place"): ((560, 800), (556, 828), (606, 828), (602, 800)),
    ("acute", "acute"): ((938, 578), (932, 616), (980, 616), (972, 578)),
}
"""Relationships along which neither money nor authority nor oversight runs; four points make a bow."""


def diagram() -> str:
    """The diagram as SVG. Raises ``ValueError`` where it would no longer show what the code declares."""
    check()
    canvas = Canvas(WIDTH, HEIGHT, "Organisations and relationships", _description())
    for y, height, name in BANDS:
        canvas.box(8, y, WIDTH - 16, height, fill=FAINT, line="none", round_by=8)
        canvas.text(18, y + 17, name, size=11, bold=True, colour=QUIET)
    for (a, b), points in PLAIN.items():
        path = curve(points) if len(points) == 4 else straight(*points)
        canvas.path(path, colour=GREY, width=1.6, label=f"{NODES[a].name} and {NODES[b].name}")
    for flow in FLOWS:
        colour, width, dashes = STYLE[flow.meaning]
        told = f"{flow.meaning}: {NODES[flow.source].name} to {NODES[flow.target].name}, {flow.label}"
        canvas.path(straight(*flow.path), colour=colour, width=width, dashes=dashes, arrow=True, label=told)
    for kind, node in NODES.items():
        _node(canvas, kind, node)
    for flow in FLOWS:
        canvas.text(
            *flow.label_at,
            flow.label,
            size=12.5,
            colour=STYLE[flow.meaning][0],
            anchor=flow.anchor,
            halo=True,
            bold=True,
        )
    canvas.text(322, 255, "strategy", size=12.5, colour=QUIET, anchor="middle", halo=True)
    canvas.text(658, 690, "contributions to joint work", size=12.5, colour=QUIET, halo=True)
    people = (
        "Communities, each in a more and a less deprived half: they have need, health and care, and decide nothing."
    )
    canvas.text(500, 866, people, anchor="middle")
    _legend(canvas)
    return str(canvas)


def check() -> None:
    """Whether the diagram shows every organisation and relationship of the code, and nothing else."""
    flows = {(f.source, f.target) for f in FLOWS}
    drawn = {*PLAIN, *flows}
    known = {*RELATIONSHIPS, *((b, a) for a, b in RELATIONSHIPS)}
    faults = [f"no box for '{kind}'" for kind in ORGANISATIONS if kind not in NODES]
    faults += [f"a box for '{kind}', which is no organisation" for kind in NODES if kind not in ORGANISATIONS]
    faults += [f"no line for {a} and {b}" for a, b in RELATIONSHIPS if (a, b) not in drawn and (b, a) not in drawn]
    faults += [f"a line for {a} and {b}, who do not deal with each other" for a, b in drawn if (a, b) not in known]
    faults += [
        f"no state {f.state[1]} of {f.state[0]}, which carries '{f.label}'" for f in FLOWS if f.state not in STATES
    ]
    if faults:
        raise ValueError("the diagram of organisations is not what the code says: " + "; ".join(faults))


def decisions() -> dict[str, list[str]]:
    """By kind of organisation, the decisions it takes; those that all partners of a place take are left out."""
    found: dict[str, list[str]] = {kind: [] for kind in ORGANISATIONS}
    for rule in collected():
        if rule.decides is not None:
            kind = example().link(rule.of, rule.decides.by).to if rule.decides.by else rule.of
            if kind in found and rule.decides.name not in found[kind]:
                found[kind].append(rule.decides.name)
    return found


def _node(canvas: Canvas, kind: str, node: Node) -> None:
    if node.several:
        canvas.box(node.x + 4, node.y + 4, node.width, node.height, fill=PAPER, line=QUIET, round_by=6)
    canvas.box(node.x, node.y, node.width, node.height, fill=PAPER, line=INK, round_by=6)
    middle = node.x + node.width / 2
    canvas.text(middle, node.y + 20, node.name, size=13, bold=True, anchor="middle")
    weight = f"weight {PARTNERS[kind]:g}" if kind in PARTNERS else ""
    counted = kind == "mhc"  # its name takes two lines
    canvas.text(middle, node.y + 36, node.count, size=13 if counted else 12, bold=counted, anchor="middle",
                colour=INK if counted else QUIET)  # fmt: skip
    if weight:
        canvas.text(middle, node.y + 52, weight, size=12, anchor="middle", colour=QUIET)
    y = node.y + (70 if weight else 53)
    for name in decisions()[kind]:
        short = name.removesuffix(" of the council").removesuffix(" of the ICB")
        canvas.text(node.x + 10, y, "•", size=12)
        for line in wrapped(short, node.width - 30):
            canvas.text(node.x + 21, y, line, size=12)
            y += 15
    if decisions()[kind] and y - 15 > node.y + node.height - 6:
        raise ValueError(f"the box of {node.name} is too low for the decisions in it")


def _legend(canvas: Canvas) -> None:
    y, step = 910, 222
    canvas.text(16, y, "Lines", size=13, bold=True)
    for column, (meaning, (colour, width, dashes)) in enumerate(STYLE.items()):
        x = 66 + column * step
        canvas.path(straight((x, y - 4), (x + 50, y - 4)), colour=colour, width=width, dashes=dashes, arrow=True)
        canvas.text(x + 57, y, meaning, size=13)
    x = 66 + 3 * step + 20
    canvas.path(straight((x, y - 4), (x + 50, y - 4)), colour=GREY, width=1.6)
    canvas.text(x + 57, y, "other dealings", size=13)
    notes = (
        "Every line, whatever its kind, is a relationship in which each side trusts the other to its own degree; no "
        "lever sets that trust. A loop joins several of a kind. A box with a shadow stands for several "
        "organisations. The points in a box are the decisions it takes; every partner at a place also decides what "
        "it contributes to joint work there, and its weight is what that contribution counts. Trusts, councils and "
        f"places are joined where at least {SMALLEST_FLOW:.0%} of either side's patients or residents are shared."
    )
    canvas.lines(16, y + 28, wrapped(notes, WIDTH - 40, 12.5), step=18, size=12.5)


def _description() -> str:
    """The diagram in words, for those who hear it."""
    said = [f"{NODES[f.source].name} to {NODES[f.target].name}: {f.meaning} ({f.label})." for f in FLOWS]
    plain = [f"{NODES[a].name} and {NODES[b].name}" for a, b in PLAIN]
    taken = [f"{NODES[kind].name}: {', '.join(names)}." for kind, names in decisions().items() if names]
    others = "They also deal with each other: " + "; ".join(plain) + "."
    return " ".join(["Organisations by level, from the nation down to places.", *said, others, "Decisions.", *taken])
