"""Taking a seat on the dashboard's server: codes, phones, what is typed, and files. No browser."""

import base64
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from dash import html
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from experiments.config import load_policy, load_system
from experiments.dashboard import seat
from experiments.dashboard.errands import Errand
from experiments.dashboard.glossary import TERMS, met
from experiments.dashboard.guard import Guard
from experiments.dashboard.seat import Tables, inputs, tables
from experiments.dashboard.seat.files import opened
from experiments.dashboard.seat.tables import Table
from experiments.dashboard.seat.views import labels, sees
from experiments.dashboard.sessions import Session
from experiments.dashboard.settings import Settings
from experiments.ensemble import WorkerDied
from experiments.game import Game, as_file, play_on
from experiments.problems import BadInput
from experiments.words import upper_first

ORIGIN = {"Origin": "http://localhost:8050", "Host": "localhost:8050"}
COUNCIL, ICB = "council:E06000059", "icb:QVV"
SAVINGS, OVERRIDE = f"savings|{COUNCIL}", "override of the place|place:dorset"


class AtOnce:
    """Errands that are done when they are asked for, in this process."""

    def ask(self, screen: str, key: str, jobs: Callable[[], Sequence[Any]], owner: object) -> Errand:
        made = Errand(jobs())
        made.results = [job(lambda: None) for job in made.jobs]
        return made

    def wait(self, screen: str, errand: Errand, patience: float) -> bool:
        return True


@pytest.fixture(scope="module")
def table() -> Table:
    """A game in its only April, with what both seats see."""
    game = Game(load_system("dorset").system, load_policy("centrist"), (ICB, COUNCIL), years=1, future=7)
    made = Table(game)
    made.seated({ICB: "The board <b>", COUNCIL: "Dorset Council"})
    made.tend(AtOnce())  # type: ignore[arg-type]
    return made


@pytest.fixture
def facilitator() -> Session:
    return Session(known=True)


@pytest.fixture
def held(table: Table, facilitator: Session) -> Tables:
    made = Tables()
    made.put(facilitator, table)
    return made


@pytest.fixture
def phone(held: Tables) -> FlaskClient:
    server = Flask("phones")
    seat.attach_phones(server, Guard(server, Settings(password="a long password")), AtOnce(), held)  # type: ignore[arg-type]  # noqa: S106
    return server.test_client()


def code(table: Table, whose: str) -> str:
    return next(code for code, seat in table.codes.items() if seat == whose)


def join(phone: FlaskClient, code: str) -> int:
    return phone.post("/seat/join", data={"code": code}, headers=ORIGIN).status_code


def field(page: str, label: str) -> str:
    found = re.search(rf'<label for="(offer-\d+)">{re.escape(label)}', page)
    assert found
    return found[1]


def test_a_code_leads_to_one_seat_and_to_nothing_else(phone: FlaskClient, table: Table) -> None:
    assert "Code of your seat" in phone.get("/seat", headers=ORIGIN).text
    assert join(phone, "AAAAAA") == 401
    assert join(phone, f" {code(table, COUNCIL).lower()} ") == 303
    page = phone.get("/seat", headers=ORIGIN).text
    assert "<h1>Dorset Council</h1>" in page
    assert "Savings" in page
    assert "Delegated share" not in page
    assert phone.get("/", headers=ORIGIN).status_code == 302  # the dashboard still asks for its password
    assert phone.get("/_dash-layout", headers=ORIGIN).status_code == 401


def test_words_of_a_seat_are_explained_on_phone_and_screen(phone: FlaskClient, table: Table) -> None:
    join(phone, code(table, ICB))
    page = phone.get("/seat", headers=ORIGIN).text
    told = met(labels(table.views[ICB]))
    assert "delegated share" in told
    assert re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", page) == [
        (escape(upper_first(word)), escape(TERMS[word])) for word in told
    ]
    parts = html.Div(sees(table, ICB))._traverse()
    assert {part.children for part in parts if getattr(part, "className", "") == "term"} >= set(told)


def test_names_are_shown_as_text(phone: FlaskClient, table: Table) -> None:
    join(phone, code(table, ICB))
    page = phone.get("/seat", headers=ORIGIN)
    assert "<h1>The board &lt;b&gt;</h1>" in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_phone_decides_for_its_seat_and_reads_why_not(phone: FlaskClient, table: Table) -> None:
    join(phone, code(table, COUNCIL))
    savings = field(phone.get("/seat", headers=ORIGIN).text, "Savings")

    def decide(value: str, year: str = "0") -> str:
        sent = phone.post("/seat/decide", data={savings: value, "year": year}, headers=ORIGIN)
        assert sent.status_code == 303
        return phone.get("/seat", headers=ORIGIN).text

    assert "is not a number" in decide("much")
    refused = decide("900")
    assert "beyond the most it can save in a year. At most £" in refused
    assert 'value="900"' in refused
    assert table.game is not None
    assert COUNCIL not in table.game.decided
    assert "Decided." in decide("0.5")
    assert table.game.decided[COUNCIL] == {SAVINGS: 0.5}
    decide("0.4", year="1")  # a form of another April
    assert table.game.decided[COUNCIL] == {SAVINGS: 0.5}


