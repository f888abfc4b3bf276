"""Random draws with an address: seed, replicate, slot, stable id, month. Nothing else enters.

A counter-based generator, SplitMix64 (Steele, Lea and Flood 2014, OOPSLA, "Fast splittable pseudorandom number
generators"), is keyed by the address and asked for the month's value, so a draw does not depend on engine, block,
worker, order, policy or parameters, and two policies meet the same shocks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import ClassVar
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Words = NDArray[np.uint64]

GAMMA = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)


def mix(z: Words) -> Words:
    """SplitMix64's output function on each 64-bit word."""
    z = z ^ (z >> _S30)
    z *= _FIRST
    z ^= z >> _S27
    z *= _SECOND
    z ^= z >> _S31
    return z


def word(text: str) -> np.uint64:
    """A stable 64-bit word for a name."""
    return np.uint64(int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little"))


def nth(key: Words, n: int) -> Words:
    """The n-th output (from 0) of SplitMix64 seeded with each key."""
    with np.errstate(over="ignore"):
        return mix(key + GAMMA * np.uint64(n + 1))


def run_keys(seed: int, replicates: NDArray[np.int64]) -> Words:
    """One key for each run: the replicate's output of a generator that the seed keys, so that the two do not mix up."""
    with np.errstate(over="ignore"):
        root = mix(np.array([seed & 0xFFFFFFFFFFFFFFFF], dtype=np.uint64) + GAMMA)
        return mix(root + GAMMA * (replicates.astype(np.uint64) + np.uint64(1)))


def unit(bits: Words) -> NDArray[np.float64]:
    """Uniform numbers strictly inside (0, 1) from 64-bit words (52 bits, centred)."""
    u = (bits >> _S12).astype(np.float64)
    u *= 2.0**-52
    u += 2.0**-53
    return u


def drawn(keys: Words, month: int, *, normal: bool) -> NDArray[np.float64]:
    """The month's draws of each key: uniforms on (0, 1), or standard normals."""
    u = unit(nth(keys, month))
    return np.asarray(ndtri(u, out=u)) if normal else u


def keyed(names: Words, runs: Words) -> Words:
    """A key for each name (rows) and run (columns)."""
    with np.errstate(over="ignore"):
        return mix(names[:, None] ^ runs[None, :])


class Stream:
    """The draws of one slot for several entities (rows) and runs (columns), which follow the keys of the runs."""

    def __init__(self, slot: str, ids: Sequence[str], runs: Words, *, normal: bool) -> None:
        self.names = np.array([word(f"{slot}|{i}") for i in ids], dtype=np.uint64)
        self.runs, self._normal = runs, normal

    def at(self, month: int) -> NDArray[np.float64]:
        """The month's draws, shape (entities, runs): uniforms on (0, 1), or standard normals."""
        return drawn(keyed(self.names, self.runs), month, normal=self._normal)


class Pool:
    """Streams whose draws are made together, a month at a time: one pass over all of them costs less than many.

    Nothing is drawn twice: runs of one replicate share what is drawn, and so do pools that hold the same streams for
    the same runs at the same time, as those of two policies do that walk side by side, and questions about the same
    futures where there is room to keep what was drawn.
    """

    _held: ClassVar[WeakValueDictionary[tuple[bytes, int], NDArray[np.float64]]] = WeakValueDictionary()
    """What any pool holds just now, by what it depends on and month."""

    def __init__(self, runs: Words, *, normal: bool, room: int = 0) -> None:
        """For runs with these keys; up to ``room`` bytes of draws are kept for when the same runs come again."""
        self._streams: list[Stream] = []
        self._runs, self._normal, self._room = runs, normal, room
        self._content = b""
        self._kept: list[NDArray[np.float64]] = []
        self.forget()

    @property
    def size(self) -> int:
        """Bytes of draws that it keeps."""
        return sum(drawn.nbytes for drawn in self._kept)

    def join(self, stream: Stream) -> Callable[[int], NDArray[np.float64]]:
        """Take in a stream of the same runs, before any draw is made; what comes back gives its draws of a month."""
        if stream.runs is not self._runs:
            raise ValueError("a pool draws for the same runs")
        start = sum(len(joined.names) for joined in self._streams)
        self._streams.append(stream)
        rows = slice(start, start + len(stream.names))
        return lambda month: self._at(month)[rows]

    def forget(self) -> None:
        """Draw anew: the runs may have other keys."""
        self._keys: Words | None = None
        self._month: int | None = None

    def _at(self, month: int) -> NDArray[np.float64]:
        if month != self._month:
            if self._keys is None:
                self._begin()
            found = self._held.get((self._content, month))
            if found is None:
                found = self._held[self._content, month] = self._draw(month)
                if self.size + found.nbytes <= self._room:
                    self._kept.append(found)
            self._drawn, self._month = found, month
        return self._drawn

    def _begin(self) -> None:
        names = np.concatenate([stream.names for stream in self._streams])
        content = blake2b(names.tobytes() + self._runs.tobytes() + bytes([self._normal])).digest()
        if content != self._content:
            self._content, self._kept = content, []
        alone, place = np.unique(self._runs, return_inverse=True)
        self._place = place if 2 * len(alone) <= len(place) else None
        self._keys = keyed(names, self._runs if self._place is None else alone)

    def _draw(self, month: int) -> NDArray[np.float64]:
        assert self._keys is not None
        found = drawn(self._keys, month, normal=self._normal)
        return found if self._place is None else found[:, self._place]
