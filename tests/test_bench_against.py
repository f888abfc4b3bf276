"""Two states of the code in turn: worktrees that are gone afterwards, and one line about what cannot be done."""

import subprocess
from pathlib import Path

import pytest

from experiments.bench import __main__ as command
from experiments.bench import against
from experiments.bench.against import FIRST, SECOND, Code, as_it_stands, in_turn, laid_out, ratios
from experiments.bench.processes import Failed, Timing, time_apart
from experiments.bench.rounds import Measured
from experiments.problems import BadInput
from experiments.provenance import ROOT


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of one commit, with a file of code."""
    folder = tmp_path / "repository"
    (folder / "sim").mkdir(parents=True)
    (folder / "sim" / "__init__.py").write_text("", encoding="utf-8")
    git(tmp_path, "init", "--quiet", str(folder))
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=n", "-c", "user.email=e@example.org", "commit", "--quiet", "-m", "first")
    return folder


def worktrees(repository: Path) -> int:
    return len(git(repository, "worktree", "list").splitlines())


def test_a_commit_is_laid_out_and_gone_afterwards(repository: Path) -> None:
    with laid_out("HEAD", repository) as code:
        assert (code.folder / "sim" / "__init__.py").exists()
        assert code.commit == git(repository, "rev-parse", "HEAD").strip()
        assert worktrees(repository) == 2
    assert not code.folder.parent.exists()
    assert worktrees(repository) == 1


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_it_is_gone_however_the_comparison_ends(repository: Path, trouble: type[BaseException]) -> None:
    with pytest.raises(trouble), laid_out("HEAD", repository) as code:
        raise trouble
    assert not code.folder.parent.exists()
    assert worktrees(repository) == 1


def test_what_is_changed_and_not_committed_is_said(repository: Path) -> None:
    clean = as_it_stands(repository)
    (repository / "sim" / "new.py").write_text("", encoding="utf-8")
    changed = as_it_stands(repository)
    assert (clean.name, changed.name) == (
        clean.commit[:12],
        f"{clean.commit[:12]}, with changes that are not committed",
    )


def test_outside_a_checkout_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not a git checkout"):
        as_it_stands(tmp_path)


def test_a_commit_that_cannot_be_timed_is_named(repository: Path) -> None:
    with laid_out("HEAD", repository) as code, pytest.raises(BadInput) as refused:
        in_turn(code, code, ["dorset"], "centrist", 8, 1, 1)
    assert f"'{code.name}' cannot be timed on dorset: " in str(refused.value)
    assert "\n" not in str(refused.value)


def test_code_that_stops_is_told_by_its_last_word(repository: Path) -> None:
    (repository / "sim" / "__init__.py").write_text("raise ValueError('not today')", encoding="utf-8")
    with pytest.raises(Failed, match=r"^ValueError: not today$"):
        time_apart(repository, "dorset", "centrist", 8, 1, 1)


def test_the_two_go_first_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def instead(folder: Path, *_: object) -> Timing:
        order.append(folder.name)
        return Timing(wall=float(len(order)), cpu=2.0, peak=None, outcomes=folder.name[:1])

    monkeypatch.setattr(against, "time_apart", instead)
    a, b = Code(Path("a"), "a" * 40), Code(Path("b"), "b" * 40, changed=True)
    measured = in_turn(a, b, ["dorset", "kent"], "centrist", 8, 1, 2)
    assert "".join(order) == "abab" + "baba"
    first = ratios(measured)[0]
    assert (first.system, first.wall, first.cpu, first.same) == ("dorset", (1 / 2, 6 / 5), (1.0, 1.0), False)


def test_the_ratio_says_how_many_times_as_fast_the_second_is() -> None:
    def code(which: str, *walls: float) -> Measured:
        return Measured(which, "a", which, {"same": 1.0}, tuple({"wall": w, "cpu": w / 2} for w in walls))

    (pair,) = ratios([code(FIRST, 3.0, 4.0), code(SECOND, 1.0, 2.0)])
    assert (pair.wall, pair.cpu, pair.same) == ((3.0, 2.0), (3.0, 2.0), True)


def test_a_process_of_its_own_times_the_code_of_a_folder() -> None:
    one, other = (time_apart(ROOT, "dorset", "centrist", 8, months, 1) for months in (1, 1))
    assert one.outcomes == other.outcomes
    assert one.wall > 0.0
    assert one.peak is None or one.peak > 2**20


def test_code_of_another_folder_is_not_taken_for_this_one(tmp_path: Path) -> None:
    with pytest.raises(Failed):
        time_apart(tmp_path, "dorset", "centrist", 8, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--against", "no-such-commit"], "--against: git knows no commit 'no-such-commit'. Allowed: a hash"),
        (["--commit", "HEAD"], "--commit needs --against"),
        (["--publish", "no-such.json"], "cannot read 'no-such.json'"),
        (["--rounds", "none"], "argument --rounds: 'none' is not a whole number from 1 to 99"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command, "as_it_stands", lambda: Code(ROOT, "a" * 40))
    try:
        status = command.main(arguments)
    except SystemExit as ended:
        status = ended.code
    printed = capsys.readouterr()
    assert status == 2
    assert said in printed.err
    assert printed.err.strip().count("\n") == 0
