"""How a rule becomes a list of NumPy calls on arrays that stand still.

A rule is a plain function of numbers. Called once with placeholders, it leaves behind the ufuncs that it would call, on
what, and in which order (the rulebook's syntax is held to nothing else). What depends on parameters and fixed figures
alone is worked out there and then; what is asked for twice is done once; what nothing asks for (the terms of a decision
that nobody reads) is left out. The rest is bound to arrays: results go straight into the states, temporaries into a few
arrays that all rules share and that therefore stay in the cache. The same ufuncs see the same numbers, so the bits are
those of the plain call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import copysign, prod
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import DTypeLike

from sim.gathers import TILE, Array, Fill, Source, aligned

Call = tuple[Callable[..., object], tuple[Any, ...]]
"""What to call, and on what; the last of it is the array that the result goes into. (By its place: NumPy takes a third
less time for a small call than where ``out`` is named.)"""
Operand = Any
"""A Node, or a float."""


def element_operations(call: Callable[..., object], out: Array) -> int:
    """Numbers that a call works out: those it writes, or, where it adds up along a link, those it adds up."""
    return call.numbers if isinstance(call, Fill) else int(np.size(out))


SHORT = 2048
"""Numbers of a short temporary at most."""
CONDITIONS = frozenset({"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"})
OF_CONDITIONS = frozenset({"bitwise_and", "bitwise_or"})


def _where(condition: Any, yes: Any, no: Any, out: Array) -> None:
    out[...] = np.where(condition, yes, no)


def _cast(condition: Any, out: Array) -> None:
    np.copyto(out, condition)


def _copied(values: Any, out: Array) -> None:
    np.copyto(out, values)


def _maximum(one: Any, other: Any, out: Array) -> None:
    np.maximum(one, other, out=out)


def _minimum(one: Any, other: Any, out: Array) -> None:
    np.minimum(one, other, out=out)


BY_NAME: Mapping[object, Callable[..., object]] = {np.maximum: _maximum, np.minimum: _minimum}
"""Ufuncs that take their third array by name alone."""


@dataclass(frozen=True)
class Sign:
    """What is known of the sign of numbers before any is worked out."""

    no_minus_zero: bool = False
    """None of them is -0.0."""
    no_minus: bool = False
    """None of them is below zero; -0.0 is not below zero."""

    @property
    def clear(self) -> bool:
        """No sign bit is set."""
        return self.no_minus_zero and self.no_minus


class Node(NDArrayOperatorsMixin):
    """A placeholder in a rule: an array that is there (``held``), a fill, or the result of a call on other nodes."""

    def __init__(self, trace: Trace, shape: tuple[int, ...], kind: DTypeLike = np.float64) -> None:
        self.trace, self.shape, self.kind = trace, shape, kind
        self.held: Any = None
        self.constant = False
        self.call: Callable[..., object] | None = None
        self.operands: tuple[Operand, ...] = ()
        self.sign = Sign()

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Operand, **more: Any) -> Any:
        return self.trace.applied(ufunc, inputs) if method == "__call__" and not more else NotImplemented

    def __array_function__(self, function: Any, types: Any, args: Any, more: Any) -> Any:
        return self.trace.applied(_where, args) if function is np.where and not more else NotImplemented

    def astype(self, dtype: DTypeLike) -> Any:
        """A condition as 1.0 and 0.0."""
        return self.trace.applied(_cast, (self,))


class Trace:
    """What a rule does, written down while it runs on placeholders."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._known: dict[tuple[object, ...], Node] = {}
        self._read: list[Any] = []
        """Arrays that are known by being the very same."""
        self.origins: list[Node | None] = []
        """What each call worked out so far, in their order; None where a number is only copied."""
        self.prepared: list[Call] = []
        """The calls that worked out what depends on parameters and fixed figures alone, in their order."""
        self.taken_for: list[tuple[Array, Sign]] = []
        """Rows of parameters and of draws that are made once, and what was known of their sign."""

    def _node(self, shape: tuple[int, ...], kind: DTypeLike = np.float64) -> Node:
        node = Node(self, shape, kind)
        self._nodes.append(node)
        return node

    def placeholder(self, source: Source, *, constant: bool) -> Operand:
        """What stands for a source of the rule."""
        if isinstance(source, Fill):
            node = self._node(source.shape)
            node.call = source
            return node
        return source if isinstance(source, float) else self._holding(source, constant=constant)

    def _holding(self, array: Any, *, constant: bool) -> Node:
        node = self._known.get(("held", id(array)))
        if node is None:
            held = array[None] if array.ndim == 1 else array  # as the states of one entity stand: NumPy is quicker then
            node = self._known["held", id(array)] = self._node(held.shape, held.dtype)
            node.held, node.constant = held, constant
            self._read.append(array)
            node.sign = sign_of(array) if constant else Sign()
            if constant and array.shape[-1:] != (1,):
                self.taken_for.append((array, node.sign))
        return node

    def applied(self, call: Any, operands: Sequence[Operand]) -> Operand:
        """The result of a call."""
        operands = tuple(self._holding(o, constant=True) if isinstance(o, np.ndarray) else o for o in operands)
        same = _unchanged(call, operands)
        if same is not None:
            return same
        key = (call, *(id(o) if isinstance(o, Node) else repr(o) for o in operands))
        if key not in self._known:
            self._known[key] = self._new(call, operands)
        return self._known[key]

    def _new(self, call: Any, operands: tuple[Operand, ...]) -> Node:
        nodes = [o for o in operands if isinstance(o, Node)]
        name = getattr(call, "__name__", "")
        conditions = name in OF_CONDITIONS and all(node.kind == np.bool_ for node in nodes)
        kind = np.bool_ if name in CONDITIONS or conditions else np.float64
        shape = _common_shape(*[node.shape for node in nodes])
        node = self._node(shape, kind)
        node.sign = _sign(call, operands)
        node.call, node.operands = call, operands
        if all(n.constant for n in nodes):
            node.held = aligned(shape) if kind == np.float64 else np.empty(shape, kind)
            node.constant = True
            held = tuple(o.held if isinstance(o, Node) else o for o in operands)
            self.prepared.append((BY_NAME.get(call, call), (*held, node.held)))
            call(*held, out=node.held)
        return node

    def calls(self, results: Sequence[Operand], targets: Sequence[Array], scratch: Scratch) -> list[Call]:
        """The calls that write results into targets, with temporaries in ``scratch``."""
        order = self._needed(results)
        place = {id(node): number for number, node in enumerate(order)}
        last = {id(o): n for n, node in enumerate(order) for o in node.operands if isinstance(o, Node)}
        last |= {id(result): len(order) for result in results if isinstance(result, Node)}
        held = [node for node in self._nodes if node.held is not None and not node.constant and id(node) in last]
        where: dict[int, Any] = {}
        for result, target in zip(results, targets, strict=True):
            if id(result) in place and id(result) not in where and result.shape == target.shape and result.operands:
                late = (h for h in held if last[id(h)] > place[id(result)])
                if not any(np.may_share_memory(h.held, target) for h in late):
                    where[id(result)] = target
        calls: list[Call] = []
        lent: dict[int, Lent] = {}
        for number, node in enumerate(order):
            dying = [o for o in node.operands if id(o) in lent and last[id(o)] == number]
            for operand in dying:
                if operand.shape == node.shape and operand.kind == node.kind and id(operand) in lent:
                    scratch.give_back(lent.pop(id(operand)))
            if id(node) not in where:
                lent[id(node)], where[id(node)] = scratch.lend(node.shape, node.kind)
            for operand in dying:
                if id(operand) in lent:
                    scratch.give_back(lent.pop(id(operand)))
            assert node.call is not None
            operands = tuple(_operand(o, where, scratch) for o in node.operands)
            calls.append((BY_NAME.get(node.call, node.call), (*operands, scratch.held(where[id(node)]))))
            self.origins.append(node)
        for slot in lent.values():
            scratch.give_back(slot)
        for result, target in zip(results, targets, strict=True):
            if where.get(id(result)) is not target:
                calls.append((_copied, (_operand(result, where, scratch), scratch.held(target))))
                self.origins.append(result if isinstance(result, Node) else None)
        return calls

    def _needed(self, results: Sequence[Operand]) -> list[Node]:
        """Nodes that must be worked out for the results: fills first, since a state may be read and written."""
        wanted: set[int] = set()
        waiting = [result for result in results if isinstance(result, Node)]
        while waiting:
            node = waiting.pop()
            if id(node) not in wanted and node.held is None:
                wanted.add(id(node))
                waiting += [o for o in node.operands if isinstance(o, Node)]
        needed = [node for node in self._nodes if id(node) in wanted]
        return sorted(needed, key=lambda node: bool(node.operands))


