"""Checks of what was typed: each names the option, what is wrong with it and what is allowed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from experiments.problems import BadInput, choices, nearest_name

ENGINES = ("numpy", "mesa")
SERIES = ("quantiles", "all", "none")
MOST_FUTURES, MOST_YEARS, MOST_WORKERS, MOST_SEED = 100_000, 50, 256, 2**32 - 1
RESULTS = Path("results")


@dataclass(frozen=True)
class Whole:
    """Reads a whole number between two limits; used as the parser of an option."""

    option: str
    low: int
    high: int

    def __call__(self, value: object) -> int:
        """The number, or ``BadInput``."""
        text = str(value).strip()
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
            raise BadInput.single(f"'{text[:40]}' is not a whole number", where=self.option, allowed=self.allowed)
        number = int(text)
        if number < self.low:
            raise BadInput.single(f"{number} is too small", where=self.option, allowed=self.allowed)
        if number > self.high:
            raise BadInput.single(f"{number} is too large", where=self.option, allowed=self.allowed)
        return number

    @property
    def allowed(self) -> str:
        """The limits in words."""
        return f"a whole number from {self.low:,} to {self.high:,}"


@dataclass(frozen=True)
class WordOrWhole:
    """Reads one of a few words, or a whole number between two limits; used as the parser of an option."""

    words: tuple[str, ...]
    number: Whole
    """What the number is, with its option and limits."""

    def __call__(self, value: object) -> str | int:
        """The word or the number, or ``BadInput``."""
        text = str(value).strip()
        if text in self.words:
            return text
        if re.fullmatch(r"[+-]?[0-9]+", text):
            return self.number(text)
        allowed = f"{choices(self.words)}, or {self.number.allowed}"
        near = nearest_name(text, self.words)
        raise BadInput.single(f"'{text[:40]}' is unknown", where=self.number.option, allowed=allowed, nearest=near)


def one_of(value: str, allowed: Iterable[str], where: str, kind: str, listing: str = "") -> str:
    """``value`` when it is among the allowed names, or ``BadInput`` with the nearest.

    ``listing`` is the command that shows the names; it is named instead of them where they are many.
    """
    names = list(allowed)
    if value not in names:
        what, near = f"unknown {kind} '{value[:60]}'", nearest_name(value, names)
        raise BadInput.single(what, where=where, allowed=choices(names, listing), nearest=near)
    return value


def default_workers() -> int:
    """A worker for every core this process may use."""
    try:
        return max(1, min(MOST_WORKERS, len(os.sched_getaffinity(0))))
    except AttributeError:
        return max(1, min(MOST_WORKERS, os.cpu_count() or 1))


def fresh_folder(system: str, first: str, second: str, now: datetime, parent: Path = RESULTS) -> Path:
    """A folder under ``results`` that no other comparison has."""
    stem = f"compare-{slug(system)}-{slug(first)}-vs-{slug(second)}-{now:%Y%m%d-%H%M%S}"
    candidates: Callable[[int], Path] = lambda n: parent / (stem if n == 1 else f"{stem}-{n}")  # noqa: E731
    n = 1
    while os.path.lexists(candidates(n)) or os.path.lexists(parent / f".{candidates(n).name}.partial"):
        n += 1
    return candidates(n)


def slug(name: str) -> str:
    """A name as part of a file name on any system."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "unnamed"
