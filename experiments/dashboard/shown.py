"""An answer in the units people read, as the report's own words and charts take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from experiments import readers
from experiments.dashboard.case import MONTHLY
from experiments.ensemble import Answer, Question
from experiments.ensemble.answer import whom
from experiments.record import levers
from experiments.report import charts, headline, view
from experiments.store import SYSTEM, Line, Stored
from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY
from sim.policy import Policy

BY_WHOM: Mapping[str, str] = {
    "healthy_life_years": "place_healthy_life_years",
    "inequality_slope": "place_inside_gap",
    "waits_18_weeks": "place_waits_18_weeks",
    "four_hours": "place_four_hours",
    "trust_icb_councils": "council_trust_in_icb",
    "joint_practice": "place_joint_practice",
    "unmet_need": "place_unmet_need",
    "delayed_share": "place_delays",
    "real_delegation": "place_real_delegation",
    "council_gap": "council_near_gap_share",
}
"""For an outcome of the whole system, the one that tells it place by place (or council by council)."""
BY_COMMUNITY: Mapping[str, str] = {
    "healthy_life_years": "community_healthy_life_years",
    "inequality_slope": "community_inside_gap",
    "waits_18_weeks": "community_waits_18_weeks",
    "four_hours": "community_four_hours",
    "joint_practice": "community_joint_practice",
    "unmet_need": "community_unmet_need",
    "delayed_share": "community_delays",
    "real_delegation": "community_real_delegation",
}
"""The one that tells it community by community, where the two policies do not have the same places."""


@dataclass(frozen=True)
class Shown:
    """An answer and the question as this screen asked it: names may differ where figures do not."""

    question: Question
    answer: Answer

    @cached_property
    def stored(self) -> Stored:
        """The answer in the form that the report reads; it holds no single runs."""
        asked = [asdict(outcome) for outcome in CATALOGUE if outcome.name in MONTHLY]
        q = self.question
        events = [{"month": e.month, "label": e.label, "source": e.source} for e in q.timeline.events]
        configuration = {
            "system": {"id": q.system.id, "name": q.system.name},
            "first": _policy(q.first),
            "second": _policy(q.second),
            "timeline": {"name": q.timeline.name, "summary": q.timeline.summary, "events": events},
            "years": q.years,
            "seed": q.seed,
            "futures": self.answer.futures,
        }
        manifest = {"configuration": configuration, "catalogue": {"outcomes": asked, "parameters": _parameters()}}
        return Stored(manifest, pl.DataFrame(), self.answer.series)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line in the units people read; organisations are called as this screen's own system calls them."""
        own = {(kind, entity.id): entity for kind, members in whom(self.question).items() for entity in members}
        return readers.as_read(replace(ln, entity=own[ln.outcome.kind, ln.entity.id]) for ln in self.answer.lines)

    @property
    def names(self) -> tuple[str, str]:
        """Both policies."""
        return view.names(self.stored)

    @property
    def headline(self) -> list[str]:
        """What was found, in two sentences."""
        return headline.headline(self.stored, self.lines)

    @property
    def keys(self) -> list[tuple[str, view.Row]]:
        """The key outcomes with their group."""
        return headline.keys(self.stored, self.lines)

    @property
    def levers(self) -> list[view.Lever]:
        """What differs between the two policies."""
        return view.levers(self.stored)

    def row(self, outcome: str, entity: str = SYSTEM) -> view.Row:
        """One outcome in words and figures, with its years; ``KeyError`` where it was not asked for."""
        for number, line in enumerate(self.lines):
            if (line.outcome.name, line.entity.id) == (outcome, entity):
                years = view.yearly(self.stored, line) if outcome in MONTHLY else ()
                return view.row(self.stored, line, number, years)
        raise KeyError(outcome)

    def by_whom(self, outcome: str) -> list[Line]:
        """An outcome of the system as its places or councils have it, or its communities where the places are not the
        same under both policies; empty where it is not told so."""
        told = {line.outcome.name for line in self.lines}
        by = next((of[outcome] for of in (BY_WHOM, BY_COMMUNITY) if of.get(outcome) in told), None)
        return [line for line in self.lines if line.outcome.name == by]

    def kinds(self) -> list[view.Kind]:
        """Who gains and who loses."""
        return view.entities(self.stored, self.lines)

    def charts(self, outcome: str) -> dict[str, Any]:
        """The figures behind the charts of one outcome."""
        chosen = [line for line in self.lines if (line.outcome.name, line.entity.id) == (outcome, SYSTEM)]
        whom = self.by_whom(outcome)
        found = charts.data(self.stored, [*chosen, *whom])
        for chart, place in zip(found["charts"], ("chart-levels", "chart-difference", "chart-whom"), strict=False):
            chart["id"] = place
            decide = [f"{one.outcome.kind}:{one.entity.id}" for one in whom if one.outcome.kind != "community"]
            chart["whom"] = decide if place == "chart-whom" else None
        return found


def entity_kind(lines: Sequence[Line]) -> str:
    """What those are called of whom an outcome is told."""
    return view.plural(lines[0].outcome.kind) if lines else ""


def _policy(policy: Policy) -> dict[str, Any]:
    return {"id": policy.id, "name": policy.name, "summary": policy.summary, "levers": levers(policy)}


def _parameters() -> list[dict[str, Any]]:
    return [
        {
            "name": p.name,
            "label": p.label,
            "unit": p.unit,
            "choices": p.choices,
            "holder": p.holder,
            "grade": p.grade,
            "role": p.role,
        }
        for p in REGISTRY.role("lever")
    ]
