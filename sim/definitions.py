"""Numbers that several mechanisms name. They are definitions and guards, never coefficients: those are registered."""

MILLION = 1.0e6
"""Pounds in a GBP million."""

MIDDLE = 0.5
"""The middle of a scale from 0 to 1."""

IN_FORCE = 0.5
"""A yes-or-no setting or decision is yes above this."""

TINY = 1e-9
"""Keeps a division by what may be nothing finite."""

SEGMENTS = 4.0
"""Oversight segments: 1 for the best to 4 for the worst (NHS Oversight Framework)."""
