"""What a worker process of a desk does: one job after the other, until nobody is at the other end.

Through its pipe come jobs, and ``None`` for 'no longer wanted'. For every job there goes back one reply. A job is any
callable that takes a ``check`` and calls it now and then.
"""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Literal

Job = Callable[[Callable[[], object]], Any]
Reply = tuple[Literal["done", "stopped", "failed"], Any]


class Stopped(Exception):
    """Whoever wanted the job no longer does, or is gone."""


def serve(pipe: Connection) -> None:
    """Work off the jobs that come through the pipe. Ctrl-C is left to the parent process, which then hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            job = pipe.recv()
            if job is not None:  # else it was done before it was known to be unwanted
                pipe.send(_reply(job, pipe))
    except (EOFError, OSError):
        return


def _reply(job: Job, pipe: Connection) -> Reply:
    def check() -> None:
        if pipe.poll():  # there is word, or nobody at the other end
            raise Stopped

    try:
        return "done", job(check)
    except Stopped:
        return "stopped", None
    except Exception:
        return "failed", traceback.format_exc()
