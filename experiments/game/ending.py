"""What came of a game: what happened, what the model's own agents would have done, and what could follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from experiments.ensemble.question import Question, Side
from experiments.ensemble.runs import Piece, Runs
from experiments.ensemble.worker import Job
from experiments.explain.explain import Explanation, Wanted
from experiments.explain.parting import chain, partings
from experiments.explain.text import Section, parting
from experiments.game.after import Ahead, outcomes
from experiments.game.game import Game, played, run
from experiments.game.matters import Matter, matters
from experiments.readers import as_read, readable
from experiments.store import SYSTEM, Entity, Floats, Line
from experiments.summary import QUANTILES, Paired, paired
from experiments.telling import figure
from sim.outcomes import KEY, Outcome, summarise
from sim.trace import Decision

HORIZON = 10
"""Years after the first April up to which the futures that follow are told."""
FUTURES = 100
PLAYED, OWN = "Play", "Model"
"""What is compared at the end: with the decisions of people, and with those of the model's own agents alone."""


@dataclass(frozen=True)
class Told:
    """One run of the game's future: outcomes over its years, the same month by month, and every decision."""

    outcomes: Mapping[str, float]
    months: Mapping[str, list[float]]
    story: list[Decision]


@dataclass(frozen=True)
class Tell:
    """The job of telling one run, with what people decided or without."""

    game: Game
    people: bool

    def __call__(self, check: Callable[[], object]) -> Told:
        """Play it. ``check`` is called after each month, and may raise to end the work."""
        game = self.game
        timeline = played(game) if self.people else game.timeline
        model = run(game, 12 * game.year, timeline, outcomes=True, check=check)
        months = {o.name: [row[0] for row in model.series[o.name]] for o in outcomes()}
        values = {o.name: float(summarise(o, np.array(months[o.name])[:, None, None])[0, 0]) for o in outcomes()}
        return Told(values, months, model.story)


@dataclass(frozen=True)
class Taken:
    """A decision that people took, beside what the model's own agent did where nobody took its seat."""

    year: int
    who: str
    what: str
    played: str
    own: str
    cut: str
    """The red line that cut it back, if one did."""


@dataclass(frozen=True)
class Row:
    """An outcome of the game's years, in the unit people read, as played and left to the model's agents."""

    outcome: Outcome
    played: float
    own: float

    @property
    def verdict(self) -> str:
        """Whether people did better, where a way is better and the difference is one that matters."""
        gained = self.played - self.own
        if abs(gained) < self.outcome.matters:
            return "no difference that matters"
        if self.outcome.better == "neither":
            return "higher" if gained > 0 else "lower"
        return "better" if (gained > 0) == (self.outcome.better == "higher") else "worse"


@dataclass(frozen=True)
class Band:
    """An outcome month by month over futures: the 5 % quantile, the middle and the 95 % quantile."""

    low: list[float]
    middle: list[float]
    high: list[float]


@dataclass(frozen=True)
class Ending:
    """Everything that is told at the end of a game."""

    game: Game
    rows: tuple[Row, ...]
    taken: tuple[Taken, ...]
    sections: tuple[Section, ...]
    """Where the two runs part, and what followed."""
    courses: Mapping[str, tuple[list[float], list[float]]]
    """By outcome, month by month: as played, and left to the model's agents."""
    follows: tuple[Line, ...]
    """Paired, from the last April on, over futures that share the past."""
    bands: Mapping[str, tuple[Band, Band]]
    elsewhere: tuple[Line, ...]
    """Paired, over the game's years, the same decisions in other futures."""
    futures: int


def jobs(game: Game, futures: int, horizon: int) -> list[Job]:
    """The work behind the end of a game, for worker processes; ``assembled`` takes what it comes to.

    Futures that follow are told up to ``horizon`` years after the first April.
    """
    months = 12 * max(game.years, horizon)
    ours, theirs = _sides(game)
    return [
        Tell(game, people=True),
        Tell(game, people=False),
        Ahead(game, True, months, futures),
        Ahead(game, False, months, futures),
        Piece(ours, 0, futures),
        Piece(theirs, 0, futures),
    ]


