"""Write a policy with every lever, grouped by who holds it: a file to change, made from the registry."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.config.schema import POLICY_SCHEMA
from experiments.config.spec import words
from experiments.config.write import line, scalar
from sim.parameters import Parameter, Registry
from sim.parameters.registry import Setting

HEAD = (
    "A policy: the settings of the levers that somebody can pull, under the name of who holds each.",
    "Above each lever: what it is, its unit and range, and its default. Change what you like; a line that you delete",
    "keeps its default. Check it with: tiers policy check FILE",
)


def policy_yaml(code: str, name: str, summary: str, settings: Mapping[str, Setting], registry: Registry) -> str:
    """A policy that sets every lever: to ``settings`` where they name it, else to its default."""
    lines = [f"# {text}" for text in HEAD]
    lines += [
        "",
        f"schema: {POLICY_SCHEMA}",
        f"id: {scalar(code)}",
        *line("name", name, ""),
        *line("summary", summary, ""),
    ]
    lines += ["", "levers:"]
    holders: dict[str, list[Parameter]] = {}
    for parameter in registry.role("lever"):
        holders.setdefault(parameter.holder, []).append(parameter)
    for position, (holder, levers) in enumerate(sorted(holders.items(), key=lambda item: (-len(item[1]), item[0]))):
        lines += [*([""] if position else []), f"  # Held by: {holder}"]
        for parameter in levers:
            value = settings.get(parameter.name, parameter.default)
            lines += ["", f"  # {about(parameter)}", f"  {parameter.name}: {scalar(value)}"]
    return "\n".join(lines) + "\n"


def about(parameter: Parameter) -> str:
    """What a lever is, its unit, what it may be, and its default."""
    if parameter.structural:
        return f"{parameter.label}: {' or '.join(parameter.choices)} (default {parameter.default})"
    span = f"{words(parameter.low)} to {words(parameter.high)}"
    unit = f"{parameter.unit}, " if parameter.unit != span else ""
    return f"{parameter.label} ({unit}{span}; default {words(float(parameter.default))})"
