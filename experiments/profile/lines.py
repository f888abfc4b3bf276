"""Which line of the rulebook asked for a call: noted while rules are bound, so that running them costs the same."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import rulebook
from sim.block import Block, Key
from sim.gathers import Array, Source
from sim.parameters import Setting
from sim.rules import Rule
from sim.tracing import Node, Operand, Trace
from sim.wiring import Program

RULEBOOK = Path(rulebook.__file__).resolve().parent
ROOT = RULEBOOK.parent.parent


@dataclass(frozen=True, order=True)
class Line:
    """A line of the rulebook: the file, from the top of the repository, and the number of the line from 1."""

    file: str
    number: int

    def __str__(self) -> str:
        return f"{self.file}:{self.number}"


class Noted(Trace):
    """A trace that also notes where in the rulebook each number was asked for.

    What a rule reads was asked for where its signature names it. What is written twice is worked out once, and stands
    where it was written first.
    """

    def __init__(self, rule: Rule) -> None:
        super().__init__()
        self._arguments = chain(rule.parameters, cycle(rule.reads))  # once for each stretch of the rule's entities
        self._function = rule.function
        self._lines: dict[int, Line] = {}

    def placeholder(self, source: Source, *, constant: bool) -> Operand:
        """What stands for a source of the rule."""
        return self._noted(super().placeholder(source, constant=constant), _argument(self._function, self._argument()))

    def applied(self, call: Any, operands: Sequence[Operand]) -> Operand:
        """The result of a call."""
        return self._noted(super().applied(call, operands), _here() or _argument(self._function, ""))

    def lines(self) -> list[Line]:
        """A line for each call, in the order of the calls; what is only copied stands where the function begins."""
        start = _argument(self._function, "")
        return [start if node is None else self._lines.get(id(node), start) for node in self.origins]

    def _argument(self) -> str:
        return next(self._arguments)

    def _noted(self, operand: Operand, line: Line) -> Operand:
        if isinstance(operand, Node):
            self._lines.setdefault(id(operand), line)  # the trace keeps its nodes, so no two have one id
        return operand


class NotedBlock(Block):
    """A block of runs that knows the line of each of its calls."""

    def __init__(
        self,
        plan: Program,
        values: Mapping[str, Setting | Array],
        seed: int,
        replicates: NDArray[np.int64],
        wanted: frozenset[Key],
    ) -> None:
        self._noted: dict[str, Noted] = {}
        super().__init__(plan, values, seed, replicates, wanted=wanted)

    def trace(self, rule: Rule) -> Trace:
        """What the rule writes itself down in."""
        noted = self._noted[rule.id] = Noted(rule)
        return noted

    def lines(self, rule: Rule) -> list[Line]:
        """A line for each call of a bound rule, in their order."""
        return self._noted[rule.id].lines()


def _here() -> Line | None:
    """The line of the rulebook that is being run: the innermost one, in a rule or in a function that it calls."""
    frame = sys._getframe()
    while frame is not None:
        file = _inside(frame.f_code.co_filename)
        if file:
            return Line(file, frame.f_lineno)
        frame = frame.f_back  # type: ignore[assignment]
    return None


@cache
def _inside(filename: str) -> str:
    """A file of the rulebook from the top of the repository; empty for any other file."""
    path = Path(filename).resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(RULEBOOK) else ""


@cache
def _argument(function: Callable[..., Any], name: str) -> Line:
    """Where a function's signature names an argument; where it does not, the function's own first line."""
    source, first = inspect.getsourcelines(function)
    defined = ast.parse(textwrap.dedent("".join(source))).body[0]
    assert isinstance(defined, ast.FunctionDef)  # noqa: S101
    arguments = (*defined.args.args, *defined.args.kwonlyargs)
    inside = next((a.lineno for a in arguments if a.arg == name), defined.lineno)
    return Line(_inside(function.__code__.co_filename), first + inside - 1)
