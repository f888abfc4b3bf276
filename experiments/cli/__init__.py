"""The command ``tiers``."""

from __future__ import annotations

import codecs
import signal
import sys

from experiments.interrupts import remember_interrupts

BAD_INPUT, INTERRUPTED, FAILED, INCOMPLETE = 2, 130, 1, 3


def main() -> None:
    """Run the command and end the process with its exit status.

    0: done; 1: something broke; 2: bad input, explained on standard error; 3: done, but for runs that failed; 130:
    stopped with Ctrl-C.
    """
    try:
        codecs.register_error("tiers", _plain)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="tiers")
        signal.signal(signal.SIGTERM, _end)
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # a shell may have it ignored
            remember_interrupts()
        from experiments.cli.app import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # An interrupt inside an import that runs generated code marks the process to die of the signal at its end,
        # caught or not, instead of with our status. Running any code afresh takes the mark away.
        exec("")  # noqa: S102
        print("\nStopped. No half-written results are left behind.", file=sys.stderr)
        status = INTERRUPTED
    except BrokenPipeError:
        status = _pipe_closed()
    sys.exit(status)


def _plain(error: UnicodeError) -> tuple[str, int]:
    """What to print where the terminal cannot show a character: a hyphen for a minus sign, else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    return "".join("-" if character in "\N{MINUS SIGN}\N{EN DASH}" else "?" for character in text), error.end


def _end(number: int, _: object) -> None:
    """Told to end: tidy up on the way out."""
    sys.exit(128 + number)


def _pipe_closed() -> int:
    """Whoever read our output has gone (for example ``head``): end quietly."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
