"""M6 Voting: a bloc has power as often as it turns a losing coalition into a winning one.

Banzhaf 1965, Rutgers Law Review 19:317-343; Shapley and Shubik 1954, American Political Science Review 48:787-792.
"""

from collections.abc import Sequence
from itertools import combinations
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
    swings = [_swings(seats, quota, bloc, by_orders) for bloc in range(len(seats))]
    whole = total(swings)
    return [where(whole > 0.0, s / where(whole > 0.0, whole, 1.0), 0.0) for s in swings]


def _swings(seats: Sequence[Number], quota: Number, bloc: int, by_orders: Number) -> Number:
    n = len(seats)
    swings: Number = 0.0
    for coalition in _coalitions(n, bloc):
        votes = total(seats[i] for i in coalition)
        pivotal = both(votes < quota - MARGIN, votes + seats[bloc] >= quota - MARGIN)
        k = len(coalition)
        orders = factorial(k) * factorial(n - k - 1) / factorial(n)
        swings = swings + blend(by_orders, orders, 1.0) * flag(pivotal)
    return swings


def _coalitions(count: int, leaving_out: int) -> list[tuple[int, ...]]:
    others = [i for i in range(count) if i != leaving_out]
    return [c for n in range(len(others) + 1) for c in combinations(others, n)]
