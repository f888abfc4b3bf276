"""Who does the work: this process, worker processes on this machine, or a Dask cluster; all by the same interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from experiments import workers
from experiments.interrupts import interrupts_held
from experiments.problems import BadInput

T = TypeVar("T")


@dataclass(frozen=True)
class Workforce:
    """How to get at workers, and how much to give them at a time."""

    open: Callable[[], AbstractContextManager[Executor]]
    """Workers, anew each time: they are rebuilt when one dies."""
    width: Callable[[], int]
    """Jobs to have given out at any time: so many that nobody waits, and few enough to hold."""
    deadly: tuple[type[Exception], ...] = ()
    """What a job raises that has killed several workers, each of them replaced."""
    giving: Callable[[], AbstractContextManager[None]] = nullcontext
    """What to be in while a job is given out."""


class _Here(Executor):
    """Does each piece of work at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """The finished work."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def here() -> Workforce:
    """This process alone."""
    return Workforce(lambda: nullcontext(_Here()), lambda: 1)


def processes(count: int) -> Workforce:
    """Worker processes on this machine."""
    if count == 1:
        return here()
    return Workforce(
        lambda: workers.pool(count), lambda: 2 * count, giving=interrupts_held
    )  # or there might be orphans


def dask(scheduler: str) -> Workforce:
    """The workers of a Dask cluster, by the address of its scheduler.

    Workers write what they work out themselves, so they must see the results folder under the same path. ``BadInput``
    where Dask is not installed or nobody answers at the address.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise BadInput.single(
            "Dask is not installed", "--executor", "'processes', or install it: pip install 'tiers[distributed]'"
        ) from None
    try:
        client = Client(scheduler, timeout=20)
    except (OSError, ValueError, TypeError) as error:
        what = f"no Dask scheduler answers at '{scheduler}': {str(error).splitlines()[0]}"
        raise BadInput.single(what, "--scheduler", "an address such as tcp://host:8786") from None

    @contextmanager
    def cluster() -> Iterator[Executor]:
        with client, client.get_executor(pure=False) as executor:
            yield executor

    return Workforce(cluster, lambda: max(2, 2 * sum(client.nthreads().values())), (KilledWorker,))
