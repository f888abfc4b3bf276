"""The dashboard's server: who may ask what, what is refused, and that nothing leaks. No browser, no simulation."""

import base64
import gc
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from weakref import ref

import pytest
from callbacks import ORIGIN, call, dependencies
from flask import Flask
from flask.testing import FlaskClient
from plotly.io.json import to_json_plotly
from questions import DORSET, question

from experiments.config import load_system
from experiments.dashboard import case, errands, guard, keep, our_system, results, saved, trouble
from experiments.dashboard.app import build
from experiments.dashboard.case import Case, Choice
from experiments.dashboard.errands import Errands
from experiments.dashboard.findings import findings
from experiments.dashboard.live import Live
from experiments.dashboard.matters import matters
from experiments.dashboard.plain import as_html
from experiments.dashboard.saved import Scenario, Workshop
from experiments.dashboard.seat import begin
from experiments.dashboard.seat import phones as seat_phones
from experiments.dashboard.seat.tables import Table, Tables
from experiments.dashboard.sessions import IDLE, SCREENS, Session
from experiments.dashboard.settings import Settings
from experiments.dashboard.shown import BY_COMMUNITY, BY_WHOM, Shown
from experiments.dashboard.stories import number_of
from experiments.dashboard.why import story_key
from experiments.dashboard.workshop import phones as workshop_phones
from experiments.dashboard.workshop.ballots import ROUNDS, Ballots
from experiments.dashboard.workshop.steps import STEPS
from experiments.dashboard.wrong import field
from experiments.dashboard.wrong.met import Met
from experiments.ensemble import Busy, Question, Queue, Superseded, ask
from experiments.ensemble import queue as waiting
from experiments.ensemble.runs import Batch, Piece
from experiments.game import Game
from experiments.problems import BadInput
from experiments.sheets.check import Checked
from experiments.sheets.describe import describe
from experiments.sheets.template import write_template
from experiments.store import SYSTEM
from sim import wiring

CASE = Case("dorset", Choice("maximum-delegation"), Choice("centrist"))
PASSWORD = "correct horse battery"  # noqa: S105
EVERYBODY = "0.0.0.0"  # noqa: S104


@pytest.fixture(scope="module")
def queue() -> Iterator[Queue]:
    made = Queue(1)
    yield made
    made.close()


def built(queue: Queue, **settings: Any) -> Flask:
    return build(Settings(system="dorset", **settings), queue, Errands())


@pytest.fixture(scope="module")
def open_app(queue: Queue) -> Flask:
    return built(queue)


@pytest.fixture(scope="module")
def locked_app(queue: Queue) -> Flask:
    return built(queue, password=PASSWORD)


@pytest.fixture
def page(open_app: Flask) -> FlaskClient:
    return open_app.test_client()


def screen(page: FlaskClient) -> str:
    layout = page.get("/_dash-layout", headers=ORIGIN)
    found = re.search(r'"data":"([\w-]{16})","id":"screen"|"id":"screen","data":"([\w-]{16})"', layout.text)
    assert found
    return found[1] or found[2]


# --- who may ask ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8050", "localhost:9999", "192.168.0.7:8050"])
def test_a_foreign_host_header_is_refused(page: FlaskClient, host: str) -> None:
    assert page.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://localhost:8050"},
        {},
        {"Origin": "http://localhost:8050", "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/ask", "/_dash-update-component", "/login"])
def test_what_another_site_sends_is_refused(page: FlaskClient, path: str, headers: dict[str, str]) -> None:
    page.get("/", headers=ORIGIN)
    sent = page.post(path, json={}, headers={"Host": "localhost:8050", **headers})
    assert sent.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://localhost:8050"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/draw.js", "/vote", "/seat/state"])
def test_what_another_site_fetches_is_refused(page: FlaskClient, path: str, headers: dict[str, str]) -> None:
    assert page.get(path, headers={"Host": "localhost:8050", **headers}).status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "same-origin"])
@pytest.mark.parametrize("path", ["/", "/vote?code=ACDEFH", "/seat"])
def test_a_link_may_lead_here_from_anywhere(page: FlaskClient, path: str, site: str) -> None:
    opened = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert page.get(path, headers={"Host": "localhost:8050", **opened}).status_code == 200


FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize("app", ["open_app", "locked_app"])
@pytest.mark.parametrize("path", ["/", "/draw.js", "/_dash-layout"])
def test_a_link_on_another_site_leaves_the_session_as_it_is(
    request: pytest.FixtureRequest, app: str, path: str
) -> None:
    """The browser keeps the cookie back then: the page that it gets sets none, and goes on by a script of ours."""
    opened = request.getfixturevalue(app).test_client().get(path, headers={"Host": "localhost:8050", **FROM_ELSEWHERE})
    assert "Set-Cookie" not in opened.headers
    assert '<script src="/onward.js" defer>' in opened.text
    script = request.getfixturevalue(app).test_client().get("/onward.js", headers=ORIGIN)
    assert script.status_code == 200
    assert "Set-Cookie" not in script.headers


def test_whoever_is_signed_in_and_signs_in_again_keeps_the_session(locked_app: Flask) -> None:
    page = locked_app.test_client()
    assert "Set-Cookie" in page.post("/login", data={"password": PASSWORD}, headers=ORIGIN).headers
    name = screen(page)
    assert "Set-Cookie" not in page.post("/login", data={"password": PASSWORD}, headers=ORIGIN).headers
    body = {"screen": name, "outcome": "<b>"}
    assert page.post("/ask", json=body, headers=ORIGIN).status_code == 400  # the page is known, its question is not


def test_every_answer_tells_the_browser_what_to_allow(page: FlaskClient) -> None:
    for path in ("/", "/draw.js", "/nowhere.txt", "/assets/style.css"):
        headers = page.get(path, headers=ORIGIN, buffered=True).headers
        rules = headers["Content-Security-Policy"]
        scripts = re.search("script-src ([^;]*)", rules)
        assert scripts
        assert re.fullmatch(r"'self'( 'sha256-[\w+/=]+')*", scripts[1])
        assert "unsafe-eval" not in rules
        assert "default-src 'none'" in rules
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in headers


