"""The organisations as Mesa agents."""

from sim.mandates import MANDATES, Duty
from sim.agents.organisation import Bearer, Organisation

__all__ = ["MANDATES", "Bearer", "Duty", "Organisation"]
