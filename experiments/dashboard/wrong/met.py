"""What policies came to in the same futures, and what differed between these: the ground of everything on the tab."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from experiments.analysis.performance import Performance
from experiments.analysis.tradeoff import Tradeoff, tradeoff
from experiments.dashboard import case
from experiments.dashboard.matters import Floats, Matters, fixed_in, ranked, ranks_of_futures, related
from experiments.dashboard.shown import Shown
from experiments.ensemble.runs import Runs
from experiments.problems import BadInput
from experiments.readers import readable
from experiments.store import SIDES, SYSTEM, Entity
from experiments.weighing import Subject
from sim.futures import draw_futures
from sim.outcomes import CATALOGUE, Outcome

WHOLE = tuple(outcome.name for outcome in CATALOGUE if outcome.kind == "icb")
"""Outcomes of the system as a whole."""
JUDGED = tuple(outcome.name for outcome in CATALOGUE if outcome.kind == "icb" and outcome.better != "neither")
"""Those by which a policy can be better than another."""


@dataclass(frozen=True, eq=False)
class Met:
    """Policies that met the same futures."""

    varied: tuple[str, ...]
    """What differed between the futures."""
    x: Floats
    """Its values (futures, varied)."""
    ranks: Floats
    """Its ranks over the futures (varied, futures)."""
    values: Mapping[str, Mapping[str, Floats]]
    """By policy and outcome, a value for each future, as stored; not a number where there is none."""
    names: Mapping[str, str]
    """What each policy is called."""
    first: str
    """Which of the policies is A."""
    second: str
    where: str
    """Where the runs come from, in a sentence."""

    @property
    def futures(self) -> int:
        """So many futures."""
        return len(self.x)

    def difference(self, outcome: str) -> Floats:
        """A minus B in the unit people read, one for each future."""
        self._check(outcome)
        _, factor = read(outcome)
        return np.asarray(factor * (self.values[self.first][outcome] - self.values[self.second][outcome]))

    def _check(self, outcome: str) -> None:
        if any(outcome not in held for held in self.values.values()):
            raise BadInput.single(
                f"{case.outcome(outcome).label} was not kept in these runs", allowed="another outcome"
            )

    def related(self, outcome: str) -> dict[str, Matters]:
        """How much each of what varied matters for the difference in an outcome."""
        return related(self.difference(outcome), self.varied, self.ranks)

    def subjects(self) -> dict[str, Subject]:
        """A and B on every outcome, as weights are put on them."""
        both = self.values[self.first], self.values[self.second]
        whole = Entity(SYSTEM, "the system")
        return {name: Subject(case.outcome(name), whole, both[0][name], both[1][name]) for name in both[0]}

    def performance(self, *outcomes: str) -> list[Performance]:
        """How all policies do on each of some outcomes, in the futures in which all of them have a value.

        Raises ``BadInput`` where neither way is better, or there is no such future.
        """
        for name in outcomes:
            self._check(name)
            if case.outcome(name).better == "neither":
                what = f"neither way is better for {case.outcome(name).label}, so no policy can be best at it"
                raise BadInput.single(what, allowed="another outcome")
        policies = tuple(self.names)
        values = np.array([[self.values[policy][name] for policy in policies] for name in outcomes])
        known = np.isfinite(values).all(axis=(0, 1))
        if known.sum() < 2:
            raise BadInput.single(
                "there are no two futures in which every policy has a value", allowed="another outcome"
            )
        return [self._one(name, rows[:, known]) for name, rows in zip(outcomes, values, strict=True)]

    def _one(self, name: str, rows: Floats) -> Performance:
        outcome, factor = read(name)
        sign = -1.0 if outcome.better == "lower" else 1.0
        called = tuple(self.names[policy] for policy in self.names)
        return Performance(called, sign * factor * rows, outcome.label, outcome.unit, sign)

    def tradeoff(self, across: str, up: str) -> Tradeoff:
        """All policies on two outcomes, each against the mean of all in the same future.

        What all of them meet in common is no difference between them, and would hide it. Raises ``BadInput`` where the
        outcomes cannot be set side by side.
        """
        both = self.performance(across, up)
        return tradeoff([replace(one, values=one.values - one.values.mean(axis=0)) for one in both])


def read(outcome: str) -> tuple[Outcome, float]:
    """An outcome in the unit people read, and by what its values are to be multiplied."""
    return readable(case.outcome(outcome))


def pair(shown: Shown, futures: int | None = None) -> Met:
    """The comparison on the screen, over its first so many futures; over all that were run so far, unless told."""
    question, answer = shown.question, shown.answer
    count = min(futures or answer.futures, answer.futures)
    runs = {side: held.upto(count) for side, held in zip(SIDES, answer.runs, strict=True)}
    names = dict(zip(SIDES, shown.names, strict=True))
    values = {side: whole(held) for side, held in runs.items()}
    return over_futures(question.seed, count, fixed_in(question), values, names, f"Over {count:,} futures run so far.")


def whole(runs: Runs) -> dict[str, Floats]:
    """The outcomes of the system as a whole, one value for each future."""
    return {name: runs.values[name][0] for name in WHOLE if name in runs.values}


def over_futures(
    seed: int,
    futures: int,
    fixed: Collection[str],
    values: Mapping[str, Mapping[str, Floats]],
    names: Mapping[str, str],
    where: str,
    sides: Sequence[str] = SIDES,
) -> Met:
    """Policies over the first futures of a seed, in which some quantities are fixed."""
    varied, x, ranks = _drawn(seed, futures)
    free = [number for number, name in enumerate(varied) if name not in fixed]
    if len(free) < len(varied):
        varied, x, ranks = tuple(varied[number] for number in free), x[:, free], ranks[free]
    return Met(varied, x, ranks, values, names, sides[0], sides[1], where)


@lru_cache(maxsize=3)
def _drawn(seed: int, futures: int) -> tuple[tuple[str, ...], Floats, Floats]:
    names, ranks = ranks_of_futures(seed, futures)
    return names, np.column_stack(list(draw_futures(seed, futures).values.values())), ranks


def over_points(
    names: tuple[str, ...],
    x: Floats,
    values: Mapping[str, Mapping[str, Floats]],
    called: Mapping[str, str],
    where: str,
    sides: Sequence[str],
) -> Met:
    """Policies over the points of a stored design; what never changes is left out."""
    moves = np.ptp(x, axis=0) > 0
    x, varied = x[:, moves], tuple(name for name, there in zip(names, moves, strict=True) if there)
    return Met(varied, x, ranked(x.T), values, called, sides[0], sides[1], where)
