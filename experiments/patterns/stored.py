"""What became of patterns, as a file and in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from experiments.patterns.declare import Pattern
from experiments.patterns.engine import Found
from experiments.patterns.verdict import Observed
from experiments.provenance import code_state, tiers_version


@dataclass(frozen=True)
class Stored:
    """Verdicts of one test of patterns, and how it was made."""

    futures: int
    seed: int
    frozen_trust: bool
    results: tuple[Found, ...]
    version: str = field(default_factory=tiers_version)
    code: Mapping[str, Any] | None = field(default_factory=code_state)
    """Of which code it is; None where that was not noted."""


def as_text(stored: Stored) -> str:
    """JSON for a file."""
    return json.dumps(asdict(stored), indent=1) + "\n"


def from_text(text: str) -> Stored:
    """What ``as_text`` wrote."""
    plain = json.loads(text)
    results = tuple(
        Found(
            one["pattern"],
            one["system"],
            one["verdict"],
            tuple(Observed(**each) for each in one["observed"]),
            None if one["switched_off"] is None else Observed(**one["switched_off"]),
        )
        for one in plain["results"]
    )
    return Stored(plain["futures"], plain["seed"], plain["frozen_trust"], results, plain["version"], plain.get("code"))


def failures(pattern: Pattern, results: Sequence[Found]) -> list[str]:
    """What was expected and not observed, and on how many systems."""
    lines = []
    tested = [f for f in results if f.observed]
    for i, expect in enumerate(pattern.expects):
        missed = [f for f in tested if not f.observed[i].held]
        if missed:
            effect = sum(f.observed[i].effect for f in missed) / len(missed)
            share = sum(f.observed[i].share for f in missed) / len(missed)
            lines.append(
                f"{expect.what}, on {len(missed)} of {len(tested)} "
                f"(there {effect:+.2f} SD, expected sign in {100 * share:.0f} % of futures)"
            )
    still = [f.system for f in tested if f.switched_off is not None and f.switched_off.held]
    if still:
        lines.append(f"does not vanish with its mechanism switched off, on {', '.join(still)}")
    return lines
