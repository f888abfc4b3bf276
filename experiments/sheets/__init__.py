"""A system as a spreadsheet: written to be filled in, read back with every problem named by its cell."""

from experiments.sheets.describe import Described, describe
from experiments.sheets.template import write_template

__all__ = ["Described", "describe", "write_template"]
