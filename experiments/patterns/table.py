"""The patterns of the documents, by id."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.patterns import centre, people, places, powers
from experiments.patterns.declare import Pattern

PATTERNS: Mapping[str, Pattern] = {
    pattern.id: pattern for pattern in (*powers.PATTERNS, *centre.PATTERNS, *places.PATTERNS, *people.PATTERNS)
}
"""Every pattern, in the order of the documents' list."""

TEN = (
    "greater-manchester",
    "west-yorkshire",
    "leicester-leicestershire-and-rutland",
    "kent-and-medway",
    "black-country",
    "south-yorkshire",
    "south-east-london",
    "dorset",
    "nottingham-and-nottinghamshire",
    "suffolk-and-north-east-essex",
)
"""The systems described by hand, on which patterns are tested unless others are named."""
