"""Taking a seat on the dashboard's server: codes, phones, what is typed, and files. No browser."""

import base64
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from callbacks import call, dependencies
from dash import Dash, html
from flask import Flask, g
from flask.testing import FlaskClient
from markupsafe import escape

from experiments.config import load_policy, load_system
from experiments.dashboard import seat
from experiments.dashboard.case import Case, Choice
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

    def leave(self, screen: str) -> None:
        pass


class Slow(AtOnce):
    """Errands that go on and on, and who has left them."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.left: list[str] = []

    def ask(self, screen: str, key: str, jobs: Callable[[], Sequence[Any]], owner: object) -> Errand:
        self.asked.append(screen)
        return Errand(jobs(), finished=2)

    def wait(self, screen: str, errand: Errand, patience: float) -> bool:
        return False

    def leave(self, screen: str) -> None:
        self.left.append(screen)


class Broken(AtOnce):
    """Errands that go wrong."""

    def wait(self, screen: str, errand: Errand, patience: float) -> bool:
        raise WorkerDied("died twice")


@pytest.fixture(scope="module")
def table() -> Table:
    """A game in its only April, with what both seats see."""
    game = Game(load_system("dorset").system, load_policy("centrist"), (ICB, COUNCIL), years=1, future=7)
    made = Table(game)
    made.seated({ICB: "The board <b>", COUNCIL: "Dorset Council"})
    made.tend(AtOnce())  # type: ignore[arg-type]
    return made


@pytest.fixture
def april(table: Table) -> Table:
    """A game of two years in its first April, in which nobody has decided."""
    assert table.game is not None
    made = Table(replace(table.game, years=2, taken={}), views=table.views)
    made.seated(table.names)
    return made


class Room:
    """The tab of a facilitator, as the page asks for it."""

    def __init__(self, table: Table | None, errands: Any) -> None:
        self.mine, self.tables, self.errands, server = Session(known=True), Tables(), errands, Flask("room")
        server.before_request(lambda: setattr(g, "session", self.mine))
        app = Dash("room", server=server, suppress_callback_exceptions=True)
        app.layout = html.Div()
        live: Any = SimpleNamespace(errands=errands)
        seat.attach(app, live, self.tables)
        self.page = server.test_client()
        if table is not None:
            self.tables.put(self.mine, table)

    @property
    def table(self) -> Table:
        found = self.tables.of(self.mine)
        assert found is not None
        return found

    def changed(self, by: str, **given: Any) -> Any:
        """What the page is given when a part changes."""
        wanted = next(one for one in dependencies(self.page) if by in [each["id"] for each in one["inputs"]])
        told = {name.replace("_", "-"): value for name, value in given.items()}
        answer = call(self.page, wanted, {by: 1, **told}, {"offer": []}, by)
        return answer.get_json()["response"] if answer.status_code == 200 else {}

    def tick(self) -> Any:
        return self.changed("seat-beat", seat_beat={"number": 1}, seat_version=[])

    def begin(self, by: str = "seat-begin") -> Any:
        asked = Case("dorset", Choice("centrist"), Choice("centrist")).plain()
        asking = {"screen": self.mine.screen(), "outcome": "four_hours", "case": asked}
        return self.changed(by, asking_seat=asking, seat_seats=[ICB], seat_years=2, seat_future=1)

    def phone(self, whose: str) -> FlaskClient:
        client = phones(self.tables, self.errands)
        assert join(client, code(self.table, whose)) == 303
        return client


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
    return phones(held, AtOnce())


def phones(tables: Tables, errands: Any) -> FlaskClient:
    server = Flask("phones")
    seat.attach_phones(server, Guard(server, Settings(password="a long password")), errands, tables)  # noqa: S106
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
    made = Table(table.game)
    made.tend(Broken())  # type: ignore[arg-type]
    assert "Save it, and open it again" in made.trouble
    assert made.busy == ""
    assert made.game is table.game


def test_the_end_of_a_game_says_how_far_it_is_and_can_be_stopped(table: Table) -> None:
    assert table.game is not None
    made = Table(play_on(table.game))
    slow: Any = Slow()
    made.tend(slow)
    assert made.busy
    assert "2 of 6 parts are done" in made.progress
    made.stop(slow)
    made.tend(slow)
    assert slow.left == slow.asked
    assert made.busy == ""
    made.resume()
    made.tend(slow)
    assert made.busy
    assert len(slow.asked) == 2


def test_a_file_with_a_refused_decision_says_so_at_the_table(table: Table) -> None:
    assert table.game is not None
    data = json.loads(as_file(table.game)) | {"decisions": [{"year": 0, "seat": ICB, "choices": {SAVINGS: 1.0}}]}
    again = opened(Session(known=True), upload(data))
    again.tend(AtOnce())  # type: ignore[arg-type]
    assert again.game is None
    assert "Outside your mandate" in again.problems[0]


# --- what is asked before something goes ------------------------------------------------------------------------------


def test_those_who_have_not_decided_are_passed_over_only_by_a_button_of_its_own(april: Table) -> None:
    """However often the first is pressed; and the question is withdrawn when a seat decides."""
    room, at_once = Room(april, AtOnce()), AtOnce()
    both = "Not decided yet: The board <b> and Dorset Council."
    for _ in range(2):
        asked = room.changed("seat-next")
        assert asked["seat-waiting-said"]["children"].startswith(both)
        assert asked["seat-waiting"]["hidden"] is False
        assert room.tick()["seat-waiting"]["hidden"] is False
    april.submit(COUNCIL, {})
    april.tend(at_once)  # type: ignore[arg-type]
    assert room.tick()["seat-waiting"] == {"hidden": True}
    again = room.changed("seat-sure")  # on its way when the seat decided
    assert again["seat-waiting-said"]["children"].startswith("Not decided yet: The board <b>.")
    assert april.game is not None
    assert april.game.year == 0
    gone_on = room.changed("seat-sure")
    assert gone_on["seat-said"]["children"] == "On to next April."
    assert gone_on["seat-waiting"]["hidden"] is True
    assert april.game.year == 1


def test_nobody_is_asked_when_all_have_decided(april: Table) -> None:
    for whose in (ICB, COUNCIL):
        april.submit(whose, {})
        april.tend(AtOnce())  # type: ignore[arg-type]
    assert Room(april, AtOnce()).changed("seat-next")["seat-said"]["children"] == "On to next April."
    assert april.game is not None
    assert april.game.year == 1


def test_a_game_is_given_up_only_by_a_button_of_its_own(april: Table) -> None:
    room = Room(None, AtOnce())
    assert room.begin()["seat-said"]["children"] == "The game begins."
    assert room.begin()["seat-said"]["children"] == "The game begins."  # nobody has done anything in it yet
    room.tables.put(room.mine, april)
    april.submit(COUNCIL, {})
    asked = room.begin()
    assert asked["seat-anew"]["hidden"] is False
    assert asked["seat-give-up"]["children"] == "Begin anew and give up this game"
    assert "seat-said" not in asked
    assert room.changed("seat-stay")["seat-anew"]["hidden"] is True
    assert room.table is april
    assert room.begin("seat-give-up")["seat-anew"]["hidden"] is True
    assert room.table is not april


def test_a_saved_game_takes_the_place_of_one_that_is_played_only_when_told_so(april: Table) -> None:
    assert april.game is not None
    file = upload(as_file(april.game.with_choices(ICB, {})))
    room = Room(april, AtOnce())
    april.submit(COUNCIL, {})
    asked = room.changed("seat-upload", seat_upload=file)
    assert asked["seat-give-up"]["children"] == "Open the saved game and give up this one"
    assert room.table is april
    room.changed("seat-stay")
    assert room.tables.aside(room.mine) is None
    room.changed("seat-upload", seat_upload=file)
    room.begin("seat-give-up")
    room.tick()
    assert room.table is not april
    assert room.table.game is not None
    assert set(room.table.game.decided) == {ICB}


# --- what goes wrong, and what is stopped -----------------------------------------------------------------------------


def test_trouble_is_told_to_the_facilitator_and_to_phones(april: Table) -> None:
    room = Room(april, Broken())
    phone = room.phone(COUNCIL)
    version = [april.id, april.version, False]
    april.views = {}
    page = phone.get("/seat", headers=ORIGIN).text
    assert "Something went wrong while the game was played, and nothing more is taken." in page
    assert "with its new code" in page
    assert "A moment" not in page
    told = room.changed("seat-beat", seat_beat={"number": 1}, seat_version=version)
    assert "Save it, and open it again" in told["seat-said"]["children"]


def test_a_phone_hears_of_trouble_without_being_asked(april: Table) -> None:
    room = Room(april, AtOnce())
    phone = room.phone(COUNCIL)
    before = phone.get("/seat/state", headers=ORIGIN).get_json()["stamp"]
    april.trouble = "It broke."
    assert phone.get("/seat/state", headers=ORIGIN).get_json()["stamp"] != before


def test_a_decision_for_an_april_that_is_over_is_told_to_the_phone_that_sent_it(april: Table) -> None:
    room = Room(april, AtOnce())
    phone, other = room.phone(COUNCIL), room.phone(COUNCIL)
    savings, late = field(phone.get("/seat", headers=ORIGIN).text, "Savings"), "That April is over; this was not taken."
    assert april.next_april() is False
    assert april.next_april(sure=True) is True
    decided = {"data": {savings: "0.123", "year": "0"}, "headers": ORIGIN}
    page = phone.post("/seat/decide", **decided, follow_redirects=True).text
    assert late in page
    assert "0.123" not in page
    assert late in phone.get("/seat", headers=ORIGIN).text  # until it decides in time
    assert late not in other.get("/seat", headers=ORIGIN).text
    decided["data"] |= {"year": "1"}
    page = phone.post("/seat/decide", **decided, follow_redirects=True).text
    assert late not in page
    assert "Decided." in page
    april.next_april()
    april.next_april(sure=True)
    assert late in phone.post("/seat/decide", **decided, follow_redirects=True).text  # the game is over too


def test_a_year_that_is_played_says_how_far_it_is_and_can_be_stopped(april: Table) -> None:
    slow = Slow()
    room = Room(april, slow)
    phone = room.phone(COUNCIL)
    april.next_april()
    april.next_april(sure=True)
    told = room.tick()
    assert "s so far" in told["seat-said"]["children"]
    assert (told["seat-busy"]["hidden"], told["seat-stopped"]["hidden"]) == (False, True)
    room.changed("seat-stop")
    assert slow.left == slow.asked
    told = room.tick()
    assert "The year was not played" in told["seat-said"]["children"]
    assert (told["seat-busy"]["hidden"], told["seat-stopped"]["hidden"]) == (True, False)
    assert told["seat-next"]["disabled"] is True
    assert "has stopped the work on this year" in phone.get("/seat", headers=ORIGIN).text
    room.changed("seat-resume")
    assert room.tick()["seat-busy"]["hidden"] is False
    assert "A moment" in phone.get("/seat", headers=ORIGIN).text


def test_a_saved_game_that_is_played_again_can_be_stopped_and_the_one_before_comes_back(april: Table) -> None:
    assert april.game is not None
    slow = Slow()
    room = Room(april, slow)
    room.changed("seat-upload", seat_upload=upload(as_file(april.game)))
    assert room.tick()["seat-busy"]["hidden"] is False
    room.changed("seat-stop")
    assert slow.left == slow.asked
    told = room.tick()
    assert "Stopped: the saved game was not opened." in str(told["seat-said"])
    assert told["seat-busy"]["hidden"] is True
    assert room.table is april


def test_a_saved_game_that_goes_wrong_leaves_the_one_before_on_the_table(april: Table) -> None:
    assert april.game is not None
    room = Room(april, Broken())
    room.changed("seat-upload", seat_upload=upload(as_file(april.game)))
    assert "the saved game was played. Try again." in str(room.tick()["seat-said"])
    assert room.table is april


def test_looking_at_decisions_can_be_stopped_and_the_seat_reads_that_they_were_not_taken(april: Table) -> None:
    slow = Slow()
    room = Room(april, slow)
    phone = room.phone(COUNCIL)
    april.submit(COUNCIL, {SAVINGS: 0.5})
    assert room.tick()["seat-busy"]["hidden"] is False
    assert april.warned is False
    room.changed("seat-stop")
    assert slow.asked[0] in slow.left
    assert room.tick()["seat-busy"]["hidden"] is True
    page = phone.get("/seat", headers=ORIGIN).text
    assert "Looking at this was stopped: nothing of it was taken. Decide again." in page
    assert april.game is not None
    assert COUNCIL not in april.game.decided
