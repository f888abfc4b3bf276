"""A rule written out in plain Python, as one organisation carries it out on floats, line by line.

The rulebook's functions work on a float and on an array alike, which costs a float a good deal more than its
arithmetic. So a rule is called once, on placeholders that note its operations (``sim.tracing``), and written out again
for an organisation that holds floats: whom it reads, the operations in their order, what it writes. What depends on
parameters alone is worked out once in a run; what nothing asks for (the terms of a decision that nobody is told) is
left out. The operations are those of ``sim.ops`` on floats, so the bits are those of the plain call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from sim.gathers import Fill
from sim.rules import ByChoice, Calendar, Draw, Rule, Source
from sim.tracing import Node, Operand, Trace

LONGEST = 160
"""Characters of an expression that is written in one piece."""

UFUNCS = ("exp", "log", "sqrt", "floor")
FORMS = {
    "add": "({} + {})",
    "subtract": "({} - {})",
    "multiply": "({} * {})",
    "divide": "({} / {})",
    "negative": "(-{})",
    "maximum": "({0} if {0} > {1} else {1})",
    "minimum": "({0} if {0} < {1} else {1})",
    "less": "({} < {})",
    "less_equal": "({} <= {})",
    "greater": "({} > {})",
    "greater_equal": "({} >= {})",
    "equal": "({} == {})",
    "not_equal": "({} != {})",
    "bitwise_and": "({} & {})",
    "bitwise_or": "({} | {})",
    "_where": "({1} if {0} else {2})",
    "_cast": "(1.0 if {} else 0.0)",
    **{name: f"float(_{name}({{}}))" for name in UFUNCS},
}
"""How an operation of ``sim.ops`` is written for floats, by the name of its ufunc."""
TWICE = frozenset({"maximum", "minimum"})
"""Those that name their operands twice."""


@dataclass(frozen=True)
class Reading:
    """How one argument of a rule is read: an expression, and what it takes from a row or from the month.

    ``fixed`` stays what it is for the run, ``shared`` is handed in each month for all entities; ``reached`` names whom
    the row leads to, ``before`` is a statement that must come first.
    """

    code: str
    before: str = ""
    reached: str = ""
    shared: bool = False
    fixed: bool = False


def reading(argument: str, source: Source) -> Reading:
    """How a rule reads the declared source of an argument."""
    if isinstance(source, ByChoice):
        return Reading(argument, fixed=True)
    if isinstance(source, Calendar):
        return Reading(argument, shared=True)
    if isinstance(source, Draw):
        return Reading(f"{argument}[_number]", reached="_number", shared=True)
    last = "_last" if source.month == "last" else ""
    if not source.of:
        return Reading(f"_me{last}.{source.state}", reached=f"_me{last}" if last else "")
    if source.how == "one":
        return Reading(f"_the_{source.of}{last}.{source.state}", reached=f"_the_{source.of}{last}")
    several = f"_all_{source.of}{last}"
    if source.how == "total":
        added = f"for _weight, _other in {several}: {argument} += _weight * _other.{source.state}"
        return Reading(argument, f"{argument} = 0.0\n{added}", several)
    pick = "min" if source.how == "lowest" else "max"
    return Reading(f"{pick}([_other.{source.state} for _, _other in {several}])", reached=several)


@cache
def reached(rule: Rule) -> Mapping[str, Source]:
    """What a row of the rule holds beside the bearer itself, in order: names, and a source that leads there."""
    found: dict[str, Source] = {}
    for argument, source in rule.reads.items():
        name = reading(argument, source).reached
        if name:
            found.setdefault(name, source)
    return found


def shared(rule: Rule) -> list[Calendar | Draw]:
    """The sources that are handed in each month, in order."""
    return [source for source in rule.reads.values() if isinstance(source, (Calendar, Draw))]


Row = tuple[Any, ...]
"""A bearer's values, and those of whom a rule's links lead to from there."""
Month = Sequence[Any]
"""What the rule's ``shared`` sources hold in a month, in their order."""
Gather = Callable[[Row, Month], list[Any]]
"""What the rule reads for one row, in the order of its arguments."""
CarryOut = Callable[[Month], None]
"""Carries the rule out for rows that it knows."""
Routine = Callable[[list[Row]], CarryOut]
"""What carries the rule out for these rows."""
Written = Callable[..., tuple[Gather, Routine]]
"""A rule written out, which wants its parameters and the values of its tables by name."""


@cache
def written(rule: Rule) -> Written:
    """The rule written out."""
    # each kind of bearer (rule.of) has code of its own: Python reads a slot faster where it always meets the same class
    readings = [(argument, reading(argument, source)) for argument, source in rule.reads.items()]
    source = text(rule.function, readings, rule.parameters, rule.writes, rule.decides is not None)
    code = compile(source, f"<{rule.function.__module__}.{rule.function.__name__} of {rule.of}, written out>", "exec")
    names: dict[str, Any] = {**{f"_{name}": getattr(np, name) for name in UFUNCS}, "inf": np.inf}
    exec(code, names)  # noqa: S102  (made of the rulebook alone)
    bind: Written = names["_bind"]
    return bind


