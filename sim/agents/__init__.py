"""The organisations as Mesa agents."""

from sim.agents.organisation import Bearer, Organisation
from sim.mandates import MANDATES, Duty

__all__ = ["MANDATES", "Bearer", "Duty", "Organisation"]
