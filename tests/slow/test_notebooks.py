"""Every notebook runs from first to last, as it is shipped and on other results, and is committed without outputs."""

import os
import re
from pathlib import Path

import nbformat
import polars as pl
import pytest
from nbclient import NotebookClient
from sweeps import sweep

from experiments.sweep import parts
from experiments.sweep.folder import Wish
from experiments.sweep.workforce import processes

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ROOT / "configs" / "experiments"
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
EXPERIMENT = """\
schema: tiers/experiment/1
id: for-notebooks
name: For notebooks
summary: Three policies in Dorset for a year.
systems: [dorset]
policies: [maximum-delegation, centrist, targeted]
years: 1
replicates: 2
uncertainties: [variety_of_need, scale_economies, bed_growth]
design: {design}
outcomes: [healthy_life_years, waits_18_weeks]
"""
KEPT = ("healthy_life_years", "waits_18_weeks")
DESIGNS = {"what-drives-this": "{kind: saltelli, base_points: 16, order: second}"}


def test_there_is_a_notebook_for_each_question() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["what-drives-this", "what-would-we-regret-least", "when-does-it-fail"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the results that notebooks are shipped for: the example in full, the long sweep cut short."""
    project = tmp_path_factory.mktemp("project")
    (project / "docs" / "notebooks").mkdir(parents=True)
    example = project / "results" / "sweep-one-minute-example"
    sweep(SHIPPED / "one-minute-example.yaml", example, Wish("a test"), processes(2))
    text = (SHIPPED / "what-drives-west-yorkshire.yaml").read_text(encoding="utf-8")
    assert "base_points: 256" in text
    short = text.replace("base_points: 256", "base_points: 8").replace("replicates: 2", "replicates: 2\nyears: 1")
    (project / "short.yaml").write_text(short, encoding="utf-8")
    sweep(project / "short.yaml", project / "results" / "sweep-what-drives-west-yorkshire", Wish("a test"))
    return project


@pytest.mark.xdist_group("notebooks")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_runs_as_it_is_shipped(path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the results and the case that it names itself, from the folder that it lies in."""
    monkeypatch.delenv("TIERS_RESULTS", raising=False)
    monkeypatch.delenv("TIERS_CASE", raising=False)
    said = executed(path, shipped / "docs" / "notebooks", monkeypatch)
    if path.stem == "when-does-it-fail":
        share = re.search(r"The case holds in (\d+)% of 1,024 points", said)
        assert share is not None
        assert 5 < int(share[1]) < 95


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_takes_other_results_of_which_a_run_failed_and_another_case(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "experiment.yaml"
    design = DESIGNS.get(path.stem, "{kind: sobol, points: 128}")
    file.write_text(EXPERIMENT.replace("{design}", design), encoding="utf-8")
    fail_one(sweep(file, tmp_path / "results", Wish("a test")).folder)
    monkeypatch.setenv("TIERS_RESULTS", str(tmp_path / "results"))
    monkeypatch.setenv("TIERS_CASE", "maximum-delegation worse than centrist on waits_18_weeks by 0.005")
    executed(path, tmp_path, monkeypatch)


def fail_one(folder: Path) -> None:
    """Let the first run of the policy 'centrist' have failed."""
    for part in parts.files(folder, "runs"):
        runs = pl.read_parquet(part)
        if runs["policy"][0] == "centrist":
            failed = pl.when(pl.col("run") == runs["run"][0])
            outcomes = (failed.then(None).otherwise(name).alias(name) for name in KEPT)
            runs.with_columns(failed.then(pl.lit("made up")).alias(parts.FAILURE), *outcomes).write_parquet(part)
            return
    raise LookupError("no run of 'centrist'")


def executed(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run every cell of a notebook in a folder, see that it draws something, and return what it printed."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    notebook = nbformat.read(path, as_version=4)
    done = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    outputs = [output for cell in done.cells for output in cell.get("outputs", [])]
    assert any("application/vnd.plotly.v1+json" in output.get("data", {}) for output in outputs)
    return "".join(output.get("text", "") for output in outputs)
