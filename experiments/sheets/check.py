"""Check a filled-in spreadsheet: every problem by its cell, and what is filled in by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from experiments.config.by_rule import RULES, SOURCES, Rule
from experiments.config.check import Check
from experiments.config.figures import Basis
from experiments.config.load import read_system
from experiments.config.schema import SHARE, SYSTEM
from experiments.config.spec import Flag, Number, words
from experiments.config.text import Block, Leaf, Node, Row
from experiments.config.write import number, system_yaml
from experiments.problems import BadInput, Problem
from experiments.sheets.book import BookDocument, block_at
from experiments.sheets.evidence import figure
from experiments.sheets.layout import OWN_SOURCE, Field, share, spec_of
from experiments.sheets.read import read_book
from sim import parameters

YES_NO = {"true": "yes", "false": "no"}
FIGURES_KEPT = 4
"""Significant figures of an amount filled in by rule."""


@dataclass(frozen=True)
class Filled:
    """A value that was not given and was filled in by rule."""

    key: str
    label: str
    unit: str
    value: float | bool | str
    low: float | None
    high: float | None
    rule: str
    where: str
    """The cell that was left empty."""

    @property
    def shown(self) -> str:
        """The value with its unit."""
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        unit = "" if self.unit == SHARE else f" {self.unit}"
        return words(self.value) + unit if isinstance(self.value, (int, float)) else self.value

    @property
    def range(self) -> str:
        """How far off it may be."""
        return f"{words(self.low)} to {words(self.high)}" if self.low is not None and self.high is not None else ""


@dataclass(frozen=True)
class Checked:
    """A spreadsheet that was read: a whole system where there are no problems."""

    values: Mapping[str, Any]
    bases: Mapping[str, Basis]
    filled: tuple[Filled, ...]
    problems: tuple[Problem, ...]
    source: str
    """The file it was read from."""

    def yaml(self) -> str:
        """The system as YAML."""
        return system_yaml(self.values, self.bases, _head(self))


def check_book(path: Path) -> Checked:
    """Check a workbook: every problem, and what was filled in by rule; ``BadInput`` when it is no workbook at all."""
    document, about = read_book(path)
    filled, unknown = _fill(document, Check(document, parameters.REGISTRY).run(SYSTEM))
    asked = {key for key in document.book.blanks if not key.startswith("starting_values.")}
    if about.own or asked - {one.key for one in filled}:
        _add_source(document.root, OWN_SOURCE, _own(path))
    values, check = read_system(document)
    filled = tuple(_with_range(one, check) for one in filled)
    return Checked(values, check.bases, filled, _told(document, check, unknown), document.name)


def checked(path: Path) -> Checked:
    """The system in a workbook; ``BadInput`` lists everything that is wrong with it."""
    found = check_book(path)
    if found.problems:
        raise BadInput(found.problems)
    return found


def _with_range(one: Filled, check: Check) -> Filled:
    figure_of = check.figures.get(one.key)
    return one if figure_of is None else replace(one, low=figure_of.low, high=figure_of.high)


# Filling in ----------------------------------------------------------------------------------------------------------


def _fill(document: BookDocument, values: dict[str, Any]) -> tuple[tuple[Filled, ...], set[str]]:
    """Fill every empty cell that has a rule; what was filled, and the keys for which something else is missing."""
    blanks = document.book.blanks
    filled: list[Filled] = []
    unknown: set[str] = set()
    for rule in RULES:
        for key in [key for key in blanks if rule.fits(key)]:
            try:
                value = _by_rule(rule, key, values)
            except (KeyError, ZeroDivisionError, TypeError):
                unknown.add(key)
                continue
            if value is not None:
                filled.append(_put(document, values, rule, key, value))
    order = list(blanks)
    return tuple(sorted(filled, key=lambda one: order.index(one.key))), unknown


def _by_rule(rule: Rule, key: str, values: dict[str, Any]) -> float | bool | str | None:
    """What the rule says, to four figures; ``KeyError`` when it needs what is missing."""
    parts = key.split(".")
    above = parts[: -2 if rule.path.endswith(".*") else -1]
    record = values
    for part in above:
        record = record[part] if part in record or part != "starting_values" else {}
    value = rule.formula(values, record, parts[-1])
    if isinstance(value, (bool, str)) or value is None:
        return value
    return float(f"{value:.{FIGURES_KEPT}g}")


def _put(document: BookDocument, values: dict[str, Any], rule: Rule, key: str, value: float | bool | str) -> Filled:
    """Put a filled value into the document and among the values that later rules use."""
    line, parts = document.book.blanks[key], key.split(".")
    block, inner = block_at(document.root, parts[:-1], line), values
    for part in parts[:-1]:
        inner = inner.setdefault(part, {})
    text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else number(value)
    leaf = Leaf(text, not isinstance(value, str), line)
    block.entries[parts[-1]] = leaf if rule.basis is None else figure(leaf, _nodes(rule.basis, line))
    block.lines[parts[-1]] = line
    inner[parts[-1]] = value
    if rule.basis is not None:
        _add_source(document.root, rule.basis.source, SOURCES[rule.basis.source])
    about = Field(key, share(spec_of(key)))
    label, unit = about.label, about.unit if isinstance(about.spec, Number) else ""
    if key.startswith("board.seats."):
        label += f", {parts[-1].replace('_', ' ')}"
    if key.startswith("starting_values."):
        label, unit = parameters.REGISTRY[parts[-1]].label, parameters.REGISTRY[parts[-1]].unit
    return Filled(key, label, unit, value, None, None, rule.said, document.where(line))


def _nodes(basis: Basis, line: int) -> dict[str, Node]:
    """A basis as the keys of a figure."""
    nodes: dict[str, Node] = {}
    for name, value in vars(basis).items():
        if name == "times" and value is not None:
            nodes[name] = Row([Leaf(number(factor), True, line) for factor in value], line)
        elif value is not None and value != "":
            nodes[name] = Leaf(value, False, line) if isinstance(value, str) else Leaf(number(value), True, line)
    return nodes


def _add_source(root: Block, code: str, about: Mapping[str, str]) -> None:
    """Add a source that the sheet does not name itself."""
    sources = block_at(root, ["sources"], 0)
    if code not in sources.entries:
        sources.entries[code] = Block(
            {name: Leaf(text, False, 0) for name, text in about.items()}, 0, dict.fromkeys(about, 0)
        )
        sources.lines[code] = 0


def _own(path: Path) -> dict[str, str]:
    """The source of figures of which the sheet says nothing else."""
    return {
        "title": f"Figures entered in {path.name[:200]}",
        "publisher": "whoever filled in the spreadsheet",
        "date": f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d}",
    }


# Telling -------------------------------------------------------------------------------------------------------------


def _told(document: BookDocument, check: Check, unknown: set[str]) -> tuple[Problem, ...]:
    """Every problem once, by its cell and in the order of the sheets; nothing that only follows from another."""
    book = document.book
    keys, places = {problem.key for problem in book.problems}, {problem.where for problem in book.problems}
    lines = book.lines()
    told: dict[tuple[str, str], Problem] = {}
    for number_of, problem in enumerate(check.problems):
        of_reading = number_of < len(book.problems)
        follows = problem.where in places or problem.key in keys or problem.key in unknown
        if not problem.what or (follows and not of_reading):
            continue
        found = replace(problem, key=book.label(lines.get(problem.where, 0)))
        if found.allowed == Flag("").allowed:
            found = replace(found, allowed="yes or no", nearest=YES_NO.get(found.nearest, ""))
        told.setdefault((found.where, found.what), found)
    return tuple(sorted(told.values(), key=lambda problem: book.rank(lines.get(problem.where, 0))))


def _head(found: Checked) -> list[str]:
    """The comment at the top of the file: where it comes from, and what in it was filled in by rule."""
    name = Path(found.source).name
    head = [
        f"{found.values['name']}, imported from {name}.",
        "",
        "Each figure says where it came from (source: see the end of the file) and how good it is (quality):",
        "  stated     published as it stands here",
        "  computed   worked out from published figures",
        "  assumed    a judgement, with a range (low and high, or multiples of the value) and a reason",
        "A `basis` says so once for all figures of that name below it; a figure that differs says so itself.",
        "Shares lie between 0 and 1. Money is in GBP million a year.",
    ]
    if found.filled:
        head += ["", "Not given in the spreadsheet, and filled in by rule (docs/your-own-system.md):"]
        for one in found.filled:
            span = f" ({one.range})" if one.range else ""
            head.append(f"  {one.key}: {one.shown}{span}"[:116])
    return ["".join(letter if letter.isprintable() else " " for letter in line) for line in head]
