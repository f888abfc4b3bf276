"""Ctrl-C that code of others swallows still stops the work."""

import contextlib
import signal
from collections.abc import Iterator

import pytest

from experiments.cli.options import progress_bar
from experiments.interrupts import interrupts_held, remember_interrupts


@pytest.fixture
def remembered() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    remember_interrupts()
    yield
    remember_interrupts()  # nothing came
    signal.signal(signal.SIGINT, before)


def swallow() -> None:
    with contextlib.suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_an_interrupt_that_was_swallowed_stops_the_next_step(remembered: None) -> None:
    with progress_bar("Trying") as bar:
        task = bar.add_task("", total=3)
        bar.advance(task)
        swallow()
        with pytest.raises(KeyboardInterrupt):
            bar.advance(task)
        assert bar.tasks[0].completed == 1


def test_one_that_was_held_back_and_then_swallowed_does_too(remembered: None) -> None:
    with progress_bar("Trying") as bar:
        task = bar.add_task("", total=3)
        with contextlib.suppress(KeyboardInterrupt), interrupts_held():
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            bar.advance(task)


def test_without_one_nothing_stops(remembered: None) -> None:
    with progress_bar("Trying") as bar:
        task = bar.add_task("", total=3)
        for _ in range(3):
            bar.advance(task)
        assert bar.finished
