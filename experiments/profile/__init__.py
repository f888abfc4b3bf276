"""Where the NumPy engine's time goes, down to the line of the rulebook: ``python -m experiments.profile``."""

from experiments.profile.costs import Cost, measure, operation

__all__ = ["Cost", "measure", "operation"]
