"""Worker processes: blocks go out, results come back through files, and all end when they are no longer wanted."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import numpy as np

from experiments.blocks import Block, Task, work
from experiments.interrupts import interrupts_held
from sim.series import Packed

Place = Callable[[Task, Block], None]
Progress = Callable[[int], None]

_stop: Event | None = None
"""In a worker process: set when its parent wants no more."""


def spread(workers: int, tasks: Sequence[Task], place: Place, progress: Progress) -> list[Task]:
    """Run tasks in worker processes and ``place`` what they come to; return those during which a process died.

    Results travel as files. Through the pipe between processes goes only the word that they are there, so short that
    a process cannot die in the midst of it and leave the others waiting for the rest.
    """
    with tempfile.TemporaryDirectory(prefix="tiers-") as scratch, pool(min(workers, len(tasks))) as working:
        waiting: dict[Future[Path], Task] = {}
        with interrupts_held():  # half-started processes would be orphans
            for number, task in enumerate(tasks):
                waiting[working.submit(_work_to_file, task, Path(scratch, f"{number}.npz"))] = task
        try:
            for done in as_completed(list(waiting)):
                file = done.result()
                task = waiting.pop(done)
                place(task, _read(file))
                file.unlink()
                progress(task.runs)
        except BrokenProcessPool:
            pass
        return list(waiting.values())


@contextmanager
def pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes that stop what they do when their parent gives up, and are gone when this ends, or when their
    parent is no more."""
    start = context()
    stop = start.Event()
    working = ProcessPoolExecutor(workers, mp_context=start, initializer=_listen, initargs=(stop,))
    try:
        yield working
    except BaseException:
        stop.set()
        raise
    finally:
        working.shutdown(wait=True, cancel_futures=True)


def context() -> BaseContext:
    """How worker processes start: from a clean server where there is one, else from scratch; never by a bare fork."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        server = multiprocessing.get_context("forkserver")
        server.set_forkserver_preload(["experiments.workers", "sim.batch"])
        return server
    return multiprocessing.get_context("spawn")


def _listen(stop: Event) -> None:
    global _stop
    _stop = stop
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker process when its parent has ended, which may have had no time to say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def stopping() -> bool:
    """In a worker process: whether its parent wants no more."""
    return _stop is not None and _stop.is_set()


def _work_to_file(task: Task, file: Path) -> Path:
    """What a worker process does with a task."""
    block = work(task, stopping)
    parts = {
        f"{kind} {side} {name}": values
        for kind, found in (("outcomes", block.outcomes), ("series", block.series))
        for side, of_side in found.items()
        for name, values in of_side.items()
    }
    for which, packed in block.counts.items():
        parts |= {f"counts {which} {part}": values for part, values in vars(packed).items()}
    with file.open("wb") as open_file:
        np.savez(open_file, allow_pickle=False, **parts)
    return file


def _read(file: Path) -> Block:
    found: dict[str, dict[str, dict[str, Any]]] = {"outcomes": {}, "series": {}, "counts": {}}
    with np.load(file, allow_pickle=False) as parts:
        for key in parts.files:
            kind, _, rest = key.partition(" ")
            which, _, name = rest.rpartition(" ")
            found[kind].setdefault(which, {})[name] = parts[key]
    counts = {which: Packed(**arrays) for which, arrays in found["counts"].items()}
    return Block(found["outcomes"], found["series"], counts)
