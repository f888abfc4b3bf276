"""The organisations as Mesa agents."""

from sim.agents.bearer import Bearer
from sim.agents.organisation import Organisation
from sim.mandates import MANDATES, Duty

__all__ = ["MANDATES", "Bearer", "Duty", "Organisation"]
