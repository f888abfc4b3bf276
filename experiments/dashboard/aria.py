"""What assistive technology is told of an element."""

from __future__ import annotations

from typing import Any


def aria(**said: str) -> Any:
    """Attributes such as ``aria-label``, ready to be passed on with ``**``."""
    return {f"aria-{name}": text for name, text in said.items()}
