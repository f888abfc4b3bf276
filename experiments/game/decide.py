"""Decisions of a seat: taken, or refused in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from experiments.game.game import Choices, Game, run
from experiments.game.matters import deciders, matters
from experiments.game.words import RED_LINES
from experiments.telling import measured
from experiments.words import is_are, listed, number

ENOUGH = 1e-9
"""How far a wish may lie above a red line before it counts as beyond it: rounding."""

_BEYOND = {
    "most it can save in a year": "the most it can save in a year",
    "care duty: no cuts to care while need goes unmet": "what the care duty leaves",
    "what its balance allows": "what its balance allows",
    "no pool under a section 114 notice": "what a section 114 notice allows",
}


@dataclass(frozen=True)
class Refusal:
    """Why a choice cannot be taken."""

    key: str
    text: str


def decide(
    game: Game, seat: str, choices: Choices, check: Callable[[], object] = lambda: None
) -> tuple[Game, tuple[Refusal, ...]]:
    """The game in which a seat has decided this April; or the game as it was, with every refusal.

    What ``choices`` does not name is decided as the model's own agent would. Refused is what is not the seat's to
    decide, out of its range, or beyond a red line as it stands this April, whatever the others decide.
    """
    found = [*_not_there(game, seat), *_outside(game, seat, choices)]
    if not found:
        found = _beyond(game.with_choices(seat, choices), seat, choices, check)
    return (game, tuple(found)) if found else (game.with_choices(seat, choices), ())


def play_on(game: Game) -> Game:
    """The game a year later; seats that have not decided leave it to the model's own agents."""
    return game if game.over else replace(game, year=game.year + 1)


def _not_there(game: Game, seat: str) -> list[Refusal]:
    if game.over:
        return [Refusal("", "The game is over.")]
    return [] if seat in game.seats else [Refusal("", "Nobody has this seat in this game.")]


def _outside(game: Game, seat: str, choices: Choices) -> list[Refusal]:
    """What is not the seat's to decide, or out of range."""
    plan = game.plan()
    known = {matter.key: matter for matter in matters(plan, seat)}
    found = []
    for key, value in choices.items():
        matter = known.get(key)
        if matter is None:
            found.append(Refusal(key, _mandate(key, deciders(plan, key.partition("|")[0]))))
            continue
        low, high = matter.deciding.low, matter.deciding.high
        if not isinstance(value, (int, float)) or not math.isfinite(value):
            found.append(Refusal(key, "This is not a number."))
        elif matter.happens and value not in (0.0, 1.0):
            found.append(Refusal(key, "It comes or it does not: yes or no."))
        elif matter.deciding.whole and value != round(value):
            found.append(Refusal(key, f"{value:g} is not a whole number, and it takes {low:g} to {high:g}."))
        elif not low <= value <= high:
            allowed = f"{measured(matter.decision, low)} to {measured(matter.decision, high)}"
            found.append(Refusal(key, f"{measured(matter.decision, value)} is out of range: it takes {allowed}."))
    return found


def _mandate(key: str, theirs: list[str]) -> str:
    decision, _, whom = key.partition("|")
    if not theirs:
        return f"Outside your mandate: nobody decides '{decision[:80]}' in this system."
    few = listed(theirs) if len(theirs) <= 3 else f"{number(len(theirs), 0)} others"
    about = f" about '{whom[:80]}'" if whom else ""
    return f"Outside your mandate: '{decision[:80]}'{about} {is_are(1)} not yours to decide. It is taken by {few}."


def _beyond(game: Game, seat: str, choices: Choices, check: Callable[[], object]) -> list[Refusal]:
    """What lies beyond a red line this April, with what it allows and why."""
    plan = game.plan()
    hard = [m for m in matters(plan, seat) if m.key in choices and m.deciding.hard]
    if not hard:
        return []
    alone = replace(game, taken={**game.taken, game.year: {seat: choices}})
    story = run(alone, game.april + 1, check=check).story
    taken = {(d.decision, d.entity): d for d in story if d.month == game.april and d.agent == seat}
    found = []
    for matter in hard:
        decision, wish = taken[matter.decision, matter.entities[0]], choices[matter.key]
        name = min(matter.deciding.hard, key=lambda name: decision.terms[name])
        limit = decision.terms[name]
        if wish > limit + ENOUGH:
            text = (
                f"{measured(matter.decision, wish)} is beyond {_line(name)}. At most {measured(matter.decision, limit)}"
            )
            found.append(Refusal(matter.key, f"{text}: {RED_LINES[name]}."))
    return found


def _line(name: str) -> str:
    """A red line as something one can be beyond."""
    return _BEYOND.get(name, f"a {name}")
