"""The kinds of thing a configuration file may hold.

A file format is a table of these (see ``schema``). Validation, messages, provenance and lists of fields are all
derived from that table; nothing about a single field is written down anywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["lever", "uncertainty", "parameter"]
"""Which parameters may be set; ``parameter`` stands for both levers and uncertainties."""


def words(value: float) -> str:
    """A number as a person writes it: ``5,605``, ``0.93``."""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.4g}"


@dataclass(frozen=True)
class Number:
    """A figure: a number with a unit and bounds, which carries its source and quality."""

    label: str
    unit: str
    low: float = 0.0
    high: float = 1.0
    above_low: bool = False
    """Whether ``low`` itself is too low."""

    def holds(self, value: float) -> bool:
        """Whether the value lies within the bounds."""
        return value <= self.high and (value > self.low if self.above_low else value >= self.low)

    @property
    def allowed(self) -> str:
        """The bounds and the unit, in words."""
        if self.above_low:
            return f"a number above {words(self.low)} and up to {words(self.high)} ({self.unit})"
        return f"a number from {words(self.low)} to {words(self.high)} ({self.unit})"


@dataclass(frozen=True)
class Flag:
    """A yes/no fact, which carries its source and quality."""

    label: str
    allowed: str = "true or false"


@dataclass(frozen=True)
class Text:
    """A name, an id or a sentence."""

    label: str
    pattern: str = ""
    like: str = ""
    """What the pattern asks for, or what may stand here beside the choices, in words with an example."""
    choices: tuple[str, ...] = ()
    longest: int = 200

    def holds(self, text: str) -> bool:
        """Whether the text may be used."""
        if self.choices:
            return text in self.choices
        return 0 < len(text) <= self.longest and (not self.pattern or re.fullmatch(self.pattern, text) is not None)

    @property
    def allowed(self) -> str:
        """What may be written, in words."""
        return ", ".join(filter(None, (*self.choices, self.like))) or f"text of at most {self.longest} characters"


@dataclass(frozen=True)
class Cells:
    """A row of figures by name: by the ids of a table of the same file (``of``), or by fixed names (``names``)."""

    label: str
    cell: Number
    of: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plain:
    """A plain number, which carries no source of its own."""

    number: Number

    @property
    def label(self) -> str:
        """What the number is."""
        return self.number.label

    @property
    def allowed(self) -> str:
        """The bounds and the unit, in words."""
        return self.number.allowed


@dataclass(frozen=True)
class Amounts:
    """Plain numbers by fixed names, any of which may be left out; they carry no source of their own."""

    label: str
    cells: Mapping[str, Number]


@dataclass(frozen=True)
class Named:
    """Plain numbers or words by names that are checked where they are used; they carry no source of their own."""

    label: str
    cell: Number | Text
    instead: Number | None = None
    """A number that may stand in place of a word."""


@dataclass(frozen=True)
class Settings:
    """Values of parameters of the registry, by parameter name; ``sourced`` ones carry source and quality."""

    label: str
    role: Role
    sourced: bool = False


@dataclass(frozen=True)
class Names:
    """Names in a list (or a single one), which are checked where they are used."""

    label: str
    allowed: str


@dataclass(frozen=True)
class Varied:
    """Parameters to vary, each over its declared range or a narrower one; or all of their role."""

    label: str
    role: Role

    @property
    def allowed(self) -> str:
        """What may be written, in words."""
        return f"names of {self.role} parameters with their ranges"


@dataclass(frozen=True)
class Record:
    """Fixed keys."""

    label: str
    fields: Mapping[str, Spec]
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """Records by id."""

    label: str
    id: Text
    entry: Record
    most: int = 60


Figured = Number | Flag
Spec = Number | Plain | Flag | Text | Cells | Amounts | Named | Settings | Names | Varied | Record | Table


def figured(fields: Mapping[str, Spec]) -> dict[str, Spec]:
    """The fields that carry source and quality, and so may have a ``basis``."""
    return {name: spec for name, spec in fields.items() if isinstance(spec, (Number, Flag, Cells))}


@dataclass(frozen=True)
class FieldRow:
    """One line of a list of all fields, for a spreadsheet template or a table in the documentation."""

    key: str
    label: str
    unit: str
    allowed: str
    required: bool


def field_rows(record: Record, prefix: str = "", required: bool = True) -> Iterator[FieldRow]:
    """Every field of a format, one line each; ``*`` stands for an id."""
    for name, spec in record.fields.items():
        key = f"{prefix}{name}"
        needed = required and name not in record.optional
        if isinstance(spec, Record):
            yield from field_rows(spec, f"{key}.", needed)
        elif isinstance(spec, Table):
            yield from field_rows(spec.entry, f"{key}.*.", needed)
        elif isinstance(spec, Cells):
            yield FieldRow(f"{key}.*", spec.label, spec.cell.unit, spec.cell.allowed, needed)
        elif isinstance(spec, Amounts):
            for cell, number in spec.cells.items():
                yield FieldRow(f"{key}.{cell}", number.label, number.unit, number.allowed, False)
        elif isinstance(spec, Named):
            yield FieldRow(f"{key}.*", spec.label, "", spec.cell.allowed, needed)
        elif isinstance(spec, Settings):
            yield FieldRow(f"{key}.*", spec.label, "", f"a {spec.role} of the registry", needed)
        else:
            yield FieldRow(key, spec.label, spec.unit if isinstance(spec, Number) else "", spec.allowed, needed)
