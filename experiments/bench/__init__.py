"""How fast the engines are, on the machine at hand: ``python -m experiments.bench``.

Everything is measured in one run, in turn and several times over, because speeds of one machine on different days
cannot be compared. Each measurement is a new file under ``results/bench``; nothing passes or fails.
"""
