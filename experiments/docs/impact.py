"""Screen all uncertainties and mechanisms for their impact, and store it: ``python -m experiments.docs.impact``.

It takes some minutes; the register of assumptions reads the stored result.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from experiments.docs.screening import FILE, FUTURES, SEED, SYSTEMS, YEARS, as_text, screen
from experiments.files import whole_file
from experiments.problems import BadInput
from experiments.provenance import ROOT

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Screen, and write the file in one go."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments.docs.impact", description=(__doc__ or "").split(":", maxsplit=1)[0] + "."
    )
    cores = min(os.cpu_count() or 1, 8)
    parser.add_argument("--futures", type=int, default=FUTURES, help=f"futures in each system (default {FUTURES})")
    parser.add_argument("--years", type=int, default=YEARS, choices=range(1, 31), metavar="1-30")
    parser.add_argument("--seed", type=int, default=SEED, help=f"whole number (default {SEED})")
    parser.add_argument("--workers", type=int, default=cores, choices=range(1, 65), metavar="1-64", help="processes")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()

    def progress(said: str) -> None:
        print(f"\r{said}, {time.perf_counter() - started:.0f} s", end="", file=sys.stderr, flush=True)

    try:
        found = screen(SYSTEMS, asked.futures, asked.years, asked.seed, asked.workers, progress)
    except BadInput as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("\nStopped; nothing was written.", file=sys.stderr)
        return 130
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(FILE) as partial:
        partial.write_text(as_text(found), encoding="utf-8", newline="\n")
    print(f"\n{FILE.relative_to(ROOT).as_posix()} written; now run python -m experiments.docs", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
