"""A queue of questions from many screens: short ones first, the same once, nothing for a screen that is gone."""

import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from questions import FIRST, STAGES, figures, moved, question

from experiments.ensemble import Answer, Busy, Queue, Superseded, ask, queue
from experiments.ensemble.crew import MANNERS
from experiments.ensemble.question import Question
from experiments.ensemble.runs import Batch

LONG: dict[str, Any] = {"stages": (5, 4000), "years": 10}


@pytest.fixture
def opened() -> Iterator[Queue]:
    made = Queue()
    yield made
    made.close()


def all_of(opened: Queue, screen: str, asked: Question) -> list[Answer]:
    found: list[Answer] = []
    while not found or found[-1].futures < asked.stages[-1]:
        answer = opened.answer(screen, asked, found[-1].futures if found else 0, patience=60)
        assert answer is not None
        found.append(answer)
    return found


def test_answers_are_those_of_this_process_and_two_screens_share_them(opened: Queue) -> None:
    asked, other = question(), question(first=moved(FIRST, delegation_base=0.31))
    for screen, mine in (("one", asked), ("two", question()), ("three", other)):
        opened.ask(screen, mine)
    last = [all_of(opened, *pair)[-1] for pair in (("one", asked), ("two", question()), ("three", other))]
    assert last[0] is last[1]
    assert figures(last[0]) == figures([*ask(asked)][-1])
    assert figures(last[2]) == figures([*ask(other)][-1])


