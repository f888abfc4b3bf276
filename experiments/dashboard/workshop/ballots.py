"""Votes before and after: in memory alone, without names, and gone with the facilitator's session."""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from experiments.dashboard.attempts import Attempts
from experiments.dashboard.guard import same
from experiments.dashboard.sessions import Session
from experiments.dashboard.workshop.told import Told
from experiments.dashboard.workshop.wording import CHOICES, SURE, Asked

LETTERS = "ACDEFHJKMNPQRTUVWXY34679"
"""What a code is made of: nothing that is easily taken for something else, such as 0 and O."""
LENGTH = 6
MOST = 20
"""Ballots at a time."""
PHONES = 300
"""Phones of one ballot."""
ATTEMPTS, WINDOW = 60, 300.0
"""Wrong codes that are heard in so many seconds, from everybody together: a full room may mistype, a guesser gets
nowhere among 190 million codes."""
ROUNDS = ("before", "after")


class Refused(Exception):
    """What cannot be done now, and why, in one sentence."""


class TooMany(Refused):
    """Codes were guessed too often."""


@dataclass(frozen=True)
class Vote:
    """What one phone says: one of ``CHOICES``, and how sure, as a number of ``SURE``."""

    choice: str
    sure: int


@dataclass
class Round:
    """One of the two votes: by phone, what it said last."""

    votes: dict[str, Vote] = field(default_factory=dict)
    open: bool = False
    revealed: bool = False


@dataclass(eq=False)
class Ballot:
    """A question, the code that lets one vote on it, and both votes."""

    asked: Asked
    code: str = field(default_factory=lambda: "".join(secrets.choice(LETTERS) for _ in range(LENGTH)))
    phones: dict[str, float] = field(default_factory=dict)
    """By the secret of its cookie, when each phone came in."""
    rounds: Mapping[str, Round] = field(default_factory=lambda: {name: Round() for name in ROUNDS})
    wanted: bool = False
    """Whether the facilitator wants to show what the model says."""
    told: Told | None = None
    """That, once it was worked out."""


@dataclass(frozen=True)
class Tally:
    """How one vote fell: how many for each choice, and how many so sure."""

    choices: Mapping[str, int]
    sure: Mapping[int, int]

    @property
    def count(self) -> int:
        """Votes."""
        return sum(self.choices.values())


@dataclass(frozen=True)
class State:
    """What the facilitator may see: how a vote fell only once it is revealed."""

    asked: Asked
    code: str
    joined: int
    open: str | None
    """The vote that is open."""
    counts: Mapping[str, int]
    tallies: Mapping[str, Tally]
    """Of the votes that are revealed."""
    moved: Mapping[tuple[str, str], int] | None
    """From one choice to another, how many of those who voted both times; None until both are revealed."""
    wanted: bool
    told: Told | None


@dataclass(frozen=True)
class Paper:
    """What a phone sees: the question, the vote that is open, and what it said in it."""

    asked: Asked
    open: str | None
    vote: Vote | None


