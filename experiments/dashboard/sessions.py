"""Who is there: sessions by cookie, each with its screens and what it uploaded. All of it is in memory alone.

Games and votes hang on their session by a weak reference, so that they end with it.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from experiments.config import LoadedSystem
from experiments.dashboard.case import OWN, Case, shipped
from experiments.ensemble import Question
from experiments.problems import BadInput

MOST = 200
"""Sessions at a time; the one that was not heard of for longest goes first."""
SCREENS = 20
"""Screens of one session; the one that has not asked for longest goes first."""
UPLOADS = 5
"""Systems that a session may hold."""
QUESTIONS = 16
"""Questions of a session that need not be built anew when a page asks on."""
IDLE = 12 * 3600.0
"""Seconds after which a session that was not heard of ends, with all that it holds: longer than a working day."""


@dataclass(eq=False)
class Session:
    """One browser."""

    known: bool
    """Whether it may see the dashboard: it gave the password, or none is asked for."""
    seen: float = field(default_factory=time.monotonic)
    screens: OrderedDict[str, float] = field(default_factory=OrderedDict)
    systems: OrderedDict[str, LoadedSystem] = field(default_factory=OrderedDict)
    """Systems that were uploaded, by name."""
    texts: dict[str, str] = field(default_factory=dict)
    """The same as YAML, for a saved file."""
    questions: OrderedDict[str, Question] = field(default_factory=OrderedDict)
    """Those asked last, by the content of their case."""
    presenting: set[str] = field(default_factory=set)
    """Screens in presenter mode."""
    last: dict[str, Case] = field(default_factory=dict)
    """What each screen asked last."""
    derived: set[str] = field(default_factory=set)
    """What was worked out from uploaded systems, by key: it is forgotten with the session."""
    asking: threading.Lock = field(default_factory=threading.Lock)

    def screen(self) -> str:
        """A name for a page that was just opened."""
        name = secrets.token_urlsafe(12)
        self.screens[name] = time.monotonic()
        while len(self.screens) > SCREENS:
            closed, _ = self.screens.popitem(last=False)
            self.presenting.discard(closed)
            self.last.pop(closed, None)
        return name

    def asks(self, screen: object) -> bool:
        """Whether this is one of its screens; whichever asks is the last to make room for a new one."""
        known = isinstance(screen, str) and screen in self.screens
        if known:
            self.screens.move_to_end(str(screen))
        return known

    def system(self, name: str) -> LoadedSystem:
        """A shipped system, or one that this session uploaded; ``BadInput`` where there is none of that name."""
        if not name.startswith(OWN):
            return shipped(name)
        if name not in self.systems:
            what = "the system that was uploaded is no longer there: it is kept for the session alone"
            raise BadInput.single(what, "system", allowed="upload it again, or open the file that was saved")
        return self.systems[name]

    def question(self, asked: Case) -> Question:
        """The question of a case, as this session sees it; ``BadInput`` where it cannot be asked."""
        key = json.dumps(asked.plain())
        with self.asking:
            if key not in self.questions:
                self.questions[key] = asked.question(self.system)
            self.questions.move_to_end(key)
            while len(self.questions) > QUESTIONS:
                self.questions.popitem(last=False)
            return self.questions[key]

    def own(self) -> dict[str, str]:
        """What each uploaded system is called."""
        return {name: loaded.system.name for name, loaded in self.systems.items()}

    def held(self, text: str) -> str | None:
        """The name of an uploaded system with this YAML, if there is one; it is the last to make room then."""
        name = next((name for name, known in self.texts.items() if known == text), None)
        if name is not None:
            self.systems.move_to_end(name)
        return name

    def keep(self, loaded: LoadedSystem, text: str) -> str:
        """Hold an uploaded system, and its YAML, for this session; its name."""
        name = f"{OWN}{secrets.token_hex(4)}"
        self.systems[name], self.texts[name] = loaded, text
        while len(self.systems) > UPLOADS:
            oldest, _ = self.systems.popitem(last=False)
            del self.texts[oldest]
        return name


class Sessions:
    """All sessions by the value of their cookie."""

    def __init__(self, open_to_all: bool) -> None:
        self._open = open_to_all
        self._held: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, cookie: str | None) -> Session | None:
        """The session of a cookie. Whoever asks, all that were not heard of for ``IDLE`` seconds end."""
        with self._lock:
            while self._held and time.monotonic() - next(iter(self._held.values())).seen > IDLE:
                self._held.popitem(last=False)
            session = self._held.get(cookie or "")
            if session is not None:
                session.seen = time.monotonic()
                self._held.move_to_end(cookie or "")
            return session

    def begin(self, known: bool = False) -> tuple[str, Session]:
        """A new session, and the value of its cookie."""
        cookie, session = secrets.token_urlsafe(32), Session(known or self._open)
        with self._lock:
            self._held[cookie] = session
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return cookie, session

    def __len__(self) -> int:
        return len(self._held)
