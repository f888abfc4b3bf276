"""How much each mechanism matters as a whole: what becomes of a comparison when it stands still.

The shape of a mechanism has no range to sweep. But all its rules can be left out, so that its states keep the values
they start with, in the same futures. How far the difference between two policies shifts says how much its shape can
matter: an assumption inside a mechanism that shifts nothing is harmless.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from experiments.docs.mechanisms import modules
from sim.assumptions import ASSUMPTIONS
from sim.rules import collected

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
"""Chance that no shift at all is called more than noise where nothing shifts."""


def mechanisms() -> dict[str, tuple[str, ...]]:
    """By mechanism that has assumptions of shape and acts on anything: the files of the rulebook to leave out."""
    wanted = {a.mechanism for a in ASSUMPTIONS if a.mechanism != "record"}
    with_rules = {rule.module for rule in collected()}
    named = {code: [m.__name__.rsplit(".", 1)[-1] for m in members] for code, members in modules().items()}
    return {
        code: tuple(name for name in names if name in with_rules) for code, names in named.items() if code in wanted
    }


def shifts(usual: Sequence[Floats], still: Sequence[Floats], tests: int) -> tuple[Floats, list[int]]:
    """How far the mean difference shifts, in standard deviations of the difference between futures.

    ``usual`` and ``still`` have one array (outcomes, futures) of differences for each system; returned are the means
    over the systems, one for each outcome, and which of them are told from noise (Bonferroni over ``tests``).
    """
    means, errors = [], []
    for before, after in zip(usual, still, strict=True):
        change, spread = after - before, np.maximum(before.std(axis=1), 1e-12)
        means.append(change.mean(axis=1) / spread)
        errors.append(change.std(axis=1, ddof=1) / spread / np.sqrt(change.shape[1]))
    shift = np.mean(means, axis=0)
    error = np.sqrt(np.sum(np.square(errors), axis=0)) / len(errors)
    bound = float(ndtri(1.0 - (1.0 - CONFIDENCE) / (2.0 * tests)))
    return shift, [int(i) for i in np.flatnonzero(np.abs(shift) > bound * error)]
