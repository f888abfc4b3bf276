"""Let all policies meet in all systems, and in every claim of circumstances: ``python -m experiments.docs.contest``.

It takes some minutes; the page of policies reads the stored results.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from experiments.arguments import BAD_INPUT, whole
from experiments.docs import contests
from experiments.files import whole_file
from experiments.problems import BadInput

Measure = Callable[[int, int, int, int, contests.Progress], dict[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for, and write each file in one go."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments.docs.contest", description=(__doc__ or "").split(":", maxsplit=1)[0] + "."
    )
    cores = min(os.cpu_count() or 1, 8)
    few = whole(2, 100_000)
    parser.add_argument("--futures", type=few, default=contests.FUTURES, help="futures in each of all systems")
    parser.add_argument("--claim-futures", type=few, default=contests.CLAIM_FUTURES, help="futures for each claim")
    parser.add_argument("--years", type=whole(1, 30), default=contests.YEARS)
    parser.add_argument("--seed", type=whole(0, 2**32 - 1), default=contests.SEED)
    parser.add_argument("--workers", type=whole(1, 64), default=cores, help="processes")
    parser.add_argument("--only", choices=("shares", "claims"), help="run one of the two")
    asked = parser.parse_args(arguments)
    wanted: list[tuple[str, Path, Measure, int]] = [
        ("claims", contests.CLAIMS, contests.measure_claims, asked.claim_futures),
        ("shares", contests.SHARES, contests.measure_shares, asked.futures),
    ]
    started = time.perf_counter()

    def progress(said: str) -> None:
        print(f"\r\033[K{said}, {time.perf_counter() - started:.0f} s", end="", file=sys.stderr, flush=True)

    for name, path, measure, futures in wanted:
        if asked.only not in (None, name):
            continue
        try:
            found = measure(futures, asked.years, asked.seed, asked.workers, progress)
        except BadInput as error:
            print(f"\n{error}", file=sys.stderr)
            return BAD_INPUT
        except KeyboardInterrupt:
            print("\nStopped; nothing more was written.", file=sys.stderr)
            return 130
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as partial:
            partial.write_text(contests.as_text(found), encoding="utf-8", newline="\n")
        print(f"\n{path.name} written", file=sys.stderr)
        for claim in found.get("claims", ()):
            if not claim["holds"]:
                print(f"does not hold: {claim['circumstances']}, {claim['id']}", file=sys.stderr)
    print("Now run python -m experiments.docs", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
