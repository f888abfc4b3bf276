"""Run by ``test_ema.py`` in an environment that has the EMA Workbench: it drives the model, and reads our runs."""

import sys

import numpy as np
import polars as pl
from ema_workbench import SequentialEvaluator
from ema_workbench.analysis import prim

from experiments import ema
from experiments.config import load_policy, load_system
from sim.policy import Policy

NAMES = ["funding_elasticity", "bed_growth"]


def drive() -> None:
    named = [load_policy("maximum-delegation"), load_policy("centrist")]
    made = ema.model(
        load_system("dorset").system, Policy("any", "Any", "", {}), NAMES, ["delegation_base", "tightness"], years=1
    )
    with SequentialEvaluator(made) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(4, ema.policies(made, named))
    assert len(experiments) == 8
    assert set(outcomes) == set(ema.DEFAULT)
    for number, row in experiments.iterrows():
        values = {name: row[name] for name in (*NAMES, "delegation_base", "tightness")}
        again = made.function(**values)
        assert all(again[name] == outcomes[name][number] for name in outcomes)
    assert len({float(v) for v in outcomes["waits_18_weeks"]}) == 8


def read() -> None:
    random = np.random.default_rng(1)
    x = random.random((300, 2))
    fixed = {"system": "dorset", "timeline": "steady", "policy": "centrist"}
    runs = pl.DataFrame({"run": range(300), "point": range(300), "replicate": 0, NAMES[0]: x[:, 0], NAMES[1]: x[:, 1]})
    runs = runs.with_columns(**{k: pl.lit(v) for k, v in fixed.items()}, waits=1.0 * (x[:, 0] > 0.7))
    experiments, outcomes = ema.as_theirs(runs, NAMES, ["waits"])
    inputs = experiments.drop(columns=["scenario", "policy", "model"])
    box = prim.Prim(inputs, outcomes["waits"] > 0.5, threshold=0.8).find_box()
    assert box.density > 0.9
    assert box.coverage > 0.9
    assert NAMES[0] in {name for limits in box.qp for name in limits}


drive()
read()
print("the workbench drives the model")
sys.exit(0)
