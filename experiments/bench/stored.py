"""A measurement as a file: written once, never over another, and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from experiments.bench.machine import machine
from experiments.bench.rounds import Measured
from experiments.problems import BadInput
from experiments.provenance import ROOT, code_state, tiers_version, versions

SCHEMA = "tiers/bench/2"
FOLDER = ROOT / "results" / "bench"


@dataclass(frozen=True)
class Stored:
    """Everything that was measured, when, on what and of which code.

    ``plan`` names what was measured: quick, full or against another commit. ``load`` is how many processes wanted a
    processor when it began and ended (None where the system does not tell).
    """

    plan: str
    time: str
    rounds: int
    policy: str
    load: tuple[float | None, float | None]
    machine: Mapping[str, Any]
    versions: Mapping[str, str]
    tiers: str
    code: Mapping[str, Any]
    measured: tuple[Measured, ...]

    def of(self, subject: str, system: str | None = None, setting: str | None = None) -> list[Measured]:
        """What was measured of a subject, in order; on one system and in one setting where they are given."""
        return [
            m
            for m in self.measured
            if m.subject == subject and system in (None, m.system) and setting in (None, m.setting)
        ]

    @property
    def systems(self) -> list[str]:
        """The systems measured, in order."""
        return list(dict.fromkeys(m.system for m in self.measured if m.system))


def stored(
    plan: str,
    rounds: int,
    policy: str,
    load: tuple[float | None, float | None],
    now: datetime,
    measured: Sequence[Measured],
) -> Stored:
    """What was measured just now, by this code on this machine."""
    time = now.isoformat(timespec="seconds")
    about = (machine(), versions(), tiers_version(), code_state())
    return Stored(plan, time, rounds, policy, load, *about, tuple(measured))


def as_text(found: Stored) -> str:
    """JSON for a file."""
    return json.dumps({"schema": SCHEMA, **asdict(found)}, indent=1, allow_nan=False) + "\n"


def from_text(text: str) -> Stored:
    """What ``as_text`` wrote; ``BadInput`` when it is something else."""
    try:
        plain = json.loads(text)
        schema = plain.pop("schema")
        if schema != SCHEMA:
            raise BadInput.single(f"schema {schema!r} is not known here", allowed=SCHEMA)
        measured = tuple(Measured(**{**m, "rounds": tuple(m["rounds"])}) for m in plain.pop("measured"))
        return Stored(**{**plain, "load": tuple(plain.pop("load"))}, measured=measured)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadInput.single("this is not a measurement of the bench", allowed=f"a file of schema {SCHEMA}") from None


def read(path: Path) -> Stored:
    """Read a measurement back; ``BadInput`` when there is none."""
    try:
        return from_text(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput.single(f"cannot read '{path}': {error.strerror}") from None
    except BadInput as error:
        raise BadInput.single(f"'{path}': {error}") from None


def record(found: Stored, folder: Path = FOLDER) -> Path:
    """Write a measurement to a file that did not exist before, named by its time; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    number, stem = 1, f"{datetime.fromisoformat(found.time):%Y%m%d-%H%M%S}-{found.plan}"
    while True:
        path = folder / (f"{stem}.json" if number == 1 else f"{stem}-{number}.json")
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(as_text(found))
        except FileExistsError:
            number += 1
        else:
            return path
