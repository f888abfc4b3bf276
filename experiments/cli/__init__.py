"""The command ``tiers``."""

from __future__ import annotations

import signal
import sys

BAD_INPUT, INTERRUPTED, FAILED = 2, 130, 1


def main() -> None:
    """Run the command and end the process with its exit status.

    0: done; 1: something broke; 2: bad input, explained on standard error; 130: stopped with Ctrl-C.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        signal.signal(signal.SIGTERM, _end)
        from experiments.cli.app import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        print("\nStopped. No half-written results are left behind.", file=sys.stderr)
        status = INTERRUPTED
    except BrokenPipeError:
        status = _pipe_closed()
    sys.exit(status)


def _end(number: int, _: object) -> None:
    """Told to end: tidy up on the way out."""
    sys.exit(128 + number)


def _pipe_closed() -> int:
    """Whoever read our output has gone (for example ``head``): end quietly."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
