"""Where two runs of the same future part, and the decisions that followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.trace import Decision

Address = tuple[int, str, str, str]
VISIBLE = 0.01
"""Decisions that differ by less than this share of their size are passed over in the chain."""


@dataclass(frozen=True)
class Term:
    """One reason of a decision, as it stood in both runs."""

    name: str
    first: float
    second: float

    @property
    def difference(self) -> float:
        """First less second."""
        return self.first - self.second


@dataclass(frozen=True)
class Parted:
    """A decision that came out differently; either is missing where only one run took such a decision."""

    first: Decision | None
    second: Decision | None

    @property
    def one(self) -> Decision:
        """Whichever there is, the first for preference."""
        found = self.first or self.second
        assert found is not None  # noqa: S101
        return found

    @property
    def size(self) -> float:
        """How far the values lie apart, relative to the larger of them."""
        if self.first is None or self.second is None:
            return 1.0
        return apart(self.first.value, self.second.value)

    @property
    def terms(self) -> list[Term]:
        """The reasons that differ, the largest difference first."""
        if self.first is None or self.second is None:
            return []
        mine, other = self.first.terms, self.second.terms
        names = dict.fromkeys((*mine, *other))
        both = [Term(name, mine.get(name, 0.0), other.get(name, 0.0)) for name in names]
        return sorted((t for t in both if t.first != t.second), key=lambda t: -abs(t.difference))


@dataclass(frozen=True)
class Link:
    """A link of the chain: the month in which a kind of decision first parts, with the largest example."""

    decision: str
    month: int
    example: Parted
    then: int
    """How many of the kind part in that month."""
    later: int
    """How many part afterwards."""
    months: tuple[int, ...]
    """Every month in which one parts."""


def apart(first: float, second: float) -> float:
    """Distance of two values relative to the larger."""
    largest = max(abs(first), abs(second))
    return abs(first - second) / largest if largest else 0.0


def address(decision: Decision) -> Address:
    """What makes a decision the same decision in two runs."""
    return decision.month, decision.decision, decision.agent, decision.entity


def partings(first: Sequence[Decision], second: Sequence[Decision]) -> list[Parted]:
    """Every decision that came out differently, in the order of the month."""
    mine, other = _by_address(first), _by_address(second)
    months = sorted({decision.month for decision in (*first, *second)})
    order: dict[int, list[Address]] = {month: [] for month in months}
    for found in dict.fromkeys((*mine, *other)):
        order[found[0]].append(found)
    both = [Parted(mine.get(found), other.get(found)) for month in months for found in order[month]]
    return [p for p in both if p.first is None or p.second is None or p.first.value != p.second.value]


def chain(parted: Sequence[Parted]) -> list[Link]:
    """Kinds of decision in the order in which they first part by an amount that shows."""
    kinds: dict[str, list[Parted]] = {}
    for found in parted:
        if found.size >= VISIBLE:
            kinds.setdefault(found.one.decision, []).append(found)
    links = []
    for decision, members in kinds.items():
        month = members[0].one.month
        together = [p for p in members if p.one.month == month]
        example = max(together, key=lambda p: p.size)
        later = len(members) - len(together)
        links.append(
            Link(decision, month, example, len(together), later, tuple(sorted({p.one.month for p in members})))
        )
    return sorted(links, key=lambda link: link.month)


def _by_address(story: Sequence[Decision]) -> Mapping[Address, Decision]:
    return {address(decision): decision for decision in story}
