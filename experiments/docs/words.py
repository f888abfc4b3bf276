"""What the written pages call things that the code knows by a short name."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.words import MECHANISMS

WHOSE: Mapping[str, str] = {
    "national": "the national centre",
    "region": "the region",
    "icb": "the integrated care board",
    "icp": "the integrated care partnership",
    "council": "each council",
    "place": "each place",
    "acute": "each acute trust",
    "mhc": "each mental health or community trust",
    "primary": "primary care of each place",
    "care": "care providers of each place",
    "vcse": "the voluntary sector of each place",
    "community": "each community",
    "group": "each population group",
    "service": "each NHS service",
    "bloc": "each bloc of seats on the board",
    "remit": "each remit (a service at a place)",
    "tie": "each tie (one organisation's view of another)",
    "partner": "each tie of a partner to its place",
}
ENDS: Mapping[str, str] = {
    "national": "the centre",
    "region": "the region",
    "icb": "the board",
    "icp": "the partnership",
    "council": "a council",
    "place": "a place",
    "acute": "an acute trust",
    "mhc": "a mental health or community trust",
    "primary": "primary care",
    "care": "a care provider",
    "vcse": "the voluntary sector",
}
"""What the two ends of a tie are called."""
REASONS: Mapping[str, str] = {
    "sum": "the sum of its terms",
    "least": "the least of its terms",
    "chance": "a chance event, u < p",
}
SUMMARIES: Mapping[str, str] = {
    "mean": "mean over the run",
    "final": "mean of the last twelve months",
    "total": "sum over the run",
    "last": "value of the last month",
}


def whose(kind: str) -> str:
    """Of whom a rule is, in words; a type of tie names both ends."""
    if ">" in kind:
        source, target = (ENDS[end] for end in kind.split(">"))
        return f"each tie `{kind}` (how {source} sees {target})"
    return WHOSE[kind]


def mechanism(code: str) -> str:
    """Code and name of a mechanism; the record has a name alone."""
    return f"{code} {MECHANISMS[code]}" if code.startswith("M") else MECHANISMS[code]