_common_shape = lru_cache(maxsize=None)(np.broadcast_shapes)
"""The shape of a call's result: few shapes, asked for thousands of times."""


def _sign(call: Callable[..., object], operands: Sequence[Operand]) -> Sign:
    """What is known of the sign of a call's results, by the rules of IEEE arithmetic."""
    chosen_from = operands[1:] if call is _where else operands
    signs = [o.sign if isinstance(o, Node) else sign_of(o) for o in chosen_from]
    all_clear = all(sign.clear for sign in signs)
    no_minus = all(sign.no_minus for sign in signs)
    no_minus_zero = all(sign.no_minus_zero for sign in signs)
    if call is np.add:  # -0.0 comes of two -0.0 alone
        return Sign(any(sign.no_minus_zero for sign in signs), no_minus)
    if call is np.subtract:  # -0.0 comes of -0.0 less 0.0 alone
        return Sign(signs[0].no_minus_zero)
    if call is np.maximum:
        above_zero = any(isinstance(o, float) and o > 0.0 for o in operands)
        return Sign(no_minus_zero or above_zero, any(sign.no_minus for sign in signs))
    if call in (np.minimum, _where):
        return Sign(no_minus_zero, no_minus)
    if call in (np.multiply, np.divide):
        return Sign(all_clear, no_minus)
    return Sign(True, True) if call in (np.exp, _cast) else Sign()


