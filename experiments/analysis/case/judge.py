"""In which runs, or which futures, a case holds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np
import polars as pl

from experiments.analysis.case.parse import Case, Literal, Named, Node, names_in
from experiments.analysis.sample import FUTURE

HOLDS = "case"
"""The column that says whether the case holds; null where a value is missing."""

_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "+": operator.add,
    "*": operator.mul,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
    "and": operator.and_,
    "or": operator.or_,
    "not": operator.invert,
}


def policies_of(case: Case) -> list[str]:
    """The policies that a case names, in order."""
    return list(dict.fromkeys(one.policy for one in names_in(case.root) if one.policy is not None))


def judged(runs: pl.DataFrame, case: Case) -> pl.DataFrame:
    """The rows that a case is about, with a column ``case``.

    A case that names no policy is about each run. One that does is about each future that all its policies meet: the
    rows are those of the first policy named.
    """
    policies = policies_of(case)
    rows = runs if not policies else runs.filter(pl.col("policy") == policies[0])
    for policy in policies[1:]:
        needed = sorted({one.name for one in names_in(case.root) if one.policy == policy})
        other = runs.filter(pl.col("policy") == policy)
        other = other.select(*FUTURE, *(pl.col(name).alias(f"{name}[{policy}]") for name in needed))
        rows = rows.join(other, on=list(FUTURE), how="inner")
    return rows.with_columns(_holds(rows, case, policies).alias(HOLDS)).sort("run")


def _holds(rows: pl.DataFrame, case: Case, policies: list[str]) -> pl.Series:
    def column(one: Named) -> pl.Series:
        away = one.policy is not None and one.policy != policies[0]
        return rows[f"{one.name}[{one.policy}]" if away else one.name]

    columns = {one: column(one) for one in names_in(case.root)}
    known = reduce(operator.and_, (_known(one) for one in columns.values()), np.ones(rows.height, dtype=bool))
    with np.errstate(all="ignore"):
        found = _value(case.root, {one: values.to_numpy() for one, values in columns.items()})
    truths = np.broadcast_to(np.asarray(found, dtype=bool), rows.height)
    return pl.Series([bool(truth) if ok else None for truth, ok in zip(truths, known, strict=True)], dtype=pl.Boolean)


def _known(column: pl.Series) -> Any:
    if column.dtype == pl.String:
        return column.is_not_null().to_numpy()
    return np.isfinite(column.cast(pl.Float64).fill_null(np.nan).to_numpy())


def _value(node: Node, columns: Mapping[Named, Any]) -> Any:
    if isinstance(node, Literal):
        return np.float64(node.value) if isinstance(node.value, float) else node.value
    if isinstance(node, Named):
        return columns[node]
    parts = [_value(part, columns) for part in node.parts]
    if node.symbol == "-":
        return -parts[0] if len(parts) == 1 else parts[0] - parts[1]
    return _OPERATIONS[node.symbol](*parts)
