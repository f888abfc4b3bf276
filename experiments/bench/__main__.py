"""Measure how fast the engines are, on the machine at hand.

Without options it takes about a minute; --full measures everything there is, in some twenty. --against COMMIT compares
this code with a commit, in turn and in one run. Every measurement is a new file under results/bench; --publish FILE
makes one of them the page docs/speed.md.
"""

from __future__ import annotations

import signal
import sys
from argparse import Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from experiments.arguments import BAD_INPUT, Parser, whole
from experiments.bench.against import as_it_stands, in_turn, laid_out, ratios
from experiments.bench.machine import load
from experiments.bench.plans import FULL, POLICY, QUICK, USUAL, jobs
from experiments.bench.rounds import Progress, go_round
from experiments.bench.screen import show, show_ratios
from experiments.bench.stored import Stored, as_text, read, record, stored
from experiments.docs import speed, write
from experiments.files import whole_file
from experiments.problems import BadInput
from experiments.provenance import ROOT

AGAINST = "against"
PAIRED_ROUNDS = 5
INTERRUPTED = 130
WIDTH = 140


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, record; the exit status is 2 where something was asked that cannot be."""
    parser = Parser(
        prog="python -m experiments.bench", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("--full", action="store_true", help="measure everything, on three systems")
    parser.add_argument("--rounds", type=whole(1, 99), help="how often to go round everything")
    parser.add_argument("--against", metavar="COMMIT", help="compare the code as it stands with a commit")
    parser.add_argument("--commit", metavar="COMMIT", help="with --against: compare this commit, not the code as it is")
    parser.add_argument("--publish", metavar="FILE", type=Path, help="write docs/speed.md from a full measurement")
    asked = parser.parse_args(arguments)
    if asked.commit and not asked.against:
        parser.error("--commit needs --against")
    screen, errors = Console(width=WIDTH, highlight=False), Console(stderr=True, highlight=False)
    try:
        if asked.publish:
            return _publish(asked.publish, screen)
        with errors.status("Measuring") as status:

            def progress(text: str) -> None:
                status.update(f"Measuring, {text}")

            found = _paired(asked, progress, screen) if asked.against else _alone(asked, progress)
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        return INTERRUPTED
    path = record(found)
    _print(found, screen)
    screen.print(f"Written: {path.relative_to(ROOT).as_posix()}")
    return 0


def _alone(asked: Namespace, progress: Progress) -> Stored:
    """Measure what a plan holds."""
    plan = FULL if asked.full else QUICK
    rounds = asked.rounds or plan.rounds
    before = load()
    measured = go_round(jobs(plan), rounds, progress)
    return stored(plan.name, rounds, POLICY, (before, load()), datetime.now(UTC).astimezone(), measured)


def _paired(asked: Namespace, progress: Progress, screen: Console) -> Stored:
    """Measure a commit and the code as it stands, or another commit, in turn."""
    plan, rounds = FULL if asked.full else QUICK, asked.rounds or PAIRED_ROUNDS
    before, here = load(), as_it_stands()
    with ExitStack() as trees:
        first = trees.enter_context(laid_out(asked.against))
        second = trees.enter_context(laid_out(asked.commit)) if asked.commit else here
        screen.print(f"First: {first.name}. Second: {second.name}.")
        if asked.commit and here.changed:
            screen.print("What is changed here and not committed is not measured.")
        measured = in_turn(first, second, plan.systems, POLICY, USUAL, plan.months, rounds, progress)
    return stored(AGAINST, rounds, POLICY, (before, load()), datetime.now(UTC).astimezone(), measured)


def _print(found: Stored, screen: Console) -> None:
    if found.plan == AGAINST:
        show_ratios(ratios(found.measured), screen)
    else:
        show(found, screen)


def _publish(path: Path, screen: Console) -> int:
    """Make a full measurement the one that the page of speed is written from, and write the page."""
    found = read(path)
    if found.plan != FULL.name or found.rounds < FULL.rounds:
        what = f"'{path}' is a measurement called {found.plan}, of {found.rounds} rounds"
        raise BadInput.single(what, "--publish", allowed=f"one made with --full, of {FULL.rounds} rounds or more")
    with whole_file(speed.DATA) as partial:
        partial.write_text(as_text(found), encoding="utf-8", newline="\n")
    for changed in (speed.DATA, *write()):
        screen.print(f"Written: {changed.name}")
    return 0


def _end(number: int, _: object) -> None:
    """Told to end: tidy up on the way out."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main())
