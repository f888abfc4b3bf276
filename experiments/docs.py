"""The pages of ``docs`` that are written from the code: ``python -m experiments.docs``.

Parameters, outcomes, mechanisms and evidence are declared once, in ``sim``; these pages only show the declarations.
A test fails when a page no longer says what the code says.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from itertools import groupby, pairwise
from pathlib import Path
from types import ModuleType

from experiments.provenance import ROOT
from sim.evidence import CLAIMS, DOCUMENTS
from sim.mandates import MANDATES
from sim.outcomes import CATALOGUE, Outcome
from sim.parameters import GRADES, REGISTRY, Parameter
from sim.rulebook import ORDER
from sim.rules import ByChoice, Calendar, Deciding, Draw, Read, Rule, Source, collected
from sim.schedule import MONTHLY, ONCE, PHASES, QUARTERLY, YEARLY
from sim.state import STATES

FOLDER = ROOT / "docs"
NOTE = "<!-- Written by `python -m experiments.docs` from the code: do not edit. -->"

MECHANISMS: Mapping[str, str] = {
    "M1": "Environment",
    "M2": "Need and health",
    "M3": "Hospital flow",
    "M4": "Social care",
    "M5": "Money",
    "M6": "Board and strategy",
    "M7": "Authority and delegation",
    "M8": "Quality of decisions",
    "M9": "Maturity and staff",
    "M10": "Oversight and intervention",
    "M11": "Joint work and pooled budgets",
    "M12": "Council stance and red lines",
    "M13": "Trust",
    "M14": "Turnover",
    "M15": "Scrutiny",
    "M16": "Provider power",
    "M17": "Rating",
    "M18": "Timeline",
    "record": "Record",
}
"""What each mechanism is called."""

CADENCE = {
    ONCE: "once, before the first month",
    MONTHLY: "every month",
    QUARTERLY: "every quarter",
    YEARLY: "every April",
}
WHOSE: Mapping[str, str] = {
    "national": "the national centre",
    "region": "the region",
    "icb": "the integrated care board",
    "icp": "the integrated care partnership",
    "council": "each council",
    "place": "each place",
    "acute": "each acute trust",
    "mhc": "each mental health or community trust",
    "primary": "primary care of each place",
    "care": "care providers of each place",
    "vcse": "the voluntary sector of each place",
    "community": "each community",
    "group": "each population group",
    "service": "each NHS service",
    "bloc": "each bloc of seats on the board",
    "remit": "each remit (a service at a place)",
    "tie": "each tie (one organisation's view of another)",
    "partner": "each tie of a partner to its place",
}
REASONS = {"sum": "the sum of its terms", "least": "the least of its terms", "chance": "a chance event, u < p"}
SUMMARIES = {"mean": "mean over the run", "final": "mean of the last twelve months", "total": "sum over the run"}


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    return {
        "parameters.md": parameters_page(),
        "outcomes.md": outcomes_page(),
        "mechanisms.md": mechanisms_page(),
        "evidence.md": evidence_page(),
    }


def write(folder: Path = FOLDER) -> list[Path]:
    """Write the pages; return those that changed."""
    folder.mkdir(exist_ok=True)
    changed = []
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed


# Parameters ----------------------------------------------------------------------------------------------------------


def parameters_page() -> str:
    """All levers by holder, all uncertainties by mechanism."""
    levers, uncertainties = REGISTRY.role("lever"), REGISTRY.role("uncertainty")
    grades = "; ".join(f"**{grade}** {meaning}" for grade, meaning in GRADES.items())
    parts = [
        _head("Parameters"),
        f"{len(REGISTRY)} parameters: {len(levers)} levers, which somebody can pull, and {len(uncertainties)} "
        "uncertainties, which nobody knows and every comparison sweeps over their whole range. All are declared in "
        "[`sim/parameters`](../sim/parameters/__init__.py).",
        f"Grade says how good the default is: {grades}. Evidence ids lead to [the register](evidence.md). A lever "
        "marked *structural* changes which rules run.",
        "How well founded they are, by the number of parameters:",
        _grades(),
        "## Levers, by who holds them",
    ]
    for holder in sorted({p.holder for p in levers}, key=str.casefold):
        parts += [f"### {holder[:1].upper()}{holder[1:]}", _parameter_table(p for p in levers if p.holder == holder)]
    parts.append("## Uncertainties, by mechanism")
    for mechanism, name in MECHANISMS.items():
        rows = [p for p in uncertainties if p.mechanisms[0] == mechanism]
        if rows:
            parts += [f"### {mechanism} {name}", _parameter_table(rows)]
    return _join(parts)


def _grades() -> str:
    rows = []
    for role in ("lever", "uncertainty"):
        counts = [sum(p.role == role and p.grade == grade for p in REGISTRY.values()) for grade in GRADES]
        rows.append((role, *(str(count) for count in counts)))
    return _table(("Role", *(f"{grade} {meaning}" for grade, meaning in GRADES.items())), rows)


def _parameter_table(rows: Iterable[Parameter]) -> str:
    return _table(
        ("Name", "What it is", "Unit", "Default", "Range", "Read by", "Grade", "Evidence"),
        (
            (
                f"`{p.name}`",
                p.label,
                "*structural*" if p.structural else p.unit,
                p.default if isinstance(p.default, str) else f"{p.default:g}",
                _range(p),
                " ".join(p.mechanisms),
                p.grade,
                "; ".join(_evidence(entry) for entry in p.evidence),
            )
            for p in rows
        ),
    )


def _range(p: Parameter) -> str:
    if p.structural:
        return ", ".join(p.choices)
    return f"{p.low:g} to {p.high:g}" + ("" if p.distribution == "uniform" else f" ({p.distribution})")


def _evidence(entry: str) -> str:
    return re.sub(r"E\d{3}", lambda found: f"[{found[0]}](evidence.md#{found[0].lower()})", entry)


# Outcomes ------------------------------------------------------------------------------------------------------------


def outcomes_page() -> str:
    """The catalogue of outcomes."""
    parts = [
        _head("Outcomes"),
        f"{len(CATALOGUE)} outcomes, declared in [`sim/outcomes.py`](../sim/outcomes.py). *Matters from* is the "
        "smallest mean difference that is called a difference; below it a comparison says 'no practical difference'. "
        "Shares are shown as percentages on the screen and in the report.",
    ]
    for kind, title in (("icb", "For the system as a whole"), ("place", "For each place")):
        parts.append(f"## {title}")
        for group, members in groupby((o for o in CATALOGUE if o.kind == kind), key=lambda o: o.group):
            parts += [f"### {group}" if kind == "icb" else f"### {group}, place by place", _outcome_table(members)]
    others = [o for o in CATALOGUE if o.kind not in ("icb", "place")]
    if others:
        parts += ["## For others", _outcome_table(others)]
    return _join(parts)


def _outcome_table(outcomes: Iterable[Outcome]) -> str:
    return _table(
        ("Name", "What it is", "Unit", "Better", "Matters from", "How computed"),
        (
            (
                f"`{o.name}`",
                o.label,
                o.unit,
                o.better,
                f"{o.matters:g} ({o.matters_source})",
                f"{SUMMARIES[o.summary]} of `{o.state}`",
            )
            for o in outcomes
        ),
    )


# Mechanisms ----------------------------------------------------------------------------------------------------------


def mechanisms_page() -> str:
    """Every mechanism file with its rules, and every state."""
    rules = collected()
    modules = {name: import_module(f"sim.rulebook.{name}") for name in ORDER}
    parts = [
        _head("Mechanisms"),
        f"{len(rules)} rules in {len(ORDER)} files of [`sim/rulebook`](../sim/rulebook/__init__.py), in the order in "
        "which the files run inside a phase. What a rule reads and writes is its signature in the code; both engines "
        "gather from it, and this page is written from it. 'Now' is this month's value, 'last' that of the end of last "
        "month. A link (`of ...`) leads from the rule's own entity to those read.",
        "## The month",
        _table(
            ("Phase", "When", "Rules"),
            (
                (f"`{phase}`", CADENCE[every], str(sum(r.phase == phase for r in rules)))
                for phase, every in PHASES.items()
            ),
        ),
        "## Files",
        _table(
            ("File", "Mechanism", "Rules"),
            (
                (f"[`{name}`](#{name})", _mechanism(module), str(sum(r.module == name for r in rules)))
                for name, module in modules.items()
            ),
        ),
    ]
    for name, module in modules.items():
        parts += _module(name, module, [r for r in rules if r.module == name])
    return _join([*parts, *_states()])


def _mechanism(module: ModuleType) -> str:
    code = str(module.MECHANISM)
    return f"{code} {MECHANISMS[code]}" if code.startswith("M") else MECHANISMS[code]


def _module(name: str, module: ModuleType, rules: Sequence[Rule]) -> list[str]:
    parts = [f"## {name}", inspect.getdoc(module) or ""]
    constants = _constants(module)
    if constants:
        parts.append(_table(("Constant", "Value", "What it is"), constants))
    if name == "mandate":
        parts += [*_mandates()]
    return [*parts, *(_rule(r) for r in rules)]


def _constants(module: ModuleType) -> list[tuple[str, str, str]]:
    """Upper-case numbers of a module that carry a docstring of their own."""
    body = ast.parse(inspect.getsource(module)).body
    found = []
    for statement, after in pairwise(body):
        said = after.value if isinstance(after, ast.Expr) else None
        if isinstance(statement, ast.Assign) and isinstance(said, ast.Constant) and isinstance(said.value, str):
            names, value = ast.unparse(statement.targets[0]).strip("()"), ast.unparse(statement.value).strip("()")
            found.append((f"`{names}`", value, " ".join(said.value.split())))
    return found


def _mandates() -> list[str]:
    rows = [
        (
            WHOSE[kind],
            duty.label,
            f"`{duty.state}`" + (f" of `{duty.of}`" if duty.of else ""),
            f"{'at least' if duty.better == 'higher' else 'at most'} "
            + (f"`{duty.target}`" if isinstance(duty.target, str) else f"{duty.target:g}"),
            f"{duty.weight:g}",
            f"{duty.scale:g}",
            "hard" if duty.hard else "soft",
        )
        for kind, duties in MANDATES.items()
        for duty in duties
    ]
    header = ("Whose", "Duty", "Metric", "Target", "Weight", "Shortfall in units of", "Kind")
    return ["The mandates ([`sim/mandates.py`](../sim/mandates.py)):", _table(header, rows)]


def _rule(rule: Rule) -> str:
    said = inspect.getdoc(rule.function) or "Made from the duties above."
    lines = [f"### `{rule.module}.{rule.name}`", "", said, ""]
    lines.append(f"- **when, whose**: {CADENCE[PHASES[rule.phase]]} (`{rule.phase}`), for {_whose(rule.of)}")
    if rule.opening:
        lines[-1] += "; also once to open the books"
    if rule.only:
        lines.append("- **only where** " + "; ".join(f"`{k}` is {' or '.join(v)}" for k, v in rule.only.items()))
    for title, kind in (("now", "now"), ("last", "last")):
        reads = [_read(s) for s in rule.reads.values() if isinstance(s, Read) and s.month == kind]
        if reads:
            lines.append(f"- **reads, {title}**: {', '.join(reads)}")
    others = [_source(s) for s in rule.reads.values() if not isinstance(s, Read)]
    if others:
        lines.append(f"- **takes**: {', '.join(others)}")
    if rule.parameters:
        lines.append("- **parameters**: " + ", ".join(f"`{name}`" for name in rule.parameters))
    lines.append("- **writes**: " + ", ".join(f"`{name}`" for name in rule.writes))
    if rule.decides is not None:
        lines.append(f"- **decision**: {_deciding(rule, rule.decides)}")
    return "\n".join(lines)


def _whose(kind: str) -> str:
    if ">" in kind:
        return "each tie `{}` (how {} sees {})".format(
            kind, *(WHOSE[end].removeprefix("each ") for end in kind.split(">"))
        )
    return WHOSE[kind]


def _read(read: Read) -> str:
    if not read.of:
        return f"`{read.state}`"
    how = {"one": "of", "total": "summed over", "lowest": "lowest over", "highest": "highest over"}[read.how]
    return f"`{read.state}` {how} `{read.of}`"


def _source(source: Source) -> str:
    if isinstance(source, Draw):
        return f"a {source.kind} draw '{source.slot}'" + (" (made once)" if source.once else "")
    if isinstance(source, Calendar):
        return f"`{source.series}` from the calendar"
    if not isinstance(source, ByChoice):
        raise TypeError(f"a page cannot say what {source!r} is")
    values = ", ".join(f"{choice.replace('_', ' ')} {value:g}" for choice, value in source.values.items())
    return f"a number by `{source.lever}` ({values})"


def _deciding(rule: Rule, deciding: Deciding) -> str:
    by = WHOSE.get(deciding.by, deciding.by) if deciding.by else _whose(rule.of)
    hard = "".join(f"; '{term}' is hard" for term in deciding.hard)
    return f"'{deciding.name}', taken by {by}: {REASONS[deciding.reason]}{hard}"


def _states() -> list[str]:
    parts = [
        "## States",
        f"{len(STATES)} states, declared in [`sim/state.py`](../sim/state.py). A start that is *given* is a figure of "
        "the described system; *parameter* is the registry's; the `start` rules above may set the others.",
    ]
    for kind, members in groupby(STATES.values(), key=lambda s: s.kind):
        rows = (
            (f"`{s.name}`", s.label, s.unit, s.start if isinstance(s.start, str) else f"{s.start:g}") for s in members
        )
        parts += [f"### States of {WHOSE[kind]}", _table(("Name", "What it is", "Unit", "Start"), rows)]
    return parts


# Evidence ------------------------------------------------------------------------------------------------------------


def evidence_page() -> str:
    """The documents, and each claim with the parameters that rest on it."""
    used: dict[str, list[str]] = {code: [] for code in CLAIMS}
    for p in REGISTRY.values():
        for code in re.findall(r"E\d{3}", " ".join(p.evidence)):
            used.setdefault(code, []).append(f"`{p.name}`")
    parts = [
        _head("Evidence"),
        f"{len(CLAIMS)} statements in {len(DOCUMENTS)} documents, declared in [`sim/evidence.py`](../sim/evidence.py). "
        "The gists are this project's wording: quote the documents themselves. The documents say which way things work "
        "and rarely how strongly, so a parameter that rests on them alone is graded C. Statements that no parameter "
        "names stand behind a pattern that the model is to show.",
    ]
    for document in DOCUMENTS.values():
        parts += [f"## {document.body}, {document.date}", f"*{document.title}*"]
        if document.parts:
            parts.append("Bound into it:\n\n" + "\n".join(f"- {part}" for part in document.parts))
        rows = (
            (f'<a id="{c.id.lower()}"></a>{c.id}', c.locator, c.gist, ", ".join(used[c.id]))
            for c in CLAIMS.values()
            if c.document == document.id
        )
        parts.append(_table(("Id", "Where", "Gist", "Parameters"), rows))
    return _join(parts)


# Markdown ------------------------------------------------------------------------------------------------------------


def _head(title: str) -> str:
    return f"{NOTE}\n\n# {title}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_row(header), _row(["---"] * len(header)), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _join(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def main() -> int:
    """Write the pages and say which changed."""
    changed = write()
    for path in changed:
        print(path.relative_to(ROOT).as_posix())
    print(f"{len(changed)} of {len(pages())} pages changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
