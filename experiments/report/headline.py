"""The headline: what was found, in words, with what stays open said as plainly as what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from experiments import words
from experiments.report.view import Row, names, row, timeline
from experiments.store import SYSTEM, Line, Stored

DECIDED = ("first", "second")


def headline(stored: Stored, lines: Sequence[Line]) -> list[str]:
    """Two sentences: what the key outcomes show, and how all outcomes fall out."""
    first, second = names(stored)
    configuration = stored.configuration
    years, system = configuration["years"], configuration["system"]["name"]
    over = f"Over {words.spelled(years)} year{'s' * (years != 1)} in {system}{_under(stored)}"
    rows = _system_rows(stored, lines)
    counts = Counter(r.favoured for r in rows)
    shown = [r for _, r in keys(stored, lines)]
    return [f"{over}, {_leading(shown, first, second)}.", _count(counts, len(rows), first, second)]


def _under(stored: Stored) -> str:
    """The timeline that both policies lived through, where anything was scheduled."""
    happens = timeline(stored)
    return f" under the timeline '{happens.name}'" if happens and happens.events else ""


def keys(stored: Stored, lines: Sequence[Line]) -> list[tuple[str, Row]]:
    """The catalogue's key outcomes with their group, the same whatever they show.

    Where a catalogue marks none, the first outcome of each group that has a better direction.
    """
    rows = _system_rows(stored, lines)
    marked = [(r.line.outcome.group, r) for r in rows if r.line.outcome.key]
    if marked:
        return marked
    chosen = []
    for group, members in groupby(rows, key=lambda r: r.line.outcome.group):
        of_group = list(members)
        judged = [r for r in of_group if r.line.outcome.better != "neither"] or of_group
        chosen.append((group, judged[0]))
    return chosen


def _system_rows(stored: Stored, lines: Sequence[Line]) -> list[Row]:
    return [row(stored, line, number) for number, line in enumerate(lines) if line.entity.id == SYSTEM]


def _leading(shown: Sequence[Row], first: str, second: str) -> str:
    """What the key outcomes show: who does better on which, and what is too small or stays open."""
    if all(r.favoured == "same" for r in shown):
        return f"{first} and {second} make no practical difference on {_listed(shown)}"
    parts = []
    for side, winner in zip(DECIDED, (first, second), strict=True):
        won = [f"{_label(r)} (in {_where(r)})" for r in shown if r.favoured == side]
        if won:
            parts.append(f"{winner} does better on {words.listed(won)}")
    apart = [r for r in shown if r.favoured == "apart"]
    if apart:
        parts.append(words.listed([f"{_label(r)} is {r.verdict} (in {_where(r)})" for r in apart]))
    for side, text in (("same", "there is no practical difference on"), ("open", "undecided:")):
        rows = [r for r in shown if r.favoured == side]
        if rows:
            parts.append(f"{text} {_listed(rows)}")
    return "; ".join(parts)


def _listed(rows: Sequence[Row]) -> str:
    return words.listed([_label(r) for r in rows])


def _label(found: Row) -> str:
    return words.lower_first(found.line.outcome.label)


def _where(found: Row) -> str:
    """The share of futures that agree with the verdict."""
    share = found.line.paired.share
    agree = share if found.line.paired.verdict in ("better", "higher") else 1 - share
    return words.futures_share(agree, found.line.paired.futures)


def _count(counts: Counter[str], total: int, first: str, second: str) -> str:
    """How many outcomes fall on which side: a count of outcomes, which is not a score."""
    parts = [
        f"{first} does better on {words.spelled(counts['first'])}",
        f"{second} on {words.spelled(counts['second'])}",
        f"on {words.spelled(counts['same'])} the difference is too small to matter",
        f"{words.spelled(counts['open'])} {words.is_are(counts['open'])} undecided",
    ]
    if counts["apart"]:
        parts.append(f"{words.spelled(counts['apart'])} differ{'s' * (counts['apart'] == 1)}, neither way being better")
    return (
        f"Of {total} outcomes for the whole system, {words.listed(parts)}. "
        "Outcomes overlap: this is a count, not a score."
    )
