"""One crew of workers for many screens: whoever asks waits as short as can be, and nothing is worked out twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf

from experiments.ensemble.answer import Answer, Course, whom
from experiments.ensemble.crew import Busy, Crew, Superseded
from experiments.ensemble.desk import WORKERS
from experiments.ensemble.question import Question
from experiments.ensemble.runs import Memory, Piece, batches

TURN = 3200
"""Futures of several questions that are worked out at a time: many, since they share the calls of a month, and few
enough that nobody waits long for the others."""
PATIENCE = 8.0
"""Seconds after which a screen that was not heard of is taken to be closed."""
REST = 0.3
"""Seconds after an answer before it is refined: meanwhile the screens that wait for it draw, on the same processors."""
FORGOTTEN = 60.0
"""Seconds after which what a closed screen asked for is forgotten: it holds the system that it is about."""

WAITING = 100
"""Questions that may wait at a time: a full room's."""


@dataclass(eq=False)
class Asked:
    """A question that is being worked on, and the screens that wait for it."""

    course: Course
    screens: dict[str, float] = field(default_factory=dict)
    """When each was last heard of."""
    answer: Answer | None = None
    """The newest."""
    rests_until: float = -inf
    """Until when the next is not begun."""
    expected: Asked | None = None
    """The question after which this one is expected; None once it was asked."""
    error: Exception | None = None

    @property
    def open(self) -> bool:
        """Whether somebody waits for a further answer; where it is only expected, the first one is enough."""
        more = self.course.stage is not None and (self.expected is None or self.answer is None)
        return more and self.error is None and self.heard

    @property
    def due(self) -> bool:
        """Whether its next answer may be worked out now."""
        after = self.expected
        told = after is None or (after.answer is not None and after.rests_until <= time.monotonic())
        return self.open and told and self.rests_until <= time.monotonic()

    @property
    def heard(self) -> bool:
        """Whether any of its screens is still there."""
        return self.silence < PATIENCE

    @property
    def silence(self) -> float:
        """Seconds since any of its screens was heard of; without end where they all left."""
        return time.monotonic() - max(self.screens.values(), default=-inf)

    @property
    def rank(self) -> tuple[int, bool]:
        """What goes first: fewer futures in the next answer, and what was asked before what is expected."""
        return self.course.stage or 0, self.expected is not None

    def tell(self, answer: Answer) -> None:
        """Have an answer for the screens, which now draw it."""
        self.answer, self.rests_until = answer, time.monotonic() + REST

    def more(self, after: int) -> bool:
        """Whether there is an answer over more than so many futures, or none will come."""
        return self.error is not None or (self.answer is not None and self.answer.futures > after)


