"""Read one figure: its value within bounds, and its source, quality, range and reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from experiments.config.provenance import Figure
from experiments.config.schema import FIGURE, MONEY, QUALITIES, SHARE
from experiments.config.spec import Figured, Flag, Number, words
from experiments.config.text import Block, Leaf, Node, Row
from experiments.problems import nearest_name

if TYPE_CHECKING:
    from experiments.config.check import Check

FIGURE_KEYS = tuple(FIGURE.fields)
HOW = "{value: ..., source: ..., quality: ...}, or a basis for all figures of this kind"
NEEDS_RANGE = "low and high, or times: [0.8, 1.25] (multiples of the value)"


@dataclass(frozen=True)
class Basis:
    """Where figures come from and how good they are; given with a figure or once for many."""

    source: str = ""
    quality: str = ""
    low: float | None = None
    high: float | None = None
    times: tuple[float, float] | None = None
    why: str = ""

    def bounds(self, value: float, spec: Number) -> tuple[float | None, float | None]:
        """The range around a value, inside what the field allows."""
        if self.times is None:
            return self.low, self.high
        ends = sorted(factor * value for factor in self.times)
        return max(ends[0], spec.low), min(ends[1], spec.high)


def describe(node: Node) -> str:
    """What stands there, in words."""
    if isinstance(node, Block):
        return "a block of keys"
    if isinstance(node, Row):
        return "a list"
    if node.empty:
        return "nothing"
    return f"'{node.text[:60]}'"


def read_figure(
    check: Check, node: Node, spec: Figured, key: str, basis: Basis | None, sourced: bool = True
) -> float | bool | None:
    """The value of a figure, noted with its provenance; None when it cannot be used."""
    leaf = node
    if isinstance(node, Block) and sourced:
        check.keys(node, key, ["value", *FIGURE_KEYS], " of a figure")
        basis = read_basis(check, node, spec, key, basis)
        if "value" not in node.entries:
            check.note(key, "the figure has no value", node.line, spec.allowed)
            return None
        leaf = node.entries["value"]
    value = _flag(check, leaf, spec, key) if isinstance(spec, Flag) else _number(check, leaf, spec, key)
    if sourced and basis is None:
        check.note(key, "the figure has no source and quality", node.line, HOW)
    if value is None or not sourced or basis is None:
        return value
    low, high = (None, None) if isinstance(spec, Flag) else basis.bounds(value, spec)
    if low is not None and high is not None and not low <= value <= high:
        check.note(
            key, f"{words(value)} lies outside its own range", leaf.line, f"low to high: {words(low)} to {words(high)}"
        )
    unit = spec.unit if isinstance(spec, Number) else "yes or no"
    check.bases[key] = basis
    check.figures[key] = Figure(
        key, spec.label, unit, value, basis.source, basis.quality, low, high, basis.why, line=node.line
    )
    return value


def read_basis(check: Check, block: Block, spec: Figured, key: str, base: Basis | None = None) -> Basis:
    """Source, quality, range and reason as given in a block; what it does not say it takes from ``base``."""
    own = any(name in block.entries for name in ("source", "quality"))
    basis = Basis() if own or base is None else base
    if own or base is None:
        basis = replace(basis, source=_source(check, block, key), quality=_quality(check, block, key))
    low, high, times = _end(check, block, "low", key), _end(check, block, "high", key), _times(check, block, key)
    if low is not None or high is not None or times is not None:
        basis = replace(basis, low=low, high=high, times=times)
    why = block.entries.get("why")
    if isinstance(why, Leaf) and not why.empty:
        basis = replace(basis, why=" ".join(why.text.split()))
    elif why is not None:
        check.note(f"{key}.why", f"expected a reason, found {describe(why)}", why.line, "a sentence")
    unit = block.entries.get("unit")
    if unit is not None and isinstance(spec, Number) and (not isinstance(unit, Leaf) or unit.text != spec.unit):
        check.note(f"{key}.unit", f"the unit is {describe(unit)}", unit.line, f"'{spec.unit}'", spec.unit)
    _whole(check, basis, spec, key, block.line)
    return basis


def _whole(check: Check, basis: Basis, spec: Figured, key: str, line: int) -> None:
    """A range has two ends the right way round; an assumed figure has a range and a reason."""
    if (basis.low is None) != (basis.high is None):
        check.note(key, "a range needs both ends", line, NEEDS_RANGE)
    elif basis.low is not None and basis.high is not None and basis.low > basis.high:
        check.note(key, f"low ({words(basis.low)}) is above high ({words(basis.high)})", line, "low at or below high")
    if basis.quality != "assumed":
        return
    if isinstance(spec, Number) and basis.low is None and basis.high is None and basis.times is None:
        check.note(key, "an assumed figure needs a range", line, NEEDS_RANGE)
    if not basis.why:
        check.note(key, "an assumed figure needs a reason", line, "why: a sentence")


def _source(check: Check, block: Block, key: str) -> str:
    node = block.entries.get("source")
    known = check.names.get("sources", {})
    allowed = ", ".join(known) or "an id of the table 'sources'"
    if not isinstance(node, Leaf) or node.empty:
        line = block.line if node is None else node.line
        check.note(f"{key}.source", "the figure names no source", line, allowed)
        return ""
    if known and node.text not in known:
        what = f"'{node.text[:60]}' is not in the table of sources"
        check.note(f"{key}.source", what, node.line, allowed, nearest_name(node.text, known))
    return node.text


def _quality(check: Check, block: Block, key: str) -> str:
    node = block.entries.get("quality")
    allowed = ", ".join(f"{name} ({meaning})" for name, meaning in QUALITIES.items())
    if not isinstance(node, Leaf) or node.empty:
        line = block.line if node is None else node.line
        check.note(f"{key}.quality", "the figure does not say how good it is", line, allowed)
        return ""
    if node.text not in QUALITIES:
        what = f"'{node.text[:60]}' is not a known quality"
        check.note(f"{key}.quality", what, node.line, allowed, nearest_name(node.text, QUALITIES))
    return node.text


def _end(check: Check, block: Block, name: str, key: str) -> float | None:
    node = block.entries.get(name)
    spec = FIGURE.fields[name]
    if node is None or not isinstance(spec, Number):
        return None
    return _number(check, node, spec, f"{key}.{name}")


def _times(check: Check, block: Block, key: str) -> tuple[float, float] | None:
    node = block.entries.get("times")
    if node is None:
        return None
    items = node.items if isinstance(node, Row) else []
    factors = [item.number for item in items if isinstance(item, Leaf) and item.number is not None]
    if len(items) == len(factors) == 2 and 0 <= factors[0] <= 1 <= factors[1] <= 100:
        return factors[0], factors[1]
    check.note(f"{key}.times", f"expected two multiples, found {describe(node)}", node.line, "such as [0.8, 1.25]")
    return 1.0, 1.0


def _flag(check: Check, node: Node, spec: Flag, key: str) -> bool | None:
    if isinstance(node, Leaf) and node.flag is not None:
        return node.flag
    text = node.text.lower() if isinstance(node, Leaf) else ""
    near = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}.get(text)
    what = f"expected a yes/no value ({spec.label}), found {describe(node)}"
    check.note(key, what, node.line, spec.allowed, near or nearest_name(text, ("true", "false")))
    return None


def _number(check: Check, node: Node, spec: Number, key: str) -> float | None:
    if not isinstance(node, Leaf) or node.number is None:
        what, near = _not_a_number(node, spec)
        check.note(key, f"{what} ({spec.label})", node.line, spec.allowed, near)
        return None
    value = node.number
    if not spec.holds(value):
        what = f"{words(value)} is out of range ({spec.label})"
        check.note(key, what, node.line, spec.allowed, _slip(value, spec))
        return None
    return value


def _not_a_number(node: Node, spec: Number) -> tuple[str, str]:
    if not isinstance(node, Leaf) or node.empty:
        return f"expected a number, found {describe(node)}", ""
    if node.flag is not None:
        return f"{node.text} is a yes/no value, not a number", ""
    if node.not_finite:
        return f"'{node.text[:60]}' is not a finite number", ""
    bare = Leaf(node.text.strip().replace(",", ""), plain=True, line=node.line)
    if bare.number is not None:
        return f"'{node.text[:60]}' is text, not a number; write it without quotes or commas", bare.text[
            :60
        ] if node.plain else ""
    percent = Leaf(node.text.strip().removesuffix("%").strip(), plain=True, line=node.line).number
    near = f"{percent / 100:g}" if percent is not None and spec.unit == SHARE else ""
    return f"'{node.text[:60]}' is not a number; write the number alone, without a unit or a sign of money", near


def _slip(value: float, spec: Number) -> str:
    """The number that was probably meant: a share given in per cent, money in pounds or billions."""
    if spec.unit == SHARE and 2 <= value <= 100:
        return f"{value / 100:g}"
    factors = (1e-6, 1e-3) if spec.unit == MONEY and value > spec.high else ()
    return next((f"{value * factor:g}" for factor in factors if spec.holds(value * factor)), "")
