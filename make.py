"""Everything one does with this repository, on every operating system: `python make.py TARGET`.

The Makefile only calls this file, so `make demo` and `python make.py demo` are the same thing.
It needs nothing but Python: the first target that wants packages makes `.venv` and fills it from a hashed lock.
What follows TARGET goes to the tool behind it: `python make.py test -k trust`.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)

# Packages are compiled once, on installation, and not again in every process; output is UTF-8 on Windows too.
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1"}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)


class Stop(Exception):
    """A sentence that tells the reader what is wrong and what to do."""


# --- the targets ------------------------------------------------------------------------------------------------


def demo(arguments: list[str]) -> int:
    """Set up, then compare two policies on West Yorkshire in 500 futures (the first time takes a few minutes)."""
    set_up("requirements.lock")
    return tiers("compare", "maximum-delegation", "centrist", "--system", "west-yorkshire", "--futures=500", *arguments)


def test(arguments: list[str]) -> int:
    """Run the tests, except the slow ones."""
    set_up("requirements.lock", "requirements-dev.lock")
    return pytest("--ignore=tests/slow", *arguments)


def verify(arguments: list[str]) -> int:
    """Run every test, the slow ones in tests/slow too."""
    set_up("requirements.lock", "requirements-dev.lock")
    return pytest(*arguments)


def check(arguments: list[str]) -> int:
    """Check format, lint and strict types."""
    set_up("requirements.lock", "requirements-dev.lock")
    steps = (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"])
    return max([run(PYTHON, "-m", *step) for step in steps])  # all three, whatever the first one says


def bench(arguments: list[str]) -> int:
    """Measure the speed of both engines."""
    set_up("requirements.lock")
    return run(PYTHON, "-m", "experiments.bench", *arguments)


def profile(arguments: list[str]) -> int:
    """Show what each mechanism, rule and line of the rulebook costs."""
    set_up("requirements.lock")
    return run(PYTHON, "-m", "experiments.profile", *arguments)


def lock(arguments: list[str]) -> int:
    """Write both locks anew from pyproject.toml (for maintainers; needs uv on the PATH)."""
    uv = shutil.which("uv")
    if uv is None:
        raise Stop("Writing the locks needs uv on the PATH. Using them does not.")
    compiled = [uv, "pip", "compile", "pyproject.toml", "--group=build", "--universal", "--python-version=3.11"]
    compiled += ["--fork-strategy=fewest", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"]
    compiled += ["--custom-compile-command=python make.py lock", "--quiet", *arguments]
    extras = ["--extra=dashboard"]
    runtime = run(*compiled, *extras, "--output-file=requirements.lock")
    extras += ["--extra=distributed", "--extra=dev", "--constraints=requirements.lock"]
    return runtime or run(*compiled, *extras, "--output-file=requirements-dev.lock")


def clean(arguments: list[str]) -> int:
    """Remove .venv and every cache; results stay."""
    if Path(sys.prefix).resolve() == VENV:
        raise Stop("This Python lives in .venv, which `clean` removes: run it with another one.")
    caches = (".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache")
    for name in (".venv", ".venv-ema", *caches, "build", "tiers.egg-info"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for package in ("sim", "experiments", "tests"):
        for cache in (ROOT / package).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
    return 0


def usage(arguments: list[str]) -> int:
    """Say what can be done (this text)."""
    print("make TARGET, or without make: python make.py TARGET\n")
    for name, target in TARGETS.items():
        print(f"  {name:<8}{target.__doc__}")
    print("\nOptions for the tool behind a target: make test ARGS='-k trust', or python make.py test -k trust.")
    return 0


TARGETS: dict[str, Callable[[list[str]], int]] = {
    "help": usage,
    "demo": demo,
    "test": test,
    "verify": verify,
    "check": check,
    "bench": bench,
    "profile": profile,
    "lock": lock,
    "clean": clean,
}


# --- running things ---------------------------------------------------------------------------------------------


def run(*command: str | Path) -> int:
    """Run a command in the repository, its output where ours goes; return its exit status."""
    sys.stdout.flush()
    # Ctrl-C reaches the command as well as us: we wait, so that it can tidy up before it ends.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        status = subprocess.run([str(part) for part in command], cwd=ROOT, env=ENVIRONMENT, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
    return status if status >= 0 else 128 - status


def tiers(*arguments: str) -> int:
    """Run the command that the installation made."""
    return run(SCRIPTS / ("tiers.exe" if os.name == "nt" else "tiers"), *arguments)


def pytest(*arguments: str) -> int:
    """Run pytest in two processes; tests marked with one `xdist_group` share a process."""
    return run(PYTHON, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *arguments)


# --- setting up -------------------------------------------------------------------------------------------------


def set_up(*locks: str) -> None:
    """Make .venv and install the locks and the project, each once: a stamp says what is already in place."""
    with one_at_a_time():
        make_venv()
        for name in locks:
            if not stamped(name):
                say(f"Installing {name} into .venv: ")
                # The lock is whole, so pip need not resolve: with an extra in it, it would look at later versions.
                pip("--no-deps", "--require-hashes", "--only-binary=:all:", "-r", name)
                stamp(name)
        if not stamped("pyproject.toml"):
            say("Installing tiers itself: ")
            pip("--no-deps", "--no-build-isolation", "--editable", ".")
            stamp("pyproject.toml")


def make_venv() -> None:
    """Make .venv, unless a whole one that belongs to this folder is there."""
    if PYTHON.exists() and stamped(".venv"):
        return
    base = suitable_python()
    say("Making .venv: ")
    started = time.monotonic()
    # A new one in place of the old: what was moved, or broken off half-way, is not worth repairing.
    if run(base, "-m", "venv", "--clear", VENV):
        raise Stop("Python could not make .venv. On Debian and Ubuntu: sudo apt install python3-venv")
    stamp(".venv")
    print(f"{time.monotonic() - started:.0f} s")


def suitable_python() -> str:
    """Return the Python to build .venv with: the one that runs this file, or another on the PATH if it is too old."""
    if sys.version_info >= OLDEST:
        return str(getattr(sys, "_base_executable", sys.executable))
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        found = shutil.which(name)
        # A version manager may list a Python that it then refuses to run, so each is tried.
        if found and not subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode:
            return found
    have = ".".join(map(str, sys.version_info[:2]))
    raise Stop(f"tiers needs Python 3.11 or newer; this is {have}. With make, name another: make demo PYTHON=...")


def pip(*arguments: str) -> None:
    """Install with plain pip, quietly and byte-compiled."""
    started = time.monotonic()
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--compile"]
    # Until its next stamp .venv counts as broken, so that an installation cut off half-way is not trusted.
    stamp_of(".venv").unlink(missing_ok=True)
    if run(PYTHON, "-m", "pip", "install", *options, *arguments):
        raise Stop("The installation failed; pip says why above. Once that is mended, run the same command again.")
    stamp(".venv")
    print(f"{time.monotonic() - started:.0f} s")


def fingerprint(name: str) -> str:
    """Return what a stamp must say to hold: the folder for .venv itself, the content for a file."""
    content = str(ROOT).encode() if name == ".venv" else (ROOT / name).read_bytes()
    return hashlib.sha256(content).hexdigest()


def stamp_of(name: str) -> Path:
    """Return where the stamp is kept."""
    return VENV / f"{name.lstrip('.')}.stamp"


def stamp(name: str) -> None:
    """Record that this is in place."""
    stamp_of(name).write_text(fingerprint(name))


def stamped(name: str) -> bool:
    """Tell whether exactly this is in place."""
    return stamp_of(name).exists() and stamp_of(name).read_text() == fingerprint(name)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one process at a time set up; the system lets go of the lock when a process ends, however it ends."""
    with (ROOT / ".venv.lock").open("w") as held:
        if sys.platform == "win32":
            import msvcrt

            while True:  # it gives up after ten seconds
                with contextlib.suppress(OSError):
                    msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    """Begin a line that the time taken will end."""
    print(text, end="", flush=True)


def main(arguments: list[str]) -> int:
    """Run the target named first; without one, say what there is."""
    name = arguments[0] if arguments else "help"
    if name not in TARGETS:
        print(f"There is no target '{name}'. There are: {', '.join(TARGETS)}.", file=sys.stderr)
        return 2
    try:
        return TARGETS[name](arguments[1:])
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
