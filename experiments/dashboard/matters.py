"""How much each uncertain quantity matters for the outcome on the screen, from the futures that were run for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from experiments.ensemble import Answer, Question
from sim.futures import draw_futures

Floats = NDArray[np.float64]
CHANCE = 0.05
"""Probability that any of all quantities would seem to matter by chance alone."""


@dataclass(frozen=True)
class Matters:
    """How the paired difference moves with one quantity over the futures: rank correlation (Spearman, 1904)."""

    correlation: float
    beyond_chance: bool
    """Whether it is larger than any of so many quantities would show by chance (Bonferroni, 1936)."""

    @property
    def said(self) -> str:
        """In words."""
        if not self.beyond_chance:
            return "no more than chance would show"
        size = abs(self.correlation)
        strength = "strongly" if size >= 0.5 else "clearly" if size >= 0.25 else "a little"
        return f"matters {strength}: where it is higher, A minus B is {'higher' if self.correlation > 0 else 'lower'}"


def matters(answer: Answer, outcome: str) -> dict[str, Matters]:
    """By uncertainty that varies, how much it matters for the difference in an outcome of the whole system."""
    first, second = (runs.values[outcome][0] for runs in answer.runs)
    names, ranks = ranks_of_futures(answer.question.seed, answer.futures)
    fixed = fixed_in(answer.question)
    varied = [number for number, name in enumerate(names) if name not in fixed]
    return related(first - second, [names[number] for number in varied], ranks[varied])


def fixed_in(question: Question) -> Mapping[str, float]:
    """What has one value in every future, by hand or because the system's file says so; and that value."""
    return question.sides[0].system.starting_values


def related(difference: Floats, names: Sequence[str], ranks: Floats) -> dict[str, Matters]:
    """How much each of what varied matters for a difference.

    ``difference`` has a value for each future, ``ranks`` are those of what varied (names, futures) as ``ranked`` gives
    them. Futures in which there is no difference to be told are left out; with fewer than ten, nothing matters.
    """
    known = np.isfinite(difference)
    if known.sum() < 10 or np.ptp(difference[known]) == 0:
        return {name: Matters(0.0, False) for name in names}
    mine = ranked(difference[known][None, :])[0]
    theirs = ranks if known.all() else ranked(ranks[:, known])
    found = theirs @ mine / known.sum()
    limit = _limit(len(names), int(known.sum()))
    return {name: Matters(float(rho), abs(float(rho)) > limit) for name, rho in zip(names, found, strict=True)}


def _limit(quantities: int, futures: int) -> float:
    """The rank correlation that chance exceeds for none of so many quantities, with probability 1 - ``CHANCE``."""
    from scipy.special import ndtri

    return float(ndtri(1 - CHANCE / (2 * quantities))) / float(np.sqrt(futures - 1))


@lru_cache(maxsize=4)
def ranks_of_futures(seed: int, futures: int) -> tuple[tuple[str, ...], Floats]:
    """What varies over futures, and the ranks of its values (names, futures)."""
    values = draw_futures(seed, futures).values
    return tuple(values), ranked(np.stack(list(values.values())))


def ranked(rows: Floats) -> Floats:
    """Ranks along each row, with mean zero and variance one."""
    ranks = rows.argsort(axis=1).argsort(axis=1).astype(np.float64)
    ranks -= ranks.mean(axis=1, keepdims=True)
    return np.asarray(ranks / ranks.std(axis=1, keepdims=True))
