"""M6 Voting: a bloc has power as often as it turns a losing coalition into a winning one.

Banzhaf 1965, Rutgers Law Review 19:317-343; Shapley and Shubik 1954, American Political Science Review 48:787-792.
"""

from collections.abc import Sequence
from math import factorial

from sim.ops import Number, blend, both, flag, total, where

MECHANISM = "M6"

MARGIN = 1e-9
"""Votes within this of the quota reach it (ties go to the motion)."""


def power_index(seats: Sequence[Number], quota: Number, by_orders: Number) -> list[Number]:
    """Power of each bloc: its share of all swings, by Banzhaf (1965) or by Shapley and Shubik (1954).

    A swing is a coalition that the bloc turns from losing into winning; ``quota`` is in seats. Each swing counts once
    (``by_orders`` 0, Banzhaf) or by its share of the orders in which blocs may join (``by_orders`` 1, Shapley-Shubik).
    """
    count, needed = len(seats), quota - MARGIN
    votes = [total(seats[bloc] for bloc in range(count) if coalition >> bloc & 1) for coalition in range(2**count)]
    losing, winning = [held < needed for held in votes], [held >= needed for held in votes]
    swings = [
        total(
            _counts(count, c.bit_count(), by_orders) * flag(both(losing[c], winning[c | 1 << bloc]))
            for c in _coalitions(count, bloc)
        )
        for bloc in range(count)
    ]
    whole = total(swings)
    return [where(whole > 0.0, s / where(whole > 0.0, whole, 1.0), 0.0) for s in swings]


def _coalitions(count: int, without: int) -> list[int]:
    """Every set of blocs without one of them, the smallest first; bit i of a set says whether bloc i is in it."""
    sets = [coalition for coalition in range(2**count) if not coalition >> without & 1]
    return [coalition for size in range(count) for coalition in sets if coalition.bit_count() == size]


def _counts(count: int, before: int, by_orders: Number) -> Number:
    """What the swing of a bloc that joins so many others counts."""
    return blend(by_orders, factorial(before) * factorial(count - before - 1) / factorial(count), 1.0)
