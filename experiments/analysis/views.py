"""Whether those who weigh outcomes differently rank the policies alike, and where they do not.

What one of them makes of the policies is a ``Robustness`` of its own. Points of different weightings cannot be held
against each other, but ranks can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.analysis.robustness import SATISFICING, Robustness, Standing, agreement, leaders
from experiments.words import listed

ENOUGH = "futures that are good enough"
"""What is good enough differs from one to the other, and so does the name of this criterion."""

Ranked = Mapping[str, Mapping[str, Standing]]
"""How policies stand, by who ranks them and policy."""


@dataclass(frozen=True)
class Views:
    """The ranks of all policies for everybody, under each criterion that all of them have."""

    who: tuple[str, ...]
    policies: tuple[str, ...]
    standings: Mapping[str, Ranked]
    """By criterion."""
    agreement: Mapping[str, Mapping[tuple[str, str], float]]
    """By criterion, Kendall's tau-b between the rankings of two: 1 the same, -1 the reverse."""
    disagreement: tuple[str, ...]
    """Whom each puts first, in sentences, and the policy that they are furthest apart on."""


def views(found: Sequence[Robustness]) -> Views:
    """Put the rankings of several side by side; each is called by its label, and all rank the same policies."""
    named = {one.label: {_name(criterion): of for criterion, of in one.standings.items()} for one in found}
    first = next(iter(named.values()))
    common = [criterion for criterion in first if all(criterion in of for of in named.values())]
    standings = {criterion: {who: of[criterion] for who, of in named.items()} for criterion in common}
    return Views(
        who=tuple(named),
        policies=found[0].policies,
        standings=standings,
        agreement={criterion: agreement(ranked) for criterion, ranked in standings.items()},
        disagreement=(*_firsts(standings), _furthest(standings, found[0].policies)),
    )


def _name(criterion: str) -> str:
    return ENOUGH if criterion.startswith(SATISFICING) else criterion


def _firsts(standings: Mapping[str, Ranked]) -> list[str]:
    """Whom each puts first, criteria with the same answer together."""
    answers: dict[tuple[str, ...], list[str]] = {}
    for criterion, ranked in standings.items():
        answers.setdefault(tuple(listed(leaders(one)) for one in ranked.values()), []).append(criterion)
    return [_first(list(next(iter(standings.values()))), each, criteria) for each, criteria in answers.items()]


def _first(who: Sequence[str], leading: Sequence[str], criteria: Sequence[str]) -> str:
    if len(set(leading)) == 1:
        return f"All put {leading[0]} first by {listed(criteria)}."
    sides = {policy: [one for one, put in zip(who, leading, strict=True) if put == policy] for policy in leading}
    told = "; ".join(f"{policy} for {listed(those)}" for policy, those in sides.items())
    return f"They disagree on who is first by {listed(criteria)}: {told}."


def _furthest(standings: Mapping[str, Ranked], policies: Sequence[str]) -> str:
    """The policy and criterion with the widest gap between two ranks."""
    gap, found = 0, ""
    for criterion, ranked in standings.items():
        for policy in policies:
            ranks = {who: of[policy].rank for who, of in ranked.items()}
            low, high = min(ranks, key=lambda who: ranks[who]), max(ranks, key=lambda who: ranks[who])
            if ranks[high] - ranks[low] > gap:
                gap = ranks[high] - ranks[low]
                found = f"{policy}: rank {ranks[low]} for {low}, rank {ranks[high]} for {high}, by {criterion}"
    return f"They are furthest apart on {found}." if found else "All rank every policy alike."
