"""Votes of a workshop: what a code opens and what it does not, what is counted, and what nobody sees. No browser."""

import gc
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from experiments.dashboard import guard
from experiments.dashboard.case import Case, Choice
from experiments.dashboard.sessions import IDLE, Session
from experiments.dashboard.settings import Settings
from experiments.dashboard.shown import Shown
from experiments.dashboard.workshop import ballots as kept
from experiments.dashboard.workshop import phones, results, screen, wording
from experiments.dashboard.workshop.ballots import Ballots, Refused, State, TooMany
from experiments.dashboard.workshop.summary import summary
from experiments.dashboard.workshop.told import tell
from experiments.ensemble import ask
from experiments.problems import BadInput

HERE = {"Host": "localhost:8050"}
ORIGIN = {**HERE, "Origin": "http://localhost:8050"}
PASSWORD = "correct horse battery"  # noqa: S105
CASE = Case("dorset", Choice("maximum-delegation"), Choice("centrist"))
ASKED = wording.Asked("Which does better <b>?", ("Maximum delegation", "Centrist"), CASE, "four_hours")


class Room:
    """A server with the vote page alone, and a facilitator."""

    def __init__(self) -> None:
        self.server, self.ballots = Flask("room"), Ballots()
        self.guard = guard.Guard(self.server, Settings(password=PASSWORD))
        _, self.mine = self.guard.sessions.begin(known=True)
        phones.Phones(self.ballots, Settings()).attach(self.server, self.guard)
        self.server.add_url_rule("/", "index", lambda: "the dashboard")
        self.ballots.put(self.mine, ASKED)
        self.ballots.open(self.mine, "before")

    def state(self) -> State:
        found = self.ballots.state(self.mine)
        assert found
        return found

    def phone(self) -> FlaskClient:
        client = self.server.test_client()
        assert enter(client, self.state().code).status_code == 303
        return client


@pytest.fixture
def room() -> Room:
    return Room()


def enter(phone: FlaskClient, code: str, headers: dict[str, str] = ORIGIN) -> Any:
    return phone.post("/vote/code", data={"code": code}, headers=headers)


def vote(phone: FlaskClient, choice: str, sure: str = "2", name: str = "before", headers: Any = ORIGIN) -> Any:
    return phone.post("/vote/cast", data={"vote": name, "choice": choice, "sure": sure}, headers=headers)


# --- the code ---------------------------------------------------------------------------------------------------------


def test_the_code_opens_the_vote_and_nothing_else(room: Room) -> None:
    phone = room.phone()
    assert "Vote" in phone.get("/vote", headers=HERE).text
    assert phone.get("/", headers=HERE).headers["Location"] == "/login"
    assert phone.get("/nothing", headers=HERE).status_code == 401
    assert phone.get_cookie(Settings().cookie(guard.COOKIE)) is None
    assert len(room.guard.sessions) == 1  # the facilitator's


def test_a_code_may_be_typed_in_small_letters_and_with_gaps(room: Room) -> None:
    code = room.state().code
    assert len(code) == kept.LENGTH
    assert set(code) <= set(kept.LETTERS)
    assert enter(room.server.test_client(), f" {code[:3].lower()} {code[3:].lower()} ").status_code == 303


def test_guessing_is_stopped_even_for_the_right_code_and_leaves_those_inside_alone(room: Room) -> None:
    inside, guesser = room.phone(), room.server.test_client()
    codes = [enter(guesser, "AAAAAA").status_code for _ in range(kept.ATTEMPTS + 1)]
    assert codes == [403] * kept.ATTEMPTS + [429]
    refused = enter(guesser, room.state().code)
    assert refused.status_code == 429
    assert "Set-Cookie" not in refused.headers
    assert vote(inside, "first").status_code == 303


