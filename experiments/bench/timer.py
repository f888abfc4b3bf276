"""One timing of the NumPy engine in a process of its own: ``python timer.py SYSTEM POLICY RUNS MONTHS WARM``.

It needs nothing of this package, only ``sim`` and the reader of ``configs``, and so it can time the code of any commit
that has ``sim.batch.simulate``. It runs ``WARM`` months to warm up, then all months with the clock on, and prints one
line of JSON: ``wall`` and ``cpu`` in seconds, ``peak`` in bytes (null where the system does not tell), a checksum of
all ``outcomes``, and the files that the ``code`` came from.
"""

import hashlib
import inspect
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from experiments.config import load_policy, load_system
from sim.batch import simulate
from sim.futures import draw_futures

STATUS = Path("/proc/self/status")
"""Where Linux tells how much memory a process has had at most, since it began."""


def main(arguments: Sequence[str]) -> None:
    """Time it and print."""
    name, policy_name, *numbers = arguments
    runs, months, warm = map(int, numbers)
    system, policy = load_system(name).system, load_policy(policy_name)
    futures = draw_futures(1, runs)
    more: dict[str, Any] = {"series": ()} if "series" in inspect.signature(simulate).parameters else {}
    if warm:
        simulate(system, policy, futures, warm, **more)
    wall, cpu = time.perf_counter(), time.process_time()
    result = simulate(system, policy, futures, months, **more)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    digest = hashlib.sha256()
    for outcome in sorted(result.outcomes):
        digest.update(outcome.encode() + result.outcomes[outcome].tobytes())
    said = {"wall": wall, "cpu": cpu, "peak": _peak(), "outcomes": digest.hexdigest(), "code": _code()}
    print(json.dumps(said))


def _code() -> list[str]:
    """The file of every module of ours that was loaded."""
    ours = [module for name, module in sys.modules.items() if name.partition(".")[0] in ("sim", "experiments")]
    return [module.__file__ for module in ours if module.__file__]


def _peak() -> int | None:
    """The most memory this process has held, in bytes."""
    lines = STATUS.read_text(encoding="utf-8").splitlines() if STATUS.exists() else []
    kibibytes = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return 1024 * kibibytes[0] if kibibytes else None


if __name__ == "__main__":
    main(sys.argv[1:])
