"""How a pattern is declared: what is varied, in which circumstances, and what must be observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.parameters import Setting
from sim.timeline import Event

Sign = Literal["higher", "lower", "equal"]
Kind = Literal["imposed", "emergent"]
Over = Literal["mean", "total", "sizes", "least", "most", "spread", "alternate"]


@dataclass(frozen=True)
class Measure:
    """One number for each future: a state in a window of months, over the entities that have it.

    ``over`` says what becomes of several entities: their mean, total, total of absolute sizes, least, most, spread
    (SD), or the mean of every second one less that of the others. The months are averaged. ``per`` divides each month
    by the product of other states of the same entities. With ``since``, ``times`` the mean of that earlier window is
    taken off.
    """

    state: str
    start: int
    stop: int
    kind: str = "icb"
    over: Over = "mean"
    only: str = ""
    """Only entities whose id ends like this."""
    per: tuple[str, ...] = ()
    since: tuple[int, int] | None = None
    times: float = 1.0

    @property
    def states(self) -> tuple[tuple[str, str], ...]:
        """Every state that is read, with its kind."""
        return tuple((self.kind, name) for name in (self.state, *self.per))


@dataclass(frozen=True)
class Expect:
    """What must be observed: the measure summed over ``plus`` arms, less that over ``minus`` arms, has this sign.

    An arm may be named twice. Two arms make a difference, four an interaction, one a level against an earlier one.
    """

    what: str
    measure: Measure
    sign: Sign
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


@dataclass(frozen=True)
class Arm:
    """One way to run the same futures: settings of parameters, scheduled events, a change of the described system."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    change: str = ""
    """The name of a change of structure (``experiments.patterns.structure``)."""


@dataclass(frozen=True)
class Pattern:
    """One pattern of the documents, and how it is tested."""

    id: str
    name: str
    evidence: tuple[str, ...]
    arms: Mapping[str, Arm]
    expects: tuple[Expect, ...]
    """The first is the one that must vanish when the mechanism is switched off."""
    kind: Kind
    why: str
    """Why it is called imposed or emergent, in one line."""
    given: Mapping[str, Setting] = field(default_factory=dict)
    """Circumstances: values fixed in every arm."""
    off: tuple[str, ...] = ()
    """Rules left out to switch the carrying mechanism off."""
    off_settings: Mapping[str, Setting] = field(default_factory=dict)
    """Values that switch it off where a parameter can."""
    off_note: str = ""
    """Why it cannot be switched off, where it cannot."""
    needs: str = ""
    """The structure a system must have (``experiments.patterns.structure``); without it: not applicable."""
    inferred: str = ""
    """The part that the documents do not state outright."""

    @property
    def months(self) -> int:
        """How long the arms must run."""
        return max(expect.measure.stop for expect in self.expects)
