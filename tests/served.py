"""A dashboard that is served for a test, with short runs, and pages that watch what they ask for."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from experiments.dashboard import case
from experiments.dashboard.app import build
from experiments.dashboard.errands import Errands
from experiments.dashboard.serve import listening
from experiments.dashboard.settings import Settings
from experiments.ensemble import Queue

ANSWERED = "html[data-answer]:not([data-answer=waiting])"
PATIENT = 120_000
"""Milliseconds: a busy machine may take that long to open a page."""


@dataclass
class Watched:
    """A page, what it complained of, and what it asked of any other machine."""

    page: Page
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def tab(self, name: str) -> None:
        """Open a tab."""
        self.page.get_by_role("tab", name=name).click()

    def until(self, expression: str, patience: float = PATIENT) -> None:
        """Wait until something holds in the page. Playwright's own way evaluates text, which the page forbids."""
        end = time.monotonic() + patience / 1000
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, expression
            self.page.wait_for_timeout(100)

    def says(self, where: str, text: str) -> None:
        """Wait until a part of the page holds a text."""
        self.until(f"document.querySelector({where!r}).innerText.includes({text!r})")

    def answered(self, futures: int | None = None) -> None:
        """Wait for an answer, over so many futures if that is told."""
        wanted = ANSWERED if futures is None else f"html[data-answer='{futures}']"
        self.page.wait_for_selector(wanted, state="attached", timeout=PATIENT)


def serious(page: Page) -> list[str]:
    """What axe finds in a page that is serious or critical."""
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(app: Flask, settings: Settings) -> Iterator[None]:
    """A server that answers."""
    with listening(app, settings) as server:
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.close()
            server.task_dispatcher.shutdown()
    thread.join(PATIENT / 1000)  # it ends with its last connection


@contextmanager
def served(
    stages: tuple[int, ...], years: int, system: str = "dorset", queue: Queue | None = None, **other: Any
) -> Iterator[str]:
    """A dashboard, its address, with so many futures and years, and ``other`` settings; it closes its queue."""
    before = case.STAGES, case.YEARS
    case.STAGES, case.YEARS = stages, years
    queue, errands = queue or Queue(), Errands()
    settings = Settings(port=free_port(), system=system, **other)
    try:
        with running(build(settings, queue, errands), settings):
            yield settings.address
    finally:
        queue.close()
        errands.close()
        case.STAGES, case.YEARS = before


@contextmanager
def watched(browser: Browser, address: str, width: int = 1280, path: str = "/") -> Iterator[Watched]:
    """A page of a browser of its own at that address."""
    context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
    made = Watched(context.new_page())
    made.page.set_default_timeout(PATIENT)
    made.page.on("console", lambda message: made.errors.append(message.text) if message.type == "error" else None)
    made.page.on("pageerror", lambda error: made.errors.append(str(error)))

    def asked(request: Any) -> None:
        if not re.match(rf"{re.escape(address)}/|data:|blob:", request.url):
            made.outside.append(request.url)

    made.page.on("request", asked)
    made.page.goto(address + path)
    made.answered()
    yield made
    context.close()