def test_questions_that_differ_in_numbers_are_worked_out_together(
    opened: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A room full of people who move the same levers: to the bit what each gets alone."""
    jobs: list[Batch] = []
    whole = opened._crew.run

    def run(batches: list[Batch], wanted: Callable[[], bool]) -> list[Any]:
        jobs.extend(batches)
        return whole(batches, wanted)

    monkeypatch.setattr(opened._crew, "run", run)
    asked = [question(first=moved(FIRST, delegation_base=0.2 + number / 50), stages=(7,)) for number in range(6)]
    asked.append(question(first=moved(FIRST, voting="individuals"), stages=(7,)))
    opened.ask("busy", question(**LONG))
    assert opened.answer("busy", question(**LONG), patience=60)
    for number, each in enumerate(asked):
        opened.ask(str(number), each)
    for number, each in enumerate(asked):
        assert figures(all_of(opened, str(number), each)[-1]) == figures([*ask(each)][-1])
    assert max(len(batch.pieces) for batch in jobs) > 1
    assert all(len({piece.side.mould for piece in batch.pieces}) == 1 for batch in jobs)


def test_a_short_question_does_not_wait_for_a_long_one(opened: Queue) -> None:
    long, short = question(**LONG), question(seed=6)
    opened.ask("one", long)
    assert opened.answer("one", long, patience=60)  # the first stage is there, the long one has begun
    opened.ask("two", short)
    assert all_of(opened, "two", short)[-1].futures == 21
    assert opened.answer("one", long, after=5) is None


def test_what_is_remembered_waits_for_nobody_at_work(opened: Queue) -> None:
    long = question(**LONG)
    opened.ask("one", question())
    before = all_of(opened, "one", question())[-1]
    opened.ask("two", long)
    assert opened.answer("two", long, patience=60)  # its next stage keeps all workers busy
    opened.ask("one", question())
    again = opened.answer("one", question(), after=STAGES[-2])
    assert again is not None
    assert figures(again) == figures(before)


def test_an_answer_is_not_refined_while_it_is_drawn(opened: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "REST", 0.5)
    opened.ask("one", question())
    assert opened.answer("one", question(), patience=60)
    told = time.monotonic()
    assert opened.answer("one", question(), after=STAGES[0], patience=60)
    assert time.monotonic() - told > 0.4
    opened.ask("two", question(seed=6))  # what is new does not wait for that
    began = opened._crew.run
    monkeypatch.setattr(opened._crew, "run", lambda *_: (_ for _ in ()).throw(RuntimeError("begun")))
    opened.ask("three", question(seed=7))
    with pytest.raises(RuntimeError, match="begun"):
        opened.answer("three", question(seed=7), patience=0.4)
    monkeypatch.setattr(opened._crew, "run", began)


@pytest.fixture
def ran(opened: Queue, monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, int]]:
    """The lever of the first policy and the last future of everything that is run for it."""
    found: list[tuple[float, int]] = []
    whole = opened._crew.run

    def run(batches: list[Batch], wanted: Callable[[], bool]) -> list[Any]:
        pieces = [piece for batch in batches for piece in batch.pieces if piece.side.policy.id == FIRST.id]
        found.extend((piece.side.numbers["delegation_base"], piece.stop) for piece in pieces)
        return whole(batches, wanted)

    monkeypatch.setattr(opened._crew, "run", run)
    return found


def on(base: float, **more: Any) -> Question:
    return question(first=moved(FIRST, delegation_base=base), **more)


def test_what_is_expected_comes_before_what_refines_and_is_there_when_it_is_asked(
    opened: Queue, ran: list[tuple[float, int]]
) -> None:
    now, then = on(0.3), on(0.4)
    opened.ask("one", now, then)
    opened.ask("one", now)  # a page asks again for better answers
    all_of(opened, "one", now)
    assert ran == [(0.3, STAGES[0]), (0.4, STAGES[0]), (0.3, STAGES[1]), (0.3, STAGES[2])]
    assert opened.busy == 0
    opened.ask("one", then)
    at_once = opened.answer("one", then)
    assert at_once is not None
    assert figures(at_once) == figures(next(ask(then)))
    assert all_of(opened, "one", then)[-1].futures == STAGES[-1]


def test_what_is_expected_in_vain_is_dropped(opened: Queue, ran: list[tuple[float, int]]) -> None:
    opened.ask("one", on(0.3), on(0.4))
    opened.ask("one", on(0.2))
    all_of(opened, "one", on(0.2))
    assert {base for base, _ in ran} <= {0.2, 0.3}
    with pytest.raises(Superseded):
        opened.answer("one", on(0.4))


def test_what_is_asked_goes_before_what_is_expected(opened: Queue, ran: list[tuple[float, int]]) -> None:
    opened.ask("one", on(0.3, **LONG), on(0.4, stages=(3000,), years=10))
    assert opened.answer("one", on(0.3, **LONG), patience=60)
    end = time.monotonic() + 60
    while (0.4, 1000) not in ran and time.monotonic() < end:  # what is expected has begun
        opened.answer("one", on(0.3, **LONG), after=5)
        time.sleep(0.05)
    opened.ask("two", question(seed=6))
    assert all_of(opened, "two", question(seed=6))[-1].futures == STAGES[-1]
    assert opened.answer("one", on(0.3, **LONG), after=5) is None


def test_what_is_expected_and_fails_is_tried_anew_when_it_is_asked(
    opened: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, then = on(0.3, stages=(5,)), on(0.4, stages=(5,))
    opened.ask("one", now)
    all_of(opened, "one", now)

    def fail(*_: object) -> None:
        raise RuntimeError("out of paper")

    with monkeypatch.context() as broken:
        broken.setattr(opened._crew, "run", fail)
        opened.ask("one", now, then)
        end = time.monotonic() + 60
        while opened._asked[then.key].error is None and time.monotonic() < end:
            time.sleep(0.02)
        assert opened.answer("one", now)
    opened.ask("one", then)
    assert opened.answer("one", then, patience=60)


def test_a_newer_question_takes_the_place_of_the_screens_older_one_alone(opened: Queue) -> None:
    long = question(**LONG)
    for screen in ("one", "two"):
        opened.ask(screen, long)
    opened.ask("one", question())
    with pytest.raises(Superseded):
        opened.answer("one", long)
    assert opened.answer("two", long, patience=60)


def test_work_for_a_screen_that_is_not_heard_of_ends(opened: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    long = question(**LONG)
    opened.ask("one", long)
    assert opened.answer("one", long, patience=60)
    assert opened.busy == 1
    monkeypatch.setattr(queue, "PATIENCE", 0.2)
    time.sleep(0.3)
    assert opened.busy == 0


def test_a_full_queue_takes_nothing_more_but_what_is_asked_or_remembered_already(
    opened: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "WAITING", 1)
    opened.ask("one", question(stages=(5,)))
    remembered = all_of(opened, "one", question(stages=(5,)))[-1]
    opened.ask("one", question(**LONG))
    with pytest.raises(Busy, match="The room is busy"):
        opened.ask("two", question(seed=6))
    opened.ask("two", question(**LONG))
    opened.ask("three", question(stages=(5,)))
    again = opened.answer("three", question(stages=(5,)))
    assert again is not None
    assert figures(again) == figures(remembered)
    opened.leave("one")
    opened.leave("two")
    opened.ask("four", question(seed=6))


def test_what_goes_wrong_is_told_to_whoever_waits(opened: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of paper")

    asked = question(stages=(5,))
    with monkeypatch.context() as broken:
        broken.setattr(opened._crew, "run", fail)
        opened.ask("one", asked)
        with pytest.raises(RuntimeError, match="out of paper"):
            opened.answer("one", asked, patience=60)
        opened.ask("one", asked)
        with pytest.raises(RuntimeError, match="out of paper"):
            opened.answer("one", asked)
    opened.ask("two", asked)  # a page that was loaded again
    assert opened.answer("two", asked, patience=60)


def test_what_is_asked_in_front_is_answered_while_the_others_are_at_work(opened: Queue) -> None:
    long, short = question(**LONG), question(seed=6)
    opened.ask("phone", long)
    assert opened.answer("phone", long, patience=60)  # its next stage keeps all its workers busy
    opened.front.ask("big screen", short)
    assert figures(all_of(opened.front, "big screen", short)[-1]) == figures([*ask(short)][-1])
    assert opened.answer("phone", long, after=5) is None
    assert opened.busy == 1


def test_what_was_found_in_front_is_remembered_by_all(opened: Queue) -> None:
    opened.front.ask("big screen", question())
    found = all_of(opened.front, "big screen", question())[-1]
    opened.ask("phone", question())
    again = opened.answer("phone", question(), after=STAGES[-2])
    assert again is not None
    assert figures(again) == figures(found)


def test_workers_give_way_once_there_is_a_front(opened: Queue) -> None:
    own = psutil.Process().nice()
    lower = own if sys.platform == "win32" else min(19, own + MANNERS)

    def priorities(of: Queue) -> set[int]:
        return {psutil.Process(worker.process.pid).nice() for worker in of._crew._workers}

    assert priorities(opened) == {own}
    assert priorities(opened.front) == {own}
    assert priorities(opened) == {lower}
    opened._crew._workers[0].process.kill()
    opened.ask("one", question())
    all_of(opened, "one", question())  # in the place of the one that died comes another
    assert priorities(opened) == {lower}


def test_workers_that_are_to_forget_are_replaced_once_they_are_idle(opened: Queue) -> None:
    def processes() -> set[int | None]:
        return {worker.process.pid for worker in opened._crew._workers}

    before, long = processes(), question(**LONG)
    opened.ask("one", long)
    assert opened.answer("one", long, patience=60)
    opened.forget(())  # while the next stage is worked out
    assert opened.answer("one", long, after=5) is None
    opened.leave("one")
    end = time.monotonic() + 60
    while opened._crew.spent and time.monotonic() < end:
        time.sleep(0.02)
    assert before.isdisjoint(processes())
    opened.ask("two", question())
    assert figures(all_of(opened, "two", question())[-1]) == figures([*ask(question())][-1])
