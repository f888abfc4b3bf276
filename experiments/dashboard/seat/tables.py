"""Games that are being played: one table for each session, in memory alone, with codes for phones."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from experiments.dashboard.attempts import Attempts
from experiments.dashboard.errands import Errands
from experiments.dashboard.seat.jobs import Check, Look, Open
from experiments.dashboard.sessions import Session
from experiments.ensemble.worker import Job
from experiments.game import Game, Refusal, View, play_on
from experiments.game import ending as endings
from experiments.game.ending import Ending
from experiments.game.game import Choices

MOST = 20
"""Tables at a time; the one that was not used for longest goes first."""
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What codes are made of: nothing that could be read as something else."""
CODE = 6
PHONES = 40
"""Phones at one table; the one that came in first goes first."""
ATTEMPTS, WINDOW = 20, 300.0
"""Wrong codes that are heard in so many seconds, from everybody together."""
PATIENCE = 0.2
"""Seconds that a request waits for work."""
BEGUN = "it has just begun"
NOT_TAKEN = "Looking at this was stopped: nothing of it was taken. Decide again."
BROKEN = "Something went wrong while the game was played. Save it, and open it again to go on."
NOT_PLAYED = "Something went wrong while the saved game was played. Try again."
NOT_OPENED = "Stopped: the saved game was not opened."


