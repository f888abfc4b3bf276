"""A desk that answers one question after the other, as fast as it can: what a screen asks each time a slider moves."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from experiments.ensemble.answer import Answer, answers, whom
from experiments.ensemble.crew import Crew, Superseded
from experiments.ensemble.question import Question
from experiments.ensemble.runs import RUNS_ROOM, Memory, Piece, Runs

WORKERS = 2
"""One for each policy of a question."""


class Desk:
    """Worker processes that stay warm, and a memory of what they worked out.

    It serves one screen: a newer question, from whichever thread, takes the place of the older. It changes no figure:
    answers are those of ``ask`` to the bit, however many workers there are and whatever is remembered.
    """

    def __init__(self, workers: int = WORKERS, room: int = RUNS_ROOM) -> None:
        """Start ``workers`` processes (``ValueError`` for fewer than one); remember up to ``room`` bytes of runs."""
        self._crew = Crew(workers)
        self._memory = Memory(room)
        self._newest = object()
        self._floor = threading.Lock()
        """Held by whoever has the workers."""

    def ask(self, question: Question) -> Iterator[Answer]:
        """Answer a question: after each of its stages, over all futures so far.

        From this moment an older question is no longer worked on, and whoever still waits for it gets ``Superseded``.
        Each stage is worked out when its answer is fetched. Futures of a policy that are remembered, from this question
        or another, are not run again. Raises ``BadInput`` where the system does not describe what the policies or the
        timeline ask of it (then the older question goes on), ``WorkerDied`` when worker processes died twice, and
        ``RuntimeError`` when the desk is closed.
        """
        whom(question)
        if self._crew.closed:
            raise RuntimeError("the desk is closed")
        self._newest = turn = object()
        return self._answers(question, turn)

    def _answers(self, question: Question, turn: object) -> Iterator[Answer]:
        def wanted() -> bool:
            return self._newest is turn and not self._crew.closed

        def run(todo: Sequence[Piece]) -> list[Runs]:
            with self._floor:
                return self._crew.run(todo, wanted)

        for answer in answers(question, self._memory, run, len(self._crew)):
            if not wanted():
                raise Superseded
            yield answer

    def close(self) -> None:
        """End the worker processes. Whoever still waits for an answer gets ``Superseded``."""
        self._newest = object()
        with self._floor:
            self._crew.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
