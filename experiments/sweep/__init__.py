"""Sweeps: the runs of an experiment, worked off in blocks that are on disk as soon as they are done."""
