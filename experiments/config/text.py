"""Read a YAML file as plain text leaves with line numbers: nothing is constructed, expanded or guessed.

The parser's events are turned into three kinds of node (a leaf, a list, a block of keys). Tags, anchors and aliases
are refused, so that a file can neither run code nor unfold into gigabytes; size, depth and length are limited.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from experiments.problems import BadInput, Problem

MOST_BYTES = 2_000_000
MOST_EVENTS = 100_000
MOST_DEPTH = 12

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE)
FLAGS = {"true": True, "false": False}
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Leaf:
    """A single value, as written."""

    text: str
    plain: bool
    """Written without quotes, so that it may be a number or a yes/no value."""
    line: int

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return self.plain and self.text in NOTHING

    @property
    def number(self) -> float | None:
        """The number written here; None when it is not a finite number."""
        if not self.plain or not NUMBER.fullmatch(self.text):
            return None
        value = float(self.text)
        return value if math.isfinite(value) else None

    @property
    def flag(self) -> bool | None:
        """True or false; None when neither was written."""
        return FLAGS.get(self.text.lower()) if self.plain else None

    @property
    def not_finite(self) -> bool:
        """Whether an infinite or undefined number was written."""
        if not self.plain:
            return False
        return bool(NOT_FINITE.fullmatch(self.text)) or (bool(NUMBER.fullmatch(self.text)) and self.number is None)

    @property
    def a_word(self) -> bool:
        """Whether this is text, and not a number, a yes/no value or nothing."""
        return not self.empty and self.number is None and self.flag is None and not self.not_finite


@dataclass(frozen=True)
class Row:
    """A list."""

    items: list[Node]
    line: int


@dataclass(frozen=True)
class Block:
    """Keys with values, in the order of the file."""

    entries: dict[str, Node]
    line: int
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each key."""


Node = Leaf | Row | Block


@dataclass(frozen=True)
class Document:
    """A file that could be read: its content and what was odd about how it is written."""

    path: Path
    name: str
    """The file as a person would name it, for messages."""
    root: Block
    problems: tuple[Problem, ...]

    def where(self, line: int) -> str:
        """``file:line``."""
        return f"{self.name}:{line}"


