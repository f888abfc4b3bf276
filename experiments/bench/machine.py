"""The machine that was measured, as far as it tells."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

CPUINFO, CACHES = Path("/proc/cpuinfo"), Path("/sys/devices/system/cpu/cpu0/cache")


def machine() -> dict[str, Any]:
    """Processor, its cores, the cache that each core has for itself (None where unknown), and the operating system."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "own_cache": _own_cache(),
        "system": platform.system(),
    }


def load() -> float | None:
    """Processes that wanted a processor, on average over the last minute; None where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _processor() -> str:
    lines = CPUINFO.read_text(encoding="utf-8").splitlines() if CPUINFO.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _own_cache() -> str | None:
    """Size of the level-2 cache."""
    for cache in sorted(CACHES.glob("index*")):
        if (cache / "level").read_text(encoding="utf-8").strip() == "2":
            return (cache / "size").read_text(encoding="utf-8").strip()
    return None
