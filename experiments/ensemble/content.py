"""What determines an answer, as a short text: the same for the same content, whatever it is called."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from experiments.provenance import ROOT, tiers_version, versions

SAID = frozenset({"name", "summary", "label", "source"})
"""Fields that people read and the model does not."""


def key(*values: object) -> str:
    """32 hexadecimal digits for values and the code that works on them."""
    text = json.dumps([code(), *(_plain(value) for value in values)], ensure_ascii=False, allow_nan=False)
    return blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def code() -> str:
    """The state of the code, changed or not: a hash over its sources, and what it runs on.

    The last bits of a figure belong to a machine, so its kind is part of it.
    """
    found = blake2b(digest_size=16)
    for folder in ("sim", "experiments"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    used = {name: version for name, version in versions().items() if name in ("python", "numpy", "scipy", "polars")}
    return json.dumps([tiers_version(), found.hexdigest(), used, platform.system(), platform.machine()])


def _plain(value: Any) -> Any:
    """A value as lists of names and numbers, in the order in which the model sees them, without what is only said."""
    if is_dataclass(value):
        held = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in SAID}
        return [type(value).__name__, _plain(held)]
    if isinstance(value, Mapping):
        return [[name, _plain(one)] for name, one in value.items()]
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value if isinstance(value, str) else float(value)
