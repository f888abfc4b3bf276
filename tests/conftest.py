"""What the tests share: a browser, and settings that make property-based tests repeat themselves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

# The same examples each time, and no deadline on a busy machine. To search further:
# pytest --hypothesis-profile=explore
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("ci")

CHROME_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ON_THE_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)


@dataclass
class Opened:
    """A page in the browser, and what it complained of or asked for since it was made."""

    page: Page
    errors: list[str] = field(default_factory=list)
    """Errors on the console, and exceptions that no script caught."""
    requests: list[str] = field(default_factory=list)
    """Every address asked for that is not in the page itself or a file."""


def find_chrome(own: str) -> str | None:
    """Return the browser to use: the one in $CHROME, else the system's, else Playwright's own."""
    named = os.environ.get("CHROME")
    if named:
        return named
    candidates = [shutil.which(name) for name in ON_THE_PATH] + [*ELSEWHERE, own]
    return next((path for path in candidates if path and Path(path).exists()), None)


Measured = Callable[[str], None]
MEASURED = "measured"


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Measured:
    """Return a function that notes a sentence about something measured, to be printed when all tests are over."""
    return lambda sentence: record_property(MEASURED, sentence)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured."""
    reports = (r for kept in terminalreporter.stats.values() for r in kept if getattr(r, "when", "") == "call")
    sentences = [text for report in reports for name, text in report.user_properties if name == MEASURED]
    if sentences:
        terminalreporter.section("measured")
        for sentence in sentences:
            terminalreporter.write_line(str(sentence))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chrome(playwright: Playwright) -> str:
    """The path of a browser; without one the test fails and says how to get it."""
    path = find_chrome(playwright.chromium.executable_path)
    if path is None:
        deps = ["--with-deps"] if sys.platform == "linux" else []
        command = subprocess.list2cmdline([sys.executable, "-m", "playwright", "install", *deps, "chromium"])
        pytest.fail(f"This test needs Chrome or Chromium. To install one: {command}", pytrace=False)
    if shutil.which(path) is None:
        pytest.fail(f"CHROME is set to {path}, where there is no program to run.", pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chrome: str) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chrome, args=list(CHROME_FLAGS))
    yield launched
    launched.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Return a function that makes a page of some width, in a browser that has no network."""
    contexts = []

    def make(width: int = 1280, height: int = 900) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
        contexts.append(context)
        opened = Opened(context.new_page())
        page = opened.page
        page.on("console", lambda said: opened.errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: opened.errors.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith(("file:", "data:", "blob:")) else opened.requests.append(asked.url)
            ),
        )
        return opened

    yield make
    for context in contexts:
        context.close()
