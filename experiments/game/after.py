"""What could follow: many futures that share the game's past up to its last April, and part from there.

Every run is the game's own future until then, and meets draws of its own afterwards; the coefficients stay those of
the game's future, because the past belongs to them. Nobody sits at the table any more: the model's own agents decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.game.game import Game, played
from experiments.replay import future
from experiments.store import Floats
from sim.block import Block
from sim.gathers import Fill, Source
from sim.outcomes import CATALOGUE, Outcome
from sim.rules import Draw, Rule
from sim.shocks import Words, run_keys
from sim.wiring import Program, needed, program, settings

OTHERS = 1_000_000
"""Where the replicates of the futures that follow begin: far from those of comparisons."""


def outcomes() -> list[Outcome]:
    """What is told of the futures that follow: key outcomes of the system, and what decisions bear on directly."""
    more = ("unmet_need", "delayed_share", "real_delegation", "central_direction", "council_gap")
    return [o for o in CATALOGUE if o.kind == "icb" and (o.key or o.name in more)]


@dataclass(frozen=True)
class Ahead:
    """The job of running the futures that follow: ``people`` decided so far, or nobody but the model's own agents."""

    game: Game
    people: bool
    months: int
    """Months of the whole run."""
    futures: int = 100

    def __call__(self, check: Callable[[], object]) -> dict[str, Floats]:
        """By outcome, values of shape (months from the last April on, futures). ``check`` is called after each month,
        and may raise to end the work."""
        game, month = self.game, self.game.last_april
        timeline = played(game) if self.people else game.timeline
        one = future(game.seed, game.future)
        values = {name: float(row[0]) for name, row in one.values.items()}
        world = game.world
        plan = program(world, game.policy, timeline)

        def change(when: int) -> tuple[Program, Mapping[str, Any]]:
            """What the timeline makes of rules and settings in a month."""
            changed = program(world, game.policy, timeline, when, plan.structure)
            return changed, settings(world, game.policy, values, timeline, when)

        asked = outcomes()
        found = {o.name: np.empty((self.months - month, self.futures)) for o in asked}
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            block = _Parting(
                run_keys(one.seed, np.repeat(one.replicates, self.futures)),
                month,
                plan,
                settings(world, game.policy, values, timeline),
                one.seed,
                np.arange(OTHERS, OTHERS + self.futures, dtype=np.int64),
                timeline.decides,
                None,
                timeline,
                change,
                needed(plan.structure, {(o.kind, o.state) for o in asked}),
            )
            for when in range(self.months):
                block.step(when)
                for outcome in asked if when >= month else ():
                    found[outcome.name][when - month] = block.now[outcome.kind, outcome.state][0]
                check()
            block.close()
        return found


class _Parting(Block):
    """Runs that are one and the same up to a month, and draw each for themselves after it."""

    def __init__(self, common: Words, last: int, *told: Any) -> None:
        self._common, self._last_common = common, last
        super().__init__(*told)

    def draws(self, rule: Rule, draw: Draw, rows: slice) -> tuple[Source, bool]:
        """The draws of the past that all share, or a run's own; what is drawn once was drawn in the past."""
        own_keys, self._keys = self._keys, self._common
        common, constant = super().draws(rule, draw, rows)
        self._keys = own_keys
        if draw.once:
            return common, constant
        own, _ = super().draws(rule, draw, rows)
        assert isinstance(common, Fill)  # noqa: S101
        assert isinstance(own, Fill)  # noqa: S101
        return Fill(common.shape, lambda out: (common if self._month <= self._last_common else own)(out=out)), False
