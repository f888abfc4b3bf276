"""A rule gives the same 64 bits on a float and on an array: by its operations, and by what its syntax may hold."""

import ast
import importlib
import inspect
import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from rulebook_syntax import problems

from sim import ops, rulebook

RULEBOOK = Path(rulebook.__file__).parent
EDGES = (0.0, 5e-324, 2.2250738585072014e-308, 1e-17, 0.1, 0.5, 1.0, 1.0 + 2.0**-52, 2.0, 700.0, 1e300)
ANY = st.floats(-1e300, 1e300)
ABOVE_0 = st.floats(5e-324, 1e300)
MODERATE = st.floats(-700.0, 700.0)
INSIDE = st.floats(1e-12, 1.0 - 1e-12)
FROM_1 = st.floats(0.1, 1e6)

ARGUMENTS: dict[str, tuple[st.SearchStrategy[float], ...]] = {
    "exp": (MODERATE,),
    "log": (ABOVE_0,),
    "sqrt": (st.floats(0.0, 1e300),),
    "power": (st.floats(1e-12, 1e12), st.floats(-3.0, 3.0) | st.sampled_from([-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0])),
    "floor": (ANY,),
    "size": (ANY,),
    "maximum": (ANY, ANY),
    "minimum": (ANY, ANY),
    "clip": (ANY, ANY, ANY),
    "share": (ANY,),
    "positive": (ANY,),
    "logistic": (MODERATE,),
    "logit": (INSIDE,),
    "blend": (MODERATE, MODERATE, MODERATE),
    "toward": (MODERATE, MODERATE, FROM_1),
    "monthly_decay": (FROM_1,),
}
"""Operations that take numbers one by one, and the numbers they are meant for."""
OF_CONDITIONS = {"where", "both", "either", "flag"}
OF_SEVERAL = {"total", "least"}


def bits(x: object) -> NDArray[np.uint64]:
    return np.asarray(x, dtype=np.float64).reshape(-1).view(np.uint64)


def in_both_engines(operation: Callable[..., object], *rows: NDArray[np.float64]) -> None:
    """One call with arrays (entities, runs), with rows over runs, with views of other strides; one for each float."""
    one_by_one = np.array([operation(*(float(x) for x in numbers)) for numbers in zip(*rows, strict=True)])
    assert type(operation(*(float(row[0]) for row in rows))) is float
    wide = [np.repeat(row[None, :], 3, axis=0) for row in rows]
    strided = [np.repeat(row, 2)[::2] for row in rows]
    across = [np.asfortranarray(np.repeat(row[:, None], 2, axis=1))[:, 0] for row in rows]
    for shaped in (rows, strided, across, [row[:, None] for row in rows]):
        assert (bits(operation(*shaped)) == bits(one_by_one)).all()
    assert (bits(operation(*wide)).reshape(3, -1) == bits(one_by_one)).all()


def test_every_operation_is_tested() -> None:
    assert set(ARGUMENTS) | OF_CONDITIONS | OF_SEVERAL == ops.SAFE - {"Number", "Any", "Iterable"}


@pytest.mark.parametrize("name", ARGUMENTS)
@given(data=st.data())
def test_operation_on_random_numbers(name: str, data: st.DataObject) -> None:
    count = data.draw(st.sampled_from([1, 2, 3, 7, 8, 17]))
    rows = [np.array(data.draw(st.lists(s, min_size=count, max_size=count))) for s in ARGUMENTS[name]]
    in_both_engines(getattr(ops, name), *rows)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_operation_on_thousands_of_ordinary_numbers(name: str) -> None:
    """Long rows take other paths through NumPy than short ones (vector registers and what is left over)."""
    draw = np.random.default_rng(1)
    bounds = {"log": (1e-6, 10.0), "sqrt": (0.0, 10.0), "power": (1e-3, 5.0), "logit": (1e-6, 1.0)}
    bounds |= {"toward": (0.2, 60.0), "monthly_decay": (0.5, 60.0)}
    low, high = bounds.get(name, (-5.0, 5.0))
    in_both_engines(getattr(ops, name), *(draw.uniform(low, high, 5003) for _ in ARGUMENTS[name]))


