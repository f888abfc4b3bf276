"""What the result rests on: every parameter, and every figure of the system, with how good it is and its source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from experiments import words
from experiments.report.view import setting, unit
from experiments.store import Stored
from sim.parameters import GRADES

PARTS = {
    "region": "Region",
    "board": "Integrated care board",
    "communities": "People",
    "councils": "Councils",
    "footprints": "Places",
    "acute_trusts": "Acute trusts",
    "community_trusts": "Mental health and community trusts",
    "planned_care": "Waiting list",
}
Names = dict[str, dict[str, str]]
QUALITIES = {
    "stated": "stated by the source",
    "computed": "computed from it",
    "assumed": "assumed",
}


@dataclass(frozen=True)
class Assumption:
    """A parameter as the reader of the report needs it."""

    label: str
    use: str
    """lever, varied or fixed."""
    range: str
    start: str
    unit: str
    grade: str
    sources: list[tuple[str, bool]]
    """Evidence ids and citations; whether the text is the id of a statement listed beneath."""


@dataclass(frozen=True)
class Assumptions:
    """All parameters, and how good they are."""

    grades: list[tuple[str, str, int]]
    """Grade, its meaning, how many parameters have it."""
    mechanisms: list[tuple[str, list[Assumption]]]
    evidence: list[tuple[str, str, str]]
    """Id, gist and place of every statement that a parameter names."""
    total: int
    varied: int


def assumptions(stored: Stored) -> Assumptions:
    """Every parameter with its value or range, grade and source, by the mechanism that reads it first."""
    parameters = stored.manifest["catalogue"]["parameters"]
    varied = set(stored.manifest["columns"]["varied"])
    evidence = stored.manifest["catalogue"]["evidence"]
    fixed = stored.configuration["fixed"]
    by_mechanism: dict[str, list[Assumption]] = {}
    for p in parameters:
        code = p["mechanisms"][0] if p["mechanisms"] else ""
        title = f"{code} {words.MECHANISMS[code]}" if code in words.MECHANISMS else (code or "General")
        by_mechanism.setdefault(title, []).append(
            Assumption(
                label=p["label"],
                use="lever" if p["role"] == "lever" else "varied" if p["name"] in varied else "fixed",
                range=_range(p),
                start=setting(fixed.get(p["name"], p["default"])),
                unit=unit(p),
                grade=p["grade"],
                sources=[(source, source in evidence) for source in p["evidence"]],
            )
        )
    counts = Counter(p["grade"] for p in parameters)
    return Assumptions(
        grades=[(grade, meaning, counts[grade]) for grade, meaning in GRADES.items()],
        mechanisms=sorted(by_mechanism.items(), key=lambda item: _order(item[0])),
        evidence=[(code, entry["gist"], entry["where"]) for code, entry in evidence.items()],
        total=len(parameters),
        varied=len(varied),
    )


def _order(title: str) -> tuple[int, str]:
    code = title.partition(" ")[0]
    return (list(words.MECHANISMS).index(code) if code in words.MECHANISMS else len(words.MECHANISMS), title)


def _range(parameter: dict[str, Any]) -> str:
    if parameter["choices"]:
        return ", ".join(setting(choice) for choice in parameter["choices"])
    return f"{words.short(parameter['low'])} to {words.short(parameter['high'])}"


@dataclass(frozen=True)
class SystemFigure:
    """A figure that describes the system."""

    label: str
    of: str
    value: str
    unit: str
    quality: str
    source: str
    why: str


@dataclass(frozen=True)
class SystemFigures:
    """All figures that describe the system."""

    counts: list[tuple[str, int]]
    parts: list[tuple[str, list[SystemFigure]]]


def system_figures(stored: Stored) -> SystemFigures:
    """The figures that describe the system, part by part, with quality and source."""
    found = stored.manifest["figures"]
    figures, sources = found["figures"], found["sources"]
    counts = Counter(figure["quality"] for figure in figures)
    parts = []
    for part, members in groupby(figures, key=lambda figure: figure["key"].partition(".")[0]):
        rows = [_figure(figure, found["names"], sources) for figure in members]
        parts.append((PARTS.get(part, part.replace("_", " ").capitalize()), rows))
    return SystemFigures([(text, counts[quality]) for quality, text in QUALITIES.items()], parts)


def _figure(figure: dict[str, Any], names: Names, sources: dict[str, dict[str, str]]) -> SystemFigure:
    source = sources.get(figure["source"], {})
    cited = ", ".join(source[key] for key in ("publisher", "title", "date") if source.get(key))
    return SystemFigure(
        label=words.upper_first(figure["label"]),
        of=_whose(figure["key"], names),
        value=_figure_value(figure["value"], figure["low"], figure["high"]),
        unit=figure["unit"],
        quality=QUALITIES.get(figure["quality"], figure["quality"]),
        source=cited or figure["source"],
        why=figure["why"],
    )


def _whose(key: str, names: Names) -> str:
    """Whom a figure describes: ``councils.X.communities.Y`` is council X, community Y."""
    kind, *parts = key.split(".")
    found = []
    for part in parts:
        if part in names.get(kind, {}):
            found.append(names[kind][part])
            kind = "communities"
    return ", ".join(dict.fromkeys(found))


def _figure_value(value: float | str | bool, low: float | None, high: float | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    text = words.short(value)
    return text if low is None or high is None else f"{text} ({words.short(low)} to {words.short(high)})"