def test_cookies_are_for_this_site_alone(page: FlaskClient) -> None:
    cookie = page.get("/", headers=ORIGIN).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    encrypted = Flask("encrypted")
    encrypted.add_url_rule("/", "index", lambda: "here")
    guard.Guard(encrypted, Settings(cert=Path("c"), key=Path("k")))
    headers = encrypted.test_client().get("/", headers={"Host": "localhost:8050"}).headers
    assert "Secure" in headers["Set-Cookie"]
    assert headers["Strict-Transport-Security"] == "max-age=86400"
    assert "Strict-Transport-Security" not in page.get("/", headers=ORIGIN).headers


def test_dashboards_on_two_ports_of_a_machine_keep_their_sessions_apart() -> None:
    both = [Settings(port=port) for port in (8050, 8051)]
    for what in (guard.COOKIE, workshop_phones.COOKIE, seat_phones.COOKIE):
        assert len({settings.cookie(what) for settings in both}) == 2
    servers = [Flask(f"on-{settings.port}") for settings in both]
    browser: dict[str, str] = {}
    for server, settings in zip(servers, both, strict=True):
        server.add_url_rule("/", "index", lambda: "here")
        guard.Guard(server, settings)
        headers = {"Host": f"localhost:{settings.port}", "Cookie": "; ".join(f"{n}={v}" for n, v in browser.items())}
        name, _, value = (
            server.test_client(use_cookies=False).get("/", headers=headers).headers["Set-Cookie"].partition("=")
        )
        browser[name] = value.partition(";")[0]
    again = {"Host": "localhost:8050", "Cookie": "; ".join(f"{n}={v}" for n, v in browser.items())}
    assert "Set-Cookie" not in servers[0].test_client(use_cookies=False).get("/", headers=again).headers


def test_an_oversized_body_is_refused(page: FlaskClient) -> None:
    page.get("/", headers=ORIGIN)
    sent = page.post("/ask", data=b"x" * (guard.BODY + 1), headers={**ORIGIN, "Content-Type": "application/json"})
    assert sent.status_code == 413