def sign_of(constant: Any) -> Sign:
    """What is to be known of the sign of a number, or of all numbers of an array, that is there."""
    if isinstance(constant, float):
        return Sign(constant != 0.0 or copysign(1.0, constant) > 0.0, not constant < 0.0)
    minus = np.signbit(constant)
    if not minus.any():
        return Sign(True, True)
    return Sign(not np.any(minus & np.equal(constant, 0.0)), not np.any(np.less(constant, 0.0)))


def _unchanged(call: Any, operands: tuple[Operand, ...]) -> Operand | None:
    """The operand that a call gives back to the bit, if it does: 1 x something, or 0 + what is never -0.0."""
    if len(operands) == 2 and call in (np.multiply, np.add):
        for one, other in (operands, operands[::-1]):
            if isinstance(one, Node) and isinstance(other, float):
                if call is np.multiply and other == 1.0 and one.kind == np.float64:
                    return one
                if call is np.add and repr(float(other)) == "0.0" and one.sign.no_minus_zero:
                    return one
    return None


def _operand(operand: Operand, where: dict[int, Any], scratch: Scratch) -> Any:
    if not isinstance(operand, Node):
        return scratch.number(operand)
    return scratch.held(where[id(operand)] if operand.held is None else operand.held)


class Shelf:
    """Arrays of one length, lent for temporaries: what was given back last is lent first."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.arrays: list[Array] = []
        self.free: list[int] = []
        self._views: dict[tuple[int, tuple[int, ...], DTypeLike], Any] = {}

    def lend(self, shape: tuple[int, ...], kind: DTypeLike) -> tuple[int, Any]:
        """A number to give the array back by, and the array."""
        size = prod(shape)
        if not self.free:
            self.free.append(len(self.arrays))
            self.arrays.append(aligned((max(self.length, size),)))
        place = self.free.pop()
        if len(self.arrays[place]) < size:
            self.arrays[place] = aligned((size,))
            self._views = {key: view for key, view in self._views.items() if key[0] != place}
        view = self._views.get((place, shape, kind))
        if view is None:
            view = self._views[place, shape, kind] = self.arrays[place].view(kind)[:size].reshape(shape)
        return place, view


class Scratch:
    """Arrays for temporaries, shared by all rules of a block: short ones for few numbers, and long ones.

    It also sees to it that the same numbers are the same object wherever they are used: thousands of views that differ
    in nothing would push each other, and the numbers, out of the cache.
    """

    def __init__(self, runs: int) -> None:
        self._shelves = (Shelf(SHORT), Shelf(max(TILE, runs)))
        self._held: dict[object, Any] = {}
        self._firsts: set[int] = set()

    def beside(self) -> Scratch:
        """Another for rules that are bound apart from these and never run while one of these does: it lends the same
        arrays."""
        other = Scratch(0)
        other._shelves = self._shelves
        return other

    @property
    def size(self) -> int:
        """Bytes that it lends."""
        return sum(array.nbytes for shelf in self._shelves for array in shelf.arrays)

    def lend(self, shape: tuple[int, ...], kind: DTypeLike) -> tuple[Lent, Any]:
        """What to give the array back by, and the array."""
        shelf = self._shelves[prod(shape) > SHORT]
        place, view = shelf.lend(shape, kind)
        return (shelf, place), view

    def give_back(self, lent: Lent) -> None:
        """Take back an array."""
        shelf, place = lent
        shelf.free.append(place)

    def number(self, value: float) -> Any:
        """A number as an array without axes: a ufunc takes it as it is, and would have to make it of a float."""
        array = np.array(value)
        return self._held.setdefault(array.tobytes(), array)

    def held(self, array: Any) -> Any:
        """An array of the same numbers as this one: the first that was asked for."""
        if id(array) in self._firsts:
            return array
        address, _ = array.__array_interface__["data"]
        first = self._held.setdefault((address, array.shape, array.strides, array.dtype), array)
        self._firsts.add(id(first))
        return first


Lent = tuple[Shelf, int]
"""Where a temporary belongs."""
