"""What to conclude from a sweep: pure functions on arrays and frames of runs; none reads a folder or runs a model.

Each answer is a small frozen dataclass with its numbers, their 95 % intervals, and a ``warning``: a sentence where the
intervals are too wide to rank, else empty. Figures are in ``experiments.analysis.figures``.
"""