def test_a_fault_shows_no_trace(page: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    name = screen(page)
    monkeypatch.setattr(case, "read", fail)
    sent = page.post("/ask", json={"screen": name, "outcome": "four_hours", "case": {}}, headers=ORIGIN)
    assert sent.status_code == 500
    assert "secret" not in sent.text
    assert "Traceback" not in sent.text


def test_a_screen_belongs_to_its_session(open_app: Flask) -> None:
    mine, other = open_app.test_client(), open_app.test_client()
    name = screen(mine)
    other.get("/", headers=ORIGIN)
    body = {"screen": name, "outcome": "four_hours", "case": CASE.plain()}
    assert other.post("/ask", json=body, headers=ORIGIN).status_code == 401


def test_a_page_that_still_asks_is_not_thrown_out_by_new_ones() -> None:
    session = Session(True)
    mine, *_ = [session.screen() for _ in range(SCREENS)]
    assert session.asks(mine)
    session.screen()
    assert session.asks(mine)
    assert len(session.screens) == SCREENS
    assert not session.asks("nobody")
    assert not session.asks([mine])


def test_whoever_asks_by_any_way_keeps_its_place(open_app: Flask, page: FlaskClient) -> None:
    name = screen(page)
    for _ in range(SCREENS + 5):
        body = {"screen": name, "outcome": "four_hours", "case": {}}
        assert page.post("/ask", json=body, headers=ORIGIN).status_code == 200
        screen(page)
    wanted = next(one for one in dependencies(page) if one["output"].startswith("..assume-rows.children"))
    for _ in range(SCREENS + 5):
        asking = {"screen": name, "outcome": "four_hours", "case": {}}
        assert call(page, wanted, {"asking-assumptions": asking}).status_code == 200
        screen(page)


class Crew:
    """Workers that do it here and now."""

    spent = False

    def __init__(self, _: int) -> None:
        pass

    def run(self, jobs: Sequence[Any], *_: object) -> list[Any]:
        return [job(lambda: None) for job in jobs]

    def close(self) -> None:
        pass


class Held:
    """A job that holds a system, and comes to it."""

    def __init__(self, system: object) -> None:
        self.system = system

    def __call__(self, _: object) -> object:
        return self.system


def test_a_session_that_is_left_alone_ends_with_all_that_it_holds(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks next, and however long the browser keeps its cookie: what was asked of its system, who could sit at
    its table, and stories of it, too."""
    monkeypatch.setattr(case, "STAGES", (5,))
    monkeypatch.setattr(case, "YEARS", 1)
    monkeypatch.setattr(errands, "Crew", Crew)
    server, tables = Flask("left"), Tables()
    server.add_url_rule("/", "index", lambda: "here")
    sessions = guard.Guard(server, Settings()).sessions
    (_, left), (cookie, used) = sessions.begin(), sessions.begin()
    name = left.keep(load_system("dorset"), "text")
    tables.put(left, Table(None))
    game = ref(tables.of(left))
    left.seen -= IDLE + 1
    uploaded = ref(left.systems[name].system)
    asked = left.question(replace(CASE, system=name))
    queue.ask("left", asked)
    assert queue.answer("left", asked, patience=60)
    queue.leave("left")
    assert begin._named(Game(asked.system, asked.first, (), 1, asked.timeline, {}, 1, named=name))
    made = Errands()
    jobs = [Held(asked.system)]
    story = made.ask("left", "story", jobs.copy, left)
    assert made.wait("left", story, 60)
    told = ref(story)
    del left, asked, story, jobs
    wiring._built._held.clear()  # the model's own room for four systems, which others would have taken
    server.test_client().get("/", headers=ORIGIN)
    until = time.monotonic() + 60
    while (uploaded() or game() or told()) and time.monotonic() < until:
        gc.collect()
        time.sleep(0.05)
    assert uploaded() is None
    assert game() is None
    assert told() is None
    assert sessions.find(cookie) is used
    made.close()


def test_users_at_once_get_their_own_answers_and_the_same_is_worked_out_once(
    open_app: Flask, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case, "STAGES", (12,))
    monkeypatch.setattr(case, "YEARS", 1)
    pieces: list[Piece] = []
    whole = queue._crew.run

    def run(jobs: Sequence[Batch], wanted: Callable[[], bool]) -> list[Any]:
        pieces.extend(piece for job in jobs for piece in job.pieces)
        return whole(jobs, wanted)

    monkeypatch.setattr(queue._crew, "run", run)
    levers = (0.21, 0.53, 0.21)
    asked = [replace(CASE, first=Choice("centrist", {"staff_at_place": value})) for value in levers]

    def answer(mine: Case) -> Any:
        page = open_app.test_client()
        body = {"screen": screen(page), "outcome": "four_hours", "case": mine.plain()}
        while True:
            reply = page.post("/ask", json=body, headers=ORIGIN).get_json()
            if reply["state"] != "waiting":
                return reply

    with ThreadPoolExecutor(len(asked)) as pool:
        replies = list(pool.map(answer, asked))
    for mine, reply in zip(asked, replies, strict=True):
        (own,) = ask(mine.question(load_system))
        assert reply["charts"] == json.loads(to_json_plotly(Shown(own.question, own).charts("four_hours")))
    assert replies[0] == replies[2] != replies[1]
    assert len({piece.side.key for piece in pieces}) == len(pieces) == 3  # two policies A, and one B for all


def test_what_is_shared_is_shown_under_the_names_of_whoever_looks() -> None:
    """Names determine no figure, so a system that was uploaded again, or by others, has the same answer."""
    first, other = question(stages=(5,)), question(stages=(5,), system=replace(DORSET, name="Dorset as we call it"))
    assert first.key == other.key
    (answer,) = ask(first)
    assert {line.entity.name for line in Shown(other, answer).lines if line.entity.id == SYSTEM} == {other.system.name}


def test_a_story_is_shared_only_by_those_who_call_everybody_alike() -> None:
    mine, again = (story_key(question(), "waits_18_weeks", 3) for _ in range(2))
    hospital, *others = DORSET.acute_trusts
    renamed = replace(DORSET, acute_trusts=(replace(hospital, name="The hospital"), *others))
    assert mine == again
    assert question(system=renamed).key == question().key
    assert story_key(question(system=renamed), "waits_18_weeks", 3) != mine


def test_setting_side_by_side_says_how_far_it_is_and_can_be_stopped(
    page: FlaskClient, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: object, wanted: Callable[[], bool]) -> None:
        while wanted():
            time.sleep(0.01)
        raise Superseded

    monkeypatch.setattr(queue._crew, "run", never)
    name = screen(page)
    given = {"screen": name, "kept": [{"name": str(number), "case": CASE.plain()} for number in range(2)]}
    calls = {one["inputs"][0]["id"]: one for one in dependencies(page)}

    def waits() -> bool:
        return any(each.startswith(f"{name}+") for asked in queue._asked.values() for each in asked.screens)

    going = call(page, calls["kept-tick"], given).get_json()["response"]
    assert going == {"kept-said": {"children": "0 of 2 worked out."}}
    assert waits()
    stopped = call(page, calls["kept-stop"], given).get_json()["response"]
    assert stopped == {"kept-tick": {"disabled": True}, "kept-said": {"children": "Stopped."}}
    assert not waits()


# --- the password ---------------------------------------------------------------------------------------------------


def test_without_the_password_there_is_only_the_question_for_it(locked_app: Flask) -> None:
    app = locked_app.test_client()
    assert app.get("/", headers=ORIGIN).headers["Location"] == "/login"
    for path in ("/_dash-layout", "/_dash-dependencies", "/draw.js", "/assets/style.css"):
        assert app.get(path, headers=ORIGIN, buffered=True).status_code == 401
    for path in ("/login", "/login.css", "/login.js"):
        assert app.get(path, headers=ORIGIN).status_code == 200
    assert app.post("/ask", json={}, headers=ORIGIN).status_code == 401
    assert app.post("/login", data={"password": PASSWORD}, headers=ORIGIN).status_code == 303
    assert app.get("/_dash-layout", headers=ORIGIN).status_code == 200


def test_phones_reach_the_page_of_votes_without_the_password_and_nothing_else(locked_app: Flask) -> None:
    phone = locked_app.test_client()
    assert "The code" in phone.get("/vote?code=acd<e>fh", headers=ORIGIN).text
    assert phone.post("/vote/code", data={"code": "AAAAAA"}, headers=ORIGIN).status_code == 403
    for path in (
        "/_dash-layout",
        "/votes",
        "/vote-code",
        "/assets/style.css",
        "/vote/x",
        "/vote/",
        "/seat/x",
        "/login/x",
    ):
        assert phone.get(path, headers=ORIGIN).status_code == 401
    for path in ("/vote", "/vote/style.css", "/seat", "/seat/phone.css", "/seat/phone.js", "/seat/state", "/login.css"):
        assert phone.get(path, headers=ORIGIN).status_code == 200
    for path in ("/ask", "/_dash-update-component"):
        assert phone.post(path, json={}, headers=ORIGIN).status_code == 401


def test_guessing_is_stopped_even_for_the_right_password() -> None:
    guessed = Flask("guessed")
    guard.Guard(guessed, Settings(password=PASSWORD))
    app = guessed.test_client()
    codes = [app.post("/login", data={"password": f"guess {n}"}, headers=ORIGIN).status_code for n in range(12)]
    assert codes == [401] * guard.ATTEMPTS + [429] * 2
    assert app.post("/login", data={"password": PASSWORD}, headers=ORIGIN).status_code == 429


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"host": EVERYBODY}, "no password is set"),
        ({"host": EVERYBODY, "password": "short"}, "too short"),
        ({"host": EVERYBODY, "password": PASSWORD}, "unencrypted"),
        ({"host": EVERYBODY, "password": PASSWORD, "cert": Path("c")}, "belong together"),
        ({"port": 0}, "is no port"),
    ],
)
def test_it_does_not_start_where_it_would_not_be_safe(given: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Settings(**given).check()


def test_it_starts_on_loopback_and_on_a_network_that_is_trusted() -> None:
    Settings().check()
    Settings(host=EVERYBODY, password=PASSWORD, insecure_http=True).check()


def test_an_address_of_colons_is_answered_as_it_is_printed() -> None:
    given = Settings(host="2001:db8::7", password=PASSWORD, insecure_http=True, names=("2001:DB8::8", "Room"))
    assert given.address == "http://[2001:db8::7]:8050"
    assert {"[2001:db8::7]:8050", "[2001:db8::8]:8050", "room:8050", "[::1]:8050"} <= given.hosts


# --- errors in their place -------------------------------------------------------------------------------------------


ALIKE = {"said": [step.name for step in STEPS], "count": ROUNDS, "act": ["clear"], "offer": []}
"""Parts of the tabs that are called alike."""


def fails(*_: object) -> None:
    raise RuntimeError("secret detail")


def test_both_tabs_for_a_room_tell_in_their_place_what_goes_wrong(
    page: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever they ask, there is a sentence for people in one of the parts that the answer fills."""
    for holder, name in ((Tables, "of"), (Tables, "set_aside"), (Ballots, "state"), (Ballots, "clear")):
        monkeypatch.setattr(holder, name, fails)
    screen(page)
    mine = [one for one in dependencies(page) if re.search(r'seat-|workshop|"act"', str(one["inputs"]))]
    assert len(mine) > 12
    for one in mine:
        given = {each["id"]: 1 for each in one["inputs"] if each["property"] in ("n_clicks", "n_intervals")}
        given |= {"seat-upload": as_upload(b"no game"), "workshop-changed": 0}
        reply = call(page, one, given, ALIKE)
        assert reply.status_code == 200, (one["output"], reply.text)
        assert '"role":"alert"' in reply.text.replace(" ", ""), one["output"]
        assert "secret" not in reply.text
    assert "secret detail" in caplog.text


# --- what a case may hold -------------------------------------------------------------------------------------------


def test_a_case_comes_back_as_it_went() -> None:
    asked = replace(CASE, first=Choice("centrist", {"staff_at_place": 0.5}), fixed={"trust_floor": 0.1})
    known = next(iter(p for p in case.REGISTRY.role("uncertainty") if p.low < 0.5 * (p.low + p.high) < p.high))
    asked = replace(asked, fixed={known.name: 0.5 * (known.low + known.high)})
    assert case.read(json.loads(json.dumps(asked.plain()))) == asked
    assert asked.policies()[0].name == "Centrist, changed"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"system": "../../etc/passwd"}, "no system called"),
        ({"system": "dorsett"}, "did you mean 'dorset'"),
        ({"first": {"policy": "centrist", "levers": {"staff_at_place": 7}}}, "outside 0 to 0.8"),
        ({"first": {"policy": "centrist", "levers": {"staff_at_place": "<b>"}}}, "is not a number"),
        ({"first": {"policy": "centrist", "levers": {"footprint": "moon"}}}, "is not one of"),
        ({"first": {"policy": "centrist", "levers": {"__class__": 1}}}, "no lever called"),
        ({"fixed": {"staff_at_place": 0.5}}, "no uncertainty called"),
        ({"second": None}, "no policy"),
        ({"timeline": 5}, "no name"),
    ],
)
def test_every_value_is_checked_on_the_server(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=re.escape(said)):
        case.read(CASE.plain() | change)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"screen": []}, 401), ({"outcome": {}}, 400), ({"after": "1"}, 400), ({"outcome": "<b>"}, 400)],
)
def test_what_is_asked_amiss_is_refused_in_a_sentence(page: FlaskClient, change: dict[str, Any], code: int) -> None:
    body = {"screen": screen(page), "outcome": "four_hours", "case": CASE.plain()} | change
    reply = page.post("/ask", json=body, headers=ORIGIN)
    assert (reply.status_code, "<" in reply.text) == (code, False)


