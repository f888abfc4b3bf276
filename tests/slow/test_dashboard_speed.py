"""How long a room would wait: measured in a real browser beside a dashboard of its own, and printed.

A figure of time fails nothing, since it is the machine's as much as ours; a request that fails does, an error in the
page, and memory that grows.
"""

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from statistics import median, quantiles
from typing import Any

import psutil
import pytest
from conftest import Measured
from playwright.sync_api import Browser
from served import PATIENT, Watched, free_port, watched
from sweeps import ROOT, environment

pytestmark = pytest.mark.xdist_group("dashboard")

SYSTEM = "greater-manchester"
MOVES, UNDER_LOAD, FURTHER = 50, 20, 10
PONDERED = 2.0
"""Seconds that somebody looks at an answer before the same lever is moved on."""
SESSIONS, EVERY = 20, 5.0
"""People with a phone or laptop of their own, and seconds after which each asks something else."""
QUESTIONS, SETTLED, GROWTH = 500, 100, 1.1
"""After how many questions memory counts as settled, and by what it may have grown at the end."""
ROOM_PATIENCE = 6 * PATIENT
"""Milliseconds: in a room, the others wait for each other."""
WATCH = """() => {
  const root = document.documentElement, marks = window.marks = [];
  addEventListener("keydown", () => marks.push(["key", performance.now()]), true);
  new MutationObserver(() => requestAnimationFrame(() => marks.push([root.dataset.answer, performance.now()])))
    .observe(root, { attributeFilter: ["data-answer"] });
}"""


class Person:
    """Somebody who is connected and asks by HTTP, without a browser."""

    def __init__(self, address: str) -> None:
        self._host = address.removeprefix("http://")
        self._cookie = ""
        self._send("GET", "/")
        found = re.search(r'"data":"([\w-]{16})","id":"screen"|"id":"screen","data":"([\w-]{16})"', self.layout())
        assert found
        self._screen = found[1] or found[2]

    def layout(self) -> str:
        return self._send("GET", "/_dash-layout")

    def ask(self, system: str, staff: float) -> int:
        """Ask with so much staff in place teams, and wait for the first answer: over how many futures it is."""
        levers = {"staff_at_place": staff}
        first, second = ({"policy": p, "levers": levers} for p in ("maximum-delegation", "centrist"))
        case = {"system": system, "timeline": "steady", "first": first, "second": second, "fixed": {}}
        asked = {"screen": self._screen, "case": case, "outcome": "healthy_life_years", "after": 0}
        while True:
            reply = json.loads(self._send("POST", "/ask", json.dumps(asked)))
            if reply["state"] == "answer":
                return int(reply["futures"])
            assert reply["state"] == "waiting", reply

    def _send(self, method: str, path: str, body: str | None = None) -> str:
        connection = http.client.HTTPConnection(self._host, timeout=PATIENT / 1000)
        headers = {"Cookie": self._cookie, "Origin": f"http://{self._host}", "Content-Type": "application/json"}
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        assert response.status == 200, (response.status, text)
        self._cookie = response.headers.get("Set-Cookie", self._cookie).split(";")[0]
        return text


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, psutil.Process]]:
    """A dashboard as everybody starts it: its address and its process."""
    port = free_port()
    words = ["dashboard", "--system", SYSTEM, "--no-browser", "--port", str(port)]
    command = [sys.executable, "-m", "experiments.cli", *words]
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL) as process:
        address = f"http://localhost:{port}"
        end = time.monotonic() + PATIENT / 1000
        while not _answers(port):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        yield address, psutil.Process(process.pid)
        process.terminate()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=PATIENT / 1000)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except ConnectionError:
        return False
    finally:
        connection.close()


def opened(browser: Browser, address: str) -> float:
    """Seconds from opening the page to charts of an answer."""
    began = time.perf_counter()
    with watched(browser, address) as user:
        taken = time.perf_counter() - began
        assert user.errors == []
    return taken