@pytest.mark.parametrize("name", ["size", "maximum", "minimum", "clip", "share", "positive", "floor", "blend"])
def test_operation_on_edges(name: str) -> None:
    """Signed zeros, the smallest and the largest numbers, in every combination."""
    edges = [e for x in EDGES for e in (x, -x) if name != "blend" or x < 1e100]
    combinations = list(itertools.product(edges, repeat=len(ARGUMENTS[name])))[:20_000]
    in_both_engines(getattr(ops, name), *np.array(combinations).T)


@pytest.mark.parametrize("name", ["maximum", "minimum", "share", "positive", "size", "clip"])
def test_zero_is_always_written_as_plus_zero(name: str) -> None:
    zeros = [-0.0] * len(ARGUMENTS[name])
    assert str(getattr(ops, name)(*zeros)) == "0.0"
    assert (bits(getattr(ops, name)(*(np.array([z, z]) for z in zeros))) == 0).all()


def test_a_parameter_may_be_a_float_or_a_row() -> None:
    """The same exponent for all runs or one for each: the same bits, as for every operation of several numbers."""
    x = np.random.default_rng(2).uniform(0.2, 2.0, (4, 1000))
    for name, arguments in ARGUMENTS.items():
        for value in (0.5, 1.0, 2.0):
            if len(arguments) > 1:
                others = [value] * (len(arguments) - 1)
                rows = [np.full(1000, value) for _ in others]
                operation = getattr(ops, name)
                assert (bits(operation(x, *others)) == bits(operation(x, *rows))).all(), (name, value)


@given(st.lists(st.tuples(MODERATE, MODERATE), min_size=1, max_size=12))
def test_conditions(pairs: list[tuple[float, float]]) -> None:
    a, b = np.array(pairs).T
    for one, two in ((a, b), (a, a)):
        floats = [
            (
                ops.where(x < y, x, y),
                ops.flag(x >= y),
                ops.flag(ops.both(x < y, y > 0.0)),
                ops.flag(ops.either(x == y, x > 0.0)),
            )
            for x, y in zip(one.tolist(), two.tolist(), strict=True)
        ]
        arrays = (
            ops.where(one < two, one, two),
            ops.flag(one >= two),
            ops.flag(ops.both(one < two, two > 0.0)),
            ops.flag(ops.either(one == two, one > 0.0)),
        )
        assert (bits(np.array(floats).T) == bits(np.array(arrays))).all()


@given(st.lists(st.lists(ANY, min_size=2, max_size=2), min_size=0, max_size=20))
def test_sums_go_from_left_to_right(rows: list[list[float]]) -> None:
    for column in (0, 1):
        wanted = 0.0
        for row in rows:
            wanted += row[column]
        assert bits(ops.total(row[column] for row in rows)) == bits(wanted)
        arrays = [np.array(row) for row in rows]
        assert bits(np.broadcast_to(ops.total(arrays), (2,))[column]) == bits(wanted)
        assert bits(np.broadcast_to(ops.least(arrays), (2,))[column]) == bits(ops.least(row[column] for row in rows))


# --- the syntax of the rulebook ----------------------------------------------------------------------------------


def functions_of(module: str) -> frozenset[str]:
    return frozenset(name for name, _ in inspect.getmembers(importlib.import_module(module), inspect.isfunction))