def test_right_codes_do_not_use_up_the_guesses(room: Room) -> None:
    for _ in range(kept.ATTEMPTS + 5):
        room.phone()
    assert room.state().joined == kept.ATTEMPTS + 5


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {},
        {"Origin": "http://localhost:8050", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_what_another_site_sends_is_refused(room: Room, headers: dict[str, str]) -> None:
    phone = room.phone()
    assert enter(phone, room.state().code, {**HERE, **headers}).status_code == 403
    assert vote(phone, "first", headers={**HERE, **headers}).status_code == 403
    assert room.state().counts["before"] == 0


def test_a_foreign_host_is_refused(room: Room) -> None:
    assert room.server.test_client().get("/vote", headers={"Host": "evil.example"}).status_code == 421


def test_a_large_form_is_refused(room: Room) -> None:
    phone = room.phone()
    large = "x" * phones.BODY
    assert enter(phone, large).status_code == 413
    assert vote(phone, large).status_code == 413


@pytest.mark.parametrize(
    ("choice", "sure"), [("third", "1"), ("first", "9"), ("first", "-1"), ("", ""), ("first", "²")]
)
def test_only_what_was_asked_can_be_answered(room: Room, choice: str, sure: str) -> None:
    assert vote(room.phone(), choice, sure).status_code == 409
    assert room.state().counts["before"] == 0


def test_without_the_code_there_is_no_vote(room: Room) -> None:
    stranger = room.server.test_client()
    stranger.set_cookie(Settings().cookie(phones.COOKIE), "made-up", path="/vote")
    assert vote(stranger, "first").status_code == 409
    assert enter(stranger, room.state().code).status_code == 303
    cookie = stranger.get_cookie(Settings().cookie(phones.COOKIE), path="/vote")
    assert cookie is not None
    assert cookie.value != "made-up"


def test_the_page_runs_no_script_and_shows_what_is_typed_as_text(room: Room) -> None:
    phone = room.phone()
    answer = phone.get("/vote", headers=HERE)
    rules = answer.headers["Content-Security-Policy"]
    assert "script-src" not in rules
    assert rules.startswith("default-src 'none'")
    assert "unsafe" not in rules
    assert "<script" not in answer.text
    assert "Which does better &lt;b&gt;?" in answer.text
    cookie = enter(room.server.test_client(), room.state().code).headers["Set-Cookie"]
    for wanted in ("HttpOnly", "SameSite=Strict", "Path=/vote"):
        assert wanted in cookie


# --- what is counted --------------------------------------------------------------------------------------------------


def test_two_votes_from_one_phone_count_once(room: Room) -> None:
    phone = room.phone()
    vote(phone, "first")
    vote(phone, "second", sure="3")
    assert enter(phone, room.state().code).status_code == 303  # again, which makes it no other phone
    vote(phone, "second", sure="3")
    assert (room.state().joined, room.state().counts["before"]) == (1, 1)
    assert "Change my vote" in phone.get("/vote", headers=HERE).text
    room.ballots.close(room.mine, "before")
    room.ballots.reveal(room.mine, "before")
    assert dict(room.state().tallies["before"].choices) == {"first": 0, "same": 0, "second": 1}


def test_a_closed_vote_and_one_that_is_over_refuse(room: Room) -> None:
    phone = room.phone()
    vote(phone, "first")
    room.ballots.close(room.mine, "before")
    assert vote(phone, "second").status_code == 409
    assert "not open" in phone.get("/vote", headers=HERE).text
    room.ballots.open(room.mine, "after")
    assert vote(phone, "second", name="before").status_code == 409
    room.ballots.reveal(room.mine, "before")
    assert room.state().tallies["before"].choices["first"] == 1
    with pytest.raises(Refused):
        room.ballots.open(room.mine, "before")


def test_how_votes_fall_stays_hidden_until_it_is_shown(room: Room) -> None:
    assert vote(room.phone(), "first").status_code == 303
    with pytest.raises(Refused, match="Close the vote first"):
        room.ballots.reveal(room.mine, "before")
    assert room.state().tallies == {}
    assert screen.count(room.state(), "before") == "The vote is open: 1 vote, 1 phone has come in."
    assert not any(screen.fell(room.state()))
    assert "Vote before" not in "".join(results.sentences(room.state()))
    room.ballots.close(room.mine, "before")
    room.ballots.reveal(room.mine, "before")
    assert "A: Maximum delegation: 1" in results.sentences(room.state())[1]


def test_the_shift_counts_those_who_voted_both_times(room: Room) -> None:
    people = [room.phone() for _ in range(4)]
    for phone, choice in zip(people, ("first", "first", "second", "same"), strict=True):
        vote(phone, choice, sure="0")
    room.ballots.open(room.mine, "after")
    for phone, choice in zip([*people[:3], room.phone()], ("second", "first", "second", "first"), strict=True):
        vote(phone, choice, sure="3", name="after")
    room.ballots.close(room.mine, "after")
    room.ballots.reveal(room.mine, "after")
    assert room.state().moved is None
    room.ballots.reveal(room.mine, "before")
    assert results.moves(room.state()) == [
        "Of 3 who voted both times, two gave the same answer again.",
        "One moved from A to B.",
    ]


# --- whose it is ------------------------------------------------------------------------------------------------------


def test_another_session_sees_nothing_of_a_vote(room: Room) -> None:
    other = Session(known=True)
    assert room.ballots.state(other) is None
    for act in (room.ballots.open, room.ballots.close, room.ballots.reveal):
        with pytest.raises(Refused, match="Put a question first"):
            act(other, "before")
    room.ballots.put(other, replace(ASKED, text="Another"))
    assert room.state().asked.text == ASKED.text
    seen = room.ballots.state(other)
    assert seen
    assert seen.code != room.state().code
    vote(room.phone(), "first")
    again = room.ballots.state(other)
    assert again
    assert again.counts["before"] == 0


def test_a_phone_is_in_the_vote_whose_code_it_gave_last(room: Room) -> None:
    other = Session(known=True)
    room.ballots.put(other, replace(ASKED, text="Another"))
    seen = room.ballots.state(other)
    assert seen
    phone = room.phone()
    enter(phone, seen.code)
    assert "Another" in phone.get("/vote", headers=HERE).text
    enter(phone, room.state().code)
    assert vote(phone, "first").status_code == 303
    assert (room.state().joined, room.state().counts["before"]) == (1, 1)


def test_votes_go_when_they_are_cleared(room: Room) -> None:
    phone, code = room.phone(), room.state().code
    vote(phone, "first")
    with pytest.raises(Refused, match="clear the votes first"):
        room.ballots.put(room.mine, ASKED)
    room.ballots.clear(room.mine)
    assert room.ballots.state(room.mine) is None
    assert "The code" in phone.get("/vote", headers=HERE).text
    assert enter(phone, code).status_code == 403


def test_votes_go_with_the_session_of_the_facilitator(room: Room) -> None:
    phone, code = room.phone(), room.state().code
    room.mine.seen -= IDLE + 1
    del room.mine  # now the server alone knows the session
    assert "The code" in phone.get("/vote", headers=HERE).text
    assert enter(phone, code).status_code == 403
    made = Ballots()
    made.put(Session(known=True), ASKED)
    gc.collect()
    assert len(made) == 0


def test_ballots_and_phones_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    made, people = Ballots(), [Session(known=True) for _ in range(kept.MOST + 1)]
    for one in people[:-1]:
        made.put(one, ASKED)
    with pytest.raises(Refused, match="Too many votes"):
        made.put(people[-1], ASKED)
    monkeypatch.setattr(kept, "PHONES", 2)
    state = made.state(people[0])
    assert state
    inside = [made.enter(state.code, None) for _ in range(2)]
    with pytest.raises(Refused, match="As many phones") as full:
        made.enter(state.code, None)
    assert full.type is not TooMany
    assert made.enter(state.code, inside[0]) == inside[0]


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("localhost:8050", "http://192.0.2.7:8050"),
        ("[::1]:8050", "http://192.0.2.7:8050"),
        ("workshop.example:8050", "http://workshop.example:8050"),
        ("workshop.example", "http://workshop.example"),
    ],
)
def test_phones_are_told_an_address_that_they_can_reach(host: str, wanted: str) -> None:
    assert phones.address(Settings(host="192.0.2.7"), host) == wanted


