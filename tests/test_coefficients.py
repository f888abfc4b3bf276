"""No bare coefficient: a number in a rule states something about the world, and such a number is in the registry.

What a rule may write out is a definition of arithmetic or of the calendar. What defines a unit, or keeps a division
finite, may be an upper-case constant of its module with a docstring of its own. A table by arrangement, ``by_choice``,
may write out a 0 or a 1 where that is what a choice means; anything else in it is a parameter. Bounds of a decision
stand in ``Deciding``, where the documentation shows them.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import rulebook

RULEBOOK = Path(rulebook.__file__).parent
MODULES = sorted(RULEBOOK.glob("*.py"))
ALLOWED = {
    0: "nothing, and the lower bound of a share",
    1: "the whole: a complement, the upper bound of a share",
    2: "a square, a half, the highest stance",
    12: "months in a year",
    1000: "a rate per 1,000",
}
"""The numbers a rule may write out, and what they stand for."""
TABLE, BOUNDS = "by_choice", "Deciding"
"""Declarations that hold a table by arrangement, and the bounds of a decision."""
SWITCHES = (0.0, 1.0)
"""The numbers a table may write out: no and yes, nothing and the whole."""


def bare(source: str) -> list[str]:
    """Every number of a module of rules that is neither allowed nor named, with its line."""
    body = ast.parse(source).body
    return [f"line {line}: {what}" for line, what in sorted(_in_module(body))]


def _in_module(body: list[ast.stmt]) -> Iterator[tuple[int, str]]:
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _is_constant(statement):
            if any(_numbers(statement)) and not _is_text(following):
                yield statement.lineno, f"{ast.unparse(statement)} has no docstring"
        else:
            yield from _in_rule(statement)


def _is_constant(statement: ast.Assign | ast.AnnAssign) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    names = [n for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
    return all(name.id.isupper() for name in names)


def _is_text(statement: ast.stmt | None) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _in_rule(node: ast.AST) -> Iterator[tuple[int, str]]:
    called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    if isinstance(node, ast.Call) and called == TABLE:
        yield from _in_table(node)
    if called in (TABLE, BOUNDS):
        return
    if isinstance(node, ast.BinOp) and all(any(_numbers(n, deep=False)) for n in (node.left, node.right)):
        yield node.lineno, f"{ast.unparse(node)} makes a number of two"
        return
    for number in _numbers(node, deep=False):
        if number.value not in ALLOWED:
            yield number.lineno, f"the number {number.value}"
    for child in ast.iter_child_nodes(node):
        yield from _in_rule(child)


def _in_table(table: ast.Call) -> Iterator[tuple[int, str]]:
    """What a table holds beside its lever, its parameters' stem and switches."""
    for argument in table.args:
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            yield argument.lineno, f"{ast.unparse(argument)} in a table"
    for choice in table.keywords:
        if not (isinstance(choice.value, ast.Constant) and choice.value.value in SWITCHES):
            yield choice.value.lineno, f"{ast.unparse(choice)} in a table"


def _numbers(node: ast.AST, *, deep: bool = True) -> Iterator[ast.Constant]:
    """The numbers in an expression, or the one that it is."""
    for one in ast.walk(node) if deep else (node,):
        if isinstance(one, ast.Constant) and isinstance(one.value, int | float) and not isinstance(one.value, bool):
            yield one


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_rule_holds_a_bare_coefficient(path: Path) -> None:
    assert bare(path.read_text(encoding="utf-8")) == []


def test_every_allowed_number_is_needed() -> None:
    written = {n.value for path in MODULES for n in _numbers(ast.parse(path.read_text(encoding="utf-8")))}
    assert set(ALLOWED) <= written


GOOD = '''
WEEKS_A_MONTH = 4.348
"""Weeks in a month."""

@rule("care", of="place", writes="a", decides=Deciding("share", "least", high=50.0))
def a(b: Number = now("b"), c: Number = by_choice("form", "pull_of_form", own=0.0), *, pull: Number) -> Number:
    """A rule that takes 0.4 of nothing."""
    yearly = 12.0 * WEEKS_A_MONTH * b
    return clip((1.0 - pull) * yearly / 2.0 - 1000.0 * c, 0.0, 1.0)
'''

BAD = {
    "in the body": ("/ 2.0 -", "/ 2.5 -", "the number 2.5"),
    "below nothing": ("/ 2.0 -", "* -0.25 -", "the number 0.25"),
    "a whole number": ("/ 2.0 -", "/ 3 -", "the number 3"),
    "in a call": ("0.0, 1.0)", "0.0, 0.9)", "the number 0.9"),
    "as a power of ten": ("1000.0 * c", "1e-9 * c", "the number 1e-09"),
    "made of allowed ones": ("1000.0 * c", "1.0 / 12.0 * c", "1.0 / 12.0 makes a number of two"),
    "as a default": ("pull: Number)", "pull: Number = 0.4)", "the number 0.4"),
    "in a local name": ("yearly = 12.0", "PULL = 0.5\n    yearly = 12.0", "the number 0.5"),
    "in a table inside": ("yearly = 12.0", "weights = {'a': 0.5}\n    yearly = 12.0", "the number 0.5"),
    "in a table by choice": ("own=0.0)", "own=0.3)", "own=0.3 in a table"),
    "below nothing in a table by choice": ("own=0.0)", "own=-1.0)", "own=-1.0 in a table"),
    "made of switches in a table by choice": ("own=0.0)", "own=1.0 / (1.0 + 1.0))", "own=1.0 / (1.0 + 1.0) in a table"),
    "beside a switch in a table by choice": ("own=0.0)", "own=0.0, other=2.0)", "other=2.0 in a table"),
    "behind a name in a table by choice": ("own=0.0)", "**FORMS)", "**FORMS in a table"),
    "in a constant without a docstring": ('"""Weeks in a month."""', "", "WEEKS_A_MONTH = 4.348 has no docstring"),
    "in a module's own variable": ("WEEKS_A_MONTH", "weeks", "the number 4.348"),
    "in a module's loop": ("@rule", "for x in (0.1, 0.2):\n    declare(x)\n\n@rule", "the number 0.1"),
    "in a helper": ("@rule", "def helper(x: Number) -> Number:\n    return 0.6 * x\n\n@rule", "the number 0.6"),
    "in a lambda": ("@rule", "HELP = [lambda x: 0.6 * x]\n@rule", "HELP = [lambda x: 0.6 * x] has no docstring"),
}
"""Where a coefficient might hide: what is planted in the good module for what, and how the check names it."""


def test_a_module_without_coefficients_passes() -> None:
    assert bare(GOOD) == []


@pytest.mark.parametrize("where", BAD)
def test_a_bare_coefficient_is_found(where: str) -> None:
    old, new, said = BAD[where]
    assert old in GOOD
    found = bare(GOOD.replace(old, new))
    assert any(problem.endswith(said) for problem in found), found
