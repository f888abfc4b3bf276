"""What each seat sees this April, and what it may decide: from one run of the game up to now.

A seat sees what the model's own agent in it would read: its mandate as of last month, and for each decision the terms
of its arithmetic, this April's where nobody's decision of this April is in them, else last month's. Observation errors
and delays are those of the model, because they are part of what is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from experiments.game.figures import Figure, Reading, duties, label, readings, undecided, value_of
from experiments.game.game import Game, made, played
from experiments.game.matters import Matter, matters
from experiments.game.words import unseen
from experiments.replay import future
from experiments.telling import figure as figure_of
from experiments.telling import measured, why
from experiments.words import lower_first
from sim.agents.turn import Turn
from sim.model import Model
from sim.rules import Read, Rule
from sim.trace import Decision
from sim.wiring import Program, resolve, settings, state_key

Noted = dict[Reading, float]
_Sought = Sequence[tuple[Rule, Read, Reading]]


@dataclass(frozen=True)
class Offer:
    """One thing a seat may decide this April, with what the model's own agent would decide."""

    key: str
    decision: str
    label: str
    unit: str
    happens: bool
    """Whether it comes or does not; otherwise it is an amount."""
    low: float
    high: float
    own: float
    """What the model's own agent would decide; of an event, the probability with which it would come."""
    own_said: str
    reasons: str
    limits: Mapping[str, float]
    """Red lines and what they allow at most, if everything else is left to the model's agent."""
    figures: tuple[Figure, ...]
    """What the model's own agent goes by."""
    lasts: str
    """For how long a choice holds, in a sentence; empty where it holds for this April."""


@dataclass(frozen=True)
class Past:
    """What a seat decided last April."""

    label: str
    said: str
    cut: str
    """The red line that cut it back, if one did."""


@dataclass(frozen=True)
class View:
    """What a seat sees in an April."""

    seat: str
    name: str
    there: bool
    """Whether the organisation is still there: a timeline may have put another in its place."""
    figures: tuple[Figure, ...]
    """Its mandate."""
    unseen: tuple[str, ...]
    offers: tuple[Offer, ...]
    past: tuple[Past, ...]


class _Watching(Model):
    """A run that notes what deciding rules read, at their turn."""

    sought: Mapping[str, Sequence[tuple[Rule, Read, Reading]]] | None = None
    """What is to be noted this month, by rule."""
    noted: Noted

    def _run_rule(self, turn: Turn) -> None:
        for rule, read, reading in (self.sought or {}).get(turn.rule.id, ()):
            self.noted[reading] = value_of(self, self.plan, rule, read, reading[2])
        super()._run_rule(turn)


def look(game: Game, check: Callable[[], object] = lambda: None) -> dict[str, View]:
    """What every seat sees this April, by its id; empty when the game is over.

    ``check`` is called between months and may raise to end the work.
    """
    if game.over:
        return {}
    plan = game.plan()
    chosen = {seat: matters(plan, seat) for seat in game.seats}
    model = made(_Watching, game, played(replace(game, taken={y: c for y, c in game.taken.items() if y < game.year})))
    wanted = _wanted(game, plan, chosen)
    before: Noted = {}
    while model.month < game.april - 12 - 1:
        model.run(1)
        check()
    if game.year and _same(game):
        before = _april(model, plan, wanted, game.april - 12)
    while model.month < game.april - 1:
        model.run(1)
        check()
    now = _april(model, plan, wanted, game.april)
    taken = {(d.decision, d.agent, d.entity): d for d in model.story if d.month == game.april}
    names = {one.id: one.name for members in plan.structure.entities.values() for one in members}
    return {
        seat: View(
            seat,
            names.get(seat, seat),
            bool(chosen[seat]),
            tuple(_mandate(game, plan, seat, now, before)) if chosen[seat] else (),
            unseen(seat.partition(":")[0]),
            tuple(offer for m in chosen[seat] if (offer := _offer(plan, seat, m, taken, now, before))),
            tuple(_past(game, plan, seat, model.story)),
        )
        for seat in game.seats
    }


def _same(game: Game) -> bool:
    """Whether organisations are those of last April, so that figures can be set beside each other."""
    return not any(game.april - 12 < month <= game.april for month in game.timeline.months)


def _wanted(game: Game, plan: Program, chosen: Mapping[str, Sequence[Matter]]) -> _Sought:
    """Every figure that some seat sees."""
    found: dict[Reading, tuple[Rule, Read]] = {}
    for seat, theirs in chosen.items():
        for rule, read, index, _ in duties(plan, seat, _settings(game)):
            found[rule.id, read.state, index] = (rule, read)
        for matter in theirs:
            for reading, read in readings(matter.rule, matter.indices[0]).items():
                found[reading] = (matter.rule, read)
    return [(rule, read, reading) for reading, (rule, read) in found.items()]