def shown(path: Path) -> str:
    """The path as a person would name it: relative to the working folder when it lies inside."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (OSError, ValueError, RuntimeError):
        return str(path)


def read_document(path: Path) -> Document:
    """Read a YAML file; ``BadInput`` when it cannot be read as a block of keys."""
    name = shown(path)
    reader = _Reader(name)
    root = reader.read(_text(path, name))
    if not isinstance(root, Block):
        found = "is empty" if root is None else "does not start with a block of keys ('name: value')"
        raise BadInput.single(f"the file {found}", name, allowed="a system or policy described in YAML")
    return Document(path, name, root, tuple(reader.problems))


def read_head(path: Path, keys: frozenset[str]) -> dict[str, Node]:
    """The top level of a YAML file as far as it must be read to find ``keys``; ``BadInput`` as ``read_document``."""
    root = _Reader(shown(path)).read(_text(path, shown(path)), keys)
    return root.entries if isinstance(root, Block) else {}


def _text(path: Path, name: str) -> str:
    try:
        if not path.is_file():
            found = (
                "is a folder, not a file" if path.is_dir() else "is not a file" if path.exists() else "does not exist"
            )
            raise BadInput.single(f"the file {found}", name)
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadInput.single(f"the file cannot be read ({getattr(error, 'strerror', None) or error})", name) from None
    if len(raw) > MOST_BYTES:
        raise BadInput.single("the file is too large", name, allowed=f"at most {MOST_BYTES // 1_000_000} MB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput.single("the file is not text", name, allowed="UTF-8 text") from None


EVERYTHING: frozenset[str] = frozenset()
"""No key to stop at."""


class _Reader:
    """Builds nodes from the parser's events with a stack of its own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.open: list[Row | Block] = []
        self.keys: list[Leaf | None] = []
        self.names: list[str] = []
        """What each open list or block is called by its parent."""
        self.root: Node | None = None

    def read(self, text: str, keys: frozenset[str] = EVERYTHING) -> Node | None:
        """The document, or what of it comes before the last of some ``keys`` of the top level is known."""
        documents = 0
        for count, event in enumerate(self._events(text)):
            kind = type(event).__name__
            line = event.start_mark.line + 1
            if count > MOST_EVENTS:
                self._stop("the file has too many values", line, f"at most {MOST_EVENTS:,} values and keys")
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._stop("a second document starts here ('---')", line, "one document in a file")
            elif kind == "AliasEvent" or getattr(event, "anchor", None):
                self._stop(
                    "anchors and aliases ('&name', '*name') are not read here",
                    line,
                    "each value written where it is used",
                )
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self.open.pop()
                self.keys.pop()
                self.names.pop()
            elif kind in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent"):
                self._take(event, kind, line)
                if keys and isinstance(self.root, Block) and keys <= self.root.entries.keys():
                    break
        return self.root

    def _events(self, text: str) -> Iterator[Any]:
        try:
            yield from YAML(typ="safe", pure=True).parse(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = str(error.problem or error.context or "cannot be understood")
            self._stop(f"this is not well-formed YAML: {said}", mark.line + 1 if mark else 1)
        except YAMLError:
            self._stop("the file holds characters that text may not hold", 1, "UTF-8 text")
        except (ValueError, OverflowError, TypeError, AttributeError, IndexError, KeyError, AssertionError):
            self._stop("this is not well-formed YAML", 1)

    def _stop(self, what: str, line: int, allowed: str = "") -> NoReturn:
        problem = Problem(what=what, where=f"{self.name}:{line}", allowed=allowed)
        raise BadInput([*self.problems, problem]) from None

    def _note(self, what: str, line: int, allowed: str, key: str) -> None:
        dotted = ".".join(name for name in (*self.names, key[:60]) if name)
        self.problems.append(Problem(what=what, where=f"{self.name}:{line}", allowed=allowed, key=dotted))

    def _take(self, event: Any, kind: str, line: int) -> None:
        if event.tag is not None:
            self._stop(f"the tag '{str(event.tag)[:80]}' is not read here", line, "plain values without '!' tags")
        node: Node
        if kind == "ScalarEvent":
            node = Leaf(event.value, event.style is None, line)
        else:
            node = Block({}, line) if kind == "MappingStartEvent" else Row([], line)
        name = self._place(node, line)
        if isinstance(node, (Row, Block)):
            if len(self.open) >= MOST_DEPTH:
                self._stop("values are nested too deeply", line, f"at most {MOST_DEPTH} levels")
            self.open.append(node)
            self.keys.append(None)
            self.names.append(name)

    def _place(self, node: Node, line: int) -> str:
        """Hang the node into its parent; what the parent calls it."""
        if not self.open:
            self.root = node
            return ""
        parent = self.open[-1]
        if isinstance(parent, Row):
            parent.items.append(node)
            return ""
        key = self.keys[-1]
        if key is None:
            if not isinstance(node, Leaf):
                self._stop("a key must be a word, not a list or a block", line, "keys such as 'name' or 'E08000035'")
            elif node.plain and not node.a_word:
                shown_key = node.text or "(empty)"
                self._note(f"the key {shown_key} is not a word", line, "a word, or the key in quotes", shown_key)
            self.keys[-1] = node
            return ""
        self.keys[-1] = None
        if isinstance(node, Leaf) and node.plain and not node.text:
            node = Leaf("", True, key.line)
        if key.text in parent.entries:
            first = parent.lines[key.text]
            self._note(f"the key is given twice (first in line {first})", key.line, "each key once", key.text)
        else:
            parent.entries[key.text] = node
            parent.lines[key.text] = key.line
        return key.text
