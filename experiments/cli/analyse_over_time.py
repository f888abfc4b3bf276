"""``tiers analyse sensitivity --over-time``: how what drives an outcome, or a difference, changes from year to year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import TYPE_CHECKING

from experiments.cli.analyse_options import Answer, Runs, called, figure
from experiments.problems import BadInput

if TYPE_CHECKING:
    import polars as pl

    from experiments.analysis.estimates import Estimate
    from experiments.analysis.morris import Morris
    from experiments.analysis.pawn import Pawn
    from experiments.analysis.sample import Sample
    from experiments.analysis.sobol import Sobol


def by_year(runs: Runs, years: Mapping[float, pl.DataFrame], name: str, method: str, about: str) -> Answer:
    """The index that a method leads with, year by year."""
    import polars as pl

    from experiments.analysis.estimates import ordered
    from experiments.analysis.figures import sensitivity as figures
    from experiments.analysis.sample import sample

    series = {year: sample(rows, runs.varied, name, runs.design) for year, rows in years.items()}
    what, index, found, warning = _followed(runs, series, method, runs.outcomes[name].unit)
    order = ordered(found[max(found)]) if found else []
    numbers = [(name, index, n, year, *astuple(one[n])) for year, one in found.items() for n in order]
    return Answer(
        f"How it changes over time: {runs.outcomes[name].label} ({name}){about}",
        [f"{what}: in each year, of the mean of its months."],
        [warning],
        ["Parameter", *(f"Year {year:g}" for year in found)],
        [[called(n), *(figure(one[n].value, 2) for one in found.values())] for n in order],
        pl.DataFrame(numbers, schema=["outcome", "index", "parameter", "year", "value", "low", "high"], orient="row"),
        lambda: {"Over time": figures.over_time_figure(found, what)} if found else {},
    )


Followed = tuple[str, str, dict[float, "Mapping[str, Estimate]"], str]
"""What an index is called, its name in a table, its values by year and parameter, and what to be careful of."""


def _followed(runs: Runs, series: Mapping[float, Sample], method: str, unit: str) -> Followed:
    from experiments.analysis.morris import morris
    from experiments.analysis.pawn import pawn
    from experiments.analysis.sample import each_year
    from experiments.analysis.sobol import without_second

    if method == "sobol":
        shares = each_year(series, lambda one: without_second(one.names, one.y, runs.second_order, runs.shared))
        return "Total order", "total", {year: one.total for year, one in shares.items()}, _last(shares)
    if method == "morris":
        effects = each_year(series, lambda one: morris(one, runs.levels, runs.moved))
        return (
            f"Mean size of the effect (mu*), in {unit}",
            "mu_star",
            {y: one.size for y, one in effects.items()},
            _last(effects),
        )
    moved = each_year(series, pawn)
    least = max((one.dummy for one in moved.values()), default=0.0)
    what = f"PAWN index (without any effect below {figure(least)})"
    return what, "pawn", {year: one.index for year, one in moved.items()}, _last(moved)


def _last(found: Mapping[float, Sobol | Morris | Pawn]) -> str:
    """What to be careful of in the last year."""
    return found[max(found)].warning if found else "No year has any variance."


def over_years(runs: Runs, rows: pl.DataFrame, name: str) -> dict[float, pl.DataFrame]:
    """The runs with an outcome as it was in each year; ``BadInput`` where its months were not kept."""
    from experiments.analysis.sample import by_year

    kept = name in runs.months.collect_schema() and runs.said["series"].get(runs.outcomes[name].name) == "all"
    if not kept:
        what = f"the sweep did not keep the months of '{name}' in all runs"
        raise BadInput.single(what, "--over-time", f"an experiment with 'series: {{{name}: all}}'")
    return by_year(rows, runs.months.select("run", "month", name).collect(), name)
