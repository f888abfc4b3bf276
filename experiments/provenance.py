"""Where a result comes from: versions, the state of the code, the files that were read."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from experiments.store import checksum

ROOT = Path(__file__).resolve().parent.parent
CODE = ("sim", "experiments", "configs")
PACKAGES = ("numpy", "scipy", "salib", "mesa", "polars", "plotly")


def tiers_version() -> str:
    """The version of this package, or 'unknown' when it runs without being installed."""
    try:
        return version("tiers")
    except PackageNotFoundError:
        return "unknown"


def versions() -> dict[str, str]:
    """Python and the packages whose version could change a result."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def code_state(root: Path = ROOT) -> dict[str, Any]:
    """The git commit the code is at, and whether it was changed since; or that this is not a checkout."""
    nowhere = {"state": "not a checkout", "commit": None, "changed": None}
    top = git(root, "rev-parse", "--show-toplevel")
    if top is None or Path(top).resolve() != root.resolve():
        return nowhere
    commit = git(root, "rev-parse", "--verify", "--quiet", "HEAD")
    changes = git(root, "status", "--porcelain", "--", *CODE)
    return {
        "state": "checkout" if commit else "checkout without a commit",
        "commit": commit,
        "changed": None if changes is None else bool(changes),
    }


def measured_with(version: str, code: Mapping[str, Any] | None) -> str:
    """In words, of what code a stored measurement is; the changelog tells what has moved figures since."""
    commit = (code or {}).get("commit")
    if not commit:
        return f"version {version}, commit not noted"
    changed = ", with changes that were not committed" if code and code.get("changed") else ""
    return f"version {version}, commit {commit[:12]}{changed}"


def source(root: Path = ROOT) -> str:
    """SHA-256 over every file of code: it tells whether results come from the same code, whatever git says."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in CODE[:2] for path in (root / folder).rglob("*.py")):
        digest.update(f"{path.relative_to(root).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def git(root: Path, *arguments: str) -> str | None:
    """What git says in a folder, or None when there is no git or it refuses."""
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(root), *arguments],  # noqa: S607
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=20,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def inputs(paths: Iterable[Path], root: Path = ROOT) -> dict[str, str]:
    """SHA-256 of every file that was read, by its path (inside the project where it lies there)."""
    found = {}
    for path in paths:
        whole = path.resolve()
        name = whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(path)
        found[name] = checksum(whole)
    return found
