"""From words to a case: recursive descent, a function for each line of the grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from experiments.analysis.case.tokens import Token, tokens
from experiments.problems import BadInput, choices, nearest_name
from sim.outcomes import Better

DEEPEST = 50
"""Brackets inside brackets, at most."""
COMPARING = ("<", "<=", ">", ">=", "=", "!=")


@dataclass(frozen=True)
class Literal:
    """A number or a text."""

    value: float | str


@dataclass(frozen=True)
class Named:
    """An outcome or something varied, under a policy or under the first that the case names."""

    name: str
    policy: str | None = None


@dataclass(frozen=True)
class Applied:
    """An operation on its parts; with a single part, '-' and 'not'."""

    symbol: str
    parts: tuple[Node, ...]


Node = Literal | Named | Applied


@dataclass(frozen=True)
class Vocabulary:
    """What a case may speak of."""

    outcomes: Mapping[str, Better]
    """Outcomes by column, each with its better direction."""
    varied: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What was varied, each with its choices; none where it is a number."""
    policies: Sequence[str] = ()


@dataclass(frozen=True)
class Case:
    """A case of interest: what was typed, and what it means."""

    text: str
    root: Node


def read_case(expression: str, vocabulary: Vocabulary, where: str = "CASE") -> Case:
    """Read an expression; ``BadInput`` names the column, what is wrong, what is allowed and the nearest valid name."""
    reader = _Reader(list(tokens(expression, where)), vocabulary, where)
    return Case(" ".join(expression.split()), reader.whole())