def test_a_screen_in_presenter_mode_is_answered_in_front(
    page: FlaskClient, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case, "STAGES", (5,))
    monkeypatch.setattr(case, "YEARS", 1)
    body = {"screen": screen(page), "outcome": "four_hours", "case": CASE.plain()}
    left: list[tuple[Queue, str]] = []
    monkeypatch.setattr(Queue, "leave", lambda self, name: left.append((self, name)))
    asked: list[Queue] = []
    whole = Queue.ask
    monkeypatch.setattr(Queue, "ask", lambda self, *rest: (asked.append(self), whole(self, *rest))[-1])
    for presenting in (False, True, True, False):
        page.post("/ask", json=body | {"presenting": presenting}, headers=ORIGIN)
    assert asked == [queue, queue.front, queue.front, queue]
    assert left == [(queue, body["screen"]), (queue.front, body["screen"])]


def test_problems_reach_the_page_as_sentences(page: FlaskClient) -> None:
    body = {"screen": screen(page), "outcome": "four_hours", "case": CASE.plain() | {"system": "atlantis"}}
    reply = page.post("/ask", json=body, headers=ORIGIN).get_json()
    assert reply["state"] == "problems"
    assert "atlantis" in reply["problems"][0]


def test_a_full_room_is_told_in_a_sentence(page: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"screen": screen(page), "outcome": "four_hours", "case": CASE.plain()}
    monkeypatch.setattr(waiting, "WAITING", 0)
    reply = page.post("/ask", json=body, headers=ORIGIN).get_json()
    assert reply["state"] == "problems"
    assert "The room is busy" in reply["problems"][0]


