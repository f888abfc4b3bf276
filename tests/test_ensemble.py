"""Asking about two policies: answers of any stage are those of one ensemble, and are remembered by their content."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from questions import DORSET, FIRST, OUTCOMES, SECOND, STAGES, figures, moved, question

from experiments import store
from experiments.cli.app import run as tiers
from experiments.config import load_circumstances, load_system, load_timeline
from experiments.ensemble import Answer, ask, runs
from experiments.ensemble.answer import answers
from experiments.ensemble.runs import SERIES_FUTURES, Memory, Piece, Runs, drawn, pieces
from experiments.problems import BadInput
from experiments.store import Stored
from sim.futures import draw_futures
from sim.policy import Policy

pytestmark = pytest.mark.xdist_group("ensemble")  # asked once

MANCHESTER = load_system("greater-manchester").system


class Counting:
    """Runs pieces here, and keeps a list of what was run."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, int, int]] = []

    def __call__(self, todo: Sequence[Piece]) -> list[Runs]:
        self.ran += [(piece.side.policy.id, piece.start, piece.stop) for piece in todo]
        return [piece(lambda: None) for piece in todo]


@pytest.fixture(scope="module")
def told() -> list[Answer]:
    return list(ask(question()))


# --- staged, and whole ----------------------------------------------------------------------------------------------


def test_every_stage_is_to_the_bit_what_one_ensemble_of_its_size_gives(told: list[Answer]) -> None:
    assert [answer.futures for answer in told] == list(STAGES)
    for answer in told:
        (whole,) = ask(question(stages=(answer.futures,)))
        assert figures(whole) == figures(answer)


def test_no_future_is_run_twice() -> None:
    run = Counting()
    assert len(list(answers(question(), Memory(), run))) == len(STAGES)
    ids = (FIRST.id, SECOND.id)
    assert run.ran == [(policy, *ends) for ends in pairwise((0, *STAGES)) for policy in ids]