class _Reader:
    def __init__(self, words: list[Token], vocabulary: Vocabulary, where: str) -> None:
        self._words, self._at, self._depth = words, 0, 0
        self._known, self._where = vocabulary, where

    # Moving on

    @property
    def _next(self) -> Token:
        return self._words[self._at]

    def _take(self, *texts: str) -> Token | None:
        """The next word when it is one of these."""
        token = self._next
        if token.kind in ("mark", "word") and token.text in texts:
            self._at += 1
            return token
        return None

    def _expect(self, *texts: str) -> Token:
        return self._take(*texts) or self._refuse(self._next, f"expected {' or '.join(texts)}")

    def _refuse(self, token: Token, what: str, allowed: str = "", nearest: str = "") -> NoReturn:
        found = f"'{token.text[:60]}'" if token.kind != "end" else "the end"
        said = what if what.startswith("'") else f"{what}, found {found}"
        raise BadInput.single(f"column {token.column}: {said}", self._where, allowed, nearest)

    # The grammar

    def whole(self) -> Node:
        """A case, and nothing after it."""
        first = self._next
        node = self._case()
        if self._next.kind != "end":
            self._refuse(self._next, "the case should end here, or go on with 'and' or 'or'")
        self._must_be(node, "truth", first)
        return node

    def _case(self) -> Node:
        return self._joined(self._either, ("or",), "truth")

    def _either(self) -> Node:
        return self._joined(self._negated, ("and",), "truth")

    def _negated(self) -> Node:
        with self._deeper():
            if self._take("not"):
                start = self._next
                return Applied("not", (self._must_be(self._negated(), "truth", start),))
        return self._compared()

    def _compared(self) -> Node:
        start = self._next
        if start.kind == "name" and self._words[self._at + 1].text in ("better", "worse"):
            return self._rivalry()
        left = self._sum()
        token = self._take(*COMPARING, "==")
        if token is None:
            return left
        second = self._next
        right = self._sum()
        symbol = "=" if token.text == "==" else token.text
        if "text" in (self._type(left), self._type(right)):
            self._check_texts(left, right, symbol, start, second)
        else:
            self._must_be(left, "number", start)
            self._must_be(right, "number", second)
        if self._next.text in COMPARING:
            self._refuse(self._next, "compare two things at a time, joined by 'and'")
        return Applied(symbol, (left, right))

    def _rivalry(self) -> Node:
        """'A worse than B on outcome by number': which way is worse is known of the outcome."""
        one, worse = self._policy(), self._expect("better", "worse").text == "worse"
        self._expect("than")
        other = self._policy()
        self._expect("on")
        token = self._next
        name = self._name(self._known.outcomes, "outcome")
        better = self._known.outcomes[name]
        if better == "neither":
            self._refuse(token, f"'{name}' is better neither way; compare it with < or >")
        least = Literal(0.0)
        if self._take("by"):
            least = self._number()
        lower = (better == "higher") == worse
        edge: Node = Named(name, other)
        if least.value:
            edge = Applied("-" if lower else "+", (edge, least))
        return Applied(("<" if lower else ">") + ("=" if least.value else ""), (Named(name, one), edge))

    def _sum(self) -> Node:
        return self._joined(self._product, ("+", "-"), "number")

    def _product(self) -> Node:
        return self._joined(self._signed, ("*", "/"), "number")

    def _signed(self) -> Node:
        token = self._next
        with self._deeper():
            if self._take("-"):
                return Applied("-", (self._must_be(self._signed(), "number", self._next),))
            if self._take("("):
                node = self._case()
                self._expect(")")
                return node
        if token.kind == "number":
            return self._number()
        if token.kind == "text":
            self._at += 1
            return Literal(token.text[1:-1])
        if token.kind != "name":
            self._refuse(token, "expected a name or a number", "for example trust < 0.4 and not (waiting_list < 90)")
        name = self._name({**self._known.outcomes, **self._known.varied}, "outcome")
        if self._take("["):
            if name not in self._known.outcomes:
                self._refuse(token, f"'{name}' is varied and the same under all policies: name no policy")
            policy = self._policy()
            self._expect("]")
            return Named(name, policy)
        return Named(name)

    # Words of the grammar

    def _joined(self, part: Callable[[], Node], symbols: Sequence[str], kind: str) -> Node:
        start = self._next
        node = part()
        while token := self._take(*symbols):
            self._must_be(node, kind, start)
            second = self._next
            node = Applied(token.text, (node, self._must_be(part(), kind, second)))
        return node

    def _number(self) -> Literal:
        token = self._next
        if token.kind != "number":
            self._refuse(token, "expected a number")
        self._at += 1
        return Literal(float(token.text) / (100.0 if self._take("%") else 1.0))

    def _policy(self) -> str:
        return self._name(dict.fromkeys(self._known.policies), "policy")

    def _name(self, known: Mapping[str, object], kind: str) -> str:
        token = self._next
        if token.kind != "name":
            self._refuse(token, f"expected the name of a {kind}")
        if token.text not in known:
            hint = "" if "-" not in token.text else " (a minus needs a space beside it)"
            what = f"'{token.text[:80]}' is no {kind} of these runs{hint}"
            if kind == "outcome":
                what = f"'{token.text[:80]}' is neither an outcome of these runs nor varied in them{hint}"
            self._refuse(token, what, choices(known, "tiers list outcomes"), nearest_name(token.text, known))
        self._at += 1
        return token.text

    # Numbers, texts and truths

    def _type(self, node: Node) -> str:
        if isinstance(node, Literal):
            return "text" if isinstance(node.value, str) else "number"
        if isinstance(node, Named):
            return "text" if self._known.varied.get(node.name) else "number"
        return "truth" if node.symbol in (*COMPARING, "and", "or", "not") else "number"

    def _must_be(self, node: Node, kind: str, token: Token) -> Node:
        found = self._type(node)
        if found != kind:
            wanted = {"truth": "a comparison, such as trust < 0.4", "number": "a number"}[kind]
            said = {"truth": "a comparison", "number": "a number", "text": "a text"}[found]
            self._refuse(token, f"'{token.text[:60]}' begins {said}, where {wanted} is needed")
        return node

    def _check_texts(self, left: Node, right: Node, symbol: str, first: Token, second: Token) -> None:
        """A choice may only be asked to be, or not to be, one of those there are."""
        if symbol not in ("=", "!="):
            self._refuse(first, f"'{first.text[:60]}' is a choice: compare it with = or !=")
        known = self._known.varied.get(left.name, ()) if isinstance(left, Named) else ()
        if known and isinstance(left, Named) and isinstance(right, Literal):
            if right.value not in known:
                what = f"'{str(right.value)[:60]}' is not among the choices of '{left.name}'"
                self._refuse(second, what, choices(known), nearest_name(right.value, known))
            return
        self._refuse(first, f"'{first.text[:60]}' begins what cannot be compared: NAME = 'CHOICE' can")

    def _deeper(self) -> _Depth:
        return _Depth(self)

    def step(self, by: int) -> None:
        """Go into brackets, or out of them."""
        self._depth += by
        if self._depth > DEEPEST:
            self._refuse(self._next, f"more than {DEEPEST} brackets inside each other")


@dataclass(frozen=True)
class _Depth:
    """Counts how deep the reader is in."""

    reader: _Reader

    def __enter__(self) -> None:
        self.reader.step(+1)

    def __exit__(self, *_: object) -> None:
        self.reader.step(-1)


def names_in(node: Node) -> Iterator[Named]:
    """Every name of a case, in order."""
    if isinstance(node, Named):
        yield node
    elif isinstance(node, Applied):
        for part in node.parts:
            yield from names_in(part)
