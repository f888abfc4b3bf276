"""How a rule declares what it reads and writes.

A rule is a pure function. Its signature is its whole wiring: ordinary arguments, with their defaults, say which state,
draw or calendar series they take; keyword-only arguments are parameters of the registry, by name. Both engines gather
from these declarations and from nothing else. Example::

    @rule("care", of="acute", writes="beds_open")
    def beds_open(beds=now("beds_start"), month=calendar("month"), *, bed_growth):
        return beds * exp(bed_growth * month / 12.0)

``now`` reads this month's value, ``last`` the value at the end of last month; ``of`` names the link that leads from
the rule's entity to the entity read. ``total``, ``lowest`` and ``highest`` gather over a link to many.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Reason = Literal["sum", "least", "chance"]


@dataclass(frozen=True)
class Read:
    """A state read by a rule: whose (``of``: link name, '' for its own), which month, and how many are gathered."""

    state: str
    of: str = ""
    month: Literal["now", "last"] = "now"
    how: Literal["one", "total", "lowest", "highest"] = "one"


@dataclass(frozen=True)
class Draw:
    """A base draw of the slot: a uniform on (0, 1) or a standard normal, one for each entity and month.

    ``once`` keeps the first month's draw for the whole run (a fixed bias, say).
    """

    slot: str
    kind: Literal["uniform", "normal"]
    once: bool = False


@dataclass(frozen=True)
class Calendar:
    """A series that depends on the month alone (``sim.calendar``)."""

    series: str


@dataclass(frozen=True)
class ByChoice:
    """A number that depends on the choice made for a structural lever.

    A number that is ``written`` out defines what a choice means; any other choice has a parameter of its own, called
    ``stem`` and choice.
    """

    lever: str
    stem: str
    written: Mapping[str, float]

    def under(self, choice: str) -> float | str:
        """What stands in the table under a choice: a number, or the name of the parameter that holds it."""
        key = choice_key(choice)
        return self.written.get(key, f"{self.stem}_{key}")


Source = Read | Draw | Calendar | ByChoice


def now(state: str, of: str = "") -> Any:
    """This month's value of a state."""
    return Read(state, of)


def last(state: str, of: str = "") -> Any:
    """The value a state had at the end of last month."""
    return Read(state, of, "last")


def total(state: str, of: str, month: Literal["now", "last"] = "now") -> Any:
    """Weighted sum over a link; a mean where the link's weights sum to 1."""
    return Read(state, of, month, "total")


def lowest(state: str, of: str, month: Literal["now", "last"] = "now") -> Any:
    """Smallest value over a link."""
    return Read(state, of, month, "lowest")


def highest(state: str, of: str, month: Literal["now", "last"] = "now") -> Any:
    """Largest value over a link."""
    return Read(state, of, month, "highest")


def uniform(slot: str, once: bool = False) -> Any:
    """A uniform draw on (0, 1)."""
    return Draw(slot, "uniform", once)


def normal(slot: str, once: bool = False) -> Any:
    """A standard normal draw."""
    return Draw(slot, "normal", once)


def calendar(series: str) -> Any:
    """A calendar series."""
    return Calendar(series)


def by_choice(lever: str, stem: str = "", **written: float) -> Any:
    """A number for each choice of a structural lever: the parameter ``stem_<choice>``, or 0 or 1 where that is what the
    choice means (``_`` for ``-`` and space, no commas)."""
    return ByChoice(lever, stem, written)


def choice_key(choice: str) -> str:
    """The keyword under which ``by_choice`` knows a choice."""
    return choice.replace(",", "").replace("-", "_").replace(" ", "_")


@dataclass(frozen=True)
class Deciding:
    """Marks a rule whose first written state is a decision of an organisation.

    ``by`` is the link to the organisation that decides ('' when the entity itself does); ``about`` the link to what
    the decision concerns. ``reason`` says how the terms the rule returns make the decision: they ``sum`` to its score,
    the ``least`` of them binds, or it is a ``chance`` event with terms p and u. ``hard`` names the terms that no
    decision may pass, whoever takes it; ``low`` and ``high`` bound what a decide event may set, and ``whole`` says
    that only whole numbers mean something. A decision that is taken again every month is told every ``told_every``
    months.
    """

    name: str
    reason: Reason
    by: str = ""
    about: str = ""
    low: float = 0.0
    high: float = 1.0
    hard: tuple[str, ...] = ()
    whole: bool = False
    told_every: int = 1


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule of the rulebook, with its declared wiring; it is equal to itself alone."""

    name: str
    mechanism: str
    phase: str
    of: str
    writes: tuple[str, ...]
    reads: Mapping[str, Source]
    parameters: tuple[str, ...]
    function: Callable[..., Any]
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decides: Deciding | None = None
    opening: bool = False

    @property
    def id(self) -> str:
        """Stable name: mechanism file and function."""
        return f"{self.module}.{self.name}"

    @property
    def module(self) -> str:
        """The mechanism's file in the rulebook."""
        return self.function.__module__.rsplit(".", 1)[-1]

    def applies(self, choices: Mapping[str, str]) -> bool:
        """Whether the rule belongs to the branch that the structural levers chose."""
        return all(choices[lever] in allowed for lever, allowed in self.only.items())


_COLLECTED: list[Rule] = []


def rule(
    phase: str,
    *,
    of: str,
    writes: str,
    decides: Deciding | None = None,
    only: Mapping[str, tuple[str, ...]] | None = None,
    opening: bool = False,
    name: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a rule; ``writes`` names the states it returns, in order, separated by spaces.

    A rule with ``decides`` returns (value or values, terms); every other rule returns its value or values. ``opening``
    rules also run once before the first month, to open the books. A function that serves several kinds of entity is
    declared once for each, under a ``name`` of its own.
    """

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        reads: dict[str, Source] = {}
        parameters: list[str] = []
        for argument in inspect.signature(function).parameters.values():
            if argument.kind is inspect.Parameter.KEYWORD_ONLY:
                parameters.append(argument.name)
            else:
                reads[argument.name] = argument.default
        module = inspect.getmodule(function)
        _COLLECTED.append(
            Rule(
                name=name or function.__name__,
                mechanism=module.MECHANISM if module else "",
                phase=phase,
                of=of,
                writes=tuple(writes.split()),
                reads=reads,
                parameters=tuple(parameters),
                function=function,
                only=dict(only or {}),
                decides=decides,
                opening=opening,
            )
        )
        return function

    return declare


def declare(made: Rule) -> None:
    """Declare a rule that was made from data rather than written with ``rule``."""
    _COLLECTED.append(made)


def collected() -> tuple[Rule, ...]:
    """Every rule declared so far, in order of declaration."""
    return tuple(_COLLECTED)