def test_longer_work_that_is_too_much_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Errands()
    monkeypatch.setattr(errands, "WAITING", 0)
    with pytest.raises(Busy) as full:
        made.ask("one", "key", lambda: [], made)
    assert "The room is busy" in trouble.sentences(full.value)[0]
    made.close()


def test_longer_work_that_failed_is_told_to_whoever_waited_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errands, "Crew", Crew)
    made, fails = Errands(), [True]

    def job(_: object) -> str:
        if fails.pop():
            raise RuntimeError("once")
        return "done"

    both = [made.ask(screen, "key", lambda: [job], made) for screen in ("one", "two")]
    for screen, errand in zip(("one", "two"), both, strict=True):
        with pytest.raises(RuntimeError, match="once"):
            made.wait(screen, errand, 60)
    fails.append(False)
    again = made.ask("one", "key", lambda: [job], made)
    assert made.wait("one", again, 60)
    assert again.results == ["done"]
    assert made.ask("two", "key", lambda: [job], made) is again
    made.close()


def test_a_list_of_decisions_says_when_its_story_is_gone_and_a_stop_is_for_ones_own_screen_alone(
    open_app: Flask, page: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[str] = []
    monkeypatch.setattr(Errands, "leave", lambda _, name: left.append(name))
    name, other = screen(page), screen(open_app.test_client())
    calls = {one["output"]: one for one in dependencies(page)}
    asking = {"screen": name, "outcome": "four_hours", "case": CASE.plain(), "number": 3, "since": 0.0}
    given = {"why-asked": asking, "why-year": "0", "why-side": "0"}
    said = call(page, calls["why-list.children"], given).get_json()["response"]["why-list"]["children"]
    assert "play it again" in str(said)
    (stop,) = (one for one in calls.values() if one["inputs"][0]["id"] == "why-stop")
    for asked in (other, name):
        call(page, stop, {"screen": asked})
    assert left == [name]


def test_a_stop_holds_for_what_was_asked_before_it_and_for_nothing_later() -> None:
    made = Errands()
    before = time.monotonic()
    assert not made.left("one", before)
    made.leave("one")
    assert made.left("one", before)
    assert not made.left("two", before)
    assert not made.left("one", time.monotonic())
    made.close()


# --- uploads and files ----------------------------------------------------------------------------------------------


def as_upload(content: bytes) -> str:
    return f"data:application/octet-stream;base64,{base64.b64encode(content).decode()}"


def sheet(tmp_path: Path) -> bytes:
    path = tmp_path / "dorset.xlsx"
    write_template(path, describe("dorset"))
    return path.read_bytes()


def within(page: FlaskClient) -> Any:
    """A request of this page, so that there is a session."""
    context = page.application.test_request_context("/", headers=ORIGIN)
    context.push()
    guard.g.session = Session(known=True)
    return context


def test_a_good_spreadsheet_is_held_for_the_session_alone(page: FlaskClient, tmp_path: Path) -> None:
    context = within(page)
    name, _ = our_system.uploaded(as_upload(sheet(tmp_path)), "dorset.xlsx")
    mine = guard.session()
    assert mine.system(name).system.name == "Dorset"
    with pytest.raises(BadInput, match="no longer there"):
        Session(known=True).system(name)
    asked = replace(CASE, system=name)
    assert mine.question(asked) is mine.question(asked)
    with pytest.raises(BadInput, match="no longer there"):
        Session(known=True).question(asked)
    context.pop()


def test_what_was_worked_out_of_an_uploaded_system_is_forgotten_with_the_session(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case, "STAGES", (5,))
    monkeypatch.setattr(case, "YEARS", 1)
    monkeypatch.setattr(field, "FUTURES", (4,))
    errands = Errands()
    live = Live(queue, errands)
    everybody = field.Field(queue)
    live.forgetting.append(everybody.forget)
    mine = Session(known=True)
    loaded = case.shipped("dorset")
    named = mine.keep(replace(loaded, system=replace(loaded.system, name="Ours")), "")
    asked = replace(CASE, system=named, fixed={"bed_growth": 0.0123})
    question = mine.question(asked)
    while live.shown(mine, "own", asked) is None:
        pass
    told = partial(live.forgotten_with, mine, asked)
    while not isinstance(everybody.met("own", asked, question, 4, told), Met):
        pass
    kept = list(everybody._kept)
    assert len(kept) > 2
    workers = {worker.process.pid for worker in queue._crew._workers}
    layout = ref(wiring.structures(question.system, question.first))
    assert layout() is wiring.structures(question.system, question.first)
    assert all(queue._memory.recall(side).futures == 5 for side in question.sides)
    queue.leave("own")
    del mine, told
    gc.collect()
    assert not everybody._kept
    assert all(held is not layout() for *_, held in wiring._built._held)
    end = time.monotonic() + 30
    while queue._crew.spent and time.monotonic() < end:
        time.sleep(0.02)
    assert workers.isdisjoint(worker.process.pid for worker in queue._crew._workers)
    assert live.shown(Session(known=True), "another", CASE, patience=60)  # they work
    assert all(queue._memory.recall(side).futures == 0 for side in question.sides)
    errands.close()


def test_spreadsheets_are_read_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are sent at once: what each takes does not add up."""
    reading, most = 0, 0

    def read(path: Path) -> Checked:
        nonlocal reading, most
        reading += 1
        most = max(most, reading)
        time.sleep(0.05)
        reading -= 1
        raise BadInput.single("read")

    def send(_: int) -> None:
        with pytest.raises(BadInput, match="read"):
            our_system.uploaded(as_upload(b"sheet"), "sheet.xlsx")

    monkeypatch.setattr(our_system, "check_book", read)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(send, range(5)))
    assert most == 1
    monkeypatch.setattr(our_system, "PATIENCE", 0.0)
    with our_system.READING, pytest.raises(Busy, match="The room is busy"):
        our_system.uploaded(as_upload(b"sheet"), "sheet.xlsx")
    send(0)


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"not a workbook", bomb()], ids=["empty", "text", "zip bomb"])
def test_a_bad_spreadsheet_is_refused_with_a_reason(page: FlaskClient, content: bytes) -> None:
    context = within(page)
    with pytest.raises(BadInput) as raised:
        our_system.uploaded(as_upload(content), "bad.xlsx")
    assert [problem.where for problem in raised.value.problems] == ["bad.xlsx"]
    assert not guard.session().systems
    context.pop()


def laughs(tmp_path: Path) -> bytes:
    """A spreadsheet whose texts would unfold to gigabytes."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    book = f'<!DOCTYPE workbook [<!ENTITY e0 "ha">{entities}]><workbook>&e9;</workbook>'
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(tmp_path))) as good, zipfile.ZipFile(file, "w") as package:
        for name in good.namelist():
            package.writestr(name, book if name == "xl/workbook.xml" else good.read(name))
    return file.getvalue()


