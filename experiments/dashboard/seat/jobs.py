"""Work behind a game, for worker processes: what seats see, whether choices stand, and a saved game played again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from experiments.game import Game, Refusal, View, decide, from_file, look
from experiments.game.game import Choices
from experiments.game.matters import seats
from experiments.problems import BadInput
from sim.system import System


@dataclass(frozen=True)
class Look:
    """What every seat sees this April."""

    game: Game

    def __call__(self, check: Callable[[], object]) -> dict[str, View]:
        """The views by seat."""
        return look(self.game, check)


@dataclass(frozen=True)
class Check:
    """Whether a seat may decide as it wants to."""

    game: Game
    seat: str
    choices: Choices

    def __call__(self, check: Callable[[], object]) -> tuple[Refusal, ...]:
        """Every refusal; none where the choices stand."""
        return decide(self.game, self.seat, self.choices, check)[1]


@dataclass(frozen=True)
class Open:
    """A saved game, played again; its system was found already."""

    text: str
    system: System

    def __call__(self, check: Callable[[], object]) -> tuple[Game | None, Mapping[str, str], Sequence[str]]:
        """The game with the names of its seats, or what is wrong with the file."""
        try:
            game = from_file(self.text, lambda *_: self.system, check)
        except BadInput as error:
            return None, {}, [str(problem) for problem in error.problems]
        named = seats(game.plan(0))
        return game, {seat: named[seat] for seat in game.seats}, []
