"""Every notebook runs from its first cell to its last on a small sweep, and is committed without outputs."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from sweeps import sweep

from experiments.sweep.folder import Wish

ROOT = Path(__file__).resolve().parent.parent.parent
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
DESIGNS = {"what-drives-this": "{kind: saltelli, base_points: 16, order: second}"}


def test_there_is_a_notebook_for_each_question() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["what-drives-this", "what-would-we-regret-least", "when-does-it-fail"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_runs_from_first_to_last(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    file = tmp_path / "experiment.yaml"
    design = DESIGNS.get(path.stem, "{kind: sobol, points: 128}")
    file.write_text(EXPERIMENT.replace("{design}", design), encoding="utf-8")
    sweep(file, tmp_path / "results", Wish("a test"))
    monkeypatch.setenv("TIERS_RESULTS", str(tmp_path / "results"))
    monkeypatch.setenv("TIERS_CASE", "maximum-delegation worse than centrist on waits_18_weeks by 0.005")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    done = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
    assert all(cell.get("outputs") is not None for cell in done.cells if cell.cell_type == "code")
    assert any(
        "application/vnd.plotly.v1+json" in output.get("data", {})
        for c in done.cells
        for output in c.get("outputs", [])
    )
