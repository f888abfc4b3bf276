"""How much each uncertainty matters: all of them are screened at once (``python -m experiments.docs.impact``).

Every future draws all uncertainties together. Over many futures the ranks of an outcome are regressed on the ranks of
all uncertainties (standardised rank regression: Saltelli and others 2008, Global Sensitivity Analysis, section 1.2).
The squared coefficient, less what chance alone gives, is the share of the outcome's variance that an uncertainty
accounts for. One sample serves every parameter, so a registry twice as long costs hardly more.

Two questions are asked of each outcome: what decides its *difference* between two policies, and what its *level* (the
mean of both). Effects that go up and down again, and effects of several parameters together, are not seen; the share
of variance that is explained (R squared) says how much that is. The register of assumptions reads the stored result.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

from experiments.config import load_policy, load_system
from experiments.docs import frozen
from experiments.interrupts import interrupts_held
from experiments.problems import BadInput
from experiments.provenance import ROOT, code_state, tiers_version, versions
from experiments.workers import context
from sim.batch import simulate
from sim.futures import Futures, draw_futures
from sim.outcomes import CATALOGUE, KEY
from sim.parameters import REGISTRY, Parameter

Floats = NDArray[np.float64]
Job = tuple[str, str, Futures, int, tuple[str, ...]]
"""System, policy, futures, months, and what to leave out."""

SCHEMA = "tiers/impact/1"
FILE = ROOT / "docs" / "data" / "impact.json"
SYSTEMS = ("west-yorkshire", "leicester-leicestershire-and-rutland", "dorset")
FIRST, SECOND = "maximum-delegation", "centrist"
FUTURES, FROZEN, YEARS, SEED, BLOCK = 2400, 100, 10, 1, 250
CONFIDENCE = 0.95
"""Chance that nothing at all is called more than noise where nothing matters."""

QUESTIONS = ("difference", "level")
OUTCOMES = tuple(outcome for outcome in CATALOGUE if outcome.name in KEY)
COLUMNS = tuple((question, outcome.name) for question in QUESTIONS for outcome in OUTCOMES)
"""What is explained, in the order in which the file lists it."""


@dataclass(frozen=True)
class Fit:
    """One regression for each column: coefficients and their standard errors (parameters, columns), R squared."""

    coefficients: Floats
    errors: Floats
    explained: Floats


def regress(inputs: Floats, outputs: Floats) -> Fit:
    """Standardised rank regression of outputs (futures, columns) on inputs (futures, parameters), all inputs at once.

    An output that never varies has coefficients of 0. Raises ``ValueError`` for less than two futures a parameter.
    """
    futures, parameters = inputs.shape
    if futures < 2 * (parameters + 1):
        raise ValueError(
            f"{futures} futures are too few for {parameters} uncertainties: {2 * (parameters + 1)} at least"
        )
    x, y = _standard_ranks(inputs), _standard_ranks(outputs)
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ (x.T @ y)
    left = ((y - x @ coefficients) ** 2).sum(axis=0)
    errors = np.sqrt(np.outer(np.diag(inverse), left / (futures - parameters - 1)))
    return Fit(coefficients, errors, 1.0 - left / np.maximum((y**2).sum(axis=0), 1e-12))


def _standard_ranks(values: Floats) -> Floats:
    """Ranks of each column, with mean 0 and variance 1; a column without variance stays at 0."""
    ranks = rankdata(values, axis=0)
    centred = ranks - ranks.mean(axis=0)
    return np.asarray(centred / np.maximum(centred.std(axis=0), 1e-12))


def shares(fits: Sequence[Fit], varied: Sequence[NDArray[np.bool_]]) -> tuple[Floats, Floats]:
    """Shares of variance (parameters, columns), over the systems in which a parameter varies, and the bound of noise.

    A share is the squared coefficient less its squared standard error, and has the sign of the mean coefficient. Noise
    is what the largest of all squared coefficients stays below, with a chance of ``CONFIDENCE``, where nothing matters
    (Bonferroni; as if the systems' errors were all the same). Parameters that vary in no system get NaN.
    """
    count = np.maximum(np.sum(varied, axis=0), 1)[:, None]
    tests = max(int(np.any(varied, axis=0).sum()), 1) * len(COLUMNS)
    bound = float(ndtri(1.0 - (1.0 - CONFIDENCE) / (2.0 * tests))) ** 2
    mean = sum(f.coefficients for f in fits) / count
    squared = sum(f.coefficients**2 for f in fits) / count
    chance = sum(f.errors**2 for f in fits) / count
    share = np.maximum(squared - chance, 0.0) * np.where(mean < 0.0, -1.0, 1.0)
    nowhere = ~np.any(varied, axis=0)
    noise = bound * chance
    share[nowhere], noise[nowhere] = np.nan, np.nan
    return share, noise


# Running -------------------------------------------------------------------------------------------------------------


def _run(job: Job) -> Floats:
    """The key outcomes of a block (outcomes, futures); NaN where what is left cannot go on."""
    system, policy, futures, months, without = job
    try:
        loaded = load_system(system).system
        done = simulate(loaded, load_policy(policy), futures, months, outcomes=OUTCOMES, without=without)
    except FloatingPointError:
        return np.full((len(OUTCOMES), len(futures)), np.nan)
    return np.stack([done.outcomes[o.name][0] for o in OUTCOMES])


def screen(
    systems: Sequence[str] = SYSTEMS,
    futures: int = FUTURES,
    years: int = YEARS,
    seed: int = SEED,
    workers: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Run both policies over the futures in every system and say how much each uncertainty accounts for.

    Raises ``BadInput`` for too few futures and for names that do not exist.
    """
    uncertainties = REGISTRY.role("uncertainty")
    least = 2 * (len(uncertainties) + 1)
    if futures < least:
        what = f"{futures} futures are too few for {len(uncertainties)} uncertainties"
        raise BadInput.single(what, where="--futures", allowed=f"{least} and more")
    drawn = draw_futures(seed, futures)
    blocks = [drawn.block(i, min(i + BLOCK, futures)) for i in range(0, futures, BLOCK)]
    few, still = drawn.block(0, min(FROZEN, futures)), frozen.mechanisms()
    sides = [(name, policy) for name in systems for policy in (FIRST, SECOND)]
    jobs: list[Job] = [(*side, block, 12 * years, ()) for side in sides for block in blocks]
    jobs += [(*side, few, 12 * years, left_out) for left_out in still.values() for side in sides]
    done = _all(jobs, workers, progress)
    whole = [np.concatenate(done[i : i + len(blocks)], axis=1) for i in range(0, len(sides) * len(blocks), len(blocks))]
    rest = done[len(sides) * len(blocks) :]
    fits, varied = [], []
    for number, name in enumerate(systems):
        first, second = whole[2 * number], whole[2 * number + 1]
        fixed = load_system(name).system.starting_values
        varies = np.array([p.name not in fixed for p in uncertainties])
        inputs = np.stack(
            [drawn.values[p.name] for p, there in zip(uncertainties, varies, strict=True) if there], axis=1
        )
        fit = regress(inputs, np.concatenate([first - second, 0.5 * (first + second)]).T)
        fits.append(Fit(_spread(fit.coefficients, varies), _spread(fit.errors, varies), fit.explained))
        varied.append(varies)
    share, noise = shares(fits, varied)
    return {
        "schema": SCHEMA,
        "command": f"python -m experiments.docs.impact --futures {futures} --years {years} --seed {seed}",
        "version": tiers_version(),
        "code": code_state(),
        "versions": versions(),
        "systems": list(systems),
        "policies": [FIRST, SECOND],
        "futures": futures,
        "years": years,
        "seed": seed,
        "columns": [list(column) for column in COLUMNS],
        "explained": [round(float(r), 3) for r in np.mean([f.explained for f in fits], axis=0)],
        "noise": round(float(np.nanmean(noise)), 5),
        "frozen": _frozen(_differences([w[:, : len(few)] for w in whole]), rest, list(still)),
        "parameters": {
            p.name: {"range": _range(p), "shares": [round(float(v), 5) for v in row], "above": _above(row, limit)}
            for p, row, limit in zip(uncertainties, share, noise, strict=True)
            if not np.isnan(row).any()
        },
    }


def _differences(sides: Sequence[Floats]) -> list[Floats]:
    """First policy less second, for each system."""
    return [sides[i] - sides[i + 1] for i in range(0, len(sides), 2)]


def _frozen(usual: Sequence[Floats], rest: Sequence[Floats], codes: Sequence[str]) -> dict[str, Any]:
    """By mechanism: the shift of every key outcome's difference when it stands still; None where it cannot."""
    found: dict[str, Any] = {}
    each = 2 * len(usual)
    for number, code in enumerate(codes):
        still = _differences(rest[number * each : (number + 1) * each])
        shift, above = frozen.shifts(usual, still, len(codes) * len(OUTCOMES))
        found[code] = None if np.isnan(shift).any() else {"shifts": [round(float(v), 3) for v in shift], "above": above}
    return {"futures": usual[0].shape[1], "outcomes": [o.name for o in OUTCOMES], "mechanisms": found}


def _above(row: Floats, limit: Floats) -> list[int]:
    return [int(i) for i in np.flatnonzero(np.abs(row) > limit)]


def _range(p: Parameter) -> list[Any]:
    return [p.low, p.high, p.distribution]


def _spread(rows: Floats, where: NDArray[np.bool_]) -> Floats:
    whole = np.zeros((len(where), rows.shape[1]))
    whole[where] = rows
    return whole


def _all(jobs: Sequence[Job], workers: int, progress: Callable[[str], None]) -> list[Floats]:
    """Run every job, in order, in so many processes, which end at once when this is interrupted."""
    found: list[Floats] = []

    def keep(results: Iterable[Floats]) -> list[Floats]:
        for values in results:
            found.append(values)
            progress(f"{len(found)} of {len(jobs)} blocks")
        return found

    if workers == 1:
        return keep(map(_run, jobs))
    with interrupts_held():
        pool = context().Pool(min(workers, len(jobs)), initializer=_ignore_interrupts)
    with pool:
        return keep(pool.imap(_run, jobs))


def _ignore_interrupts() -> None:
    """In a worker process: Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


# The file ------------------------------------------------------------------------------------------------------------


def as_text(found: dict[str, Any]) -> str:
    """The result as JSON, one line for each parameter."""
    head = {key: value for key, value in found.items() if key != "parameters"}
    rows = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in found["parameters"].items()]
    return json.dumps(head, indent=1)[:-2] + ',\n "parameters": {\n' + ",\n".join(rows) + "\n }\n}\n"


def read(path: Path = FILE) -> dict[str, Any] | None:
    """A stored result, or None where nothing was screened yet. Raises ``ValueError`` for a file of another kind."""
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if found.get("schema") != SCHEMA:
        raise ValueError(f"{path.name} is not of the kind {SCHEMA}: run python -m experiments.docs.impact")
    return found
