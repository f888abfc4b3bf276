"""Read circumstances: uncertainties that have the same value in every future, as in 'where needs vary much'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from experiments.config.check import Check, Values
from experiments.config.folders import Listed, files, listed
from experiments.config.load import open_document, stop_if_wrong
from experiments.config.schema import CIRCUMSTANCES
from experiments.config.timelines import load_timeline
from experiments.problems import BadInput, nearest_name
from sim import parameters
from sim.outcomes import CATALOGUE
from sim.parameters import Registry
from sim.system import System
from sim.timeline import Timeline

Does = Literal["best", "badly"]


@dataclass(frozen=True)
class Claim:
    """In one system, in the circumstances of its file, a policy does better than all others, or worse than most."""

    circumstances: str
    id: str
    policy: str
    system: str
    outcome: str
    does: Does


@dataclass(frozen=True)
class Circumstances:
    """What holds in every future; all other uncertainties vary as ever, and all of them where nothing is fixed."""

    id: str
    name: str
    summary: str
    uncertainties: Mapping[str, float]
    timeline: str = "steady"
    claims: tuple[Claim, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    """Where each uncertainty was given: ``file:line``."""

    def placed(self, system: System) -> System:
        """The system in these circumstances, which stand above what its own file says."""
        return replace(system, starting_values={**system.starting_values, **self.uncertainties})

    def check(self, timeline: Timeline) -> None:
        """Refuse a timeline that sets what these circumstances fix; ``BadInput`` names every such uncertainty."""
        scheduled = {name for event in timeline.events for name in event.settings}
        problems = [
            problem
            for name in self.uncertainties
            if name in scheduled
            for problem in BadInput.single(
                f"'{name}' is set by the timeline '{timeline.id}', so it cannot be fixed in every future",
                self.where.get(name, "--circumstances"),
                "an uncertainty that the timeline leaves alone",
            ).problems
        ]
        if problems:
            raise BadInput(problems)


def list_circumstances() -> tuple[Listed, ...]:
    """The circumstances that come with the repository."""
    return listed("circumstances")


def load_circumstances(path_or_name: str | Path, registry: Registry | None = None) -> Circumstances:
    """Read circumstances by name or path; ``BadInput`` lists everything that is wrong with them."""
    document = open_document("circumstances", path_or_name)
    check = Check(document, parameters.REGISTRY if registry is None else registry)
    values = check.run(CIRCUMSTANCES)
    _check_names(values, check)
    stop_if_wrong(check)
    code, fixed = values["id"], values.get("uncertainties", {})
    found = Circumstances(
        id=code,
        name=values["name"],
        summary=values["summary"],
        uncertainties=fixed,
        timeline=values.get("timeline", "steady"),
        claims=tuple(Claim(code, claim, **said) for claim, said in values.get("shows", {}).items()),
        where={name: document.where(check.line_of(f"uncertainties.{name}")) for name in fixed},
    )
    found.check(load_timeline(found.timeline))
    return found


def _check_names(values: Values, check: Check) -> None:
    """Rules across the file: whatever is named is shipped."""

    def known(key: str, name: str | None, names: Iterable[str], kind: str, where: str) -> None:
        if name is not None and name not in (known := list(names)):
            what = f"there is no {kind} called '{name[:60]}' to be named here"
            check.note(key, what, allowed=f"a name from 'tiers list {where}'", nearest=nearest_name(name, known))

    known("timeline", values.get("timeline"), files("timeline"), "timeline", "timelines")
    outcomes = [o.name for o in CATALOGUE if o.kind == "icb" and o.better != "neither"]
    for code, claim in values.get("shows", {}).items():
        at = f"shows.{code}"
        known(f"{at}.policy", claim.get("policy"), files("policy"), "policy", "policies")
        known(f"{at}.system", claim.get("system"), files("system"), "system", "systems")
        if claim.get("outcome") not in (None, *outcomes):
            what = f"'{claim['outcome'][:60]}' is no outcome of the whole system that can be better or worse"
            near = nearest_name(claim["outcome"], outcomes)
            check.note(f"{at}.outcome", what, allowed="such a name from 'tiers list outcomes'", nearest=near)