class Ballots:
    """The ballots of all sessions, one each. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._held: WeakKeyDictionary[Session, Ballot] = WeakKeyDictionary()
        """A ballot is gone when its session ends."""
        self._lock = threading.RLock()
        self._attempts = Attempts(ATTEMPTS, WINDOW)

    # --- the facilitator ---------------------------------------------------------------------------------------

    def put(self, session: Session, asked: Asked) -> None:
        """Put a question to the vote, under a code of its own; ``Refused`` once somebody voted, or with too many."""
        with self._lock:
            ballot = self._held.get(session)
            if ballot is None:
                if len(self._held) >= MOST:
                    raise Refused("Too many votes are held on this dashboard at the moment. Try again later.")
                self._held[session] = Ballot(asked)
            elif any(held.votes or held.open for held in ballot.rounds.values()):
                raise Refused("The vote on this question has begun. To put another, clear the votes first.")
            else:
                ballot.asked, ballot.wanted, ballot.told = asked, False, None

    def open(self, session: Session, name: str) -> None:
        """Open one vote; the other closes."""
        with self._own(session) as ballot:
            if ballot.rounds[name].revealed:
                raise Refused("How this vote fell has been shown: it cannot go on.")
            for other, held in ballot.rounds.items():
                held.open = other == name

    def close(self, session: Session, name: str) -> None:
        """Close a vote."""
        with self._own(session) as ballot:
            ballot.rounds[name].open = False

    def reveal(self, session: Session, name: str) -> None:
        """Let the facilitator see how a vote fell: it must be closed, and can then not be opened again."""
        with self._own(session) as ballot:
            if ballot.rounds[name].open:
                raise Refused("Close the vote first.")
            if not ballot.rounds[name].votes:
                raise Refused("Nobody has voted yet.")
            ballot.rounds[name].revealed = True

    def want(self, session: Session, wanted: bool = True) -> None:
        """Whether the model's answer is to be shown: the newest that there is."""
        with self._own(session) as ballot:
            ballot.wanted, ballot.told = wanted, None

    def tell(self, session: Session, asked: Asked, told: Told) -> None:
        """Keep what the model says to the question, if it is still that one."""
        with self._own(session) as ballot:
            if ballot.asked == asked:
                ballot.told = told

    def clear(self, session: Session) -> None:
        """Forget the question, the code and every vote."""
        with self._lock:
            self._held.pop(session, None)

    def state(self, session: Session) -> State | None:
        """What the facilitator may see; None where no question was put."""
        with self._lock:
            ballot = self._held.get(session)
            if ballot is None:
                return None
            tallies = {name: _tally(held) for name, held in ballot.rounds.items() if held.revealed}
            return State(
                ballot.asked,
                ballot.code,
                len(ballot.phones),
                _open(ballot),
                {name: len(held.votes) for name, held in ballot.rounds.items()},
                tallies,
                _moved(ballot) if len(tallies) == len(ROUNDS) else None,
                ballot.wanted,
                ballot.told,
            )

    @contextmanager
    def _own(self, session: Session) -> Iterator[Ballot]:
        with self._lock:
            ballot = self._held.get(session)
            if ballot is None:
                raise Refused("Put a question first.")
            yield ballot

    # --- phones ------------------------------------------------------------------------------------------------

    def enter(self, code: str, phone: str | None) -> str:
        """Let a phone in with a code, and return its secret: the one that it has, if it was given by us.

        ``Refused`` where no ballot has that code, after too many wrong ones, or where a ballot is full.
        """
        if not self._attempts.heard():
            raise TooMany("Too many wrong codes. Wait a few minutes, then try again.")
        typed = "".join(code.upper().split())
        with self._lock:
            ballots = list(self._held.values())
            found = [ballot for ballot in ballots if same(typed, ballot.code)]
            if not found:
                raise Refused("That is not the code on the screen.")
            self._attempts.right()
            known = phone is not None and any(phone in ballot.phones for ballot in ballots)
            secret = phone if known and phone else secrets.token_urlsafe(24)
            if secret not in found[0].phones and len(found[0].phones) >= PHONES:
                raise Refused("As many phones as there may be take part already.")
            found[0].phones[secret] = time.monotonic()
            return secret

    def paper(self, phone: str | None) -> Paper | None:
        """What a phone sees: of the ballot that it came into last; None where it has to give a code."""
        with self._lock:
            ballot = self._of(phone)
            if ballot is None or phone is None:
                return None
            name = _open(ballot)
            return Paper(ballot.asked, name, ballot.rounds[name].votes.get(phone) if name else None)

    def cast(self, phone: str | None, name: str, vote: Vote) -> None:
        """Count the vote of a phone, in place of its earlier one; ``Refused`` where that vote is not open."""
        if vote.choice not in CHOICES or not 0 <= vote.sure < len(SURE):
            raise Refused("Choose one answer to each question.")
        with self._lock:
            ballot = self._of(phone)
            if ballot is None or phone is None:
                raise Refused("Give the code on the screen first.")
            if name != _open(ballot):
                raise Refused("This vote is closed.")
            ballot.rounds[name].votes[phone] = vote

    def __len__(self) -> int:
        return len(self._held)

    def _of(self, phone: str | None) -> Ballot | None:
        mine = [ballot for ballot in self._held.values() if phone in ballot.phones]
        return max(mine, key=lambda ballot: ballot.phones[phone or ""], default=None)


def _open(ballot: Ballot) -> str | None:
    return next((name for name, held in ballot.rounds.items() if held.open), None)


def _tally(held: Round) -> Tally:
    choices = Counter(vote.choice for vote in held.votes.values())
    sure = Counter(vote.sure for vote in held.votes.values())
    return Tally({choice: choices[choice] for choice in CHOICES}, {level: sure[level] for level in range(len(SURE))})


def _moved(ballot: Ballot) -> Mapping[tuple[str, str], int]:
    before, after = (ballot.rounds[name].votes for name in ROUNDS)
    return Counter((before[phone].choice, after[phone].choice) for phone in before if phone in after)