def test_a_phone_from_elsewhere_and_one_without_a_seat_are_refused(phone: FlaskClient) -> None:
    assert phone.post("/seat/decide", data={"year": "0"}, headers=ORIGIN).status_code == 401
    other = {"Origin": "http://evil.example", "Host": "localhost:8050"}
    assert phone.post("/seat/join", data={"code": "AAAAAA"}, headers=other).status_code == 403


def test_guessing_codes_is_stopped_even_for_the_right_one(phone: FlaskClient, table: Table) -> None:
    assert [join(phone, "AAAAAA") for _ in range(tables.ATTEMPTS + 1)] == [401] * tables.ATTEMPTS + [429]
    assert join(phone, code(table, ICB)) == 429


def test_a_seat_ends_with_its_table(held: Tables, table: Table) -> None:
    key = held.join(code(table, ICB))
    assert key is not None
    assert held.seat(key) == (table, ICB)
    assert held.of(Session(known=True)) is None
    others = [Session(known=True) for _ in range(tables.MOST)]
    for other in others:
        held.put(other, Table(None))
    assert held.seat(key) is None
    assert held.join(code(table, ICB)) is None


def test_what_is_typed_becomes_choices_in_the_units_of_the_model(table: Table) -> None:
    view = table.views[ICB]
    delegated = next(o for o in view.offers if o.key == "delegated share|place:dorset")
    typed = {
        delegated.key: "12.5 %",
        OVERRIDE: "no",
        "savings|elsewhere": "5",
        f"pooling offer of the ICB|{COUNCIL}": "",
    }
    assert inputs.choices(view, typed) == {delegated.key: 0.125, OVERRIDE: 0.0}
    assert inputs.choices(view, {OVERRIDE: inputs.LEFT}) == {}
    assert inputs.shown(delegated, 0.125) == "12.5"


def upload(data: object) -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return f"data:application/json;base64,{base64.b64encode(text.encode()).decode()}"


def test_a_saved_game_comes_back_to_the_table(table: Table) -> None:
    assert table.game is not None
    text = as_file(table.game)
    again = opened(Session(known=True), upload(text))
    again.tend(AtOnce())  # type: ignore[arg-type]
    assert again.game is not None
    assert as_file(again.game) == text
    assert again.names[COUNCIL] == "Dorset Council"
    assert set(again.codes.values()) == {ICB, COUNCIL}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "other"}, "another version"),
        ({"system": "../../etc/passwd"}, "no system called"),
        ({"system": 5}, "no text"),
        ({"system": "own:1", "described": "x" * 2_000_001}, "too long"),
        ({"system": "own:1", "described": "schema: tiers/system/1"}, "is missing"),
    ],
)
def test_an_unsound_file_is_refused(table: Table, change: dict[str, Any], said: str) -> None:
    assert table.game is not None
    with pytest.raises(BadInput, match=said):
        opened(Session(known=True), upload(json.loads(as_file(table.game)) | change))


@pytest.mark.parametrize("contents", ["", "data:;base64,%%%", upload("[]"), upload("{"), upload('{"a":' * 50_000)])
def test_what_is_no_saved_game_is_refused(contents: str) -> None:
    with pytest.raises(BadInput):
        opened(Session(known=True), contents)


def test_a_game_that_cannot_go_on_says_so_and_keeps_what_was_decided(table: Table) -> None:
    class Broken(AtOnce):
        def wait(self, screen: str, errand: Errand, patience: float) -> bool:
            raise WorkerDied("died twice")

    made = Table(table.game)
    made.tend(Broken())  # type: ignore[arg-type]
    assert "Save it, and open it again" in made.trouble
    assert made.busy == ""
    assert made.game is table.game


def test_the_end_of_a_game_says_how_far_it_is_and_can_be_stopped(table: Table) -> None:
    assert table.game is not None
    made, asked, left = Table(play_on(table.game)), list[str](), list[str]()

    class Slow(AtOnce):
        def ask(self, screen: str, key: str, jobs: Callable[[], Sequence[Any]], owner: object) -> Errand:
            asked.append(screen)
            return Errand(jobs(), finished=2)

        def wait(self, screen: str, errand: Errand, patience: float) -> bool:
            return False

        def leave(self, screen: str) -> None:
            left.append(screen)

    slow: Any = Slow()
    made.tend(slow)
    assert made.busy
    assert "2 of 6 parts are done" in made.progress
    made.stop(slow)
    made.tend(slow)
    assert left == asked
    assert made.busy == ""
    made.resume()
    made.tend(slow)
    assert made.busy
    assert len(asked) == 2


def test_a_file_with_a_refused_decision_says_so_at_the_table(table: Table) -> None:
    assert table.game is not None
    data = json.loads(as_file(table.game)) | {"decisions": [{"year": 0, "seat": ICB, "choices": {SAVINGS: 1.0}}]}
    again = opened(Session(known=True), upload(data))
    again.tend(AtOnce())  # type: ignore[arg-type]
    assert again.game is None
    assert "Outside your mandate" in again.problems[0]
