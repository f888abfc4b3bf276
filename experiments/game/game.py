"""A game: one future of a system under a policy, the seats that people hold, and what they have decided so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from experiments.game.matters import Matter, matters
from experiments.replay import future
from sim.decide import Decide
from sim.model import Model
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Event, Timeline
from sim.wiring import Program, program

MOST_YEARS = 10
MOST_SEATS = 8
PLAYER = "a player"
"""Who fixed a decision, as stories tell it."""

Run = TypeVar("Run", bound=Model)

Choices = Mapping[str, float]
"""What a seat decides in an April: by key of the matter. What is not named is decided as the model's agent would."""


@dataclass(frozen=True)
class Game:
    """A game as it stands before the decisions of the April of ``year`` (0 = the first), or at its end.

    ``future`` of ``seed`` is the one that `tiers compare` calls by that number. ``taken`` holds choices by year and
    seat; a seat that is not there has not decided.
    """

    system: System
    policy: Policy
    seats: tuple[str, ...]
    """Stable ids of the organisations that people decide for."""
    years: int = 3
    timeline: Timeline = STEADY
    fixed: Mapping[str, float] = field(default_factory=dict)
    """Uncertainties whose value is set."""
    seed: int = 1
    future: int = 0
    year: int = 0
    taken: Mapping[int, Mapping[str, Choices]] = field(default_factory=dict)
    named: str = ""
    """The name under which the system is known, where it is not its id."""

    @property
    def april(self) -> int:
        """The month of this year's April (0 = the first)."""
        return 12 * self.year

    @property
    def last_april(self) -> int:
        """The month of the last April in which decisions were taken, or are to be taken."""
        return 12 * min(self.year, self.years - 1)

    @property
    def over(self) -> bool:
        """Whether the last year has been played."""
        return self.year >= self.years

    @property
    def decided(self) -> Mapping[str, Choices]:
        """What seats have decided this April."""
        return self.taken.get(self.year, {})

    @property
    def waiting(self) -> tuple[str, ...]:
        """Seats that have not decided this April."""
        return () if self.over else tuple(seat for seat in self.seats if seat not in self.decided)

    @property
    def world(self) -> System:
        """The system with the uncertainties that are set."""
        fixed = {**self.system.starting_values, **self.fixed}
        return replace(self.system, starting_values={n: float(fixed[n]) for n in REGISTRY if n in fixed})

    def plan(self, year: int | None = None) -> Program:
        """Rules and organisations in the April of a year, this one unless told."""
        month = 12 * (self.year if year is None else year)
        return program(self.world, self.policy, self.timeline, month)

    def with_choices(self, seat: str, choices: Choices) -> Game:
        """The game in which a seat has decided this April, unchecked."""
        now = {**self.decided, seat: dict(choices)}
        in_order = {one: now[one] for one in self.seats if one in now}
        return replace(self, taken={**self.taken, self.year: in_order})


def played(game: Game) -> Timeline:
    """The game's timeline with everything that seats decided, as decide events."""
    events: list[Event] = []
    plans: dict[int, Program] = {}
    for year, seats in sorted(game.taken.items()):
        since = max((month for month in game.timeline.months if month <= 12 * year), default=0)
        if since not in plans:  # it is the same until the timeline changes something
            plans[since] = game.plan(year)
        for seat, choices in seats.items():
            known = {matter.key: matter for matter in matters(plans[since], seat)}
            decides = [d for key, value in choices.items() for d in events_of(known[key], seat, year, value)]
            if decides:
                events.append(Event(12 * year, "decided in the game", decides=tuple(decides)))
    return replace(game.timeline, events=(*game.timeline.events, *events))


def events_of(matter: Matter, seat: str, year: int, value: float) -> list[Decide]:
    """The decide events that a choice stands for, in the months of the year in which it is taken."""
    return [
        Decide(12 * year + month, seat, matter.decision, value, about, by=PLAYER)
        for month in matter.months(value)
        for about in matter.entities
    ]


def run(
    game: Game,
    months: int,
    timeline: Timeline | None = None,
    *,
    outcomes: bool = False,
    check: Callable[[], object] = lambda: None,
) -> Model:
    """The game's future in Mesa, so many months of it, with its story; with other events if a timeline is told.

    ``check`` is called after each month, and may raise to end the work.
    """
    model = made(Model, game, played(game) if timeline is None else timeline, outcomes=outcomes)
    for _ in range(months):
        model.run(1)
        check()
    return model


def made(kind: type[Run], game: Game, timeline: Timeline, *, outcomes: bool = False) -> Run:
    """A run of the game's future that has not begun."""
    one = future(game.seed, game.future)
    values = {name: float(row[0]) for name, row in one.values.items()}
    asked = CATALOGUE if outcomes else ()
    return kind(game.world, game.policy, one.seed, int(one.replicates[0]), values, timeline=timeline, outcomes=asked)
