"""The parameter registry: one declaration per parameter, from which all else is derived."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["lever", "uncertainty"]
Grade = Literal["A", "B", "C", "D"]
Distribution = Literal["uniform", "log-uniform", "triangular", "choice"]
Setting = float | str

GRADES: Mapping[Grade, str] = {
    "A": "measured",
    "B": "published estimate",
    "C": "stated qualitatively by the documents",
    "D": "assumption",
}


@dataclass(frozen=True)
class Parameter:
    """One lever or uncertainty.

    ``low`` and ``high`` bound a number; ``choices`` lists the values of a categorical (structural) one. ``grade`` is
    the quality of the default (see ``GRADES``). ``evidence`` holds evidence ids (E001...) and citations.
    ``mechanisms`` are the mechanisms (M1...M18) whose rules may read it. ``holder`` says who holds a lever.
    """

    name: str
    label: str
    unit: str
    default: Setting
    low: float
    high: float
    role: Role
    mechanisms: tuple[str, ...]
    grade: Grade
    evidence: tuple[str, ...]
    distribution: Distribution = "uniform"
    choices: tuple[str, ...] = ()
    holder: str = ""

    @property
    def structural(self) -> bool:
        """Whether it changes which branch of the rulebook runs, so that it is constant inside a block."""
        return bool(self.choices)

    def problem(self, value: object) -> str | None:
        """What is wrong with ``value`` for this parameter, in words; None when it may be used."""
        if self.structural:
            if value in self.choices:
                return None
            near = difflib.get_close_matches(str(value), self.choices, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            return f"'{value}' is not one of {', '.join(self.choices)}{hint}"
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"{value!r} is not a number ({self.unit}, {self.low:g} to {self.high:g})"
        if not self.low <= value <= self.high:
            return f"{value:g} is outside {self.low:g} to {self.high:g} ({self.unit})"
        return None

    def at(self, u: float) -> float:
        """The value at quantile ``u`` in (0, 1) of the parameter's distribution over [low, high]."""
        if self.distribution == "log-uniform":
            return float(self.low * (self.high / self.low) ** u)
        if self.distribution == "triangular":
            mode = float(self.default)
            cut = (mode - self.low) / (self.high - self.low)
            if u < cut:
                return float(self.low + (u * (self.high - self.low) * (mode - self.low)) ** 0.5)
            return float(self.high - ((1 - u) * (self.high - self.low) * (self.high - mode)) ** 0.5)
        return float(self.low + u * (self.high - self.low))


class Registry(Mapping[str, Parameter]):
    """All parameters by name, in order of declaration."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self._by_name: dict[str, Parameter] = {}
        for parameter in parameters:
            if parameter.name in self._by_name:
                raise ValueError(f"parameter '{parameter.name}' is declared twice")
            self._by_name[parameter.name] = parameter

    def __getitem__(self, name: str) -> Parameter:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def role(self, role: Role) -> tuple[Parameter, ...]:
        """The levers, or the uncertainties."""
        return tuple(p for p in self.values() if p.role == role)

    def nearest(self, name: str) -> str | None:
        """The declared name most like ``name``, if one is near."""
        near = difflib.get_close_matches(name, list(self), n=1)
        return near[0] if near else None
