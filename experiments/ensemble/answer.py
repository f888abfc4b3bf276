"""Answers: what differs between the two policies over the futures run so far, stage after stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from experiments.ensemble.beside import Beside
from experiments.ensemble.question import Question, Side, settings_of
from experiments.ensemble.runs import SERIES_FUTURES, Memory, Piece, Runs, joined, pieces
from experiments.problems import BadInput
from experiments.store import SIDES, SYSTEM, Entity, Line, series_frame
from experiments.summary import paired
from sim.policy import Policy
from sim.system import System, Unfit
from sim.timeline import Timeline
from sim.wiring import check_decides, program

Run = Callable[[Sequence[Piece]], Sequence[Runs]]
Whom = Mapping[str, Sequence[Entity]]


@dataclass(frozen=True, eq=False)
class Answer:
    """What one stage of a question comes to."""

    question: Question
    futures: int
    """Futures that both policies have met so far."""
    lines: tuple[Line, ...]
    """For each outcome and everybody it is reported for: both levels, the paired difference with its 95 % interval
    (sampling error only) and its spread over futures, the share of futures in which the first does better, and the
    verdict. A kind of organisation that is not the same under both policies is left out."""
    series: pl.DataFrame
    """Mean and quantiles over futures by month, of both levels and of their difference, in the form of
    ``series.parquet``."""
    series_futures: int
    """The first so many futures are in the series."""
    runs: tuple[Runs, Runs]
    """Every value of both policies."""

    def line(self, outcome: str, entity: str = SYSTEM) -> Line:
        """The line of an outcome, for the whole system or for one place, council or other by its id.

        Raises ``KeyError`` where the answer has no such line.
        """
        for line in self.lines:
            if (line.outcome.name, line.entity.id) == (outcome, entity):
                return line
        raise KeyError(f"no line on '{outcome}' for '{entity}' in this answer")


def ask(question: Question) -> Iterator[Answer]:
    """Answer a question in this process: after each of its stages, over all futures so far.

    Raises ``BadInput`` at once where the system does not describe what the policies or the timeline ask of it.
    """
    whom(question)
    return answers(question, Memory(), lambda todo: [piece(lambda: None) for piece in todo])


def answers(question: Question, memory: Memory, run: Run, workers: int = 1) -> Iterator[Answer]:
    """The answers of a question's stages, beginning with the last one whose runs are all remembered.

    ``run`` works out pieces and returns them in their order.
    """
    course = Course(question, memory)
    while course.stage is not None:
        todo = course.todo(workers)
        yield course.answer(dict(zip(todo, run(todo) if todo else (), strict=True)))


class Course:
    """How far a question is: the stage to be answered next, and what has to be run for it.

    A stage runs only the futures that no earlier one had, and none that are remembered.
    """

    def __init__(self, question: Question, memory: Memory) -> None:
        self.question = question
        self._memory = memory
        known = min(memory.recall(side).futures for side in question.sides)
        begin = max((stage for stage in question.stages if stage <= known), default=0)
        self._stages = [stage for stage in question.stages if stage >= begin]
        self._held: dict[Side, Runs] = {}

    @property
    def stage(self) -> int | None:
        """Futures of the next answer; None after the last."""
        return self._stages[0] if self._stages else None

    def todo(self, workers: int = 1) -> list[Piece]:
        """What has to be run for the next answer, shared out for so many workers."""
        stage = self._stages[0]
        self._held = {side: self._memory.recall(side) for side in self.question.sides}
        lacking = [side for side, held in self._held.items() if held.futures < stage]
        shares = max(1, workers // max(1, len(lacking)))
        return [piece for side in lacking for piece in pieces(side, self._held[side].futures, stage, shares)]

    def answer(self, done: Mapping[Piece, Runs]) -> Answer:
        """The next answer, once all ``todo`` is done, and remembered."""
        stage, held, self._held = self._stages.pop(0), self._held, {}
        for side in held:
            held[side] = joined([held[side], *(runs for piece, runs in done.items() if piece.side == side)])
            self._memory.keep(side, held[side])
        return _answer(self.question, stage, held)


def whom(question: Question) -> Whom:
    """Whom outcomes are reported for, by kind.

    Raises ``BadInput`` where the system does not describe what the policies or the timeline ask of it.
    """
    choices = _choices(question.first), _choices(question.second)
    return _WHOM.of(
        question.system,
        (_Same(question.timeline), *choices),
        lambda: _whom(question.system, question.timeline, *choices),
    )


_WHOM: Beside[Whom] = Beside()


class _Same:
    """A thing that is known by being the very same object: quicker than looking at all that it holds."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing

    def __hash__(self) -> int:
        return id(self.thing)


def _choices(policy: Policy) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in settings_of(policy).items() if isinstance(value, str))


def _whom(system: System, timeline: Timeline, *choices: tuple[tuple[str, str], ...]) -> Whom:
    """The same for all policies with these choices: a lever that is a number moves nobody."""
    from experiments.record import entities

    first, second = (Policy("", "", "", dict(made)) for made in choices)
    try:
        for policy in (first, second):
            check_decides(program(system, policy, timeline), timeline.decides)
    except Unfit as error:
        raise BadInput.single(str(error), where="system", key=system.id) from None
    return entities(system, first, second, timeline)


def _answer(question: Question, futures: int, held: Mapping[Side, Runs]) -> Answer:
    who = whom(question)
    first, second = (held[side].upto(futures) for side in question.sides)
    asked = [(outcome, who[outcome.kind]) for outcome in question.sides[0].outcomes if outcome.kind in who]
    lines = tuple(
        Line(outcome, entity, paired(one, other, outcome.better, outcome.matters))
        for outcome, entities in asked
        for entity, one, other in zip(entities, first.values[outcome.name], second.values[outcome.name], strict=True)
    )
    shown = [(outcome, entities) for outcome, entities in asked if outcome in question.sides[0].monthly]
    series = series_frame(dict(zip(SIDES, (first.months, second.months), strict=True)), shown)
    return Answer(question, futures, lines, series, min(futures, SERIES_FUTURES), (first, second))
