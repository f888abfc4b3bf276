"""Ctrl-C at moments when it must not fall into the middle of things."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_came: list[int] = []


def remember_interrupts() -> None:
    """Note that Ctrl-C came, beside what it does anyway: code of others may swallow it (see ``heed_interrupts``)."""

    def interrupted(number: int, _: object) -> None:
        _came.append(number)
        raise KeyboardInterrupt

    _came.clear()
    signal.signal(signal.SIGINT, interrupted)


def heed_interrupts() -> None:
    """Stop here, with ``KeyboardInterrupt``, if Ctrl-C came and work went on all the same.

    What is raised while a compiled module of Cython is imported is lost, for one.
    """
    if _came:
        raise KeyboardInterrupt


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C, or a request to end, until this is over; then it takes effect.

    Processes that start meanwhile never hear of Ctrl-C: they leave it to their parent to stop them.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    usual = {number: signal.signal(number, lambda which, _: came.append(which)) for number in numbers}
    masks = hasattr(signal, "pthread_sigmask")  # a mask is inherited by new processes
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    try:
        yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for number, handler in usual.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])
