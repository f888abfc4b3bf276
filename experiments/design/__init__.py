"""Designs: which points of the space of levers and uncertainties an experiment runs."""

from experiments.design.design import KINDS, POINT, Design, Kind, share
from experiments.design.factors import Factor
from experiments.design.recipe import Recipe

__all__ = ["KINDS", "POINT", "Design", "Factor", "Kind", "Recipe", "share"]