def _sides(game: Game) -> tuple[Side, Side]:
    """The game's decisions in any future, and none."""
    question = Question(
        game.system,
        game.policy,
        game.policy,
        game.timeline,
        game.fixed,
        [o.name for o in outcomes()],
        [],
        years=max(game.year, 1),
        seed=game.seed,
    )
    side, _ = question.sides
    return replace(side, timeline=played(game)), side


def assembled(game: Game, results: Sequence[Any]) -> Ending:
    """The end of a game from the results of its ``jobs``."""
    ours, theirs, ahead, ahead_own, elsewhere, elsewhere_own = results
    follows = tuple(
        _line(o, summarise(o, ahead[o.name][:, None, :])[0], summarise(o, ahead_own[o.name][:, None, :])[0])
        for o in outcomes()
    )
    return Ending(
        game,
        tuple(_row(o, ours, theirs) for o in outcomes()),
        tuple(_taken(game, ours.story, theirs.story)),
        tuple(parting(_explained(game, ours, theirs))) if ours.story != theirs.story else (),
        {o.name: (_read(o, ours.months[o.name]), _read(o, theirs.months[o.name])) for o in outcomes()},
        as_read(follows),
        {o.name: (_band(o, ahead[o.name]), _band(o, ahead_own[o.name])) for o in outcomes()},
        as_read(_lines(elsewhere, elsewhere_own)),
        len(ahead[KEY[0]][0]),
    )


def _row(outcome: Outcome, ours: Told, theirs: Told) -> Row:
    read, factor = readable(outcome)
    return Row(read, factor * ours.outcomes[outcome.name], factor * theirs.outcomes[outcome.name])


def _read(outcome: Outcome, values: Iterable[float]) -> list[float]:
    factor = readable(outcome)[1]
    return [factor * float(value) for value in values]


def _taken(game: Game, story: Sequence[Decision], other: Sequence[Decision]) -> list[Taken]:
    """What people decided, matter by matter, in the Aprils in which they did."""
    ours, theirs = ({(d.month, d.decision, d.agent, d.entity): d for d in told} for told in (story, other))
    found = []
    for year, seat, matter in _matters(game):
        whole = [(12 * year, matter.decision, seat, entity) for entity in matter.entities]
        decisions = [ours[one] for one in whole if one in ours]
        if decisions:
            own = [figure(theirs[one]) for one in whole if one in theirs]
            cut = next((d.binding for d in decisions if d.binding), "")
            said = " to ".join(dict.fromkeys((own[0], own[-1]))) if own else "not taken"
            found.append(Taken(year, decisions[0].agent_name, matter.label, figure(decisions[0]), said, cut))
    return found


def _matters(game: Game) -> Iterator[tuple[int, str, Matter]]:
    """Every matter that people decided: year, seat, and what it was."""
    for year, seats in sorted(game.taken.items()):
        plan = game.plan(year)
        for seat, choices in seats.items():
            yield from ((year, seat, matter) for matter in matters(plan, seat) if matter.key in choices)


def _explained(game: Game, ours: Told, theirs: Told) -> Explanation:
    first, second = (replace(game.policy, name=name) for name in (PLAYED, OWN))
    outcome = next(o for o in outcomes() if o.name == KEY[0])
    wanted = Wanted(
        game.system, first, second, game.future, outcome, game.seed, max(game.year, 1), timeline=game.timeline
    )
    parted = partings(ours.story, theirs.story)
    read, factor = readable(outcome)
    levels = [factor * told.outcomes[outcome.name] for told in (ours, theirs)]
    series = _read(outcome, ours.months[outcome.name]), _read(outcome, theirs.months[outcome.name])
    return Explanation(wanted, read, levels[0], levels[1], (ours.story, theirs.story), series, parted, chain(parted))


def _lines(ours: Runs, theirs: Runs) -> list[Line]:
    return [_line(o, ours.values[o.name][0], theirs.values[o.name][0]) for o in outcomes()]


def _line(outcome: Outcome, first: Floats, second: Floats) -> Line:
    found: Paired = paired(first, second, outcome.better, outcome.matters)
    return Line(outcome, Entity(SYSTEM, "the whole system"), found)


def _band(outcome: Outcome, values: Floats) -> Band:
    low, middle, high = np.quantile(values, (QUANTILES[0], 0.5, QUANTILES[-1]), axis=1)
    return Band(_read(outcome, low), _read(outcome, middle), _read(outcome, high))
