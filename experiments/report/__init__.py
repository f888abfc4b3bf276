"""The report: one page that opens without a network, written from a stored comparison."""

from experiments.report.page import render, write

__all__ = ["render", "write"]