# --- the question, the model's answer, and what is taken away ---------------------------------------------------------


@pytest.fixture(scope="module")
def shown() -> Shown:
    from experiments.config import load_system

    question = replace(CASE.question(load_system), stages=(12,), years=1)
    (answer,) = ask(question)
    return Shown(question, answer)


def test_the_question_is_worded_from_the_comparison(shown: Shown) -> None:
    text = wording.proposed(shown.question, "four_hours")
    assert text == "Over one year in Dorset: which policy does better on ‘A&E within four hours’ (higher is better)?"
    assert "under which policy is" in wording.proposed(shown.question, "real_delegation")
    put = wording.asked(shown.question, CASE, "four_hours", " Is  it\nso? ")
    assert put.text == "Is it so?"
    with pytest.raises(BadInput, match="too long"):
        wording.asked(shown.question, CASE, "four_hours", "x" * (wording.TEXT + 1))
    assert wording.asked(shown.question, CASE, "four_hours", " ").text == text
    assert put.choices["first"] == "A: Maximum delegation"
    assert put.matters == "A difference of 0.5 percentage points or more matters (% of attendances)."


def test_the_models_answer_says_how_sure_it_is(shown: Shown) -> None:
    told = tell(shown, "four_hours")
    line = shown.answer.line("four_hours").paired
    assert told.shares["first"] == line.clearly_first
    assert sum(told.shares.values()) == pytest.approx(1.0)
    assert told.sentence == shown.row("four_hours").sentence
    chance, which, rules = told.doubts
    assert "12 futures" in chance
    assert "sampling error only" in chance
    assert "nine in ten lie within" in which
    assert "no figure here shows" in rules


def test_bars_of_the_model_alone_are_not_headed_as_votes(room: Room, shown: Shown) -> None:
    votes, shares = "How the votes fell", "In what share of the model’s futures each answer holds"
    vote(room.phone(), "first")
    room.ballots.close(room.mine, "before")
    room.ballots.want(room.mine)
    room.ballots.tell(room.mine, ASKED, tell(shown, "four_hours"))
    for made in (str(screen.fell(room.state())), summary(room.state())):
        assert shares in made
        assert votes not in made
    room.ballots.reveal(room.mine, "before")
    for made in (str(screen.fell(room.state())), summary(room.state())):
        assert votes in made
        assert shares not in made


def test_what_is_taken_away_holds_counts_and_no_secret(room: Room, shown: Shown) -> None:
    phone = room.phone()
    vote(phone, "first")
    hidden = summary(room.state())
    assert "No vote was shown." in hidden
    room.ballots.close(room.mine, "before")
    room.ballots.reveal(room.mine, "before")
    room.ballots.want(room.mine)
    room.ballots.tell(room.mine, ASKED, tell(shown, "four_hours"))
    page, text = summary(room.state()), json.dumps(results.sentences(room.state()))
    secret = phone.get_cookie(Settings().cookie(phones.COOKIE), path="/vote")
    assert secret is not None
    for made in (page, text):
        assert "What the model says" in made or "The model, 12 futures" in made
        assert secret.value not in made
        assert room.state().code not in made
    assert "Which does better &lt;b&gt;?" in page
    assert not re.search(r"(src|href)=", page)