class Queue:
    """Questions from many screens, answered by one crew of worker processes that stay warm.

    A screen has one question at a time: a newer one takes the place of its older one. Of all that is asked, the stage
    with the fewest futures goes first, and what refines an answer gives way to it. Screens that ask the same share the
    work, and questions that differ in nothing but levers that are numbers are worked out together. What a screen is
    expected to ask next is worked out before what it asks now is refined. A screen that is not
    heard of for ``PATIENCE`` seconds is taken to be closed, and its work ends. Once there is a ``front``, all of it
    gives way to what is asked there.
    """

    def __init__(self, workers: int = WORKERS, memory: Memory | None = None) -> None:
        """Start ``workers`` processes; ``ValueError`` for fewer than one."""
        self._crew = Crew(workers)
        self._memory = Memory() if memory is None else memory
        self._front: Queue | None = None
        self._asked: dict[str, Asked] = {}
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="tiers-queue", daemon=True)
        self._thread.start()

    def ask(self, screen: str, question: Question, then: Question | None = None) -> None:
        """Let a screen wait for the answers to a question, and no longer to any other. ``then`` is what it may well ask
        next.

        Raises ``BadInput`` where the system does not describe what the policies or the timeline ask of it, and
        ``Busy`` where ``WAITING`` others wait; the same question as another's is always taken.
        """
        whom(question)
        if not self._join(screen, question):
            made = self._recalled(question)  # with nobody else held up
            with self._changed:
                if not self._join(screen, question):  # still not: nobody was quicker
                    if made.answer is None and self.busy >= WAITING:
                        raise Busy
                    made.screens[screen] = time.monotonic()
                    self._asked[question.key] = made
                    self._changed.notify_all()
        if then is not None:
            self._expect(screen, question, then)

    def _expect(self, screen: str, question: Question, then: Question) -> None:
        """Note what a screen may ask after its question, unless that is worked on already."""
        whom(then)
        made = self._recalled(then)
        with self._changed:
            after = self._asked.get(question.key)
            if after is not None and then.key not in self._asked:
                made.expected, made.screens[screen] = after, time.monotonic()
                self._asked[then.key] = made

    def answer(self, screen: str, question: Question, after: int = 0, patience: float = 0.0) -> Answer | None:
        """The newest answer over more than ``after`` futures, or None where none comes within ``patience`` seconds.

        Raises ``Superseded`` where the screen asks something else by now, and whatever went wrong with the work.
        """
        until = time.monotonic() + patience
        with self._changed:
            while True:
                asked = self._asked.get(question.key)
                if self._closing or asked is None or screen not in asked.screens:
                    raise Superseded
                for its in self._asked.values():
                    if screen in its.screens:
                        its.screens[screen] = time.monotonic()
                if asked.error is not None:
                    raise asked.error
                if asked.more(after):
                    return asked.answer
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(min(left, PATIENCE / 4))

    def leave(self, screen: str) -> None:
        """A screen waits for nothing any more."""
        with self._changed:
            for asked in self._asked.values():
                asked.screens.pop(screen, None)
            self._changed.notify_all()

    def forget(self, keys: Iterable[str]) -> None:
        """Drop what was worked out under these keys of sides, what nobody waits for any more, and what the workers hold
        of all that they did."""
        with self._changed:
            for key, asked in list(self._asked.items()):
                if not asked.heard:
                    del self._asked[key]
            self._crew.renew()
            self._changed.notify_all()
        self._memory.forget(keys)
        if self._front is not None:
            self._front.forget(())

    @property
    def front(self) -> Queue:
        """A queue for the screen that the whole room looks at: it remembers the same, and its workers go first. Until
        it is asked for, nobody gives way to anybody."""
        with self._changed:
            if self._front is None and not self._closing:
                self._front = Queue(len(self._crew), self._memory)
                self._crew.give_way()
            return self._front or self

    @property
    def busy(self) -> int:
        """Questions for which somebody waits."""
        with self._changed:
            return sum(asked.open and asked.expected is None for asked in self._asked.values())

    def close(self) -> None:
        """End the worker processes. Whoever still waits gets ``Superseded``."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        self._crew.close()
        if self._front is not None:
            self._front.close()

    def _join(self, screen: str, question: Question) -> bool:
        """Let a screen wait for a question that is worked on already, and for no other; whether it is.

        One that went wrong is told to those who wait for it, and tried anew for whoever asks it afresh.
        """
        with self._changed:
            same = self._asked.get(question.key)
            for key, asked in list(self._asked.items()):
                if key != question.key and (same is None or asked.expected is not same):
                    asked.screens.pop(screen, None)
                new = screen not in asked.screens or asked.expected is not None
                afresh = key == question.key and asked.error is not None and new
                if afresh or not asked.heard:
                    del self._asked[key]
            self._changed.notify_all()
            if question.key not in self._asked:
                return False
            joined = self._asked[question.key]
            joined.screens[screen], joined.expected = time.monotonic(), None
            return True

    def _recalled(self, question: Question) -> Asked:
        """A question that is about to be asked, with its answer where that is remembered."""
        made = Asked(Course(question, self._memory))
        if not made.course.todo(len(self._crew)):
            made.tell(made.course.answer({}))
        return made

    def _work(self) -> None:
        while True:
            with self._changed:
                while not (turn := self._in_turn()) and (self._closing or not self._crew.spent):
                    if self._closing:
                        return
                    self._changed.wait(REST / 4 if any(asked.open for asked in self._asked.values()) else 1.0)
            if not turn:
                self._crew.refresh()
                continue
            try:
                self._answer(turn)
            except Superseded:
                continue
            except Exception as error:  # told to whoever waits for it
                for asked in turn:
                    asked.error = error
            with self._changed:
                self._changed.notify_all()

    def _in_turn(self) -> list[Asked]:
        """Whose turn it is: the question with the smallest stage, others at the same stage up to ``TURN`` futures, and
        any while workers would have nothing to do. Nobody's once the queue is closing."""
        for key, asked in list(self._asked.items()):
            if asked.silence > FORGOTTEN:
                del self._asked[key]
        if self._closing:
            return []
        waiting = sorted((asked for asked in self._asked.values() if asked.due), key=lambda asked: asked.rank)
        chosen: list[Asked] = []
        todo: list[Piece] = []
        for asked in waiting:
            together = asked.rank == waiting[0].rank and sum(map(len, todo)) < TURN
            if together or (len(todo) < len(self._crew) and asked.expected is None):
                chosen.append(asked)
                todo += asked.course.todo(len(self._crew))
        return chosen

    def _answer(self, turn: Sequence[Asked]) -> None:
        todo: dict[Asked, list[Piece]] = {asked: asked.course.todo(len(self._crew)) for asked in turn}
        jobs = batches(list(dict.fromkeys(piece for pieces in todo.values() for piece in pieces)), len(self._crew))
        found = self._crew.run(jobs, lambda: self._wanted(turn))
        done = {
            piece: runs
            for job, made in zip(jobs, found, strict=True)
            for piece, runs in zip(job.pieces, made, strict=True)
        }
        for asked, pieces in todo.items():
            asked.tell(asked.course.answer({piece: done[piece] for piece in pieces}))

    def _wanted(self, turn: Sequence[Asked]) -> bool:
        """Whether to go on: somebody waits for it, and nobody for an answer over fewer futures."""
        with self._changed:
            if self._closing or not any(asked.open for asked in turn):
                return False
            least = min(asked.rank for asked in turn)
            return not any(asked.due and asked.rank < least for asked in self._asked.values())
