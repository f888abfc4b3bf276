"""A stored comparison made up for tests: invented figures in the real form."""

from dataclasses import asdict
from typing import Any

import numpy as np

from experiments import store, words
from experiments.store import SYSTEM, Entity, Stored
from sim.outcomes import Outcome
from sim.parameters import Parameter

PLACES = (
    Entity("bradford", "Bradford"),
    Entity("calderdale", "Calderdale"),
    Entity("kirklees", "Kirklees"),
    Entity("leeds", "Leeds"),
    Entity("wakefield", "Wakefield District"),
)
MADE_UP = "made up for a test"


def outcome(name: str, label: str, unit: str, group: str, **other: Any) -> Outcome:
    """An outcome with what most have in common."""
    given = {"better": "higher", "matters": 1.0, "kind": "icb", "summary": "mean", "decimals": 1, "help": ""} | other
    return Outcome(name=name, label=label, unit=unit, group=group, state=name, matters_source=MADE_UP, **given)


OUTCOMES = (
    outcome("waits", "Waiting under 18 weeks", "% of the list", "People", help="Share of the list under 18 weeks."),
    outcome("delays", "Delayed discharges", "per 100,000 people", "People", better="lower", matters=0.5),
    outcome("life", "Healthy life years against the start", "per 1,000 people", "People", matters=2.0),
    outcome("balance", "NHS balance", "% of allocation", "Money", matters=0.2, decimals=2),
    outcome("real", "Real share decided at place", "%", "Who decides", better="neither", matters=2.0),
    outcome("interventions", "National interventions", "a year", "The centre", better="lower", matters=0.1, decimals=2),
    outcome("trust", "Trust between organisations", "0 to 1", "Together", matters=0.02, decimals=3),
    outcome("waits_place", "Waiting under 18 weeks", "% of the list", "People", kind="place"),
    outcome("capability_place", "Capability", "0 to 1", "Together", kind="place", matters=0.02, decimals=2),
)
EFFECTS = (2.5, 0.4, 0.05, -0.35, 18.0, 0.004, 0.06, 1.5, 0.03)
"""Mean difference between the policies, by outcome."""
LEVELS = (62.0, 24.0, 30.0, -2.1, 35.0, 1.2, 0.55, 60.0, 0.5)

PARAMETERS = (
    Parameter(
        "delegation_base", "Share announced for delegation", "share", 0.5, 0, 1, "lever", ("M7",), "D", ("E106",)
    ),
    Parameter("red_lines", "Strength of red lines", "share", 0.5, 0, 1, "lever", ("M12",), "C", ("E082", "E083")),
    Parameter(
        "legal_form",
        "Legal form",
        "",
        "committee",
        0,
        0,
        "lever",
        ("M6",),
        "C",
        ("E092",),
        choices=("committee", "corporate-body"),
    ),
    Parameter("trust_memory", "Memory of trust", "months", 24, 6, 60, "uncertainty", ("M13",), "D", ("assumed",)),
    Parameter("growth", "Growth of demand", "% a year", 2.0, 1.0, 3.5, "uncertainty", ("M1",), "A", ("NHS England",)),
)
FIGURE = {
    "key": "communities.leeds.population",
    "label": "residents",
    "unit": "people",
    "value": 800000.0,
    "source": "s",
    "quality": "stated",
    "low": 790000.0,
    "high": 810000.0,
    "why": MADE_UP,
    "line": 1,
}
SOURCE = {"id": "s", "title": "Population estimates", "publisher": "ONS", "date": "2024", "note": ""}