@dataclass(eq=False)
class Table:
    """A game on the table: how far it is, what seats see, what they tried, and what is being worked out."""

    game: Game | None
    described: str = ""
    """The YAML of a system that was uploaded, for the saved file."""
    opening: Open | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    version: int = 0
    """Rises with everything that a page should show."""
    views: Mapping[str, View] = field(default_factory=dict)
    tried: dict[str, Choices] = field(default_factory=dict)
    """What each seat chose last this April, whether it stood or not."""
    refused: dict[str, Sequence[Refusal]] = field(default_factory=dict)
    checking: dict[str, int] = field(default_factory=dict)
    """Seats whose choices are being looked at, with the number of the attempt."""
    problems: Sequence[str] = ()
    before: Table | None = None
    """The table that this one stands in for while its file is read."""
    trouble: str = ""
    """What went wrong with the work, if it did."""
    ending: Ending | None = None
    stopped: bool = False
    """Whether somebody stopped the work on the year or the ending."""
    progress: str = BEGUN
    """How far the work is."""
    names: dict[str, str] = field(default_factory=dict)
    """What each seat is called."""
    codes: dict[str, str] = field(default_factory=dict)
    """The seat of each code."""
    keys: dict[str, str] = field(default_factory=dict)
    """The seat of each phone, by the secret of its cookie."""
    late: set[str] = field(default_factory=set)
    """Phones that decided for an April that was over, by their secret, until they decide in time or the next April."""
    warned: bool = False
    """Whether the facilitator was told who has not decided, and nobody has decided since."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    _attempts: int = 0

    @property
    def busy(self) -> str:
        """What is being worked out, in words; empty when nothing is."""
        if self.trouble or self.stopped:
            return ""
        if self.game is None:
            return "" if self.problems else "Playing the saved game again"
        if self.checking:
            return "Looking at decisions"
        if self.game.over:
            return "" if self.ending else "Playing the future without you, and those that could follow"
        return "" if self.views else "Playing the year, and looking at what each seat sees"

    @property
    def failed(self) -> bool:
        """Whether this is a saved game that cannot be opened."""
        return self.game is None and bool(self.problems or self.trouble)

    @property
    def begun(self) -> bool:
        """Whether something would be lost with it: a year was played, somebody decided, or came in on a phone."""
        if self.game is None:
            return self.before is not None and self.before.begun
        return bool(self.game.year or self.game.taken or self.tried or self.keys)

    @property
    def ready(self) -> bool:
        """Whether the next April may come: seats see this one, and nothing is being looked at."""
        return self.game is not None and bool(self.views) and not (self.game.over or self.checking or self.trouble)

    def seated(self, named: Mapping[str, str]) -> None:
        """Note what seats are called, and give each a code."""
        self.names = dict(named)
        self.codes = {_code(): seat for seat in named}

    def admit(self, seat: str) -> str:
        """Let a phone take a seat; the key by which it is known from then on."""
        key = secrets.token_urlsafe(24)
        self.keys[key] = seat
        for oldest in list(self.keys)[:-PHONES]:
            del self.keys[oldest]
        return key

    def submit(self, seat: str, choices: Choices) -> None:
        """A seat wants to decide so; it is looked at in a worker process."""
        with self.lock:
            if self.game is None or self.game.over or self.trouble or seat not in self.game.seats:
                return
            self._attempts += 1
            self.tried[seat], self.checking[seat] = dict(choices), self._attempts
            self.refused.pop(seat, None)
            self.version += 1

    def next_april(self, sure: bool = False) -> bool:
        """Move on, and whether that was done: whoever has not decided leaves it to the model's own agent.

        While somebody has not decided the facilitator is warned first, and ``sure`` counts only after that.
        """
        with self.lock:
            if self.game is None or not self.ready:
                return False
            self.version += 1
            if self.game.waiting and not (sure and self.warned):
                self.warned = True
                return False
            self.game = play_on(self.game)
            self.views, self.tried, self.refused, self.warned = {}, {}, {}, False
            self.late.clear()
            return True

    def stop(self, errands: Errands) -> None:
        """Work no more on what is being worked out: that ends, unless somebody else waits for it.

        The year and the ending can be gone on with; a decision is not taken then, and a saved game not opened.
        """
        with self.lock:
            if not self.busy:
                return
            for seat in ("", *self.checking):
                errands.leave(self._screen(seat))
            if self.game is None:
                self.opening, self.problems = None, (NOT_OPENED,)
            elif self.checking:
                self.refused |= {seat: (Refusal("", NOT_TAKEN),) for seat in self.checking}
                self.checking.clear()
            else:
                self.stopped = True
            self.version += 1

    def resume(self) -> None:
        """Work on the year or the ending after all."""
        with self.lock:
            if self.stopped:
                self.stopped, self.progress = False, BEGUN
                self.version += 1

    def tend(self, errands: Errands, patience: float = PATIENCE) -> None:
        """Take up whatever work is done, and ask for what is wanted; what goes wrong with it is ``trouble``.

        Raises ``Busy`` where more waits than is taken on.
        """
        with self.lock:
            if self.trouble or self.stopped:
                return
            if self.game is None:
                self._open(errands, patience)
                return
            for seat, attempt in list(self.checking.items()):
                self._checked(errands, seat, attempt, patience)
            if self.game.over and self.ending is None:
                done = self._done(errands, "end", self._ending, patience)
                if done is not None:
                    self.ending = endings.assembled(self.game, done)
                    self.version += 1
            elif not self.game.over and not self.views:
                done = self._done(errands, f"look {self.game.year}", lambda: [Look(self._playing)], patience)
                if done is not None:
                    self.views = done[0]
                    self.version += 1

    def _ending(self) -> Sequence[Job]:
        return endings.jobs(self._playing, endings.FUTURES, endings.HORIZON)

    @property
    def _playing(self) -> Game:
        assert self.game is not None  # noqa: S101
        return self.game

    def _done(
        self, errands: Errands, what: str, jobs: Callable[[], Sequence[Job]], patience: float, who: str = ""
    ) -> Sequence[Any] | None:
        """The results of an errand; None while it goes on."""
        screen = self._screen(who)
        errand = errands.ask(screen, f"seat {self.id} {what}", jobs, self)
        parts = len(errand.jobs)
        try:
            if errands.wait(screen, errand, patience):
                return errand.results
        except RuntimeError as error:
            logging.getLogger("tiers.dashboard").error("a game could not be played on", exc_info=error)
            self.trouble = BROKEN if self.game is not None else NOT_PLAYED
            self.version += 1
            return None
        if parts > 1:
            self.progress = f"{errand.finished} of {parts} parts are done, after {errand.seconds:.0f} seconds"
        else:
            self.progress = f"{errand.seconds:.0f} s so far"
        return None

    def _screen(self, who: str = "") -> str:
        """Under which name the table waits for an errand, or a seat for its decisions to be looked at."""
        return f"seat {self.id} {who}"

    def _open(self, errands: Errands, patience: float) -> None:
        opening = self.opening
        if opening is None:
            return
        done = self._done(errands, "open", lambda: [opening], patience)
        if done is None:
            return
        self.opening = None
        self.version += 1
        self.game, named, self.problems = done[0]
        if self.game is not None:
            self.before = None
        self.seated(named)

    def _checked(self, errands: Errands, seat: str, attempt: int, patience: float) -> None:
        choices, game = self.tried[seat], self._playing
        done = self._done(errands, f"check {attempt}", lambda: [Check(game, seat, choices)], patience, seat)
        if done is None:
            return
        del self.checking[seat]
        self.version += 1
        if done[0]:
            self.refused[seat] = done[0]
        else:
            self.game, self.warned = game.with_choices(seat, choices), False


class Tables:
    """All tables, by the session of whoever opened them; phones find theirs by a code, and then by a key."""

    def __init__(self) -> None:
        self._held: WeakKeyDictionary[Session, Table] = WeakKeyDictionary()
        """The one that was used last comes last; a table is gone when its session ends."""
        self._instead: WeakKeyDictionary[Session, Table] = WeakKeyDictionary()
        """Saved games that wait until somebody has said that the one on the table may go."""
        self._attempts = Attempts(ATTEMPTS, WINDOW)
        self._lock = threading.Lock()

    def of(self, session: Session) -> Table | None:
        """The table of a session."""
        with self._lock:
            table = self._held.pop(session, None)
            if table is not None:
                self._held[session] = table
            return table

    def put(self, session: Session, table: Table) -> None:
        """Begin or open a game for a session, instead of the one it had."""
        with self._lock:
            self._instead.pop(session, None)
            self._held.pop(session, None)
            self._held[session] = table
            for oldest in list(self._held)[:-MOST]:
                del self._held[oldest]

    def set_aside(self, session: Session, table: Table | None) -> None:
        """Keep a saved game until somebody has said whether it may come; None: keep none any more."""
        with self._lock:
            self._instead.pop(session, None)
            if table is not None:
                self._instead[session] = table

    def aside(self, session: Session) -> Table | None:
        """The saved game that waits, if one does."""
        with self._lock:
            return self._instead.get(session)

    def join(self, code: str) -> str | None:
        """A key to the seat of a code; None where there is no such code, and ``PermissionError`` after too many."""
        if not self._attempts.heard():
            raise PermissionError
        with self._lock:
            wanted = code.strip().upper()
            for table in self._held.values():
                for known, seat in table.codes.items():
                    if secrets.compare_digest(known.encode(), wanted.encode()):
                        self._attempts.right()
                        return table.admit(seat)
            return None

    def seat(self, key: str) -> tuple[Table, str] | None:
        """The table and the seat of a phone's key, while the game is on the table."""
        with self._lock:
            return next(((table, table.keys[key]) for table in self._held.values() if key in table.keys), None)


def _code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))