def text(
    function: Callable[..., Any],
    readings: Sequence[tuple[str, Reading]],
    parameters: Sequence[str],
    writes: Sequence[str],
    decides: bool,
) -> str:
    """The Python text of a rule written out."""
    trace = Trace()
    fixed = [*parameters, *(argument for argument, r in readings if r.fixed)]
    stands_for = {name: _placeholder(trace) for name in [*fixed, *(a for a, r in readings if not r.fixed)]}
    result = function(*[stands_for[a] for a, _ in readings], **{name: stands_for[name] for name in parameters})
    values = result[0] if decides else result
    results = (values,) if len(writes) == 1 else tuple(values)

    row = ", ".join(["_me", *dict.fromkeys(r.reached for _, r in readings if r.reached)]) + ","
    each_month = "".join(f"{argument}, " for argument, r in readings if r.shared)
    month = [f"{each_month}= _month"] if each_month else []
    before = [line for _, r in readings if r.before for line in r.before.split("\n")]
    lines = _Lines(
        {id(stands_for[name]): name for name in fixed}, {id(stands_for[a]): (a, r.code) for a, r in readings}
    )
    lines.write(results, writes)
    return "\n".join(
        [
            f"def _bind({', '.join(fixed)}):",
            *_indented(1, lines.once),
            "    def _gather(_row, _month):",
            *_indented(2, [f"{row} = _row", *month, *before, f"return [{', '.join(r.code for _, r in readings)}]"]),
            "    def _routine(_rows):",
            "        def _carry_out(_month):",
            *_indented(3, month),
            f"            for {row} in _rows:",
            *_indented(4, [*before, *lines.each]),
            "        return _carry_out",
            "    return _gather, _routine",
        ]
    )


def _indented(depth: int, lines: Sequence[str]) -> list[str]:
    return ["    " * depth + line for line in lines]


def _placeholder(trace: Trace) -> Operand:
    return trace.placeholder(Fill((), lambda out: None), constant=False)


class _Lines:
    """The lines that work out a rule's results: ``once`` in a run, and for ``each`` row.

    Given are names of what is fixed, and name and expression of what is read, by the id of what stands for it.
    """

    def __init__(self, fixed: dict[int, str], read: dict[int, tuple[str, str]]) -> None:
        self.once: list[str] = []
        self.each: list[str] = []
        self._fixed, self._read = set(fixed), read
        self._said = {**fixed, **{node: name for node, (name, code) in read.items() if name == code}}
        self._uses: Counter[int] = Counter()

    def write(self, results: Sequence[Operand], writes: Sequence[str]) -> None:
        """Work out the results, and write them into the bearer's states when all of them are there."""
        bare = [_bare(result) for result in results]
        self._count(bare)
        if len(bare) > 1:
            self._count(bare)  # so that each has a name
        said = [self._say(result) for result in bare]
        self.each += [f"_me.{name} = {value}" for name, value in zip(writes, said, strict=True)]

    def _count(self, operands: Sequence[Operand]) -> None:
        """Count how often each node is named, and note which depend on fixed ones alone."""
        for node in operands:
            if isinstance(node, Node):
                self._uses[id(node)] += 1
                if self._uses[id(node)] == 1 and node.operands:
                    needed = [_bare(operand) for operand in node.operands]
                    self._count(needed * 2 if _called(node) in TWICE else needed)
                    if all(id(o) in self._fixed for o in needed if isinstance(o, Node)):
                        self._fixed.add(id(node))

    def _say(self, operand: Operand) -> str:
        """What stands for an operand: a number, a name, or an expression where it is needed once only."""
        if not isinstance(operand, Node):
            return repr(float(operand)) if operand >= 0.0 else f"({float(operand)!r})"
        node = id(operand)
        if node not in self._said:
            name, said = self._read.get(node, ("", ""))
            if not said:
                said = FORMS[_called(operand)].format(*[self._say(_bare(o)) for o in operand.operands])
                name = f"_{len(self._said)}"
            if node in self._fixed or self._uses[node] > 1 or len(said) > LONGEST:
                (self.once if node in self._fixed else self.each).append(f"{name} = {said}")
                said = name
            self._said[node] = said
        return self._said[node]


def _called(node: Node) -> str:
    return str(node.call.__name__) if node.operands and node.call is not None else ""


def _bare(operand: Operand) -> Operand:
    """An operand without the 0.0 that is added to it, where that changes no bit."""
    while (
        isinstance(operand, Node)
        and _called(operand) == "add"
        and repr(operand.operands[1]) == "0.0"
        and _no_minus_zero(operand.operands[0])
    ):
        operand = operand.operands[0]
    return operand


def _no_minus_zero(operand: Operand) -> bool:
    """Whether it is never -0.0 as it is written out: where two are equal, maximum and minimum take the second."""
    if not isinstance(operand, Node):
        return repr(float(operand)) != "-0.0"
    match _called(operand), operand.operands:
        case "maximum", (_, float(floor)) if floor >= 0.0:
            return _no_minus_zero(floor)
        case "minimum", (one, other):
            return _no_minus_zero(one) and _no_minus_zero(other)
    return operand.sign.no_minus_zero
