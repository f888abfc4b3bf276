"""A desk: warm workers that give the same answers, drop what nobody waits for, and are gone when nobody is there."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jobs import Die, Fail, TellModules, Wait
from questions import FIRST, figures, moved, question

from experiments.config import load_system
from experiments.ensemble import Answer, Desk, Superseded, WorkerDied, ask, crew, runs
from experiments.ensemble.bench import BOTH, NONE, ONE, measure
from experiments.ensemble.crew import Crew
from experiments.ensemble.runs import Piece
from experiments.problems import BadInput

ROOT = Path(__file__).resolve().parent.parent
LONG: dict[str, Any] = {"stages": (5, 2000), "years": 10}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as opened:
        yield opened


def always() -> bool:
    return True


def wait_for(path: Path) -> None:
    until = time.monotonic() + 60
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert path.exists()


# --- the same answers -----------------------------------------------------------------------------------------------


def test_workers_give_the_answers_of_this_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "LEAST", 3)  # so that one policy's futures are shared out as well
    for asked in (question(), question(first=moved(FIRST, delegation_base=0.31))):
        assert [figures(a) for a in desk.ask(asked)] == [figures(a) for a in ask(asked)]
        (again,) = desk.ask(asked)
        assert again.futures == asked.stages[-1]


# --- a newer question -----------------------------------------------------------------------------------------------


def test_a_newer_question_takes_the_place_of_one_that_rests(desk: Desk) -> None:
    older = desk.ask(question(seed=1))
    assert next(older).futures == 5
    newer = desk.ask(question(seed=2, stages=(5,)))
    with pytest.raises(Superseded, match="a newer question was asked"):
        next(older)
    assert [figures(a) for a in newer] == [figures(a) for a in ask(question(seed=2, stages=(5,)))]


def test_a_newer_question_takes_the_place_of_one_that_is_worked_on(desk: Desk) -> None:
    came: list[Answer | Exception] = []
    begun = threading.Event()

    def older() -> None:
        try:
            for answer in desk.ask(question(seed=3, **LONG)):
                came.append(answer)
                begun.set()
        except Superseded as error:
            came.append(error)

    thread = threading.Thread(target=older)
    thread.start()
    assert begun.wait(120)
    newer = list(desk.ask(question(seed=4, stages=(5,))))
    thread.join()
    assert [figures(a) for a in newer] == [figures(a) for a in ask(question(seed=4, stages=(5,)))]
    assert [type(each) for each in came] == [Answer, Superseded]


def test_what_is_no_longer_wanted_is_given_up_and_its_worker_goes_on(tmp_path: Path) -> None:
    begun, hands = tmp_path / "begun", Crew(1)
    with pytest.raises(Superseded):
        hands.run([Wait(begun)], lambda: not begun.exists())
    (modules,) = hands.run([TellModules()], always)
    assert modules
    hands.close()


def test_a_refused_question_leaves_the_older_one_alone(desk: Desk) -> None:
    older = desk.ask(question(seed=6, stages=(3, 6)))
    next(older)
    with pytest.raises(BadInput, match="sub-county"):
        desk.ask(question(first=moved(FIRST, footprint="sub-county")))
    assert next(older).futures == 6


# --- workers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", sorted({"spawn", *multiprocessing.get_all_start_methods()} - {"fork"}))
def test_workers_have_the_model_and_neither_mesa_nor_plotly(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "context", lambda: multiprocessing.get_context(method))
    hands = Crew(1)
    piece = Piece(question().sides[0], 0, 2)
    _, modules = hands.run([piece, TellModules()], always)
    hands.close()
    assert "sim.batch" in modules
    assert not {name.partition(".")[0] for name in modules} & {"mesa", "plotly", "pytest", "rich", "typer", "ruamel"}


def test_a_worker_that_dies_is_replaced_and_its_job_tried_again(tmp_path: Path) -> None:
    hands = Crew(2)
    assert hands.run([Die(tmp_path / "once"), TellModules()], always)[0] == "survived"
    hands.close()


def test_a_job_that_kills_its_workers_is_given_up(tmp_path: Path) -> None:
    hands = Crew(1)
    with pytest.raises(WorkerDied, match="twice, perhaps for want of memory"):
        hands.run([Die()], always)
    assert hands.run([Die(tmp_path / "once")], always) == ["survived"]
    hands.close()


def test_what_goes_wrong_in_a_worker_is_said_here() -> None:
    hands = Crew(1)
    with pytest.raises(RuntimeError, match="there is no such share"):
        hands.run([Fail()], always)
    hands.close()


def test_killed_workers_cost_no_answer() -> None:
    before = set(multiprocessing.active_children())
    asked = question(seed=8)
    with Desk() as opened:
        given = opened.ask(asked)
        found = [next(given)]
        for worker in set(multiprocessing.active_children()) - before:
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
        found += given
    assert [figures(a) for a in found] == [figures(a) for a in ask(asked)]


# --- the end --------------------------------------------------------------------------------------------------------


def test_a_closed_desk_leaves_nobody_behind() -> None:
    before = set(multiprocessing.active_children())
    with Desk() as opened:
        assert len(set(multiprocessing.active_children()) - before) == 2
        older = opened.ask(question(seed=9))
        next(older)
    assert set(multiprocessing.active_children()) == before
    with pytest.raises(Superseded):
        next(older)
    with pytest.raises(RuntimeError, match="the desk is closed"):
        opened.ask(question())
    opened.close()


SCRIPT = """
import multiprocessing, sys, time
import plotly
from experiments.config import load_policy, load_system
from experiments.ensemble import Desk, Question

print("begun", flush=True)
desk = Desk()
question = Question(
    load_system("dorset").system, load_policy("maximum-delegation"), load_policy("centrist"), stages=(2, 5000)
)
answers = desk.ask(question)
next(answers)
print(*[worker.pid for worker in multiprocessing.active_children()], flush=True)
if sys.argv[1] != "rest":
    next(answers)
"""


def heed_interrupts() -> None:
    """What a shell started in the background ignores, a script in the foreground heeds."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def there(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be buried."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize("what", ["rest", "killed", "interrupted"])
def test_no_worker_outlives_the_script_that_opened_the_desk(what: str, tmp_path: Path) -> None:
    """A script without a guard, that just ends, or comes to an end while its workers are at it."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = subprocess.Popen(
        [sys.executable, script, what],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    assert started.stdout is not None
    said = [started.stdout.readline() for _ in range(2)]
    assert said[0] == "begun\n"  # once: the workers have not run the script themselves
    workers = [int(pid) for pid in said[1].split()]
    assert len(workers) == 2
    if what == "killed":
        started.kill()
    if what == "interrupted":
        time.sleep(1.0)
        os.killpg(started.pid, signal.SIGINT)  # as the terminal does: to the script and its workers alike
    _, complaints = started.communicate(timeout=60)
    assert complaints.count("Traceback") == (what == "interrupted")  # of the script alone
    until = time.monotonic() + 60
    while any(there(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in workers if there(pid)]


# --- what people read -----------------------------------------------------------------------------------------------


def test_the_bench_asks_new_questions_and_old_ones() -> None:
    found = measure(load_system("dorset").system, rounds=2, stages=(2, 4), years=1)
    assert [(each.asked, each.futures) for each in found] == [(a, n) for n in (2, 4) for a in (BOTH, ONE, NONE)]
    assert all(len(each.seconds) == 2 and each.median > 0 for each in found)
