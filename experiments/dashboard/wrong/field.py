"""All named policies over the same futures as the comparison on the screen: run on the spot, a few at a time.

The queue that answers the levers does the work, so that nothing is worked out twice, whoever asks, and short questions
go first. What came out is kept by what determines it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from experiments.config import list_policies
from experiments.dashboard import case
from experiments.dashboard.case import Case
from experiments.dashboard.matters import Floats, fixed_in
from experiments.dashboard.wrong.met import Met, over_futures, whole
from experiments.ensemble import Question, Queue, Superseded
from experiments.ensemble.answer import whom
from experiments.problems import BadInput
from experiments.store import SIDES
from sim.policy import Policy

FUTURES = (100, 200, 500)
"""What may be asked for."""
AT_A_TIME = 2
"""Policies that wait in the queue for one screen: others come in between."""
MOST_WAITING = 40
"""Questions in the queue with which no more are begun."""
KEPT = 96
"""Policies of which the outcomes are kept: some 40 MB."""

Outcomes = Mapping[str, Floats]
Kept = tuple[str, int]
"""The key of the one side of a question, and how many futures it met."""


@dataclass(frozen=True)
class Progress:
    """How far it is."""

    done: tuple[str, ...]
    """Names of the policies that have met all futures."""
    of: int


class Field:
    """Policies that meet the futures of the screen."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._kept: OrderedDict[Kept, Outcomes] = OrderedDict()
        self._lock = threading.Lock()

    def met(
        self,
        screen: str,
        asked: Case,
        question: Question,
        futures: int,
        told: Callable[[Question], object] = lambda _: None,
    ) -> Met | Progress:
        """All policies once they have met so many futures, or how far that is; to ask again keeps it going.

        ``told`` hears of each question that is asked for it.
        Raises ``BadInput`` where that number may not be asked for, no two policies fit the system, or too much waits.
        """
        if futures not in FUTURES:
            raise BadInput.single(f"{futures} futures cannot be asked for", allowed=", ".join(map(str, FUTURES)))
        policies = entrants(asked, question)
        questions = {
            key: replace(question, first=policy, second=policy, stages=(futures,)) for key, policy in policies.items()
        }
        found: dict[str, Outcomes] = {}
        waiting = 0
        for key, one in questions.items():
            told(one)
            known = self._recalled(_kept_as(one))
            if known is None and waiting < AT_A_TIME:
                waiting += 1
                known = self._ask(f"{screen}+{key}", one)
            if known is not None:
                found[key] = known
        if len(found) < len(questions):
            return Progress(tuple(policies[key].name for key in found), len(questions))
        names = {key: policy.name for key, policy in policies.items()}
        where = f"Over the first {futures:,} futures, the same for all policies."
        return over_futures(question.seed, futures, fixed_in(question), found, names, where, sides_of(asked))

    def leave(self, screen: str, asked: Case) -> None:
        """A screen waits for them no more."""
        for key in (*(listed.id for listed in list_policies()), *SIDES):
            self._queue.leave(f"{screen}+{key}")

    def forget(self, keys: Collection[str]) -> None:
        """Drop what is kept under these keys of sides."""
        with self._lock:
            for key in [kept for kept in self._kept if kept[0] in keys]:
                del self._kept[key]

    def _recalled(self, key: Kept) -> Outcomes | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _ask(self, screen: str, question: Question) -> Outcomes | None:
        if self._queue.busy >= MOST_WAITING:
            raise BadInput.single("too many ask at once", allowed="the same again in a minute")
        self._queue.ask(screen, question)
        try:
            answer = self._queue.answer(screen, question, patience=0.2)
        except Superseded:
            return None
        if answer is None:
            return None
        self._queue.leave(screen)
        found = whole(answer.runs[0])
        with self._lock:
            self._kept[_kept_as(question)] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def _kept_as(question: Question) -> Kept:
    return question.sides[0].key, question.stages[-1]


def entrants(asked: Case, question: Question) -> dict[str, Policy]:
    """All named policies, and A and B where they were changed by hand.

    A policy that asks of the system what it does not describe is left out.
    """
    found = {listed.id: case.policy(listed.id) for listed in list_policies()}
    for side, policy in zip(SIDES, (question.first, question.second), strict=True):
        if changed(asked, side):
            found[side] = replace(policy, name=f"{'A' if side == SIDES[0] else 'B'}: {policy.name}")
    return {key: policy for key, policy in found.items() if _fits(question, policy)}


def _fits(question: Question, policy: Policy) -> bool:
    try:
        whom(replace(question, first=policy, second=policy))
    except BadInput:
        return False
    return True


def changed(asked: Case, side: str) -> bool:
    """Whether a side's levers differ from those of the policy that it is named after."""
    choice = dict(asked.choices())[side]
    named = case.policy(choice.policy)
    return any(case.effective(named, lever) != value for lever, value in choice.levers.items())


def sides_of(asked: Case) -> tuple[str, str]:
    """Which of the entrants are A and B."""
    first, second = (side if changed(asked, side) else choice.policy for side, choice in asked.choices())
    return first, second
