"""One writer at a time: the system lets go of the lock when a process ends, however it ends, so none is ever stale."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BufferedRandom
from pathlib import Path

from experiments.problems import BadInput

LOCK = ".lock"
_FAR = 2**30
"""Windows locks bytes, and nobody else may read them: one far beyond what is written here."""


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder for writing; ``BadInput`` names who holds it already.

    Other processes on the same machine are kept out, and those of other machines where the file system passes locks on,
    as local ones and NFS 4 do.
    """
    with (folder / LOCK).open("a+b") as file:
        try:
            _take(file)
        except OSError:
            raise BadInput.single(
                f"another process is writing to '{folder}'{_holder(folder)}", "--output", "to wait until it has ended"
            ) from None
        file.truncate(0)
        said = {"pid": os.getpid(), "host": platform.node(), "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"}
        file.write(json.dumps(said).encode())
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _take(file: BufferedRandom) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(folder: Path) -> str:
    """Who says to hold it, as far as can be read."""
    try:
        said = json.loads((folder / LOCK).read_text(encoding="utf-8"))
        return f" (process {said['pid']} on {said['host']}, since {said['since']})"
    except (OSError, ValueError, KeyError):
        return ""
