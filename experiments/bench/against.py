"""Two states of the code in turn, in one run: speeds of one machine at different times cannot be compared.

Each commit is laid out in a git worktree in a temporary folder, which is removed however the comparison ends. Every
timing is a fresh process, and which of the two goes first alternates.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from experiments.bench.processes import Failed, time_apart
from experiments.bench.rounds import Figures, Measured, Progress
from experiments.interrupts import interrupts_held
from experiments.problems import BadInput
from experiments.provenance import ROOT, code_state, git

FIRST, SECOND = "first", "second"
WARM = 13
"""Months that each process runs before its clock starts."""


@dataclass(frozen=True)
class Code:
    """A state of the code: the folder it lies in, its commit, and whether it was changed since."""

    folder: Path
    commit: str
    changed: bool = False

    @property
    def name(self) -> str:
        """What to call it."""
        return f"{self.commit[:12]}{', with changes that are not committed' if self.changed else ''}"


@dataclass(frozen=True)
class Ratio:
    """How many times as fast the second state of the code is as the first on a system, in each round.

    By wall time and by processor time; ``same`` tells whether both give the same outcomes to the last bit.
    """

    system: str
    first: str
    second: str
    wall: tuple[float, ...]
    cpu: tuple[float, ...]
    same: bool


def as_it_stands(root: Path = ROOT) -> Code:
    """The code that is running, as it lies there; ``BadInput`` where it is not a checkout of git."""
    state = code_state(root)
    if state["commit"] is None:
        what = "this is not a git checkout with a commit, so there is nothing to compare with"
        raise BadInput.single(what, "--against")
    return Code(root, state["commit"], bool(state["changed"]))


@contextmanager
def laid_out(commit: str, root: Path = ROOT) -> Iterator[Code]:
    """Lay out a commit in a worktree of its own and remove it afterwards; ``BadInput`` where git knows no such commit.

    ``commit`` is anything that git takes for one: a hash, a branch, a tag, HEAD~3.
    """
    found = git(root, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
    if not found:
        allowed = "a hash, branch or tag of this repository"
        raise BadInput.single(f"git knows no commit '{commit[:60]}'", "--against", allowed)
    with tempfile.TemporaryDirectory(prefix="tiers-bench-") as folder:
        tree = Path(folder, "tree")
        try:
            with interrupts_held():  # half laid out, git would keep it locked
                _git(root, "worktree", "add", "--detach", "--quiet", str(tree), found)
            yield Code(tree, found)
        finally:
            with interrupts_held():
                _git(root, "worktree", "remove", "--force", str(tree), check=False)


def _git(root: Path, *arguments: str, check: bool = True) -> None:
    """Let git do something; ``BadInput`` with its last word when it refuses."""
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if check and done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BadInput.single(f"git could not lay out the commit: {said}", "--against")


def in_turn(
    first: Code,
    second: Code,
    systems: Sequence[str],
    policy: str,
    runs: int,
    months: int,
    rounds: int,
    progress: Progress = lambda _: None,
) -> list[Measured]:
    """Time whole runs of both, in turn and by system; ``BadInput`` where one of them cannot be timed."""
    codes = {FIRST: first, SECOND: second}
    times: dict[tuple[str, str], list[Figures]] = {(system, code): [] for system in systems for code in codes}
    sums: dict[tuple[str, str], set[str]] = {key: set() for key in times}
    for turn in range(rounds):
        for system in systems:
            for code in (FIRST, SECOND) if turn % 2 == 0 else (SECOND, FIRST):
                progress(f"round {turn + 1} of {rounds}: {system}, {codes[code].name}")
                try:
                    timing = time_apart(codes[code].folder, system, policy, runs, months, WARM)
                except Failed as error:
                    what = f"'{codes[code].name}' cannot be timed on {system}: {error}"
                    raise BadInput.single(what, "--against") from None
                times[system, code].append({"wall": timing.wall, "cpu": timing.cpu})
                sums[system, code].add(timing.outcomes)
    return [
        Measured(code, system, codes[code].name, _facts(runs, months, sums, system), tuple(figures))
        for (system, code), figures in times.items()
    ]


def _facts(runs: int, months: int, sums: dict[tuple[str, str], set[str]], system: str) -> Figures:
    same = len(sums[system, FIRST] | sums[system, SECOND]) == 1
    return {"runs": runs, "months": months, "same": float(same)}


def ratios(measured: Sequence[Measured]) -> list[Ratio]:
    """The pairs of each round, by system."""
    by_name = {(m.subject, m.system): m for m in measured}
    found = []
    for system in dict.fromkeys(m.system for m in measured):
        first, second = by_name[FIRST, system], by_name[SECOND, system]
        wall, cpu = (
            tuple(a / b for a, b in zip(first.all(clock), second.all(clock), strict=True)) for clock in ("wall", "cpu")
        )
        found.append(Ratio(system, first.setting, second.setting, wall, cpu, bool(first.facts["same"])))
    return found
