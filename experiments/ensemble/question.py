"""A question: two policies in one system, over so many futures. It is a value: equal to any other of equal content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from experiments.ensemble import content
from experiments.problems import BadInput, Problem, nearest_name
from experiments.store import SIDES
from sim.outcomes import CATALOGUE, KEY, Outcome
from sim.parameters import REGISTRY, Setting
from sim.policy import Policy
from sim.system import System
from sim.timeline import STEADY, Timeline

OUTCOMES: Mapping[str, Outcome] = {outcome.name: outcome for outcome in CATALOGUE}
STAGES = (50, 200, 2000)


class Keyed:
    """Something that is equal to whatever has the same ``key``."""

    key: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and other.key == self.key

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.key))


@dataclass(frozen=True, eq=False)
class Side(Keyed):
    """One policy of a question, with all that its runs depend on."""

    system: System
    """The system in the question's circumstances."""
    policy: Policy
    timeline: Timeline
    months: int
    seed: int
    outcomes: tuple[Outcome, ...]
    monthly: tuple[Outcome, ...]
    """Outcomes of which every month is kept."""

    @cached_property
    def key(self) -> str:  # type: ignore[override]
        """A hash over what determines the runs."""
        return content.key(self.mould, self.numbers)

    @cached_property
    def mould(self) -> str:
        """A hash over what sides share that can be run in one block: all but the levers that are numbers."""
        names = [[outcome.name for outcome in asked] for asked in (self.outcomes, self.monthly)]
        words = {name: value for name, value in settings_of(self.policy).items() if isinstance(value, str)}
        return content.key(replace(self.system, id=""), words, self.timeline.events, self.months, self.seed, names)

    @cached_property
    def numbers(self) -> dict[str, float]:
        """The levers that are numbers, as the policy sets them."""
        return {name: value for name, value in settings_of(self.policy).items() if not isinstance(value, str)}


@dataclass(frozen=True, eq=False)
class Question(Keyed):
    """What would differ between two policies if the same futures came?

    Raises ``BadInput``, with everything that is wrong, for values out of their range and for names that do not exist.
    """

    system: System
    first: Policy
    second: Policy
    timeline: Timeline = STEADY
    circumstances: Mapping[str, float] = field(default_factory=dict)
    """Uncertainties that have one value in every future, by name; all others vary."""
    outcomes: Sequence[str] = KEY
    """Outcomes to compare, by name."""
    monthly: Sequence[str] | None = None
    """Those of them that are told month by month; all that concern the whole system, unless told."""
    stages: Sequence[int] = STAGES
    """Futures after which there is an answer, fewest first."""
    years: int = 10
    seed: int = 1

    def __post_init__(self) -> None:
        if problems := self._problems():
            raise BadInput(problems)

    @cached_property
    def key(self) -> str:  # type: ignore[override]
        """A hash over all that determines the answers, the code included; not over names, labels or descriptions."""
        return content.key([side.key for side in self.sides], self.stages)

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """The first policy and the second, each with all that its runs depend on."""
        fixed = {**self.system.starting_values, **self.circumstances}
        system = replace(self.system, starting_values={n: float(fixed[n]) for n in REGISTRY if n in fixed})
        asked = tuple(OUTCOMES[name] for name in OUTCOMES if name in self.outcomes)
        shown = tuple(o for o in asked if (o.kind == "icb" if self.monthly is None else o.name in self.monthly))
        first, second = (
            Side(system, policy, self.timeline, 12 * self.years, self.seed, asked, shown)
            for policy in (self.first, self.second)
        )
        return first, second

    def _problems(self) -> list[Problem]:
        found = [Problem(problem, "timeline") for problem in self.timeline.problems()]
        for where, policy in zip(SIDES, (self.first, self.second), strict=True):
            found += _unsettable("lever", policy.levers, where)
        found += _unsettable("uncertainty", self.circumstances, "circumstances")
        scheduled = {name for event in self.timeline.events for name in event.settings}
        for name in sorted(scheduled & set(self.circumstances)):
            found.append(
                Problem("is set by the timeline, so it cannot be fixed in every future", "circumstances", name)
            )
        for where, names in (("outcomes", self.outcomes), ("monthly", self.monthly or ())):
            known = OUTCOMES if where == "outcomes" else self.outcomes
            found += [
                Problem(f"there is no '{name}'", where, nearest=nearest_name(name, known))
                for name in names
                if name not in known
            ]
        if not self.outcomes:
            found.append(Problem("no outcome is asked for", "outcomes"))
        if not self.stages or self.stages[0] < 1 or any(a >= b for a, b in pairwise(self.stages)):
            found.append(Problem(f"{tuple(self.stages)} do not rise", "stages", allowed="such as (50, 200, 2000)"))
        if self.years < 1:
            found.append(Problem(f"{self.years} is too few", "years", allowed="1 or more"))
        if self.seed < 0:
            found.append(Problem(f"{self.seed} is too small", "seed", allowed="0 or more"))
        return found


def settings_of(policy: Policy) -> dict[str, Setting]:
    """Every lever as the policy sets it, in one order; one that it does not name keeps its default."""
    chosen = {p.name: policy.levers.get(p.name, p.default) for p in REGISTRY.role("lever")}
    return {name: value if isinstance(value, str) else float(value) for name, value in chosen.items()}


def _unsettable(role: str, values: Mapping[str, Setting], where: str) -> list[Problem]:
    """What is wrong with values for the levers, or for the uncertainties."""
    known = {p.name: p for p in REGISTRY.values() if p.role == role}
    found = []
    for name, value in values.items():
        if name not in known:
            found.append(Problem(f"this is no {role}", where, name, nearest=nearest_name(name, known)))
        elif problem := known[name].problem(value):
            found.append(Problem(problem, where, name))
    return found