def test_a_spreadsheet_whose_texts_unfold_without_end_is_refused(page: FlaskClient, tmp_path: Path) -> None:
    context = within(page)
    with pytest.raises(BadInput, match="begins with definitions"):
        our_system.uploaded(as_upload(laughs(tmp_path)), "bad.xlsx")
    context.pop()


def test_a_saved_file_brings_back_comparisons_notes_and_uploaded_systems(page: FlaskClient, tmp_path: Path) -> None:
    context = within(page)
    name, _ = our_system.uploaded(as_upload(sheet(tmp_path)), "dorset.xlsx")
    texts = guard.session().texts
    kept = Workshop([Scenario("Ours <b>", replace(CASE, system=name))], "A note", dict(texts))
    later = Session(known=True)
    found = keep.opened(later, as_upload(kept.text(datetime.now(UTC)).encode()))
    assert found.notes == "A note"
    assert found.scenarios[0].name == "Ours <b>"
    assert later.system(found.scenarios[0].case.system).system == guard.session().system(name).system
    context.pop()


def test_a_file_holds_the_comparison_on_the_screen_and_every_system_that_was_uploaded(
    open_app: Flask, page: FlaskClient, tmp_path: Path
) -> None:
    """Whether or not a comparison with a name is about them; and notes that are too long are not cut without a word."""
    screen(page)
    calls = {(one["inputs"][0]["id"], one["inputs"][0]["property"]): one for one in dependencies(page)}
    uploaded = {"own-upload": as_upload(sheet(tmp_path)), "case": CASE.plain()}
    sent = call(page, calls["own-upload", "contents"], uploaded).get_json()["response"]
    (own,) = sent["own"]["data"]
    shown = replace(CASE, system=own, fixed={"removal_hazard": 0.02})
    given = {
        "save": 1,
        "kept": [{"name": "Shipped", "case": CASE.plain()}],
        "notes": "n" * 20_001,
        "case": shown.plain(),
    }
    answer = call(page, calls["save", "n_clicks"], given).get_json()["response"]
    assert "the comparison on the screen, one named comparison, one uploaded system" in answer["link-said"]["children"]
    assert "The notes are too long: the first 20,000 letters are in it." in answer["link-said"]["children"]
    later = Session(known=True)
    found = keep.opened(later, f"data:,{answer['download']['data']['content']}")
    assert [one.name for one in found.scenarios] == ["Shipped"]
    assert found.screen == replace(shown, system=found.screen.system if found.screen else "")
    assert found.screen is not None
    assert later.system(found.screen.system).system.name == "Dorset"
    other = open_app.test_client()
    screen(other)
    opened = call(other, calls["open", "contents"], {"open": f"data:,{answer['download']['data']['content']}"})
    assert opened.get_json()["response"]["case"]["data"]["fixed"] == {"removal_hazard": 0.02}


def reopened(page: FlaskClient, found: Workshop, kept: Sequence[Scenario] = (), notes: str = "") -> Any:
    """What a page that holds these comparisons and notes is given when it opens a saved file."""
    calls = {(one["inputs"][0]["id"], one["inputs"][0]["property"]): one for one in dependencies(page)}
    text = found.text(datetime.now(UTC)).encode()
    given = {"open": as_upload(text), "kept": saved.plain(kept), "notes": notes}
    return call(page, calls["open", "contents"], given).get_json()["response"]


def test_a_file_that_is_opened_adds_to_what_was_kept_and_says_what_is_not_as_it_was(page: FlaskClient) -> None:
    screen(page)
    mine, theirs = replace(CASE, fixed={"removal_hazard": 0.02}), replace(CASE, fixed={"removal_hazard": 0.021})
    here = [Scenario("Ours", mine), Scenario("x" * saved.NAME, mine)]
    more = [Scenario("Ours", theirs), Scenario("Ours", mine), Scenario("x" * saved.NAME, theirs), Scenario("Y", mine)]
    answer = reopened(page, Workshop(more, "From the file", {}, CASE), here, "From the room")
    kept = saved.scenarios(answer["kept"]["data"])
    assert kept[:3] == [*here, Scenario("Ours (2)", theirs)]
    assert kept[3:] == [Scenario("x" * (saved.NAME - 4) + " (2)", theirs)]
    assert answer["notes"]["value"] == "From the room\n\nFrom the file"
    said = answer["link-said"]["children"]
    for wanted in (
        "‘Ours’ is called ‘Ours (2)’ now: its name was taken.",
        "‘Ours’ was kept already.",
        "Left out, because four comparisons are kept at most: ‘Y’.",
        "Its notes stand below those that were there.",
    ):
        assert wanted in said


