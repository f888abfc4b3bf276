"""What parameters and outcomes are called for readers."""

from __future__ import annotations

from sim.outcomes import CATALOGUE
from sim.parameters import REGISTRY


def label(name: str) -> str:
    """What a parameter or outcome is called; the name itself where nobody knows it."""
    if name in REGISTRY:
        return REGISTRY[name].label
    base, _, entity = name.partition("@")
    found = next((outcome.label for outcome in CATALOGUE if outcome.name == base), name)
    return f"{found}, {entity}" if entity and found != name else found
