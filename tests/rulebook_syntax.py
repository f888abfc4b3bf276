"""What the rulebook's syntax may hold, so that a rule gives the same bits on a float and on an array.

A *value* is whatever a rule computes with: every argument, unless its annotation says that it is part of the model's
make-up (an int, a bool, a name, a duty), and all that follows from it. Values may be added, subtracted, multiplied,
divided and compared, put into tuples and dicts, and handed to functions of ``sim.ops`` or of the rulebook. Nothing
may branch on them. What is not a value (how many blocs there are, say) is the same in both engines and may be
anything.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.ops import SAFE

ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
MODULES = frozenset({"__future__", "collections.abc", "itertools", "math"}) | {
    f"sim.{name}" for name in ("definitions", "entities", "mandates", "ops", "rules")
}
OF_MATH = frozenset({"factorial"})
"""Of ``math``, only what works on whole numbers."""
COUNTING = frozenset({"len", "range", "enumerate", "zip"})
"""Built-in functions that look at how many values there are, never at what they are."""
NEVER = frozenset({"sum", "min", "max", "abs", "round", "pow", "divmod"})
VIEWS = frozenset({"values", "items", "keys"})
"""Methods of a dict of terms."""
MAKE_UP = frozenset({"int", "bool", "str", "Duty", "Sequence[Duty]"})
"""Annotations of what is no value."""


@dataclass
class Scope:
    """Names that stand for values, and names that certainly do not, inside one function."""

    values: set[str] = field(default_factory=set)
    other: set[str] = field(default_factory=set)

    def inner(self) -> Scope:
        return Scope(set(self.values), set(self.other))

    def bind(self, name: str, *, value: bool) -> None:
        (self.values if value else self.other).add(name)
        (self.other if value else self.values).discard(name)


def problems(source: str, imported: frozenset[str] = frozenset()) -> list[str]:
    """Everything in a module of rules that could give other bits in the other engine, with its line.

    ``imported`` names functions of other modules of the rulebook.
    """
    tree = ast.parse(source)
    rulebook = imported | {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    return [f"line {line}: {what}" for line, what in sorted(_Module(tree, rulebook).problems())]


class _Module:
    def __init__(self, tree: ast.Module, rulebook: frozenset[str]) -> None:
        self.tree = tree
        self.callable = set(rulebook)

    def problems(self) -> Iterator[tuple[int, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield node.lineno, f"imports {node.names[0].name}"
            elif isinstance(node, ast.ImportFrom):
                yield from self._import(node)
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef):
                yield from _Function(self.callable).check(node, Scope())

    def _import(self, node: ast.ImportFrom) -> Iterator[tuple[int, str]]:
        module = node.module or ""
        names = {a.name for a in node.names}
        if module not in MODULES and not module.startswith("sim.rulebook"):
            yield node.lineno, f"imports from {module}"
        if module == "math" and not names <= OF_MATH:
            yield node.lineno, f"imports {', '.join(sorted(names - OF_MATH))} of math"
        if module == "sim.ops":
            for alias in node.names:
                if alias.name in SAFE:
                    self.callable.add(alias.asname or alias.name)
                elif alias.name != "Number":
                    yield node.lineno, f"imports {alias.name}, which is not among the safe operations"


class _Function:
    """Walks one function, following which names stand for values."""

    def __init__(self, may_call: set[str]) -> None:
        self.may_call = may_call

    def check(self, function: ast.FunctionDef, outside: Scope) -> Iterator[tuple[int, str]]:
        scope = outside.inner()
        a = function.args
        for argument in (*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, (a.vararg, a.kwarg))):
            annotation = ast.unparse(argument.annotation) if argument.annotation else ""
            scope.bind(argument.arg, value=annotation not in MAKE_UP)
        for statement in function.body:
            yield from self.statement(statement, scope)

    def statement(self, node: ast.stmt, scope: Scope) -> Iterator[tuple[int, str]]:
        match node:
            case ast.FunctionDef():
                yield from self.check(node, scope)
            case ast.Return(value=expression) | ast.Expr(value=expression) if expression is not None:
                yield from self.expression(expression, scope)
            case ast.Assign(targets=targets, value=expression):
                yield from self.expression(expression, scope)
                for target in targets:
                    yield from self.assign(target, expression, scope)
            case ast.AnnAssign(target=target, value=expression) if expression is not None:
                yield from self.expression(expression, scope)
                yield from self.assign(target, expression, scope)
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=expression):
                yield from self.expression(expression, scope)
                yield node.lineno, f"changes {name} in place"  # an array would change under its other readers
                if not isinstance(op, ARITHMETIC):
                    yield node.lineno, f"operator {type(op).__name__}"
            case ast.For(target=target, iter=iterated, body=body, orelse=[]):
                yield from self.expression(iterated, scope)
                self.loop(target, iterated, scope)
                for inner in body:  # twice: what the first round computed is a value in the second
                    list(self.statement(inner, scope))
                for inner in body:
                    yield from self.statement(inner, scope)
            case ast.If(test=test, body=body, orelse=orelse):
                yield from self.expression(test, scope)
                if self.is_value(test, scope):
                    yield node.lineno, "branches on a value"
                for inner in (*body, *orelse):
                    yield from self.statement(inner, scope)
            case ast.Pass():
                pass
            case _:
                yield node.lineno, f"statement {type(node).__name__}"

    def assign(self, target: ast.expr, expression: ast.expr, scope: Scope) -> Iterator[tuple[int, str]]:
        if isinstance(target, ast.Tuple) and isinstance(expression, ast.Tuple):
            for part, given in zip(target.elts, expression.elts, strict=True):
                yield from self.assign(part, given, scope)
        elif isinstance(target, ast.Name):
            scope.bind(target.id, value=self.is_value(expression, scope))
        elif isinstance(target, ast.Tuple):
            for name in (n for n in ast.walk(target) if isinstance(n, ast.Name)):
                scope.bind(name.id, value=self.is_value(expression, scope))
        else:
            yield target.lineno, f"assigns to {ast.unparse(target)}"

    def loop(self, target: ast.expr, iterated: ast.expr, scope: Scope) -> None:
        """Bind the names of a loop; ``zip`` and ``enumerate`` pair values with what is none."""
        called = iterated.func.id if isinstance(iterated, ast.Call) and isinstance(iterated.func, ast.Name) else ""
        if called == "zip" and isinstance(iterated, ast.Call) and isinstance(target, ast.Tuple):
            for part, given in zip(target.elts, iterated.args, strict=True):
                self.loop(part, given, scope)
            return
        if called == "enumerate" and isinstance(iterated, ast.Call) and isinstance(target, ast.Tuple):
            self.loop(target.elts[0], ast.Constant(0), scope)
            self.loop(target.elts[1], iterated.args[0], scope)
            return
        for name in (n for n in ast.walk(target) if isinstance(n, ast.Name)):
            scope.bind(name.id, value=self.is_value(iterated, scope))

    def is_value(self, node: ast.expr, scope: Scope) -> bool:
        """Whether an expression depends on what a value is (and not only on how many there are)."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("len", "range"):
            return False
        if isinstance(node, (ast.GeneratorExp, ast.ListComp, ast.SetComp)):
            inner = self._comprehension(node.generators, scope)
            return self.is_value(node.elt, inner)
        if isinstance(node, ast.IfExp):
            return self.is_value(node.body, scope) or self.is_value(node.orelse, scope)
        if isinstance(node, ast.Name):
            return node.id in scope.values
        if isinstance(node, ast.Lambda):
            return True
        children = [c.value if isinstance(c, ast.keyword) else c for c in ast.iter_child_nodes(node)]
        return any(self.is_value(child, scope) for child in children if isinstance(child, ast.expr))

    def _comprehension(self, generators: list[ast.comprehension], scope: Scope) -> Scope:
        inner = scope.inner()
        for generator in generators:
            self.loop(generator.target, generator.iter, inner)
        return inner

    def expression(self, node: ast.expr, scope: Scope) -> Iterator[tuple[int, str]]:
        value = self.is_value(node, scope)
        match node:
            case ast.BinOp(left=left, op=op, right=right):
                if value and not isinstance(op, ARITHMETIC):
                    yield node.lineno, f"operator {type(op).__name__}"
                for part in (left, right):
                    yield from self.expression(part, scope)
            case ast.UnaryOp(op=op, operand=operand):
                if value and not isinstance(op, ast.USub):
                    yield node.lineno, f"operator {type(op).__name__}"
                yield from self.expression(operand, scope)
            case ast.BoolOp(values=parts):
                if value:
                    yield node.lineno, "'and' or 'or' between values"
                for part in parts:
                    yield from self.expression(part, scope)
            case ast.Compare(left=left, ops=ops, comparators=others):
                if value and (len(ops) > 1 or not isinstance(ops[0], COMPARISONS)):
                    yield node.lineno, "a chain of comparisons" if len(ops) > 1 else f"operator {type(ops[0]).__name__}"
                for part in (left, *others):
                    yield from self.expression(part, scope)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                if self.is_value(test, scope):
                    yield node.lineno, "chooses by a value"
                for part in (test, body, orelse):
                    yield from self.expression(part, scope)
            case (
                ast.GeneratorExp(elt=element, generators=generators) | ast.ListComp(elt=element, generators=generators)
            ):
                inner = self._comprehension(generators, scope)
                for generator in generators:
                    yield from self.expression(generator.iter, inner)
                    for test in generator.ifs:
                        yield from self.expression(test, inner)
                        if self.is_value(test, inner):
                            yield node.lineno, "leaves out by a value"
                yield from self.expression(element, inner)
            case ast.Call():
                yield from self.call(node, scope)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    yield from self.expression(part, scope)
            case ast.Dict(keys=keys, values=parts):
                for part in (*filter(None, keys), *parts):
                    yield from self.expression(part, scope)
            case ast.Starred(value=inner_value):
                yield from self.expression(inner_value, scope)
            case ast.Subscript(value=whole, slice=index):
                yield from self.expression(whole, scope)
                if self.is_value(index, scope):
                    yield node.lineno, "looks up by a value"
            case ast.Name() | ast.Constant():
                pass
            case _:
                if value:
                    yield node.lineno, f"expression {type(node).__name__}"

    def call(self, node: ast.Call, scope: Scope) -> Iterator[tuple[int, str]]:
        arguments = [*node.args, *(k.value for k in node.keywords)]
        for argument in arguments:
            yield from self.expression(argument, scope)
        on_values = any(self.is_value(argument, scope) for argument in arguments)
        match node.func:
            case ast.Name(id=name):
                if name in NEVER and name not in self.may_call:
                    yield node.lineno, f"calls {name}"
                elif on_values and name not in self.may_call | COUNTING | {"tuple", "list"}:
                    yield node.lineno, f"calls {name} on a value"
            case ast.Attribute(value=owner, attr=method):
                if (on_values or self.is_value(owner, scope)) and (method not in VIEWS or arguments):
                    yield node.lineno, f"calls the method {method}"
            case _:
                yield node.lineno, "calls what it computed"
