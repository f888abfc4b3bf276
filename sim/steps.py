"""A rule bound to a block of runs, as the calls it makes, and which rules are bound as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.gathers import Source, fresh, tiles
from sim.ops import least
from sim.rules import Deciding, Read, Rule
from sim.structure import Structure, axis
from sim.tracing import Call, sign_of
from sim.wiring import find_decide, parameters_of

if TYPE_CHECKING:
    from sim.block import Block


class Step:
    """One rule, or a family of rules, bound to a block, as the calls it makes.

    A rule with many entities works on a stretch of them at a time, so that what it computes on stays in the cache; it
    is called as it stands, for all at once, where decide events may replace what it decides.
    """

    def __init__(self, block: Block, rules: Sequence[Rule]) -> None:
        self.rule, self.rules, self._block = rules[0], tuple(rules), block
        rule = self.rule
        self._parameters = {name: block.parameter(name) for name in rule.parameters}
        structure = block.structure
        span = slice(structure.span(rule.of).start, structure.span(rules[-1].of).stop)
        count = span.stop - span.start
        self._targets = [block.now[axis(rule.of), name][span] for name in rule.writes]
        self._asked = [block.wants((axis(rule.of), name)) for name in rule.writes]
        self.calls: list[Call] = []
        """What it does in a month."""
        own = any(isinstance(r, Read) and r.of and r.state in rule.writes for r in rule.reads.values())
        trace = block.trace(rule)
        parameters = {n: trace.placeholder(value, constant=True) for n, value in self._parameters.items()}
        pieces = [slice(0, count)] if own else tiles(count, block.runs)
        for rows in pieces:
            sources = self._sources(rows)
            result = rule.function(*[trace.placeholder(s, constant=c) for s, c in sources], **parameters)
            values = result if rule.decides is None else result[0]
            values = (values,) if len(self._targets) == 1 else values
            asked = [(v, t[rows]) for v, t, a in zip(values, self._targets, self._asked, strict=True) if a]
            self.calls += trace.calls([v for v, _ in asked], [t for _, t in asked], block.scratch)
        if rule.decides is not None:
            self._whole = sources if len(pieces) == 1 else self._sources(slice(0, count))
        self._prepared, self._taken_for = trace.prepared, trace.taken_for
        self._reads = {name for one in self.rules for name in parameters_of(one)}

    def fits(self, moved: Set[str]) -> bool:
        """Whether it may stay as it is bound when rows have other numbers and these parameters are other floats."""
        return moved.isdisjoint(self._reads) and all(sign_of(array) == sign for array, sign in self._taken_for)

    @property
    def size(self) -> int:
        """Bytes of what depends on parameters alone."""
        return sum(int(operands[-1].nbytes) for _, operands in self._prepared)

    def prepare(self) -> None:
        """Work out anew what depends on parameters alone."""
        for call, operands in self._prepared:
            call(*operands)

    def _sources(self, rows: slice) -> list[tuple[Source, bool]]:
        if len(self.rules) > 1:
            return [self._block.common_source(self.rules, name, rows) for name in self.rule.reads]
        return [self._block.source(self.rule, declared, rows) for declared in self.rule.reads.values()]

    def run(self) -> None:
        """Make the calls; in a month with decide events a decision is taken as the rule stands."""
        if self.rule.decides is not None and self._block.decided:
            self._deciding(self.rule.decides)
        else:
            for call, operands in self.calls:
                call(*operands)

    def _deciding(self, deciding: Deciding) -> None:
        now = [fresh(source) for source, _ in self._whole]
        arguments = [np.copy(a) if isinstance(a, np.ndarray) else a for a in now]  # terms are read after states are set
        result, terms = self.rule.function(*arguments, **self._parameters)
        for target, value in zip(self._targets, (result,) if len(self._targets) == 1 else result, strict=True):
            target[...] = value
        self._decide(deciding, terms)

    def _decide(self, deciding: Deciding, terms: Mapping[str, Any]) -> None:
        """Let decide events replace what the rule decided, within the hard terms."""
        block = self._block
        for index, event in find_decide(block.structure, self.rule, block.decided, block.month_now()):
            limits = [np.broadcast_to(terms[name], self._targets[0].shape)[index] for name in deciding.hard]
            self._targets[0][index] = least((event.value, *limits))


def families(structure: Structure, rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in their order, in families: those of one mould that stand side by side on the axis of ties are worked out
    at one go. A mould has as many rules as follow each other in the schedule, and their order among themselves is free,
    since each reads and writes of ties but its own."""
    found: list[list[Rule]] = []
    for alike in _moulds(rules):
        for place, rule in enumerate(sorted(alike, key=lambda rule: structure.span(rule.of).start)):
            if place and structure.span(found[-1][-1].of).stop == structure.span(rule.of).start:
                found[-1].append(rule)
            else:
                found.append([rule])
    return found


def _moulds(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that follow each other and are one function for different kinds of tie; every other rule by itself."""
    found: list[list[Rule]] = []
    for rule in rules:
        if found and _akin(found[-1][-1], rule):
            found[-1].append(rule)
        else:
            found.append([rule])
    return found


def _akin(one: Rule, other: Rule) -> bool:
    return (
        (axis(one.of), axis(other.of)) == ("tie", "tie")
        and one.function.__code__ is other.function.__code__
        and one.function.__closure__ is other.function.__closure__ is None
        and (one.phase, one.writes, one.parameters) == (other.phase, other.writes, other.parameters)
        and (one.decides, one.opening) == (None, other.opening)
        and all(isinstance(read, Read) and read.how == "one" for read in (*one.reads.values(), *other.reads.values()))
        and list(one.reads.items()) == list(other.reads.items())
        and not any(read.of and axis(read.of) == "tie" for read in one.reads.values() if isinstance(read, Read))
    )
