"""Where the shipped systems, policies, timelines and so on lie, and how a name or a path is found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from experiments.config.text import Leaf, read_head, shown
from experiments.problems import BadInput, choices, nearest_name

Kind = Literal["system", "policy", "timeline", "weighting", "circumstances", "experiment"]
FOLDERS: dict[Kind, str] = {
    "system": "systems",
    "policy": "policies",
    "timeline": "timelines",
    "weighting": "weights",
    "circumstances": "circumstances",
    "experiment": "experiments",
}
ENDINGS = (".yaml", ".yml")
WORKBOOK = ".xlsx"
HEAD = frozenset({"name", "summary"})
"""What a list of files shows of each: no more of a file is read for it."""


@dataclass(frozen=True)
class Listed:
    """One shipped file."""

    id: str
    name: str
    summary: str
    path: Path


def one(kind: Kind) -> str:
    """What a single one of a kind is called."""
    return "set of circumstances" if kind == "circumstances" else kind


def a(kind: Kind) -> str:
    """A single one of a kind, with its article."""
    return f"{'an' if one(kind)[0] in 'aeiou' else 'a'} {one(kind)}"


def configs_folder() -> Path:
    """The folder that holds ``systems``, ``policies`` and so on: beside the code, or in the working folder."""
    beside = Path(__file__).resolve().parents[2] / "configs"
    for folder in (beside, Path.cwd() / "configs"):
        if folder.is_dir():
            return folder
    raise BadInput.single("there is no configs folder", str(beside), allowed="run the command inside the repository")


def files(kind: Kind) -> dict[str, Path]:
    """The shipped files of a kind by name."""
    folder = configs_folder() / FOLDERS[kind]
    found = [path for path in folder.glob("*") if path.suffix in ENDINGS and path.is_file()]
    return {path.stem: path for path in sorted(found)}


def find(kind: Kind, path_or_name: str | Path) -> Path:
    """The file that a name or a path stands for; ``BadInput`` when there is none."""
    text = str(path_or_name)
    if text.lower().endswith(WORKBOOK):
        what = f"'{text[:60]}' is a spreadsheet, which no command takes as it is"
        allowed = f"a YAML file: 'tiers system import {text[:60]}' writes it"
        raise BadInput.single(what, allowed=allowed if kind == "system" else "a name or the path of a YAML file")
    if isinstance(path_or_name, Path) or re.search(r"[/\\]", text) or text.lower().endswith(ENDINGS):
        return Path(path_or_name)
    known = files(kind)
    if text not in known:
        what = f"there is no {one(kind)} called '{text[:60]}'"
        names = choices(known, f"tiers list {FOLDERS[kind]}") or "(none found)"
        allowed = f"{names}, or the path of a YAML file"
        raise BadInput.single(what, allowed=allowed, nearest=nearest_name(text, known))
    return known[text]


def listed(kind: Kind) -> tuple[Listed, ...]:
    """The shipped files of a kind, with name and summary as far as they can be read."""
    found = []
    for code, path in files(kind).items():
        try:
            entries = read_head(path, HEAD)
        except BadInput:
            entries = {}
        name, summary = (entries.get(key) for key in ("name", "summary"))
        found.append(
            Listed(
                code,
                name.text if isinstance(name, Leaf) else f"(cannot be read: {shown(path)})",
                " ".join(summary.text.split()) if isinstance(summary, Leaf) else "",
                path,
            )
        )
    return tuple(found)