def test_a_file_that_is_opened_twice_changes_nothing_and_says_so(page: FlaskClient) -> None:
    screen(page)
    found = Workshop([Scenario("Ours", CASE)], "From the file", {})
    once = reopened(page, found)
    assert once["link-said"]["children"] == (
        "Opened a file with one named comparison and the notes. ‘Ours’ is on the screen."
    )
    twice = reopened(page, found, saved.scenarios(once["kept"]["data"]), once["notes"]["value"])
    assert (twice["kept"], twice["notes"]) == (once["kept"], once["notes"])
    assert "‘Ours’ was kept already. Its notes were there already." in twice["link-said"]["children"]


@pytest.mark.parametrize(
    ("here", "more", "together", "said"),
    [
        ("", "More", "More", ""),
        ("Here", "", "Here", ""),
        ("Here\n\nMore\n\nStill", "More", "Here\n\nMore\n\nStill", " Its notes were there already."),
        ("Here", "He", "Here\n\nHe", " Its notes stand below those that were there."),
        (
            "n" * (saved.NOTES - 5),
            "four",
            "n" * (saved.NOTES - 5) + "\n\nfou",
            " Its notes stand below those that were there, without their last 1 letter: together they may have 20,000.",
        ),
        (
            "n" * saved.NOTES,
            "More",
            "n" * saved.NOTES,
            " Its notes are left out: those that were there fill the 20,000 letters that they may have.",
        ),
    ],
    ids=["none here", "none in the file", "there already", "a part of a word", "cut", "full"],
)
def test_notes_of_a_file_stand_below_those_that_are_there(here: str, more: str, together: str, said: str) -> None:
    assert saved.below(here, more) == (together, said)


def test_a_system_that_came_in_before_is_held_once_and_one_that_makes_room_is_named(
    page: FlaskClient, tmp_path: Path
) -> None:
    context = within(page)
    name, _ = our_system.uploaded(as_upload(sheet(tmp_path)), "dorset.xlsx")
    text = guard.session().texts[name]
    context.pop()

    def file(*numbers: int) -> Workshop:
        return Workshop([], "", {f"own:{n}": f"# {n}\n{text}" for n in numbers}, replace(CASE, system="own:1"))

    screen(page)
    once = reopened(page, file(1, 2, 3, 4))
    twice = reopened(page, file(5, 1))
    assert twice["case"] == once["case"]
    assert "made room" not in twice["link-said"]["children"]
    last = reopened(page, file(1, 6))
    assert last["case"] == once["case"]
    assert "Of uploaded systems five are held at most: ‘Dorset’ made room." in last["link-said"]["children"]
    assert last["case"]["data"]["system"] in last["own"]["data"]


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"schema": "tiers/workshop/1", "scenarios": 3}', '{"schema": "other"}', '{"a":' * 50_000],
)
def test_a_damaged_file_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        saved.read(text)


@pytest.mark.parametrize(
    ("described", "where"),
    [("", ""), ("name: [", ", line 1"), ("schema: tiers/system/1\nname: x\nwrong: 1\n", ", line 3")],
)
def test_a_bad_system_in_a_saved_file_is_named_as_people_find_it(described: str, where: str) -> None:
    """In the file that they opened, not in one that was there for a moment."""
    kept = Workshop([], "", {"own:0123abcd": described}).text(datetime.now(UTC))
    with pytest.raises(BadInput) as raised:
        keep.opened(Session(known=True), as_upload(kept.encode()))
    places = {problem.where for problem in raised.value.problems}
    assert f"system 'own:0123abcd' in the file{where}" in places
    assert not [place for place in places if "/" in place]


# --- what is made of an answer ----------------------------------------------------------------------------------------


def test_what_matters_is_told_apart_from_chance() -> None:
    (answer,) = ask(question(stages=(60,), outcomes=("waits_18_weeks",), monthly=()))
    found = matters(answer, "waits_18_weeks")
    assert all(abs(one.correlation) <= 1.0 for one in found.values())
    assert sum(one.beyond_chance for one in found.values()) < len(found) / 10
    rest = [one.correlation for one in found.values() if not one.beyond_chance]
    assert max(map(abs, rest)) < 0.65


def test_what_the_file_of_a_system_fixes_is_called_so_and_matters_nothing(
    page: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case, "STAGES", (12,))
    monkeypatch.setattr(case, "YEARS", 1)
    own, by_hand = DORSET.starting_values, {"removal_hazard": 0.02}
    (answer,) = ask(replace(CASE, fixed=by_hand).question(case.shipped))
    assert {"removal_hazard", "waits_offset"} <= set(own)
    assert not set(own) & set(matters(answer, "waits_18_weeks"))
    stored = results.stored(Shown(answer.question, answer), case.shipped("dorset"))
    assert not set(own) & set(stored.manifest["columns"]["varied"])
    assert {**own, **by_hand}.items() <= stored.configuration["fixed"].items()
    name = screen(page)
    rows = next(one for one in dependencies(page) if one["output"].startswith("..assume-rows.children"))
    asking = {"screen": name, "outcome": "waits_18_weeks", "case": replace(CASE, fixed=by_hand).plain()}
    given = {"asking-assumptions": asking, "assume-mechanism": "any", "assume-grade": "any", "assume-page": 1}
    told = {
        one: call(page, rows, given | {"assume-search": one}).get_json()["response"]
        for one in ("removal_hazard", "waits_offset", "delegation_base", "restart_effort")
    }
    said = {one: str(parts["assume-rows"]) for one, parts in told.items()}
    answered = Shown(answer.question, answer).row("waits_18_weeks")
    assert all(answered.sentence in str(parts["assume-verdict"]) for parts in told.values())
    assert all(answered.verdict in str(parts["assume-verdict"]) for parts in told.values())
    reply = page.post("/ask", json=asking, headers=ORIGIN).get_json()
    label = "Removals from the waiting list for other reasons"
    assert reply["fixed"] == {"removal_hazard": {"label": label, "unit": " share of the list a month"}}
    assert "fixed by you" in said["removal_hazard"]
    assert "Back to the system’s value" in said["removal_hazard"]
    assert "fixed by the system’s file" in said["waits_offset"]
    assert "−0.02" in said["waits_offset"]
    assert "under B, a part of what differs" in said["delegation_base"]
    assert "under A and B, and no part of what differs" in said["restart_effort"]


