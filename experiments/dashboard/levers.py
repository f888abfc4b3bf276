"""The levers, grouped by who holds them, each with what the evidence says on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import dash_mantine_components as dmc
from dash import html

from experiments.config import list_policies
from experiments.dashboard import case
from experiments.dashboard.aria import aria
from experiments.dashboard.plain import placed
from experiments.words import short, upper_first
from sim.evidence import CLAIMS, cite
from sim.parameters import GRADES, REGISTRY, Parameter
from sim.policy import Policy

STEPS = 20
"""Steps in the range of a slider, about."""


def holders() -> list[tuple[str, list[Parameter]]]:
    """Levers by who holds them, those who hold most first."""
    levers = sorted(REGISTRY.role("lever"), key=lambda p: p.holder)
    groups = [(holder, list(members)) for holder, members in groupby(levers, key=lambda p: p.holder)]
    return sorted(groups, key=lambda group: -len(group[1]))


def panel(shown: Policy) -> dmc.Accordion:
    """All levers, set as a policy sets them."""
    return dmc.Accordion(
        [
            dmc.AccordionItem(
                [
                    dmc.AccordionControl(
                        [upper_first(holder), html.Span(f"{len(levers)}", className="count", title="levers")],
                    ),
                    dmc.AccordionPanel([control(lever, case.effective(shown, lever.name)) for lever in levers]),
                ],
                value=holder,
            )
            for holder, levers in holders()
        ],
        id="levers",
        multiple=True,
        value=[],
        order=3,
        variant="default",
    )


def control(lever: Parameter, value: float | str) -> html.Div:
    """One lever: its label, its setting, what the other policy does, and the evidence."""
    label = f"lever-{lever.name}"
    head = [
        html.Span(lever.label, id=label, className="lever-label"),
        html.Span(said(lever, value), className="lever-value", id=f"value-{lever.name}"),
    ]
    tail = [html.Div(className="lever-other", id=f"other-{lever.name}"), evidence(lever)]
    return html.Div(
        [placed(head, className="lever-head"), _input(lever, value, label), placed(tail)],
        className="lever",
    )


def _input(lever: Parameter, value: float | str, label: str) -> Any:
    identity = {"lever": lever.name}
    if kind(lever) == "number":
        return dmc.Slider(
            id=identity,
            min=lever.low,
            max=lever.high,
            step=step(lever.low, lever.high),
            precision=4,
            value=value,
            updatemode="drag",
            label=None,
            thumbLabel=f"{lever.label} ({lever.unit})",
            size="sm",
            thumbSize=22,
        )
    options = (
        [{"value": "0", "label": "no"}, {"value": "1", "label": "yes"}]
        if kind(lever) == "yes or no"
        else [{"value": choice, "label": upper_first(choice.replace("-", " "))} for choice in lever.choices]
    )
    if len(options) > 3:
        return dmc.Select(
            id=identity, data=options, value=str(value), allowDeselect=False, size="sm", **aria(label=lever.label)
        )
    chosen = value if isinstance(value, str) else f"{value:g}"
    return html.Div(
        dmc.SegmentedControl(id=identity, data=options, value=chosen, size="sm", fullWidth=True),
        role="group",
        **aria(labelledby=label),
    )


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
        return upper_first(str(value).replace("-", " "))
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


def facts() -> dict[str, dict[str, Any]]:
    """What the page needs to know of each lever to say its setting."""
    return {
        lever.name: {"label": lever.label, "kind": kind(lever), "unit": unit(lever)} for lever in REGISTRY.role("lever")
    }