def test_it_is_what_the_command_gives(
    told: list[Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["compare", FIRST.id, SECOND.id, "--system", DORSET.id, "--years", "1", "--seed", "5", "--workers", "1"]
    assert tiers([*words, "--futures", str(STAGES[-1]), "--output", "made"]) == 0
    capsys.readouterr()
    made: Stored = store.read(tmp_path / "made")
    lines = {(line.outcome.name, line.entity.id): line.paired for line in made.lines()}
    assert {(line.outcome.name, line.entity.id): line.paired for line in told[-1].lines} == {
        key: value for key, value in lines.items() if key[0] in OUTCOMES
    }
    kept = made.series.filter(made.series["outcome"].is_in(OUTCOMES))
    assert told[-1].series.equals(kept)


def test_the_first_of_more_futures_are_drawn_alike() -> None:
    whole, part = draw_futures(3, 40), drawn(3, 11, 40)
    assert part.replicates.tolist() == list(range(11, 40))
    assert all((part.values[name] == values[11:]).all() for name, values in whole.values.items())


@pytest.mark.parametrize(("start", "stop", "shares"), [(0, 50, 2), (50, 200, 2), (200, 2000, 3), (0, 2000, 1)])
def test_pieces_follow_each_other_and_are_worth_a_process(start: int, stop: int, shares: int) -> None:
    cut = list(pieces(question().sides[0], start, stop, shares))
    assert [piece.start for piece in cut] == [start, *(piece.stop for piece in cut)][:-1]
    assert cut[-1].stop == stop
    assert len(cut) == 1 or all(piece.stop - piece.start >= runs.LEAST for piece in cut)
    assert all((piece.start < SERIES_FUTURES) == (piece.stop <= SERIES_FUTURES) for piece in cut)


def test_circumstances_and_timelines_are_those_of_the_configuration() -> None:
    given, scheduled = load_circumstances("tests-mislead"), load_timeline("the-current-reform")
    placed = question(circumstances=given.uncertainties, timeline=scheduled, stages=(5,))
    moved_system = question(system=given.placed(DORSET), timeline=scheduled, stages=(5,))
    assert placed == moved_system
    (here,), (usual,) = ask(placed), ask(question(stages=(5,)))
    assert figures(here) != figures(usual)


def test_months_are_kept_of_the_whole_system_unless_told() -> None:
    (answer,) = ask(question(stages=(5,), monthly=None))
    assert set(answer.series["outcome"]) == {"healthy_life_years", "waits_18_weeks"}
    assert answer.line("place_waits_18_weeks", "dorset").entity.name
    with pytest.raises(KeyError, match="no line on 'waits_18_weeks' for 'leeds'"):
        answer.line("waits_18_weeks", "leeds")


def test_months_are_kept_of_the_first_futures_only(told: list[Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.ensemble.runs.SERIES_FUTURES", 8)
    monkeypatch.setattr("experiments.ensemble.answer.SERIES_FUTURES", 8)
    (eight,) = ask(question(stages=(8,)))
    _, more = ask(question(stages=STAGES[:2]))
    assert (more.futures, more.series_futures) == (13, 8)
    assert more.series.equals(eight.series)
    assert figures(more)[2] == figures(told[1])[2]


def test_places_that_are_not_the_same_under_both_policies_are_left_out() -> None:
    flow = moved(SECOND, footprint="hospital-flow")
    (answer,) = ask(question(system=MANCHESTER, second=flow, stages=(3,)))
    assert {line.outcome.kind for line in answer.lines} == {"icb"}


# --- what is the same question --------------------------------------------------------------------------------------


def test_names_make_no_other_question() -> None:
    renamed = replace(
        DORSET, id="mine", name="Mine", communities=tuple(replace(c, name="X") for c in DORSET.communities)
    )
    other = question(
        system=renamed,
        first=Policy("mine", "My own", "", FIRST.levers),
        timeline=replace(question().timeline, id="quiet", name="Quiet"),
    )
    assert other.key == question().key
    assert len({other, question()}) == 1


def test_a_lever_at_its_default_and_a_whole_number_make_no_other_question() -> None:
    levers = {name: value for name, value in FIRST.levers.items() if name != "footprint"}
    spelt = replace(FIRST, levers={"footprint": "council", **dict(reversed(levers.items()))})
    whole = moved(SECOND, delegation_base=0), moved(SECOND, delegation_base=0.0)
    assert question(first=spelt) == question(first=replace(FIRST, levers=levers))
    assert question(second=whole[0]) == question(second=whole[1])


@pytest.mark.parametrize(
    "other",
    [
        {"first": moved(FIRST, delegation_base=0.31)},
        {"second": FIRST},
        {"first": SECOND, "second": FIRST},
        {"system": replace(DORSET, board=replace(DORSET.board, allocation=1000.0))},
        {"timeline": load_timeline("the-current-reform")},
        {"circumstances": {"trust_half_life": 10.0}},
        {"outcomes": OUTCOMES[:2], "monthly": OUTCOMES[:2]},
        {"monthly": ()},
        {"stages": (5, 13)},
        {"years": 2},
        {"seed": 6},
    ],
    ids=lambda other: " and ".join(other),
)
def test_whatever_moves_an_answer_makes_another_question(other: dict[str, Any]) -> None:
    assert question(**other) != question()


def test_other_code_makes_another_question(monkeypatch: pytest.MonkeyPatch) -> None:
    before = question().key
    monkeypatch.setattr("experiments.ensemble.content.code", lambda: "changed")
    assert question().key != before


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"first": moved(FIRST, delegation_bass=0.5)}, "first: delegation_bass: this is no lever; did you mean"),
        ({"second": moved(SECOND, delegation_base=7.0)}, "second: delegation_base: 7 is outside"),
        ({"circumstances": {"delegation_base": 0.5}}, "circumstances: delegation_base: this is no uncertainty"),
        ({"outcomes": ("waits_18_week",)}, "outcomes: there is no 'waits_18_week'; did you mean 'waits_18_weeks'?"),
        ({"monthly": ("trust",)}, "monthly: there is no 'trust'"),
        ({"outcomes": (), "monthly": ()}, "outcomes: no outcome is asked for"),
        ({"stages": (50, 20)}, "stages: (50, 20) do not rise"),
        ({"stages": ()}, "stages: () do not rise"),
        ({"years": 0}, "years: 0 is too few"),
        ({"seed": -1}, "seed: -1 is too small"),
    ],
)
def test_a_question_that_cannot_be_asked_says_why(other: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as refused:
        question(**other)
    assert said in str(refused.value)


def test_what_the_system_does_not_describe_is_refused_at_once() -> None:
    counties = moved(FIRST, footprint="sub-county")
    with pytest.raises(BadInput, match="describes no places on the footprint 'sub-county'"):
        ask(question(first=counties))


# --- remembering ----------------------------------------------------------------------------------------------------


def test_a_question_asked_again_runs_nothing(told: list[Answer]) -> None:
    memory, run = Memory(), Counting()
    list(answers(question(), memory, run))
    before = list(run.ran)
    (again,) = answers(question(first=replace(FIRST, name="Another name")), memory, run)
    assert run.ran == before
    assert figures(again) == figures(told[-1])


def test_more_futures_answer_for_fewer(told: list[Answer]) -> None:
    memory, run = Memory(), Counting()
    list(answers(question(), memory, run))
    before = list(run.ran)
    coarse, finer = answers(question(stages=(2, 5, 13)), memory, run), answers(question(stages=(13, 30)), memory, run)
    assert [figures(answer) for answer in coarse] == [figures(told[1])]
    assert [answer.futures for answer in finer] == [13, 30]
    assert run.ran[len(before) :] == [(FIRST.id, 21, 30), (SECOND.id, 21, 30)]


def test_a_policy_that_stays_is_not_run_again() -> None:
    memory, run = Memory(), Counting()
    list(answers(question(), memory, run))
    del run.ran[:]
    list(answers(question(first=moved(FIRST, delegation_base=0.31)), memory, run))
    assert run.ran == [(FIRST.id, *ends) for ends in pairwise((0, *STAGES))]


def test_a_policy_against_itself_is_run_once() -> None:
    run = Counting()
    *_, answer = answers(question(second=FIRST), Memory(), run)
    assert [start for _, start, _ in run.ran] == [0, 5, 13]
    assert {line.paired.difference for line in answer.lines} == {0.0}


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    asked = [question(first=moved(FIRST, delegation_base=base), stages=(5,)).sides[0] for base in (0.1, 0.2, 0.3)]
    found = [Piece(side, 0, 5)(lambda: None) for side in asked]
    memory = Memory(room=2 * found[0].size)
    memory.keep(asked[0], found[0])
    memory.keep(asked[1], found[1])
    assert memory.recall(asked[0]).futures == 5
    memory.keep(asked[2], found[2])
    assert [memory.recall(side).futures for side in asked] == [5, 0, 5]
