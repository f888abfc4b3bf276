"""One page for each mechanism: in plain words, its rules with their arithmetic, parameters and evidence."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from experiments.docs import equations
from experiments.docs.markdown import cited, head, join, names, table
from experiments.docs.parameters import parameter_table
from experiments.docs.words import REASONS, WHOSE, mechanism, whose
from experiments.telling import cadence
from experiments.words import MECHANISMS
from sim import timeline
from sim.evidence import CLAIMS, DOCUMENTS
from sim.mandates import MANDATES
from sim.parameters import REGISTRY, Parameter
from sim.rulebook import ORDER
from sim.rules import Read, Rule, collected
from sim.schedule import PHASES
from sim.structure import axis
from sim.wiring import resolve

FOLDER = "mechanisms"


def modules() -> dict[str, list[ModuleType]]:
    """The files of the rulebook by mechanism, in the order in which they run."""
    found: dict[str, list[ModuleType]] = {code: [] for code in MECHANISMS}
    for name in ORDER:
        module = import_module(f"sim.rulebook.{name}")
        found[str(module.MECHANISM)].append(module)
    return found


def rules_of(code: str) -> list[Rule]:
    """The rules of a mechanism in the order of the month."""
    phases = list(PHASES)
    found = [r for r in collected() if r.mechanism == code]
    return sorted(found, key=lambda r: (phases.index(r.phase), ORDER.index(r.module)))


def pages() -> dict[str, str]:
    """The index, and the page of every mechanism that has rules, by path below the folder of documents."""
    written = {"mechanisms.md": index()}
    for code, members in modules().items():
        if members:
            written[f"{FOLDER}/{code}.md"] = page(code, members)
    return written


# The index -----------------------------------------------------------------------------------------------------------


def index() -> str:
    """What there is, in the order of the model, and the month."""
    rows = []
    for code, members in modules().items():
        if members:
            files = ", ".join(f"[`{_file(m)}`](../sim/rulebook/{_file(m)}.py)" for m in members)
            gists = " ".join(_gist(m) for m in members)
            rows.append((f"[{mechanism(code)}]({FOLDER}/{code}.md)", gists, files, str(len(rules_of(code)))))
        else:
            rows.append((mechanism(code), _gist(timeline), "[`timeline`](../sim/timeline.py)", "0"))
    return join(
        [
            head("Mechanisms"),
            f"{len(collected())} rules in {len(ORDER)} files. Each page has the mechanism in plain words, every "
            "rule with its arithmetic exactly as the code runs it, what it takes from other mechanisms and gives to "
            "them, its parameters and its evidence.",
            "How to read a formula: the lines are those of the rule itself, so they cannot differ from what is "
            "computed. A *return* gives the new values of the states after 'writes', in that order. Below each "
            "formula, folded away, stands what every symbol means, in which unit, whose, and of which month. A link "
            "(`of ...`) leads from the rule's own entity to those read. The few operations used are those of "
            "[`sim/ops.py`](../sim/ops.py): `share` keeps a number within 0 and 1, `positive` within 0 and above, "
            "`toward` moves a stock a month's part of the way, `clip` keeps between two bounds.",
            table(("Mechanism", "What it is about", "Files", "Rules"), rows),
            "All that is remembered from month to month is in [states](states.md).",
            "## The month",
            "![The month, phase by phase, with the mechanisms that run in each](diagrams/month.svg)",
        ]
    )


def _file(module: ModuleType) -> str:
    return module.__name__.rsplit(".", 1)[-1]


def _words(module: ModuleType) -> str:
    """A module's docstring, without the code of its mechanism."""
    return re.sub(r"^M\d+ ", "", inspect.getdoc(module) or "")


def _gist(module: ModuleType) -> str:
    """The first sentence of a module's docstring, without the mechanism's own name."""
    said = " ".join(_words(module).split("\n\n")[0].split())
    own = {name.casefold() for name in MECHANISMS.values()}
    before, _, after = said.partition(": ")
    text = after if after and before.casefold() in own else said
    return text[:1].upper() + text[1:]


# A mechanism ---------------------------------------------------------------------------------------------------------


def page(code: str, members: Sequence[ModuleType]) -> str:
    """The page of one mechanism."""
    rules = rules_of(code)
    parts = [head(mechanism(code)), _ways(code)]
    parts += [_words(module) for module in ([timeline, *members] if code == "M18" else members)]
    if code == "M10":
        parts += _mandates()
    parts += [
        "## What it takes and gives",
        _exchange(code, rules),
        "## Rules at a glance",
        table(("Rule", "When", "Whose", "Writes"), (_glance(group) for group in _alike(rules))),
        "## Rules",
    ]
    for module in members:
        parts += _module(module, [r for r in rules if r.module == _file(module)])
    parameters = [p for p in REGISTRY.values() if code in p.mechanisms]
    if parameters:
        parts += ["## Parameters", parameter_table(parameters, "../"), *_evidence(parameters)]
    return join(parts)


def _ways(code: str) -> str:
    written = [c for c, members in modules().items() if members]
    here = written.index(code)
    links = ["[All mechanisms](../mechanisms.md)"]
    if here:
        links.append(f"before: [{mechanism(written[here - 1])}]({written[here - 1]}.md)")
    if here + 1 < len(written):
        links.append(f"next: [{mechanism(written[here + 1])}]({written[here + 1]}.md)")
    return " · ".join(links)


