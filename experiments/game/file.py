"""A game as a file: plain JSON, read back with every value checked, and played again from the start."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from experiments.config import load_timeline
from experiments.config.folders import files
from experiments.game.decide import decide, play_on
from experiments.game.game import MOST_SEATS, MOST_YEARS, Choices, Game
from experiments.game.matters import seats
from experiments.problems import BadInput
from experiments.provenance import tiers_version
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy
from sim.system import System, Unfit

SCHEMA = "tiers/game/1"
NAME = 120
"""Letters of a name at most."""
SYSTEM = 2_000_000
"""Letters of a described system at most."""
MOST = 400
"""Choices, levers or set uncertainties at most."""
LARGEST = 2**31

Find = Callable[[str, str], System]
"""The system of a name, or of the description that the file brings along (YAML; empty: none)."""


def as_file(game: Game, described: str = "") -> str:
    """The game as text; ``described`` is the YAML of a system that is not shipped."""
    content = {
        "schema": SCHEMA,
        "tiers": tiers_version(),
        "system": game.named or game.system.id,
        "described": described,
        "policy": {"id": game.policy.id, "name": game.policy.name, "levers": dict(game.policy.levers)},
        "timeline": game.timeline.id,
        "fixed": dict(game.fixed),
        "seed": game.seed,
        "future": game.future,
        "seats": list(game.seats),
        "years": game.years,
        "year": game.year,
        "decisions": [
            {"year": year, "seat": seat, "choices": dict(choices)}
            for year, theirs in sorted(game.taken.items())
            for seat, choices in theirs.items()
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def from_file(text: str, find: Find, check: Callable[[], object] = lambda: None) -> Game:
    """The game that a file holds, every decision of it taken again; ``BadInput`` says what is wrong with the file.

    A decision that would be refused in the game is refused here.
    """
    data = _content(text)
    system, described = _word(data, "system"), data.get("described", "")
    if not isinstance(described, str) or len(described) > SYSTEM:
        raise _bad("the system in it is no text, or too long")
    timeline = _word(data, "timeline")
    if timeline not in files("timeline"):
        raise _bad(f"there is no timeline called '{timeline}'")
    game = Game(
        find(system, described),
        _policy(data.get("policy")),
        _seats(data.get("seats")),
        _whole(data, "years", 1, MOST_YEARS),
        load_timeline(timeline),
        {name: float(value) for name, value in _settings(data.get("fixed"), "uncertainty").items()},
        _whole(data, "seed", 0, LARGEST),
        _whole(data, "future", 0, LARGEST),
        named=system,
    )
    try:
        known = seats(game.plan())
    except Unfit as error:
        raise _bad(str(error)) from None
    strange = [seat for seat in game.seats if seat not in known]
    if strange:
        raise _bad(f"there is no seat '{strange[0]}' in {game.system.name}")
    return _replayed(game, _whole(data, "year", 0, game.years), data.get("decisions"), check)


def _replayed(game: Game, year: int, decisions: object, check: Callable[[], object]) -> Game:
    """The game up to a year, with all its decisions."""
    if not isinstance(decisions, list) or len(decisions) > MOST_YEARS * MOST_SEATS:
        raise _bad("there are no decisions in it, or too many")
    taken: dict[tuple[int, str], Choices] = {}
    for one in decisions:
        if not isinstance(one, dict) or not isinstance(one.get("seat"), str):
            raise _bad("a decision in it says not who took it")
        when = _whole(one, "year", 0, min(year, game.years - 1))
        if one["seat"] not in game.seats or (when, one["seat"]) in taken:
            raise _bad(f"'{one['seat'][:NAME]}' has no seat, or decides twice in year {when + 1}")
        taken[when, one["seat"]] = _choices(one.get("choices"))
    while True:
        for seat in game.seats:
            if (game.year, seat) in taken:
                game, refused = decide(game, seat, taken[game.year, seat], check)
                if refused:
                    raise _bad(f"year {game.year + 1}, '{seat}', {refused[0].key}: {refused[0].text}")
        if game.year == year:
            return game
        game = play_on(game)


def _content(text: str) -> Mapping[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad("this is no saved game: it is not JSON") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise _bad("this is no saved game, or one of another version")
    return data


def _word(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= NAME:
        raise _bad(f"there is no {key} in it")
    return value


def _whole(data: Mapping[str, Any], key: str, low: int, high: int) -> int:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise _bad(f"its {key} is no whole number from {low} to {high:,}")
    return value


def _seats(data: object) -> tuple[str, ...]:
    if not isinstance(data, list) or not 1 <= len(data) <= MOST_SEATS or len(set(map(str, data))) < len(data):
        raise _bad(f"it has no seats, more than {MOST_SEATS}, or one twice")
    return tuple(str(one)[:NAME] for one in data)


def _choices(data: object) -> Choices:
    if not isinstance(data, dict) or len(data) > MOST:
        raise _bad("a decision in it has no choices, or too many")
    if any(isinstance(value, bool) or not isinstance(value, (int, float)) for value in data.values()):
        raise _bad("a choice in it is no number")
    return {str(key)[: 2 * NAME]: float(value) for key, value in data.items()}


def _policy(data: object) -> Policy:
    if not isinstance(data, dict):
        raise _bad("there is no policy in it")
    return Policy(_word(data, "id"), _word(data, "name"), "", _settings(data.get("levers"), "lever"))


def _settings(data: object, role: str) -> dict[str, Setting]:
    if not isinstance(data, dict) or len(data) > MOST:
        raise _bad(f"its {role} settings are none, or too many")
    found: dict[str, Setting] = {}
    for name, value in data.items():
        parameter = REGISTRY.get(name)
        if parameter is None or parameter.role != role:
            raise _bad(f"there is no {role} called '{str(name)[:NAME]}'")
        if problem := parameter.problem(value):
            raise _bad(f"{name}: {problem}")
        found[name] = value if isinstance(value, str) else float(value)
    return found


def _bad(what: str) -> BadInput:
    return BadInput.single(what, "file", allowed="a file that 'Save the game' wrote")
