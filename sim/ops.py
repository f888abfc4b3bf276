"""The only arithmetic the rulebook may use: operations that give the same bits on a float and on an array.

A rule is written once and called with Python floats by the Mesa engine and with arrays (entities, runs) by the NumPy
engine. Both give the same 64 bits because every operation here is either IEEE arithmetic in a fixed order or one
NumPy ufunc applied element by element. ``tests/test_same_bits.py`` reads the rulebook's syntax tree and refuses
anything else. Zero is always written as +0.0, since ufuncs may differ in the sign of zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

Number = Any
"""A Python float (one entity of one run) or an array of shape (entities, runs)."""


def _both_floats(a: Number, b: Number) -> bool:
    return isinstance(a, float) and isinstance(b, float)


def _plus_zero(fresh: Number) -> Number:
    """Zero written as +0.0, in an array that nobody else holds."""
    if isinstance(fresh, np.ndarray):
        fresh += 0.0
        return fresh
    return fresh + 0.0


def _at_most(fresh: Number, high: Number) -> Number:
    """``minimum``, in an array that nobody else holds."""
    if isinstance(fresh, np.ndarray) and isinstance(high, float):
        return _plus_zero(np.minimum(fresh, high, out=fresh))
    return _plus_zero(np.minimum(fresh, high))


def exp(x: Number) -> Number:
    """e to the power x."""
    return float(np.exp(x)) if isinstance(x, float) else np.exp(x)


def log(x: Number) -> Number:
    """Natural logarithm of a positive number."""
    return float(np.log(x)) if isinstance(x, float) else np.log(x)


def sqrt(x: Number) -> Number:
    """Square root of a non-negative number."""
    return float(np.sqrt(x)) if isinstance(x, float) else np.sqrt(x)


def power(x: Number, exponent: Number) -> Number:
    """x to a power, for x > 0, as e^(exponent ln x).

    NumPy's own power takes short cuts for exponents such as -1 and 2 where it is given one of them and not where it is
    given a row, with other last bits.
    """
    return exp(exponent * log(x))


def floor(x: Number) -> Number:
    """Largest whole number not above x."""
    return float(np.floor(x)) if isinstance(x, float) else np.floor(x)


def size(x: Number) -> Number:
    """Absolute value."""
    return maximum(x, 0.0 - x)


def maximum(a: Number, b: Number) -> Number:
    """The larger of two numbers."""
    if _both_floats(a, b):
        return (a if a > b else b) + 0.0
    return _plus_zero(np.maximum(a, b))


def minimum(a: Number, b: Number) -> Number:
    """The smaller of two numbers."""
    if _both_floats(a, b):
        return (a if a < b else b) + 0.0
    return _plus_zero(np.minimum(a, b))


def clip(x: Number, low: Number, high: Number) -> Number:
    """x kept between low and high."""
    if isinstance(x, float):
        return minimum(maximum(x, low), high)
    return _at_most(np.maximum(x, low), high)


def share(x: Number) -> Number:
    """x kept on [0, 1]."""
    if isinstance(x, float):
        return minimum(maximum(x, 0.0), 1.0)
    return _at_most(np.maximum(x, 0.0), 1.0)


def positive(x: Number) -> Number:
    """x where it is above zero, else 0."""
    return maximum(x, 0.0)


def where(condition: Number, yes: Number, no: Number) -> Number:
    """``yes`` where the condition holds, else ``no``."""
    if isinstance(condition, (bool, np.bool_)):
        return yes if condition else no
    return np.where(condition, yes, no)


def both(a: Number, b: Number) -> Number:
    """Whether both conditions hold."""
    return a & b


def either(a: Number, b: Number) -> Number:
    """Whether at least one condition holds."""
    return a | b


def flag(condition: Number) -> Number:
    """1.0 where the condition holds, else 0.0."""
    if isinstance(condition, (bool, np.bool_)):
        return 1.0 if condition else 0.0
    return condition.astype(np.float64)


def total(values: Iterable[Number]) -> Number:
    """Sum from left to right, beginning at 0.0."""
    result: Number = 0.0
    for value in values:
        result = result + value
    return result


def least(values: Iterable[Number]) -> Number:
    """The smallest of several numbers."""
    result: Number = float("inf")
    for value in values:
        result = minimum(result, value)
    return result


def logistic(x: Number) -> Number:
    """1 / (1 + e^-x)."""
    return 1.0 / (1.0 + exp(0.0 - x))


def logit(p: Number) -> Number:
    """ln(p / (1 - p)) for p inside (0, 1)."""
    return log(p / (1.0 - p))


def blend(weight: Number, a: Number, b: Number) -> Number:
    """weight x a + (1 - weight) x b."""
    return weight * a + (1.0 - weight) * b


def toward(current: Number, target: Number, months: Number) -> Number:
    """One month's partial adjustment of a stock to its target, with the mean lag given in months (at least 1)."""
    return current + (target - current) * (1.0 / maximum(months, 1.0))


def monthly_decay(half_life: Number) -> Number:
    """Share of a stock left after one month, for a half-life in months."""
    return exp(-0.6931471805599453 / half_life)


SAFE = frozenset(name for name, thing in list(globals().items()) if callable(thing) and not name.startswith("_"))
"""Names a rule may call."""