@pytest.mark.parametrize(
    ("was", "now", "next_one"),
    [
        ({}, {"delegation_base": 0.3}, None),
        ({"delegation_base": 0.25}, {"delegation_base": 0.3}, 0.35),
        ({"delegation_base": 0.3}, {"delegation_base": 0.25}, 0.2),
        ({"delegation_base": 0.6}, {"delegation_base": 0.9}, 1.0),
        ({"delegation_base": 0.9}, {"delegation_base": 1.0}, None),
        ({"delegation_base": 0.3}, {"delegation_base": 0.3}, None),
        ({"delegation_base": 0.3}, {"delegation_base": 0.4, "staff_at_place": 0.1}, None),
        ({"footprint": "council"}, {"footprint": "hospital-flow"}, None),
    ],
)
def test_a_lever_that_was_moved_may_be_moved_as_far_again(
    was: dict[str, Any], now: dict[str, Any], next_one: float | None
) -> None:
    before, after = (replace(CASE, second=Choice("centrist", levers)) for levers in (was, now))
    found = case.further(before, after)
    if was == {}:
        default = case.effective(case.policy("centrist"), "delegation_base")
        next_one = round(2 * 0.3 - float(default), 12)
    assert found == (
        None if next_one is None else replace(CASE, second=Choice("centrist", {**now, "delegation_base": next_one}))
    )
    assert case.further(before, replace(after, timeline="voluntary-to-statutory")) is None
    assert case.further(before, replace(after, fixed={"waits_offset": 0.0})) is None


def test_what_a_screen_may_ask_next_goes_with_what_it_asks(
    page: FlaskClient, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case, "STAGES", (5,))
    monkeypatch.setattr(case, "YEARS", 1)
    expected: list[float | None] = []
    whole = queue.ask

    def asked(screen: str, question: Question, then: Question | None = None) -> None:
        expected.append(None if then is None else then.first.levers["delegation_base"])
        whole(screen, question, then)

    monkeypatch.setattr(queue, "ask", asked)
    name = screen(page)
    for value in (0.5, 0.6, 0.6, 0.7):
        now = replace(CASE, first=Choice("maximum-delegation", {"delegation_base": value}))
        body = {"screen": name, "outcome": "four_hours", "case": now.plain()}
        assert page.post("/ask", json=body, headers=ORIGIN).get_json()["state"] == "answer"
    assert expected == [None, 0.7, None, 0.8]


def test_communities_are_told_where_places_are_not_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case, "STAGES", (4,))
    monkeypatch.setattr(case, "YEARS", 1)
    apart = replace(CASE, first=Choice("centrist", {"footprint": "hospital-flow"}))
    said = "A and B do not have the same places, so these cannot be set side by side; communities can."
    for asked, missing in ((CASE, False), (apart, True)):
        (answer,) = ask(asked.question(case.shipped))
        shown = Shown(answer.question, answer)
        told = as_html(findings(shown, "waits_18_weeks"))
        assert (said in told) is missing
        assert "chart-whom" in told
        assert ("Who gains and who loses: communities" in told) is missing
        by_whom = shown.by_whom("waits_18_weeks")
        assert {line.outcome.kind for line in by_whom} == {"community" if missing else "place"}
        (drawn,) = (chart for chart in shown.charts("waits_18_weeks")["charts"] if chart["id"] == "chart-whom")
        assert (drawn["whom"] == []) is missing  # communities decide nothing that a click could lead to
        assert len(drawn["whom"]) == len(by_whom) * (not missing)
    assert set(BY_COMMUNITY) == {name for name, by in BY_WHOM.items() if by.startswith("place_")}
    assert set(BY_COMMUNITY.values()) <= set(case.OF_COMMUNITIES)


def test_words_on_cards_can_be_looked_up_beside_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case, "STAGES", (4,))
    monkeypatch.setattr(case, "YEARS", 1)
    (answer,) = ask(CASE.question(case.shipped))
    after_cards = as_html(findings(Shown(answer.question, answer), "waits_18_weeks")).split('id="cards"')[1]
    beside = after_cards[: after_cards.index("<section")]
    assert all(f'data-term="{term}"' in beside for term in ("term-inequality-slope", "term-a-e", "term-icb"))


def test_acute_trusts_gain_and_lose_too_whatever_the_places_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case, "STAGES", (4,))
    monkeypatch.setattr(case, "YEARS", 1)
    apart = replace(CASE, first=Choice("centrist", {"footprint": "hospital-flow"}))
    for asked in (CASE, apart):
        (answer,) = ask(asked.question(case.shipped))
        told = as_html(findings(Shown(answer.question, answer), "waits_18_weeks"))
        assert ("Who gains and who loses: places" in told) is (asked is CASE)
        _, trusts = told.split("Who gains and who loses: acute trusts")
        assert "Beds blocked by delay: " in trusts
        assert "Outcomes counted for each of the 2 acute trusts" in trusts
        assert all(trust.name in trusts for trust in DORSET.acute_trusts)


def test_typical_best_and_worst_are_the_futures_that_they_are_called() -> None:
    (answer,) = ask(question(stages=(25,), outcomes=("waits_18_weeks",), monthly=()))
    first, second = (runs.values["waits_18_weeks"][0] for runs in answer.runs)
    difference = first - second
    number = {which: number_of(answer, "waits_18_weeks", which, "higher") for which in ("typical", "best", "worst")}
    assert difference[number["best"]] == difference.max()
    assert difference[number["worst"]] == difference.min()
    assert sorted(difference)[12] == difference[number["typical"]]
