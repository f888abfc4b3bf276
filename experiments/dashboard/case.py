"""What a screen looks at: a system, two policies with their levers, and assumptions that were changed.

A case is small and plain: it travels in the address of the page and in saved files. Everything in it is checked here,
on the server, whatever sent it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from experiments.config import LoadedSystem, load_policy, load_system, load_timeline
from experiments.config.folders import Kind, files, one
from experiments.ensemble import Question
from experiments.problems import BadInput, Problem, nearest_name
from experiments.store import SIDES
from experiments.words import told_apart
from sim.outcomes import CATALOGUE, Outcome
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy

STAGES = (200, 600, 2000)
"""Futures of the first answer, and of those that refine it: fewer than 200 would take hardly less time."""
YEARS = 10
OWN = "own:"
"""Before the name of a system that was uploaded in this session."""
TEXT = 80
"""Letters of a name at most."""
MOST = 400
"""Levers or assumptions that may be set by hand, at most."""
_OF_PLACES = ("place_real_delegation", "place_trust_in_icb", "place_joint_practice")
_OF_COUNCILS = ("council_near_gap_share", "council_felt_voice", "council_trust_in_icb")

OUTCOMES = tuple(
    outcome.name
    for outcome in CATALOGUE
    if outcome.kind == "icb"
    or (outcome.kind in ("place", "council", "acute") and outcome.group == "People")
    or outcome.name in (*_OF_PLACES, *_OF_COUNCILS)
)
"""What is compared while levers move: all there is of the system, and of its organisations what people feel."""
OF_COMMUNITIES = tuple(
    outcome.name
    for outcome in CATALOGUE
    if outcome.kind == "community" and outcome.group in ("People", "Who decides", "Together")
)
"""What is compared too where the two policies do not have the same places: communities are the same under both."""
MONTHLY = (
    *(outcome.name for outcome in CATALOGUE if outcome.key),
    "unmet_need",
    "delayed_share",
    "real_delegation",
    "central_direction",
    "council_gap",
)
"""What is shown month by month."""


@dataclass(frozen=True)
class Choice:
    """A named policy, and what is set by hand on top of it."""

    policy: str
    levers: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """What is compared."""

    system: str
    first: Choice
    second: Choice
    timeline: str = "steady"
    fixed: Mapping[str, float] = field(default_factory=dict)
    """Uncertainties that have one value in every future."""

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        sides = {side: {"policy": c.policy, "levers": dict(c.levers)} for side, c in self.choices()}
        return {"system": self.system, "timeline": self.timeline, **sides, "fixed": dict(self.fixed)}

    def choices(self) -> Iterable[tuple[str, Choice]]:
        """Both choices by side."""
        return zip(SIDES, (self.first, self.second), strict=True)

    def policies(self) -> tuple[Policy, Policy]:
        """Both policies, told apart by name."""
        first, second = (_policy(choice) for choice in (self.first, self.second))
        one_name, other = told_apart(first.name, second.name)
        return replace(first, name=one_name), replace(second, name=other)

    def question(self, find: Callable[[str], LoadedSystem]) -> Question:
        """The question that this case asks; ``find`` gives the system of a name."""
        first, second = self.policies()
        same_places = effective(first, "footprint") == effective(second, "footprint")
        return Question(
            find(self.system).system,
            first,
            second,
            _timeline(self.timeline),
            self.fixed,
            OUTCOMES if same_places else OUTCOMES + OF_COMMUNITIES,
            MONTHLY,
            STAGES,
            YEARS,
        )


def read(data: object) -> Case:
    """The case that JSON describes; ``BadInput`` names everything that is wrong with it."""
    if not isinstance(data, dict):
        raise BadInput.single("this is no case", "case")
    found: list[Problem] = []
    system = _name(data, "system", found)
    if not system.startswith(OWN):
        _known("system", system, "system", found)
    timeline = _name(data, "timeline", found)
    _known("timeline", timeline, "timeline", found)
    first, second = (_choice(data.get(side), side, found) for side in SIDES)
    fixed = _settings(data.get("fixed", {}), "uncertainty", "fixed", found)
    if found:
        raise BadInput(found)
    return Case(system, first, second, timeline, {name: float(value) for name, value in fixed.items()})


def _choice(data: object, where: str, found: list[Problem]) -> Choice:
    if not isinstance(data, dict):
        found.append(Problem("there is no policy", where))
        return Choice("")
    name = _name(data, "policy", found)
    _known("policy", name, where, found)
    return Choice(name, _settings(data.get("levers", {}), "lever", where, found))


def _name(data: Mapping[str, object], key: str, found: list[Problem]) -> str:
    value = data.get(key)
    if isinstance(value, str) and 0 < len(value) <= TEXT:
        return value
    found.append(Problem("there is no name", key))
    return ""


def _known(kind: Kind, name: str, where: str, found: list[Problem]) -> None:
    """A name that is shipped: never a path, whatever it looks like."""
    known = files(kind)
    if name and name not in known:
        found.append(Problem(f"there is no {one(kind)} called '{name}'", where, nearest=nearest_name(name, known)))


def _settings(data: object, role: str, where: str, found: list[Problem]) -> dict[str, Setting]:
    if not isinstance(data, dict) or len(data) > MOST:
        found.append(Problem("these are no settings", where))
        return {}
    settings: dict[str, Setting] = {}
    for name, value in data.items():
        parameter = REGISTRY.get(name)
        if parameter is None or parameter.role != role:
            near = nearest_name(name, (p.name for p in REGISTRY.role("lever" if role == "lever" else "uncertainty")))
            found.append(Problem(f"there is no {role} called '{str(name)[:TEXT]}'", where, nearest=near))
        elif problem := parameter.problem(value):
            found.append(Problem(problem, where, name))
        else:
            settings[name] = value if isinstance(value, str) else float(value)
    return settings


def _policy(choice: Choice) -> Policy:
    named = policy(choice.policy)
    if all(effective(named, name) == value for name, value in choice.levers.items()):
        return named
    summary = f"{named.summary} Changed by hand."
    return replace(named, name=f"{named.name}, changed", summary=summary, levers={**named.levers, **choice.levers})


def effective(found: Policy, lever: str) -> Setting:
    """A lever as a policy sets it; one that it does not name has its default."""
    return found.levers.get(lever, REGISTRY[lever].default)


def further(before: Case, now: Case) -> Case | None:
    """What may well come next where one lever was moved: the same lever as far again, within its range; else None."""
    moved = [
        (side, name)
        for (side, one), (_, other) in zip(before.choices(), now.choices(), strict=True)
        for name in {**one.levers, **other.levers}
        if one.policy == other.policy and _set(one, name) != _set(other, name)
    ]
    if len(moved) != 1 or replace(before, first=now.first, second=now.second) != now:
        return None
    ((side, name),) = moved
    lever, choices = REGISTRY[name], {"first": now.first, "second": now.second}
    was, at = _set(dict(before.choices())[side], name), _set(choices[side], name)
    if isinstance(was, str) or isinstance(at, str):
        return None
    value = float(f"{min(max(2 * at - was, lever.low), lever.high):.12g}")  # as a slider has it
    if value == at:
        return None
    choices[side] = replace(choices[side], levers={**choices[side].levers, name: value})
    return replace(now, first=choices["first"], second=choices["second"])


def _set(choice: Choice, lever: str) -> Setting:
    return choice.levers.get(lever, effective(policy(choice.policy), lever))


@lru_cache(maxsize=64)
def shipped(name: str) -> LoadedSystem:
    """A system that comes with the repository."""
    return load_system(name)


@lru_cache(maxsize=64)
def policy(name: str) -> Policy:
    """A policy that comes with the repository."""
    return load_policy(name)


_timeline = lru_cache(maxsize=16)(load_timeline)


def outcome(name: str) -> Outcome:
    """An outcome by name."""
    return next(o for o in CATALOGUE if o.name == name)
