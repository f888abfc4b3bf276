"""A good file to spoil, and what is said about the spoilt one."""

import re
from pathlib import Path

import pytest

from experiments.config import configs_folder, load_policy, load_system
from experiments.problems import BadInput
from sim.parameters import Parameter, Registry

WHOLE = (configs_folder() / "systems" / "west-yorkshire.yaml").read_text(encoding="utf-8")
GOOD = re.sub(r"# Where this system differs.*?(?=\nsources:\n)", "", WHOLE, flags=re.DOTALL)
"""West Yorkshire without starting values, whose names belong to the real registry."""

POLICY = """\
schema: tiers/policy/1
id: half
name: Half and half
summary: Half of everything goes to the places.
levers:
  base_share: 0.5
  legal_form: joint committee
"""


def parameter(name: str, role: str, choices: tuple[str, ...] = ()) -> Parameter:
    default = choices[0] if choices else 0.5
    return Parameter(name, name, "share", default, 0, 1, role, ("M7",), "D", (), choices=choices)  # type: ignore[arg-type]


REGISTRY = Registry(
    [
        parameter("base_share", "lever"),
        parameter("legal_form", "lever", ("partnership", "joint committee", "corporate body")),
        parameter("politics_level", "uncertainty"),
    ]
)


def said(text: str | bytes, folder: Path, policy: bool = False) -> BadInput:
    """What is said about a file with this content."""
    path = folder / "bad.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    load = load_policy if policy else load_system
    with pytest.raises(BadInput) as raised:
        load(path, REGISTRY)
    assert "Traceback" not in str(raised.value)
    return raised.value


def line_of(text: str, mark: str) -> int:
    assert mark in text
    return text[: text.index(mark)].count("\n") + 1
