"""How often something secret may be guessed: by everybody together, because addresses are easily changed."""

from __future__ import annotations

import threading
import time
from collections import deque


class Attempts:
    """Wrong guesses that are heard within a while; after so many, nobody's is, not even the right one."""

    def __init__(self, most: int, window: float) -> None:
        self._most, self._window = most, window
        self._wrong: deque[float] = deque()
        self._lock = threading.Lock()

    def heard(self) -> bool:
        """Whether a guess is heard now. It counts as wrong until ``right`` takes it back."""
        with self._lock:
            while self._wrong and time.monotonic() - self._wrong[0] > self._window:
                self._wrong.popleft()
            if len(self._wrong) >= self._most:
                return False
            self._wrong.append(time.monotonic())
            return True

    def right(self) -> None:
        """The guess that was heard last was right: it counts no more."""
        with self._lock:
            if self._wrong:
                self._wrong.pop()