def _alike(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules made from one formula together, in the order of their first."""
    found: dict[object, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.function.__code__, []).append(rule)
    return list(found.values())


def _glance(group: Sequence[Rule]) -> tuple[str, str, str, str]:
    rule = group[0]
    shown = f"`{rule.id}`" + (f" and {len(group) - 1} alike" if len(group) > 1 else "")
    kinds = whose(rule.of) if len(group) == 1 else f"{whose(rule.of)} and {len(group) - 1} other kinds"
    return shown, f"{rule.phase} ({cadence(rule.phase)})", kinds, names(rule.writes)


def _exchange(code: str, rules: Sequence[Rule]) -> str:
    """Which states it reads that others write, and which of its own others read, by mechanism."""
    writers: dict[tuple[str, str], set[str]] = {}
    for rule in collected():
        for name in rule.writes:
            writers.setdefault((axis(rule.of), name), set()).add(rule.mechanism)
    takes: dict[str, set[str]] = {}
    gives: dict[str, set[str]] = {}
    own = {(axis(r.of), name) for r in rules for name in r.writes}
    for rule in collected():
        for source in rule.reads.values():
            if not isinstance(source, Read):
                continue
            state = resolve(equations.example(), rule, source).state
            key = (state.kind, state.name)
            if rule.mechanism == code:
                for other in writers.get(key, set()) - {code}:
                    takes.setdefault(other, set()).add(state.name)
            elif key in own:
                gives.setdefault(rule.mechanism, set()).add(state.name)
    rows = [
        (_link(other), names(sorted(takes.get(other, ()))), names(sorted(gives.get(other, ()))))
        for other in MECHANISMS
        if other in takes or other in gives
    ]
    return table(("Other mechanism", "takes from it", "gives to it"), rows)


def _link(code: str) -> str:
    return f"[{mechanism(code)}]({code}.md)"


def _module(module: ModuleType, rules: Sequence[Rule]) -> list[str]:
    parts = []
    figures = equations.constants(module)
    if figures:
        parts.append(table(("Constant", "Value", "What it is"), figures))
    shared = equations.helpers(module)
    if shared:
        parts.append(f"### Formulas shared by the rules of `{_file(module)}`")
        for function in shared:
            parts += [f"`{function.__name__}`: {inspect.getdoc(function) or 'no words.'}", equations.whole(function)]
    for group in _alike(rules):
        parts += _rules(group)
    return parts


def _rules(group: Sequence[Rule]) -> list[str]:
    """One rule, or several made from one formula."""
    rule = group[0]
    said = inspect.getdoc(rule.function) or "Made from the duties above."
    parts = ["### " + names(r.id for r in group), said, equations.equation(rule.function)]
    if len(group) > 1:
        parts.append(f"The same formula for {len(group)} kinds; the lines below are those of `{rule.id}`.")
    lines = [f"- **when, whose**: {cadence(rule.phase)} (`{rule.phase}`), for {whose(rule.of)}"]
    if rule.opening:
        lines[-1] += "; also once to open the books"
    if rule.only:
        lines.append("- **only where** " + "; ".join(f"`{k}` is {' or '.join(v)}" for k, v in rule.only.items()))
    lines.append(f"- **writes**: {names(rule.writes)}")
    if rule.decides is not None:
        by = WHOSE.get(rule.decides.by, rule.decides.by) if rule.decides.by else whose(rule.of)
        hard = "".join(f"; '{term}' is hard" for term in rule.decides.hard)
        lines.append(f"- **decision**: '{rule.decides.name}', taken by {by}: {REASONS[rule.decides.reason]}{hard}")
    parts.append("\n".join(lines))
    if legend := equations.symbols(rule):
        parts.append(f"<details><summary>What the symbols mean</summary>\n\n{legend}\n\n</details>")
    return parts


def _figure(figure: float | str) -> str:
    """A figure of a duty, or the parameter that holds it."""
    return f"`{figure}`" if isinstance(figure, str) else f"{figure:g}"


def _mandates() -> list[str]:
    rows = [
        (
            WHOSE[kind],
            duty.label,
            f"`{duty.state}`" + (f" of `{duty.of}`" if duty.of else ""),
            f"{'at least' if duty.better == 'higher' else 'at most'} {_figure(duty.target)}",
            _figure(duty.weight),
            _figure(duty.scale),
            "hard" if duty.hard else "soft",
        )
        for kind, duties in MANDATES.items()
        for duty in duties
    ]
    header = ("Whose", "Duty", "Metric", "Target", "Weight", "Shortfall in units of", "Kind")
    return ["The mandates ([`sim/mandates.py`](../../sim/mandates.py)):", table(header, rows)]


def _evidence(parameters: Sequence[Parameter]) -> list[str]:
    codes = sorted({code for p in parameters for code in re.findall(r"E\d{3}", " ".join(p.evidence))})
    if not codes:
        return []
    rows = (
        (cited(code, "../"), CLAIMS[code].gist, f"{DOCUMENTS[CLAIMS[code].document].body}: {CLAIMS[code].locator}")
        for code in codes
    )
    return ["## Evidence", table(("Id", "Gist", "Where it stands"), rows)]