def moves(user: Watched, count: int, first: int = 0, patience: float = PATIENT) -> list[float]:
    """Milliseconds from a key that moves a slider to charts over 200 futures or more, for one slider after the other.

    ``first`` is the slider to begin with: whoever begins with another asks what nobody asked before.
    """
    page = user.page
    page.evaluate("() => document.querySelectorAll('#levers details.holder').forEach(group => { group.open = true; })")
    sliders = page.locator("#levers input[type=range]").all()
    ways = ["ArrowLeft" if _far(s) else "ArrowRight" for s in sliders]
    page.evaluate(WATCH)
    found = []
    for number in range(first, first + count):
        page.evaluate("() => { window.marks.length = 0; }")
        sliders[number % len(sliders)].press(ways[number % len(sliders)])
        user.until("window.marks.some(m => m[0] >= 200)", patience)
        marks = page.evaluate("window.marks")
        pressed = next(at for what, at in marks if what == "key")
        found.append(next(at for what, at in marks if what.isdecimal()) - pressed)
    return found


def _far(slider: Any) -> bool:
    """Whether a slider stands in the upper half of its way."""
    low, now, high = (slider.evaluate(f"control => Number(control.{end})") for end in ("min", "value", "max"))
    return now - low > high - now


def said(times: list[float]) -> str:
    return f"median {median(times):.0f} ms, 95th percentile {quantiles(times, n=20)[-1]:.0f} ms"


def test_a_first_view(browser: Browser, server: tuple[str, psutil.Process], measured: Measured) -> None:
    address, _ = server
    first, *later = (opened(browser, address) for _ in range(6))
    measured(f"First view: {first:.1f} s right after the start, then median {median(later):.1f} s (wanted: 3 s)")


def test_a_slider_that_moves(browser: Browser, server: tuple[str, psutil.Process], measured: Measured) -> None:
    with watched(browser, server[0]) as user:
        found = moves(user, MOVES)
        again = []
        for slider in range(FURTHER):
            moves(user, 1, first=slider)
            user.page.wait_for_timeout(1000 * PONDERED)
            again += moves(user, 1, first=slider)
        assert user.errors == user.outside == []
    measured(f"Slider to charts of 200 futures, {MOVES} moves: {said(found)} (wanted: 500 ms and 1 s)")
    measured(f"The same slider moved on after {PONDERED:.0f} s, {FURTHER} moves: {said(again)}")


def test_a_room_full_of_people(browser: Browser, server: tuple[str, psutil.Process], measured: Measured) -> None:
    address, _ = server
    over, waits, failed = threading.Event(), [], []

    def take_part(number: int) -> None:
        try:
            person, turn = Person(address), 0
            while not over.wait(EVERY):
                began = time.perf_counter()
                turn += 1
                person.ask(SYSTEM, 0.1 + (number + SESSIONS * (turn % 30)) / 1e3)
                waits.append(1000 * (time.perf_counter() - began))
        except Exception as error:
            failed.append(repr(error))

    people = [threading.Thread(target=take_part, args=(number,)) for number in range(SESSIONS)]
    for person in people:
        person.start()
    try:
        with watched(browser, address) as user:
            user.page.get_by_role("button", name="Presenter mode").click()
            moves(user, 1, first=4, patience=ROOM_PATIENCE)  # which starts its workers
            found = moves(user, UNDER_LOAD, first=5, patience=ROOM_PATIENCE)
            assert user.errors == user.outside == []
    finally:
        over.set()
        for person in people:
            person.join()
    assert failed == []
    measured(
        f"The same in presenter mode beside {SESSIONS} sessions, {UNDER_LOAD} moves: {said(found)}"
        " (wanted: median 1,500 ms)"
    )
    measured(f"What the sessions wait for a first answer, {len(waits)} questions: {said(waits)}")


def test_memory_stays_flat(server: tuple[str, psutil.Process], measured: Measured) -> None:
    address, process = server
    person = Person(address)
    settled = 0.0
    for number in range(QUESTIONS):
        person.ask("dorset", 0.1 + number / 1e3)
        if number + 1 == SETTLED:
            settled = _megabytes(process)
    last = _megabytes(process)
    measured(
        f"Memory of server and workers: {settled:.0f} MB after {SETTLED} questions, {last:.0f} MB after {QUESTIONS}"
    )
    assert last < GROWTH * settled


def _megabytes(process: psutil.Process) -> float:
    """What a process and those that it started hold of memory."""
    return sum(p.memory_info().rss for p in (process, *process.children(recursive=True))) / 1e6