def taken_from_the_rulebook(source: str) -> frozenset[str]:
    """Names of functions and constants a module of rules takes from other modules of rules."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim.rulebook."):
            names |= {a.asname or a.name for a in node.names if a.name in functions_of(node.module or "")}
    return frozenset(names)


@pytest.mark.parametrize("path", sorted(RULEBOOK.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_rulebook_holds_nothing_unsafe(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert problems(source, taken_from_the_rulebook(source)) == []


def test_every_mechanism_is_read() -> None:
    assert {path.stem for path in RULEBOOK.glob("[a-z]*.py")} == set(rulebook.ORDER)


SAFE_RULE = '''
from sim.ops import Number, clip, flag
from sim.ops import total as add

CELLS = 4

def helper(x: Number, cell: int) -> Number:
    return clip(x * float(CELLS) - cell, 0.0, 1.0)

@rule("care", of="place", writes="score")
def score(a: Number = now("a"), b: Number = last("b"), *, weight: Number) -> Number:
    """A rule that uses all that is allowed."""
    whole: Number = 0.0
    for cell in range(CELLS):
        x = (cell + 0.5) / CELLS
        whole = whole + helper(a * x, cell)
    terms = {"one": -weight * a, **{}, "two": whole}
    several = tuple(weight * t for t in (a, b))
    return add(terms.values()) + flag(a < b) * several[0], terms
'''


def test_a_safe_rule_passes() -> None:
    assert problems(SAFE_RULE) == []


UNSAFE = {
    "a power": ("a ** 2.0", "Pow"),
    "a matrix product": ("a @ b", "MatMult"),
    "a remainder": ("a % b", "Mod"),
    "whole division": ("a // b", "FloorDiv"),
    "math": ("math.exp(a)", "method exp"),
    "numpy": ("np.exp(a)", "method exp"),
    "sum": ("sum((a, b))", "calls sum"),
    "min": ("min(a, b)", "calls min"),
    "max": ("max(a, b)", "calls max"),
    "abs": ("abs(a)", "calls abs"),
    "round": ("round(a)", "calls round"),
    "pow": ("pow(a, b)", "calls pow"),
    "float": ("float(a)", "calls float on a value"),
    "another function": ("sin(a)", "calls sin on a value"),
    "a method": ("a.sum()", "method sum"),
    "a method given a value": ("CELLS.get(a)", "method get"),
    "a choice": ("a if a > b else b", "chooses by a value"),
    "and": ("a > 0.0 and b > 0.0", "'and' or 'or'"),
    "or": ("a > 0.0 or b > 0.0", "'and' or 'or'"),
    "not": ("not a", "Not"),
    "a chain of comparisons": ("0.0 < a < b", "chain of comparisons"),
    "is": ("a is b", "Is"),
    "in": ("a in (b, 1.0)", "In"),
    "a filter": ("add(x for x in (a, b) if x > 0.0)", "leaves out by a value"),
    "a lookup": ("(1.0, 2.0)[a]", "looks up by a value"),
    "an attribute": ("a.real", "Attribute"),
    "a string": ("f'{a}'", "JoinedStr"),
    "a lambda": ("(lambda x: x)(a)", "calls what it computed"),
    "an assignment inside": ("(c := a)", "NamedExpr"),
}
"""What a rule might say, and how the check names it."""


@pytest.mark.parametrize("what", UNSAFE)
def test_an_unsafe_expression_is_refused(what: str) -> None:
    expression, said = UNSAFE[what]
    planted = SAFE_RULE.replace("return add(", f"c = {expression}\n    return add(")
    assert any(said in problem for problem in problems(planted)), problems(planted)


@pytest.mark.parametrize("what", UNSAFE)
def test_an_unsafe_expression_is_refused_in_a_helper_and_after_a_detour(what: str) -> None:
    """Whether the value comes as an argument, through a name, a tuple or a loop."""
    expression, said = UNSAFE[what]
    for detour in ("a = x + 0.0", "a, _ = x, 1", "a = (x,)[0]", "for a in (x, x):\n        pass"):
        planted = f"def helper(x: Number, b: Number) -> Number:\n    {detour}\n    return {expression}\n"
        assert any(said in problem for problem in problems(planted)), (detour, problems(planted))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("if a > b:\n        a = b", "branches on a value"),
        ("while a > b:\n        a = a - 1.0", "statement While"),
        ("a += b", "in place"),
        ("assert a > b", "statement Assert"),
        ("a[0] = b", "assigns to a[0]"),
        ("import math", "imports math"),
        ("import numpy as np", "imports numpy"),
        ("from numpy import exp", "imports from numpy"),
        ("from math import exp", "imports exp of math"),
        ("from scipy.special import expit", "imports from scipy.special"),
        ("from sim.ops import np", "not among the safe operations"),
        ("global a", "statement Global"),
        ("try:\n        a = b\n    except ZeroDivisionError:\n        a = 0.0", "statement Try"),
    ],
)
def test_an_unsafe_statement_is_refused(statement: str, said: str) -> None:
    planted = f"def helper(a: Number, b: Number) -> Number:\n    {statement}\n    return a\n"
    assert any(said in problem for problem in problems(planted)), problems(planted)


def test_make_up_may_branch_and_values_may_not() -> None:
    """A flag of the declarations picks the formula in both engines alike."""
    source = "def f(a: Number, {argument}) -> Number:\n    return a if {test} else a + 1.0\n"
    assert problems(source.format(argument="shapley: bool", test="shapley")) == []
    assert problems(source.format(argument="shapley: Number", test="shapley"))
    assert problems(source.format(argument="shapley: bool", test="shapley and a > 0.0"))
