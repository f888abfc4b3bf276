"""The levers, grouped by who holds them, each with what the evidence says on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any

from dash import html
from jinja2 import Environment, StrictUndefined

from experiments.config import list_policies
from experiments.dashboard import case
from experiments.dashboard.glossary import explained
from experiments.dashboard.plain import as_html, ready
from experiments.words import short, upper_first
from sim.evidence import CLAIMS, cite
from sim.parameters import GRADES, REGISTRY, Parameter
from sim.policy import Policy

CHOICES = {
    "icb": "The ICB",
    "region": "The region",
    "joint": "ICB and region together",
    "organisation": "Each organisation’s",
    "system": "The system’s",
    "council": "Councils",
    "hospital-flow": "Areas around hospitals",
    "former-commissioner": "Former commissioners",
    "sub-county": "Parts of counties",
    "joint committee": "Joint committee",
    "corporate with places": "Corporate, with places as its parts",
    "pair": "NHS body beside a joint committee",
    "blocs, Banzhaf": "In blocs (Banzhaf index)",
    "blocs, Shapley-Shubik": "In blocs (Shapley-Shubik index)",
    "individuals": "One by one",
    "adaptive": "Learns",
    "fixed": "Fixed rule",
    "date": "From a date",
    "maturity gate": "Once mature enough",
    "own": "By its own results",
    "mean": "By the mean of its organisations",
    "weakest link": "By its weakest organisation",
}
"""What settings to choose from are called, where the name in files is no plain word."""
STEPS = 20
"""Steps in the range of a slider, about."""


def holders() -> list[tuple[str, list[Parameter]]]:
    """Levers by who holds them, those who hold most first."""
    levers = sorted(REGISTRY.role("lever"), key=lambda p: p.holder)
    groups = [(holder, list(members)) for holder, members in groupby(levers, key=lambda p: p.holder)]
    return sorted(groups, key=lambda group: -len(group[1]))


def panel() -> html.Div:
    """All levers as plain HTML; the page sets them as the case has them."""
    template = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    ).from_string(files("experiments.dashboard").joinpath("levers.html.j2").read_text(encoding="utf-8"))
    told = [(upper_first(holder), _told(held)) for holder, held in holders()]
    return ready(template.render(holders=told), id="levers")


def _told(held: Sequence[Parameter]) -> list[dict[str, Any]]:
    """What the page says of each lever of a holder, and how it is set; words are explained where they come first."""
    labels = explained(*(lever.label for lever in held))
    return [_one(lever, as_html(label)) for lever, label in zip(held, labels, strict=True)]


def _one(lever: Parameter, label: str) -> dict[str, Any]:
    return {
        "name": lever.name,
        "label": lever.label,
        "explained": label,
        "unit": lever.unit,
        "kind": kind(lever),
        "low": lever.low,
        "high": lever.high,
        "step": step(lever.low, lever.high) if kind(lever) == "number" else None,
        "options": _options(lever),
        "evidence": as_html(evidence(lever)),
    }


def _options(lever: Parameter) -> list[tuple[str, str]]:
    """The settings to choose from with their names; none for a number."""
    if kind(lever) == "yes or no":
        return [("0", "no"), ("1", "yes")]
    return [(choice, called(choice)) for choice in lever.choices]


def called(choice: str) -> str:
    """A setting to choose from, in plain words."""
    return CHOICES.get(choice, upper_first(choice))


def kind(lever: Parameter) -> str:
    """How a lever is set: a number, yes or no, or one of several choices."""
    if lever.structural:
        return "choice"
    return "yes or no" if lever.unit.startswith("0 no") else "number"


def step(low: float, high: float) -> float:
    """A round step of about a twentieth of the range."""
    rough = (high - low) / STEPS
    size = 10.0 ** math.floor(math.log10(rough))
    return float(next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= rough * 0.999))


def said(lever: Parameter, value: float | str) -> str:
    """A setting with its unit."""
    if kind(lever) == "choice":
        return called(str(value))
    if kind(lever) == "yes or no":
        return "yes" if float(value) >= 0.5 else "no"
    return short(float(value)) + unit(lever)


def unit(lever: Parameter) -> str:
    """The unit after a number; a scale has none."""
    return "" if lever.unit[:1].isdigit() or lever.unit.startswith("-") else f" {lever.unit}"


def evidence(parameter: Parameter) -> html.Details:
    """What is known about a parameter, folded."""
    return html.Details(
        [
            html.Summary(
                [
                    html.Span(parameter.grade, className=f"grade {parameter.grade}", title=GRADES[parameter.grade]),
                    f" {GRADES[parameter.grade]}",
                ]
            ),
            html.Ul([html.Li(sources(code)) for code in parameter.evidence]),
        ],
        className="evidence",
    )


def sources(code: str) -> list[Any]:
    """A statement with where it stands, or a citation."""
    if code in CLAIMS:
        return [upper_first(CLAIMS[code].gist), " ", html.Span(f"({cite(code)})", className="quiet")]
    return [code]


def named() -> dict[str, dict[str, Any]]:
    """Every shipped policy with all its levers, for the page."""
    found: Sequence[Policy] = [case.policy(listed.id) for listed in list_policies()]
    levers = REGISTRY.role("lever")
    return {
        policy.id: {
            "name": policy.name,
            "summary": policy.summary,
            "levers": {lever.name: case.effective(policy, lever.name) for lever in levers},
        }
        for policy in found
    }


def labels(parameters: Iterable[str]) -> dict[str, dict[str, str]]:
    """Label and unit of each parameter, for the page."""
    return {name: {"label": REGISTRY[name].label, "unit": unit(REGISTRY[name])} for name in parameters}


def facts() -> dict[str, dict[str, Any]]:
    """What the page needs to know of each lever to say its setting."""
    return {
        lever.name: {
            "label": lever.label,
            "kind": kind(lever),
            "unit": unit(lever),
            "choices": {choice: called(choice) for choice in lever.choices},
        }
        for lever in REGISTRY.role("lever")
    }
