"""Pattern-oriented validation: the patterns of the documents, tested all at once (Grimm and others 2005)."""

from experiments.patterns.declare import Arm, Expect, Measure, Pattern
from experiments.patterns.engine import Found, Trial, try_pattern
from experiments.patterns.table import PATTERNS, TEN
from experiments.patterns.verdict import CRITERION, Verdict, count_reproduced, is_reproduced, on_how_many

__all__ = [
    "CRITERION",
    "PATTERNS",
    "TEN",
    "Arm",
    "Expect",
    "Found",
    "Measure",
    "Pattern",
    "Trial",
    "Verdict",
    "count_reproduced",
    "is_reproduced",
    "on_how_many",
    "try_pattern",
]
