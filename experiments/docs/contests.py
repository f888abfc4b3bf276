"""The stored contests behind the page of policies: all systems, and every claim that shipped circumstances make.

A claim says that in one system and in its circumstances a policy does best, or badly: better on average than all
others, or worse than most of them, the paired 95 % interval against every other policy being clear of zero. What a file
of circumstances says under ``shows`` is run here, and stored whether it holds or not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from experiments.config import (
    Claim,
    list_circumstances,
    list_policies,
    list_systems,
    load_circumstances,
    load_policy,
    load_system,
    load_timeline,
)
from experiments.contest import OUTCOMES, Contest, Result, Standing, plain, plain_standing, run
from experiments.provenance import ROOT, code_state, tiers_version, versions
from sim.outcomes import CATALOGUE
from sim.policy import Policy

SCHEMA = "tiers/claims/1"
SHARES = ROOT / "docs" / "data" / "contest.json"
CLAIMS = ROOT / "docs" / "data" / "contest-circumstances.json"
FUTURES, CLAIM_FUTURES, YEARS, SEED = 200, 500, 10, 1

Progress = Callable[[str], None]
BY_NAME = {outcome.name: outcome for outcome in CATALOGUE if outcome.kind == "icb"}


def claims() -> tuple[Claim, ...]:
    """Every claim that the shipped circumstances make."""
    return tuple(claim for entry in list_circumstances() for claim in load_circumstances(entry.id).claims)


def shipped_policies() -> tuple[Policy, ...]:
    """The policies that come with the repository."""
    return tuple(load_policy(entry.id) for entry in list_policies())


def told(design: Contest, what: str, progress: Progress) -> Result:
    """Run a contest and say how far it is."""
    done = 0

    def count(runs: int) -> None:
        nonlocal done
        done += runs
        progress(f"{what}: {done:,} of {design.runs:,} runs")

    return run(design, count)


def measure_shares(futures: int, years: int, seed: int, workers: int, progress: Progress) -> dict[str, Any]:
    """Win shares of all policies over all systems. Of the single systems only shares, and who is clear, are kept."""
    design = Contest(
        policies=shipped_policies(),
        systems=tuple(load_system(entry.id).system for entry in list_systems()),
        outcomes=tuple(BY_NAME[name] for name in OUTCOMES),
        futures=futures,
        years=years,
        seed=seed,
        workers=workers,
    )
    command = f"tiers contest --all --futures {futures} --years {years} --seed {seed}"
    found = plain(told(design, "All systems", progress), command)
    for outcome in found["outcomes"].values():
        outcome["systems"] = {name: _brief(standings) for name, standings in outcome["systems"].items()}
    return found


def _brief(standings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    clear = {kind: next((s["policy"] for s in standings if s["clear"] == kind), None) for kind in ("best", "worst")}
    return {**clear, **{s["policy"]: s["share"] for s in standings}}


def measure_claims(futures: int, years: int, seed: int, workers: int, progress: Progress) -> dict[str, Any]:
    """Run every claim; claims of the same circumstances and system share their runs."""
    found: dict[tuple[str, str], Result] = {}
    measured = []
    for claim in claims():
        at = (claim.circumstances, claim.system)
        if at not in found:
            found[at] = told(_design(claim, futures, years, seed, workers), " in ".join(at), progress)
        standing = next(s for s in found[at].overall(BY_NAME[claim.outcome]) if s.policy == claim.policy)
        measured.append(_measured(claim, standing, found[at]))
    return {
        "schema": SCHEMA,
        "command": f"python -m experiments.docs.contest --claim-futures {futures} --years {years} --seed {seed}",
        "version": tiers_version(),
        "code": code_state(),
        "versions": versions(),
        "policies": [policy.id for policy in shipped_policies()],
        "futures": futures,
        "years": years,
        "seed": seed,
        "claims": measured,
    }


def _design(claim: Claim, futures: int, years: int, seed: int, workers: int) -> Contest:
    given = load_circumstances(claim.circumstances)
    asked = dict.fromkeys((*OUTCOMES, *(one.outcome for one in given.claims if one.system == claim.system)))
    return Contest(
        policies=shipped_policies(),
        systems=(load_system(claim.system).system,),
        outcomes=tuple(BY_NAME[name] for name in asked),
        futures=futures,
        years=years,
        seed=seed,
        timeline=load_timeline(given.timeline),
        circumstances=given,
        workers=workers,
    )


def _measured(claim: Claim, standing: Standing, result: Result) -> dict[str, Any]:
    given = result.contest.circumstances
    return {
        "circumstances": claim.circumstances,
        "id": claim.id,
        "system": claim.system,
        "outcome": claim.outcome,
        "does": claim.does,
        "holds": standing.clear == "best" if claim.does == "best" else standing.badly,
        "timeline": result.contest.timeline.id,
        "uncertainties": dict(given.uncertainties) if given is not None else {},
        **plain_standing(standing),
    }


# The files -----------------------------------------------------------------------------------------------------------


def as_text(found: dict[str, Any]) -> str:
    """The result as JSON, whatever holds nothing further on one line."""
    text = json.dumps(found, indent=1, ensure_ascii=False)
    return re.sub(r"[\[{][^\[\]{}]*[\]}]", lambda part: " ".join(part[0].split()), text) + "\n"


def read(path: Path) -> dict[str, Any] | None:
    """A stored result, or None where there is none yet."""
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
