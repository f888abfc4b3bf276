"""The arithmetic of a rule as it is written in the code, and what each symbol in it stands for."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any

from experiments.config import load_system
from experiments.docs.markdown import table
from experiments.docs.parameters import ranged
from sim import definitions
from sim.parameters import REGISTRY
from sim.rules import ByChoice, Calendar, Draw, Read, Rule, collected
from sim.structure import Structure, build
from sim.wiring import resolve

EXAMPLE = "west-yorkshire"
"""The system whose wiring says where a link leads; every system has the same links."""


@cache
def example() -> Structure:
    """The wiring of the example system with councils' areas for places."""
    return build(load_system(EXAMPLE).system)


def equation(function: Callable[..., Any]) -> str:
    """The body of a function without its docstring, as a block of code."""
    source = textwrap.dedent(inspect.getsource(function))
    body = _definition(source).body
    said = body[0]
    if len(body) > 1 and isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant):
        body = body[1:]
    lines = source.splitlines()[body[0].lineno - 1 : body[-1].end_lineno]
    return _block("\n".join(lines))


def whole(function: Callable[..., Any]) -> str:
    """A function with its first line and without its docstring, as a block of code."""
    source = textwrap.dedent(inspect.getsource(function))
    tree = _definition(source)
    said = tree.body[0]
    lines = source.splitlines()
    if isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant) and said.end_lineno is not None:
        lines = lines[: said.lineno - 1] + lines[said.end_lineno :]
    return _block("\n".join(lines))


def _definition(source: str) -> ast.FunctionDef:
    found = ast.parse(source).body[0]
    if not isinstance(found, ast.FunctionDef):
        raise TypeError(f"not a function: {source.splitlines()[0]}")
    return found


def _block(code: str) -> str:
    return f"```python\n{textwrap.dedent(code).strip()}\n```"


def helpers(module: ModuleType) -> list[Callable[..., Any]]:
    """Formulas that several rules of a module share; not its rules, nor functions that make rules."""
    rules = {rule.function for rule in collected()}
    members = (thing for _, thing in inspect.getmembers(module, inspect.isfunction))
    own = [f for f in members if f.__module__ == module.__name__ and f not in rules]
    own = [f for f in own if f.__annotations__.get("return") not in (Rule, "Rule")]
    return sorted(own, key=lambda f: f.__code__.co_firstlineno)


def constants(module: ModuleType) -> list[tuple[str, str, str]]:
    """Figures that a module names, its own and those all mechanisms share: name, value, what it is."""
    body = ast.parse(inspect.getsource(module)).body
    shared = {
        a.name for s in body if isinstance(s, ast.ImportFrom) and s.module == definitions.__name__ for a in s.names
    }
    of_all = ast.parse(inspect.getsource(definitions)).body
    return [figure for figure in _figures(of_all) if figure[0].strip("`") in shared] + _figures(body)


def _figures(body: Sequence[ast.stmt]) -> list[tuple[str, str, str]]:
    """Upper-case figures that carry a docstring of their own."""
    found = []
    for statement, after in pairwise(body):
        said = after.value if isinstance(after, ast.Expr) else None
        if isinstance(statement, ast.Assign) and isinstance(said, ast.Constant) and isinstance(said.value, str):
            names, value = ast.unparse(statement.targets[0]).strip("()"), ast.unparse(statement.value).strip("()")
            found.append((f"`{names}`", value, " ".join(said.value.split())))
    return found


def symbols(rule: Rule) -> str:
    """Every symbol of a rule's formula: what it is, in which unit, whose, of which month."""
    rows: list[Sequence[str]] = []
    for name, source in rule.reads.items():
        rows.append((f"`{name}`", *_told(rule, source)))
    for name in rule.parameters:
        p = REGISTRY[name]
        rows.append((f"`{name}`", p.label, p.unit, f"{p.role}, {ranged(p)}"))
    return table(("Symbol", "What it is", "Unit", "From"), rows) if rows else ""


def _told(rule: Rule, source: object) -> tuple[str, str, str]:
    if isinstance(source, Read):
        return _read(rule, source)
    if isinstance(source, Draw):
        kind = "uniform on (0, 1)" if source.kind == "uniform" else "standard normal"
        return f"a random draw, '{source.slot}'", kind, "drawn once" if source.once else "drawn anew each time"
    if isinstance(source, Calendar):
        return f"`{source.series}`", "", "the calendar"
    if not isinstance(source, ByChoice):
        raise TypeError(f"a page cannot say what {source!r} is")
    held = {choice: source.under(choice) for choice in REGISTRY[source.lever].choices}
    units = {REGISTRY[name].unit for name in held.values() if isinstance(name, str)}
    told = "; ".join(f"{choice}: {_held(number)}" for choice, number in held.items())
    return f"a number by `{source.lever}`", ", ".join(sorted(units)), told


def _held(number: float | str) -> str:
    """What a table holds for a choice: a number, or a parameter and its range."""
    return f"`{number}`, {ranged(REGISTRY[number])}" if isinstance(number, str) else f"{number:g}"


def _read(rule: Rule, read: Read) -> tuple[str, str, str]:
    state = resolve(example(), rule, read).state
    how = {"one": "of", "total": "added up over", "lowest": "lowest over", "highest": "highest over"}[read.how]
    where = f"{how} `{read.of}`, " if read.of else ""
    return (
        f"{state.label} (`{read.state}`)",
        state.unit,
        where + ("this month" if read.month == "now" else "last month"),
    )
