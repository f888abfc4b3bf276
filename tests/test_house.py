"""The house: locks that hold anywhere, one version everywhere, one list of targets."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+?)(?: ; (?P<marker>[^\\]+?))?(?: --hash=sha256:\w{64})+")


def pins(lock: str) -> list[re.Match[str]]:
    """Return every requirement of a lock, taken apart; a line that is not pinned and hashed does not come through."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    whole = " ".join(line.strip() for line in "\n".join(lines).replace("\\\n", "").splitlines())
    requirements = re.sub(r"\s+", " ", whole)
    found = list(PIN.finditer(requirements))
    left_over = PIN.sub("", requirements).strip()
    assert not left_over, f"{lock} has something that is not a pinned version with its hashes: {left_over[:200]}"
    return found


def committed_files() -> list[str]:
    """Return the files that git knows of, or in a copy without git every file outside the environment."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0")[:-1] if listed.returncode == 0 else []
    return names or [
        path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts
    ]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_pinned_and_hashed_throughout(lock: str) -> None:
    assert len(pins(lock)) > 10


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address_and_no_folder(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "/" not in text  # every address and every folder has one
    assert not re.search(r"\\(?!\n)", text)  # nor Windows's, save at the end of a line
    assert not re.search(r"index|find-links|trusted-host|\bfile:", text)


def test_development_lock_holds_every_version_of_the_runtime_lock() -> None:
    runtime, development = ({pin.group("name", "version", "marker") for pin in pins(lock)} for lock in LOCKS)
    names = {name for name, _, _ in runtime}
    assert {pin for pin in development if pin[0] in names} == runtime
    assert development > runtime


def test_locks_hold_what_the_project_asks_for() -> None:
    project = pyproject()["project"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=!~ ;\[]", each)[0].replace(".", "-") for each in requirements}

    runtime, development = ({pin["name"] for pin in pins(lock)} for lock in LOCKS)
    assert names(project["dependencies"]) <= runtime
    assert names(pyproject()["build-system"]["requires"]) <= runtime  # the installation does not isolate its build
    assert names(project["optional-dependencies"]["dev"]) <= development
    assert not names(project["optional-dependencies"]["dev"]) & runtime


def test_one_version_everywhere() -> None:
    version = pyproject()["project"]["version"]
    citation = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?([0-9][^\]\s]*)\]?", changelog, flags=re.MULTILINE)
    assert citation["version"] == version
    assert newest is not None
    assert newest[1] == version


def test_every_release_says_what_changed_in_the_model_output() -> None:
    releases = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert all("\n### Changes to model output\n" in release for release in releases)


def test_no_lock_that_names_hosts_is_committed() -> None:
    assert not [name for name in committed_files() if Path(name).name in {"uv.lock", "pylock.toml"}]


def test_make_and_make_py_have_the_same_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    rule = re.search(r"^(help .+):$", makefile, flags=re.MULTILINE)
    shown = subprocess.run([sys.executable, "make.py"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    offered = re.findall(r"^  (\w+) ", shown, flags=re.MULTILINE)
    assert phony is not None
    assert rule is not None
    assert phony[1].split() == rule[1].split() == offered


def test_make_py_refuses_an_unknown_target_in_one_line() -> None:
    refused = subprocess.run([sys.executable, "make.py", "dmeo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr == (
        "There is no target 'dmeo'. There are: help, demo, test, verify, check, bench, profile, lock, clean.\n"
    )


def test_the_browser_reports_errors_and_requests(new_page: Callable[..., Any], tmp_path: Path) -> None:
    loud = tmp_path / "loud page.html"
    loud.write_text("<img src='https://example.org/a.png'><script>console.error('one'); throw Error('two')</script>")
    quiet = tmp_path / "quiet.html"
    quiet.write_text("<link rel=icon href='data:,'><p>Hello</p>")

    opened = new_page(width=390)
    opened.page.goto(loud.as_uri())
    assert opened.requests == ["https://example.org/a.png"]
    assert {"one", "two"} <= set(opened.errors)
    assert opened.page.evaluate("innerWidth") == 390

    opened = new_page()
    opened.page.goto(quiet.as_uri())
    assert (opened.errors, opened.requests) == ([], [])
