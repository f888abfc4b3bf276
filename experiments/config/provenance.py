"""Where every figure of a configuration came from, and how good it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A published source."""

    id: str
    title: str
    publisher: str
    date: str
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure as the file gives it."""

    key: str
    """Dotted name, for example ``communities.E08000035.population``."""
    label: str
    unit: str
    value: float | bool | str
    source: str
    """Id of a source of the same file."""
    quality: str
    """``stated``, ``computed`` or ``assumed``."""
    low: float | None
    high: float | None
    why: str
    line: int


@dataclass(frozen=True)
class Provenance:
    """All figures of a file by key, and its sources by id."""

    figures: Mapping[str, Figure]
    sources: Mapping[str, Source]

    def source_of(self, key: str) -> Source:
        """The source of the figure with this key."""
        return self.sources[self.figures[key].source]

    def assumed(self) -> tuple[Figure, ...]:
        """The figures that are a judgement."""
        return tuple(figure for figure in self.figures.values() if figure.quality == "assumed")

    def counts(self) -> dict[str, int]:
        """How many figures there are of each quality."""
        return dict(Counter(figure.quality for figure in self.figures.values()))
