"""The words of an expression, each with the column where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from experiments.problems import BadInput

Kind = Literal["number", "text", "name", "word", "mark", "end"]

WORDS = ("and", "or", "not", "better", "worse", "than", "on", "by")
LONGEST = 2_000
"""Letters in an expression, at most."""
_TOKEN = re.compile(
    r"""(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
      | (?P<name>[A-Za-z_]\w*(?:-\w+)*(?:@\w+(?:[-.]\w+)*)?)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<mark><=|>=|!=|==|[-+*/<>=()\[\]%])""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """A word, number, name or mark."""

    kind: Kind
    text: str
    column: int
    """Where it begins, counted from 1."""


def tokens(expression: str, where: str) -> Iterator[Token]:
    """The words of an expression, then one that says where it ends.

    A hyphen between letters belongs to a name (``maximum-delegation``); a minus has a space beside it.
    """
    if len(expression) > LONGEST:
        raise BadInput.single(f"the expression has {len(expression):,} letters", where, f"{LONGEST:,} at most")
    at = 0
    while at < len(expression):
        if expression[at].isspace():
            at += 1
            continue
        found = _TOKEN.match(expression, at)
        if found is None:
            what = f"column {at + 1}: '{expression[at]}' means nothing here"
            raise BadInput.single(what, where, "names, numbers, and or not ( ) [ ] < <= > >= = != + - * / %")
        yield Token(_kind(found), found[0], at + 1)
        at = found.end()
    yield Token("end", "", len(expression) + 1)


def _kind(found: re.Match[str]) -> Kind:
    if found["name"] is not None:
        return "word" if found[0] in WORDS else "name"
    if found["number"] is not None:
        return "number"
    return "text" if found["text"] is not None else "mark"
