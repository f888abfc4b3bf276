"""M18 Timeline: what is scheduled to happen to a system, whatever its policy.

A timeline is a list of events. An event in a month may change settings (any parameter: a budget, a target, a legal
form, an oversight rule, the footprint of places) from that month on, may put other councils or trusts in the place of
those that were there, and may set off something that passes: a pause on non-urgent work, a shock, a reform. A timeline
is law: its settings stand above those of the policy. It may also fix what a named organisation decides, so that people
can take its seat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.decide import Decide
from sim.parameters import REGISTRY, Setting
from sim.successors import NewCouncil, TrustMerger

PULSES: Mapping[str, str] = {
    "pause": "months for which non-urgent work is paused nationally",
    "shock": "size of a shock felt by all, 0 to 1",
    "reform": "1 when a national reform begins",
    "minister": "1 when a health secretary leaves",
}
"""Passing events by name, and what their number means. Each is a calendar series that rules read."""


@dataclass(frozen=True)
class Event:
    """What happens in one month (0 = the first April): settings from now on, and passing events."""

    month: int
    label: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    pulses: Mapping[str, float] = field(default_factory=dict)
    source: str = ""
    councils: tuple[NewCouncil, ...] = ()
    """Councils that take over from those that had their communities."""
    unitary_size: float = 0.0
    """Where above 0: county councils give way to councils of about so many people."""
    mergers: tuple[TrustMerger, ...] = ()
    decides: tuple[Decide, ...] = ()
    """Decisions fixed from outside in the event's month."""

    @property
    def reorganises(self) -> bool:
        """Whether councils or trusts give way to others; places do where ``footprint`` is among the settings."""
        return bool(self.councils or self.unitary_size or self.mergers)


@dataclass(frozen=True)
class Timeline:
    """A named list of events."""

    id: str
    name: str
    summary: str
    events: tuple[Event, ...] = ()

    @property
    def months(self) -> frozenset[int]:
        """Months in which settings or organisations change."""
        return frozenset(event.month for event in self.events if event.settings or event.reorganises)

    @property
    def decides(self) -> tuple[Decide, ...]:
        """All decisions that are fixed from outside."""
        return tuple(decide for event in self.events for decide in event.decides)

    def settings(self, month: int) -> dict[str, Setting]:
        """All settings in force in a month, later events over earlier ones."""
        merged: dict[str, Setting] = {}
        for event in sorted(self.events, key=lambda e: e.month):
            if event.month <= month:
                merged.update(event.settings)
        return merged

    def replaces(self, levers: Mapping[str, Setting], months: int) -> dict[str, Event]:
        """Which of a policy's levers are set to something else within so many months, and by which event at first."""
        found: dict[str, Event] = {}
        for event in sorted(self.events, key=lambda e: e.month):
            if event.month < months:
                for name, setting in event.settings.items():
                    if name in levers and levers[name] != setting:
                        found.setdefault(name, event)
        return found

    def pulse(self, name: str, month: int) -> float:
        """The size of a passing event in a month (0 when there is none)."""
        return float(sum(event.pulses.get(name, 0.0) for event in self.events if event.month == month))

    def problems(self) -> list[str]:
        """What is wrong with the timeline, in words (empty when it may be used)."""
        found = []
        for event in self.events:
            where = f"month {event.month} ({event.label})"
            if event.month < 0:
                found.append(f"{where}: months count from 0")
            for name, value in event.settings.items():
                if name not in REGISTRY:
                    near = REGISTRY.nearest(name)
                    found.append(f"{where}: no parameter '{name}'" + (f"; did you mean '{near}'?" if near else ""))
                elif problem := REGISTRY[name].problem(value):
                    found.append(f"{where}: {name}: {problem}")
            found += [
                f"{where}: no passing event '{name}'; there are {', '.join(PULSES)}"
                for name in event.pulses
                if name not in PULSES
            ]
        return found


STEADY = Timeline("steady", "Steady 2022 Act", "Nothing is scheduled: the 2022 Act as it stood.")
"""The timeline without events."""
