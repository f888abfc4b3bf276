"""Run by ``test_ema.py`` in an environment that has the EMA Workbench: it drives the model, and reads our runs."""

import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl
from ema_workbench import SequentialEvaluator
from ema_workbench.analysis import prim

from experiments import ema, load
from experiments.config import load_experiment, load_policy, load_system
from experiments.sweep.folder import Wish, opened
from experiments.sweep.run import carry_out
from experiments.sweep.workforce import here
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


SWEPT = f"""\
schema: tiers/experiment/1
id: swept
name: Swept
summary: What the workbench reads.
systems: [dorset]
policies: [maximum-delegation, centrist]
years: 1
uncertainties: [{", ".join(NAMES)}]
design: {{kind: sobol, points: 32}}
outcomes: [waits_18_weeks]
"""


def read_a_sweep() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, into = Path(folder, "swept.yaml"), Path(folder, "out")
        file.write_text(SWEPT, encoding="utf-8")
        with opened(into, load_experiment(file), Wish("a test")) as made:
            assert carry_out(made, here(), lambda _: None) == 0
        runs = load(into).runs.sort("run").collect()
    experiments, outcomes = ema.as_theirs(runs, NAMES, ["waits_18_weeks"])
    assert len(experiments) == runs.height == 64
    assert sorted(set(experiments["policy"])) == ["centrist", "maximum-delegation"]
    for name in NAMES:
        assert np.array_equal(experiments[name], runs[name])
    waits = outcomes["waits_18_weeks"]
    assert np.array_equal(waits, runs["waits_18_weeks"])
    inputs = experiments.drop(columns=["scenario", "model"])
    box = prim.Prim(inputs, waits < np.median(waits), threshold=0.6).find_box()
    assert box.density > 0.5


drive()
read()
read_a_sweep()
print("the workbench drives the model")
sys.exit(0)
