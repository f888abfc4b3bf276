"""Write a system as YAML in the format that ``load_system`` reads: a ``basis`` for most figures, the rest by itself."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from experiments.config.figures import Basis
from experiments.config.schema import SYSTEM, SYSTEM_SCHEMA
from experiments.config.spec import Cells, Record, Settings, Spec, Table, Text, figured
from experiments.config.text import Leaf

WIDTH = 118
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ()/.'&_-]*")
Values = Mapping[str, Any]
Bases = Mapping[str, Basis]


def system_yaml(values: Values, bases: Bases, head: Iterable[str] = ()) -> str:
    """A system as the text of its file. ``bases`` says by key where each figure comes from; ``head`` is a comment."""
    comment = [f"# {line}".rstrip() for line in head]
    body = _record({**values, "schema": SYSTEM_SCHEMA}, SYSTEM, "", bases, "")
    return "\n".join([*comment, *([""] if comment else []), *body]) + "\n"


def scalar(value: object) -> str:
    """A value as YAML: text in quotes wherever it could be taken for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(value)
    text = str(value)
    if PLAIN.fullmatch(text) and Leaf(text, True, 0).a_word and text == text.strip():
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())


def number(value: float) -> str:
    """A number in full, without a needless ``.0``."""
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def line(key: str, value: object, indent: str) -> Iterator[str]:
    """A key with its value, folded over several lines where it is long."""
    text = str(value)
    short = f"{indent}{scalar(key)}: {scalar(value)}"
    if len(short) <= WIDTH or not isinstance(value, str) or not text.isprintable() or text != " ".join(text.split()):
        yield short
        return
    yield f"{indent}{scalar(key)}: >-"
    inner = f"{indent}  "
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=inner, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False
    )


def _row(key: str, entries: Mapping[str, object], indent: str) -> Iterator[str]:
    """Values by name in braces."""
    parts = [f"{scalar(name)}: {scalar(value)}" for name, value in entries.items()]
    yield from textwrap.wrap(
        f"{scalar(key)}: {{{', '.join(parts)}}}",
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * (len(indent) + len(scalar(key)) + 3),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _basis(basis: Basis, indent: str) -> Iterator[str]:
    """Where a figure comes from, a key a line."""
    for field in fields(basis):
        value = getattr(basis, field.name)
        if field.name == "times" and value is not None:
            yield f"{indent}times: [{number(value[0])}, {number(value[1])}]"
        elif value is not None and value != "":
            yield from line(field.name, value, indent)


def _record(
    values: Values, record: Record, key: str, bases: Bases, indent: str, given: Bases | None = None
) -> list[str]:
    """The fields of a record; ``given`` holds what the table above already says about its figures."""
    lines: list[str] = []
    for name, spec in record.fields.items():
        if name not in values:
            continue
        at = f"{key}.{name}" if key else name
        part = list(_field(name, values[name], spec, at, bases, indent, (given or {}).get(name)))
        if not indent and len(part) > 1 and not isinstance(spec, Text):
            lines.append("")
        lines += part
    return lines


def _field(
    name: str, value: Any, spec: Spec, key: str, bases: Bases, indent: str, given: Basis | None
) -> Iterator[str]:
    inner = f"{indent}  "
    if isinstance(spec, Text):
        yield from line(name, value, indent)
    elif isinstance(spec, Cells):
        yield from _cells(name, value, key, bases, indent, given)
    elif isinstance(spec, Settings):
        if value:
            yield f"{indent}{name}:"
            for setting, number_of in value.items():
                yield from _figure(setting, number_of, bases[f"{key}.{setting}"], inner, None)
    elif isinstance(spec, Record):
        yield f"{indent}{name}:"
        yield from _record(value, spec, key, bases, inner)
    elif isinstance(spec, Table):
        yield f"{indent}{name}:"
        yield from _table(value, spec, key, bases, inner)
    else:
        yield from _figure(name, value, bases[key], indent, given)


def _figure(name: str, value: object, basis: Basis, indent: str, given: Basis | None) -> Iterator[str]:
    if basis == given:
        yield from line(name, value, indent)
        return
    yield f"{indent}{scalar(name)}:"
    yield from line("value", value, f"{indent}  ")
    yield from _basis(basis, f"{indent}  ")


def _cells(name: str, value: Values, key: str, bases: Bases, indent: str, given: Basis | None) -> Iterator[str]:
    """Figures by name: with the table's basis, or with one of their own for most of them."""
    own = {code: bases[f"{key}.{code}"] for code in value}
    usual = given if given is not None and all(basis == given for basis in own.values()) else _most(own.values())
    if usual is None or all(basis == given for basis in own.values()):
        yield from _row(name, value, indent)
        return
    yield f"{indent}{name}:"
    yield from _basis(usual, f"{indent}  ")
    yield f"{indent}  values:"
    for code, share in value.items():
        yield from _figure(code, share, own[code], f"{indent}    ", usual)


def _table(values: Values, table: Table, key: str, bases: Bases, indent: str) -> Iterator[str]:
    given: dict[str, Basis] = {}
    for name, spec in figured(table.entry.fields).items():
        found: list[Basis] = []
        for code, record in values.items():
            at = f"{key}.{code}.{name}"
            if name in record:
                found += [bases[f"{at}.{c}"] for c in record[name]] if isinstance(spec, Cells) else [bases[at]]
        usual = _most(found)
        if usual is not None:
            given[name] = usual
    yield f"{indent}basis:"
    for name, basis in given.items():
        yield f"{indent}  {name}:"
        yield from _basis(basis, f"{indent}    ")
    for code, record in values.items():
        yield ""
        yield f"{indent}{scalar(code)}:"
        yield from _record(record, table.entry, f"{key}.{code}", bases, f"{indent}  ", given)


def _most(found: Iterable[Basis]) -> Basis | None:
    """What is said most often."""
    counted = Counter(found).most_common(1)
    return counted[0][0] if counted else None