def _april(model: _Watching, plan: Program, wanted: _Sought, month: int) -> Noted:
    """Run an April and note every figure: last month's at its beginning, this April's when the rule's turn comes."""
    hanging = undecided(plan, month)
    early: list[tuple[Rule, Read, Reading]] = []
    late: dict[str, list[tuple[Rule, Read, Reading]]] = {}
    for rule, read, reading in wanted:
        known = read.month == "now" and state_key(resolve(plan.structure, rule, read)) not in hanging.get(rule.id, ())
        if known and rule.decides is not None:
            late.setdefault(rule.id, []).append((rule, read, reading))
        else:
            early.append((rule, read, reading))
    model.noted = {
        reading: value
        for rule, read, reading in early
        # at the very beginning what decisions will make of something is not there yet
        if (value := value_of(model, plan, rule, read, reading[2])) or month or read.month == "last"
    }
    model.sought = late
    model.run(1)
    model.sought = None
    return model.noted


def _settings(game: Game) -> Mapping[str, float]:
    one = future(game.seed, game.future)
    values = {name: float(row[0]) for name, row in one.values.items()}
    return settings(game.world, game.policy, values, game.timeline, game.april)


def _mandate(game: Game, plan: Program, seat: str, now: Noted, before: Noted) -> list[Figure]:
    return [
        replace(figure, value=now[rule.id, read.state, index], before=before.get((rule.id, read.state, index)))
        for rule, read, index, figure in duties(plan, seat, _settings(game))
    ]


def _offer(
    plan: Program,
    seat: str,
    matter: Matter,
    taken: Mapping[tuple[str, str, str], Decision],
    now: Noted,
    before: Noted,
) -> Offer | None:
    """A matter as it stands this April; None where the model's own agent did not come to decide it."""
    decisions = [d for entity in matter.entities if (d := taken.get((matter.decision, seat, entity)))]
    if not decisions:
        return None
    first, deciding = decisions[0], matter.deciding
    several = len(decisions) > 1
    own = sum(d.value for d in decisions) / len(decisions)
    said, reasons = (measured(matter.decision, own), "") if several else (figure_of(first), why(first))
    if several:
        low, high = (measured(matter.decision, pick(d.value for d in decisions)) for pick in (min, max))
        said = low if low == high else f"{low} to {high}, service by service"
    if matter.happens:
        own = first.terms["p"]
        said, reasons = f"with a probability of {100.0 * own:.0f} %", ""
    return Offer(
        matter.key,
        matter.decision,
        matter.label,
        matter.unit,
        matter.happens,
        deciding.low,
        deciding.high,
        own,
        said,
        reasons,
        {name: first.terms[name] for name in deciding.hard},
        tuple(_seen(plan, matter, now, before)),
        _lasts(matter),
    )


def _seen(plan: Program, matter: Matter, now: Noted, before: Noted) -> list[Figure]:
    """What the model's own agent goes by; of several parts, what is the same for all of them."""
    found: dict[str, Figure] = {}
    for reading, read in readings(matter.rule, matter.indices[0]).items():
        if reading not in now or (len(matter.entities) > 1 and not read.of):
            continue
        unit = resolve(plan.structure, matter.rule, read).state.unit
        name = label(plan, matter.rule, read, matter.indices[0])
        found.setdefault(name, Figure(name, now[reading], before.get(reading), unit))
    return list(found.values())


def _lasts(matter: Matter) -> str:
    if matter.happens:
        return "A yes holds for this April, a no for all the year." if len(matter.months(0.0)) > 1 else ""
    return "It holds for every month of this year." if len(matter.months(0.0)) > 1 else ""


def _past(game: Game, plan: Program, seat: str, story: Sequence[Decision]) -> list[Past]:
    """What a seat decided last April, as it came out, matter by matter."""
    choices = game.taken.get(game.year - 1, {}).get(seat, {})
    if not choices:
        return []
    taken = {(d.decision, d.entity): d for d in story if d.month == game.april - 12 and d.agent == seat}
    before = plan if _same(game) else game.plan(game.year - 1)
    found = []
    for matter in matters(before, seat):
        decision = taken.get((matter.decision, matter.entities[0]))
        if matter.key in choices and decision is not None:
            found.append(Past(lower_first(matter.label), figure_of(decision), decision.binding))
    return found
