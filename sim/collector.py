"""A pause for Python's collector of cyclic garbage while many objects are made that are all going to last.

A run of the Mesa engine makes tens of thousands of them, and the collector looked through all of them again and again
without finding any to free: in Greater Manchester a fifth to two fifths of the time of a run.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_pauses = 0


@contextmanager
def paused() -> Iterator[None]:
    """Keep the collector from running by itself; it is on again, if it was, when the last of those who ask is done."""
    global _pauses
    with _lock:
        ours = _pauses > 0 or gc.isenabled()
        if ours:
            _pauses += 1
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            if ours:
                _pauses -= 1
                if not _pauses:
                    gc.enable()
