"""Names of organisations as short as they stay clear, for pictures: what a row or column says already is left out."""

from __future__ import annotations

import re

SHORTER = (
    (r"^The ", ""),
    (r" NHS (Foundation )?Trust(?=,|$)", ""),
    (r" NHS and Social Care Partnership Trust$", " Partnership"),
    (r"^NHS (.*) Integrated Care Board$", r"\1 ICB"),
    (r" Integrated Care Partnership$", " partnership"),
    (r" place board$", ""),
    (r"^(City of )?(.*?)( (Metropolitan|District|Borough|City|County))* Council$", r"\2"),
    (r"^(London Borough|Royal Borough|Council) of (the )?", ""),
    (r"^NHS England \(national\)$", "NHS England"),
)
"""What is replaced, and by what."""


def short(name: str) -> str:
    """The name without what its kind says: 'Leeds City Council' is 'Leeds'."""
    for long, shorter in SHORTER:
        name = re.sub(long, shorter, name)
    return name
