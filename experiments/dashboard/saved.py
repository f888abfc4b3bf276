"""A saved workshop: what a link cannot carry. Plain JSON, read back with every value checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from experiments.config import LoadedSystem, load_system
from experiments.config.text import shown
from experiments.dashboard import case
from experiments.dashboard.case import OWN, Case
from experiments.problems import BadInput
from experiments.provenance import tiers_version
from experiments.words import listed, spelled

SCHEMA = "tiers/workshop/1"
MOST = 4
"""Scenarios that are kept and compared."""
NAME, NOTES = 60, 20_000
"""Letters of a scenario's name and of the notes at most."""
SYSTEM = 2_000_000
"""Letters of a described system at most."""


@dataclass(frozen=True)
class Scenario:
    """A case with a name."""

    name: str
    case: Case


@dataclass(frozen=True)
class Workshop:
    """What is saved: scenarios, notes, the systems that were uploaded, and what was on the screen."""

    scenarios: Sequence[Scenario]
    notes: str
    systems: Mapping[str, str]
    """Uploaded systems as YAML, by the name that scenarios use."""
    screen: Case | None = None

    def text(self, now: datetime) -> str:
        """As a file."""
        content = {
            "schema": SCHEMA,
            "tiers": tiers_version(),
            "saved": now.isoformat(timespec="minutes"),
            "notes": self.notes,
            "scenarios": plain(self.scenarios),
            **({} if self.screen is None else {"screen": self.screen.plain()}),
            "systems": dict(self.systems),
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> Workshop:
    """A saved workshop; ``BadInput`` says what is wrong with the file."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _bad("this is no saved workshop: it is not JSON") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise _bad("this is no saved workshop, or one of another version")
    notes, systems = data.get("notes", ""), data.get("systems", {})
    if not isinstance(notes, str) or len(notes) > NOTES:
        raise _bad("the notes are too long, or no text")
    if not isinstance(systems, dict) or not all(_sound(name, text) for name, text in systems.items()):
        raise _bad("a system in it is no text, or too long")
    screen = case.read(data["screen"]) if "screen" in data else None
    return Workshop(scenarios(data.get("scenarios", [])), notes, systems, screen)


def scenarios(data: object) -> list[Scenario]:
    """Scenarios as a page or a file has them."""
    if not isinstance(data, list) or len(data) > MOST:
        raise _bad(f"there are no scenarios, or more than {MOST}")
    found = []
    for one in data:
        if not isinstance(one, dict) or not isinstance(one.get("name"), str) or not 0 < len(one["name"]) <= NAME:
            raise _bad(f"a scenario has no name of up to {NAME} letters")
        found.append(Scenario(one["name"], case.read(one.get("case"))))
    return found


def together(kept: Sequence[Scenario], more: Sequence[Scenario]) -> tuple[list[Scenario], str]:
    """Scenarios with those of a file after them, and what to say of those that are not there as they were in it."""
    every, said, out = [*kept], "", list[str]()
    for one in more:
        name = _apart(one.name, [other.name for other in every])
        if one in every:
            said += f" ‘{one.name}’ was kept already."
        elif len(every) == MOST:
            out.append(f"‘{one.name}’")
        else:
            every.append(replace(one, name=name))
            said += f" ‘{one.name}’ is called ‘{name}’ now: its name was taken." * (name != one.name)
    if out:
        said += f" Left out, because {spelled(MOST)} comparisons are kept at most: {listed(out)}."
    return every, said


def _apart(name: str, taken: Sequence[str]) -> str:
    """The name, with a number after it where it is taken."""
    if name not in taken:
        return name
    numbered = (f"{name[: NAME - len(end)]}{end}" for end in (f" ({number})" for number in count(2)))
    return next(one for one in numbered if one not in taken)


def below(notes: str, more: str) -> tuple[str, str]:
    """Notes with those of a file below them, as far as there is room, and what to say of them."""
    if not more or not notes.strip():
        return more or notes, ""
    if f"\n\n{more}\n\n" in f"\n\n{notes}\n\n":
        return notes, " Its notes were there already."
    room = NOTES - len(notes) - len("\n\n")
    if room <= 0:
        return notes, f" Its notes are left out: those that were there fill the {NOTES:,} letters that they may have."
    left = len(more) - room
    cut = (
        f", without their last {left:,} letter{'s' * (left != 1)}: together they may have {NOTES:,}" if left > 0 else ""
    )
    return f"{notes}\n\n{more[:room]}", f" Its notes stand below those that were there{cut}."


def described(text: str, name: str) -> LoadedSystem:
    """A system from its YAML; ``BadInput`` lists everything that is wrong with it, under its name in the file."""
    with TemporaryDirectory(prefix="tiers-") as folder:
        path = Path(folder, "system.yaml")
        path.write_text(text, encoding="utf-8")
        try:
            loaded = load_system(path)
        except BadInput as error:
            raise BadInput([replace(one, where=_where(one.where, path, name)) for one in error.problems]) from None
    return replace(loaded, path=Path("uploaded"))


def _where(place: str, path: Path, name: str) -> str:
    """A line of what was written to ``path`` as people find it: that file is ours, and gone by then."""
    line = place.removeprefix(shown(path)).removeprefix(":")
    return f"system '{name[:NAME]}' in the file" + (f", line {line}" if line else "")


def _sound(name: object, text: object) -> bool:
    return isinstance(name, str) and name.startswith(OWN) and isinstance(text, str) and len(text) <= SYSTEM


def _bad(what: str) -> BadInput:
    return BadInput.single(what, "file", allowed="a file that 'Save to a file' wrote")


def plain(found: Sequence[Scenario]) -> list[dict[str, Any]]:
    """Scenarios as JSON."""
    return [{"name": one.name, "case": one.case.plain()} for one in found]


def held(found: Workshop) -> str:
    """What a saved file holds, in words."""
    return listed(
        [
            *(["the comparison on the screen"] if found.screen else []),
            _counted(len(found.scenarios), "named comparison"),
            *([_counted(len(found.systems), "uploaded system")] if found.systems else []),
            "the notes" if found.notes else "no notes",
        ]
    )


def _counted(count: int, what: str) -> str:
    return f"{spelled(count) if count else 'no'} {what}{'s' * (count != 1)}"


def cut(notes: str | None) -> tuple[str, str]:
    """The notes as far as a file takes them, and what to say where that is not all of them."""
    text = notes or ""
    return text[:NOTES], f" The notes are too long: the first {NOTES:,} letters are in it." * (len(text) > NOTES)
