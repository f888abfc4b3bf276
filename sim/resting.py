"""Blocks that rest: bound once, and taken up again for the next runs of the same rules on the same system.

Binding the rules takes as long as running them for hundreds of futures, and most questions differ from the one before
in their runs, or in a lever.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from sim.block import Block

RESTING_ROOM = 160 * 2**20
"""Bytes that all resting blocks of a process may hold."""

_resting: list[Block] = []
_lock = Lock()


def take(fits: Callable[[Block], bool]) -> Block | None:
    """A resting block that fits; None where there is none."""
    with _lock:
        for place, block in enumerate(_resting):
            if fits(block):
                return _resting.pop(place)
    return None


def rest(block: Block) -> None:
    """Let a block rest until it is taken up again, or until others need its room: those that came first go first."""
    block.weigh()
    with _lock:
        _resting.append(block)
    make_room(0)


def make_room(size: int) -> None:
    """Let go of blocks until those that rest and another of ``size`` bytes have room."""
    with _lock:
        while _resting and sum(block.size for block in _resting) + size > RESTING_ROOM:
            _resting.pop(0).close()