def stored(
    futures: int = 200,
    months: int = 120,
    first: str = "Maximum delegation",
    second: str = "Centrist",
    places: tuple[Entity, ...] = PLACES,
    outcomes: tuple[Outcome, ...] = OUTCOMES,
    equal: bool = False,
) -> Stored:
    """A comparison with a bit of everything: clear, small, undecided and directionless differences."""
    draw = np.random.default_rng(7)
    whom = {"icb": (Entity(SYSTEM, "West Yorkshire"),), "place": places}
    compared = [(o, whom[o.kind]) for o in outcomes]
    series: dict[str, dict[str, Any]] = {side: {} for side in store.SIDES}
    year = (np.arange(months) + 1) / 120
    for o, level, effect in zip(outcomes, LEVELS, EFFECTS, strict=True):
        n = len(whom[o.kind])
        wander = np.cumsum(draw.normal(0, abs(level) * 0.006 + 0.001, (months, n, futures)), axis=0)
        second_one = level * (1 + 0.1 * year)[:, None, None] + wander
        size = effect * draw.normal(1, 0.6, (n, futures)) + o.matters * draw.normal(0, 0.5, (n, futures))
        tilt = np.linspace(-0.6, 1.4, n)[:, None] if n > 1 else 1.0
        series["second"][o.name] = second_one
        series["first"][o.name] = second_one + (0.0 if equal else 1.0) * year[:, None, None] * size * tilt
    final = {side: {name: values.mean(axis=0) for name, values in found.items()} for side, found in series.items()}
    growth = draw.uniform(1.0, 3.5, futures)
    levers = {
        "first": {"delegation_base": 0.95, "red_lines": 0.5, "legal_form": "committee"},
        "second": {"delegation_base": 0.1, "red_lines": 0.5, "legal_form": "corporate-body"},
    }
    if equal:
        levers["first"] = levers["second"]
    shared = {"trust_memory": np.full(futures, 24.0), "growth": growth}
    columns = {
        side: {
            "policy": [name.lower().replace(" ", "-")] * futures,
            **{key: [value] * futures for key, value in levers[side].items()},
            **shared,
        }
        for side, name in (("first", first), ("second", second))
    }
    numbers = np.arange(futures)
    leading = {
        "system": ["west-yorkshire"] * futures,
        "run": numbers,
        "seed": np.full(futures, 1),
        "replicate": numbers,
    }
    return Stored(
        manifest=manifest(futures, months // 12, {"first": first, "second": second}, levers, whom, outcomes),
        runs=store.runs_frame(leading, columns, final, compared),
        series=store.series_frame(series, compared),
    )


def manifest(futures: int, years: int, names: dict, levers: dict, whom: dict, outcomes: tuple) -> store.Manifest:
    """A manifest as ``experiments.record`` writes it."""
    policies = {
        side: {
            "id": name.lower().replace(" ", "-"),
            "name": name,
            "summary": f"What {name} is about.",
            "levers": levers[side],
        }
        for side, name in names.items()
    }
    return {
        "schema": store.SCHEMA,
        "tiers": "0.1.0",
        "sign_off": words.SIGN_OFF,
        "command": f"tiers compare a b --system west-yorkshire --futures {futures}",
        "configuration": {
            "system": {"id": "west-yorkshire", "name": whom["icb"][0].name},
            **policies,
            "fixed": {"trust_memory": 24.0},
            "seed": 1,
            "futures": futures,
            "years": years,
            "engine": "numpy",
            "workers": 2,
            "block": 100,
        },
        "series_futures": futures,
        "started": "2026-11-22T10:00:00+00:00",
        "finished": "2026-11-22T10:00:40+00:00",
        "seconds": 40.0,
        "versions": {"python": "3.11.9", "numpy": "2.4.6"},
        "code": {"state": "not a checkout", "commit": None, "changed": None},
        "inputs": {},
        "columns": {
            "varied": ["growth"],
            "levers": list(levers["first"]),
            "outcomes": [store.column(o, e) for o in outcomes for e in whom[o.kind]],
        },
        "entities": {kind: [asdict(e) for e in members] for kind, members in whom.items()},
        "catalogue": {
            "outcomes": [asdict(o) for o in outcomes],
            "evidence": {"E106": {"gist": "Delegate with support", "where": "A council, A paper, para 2"}},
            "parameters": [
                {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(p).items()} for p in PARAMETERS
            ],
        },
        "figures": {"figures": [FIGURE], "sources": {"s": SOURCE}, "names": {"communities": {"leeds": "Leeds"}}},
    }
