"""What an experiment varies: a lever or an uncertainty, and the range or the values that it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.parameters import Parameter, Setting

Units = NDArray[np.float64]


@dataclass(frozen=True)
class Factor:
    """A parameter that is varied: between two ends, or over values that are named (always so for a choice)."""

    parameter: Parameter
    low: float
    high: float
    values: tuple[Setting, ...] = ()
    everything: bool = False
    """Whether it is varied because everything of its role is, and not by name."""

    @classmethod
    def of(
        cls,
        parameter: Parameter,
        low: float | None = None,
        high: float | None = None,
        values: tuple[Setting, ...] = (),
        everything: bool = False,
    ) -> Factor:
        """A parameter over a range or over values; over all that the registry declares unless they are given."""
        ends = parameter.low if low is None else low, parameter.high if high is None else high
        return cls(parameter, *ends, values or parameter.choices, everything)

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.parameter.name

    @property
    def structural(self) -> bool:
        """Whether it changes which rules run, or who there is, so that it is the same for all runs of a block."""
        return self.parameter.structural

    def at(self, units: Units) -> pl.Series:
        """The values at quantiles on [0, 1] of the parameter's distribution over the range, or over the values."""
        if self.values:
            return self.column([self.values[min(int(u * len(self.values)), len(self.values) - 1)] for u in units])
        if self.parameter.distribution == "uniform":
            return self.column(self.low + units * (self.high - self.low))
        within = replace(self.parameter, low=self.low, high=self.high, default=self.middle)
        return self.column([within.at(float(u)) for u in units])

    @property
    def middle(self) -> Setting:
        """The default; or the value nearest to it where it lies outside the range."""
        default = self.parameter.default
        if self.values:
            near = min(self.values, key=lambda v: abs(float(v) - float(default))) if not self.structural else ""
            return default if default in self.values else near or self.values[0]
        return min(max(float(default), self.low), self.high)

    def spread(self, levels: int) -> list[Setting]:
        """The values that are named, or so many from one end of the range to the other, evenly in quantiles."""
        return list(self.values) or self.at(np.linspace(0.0, 1.0, levels)).to_list()

    def column(self, values: Sequence[Setting] | Units) -> pl.Series:
        """Values of this factor as a column with its name."""
        return pl.Series(self.name, values, dtype=pl.String if self.structural else pl.Float64)

    def described(self) -> dict[str, Any]:
        """The parameter as declared, and what is tried of it, as plain data."""
        declared = {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self.parameter).items()}
        return {**declared, "declared": [self.parameter.low, self.parameter.high]} | {
            "low": self.low,
            "high": self.high,
            "values": list(self.values),
        }
